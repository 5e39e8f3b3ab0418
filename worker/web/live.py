"""Telling open pages that something changed, by server-sent events (WHATWG HTML, section 9.2).

One look at the log's head a second for the whole process, and only while somebody listens. An event carries the position of the
log and nothing else: the page fetches itself again. A browser that lost the connection comes back by itself, and pages
ask every two minutes in any case.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress

from worker.log import store
from worker.log.database import Database
from worker.log.errors import LogError

LOOK_EVERY = 1.0
"""Seconds between two looks at the head."""

KEEP_ALIVE = 15.0
"""Seconds after which a comment is sent where nothing else is: proxies close what is silent."""

MOST_LISTENERS = 500
"""Open pages that are told at once; further ones find out by asking."""


class Herald:
    """Looks at the head of the log and wakes those who listen."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._position: int | None = None
        self._moved = asyncio.Condition()
        self._listeners = 0
        self._task: asyncio.Task[None] | None = None
        self._ended = False

    @property
    def full(self) -> bool:
        return self._listeners >= MOST_LISTENERS

    async def close(self) -> None:
        self._ended = True
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        async with self._moved:
            self._moved.notify_all()

    async def listen(self, *, grown: Callable[[], bool] = lambda: False) -> AsyncIterator[bytes]:
        """The stream of one page. ``grown``: whether something happened since it was made, which is told at once."""
        self._listeners += 1
        try:
            if self._task is None or self._task.done():
                self._task = asyncio.create_task(self._look())
            # In this order: what happens in between is told twice, and not never.
            seen = await self._first_look() if self._position is None else self._position
            grew = await asyncio.to_thread(grown)
            yield b"retry: 5000\n\n"
            if grew:
                yield b"event: change\ndata: since\n\n"
            while not self._ended:
                with suppress(TimeoutError):
                    async with asyncio.timeout(KEEP_ALIVE), self._moved:
                        while not self._ended and self._position == seen:
                            await self._moved.wait()
                if self._ended:
                    return
                if self._position == seen:
                    yield b": still here\n\n"
                    continue
                told = seen is not None
                seen = self._position
                if told:
                    yield f"event: change\nid: {seen}\ndata: {seen}\n\n".encode()
        finally:
            self._listeners -= 1

    async def _look(self) -> None:
        while self._listeners and not self._ended:
            with suppress(LogError):  # a database that is away for a moment: the next look will tell
                await self._move(await asyncio.to_thread(self._head))
            await asyncio.sleep(LOOK_EVERY)
        self._position = None

    async def _first_look(self) -> int | None:
        """Where the log stands when the first page begins to listen; None while the database is away."""
        with suppress(LogError):
            position = await asyncio.to_thread(self._head)
            if self._position is None:
                await self._move(position)
        return self._position

    async def _move(self, position: int) -> None:
        if position != self._position:
            async with self._moved:
                self._position = position
                self._moved.notify_all()

    def _head(self) -> int:
        with self._database.read() as conn:
            return store.head(conn)
