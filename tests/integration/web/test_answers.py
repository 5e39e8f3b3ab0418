"""Answers are made once, however many ask at the same moment."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.requests import Request

from worker.web.answers import Answers


def request() -> Request:
    return Request({"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": []})


def test_whoever_asks_while_an_answer_is_being_made_gets_that_one() -> None:
    answers, begun, go_on = Answers(), threading.Event(), threading.Event()
    made: list[int] = []

    def make() -> bytes:
        made.append(1)
        begun.set()
        assert go_on.wait(20)
        return b"the page"

    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(answers.give, request(), (1,), make, "text/plain") for _ in range(8)]
        assert begun.wait(20)
        other = answers.give(request(), (2,), lambda: b"another", "text/plain")
        assert other.body == b"another", "nobody else waits"
        go_on.set()
        assert {answer.result().body for answer in asked} == {b"the page"}
    assert made == [1]


def test_where_making_fails_those_who_waited_try_themselves() -> None:
    answers, begun, go_on = Answers(), threading.Event(), threading.Event()

    def fails() -> bytes:
        begun.set()
        assert go_on.wait(20)
        raise RuntimeError("the database went away")

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(answers.give, request(), (1,), fails, "text/plain")
        assert begun.wait(20)
        second = pool.submit(answers.give, request(), (1,), lambda: b"the page", "text/plain")
        go_on.set()
        with pytest.raises(RuntimeError, match="went away"):
            first.result()
        assert second.result().body == b"the page"
    assert answers.give(request(), (1,), lambda: b"no", "text/plain").body == b"the page"
