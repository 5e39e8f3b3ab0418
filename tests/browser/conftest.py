"""Chromium, driven headless. Where there is none, these tests are skipped and say so; CHROMIUM and
CHROMEDRIVER name others than those on the PATH, AXE_SCRIPT the file axe.min.js of the npm package axe-core."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from tests.integration.log.stories import WINTER, take_all
from tests.integration.web.conftest import Site, a_runtime
from tests.waiting import PATIENCE
from worker.demo.play import play
from worker.log.database import Database
from worker.web.serve import Pages

Browser = webdriver.Chrome


def browser_paths() -> tuple[str, str] | None:
    """Of Chromium and its driver; None where one is missing."""
    browser = os.environ.get("CHROMIUM") or next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
    )
    driver = os.environ.get("CHROMEDRIVER") or shutil.which("chromedriver")
    return (browser, driver) if browser and driver else None


def start(width: int = 1280, height: int = 900, *arguments: str) -> Browser:
    paths = browser_paths()
    assert paths is not None
    options = webdriver.ChromeOptions()
    options.binary_location = paths[0]
    for argument in ("--headless=new", "--disable-gpu", "--hide-scrollbars", "--lang=en-GB", *arguments):
        options.add_argument(argument)
    if os.geteuid() == 0:
        options.add_argument("--no-sandbox")  # Chromium's own sandbox refuses to run as root
    options.add_argument("--disable-dev-shm-usage")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    browser = webdriver.Chrome(options=options, service=Service(paths[1]))
    browser.set_window_size(width, height)
    browser.set_page_load_timeout(PATIENCE)
    return browser


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if browser_paths() is None:
        pytest.skip("no Chromium with its driver on the PATH (Debian: apt install chromium chromium-driver)")
    started = start()
    yield started
    started.quit()


@pytest.fixture
def axe() -> str:
    """The text of axe.min.js."""
    path = os.environ.get("AXE_SCRIPT")
    if not path:
        pytest.skip("AXE_SCRIPT names no axe.min.js (npm pack axe-core)")
    return Path(path).read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo's account of the winter 2021/22, played once, served as it stands now."""
    from worker.config import load
    from worker.runtime import Runtime

    directory = tmp_path_factory.mktemp("demo")
    assert play(directory, pace=0, quiet=True) == 0
    given = {"PARLEY_DATABASE_URL": f"sqlite:///{directory / 'parley.db'}", "PARLEY_WEB_PORT": "0"}
    runtime = Runtime(load(directory / "config", given))
    with Pages(runtime) as pages:
        assert pages.url
        yield Site(pages.url.rstrip("/"), runtime)
    runtime.close()


@pytest.fixture
def winter_site(sqlite_database: Database, tmp_path: Path) -> Iterator[Site]:
    """Talks in the middle of things, to which more can be told."""
    take_all(sqlite_database, WINTER)
    with ExitStack() as stack:
        runtime = a_runtime(sqlite_database, tmp_path, {}, {})
        pages = stack.enter_context(Pages(runtime))
        assert pages.url
        yield Site(pages.url.rstrip("/"), runtime)


@pytest.fixture
def visit(browser: Browser) -> Callable[[str], Browser]:
    def going(url: str) -> Browser:
        browser.get(url)
        return browser

    return going
