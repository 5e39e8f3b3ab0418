"""What the name stages share: the people an article introduces, and how personal names are written."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

CAPITAL = "A-Z\u00c0-\u00d6\u00d8-\u00de\u0100\u0106\u010c\u010e\u0110\u0112\u0118\u011a\u011e\u0122\u0130\u0136\u013b\u013d\u0141\u0143\u0145\u0147\u0150\u0158\u015a\u015e\u0160\u0164\u016a\u016e\u0170\u0179\u017b\u017d\u0218\u021a"
"""The capital letters of the Latin alphabets that names in English-language news are written in."""

TOKEN = re.compile(rf"\b[{CAPITAL}]\w*")

# Lower-case parts that belong to the name after them: "Adel al-Jubeir", "Ursula von der Leyen", "Mohammed bin Salman".
PARTICLES = frozenset(
    "al el ul ur as ash az an bin ben bint ibn abu de del della da das do dos di du van von der den ter ten la le y e i".split()
)

US_GEORGIA_CUES = re.compile(
    r"\b(?:Atlanta|Savannah|Sea Island|Fulton County|Brian Kemp|Raffensperger|Jimmy Carter|Fort Benning|Warnock)\b"
)
GE_GEORGIA_CUES = re.compile(
    r"\b(?:Tbilisi|Georgians|Saakashvili|Abkhaz\w*|Ossetia\w*|Ivanishvili|Shevardnadze|Batumi|Margvelashvili|Zurabishvili|Zourabichvili|Kobakhidze|Garibashvili|Russian?|Caucasus)\b"
)


_FOLDING = str.maketrans(
    {
        **dict(zip("ÁÀÂÄÃÅĀáàâäãåāăą", "AAAAAAAaaaaaaaaa")), **dict(zip("ÉÈÊËĒĚéèêëēěę", "EEEEEEeeeeeee")),
        **dict(zip("ÍÌÎÏİíìîïīı", "IIIIIiiiiii")), **dict(zip("ÓÒÔÖÕŌóòôöõōő", "OOOOOOooooooo")),
        **dict(zip("ÚÙÛÜŪúùûüūůű", "UUUUUuuuuuuu")), **dict(zip("ÇČĆçčć", "CCCccc")), **dict(zip("ÑŃñńň", "NNnnn")),
        **dict(zip("ŠŚŞȘšśşș", "SSSSssss")), **dict(zip("ŽŹŻžźż", "ZZZzzz")), **dict(zip("ĖėĮįŲų", "EeIiUu")), **dict(zip("ĞğŁłĐđÝýŘřŤťȚțŢţĎď", "GgLlDdYyRrTtTtTtDd")),
        **dict(zip("ĢģĶķĻļĽľĹĺŅņŔŕ", "GgKkLlLlLlNnRr")), "Þ": "Th", "ø": "o", "Ø": "O", "ß": "ss", "æ": "ae", "Æ": "Ae", "ð": "d", "þ": "th",
    }
)  # fmt: skip


def fold(name: str) -> str:
    """``name`` as a newspaper without diacritics writes it."""
    return name if name.isascii() else name.translate(_FOLDING)


_FAMILY_FIRST: Final = frozenset({"CN", "KR", "KP", "TW", "HK", "SG"})
_FAMILY_NAMES: Final = frozenset(
    """Ahn An Bae Baek Bahn Bai Ban Bo Cai Cao Chang Chen Cheng Chi Chiang Chiu Cho Choe Choi Chon Chong Chou Chu Chun Chung Cui Dai Deng Ding
    Dong Du Fan Fang Feng Fu Gan Gao Geng Goh Gong Gu Guo Ha Hahm Han Hao He Heng Ho Hong Hou Hsieh Hsu Hu Hua Huang Hung Hur Hwang Hyon Hyun Im
    Jang Jeon Jeong Jia Jiang Jin Jo Joo Ju Jung Kang Kao Keum Kim Ko Koh Kong Koo Ku Kuo Kwak Kwon Lai Lam Lau Le Lee Leung Li Liang
    Liao Lien Lim Lin Liu Lo Lou Lu Luo Ma Mao Meng Min Moon Na Nam Ng No Noh O Oh Ong Ou Paek Paik Pak Pan Pang Park Peng Qian Qin Ren Ri Ro
    Roh Rim Ryoo Ryu Seo Shen Shi Shim Shin Sim So Sohn Song Su Suh Sun Sung Tae Tan Tang Teo Tian Tsai Tsang Tseng Tung Wan Wang Wei Wen Weon
    Wi Won Woo Wu Xia Xiao Xie Xiong Xu Xue Yan Yang Yao Ye Yen Yi Yim Yin Yoo Yoon You Yu Yuan Yun Zeng Zhai Zhang Zhao Zheng Zhong Zhou
    Zhu Zou Hyon Kuk Goh Teo Heng Ng Gan Chan Xi Hwangbo Pai Paik Thae Chae Tong Tsui Yue Ji Ge Leng Cong Shao""".split()
)
NEVER_BARE: Final = frozenset(
    """He She They We You It An So To Do No Be Will An Are Can Did Has Have How If In Is Its May Not Of On Or Our Out The This That Was Who
    Muslim Christian Sunni Shia Jewish Catholic Muslims Christians Sunday Monday Prince Princess King Queen Sheikh President Minister
    General Emir Sultan Pope Cardinal Ayatollah Lord Sir Jr Jr. Sr Sr. II III IV VI XIV XVI Al El De Van Von Bin Abu Ben Ould""".split()
) - {"May"}
"""Words that are never a surname on their own, whoever bears them."""

_GIVEN_REPEATED: Final = frozenset({"TH", "LA", "ET", "ER", "MY", "ID", "MN", "KH", "IS", "MM"})
"""Where the family name comes first, and where newspapers (also) repeat the first name: "Prayuth", "Abiy", "Mahathir"."""


def surname(name: str, party: str | None) -> str:
    """The part of a full name that newspapers repeat: the family name, whichever end it stands at."""
    words = name.split(" ")
    if len(words) == 1:
        return name
    if party in _FAMILY_FIRST and words[0] in _FAMILY_NAMES:
        return words[0]
    last = words[-1]
    return last[3:] if last[:3] in ("al-", "el-", "Al-", "El-") else last


def short_names(name: str, party: str | None) -> tuple[str, ...]:
    """Every bare name by which an article may go on to call somebody it has introduced as ``name``."""
    words = name.split(" ")
    short = [surname(name, party)]
    if party in _GIVEN_REPEATED and len(words) > 1:
        short.append(words[0])
    if party == "VN" and len(words) > 2:
        short = [words[-1]]
    return tuple(dict.fromkeys(short))


@dataclass(frozen=True, slots=True)
class IntroducedPerson:
    """Somebody an article introduces or names in full. ``party`` is None for those who represent nobody now."""

    start: int
    end: int
    name: str
    party: str | None
    role: str | None
    short: tuple[str, ...] = ()
    """The bare names by which the rest of the article may call this person."""


@dataclass(slots=True)
class IntroducedName:
    """All people of one article who share a name, in the order of the text."""

    starts: list[int]
    people: list[IntroducedPerson]
    bare: bool

    def at(self, position: int) -> IntroducedPerson:
        """The last one introduced before ``position``, or else the first one at all."""
        return self.people[max(0, bisect_right(self.starts, position) - 1)]


@dataclass(frozen=True, slots=True)
class Introductions:
    """What one article makes clear about names; pass it back to :meth:`Gazetteer.find` as ``introduced``."""

    people: tuple[IntroducedPerson, ...] = ()
    us_georgia: bool = False
    """True where "Georgia" is the American state throughout the article."""
    opposition: str | None = None
    """The group that a mere "the opposition" means in this article, where it is a party to talks."""
    index: Mapping[str, tuple[tuple[str, int, IntroducedName], ...]] = field(
        default_factory=dict, repr=False, compare=False
    )
