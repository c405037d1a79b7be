"""How sure a question wants its answer to be: `at least 80% sure`, `only where you are certain`."""

import re
from typing import NamedTuple

_CERTAIN = r"(?:sure|certain|confident|confidence|certainty|likely|likelihood|probability|probable)"
_LEAST = r"(?:(?:of )?(?:at least|no less than|not less than|more than|over|above|minimum|min|>=?)) ?"
_SHARE = r"(?:\d{1,3}(?:\.\d+)? ?(?:%|percent)|[01]?\.\d+)"
_LEAD = (
    r"(?:,? ?(?:but|and)?(?: only)?(?: (?:if|where|when|with|that|which|those)(?: you are| it is| are| is)?)?"
    r"(?: an?)? ?)"
)
_IN_NUMBERS = re.compile(
    rf"{_LEAD}(?:{_LEAST}(?P<share>{_SHARE}) {_CERTAIN}|(?P<plain>{_SHARE}) {_CERTAIN}|"
    rf"{_CERTAIN} ?{_LEAST}(?P<after>{_SHARE}))\b|{_LEAD}{_CERTAIN} ?{_LEAST}(?P<last>{_SHARE})",
    re.IGNORECASE,
)
_IN_WORDS = re.compile(
    r",? ?(?:but )?(?:only )?(?:if|where|when) you are (?P<how>absolutely |almost |very |quite |really |"
    r"pretty |"
    r"fairly |completely |totally )?(?:sure|certain|confident)\b",
    re.IGNORECASE,
)
_LIKELY, _ALMOST_CERTAIN = 0.6, 0.9
"""From where answers say probably, and almost certainly."""
_STRONGLY = ("absolutely", "almost", "very", "completely", "totally")


class Sureness(NamedTuple):
    """How sure to be, and the question without it."""

    least: float | None
    """0 to 1; None where nothing is asked of it."""
    rest: str


def find_sureness(text: str) -> Sureness:
    """What a question says of it.

    >>> find_sureness("when is Anna happy, but only if you are at least 80% sure")
    Sureness(least=0.8, rest='when is Anna happy')
    """
    if match := _IN_NUMBERS.search(text):
        share = next(value for value in match.groupdict().values() if value)
        return Sureness(min(1.0, _fraction(share)), _without(match, text))
    if match := _IN_WORDS.search(text):
        is_strong = (match["how"] or "").strip().lower() in _STRONGLY
        return Sureness(_ALMOST_CERTAIN if is_strong else _LIKELY, _without(match, text))
    return Sureness(None, text)


def _fraction(share: str) -> float:
    number = float(re.sub(r"[^\d.]", "", share))
    return number if share.lstrip("0").startswith(".") else number / 100


def _without(match: re.Match[str], text: str) -> str:
    return " ".join(f"{text[: match.start()]} {text[match.end() :]}".split())
