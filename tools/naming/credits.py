"""Who plays whom, from credits that can be read in the picture: `ANNA ........ Jane Doe`."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from storyreel.memory.records import ScreenText, Span
from storyreel.tools.naming.lexicon import plain
from storyreel.tools.naming.words import words_of

CREDITS_SHARE = 0.3
"""Credits stand in this last part of a film."""
LEAST_PAIRS = 2
"""One pair may be chance; a cast has more."""
LEADER = re.compile(
    r"^(?P<left>[^\W\d_].{0,40}?)\s*(?:[.·•_…]{2,}|(?:\.\s){3,}|\s{3,})\s*(?P<right>[^\W\d_].{1,40})$"
)
AS = re.compile(r"^(?P<right>[^\W\d_].{2,40}?)\s+(?:as|AS|als|comme)\s+(?P<left>[^\W\d_].{1,40})$")
CREW = words_of("""
    director directed producer produced executive music composer editor edited editing edit camera operator
    photography cinematography written writer screenplay story sound mixer boom gaffer grip costume costumes
    designer design art makeup make-up hair assistant production manager supervisor casting visual effects
    stunt stunts coordinator unit special thanks animation animator lead modeling lighting rendering software
    studio foundation catering accountant driver script continuity recording engineer colorist copyright by
    the end for regie kamera schnitt musik buch produktion réalisation musique montage image
""")
SAME_LINE = 0.5
"""How much of the smaller height two columns' words may be apart."""


@dataclass(frozen=True)
class Part:
    """A role and who plays it."""

    role: str
    actor: str
    words: str
    span: Span
    confidence: float


def parts(texts: Sequence[ScreenText], film: Span, said: Collection[str]) -> list[Part]:
    """Roles with actors of the credits near a film's end, in order; none if fewer than two are found.

    `said` are the names of the film's dialogue, by which it is told which column holds the roles; a film that
    says none of them has its roles on the left.
    """
    ending = [one for one in texts if one.span.end_s > film.end_s * (1 - CREDITS_SHARE)]
    pairs = [pair for pair in _pairs(ending) if not _is_crew(pair.role) and not _is_crew(pair.actor)]
    if len(pairs) < LEAST_PAIRS:
        return []
    names = {plain(word) for name in said for word in name.split()}
    in_columns = [pair for pair in pairs if not AS.match(pair.words)]
    left = sum(_has_any(pair.role, names) for pair in in_columns)
    right = sum(_has_any(pair.actor, names) for pair in in_columns)
    return [_turned(pair) if right > left and pair in in_columns else pair for pair in pairs]


def _pairs(texts: Sequence[ScreenText]) -> Iterator[Part]:
    for place, text in enumerate(texts):
        if found := LEADER.match(text.words) or AS.match(text.words):
            yield _part(found["left"], found["right"], text.words, text, text)
        elif other := _beside(text, texts[place + 1 :]):
            left, right = sorted((text, other), key=lambda one: one.box.x)
            yield _part(left.words, right.words, f"{left.words} … {right.words}", left, right)


def _part(role: str, actor: str, words: str, left: ScreenText, right: ScreenText) -> Part:
    span = Span(start_s=left.span.start_s, end_s=max(left.span.end_s, right.span.end_s))
    return Part(_tidy(role), _tidy(actor), words, span, min(left.confidence, right.confidence))


def _beside(text: ScreenText, others: Sequence[ScreenText]) -> ScreenText | None:
    """The one text on the same line at the same time; None where there are more columns or none."""
    found = [other for other in others if other.span.overlap_s(text.span) > 0 and _level(text, other)]
    return found[0] if len(found) == 1 else None


def _level(one: ScreenText, other: ScreenText) -> bool:
    apart = abs(one.box.y + one.box.height / 2 - other.box.y - other.box.height / 2)
    return apart < SAME_LINE * min(one.box.height, other.box.height)


def _tidy(words: str) -> str:
    return " ".join(words.strip(" .·•_…:-–").split())


def _is_crew(words: str) -> bool:
    return any(plain(word) in CREW for word in words.split())


def _has_any(words: str, names: Collection[str]) -> bool:
    return any(plain(word) in names for word in words.split())


def _turned(pair: Part) -> Part:
    return Part(pair.actor, pair.role, pair.words, pair.span, pair.confidence)
