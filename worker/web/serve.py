"""Serving: in a process of its own (``parley web``), or in a thread beside everything else (``parley up``)."""

from __future__ import annotations

import socket
import threading
from types import TracebackType

import uvicorn

from worker.logs import log
from worker.runtime import Runtime
from worker.web.app import build
from worker.web.guard import is_loopback

GRACE_SECONDS = 3
"""How long open answers may take to end when the server stops; live pages never would by themselves."""


class CannotListen(OSError):
    """The address cannot be had; the sentence says why and what to do."""


def bind(host: str, port: int) -> socket.socket:
    """A listening socket. Raises ``CannotListen``."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol by its name: asyncio sets TCP_NODELAY only on sockets that say they are TCP, and without it every answer
    # waits 40 ms for the browser's delayed acknowledgement.
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host.strip("[]"), port))
        made.listen(256)
    except OSError as error:
        made.close()
        raise CannotListen(
            f"cannot listen on {host}:{port} ({error.strerror or error}); choose another with PARLEY_WEB_PORT or web.port"
        ) from error
    made.set_inheritable(True)
    return made


def server(runtime: Runtime) -> uvicorn.Server:
    """uvicorn around the application, quiet, for use on one's own socket."""
    config = uvicorn.Config(
        build(runtime),
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
        lifespan="on",
    )
    return uvicorn.Server(config)


def warn_if_open(runtime: Runtime) -> None:
    """Say so where anybody who reaches the machine may look."""
    web = runtime.config.settings.web
    if not is_loopback(web.host) and web.token is None and web.password is None:
        log.warning("web.open", host=web.host, mend="set web.token or web.password, or listen on 127.0.0.1")


class Pages:
    """The faces in a thread of this process: ``with Pages(runtime) as pages``. That the address is taken is logged and stops
    nothing else: feeds are watched whether or not anybody can look."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None
        self.url: str | None = None
        """Where they are; None where they could not be opened."""

    def __enter__(self) -> Pages:
        web = self._runtime.config.settings.web
        try:
            listening = bind(web.host, web.port)
        except CannotListen as error:
            log.warning("web.off", reason=str(error))
            return self
        warn_if_open(self._runtime)
        self._server = server(self._runtime)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [listening]}, name="parley-web", daemon=True
        )
        self._thread.start()
        host = f"[{web.host}]" if ":" in web.host else web.host
        self.url = f"http://{host}:{listening.getsockname()[1]}/"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None and self._thread is not None:
            self._server.should_exit = True
            self._thread.join(timeout=GRACE_SECONDS + 5)
