"""Who may look, and what a browser is told to allow."""

from __future__ import annotations

import base64

import pytest

from tests.integration.web.conftest import Opening, Site
from worker.log.database import Database
from worker.settings import WebSettings
from worker.web.guard import is_loopback
from worker.web.serve import CannotListen, Pages, bind

TOKEN = "correct-horse-battery-staple"


def test_every_answer_forbids_what_the_pages_do_not_need(winter: Site) -> None:
    for path in ("/", "/api/v1/meetings", "/nothing", "/static/parley.css", "/livez"):
        headers = winter.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_nothing_can_be_changed(winter: Site, method: str) -> None:
    answer = winter.get("/", method=method)
    assert answer.status == 405
    assert answer.headers["allow"] == "GET, HEAD"


def test_head_answers_as_get_without_a_body(winter: Site) -> None:
    for path in ("/", "/talks.ics", "/api/v1/changes", "/static/parley.css", "/nothing"):
        got, head = winter.get(path), winter.get(path, method="HEAD")
        assert (head.status, head.data) == (got.status, b"")
        assert head.headers["content-length"] == got.headers["content-length"]


def test_a_foreign_page_cannot_read_ours_by_pointing_its_name_here(winter: Site) -> None:
    assert winter.get("/", host="evil.example").status == 421
    assert winter.get("/", host="localhost:8700").status == 200
    assert winter.get("/", host="[::1]:8700").status == 200


def test_a_name_that_is_allowed_is_answered(opened: Opening, sqlite_database: Database) -> None:
    site = opened(
        sqlite_database,
        {"PARLEY_WEB_ALLOWED_HOSTS": "web", "PARLEY_WEB_PUBLIC_URL": "https://parley.example.org"},
    )
    assert site.get("/", host="web:8700").status == 200
    assert site.get("/", host="parley.example.org").status == 200
    assert site.get("/", host="other.example.org").status == 421


def basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def test_with_a_token_nothing_is_told_without_it(opened: Opening, sqlite_database: Database) -> None:
    site = opened(sqlite_database, {"PARLEY_WEB_TOKEN": TOKEN})
    refused = site.get("/")
    assert refused.status == 401
    assert refused.headers["www-authenticate"].startswith("Basic ")
    assert site.get("/", authorization=f"Bearer {TOKEN}").status == 200
    assert site.get("/", authorization=basic("anybody", TOKEN)).status == 200
    assert site.get("/", authorization="Bearer wrong").status == 401
    assert site.get("/", authorization="Basic %%%").status == 401
    assert site.get("/metrics").status == 401
    assert site.get("/static/parley.css").status == 401
    # A health check has no token, and hears no news.
    assert site.get("/livez").status == 200
    assert site.get("/readyz").status == 200


def test_a_calendar_may_carry_the_token_in_its_address_and_a_page_may_not(
    opened: Opening, sqlite_database: Database
) -> None:
    site = opened(sqlite_database, {"PARLEY_WEB_TOKEN": TOKEN})
    assert site.get(f"/talks.ics?token={TOKEN}").status == 200
    assert site.get(f"/changes.atom?token={TOKEN}").status == 200
    assert site.get("/talks.ics?token=wrong").status == 401
    assert site.get(f"/?token={TOKEN}").status == 401


def test_a_password_asks_for_its_user(opened: Opening, sqlite_database: Database) -> None:
    site = opened(sqlite_database, {"PARLEY_WEB_PASSWORD": "sesame", "PARLEY_WEB_USER": "desk"})
    assert site.get("/", authorization=basic("desk", "sesame")).status == 200
    assert site.get("/", authorization=basic("parley", "sesame")).status == 401
    assert site.get("/", authorization="Bearer sesame").status == 401


def test_an_address_that_is_taken_is_said_with_the_mend_and_stops_nothing_else(
    winter: Site, caplog: pytest.LogCaptureFixture
) -> None:
    port = int(winter.base.rpartition(":")[2])
    with pytest.raises(CannotListen, match="choose another with PARLEY_WEB_PORT"):
        bind("127.0.0.1", port)
    settings = winter.runtime.config.settings
    taken = settings.model_copy(update={"web": WebSettings(port=port)})
    winter.runtime.config = winter.runtime.config.with_settings(taken)
    with Pages(winter.runtime) as pages:
        assert pages.url is None


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        *((host, True) for host in ("127.0.0.1", "127.8.9.1", "::1", "[::1]", "localhost")),
        *((host, False) for host in ("0.0.0.0", "::", "192.168.1.4", "localhost.evil.example", "")),
    ],
)
def test_loopback_is_known(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected
