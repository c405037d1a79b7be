"""What a sentence of a story states of its people that another could contradict."""

import re
from collections.abc import Iterator

from storyreel.agent.check.quotations import QUOTATION
from storyreel.agent.storyline.dying import of_life
from storyreel.agent.storyline.kinship import SURVIVORS
from storyreel.agent.storyline.stated import (
    BOTH,
    GOES_ON,
    OWNER,
    RELATIVE,
    SUBJECT,
    WHO,
    WHOM,
    N,
    Statement,
    any_of,
    found,
)
from storyreel.agent.storyline.whereabouts import of_whereabouts
from storyreel.agent.understanding.emotions import DEEDS, find_feelings

_UNREAL = re.compile(
    rf"\b(?:{any_of('flashbacks? nightmares? visions? photographs? recordings? ghosts? memory memories')}"
    r"|remember\w*|recall\w*|dream\w*|imagin\w*|used to|had|once|in the past"
    r"|(?:years?|months?|days?|weeks?) (?:ago|earlier|before))\b",
    re.IGNORECASE,
)
"""What is told of another time, or of no time, states nothing of the film's present."""
_TELLING = any_of(
    "says? said tells? told thinks? thought believes? claims? fears? hopes? wish(?:es)? wants? tries",
    "threatens? pretends? plans? asks? wonders? if whether would could may might must should will denies",
    "insists? announces learns? hears? suspects? warns? promises vows",
    "reports?",
)
_REPORT = re.compile(rf"\b(?:{_TELLING}|finds? out|about to|seems? to|appears? to)\b", re.IGNORECASE)
"""From here on a sentence tells what somebody says or means, not what is."""

_SAYS = any_of("says said claims thinks reports announces insists")
_REPORTED = re.compile(
    r"^(?:According to|In [^,]+ (?:view|opinion|eyes|mind|version|words|dreams?),|On the (?:phone|radio)"
    rf"|Rumou?rs?\b|Legend|Word has it)|, {_SAYS} \w|, [^,]+ {_SAYS}[.]?$"
)
"""A sentence that is all somebody's word, whoever stands before or behind it."""

_THING = re.compile(rf"(?:^|(?<=[,;] )|(?<=and ))[Tt]he {OWNER}(?= [a-z])")
"""A ship or an inn that bears somebody's name."""

_OF_AGE = any_of("own younger older elder little big twin eldest youngest")
_KIN = rf"(?:(?P<only>only) |{_OF_AGE} )*(?P<kin>{RELATIVE})\b(?!-)"
_IS = r"is(?P<not>n['’]t| not| no)?"
_OF_KIN = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{WHO} {_IS} (?P<whom>{OWNER})['’]s? {_KIN}",
        rf"{WHO} {_IS}(?: the| an?)? {_KIN} of {WHOM}(?: and (?P<other>{N})(?= *[.,;]|$))?",
        rf"{WHO}, (?:the )?{_KIN} of {WHOM}",
        rf"{WHO},(?: who is)? (?P<whom>{OWNER})['’]s? {_KIN}",
        rf"\b(?P<whom>{OWNER})['’]s? {_KIN} is (?P<who>{N})(?= *[.,;]|$)",
        rf"\b(?P<whom>{N}) has an? {_KIN},? (?:named |called )?(?P<who>{N})",
        rf"\b(?P<whom>{OWNER})['’]s? {_KIN},? (?P<who>{N})",
        rf"\b(?P<whom>{N}) {GOES_ON}\b(?:his|her) {_KIN},? (?P<who>{N})",
    )
)
_WITHOUT = re.compile(
    rf"{WHO} has no (?P<what>{any_of('sister brother sibling son daughter child')})(?:s|ren)?\b(?!-)"
)
_ONLY_CHILD = re.compile(rf"{WHO} is an only child\b")
_UNRELATED = (
    re.compile(rf"{WHO} (?:is not related|isn['’]t related|is unrelated|is no relative) (?:to|of) {WHOM}"),
    re.compile(rf"{BOTH} (?:are not related|aren['’]t related|are unrelated)\b"),
)
_PAIRED = {"married": "spouse", "engaged": "fiancé", "cousins": "cousin"}
_JOINED = re.compile(rf"{WHO} {_IS} (?P<how>married|engaged) to {WHOM}")
_PAIR = re.compile(
    rf"(?P<who>{N}) and {WHOM} are (?:(?:an? )?(?:\w+ )?(?P<how>{any_of(*_PAIRED)})"
    rf"|(?P<wed>husband and wife|man and wife)"
    rf"|(?:\w+ )?{any_of('siblings brothers sisters twins')}|brother and sister|sister and brother)\b"
)
_WEDS = re.compile(rf"{SUBJECT} (?P<what>{any_of('marries weds divorces leaves')}) {WHOM}")

_FEIGNS = re.compile(
    rf"\b(?:{any_of('hides hiding makes? despite without')}|(?:pretend|feign|fak|forc|mask)\w*)\b",
    re.IGNORECASE,
)


def statements(sentence: str) -> list[Statement]:
    """All that a sentence states; of quotations, dreams, memories and what somebody only says, nothing."""
    text = QUOTATION.sub("“”", sentence)
    if _UNREAL.search(text) or _REPORTED.search(text):
        return []
    text = _THING.sub("it", text)
    report = _REPORT.search(text)
    told = text[: report.end()] if report else text
    return [*of_life(told), *_of_kin(told), *of_whereabouts(told), *_of_feelings(told)]


def _of_kin(text: str) -> Iterator[Statement]:
    for match in found(_OF_KIN, text):
        yield from _related(match)
    for match in _JOINED.finditer(text):
        yield Statement("kin", match["who"], match["whom"], _PAIRED[match["how"]], denied=bool(match["not"]))
    for match in _PAIR.finditer(text):
        kin = "spouse" if match["wed"] else _PAIRED.get(match["how"] or "", "sibling")
        yield Statement("kin", match["who"], match["whom"], kin)
    yield from (Statement("without", one["who"], what=one["what"]) for one in _WITHOUT.finditer(text))
    yield from (Statement("without", one["who"], what="sibling") for one in _ONLY_CHILD.finditer(text))
    yield from (Statement("unrelated", one["who"], one["whom"]) for one in found(_UNRELATED, text))
    yield from (Statement("weds", one["who"], one["whom"], one["what"]) for one in _WEDS.finditer(text))


def _related(match: re.Match[str]) -> Iterator[Statement]:
    """Who is what to whom, to both of two, or as the only one; whose widow somebody is, is dead."""
    groups = match.groupdict()
    for whom in filter(None, (groups["whom"], groups.get("other"))):
        yield Statement("kin", groups["who"], whom, groups["kin"], denied=bool(groups.get("not")))
    if groups.get("not"):
        return
    if groups["only"]:
        yield Statement("only", groups["who"], groups["whom"], groups["kin"])
    if groups["kin"] in SURVIVORS:
        yield Statement("dies", groups["whom"])


def _of_feelings(text: str) -> Iterator[Statement]:
    """Feelings of whoever is named last before them; deeds and feigned feelings are none."""
    named = list(re.finditer(WHO, text))
    for felt in find_feelings(text):
        before = [match for match in named if match.end() <= felt.start]
        if not before or felt.denied or felt.word in DEEDS:
            continue
        if not _FEIGNS.search(text[before[-1].end() : felt.start]):
            yield Statement("feels", before[-1]["who"], emotions=felt.emotions)
