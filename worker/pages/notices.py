"""Messages of machines that come where an article should be: errors, robot checks, consent and login pages."""

from __future__ import annotations

import re
from typing import Final

from worker.pages.text import one_line

NOTICE_LENGTH: Final = 1_500
"""Characters. A page that only *speaks* of cookies or errors is longer than this; one that is nothing else is shorter."""

_ERROR_TITLE: Final = re.compile(
    r"""^\W*(?:
      (?:error\s*)?(?:4\d\d|5\d\d)\b(?:\s*[-–—:|]?\s*(?:error|not\s+found|forbidden|unauthori[sz]ed|bad\s+gateway|gone
          |access\s+denied|service\s+(?:temporarily\s+)?unavailable|page\s+not\s+found|internal\s+server\s+error|$).*|\W*$)
    | (?:http\s+)?error\b\s*(?:4\d\d|5\d\d|\W*$)
    | (?:the\s+)?page\s+(?:you\s+\w+(?:\s+\w+){0,3}\s+)?(?:is\s+|was\s+|could\s+|can\s*)?not\s+(?:be\s+)?(?:found|available)
    | page\s+(?:not\s+found|unavailable|does\s+not\s+exist)
    | (?:oops|sorry)\b.{0,40}(?:not\s+found|wrong|error|exist)
    | not\s+found\W*$ | access\s+(?:to\s+this\s+page\s+has\s+been\s+)?denied(?:\W*$|\s+[-–—|]) | forbidden\W*$ | bad\s+gateway\b
    | service\s+(?:temporarily\s+)?unavailable | site\s+(?:is\s+)?(?:under\s+maintenance|temporarily\s+unavailable)
    | internal\s+server\s+error | gateway\s+time-?out
    )""",
    re.I | re.X,
)
_ROBOT_TITLE: Final = re.compile(
    r"^\W*(?:just\s+a\s+moment|attention\s+required|are\s+you\s+(?:a\s+)?(?:human|robot)|verify(?:ing)?\s+(?:that\s+)?you\s+are\s+(?:a\s+)?human"
    r"|checking\s+your\s+browser|pardon\s+our\s+interruption|security\s+check|robot\s+check|captcha|ddos[\s-]guard)",
    re.I,
)
_CONSENT_TITLE: Final = re.compile(
    r"^\W*(?:before\s+you\s+continue|we\s+(?:value|respect|care\s+about)\s+your\s+privacy|your\s+privacy(?:\s+choices)?\W*$"
    r"|(?:cookie|privacy)\s+(?:consent|settings|preferences|choices|notice)|consent\W*$|datenschutzeinstellungen|.{0,30}\bconsent\s+management)",
    re.I,
)
_LOGIN_TITLE: Final = re.compile(
    r"^\W*(?:(?:log|sign)\s*[\s-]?in(?:\s+to\b.*|\s+required)?|subscribe(?:\s+(?:now|to\s+.{1,40}))?)\W*$", re.I
)
_ROBOT_TEXT: Final = re.compile(
    r"enable\s+javascript\s+and\s+cookies\s+to\s+continue|please\s+(?:enable|turn\s+on)\s+javascript"
    r"|verif(?:y|ying)\s+(?:that\s+)?you\s+are\s+(?:a\s+)?(?:human|not\s+a\s+(?:ro)?bot)|unusual\s+traffic\s+from\s+your",
    re.I,
)
_CONSENT_TEXT: Final = re.compile(
    r"\b(?:cookies?|consent|your\s+privacy|personali[sz]ed\s+ad\w*|legitimate\s+interests?|partners)\b", re.I
)


def not_news_reason(title: str, text: str) -> str | None:
    """Why something with this title and text is a message of a machine and no article, as a clause; None for articles.

    Holds for pages and for feed entries: bridges publish their own errors as entries (RSS-Bridge#1849). Only short texts
    are judged, so an article *about* an outage or about cookies stays an article.
    """
    title = title.strip()
    if len(text) > NOTICE_LENGTH:
        return None
    if _ERROR_TITLE.match(title) and not _reads_like_prose(text):
        return f"it is an error page (“{one_line(title, 60)}”)"
    if _ROBOT_TITLE.match(title) or (_ROBOT_TEXT.search(text) and len(text) < 600):
        return "the site asks for proof that we are no robot"
    words = len(text.split())
    if _CONSENT_TITLE.match(title) or (words < 250 and len(_CONSENT_TEXT.findall(text)) >= max(3, words / 30)):
        return "it is a consent page"
    if _LOGIN_TITLE.match(title) and not _reads_like_prose(text):
        return "it is a login page"
    return None


def _reads_like_prose(text: str) -> bool:
    return len(re.findall(r"[a-zà-ÿа-я]{2}[.!?](?:\s|$)", text)) >= 5


_ERROR_ENTRY: Final = re.compile(
    r"""^\W*(?:
      (?:rss-?)?bridge\s+(?:returned\s+)?error\b
    | (?:http\s+)?(?:error|status)\s*:?\s*[45]\d\d\b
    | [45]\d\d\s*[-–—:]?\s*(?:not\s+found|forbidden|bad\s+gateway|unauthori[sz]ed|too\s+many\s+requests
        |service\s+unavailable|gateway\s+time-?out|internal\s+server\s+error)\W*$
    | just\s+a\s+moment\W*$ | failed\s+to\s+(?:fetch|parse|load)\s+(?:the\s+)?(?:feed|rss)\b
    | (?:this\s+)?feed\s+(?:is\s+|has\s+been\s+)?(?:discontinued|moved|no\s+longer\s+(?:available|maintained))
    )""",
    re.I | re.X,
)


def is_error_entry(title: str) -> bool:
    """Whether a feed entry with this title is an error that whoever makes the feed publishes as an entry
    (RSS-Bridge#1849). Stricter than for pages: an entry that is left out is lost."""
    return _ERROR_ENTRY.match(title) is not None
