"""How firm a meeting is, from the verbs and nouns that govern its mention.

A verb chain is read from left to right as operators around the meeting: "is *expected* to *meet*" hedges, "*refused* to
*meet*" ends, "*has been postponed*" changes. What the words say is a :class:`Stance`; which stance wins for a whole meeting
is decided in ``linking``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from domain.reading import lexicon as lx
from domain.reading.syntax import Link
from domain.reading.tokens import Direction
from domain.reports import Status

# Word sets of single steps, named after the step that asks for them.


class Change(StrEnum):
    """What a clause does to a plan, beyond stating it."""

    NONE = ""
    CANCEL = "cancel"
    POSTPONE = "postpone"
    EARLIER = "earlier"
    MOVE = "move"
    RESUME = "resume"
    EXTEND = "extend"


@dataclass(frozen=True, slots=True)
class Stance:
    """What one clause holds about one meeting; ``status`` None where it only mentions it."""

    status: Status | None
    direction: Direction = Direction.UNKNOWN
    change: Change = Change.NONE
    weak: bool = False
    """Inferred from a loose context; never starts a report by itself without a date."""
    denial: bool = False
    why: str = ""
    deed: bool = False
    """The verb names an act about the meeting (cancel, postpone, propose), so a day right after it is the act's day."""
    overtaken: bool = False
    """"Had been due to meet": a plan that something has come over since, so never a report by itself without a date."""


STILL_TO_END: Final = "still to end"
"""Why a meeting goes on of which is told when it ends ("wrap up their summit on Tuesday")."""
DID_NOT_COME_ABOUT: Final = "did not come about"
ENDS_AHEAD: Final = "its end lies ahead"
HAD_BEEN_PLANNED: Final = "had been planned"
"""A plan that something has come over since: by itself no report, whatever its day."""
WAS_TO_HAVE: Final = "was to have been: a plan of before"
SET_BEFORE: Final = "the day it had been set for"
BEFORE_IT: Final = "“before” it"
WAS_TO: Final = "“was to”"
"""A plan told in the past tense: its weekday may have been yesterday."""
DID_NOT_TAKE_PLACE: Final = "did not take place"
AFTER_ALL: Final = "after all"
WILL_GO_ON: Final = "will go on until then"
CHANGE_DENIED: Final = "its change is denied"
TIMETABLE: Final = "present tense for a timetable"

NOTHING: Final = Stance(None)

_FUTURE: Final = Direction.FUTURE
_PAST: Final = Direction.PAST


def _ahead(status: Status, why: str, *, deed: bool = False, weak: bool = False, change: Change = Change.NONE) -> Stance:
    return Stance(status, _FUTURE, change, weak=weak, why=why, deed=deed)


def _operators(links: Sequence[Link]) -> tuple[bool, bool, bool, bool, bool]:
    """(hedged, proposed, firm, negated, refused) by the verbs and modals before the last."""
    hedged = proposed = firm = negated = refused = False
    for position, link in enumerate(links):
        last = position == len(links) - 1
        hedged |= link.hedged or link.modal in ("may", "can")
        negated |= link.negated
        firm |= link.modal in ("will", "is-to", "going-to")
        proposed |= link.modal == "should"
        if last:
            continue
        lemma = link.lemma
        if link.passive and lemma in ("say", "believe", "think", "report", "understand", "rumour", "rumor"):
            hedged = True  # "was said to be travelling to Ankara"
        if lemma in lx.HEDGE_OPERATORS or lemma in lx.HEDGE_VERBS:
            hedged = True
        if lemma in ("ready", "willing") or lemma in lx.PROPOSE_VERBS or lemma in ("threaten", "need", "look"):
            proposed = True
        if lemma in ("due", "set", "bound", "look-forward") or lemma in lx.FIRM_VERBS:
            firm = True
        if lemma in lx.REFUSE_VERBS or lemma in lx.REFUSE_OPERATORS:
            refused = True
    return hedged, proposed, firm, negated, refused


def left_as_it_is(why: str) -> Stance:
    """What is not (yet) cancelled or put off is still planned; a report only where its day is told."""
    return Stance(Status.SCHEDULED, _FUTURE, why=why, weak=True, overtaken=True)


def had_been_planned(links: Sequence[Link]) -> bool:
    """ "had been due to meet": a plan that something has come over since."""
    return links[0].tense == "pastperfect" and links[0].lemma in ("due", "schedule", "plan", "set", "slate", "expect")


def of_event_verb(links: Sequence[Link], *, headline: bool, reported: bool, alone: bool) -> Stance:
    """Stance of a chain whose last verb is the meeting itself ("will meet", "refused to meet", "arrived in")."""
    last = links[-1]
    hedged, proposed, firm, negated, refused = _operators(links)
    lemma = last.lemma
    if links[0].modal == "yet-to":
        return Stance(None, why="has yet to come about", denial=True)
    if lemma == "attend" and links[0].lemma == "fail" and links[0].tense in ("past", "perfect") and not negated:
        return Stance(Status.CANCELLED, Direction.UNKNOWN, Change.CANCEL, why="failed to attend")
    if had_been_planned(links):
        return Stance(Status.SCHEDULED, _FUTURE, why=HAD_BEEN_PLANNED, weak=True, overtaken=True)
    if (
        links[0].tense == "pastperfect"
        and links[0].lemma in ("hope", "want", "wish", "intend", "mean", "aim")
        and len(links) > 1
    ):
        return Stance(None, why="had been hoped for", denial=True)
    if any(link.lemma == "unable" and link.modal in ("will", "would") for link in links[:-1]) and not negated:
        return Stance(Status.CANCELLED, Direction.UNKNOWN, Change.CANCEL, why=f"will be unable to {lemma}")
    if refused and len(links) > 1:
        if any(link.lemma in ("fail", "avoid", "stop", "unable") for link in links[:-1]):
            return Stance(None, why=DID_NOT_COME_ABOUT, denial=True)
        if negated:
            return NOTHING
        if hedged or any(link.lemma == "threaten" for link in links):
            return Stance(None, why="only threatened")
        return Stance(
            Status.CANCELLED, Direction.UNKNOWN, Change.CANCEL, why=f"“{links[0].lemma} to {lemma}”", deed=True
        )
    if any(link.lemma in lx.POSTPONE_VERBS and not link.negated for link in links[:-1]):
        return Stance(Status.POSTPONED, _FUTURE, Change.POSTPONE, why="postponed doing it", deed=True)
    if negated:
        if any(link.lemma == "able" and link.modal in ("will", "would") for link in links[:-1]):
            return Stance(Status.CANCELLED, _FUTURE, Change.CANCEL, denial=True, why=f"will not be able to {lemma}")
        if hedged or proposed:
            return Stance(None, why="hedged denial", denial=True)
        if firm or last.modal == "would" or (last.progressive and last.tense == "present"):
            return Stance(Status.CANCELLED, _FUTURE, Change.CANCEL, denial=True, why=f"will not {lemma}")
        return Stance(None, why=DID_NOT_TAKE_PLACE, denial=True)
    tense = links[0].tense
    if proposed:
        return _ahead(Status.PROPOSED, f"“{links[0].lemma} …” only offers or seeks it", deed=True)
    if any(link.lemma == "unlikely" for link in links[:-1]):
        return Stance(None, _FUTURE, why="unlikely", denial=True)
    if hedged:
        able = any(link.modal == "can" for link in links) and not any(
            link.hedged or link.modal == "may" or link.lemma in lx.HEDGE_VERBS for link in links
        )
        return _ahead(Status.TENTATIVE, "ability" if able else "hedged", weak=able)
    if (
        firm
        and tense == "past"
        and (
            (links[0].modal == "is-to" and len(links) == 1)
            or (len(links) == 2 and links[0].lemma in ("due", "schedule", "set", "slate"))
        )
    ):
        return _ahead(Status.SCHEDULED, WAS_TO)
    if firm:
        return _ahead(Status.SCHEDULED, "firm future")
    if links[0].modal == "would" or last.modal == "would":
        return _ahead(
            Status.SCHEDULED if reported else Status.TENTATIVE,
            "future in reported speech" if reported else "conditional",
        )
    if last.modal == "should" or links[0].modal == "should":
        return _ahead(Status.PROPOSED, "should")
    moving = lemma in lx.DEPART_VERBS
    if tense == "present":
        if last.progressive:
            if lemma in lx.VISIT_VERBS and lemma not in ("visit", "tour"):
                return _ahead(
                    Status.SCHEDULED, "is on the way", weak=lemma in ("head", "go", "come", "return", "leave")
                )
            return Stance(Status.UNDERWAY, Direction.UNKNOWN, why="present progressive")
        return Stance(Status.SCHEDULED, _FUTURE, why=TIMETABLE, weak=not headline)
    if tense == "inf":
        if headline and alone:
            return _ahead(Status.SCHEDULED, "headline infinitive")
        return Stance(None, why="bare infinitive")
    if not tense:
        return Stance(None, why="only what somebody wants")  # "proposed that he be allowed to attend"
    if tense == "ing":
        return Stance(None, why="participle")
    if tense == "part":
        return Stance(None, why="participle")
    if lemma in lx.BEGIN_VERBS:
        return Stance(
            Status.UNDERWAY,
            _PAST,
            Change.RESUME if lemma in ("resume", "restart", "reopen", "reconvene") else Change.NONE,
            why=f"“{lemma}” in the past",
        )
    if last.progressive and reported and lemma == "go":  # "said that he was going to Paris on Monday"
        return _ahead(Status.SCHEDULED, "is going, in reported speech", weak=True)
    if lemma == "arrive" or moving or lemma in ("land", "come"):
        return Stance(
            Status.UNDERWAY,
            _PAST,
            why=f"“{lemma}” in the past: the visit is on",
            weak=lemma in ("leave", "go", "head", "come", "depart"),
        )
    if last.progressive:
        return Stance(Status.UNDERWAY, _PAST, why="was going on", weak=True)
    if tense == "pastperfect":
        return Stance(Status.CONCLUDED, _PAST, why="past perfect", weak=True)
    return Stance(Status.CONCLUDED, _PAST, why="past tense")


def of_object(links: Sequence[Link], *, headline: bool, reported: bool, alone: bool) -> Stance:
    """Stance of a chain whose object is the meeting ("cancelled a visit", "will hold talks", "proposed a summit")."""
    last = links[-1]
    lemma = last.lemma
    hedged, proposed, firm, negated, refused = _operators(links)
    hedged_act = hedged or (proposed and lemma not in lx.PROPOSE_VERBS) or last.modal in ("may", "can")
    if links[0].modal == "yet-to":
        if lemma in lx.SETTLE_VERBS or lemma in ("announce", "confirm", "fix", "finalise", "finalize"):
            return _ahead(Status.TENTATIVE, f"yet to {lemma}", weak=True)
        return NOTHING
    if lemma in lx.CANCEL_VERBS:
        if negated or refused or hedged_act or last.modal in ("would", "should"):
            if lemma in lx.REFUSE_VERBS or (hedged_act and not last.passive):
                return Stance(None, _FUTURE, why="a cancelling that is not asserted")
            return left_as_it_is("a cancelling that is not asserted")
        if last.tense == "inf" and len(links) == 1:
            return Stance(
                Status.CANCELLED, Direction.UNKNOWN, Change.CANCEL, why=f"“to {lemma}”", deed=True, weak=not headline
            )
        return Stance(Status.CANCELLED, Direction.UNKNOWN, Change.CANCEL, why=f"“{lemma}”", deed=True)
    if lemma in lx.POSTPONE_VERBS:
        if negated or refused or hedged_act or last.modal in ("would", "should"):
            if hedged_act and not last.passive:
                return Stance(None, _FUTURE, why="a postponing that is not asserted")
            return left_as_it_is("a postponing that is not asserted")
        return Stance(Status.POSTPONED, _FUTURE, Change.POSTPONE, why=f"“{lemma}”", deed=True)
    if lemma in lx.EARLIER_VERBS and not negated:
        return Stance(Status.SCHEDULED, _FUTURE, Change.EARLIER, why=f"“{lemma}”", deed=True)
    if lemma in lx.MOVE_VERBS and not negated and not hedged_act:
        return Stance(Status.SCHEDULED, _FUTURE, Change.MOVE, why=f"“{lemma}”", deed=True)
    if lemma in lx.EXTEND_VERBS and not negated and not hedged_act:
        return Stance(Status.UNDERWAY, _FUTURE, Change.EXTEND, why=f"“{lemma}”", deed=True)
    if lemma in ("go-ahead", "proceed") and not last.passive:
        stance = of_event_verb(links, headline=headline, reported=reported, alone=alone)
        if stance.status in (Status.CANCELLED, Status.SCHEDULED):  # "will not proceed with his visit"
            change = Change.RESUME if stance.status is Status.SCHEDULED else stance.change
            return replace(stance, change=change, denial=False)
        return stance
    if lemma in lx.EXTEND_VERBS and len(links) > 1 and (hedged_act or proposed):
        return Stance(None, why="only ready to extend it", denial=True)
    if lemma in lx.REINSTATE_VERBS and not negated:
        return _ahead(
            Status.PROPOSED if hedged or proposed else Status.SCHEDULED,
            f"“{lemma}”",
            change=Change.RESUME,
            weak=lemma != "back-on",
        )
    if lemma in ("follow", "build-on") and not negated and not last.passive:
        return Stance(Status.CONCLUDED, _PAST, why=f"“{lemma}”: it came first", weak=True)
    if lemma == "send":
        stance = of_event_verb(links, headline=headline, reported=reported, alone=alone)
        known = (Status.SCHEDULED, Status.TENTATIVE, Status.POSTPONED)
        return stance if stance.status in known else NOTHING
    if (
        lemma in lx.HOLD_VERBS
        or lemma in lx.BEGIN_VERBS
        or lemma in lx.ATTEND_VERBS
        or lemma in lx.END_VERBS
        or lemma in lx.PERFORM_VERBS
    ):
        if lemma in lx.END_VERBS and lemma != "complete":
            if last.tense in ("past", "perfect") and not negated and last.modal is None:
                return Stance(Status.CONCLUDED, _PAST, why=f"“{lemma}”")
            if last.modal in ("will", "is-to") or (last.tense == "present" and last.modal is None and not negated):
                return Stance(Status.UNDERWAY, Direction.UNKNOWN, why=STILL_TO_END, weak=True)
            return NOTHING
        if lemma == "continue":
            if (firm or last.modal in ("will", "would", "is-to", "going-to")) and not (negated or hedged):
                return _ahead(Status.SCHEDULED, "will continue", weak=True)
            return Stance(Status.UNDERWAY, Direction.UNKNOWN, why="continue", weak=True)
        if lemma == "give" or (lemma == "have" and not last.tense):
            return NOTHING
        stance = of_event_verb(links, headline=headline, reported=reported, alone=alone)
        if lemma == "have" and stance.status is Status.CONCLUDED and last.tense == "present":
            return NOTHING
        if lemma == "attend" and stance.denial and any(link.lemma in ("allow", "permit", "let") for link in links):
            return NOTHING  # "reporters will not be allowed to attend the talks"
        if lemma == "attend" and stance.denial:
            return Stance(Status.CANCELLED, _FUTURE, Change.CANCEL, denial=True, why="will not attend")
        return stance
    if lemma in lx.PREVENT_VERBS:
        if negated or hedged_act or last.modal is not None or last.tense in ("inf", "ing", "present"):
            return NOTHING
        return Stance(Status.CANCELLED, Direction.UNKNOWN, Change.CANCEL, why=f"“{lemma}”: did not take place")
    if negated:
        return Stance(None, why="denied", denial=True)
    if lemma == "negotiate":
        return Stance(Status.PROPOSED, _FUTURE, why="“negotiate” it", deed=True, weak=True)
    if lemma == "call" and last.tense in ("past", "perfect") and not hedged_act:
        return _ahead(Status.SCHEDULED, "called", deed=True)  # "called an emergency summit for Tuesday"
    if lemma in lx.PROPOSE_VERBS or lemma in ("invite", "call-for"):
        if lemma in lx.WEAK_PROPOSE_VERBS:
            return Stance(Status.PROPOSED, _FUTURE, why=f"“{lemma}”", deed=True, weak=True)
        return _ahead(Status.PROPOSED, f"“{lemma}”", deed=True)
    if lemma in lx.HEDGE_VERBS:
        return _ahead(Status.TENTATIVE, f"“{lemma}”", deed=lemma in ("plan", "prepare"))
    if lemma in lx.SETTLE_VERBS:
        if hedged:
            return _ahead(Status.TENTATIVE, "hedged")
        return _ahead(Status.SCHEDULED, f"“{lemma}”", deed=True)
    if lemma in ("announce", "confirm"):
        if hedged_act:
            return NOTHING
        return _ahead(Status.SCHEDULED, f"“{lemma}”", deed=True)
    return NOTHING


PREPARED = frozenset("prepare arrange organise organize negotiate agree coordinate plan finalise finalize".split())
"""What is done to a meeting that is to be, and to its date."""


def of_subject(links: Sequence[Link], *, headline: bool, reported: bool) -> Stance:
    """Stance of a chain whose subject is the meeting ("talks will be held", "the summit was put off")."""
    last = links[-1]
    lemma = last.lemma
    hedged, proposed, firm, negated, _refused = _operators(links)
    if had_been_planned(links):
        return Stance(Status.SCHEDULED, _FUTURE, why=HAD_BEEN_PLANNED, weak=True, overtaken=True)
    if lemma in ("push", "slip") and (last.passive or lemma == "slip"):
        if hedged or negated or last.modal:
            return NOTHING
        return Stance(Status.POSTPONED, _FUTURE, Change.POSTPONE, why=f"“{lemma}”", deed=True)
    if lemma in PREPARED and last.passive and last.progressive and not (negated or hedged):
        return _ahead(Status.TENTATIVE, "being prepared", deed=True)  # "a visit is being worked out"
    if lemma == "wait" and not (negated or hedged) and (firm or last.modal in ("will", "should")):
        return Stance(Status.POSTPONED, _FUTURE, Change.POSTPONE, why="will have to wait", deed=True)
    if lemma == "aim" and last.passive and last.modal is None:
        return NOTHING  # "the visit is aimed at …"
    if lemma in lx.CONSIDER_VERBS and last.passive and not negated:
        return _ahead(Status.PROPOSED, f"“{lemma}”", deed=True)
    if lemma in ("turn", "downgrade", "convert", "change", "replace") and last.passive and not (hedged or negated):
        return _ahead(Status.SCHEDULED, f"“{lemma}”", change=Change.MOVE, deed=True)
    if lemma in ("pencil", "envisage") and last.passive and not negated:
        return _ahead(Status.TENTATIVE, f"“{lemma}”")
    if last.passive or lemma in ("fall-through", "collapse", "break-off", "break-up", "back-on", "put-on"):
        if (lemma in ("collapse", "break-off", "break-up") and not last.passive) or lemma in (
            "break-off",
            "end",
            "conclude",
            "wrap",
        ):
            if hedged or negated or last.modal:
                return NOTHING
            return Stance(Status.CONCLUDED, _PAST, why=f"“{lemma}”")
        if (
            lemma in lx.CANCEL_VERBS
            or lemma in lx.POSTPONE_VERBS
            or lemma in lx.MOVE_VERBS
            or lemma in lx.EARLIER_VERBS
            or lemma in lx.EXTEND_VERBS
            or lemma in lx.REINSTATE_VERBS
        ):
            if lemma == "reschedule" and (firm or last.modal == "will"):
                return Stance(Status.POSTPONED, _FUTURE, Change.POSTPONE, why="will be rescheduled", deed=True)
            return of_object(links, headline=headline, reported=reported, alone=False)
        if lemma == "delay" and negated:
            return NOTHING
        if lemma in lx.STAGE_VERBS:
            stance = of_event_verb(links, headline=headline, reported=reported, alone=False)
            if last.progressive and last.tense in ("present",):
                return Stance(Status.UNDERWAY, Direction.UNKNOWN, why="is being held")
            if (
                lemma == "hold"
                and last.tense == "present"
                and last.passive
                and last.modal is None
                and not last.progressive
                and stance.status is Status.SCHEDULED
            ):
                return stance
            return stance
        return of_object(links, headline=headline, reported=reported, alone=False)
    if lemma in lx.MOVE_VERBS:
        return of_object(links, headline=headline, reported=reported, alone=False)
    if lemma in lx.OCCUR_VERBS:
        stance = of_event_verb(links, headline=headline, reported=reported, alone=False)
        if lemma in ("take-place", "happen", "occur") and negated and last.tense in ("past", "perfect", "pastperfect"):
            return Stance(Status.CANCELLED, Direction.UNKNOWN, Change.CANCEL, why="did not take place")
        if lemma in ("take-place", "happen", "occur") and stance.status is Status.UNDERWAY and last.tense == "past":
            return Stance(Status.CONCLUDED, _PAST, why="took place")
        if lemma in ("go-ahead", "proceed"):
            if stance.status is Status.CONCLUDED:
                return Stance(Status.CONCLUDED, _PAST, why="went ahead")
            if stance.status is Status.SCHEDULED:
                return replace(stance, change=Change.RESUME)
            if stance.denial:
                return replace(stance, denial=False)  # only what was planned can fail to go ahead
        return stance
    if lemma == "follow" and not last.passive and not negated:
        if hedged:
            return _ahead(Status.TENTATIVE, "may follow")
        if firm or last.modal == "will":
            return _ahead(Status.SCHEDULED, "will follow")
        return NOTHING
    if lemma == "continue":
        if hedged:
            return Stance(Status.TENTATIVE, _FUTURE, why="may continue", weak=True)
        if last.modal == "will" or firm:
            return Stance(Status.SCHEDULED, _FUTURE, why="will continue", weak=True)
        return Stance(Status.UNDERWAY, Direction.UNKNOWN, why="goes on")
    if lemma in ("enter", "spill", "stretch", "drag") and not (hedged or negated or proposed or last.modal):
        return Stance(Status.UNDERWAY, Direction.UNKNOWN, why="“enter” another stage")
    if lemma in ("end", "conclude", "finish", "close", "complete"):
        if hedged or negated or proposed or firm or last.modal:
            return Stance(None, _FUTURE, why=ENDS_AHEAD, weak=True)
        if last.tense in ("past", "perfect"):
            return Stance(Status.CONCLUDED, _PAST, why=f"“{lemma}”")
        return NOTHING
    if lemma in ("due", "set", "schedule", "slate"):
        if negated:
            return NOTHING
        return _ahead(Status.TENTATIVE if hedged else Status.SCHEDULED, f"“{lemma}”")
    if lemma in ("expect", "plan", "likely", "hope", "intend", "pencil", "envisage"):
        if negated:
            return NOTHING
        return _ahead(Status.TENTATIVE, f"“{lemma}”")
    if lemma in ("fail", "stall"):
        return Stance(None, why="failed")
    if negated:
        return NOTHING
    if lemma == "doubt":
        return Stance(None, _FUTURE, why="in doubt")
    if lemma == "be":
        if last.modal in ("would", "should"):
            return NOTHING
        if hedged:
            return _ahead(Status.TENTATIVE, "may be", weak=True)
        if last.modal == "will":
            return _ahead(Status.SCHEDULED, "will be")
        if last.tense in ("past", "perfect"):
            return Stance(Status.CONCLUDED, _PAST, why="was", weak=True)
        return Stance(Status.SCHEDULED, Direction.UNKNOWN, why="is", weak=True)
    if hedged or proposed:
        return Stance(None, why="no assertion that it takes place")
    if firm or last.modal == "will":
        return _ahead(Status.SCHEDULED, "spoken of in the future", weak=True)
    if last.tense in ("past", "perfect") and not last.passive:
        told = lemma in lx.TALKED_OF and last.tense == "past"  # "the meeting between A and B focused on trade"
        return Stance(Status.CONCLUDED, _PAST, why="spoken of in the past", weak=not told)
    if last.tense == "present" and lemma in ("come", "follow", "mark", "coincide"):
        return Stance(None, why="its place among other events")
    return NOTHING
