"""Whether quotations, and what is mentioned, follow each other as a sentence tells it.

`The line after “Get out!” is “The captain is asleep.”` stands where no line comes between; `The money is
mentioned before the boat.` falls where the boat is first.
"""

import re
from collections.abc import Mapping
from itertools import pairwise

from storyreel.agent.check.ground import Ground, has
from storyreel.agent.check.quotations import MASKED, masked
from storyreel.agent.results import Item
from storyreel.agent.understanding.text import content_words

_REPLIES = re.compile(
    rf"(?P<said>{MASKED.pattern})[^.]*\b(?:repl(?:y|ies|ied)|answers?|answered|responds?|responded|retorts?)\b"
    rf"[^.]*?(?P<reply>{MASKED.pattern})",
    re.IGNORECASE,
)
_NEIGHBOURS = re.compile(
    rf"\b(?:(?P<before>before)|after) (?P<one>{MASKED.pattern})[^.]*?\b(?:is|was|comes?|came)\b[^.]*?"
    rf"(?P<other>{MASKED.pattern})|"
    rf"(?P<first>{MASKED.pattern})[^.]*\bfollowed by [^.]*?(?P<next>{MASKED.pattern})",
    re.IGNORECASE,
)
"""`The line before “…” is “…”`, `“…” is followed by “…”`."""
_MENTIONED = re.compile(
    r"^(?P<one>.*?)\b(?:is|are|was|were) (?:\w+ )?mentioned (?:(?P<before>before)|after) (?P<other>[^\d.]+)",
    re.IGNORECASE,
)
_SOON_S = 10.0
"""How long after a line its reply may begin."""


def succeeds(sentence: str, ground: Ground) -> bool:
    """Whether replies, neighbours and mentions are in the order that is told."""
    hidden, quotes = masked(sentence)
    return (
        _is_answered(hidden, quotes, ground)
        and _are_neighbours(hidden, quotes, ground)
        and _are_mentioned_so(hidden, ground)
    )


def _is_answered(hidden: str, quotes: Mapping[str, str], ground: Ground) -> bool:
    """Whether what is told as the reply to a quotation is said soon after it."""
    reply = _REPLIES.search(hidden)
    if reply is None:
        return True
    first, second = (ground.holding(quotes[reply[side]]) or () for side in ("said", "reply"))
    return any(0 <= two.span.start_s - one.span.start_s <= _SOON_S for one in first for two in second)


def _are_neighbours(hidden: str, quotes: Mapping[str, str], ground: Ground) -> bool:
    """Whether no line comes between two quotations that are told as one right before or after the other."""
    told = _NEIGHBOURS.search(hidden)
    if told is None:
        return True
    sides = ("other", "one") if told["before"] else ("one", "other") if told["one"] else ("first", "next")
    first, second = (ground.holding(quotes[told[side]]) or () for side in sides)
    starts_s = sorted({item.span.start_s for item in _lines(ground)})
    following = dict(pairwise(starts_s))
    return any(following.get(one.span.start_s) == two.span.start_s for one in first for two in second)


def _are_mentioned_so(hidden: str, ground: Ground) -> bool:
    """Whether what is told to be mentioned before, or after, something else is first mentioned so."""
    told = _MENTIONED.search(hidden)
    if told is None:
        return True
    one, other = (_mentions_s(told[side], ground) for side in ("one", "other"))
    if not one or not other:
        return True
    return min(one) < min(other) if told["before"] else max(one) > min(other)


def _mentions_s(topic: str, ground: Ground) -> list[float]:
    """When lines have all words of a topic."""
    told = [word.lower() for word in content_words(topic)]
    return [item.span.start_s for item in _lines(ground) if told and all(has(item.text, one) for one in told)]


def _lines(ground: Ground) -> list[Item]:
    return [item for item in ground.items if item.kind in ("line", "song")]
