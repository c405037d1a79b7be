"""Who dies, lives on or does something, as a sentence of a story states it."""

import re
from collections.abc import Iterator, Sequence

from storyreel.agent.storyline.stated import (
    BOTH,
    GOES_ON,
    KIND,
    OWNER,
    RELATIVE,
    SUBJECT,
    WHOM,
    N,
    Statement,
    any_of,
    found,
)

_KILLED = r"(?:shot and )?" + any_of(
    "killed murdered executed assassinated beheaded hanged strangled electrocuted guillotined lynched slain",
    "slaughtered poisoned",
)
_TO_PIECES = any_of("torn ripped blown cut hacked") + " (?:apart|to pieces|to shreds|to bits)"
_TO_DEATH = any_of("stabbed beaten crushed burned burnt trampled frozen starved") + " to death"
_OTHERWISE = any_of(
    "laughing to tired serious sure certain wrong right drunk set inside asleep his her their off"
)
_NOT_REALLY = (
    rf"(?! (?:{_OTHERWISE}|a (?:little|bit|thousand)|him|them|[A-Z]\w*"
    rf"|of {any_of('laughter boredom shame embarrassment curiosity')}"
    rf"|in {any_of('work debt paper thought')}|on (?:stage|screen))\b)"
)
"""To be dead tired, to die of laughter, to drown one's sorrows is not to die."""
_OWN = r"(?:(?:his|her|their) )"
_FALLS = any_of("falls fell bleeds bled burns burned starves starved freezes froze chokes choked leaps jumps")
_END = (
    r"(?:dies|died|has died|perishe[sd]|drown(?:s|ed)(?! (?:the|an?|all|some|it)\b)"
    r"|succumb(?:s|ed)(?: to (?:his|her|the|an?|injur\w+|wounds?|cancer|poison))?"
    r"|(?:does not|doesn['’]t|did not|didn['’]t|fails to) (?:survive|live through)"
    r"|is (?:no longer|not) alive(?! to)|stops breathing|(?:has|suffers) a fatal"
    r"|(?:passes|passed|has passed) away|(?:is|was|has been) (?:shot |found |pronounced |declared )?dead"
    r"|(?:lies|lay|drops|dropped) dead|breathes (?:his|her) last"
    rf"|(?:is|was|gets|has been) (?:{_KILLED}|gunned down|eaten alive|{_TO_PIECES}|{_TO_DEATH})"
    rf"|{_FALLS} (?:[^A-Z,;.]*)?to {_OWN}?death|(?:commits|committed) suicide"
    rf"|{any_of('hangs shoots poisons kills drowns')} (?:him|her)self(?! in\b)"
    rf"|takes {_OWN}own life|(?:gives|lays down) {_OWN}life for"
    rf"|loses {_OWN}life(?! (?:savings|jacket|work|support)))\b{_NOT_REALLY}"
)
_DIES = (
    re.compile(rf"{SUBJECT} {_END}"),
    re.compile(rf"(?P<who>{N}),? who {_END}"),
    re.compile(
        rf"{SUBJECT} {GOES_ON}(?: and|, then| then) (?:dies|died|perishes|drowns|is {_KILLED})\b{_NOT_REALLY}"
    ),
    re.compile(rf"\b(?P<who>{OWNER})['’]s? heart stops(?: beating)?(?= *[.,;]|$)"),
)
_KILL = any_of(
    "kills murders assassinates executes strangles poisons beheads drowns electrocutes slays slaughters",
    "killed murdered assassinated executed strangled beheaded drowned electrocuted slew slaughtered",
)
_TO_END = any_of("shoots shot strikes struck beats beat stabs stabbed tears tore blows blew rips hacks")
_CORPSE = r"(?:corpse|(?:dead|lifeless) body|funeral|ashes)"
_KILLS = (
    re.compile(rf"\b{_KILL} {KIND}{WHOM}(?: and (?P<other>{N})(?= *[.,;]|$))?"),
    re.compile(rf"\b{_TO_END} {KIND}{WHOM} (?:dead|to death|to pieces|to shreds|apart|to bits)\b"),
    re.compile(rf"\b(?:lets?|leaves?) {KIND}{WHOM} (?:to )?(?:die|drown|perish|bleed to death)\b"),
    re.compile(rf"\b{WHOM}(?: over| down)? and {_KILL} (?:him|her|them)\b"),
    re.compile(
        rf"\b(?:buries|buried) {KIND}{WHOM}"
        r"(?= *[.,;]|$| (?:beside|next to|at|in the (?:cemetery|churchyard)))"
    ),
    re.compile(
        rf"\b(?P<whom>{OWNER})['’]s? "
        rf"(?:(?:dead )?body (?:is|was) {any_of('found discovered buried cremated')}"
        rf"|{_CORPSE}|grave(?= *[.,;]|$| (?:in|at|and|with|on))"
        rf"|death(?! {any_of('sentence threat threats bed wish mask row trap')}))\b"
    ),
    re.compile(rf"\b(?:grave|death|{_CORPSE}) of {KIND}{WHOM}"),
    re.compile(rf"\b(?:his|her|their) (?:dead|late|deceased|murdered) {RELATIVE},? {WHOM}"),
)
"""Whoever, or whatever, brings it about, and what is left."""
_BOTH_DIE = re.compile(rf"{BOTH} (?:die|are (?:{_KILLED}|dead|drowned))\b{_NOT_REALLY}")
_HARDLY = re.compile(
    r"\b(?:nobody|no ?one|none|nothing|neither|nor|never|not|nearly|almost|barely|hardly|could|would|may"
    r"|might|must|should|before|until|upon|unless|(?:fak|stag)(?:e|es|ing)|feign\w*|prevents?|boredom|suspense"
    r"|curiosity|laughter|joy|shame|embarrassment|(?:plot|plan|attempt|threat)\w*)\b|n['’]t\b",
    re.IGNORECASE,
)
"""Before a death in its clause: it does not come, or is no death."""

_LIVES = re.compile(
    rf"{SUBJECT} (?:survives|turns out to be alive|is (?:still )?alive after all|wakes from the dead"
    r"|(?:comes|is brought) back to life|is (?:resurrected|revived))\b"
)
_OF_THE_DEAD = any_of(
    "is was has does dies lies rests remains perishes drowns haunts falls gets its his this as succumbs",
    "sleeps dreams snores wakes awakes murmurs stops",
)
_ACTS = re.compile(
    rf"{SUBJECT} (?:(?!{_OF_THE_DEAD}\b)[a-z]+s"
    r"|is (?:[a-z]+ing|there|alive|on screen|in the picture|alone))\b"
)
_MEETS = re.compile(
    rf"{SUBJECT} (?:(?:meets|met|marries|weds|hugs)(?: with)?"
    rf"|{any_of('argues dances chats fights dines sails leaves')} with"
    rf"|is (?:joined|greeted|helped|followed|interrupted) by) {KIND}{WHOM}"
)
_SEES_ACT = re.compile(
    rf"{SUBJECT} (?:sees|watches|hears|helps|lets) {KIND}{WHOM}"
    rf" {any_of('smile walk laugh come enter leave wave talk speak dance run sing cry eat drink')}(?:ing)?\b"
)
"""Whom somebody can only meet alive."""
_BOTH_ACT = re.compile(rf"{BOTH} (?!are (?:dead|{_KILLED}|buried)|die\b|were\b|lie\b)[a-z]+")


def of_life(text: str) -> Iterator[Statement]:
    """Whose death a sentence states, who comes back to life, and who does what only the living do."""
    yield from (Statement("dies", one) for one in _dead(text))
    yield from (Statement("lives", match["who"]) for match in _LIVES.finditer(text))
    yield from (Statement("acts", match["who"]) for match in _ACTS.finditer(text))
    yield from (Statement("acts", match["whom"]) for match in found((_MEETS, _SEES_ACT), text))
    yield from (Statement("acts", one) for one in _both(_BOTH_ACT, text))


def _dead(text: str) -> Iterator[str]:
    yield from (match["who"] for match in _real(_DIES, text))
    for match in _real(_KILLS, text):
        yield from filter(None, (match["whom"], match.groupdict().get("other")))
    yield from _both(_BOTH_DIE, text)


def _real(patterns: Sequence[re.Pattern[str]], text: str) -> Iterator[re.Match[str]]:
    """The deaths that nothing before them in their clause takes back."""
    for match in found(patterns, text):
        if not _HARDLY.search(re.split(r"[,;]", text[: match.start()])[-1]):
            yield match


def _both(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    for match in pattern.finditer(text):
        yield from (match["who"], match["whom"])
