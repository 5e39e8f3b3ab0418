"""A limit on how long one article may keep a process busy.

Celery's own soft limit is one for a whole task, which holds many articles, and threads have none at all. This one is for a
block of code, in whatever thread it runs:

* in a process's main thread (the children of a Celery worker) by ``SIGALRM``, which also ends a regular expression that
  backtracks for ever, since ``re`` looks for signals while it matches;
* in any other thread (the embedded mode) by an exception that is set from a timer, which is raised at the next step of
  Python code.

What neither ends, a call into C that never comes back, is ended by the hard limit of the task: its process is killed, the
attempt counts since it was counted at its beginning, and the sweep sends the article again until it is set aside.
"""

from __future__ import annotations

import ctypes
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta


class TookTooLong(BaseException):
    """The block ran out of its time. No ``Exception``: a library that catches those must not swallow it."""


@contextmanager
def at_most(limit: timedelta) -> Iterator[None]:
    """Run the block for at most ``limit``; raises ``TookTooLong`` within it afterwards.

    Only for code that may be left anywhere: no transaction and no lock may be open in it.
    """
    guard = _by_signal if threading.current_thread() is threading.main_thread() else _by_timer
    with guard(limit.total_seconds()):
        yield


@contextmanager
def _by_signal(seconds: float) -> Iterator[None]:
    def ring(_number: int, _frame: object) -> None:
        raise TookTooLong(f"took longer than {seconds:g} s")

    former = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, former)


@contextmanager
def _by_timer(seconds: float) -> Iterator[None]:
    thread = ctypes.c_ulong(threading.get_ident())
    set_exception = ctypes.pythonapi.PyThreadState_SetAsyncExc
    over, turn = False, threading.Lock()

    def ring() -> None:
        with turn:
            if not over:
                set_exception(thread, ctypes.py_object(TookTooLong))

    timer = threading.Timer(seconds, ring)
    timer.daemon = True
    timer.start()
    try:
        try:
            yield
        finally:
            # From here on it does not ring; what rang meanwhile and was not raised yet is taken back.
            with turn:
                over = True
                set_exception(thread, None)
            timer.cancel()
    except TookTooLong:
        raise TookTooLong(f"took longer than {seconds:g} s") from None
