"""Which language a text is in, as far as the reader must know: English or not, and if not, roughly which.

A profile of function words (the commonest closed-class words of each language, counted over the first few thousand
characters) and, for other scripts, the Unicode block. After W. B. Cavnar and J. M. Trenkle's observation that the most frequent
tokens of a text identify its language; no model and no table beyond the words below.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

_PROFILES: Final[dict[str, frozenset[str]]] = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the of and a to in that is was for on with as by at from his he will be has have had it are were which said would an after this their not but they who also its been",
        "fr": "le la les des et du en une est que qui dans pour sur par au avec il ce pas plus son sont aux cette ses été ont mais ou lui nous leur selon après",
        "de": "der die das und den von zu mit sich des ist im dem nicht ein eine auf für als auch es an werden aus er hat dass sie nach wird bei einer am noch wie über",
        "es": "el la de los las que en y del se por con una para un su al como más no es lo sobre este entre han fue según sus ha pero también",
        "it": "il di che la e per del un in una della con non sono si da dei alla nel le al come più anche lo gli ha dal delle ma è stato dopo",
        "pt": "o de a que e do da em um para com uma os no se na por mais as dos como mas ao ele das à seu sua ou quando foi não são pelo após",
        "nl": "de het een van en in is dat op te zijn met voor niet aan er om ook als door naar bij uit maar dan nog heeft werd wordt hij zich",
        "pl": "w i na z się nie do to że jest o jak po od za przez przy oraz dla są który został być będzie ale jego",
        "tr": "ve bir bu da de için ile olarak olan çok daha gibi sonra kadar ancak ise değil göre oldu olduğunu dedi",
        "sv": "och att det i en som på är av för med till den har inte om ett men var sig så från kan efter",
        "no": "og i det på som en er av for med til at har de ikke den om et men var seg fra kan etter",
        "da": "og i det på som en er af for med til at har de ikke den om et men var sig fra kan efter",
        "fi": "ja on ei että se oli hän mutta myös kun ovat tai jos niin sen kuin mukaan joka ole",
        "cs": "a se v na je že o z s do i to za by jsou který podle ale jako jeho jen bude byl",
        "ro": "și de în a la cu pe că este din pentru nu o un mai sunt care s-a au fost prin după",
        "hu": "a az és hogy nem is egy meg ez de volt csak még már mint van szerint azt",
        "id": "dan yang di untuk dengan pada dari dalam ini itu tidak akan oleh adalah telah juga mengatakan kepada karena",
        "vi": "và của là các có không cho được trong một người với những đã này khi đến",
        "sw": "na ya wa kwa ni katika la za kuwa hiyo huo baada alisema kama cha",
    }.items()
}
_SCRIPTS: Final[tuple[tuple[str, str], ...]] = (
    ("ja", r"[\u3040-\u30ff]"), ("ko", r"[\uac00-\ud7af]"), ("zh", r"[\u4e00-\u9fff]"), ("uk", r"[іїєґ]"), ("ru", r"[\u0400-\u04ff]"),
    ("fa", r"[پچژگ]"), ("ar", r"[\u0600-\u06ff]"), ("he", r"[\u0590-\u05ff]"), ("el", r"[\u0370-\u03ff]"), ("hi", r"[\u0900-\u097f]"),
    ("th", r"[\u0e00-\u0e7f]"), ("ka", r"[\u10a0-\u10ff]"), ("hy", r"[\u0530-\u058f]"), ("bn", r"[\u0980-\u09ff]"),
)  # fmt: skip
_NON_LATIN: Final = r"[\u0370-\u1fff\u3040-\ud7af]"
_LETTER: Final = re.compile(r"[^\W\d_]")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")

SAMPLE: Final = 2400
"""Characters looked at: enough for a stable profile, and a bound on the work for a long text."""

UNDETERMINED: Final = "und"


def language(text: str) -> str:
    """BCP 47 primary tag of ``text``; ``und`` where there is too little to tell."""
    sample = text[:SAMPLE]
    padded = sample.lower()
    if padded.count(" the ") * 150 > len(sample) > 150 and (
        padded.count(" of ") + padded.count(" and ") + padded.count(" to ")
    ) * 100 > len(sample):
        return "en"  # no other language has these; the common case, at memory speed
    letters = len(_LETTER.findall(sample))
    if not letters:
        return UNDETERMINED
    if not sample.isascii() and len(re.findall(_NON_LATIN, sample)) * 3 > letters:
        for tag, pattern in _SCRIPTS:
            found = len(re.findall(pattern, sample))
            if found * (40 if tag in ("uk", "fa", "ja") else 3) > letters:
                return tag
        return UNDETERMINED
    words = Counter(word.lower() for word in _WORD.findall(sample))
    total = sum(words.values())
    scores = {tag: sum(words[word] for word in profile) for tag, profile in _PROFILES.items()}
    best = max(scores, key=lambda tag: (scores[tag], tag == "en"))
    if total < 12:
        return (
            "en" if scores["en"] >= scores[best] else UNDETERMINED
        )  # a headline's worth: English unless something says otherwise
    if scores["en"] >= scores[best] * 0.8:
        return "en" if scores["en"] * 25 >= total else UNDETERMINED
    return best if scores[best] * 12 >= total else UNDETERMINED
