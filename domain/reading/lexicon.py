"""The words of diplomatic news: event nouns, meeting verbs, hedges, changes, roles.

Everything the clause grammar knows about English stands here as plain tables; the grammar itself
(``clauses``, ``frames``) holds no vocabulary of its own. To teach the reader a new word, add it here.
"""

from __future__ import annotations

from typing import Final

# --------------------------------------------------------------------------------------------------
# Event nouns. The value is the event's kind, which decides how its neighbours are read.

TALKS = "talks"
MEETING = "meeting"
SUMMIT = "summit"
VISIT = "visit"
TOUR = "tour"
CALL = "call"
GATHERING = "gathering"
ROUND = "round"

EVENT_NOUNS: Final[dict[str, str]] = {
    "talks": TALKS, "talk": TALKS, "negotiations": TALKS, "negotiation": TALKS, "consultations": TALKS,
    "consultation": TALKS, "discussions": TALKS, "discussion": TALKS, "dialogue": TALKS, "dialog": TALKS, "parley": TALKS,
    "meeting": MEETING, "meetings": MEETING, "encounter": MEETING, "audience": MEETING, "lunch": MEETING,
    "dinner": MEETING, "breakfast": MEETING, "huddle": MEETING, "sit-down": MEETING, "face-to-face": MEETING,
    "tete-a-tete": MEETING, "luncheon": MEETING, "banquet": MEETING, "get-together": MEETING, "rendezvous": MEETING,
    "engagements": MEETING,
    "summit": SUMMIT, "summits": SUMMIT, "conference": GATHERING, "session": GATHERING, "sessions": GATHERING,
    "gathering": GATHERING, "forum": GATHERING, "congress": GATHERING, "council": GATHERING, "ministerial": GATHERING,
    "plenary": GATHERING, "conclave": GATHERING, "roundtable": GATHERING, "assembly": GATHERING, "retreat": GATHERING,
    "round": ROUND, "rounds": ROUND,
    "visit": VISIT, "visits": VISIT, "trip": VISIT, "trips": VISIT, "stopover": VISIT, "stop": VISIT, "travel": VISIT,
    "arrival": VISIT, "stay": VISIT,
    "tour": TOUR, "swing": TOUR,
    "call": CALL, "phone-call": CALL, "conversation": CALL, "conversations": CALL, "calls": CALL,
    "videoconference": CALL, "teleconference": CALL,
}  # fmt: skip

WEAK_NOUNS: Final = frozenset(
    "talk discussions conversation conversations session sessions congress assembly council forum stop stay mission "
    "lunch dinner breakfast luncheon banquet audience retreat arrival swing call calls travel round rounds dialogue dialog "
    "gathering huddle plenary roundtable engagements conference encounter".split()
)
"""Nouns that are meetings only with parties of their own beside them ("dinner with", "a session of the EU")."""

NOT_EVENT_BEFORE: Final = frozenset(
    "news press party court cabinet trade-union shareholder shareholders board staff editorial training photo "
    "parliamentary parliament senate congressional house faculty school church prayer business investor investors "
    "earnings parole plea bail debate donors' roll wake-up close 911 emergency-service robo conference-call annual-general town "
    "town-hall campaign fundraising closing trading practice jam drafting grand home away guided concert book study fact-finding-study "
    "video-game curtain appeal clarion courtesy-phone distress bedside cemetery prison security-council-style union "
    "weekly telephone-press sales team club family religious tech telecom".split()
)
"""Words which, right before an event noun, make it something else ("press conference", "court session")."""


def is_state(party: str) -> bool:
    """True for a state's id (ISO 3166-1 alpha-2 and the guide's additions), False for an organisation's or group's."""
    return len(party) == 2 and party.isalpha() and party not in ("EU", "UN")


PRESS: Final = frozenset("news press media".split())

MEETING_MODIFIERS: Final = frozenset(
    "peace security nuclear trade bilateral trilateral ministerial formal informal direct indirect proximity high-level top-level "
    "ceasefire truce arms-control disarmament border emergency extraordinary special crisis face-to-face one-on-one closed-door "
    "follow-up preparatory technical expert expert-level official state working private joint regional international multilateral "
    "multi-party multiparty four-way three-way two-way four-party six-party five-party quadrilateral tripartite annual defence "
    "defense economic strategic political diplomatic historic landmark planned proposed scheduled".split()
)

# --------------------------------------------------------------------------------------------------
# Roles: nouns for people who represent somebody.

ROLES: Final = frozenset(
    """president presidents premier premiers minister ministers secretary secretaries chancellor chancellors prime king queen emir
    sultan crown prince leader leaders chief chiefs head heads envoy envoys ambassador ambassadors negotiator negotiators mediator
    mediators diplomat diplomats official officials delegation delegations delegate delegates representative representatives
    counterpart counterparts colleague colleagues side sides government governments authorities administration authority regime general generals
    commander commanders adviser advisers advisor advisors lawmaker lawmakers legislator legislators senator senators congressman
    congresswoman mp mps deputy deputies vice-president vice-premier taoiseach pope cardinal monarch monarchs rulers ruler rebels rebel
    militants group groups faction factions opposition movement team teams emissary emissaries representation foreign defence defense
    interior finance trade economy energy economic national security affairs state special high commissioner commissioners coordinator
    speaker director director-general secretary-general chairman chairwoman chair undersecretary under-secretary under vice assistant
    acting interim caretaker outgoing newly elected president-elect pm fm leadership army military spy intelligence chief-negotiator
    parties powers nations countries states members allies partners neighbours neighbors heads-of-state troika presidency consul
    statesman politburo member permanent external justice oil agriculture health environment transport culture religious-affairs first
    alliance bloc grouping coalition watchdog lady parliamentarians politicians figures personalities lieutenant-general major-general admiral colonel marshal chef""".split()
)

PERSON_ROLES: Final = ROLES - frozenset(
    "foreign defence defense interior finance trade economy energy economic national security affairs state special high first lady under vice "
    "permanent external justice oil agriculture health environment transport culture newly elected acting interim outgoing caretaker crown".split()
)
"""Roles that can close a noun phrase ("the Russian delegation"); the others only stand before one."""

SPEAKER_ROLES: Final = frozenset(
    """spokesman spokeswoman spokesperson spokesmen spokespeople spokespersons source sources analyst analysts newspaper
    daily agency agencies television tv radio station channel journalist journalists reporter reporters media press observer
    observers expert experts website magazine broadcaster correspondent commentator academic professor scholar""".split()
)

NOT_PARTY_HEADS: Final = frozenset(
    """capital city cities town resort port island village embassy consulate troops forces soldiers army-base border proposals
    proposal plan plans initiative crisis war conflict issue issues question programme program deal agreement accord sanctions
    economy soil territory territories airspace waters coast people citizens civilians refugees migrants victims newspaper daily
    agency television media press news radio spokesman spokeswoman spokesperson source sources analyst analysts businessmen investors
    companies company firm firms embargo invasion aggression offensive air strikes airstrikes strikes bombing bombardment attack
    attacks missile missiles nuclear peninsula sea ambitions election elections referendum constitution law parliament opposition-in-exile
    football team's players fans students youths entrepreneurs president's hotel airport base palace hills coastline resolution
    draft statement relations ties accession membership bid dispute tensions tension assets funds money oil gas pipeline
    prisoners hostages detainees journalist journalists voters public opinion history art culture language passport visa""".split()
)

DETERMINERS: Final = frozenset(
    "the a an this that these those his her its their our my your both all any some several each every another no other".split()
)
POSSESSIVES: Final = frozenset("his her its their our my your".split())
DEFINITE: Final = frozenset("the this that these those his her its their our both such".split())
PRONOUNS: Final = frozenset("he she they it we i you him her them us me".split())
RELATIVES: Final = frozenset("who which whom whose".split())

# --------------------------------------------------------------------------------------------------
# Prepositions and joints.

PREPOSITIONS: Final = frozenset(
    """in at to from of on with by for between among into about over against under near outside inside within through via
    toward towards after before during following until till since despite amid without upon alongside including regarding
    concerning besides beside per around across behind beyond like than versus as""".split()
)
LOCATIVE: Final = frozenset(
    "in at to from near outside inside into around across through via toward towards within".split()
)
ABOUT: Final = frozenset(
    "on over about against regarding concerning behind despite without like than versus towards toward from under".split()
)

SUBORDINATORS: Final = frozenset(
    "while whereas although though because since if unless when where once until after before as amid whether despite".split()
)

# --------------------------------------------------------------------------------------------------
# Verbs. ``lemma: irregular forms``; regular forms are made below.

_IRREGULAR: Final[dict[str, tuple[str, str]]] = {
    "meet": ("met", "met"), "hold": ("held", "held"), "speak": ("spoke", "spoken"), "fly": ("flew", "flown"),
    "go": ("went", "gone"), "leave": ("left", "left"), "come": ("came", "come"), "begin": ("began", "begun"),
    "break": ("broke", "broken"), "put": ("put", "put"), "set": ("set", "set"), "take": ("took", "taken"),
    "have": ("had", "had"), "make": ("made", "made"), "pay": ("paid", "paid"), "say": ("said", "said"),
    "tell": ("told", "told"), "sit": ("sat", "sat"), "bring": ("brought", "brought"), "withdraw": ("withdrew", "withdrawn"),
    "get": ("got", "got"), "give": ("gave", "given"), "see": ("saw", "seen"), "send": ("sent", "sent"),
    "know": ("knew", "known"), "think": ("thought", "thought"), "keep": ("kept", "kept"), "write": ("wrote", "written"),
    "run": ("ran", "run"), "win": ("won", "won"), "lose": ("lost", "lost"), "find": ("found", "found"), "lead": ("led", "led"),
    "seek": ("sought", "sought"), "cut": ("cut", "cut"), "fall": ("fell", "fallen"), "draw": ("drew", "drawn"),
    "choose": ("chose", "chosen"), "freeze": ("froze", "frozen"), "undertake": ("undertook", "undertaken"),
    "shake": ("shook", "shaken"), "become": ("became", "become"), "stand": ("stood", "stood"), "show": ("showed", "shown"),
    "let": ("let", "let"), "hit": ("hit", "hit"), "fight": ("fought", "fought"), "forbid": ("forbade", "forbidden"),
    "call": ("called", "called"), "feel": ("felt", "felt"), "mean": ("meant", "meant"), "build": ("built", "built"),
    "rise": ("rose", "risen"), "grow": ("grew", "grown"), "hear": ("heard", "heard"), "drop": ("dropped", "dropped"),
    "stop": ("stopped", "stopped"), "plan": ("planned", "planned"), "travel": ("travelled", "travelled"), "slip": ("slipped", "slipped"),
    "confer": ("conferred", "conferred"), "defer": ("deferred", "deferred"), "refer": ("referred", "referred"), "scrap": ("scrapped", "scrapped"),
    "skip": ("skipped", "skipped"), "snub": ("snubbed", "snubbed"), "wrap": ("wrapped", "wrapped"), "cancel": ("cancelled", "cancelled"),
    "rebuff": ("rebuffed", "rebuffed"), "shelve": ("shelved", "shelved"), "spend": ("spent", "spent"), "sign": ("signed", "signed"),
    "shun": ("shunned", "shunned"), "permit": ("permitted", "permitted"), "ring": ("rang", "rung"), "chat": ("chatted", "chatted"),
}  # fmt: skip

_REGULAR: Final = """
visit travel head depart arrive return journey tour land host receive welcome greet entertain attend join participate phone
telephone confer convene gather huddle assemble negotiate talk consult dine conduct stage organise organize chair open start launch resume
continue end conclude finish wrap kick enter complete close reopen restart reconvene proceed
cancel scrap axe abandon drop ditch pull refuse reject decline rule boycott skip snub rebuff nix
postpone delay push defer reschedule suspend adjourn shelve halt stall hold freeze extend shorten prolong shift move relocate switch
transfer advance downgrade upgrade reinstate revive restore rearrange
propose offer invite suggest urge request ask consider mull weigh explore discuss arrange prepare organise intend plan hope aim expect schedule
slate want wish try attempt vow promise pledge decide agree accept confirm announce reveal disclose declare state report add note warn insist
claim deny stress reiterate indicate signal hint acknowledge admit argue believe hope predict demand call threaten collapse fail happen occur
mediate broker sponsor facilitate lead brief address praise hail express reaffirm review exchange seal finalise finalize
accuse support oppose back force allow help use need look work play live die kill attack strike order approve pass vote elect
remain stay include involve follow cause create increase reduce raise lower describe explain answer reply respond respond appear seem
carry serve turn visit last underline underscore emphasise emphasize note quote cite conclude appoint name nominate
fear blame criticise criticize condemn dismiss denounce defend urge press push pressure persuade convince
walk quit resign retire step storm join sign ratify initial endorse adopt issue release publish present submit deliver
coincide clash overlap mark celebrate commemorate greet receive escort accompany depart stop touch talk chat update
tweet post contact reach connect engage interact deal handle focus cover touch centre center
recall summon expel ban bar block veto impose lift ease tighten threaten provoke trigger spark fuel
await wait arrange set sideline exclude represent dispatch deploy pave shuttle
""".split()  # fmt: skip

Form = tuple[str, str]
"""(lemma, form) with form one of base, s, past, part, ed (past or participle), ing."""


def _inflect() -> dict[str, tuple[Form, ...]]:
    forms: dict[str, list[Form]] = {}

    def add(word: str, lemma: str, form: str) -> None:
        entry = forms.setdefault(word, [])
        if (lemma, form) not in entry:
            entry.append((lemma, form))

    def stem(lemma: str, suffix: str) -> str:
        if lemma.endswith("e") and suffix[0] in "ei":
            return lemma[:-1] + suffix
        if lemma.endswith("y") and lemma[-2] not in "aeiou" and suffix == "ed":
            return lemma[:-1] + "ied"
        return lemma + suffix

    doubling = {"stop": "pp", "drop": "pp", "plan": "nn", "travel": "ll", "cancel": "ll", "confer": "rr", "defer": "rr", "refer": "rr", "scrap": "pp",
                "skip": "pp", "snub": "bb", "wrap": "pp", "put": "tt", "set": "tt", "sit": "tt", "get": "tt", "run": "nn", "begin": "nn", "let": "tt",
                "hit": "tt", "cut": "tt", "win": "nn", "shun": "nn", "step": "pp", "ban": "nn", "bar": "rr", "signal": "ll", "permit": "tt", "chat": "tt",
                "quit": "tt", "expel": "ll", "slip": "pp"}  # fmt: skip
    for lemma in dict.fromkeys([*_REGULAR, *_IRREGULAR]):
        add(lemma, lemma, "base")
        third = (
            lemma + "es"
            if lemma.endswith(("s", "sh", "ch", "x", "o"))
            else lemma[:-1] + "ies"
            if lemma.endswith("y") and lemma[-2] not in "aeiou"
            else lemma + "s"
        )
        add(third, lemma, "s")
        if lemma == "have":
            continue
        double = doubling.get(lemma)
        add(lemma[:-1] + double + "ing" if double else stem(lemma, "ing"), lemma, "ing")
        if double in ("ll",):
            add(lemma + "ing", lemma, "ing")
            add(lemma + "ed", lemma, "ed")
        if lemma in _IRREGULAR:
            past, part = _IRREGULAR[lemma]
            if past == part:
                add(past, lemma, "ed")
            else:
                add(past, lemma, "past")
                add(part, lemma, "part")
        else:
            add(lemma[:-1] + double + "ed" if double else stem(lemma, "ed"), lemma, "ed")
    add("dying", "die", "ing")
    return {word: tuple(entry) for word, entry in forms.items()}


AUX: Final[dict[str, str]] = {
    "will": "will", "'ll": "will", "'m": "is", "'re": "is", "'ve": "has", "won't": "will", "shall": "will", "would": "would", "wouldn't": "would", "may": "may", "might": "may",
    "could": "may", "can": "can", "cannot": "can", "can't": "can", "couldn't": "may", "should": "should", "must": "should", "is": "is",
    "are": "is", "am": "is", "isn't": "is", "aren't": "is", "was": "was", "were": "was", "wasn't": "was", "weren't": "was", "be": "be",
    "been": "been", "being": "being", "has": "has", "have": "has", "hasn't": "has", "haven't": "has", "had": "had", "hadn't": "had",
    "do": "do", "does": "do", "don't": "do", "doesn't": "do", "did": "did", "didn't": "did",
}  # fmt: skip

NEGATIONS: Final = frozenset(
    "not never no longer won't wouldn't cannot can't couldn't isn't aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't n't".split()
)

ADVERBS: Final = frozenset(
    """also now still then again later soon already tentatively likely probably possibly first next last ever just only even both each separately
    jointly formally officially finally previously initially originally recently earlier afterwards instead therefore however meanwhile
    expectedly reportedly reluctantly briefly personally privately publicly secretly quietly repeatedly apparently actually effectively
    immediately shortly today tomorrow yesterday tonight simultaneously subsequently together there here twice once face-to-face definitely
    certainly eventually currently presently directly indirectly virtually nearly almost abruptly suddenly hastily unexpectedly""".split()
)

REPORTING: Final = frozenset(
    """say tell confirm announce add note report state reveal disclose indicate signal hint acknowledge admit insist claim deny stress
    reiterate declare explain warn argue believe predict quote cite describe tweet post write express praise hail underline underscore
    emphasise emphasize reply answer respond recall""".split()
)
PLAIN_REPORTING: Final = REPORTING - frozenset("praise hail express recall quote describe".split())

CATENATIVE: Final = frozenset(
    """expect schedule plan hope agree refuse decline set slate intend want seek offer propose consider continue begin start try attempt vow
    promise pledge decide choose invite urge ask request aim prepare threaten fail mean suggest wish mull weigh explore discuss accept
    force cancel postpone delay demand help order allow press push persuade appear seem need arrange happen predict believe
    reject rule deny look confirm announce insist say go get come have be call stop avoid work signal""".split()
)
"""Verbs that take another verb ("agreed to meet", "is considering visiting")."""

CATENATIVE_ADJECTIVES: Final = frozenset(
    "due likely ready willing able set unable unlikely unwilling prepared supposed eager keen scheduled slated bound meant poised".split()
)

# Particles belonging to the verb: (lemma, particle) -> phrasal lemma.
PHRASAL: Final[dict[tuple[str, str], str]] = {
    ("call", "off"): "cancel", ("pull", "out"): "pull-out", ("put", "off"): "postpone", ("push", "back"): "postpone",
    ("hold", "off"): "postpone", ("put", "on"): "put-on", ("bring", "forward"): "bring-forward", ("move", "up"): "bring-forward",
    ("move", "forward"): "move-forward", ("turn", "down"): "reject", ("rule", "out"): "rule-out", ("back", "out"): "pull-out",
    ("walk", "out"): "walk-out", ("break", "off"): "break-off", ("break", "up"): "break-up", ("wrap", "up"): "end", ("kick", "off"): "begin",
    ("sit", "down"): "meet", ("go", "ahead"): "go-ahead", ("take", "place"): "take-place", ("take", "part"): "take-part",
    ("set", "off"): "depart", ("set", "out"): "depart", ("fall", "through"): "fall-through", ("get", "under"): "begin",
    ("call", "for"): "call-for", ("cut", "short"): "cut-short", ("break", "down"): "break-off", ("carry", "on"): "continue",
    ("go", "on"): "continue", ("get", "together"): "meet", ("team", "up"): "join", ("bring", "together"): "bring-together",
    ("stay", "away"): "stay-away", ("opt", "out"): "pull-out", ("drop", "out"): "pull-out", ("bow", "out"): "pull-out",
    ("push", "to"): "push-to", ("hold", "over"): "postpone", ("stop", "over"): "visit", ("touch", "down"): "arrive", ("play", "host"): "host",
    ("set", "up"): "arrange", ("shake", "hands"): "meet", ("come", "together"): "meet", ("get", "underway"): "begin", ("move", "back"): "postpone",
}  # fmt: skip

# What verbs do to a meeting -------------------------------------------------------------------------

MEET_VERBS: Final = frozenset("meet confer convene gather huddle assemble negotiate consult dine reconvene".split())
SPEAK_VERBS: Final = frozenset("speak talk chat".split())
PHONE_VERBS: Final = frozenset("phone telephone ring".split())
VISIT_VERBS: Final = frozenset("visit travel fly head go leave depart arrive come return journey tour land".split())
TO_PLACE_VERBS: Final = frozenset("travel fly head go leave depart come return journey land".split())
HOST_VERBS: Final = frozenset("host receive welcome greet entertain".split())
ATTEND_VERBS: Final = frozenset("attend join participate take-part".split())
HOLD_VERBS: Final = frozenset(
    "hold have conduct stage organise organize chair convene host pay make undertake give".split()
)
BEGIN_VERBS: Final = frozenset("begin start open launch kick resume restart reopen enter reconvene commence".split())
END_VERBS: Final = frozenset(
    "end conclude finish complete close break-off break-up collapse walk-out cut-short".split()
)
HAPPEN_VERBS: Final = frozenset(
    "take-place happen occur go-ahead proceed continue last begin start open resume restart".split()
)

CANCEL_VERBS: Final = frozenset(
    "cancel scrap axe abandon ditch pull-out withdraw refuse reject decline boycott skip snub rebuff nix fall-through shun rule-out stay-away".split()
)
REFUSE_VERBS: Final = frozenset("refuse reject decline rebuff rule-out shun snub".split())
POSTPONE_VERBS: Final = frozenset(
    "postpone delay defer reschedule suspend adjourn shelve freeze halt stall rearrange put-on".split()
)
EARLIER_VERBS: Final = frozenset("bring-forward advance".split())
MOVE_VERBS: Final = frozenset("move shift relocate switch transfer move-forward".split())
REINSTATE_VERBS: Final = frozenset("reinstate revive restore".split())
EXTEND_VERBS: Final = frozenset("extend prolong".split())

PROPOSE_VERBS: Final = frozenset(
    "propose offer invite suggest call-for urge request ask consider mull weigh explore discuss seek want try attempt arrange demand push press "
    "organise organize need bring-together persuade push-to wish".split()
)
HEDGE_VERBS: Final = frozenset("expect plan hope intend aim prepare believe predict".split())
FIRM_VERBS: Final = frozenset("schedule set slate agree confirm announce accept decide arrange vow promise".split())

HEDGE_WORDS: Final = frozenset(
    "may might could possible possibly tentatively tentative likely probably perhaps potential expected hoped-for prospective".split()
)

FUTURE_ADJECTIVES: Final = frozenset("upcoming forthcoming coming next imminent scheduled planned future".split())
PAST_ADJECTIVES: Final = frozenset("recent previous earlier past last latest former failed".split())

# What is "met" without a meeting, and whom one meets without diplomacy.
MET_THINGS: Final = frozenset(
    """request requests requirement requirements criteria criterion rule rules deadline deadlines need needs target targets demand demands goal
    goals obligations obligation commitments commitment conditions condition standards standard challenge challenges expectations expectation
    costs cost resistance opposition approval aim aims quota pledge pledges promise promises death fate test threshold objections objection
    definition objectives objective terms criticism shortfall gap ends eye""".split()
)

LIGHT_PARTS: Final = frozenset(
    "round session sessions rounds series day days start beginning opening resumption end conclusion eve phase set spate flurry part outset course launch continuation".split()
)

NUMBER_WORDS: Final[dict[str, int]] = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip

VERB_FORMS: Final[dict[str, tuple[Form, ...]]] = _inflect()

_STEMS: Final = tuple(
    """talk|meet| met |summit|visit| trip| tour|negotiat|consult|confer|session|travel| phone|telephone|sit down|sits down|sat down|sitting down|
to see |due in |expected in | discuss|dialog| forum|gather| host|arriv| spoke| speak| held |welcom| receiv|audience|conven| call| flew | fly |parley|congress|
council""".replace("\n", "").split("|")
)


def may_tell_of_a_meeting(lowered: str) -> bool:
    """True where a lower-cased text has a word that every text about a meeting has: the prefilter before everything else.

    Plain substring tests, which run at memory speed; what they let through by mistake the grammar sorts out.
    """
    return any(stem in lowered for stem in _STEMS)
