"""Laws of reading that hold for any text: it never fails, quotes exactly, repeats itself, and is blind to boilerplate."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from domain.reading import RuleExtractor
from domain.reports import Report, When, quotes_exactly

WORDS = st.sampled_from(
    """Russia U.S. Putin Biden Moscow Geneva Iran's the talks meeting summit visit on in with between and , . " “ ” ( ) — will may met
    cancelled postponed to from until Friday Monday Jan. 10 next week two-day said that after before President EU NATO who which
    their Kremlin's his trip call by phone not no""".split()
)
SOUP = st.lists(WORDS, max_size=60).map(" ".join)
PUBLISHED = st.dates(date(2001, 1, 1), date(2030, 12, 31))
RELATIVE = st.sampled_from(["on Friday", "next week", "tomorrow", "on Monday", "in two weeks", "next Tuesday", "today"])
PAIRS = st.sampled_from(
    [("Norwegian", "Polish", "NO", "PL"), ("Chinese", "Japanese", "CN", "JP"), ("Egyptian", "Turkish", "EG", "TR")]
)


@cache
def reader() -> RuleExtractor:
    return RuleExtractor()


def quoted_exactly_and_the_same_twice(text: str, published: date, title: str = "") -> bool:
    found = reader().extract(text, published, title=title, explain=True)
    return (
        all(quotes_exactly(report, text, title) for report in found.reports)
        and all(text[e.start : e.end] == e.sentence or title for e in found.explanations)
        and found == reader().extract(text, published, title=title, explain=True)
    )


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SOUP, PUBLISHED, SOUP)
@example("talks", date(2001, 1, 1), "who")
@example("Norway and Poland to consult", date(2022, 3, 4), "Norway and Poland to talk")
def test_any_heap_of_diplomatic_words_is_read_without_failing_and_quoted_exactly(
    text: str, published: date, title: str
) -> None:
    assert quoted_exactly_and_the_same_twice(text, published, title)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300), PUBLISHED)
def test_any_text_at_all_is_read_without_failing(text: str, published: date) -> None:
    assert quoted_exactly_and_the_same_twice(text + " talks", published)


def announcement(pair: tuple[str, str, str, str], when: str) -> str:
    return f"The {pair[0]} and {pair[1]} foreign ministers will meet {when}, officials said."


def moved(when: When | None, days: int) -> When | None:
    if when is None:
        return None
    return when.model_copy(update={"start": when.start + timedelta(days), "end": when.end + timedelta(days)})


@settings(max_examples=60, deadline=None)
@given(PAIRS, RELATIVE, PUBLISHED, st.integers(1, 60))
def test_shifting_the_publication_by_weeks_shifts_relative_days_by_as_much(
    pair: tuple[str, str, str, str], when: str, published: date, weeks: int
) -> None:
    text = announcement(pair, when)
    (before,) = reader().extract(text, published).reports
    (after,) = reader().extract(text, published + timedelta(weeks=weeks)).reports
    assert before.when is not None
    assert after.when == moved(before.when, 7 * weeks)


BOILERPLATE = st.sampled_from(
    [
        "Sign up for our newsletter",
        "Presidents shake hands before their summit in Vienna on June 3, 2019. (Jane Doe/AFP via Getty Images)",
        "Read more: China and Japan to meet in Tokyo on Sunday",
        "(Reporting by Ann Example in Geneva; Editing by Bob Sample)",
        "Copyright 2024 The Example Press. All rights reserved.",
        "FILE PHOTO: Putin and Biden meet in Geneva in June",
    ]
)


def facts(reports: tuple[Report, ...]) -> list[tuple[object, ...]]:
    return [(r.parties, r.status, r.when, r.where, r.format, r.previous) for r in reports]


@settings(max_examples=60, deadline=None)
@given(PAIRS, RELATIVE, PUBLISHED, BOILERPLATE)
def test_a_caption_or_a_newsletter_box_changes_nothing(
    pair: tuple[str, str, str, str], when: str, published: date, box: str
) -> None:
    text = announcement(pair, when)
    plain = reader().extract(text, published).reports
    for dressed in (f"{text}\n\n{box}", f"{box}\n\n{text}"):
        found = reader().extract(dressed, published).reports
        assert facts(found) == facts(plain)
        assert all(quotes_exactly(report, dressed, "") for report in found)
