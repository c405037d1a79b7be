"""What is left of a question without what is said before, after or in the middle of it.

`As we go through this again, is Anna, by now, alone?` asks `is Anna alone`.
"""

import re
from collections.abc import Iterator
from itertools import combinations

_BREAK = re.compile(
    r"(?<!\bMr)(?<!\bMrs)(?<!\bDr)(?<=[^\s.?!;])[.?!;]+\s+|,\s+|\s+-+\s+|(?<=\w{3}):\s+|"
    r",?\s+(?:but|so|because|if|though|although|since|as long as|unless)\s+(?=\w+ \w+ \w+)",
    re.IGNORECASE,
)
_LINK = re.compile(r"^(?:(?:and|so|but|then|now|well|ok|okay|also|or)\b,? )+", re.IGNORECASE)
_ASKS = re.compile(
    r"^(?:(?:with|to|at|in|on|by|from|for|about) )?(?:who|whom|whose|what|when|where|why|how|which|is|are|"
    r"was|were|"
    r"does|do|did|has|have|can|could|will|would|tell|show|list|find|give|name|describe|summari[sz]e|explain|"
    r"compare|"
    r"count)\b",
    re.IGNORECASE,
)
_ASKED_LATER = re.compile(
    r"(?<=\w)[ ,]+(?:(?:whether|who|what|when|where|why|how|which)\b|(?:does|do|did|is|are|was|has)(?= \w+ "
    r"\w))",
    re.IGNORECASE,
)
_PLEA = re.compile(r"^(?:can|could|would|will) (?:you|we|i)\b", re.IGNORECASE)
_LONGEST = 400
"""Letters of what can be one question with something said besides."""
_MOST_PIECES = 6
"""A text of more pieces than these is no question with something said besides, but a tale."""


def shorter(text: str) -> Iterator[tuple[str, str, str]]:
    """Every way to leave something out, least first: what is said before it, the question, what else is "
    "left out.

    >>> next(shorter("I have seen it twice, when is Ben there?"))
    ('I have seen it twice', 'when is Ben there', '')
    """
    if len(text) <= _LONGEST:
        yield from _by_pieces(text)
        yield from _openings_left_out(text)


def _openings_left_out(text: str) -> Iterator[tuple[str, str, str]]:
    """What follows words that ask nothing: `be honest does Ben like her`."""
    for match in _ASKED_LATER.finditer(text.rstrip("?!. ")):
        before = text[: match.start()].strip(" ,-")
        if _ASKS.match(before) and not _PLEA.match(before):
            return
        yield before, text[match.start() :].strip(" ,?!."), ""


def _by_pieces(text: str) -> Iterator[tuple[str, str, str]]:
    pieces = [piece.strip(" ?!.,;") for piece in _BREAK.split(text)]
    pieces = [piece for piece in pieces if re.search(r"\w", piece)]
    places = range(len(pieces)) if len(pieces) <= _MOST_PIECES else ()
    for count in range(len(places) - 1, 0, -1):
        for kept in combinations(places, count):
            asked = _LINK.sub("", " ".join(pieces[place] for place in kept))
            if _ASKS.match(asked) and kept[-1] - kept[0] <= count + 1:
                others = [place for place in places if place > kept[0] and place not in kept]
                yield " ".join(pieces[: kept[0]]), asked, " ".join(pieces[place] for place in others)
