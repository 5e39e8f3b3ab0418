"""Why each sentence counted or not, in words an analyst can check against the article."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from domain.reading.linking import Meeting, Verdict
from domain.reading.mention_frame import Frame
from domain.reading.syntax import Sentence
from domain.reports import Report, When


@dataclass(frozen=True, slots=True)
class Explanation:
    """What was seen in one sentence and why it counted or not; for ``parley extract --explain``."""

    start: int
    end: int
    sentence: str
    verdict: str
    """report | merged | background | no-parties | no-meeting | negated | caption | boilerplate | reporting | …"""
    notes: tuple[str, ...] = ()


_WHY = {
    "report": "a report of its own",
    "merged": "belongs to a meeting told of elsewhere in the article",
    "no-parties": "fewer than two parties",
    "one-party": "fewer than two parties",
    "no-meeting": "no meeting is asserted",
    "background": "background: ended more than 7 days before publication, or told as history without a date",
    "negated": "a denial that ends no plan",
}


def _when(when: When | None) -> str:
    if when is None:
        return "no date"
    days = when.start.isoformat() if when.start == when.end else f"{when.start.isoformat()}..{when.end.isoformat()}"
    return f"{days} ({when.precision.value})"


class Explainer:
    """Collects what was seen while an article is read."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._rows: list[tuple[int, int, str, str, list[str], list[Frame]]] = []
        self._outcome: dict[int, tuple[str, Report | None]] = {}

    def block(self, start: int, end: int, kind: str) -> None:
        self._rows.append((start, end, self._text[start:end], kind, [f"{kind}: never asserts a meeting"], []))

    def sentence(self, sentence: Sentence, frames: list[Frame]) -> None:
        notes: list[str] = []
        times = [t.text for t in sentence.tokens if t.time is not None]
        names = [f"{t.text}={t.name.party or t.name.city or '-'}" for t in sentence.tokens if t.name is not None]
        if times:
            notes.append("times: " + "; ".join(times))
        if names:
            notes.append("names: " + "; ".join(names))
        for words, _ in sentence.attributions:
            notes.append(f"said by: {words} (the day of saying is not the meeting's)")
        self._rows.append((sentence.start, sentence.end, sentence.text, "" if frames else "no-meeting", notes, frames))

    def meeting(self, meeting: Meeting, report: Report | None, why: str) -> None:
        for frame in meeting.frames:
            self._outcome[id(frame)] = (why, report)

    def result(self, verdicts: Iterable[Verdict]) -> tuple[Explanation, ...]:
        by_frame = {id(v.frame): v for v in verdicts}
        rows: list[Explanation] = []
        for start, end, quote, kind, notes, frames in sorted(self._rows, key=lambda r: r[0]):
            lines = list(notes)
            verdict = kind
            for frame in frames:
                found = by_frame.get(id(frame))
                why, report = self._outcome.get(id(frame), ("", None))
                outcome = found.kind if found else "no-meeting"
                if report is None and why and why != "report":
                    outcome = why
                word = frame.sentence.tokens[frame.index].text
                status = frame.status.value if frame.status else "no status"
                parties = "-".join(frame.parties) or "no parties"
                place = frame.city or frame.country or frame.host_country or "no place"
                lines.append(
                    f"“{word}”: {parties}, {status}, {_when(frame.when)}, {place}: "
                    + "; ".join(n for n in frame.notes if n)
                )
                if outcome == "merged" and found is not None:
                    lines.append(f"  → merged: {found.note}")
                else:
                    lines.append(f"  → {outcome}: {_WHY.get(outcome, outcome)}")
                if report is not None and outcome in ("report", "merged"):
                    verdict = outcome if verdict != "report" else verdict
                elif not verdict:
                    verdict = outcome
            rows.append(Explanation(start, end, quote, verdict or "no-meeting", tuple(lines)))
        return tuple(rows)
