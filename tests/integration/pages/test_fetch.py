from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.integration.feeds.site import Reply, Site, in_turn, raw
from tests.integration.pages.test_extract import STORY, page
from worker.http import Fetcher
from worker.pages.fetch import Page, PageUnavailable, Robots, fetch_page

HTML = Reply(page(), content_type="text/html; charset=utf-8")


@pytest.fixture
def fetcher(site: Site) -> Iterator[Fetcher]:
    made = Fetcher(
        allow_hosts={"127.0.0.1", "localhost"},
        read_timeout=30,
        total_timeout=60,
        user_agent="Parley/9 (desk@news.example)",
    )
    yield made
    made.close()


HANGS = raw(then="hang")


def impatient(fetcher: Fetcher) -> Fetcher:
    """For a server that never answers; the others are given the time that a busy machine takes."""
    return Fetcher(fetcher.policy, read_timeout=0.2)


def get(fetcher: Fetcher, url: str, robots: Robots | None = None) -> Page:
    return fetch_page(fetcher, url, robots=robots or Robots())


def unavailable(fetcher: Fetcher, url: str, robots: Robots | None = None) -> PageUnavailable:
    with pytest.raises(PageUnavailable) as caught:
        get(fetcher, url, robots)
    assert str(caught.value).endswith(".")
    return caught.value


def test_a_page_is_fetched_and_read(site: Site, fetcher: Fetcher) -> None:
    site["/a"] = HTML
    found = get(fetcher, site.url("/a"))
    assert found.text.split("\n\n") == STORY
    assert found.url == site.url("/a")


def test_a_plain_text_page_is_read_as_it_is(site: Site, fetcher: Fetcher) -> None:
    site["/a"] = Reply("One.\r\n\r\nTwo <b>.".encode("utf-16"), content_type="text/plain; charset=bogus")
    assert get(fetcher, site.url("/a")).text == "One.\n\nTwo <b>."


@pytest.mark.parametrize(
    ("rules", "allowed"),
    [
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow: /world/", False),
        ("User-agent: *\nDisallow: /sport/", True),
        ("User-agent: Parley\nDisallow: /\n\nUser-agent: *\nAllow: /", False),
        ("User-agent: GreedyBot\nDisallow: /", True),
        ("User-agent: *\nDisallow: /\nAllow: /world/a", True),
        ("User-agent: *\nDisallow: /*a$", False),
        ("", True),
        ("<html>not found</html>", True),
    ],
)
def test_robots_txt_is_honoured(site: Site, fetcher: Fetcher, rules: str, allowed: bool) -> None:
    site["/robots.txt"] = Reply(rules, content_type="text/plain")
    site["/world/a"] = HTML
    if allowed:
        assert get(fetcher, site.url("/world/a")).text
    else:
        error = unavailable(fetcher, site.url("/world/a"))
        assert "asks us not to" in str(error)
        assert not error.temporary
        assert site.seen("/world/a") == []


def test_robots_txt_is_asked_for_once_a_day_per_site(site: Site, fetcher: Fetcher) -> None:
    site["/robots.txt"] = Reply("User-agent: *\nAllow: /", content_type="text/plain")
    site["/a"] = site["/b"] = HTML
    robots = Robots()
    for path in ("/a", "/b", "/a"):
        get(fetcher, site.url(path), robots)
    assert site.counts() == {"/robots.txt": 1, "/a": 2, "/b": 1}


@pytest.mark.parametrize("behaviour", [Reply(b"", 500), Reply(b"", 429), raw(), HANGS])
def test_a_site_whose_rules_cannot_be_read_is_left_alone_for_now(
    site: Site, fetcher: Fetcher, behaviour: object
) -> None:
    site["/robots.txt"] = behaviour  # type: ignore[assignment]
    site["/a"] = HTML
    assert unavailable(impatient(fetcher) if behaviour is HANGS else fetcher, site.url("/a")).temporary
    assert site.seen("/a") == []


def test_a_redirect_to_another_site_asks_that_sites_rules_too(site: Site, fetcher: Fetcher) -> None:
    with Site() as other:
        other["/robots.txt"] = Reply("User-agent: *\nDisallow: /", content_type="text/plain")
        other["/a"] = HTML
        site["/a"] = Reply(status=302, headers={"Location": other.url("/a")})
        assert "asks us not to" in str(unavailable(fetcher, site.url("/a")))
        assert other.counts() == {"/robots.txt": 1}, "before the page is asked for, not behind"


def test_a_redirect_within_a_site_is_held_to_its_rules(site: Site, fetcher: Fetcher) -> None:
    site["/robots.txt"] = Reply("User-agent: *\nDisallow: /private/", content_type="text/plain")
    site["/a"] = Reply(status=301, headers={"Location": "/private/a"})
    site["/private/a"] = HTML
    assert "asks us not to" in str(unavailable(fetcher, site.url("/a")))
    assert site.counts() == {"/robots.txt": 1, "/a": 1}


@pytest.mark.parametrize(
    ("behaviour", "temporary", "sentence"),
    [
        (Reply(b"", 404), False, "not there (404)"),
        (Reply(b"", 410), False, "not there (410)"),
        (Reply(b"", 403), False, "refuses us the page (403)"),
        (Reply(b"", 451), False, "refuses us the page (451)"),
        (Reply(b"", 429), True, "cannot give the page now (429)"),
        (Reply(b"", 503), True, "cannot give the page now (503)"),
        (Reply(b"", 204), False, "brings no page"),
        (Reply(b"%PDF-1.7", content_type="application/pdf"), False, "no page but application/pdf"),
        (Reply(b"\x89PNG", content_type="image/png"), False, "no page but image/png"),
        (Reply(b"x" * 6_000_000, content_type="text/html"), False, "larger than 5 MiB"),
        (Reply(status=302, headers={"Location": "http://10.0.0.1/"}), False, "a private address"),
        (raw(), True, "closed the connection"),
        (HANGS, True, "sent nothing for"),
    ],
)
def test_a_page_that_is_none_is_told_in_a_sentence(
    site: Site, fetcher: Fetcher, behaviour: object, temporary: bool, sentence: str
) -> None:
    site["/a"] = behaviour  # type: ignore[assignment]
    robots = Robots()
    robots.check(fetcher, site.url("/a"))  # with the patience of others: that it may be asked for is known then
    error = unavailable(impatient(fetcher) if behaviour is HANGS else fetcher, site.url("/a"), robots)
    assert sentence in str(error)
    assert error.temporary is temporary


def test_a_page_that_comes_at_the_second_attempt(site: Site, fetcher: Fetcher) -> None:
    site["/a"] = in_turn(Reply(b"", 503), HTML)
    assert unavailable(fetcher, site.url("/a")).temporary
    assert get(fetcher, site.url("/a")).not_news is None
