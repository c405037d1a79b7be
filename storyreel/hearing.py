"""What a model's server says, as it may be kept and shown: without the key that it was sent, and writable."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

HIDDEN = "…"
SHORTEST_KEY = 6
"""Letters: `none` and `EMPTY` only fill a header, and are no secret."""
_HIGH_HALVES = ("\ud800", "\udbff")


def heard(said: Any, key: str) -> Any:  # noqa: ANN401 -- any JSON, and the same out
    """A text, or JSON full of texts, without the key; halves of letters are joined, or become `\ufffd`."""
    if isinstance(said, str):
        text = said.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        return text.replace(key, HIDDEN) if len(key) >= SHORTEST_KEY else text
    if isinstance(said, list):
        return [heard(one, key) for one in said]
    if isinstance(said, dict):
        return {heard(name, key): heard(one, key) for name, one in said.items()}
    return said


@dataclass
class Hearer:
    """Hands a text on while it comes, save what may yet turn out to be a key or a letter."""

    on_text: Callable[[str], None]
    key: str
    _text: str = ""
    _told: int = 0

    def __call__(self, piece: str) -> None:
        """Takes the next piece."""
        self._text += piece
        is_half = _HIGH_HALVES[0] <= self._text[-1:] <= _HIGH_HALVES[1]
        said: str = heard(self._text[:-1] if is_half else self._text, self.key)
        self._hand_on(said.removesuffix(_begun(said, self.key)))

    def end(self) -> None:
        """Hands on what is left."""
        self._hand_on(heard(self._text, self.key))

    def _hand_on(self, said: str) -> None:
        if len(said) > self._told:
            self.on_text(said[self._told :])
            self._told = len(said)


def _begun(text: str, key: str) -> str:
    """The longest beginning of a key that a text ends with."""
    if len(key) < SHORTEST_KEY:
        return ""
    return next((key[:size] for size in range(len(key) - 1, 0, -1) if text.endswith(key[:size])), "")
