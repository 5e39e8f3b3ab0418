"""Watches: which meetings belong to which talks."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.events import ArticleRef, MeetingCancelled, MeetingFacts, MeetingRelocated
from domain.reports import Evidence, Format, Precision, Status, When, Where
from domain.talks.model import MeetingView
from domain.watches import Parties, Watch, texts_of
from tests.domain.talks.world import World, article, report


def facts(**changes: Any) -> MeetingFacts:
    values: dict[str, Any] = {
        "parties": ("RU", "US"),
        "status": Status.SCHEDULED,
        "when": When(start=date(2022, 1, 10), end=date(2022, 1, 10), precision=Precision.DAY),
        "where": Where(city="Geneva", country="CH"),
        "format": Format.IN_PERSON,
    }
    return MeetingFacts(**{**values, **changes})


def quote(text: str) -> Evidence:
    return Evidence(start=0, end=len(text), quote=text)


ARTICLE = ArticleRef(
    article_id="a",
    revision=1,
    url=None,
    title="Envoys gather for arms control talks",
    published_at=datetime(2022, 1, 5, tzinfo=UTC),
)


@pytest.mark.parametrize(
    ("watch", "matches"),
    [
        ({}, True),
        ({"parties": {"all": ["US", "RU"]}}, True),
        ({"parties": {"all": ["US"]}}, True),
        ({"parties": {"all": ["US", "CN"]}}, False),
        ({"parties": {"any": ["CN", "RU"]}}, True),
        ({"parties": {"any": ["CN", "NATO"]}}, False),
        ({"parties": {"none": ["CN"]}}, True),
        ({"parties": {"none": ["US"]}}, False),
        ({"parties": {"all": ["US"], "any": ["RU", "CN"], "none": ["NATO"]}}, True),
        ({"parties": {"all": ["US"], "any": ["RU", "CN"], "none": ["RU"]}}, False),
        ({"places": ["Geneva"]}, True),
        ({"places": ["geneva "]}, True),
        ({"places": ["CH"]}, True),
        ({"places": ["Vienna", "AT"]}, False),
        ({"formats": ["in_person"]}, True),
        ({"formats": ["call", "video"]}, False),
        ({"min_certainty": "scheduled"}, True),
    ],
)
def test_a_watch_matches_when_all_its_conditions_hold(watch: dict[str, Any], matches: bool) -> None:
    assert Watch.model_validate({"name": "w", **watch}).matches(facts()) is matches


@pytest.mark.parametrize(
    ("least", "status", "matches"),
    [
        ("proposed", "proposed", True),
        ("tentative", "proposed", False),
        ("tentative", "tentative", True),
        ("scheduled", "tentative", False),
        ("scheduled", "scheduled", True),
        ("scheduled", "postponed", True),
        ("scheduled", "cancelled", True),
        ("scheduled", "concluded", True),
    ],
)
def test_certainty_is_a_floor_and_a_setback_is_certain(least: str, status: str, matches: bool) -> None:
    watch = Watch.model_validate({"name": "w", "min_certainty": least})
    assert watch.matches(facts(status=Status(status))) is matches


def test_a_meeting_without_a_place_is_at_none_of_the_places() -> None:
    assert not Watch(name="w", places=("Geneva",)).matches(facts(where=None))


def test_a_country_matches_a_meeting_whose_city_is_unknown() -> None:
    assert Watch(name="w", places=("CH",)).matches(facts(where=Where(country="CH")))


@pytest.mark.parametrize(
    ("words", "text", "matches"),
    [
        (("nuclear",), "Talks on the NUCLEAR file resume.", True),
        (("arms",), "The farms of Vaud were white with snow.", False),
        (("arms control",), "An arms\n  control round is due.", True),
        (("U.S.",), "The U.S. delegation has arrived.", True),
        (("JCPOA", "enrichment"), "Uranium enrichment goes on.", True),
        (("sanctions",), "", False),
    ],
)
def test_words_are_whole_and_blind_to_case_and_spacing(words: tuple[str, ...], text: str, matches: bool) -> None:
    assert Watch(name="w", words=words).matches(facts(), [text]) is matches


def test_words_match_nothing_where_there_is_no_text() -> None:
    assert not Watch(name="w", words=("nuclear",)).matches(facts())


def test_words_are_looked_for_in_the_title_and_the_evidence_of_a_view() -> None:
    view = MeetingView(
        meeting_id="m",
        facts=facts(),
        voices=1,
        reports=1,
        first_published=ARTICLE.published_at,
        last_published=ARTICLE.published_at,
        evidence=(quote("Both sides will meet in Geneva on Monday."),),
        evidence_article=ARTICLE,
    )
    assert Watch(name="w", words=("arms control",)).matches_view(view)
    assert Watch(name="w", words=("on Monday",)).matches_view(view)
    assert not Watch(name="w", words=("grain",)).matches_view(view)


def test_a_word_in_any_report_puts_the_meeting_on_the_watch_and_its_end_is_told_without_it() -> None:
    world = World(
        article("a", "2022-01-03T08:00", report("RU UA", "scheduled", "2022-01-10", quote="The grain talks are due.")),
        article("b", "2022-01-04T08:00", report("RU UA", "scheduled", "2022-01-10", quote="They meet on Monday.")),
    )
    grain = Watch(name="grain", words=("grain",))
    (view,) = world.views
    texts = texts_of(world.filed.values())
    assert texts == ["Title of a", "The grain talks are due.", "Title of b", "They meet on Monday."]
    assert not grain.matches_view(view)
    assert grain.matches_view(view, texts)
    off = article("c", "2022-01-05T08:00", report("RU UA", "cancelled", "2022-01-10", quote="Monday's talks are off."))
    (change,) = world.take(off)
    assert not grain.concerns(change)
    assert grain.concerns(change, texts_of(world.filed.values()))


def test_a_watch_is_told_when_talks_leave_its_place() -> None:
    change = MeetingRelocated(
        meeting_id="m",
        before=facts(),
        after=facts(where=Where(city="Vienna", country="AT")),
        report_id="r",
        evidence=(quote("The talks will be held in Vienna instead."),),
        article=ARTICLE,
    )
    assert Watch(name="w", places=("Geneva",)).concerns(change)
    assert Watch(name="w", places=("Vienna",)).concerns(change)
    assert not Watch(name="w", places=("Helsinki",)).concerns(change)


def test_a_watch_on_firm_meetings_is_told_when_one_was_never_firm_and_falls_through() -> None:
    change = MeetingCancelled(
        meeting_id="m",
        before=facts(status=Status.PROPOSED),
        after=facts(status=Status.CANCELLED),
        report_id="r",
        evidence=(),
        article=None,
    )
    assert Watch(name="w", min_certainty="scheduled").concerns(change)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"name": "US & Russia"}, 'write "us-russia"'),
        ({"name": "w", "parties": {"all": ["usa "]}}, 'write "USA"'),
        ({"name": "w", "parties": {"any": ["African Union"]}}, 'write "AFRICAN_UNION"'),
        ({"name": "w", "words": ["  "]}, "an empty entry would match everything"),
        ({"name": "w", "places": [""]}, "an empty entry would match everything"),
    ],
)
def test_a_wrong_watch_says_what_to_write(values: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValidationError, match=re.escape(sentence)):
        Watch.model_validate(values)


PARTY = st.sampled_from(["US", "RU", "CN", "NATO", "OSCE", "IR"])
SOME = st.frozensets(PARTY, max_size=4)


@given(present=SOME, every=SOME, either=SOME, none=SOME)
def test_party_conditions_are_set_algebra(
    present: frozenset[str], every: frozenset[str], either: frozenset[str], none: frozenset[str]
) -> None:
    parties = Parties(all=tuple(every), any=tuple(either), none=tuple(none))
    assert parties.admits(present) == (
        every <= present and (not either or bool(either & present)) and not none & present
    )


@given(present=SOME, more=SOME, every=SOME, either=SOME)
def test_another_guest_never_takes_a_meeting_out_of_a_watch_without_exclusions(
    present: frozenset[str], more: frozenset[str], every: frozenset[str], either: frozenset[str]
) -> None:
    parties = Parties(all=tuple(every), any=tuple(either))
    if parties.admits(present):
        assert parties.admits(present | more)
