from __future__ import annotations

import threading

import pytest

from worker.alerts.channels import Outcome
from worker.alerts.channels.bounded import LATE_REST, bounded

SENT = Outcome("sent")


def fails() -> Outcome:
    raise AssertionError("no attempt was to be made")


def test_an_attempt_that_overstays_holds_up_neither_the_caller_nor_another_hook() -> None:
    release = threading.Event()

    def slow() -> Outcome:
        release.wait(300)
        return Outcome("retry", "late")

    first = bounded("slow-1", "m1", 0.05, slow)
    assert (first.result, first.sentence) == ("retry", "not done within 0.05 s; it may arrive all the same")
    assert first.retry_after == LATE_REST, "other processes, which know nothing of it, leave it the time to end"
    assert bounded("slow-1", "m1", 60, fails).sentence == "the attempt before this one has not ended yet"
    assert bounded("other-1", "m1", 60, lambda: SENT) == SENT
    release.set()


def test_what_arrived_late_is_not_sent_again() -> None:
    release, done = threading.Event(), threading.Event()

    def slow() -> Outcome:
        release.wait(300)
        done.set()
        return SENT

    assert bounded("slow-2", "m1", 0.05, slow).result == "retry"
    release.set()
    assert done.wait(60)
    for thread in threading.enumerate():
        if thread.name == "alert-slow-2":
            thread.join(60)
    assert bounded("slow-2", "m1", 60, fails) == SENT
    assert bounded("slow-2", "m2", 60, lambda: Outcome("sent", status=1)).status == 1
    with pytest.raises(AssertionError):
        bounded("slow-2", "m1", 60, fails)


def test_what_is_raised_is_raised_to_whom_it_concerns() -> None:
    with pytest.raises(AssertionError, match="no attempt"):
        bounded("raising", "m1", 60, fails)
