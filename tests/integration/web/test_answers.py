"""Answers are made once, however many ask at the same moment."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.requests import Request

from tests.waiting import PATIENCE
from worker.web.answers import BUSY, MOST_STALE, Answers


def request() -> Request:
    return Request({"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": []})


def test_whoever_asks_while_an_answer_is_being_made_gets_that_one() -> None:
    answers, begun, go_on = Answers(), threading.Event(), threading.Event()
    made: list[int] = []

    def make() -> bytes:
        made.append(1)
        begun.set()
        assert go_on.wait(PATIENCE)
        return b"the page"

    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(answers.give, request(), (1,), make, "text/plain") for _ in range(8)]
        assert begun.wait(PATIENCE)
        other = answers.give(request(), (2,), lambda: b"another", "text/plain")
        assert other.body == b"another", "nobody else waits"
        go_on.set()
        assert {answer.result().body for answer in asked} == {b"the page"}
    assert made == [1]


def test_where_making_fails_those_who_waited_try_themselves() -> None:
    answers, begun, go_on = Answers(), threading.Event(), threading.Event()

    def fails() -> bytes:
        begun.set()
        assert go_on.wait(PATIENCE)
        raise RuntimeError("the database went away")

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(answers.give, request(), (1,), fails, "text/plain")
        assert begun.wait(PATIENCE)
        second = pool.submit(answers.give, request(), (1,), lambda: b"the page", "text/plain")
        go_on.set()
        with pytest.raises(RuntimeError, match="went away"):
            first.result()
        assert second.result().body == b"the page"
    assert answers.give(request(), (1,), lambda: b"no", "text/plain").body == b"the page"


def test_a_busy_address_is_made_anew_a_few_times_a_second_and_a_quiet_one_for_every_event() -> None:
    now = [100.0]
    answers, made = Answers(time=lambda: now[0]), list[int]()

    def ask(position: int, live: bool = False) -> bytes:
        def make() -> bytes:
            made.append(position)
            return str(position).encode()

        asked = request()
        if live:
            asked.scope["headers"] = [(b"hx-request", b"true")]
            asked = Request(asked.scope)
        return bytes(answers.give(asked, (position, "today"), make, "text/plain").body)

    for n in range(10):  # ten a second: everybody sees the last event
        assert ask(n) == str(n).encode()
        now[0] += 0.1
    made.clear()
    given = []
    for n in range(1000, 1400):  # two hundred a second, the log grows with each
        given.append((n, int(ask(n)), now[0]))
        now[0] += 0.005
    assert len(made) < BUSY + 2 / MOST_STALE + 2
    assert all(n - was <= MOST_STALE / 0.005 for n, was, _ in given), (
        "nobody sees anything older than a quarter of a second"
    )
    assert ask(2000, live=True) == b"2000", "who was told of an event sees it"
    now[0] += 3.0
    assert (ask(3000), ask(3001)) == (b"3000", b"3001"), "it is quiet again"


def test_while_a_busy_address_is_made_anew_everybody_else_gets_the_one_before_if_it_is_not_too_old() -> None:
    now = [100.0]
    answers, begun, go_on = Answers(time=lambda: now[0]), threading.Event(), threading.Event()

    def slowly() -> bytes:
        begun.set()
        assert go_on.wait(PATIENCE)
        return b"new"

    for _ in range(BUSY + 1):
        assert answers.give(request(), (1,), lambda: b"old", "text/plain").body == b"old"
    now[0] += MOST_STALE
    with ThreadPoolExecutor(2) as pool:
        maker = pool.submit(answers.give, request(), (2,), slowly, "text/plain")
        assert begun.wait(PATIENCE)
        for position in (2, 3, 4):
            assert answers.give(request(), (position,), lambda: b"too soon", "text/plain").body == b"old"
        now[0] += MOST_STALE
        assert answers.give(request(), (5,), lambda: b"newer", "text/plain").body == b"newer", (
            "nothing older than twice that"
        )
        go_on.set()
        assert maker.result().body == b"new"
