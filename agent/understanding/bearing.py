"""What a question bears on where no rule reads all of it: signs of what, whom and how it asks, put together.

`So, which bit has everyone the angriest` shows a feeling at its highest, whatever else it says: the
strongest moments are asked for. A sign is a word of a kind (`seen`, `heard`, `said`) or a slot.
"""

import re
from typing import NamedTuple

from storyreel.agent.understanding.kinds.rule import (
    CHANGE,
    LANGUAGE,
    LOUDER,
    LOVES,
    MANNER,
    MENTION,
    MOOD,
    NOISE,
    OTHER_SENSE,
    RANKED,
    SAY,
    SEEN,
    SHOWS,
    SOMEBODY_UNKNOWN,
    SOUND,
)
from storyreel.agent.understanding.plainly import KNOWING
from storyreel.agent.understanding.question import Intent
from storyreel.agent.understanding.scope import says_little

_SIGNS: dict[str, tuple[str, ...]] = {
    "P": (r"[PN]",),
    "PP": (r"[PN]\b.*\b[PN]",),
    "E": (r"[EM]",),
    "S": ("S",),
    "T": (r"[TV]",),
    "Q": ("Q",),
    "asker": (rf"(?:i|we|you|not|to) {KNOWING}|(?:determine|establish|ascertain|identify)",),
    "who": (r"who|whom|whose|which (?:\w+ )?(?:characters?|persons?|people|one|faces?)|people (?:we|you|i)",),
    "whom": ("whom|(?:to|with) who",),
    "anybody": ("(?:any|some|every)(?:one|body)|people|they",),
    "all": (
        r"every(?:one|body)|they all|all (?:the )?(?:people|characters)",
        r"each (?:one|of them|person|character)",
    ),
    "everything": (r"everything|anything|whatever|all",),
    "why": (r"why|how come|reasons?|what (?:makes?|made|causes?|caused)",),
    "doer": (r"who (?:makes?|made|causes?|caused)",),
    "hears": (
        r"[PN] (?:\w+ )?hears?",
        r"what (?:do|does|has) [PN] (?:\w+ )?(?:see|seen|saw)",
        r"[PN] (?:\w+ )?(?:find|found)",
    ),
    "text": (
        r"written|wrote|writing|scribbl\w+|scrawl\w+|printed",
        r"(?<!P )read(?:able)?|signs?|posters?|captions?|headlines?|labels?|inscriptions?",
        r"title cards?|intertitles?|subtitled|graffiti|placards?|newspapers?|billboards?|banners?",
        "text",
    ),
    "sound": (
        rf"(?<!P ){SOUND}|{NOISE}",
        r"strings|brass|underscor\w+|diegetic",
        r"hear|heard|audible|loud(?:est|er)?|noisy|quiet(?:est|er)?|silen(?:t|ce)|tunes?|melody",
    ),
    "tense": (
        r"tens(?:e|er|est|ion)|suspense\w*|thrilling|exciting|climax|gripping|nerve\S*|nail\S*",
        r"dread|stakes|cliff-?hangers?",
    ),
    "mood": (
        rf"[EM]|{MOOD}|feels?|felt|feeling|attitude|atmosphere|holding up|faring|react\w*",
        r"doing (?:all right|alright|ok|okay|well|fine|badly)",
    ),
    "regard": (
        rf"{LOVES}|{MANNER}|relationships?|relations?|attitude|opinion|think of|crush",
        rf"feels? (?:about|for|towards?)|(?:{MOOD}|[EM]) (?:\w+ )?(?:for|towards?|about|between)",
        r"affection|animosity|hostility|sympathy|fondness|love|hatred|resentment|trust|respect|attraction|grudge",
        r"hit it off|sparks|close(?:r|st)? to|look(?:s|ing)? at|in for|turns? to",
        r"get(?:s|ting)? (?:on|along)|each other|one another|(?:friend|enem)(?:s|y|ies|ly)",
    ),
    "against": (r"while|whereas|opposite|contrary|at the same time|(?:when|and) P (?:is )?not",),
    "quarrel": (
        r"quarrel\w*|argu(?:e|es|ing|ment|ments)|fall(?:s|ing)? out|disagree\w*|clash(?:es)?",
        r"rows?|bicker\w*|odds|eye to eye",
    ),
    "face": (r"looks?|looking|faces?|smil\w+|expressions?",),
    "voice": (OTHER_SENSE,),
    "change": (
        rf"{CHANGE}|over time|throughout|(?:become|becomes|became)(?! of)|becoming",
        r"turn(?:s|ed)? (?:from|into)",
        r"any ?more|no longer|arc|journey|course|compared|goes on|progress(?:es)?",
    ),
    "top": (
        r"M|most|worst|best|biggest|greatest|highest|strongest|largest|deepest|least|more|less|fewest",
        r"longest|peaks?|than any",
    ),
    "speech": (
        rf"{SAY}|lines?|words?|quotes?|conversations?|dialogue|discuss\w*|topics?|utter\w*|spoken|speech",
        r"verbatim|comments?|yap(?:s|ping)?|blabs?|monologues?|recit\w+|mouth",
    ),
    "named": (rf"{MENTION}|mentions?|word|phrase|named|crops? up|comes? up|brought up",),
    "to": (r"(?:to|with) P$",),
    "alone": (
        r"alone|nobody else|no ?one else|(?:him|her|them)sel(?:f|ves)|on (?:his|her|their) own",
        r"just the (?:two|three)|in private|(?:just|only) P(?! and)",
    ),
    "company": (
        r"with|together|company|beside|alongside|shares?|sharing|hangs?|hanging|meets?|met|side by side",
        r"in (?:one|the same)|interact\w*|two-?shots?",
    ),
    "sight": (
        rf"{SEEN}|{SHOWS}|see|sees|appearances?|screen ?time|faces?|pictures?|frame|scenes?|shots?",
        r"clips?|footage|coverage|close-?ups?|cameos?|entrances?|exits?|time ?codes?",
        r"in and out points",
        r"turns? up|depicted|portrayed|on display|duration|present|entrance|gone|away|absent|missing",
    ),
    "sketch": (r"sketch|profile|background|portrait|personality|biography",),
    "story": (
        r"story|plot|rundown|recap|summar\w+|synopsis|happens?|happened|happening|goes|went|ends? for",
        r"walks? (?:me|us) through|starts?|begins?",
        "bec(?:omes?|ame) of|premise|spoil(?:s|ing|ers?)?",
        "ends? up|whole (?:thing|film|movie)",
    ),
}
_FINDERS = {sign: re.compile(rf"\b(?:{'|'.join(words)})\b") for sign, words in _SIGNS.items()}
_OF_FILM = (
    r"(?:\w+ing|ends?|endings?|film|movie|story|plot|scenes?|video|clip|episode|rest|finale|climax|middle|"
    r"background|foreground|meantime|meanwhile|picture|frame|others?|two|three|first|second|third|last|next)"
)
"""What happens in these happens to the film, and befalls no place in it."""
_TURNS_ROUND: dict[str, re.Pattern[str]] = {
    "amount": re.compile(
        r"\bhow (?:many (?!times|occasions|moments|seconds|minutes|hours)|much\b(?! (?:time|screen ?time)))|"
        r"\bnumber of (?!times)"
    ),
    "counted": re.compile(r"\bhow (?:many|often|frequently)\b|\bnumber of times\b"),
    "described": re.compile(rf"(?<!\bP )\b{SOMEBODY_UNKNOWN}\b"),
    "measured": re.compile(r"\b(?:longest|shortest) (?:shots?|scenes?|lines?|takes?|speech)\b"),
    "none": re.compile(r"\b(?:is|are) there no\b"),
    "louder": re.compile(LOUDER),
    "ranked": re.compile(RANKED),
    "befalls": re.compile(
        r"\b(?:happen(?:s|ed|ing)?|goes on|bec(?:omes?|ame)) (?:to|of|with|at|in|on|inside|near|during) "
        rf"(?:the|an?|his|her|their|this|that) (?!{_OF_FILM}\b)[a-z]+$"
    ),
    "commonest": re.compile(r"\b(?:most|least) (?:common|frequent|used)\b"),
    "tongue": re.compile(rf"\bin {LANGUAGE}\b"),
    "asks": re.compile(r"\b(?:(?:ask|tell)(?:s|ed|ing)?|told) (?:an?|any|some|the) \w|\bquestions?\b"),
}
"""What makes another question of one: no kind fits that does not read it."""
_ORDER = re.compile(r"^(?:please )?(?:give|show|tell|find|get|fetch|pull)(?: (?:me|us|my \w+|our \w+))? ")
_NO_ONE = re.compile(r"\bno (?=P\b)")
_DENIES = frozenset(("not", "never", "neither", "nor", "nobody", "nothing", "none"))
_SUBJECT = re.compile(
    r"\b(?:is|are|was|were|does|do|did|has|have) (?:the|that|this|an?|his|her|their) (?P<who>[a-z' -]+?) "
    r"(?=[EM]\b)"
)


class Bearing(NamedTuple):
    """Signs that together show a kind of question."""

    signs: str
    """All of them must be there; those after `-` must not."""
    intent: Intent
    subject: str = ""
    most_unread: int = 4
    """So many words of the question may be no sign."""
    reads: str = ""
    """What it reads of that which turns a question round."""


_ALL_OF_IT = " ".join((*_TURNS_ROUND, "denied"))
_BEARINGS = (
    Bearing("doer", "search", reads=_ALL_OF_IT),
    Bearing("hears", "search", reads=_ALL_OF_IT),
    Bearing("why", "why", reads=_ALL_OF_IT),
    Bearing("text - Q E P who", "written", reads="counted described asks"),
    Bearing("Q who", "who said", reads="described asks"),
    Bearing("Q", "mentions", reads="counted described asks"),
    Bearing("tense", "tension"),
    Bearing("E face voice", "conflict", reads="counted denied"),
    Bearing("PP quarrel", "disagree", reads="counted denied"),
    Bearing("PP E against", "disagree", reads="counted denied"),
    Bearing("PP regard - speech", "toward"),
    Bearing("P who regard - PP E", "toward", "whom"),
    Bearing("S", "turn"),
    Bearing("P mood change - PP", "arc"),
    Bearing("P sketch - PP", "profile", most_unread=2),
    Bearing("P story - E", "happening", most_unread=2),
    Bearing("story - mood", "summary", most_unread=2),
    Bearing("who E top - T", "most", "feelings"),
    Bearing("mood top", "strongest"),
    Bearing("sound - P who anybody speech", "sounds", reads="counted"),
    Bearing("mood", "feelings", reads="counted"),
    Bearing("P change - PP", "arc", most_unread=2),
    Bearing("who speech top - named", "most", "speech"),
    Bearing("named", "mentions", reads="counted described asks"),
    Bearing("to speech", "search", reads=_ALL_OF_IT),
    Bearing("whom speech P", "companions"),
    Bearing("speech P", "said", reads="asks"),
    Bearing("speech T", "said", most_unread=0),
    Bearing("speech everything - named", "said", most_unread=1),
    Bearing("speech", "mentions", most_unread=2),
    Bearing("sound - who anybody", "sounds", most_unread=2, reads="counted"),
    Bearing("P alone", "together", "alone", most_unread=2, reads="counted"),
    Bearing("PP company", "together", most_unread=1, reads="counted"),
    Bearing("PP sight", "together", most_unread=1, reads="counted"),
    Bearing("P who company", "companions", most_unread=1),
    Bearing("P sight everything - PP", "appearances", "presence", most_unread=1),
    Bearing("P sight - company", "appearances", "presence", most_unread=1, reads="counted denied"),
    Bearing("who sight top", "most", "presence", most_unread=1),
    Bearing("who all", "cast", most_unread=1),
    Bearing("who T", "on screen", most_unread=0, reads="described"),
    Bearing("who sight", "on screen", most_unread=1),
    Bearing("P T", "appearances", "presence", most_unread=0),
    Bearing("P who", "profile", most_unread=0),
)
"""From what plain signs tell to what is only likely: the first that fits decides."""


def bearing_of(masked: str) -> tuple[Intent, str]:
    """The kind of a question by its signs, and what it is about; `search` where they show none.

    >>> bearing_of("so which bit has everyone the M")
    ('strongest', '')
    """
    signs = {sign for sign, finder in _FINDERS.items() if finder.search(masked)}
    left, turns = unread(masked), _turning_round(masked)
    fitting = (one for one in _BEARINGS if len(left) <= one.most_unread and _fits(one, signs, turns))
    best = next(fitting, None)
    return (best.intent, best.subject) if best else ("search", "")


def _turning_round(masked: str) -> set[str]:
    """What makes another question of it: a count, a denial, somebody described whom no name tells."""
    turns = {turn for turn, finder in _TURNS_ROUND.items() if finder.search(masked)}
    left = set(unread(masked))
    subject = _SUBJECT.search(masked)
    is_described = subject is not None and not left.isdisjoint(subject["who"].split())
    return turns | ({"denied"} if left & _DENIES else set()) | ({"described"} if is_described else set())


def _fits(bearing: Bearing, signs: set[str], turns: set[str]) -> bool:
    needed, _, barred = bearing.signs.partition(" - ")
    are_there = signs.issuperset(needed.split()) and signs.isdisjoint(barred.split())
    return are_there and all(turn in bearing.reads for turn in turns)


def unread(masked: str) -> list[str]:
    """The words that are no sign of anything."""
    masked = _NO_ONE.sub(" ", _ORDER.sub("", masked))
    for finder in _FINDERS.values():
        masked = finder.sub(" ", masked)
    return [word for word in re.findall(r"[^\W_][\w'-]*", masked) if not says_little(word)]
