"""Which articles are one story, and with whose voice they speak."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.events import ArticleRef, Provenance
from domain.stories import (
    Member,
    Sketch,
    Stories,
    UnknownSketch,
    _words,
    alike,
    contained,
    copies,
    exact_story,
    parse,
    provenance,
    publisher,
    site_of,
    sketch,
    sources,
)
from domain.talks.model import FiledReport
from tests.domain.talks.world import report
from tests.domain.wire import FURNITURE, LEAD, OTHER, PARAGRAPHS, WIRE

START = datetime(2022, 1, 3, 8, 0, tzinfo=UTC)


def known(text: str) -> Sketch:
    made = sketch(text)
    assert made is not None
    return parse(made)


def member(name: str, text: str, *, outlet: str | None = None, minutes: int = 0, title: str = "Talks") -> Member:
    outlet = outlet or f"{name} gazette"
    site = outlet.replace(" ", "-")
    ref = ArticleRef(
        article_id=name,
        revision=1,
        url=f"https://{site}.example/{name}",
        outlet=outlet,
        title=title,
        published_at=START + timedelta(minutes=minutes),
        story_id=exact_story(title, text),
    )
    return Member(ref, provenance(text))


def grouped(members: Sequence[Member]) -> list[list[str]]:
    stories = Stories()
    for one in members:
        stories.add(one.article, one.provenance)
    return [[article.article_id for article in group] for group in stories.groups()]


def voices(members: Sequence[Member]) -> set[str]:
    stories = Stories()
    for one in members:
        stories.add(one.article, one.provenance)
    return {stories.voice_of(one.article) for one in members}


WORDS = WIRE.split()

COPIES = {
    "the very same": WIRE,
    "other quotation marks and spacing": WIRE.replace(" ", "  ").replace("'", "’"),
    "another day": WIRE.replace("Jan. 10", "Jan. 13"),
    "another city": WIRE.replace("Geneva", "Vienna"),
    "put off, in a new first paragraph": "The meeting of the two powers in Geneva has been postponed, a person close to the"
    " preparations said late on Tuesday, without giving a reason or another day for it.\n" + WIRE,
    "an outlet's own furniture below": f"{WIRE}\n{FURNITURE}",
    "an outlet's own furniture above": f"{FURNITURE}\n{WIRE}",
    "a dateline": "GENEVA, Jan 3 (Reuters) - " + WIRE,
    "the first half": "\n".join(PARAGRAPHS[:3]),
    "the first third": "\n".join(PARAGRAPHS[:2]),
    "the first paragraph": LEAD,
    "the second half": "\n".join(PARAGRAPHS[3:]),
    "cut off in the middle of a word": " ".join(WORDS[:90])[:-3] + "…",
    "two paragraphs left out": "\n".join(PARAGRAPHS[:2] + PARAGRAPHS[4:]),
}

OTHERS = {
    "another reporter's story": OTHER,
    "another reporter's story that quotes a sentence": f"{OTHER}\n{PARAGRAPHS[1].split('. ')[0]}.",
    "the furniture alone": FURNITURE,
}


@pytest.mark.parametrize("text", COPIES.values(), ids=COPIES.keys())
def test_what_papers_make_of_a_wire_report_is_the_same_story(text: str) -> None:
    assert copies(known(WIRE), known(text))
    assert copies(known(text), known(WIRE))
    assert known(WIRE).fine_keys & known(text).fine_keys, "the stories of a meeting would miss it"


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS.keys())
def test_what_merely_tells_of_the_same_is_another_story(text: str) -> None:
    assert not copies(known(WIRE), known(text))
    assert not copies(known(text), known(WIRE))


@pytest.mark.parametrize(
    ("name", "share"),
    [("another day", 0.95), ("another city", 0.9), ("put off, in a new first paragraph", 0.8), ("the first half", 0.4)],
)
def test_no_threshold_tells_a_change_from_a_copy(name: str, share: float) -> None:
    """A change of date leaves more in common than a paper's own furniture does: likeness can only ever group."""
    assert alike(known(WIRE), known(COPIES[name])) >= share


def test_the_first_half_is_contained_although_half_is_all_that_both_have() -> None:
    whole, half = known(WIRE), known(COPIES["the first half"])
    share = alike(whole, half)
    assert share == pytest.approx(0.5, abs=0.1)
    assert contained(whole, half, share) >= 0.8


def test_an_outlet_s_furniture_makes_no_story_of_its_articles() -> None:
    """Half of each text is the same: between outlets that were a copy, at home it is the page."""
    ours, theirs = known(f"{PARAGRAPHS[4]}\n{FURNITURE}"), known(f"{PARAGRAPHS[5]}\n{FURNITURE}")
    assert not copies(ours, theirs, at_home=True)
    assert grouped(
        [
            member("a", f"{PARAGRAPHS[4]}\n{FURNITURE}", outlet="one", minutes=1),
            member("b", f"{PARAGRAPHS[5]}\n{FURNITURE}", outlet="one", minutes=2),
            member("c", f"{FURNITURE}\n{PARAGRAPHS[2]}", outlet="one", minutes=3),
        ]
    ) == [["a"], ["b"], ["c"]]


def test_an_outlet_s_own_update_of_a_story_is_that_story() -> None:
    for name in ("another day", "another city", "put off, in a new first paragraph"):
        assert copies(known(WIRE), known(COPIES[name]), at_home=True)


SHORT = "Envoys of both powers will meet in Geneva on Jan. 10, a spokeswoman said."


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        (("Talks set", SHORT), ("Envoys to meet", SHORT), True),
        (("Talks set", SHORT), ("Talks set", SHORT.replace("10", "13")), False),
        (("Talks set in Geneva", "Read the full story"), ("Vote in Paris", "Read the full story"), False),
        (
            ("Envoys to meet in Geneva on Jan. 10", "Full story"),
            ("Envoys to meet in Geneva on Jan. 10", "Full story"),
            True,
        ),
        (("Envoys to meet in Geneva on Jan. 10", ""), ("Envoys to meet in Geneva on Jan. 10", ""), True),
        (("Envoys to meet in Geneva on Jan. 10", ""), ("Envoys to meet in Geneva on Jan. 13", ""), False),
        (("Live updates", ""), ("Live updates", ""), False),
    ],
    ids=[
        "the same teaser",
        "a teaser with another day",
        "a placeholder for a text",
        "a placeholder below the same headline",
        "the same headline and no text",
        "headlines with other days",
        "a headline that anybody could have",
    ],
)
def test_what_is_short_is_told_by_the_very_same_words(
    ours: tuple[str, str], theirs: tuple[str, str], same: bool
) -> None:
    one = member("a", ours[1], title=ours[0])
    other = member("b", theirs[1], title=theirs[0], minutes=1)
    assert (len(grouped([one, other])) == 1) is same


@pytest.mark.parametrize(("count", "made"), [(23, False), (24, True), (9_000, True)])
def test_texts_below_two_dozen_words_have_no_sketch(count: int, made: bool) -> None:
    assert (sketch(" ".join(f"word{n}" for n in range(count))) is not None) is made


def test_counters_buttons_and_odd_lines_are_no_wording() -> None:
    noisy = "Share\n3 min read\n" + WIRE.replace("\n", "\n12 comments\nRelated topics\n") + "\nRead more"
    assert sketch(noisy) == sketch(WIRE)


def test_sketches_are_the_same_on_every_machine_and_for_ever() -> None:
    """They are in the log: another way of making them needs another version number."""
    assert sketch(WIRE) == GOLDEN


GOLDEN = (
    "1.243.241.OW9-JB0UMghdOlaN2yBbEAxjZTknrN7BmiaFtzLhzy9ce5g7GyX0PJV3YVB_3dyLp3jsppIEOutGn-WmA5DN3z3KdU"
    "QBOAgeCZVHQsj-_7Y-h4_Bi7wtvsvnS5vWjazcwYWfUdV_2b1bVqYE_TRHUKW0mHgmN_rAvDVfKOmxCnluXf5s-ZA4FVWfJrFdZZ"
    "p7-ZAJaVWFJrEdZZr0-ZA9adaF-LEdjZr0-ZA9QtZRpbE"
)


@pytest.mark.parametrize("written", ["2.24.22.AAAA", "1.24.22.AAAA", "1.a.b.c", "", "1.24.22", "nonsense"])
def test_a_sketch_that_is_not_understood_is_refused_and_makes_no_story(written: str) -> None:
    with pytest.raises(UnknownSketch):
        parse(written)
    odd = Provenance(sketch=written)
    pair = [member("a", WIRE), member("b", WIRE + FURNITURE)]
    assert grouped([Member(one.article, odd) for one in pair]) == [["a"], ["b"]]


@given(
    st.text() | st.lists(st.sampled_from([*WORDS[:40], "\n", "(AP) -", "by", "Reuters", "©", "/TASS/"])).map(" ".join)
)
def test_whatever_a_text_is_its_sketch_can_be_read_and_is_a_copy_of_itself(text: str) -> None:
    made = provenance(text)
    if made.sketch is not None:
        assert copies(parse(made.sketch), parse(made.sketch), at_home=True)
        assert made.sketch == provenance(text).sketch


@given(st.text(st.characters(max_codepoint=127)))
def test_a_line_of_ascii_has_the_words_that_it_has_beside_other_letters(line: str) -> None:
    text = "so long a line is no noise of a template " * 8 + " ".join(line.splitlines())
    assert _words(text) == _words(text + " é")[:-1] == re.findall(r"\w+", text.casefold())


# --- laws ----------------------------------------------------------------------------------------------------------------

POOL = [
    member("a", WIRE, minutes=10),
    member("b", COPIES["the first third"], minutes=20),
    member("c", COPIES["the second half"], minutes=30),
    member("d", f"{OTHER}\n{FURNITURE}", outlet="one", minutes=5),
    member("e", OTHER, minutes=40),
    member("f", SHORT, minutes=50),
    member("g", SHORT, minutes=60),
    member("h", "AP - " + COPIES["another day"], minutes=2),
]


def test_stories_do_not_depend_on_the_order_of_arrival() -> None:
    orders = list(permutations(POOL, 8))[:: 40320 // 240]
    assert {str(grouped(order)) for order in orders} == {"[['h', 'a', 'b', 'c'], ['d', 'e'], ['f', 'g']]"}
    assert {frozenset(voices(order)) for order in orders} == {frozenset({"AP", "one.example", "f-gazette.example"})}


def test_parts_that_have_nothing_in_common_are_one_story_by_the_whole_that_comes_last() -> None:
    parts = [POOL[1], POOL[2]]
    assert grouped(parts) == [["b"], ["c"]]
    assert grouped([*parts, POOL[0]]) == [["a", "b", "c"]]


@given(st.sets(st.integers(0, len(POOL) - 1), min_size=1), st.integers(0, len(POOL) - 1), st.integers(61, 10_000))
def test_a_later_copy_never_makes_more_voices(chosen: set[int], copied: int, later: int) -> None:
    have = [POOL[n] for n in sorted(chosen | {copied})]
    original = POOL[copied]
    copy = Member(
        original.article.model_copy(
            update={
                "article_id": "copy",
                "outlet": "copyist",
                "url": "https://copyist.example/",
                "published_at": START + timedelta(minutes=later),
            }
        ),
        original.provenance,
    )
    assert voices([*have, copy]) == voices(have)


def test_adding_an_article_again_changes_nothing() -> None:
    assert grouped([*POOL, *POOL]) == grouped(POOL)


# --- voices ----------------------------------------------------------------------------------------------------------------


def test_a_wire_report_in_three_papers_is_one_voice_and_a_story_of_one_s_own_another() -> None:
    prints = [member(name, WIRE, minutes=n) for n, name in enumerate("abc")]
    assert voices(prints) == {"a-gazette.example"}
    assert voices([*prints, member("d", OTHER, minutes=9)]) == {"a-gazette.example", "d-gazette.example"}


def test_a_story_speaks_for_the_agency_that_any_of_its_copies_names() -> None:
    prints = [member("a", WIRE), member("b", f"{WIRE}\n(Reporting by Ann Lee; Editing by Bo Ray)", minutes=5)]
    assert voices(prints) == {"Reuters"}


def test_two_reports_of_one_agency_are_one_voice_whoever_prints_them() -> None:
    assert voices([member("a", "PARIS (AP) — " + WIRE), member("b", "PARIS (AP) — " + OTHER)]) == {"AP"}
    assert voices([member("a", "PARIS (AP) — " + WIRE), member("b", OTHER, outlet="Associated Press")]) == {"AP"}


def test_an_outlet_that_says_a_thing_twice_is_one_voice() -> None:
    assert voices([member("a", WIRE, outlet="one"), member("b", OTHER, outlet="one")]) == {"one.example"}


def test_papers_that_print_the_agency_are_no_voices_and_what_they_write_themselves_is() -> None:
    prints = [member("a", "GENEVA (AP) — " + WIRE, outlet="one"), member("b", WIRE, outlet="two", minutes=1)]
    assert voices(prints) == {"AP"}
    assert voices([*prints, member("c", OTHER, outlet="two", minutes=2)]) == {"AP", "two.example"}


def test_a_report_that_rests_on_an_agency_s_word_has_its_voice() -> None:
    stories = Stories()
    one = member("a", OTHER)
    stories.add(one.article, one.provenance)
    for quote, voice in {
        "The round is set for Monday, TASS reported.": "TASS",
        "An official told the Reuters news agency that the round is set for Monday.": "Reuters",
        "The round is set for Monday, the ministry said.": "a-gazette.example",
    }.items():
        assert stories.voice_of(one.article, report("RU US", "scheduled", quote=quote)) == voice


@pytest.mark.parametrize(
    ("url", "outlet", "name"),
    [
        ("https://www.bbc.co.uk/news/1", "BBC News", "bbc.co.uk"),
        ("https://edition.cnn.com/2022/1", "CNN", "cnn.com"),
        ("https://www.reuters.com/world/1", "Reuters: World News", "Reuters"),
        ("https://tass.com/politics/1", None, "TASS"),
        (None, "Associated Press", "AP"),
        ("https://jane.substack.com/p/1", "Jane's letter", "jane's letter"),
        ("https://news.google.com/rss/articles/1", "The Courier", "the courier"),
        ("http://feeds.feedburner.com/~r/courier/1", "The Courier", "the courier"),
        ("http://127.0.0.1:8000/halden/1", "Halden Press Agency", "halden press agency"),
        ("http://[::1]/1", None, None),
        ("http://demo/1", "The  Kestrel Courier", "the kestrel courier"),
        (None, None, None),
    ],
)
def test_a_publisher_is_told_by_its_site_else_by_its_name(
    url: str | None, outlet: str | None, name: str | None
) -> None:
    assert publisher(POOL[0].article.model_copy(update={"url": url, "outlet": outlet})) == name


def test_an_address_without_a_site_has_none() -> None:
    assert site_of("ftp://news.example/1") is None
    assert site_of("https://NEWS.Example:8443/1?a=b") == "news.example"


def test_sources_have_the_names_that_people_write() -> None:
    said = report("US RU", "scheduled")
    articles = [
        member("a", WIRE, outlet="Halden Press Agency"),
        member("b", OTHER, outlet="The Example", minutes=1),
    ]
    reuters = ArticleRef(
        article_id="c",
        revision=1,
        url="https://www.reuters.com/world/c",
        outlet="REUTERS | World",
        title="Talks",
        published_at=START + timedelta(minutes=2),
    )
    by_hand = ArticleRef(
        article_id="d",
        revision=1,
        url=None,
        outlet=None,
        title="Talks in Oslo",
        published_at=START + timedelta(minutes=3),
    )
    filed = [
        FiledReport(report_id=ref.article_id, article=ref, report=said, meeting_id="m", provenance=None)
        for ref in (*(one.article for one in articles), reuters, by_hand)
    ]
    named = ["Halden Press Agency", "The Example", "Reuters", "“Talks in Oslo”"]
    assert [source.name for source in sources(filed)] == named
