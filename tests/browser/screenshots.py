"""The README's pictures, taken from the demo in a real browser: ``make screenshots``."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.browser.conftest import browser_paths, start
from worker.config import load
from worker.demo.play import play
from worker.runtime import Runtime
from worker.web.serve import Pages

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"


def main() -> int:
    if browser_paths() is None:
        print(
            "screenshots: no Chromium with its driver (Debian: apt install chromium chromium-driver)", file=sys.stderr
        )
        return 1
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as directory:
        if play(Path(directory), pace=0, quiet=True):
            return 1
        given = {"PARLEY_DATABASE_URL": f"sqlite:///{directory}/parley.db", "PARLEY_WEB_PORT": "0"}
        runtime = Runtime(load(Path(directory) / "config", given))
        with Pages(runtime) as pages:
            assert pages.url is not None
            called_off = _called_off(runtime)
            browser = start(1180, 900, "--force-device-scale-factor=1")
            try:
                for name, path in (
                    ("talks", "?as_of=2022-01-08"),
                    ("meeting", f"meeting/{called_off}?as_of=2022-02-24"),
                    ("changes", "changes?as_of=2022-01-12&q=geneva"),
                ):
                    browser.get(pages.url + path)
                    browser.save_screenshot(str(IMAGES / f"{name}.png"))
                    print(IMAGES / f"{name}.png")
            finally:
                browser.quit()
        runtime.close()
    return 0


def _called_off(runtime: Runtime) -> str:
    from worker.log import queries

    with runtime.database.read() as conn:
        return next(
            view.meeting_id
            for view in queries.meetings(conn)
            if view.status.value == "cancelled" and view.facts.parties == ("RU", "US")
        )


if __name__ == "__main__":
    sys.exit(main())
