"""Which news agency an article comes from, as far as it says so itself.

A newspaper that prints a Reuters report is no second source beside Reuters, and neither is one that writes "TASS
reported". Both are told by the article's own words: a dateline ("GENEVA, Jan 3 (Reuters) -"), a byline ("By Agence
France-Presse"), a sign-off ("(Reporting by …; Editing by …)", which is Reuters' form), a copyright line, or the
attribution of the very sentence that a report quotes. An article that names several agencies at its end ("with
reporting by Reuters and AFP") wrote its own story out of them and belongs to none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import Final

_AGENCIES: Final = """
AFP          | AFP; Agence France-Presse; Agence France Presse   | afp.com
ANI          | ANI; Asian News International                     | aninews.in
ANSA         | ANSA                                              | ansa.it
AP           | AP; Associated Press; The Associated Press; AP News | apnews.com ap.org
APA          | Austria Press Agency                              | apa.at
Anadolu      | Anadolu; Anadolu Agency; Anadolu Ajansi           | aa.com.tr
Antara       | Antara                                            | antaranews.com
Azertac      | Azertac; AZERTAC                                  | azertag.az
BelTA        | BelTA; BELTA                                      | belta.by
Belga        | Belga; Belga News Agency                          | belganewsagency.eu
Bernama      | Bernama; BERNAMA                                  | bernama.com
Bloomberg    | Bloomberg; Bloomberg News                         | bloomberg.com
CTK          | CTK; ČTK; Czech News Agency                       | ceskenoviny.cz
EFE          | EFE; Agencia EFE                                  | efe.com
Fars         | Fars; Fars News Agency                            | farsnews.ir
IANS         | IANS; Indo-Asian News Service                     | ians.in
IRNA         | IRNA; Islamic Republic News Agency                | irna.ir
ISNA         | ISNA; Iranian Students' News Agency               | isna.ir
Interfax     | Interfax; Interfax News Agency                    | interfax.com interfax.ru
Interfax-Ukraine | Interfax-Ukraine                              | interfax.com.ua
KCNA         | KCNA; Korean Central News Agency                  | kcna.kp
KUNA         | KUNA; Kuwait News Agency                          | kuna.net.kw
Kazinform    | Kazinform                                         | inform.kz
Kyodo        | Kyodo; Kyodo News                                 | kyodonews.net
MENA         | Middle East News Agency                           | mena.org.eg
MTI          | MTI; Hungarian News Agency                        | mti.hu
PA           | PA Media; Press Association                       | pamediagroup.com
PAP          | PAP; Polish Press Agency                          | pap.pl
PTI          | PTI; Press Trust of India                         | ptinews.com
QNA          | QNA; Qatar News Agency                            | qna.org.qa
RIA          | RIA; RIA Novosti; RIA news agency                 | ria.ru
Reuters      | Reuters; REUTERS; Thomson Reuters                 | reuters.com
SANA         | SANA; Syrian Arab News Agency                     | sana.sy
SPA          | SPA; Saudi Press Agency                           | spa.gov.sa
Sputnik      | Sputnik; Sputnik News                             | sputniknews.com sputnikglobe.com
TASS         | TASS; ITAR-TASS; Tass                             | tass.com tass.ru
Tasnim       | Tasnim; Tasnim News Agency                        | tasnimnews.com
UNIAN        | UNIAN                                             | unian.info unian.net unian.ua
UPI          | UPI; United Press International                   | upi.com
Ukrinform    | Ukrinform                                         | ukrinform.net ukrinform.ua
VNA          | VNA; Vietnam News Agency                          | vnanet.vn
WAM          | WAM; Emirates News Agency                         | wam.ae
Xinhua       | Xinhua; Xinhua News Agency; XINHUA                | xinhuanet.com news.cn
Yonhap       | Yonhap; Yonhap News Agency                        | yna.co.kr
dpa          | dpa; DPA; Deutsche Presse-Agentur                 | dpa.com dpa-international.com
"""


def _table() -> tuple[dict[str, str], dict[str, str]]:
    names: dict[str, str] = {}
    sites: dict[str, str] = {}
    for line in _AGENCIES.strip().splitlines():
        agency, aliases, own = (part.strip() for part in line.split("|"))
        names.update((alias.strip(), agency) for alias in aliases.split(";"))
        sites.update((site, agency) for site in own.split())
    return names, sites


_NAMES, _SITES = _table()
_BY_OUTLET: Final = {name.casefold(): agency for name, agency in _NAMES.items()}
_NAME: Final = "|".join(re.escape(name) for name in sorted(_NAMES, key=len, reverse=True))

_HEAD: Final = 300
"""Characters in which a dateline or a slug stands."""

_EDGE_LINES: Final = 6
"""Lines at either end of a text among which bylines, sign-offs and copyright lines stand."""


class _Lazy:
    """An expression that is compiled when it is first needed: with all names in it that takes a while, and most commands
    need none."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern, self.flags = pattern, flags

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern, self.flags)


# "GENEVA, Jan 3 (Reuters) - ", "MOSCOW, January 3. /TASS/. ", "(AP) —", "BEIJING (Xinhua) --", "GENEVA – AFP –"
_DATELINE: Final = _Lazy(
    rf"(?:^|\n)[^\n(/]{{0,80}}?(?:\(\s?(?P<round>{_NAME})\s?\)\s?(?:[-–—:.]|$)|/(?P<slash>{_NAME})/)"
    rf"|^\s*(?P<slug>{_NAME})\s?(?:[-–—]{{1,2}}|:)\s"
)
_BYLINE: Final = _Lazy(
    rf"^\W*(?:by|source|from)\W{{1,3}}(?:the\s)?(?P<name>{_NAME})\b\W*(?:news agency|staff(?: writers?)?)?\W*$"
    rf"|^by\s[^\n]{{3,60}}(?:[,|/(]|\s[-–—]\s|\sof\s(?:the\s)?)\s?(?:the\s)?(?P<of>{_NAME})\W*$",
    re.I,
)
_FOOT: Final = _Lazy(
    rf"^(?:copyright\b|©|\(c\))[^\n]{{0,20}}?\b(?P<owner>{_NAME})\b|^\W{{0,3}}(?P<bare>{_NAME})\W{{0,3}}$", re.I
)
"""Only at the end: above the text, a bare name or a copyright sign is a photograph's."""
_REUTERS_SIGNOFF: Final = re.compile(
    r"^\W{0,2}(?:additional\s)?(?:reporting|writing)\sby\b[^\n]{2,200};[^\n]{0,160}\bediting\sby\b", re.I
)
_TOLD: Final = _Lazy(
    rf"\b(?:[Aa]ccording\sto|(?:told|reported|quoted|cited|citing|carried|said)(?:\s(?:by|to))?|interview\swith)\s"
    rf"(?:(?:the|a|state|state-run|state-owned|official|russia's|china's|iran's|news|agency)\s){{0,3}}(?P<to>{_NAME})\b(?!-\w)"
    rf"|\b(?P<who>{_NAME})(?:\s(?:state\s)?(?:news\s)?agency)?\s(?:has\s)?(?:also\s)?(?:reported|reports|said|says|quoted|quotes|cited|cites|learned|learnt)\b"
)


@lru_cache(maxsize=4_096)
def agency_of_outlet(outlet: str | None, site: str | None = None) -> str | None:
    """The agency that an outlet is, by its own site (registrable domain) or its exact name."""
    if site is not None and site in _SITES:
        return _SITES[site]
    return _BY_OUTLET.get(" ".join(outlet.split()).casefold()) if outlet else None


def agency_named(text: str) -> str | None:
    """The one agency whose dispatch ``text`` says it is; None where it says nothing, or names several."""
    found = _DATELINE.compiled.search(text[:_HEAD])
    if found:
        return _NAMES[found["round"] or found["slash"] or found["slug"]]
    lines = [line for line in (line.strip() for line in text.split("\n")) if line]
    named: dict[str, None] = {}
    for place, line in enumerate(lines):
        head, foot = place < _EDGE_LINES, place >= len(lines) - _EDGE_LINES
        if not (head or foot) or len(line) > 260:
            continue
        match = _BYLINE.compiled.match(line) if len(line) <= 140 else None
        if match is None and foot and place > 0:
            match = _FOOT.compiled.match(line)
        if match is not None:
            name = _known(next(filter(None, match.groups())))
            if name is not None:
                named[name] = None
        elif foot and _REUTERS_SIGNOFF.match(line):
            named["Reuters"] = None
    return next(iter(named)) if len(named) == 1 else None


def _known(name: str) -> str | None:
    """By exact spelling where it is short ("PAP", not "pap"), else in any case."""
    return _NAMES.get(name) or (_BY_OUTLET.get(name.casefold()) if len(name) > 5 else None)


@lru_cache(maxsize=8_192)
def agency_told(quote: str) -> str | None:
    """The agency that a quoted sentence gives as its source ("TASS reported", "told Interfax", "according to Reuters")."""
    found = _TOLD.compiled.search(quote)
    return _NAMES[found["to"] or found["who"]] if found else None


AGENCIES: Final[Mapping[str, str]] = _NAMES
"""Name as written → the agency's id."""

AGENCY_IDS: Final = frozenset(_NAMES.values())
