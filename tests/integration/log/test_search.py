"""Changes are found by words, phrases and beginnings, the same on both databases."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from domain.events import ArticleRef, MeetingAnnounced, MeetingFacts, Meta
from domain.reports import Evidence, Format, Status, Where
from tests.integration.log.stories import WINTER, take_all
from tests.integration.web.conftest import NOW
from worker.log import migrations, model, search, store
from worker.log.database import Database
from worker.log.store import NewEvent
from worker.log.tables import change

SCRIPTS = ScriptDirectory(str(Path(migrations.__file__).parent))

QUOTES = {
    "m1": ("US", "The U.S. and Russian delegations will talk in Geneva on Monday.", "Genève: le rendez-vous"),
    "m2": ("PL", "Poland’s minister, Mr. Łukasz Kaczyński, meets his colleague in Zürich.", "Talks about talks"),
    "m3": ("NATO", "The council will convene in Brussels, said Jens Stoltenberg.", "«Совет» соберётся в Брюсселе"),
    "m4": ("KR", "Both Koreas talked by telephone; no date was given for the 2nd round.", "Seoul calls"),
}


def announced(meeting_id: str) -> NewEvent:
    party, quote, title = QUOTES[meeting_id]
    facts = MeetingFacts(
        parties=(party, "RU"), status=Status.SCHEDULED, when=None, where=Where(country="CH"), format=Format.UNKNOWN
    )
    article = ArticleRef(article_id=meeting_id, revision=1, url=None, outlet="Le Monde", title=title, published_at=NOW)
    evidence = (Evidence(start=0, end=len(quote), quote=quote, role="status"),)
    event = MeetingAnnounced(
        meeting_id=meeting_id, before=None, after=facts, report_id="r", evidence=evidence, article=article
    )
    return NewEvent(event, meeting_id)


def find(database: Database, question: str) -> set[str]:
    with database.read() as conn:
        asked = search.terms(question)
        return set(conn.scalars(select(change.c.meeting_id).where(search.matching(conn, asked)))) if asked else set()


@pytest.fixture
def searched(database: Database) -> Database:
    with database.begin() as conn:
        recorded = store.append(conn, [announced(one) for one in QUOTES], meta=Meta(), recorded_at=NOW)
        model.project(conn, recorded)
    return database


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("geneva", {"m1"}),
        ("GENÈVE", {"m1"}),
        ("zurich", {"m2"}),
        ("Kaczynski", {"m2"}),
        ("lukasz", {"m2"}),
        ("совет", {"m3"}),
        ("us", {"m1"}),
        ("U.S.", {"m1"}),
        ("poland", {"m2"}),
        ("polish", {"m2"}),
        ('"South Korea"', {"m4"}),
        ("korea", {"m4"}),
        ("russia", set(QUOTES)),
        ("switzerland", set(QUOTES)),
        ("le monde", set(QUOTES)),
        ("talk", {"m1", "m2", "m4"}),
        ('"talk"', {"m1"}),
        ("tal", set()),
        ("tal*", {"m1", "m2", "m4"}),
        ("delegation", {"m1"}),
        ('"delegations will talk"', {"m1"}),
        ('"will delegations"', set()),
        ('"2nd round"', {"m4"}),
        ('"council will conv"*', {"m3"}),
        ("council brussels", {"m3"}),
        ("council zurich", set()),
        ("announced scheduled", set(QUOTES)),
        ("poland's", {"m2"}),
        ('"', set()),
        ("?!", set()),
        ("AND OR NOT NEAR", set()),
        ("words:geneva", set()),
        ('geneva"; DROP TABLE change; --', set()),
        ("' | '", set()),
        ("x' & 'geneva", set()),
    ],
)
def test_a_question_finds_what_has_all_its_terms(searched: Database, question: str, found: set[str]) -> None:
    assert find(searched, question) == found


def reference(question: str) -> set[str]:
    """The same with nothing but lists of words."""
    hits = set()
    for meeting_id in QUOTES:
        event = announced(meeting_id).event
        assert isinstance(event, MeetingAnnounced)
        words = search.words_of(event).split()
        if all(_stands(term, words) for term in search.terms(question)):
            hits.add(meeting_id)
    return hits if search.terms(question) else set()


def _stands(term: search.Term, words: list[str]) -> bool:
    count = len(term.words)
    for start in range(len(words) - count + 1):
        part = words[start : start + count]
        last = part[-1].startswith(term.words[-1]) if term.begins else part[-1] == term.words[-1]
        if last and tuple(part[:-1]) == term.words[:-1]:
            return True
    return bool(set(term.parties) & set(words))


SAID = sorted({word for _, quote, title in QUOTES.values() for word in f"{quote} {title}".split()})
QUESTIONS = st.lists(
    st.one_of(
        st.sampled_from(SAID),
        st.sampled_from(SAID).map(lambda word: word[:3] + "*"),
        st.lists(st.sampled_from(SAID), min_size=1, max_size=3).map(lambda some: f'"{" ".join(some)}"'),
        st.text(max_size=6),
    ),
    max_size=3,
).map(" ".join)


def test_any_question_finds_what_a_list_of_words_would_find(searched: Database) -> None:
    find(searched, "russia")  # reads the tables of names, once

    @settings(deadline=None)
    @given(QUESTIONS)
    def asked(question: str) -> None:
        question = question.replace("\0", "")
        assert find(searched, question) == reference(question), search.terms(question)

    asked()


def test_a_change_with_a_title_that_is_none_is_recorded_and_found(database: Database) -> None:
    long = announced("m1")
    assert isinstance(long.event, MeetingAnnounced)
    assert long.event.article is not None
    title = " ".join(f"word{n}" for n in range(120_000))
    event = long.event.model_copy(update={"article": long.event.article.model_copy(update={"title": title})})
    with database.begin() as conn:
        recorded = store.append(conn, [NewEvent(event, "m1")], meta=Meta(), recorded_at=NOW)
        model.project(conn, recorded)
    assert find(database, "word77 russia") == {"m1"}


def test_the_index_follows_a_rebuild(database: Database) -> None:
    take_all(database, WINTER)
    before = find(database, "geneva")
    assert before
    with database.begin() as conn:
        conn.execute(change.update().values(words="nothing"))
    assert find(database, "geneva") == set()
    differences = model.rebuild(database)
    assert {one.table for one in differences} == {"change"}
    assert find(database, "geneva") == before
    with database.begin() as conn:
        conn.execute(change.delete().where(change.c.meeting_id.in_(before)))
    assert find(database, "geneva") == set()
    if database.dialect == "sqlite":
        with database.begin() as conn:
            conn.exec_driver_sql("INSERT INTO change_search(change_search) VALUES ('integrity-check')")


def test_what_was_recorded_before_there_was_a_search_is_found_after_the_migration(database: Database) -> None:
    take_all(database, WINTER)
    with database.read() as conn:
        words: list[Any] = list(conn.execute(select(change.c.position, change.c.words).order_by(change.c.position)))
    with database.begin() as conn:
        if database.dialect == "sqlite":
            for when in ("insert", "delete", "update"):
                conn.exec_driver_sql(f"DROP TRIGGER change_search_{when}")
            conn.exec_driver_sql("DROP TABLE change_search")
        else:
            conn.exec_driver_sql("DROP INDEX change_search")
        conn.exec_driver_sql("ALTER TABLE change DROP COLUMN words")
        (script,) = (one for one in SCRIPTS.walk_revisions() if one.path.endswith("_search.py"))
        with Operations.context(MigrationContext.configure(conn)):
            script.module.upgrade()
    with database.read() as conn:
        filled = list(conn.execute(select(change.c.position, change.c.words).order_by(change.c.position)))
    assert filled == words
    assert all(row.words for row in filled)
    assert find(database, "geneva")
    assert model.check(database) == []


def test_what_a_former_programs_workers_record_after_the_migration_is_found_a_minute_later(searched: Database) -> None:
    with searched.begin() as conn:
        conn.execute(change.update().values(words=""))  # as they leave it, who know nothing of words
    assert find(searched, "stoltenberg") == set()
    assert len(model.check(searched)) == len(QUOTES)
    with searched.begin() as conn:
        assert model.complete(conn, NOW + model.SIDE_BY_SIDE * 2) == 0, "nobody goes on for so long"
        assert model.complete(conn, NOW) == len(QUOTES)
        assert model.complete(conn, NOW) == 0
    assert find(searched, "stoltenberg") == {"m3"}
    assert model.check(searched) == []
