"""The gazetteer: whom and where a name means, on its date and in its sentence."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.reading import names_tables
from domain.reading.names import Gazetteer, GazetteerError
from domain.reading.names_model import fold
from domain.reading.tokens import NameKind, NameMention

GAZETTEER = Gazetteer.default()
TABLES = names_tables.load()


def find(text: str, day: str = "2024-05-10") -> list[NameMention]:
    return GAZETTEER.find(text, date.fromisoformat(day))


def read(text: str, day: str = "2024-05-10") -> list[NameMention]:
    published = date.fromisoformat(day)
    return GAZETTEER.find(text, published, introduced=GAZETTEER.introductions(text, published))


def parties(text: str, day: str = "2024-05-10") -> list[tuple[str, str | None]]:
    return [(mention.text, mention.party) for mention in read(text, day)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The U.S. and the U.K. agreed.", [("U.S.", "US"), ("U.K.", "GB")]),
        ("The USA, the UAE and the DPRK", [("USA", "US"), ("UAE", "AE"), ("DPRK", "KP")]),
        ("US-Iran talks", [("US", "US"), ("Iran", "IR")]),
        ("a U.S.-led coalition", [("U.S.", "US")]),
        ("Filipino and Emirati officials", [("Filipino", "PH"), ("Emirati", "AE")]),
        ("the Swiss, the Dutch and the Danes", [("Swiss", "CH"), ("Dutch", "NL"), ("Danes", "DK")]),
        ("South Korea, not Korea", [("South Korea", "KR"), ("Korea", "KR")]),
        ("North Korean envoys", [("North Korean", "KP")]),
        ("Papua New Guinea and Guinea-Bissau", [("Papua New Guinea", "PG"), ("Guinea-Bissau", "GW")]),
        ("the Democratic Republic of the Congo", [("Democratic Republic of the Congo", "CD")]),
        ("the Republic of the Congo", [("Republic of the Congo", "CG")]),
        ("Nigeria and Niger", [("Nigeria", "NG"), ("Niger", "NE")]),
        ("the Turkish Cypriot side", [("Turkish Cypriot", "TRNC")]),
        ("the Holy See and the Palestinian Authority", [("Holy See", "VA"), ("Palestinian Authority", "PS")]),
        ("Kosovo, Taiwan and Scotland", [("Kosovo", "XK"), ("Taiwan", "TW"), ("Scotland", "SCOTLAND")]),
        ("Côte d’Ivoire and Cote d'Ivoire", [("Côte d’Ivoire", "CI"), ("Cote d'Ivoire", "CI")]),
        ("Türkiye and Turkey", [("Türkiye", "TR"), ("Turkey", "TR")]),
        ("RUSSIA AND CHINA TO MEET", [("RUSSIA", "RU"), ("CHINA", "CN")]),
        ("South\nAfrica hosts", [("South\nAfrica", "ZA")]),
    ],
)
def test_states_are_found_by_name_abbreviation_and_demonym(text: str, expected: list[tuple[str, str]]) -> None:
    assert parties(text) == expected


@pytest.mark.parametrize(
    ("text", "party", "city", "country"),
    [
        ("The Kremlin said so.", "RU", "Moscow", "RU"),
        ("Downing Street said so.", "GB", "London", "GB"),
        ("Foggy Bottom was silent.", "US", "Washington", "US"),
        ("The Élysée said so.", "FR", "Paris", "FR"),
        ("The Elysee said so.", "FR", "Paris", "FR"),
        ("The Quai d'Orsay said so.", "FR", "Paris", "FR"),
        ("Zhongnanhai said so.", "CN", "Beijing", "CN"),
        ("The Blue House said so.", "KR", "Seoul", "KR"),
        ("Malacañang said so.", "PH", "Manila", "PH"),
        ("They flew to Peking.", "CN", "Beijing", "CN"),
        ("They flew to Kiev.", "UA", "Kyiv", "UA"),
        ("Rawalpindi is near.", "PK", "Rawalpindi", "PK"),
        ("in The Hague", "NL", "The Hague", "NL"),
    ],
)
def test_capitals_and_seats_carry_party_and_city(text: str, party: str, city: str, country: str) -> None:
    [mention] = find(text)
    assert (mention.kind, mention.party, mention.city, mention.country) == (NameKind.METONYM, party, city, country)


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("the European Commission", "EU"),
        ("the U.N. Security Council", "UN"),
        ("the General Assembly", "UN"),
        ("the International Atomic Energy Agency", "IAEA"),
        ("the Group of Eight", "G8"),
        ("G-20 leaders", "G20"),
        ("the African Union", "AFRICAN_UNION"),
        ("the Gulf Cooperation Council", "GCC"),
        ("the Minsk Group", "MINSK_GROUP"),
        ("the Quartet", "QUARTET"),
        ("Hamas", "HAMAS"),
        ("the Moro Islamic Liberation Front", "MILF"),
        ("al-Shabaab", "AL_SHABAAB"),
        ("Sinn Féin", "SINN_FEIN"),
        ("Sinn Fein", "SINN_FEIN"),
        ("the High Negotiations Committee", "SYRIAN_OPPOSITION"),
        ("the Palestine Liberation Organization", "PS"),
        ("the Rapid Support Forces", "RSF"),
    ],
)
def test_organisations_their_bodies_and_groups_are_found(text: str, party: str) -> None:
    assert [mention.party for mention in find(text)] == [party]


@pytest.mark.parametrize(
    ("text", "party", "members"),
    [
        ("the E3", "E3", ("DE", "FR", "GB")),
        ("the two Koreas", None, ("KP", "KR")),
        ("inter-Korean talks", None, ("KP", "KR")),
        ("the six-party talks", None, ("CN", "JP", "KP", "KR", "RU", "US")),
        ("the Baltic states", None, ("EE", "LT", "LV")),
        ("the Weimar Triangle", "WEIMAR_TRIANGLE", ("DE", "FR", "PL")),
    ],
)
def test_names_for_several_states_name_them_all(text: str, party: str | None, members: tuple[str, ...]) -> None:
    [mention] = find(text)
    assert (mention.party, mention.parties) == (party, members)


@pytest.mark.parametrize(
    "text",
    [
        "tell us about turkey",
        "The Washington Post reported",
        "according to the China Daily",
        "the Financial Times and the Moscow Times",
        "the Paris Agreement and the Minsk agreements",
        "the Geneva Conventions and the Camp David Accords",
        "at 8 p.m. Moscow time",
        "in the South China Sea and the Indian Ocean",
        "Latin American leaders",
        "an African-American senator",
        "pro-Russian fighters and anti-American slogans",
        "Iran-backed fighters in a Geneva-based office",
        "ethnic Albanians",
        "voters in Atlanta, Georgia",
        "Georgia Republicans",
        "the basketball player Michael Jordan",
        "George Washington and Denzel Washington",
        "the National Security Council met",
        "FOLLOW US",
        "the Bank of England and the Bank of Japan",
        "Stockholm University and Tehran University",
        "the Korean War on the Korean Peninsula",
        "nice people split the reading",
    ],
)
def test_phrases_that_only_contain_a_name_yield_nothing(text: str) -> None:
    assert [mention.text for mention in find(text) if mention.country not in ("US",) or mention.city is None] == []


SEAMS = {
    "newspapers and broadcasters": [
        "The Jerusalem Post and the Tehran Times reported", "the Times of London", "the Kathmandu Post", "Iran International said",
        "Radio Free Europe and the Voice of America", "the Xinhua News Agency", "the Korean Central News Agency",
    ],
    "treaties and processes": [
        "the Vienna Convention and the Hague Convention", "the Oslo accords and the Wye River Memorandum", "the Budapest Memorandum",
        "the Montreal Protocol and the Kyoto Protocol", "the Lisbon Treaty", "the Helsinki Final Act", "the Good Friday Agreement",
        "the Havana syndrome", "the Schengen Area", "the Astana process", "the Copenhagen criteria", "the Prespa Agreement",
    ],
    "wars and disasters": ["the Iraq War and the Falklands War", "the Vietnam War", "the Mumbai attacks", "the Fukushima disaster"],
    "companies and clubs": [
        "China Airlines, Qatar Airways and Oman Air", "Tokyo Electric Power", "Royal Dutch Shell", "Saudi Aramco and US Steel",
        "Real Madrid, Bayern Munich and Manchester City", "Dynamo Kyiv and Red Star Belgrade", "the Indian Premier League", "the Qatar World Cup",
        "the Boston Celtics", "the Bank of Thailand",
    ],
    "seas and continents": ["the Sea of Japan and the Gulf of Mexico", "East African leaders", "Asia-Pacific leaders", "Latin Americans", "Lake Geneva"],
    "food and habits": ["Brussels sprouts and Turkish delight", "French fries", "Dutch courage", "a Mexican standoff", "Turkey sandwiches"],
    "the American Georgia and other towns": [
        "Georgia's governor", "Georgia Gov. Smith", "Athens, Georgia", "Paris, Texas", "Moscow, Idaho", "East Palestine, Ohio", "Lebanon, Ohio",
        "St. Petersburg, Florida",
    ],
    "other people": [
        "Donald Trump Jr. flew home", "Ivanka Trump and Hunter Biden", "Laura Bush and Jeb Bush", "Michael Jordan met Chad Smith", "Kim Kardashian",
        "Li Ka-shing", "Sydney Sweeney", "Queen Victoria", "Jordan Peterson", "George Washington", "Cherie Blair",
    ],
    "churches and parties": ["the Russian Orthodox Church", "the Chinese Communist Party", "United Russia", "the Syrian Observatory for Human Rights"],
}  # fmt: skip


@pytest.mark.parametrize("day", ["1997-06-02", "2006-11-20", "2017-05-10", "2025-09-01"])
@pytest.mark.parametrize("text", [f"{kind}: {text}" for kind, texts in SEAMS.items() for text in texts])
def test_what_only_sounds_like_a_party_or_a_place_is_none(text: str, day: str) -> None:
    phrase = text.partition(": ")[2]
    assert [m.text for m in find(f"They spoke of {phrase}.", day) if m.party or m.city] == []


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("Pakistan's Foreign Office said so.", "PK"),
        ("the Pakistani Foreign Office said so.", "PK"),
        ("Britain's Foreign Office said so.", "GB"),
        ("Kyrgyzstan's White House was stormed.", "KG"),
        ("China's Beijing summit went well.", "CN"),
    ],
)
def test_a_seat_of_government_is_that_of_the_state_before_it(text: str, party: str) -> None:
    assert {mention.party for mention in find(text)} == {party}


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("leaders of the 27-nation bloc", "EU"),
        ("talks with six world powers", "P5+1"),
        ("the five permanent members of the Security Council", "P5"),
        ("the International Syria Support Group", "ISSG"),
        ("the Shanghai Cooperation Organisation", "SCO"),
        ("Pacific island leaders", "PIF"),
        ("West African leaders", "ECOWAS"),
        ("the Syrian High Negotiations Committee", "SYRIAN_OPPOSITION"),
        ("pro-Russian separatists", "UKRAINIAN_SEPARATISTS"),
        ("the Iran-backed Houthis", "HOUTHIS"),
        ("the Congo River Alliance", "AFC"),
        ("the CIA", "US"),
        ("Mossad", "IL"),
        ("Banja Luka", "REPUBLIKA_SRPSKA"),
        ("Zairean", "CD"),
    ],
)
def test_one_party_goes_by_many_names(text: str, party: str) -> None:
    assert [mention.party for mention in find(f"They met {text} again.")] == [party]


@pytest.mark.parametrize(
    ("text", "city", "country"),
    [
        ("at Camp David", "Camp David", "US"),
        ("in Sharm el Sheikh", "Sharm el-Sheikh", "EG"),
        ("at the Palais des Nations", "Geneva", "CH"),
        ("at Mar-a-Lago", "Palm Beach", "US"),
        ("at Sunnylands", "Rancho Mirage", "US"),
        ("in Panmunjeom", "Panmunjom", "KR"),
        ("at the Bürgenstock resort", "Bürgenstock", "CH"),
        ("at the Burgenstock resort", "Bürgenstock", "CH"),
        ("in Sochi", "Sochi", "RU"),
        ("in Pusan", "Busan", "KR"),
        ("in São Paulo", "São Paulo", "BR"),
        ("in Sao Paulo", "Sao Paulo", "BR"),
        ("in Nice", "Nice", "FR"),
        ("in Split, Croatia", "Split", "HR"),
        ("at Chequers", "Chequers", "GB"),
        ("in Toledo, Spain", "Toledo", "ES"),
        ("in the West Bank", None, "PS"),
        ("in Crimea", None, "UA"),
    ],
)
def test_places_give_city_and_country_and_no_party(text: str, city: str | None, country: str) -> None:
    mention = find(text)[0]
    assert (mention.kind, mention.party, mention.city, mention.country) == (NameKind.PLACE, None, city, country)


def test_countries_are_places_too() -> None:
    [singapore, peru] = find("Singapore and Peru")
    assert (singapore.city, singapore.country) == ("Singapore", "SG")
    assert (peru.city, peru.country) == (None, "PE")


@pytest.mark.parametrize(
    ("text", "day", "party"),
    [
        ("Lavrov flew home.", "2015-06-01", "RU"),
        ("Clinton flew home.", "2000-06-01", "US"),
        ("Clinton flew home.", "2010-06-01", "US"),
        ("Rouhani flew home.", "2016-06-01", "IR"),
        ("Zelenskyy flew home.", "2022-06-01", "UA"),
        ("Zelensky flew home.", "2022-06-01", "UA"),
        ("Erdoğan and Erdogan", "2019-06-01", "TR"),
        ("Meanwhile Putin spoke.", "2019-06-01", "RU"),
        ("They saw Putin Monday.", "2019-06-01", "RU"),
        ("Putin Meets Crowd", "2019-06-01", "RU"),
        ("the Trump Administration", "2019-06-01", "US"),
        ("Today Putin spoke.", "2019-06-01", "RU"),
        ("De Mistura spoke.", "2016-06-01", "UN"),
        ("President Bush spoke.", "2005-06-01", "US"),
        ("Prime Minister May spoke.", "2018-03-01", "GB"),
        ("President Park spoke.", "2014-03-01", "KR"),
        ("President Kim spoke.", "2000-06-14", "KR"),
        ("Premier Li spoke.", "2014-03-01", "CN"),
        ("Foreign Minister Wang spoke.", "2017-03-01", "CN"),
        ("Yeltsin and Primakov spoke.", "1997-06-01", "RU"),
        ("Hashimoto spoke.", "1997-11-01", "JP"),
        ("Chretien spoke.", "1998-06-01", "CA"),
        ("Prime Minister Major spoke.", "1996-06-01", "GB"),
        ("Netanyahu spoke.", "1997-06-01", "IL"),
        ("Assad spoke.", "1998-06-01", "SY"),
        ("Assad spoke.", "2017-06-01", "SY"),
        ("Kofi Annan spoke. Annan left.", "1998-02-20", "UN"),
        ("Araqchi and Araghchi spoke.", "2025-06-01", "IR"),
        ("Riabkov and Ryabkov spoke.", "2021-06-01", "RU"),
        ("Hemedti spoke.", "2021-06-01", "SD"),
        ("Hemedti spoke.", "2024-06-01", "RSF"),
        ("Jetten spoke.", "2026-05-01", "NL"),
    ],
)
def test_a_surname_means_the_office_holder_of_the_day(text: str, day: str, party: str) -> None:
    people = [mention for mention in find(text, day) if mention.kind is NameKind.PERSON]
    assert people
    assert {mention.party for mention in people} == {party}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Rouhani flew home.", "2024-06-01"),
        ("Blair flew home.", "2018-06-01"),
        ("Talks in May may fail.", "2018-06-01"),
        ("On May 3 they met.", "2018-06-01"),
        ("Wang flew home.", "2018-06-01"),
        ("Brown flew home.", "2009-06-01"),
        ("Bush flew home.", "2010-06-01"),
        ("President Bush flew home.", "2012-06-01"),
        ("Clinton flew home.", "2016-06-01"),
        ("Kim flew home.", "2019-02-20"),
        ("Major trouble came.", "1996-06-01"),
        ("Assad flew home.", "2025-06-01"),
        ("Netanyahu flew home.", "2022-01-10"),
        ("Jane Lavrov flew home.", "2015-06-01"),
        ("They know that Qassem Testi left.", "2016-06-01"),
        ("the news agency SANA", "2016-06-01"),
        ("Trump Tower is tall.", "2018-06-01"),
        ("He flew home. So did she.", "2024-06-01"),
    ],
)
def test_a_surname_that_proves_nothing_is_nobody(text: str, day: str) -> None:
    assert [mention.text for mention in find(text, day) if mention.party is not None] == []


@pytest.mark.parametrize(
    ("text", "day", "party"),
    [
        ("Belgrade agreed.", "1999-03-09", "YU"),
        ("Belgrade agreed.", "2007-03-09", "RS"),
        ("Yugoslavia agreed.", "2000-10-07", "YU"),
        ("Milosevic agreed.", "1998-10-10", "YU"),
        ("Kostunica agreed.", "2000-10-12", "YU"),
        ("Kostunica agreed.", "2005-10-12", "RS"),
        ("The SPLM agreed.", "2003-08-20", "SPLA"),
        ("The SPLM agreed.", "2010-08-20", "SPLM"),
        ("The Sudan Liberation Movement agreed.", "2005-09-15", "SLA"),
        ("Maskhadov agreed.", "1997-05-12", "CHECHNYA"),
    ],
)
def test_a_party_goes_by_the_id_of_its_day(text: str, day: str, party: str) -> None:
    assert [mention.party for mention in find(text, day)] == [party]


def test_somebody_out_of_office_represents_nobody() -> None:
    [mention] = find("Condoleezza Rice gave a lecture.", "2015-01-01")
    assert (mention.kind, mention.party, mention.role) == (NameKind.PERSON, None, "former")


def test_the_elected_count_before_they_take_office() -> None:
    [mention] = find("Barack Obama will see him.", "2008-12-01")
    assert mention.party == "US"


def test_the_office_at_the_date_gives_the_party_and_the_role() -> None:
    [before] = find("Jens Stoltenberg spoke.", "2010-01-01")
    [after] = find("Jens Stoltenberg spoke.", "2020-01-01")
    assert (before.party, before.role) == ("NO", "head_of_government")
    assert (after.party, after.role) == ("NATO", "head_of_organisation")


def test_two_kings_of_one_name_are_told_apart_by_their_countries() -> None:
    assert parties("Jordan's King Abdullah left.", "2010-01-01")[-1] == ("King Abdullah", "JO")
    assert parties("King Abdullah of Saudi Arabia left.", "2010-01-01")[0] == ("King Abdullah", "SA")


INTRODUCED = [
    ("Iranian Foreign Minister Karim Testi arrived. Testi smiled.", "Testi", "IR", "foreign_minister"),
    ("Karim Testi, Iran's deputy foreign minister, arrived. Testi smiled.", "Testi", "IR", "minister"),
    ("The Kremlin's spokesman, Oleg Testov, spoke. Testov smiled.", "Testov", "RU", "spokesperson"),
    ("Egypt's President Karim Testi arrived. Testi smiled.", "Testi", "EG", "head_of_state"),
    ("John Testman, the U.N. envoy for Yemen, arrived. Testman smiled.", "Testman", "UN", "envoy"),
    ("Chancellor Anna Testmann of Germany arrived. Testmann smiled.", "Testmann", "DE", "head_of_government"),
    ("The foreign minister of Kenya, Anna Testa, arrived. Testa smiled.", "Testa", "KE", "foreign_minister"),
    ("U.S. Secretary of State Anna Testman arrived. Testman smiled.", "Testman", "US", "foreign_minister"),
    ("European Council President Jan Testen arrived. Testen smiled.", "Testen", "EU", "head_of_organisation"),
    ("U.N. Syria envoy Jan Testen arrived. Testen smiled.", "Testen", "UN", "envoy"),
    ("Taliban spokesman Karim Testi spoke. Testi smiled.", "Testi", "TALIBAN", "spokesperson"),
    ("Former Finnish President Jan Testen arrived. Testen smiled.", "Testen", None, "former"),
    ("Opposition leader Jan Testen arrived. Testen smiled.", "Testen", None, "former"),
    ("Chinese Vice Premier Wu Testing arrived. Wu smiled.", "Wu", "CN", "minister"),
]


@pytest.mark.parametrize(("text", "name", "party", "role"), INTRODUCED)
def test_an_introduction_makes_a_later_surname_known(text: str, name: str, party: str | None, role: str) -> None:
    last = read(text)[-1]
    assert (last.text, last.kind, last.party, last.role) == (name, NameKind.PERSON, party, role)


def test_what_the_text_introduces_wins_over_the_list() -> None:
    text = "Peruvian Foreign Minister Ana Lavrov arrived in Lima. Lavrov said she was glad."
    assert ("Lavrov", "PE") in parties(text, "2015-06-01")


def test_a_full_name_makes_a_common_surname_known_and_the_month_stays_the_month() -> None:
    text = "Theresa May arrived. In May the weather is fine, and on May 3 it rained. May said so."
    people = [m for m in read(text, "2018-05-01") if m.kind is NameKind.PERSON]
    assert [(m.text, m.start) for m in people] == [("Theresa May", 0), ("May", text.rindex("May"))]


def test_people_in_an_enumeration_do_not_get_their_neighbours_party() -> None:
    text = "In Geneva, Mr. Testman, Russian Foreign Minister Sergei Lavrov and Chinese envoy Wu Testing met."
    assert {m.text: m.party for m in read(text, "2015-06-01") if m.kind is NameKind.PERSON} == {
        "Sergei Lavrov": "RU",
        "Wu Testing": "CN",
    }


def test_the_opposition_is_a_party_where_the_article_is_about_its_talks() -> None:
    text = "Syria's government and the Syrian opposition meet. The opposition sent ten people; opposition to this grew."
    assert [m.start for m in read(text, "2016-03-01") if m.text.lower() == "opposition"] == [
        text.index("opposition sent")
    ]


def test_the_american_georgia_is_recognised_from_the_whole_article() -> None:
    text = "Leaders gathered in Georgia. The airport of Atlanta was closed."
    assert [m.party for m in read(text) if m.text == "Georgia"] == []
    assert [m.party for m in read("Leaders gathered in Georgia, near Tbilisi.") if m.text == "Georgia"] == ["GE"]


def test_offsets_are_into_the_whole_text_when_only_a_part_is_read() -> None:
    text = "Iran spoke. Russia spoke. China spoke."
    [mention] = GAZETTEER.find(text, date(2024, 1, 1), start=12, end=25)
    assert (mention.text, text[mention.start : mention.end]) == ("Russia", "Russia")


# --- the data ----------------------------------------------------------------------------------------------------------


def test_the_tables_are_as_large_as_the_reader_needs() -> None:
    assert sum(len(state.id) == 2 for state in TABLES.states) >= 193 + 5
    assert len(TABLES.organisations) >= 180
    assert len(TABLES.groups) >= 230
    assert len(TABLES.terms) >= 6000
    assert len(names_tables.read_rows("cities")) >= 3000
    venues = names_tables.read_rows("venues")
    assert sum(1 + bool(names) * (names.count(";") + 1) for _, _, names in venues) >= 400


def known_parties() -> set[str]:
    return (
        {state.id for state in TABLES.states}
        | {organisation.id for organisation in TABLES.organisations}
        | {group.party for group in TABLES.groups}
    )


def test_every_party_and_member_is_known() -> None:
    mentioned = {term.party for term in TABLES.terms}
    mentioned |= {member for organisation in TABLES.organisations for member in organisation.members}
    mentioned |= {member for collective in TABLES.collectives for member in collective.members}
    mentioned |= {group.opposes for group in TABLES.groups if group.opposes}
    assert mentioned - known_parties() == set()


def test_no_id_is_used_twice() -> None:
    ids = [s.id for s in TABLES.states] + [o.id for o in TABLES.organisations] + [g.id for g in TABLES.groups]
    assert [name for name, count in Counter(ids).items() if count > 1] == []


def test_no_name_belongs_to_two_parties() -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for state in TABLES.states:
        for name in (*state.names, *state.demonyms, *state.capital, *(seat for seat, _ in state.seats)):
            owners[name].add(state.id)
    for organisation in TABLES.organisations:
        for name in (*organisation.names, *organisation.bodies):
            owners[name].add(organisation.id)
    for group in TABLES.groups:
        for name in group.names:
            owners[name].add(group.id)
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


def test_no_place_name_lies_in_two_places() -> None:
    owners: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for place in TABLES.places:
        for name in place.names:
            owners[name].add((place.city, place.country))
    assert {name: where for name, where in owners.items() if len(where) > 1} == {}


def test_terms_are_in_order_and_have_known_roles() -> None:
    assert [term.name for term in TABLES.terms if term.end < term.start] == []
    assert {term.role for term in TABLES.terms} <= names_tables.ROLES
    keys = Counter((term.party, term.role, term.name, term.start) for term in TABLES.terms)
    assert [key for key, count in keys.items() if count > 1] == []


def test_an_office_has_one_holder_at_a_time() -> None:
    offices: dict[tuple[str, str], list[names_tables.Term]] = defaultdict(list)
    for term in TABLES.terms:
        if term.role in ("head_of_state", "head_of_government", "foreign_minister"):
            offices[term.party, term.role].append(term)
    overlapping = []
    for terms in offices.values():
        terms.sort(key=lambda term: (term.start, term.end))
        # Terms known by month only share the month of the change.
        overlapping += [(a.name, b.name) for a, b in pairwise(terms) if b.start < a.end - 31]
    assert overlapping == []


ALWAYS_HELD = (
    "US",
    "RU",
    "CN",
    "GB",
    "FR",
    "DE",
    "JP",
    "IN",
    "IT",
    "CA",
    "BR",
    "TR",
    "ZA",
    "ID",
    "KR",
    "AU",
    "IL",
    "EU",
    "UN",
    "NATO",
)


@pytest.mark.parametrize("party", ALWAYS_HELD)
def test_somebody_speaks_for_a_leading_party_on_every_day_since_1997(party: str) -> None:
    top = [t for t in TABLES.terms if t.party == party and names_rank(t.role) == 0]
    day = date(1997, 2, 1).toordinal()
    while day < date(2025, 11, 1).toordinal():
        # One outgoing government may leave the office to nobody for as long as it takes to agree on the next.
        assert any(t.start - 100 <= day <= t.end for t in top), (party, date.fromordinal(day))
        day += 7


def names_rank(role: str) -> int:
    return 0 if role in ("head_of_state", "head_of_government", "head_of_organisation") else 1


def test_nobody_holds_one_office_twice_at_a_time() -> None:
    held: dict[tuple[str, str, str], list[names_tables.Term]] = defaultdict(list)
    for term in TABLES.terms:
        held[term.party, term.role, names_tables.spellings(term.name)[0]].append(term)
    twice = []
    for key, terms in held.items():
        terms.sort(key=lambda term: term.start)
        twice += [key for a, b in pairwise(terms) if b.start < a.end - 31]
    assert twice == []


def test_one_person_is_spelt_one_way_in_every_office() -> None:
    spelt: dict[str, set[str]] = defaultdict(set)
    for term in TABLES.terms:
        usual = names_tables.spellings(term.name)[0]
        spelt[fold(usual)].add(usual)
    assert [usual for usual in spelt.values() if len(usual) > 1] == []


def test_office_holders_stand_in_one_block_for_each_party_by_office_and_date() -> None:
    parties = [term.party for term in TABLES.terms]
    assert parties == sorted(parties)


def test_every_name_of_a_party_is_found_where_it_is_written() -> None:
    lost = []
    named = [(state.id, (*state.names, *state.demonyms, *(seat for seat, _ in state.seats))) for state in TABLES.states]
    named += [(body.id, (*body.names, *body.bodies)) for body in TABLES.organisations]
    named += [(group.party, group.names) for group in TABLES.groups]
    for party, names in named:
        for name in names:
            if not any(m.text == name and m.party == party for m in find(f"they said the {name} met")):
                lost.append((party, name))
    assert lost == []


def test_every_place_is_found_where_a_meeting_is_in_it() -> None:
    lost = []
    for place in TABLES.places:
        for name in place.names:
            found = find(f"they met in {name} then")
            if not any(name in m.text and m.country == place.country for m in found):
                lost.append((place.country, name))
    assert lost == []


def test_every_office_holder_is_found_by_full_name_in_office() -> None:
    held: dict[str, list[names_tables.Term]] = defaultdict(list)
    for term in TABLES.terms:
        held[names_tables.spellings(term.name)[0]].append(term)
    lost = []
    for terms in held.values():
        for term in terms:
            day = min(term.start + 30, term.end)
            represented = {other.party for other in terms if other.start <= day <= other.end}
            for name in names_tables.spellings(term.name):
                if " " not in name or name == "King Abdullah":  # two kings bear that name: the country tells which
                    continue
                found = GAZETTEER.find(f"they said that {name} met others", date.fromordinal(max(day, DAY_ONE)))
                if not any(m.text == name and m.party in represented for m in found) and day >= DAY_ONE:
                    lost.append((term.party, name))
    assert lost == []


DAY_ONE = date(1990, 1, 1).toordinal()


def test_every_country_code_is_that_of_a_state() -> None:
    countries = {state.country for state in TABLES.states}
    assert {place.country for place in TABLES.places} - countries - {"EH"} == set()


@pytest.mark.parametrize(
    "table", ["states", "organisations", "groups", "collectives", "people", "cities", "venues", "phrases"]
)
def test_cells_are_clean(table: str) -> None:
    for row in names_tables.read_rows(table):
        for cell in row:
            assert cell == cell.strip()
            assert "" not in cell.split(";") or cell == ""


# --- what an operator adds ---------------------------------------------------------------------------------------------


def test_an_operator_adds_parties_people_and_places(tmp_path: Path) -> None:
    path = tmp_path / "names.toml"
    path.write_text(
        """
[[party]]
id = "ATLANTIS"
names = ["Atlantis", "Kingdom of Atlantis"]
demonyms = ["Atlantean", "Atlanteans"]
country = "PT"
capital = "Poseidonis"

[[person]]
name = "Anna Atlas/Atlass"
party = "ATLANTIS"
role = "foreign_minister"
from = 2024-01-01
also = ["Annie Atlas"]

[[place]]
city = "Poseidon Bay"
country = "PT"
names = ["Hotel Trident"]
""",
        encoding="utf-8",
    )
    mentions = Gazetteer.default(path).find(
        "Atlantean minister Anna Atlass left Poseidonis for the Hotel Trident; Atlas met Lavrov.", date(2024, 6, 1)
    )
    assert [(m.text, m.party, m.city) for m in mentions] == [
        ("Atlantean", "ATLANTIS", None),
        ("Anna Atlass", "ATLANTIS", None),
        ("Poseidonis", "ATLANTIS", "Poseidonis"),
        ("Hotel Trident", None, "Poseidon Bay"),
        ("Atlas", "ATLANTIS", None),
        ("Lavrov", "RU", None),
    ]


@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        ('[[person]]\nname = "A B"\nparty = "RU"\nroll = "envoy"\nrole = "envoy"\n', 4, "did you mean 'role'?"),
        ('\n[[persons]]\nname = "A B"\n', 2, "did you mean 'person'?"),
        ('[[person]]\nname = "A B"\nparty = "RUS"\nrole = "envoy"\n', 1, "unknown party 'RUS'"),
        ('[[person]]\nname = "A B"\nparty = "RU"\nrole = "envoi"\n', 1, "did you mean 'envoy'?"),
        ('[[person]]\nname = "A B"\nparty = "RU"\nrole = "envoy"\nfrom = "soon"\n', 5, "write YYYY"),
        (
            '[[person]]\nname = "A B"\nparty = "RU"\nrole = "envoy"\nfrom = "2020"\nto = "2019"\n',
            1,
            "ends (2019) before",
        ),
        ('[[place]]\ncity = "X"\n', 1, "without 'country'"),
        ('[[place]]\ncity = "X"\ncountry = "Portugal"\n', 1, "ISO 3166-1"),
        ('[[party]]\nid = "X"\nnames = "Xland"\n', 3, "wrong type"),
        ('[[party]]\nid = "X"\nnames = []\n', 3, "at least one"),
        ('\n[[party]]\nid = "X"\nnames = ["NATO"]\n', 2, "is a name of 'NATO' already"),
        ('[[party]]\nid = "X"\nnames = ["Xland"]\ncountry = "Portugal"\n', 4, "ISO 3166-1"),
        ('[[party]]\nid = "FR"\nnames = ["Xland"]\ncountry = "PT"\n', 1, "lies in FR"),
        ('[[party]]\nid = "X"\nnames = ["Xland"]\nmembers = ["DE", "QQ"]\n', 4, "unknown member 'QQ'"),
        ('[[place]]\ncity = "Lyon"\ncountry = "DE"\n', 1, "known already (Lyon, FR)"),
    ],
)
def test_a_mistake_in_an_operators_file_names_line_and_mend(tmp_path: Path, source: str, line: int, words: str) -> None:
    path = tmp_path / "names.toml"
    path.write_text(source, encoding="utf-8")
    with pytest.raises(GazetteerError) as caught:
        Gazetteer.default(path)
    assert f"names.toml, line {line}:" in str(caught.value)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("party", "kind"),
    [("FR", NameKind.STATE), ("HAMAS", NameKind.GROUP), ("OSCE", NameKind.ORGANISATION), ("NEW_FRONT", NameKind.GROUP)],
)
def test_an_operator_gives_a_party_more_names(party: str, kind: NameKind) -> None:
    gazetteer = Gazetteer.default({"party": [{"id": party, "names": ["Ruritania"]}]})
    [added] = gazetteer.find("They met Ruritania.", date(2024, 5, 10))
    assert (added.kind, added.party) == (kind, party)
    assert [m.party for m in gazetteer.find("France, Hamas and the OSCE", date(2024, 5, 10))] == ["FR", "HAMAS", "OSCE"]


def test_an_operator_silences_a_name() -> None:
    gazetteer = Gazetteer.default({"phrase": [{"names": ["Quad Cities", "Quint"]}]})
    assert gazetteer.find("the Quint and the Quad Cities", date(2024, 5, 10)) == []


def test_the_example_of_an_operators_file_is_read() -> None:
    example = Path(__file__).parents[3] / "config" / "names.toml.example"
    gazetteer = Gazetteer.default(example)
    assert [m.party for m in gazetteer.find("Harakat al-Muqawama and KDP-S", date(2024, 5, 10))] == [
        "HAMAS",
        "KDP_SYRIA",
    ]


def test_a_file_that_is_not_toml_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "names.toml"
    path.write_text("[[person]\n", encoding="utf-8")
    with pytest.raises(GazetteerError, match=r"names\.toml: not valid TOML"):
        Gazetteer.default(path)


# --- laws --------------------------------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        "Russia", "Russian", "U.S.", "US", "the two Koreas", "Georgia", "Jordan", "May", "President", "Foreign Minister", "former",
        "Lavrov", "Sergei Lavrov", "de Mistura", "al-Assad", "Paris", "Agreement", "'s", "’s", ",", ".", "-", " ", "\n", "\u00a0", "of",
        "the", "envoy", "spokesman", "opposition", "Syrian", "six-party talks", "İ", "ß", "É", "Élysée", "MOSCOW", "New", "York", "(", '"',
    ]
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=200), st.lists(PIECES, max_size=30).map(" ".join), st.lists(PIECES, max_size=30).map("".join)
)
DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))


@settings(max_examples=300, deadline=None)
@given(TEXTS, DAYS)
def test_any_text_is_read_and_quoted_exactly(text: str, day: date) -> None:
    introduced = GAZETTEER.introductions(text, day)
    for person in introduced.people:
        assert (
            text[person.start : person.end].replace("\n", " ").replace("\u00a0", " ").replace("’", "'") == person.name
        )
    mentions = GAZETTEER.find(text, day, introduced=introduced)
    for mention in mentions:
        assert mention.text == text[mention.start : mention.end]
        assert mention.text
    for earlier, later in pairwise(mentions):
        assert earlier.end <= later.start
    assert mentions == GAZETTEER.find(text, day, introduced=introduced)


@settings(max_examples=100, deadline=None)
@given(TEXTS, DAYS)
def test_reading_in_sentences_finds_no_name_outside_them(text: str, day: date) -> None:
    middle = len(text) // 2
    for mention in GAZETTEER.find(text, day, start=middle):
        assert middle <= mention.start < mention.end <= len(text)


@pytest.mark.parametrize(
    "piece",
    ["Russia ", "President ", "Mohammed bin ", "New York ", "A", "the opposition of Syria, ", "Mr. May, U.S. envoy, "],
)
def test_a_long_repetition_is_read_to_its_end(piece: str) -> None:
    text = piece * (60_000 // len(piece))
    day = date(2020, 1, 1)
    mentions = GAZETTEER.find(text, day, introduced=GAZETTEER.introductions(text, day))
    assert all(text[m.start : m.end] == m.text for m in mentions)
