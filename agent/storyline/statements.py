"""What a sentence of a story states of its people that another could contradict."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from storyreel.agent.check.quotations import QUOTATION
from storyreel.agent.check.vocabulary import NO_NAMES
from storyreel.agent.understanding.emotions import DEEDS, find_feelings
from storyreel.memory.records import Emotion

StatementKind = Literal[
    "dies",
    "lives",
    "acts",
    "kin",
    "without",
    "unrelated",
    "weds",
    "place",
    "room",
    "there",
    "away",
    "alone",
    "feels",
]


@dataclass(frozen=True)
class Statement:
    """One thing that a sentence states as a fact of the film's present."""

    kind: StatementKind
    who: str
    whom: str = ""
    what: str = ""
    """A relation, a place, a room, or how two come together or part."""
    emotions: tuple[Emotion, ...] = ()
    denied: bool = False


def _any(*words: str) -> str:
    """A pattern for one of the words, given in lines."""
    return f"(?:{'|'.join(' '.join(words).split())})"


_NO_NAME = "|".join(sorted(re.escape(word.capitalize()) for word in NO_NAMES))
_ONE = rf"(?!(?:{_NO_NAME})\b)[A-Z][\w-]*"
_OWNER = rf"(?:Person \d+|{_ONE}(?:(?:\.? | of | the ){_ONE})*)"
_N = rf"{_OWNER}(?!['’\w-])"
_WHO = rf"(?<!\bof )(?<!\bwith )(?<!\bto )(?<!\bby )(?<!\bfor )(?<!\bthat )\b(?P<who>{_N})"
_WHOM = rf"(?P<whom>{_N})"
_BOTH = rf"^(?:\w+, )?(?P<who>{_N}) and {_WHOM}"
_AT_ONCE = rf"(?: {_any('finally then later suddenly soon slowly quietly now also')})?"
_SUBJECT = rf"{_WHO}(?:, [^,]+,| \([^)]+\))?{_AT_ONCE}"
_GOES_ON = r"[^A-Z,;:.“]*"
"""More of the same sentence that names nobody else."""

_UNREAL = re.compile(
    rf"\b(?:{_any('flashbacks? nightmares? visions? photographs? recordings? ghosts? memory memories')}"
    r"|remember\w*|recall\w*|dream\w*|imagin\w*|used to|had|once|in the past"
    r"|(?:years?|months?|days?|weeks?) (?:ago|earlier|before))\b",
    re.IGNORECASE,
)
"""What is told of another time, or of no time, states nothing of the film's present."""
_TELLING = _any(
    "says? said tells? told thinks? thought believes? claims? fears? hopes? wish(?:es)? wants? tries",
    "threatens? pretends? plans? asks? wonders? if whether would could may might must should will denies",
    "insists? announces learns? hears? suspects? warns? promises vows",
)
_REPORT = re.compile(rf"\b(?:{_TELLING}|finds? out|about to|seems? to|appears? to)\b", re.IGNORECASE)
"""From here on a sentence tells what somebody says or means, not what is."""

_RELATIVE = _any(
    "wife husband sister brother mother father son daughter aunt uncle niece nephew cousin",
    "grandmother grandfather grandson granddaughter",
)
_KIND = (
    rf"(?:(?:his|her|their|the) (?:{_any('own younger older elder little big twin best old former')} )*"
    rf"(?:{_RELATIVE}|{_any('friend lover partner boss rival enemy traitor captain mate')}),? )?"
)
"""What somebody is, before the name: `her brother Ben`."""
_KILLED = r"(?:shot and )?" + _any("killed murdered executed assassinated beheaded hanged")
_OTHERWISE = _any(
    "laughing to tired serious sure certain wrong right drunk set inside asleep his her their off"
)
_NOT_REALLY = (
    rf"(?! (?:{_OTHERWISE}|him|them|[A-Z]\w*|of {_any('laughter boredom shame embarrassment curiosity')}"
    rf"|in {_any('work debt paper thought')})\b)"
)
"""To be dead tired, to die of laughter, to drown one's sorrows is not to die."""
_OWN = r"(?:(?:his|her|their) )"
_TO_DEATH = _any("falls fell bleeds bled burns burned starves starved freezes froze chokes choked")
_DIES = re.compile(
    rf"{_SUBJECT} (?:dies|died|has died|perishe[sd]|drown(?:s|ed)(?! (?:the|an?|all|some|it)\b)"
    r"|(?:passes|passed|has passed) away|(?:is|was|has been) (?:shot |found )?dead|(?:lies|lay) dead"
    r"|breathes (?:his|her) last|(?:is|was|gets) gunned down|(?:drops|dropped) dead"
    rf"|(?:is|was|gets|has been) {_KILLED}|{_TO_DEATH} to {_OWN}?death"
    rf"|(?:is|was) {_any('stabbed beaten crushed burned burnt trampled')} to death"
    r"|(?:commits|committed) suicide"
    rf"|{_any('hangs shoots poisons kills drowns')} (?:him|her)self(?! in\b)|takes {_OWN}own life"
    rf"|loses {_OWN}life(?! (?:savings|jacket|work|support)))\b{_NOT_REALLY}"
)
_KILLS = re.compile(
    rf"{_SUBJECT} (?:{_any('shoots stabs attacks poisons')} and )?"
    rf"(?:{_any('kills murders assassinates executes strangles poisons beheads drowns')}"
    rf"|{_any('killed murdered assassinated executed strangled beheaded drowned')}) {_KIND}{_WHOM}"
)
_SHOOTS_DEAD = re.compile(
    rf"{_SUBJECT} {_any('shoots shot strikes struck beats beat stabs stabbed')} {_KIND}{_WHOM}"
    r" (?:dead|to death)\b"
)
_BURIES = re.compile(
    rf"{_SUBJECT} (?:buries|buried) {_KIND}{_WHOM}"
    r"(?= *[.,;]|$| (?:beside|next to|at|in the (?:cemetery|churchyard)))"
)
_CORPSE = re.compile(
    rf"\b(?P<whom>{_OWNER})['’]s? (?:(?:dead )?body (?:is|was) {_any('found discovered buried cremated')}"
    rf"|(?:corpse|dead body))\b"
)
_AND_DIES = re.compile(
    rf"{_SUBJECT} {_GOES_ON}(?: and|, then| then) (?:dies|perishes|drowns|is {_KILLED})\b{_NOT_REALLY}"
)
_BOTH_DIE = re.compile(rf"{_BOTH} (?:die|are (?:{_KILLED}|dead|drowned))\b{_NOT_REALLY}")
_LIVES = re.compile(
    rf"{_SUBJECT} (?:survives|turns out to be alive|is (?:still )?alive after all|wakes from the dead"
    r"|(?:comes|is brought) back to life|is (?:resurrected|revived))\b"
)
_OF_THE_DEAD = _any(
    "is was has does dies lies rests remains perishes drowns haunts falls gets its his this as"
)
_ACTS = re.compile(
    rf"{_SUBJECT} (?:(?!{_OF_THE_DEAD}\b)[a-z]+s"
    r"|is (?:[a-z]+ing|there|alive|on screen|in the picture|alone))\b"
)
_MEETS = re.compile(
    rf"{_SUBJECT} (?:(?:meets|met|marries|weds|hugs)(?: with)?"
    rf"|{_any('argues dances chats fights dines sails leaves')} with"
    rf"|is (?:joined|greeted|helped|followed|interrupted) by) {_KIND}{_WHOM}"
)
_SEES_ACT = re.compile(
    rf"{_SUBJECT} (?:sees|watches|hears|helps|lets) {_KIND}{_WHOM}"
    rf" {_any('smile walk laugh come enter leave wave talk speak dance run sing cry eat drink')}(?:ing)?\b"
)
"""Whom somebody can only meet alive."""
_BOTH_ACT = re.compile(rf"{_BOTH} (?!are (?:dead|{_KILLED}|buried)|die\b|were\b|lie\b)[a-z]+")

_KIN = rf"(?P<kin>{_RELATIVE})\b(?!-)"
_IS = r"is(?P<not>n['’]t| not| no)?"
_OF_KIN = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_WHO} {_IS} (?P<whom>{_OWNER})['’]s? {_KIN}",
        rf"{_WHO} {_IS}(?: the| an?)? {_KIN} of {_WHOM}",
        rf"{_WHO}, (?:the )?{_KIN} of {_WHOM}",
        rf"{_WHO},(?: who is)? (?P<whom>{_OWNER})['’]s? {_KIN}",
        rf"\b(?P<whom>{_OWNER})['’]s? {_KIN} is (?P<who>{_N})(?= *[.,;]|$)",
        rf"\b(?P<whom>{_N}) has an? {_KIN},? (?:named |called )?(?P<who>{_N})",
        rf"\b(?P<whom>{_OWNER})['’]s? {_KIN},? (?P<who>{_N})",
        rf"\b(?P<whom>{_N}) {_GOES_ON}\b(?:his|her) {_KIN},? (?P<who>{_N})",
    )
)
_WITHOUT = re.compile(
    rf"{_WHO} has no (?P<what>{_any('sister brother sibling son daughter child')})(?:s|ren)?\b(?!-)"
)
_ONLY_CHILD = re.compile(rf"{_WHO} is an only child\b")
_UNRELATED = (
    re.compile(rf"{_WHO} (?:is not related|isn['’]t related|is unrelated|is no relative) (?:to|of) {_WHOM}"),
    re.compile(rf"{_BOTH} (?:are not related|aren['’]t related|are unrelated)\b"),
)
_MARRIED = re.compile(rf"{_WHO} {_IS} married to {_WHOM}")
_PAIR = re.compile(
    rf"(?P<who>{_N}) and {_WHOM} are (?:(?P<wed>(?:an? )?(?:happily )?married|husband and wife|man and wife)"
    rf"|(?:\w+ )?{_any('siblings brothers sisters twins')}|brother and sister|sister and brother)\b"
)
_WEDS = re.compile(rf"{_SUBJECT} (?P<what>{_any('marries weds divorces leaves')}) {_WHOM}")

_STAYS = _any("is stays waits sits lives remains stands works hides lies sleeps arrives")
_STAYING = rf"{_STAYS}(?: [a-z]+ing| alone)? (?:in|at|on)"
_PROPER = r"(?P<what>(?:the )?[A-Z][\w-]*(?: [A-Z][\w-]*)*)"
_ROOM = (
    rf"the (?P<what>{_any('kitchen garden bathroom bedroom cellar basement attic')}"
    rf"|{_any('street forest beach desert')}|(?:living|dining|waiting|engine) room)\b"
)
"""Places none of which lies in another."""
_PLACE, _ROOMED = (re.compile(rf"{_WHO} {_STAYING} {what}") for what in (_PROPER, _ROOM))
_BOTH_PLACE, _BOTH_ROOMED = (re.compile(rf"{_BOTH} are (?:in|at|on) {what}") for what in (_PROPER, _ROOM))
_PLACES: tuple[tuple[StatementKind, re.Pattern[str], re.Pattern[str]], ...] = (
    ("place", _PLACE, _BOTH_PLACE),
    ("room", _ROOMED, _BOTH_ROOMED),
)
_THERE = re.compile(
    rf"{_SUBJECT} (?:enters|arrives|(?:comes|walks|runs) in|comes into the picture"
    r"|is (?:there|present|on screen|in the (?:picture|room)))\b"
)
_AWAY = re.compile(
    rf"{_WHO} is (?:not (?:there|present|on screen|in the picture)|absent|nowhere to be seen|missing)\b"
)
_ALONE = re.compile(rf"{_WHO} (?:is (?:all )?|[a-z]+s )alone\b")
_FEIGNS = re.compile(
    rf"\b(?:{_any('hides hiding makes? despite without')}|(?:pretend|feign|fak|forc|mask)\w*)\b",
    re.IGNORECASE,
)


def statements(sentence: str) -> list[Statement]:
    """All that a sentence states; of quotations, dreams, memories and what somebody only says, nothing."""
    text = QUOTATION.sub("“”", sentence)
    if _UNREAL.search(text):
        return []
    report = _REPORT.search(text)
    told = text[: report.end()] if report else text
    return [*_of_life(told), *_of_kin(told), *_of_whereabouts(told), *_of_feelings(told)]


def _of_life(text: str) -> Iterator[Statement]:
    yield from (Statement("dies", match["who"]) for match in _found((_DIES, _AND_DIES), text))
    killed = _found((_KILLS, _SHOOTS_DEAD, _BURIES, _CORPSE), text)
    yield from (Statement("dies", match["whom"]) for match in killed)
    yield from (Statement("dies", one) for one in _pairs(_BOTH_DIE, text))
    yield from (Statement("lives", match["who"]) for match in _LIVES.finditer(text))
    yield from (Statement("acts", match["who"]) for match in _ACTS.finditer(text))
    yield from (Statement("acts", match["whom"]) for match in _found((_MEETS, _SEES_ACT), text))
    yield from (Statement("acts", one) for one in _pairs(_BOTH_ACT, text))


def _pairs(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    for match in pattern.finditer(text):
        yield from (match["who"], match["whom"])


def _of_kin(text: str) -> Iterator[Statement]:
    for match in _found(_OF_KIN, text):
        denied = bool(match.groupdict().get("not"))
        yield Statement("kin", match["who"], match["whom"], match["kin"], denied=denied)
    for match in _MARRIED.finditer(text):
        yield Statement("kin", match["who"], match["whom"], "spouse", denied=bool(match["not"]))
    for match in _PAIR.finditer(text):
        yield Statement("kin", match["who"], match["whom"], "spouse" if match["wed"] else "sibling")
    yield from (Statement("without", one["who"], what=one["what"]) for one in _WITHOUT.finditer(text))
    yield from (Statement("without", one["who"], what="sibling") for one in _ONLY_CHILD.finditer(text))
    yield from (Statement("unrelated", one["who"], one["whom"]) for one in _found(_UNRELATED, text))
    yield from (Statement("weds", one["who"], one["whom"], one["what"]) for one in _WEDS.finditer(text))


def _found(patterns: Sequence[re.Pattern[str]], text: str) -> Iterator[re.Match[str]]:
    return (match for pattern in patterns for match in pattern.finditer(text))


def _of_whereabouts(text: str) -> Iterator[Statement]:
    for kind, one_is, both_are in _PLACES:
        yield from (Statement(kind, match["who"], what=match["what"]) for match in one_is.finditer(text))
        for match in both_are.finditer(text):
            yield from (Statement(kind, match[who], what=match["what"]) for who in ("who", "whom"))
    yield from (Statement("there", match["who"]) for match in _THERE.finditer(text))
    yield from (Statement("away", match["who"]) for match in _AWAY.finditer(text))
    yield from (Statement("alone", match["who"]) for match in _ALONE.finditer(text))


def _of_feelings(text: str) -> Iterator[Statement]:
    """Feelings of whoever is named last before them; deeds and feigned feelings are none."""
    named = list(re.finditer(_WHO, text))
    for felt in find_feelings(text):
        before = [match for match in named if match.end() <= felt.start]
        if not before or felt.denied or felt.word in DEEDS:
            continue
        if not _FEIGNS.search(text[before[-1].end() : felt.start]):
            yield Statement("feels", before[-1]["who"], emotions=felt.emotions)
