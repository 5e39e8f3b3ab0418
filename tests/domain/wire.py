"""A wire report of one's own making, and what papers make of it."""

from __future__ import annotations

LEAD = (
    "Envoys of Russia and the United States will meet in Geneva on Jan. 10 to discuss the security of the continent, a"
    " spokeswoman for the White House said on Monday, after weeks in which both capitals had traded drafts and warnings."
)
PARAGRAPHS = (
    LEAD,
    "The delegations are to be led by deputy foreign ministers. Neither side would say how long the round might last, and"
    " diplomats who know the agenda cautioned that a single day would hardly be enough for questions left open for years.",
    "Moscow has asked for written guarantees about the deployment of missiles near its borders. Washington has called some of"
    " the demands unacceptable while offering to speak about exercises, inspections and a hot line between commanders.",
    "Two days later the council that links the alliance with Moscow is due to gather in Brussels for the first time since the"
    " summer of 2019, and officials in Vienna are preparing a third conversation that brings in the other governments.",
    "A retired negotiator, who took part in an earlier round by the same lake, said the choice of the city was a message in"
    " itself: people go there when they would like to be seen talking, whatever they expect to bring home.",
    "Markets barely moved on the news. The rouble gained a little against the dollar, gas prices fell for a third day, and"
    " analysts warned clients not to read a breakthrough into what is so far no more than a date in the calendar.",
)
WIRE = "\n".join(PARAGRAPHS)
"""Some 250 words."""

OTHER_PARAGRAPHS = (
    "The American and Russian delegations are expected in Switzerland next Monday for the first of three conversations about"
    " what Moscow calls its red lines, according to people briefed on the preparations, who asked not to be named.",
    "For the Kremlin the timetable is a success of sorts: it wanted answers before the spring and has got at least a table to"
    " put its questions on. For the administration it is a way to keep allies together while it learns what is wanted.",
    "Nobody in either camp speaks of concessions. What they do speak of, at some length, is method: who sits where, what is"
    " written down, and whether the military should be in the room or wait until the diplomats have done their part.",
    "The allies in the east look on with worry. Their foreign ministers held a call on Sunday and let it be known that nothing"
    " should be agreed over their heads, a phrase that has been heard in every such week for the past thirty years.",
)
OTHER = "\n".join(OTHER_PARAGRAPHS)
"""Another reporter's story about the same talks."""

FURNITURE = (
    "Our journalism is paid for by readers. If you value what you have just read, become a member from a few coins a month"
    " and help our correspondents to stay where others have long packed up. You can leave at any time, and every member gets"
    " the weekend letter with the best of our features, interviews and pictures from around the world."
)
"""What one outlet puts under every article."""
