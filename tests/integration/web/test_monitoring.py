"""What ``--profile monitoring`` brings: every figure that rules and dashboard ask for is there, in the words that Prometheus
itself understands."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import urllib3
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from tests.integration.log.stories import WINTER, take_all
from tests.integration.web.conftest import Opening, Site
from tests.servers import free_port
from tests.waiting import PATIENCE, until
from worker import inbox
from worker.feeds import registry
from worker.log.database import Database
from worker.log.tables import feed

ROOT = Path(__file__).parents[3]
MONITORING = ROOT / "config" / "monitoring"
DASHBOARD = MONITORING / "grafana" / "dashboards" / "parley.json"
FEEDS = '[[feed]]\nname = "agency"\nurl = "https://agency.example/feed"\n'
HOOKS = '[[hook]]\nname = "desk"\nkind = "log"\n'

needs_prometheus = pytest.mark.skipif(
    shutil.which("prometheus") is None or shutil.which("promtool") is None,
    reason="no prometheus and promtool on the PATH (Debian and Ubuntu: apt install prometheus)",
)


@pytest.fixture
def busy(sqlite_database: Database, opened: Opening) -> Site:
    """A site with meetings, a feed that brought something, and a hook: there is a sample of every metric."""
    take_all(sqlite_database, WINTER)
    site = opened(sqlite_database, None, {"feeds.toml": FEEDS, "alerts.toml": HOOKS})
    now = site.runtime.clock.now()
    with sqlite_database.begin() as conn:
        registry.sync(conn, site.runtime.config.feeds, now)
        conn.execute(feed.update().values(last_success_at=now, last_new_at=now, polls=1, articles=1))
        item = inbox.Item("https://agency.example/1", None, "A", "B.", "text/plain", now, None, "agency", "Agency")
        inbox.receive(conn, [item], now)
    return site


def rules() -> dict[str, str]:
    """Alert → its expression."""
    text = (MONITORING / "rules.yml").read_text()
    found = re.findall(r"- alert: (\w+)\n\s+expr: (>-\n(?:\s{10,}.*\n)+|.*\n)", text)
    return {name: " ".join(expression.removeprefix(">-").split()) for name, expression in found}


def dashboard() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(DASHBOARD.read_text())
    return loaded


def panels() -> list[dict[str, Any]]:
    return [panel for panel in dashboard()["panels"] if panel["type"] != "row"]


def expressions() -> list[str]:
    return [*rules().values(), *(target["expr"] for panel in panels() for target in panel["targets"])]


def named(expression: str) -> set[str]:
    return set(re.findall(r"\bparley_\w+", expression))


def test_rules_and_dashboard_ask_for_nothing_but_what_metrics_has_and_leave_out_nothing_of_importance(
    busy: Site,
) -> None:
    families = text_string_to_metric_families(busy.text("/metrics"))
    there = {sample.name for family in families for sample in family.samples}
    asked = set().union(*map(named, expressions()))
    assert len(rules()) >= 10
    assert sorted(asked - there) == []
    assert sorted(there - asked) == []


def test_the_dashboard_is_one_that_grafana_can_load() -> None:
    """Its structure: Grafana itself comes from no registry that tests can count on."""
    board = dashboard()
    assert {board["uid"], board["title"]} == {"parley", "Parley"}
    assert board["schemaVersion"] >= 39
    source = re.search(r"uid: (\S+)", (MONITORING / "grafana" / "datasources" / "parley.yml").read_text())
    assert source is not None
    every = board["panels"]
    assert len({panel["id"] for panel in every}) == len(every)
    taken: set[tuple[int, int]] = set()
    for panel in every:
        place = panel["gridPos"]
        cells = {(place["x"] + x, place["y"] + y) for x in range(place["w"]) for y in range(place["h"])}
        assert not cells & taken, panel["title"]
        assert max(x for x, _ in cells) < 24, panel["title"]
        taken |= cells
    for panel in panels():
        assert panel["type"] in ("stat", "timeseries", "table"), panel["title"]
        assert panel["datasource"]["uid"] == source[1], panel["title"]
        letters = [target["refId"] for target in panel["targets"]]
        assert len(set(letters)) == len(letters) > 0, panel["title"]
        assert all(target["datasource"]["uid"] == source[1] for target in panel["targets"]), panel["title"]


def test_every_alert_is_in_the_handbook_and_tried() -> None:
    handbook = (ROOT / "docs" / "operations.md").read_text()
    tried = (Path(__file__).parent / "alerting.yml").read_text()
    assert [name for name in rules() if f"`{name}`" not in handbook] == []
    assert [name for name in rules() if f"alertname: {name}\n        exp_alerts" not in tried] == []


def test_whoever_asks_for_plain_text_gets_it(busy: Site) -> None:
    answer = busy.get("/metrics", accept="text/plain;version=0.0.4")
    assert answer.headers["content-type"].startswith("text/plain")
    assert b"# TYPE parley_log_events_total counter" in answer.data
    both = busy.get("/metrics", accept="application/openmetrics-text;version=1.0.0,text/plain;q=0.5")
    assert both.headers["content-type"].startswith("application/openmetrics-text")


# --- with Prometheus itself ------------------------------------------------------------------------------------------


def promtool(*arguments: str | Path, said: bytes | None = None) -> str:
    done = subprocess.run(["promtool", *arguments], input=said, capture_output=True, check=False, timeout=PATIENCE)
    output = (done.stdout + done.stderr).decode()
    assert done.returncode == 0, output
    return output


@pytest.mark.slow
@needs_prometheus
def test_promtool_finds_nothing_wrong(busy: Site, tmp_path: Path) -> None:
    promtool("check", "config", MONITORING / "prometheus.yml")
    shutil.copy(MONITORING / "rules.yml", tmp_path)
    shutil.copy(Path(__file__).parent / "alerting.yml", tmp_path)
    promtool("test", "rules", tmp_path / "alerting.yml")
    promtool("check", "metrics", said=busy.get("/metrics", accept="text/plain").data)


@contextmanager
def prometheus(directory: Path, site: Site) -> Iterator[str]:
    """The shipped configuration, but asking this site, every second."""
    directory.mkdir()
    shutil.copy(MONITORING / "rules.yml", directory)
    config = (MONITORING / "prometheus.yml").read_text()
    for shipped, here in (('"web:8700"', f'"{site.base.removeprefix("http://")}"'), ("30s", "1s")):
        assert shipped in config
        config = config.replace(shipped, here)
    (directory / "prometheus.yml").write_text(config)
    address = f"127.0.0.1:{free_port()}"
    with (directory / "prometheus.log").open("wb") as log:
        process = subprocess.Popen(
            [
                "prometheus",
                f"--config.file={directory / 'prometheus.yml'}",
                f"--storage.tsdb.path={directory / 'data'}",
                f"--web.listen-address={address}",
            ],
            stdout=log,
            stderr=log,
        )
    try:
        yield f"http://{address}"
    finally:
        process.terminate()
        process.wait(PATIENCE)


@pytest.mark.slow
@needs_prometheus
def test_prometheus_answers_every_question_of_rules_and_dashboard(busy: Site, tmp_path: Path) -> None:
    with prometheus(tmp_path / "prometheus", busy) as address:
        pool = urllib3.PoolManager(retries=False)

        def ask(expression: str) -> list[Any]:
            answer = pool.request("GET", f"{address}/api/v1/query?{urlencode({'query': expression})}")
            body = json.loads(answer.data)
            assert body["status"] == "success", (expression, body)
            return list(body["data"]["result"])

        log = tmp_path / "prometheus" / "prometheus.log"

        def scraped() -> bool:
            try:
                if pool.request("GET", f"{address}/-/ready").status != 200:
                    return False
                return [one["value"][1] for one in ask('up{job="parley"}')] == ["1"]
            except urllib3.exceptions.HTTPError:
                return False  # it is not up yet

        try:
            until(scraped)
        except AssertionError as error:
            raise AssertionError(log.read_text()) from error
        for metric in sorted(set().union(*map(named, expressions()))):
            until(lambda: ask(metric), metric)  # noqa: B023 - asked here and now
        for expression in expressions():
            ask(expression)
        for panel in panels():
            # An hour has not passed yet: what grows by the hour is asked about the last minutes, of which two samples are enough.
            asked = [re.sub(r"\[\d+[mh](:1m)?\]", "[5m]", target["expr"]) for target in panel["targets"]]
            until(lambda: any(map(ask, asked)), panel["title"])  # noqa: B023
        answer = pool.request("GET", f"{address}/api/v1/rules")
        told = json.loads(answer.data)["data"]["groups"][0]["rules"]
        assert sorted(one["name"] for one in told) == sorted(rules())
        assert {one["health"] for one in told} <= {"ok", "unknown"}
        assert not any(one.get("lastError") for one in told)
