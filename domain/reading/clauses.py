"""A sentence taken apart: tokens, verbs, actors, clauses and attributions, in this order."""

from __future__ import annotations

from collections.abc import Sequence

from domain.reading.actors import find_actors
from domain.reading.attributions import (
    find_attributions,
    inset_of_saying,
    led_to,
    since_then,
    speaker_text,
    spelt_out,
    without_commas,
)
from domain.reading.segments import find_segments
from domain.reading.syntax import Sentence, tokenise
from domain.reading.tokens import NameMention, TimeMention
from domain.reading.verbs import verb_groups


def parse(text: str, start: int, end: int, names: Sequence[NameMention], times: Sequence[TimeMention]) -> Sentence:
    """Tokens, verb groups, actors, segments and attributions of one sentence."""
    sentence = Sentence(start, end, tokenise(text, start, end, names, times), text=text[start:end])
    if "delegation" in sentence.text:
        led_to(sentence.tokens)
    if " since " in sentence.text:
        since_then(sentence.tokens)
    if ", however," in sentence.text or ", meanwhile," in sentence.text:
        sentence.tokens = without_commas(sentence.tokens)
    sentence.groups = verb_groups(sentence.tokens)
    spelt = spelt_out(sentence.tokens, sentence.groups)
    if spelt is not None:
        sentence.tokens = spelt
        sentence.groups = verb_groups(spelt)
    inset = inset_of_saying(sentence.tokens, sentence.groups)
    if inset is not None:
        words = speaker_text(sentence, text, *inset)
        sentence.tokens = sentence.tokens[: inset[0]] + sentence.tokens[inset[1] + 1 :]
        sentence.groups = verb_groups(sentence.tokens)
        if words:
            sentence.attributions.append((words, None))
    find_actors(sentence, text)
    find_segments(sentence)
    find_attributions(sentence, text)
    return sentence
