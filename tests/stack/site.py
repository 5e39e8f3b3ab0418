"""The demo's scenario as a site of its own, for workers in containers: run in one, it answers at ``http://site:8000``.

It shows the world as of the step whose number stands in ``/tmp/step``, which whoever plays the scenario writes.
"""

from __future__ import annotations

import time
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

from worker.demo import server

ADDRESS = ("0.0.0.0", 8000)
STEP = Path("/tmp/step")


class Site(server.ScenarioServer):
    """The scenario's server, reachable from elsewhere, under the name of its container."""

    @property
    def port(self) -> int:
        return ADDRESS[1]

    @property
    def host(self) -> str:
        return f"site:{self.port}"


def main() -> None:
    site = Site()
    http = ThreadingHTTPServer(ADDRESS, partial(server._Handler, site))
    http.daemon_threads = True
    import threading

    threading.Thread(target=http.serve_forever, daemon=True).start()
    while True:
        try:
            step = int(STEP.read_text())
        except (OSError, ValueError):
            step = 0
        if step != site.step:
            site.advance(step)
        time.sleep(0.2)


if __name__ == "__main__":
    main()
