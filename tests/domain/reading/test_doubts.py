"""What is only doubted, denied to be known, or never came about is no report, whatever day it names."""

from datetime import date

import pytest

from domain.reading import RuleExtractor
from domain.reading.names import Gazetteer
from domain.reports import Report, Status, When

WEDNESDAY = date(2022, 3, 16)

NOT_ASSERTED = [
    "It is unlikely that Putin will meet Zelensky in Turkey on Friday.",
    "It's unlikely Putin will meet Zelensky in Turkey on Friday.",
    "It is doubtful Putin will meet Zelensky in Turkey on Friday.",
    "It is not likely that Putin will meet Zelensky in Turkey on Friday.",
    "Putin is not likely to meet Zelensky in Turkey on Friday.",
    "Putin and Zelensky are unlikely to meet in Turkey on Friday.",
    "A meeting between Putin and Zelensky on Friday is unlikely, the Kremlin said.",
    "A meeting of Putin and Zelensky on Friday looks very unlikely.",
    "A meeting between Putin and Zelensky on Friday is out of the question, the Kremlin said.",
    "A meeting between Putin and Zelensky on Friday is impossible, the Kremlin said.",
    "A meeting between Putin and Zelensky on Friday is not on the agenda, the Kremlin said.",
    "A meeting between Putin and Zelensky on Friday isn't possible, the Kremlin said.",
    "The Kremlin has not confirmed a meeting between Putin and Zelensky on Friday.",
    "The Kremlin could not confirm that Putin would meet Zelensky on Friday.",
    "Putin refused to say whether he would meet Zelensky on Friday.",
    "It is unclear whether Putin will meet Zelensky on Friday.",
    "It was not immediately clear if Putin would meet Zelensky on Friday.",
    "Reports that Putin will meet Zelensky on Friday are false, the Kremlin said.",
    "Rumours of a meeting between Putin and Zelensky on Friday are baseless, the Kremlin said.",
    "The Kremlin dismissed reports of a meeting between Putin and Zelensky on Friday.",
    "If Putin meets Zelensky on Friday, the war could end.",
    "Unless Putin meets Zelensky on Friday, sanctions will follow.",
    "Analysts doubt that Putin will meet Zelensky on Friday.",
    "Diplomats doubted Putin would meet Zelensky on Friday.",
    "The Kremlin cast doubt on a meeting between Putin and Zelensky on Friday.",
    "Nobody expects Putin to meet Zelensky on Friday.",
    "Few expect that Putin will meet Zelensky on Friday.",
    "There is little chance of a meeting between Putin and Zelensky on Friday.",
    "Putin will hardly meet Zelensky on Friday.",
    "Putin could have met Zelensky on Tuesday.",
    "Putin should have met Zelensky on Tuesday.",
    "Putin had hoped to meet Zelensky on Tuesday.",
    "Putin's meeting with Zelensky on Friday has fallen by the wayside.",
    "Putin had been due to meet Zelensky on Friday.",
    "In the new novel, Putin meets Zelensky in Geneva on Friday.",
    "A satirical website reported that Putin will meet Zelensky in a sauna on Friday.",
]

ASSERTED = [
    ("It is likely that Putin will meet Zelensky in Turkey on Friday.", Status.TENTATIVE),
    ("A meeting between Putin and Zelensky on Friday is in doubt.", Status.TENTATIVE),
    ("The Kremlin has not yet confirmed the meeting between Putin and Zelensky on Friday.", Status.TENTATIVE),
    ("I do not doubt that Putin will meet Zelensky on Friday.", Status.SCHEDULED),
    ("There is no doubt that Putin will meet Zelensky on Friday.", Status.SCHEDULED),
    ("The Kremlin did not say when on Friday Putin would meet Zelensky.", Status.SCHEDULED),
    ("The White House did not confirm where Putin and Zelensky will meet on Friday.", Status.SCHEDULED),
    ("Reports that Putin will meet Zelensky on Friday were confirmed by the Kremlin.", Status.SCHEDULED),
    ("A breakthrough is unlikely when Putin meets Zelensky on Friday.", Status.SCHEDULED),
    ("Talks between Russia and Ukraine on Friday will go ahead, though a breakthrough is unlikely.", Status.SCHEDULED),
    ("At the film festival in Cannes, Putin will meet Zelensky on Friday.", Status.SCHEDULED),
    ("There was little hope for progress when Putin and Zelensky met in Istanbul on Tuesday.", Status.CONCLUDED),
    ("It is unclear what Putin and Zelensky discussed when they met in Istanbul on Tuesday.", Status.CONCLUDED),
    ("No one expected a breakthrough when Putin met Zelensky on Tuesday.", Status.CONCLUDED),
    ("Putin is not going to meet Zelensky on Friday.", Status.CANCELLED),
    ("The talks between Russia and Ukraine on Friday were nearly called off.", Status.SCHEDULED),
    ("Ukraine almost cancelled Friday's talks with Russia.", Status.SCHEDULED),
    ("Calls grew for Ukraine to cancel Friday's talks with Russia.", Status.SCHEDULED),
    ("Nearly 200 people protested before Ukraine cancelled Friday's talks with Russia.", Status.CANCELLED),
    ("The shelling forced Ukraine to cancel Friday's talks with Russia.", Status.CANCELLED),
]


@pytest.fixture(scope="module")
def reader() -> RuleExtractor:
    return RuleExtractor()


def read(reader: RuleExtractor, text: str, title: str = "") -> tuple[Report, ...]:
    return reader.extract(text, WEDNESDAY, title=title).reports


def days(when: When | None) -> tuple[date, date] | None:
    return (when.start, when.end) if when is not None else None


@pytest.mark.parametrize("sentence", NOT_ASSERTED)
def test_what_nobody_asserts_is_no_report(reader: RuleExtractor, sentence: str) -> None:
    assert read(reader, sentence) == ()


@pytest.mark.parametrize(("sentence", "status"), ASSERTED)
def test_doubt_about_something_else_leaves_the_meeting_as_it_is(
    reader: RuleExtractor, sentence: str, status: Status
) -> None:
    (report,) = read(reader, sentence)
    assert (report.parties, report.status) == (("RU", "UA"), status)


def test_that_a_change_is_unlikely_is_no_change(reader: RuleExtractor) -> None:
    (report,) = read(
        reader,
        "Russia and Ukraine will hold talks in Istanbul on Friday. "
        "It is unlikely that the talks between Russia and Ukraine will be postponed.",
    )
    assert report.status is Status.SCHEDULED


@pytest.mark.parametrize("verb", ["Says", "Meets Scholz, Says", "Before Trip Says"])
def test_a_name_is_found_in_a_headline_with_capitals(reader: RuleExtractor, verb: str) -> None:
    title = f"President Macron {verb} Talks Continue"
    assert [m.party for m in Gazetteer.default().find(title, WEDNESDAY)][:1] == ["FR"]


@pytest.mark.parametrize(
    "sentence",
    [
        "President Macron will be talking on Friday with his friend, the chancellor of Germany.",
        "President Macron held talks on Tuesday with his close ally Olaf Scholz.",
        "French President Emmanuel Macron met with his old friend, Chancellor Olaf Scholz, on Tuesday.",
    ],
)
def test_a_friend_or_ally_who_is_named_takes_part(reader: RuleExtractor, sentence: str) -> None:
    (report,) = read(reader, sentence)
    assert report.parties == ("DE", "FR")


@pytest.mark.parametrize(
    "sentence",
    [
        "The meeting of Putin and Zelensky, which was set for Thursday, will take place on Friday instead.",
        "The meeting of Putin and Zelensky, which had been set for Thursday, will now take place on Friday.",
        "The talks between Russia and Ukraine that were due on Thursday will be held on Friday, the Kremlin said.",
    ],
)
def test_the_day_of_before_in_an_inset_is_not_the_day(reader: RuleExtractor, sentence: str) -> None:
    (report,) = read(reader, sentence)
    assert report.status is Status.POSTPONED
    assert days(report.when) == (date(2022, 3, 18), date(2022, 3, 18))
    assert report.previous is not None
    assert days(report.previous.when) == (date(2022, 3, 17), date(2022, 3, 17))


@pytest.mark.parametrize(
    "sentence",
    [
        "The talks between Russia and Ukraine, which were held on Tuesday, will resume on Friday.",
        "Putin and Zelensky, who were due to meet on Thursday, will meet on Friday instead.",
    ],
)
def test_what_was_held_or_due_before_is_no_second_meeting(reader: RuleExtractor, sentence: str) -> None:
    (report,) = read(reader, sentence)
    assert days(report.when) == (date(2022, 3, 18), date(2022, 3, 18))


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("Vucic cancelled on Monday a planned visit to Moscow.", Status.CANCELLED),
        ("Vucic cancelled late on Monday a planned visit to Moscow.", Status.CANCELLED),
        ("Vucic postponed indefinitely his visit to Moscow.", Status.POSTPONED),
    ],
)
def test_a_day_or_adverb_between_verb_and_visit_hides_no_change(
    reader: RuleExtractor, sentence: str, status: Status
) -> None:
    (report,) = read(reader, sentence)
    assert (report.parties, report.status, report.when) == (("RS", "RU"), status, None)


@pytest.mark.parametrize(
    "sentence",
    [
        "Scholz will name on Friday a day for talks with Putin.",
        "Scholz will announce a date on Friday for talks with Putin.",
        "The German chancellor will announce the date of his talks with Putin on Friday.",
        "Scholz will brief allies on Friday on his talks with Putin.",
    ],
)
def test_the_day_of_an_announcement_is_not_the_day_of_the_meeting(reader: RuleExtractor, sentence: str) -> None:
    assert [report.when for report in read(reader, sentence)] in ([], [None])


@pytest.mark.parametrize(
    "text",
    [
        "The visit was cancelled, a spokesman said. Polish President Andrzej Duda had been due to visit Berlin on Friday.",
        "Polish President Andrzej Duda had been due to visit Berlin on Friday. The visit was cancelled, a spokesman said.",
        "Polish President Andrzej Duda had been due to visit Berlin on Friday but the visit was cancelled.",
    ],
)
def test_a_change_belongs_to_the_plan_told_of_after_or_before_it(reader: RuleExtractor, text: str) -> None:
    (report,) = read(reader, text)
    assert (report.parties, report.status) == (("DE", "PL"), Status.CANCELLED)
    assert days(report.when) == (date(2022, 3, 18), date(2022, 3, 18))
