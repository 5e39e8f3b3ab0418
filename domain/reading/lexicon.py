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
    "consultation": TALKS, "discussions": TALKS, "discussion": TALKS, "dialogue": TALKS, "dialogues": TALKS, "dialog": TALKS, "parley": TALKS,
    "meeting": MEETING, "meetings": MEETING, "encounter": MEETING, "audience": MEETING, "lunch": MEETING,
    "dinner": MEETING, "breakfast": MEETING, "huddle": MEETING, "sit-down": MEETING, "face-to-face": MEETING,
    "tete-a-tete": MEETING, "luncheon": MEETING, "banquet": MEETING, "get-together": MEETING, "rendezvous": MEETING,
    "engagements": MEETING, "reception": MEETING, "one-on-one": MEETING, "bilateral": MEETING,
    "summit": SUMMIT, "summits": SUMMIT, "mini-summit": SUMMIT, "conference": GATHERING, "session": GATHERING, "sessions": GATHERING,
    "gathering": GATHERING, "forum": GATHERING, "congress": GATHERING, "council": GATHERING, "ministerial": GATHERING,
    "plenary": GATHERING, "conclave": GATHERING, "roundtable": GATHERING, "assembly": GATHERING, "retreat": GATHERING,
    "round": ROUND, "rounds": ROUND,
    "visit": VISIT, "visits": VISIT, "trip": VISIT, "trips": VISIT, "stopover": VISIT, "stop": VISIT, "stops": VISIT, "stopovers": VISIT, "travel": VISIT,
    "arrival": VISIT, "stay": VISIT, "journey": VISIT,
    "tour": TOUR, "swing": TOUR,
    "call": CALL, "phone-call": CALL, "conversation": CALL, "conversations": CALL, "calls": CALL,
    "videoconference": CALL, "teleconference": CALL,
}  # fmt: skip

MEAL_NOUNS: Final = frozenset("lunch dinner breakfast luncheon banquet reception".split())
ENCOUNTER_NOUNS: Final = MEAL_NOUNS | frozenset(
    "discussions dialogue dialogues dialog talk encounter huddle audience one-on-one".split()
)
"""Meetings only with whom they are held right beside them ("a dinner with", "an Israeli-Palestinian dialogue")."""

CONFERENCE_NOUNS: Final = frozenset(
    "conference session sessions congress gathering plenary roundtable forum assembly".split()
)
"""Meetings only near a party, or after one of CONFERENCE_MODIFIERS ("a donors' conference")."""

CONFERENCE_MODIFIERS: Final = frozenset(
    "peace international ministerial donors donor security regional plenary special emergency extraordinary summit review".split()
)

WEAK_NOUNS: Final = (
    (ENCOUNTER_NOUNS - {"talk"})
    | CONFERENCE_NOUNS
    | frozenset("stop stops stay journey mission arrival travel swing council retreat engagements".split())
)
"""Nouns that are meetings only with parties or a diplomatic word beside them ("a session of the EU")."""

NOT_EVENT_BEFORE: Final = frozenset(
    "news press party court cabinet trade-union shareholder shareholders board staff editorial training photo "
    "parliamentary parliament senate congressional house faculty school church prayer business investor investors "
    "earnings parole plea bail debate donors' roll wake-up close 911 emergency-service robo conference-call annual-general town "
    "town-hall campaign overnight refuelling refueling fundraising closing trading practice jam drafting grand home away guided concert book study fact-finding-study "
    "video-game curtain appeal clarion courtesy-phone distress bedside cemetery prison security-council-style union "
    "weekly telephone-press sales team club family religious tech telecom stockholder stockholders long-distance".split()
)
"""Words which, right before an event noun, make it something else ("press conference", "court session")."""


NOT_EVENT_AFTER: Final = frozenset(
    """table room hall speaker speakers centre center point points show process venue place chair host report paper ban bans agency agencies agent
    agents warning warnings advisory advisories alert alerts restriction restrictions document documents curbs industry market
    mechanism mechanisms platform platforms framework frameworks expo fair operator operators guide guides bus insurance expenses allowance arrangements permit permits rights rooms""".split()
)
"""Words which, right after an event noun, make it something else ("conference room", "talks process")."""

NAMED_MARKETS: Final = frozenset("travel tour tours stay stop stops talk swing".split())
"""Nouns that are no journey and no talks inside a capitalised name ("World Travel Market")."""

NOT_DIPLOMATIC_TOURS: Final = frozenset("world book concert farewell guided home".split())

ROUND_ADJECTIVES: Final = frozenset(
    "next new further fresh additional latest another first second third fourth fifth sixth final previous last".split()
)
"""Words before "round" that make it one of a series of meetings."""

FURTHER: Final = frozenset("next another further new fresh additional follow-up".split())
"""Words before a meeting that make it one more of a series ("a further meeting", "the next round")."""

COURSE_NOUNS: Final = frozenset(
    "formation start opening beginning resumption launch holding convening outcome result results".split()
)
"""Stages of a meeting in "the … of the talks": what is said of the stage holds for the meeting."""

OUTCOME_NOUNS: Final = frozenset("outcome result results".split())
DETAIL_NOUNS: Final = frozenset("date dates venue venues location site timing schedule".split())
"""What can be changed about a meeting that stays on ("the venue of the talks")."""

COUNTED_PARTS: Final = frozenset(
    "round rounds session sessions series day days phase set spate flurry part course sort kind hours couple "
    "stage leg bout cycle attempt".split()
)
"""Parts and numbers of a meeting in "the second … of talks": the noun phrase begins before them."""

READY_NOUNS: Final = frozenset("willingness readiness appeal appeals desire wish intention".split())
"""What one speaks of on a day that is not the meeting's ("repeated on Friday his readiness to meet")."""

OFFER_NOUNS: Final = frozenset("invitation offer request proposal call calls idea".split())
"""What is proposed and can be turned down."""

REASONS: Final = frozenset("request invitation initiative behest urging insistence suggestion proposal".split())
"""What a meeting is held or put off at, when it is somebody's ("at Egypt's request")."""

CHANGE_NOUNS: Final = frozenset("cancellation cancelation postponement suspension refusal rejection delay".split())
"""What is done to a plan ("the cancellation by Beijing of talks")."""

HOPE_NOUNS: Final = frozenset(
    "efforts effort bid hopes hope prospects prospect chance possibility potential initiative idea".split()
)
"""What is aimed at without anybody having been asked yet."""

PLACE_NOUNS: Final = frozenset("capital city resort town island port village suburb".split())
"""What stands before or for the name of a place ("the resort of Sochi", "the Turkish capital")."""


MEDIATION_NOUNS: Final = frozenset("mediation auspices facilitation presence".split())
"""How one is told of who sits between two sides ("under the mediation of")."""

GUESTS: Final = frozenset("attendees participants guests".split())
ATTENDEES: Final = GUESTS | frozenset("attending expected present invited".split())
"""Subjects of a list of those who come ("Among those expected are …")."""

BLOCS: Final = frozenset(
    """EU ASEAN ECOWAS SADC EAC ECCAS AES AFRICAN_UNION GCC NATO BRICS SCO G7 G20 G77 MERCOSUR CARICOM CELAC ALBA IGAD PIF OTS QUAD
    EAEU CIS CSTO SAARC BIMSTEC APEC OPEC OIC ARAB_LEAGUE OAS UNASUR AMU CEMAC MSG NAM""".split()
)
"""Bodies of states, which meet in summits of their own and which news calls blocs or groupings."""

GATHERINGS: Final = frozenset([SUMMIT, GATHERING])
"""Kinds of event that more than two come to."""

PLAIN_LABELS: Final = frozenset(
    """two-day three-day four-day five-day one-day day two three four five annual special emergency extraordinary urgent new upcoming planned
    historic leaders leader ministers heads state first second third last latest final regular current ongoing scheduled week month year
    crucial key high-level top joint key much awaited highly anticipated weekend one s long-awaited rare opening closing plenary""".split()
)
"""Words before an event noun that do not tell one gathering from another."""

LEVELS: Final[dict[str, str]] = {
    **dict.fromkeys("leaders leadership presidents premiers heads presidential".split(), "leaders"),
    **dict.fromkeys("ministers ministerial".split(), "ministers"),
    **dict.fromkeys("officials experts working-level technical deputies preparatory".split(), "officials"),
}
"""Words that say at which level a meeting is held: one of ministers is not that of the leaders."""

STANDING_BODIES: Final = frozenset("board committee commission group subgroup panel troika taskforce".split())
"""Bodies that meet, of one organisation or of two states ("the IAEA board", "a joint commission")."""


def is_state(party: str) -> bool:
    """True for a state's id (ISO 3166-1 alpha-2 and the additions of the report's form), False for an organisation's or group's."""
    return len(party) == 2 and party.isalpha() and party not in ("EU", "UN")


MEETING_MODIFIERS: Final = frozenset(
    "peace security nuclear trade bilateral trilateral ministerial formal informal direct indirect proximity high-level top-level "
    "working ceasefire truce arms-control disarmament border emergency extraordinary special crisis face-to-face one-on-one closed-door "
    "follow-up preparatory technical expert expert-level official state working private joint regional international multilateral "
    "multi-party multiparty four-way three-way two-way four-party six-party five-party quadrilateral tripartite annual defence "
    "defense economic foreign policy foreign-policy finance energy maritime cyber climate strategic political diplomatic historic landmark planned proposed scheduled".split()
)

# --------------------------------------------------------------------------------------------------
# Roles: nouns for people who represent somebody.

ROLES: Final = frozenset(
    """president presidents premier premiers minister ministers secretary secretaries chancellor chancellors prime king queen emir
    sultan crown prince leader leaders chief chiefs head heads envoy envoys ambassador ambassadors negotiator negotiators mediator
    mediators diplomat diplomats official officials delegation delegations delegate delegates representative representatives co-chair co-chairs policy
    counterpart counterparts colleague colleagues side sides government governments authorities administration authority regime general generals
    commander commanders adviser advisers advisor advisors lawmaker lawmakers legislator legislators senator senators congressman
    congresswoman mp mps deputy deputies vice-president vice-premier taoiseach pope cardinal monarch monarchs rulers ruler rebels rebel
    militants group groups faction factions opposition movement team teams emissary emissaries representation foreign defence defense
    interior finance trade economy energy economic national security affairs state special high commissioner commissioners coordinator
    speaker director director-general secretary-general chairman chairwoman chair undersecretary under-secretary under vice assistant
    acting interim caretaker outgoing newly elected president-elect pm fm leadership army military spy intelligence chief-negotiator
    junta parties powers nations countries states members allies partners neighbours neighbors heads-of-state troika presidency consul
    statesman politburo member permanent external justice oil agriculture health environment transport culture religious-affairs first
    alliance bloc grouping coalition watchdog lady parliamentarians politicians figures personalities lieutenant-general major-general admiral colonel marshal chef""".split()
)

OTHER_PEOPLE: Final = frozenset(
    """experts analysts scientists doctors activists athletes players students journalists protesters economists investors
    executives traders policymakers refugees migrants suspects victims passengers gunmen soldiers troops astronauts residents
    farmers workers researchers""".split()
)
"""Whom "they" may mean without anybody's being represented."""

CROWDS: Final = OTHER_PEOPLE | frozenset(
    """demonstrators crowd crowds thousands hundreds dozens mourners supporters fans worshippers pilgrims tourists relatives families
    villagers onlookers reporters spectators citizens people voters police firefighters students women veterans families""".split()
)
"""Who gathers in a square, and holds no meeting by it."""

VESSELS: Final = frozenset(
    """submarine submarines destroyer destroyers warship warships frigate frigates ship ships vessel vessels jets aircraft plane
    planes bombers carrier convoy convoys""".split()
)
"""What arrives without paying a visit."""

PERFORMERS: Final = frozenset(
    """circus orchestra ballet choir troupe theatre theater band ensemble squad federation federations footballers cricketers singers dancers musicians
    fans supporters pilgrims tourists climbers surgeons volunteers firefighters""".split()
)
"""Who travels from a state without speaking for it ("the Chinese circus", "the head of the football federation")."""
TEAM_WORDS: Final = frozenset(
    "national football soccer rugby cricket hockey basketball olympic women's men's youth under-21 rescue medical".split()
)
"""What makes a "team" one of players or helpers."""

PRIVATE_ERRANDS: Final = frozenset(
    "treatment surgery checkup check-up holiday holidays vacation honeymoon pilgrimage rehabilitation".split()
)
"""For what one travels without paying a visit ("flew to Paris for medical treatment")."""

SOCIETIES: Final = frozenset(
    "society association institute institution academy university college museum chamber church club museum library".split()
)
"""Bodies "of" a state that do not stand for it ("the Geological Society of Norway")."""

SPORT_WORDS: Final = frozenset(
    """match matches finals semifinal semifinals semi-final semi-finals quarterfinal quarterfinals quarter-final quarter-finals cup
    championship championships tournament qualifier qualifiers innings wicket wickets striker medal medals kick-off kickoff league
    playoff playoffs play-off play-offs squad baseball football soccer basketball hockey cricket rugby""".split()
)
"""Where teams "meet"."""

DOUBTFUL_ROLES: Final = frozenset(
    """state states defense defence security trade finance oil economic national military nuclear army foreign energy
    health special first high chief members member groups group parties powers""".split()
)
"""Words of ROLES that stand for people only where they close the noun phrase."""

OFFICES: Final = frozenset("secretary secretaries minister ministers head heads chief chiefs".split())
OFFICE_DOMAINS: Final = frozenset("state defence defense foreign interior staff government".split())
"""What follows "of" in an office ("secretary of state", "chiefs of staff")."""

TITLES: Final = frozenset("president minister premier chancellor leader envoy secretary diplomat".split())
"""Roles that stand for the one who holds them ("the president will fly to …")."""

OFFICES_OF_STATE: Final = frozenset(
    "ministry presidency embassy office cabinet department mission chancellery secretariat".split()
)
"""What speaks for a state without being a person ("Nigeria's foreign ministry denied that it had")."""

UNNAMED_OFFICIALS: Final = frozenset(
    """leaders officials hosts counterpart counterparts authorities government leadership president premier minister
    ministers""".split()
)
"""Whom a visitor meets where no host is named ("will meet with officials there")."""

ROLE_ADJECTIVES: Final = frozenset(
    """new top former then veteran own chief two longtime senior supreme outgoing visiting hardline reformist embattled
    incoming newly main most de facto ruling powerful border customs water climate disarmament counterterrorism counter-terrorism
    anti-terrorism maritime cyber""".split()
)
"""What stands between a party and the role of its people ("Iran's new top negotiator")."""

PEOPLE_ADJECTIVES: Final = frozenset("new top senior visiting former several other some two three current".split())
"""What stands before people of a party ("several senior Russian officials")."""

ORGANS: Final = frozenset(
    "council secretariat committee commission presidency bureau assembly chairmanship office".split()
)
"""Parts of an organisation that stand for it ("the Council of the EU")."""

BODY_NOUNS: Final = frozenset("forum council conference countries nations states member members".split())
"""Nouns after an organisation's name that leave it the organisation ("with EU member states")."""

PERSON_ROLES: Final = ROLES - frozenset(
    "foreign defence defense interior finance trade economy energy economic national security affairs state special high first lady under vice policy "
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
    prisoners hostages detainees journalist journalists voters public opinion history art culture language passport visa
    community communities minority minorities diaspora expatriates emigrants immigrants exiles industrialists executives tourists
    nationals residents villagers farmers workers intellectuals scholars artists veterans families relatives survivors soldier athletes athlete swimmers boxers
    worshippers pilgrims executives troop sailors pilots paratroopers policemen peacekeepers marines commandos""".split()
)

TIE_NOUNS: Final = frozenset("relations relationship ties links cooperation friendship trade alliance rivalry".split())
"""What stands "between" two parties without their meeting."""

DETERMINERS: Final = frozenset(
    "the a an this that these those his her its their our my your both all any some several each every another no other".split()
)
OPENING_DETERMINERS: Final = frozenset("the a an his her its their this these those that our any no another".split())
"""Determiners that open a noun phrase; the others ("both", "all", "several") may follow one."""

DEFINITE: Final = frozenset("the this that these those his her its their our both such".split())
PRONOUNS: Final = frozenset("he she they it we i you him her them us me".split())
RELATIVES: Final = frozenset("who which whom whose".split())

# --------------------------------------------------------------------------------------------------
# Prepositions and joints.

PREPOSITIONS: Final = frozenset(
    """in at to from of on with by for between among into about over against under near outside inside within through via
    toward towards after before during following until till since despite amid without upon alongside including involving regarding
    concerning besides beside per around across behind beyond like than versus as except excluding barring""".split()
)
LOCATIVE: Final = frozenset(
    "in at to from near outside inside into around across through via toward towards within".split()
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
    "swear": ("swore", "sworn"), "shake": ("shook", "shaken"), "become": ("became", "become"), "stand": ("stood", "stood"), "show": ("showed", "shown"),
    "let": ("let", "let"), "hit": ("hit", "hit"), "fight": ("fought", "fought"), "forbid": ("forbade", "forbidden"),
    "call": ("called", "called"), "feel": ("felt", "felt"), "mean": ("meant", "meant"), "build": ("built", "built"),
    "rise": ("rose", "risen"), "grow": ("grew", "grown"), "hear": ("heard", "heard"), "drop": ("dropped", "dropped"),
    "stop": ("stopped", "stopped"), "plan": ("planned", "planned"), "travel": ("travelled", "travelled"), "slip": ("slipped", "slipped"),
    "confer": ("conferred", "conferred"), "defer": ("deferred", "deferred"), "refer": ("referred", "referred"), "scrap": ("scrapped", "scrapped"),
    "skip": ("skipped", "skipped"), "snub": ("snubbed", "snubbed"), "wrap": ("wrapped", "wrapped"), "cancel": ("cancelled", "cancelled"),
    "rebuff": ("rebuffed", "rebuffed"), "shelve": ("shelved", "shelved"), "spend": ("spent", "spent"), "sign": ("signed", "signed"),
    "shun": ("shunned", "shunned"), "quit": ("quit", "quit"), "permit": ("permitted", "permitted"), "pencil": ("pencilled", "pencilled"), "compel": ("compelled", "compelled"), "wind": ("wound", "wound"), "forgo": ("forwent", "forgone"), "ring": ("rang", "rung"), "shoot": ("shot", "shot"), "chat": ("chatted", "chatted"),
}  # fmt: skip

_REGULAR: Final = """
co-chair co-host co-sponsor converge embark initiate commence recommence visit travel head depart arrive return journey tour land host receive welcome greet entertain attend join participate phone
telephone confer convene gather huddle assemble negotiate talk consult dine conduct stage organise organize chair open start launch resume
continue end conclude finish wrap kick enter spill stretch drag complete close reopen restart reconvene proceed
cancel scrap axe abandon drop ditch pull refuse reject decline rule boycott skip snub spurn rebuff nix
abort beg cry duck excuse absent
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
disinvite uninvite revoke rescind forgo forego miss scuttle scupper torpedo pause fix pencil gear oblige compel prompt refute
brush shrug wave laugh rebut contradict quash scotch prevent hamper foil thwart change alter brace rejoin mount convert replace envisage anticipate contemplate ponder eye curtail truncate upset affirm applaud deplore renew recommend mandate highlight produce yield
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
        if lemma.endswith("ee") and suffix == "ing":
            return lemma + suffix  # "seeing", "agreeing"
        if lemma.endswith("e") and suffix[0] in "ei":
            return lemma[:-1] + suffix
        if lemma.endswith("y") and lemma[-2] not in "aeiou" and suffix == "ed":
            return lemma[:-1] + "ied"
        return lemma + suffix

    doubling = {"stop": "pp", "drop": "pp", "plan": "nn", "travel": "ll", "cancel": "ll", "confer": "rr", "defer": "rr", "refer": "rr", "scrap": "pp",
                "skip": "pp", "snub": "bb", "wrap": "pp", "put": "tt", "set": "tt", "sit": "tt", "get": "tt", "run": "nn", "begin": "nn", "let": "tt",
                "hit": "tt", "cut": "tt", "win": "nn", "shun": "nn", "step": "pp", "ban": "nn", "bar": "rr", "signal": "ll", "permit": "tt", "chat": "tt",
                "beg": "gg", "quit": "tt", "expel": "ll", "slip": "pp", "pencil": "ll", "compel": "ll"}  # fmt: skip
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
    """also thus thereby hence now still then again later soon already tentatively likely probably possibly first next last ever just only even both each separately
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
CATENATIVE: Final = frozenset(
    """expect fix envisage contemplate oblige compel prompt schedule plan hope agree refuse decline set slate intend want seek offer propose consider continue begin start resume restart try attempt vow
    promise pledge decide choose invite urge ask request aim prepare threaten fail mean suggest wish mull weigh explore discuss accept
    force cancel postpone delay demand help order allow press push persuade appear seem need arrange happen predict believe
    reject rule deny look confirm announce insist say go get come have be call stop avoid work signal""".split()
)
"""Verbs that take another verb ("agreed to meet", "is considering visiting")."""

GERUND_VERBS: Final = frozenset(
    """begin start resume restart consider continue stop suggest propose mull weigh discuss rule-out reject avoid cancel postpone
    delay explore plan insist mean""".split()
)
"""Verbs that take another verb in -ing ("is considering visiting")."""

CATENATIVE_ADJECTIVES: Final = frozenset(
    "due likely ready willing able set unable unlikely unwilling prepared supposed eager keen scheduled slated bound meant poised".split()
)

BARE_CATENATIVE_ADJECTIVES: Final = frozenset("due set ready scheduled slated likely poised bound".split())
"""Those that also govern without a form of "be" ("talks due to open on Monday")."""

CATENATIVE_PARTICIPLES: Final = frozenset("scheduled slated set prepared meant supposed bound".split())
"""Those that are participles by form: "is set to" is a state, "was set by" a deed."""

# Words whose form is a verb's and whose use often is not -----------------------------------------------

NOUN_LIKE_VERBS: Final = frozenset(
    """state force report plan host tour move call support attack strike order vote demand hope fear use need note
    claim play blame press step release issue block deal review address exchange work travel visit stop trigger ban
    veto round head lead stage chair result delay end start open close live back set cause approach focus touch
    handle center centre show run cut hit fight drop brief process request offer answer extend pledge promise push
    pull seal storm mark table""".split()
)
"""Verbs whose base form and third person are nouns as often ("report", "visits")."""

VISIT_AND_HOST_FORMS: Final = frozenset("visits tours visit tour hosts host stages".split())
"""Those of them that are verbs only with a guest or a place right after ("hosts Lavrov")."""

ING_NOUNS_AND_PREPOSITIONS: Final = frozenset(
    "opening ending beginning calling following according including involving regarding concerning".split()
)
ING_MODIFIERS: Final = frozenset("beginning following opening according including leading acting visiting".split())
"""Words in -ing that are no verb after a name ("Russia's acting premier", "Germany, including")."""

EVENT_SUBJECT_VERBS: Final = frozenset(
    """end begin open start resume collapse conclude fail continue break fall close come go take follow last proceed
    happen occur mark focus kick wrap become touch coincide""".split()
)
"""What an event does by itself ("the talks collapsed"); other past forms after an event noun are participles ("the talks held in")."""

PLURAL_EVENT_VERBS: Final = frozenset("meet gather convene begin resume visit hold".split())
"""Verbs read in their base form after any plural noun ("mediators meet", "hostilities resume")."""

APPENDED_PARTICIPLES: Final = frozenset(
    "set schedule slate plan expect hold sponsor broker mediate facilitate moderate back chair host convene lead call attend join".split()
)
"""Verbs whose participle after a comma describes an event ("the talks, brokered by Oman")."""

FIXING_VERBS: Final = frozenset("schedule set slate plan due expect fix".split())

ATTRIBUTIVE_PARTICIPLES: Final = frozenset("plan schedule propose postpone cancel delay stall suspend expect".split())
"""Verbs whose participle before an event noun describes it ("postponed talks")."""

BROKERING_PARTICIPLES: Final = frozenset("sponsored brokered led mediated backed hosted convened chaired".split())
"""After "UN-" or "Qatari-": who lends help or the room, and takes no side."""

# Particles belonging to the verb: (lemma, particle) -> phrasal lemma.
PHRASAL: Final[dict[tuple[str, str], str]] = {
    ("call", "off"): "cancel", ("pull", "out"): "pull-out", ("put", "off"): "postpone", ("push", "back"): "postpone",
    ("hold", "off"): "postpone", ("put", "on"): "put-on", ("bring", "forward"): "bring-forward", ("move", "up"): "bring-forward",
    ("move", "forward"): "move-forward", ("turn", "down"): "reject", ("rule", "out"): "rule-out", ("back", "out"): "pull-out",
    ("walk", "out"): "walk-out", ("break", "off"): "break-off", ("break", "up"): "break-up", ("wrap", "up"): "end", ("kick", "off"): "begin",
    ("sit", "down"): "meet", ("sit", "together"): "meet", ("go", "ahead"): "go-ahead", ("take", "place"): "take-place", ("take", "part"): "take-part",
    ("set", "off"): "depart", ("set", "out"): "depart", ("fall", "through"): "fall-through", ("fall", "apart"): "fall-through", ("get", "under"): "begin",
    ("call", "for"): "call-for", ("cut", "short"): "cut-short", ("break", "down"): "break-off", ("carry", "on"): "continue",
    ("go", "on"): "continue", ("get", "together"): "meet", ("team", "up"): "join", ("work", "out"): "arrange", ("iron", "out"): "arrange", ("bring", "together"): "bring-together",
    ("stay", "away"): "stay-away", ("opt", "out"): "pull-out", ("drop", "out"): "pull-out", ("bow", "out"): "pull-out",
    ("push", "to"): "push-to", ("hold", "over"): "postpone", ("stop", "over"): "travel", ("build", "on"): "build-on", ("touch", "down"): "arrive", ("play", "host"): "host",
    ("set", "up"): "arrange", ("shake", "hands"): "meet", ("come", "together"): "meet", ("get", "underway"): "begin", ("move", "back"): "postpone",
    ("put", "back"): "postpone", ("show", "up"): "attend", ("turn", "up"): "attend", ("walk", "away"): "walk-out", ("gear", "up"): "gear-up", ("wind", "up"): "end",
    ("play", "down"): "dismiss", ("brush", "aside"): "dismiss", ("brush", "off"): "dismiss", ("shrug", "off"): "dismiss", ("wave", "away"): "dismiss",
    ("beg", "off"): "pull-out", ("cry", "off"): "pull-out", ("duck", "out"): "pull-out", ("laugh", "off"): "dismiss", ("shoot", "down"): "dismiss", ("push", "through"): "go-ahead", ("go", "through"): "go-ahead",
}  # fmt: skip

# What verbs do to a meeting -------------------------------------------------------------------------

MEET_VERBS: Final = frozenset(
    "meet confer convene gather huddle assemble negotiate consult dine reconvene converge".split()
)
SPEAK_VERBS: Final = frozenset("speak talk chat".split())
PHONE_VERBS: Final = frozenset("phone telephone ring".split())
VISIT_VERBS: Final = frozenset(
    "visit travel fly head go leave depart arrive come return journey tour land stop".split()
)
HOST_VERBS: Final = frozenset("host co-host receive welcome greet entertain".split())
ATTEND_VERBS: Final = frozenset("attend join rejoin participate take-part".split())
DIRECT_MEET_VERBS: Final = HOST_VERBS | PHONE_VERBS | frozenset("meet call consult see".split())
"""Verbs whose plain object is whom one meets."""
DEPART_VERBS: Final = frozenset("leave depart head fly travel go".split())
INCLUDE_VERBS: Final = frozenset("include involve bring-together gather attend join".split())
"""Predicates of an event that list who takes part."""
PARTICIPANT_VERBS: Final = frozenset(
    """agree schedule arrange accept continue address chair make pay go engage return have move confirm announce visit
    finish extend bring-forward advance proceed go-ahead""".split()
)
"""Further verbs whose subject takes part in the event that is their object."""
PREPOSITIONAL_VERBS: Final = frozenset(
    """agree embark take-part participate pull-out withdraw enter go engage return call-for walk-out press push hope prepare
    plan back call ask head sit opt come gear-up brace attend proceed go-ahead disinvite uninvite""".split()
)
"""Verbs whose event hangs on a preposition ("pull out of", "agreed on", "went into")."""
HOLD_VERBS: Final = frozenset(
    "hold have conduct stage organise organize chair convene host pay make undertake give embark".split()
)
BEGIN_VERBS: Final = frozenset(
    "begin start initiate open launch kick resume restart reopen enter reconvene commence recommence".split()
)
STAGE_VERBS: Final = frozenset(
    """hold stage convene conduct host organise organize attend join open launch start begin resume chair make restart
    reopen""".split()
)
"""Verbs whose passive says that an event is held ("will be convened")."""
PERFORM_VERBS: Final = frozenset("continue receive make pay address chair visit join hold".split())
"""Verbs with an event as object that say that it takes place ("pay a visit", "address the session")."""
END_VERBS: Final = frozenset(
    "end conclude finish complete close break-off break-up collapse walk-out quit abort cut-short curtail shorten truncate".split()
)
HAPPEN_VERBS: Final = frozenset(
    "take-place happen occur go-ahead proceed continue last begin start open resume restart run convene reconvene".split()
)

OCCUR_VERBS: Final = frozenset(
    """take-place happen occur run go-ahead proceed begin start open resume restart reconvene kick convene gather meet
    reopen bring-together commence recommence""".split()
)
"""Verbs with an event as subject that say that it takes place."""
DATED_EVENT_VERBS: Final = frozenset(
    """begin start open take-place hold schedule due set end conclude resume plan expect postpone last run kick
    restart reopen reconvene convene go-ahead break-up break-off collapse finish wrap continue stall proceed commence recommence
    cut-short curtail abort rearrange""".split()
)
"""Predicates of an event whose date is the event's."""
EVENT_PREDICATES: Final = DATED_EVENT_VERBS | frozenset(
    "cancel collapse break-off break-up suspend bring-together".split()
)
"""What can be said of an event after an inset ("The talks, …, will resume")."""
DEEDS_WITH_A_DATE: Final = frozenset(
    "sign attend mark expire elect vote celebrate ratify issue release publish win return".split()
)
"""Verbs that take a date after them for themselves ("talks on the treaty, expiring on 5 February")."""
CANCEL_VERBS: Final = frozenset(
    """cancel scrap axe abandon ditch drop pull-out withdraw refuse reject decline boycott skip snub spurn rebuff nix fall-through rule-out
    stay-away disinvite uninvite revoke rescind forgo forego scuttle scupper torpedo""".split()
)
PREVENT_VERBS: Final = frozenset("prevent thwart foil".split())
"""What floods and fighting do to a meeting, where no "from" follows ("prevented the talks from collapsing")."""
REFUSE_VERBS: Final = frozenset("refuse reject decline rebuff spurn rule-out snub".split())
DECLINE_VERBS: Final = frozenset("reject decline refuse rebuff spurn dismiss".split())
"""What is done to an offer that is not taken up."""
REFUSE_OPERATORS: Final = frozenset("cancel unwilling unable fail stop avoid deny".split())
"""With REFUSE_VERBS, what makes the verb under it not happen ("failed to meet")."""
POSTPONE_VERBS: Final = frozenset(
    "postpone delay defer reschedule suspend adjourn shelve freeze halt pause rearrange put-on".split()
)
EARLIER_VERBS: Final = frozenset("bring-forward move-forward advance".split())
MOVE_VERBS: Final = frozenset("move shift relocate switch transfer".split())
REINSTATE_VERBS: Final = frozenset("reinstate revive restore back-on".split())
PLANNING_PARTICIPLES: Final = frozenset("plan schedule slate set expect propose arrange fix envisage pencil".split())
"""Verbs whose participle after an event noun and its own phrases dates it ("a visit by the king planned for May")."""
EXTEND_VERBS: Final = frozenset("extend prolong".split())

PROPOSE_VERBS: Final = frozenset(
    "propose offer invite suggest call-for urge request ask consider mull weigh explore discuss seek want try attempt arrange demand push press "
    "organise organize need bring-together persuade push-to wish open-to".split()
)
CONSIDER_VERBS: Final = frozenset(
    "consider discuss negotiate explore contemplate weigh mull prepare arrange organise organize".split()
)
"""Verbs whose passive says that a meeting is being talked of or arranged ("a visit is being discussed")."""
TALKED_OF: Final = frozenset(
    "discuss consider focus review address cover touch tackle explore examine deal centre center dwell".split()
)
"""Verbs with a meeting as subject that say what was talked about at it."""
CONTENT_VERBS: Final = frozenset("hope believe think fear doubt wish insist".split())
"""Verbs with a clause as object, often without "that" ("hoped the talks would go on")."""
COMPEL_VERBS: Final = frozenset("force oblige compel prompt lead cause decide agree order announce".split())
"""Verbs under which an infinitive tells what was done ("forced them to postpone the talks")."""
UNDONE_NOUNS: Final = frozenset(
    """reason reasons need right wish desire threat threats plan plans intention call calls chance proposal request requests pressure demand
    demands appeal appeals plea pleas petition""".split()
)
"""Nouns under which an infinitive tells what was not done ("no reason to postpone", "calls for Ukraine to cancel")."""
STAY_AWAY_VERBS: Final = ATTEND_VERBS | frozenset(
    "skip boycott snub shun stay-away go travel fly come decline refuse".split()
)
DENY_VERBS: Final = frozenset("deny refute dismiss reject rebut contradict quash scotch".split())
RUMOUR_NOUNS: Final = frozenset(
    "report reports rumour rumours rumor rumors speculation claim claims suggestion suggestions allegations talk".split()
)
WEAK_PROPOSE_VERBS: Final = frozenset("discuss explore consider want need try open-to".split())
"""Those of them by which no invitation need have been made."""
MANDATIVE_VERBS: Final = frozenset("propose suggest demand urge request recommend ask insist".split())
"""Verbs with a bare verb in their that-clause, which then asserts nothing ("proposed that they meet")."""
INVITE_VERBS: Final = frozenset("invite urge ask request press propose offer".split())
"""Verbs whose subject is the other side of the meeting proposed."""
URGE_VERBS: Final = frozenset(
    "invite urge ask press push allow request persuade force oblige compel prompt lead".split()
)
OBJECT_CONTROL_VERBS: Final = URGE_VERBS | frozenset("expect want".split())
"""Verbs whose object does what the infinitive says ("invited Putin to visit")."""
HEDGE_VERBS: Final = frozenset("expect plan hope intend aim prepare believe predict".split())
HEDGE_OPERATORS: Final = frozenset("likely unlikely able eager keen poised prepare".split())
"""With HEDGE_VERBS, what makes the verb under it uncertain."""
FIRM_VERBS: Final = frozenset("schedule set slate agree confirm announce accept decide arrange vow promise".split())

SETTLE_VERBS: Final = frozenset("schedule set slate arrange agree accept due".split())
"""Verbs that make an event that is their object a firm plan."""
HEDGE_WORDS: Final = frozenset(
    "may might could possible possibly tentatively tentative provisionally provisional likely probably perhaps potential expected hoped-for prospective".split()
)

# What is "met" without a meeting, and whom one meets without diplomacy.
MET_THINGS: Final = frozenset(
    """request requests requirement requirements criteria criterion rule rules deadline deadlines need needs target targets demand demands goal
    goals obligations obligation commitments commitment conditions condition standards standard challenge challenges expectations expectation
    costs cost resistance opposition approval aim aims quota pledge pledges promise promises death fate test threshold objections objection
    definition objectives objective terms criticism shortfall gap ends eye""".split()
)

FUTURE_ADJECTIVES: Final = frozenset("upcoming forthcoming coming next imminent scheduled planned expected".split())
PUT_OFF_ADJECTIVES: Final = frozenset("postponed delayed deferred rescheduled suspended".split())
TOWN_NOUNS: Final = frozenset("city town resort village".split())
"""What a venue that was named before is called ("the Swiss city")."""
LIGHT_PARTS: Final = frozenset(
    "round session sessions rounds series day days start beginning opening resumption end conclusion eve phase set spate flurry part outset course launch continuation".split()
)

NUMBER_WORDS: Final[dict[str, int]] = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip

VERB_FORMS: Final[dict[str, tuple[Form, ...]]] = _inflect()

_STEMS: Final = tuple(
    """talk|invit|be briefed|peace process|meet| met |summit|visit| trip| journey| tour|negotiat|consult|confer|session|travel| phone|telephone|sit down|sits down|sat down|sitting down|
to see | on to | go to | went to | goes to | going to | gone to | lunch| dinner|breakfast|banquet|encounter|huddle| leaves for| left for| leave for| head to| heads to|
headed to|heading to| landed in | lands in | flies to|flying to|due in |expected in | discuss|dialog| forum|gather| host|arriv| spoke| speak| held |welcom| receiv|audience|conven| call| flew | flown | fly |parley|' retreat|’ retreat|leaders retreat|ministers retreat|congress|
council| together|each other|one another|opposite number| joined |sat together|in town on|due at |due here|get together|gets together|got together|getting together| heads for| headed for| heading for|head for|
flying out|off to| reception|converg|face to face|one-on-one| dine| dining| days in |will see |to seeing |sets off|set off|setting off|sets out|set out|face-to-face| greet| stops in | stopped in | stop in | guest| over dinner| hour with| hours with| minutes with| for two hours| for three hours| hours on |bilateral | will be in | to be in | come to | comes to | coming to """.replace(
        "\n", ""
    ).split("|")
)


def may_tell_who_comes(lowered: str) -> bool:
    """True where a lower-cased sentence may tell who attends a gathering told of before it."""
    return (
        " attend" in lowered
        or "among those" in lowered
        or " guests" in lowered
        or " represented" in lowered
        or " expected." in lowered
        or " participat" in lowered
        or " take part" in lowered
        or " taking part" in lowered
        or " took part" in lowered
        or " join them" in lowered
    )


def may_tell_of_a_meeting(lowered: str) -> bool:
    """True where a lower-cased text has a word that every text about a meeting has: the prefilter before everything else.

    Plain substring tests, which run at memory speed; what they let through by mistake the grammar sorts out.
    """
    # every sentence passes here: a plain loop costs half of any() over a generator
    for stem in _STEMS:  # noqa: SIM110
        if stem in lowered:
            return True
    return False


def may_tell_of_leaving(lowered: str) -> bool:
    """True where a lower-cased sentence may say that somebody left one place for another ("left Lima on Sunday for Quito")."""
    return (" left " in lowered or " leave " in lowered or " leaves " in lowered) and " for " in lowered


def may_tell_of_going_there(lowered: str) -> bool:
    """True where a sentence after one about a meeting may say when somebody goes to it ("will be there from Monday", "was due to leave")."""
    return (
        " there on " in lowered
        or " there from " in lowered
        or " to leave on " in lowered
        or " to have left on " in lowered
        or " to go on " in lowered
        or " to depart on " in lowered
    )


def may_tell_of_a_change(lowered: str) -> bool:
    """True where a sentence after one about a meeting may say that "it" was put off or cancelled."""
    return (
        "postpone" in lowered
        or "resched" in lowered
        or "cancel" in lowered
        or "called off" in lowered
        or "put off" in lowered
        or "pushed back" in lowered
        or "brought forward" in lowered
        or "delayed" in lowered
        or " round " in lowered
        or " continue to " in lowered
        or " continues to " in lowered
    )
