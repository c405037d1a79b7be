"""A part of the film that a question only starts from, or goes up to: `after the first hour`."""

import re

from storyreel.memory.records import Span

_BEFORE_IT = re.compile(
    r"\b(?:(?P<after>after|past|beyond|since|following|once|when)|before|prior to|until|till|up to) $",
    re.IGNORECASE,
)
_NEEDS_AN_END = re.compile(r"(?:once|when)\b", re.IGNORECASE)
_IS_OVER = re.compile(
    r" (?:is|are|was|were|has|have|had) (?:\w+ )?(?:over|past|passed|behind (?:us|them|you|me)|gone|done|up|"
    r"ended|finished)\b",
    re.IGNORECASE,
)


def beside_part(
    text: str, start: int, end: int, part: Span, duration_s: float
) -> tuple[int, int, Span] | None:
    """Where the words for what lies beside a part begin and end, and what it is; None of the part itself.

    `start` and `end` are where the part itself is named, in characters.

    >>> beside_part("who sings after the first hour", 16, 30, Span(start_s=0, end_s=3600), 7200)
    (10, 30, Span(start_s=3600.0, end_s=7200.0))
    """
    before = _BEFORE_IT.search(text[:start])
    over = _IS_OVER.match(text[end:])
    if before is None or (_NEEDS_AN_END.match(before[0]) and not over):
        return None
    ends = end + over.end() if over else end
    rest = (part.end_s, max(duration_s, part.end_s)) if before["after"] else (0.0, part.start_s)
    is_nothing = rest[0] == rest[1]
    return None if is_nothing else (before.start(), ends, Span(start_s=rest[0], end_s=rest[1]))
