"""Articles of ordinary world news, made from templates: what a feed reader meets on most days, one in four about meetings.

The same seed makes the same articles. Every sentence is of this project.
"""

from __future__ import annotations

import random

STATES = "Norway Poland Turkey Iran Japan Kenya Brazil Egypt Ukraine Vietnam Ethiopia Chile Indonesia Serbia Algeria Canada".split()
DEMONYMS = (
    "Norwegian Polish Turkish Iranian Japanese Kenyan Brazilian Egyptian Ukrainian Vietnamese Ethiopian Chilean".split()
)
PLACES = (
    "Oslo Geneva Cairo Beijing Vienna Ankara Brussels Nairobi Jakarta Lima Warsaw Doha Hanoi Tunis Riga Astana".split()
)
NAMES = "Berg Kowalski Aydin Mwangi Silva Hassan Novak Tanaka Okafor Larsen Petrov Nguyen Haddad Rossi Moreau Lindqvist".split()
GIVEN = "Anna Omar Lena Victor Mei Josef Salma Peter Aisha Daniel Irina Luis Hanna Tomas Nadia Erik".split()
OFFICES = [
    "Foreign Minister",
    "Prime Minister",
    "President",
    "Defence Minister",
    "special envoy",
    "chief negotiator",
    "deputy foreign minister",
]
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = "January February March April May June July August September October November December".split()
WHEN_NEXT = [
    "on {day}",
    "next week",
    "on {month} {n}",
    "later this month",
    "in early {month}",
    "the day after tomorrow",
    "on {n} {month}",
    "before the end of the year",
]

TOPICS: dict[str, list[str]] = {
    "disaster": [
        "At least {n} people were killed and more than {big} left without shelter when heavy rain swept through villages in the north of {state}, officials said on {day}.",
        "Rescue workers used boats to reach families who had spent the night on the roofs of their houses.",
        "The river rose by {n} centimetres within an hour, the weather service in {place} said.",
        "“We lost everything in the flood”, said {given} {name}, a farmer who has lived by the river for {n} years.",
        "The government promised {big} families help with food, blankets and clean water.",
        "Roads into the valley were still blocked by mud and fallen trees, and a bridge that was built only {n} years ago had given way.",
        "Engineers warned that a second dam, some {n} kilometres upstream, was close to its limit.",
        "Schools in the region will stay closed until {day}.",
    ],
    "economy": [
        "The central bank of {state} raised its main rate by a quarter point, citing the price of food and fuel.",
        "Consumer prices rose {n}.{n2} percent in the year to {month}, the statistics office said, faster than economists had expected.",
        "{state} exported more grain last year than in any year since records began, according to the ministry of agriculture.",
        "Shares in {place} fell by {n} points in early trading as investors waited for figures from the United States.",
        "The currency has lost about {n} percent of its value against the dollar since {month}.",
        "A shipyard that once employed {big} people will be sold to a fund from {place}, two people who know of the plans said.",
        "Unions called for higher wages and said that they would strike if nothing was offered by {day}.",
        "Economists at a bank in {place} now see growth of {n2} percent, half a point less than before.",
    ],
    "court": [
        "Prosecutors charged a former mayor of {place} with taking bribes from a builder of flats near the harbour.",
        "Police in {place} detained {n} people after a night of protests against a new tax on petrol.",
        "The accused, a {n}-year-old engineer, denied all charges through his lawyer.",
        "A court in {place} sentenced {given} {name} to {n} years in prison for selling weapons to a militia.",
        "Judges will hear the appeal in {month}; until then the newspaper may not print the letters.",
        "The lawyer said her client had received no answer to {n} letters sent since {month}.",
        "Investigators searched {n} flats and took computers, telephones and about {big} dollars in cash.",
    ],
    "conflict": [
        "The army of {state} said its troops had taken two hills outside {place}, a claim that could not be verified.",
        "Shells hit a market in the east of the city on {day} morning, killing {n} people and wounding dozens, a hospital said.",
        "Aid groups say that {big} people have fled the fighting since {month}.",
        "The rebels, who hold most of the countryside, denied that they had fired first.",
        "A convoy of {n} lorries with flour and medicine reached the town for the first time in weeks.",
        "The {demonym} government accused its neighbour of sending drones across the border, which {state} rejected.",
        "The United Nations called on both sides to spare hospitals and schools.",
    ],
    "science": [
        "Scientists from {state} said they had found traces of a settlement that is about {n} thousand years old.",
        "The bones lay under {n} metres of sand, together with beads, needles and the teeth of a bear.",
        "“Nobody had looked there before”, said {given} {name}, who led the dig for the university of {place}.",
        "A rocket with {n} small satellites left its pad in the desert on {day} and reached its orbit after nine minutes.",
        "The vaccine protected {n} percent of those who were given two doses, a study in a medical journal found.",
        "Glaciers in the mountains of {state} have lost a third of their ice since 1990, the researchers wrote.",
    ],
    "election": [
        "Voters in {state} go to the polls on {day} to choose a new parliament after a campaign about prices, pensions and crime.",
        "Polls give the party of {given} {name} {n} percent, which would not be enough to govern alone.",
        "The opposition leader told a rally in {place} that she would lower taxes for families with children.",
        "Turnout had reached {n} percent by noon, the electoral commission said.",
        "Observers from {n} countries will watch the count, which is expected to last until {day}.",
        "{given} {name}, a former teacher, was the surprise of the first round.",
    ],
    "culture": [
        "A painting that hung in a kitchen for {n} years was sold for {big} euros at an auction in {place}.",
        "The film, shot in {state} with a cast of amateurs, won the main prize of the festival.",
        "{given} {name} scored twice as {state} beat their hosts three to one in the last match of the group.",
        "The museum of {place} reopens on {day} after {n} months of repairs.",
        "Her third novel tells the story of a railway guard who hears of the end of a war a week late.",
    ],
}

MEETINGS = [
    "{demonym} {office} {given} {name} will meet his {demonym2} counterpart in {place} {when}, officials said.",
    "{state} and {state2} are to hold talks in {place} {when} on their common border.",
    "The talks between {state} and {state2} have been postponed to {month} {n}, the foreign ministry in {place} said on {day}.",
    "{demonym} {office} {given} {name} arrived in {place} on {day} for a two-day visit.",
    "{name} said after the meeting that both sides had agreed to resume the talks {when}.",
    "A second round of negotiations, first planned for {month} {n}, may be held in {place} instead.",
    "The summit of the European Union in {place} was called off after {n} ministers said that they could not come.",
    "Diplomats from {state} said no date had been set for a visit by the {demonym2} president.",
    "“We are ready to sit down with {state2} at any time”, {name} told reporters in {place}.",
]
PLAIN = [
    "The harvest was poor this year and the price of wheat rose by {n} percent in the markets of the north.",
    "A farmer with {n} goats lost all of them in the drought, and his wells have been dry for months.",
    "Snow fell on the hills above the town, the first in {n} years, and the buses did not run.",
    "The factory makes {n} thousand tyres a week and wants to build a bigger one by the river.",
]
"""Not one word that news about a meeting could do without."""


def _filled(rng: random.Random, pattern: str) -> str:
    (state, state2), (demonym, demonym2) = rng.sample(STATES, 2), rng.sample(DEMONYMS, 2)
    values: dict[str, object] = {
        "state": state,
        "state2": state2,
        "demonym": demonym,
        "demonym2": demonym2,
        "place": rng.choice(PLACES),
        "given": rng.choice(GIVEN),
        "name": rng.choice(NAMES),
        "office": rng.choice(OFFICES),
        "day": rng.choice(DAYS),
        "month": rng.choice(MONTHS),
        "n": rng.randint(2, 28),
        "n2": rng.randint(1, 9),
        "big": f"{rng.randint(2, 90)},{rng.randint(1, 9)}00",
    }
    if "{when}" in pattern:
        values["when"] = rng.choice(WHEN_NEXT).format(**values)
    return pattern.format(**values)


def article(rng: random.Random, *, meetings: float) -> str:
    """One article of 12 to 24 sentences in short paragraphs; ``meetings`` is the share of sentences that tell of meetings."""
    ordinary = [sentence for topic in rng.sample(list(TOPICS), 3) for sentence in TOPICS[topic]]
    rng.shuffle(ordinary)
    sentences = [
        _filled(rng, rng.choice(MEETINGS) if rng.random() < meetings else ordinary[number % len(ordinary)])
        for number in range(rng.randint(12, 24))
    ]
    paragraphs = []
    while sentences:
        size = rng.randint(1, 3)
        paragraphs.append(" ".join(sentences[:size]))
        del sentences[:size]
    return f"{rng.choice(PLACES).upper()}, {rng.choice(MONTHS)[:3]} {rng.randint(1, 28)} — " + "\n\n".join(paragraphs)


def ordinary(count: int, seed: int = 7) -> list[str]:
    """News of a day: every fourth article tells of meetings, in every third of its sentences."""
    rng = random.Random(seed)
    return [article(rng, meetings=0.33 if number % 4 == 0 else 0.0) for number in range(count)]


def dense(count: int, seed: int = 7) -> list[str]:
    """Articles that speak of nothing but meetings."""
    rng = random.Random(seed)
    return [article(rng, meetings=1.0) for _ in range(count)]


def plain(count: int, seed: int = 7) -> list[str]:
    """Articles without a word that speaks of meetings."""
    rng = random.Random(seed)
    return ["\n\n".join(_filled(rng, rng.choice(PLAIN)) for _ in range(24)) for _ in range(count)]
