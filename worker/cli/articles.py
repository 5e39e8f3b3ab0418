"""``parley ingest`` and ``parley extract``: articles that come from a person instead of a feed."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from worker.cli.common import DEGRADED, Session, console, json_option, pass_session, print_json, progress

if TYPE_CHECKING:
    from worker.config import Config


class Unreadable(Exception):
    """A file that is no article; the sentence names it and what to do."""


@dataclass(frozen=True, slots=True)
class Document:
    """One article as given: the text stays exactly as it was, since offsets of evidence are into it."""

    name: str
    title: str
    text: str
    published: datetime | None
    content_type: str = "text/plain"
    url: str | None = None
    outlet: str | None = None

    @property
    def published_date(self) -> date | None:
        # The date as written, not converted: "today" in the text is a day of the article's own time zone.
        return self.published.date() if self.published else None


def parse_published(value: Any, name: str) -> datetime | None:
    if value in (None, ""):
        return None
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        raise Unreadable(
            f"{name}: published_at {value!r} is no ISO date; write 2021-12-28 or 2021-12-28T09:30:00Z"
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


HTML_START = re.compile(r"\s*(?:<!doctype\s+html|<html|<head|<body|<article|<p\b|<div\b)", re.I)
LONE_SURROGATE = re.compile("[\ud800-\udfff]")
TITLE_LINE = re.compile(r"\s*(?P<title>\S[^\n]{0,250}?)[ \t]*\r?\n\s*\r?\n")


def writable(text: str) -> str:
    """``text`` with U+FFFD for each lone surrogate (RFC 8259, section 8.2), which no output can be written with; offsets stay."""
    return LONE_SURROGATE.sub("\ufffd", text)


STDIN = "stdin"


def parse_document(raw: str, name: str) -> Document:
    """Recognise a gold file's JSON, HTML, or plain text whose first line, when it stands alone, is the title."""
    if raw.lstrip()[:1] == "{":
        try:
            data = json.loads(raw)
        except json.JSONDecodeError as error:
            raise Unreadable(f"{name}:{error.lineno}: not valid JSON: {error.msg}") from None
        if not isinstance(data.get("text"), str):
            raise Unreadable(f'{name}: the JSON has no "text"; expected {{"id", "published_at", "title", "text"}}')
        return Document(
            name=str(data.get("id") or name),
            title=writable(str(data.get("title") or "")),
            text=writable(data["text"]),
            published=parse_published(data.get("published_at"), name),
            url=data.get("url") if isinstance(data.get("url"), str) else None,
            outlet=data.get("outlet") if isinstance(data.get("outlet"), str) else None,
        )
    if HTML_START.match(raw):
        from worker.pages.extract import page_text

        page = page_text(raw, None)
        return Document(name, page.title or "", page.text, page.published_at, "text/plain", page.canonical_url)
    match = TITLE_LINE.match(raw)
    title = match["title"] if match and not match["title"].endswith((".", ":", "”", '"')) else ""
    return Document(name, title, raw, None)


def read_file(path: Path) -> Document:
    data = path.read_bytes()
    try:
        raw = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(f"{path}: not UTF-8 (byte {error.start}); convert it first") from None
    return parse_document(raw, path.name)


def files_in(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(
            p for p in path.iterdir() if p.suffix.lower() in {".json", ".txt", ".html", ".htm"} and p.is_file()
        )
    return [path]


# --- extract ---------------------------------------------------------------------------------------------------------


def _extract_file(job: tuple[str, str]) -> str | None:
    """Worker of ``extract --batch``; returns an error sentence or ``None``."""
    from domain.reports import as_guide_json

    source, target = Path(job[0]), Path(job[1])
    try:
        document = read_file(source)
        if document.published_date is None:
            raise Unreadable(f'{source}: no "published_at"; relative dates cannot be resolved without it')
        extraction = _reader.extract(
            document.text, document.published_date, title=document.title, outlet=document.outlet
        )
        answer = {"reports": [as_guide_json(report) for report in extraction.reports]}
        target.write_text(json.dumps(answer, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except (Unreadable, OSError) as error:
        return str(error)
    return None


_reader: Any = None


def _prepare_reader(config: Config, *, tell: bool = False) -> None:
    """Compile the name tables, the operator's own included, once per process. ``tell``: say on stderr why those are left out."""
    global _reader  # noqa: PLW0603
    from domain.reading import RuleExtractor
    from worker.config.thorough import gazetteer

    names, problems = gazetteer(config)
    for problem in problems if tell else ():
        click.echo(f"parley: {problem}", err=True)
    _reader = RuleExtractor(names)


@click.command(
    epilog="""\b
Examples:
  parley extract article.json
  parley extract article.txt --published 2021-12-28 --json
  cat article.txt | parley extract - --published 2021-12-28 --explain
  parley extract --batch articles/ --out reports/ --jobs 2
"""
)
@click.argument("file", required=False, type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--published", metavar="DATE", help="When the article was published (ISO); needed where the file does not say."
)
@click.option("--title", help="The headline, where the file does not carry it.")
@click.option("--explain", is_flag=True, help="Show sentence by sentence what was seen and why it counted or not.")
@click.option(
    "--batch", type=click.Path(path_type=Path, exists=True, file_okay=False), help="Read every file of a directory."
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where --batch writes its answers, under the same names.",
)
@click.option("--jobs", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes for --batch.")
@json_option
@pass_session
def extract(
    session: Session,
    file: Path | None,
    published: str | None,
    title: str | None,
    explain: bool,
    batch: Path | None,
    out: Path | None,
    jobs: int,
    as_json: bool,
) -> int:
    """Print the meeting reports of FILE (or - for stdin): plain text, HTML, or JSON with published_at, title and text."""
    if batch is not None:
        if file is not None or out is None:
            raise click.UsageError("--batch DIR needs --out DIR and no FILE")
        return _extract_batch(session.config, batch, out, jobs)
    if file is None:
        raise click.UsageError("name a FILE, or - for stdin, or use --batch DIR --out DIR")
    try:
        document = parse_document(sys.stdin.read(), STDIN) if str(file) == "-" else read_file(file)
        day = parse_published(published, "--published") or document.published
    except Unreadable as error:
        raise click.ClickException(str(error)) from None
    if day is None:
        raise click.UsageError(f"{file}: no publication date in it; give --published 2021-12-28")
    _prepare_reader(session.config, tell=True)
    extraction = _reader.extract(
        document.text, day.date(), title=title or document.title, outlet=document.outlet, explain=explain
    )
    from domain.reports import as_guide_json

    if as_json:
        answer: dict[str, Any] = {"reports": [as_guide_json(report) for report in extraction.reports]}
        if explain:
            answer["language"] = extraction.language
            answer["sentences"] = [
                {"start": e.start, "end": e.end, "sentence": e.sentence, "verdict": e.verdict, "notes": list(e.notes)}
                for e in extraction.explanations
            ]
        print_json(answer)
        return 0
    from worker.cli import show

    screen = console()
    if explain:
        show.explanations(screen, extraction)
    show.reports(screen, extraction)
    return 0


def _extract_batch(config: Config, source: Path, out: Path, jobs: int) -> int:
    out.mkdir(parents=True, exist_ok=True)
    files = files_in(source)
    if not files:
        raise click.ClickException(f"{source}: no .json, .txt or .html file in it")
    work = [(str(path), str(out / path.with_suffix(".json").name)) for path in files]
    errors: list[str] = []

    def collect(results: Iterator[str | None]) -> None:
        for error in progress(results, len(work), "reading"):
            if error:
                errors.append(error)
                click.echo(f"parley: {error}", err=True)

    if jobs == 1:
        _prepare_reader(config, tell=True)
        collect(map(_extract_file, work))
    else:
        from concurrent.futures import ProcessPoolExecutor

        with ProcessPoolExecutor(max_workers=jobs, initializer=_prepare_reader, initargs=(config,)) as pool:
            collect(pool.map(_extract_file, work, chunksize=8))
    click.echo(f"{len(work) - len(errors)} of {len(work)} articles read, answers in {out}", err=True)
    return DEGRADED if errors else 0


# --- ingest ----------------------------------------------------------------------------------------------------------


@click.command(
    epilog="""\b
Examples:
  parley ingest article.txt --published 2021-12-28
  parley ingest archive/                      # every .txt, .html and .json in it
  parley ingest https://example.org/news/talks-in-geneva
  curl -s https://example.org/a.html | parley ingest - --published 2021-12-28
"""
)
@click.argument("sources", nargs=-1, required=True, metavar="FILE|DIR|URL|-")
@click.option("--published", metavar="DATE", help="When it was published (ISO), where the source does not say.")
@click.option("--title", help="The headline, where the source does not carry it.")
@click.option("--feed", help="File it under this feed's name.")
@json_option
@pass_session
def ingest(
    session: Session,
    sources: tuple[str, ...],
    published: str | None,
    title: str | None,
    feed: str | None,
    as_json: bool,
) -> int:
    """Put articles into the inbox and read them at once. The same article twice is recognised and changes nothing."""
    session.tell_problems()
    from worker import inbox
    from worker.logs import setup
    from worker.pipeline import read_article
    from worker.work import deliver_due

    settings = session.config.settings
    setup(settings.log.level, settings.log.format)
    try:
        given = parse_published(published, "--published")
    except Unreadable as error:
        raise click.UsageError(str(error)) from None
    database = session.open(create=True)
    runtime = session.runtime
    failures = 0
    results: list[dict[str, Any]] = []

    def documents() -> Iterator[tuple[str, Path | str]]:
        for source in sources:
            if source == "-" or re.match(r"https?://", source):
                yield source, source
            else:
                path = Path(source)
                if not path.exists():
                    raise click.ClickException(f"{source}: no such file or directory")
                for file in files_in(path):
                    yield str(file), file

    # As whose it is shown: what a feed brings is shown as that feed's outlet's.
    filed_under = next((one for one in session.config.feeds if one.name == feed), None)
    outlet = ((filed_under.outlet or filed_under.title) if filed_under else None) or feed
    queue = list(documents())
    for name, source in progress(queue, len(queue), "ingesting"):
        try:
            if source == "-":
                document = parse_document(sys.stdin.read(), STDIN)
            elif isinstance(source, Path):
                document = read_file(source)
            else:
                document = _from_url(runtime.fetcher, source)
        except Unreadable as error:
            failures += 1
            click.echo(f"parley: {error}", err=True)
            results.append({"source": name, "error": str(error)})
            continue
        when = given or document.published
        item = inbox.Item(
            url=document.url,
            guid=_guid(source, document),
            title=title or document.title,
            content=document.text,
            content_type=document.content_type,
            published_at=when,
            published_raw=when.isoformat() if when else None,
            published_source="given" if when else "fetched",
            feed=feed,
            outlet=document.outlet or outlet,
        )
        with database.begin() as conn:
            (receipt,) = inbox.receive(conn, [item], runtime.clock.now(), actor="ingest")
        if not receipt.new:
            results.append({"source": name, "article": receipt.article_id, "known": True, "reports": [], "changes": []})
            if not as_json:
                click.echo(f"{name}: known already, nothing to do")
            continue
        if when is None:
            click.echo(
                f"parley: {name}: no publication date; the time of reading is used and marked (mend: --published)",
                err=True,
            )
        reading = read_article(runtime, receipt.article_id)
        if reading.error:
            failures += 1
        if reading.deliveries:
            runtime.dispatcher.wake(reading.deliveries)
        results.append(_result(name, reading))
        if not as_json:
            _tell(name, reading)
    deliver_due(runtime, ())
    if as_json:
        print_json({"articles": results})
    if failures == len(queue):
        return 1
    return DEGRADED if failures else 0


def _guid(source: Path | str, document: Document) -> str | None:
    """By what the article is known again where it has no address: the id that it states, else the place of its file, whose name
    may stand in other directories too. What comes through a pipe has neither: title and date tell one from the next."""
    if source == "-" and document.name == STDIN:
        return None
    if isinstance(source, Path) and document.name == source.name:
        return f"given:{source.resolve()}"
    return f"given:{document.name}"


def _from_url(fetcher: Any, url: str) -> Document:
    from worker.pages.fetch import PageUnavailable, fetch_page

    try:
        page = fetch_page(fetcher, url)
    except PageUnavailable as error:
        raise Unreadable(f"{url}: {error}") from None
    if page.not_news:
        raise Unreadable(f"{url}: {page.not_news}")
    return Document(url, page.title or "", page.text, page.published_at, "text/plain", page.canonical_url or url)


def _result(name: str, reading: Any) -> dict[str, Any]:
    from domain.reports import as_guide_json

    return {
        "source": name,
        "article": reading.article_id,
        "title": reading.title,
        "outcome": reading.outcome,
        "error": reading.error,
        "duplicate_of": reading.duplicate_of,
        "reports": [as_guide_json(report) for report in reading.reports],
        "changes": [
            {"position": r.position, "kind": r.event.kind, "meeting": r.event.meeting_id} for r in reading.changes
        ],
    }


def _tell(name: str, reading: Any) -> None:
    from domain.talks.status import describe_change
    from worker.names import party_names

    if reading.error:
        click.echo(f"{name}: {reading.error}", err=True)
        return
    count = len(reading.reports)
    what = "no meeting in it" if not count else f"{count} meeting report{'s' if count > 1 else ''}"
    if reading.outcome == "unread_language":
        what = "not read: not in English"
    click.echo(f"{name}: {what}")
    for change in reading.changes:
        click.echo(f"  ◆ {describe_change(change.event, party_names())}")
