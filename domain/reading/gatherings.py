"""Who comes to a gathering that the article tells of in several places: "the SAARC summit opened …", "leaders of … arrived to join it".

News about a summit names its convening body once and those who come in other sentences. Where an article tells of one
body's gathering, sentences about who attends "the summit" are of that one, and not a meeting of the guests by themselves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from domain.reading import lexicon as lx
from domain.reading.mention_frame import Frame
from domain.reports import Status


def convene(frames: Sequence[Frame]) -> None:
    """Give the body whose gathering the article tells of to the mentions of who attends it."""
    sessions = [f for f in frames if f.session and not f.past_label and not f.history and _body(f)]
    if not sessions:
        return
    told = Counter(_body(f) for f in sessions if f.kind in lx.GATHERINGS or f.kind == lx.MEETING)
    ranked = told.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]):
        return
    body = ranked[0][0]
    own = [f for f in sessions if _body(f) == body]
    labels = {word for f in own for word in f.label}
    cities = {f.city for f in own if f.city}
    for frame in frames:
        if frame.session or frame.past_label or frame.occasion or frame.history:
            continue
        if not (frame.attends or (frame.kind in lx.GATHERINGS and not frame.parties and frame.definite)):
            continue
        if frame.status is Status.CANCELLED or frame.stance.denial:
            continue
        if (frame.label and not labels & set(frame.label)) or (frame.city and cities and frame.city not in cities):
            continue
        frame.parties = tuple(dict.fromkeys((*frame.parties, body)))
        frame.session = frame.definite = True
        frame.notes.append(f"of the gathering of {body}")


def _body(frame: Frame) -> str:
    """The one organisation or grouping among the parties of a session; "" where there are more."""
    bodies = [p for p in frame.parties if not lx.is_state(p)]
    return bodies[0] if len(bodies) == 1 else ""
