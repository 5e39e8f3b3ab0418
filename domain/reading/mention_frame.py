"""One mention of a meeting, and what the reader carries from sentence to sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from domain.reading import times_calendar as cal
from domain.reading.status import Change, Stance
from domain.reading.syntax import Sentence, VerbGroup
from domain.reading.tokens import Direction, TimeMention
from domain.reports import Format, Precision, Status, When


@dataclass(slots=True, eq=False)
class Frame:
    """One mention of a meeting."""

    sentence: Sentence
    index: int
    """Token that opened it."""
    kind: str
    stance: Stance
    parties: tuple[str, ...] = ()
    definite: bool = False
    """"the talks", "his visit": may point back to a meeting told of before."""
    session: bool = False
    """A session of the one organisation among its parties."""
    when: When | None = None
    time: TimeMention | None = None
    previous_when: When | None = None
    previous_time: TimeMention | None = None
    """The words of :attr:`previous_when`."""
    city: str | None = None
    country: str | None = None
    previous_city: str | None = None
    previous_country: str | None = None
    host_country: str | None = None
    """Country of the host, for want of a stated place."""
    format: Format = Format.IN_PERSON
    attributed_to: str | None = None
    notes: list[str] = field(default_factory=list)
    reference: bool = False
    """Has no meeting of its own to tell (bare "the talks"): only ever joins another."""
    absent: tuple[str, ...] = ()
    """Parties said to stay away."""
    topic: tuple[str, ...] = ()
    """Parties only hinted at by a name before the noun ("Syria talks")."""
    duration: int | None = None
    journey: bool = False
    """Tells of a visit, be it only by the journey to the talks."""
    half_named: bool = False
    """Held between two sides of which the reader knows only one: whoever speaks of it is not the other."""
    nth_day: int = 0
    """Which of its days it is at ("sat for a third day of talks")."""
    until: When | None = None
    """The day on which it is to end, told apart from when it began."""
    pair: bool = False
    """Parties were named together ("between A and B", "A's talks with B"), not gathered."""
    past_label: bool = False
    """"last week's talks", "the previous round"."""
    source: str = "text"
    label: tuple[str, ...] = ()
    """The words that name it ("nuclear security summit"), without the names of parties, dates and plain adjectives."""
    another: bool = False
    """"The next round", "a further meeting": not the one told of before, but one more of the same parties."""
    level: str = ""
    """Who meets, where it is said: "leaders", "ministers", or "officials"."""
    attends: bool = False
    """Tells who comes to a gathering ("will attend the summit", "arrived to join the talks")."""
    ends: When | None = None
    """The day on which it is to end, where only that is told with it ("which ends on Thursday")."""
    alone: bool = False
    """Tells who comes without naming the gathering ("… will attend")."""
    beside: bool = False
    """Held "on the sidelines" of a gathering."""
    occasion: bool = False
    """Only where another meeting takes place ("on the sidelines of the summit")."""
    acted: When | None = None
    """The day on which the meeting was put off or called off, where it is told."""
    peace: bool = False
    hosts: dict[str, int] = field(default_factory=dict)
    """On a tour, each host and the token that names it."""
    recent: bool = False
    """Told with the news itself: "said after talks with …"."""
    fresh: bool = False
    """Left behind by a journey that is news ("arrived in Berlin after talks in Paris"), on a day that is not told."""
    pronoun: bool = False
    """Names its meeting by "it" or "they" alone: that of the sentence before."""
    anew: bool = False
    """"Will *now* begin on …": its day is the new one where the article tells of a change."""
    shift: int | None = None
    """Days by which a change moves it ("pushed back a week"), where they are told."""
    said: When | None = None
    people: dict[str, frozenset[str]] = field(default_factory=dict)
    """Who meets for each party, by surname, where the clause says so."""
    clock: str | None = None
    """A clock time told without a day."""
    history: bool = False
    """Its sentence speaks of days long gone."""
    """The day of saying, where :attr:`recent`."""

    @property
    def start(self) -> int:
        return self.sentence.tokens[self.index].start

    @property
    def word(self) -> str:
        """The word that opens the frame, in lower case."""
        return self.sentence.tokens[self.index].low

    @property
    def status(self) -> Status | None:
        return self.stance.status


@dataclass(slots=True, eq=False)
class Context:
    """What the reader carries from sentence to sentence: whom pronouns and "the two sides" mean."""

    last_person: tuple[str, ...] = ()
    last_pair: tuple[str, ...] = ()
    last_speaker: tuple[str, ...] = ()
    """Who was quoted last by name: "he" of a quote that goes on."""
    asked: tuple[tuple[str, ...], int] = ((), 0)
    """Whom a question asked to meet, and the sentence's number: whom the answer "we will be meeting" means."""
    foremost: tuple[tuple[str, int], ...] = ()
    """The parties that the whole article names most, with how often, in that order."""
    lists: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """By its length, the last list of three or more parties: whom "the four countries" means."""
    last_body: str | None = None
    last_plural: tuple[str, ...] = ()
    """Whose ministers, envoys or delegation were the last subject: "they", "the delegation", where another party is met."""
    stay: tuple[str, str, str | None, int] | None = None
    """Who was last said to be or to have come where: party, city, country and the sentence's number."""
    there: tuple[str | None, str, int, bool] | None = None
    """Where the meeting or journey is to be that was told of last, if it is one place: city, country, the sentence's number, and
    whether it is off."""
    told: tuple[frozenset[str], When] | None = None
    """Who told whom something in the sentence before, and on which day: a call told of next was on that day."""
    days: dict[int, date] = field(default_factory=dict)
    """Where a date stands in the text → the day that it was read as, for "the following day"."""
    here_city: str | None = None
    here_country: str | None = None
    title: bool = False
    entry: bool = False
    """An entry of a diary, in the grammar of headlines ("Vietnam to host talks")."""
    published: date = date.min
    transcript: tuple[str, ...] = ()
    """Who says "I" where the text is a transcript of one speaker."""


@dataclass(slots=True, eq=False)
class Trigger:
    index: int
    kind: str
    group: VerbGroup | None
    """The verb group, for verb triggers."""


BACKGROUND_DAYS: Final = 7
"""A meeting that ended longer ago than this is background, no news."""


Chooser = Callable[[TimeMention, Direction], When | None]


def last_before(mention: TimeMention, was: When, now: When, change: Change, published: date) -> When:
    """A bare weekday that a new day replaces: the last one before it, where the plan was put off or moved.

    Where that one is over and nothing says that the plan was put off, it is the one to come ("on Thursday instead of Friday").
    """
    if mention.kind != "weekday" or was.precision is not Precision.DAY or change is Change.EARLIER:
        return was
    if was.start < now.start or (was.start == now.start and change is Change.NONE):
        return was
    day = cal.shift(now.start, -((now.start.weekday() - was.start.weekday()) % 7 or 7))
    if day < published <= was.start and change is Change.NONE:
        return was
    return was.model_copy(update={"start": day, "end": day})
