"""What a sentence of a story states of its people that another could contradict."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from storyreel.agent.check.claims import QUOTATION
from storyreel.agent.check.vocabulary import NO_NAMES
from storyreel.agent.understanding.emotions import DEEDS, find_feelings
from storyreel.memory.records import Emotion

StatementKind = Literal["dies", "lives", "acts", "kin", "weds", "place", "there", "away", "alone", "feels"]


@dataclass(frozen=True)
class Statement:
    """One thing that a sentence states as a fact of the film's present."""

    kind: StatementKind
    who: str
    whom: str = ""
    what: str = ""
    """A relation, a place, or how two come together or part."""
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
_DIES = re.compile(
    rf"{_SUBJECT} (?:dies|died|has died|perishes|drowns|is (?:shot |found )?dead|lies dead"
    rf"|(?:is|was|gets|has been) {_KILLED}|(?:falls|bleeds|burns|starves|freezes|chokes) to {_OWN}?death"
    rf"|is {_any('stabbed beaten crushed burned burnt trampled')} to death|commits suicide"
    rf"|{_any('hangs shoots poisons kills drowns')} (?:him|her)self(?! in\b)|takes {_OWN}own life"
    rf"|loses {_OWN}life(?! (?:savings|jacket|work|support)))\b{_NOT_REALLY}"
)
_KILLS = re.compile(
    rf"{_SUBJECT} (?:{_any('shoots stabs attacks poisons')} and )?"
    rf"{_any('kills murders assassinates executes strangles poisons beheads')} {_WHOM}"
)
_SHOOTS_DEAD = re.compile(rf"{_SUBJECT} (?:shoots|strikes|beats|stabs) {_WHOM} (?:dead|to death)\b")
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
_BOTH_ACT = re.compile(rf"{_BOTH} (?!are (?:dead|{_KILLED}|buried)|die\b|were\b|lie\b)[a-z]+")

_KIN = rf"(?P<kin>{_any('wife husband sister brother mother father son daughter')})\b(?!-)"
_OF_KIN = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_WHO} is (?P<not>not )?(?P<whom>{_OWNER})['’]s? {_KIN}",
        rf"{_WHO} is (?P<not>not )?the {_KIN} of {_WHOM}",
        rf"{_WHO}, (?:the )?{_KIN} of {_WHOM}",
        rf"{_WHO},(?: who is)? (?P<whom>{_OWNER})['’]s? {_KIN}",
        rf"\b(?P<whom>{_OWNER})['’]s? {_KIN} is (?P<who>{_N})(?= *[.,;]|$)",
        rf"\b(?P<whom>{_N}) has an? {_KIN},? (?:named |called )?(?P<who>{_N})",
        rf"\b(?P<whom>{_OWNER})['’]s? {_KIN},? (?P<who>{_N})",
        rf"\b(?P<whom>{_N}) {_GOES_ON}\b(?:his|her) {_KIN},? (?P<who>{_N})",
    )
)
_MARRIED = re.compile(rf"{_WHO} is (?P<not>not )?married to {_WHOM}")
_PAIR = re.compile(
    rf"(?P<who>{_N}) and {_WHOM} are (?:(?P<wed>married|husband and wife)"
    rf"|(?:\w+ )?{_any('siblings brothers sisters twins')}|brother and sister|sister and brother)\b"
)
_WEDS = re.compile(rf"{_SUBJECT} (?P<what>{_any('marries weds divorces leaves')}) {_WHOM}")

_STAYS = _any("is stays waits sits lives remains stands works hides lies sleeps arrives")
_PLACE = re.compile(
    rf"{_WHO} {_STAYS}(?: [a-z]+ing)? (?:in|at)"
    r" (?P<what>(?:the )?[A-Z][\w-]*(?: [A-Z][\w-]*)*)"
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
    yield from (Statement("dies", match["whom"]) for match in _found((_KILLS, _SHOOTS_DEAD), text))
    yield from (Statement("dies", one) for one in _pairs(_BOTH_DIE, text))
    yield from (Statement("lives", match["who"]) for match in _LIVES.finditer(text))
    yield from (Statement("acts", match["who"]) for match in _ACTS.finditer(text))
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
    yield from (Statement("weds", one["who"], one["whom"], one["what"]) for one in _WEDS.finditer(text))


def _found(patterns: Sequence[re.Pattern[str]], text: str) -> Iterator[re.Match[str]]:
    return (match for pattern in patterns for match in pattern.finditer(text))


def _of_whereabouts(text: str) -> Iterator[Statement]:
    yield from (Statement("place", match["who"], what=match["what"]) for match in _PLACE.finditer(text))
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
