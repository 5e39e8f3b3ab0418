"""Which agency a text says it is of."""

from __future__ import annotations

import pytest

from domain.agencies import AGENCIES, agency_named, agency_of_outlet, agency_told

BODY = "Envoys of both powers will meet on Monday.\nNeither side would say how long the round might last."


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        (f"GENEVA, Jan 3 (Reuters) - {BODY}", "Reuters"),
        (f"MOSCOW, January 3. /TASS/. {BODY}", "TASS"),
        (f"WASHINGTON (AP) — {BODY}", "AP"),
        (f"BEIJING, Jan. 3 (Xinhua) -- {BODY}", "Xinhua"),
        (f"Envoys to meet\nPARIS (AFP) – {BODY}", "AFP"),
        (f"AFP - {BODY}", "AFP"),
        (f"By Agence France-Presse\n{BODY}", "AFP"),
        (f"By Ann Lee, Associated Press\n{BODY}", "AP"),
        (f"By Ann Lee and Bo Ray | Reuters\n{BODY}", "Reuters"),
        (f"{BODY}\nSource: TASS", "TASS"),
        (f"{BODY}\n(Reporting by Ann Lee in Geneva; Editing by Bo Ray)", "Reuters"),
        (f"{BODY}\n(Additional reporting by Ann Lee; Writing by Cy Poe; Editing by Bo Ray)", "Reuters"),
        (f"{BODY}\nCopyright 2022 The Associated Press. All rights reserved.", "AP"),
        (f"{BODY}\n© 2022 AFP", "AFP"),
        (BODY, None),
        (f"{BODY}\nWith reporting by Reuters and AFP", None),
        (f"{BODY}\nWith files from Reuters", None),
        (f"By Ann Lee, Associated Press\n{BODY}\nSource: Reuters", None),
        (f"© AFP\n{BODY}\n{BODY}", None),
        (f"Reuters\n{BODY}\n{BODY}", None),
        (f"By Ann Lee, our correspondent\n{BODY}", None),
        (f"{BODY} Shares of Thomson Reuters (TRI) fell.", None),
        (f"The deputy governor of Hyderabad (AP) opened it. {BODY}", None),
        ("", None),
    ],
)
def test_an_agency_is_named_by_dateline_byline_sign_off_or_copyright(text: str, agency: str | None) -> None:
    assert agency_named(text) == agency


@pytest.mark.parametrize(
    ("quote", "agency"),
    [
        ("The talks will begin on Monday, TASS reported.", "TASS"),
        ("The talks will begin on Monday, the state news agency IRNA said.", "IRNA"),
        ("Lavrov told Interfax that the talks will begin on Monday.", "Interfax"),
        ("According to Reuters, the talks will begin on Monday.", "Reuters"),
        ("An official told the Associated Press that the talks will begin.", "AP"),
        ("The talks will begin on Monday, AFP has learned.", "AFP"),
        ("RIA news agency quoted a deputy minister as saying so.", "RIA"),
        ("An AP photographer saw the delegation arrive.", None),
        ("The spokesman told the Reuters-sponsored forum that talks will begin.", None),
        ("The talks will begin on Monday, the ministry said.", None),
    ],
)
def test_a_sentence_rests_on_the_agency_that_it_gives_as_its_source(quote: str, agency: str | None) -> None:
    assert agency_told(quote) == agency


def test_an_outlet_is_an_agency_by_its_site_or_its_whole_name() -> None:
    assert agency_of_outlet("Reuters: World", "reuters.com") == "Reuters"
    assert agency_of_outlet("the associated  press") == "AP"
    assert agency_of_outlet("Reuters Street Journal") is None
    assert agency_of_outlet(None) is None


def test_every_agency_is_known_by_one_name_only() -> None:
    assert all(agency_of_outlet(name) == agency for name, agency in AGENCIES.items())
