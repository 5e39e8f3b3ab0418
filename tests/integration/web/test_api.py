"""The API: what it answers is what its description says."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.integration.web.conftest import NOW, Site

PATHS = [
    "/api/v1/meetings",
    "/api/v1/meetings?watch=us-russia&limit=1",
    "/api/v1/meetings?status=scheduled&status=proposed&from=2022-01-12&to=2022-02-01",
    "/api/v1/meetings?party=RU&party=NATO",
    "/api/v1/changes",
    "/api/v1/changes?order=desc&kind=announced&q=geneva",
    "/api/v1/changes?since=2022-01-10T12:00Z&watch=vienna",
    "/api/v1/articles",
    "/api/v1/feeds",
    "/api/v1/status",
    "/api/v1/status?as_of=2022-01-10T12:00Z&watch=us-russia",
    "/api/v1/status?published_until=2022-01-03",
]


@pytest.fixture
def description(winter: Site) -> dict[str, Any]:
    found: dict[str, Any] = winter.json("/api/v1/openapi.json")
    return found


def validator(description: dict[str, Any], path: str) -> Draft202012Validator:
    answers = description["paths"][path]["get"]["responses"]
    schema = answers["200"]["content"]["application/json"]["schema"]
    return Draft202012Validator({**schema, "components": description["components"]})


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_is_as_described(winter: Site, description: dict[str, Any], path: str) -> None:
    assert description["openapi"].startswith("3.1")
    validator(description, path.partition("?")[0]).validate(winter.json(path))


def test_one_meeting_comes_with_its_changes_and_reports(winter: Site, description: dict[str, Any]) -> None:
    meeting = winter.json(f"/api/v1/meetings/{winter.meeting_id('US', 'RU')}")
    validator(description, "/api/v1/meetings/{meeting_id}").validate(meeting)
    assert meeting["watches"] == ["us-russia"]
    assert [change["kind"] for change in meeting["changes"]][:2] == ["announced", "detailed"]
    assert len(meeting["reports"]) >= 4
    assert meeting["status"] == "concluded"


def test_pages_give_everything_once(winter: Site) -> None:
    for path, key in (("/api/v1/meetings", "id"), ("/api/v1/changes", "id"), ("/api/v1/changes?order=desc", "id")):
        mark = "&" if "?" in path else "?"
        whole = [one[key] for one in winter.json(path)["items"]]
        found: list[str] = []
        cursor = ""
        for _ in range(50):
            page = winter.json(f"{path}{mark}limit=2{cursor}")
            found += [one[key] for one in page["items"]]
            if page["next"] is None:
                break
            cursor = f"&cursor={page['next']}"
        assert found == whole


def test_following_goes_on_from_the_last_position(winter: Site) -> None:
    last = winter.json("/api/v1/changes?order=desc&limit=1")["items"][0]["position"]
    assert winter.json(f"/api/v1/changes?cursor={last}")["items"] == []
    winter.tell("Oslo", "The foreign ministers of Norway and Sweden will meet in Oslo on January 20.")
    (new,) = winter.json(f"/api/v1/changes?cursor={last}")["items"]
    assert new["kind"] == "announced"


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/api/v1/meetings/ffffffff", 404, "no meeting"),
        ("/api/v1/meetings?limit=0", 422, "limit"),
        ("/api/v1/meetings?limit=1000000", 422, "limit"),
        ("/api/v1/meetings?from=soon", 422, "from"),
        ("/api/v1/meetings?cursor=nonsense", 422, "cursor"),
        ("/api/v1/meetings?cursor=2022-02-31~a", 422, "cursor: give the next"),
        ("/api/v1/meetings?to=0", 422, "to: write a date"),
        ("/api/v1/meetings?from=2100-02-29", 422, "from: write a date"),
        ("/api/v1/meetings?watch=nobody", 404, "us-russia"),
        ("/api/v1/changes?kind=dreamt", 422, "announced"),
        ("/api/v1/changes?cursor=-1", 422, "cursor"),
        ("/api/v1/changes?cursor=99999999999999999999999999", 422, "cursor"),
        ("/api/v1/changes?since=never", 422, "since"),
        ("/api/v1/articles?cursor=2022", 422, "cursor"),
        ("/api/v1/status?as_of=2022-02-31", 422, "as_of: write 2022-01-10 or"),
        ("/api/v1/nothing", 404, "nothing at this address"),
    ],
)
def test_a_mistake_is_a_problem_that_names_it(winter: Site, path: str, status: int, said: str) -> None:
    answer = winter.get(path)
    assert answer.status == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = json.loads(answer.data)
    assert problem["status"] == status
    assert said in problem["detail"]


def test_an_unchanged_answer_costs_nothing(winter: Site) -> None:
    etag = winter.get("/api/v1/meetings").headers["etag"]
    assert winter.get("/api/v1/meetings", if_none_match=etag).status == 304


def test_articles_come_in_pages_too(winter: Site) -> None:
    ids = [
        winter.tell(f"T{n}", "Nothing is said here of anybody.", url=f"https://news.example/{n}", published=NOW)
        for n in range(3)
    ]
    found: list[str] = []
    path = "/api/v1/articles?limit=1"
    while True:
        page = winter.json(path)
        found += [one["id"] for one in page["items"]]
        if page["next"] is None:
            break
        path = f"/api/v1/articles?limit=1&cursor={page['next']}"
    assert found == sorted(ids, reverse=True)


def test_articles_are_told_of_without_their_texts(winter: Site) -> None:
    article_id = winter.tell("Oslo", "The foreign ministers of Norway and Sweden will meet in Oslo on January 20.")
    (one,) = winter.json("/api/v1/articles?state=done")["items"]
    assert one["id"] == article_id
    assert not {"text", "content"} & set(one)
