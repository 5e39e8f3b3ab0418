"""The pages in a real browser; among the slow tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from tests.browser.conftest import Browser
from tests.integration.web.conftest import Site
from tests.waiting import PATIENCE

pytestmark = [pytest.mark.browser, pytest.mark.slow]

VIEWS = ["/", "/?as_of=2022-01-05", "/?month=2022-01", "/?watch=us-russia", "/changes", "/changes?q=geneva", "/feeds"]
VIEWS += ["/alerts", "/now", "/nothing-here", "MEETING"]

Visit = Callable[[str], Browser]


def address(site: Site, view: str) -> str:
    if view != "MEETING":
        return site.base + view
    (called_off,) = [m for m in site.json("/api/v1/meetings?status=cancelled")["items"] if m["parties"] == ["RU", "US"]]
    return f"{site.base}/meeting/{called_off['id']}"


def complaints(browser: Browser) -> list[str]:
    """What the browser's console says, network errors of pages that are meant to be missing aside."""
    return [entry["message"] for entry in browser.get_log("browser") if "404" not in entry["message"]]


@pytest.mark.parametrize("view", VIEWS)
def test_no_view_makes_the_console_complain_or_asks_anybody_else(demo: Site, visit: Visit, view: str) -> None:
    browser = visit(address(demo, view))
    assert browser.find_element(By.TAG_NAME, "h1").text
    assert complaints(browser) == []
    asked = browser.execute_script("return performance.getEntriesByType('resource').map(e => e.name)")
    assert [name for name in asked if not name.startswith(demo.base)] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("view", VIEWS)
def test_axe_finds_no_violation(demo: Site, visit: Visit, axe: str, view: str, scheme: str) -> None:
    browser = visit("about:blank")
    browser.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    )
    browser.get(address(demo, view))
    # As the debugger: the pages' own policy lets no foreign script run.
    browser.execute_cdp_cmd("Runtime.evaluate", {"expression": axe})
    result = browser.execute_async_script("const done = arguments[0]; axe.run().then(done)")
    found = [(v["id"], [n["html"][:120] for n in v["nodes"][:3]]) for v in result["violations"]]
    assert found == []
    assert len(result["passes"]) > 8


@pytest.mark.parametrize("view", VIEWS)
def test_a_phone_needs_no_sideways_scrolling(demo: Site, browser: Browser, view: str) -> None:
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": 360, "height": 740, "deviceScaleFactor": 2, "mobile": True}
    )
    try:
        browser.get(address(demo, view))
        wide = browser.execute_script("return document.documentElement.scrollWidth")
        assert wide <= 360
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_an_open_page_shows_what_an_article_brings_without_being_asked(winter_site: Site, visit: Visit) -> None:
    browser = visit(winter_site.base + "/")
    assert "Sweden" not in browser.page_source
    browser.execute_script("window.same = true")
    winter_site.tell("Oslo", "The foreign ministers of Norway and Sweden will meet in Oslo on January 20.")
    WebDriverWait(browser, PATIENCE).until(lambda b: "Norway" in b.find_element(By.ID, "live").text)
    assert browser.execute_script("return window.same") is True  # the same page, not a new one
    assert complaints(browser) == []


def test_what_changed_since_the_last_visit_is_offered(winter_site: Site, visit: Visit) -> None:
    browser = visit(winter_site.base + "/")
    assert not browser.find_element(By.CSS_SELECTOR, "[data-visit]").is_displayed()
    browser.get(winter_site.base + "/feeds")
    winter_site.tell("Oslo", "The foreign ministers of Norway and Sweden will meet in Oslo on January 20.")
    browser.get(winter_site.base + "/")
    link = browser.find_element(By.CSS_SELECTOR, "[data-visit] a")
    assert link.is_displayed()
    link.click()
    assert len(browser.find_elements(By.CSS_SELECTOR, "li.change")) == 1


def test_time_travel_by_the_date_control(demo: Site, visit: Visit) -> None:
    browser = visit(demo.base + "/")
    control = browser.find_element(By.ID, "as_of")
    browser.execute_script("arguments[0].value = '2022-01-05'", control)
    control.submit()
    WebDriverWait(browser, PATIENCE).until(lambda b: "as_of=2022-01-05" in b.current_url)
    headings = [h.text for h in browser.find_elements(By.TAG_NAME, "h2")]
    assert "Ahead" in headings
    assert "January 2022" in headings
    browser.find_element(By.LINK_TEXT, "Back to now").click()
    WebDriverWait(browser, PATIENCE).until(lambda b: "as_of" not in b.current_url)


def test_the_search_finds_and_its_address_can_be_kept(demo: Site, visit: Visit) -> None:
    browser = visit(demo.base + "/changes")
    everything = len(browser.find_elements(By.CSS_SELECTOR, "li.change"))
    field = browser.find_element(By.ID, "q")
    field.send_keys("ukraine")
    field.send_keys(Keys.ENTER)
    WebDriverWait(browser, PATIENCE).until(lambda b: "q=ukraine" in b.current_url)
    found = browser.find_elements(By.CSS_SELECTOR, "li.change")
    assert 0 < len(found) < everything
    kept = browser.current_url
    browser.get(demo.base + "/")
    browser.get(kept)
    assert browser.find_element(By.ID, "q").get_attribute("value") == "ukraine"


def test_the_keyboard_reaches_the_content_first_and_then_a_meeting(demo: Site, visit: Visit) -> None:
    browser = visit(demo.base + "/?as_of=2022-01-05")

    def focused() -> Any:
        return browser.switch_to.active_element

    browser.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
    assert focused().text == "Skip to the content"
    focused().send_keys(Keys.ENTER)
    for _ in range(30):
        focused().send_keys(Keys.TAB)
        if "/meeting/" in (focused().get_attribute("href") or ""):
            break
    focused().send_keys(Keys.ENTER)
    WebDriverWait(browser, PATIENCE).until(lambda b: "/meeting/" in b.current_url)


def test_times_are_the_readers_own_with_utc_on_hover(demo: Site, visit: Visit) -> None:
    browser = visit("about:blank")
    browser.execute_cdp_cmd("Emulation.setTimezoneOverride", {"timezoneId": "Asia/Tokyo"})
    try:
        browser.get(address(demo, "MEETING"))
        moment = browser.find_element(By.CSS_SELECTOR, "#live time")
        WebDriverWait(browser, PATIENCE).until(lambda b: "GMT+9" in moment.text)
        assert (moment.get_attribute("title") or "").endswith("UTC")
    finally:
        browser.execute_cdp_cmd("Emulation.setTimezoneOverride", {"timezoneId": ""})


def test_hostile_text_runs_nowhere(winter_site: Site, visit: Visit) -> None:
    winter_site.tell(
        "<script>window.hit = 1</script><img src=x onerror='window.hit = 2'> Oslo",
        "The foreign ministers of Norway and Sweden will meet in Oslo on January 20, <img src=x onerror='window.hit = 3'> officials said.",
        url="javascript:window.hit=4",
    )
    meeting = winter_site.meeting_id("NO", "SE")
    for view in (
        "/",
        f"/meeting/{meeting}",
        "/changes",
        "/changes?q=<script>window.hit=5</script>",
        "/<script>window.hit=6</script>",
    ):
        browser = visit(winter_site.base + view)
        assert browser.execute_script("return window.hit ?? null") is None
        assert not browser.find_elements(By.CSS_SELECTOR, "#live img[src='x']")
