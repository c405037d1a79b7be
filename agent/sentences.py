"""Text cut into sentences and put together again; a quotation is never cut."""

import re
from dataclasses import dataclass

_SHORT = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St|Lt|Capt|Prof|Sr|Jr|vs|e\.g|i\.e)\.$", re.IGNORECASE)
_OPENS = re.compile(r"[A-Z0-9“\"'•*-]|[^\x00-\x7f]")


@dataclass(frozen=True)
class Sentence:
    """A sentence and the white space after it."""

    text: str
    gap: str = ""


def split(text: str) -> list[Sentence]:
    """The sentences of a text, line ends kept as gaps.

    >>> [sentence.text for sentence in split("He says “Go. Now!” twice. Then he leaves.")]
    ['He says “Go. Now!” twice.', 'Then he leaves.']
    """
    sentences: list[Sentence] = []
    start = 0
    for gap in re.finditer(r"\s+", text):
        if gap.end() < len(text) and _ends(text[start : gap.start()], gap[0], text[gap.end()]):
            sentences.append(Sentence(text[start : gap.start()], gap[0]))
            start = gap.end()
    last = text[start:].rstrip()
    return [sentence for sentence in [*sentences, Sentence(last)] if sentence.text]


def _ends(before: str, gap: str, after: str) -> bool:
    if "\n" in gap:
        return True
    closed = before.count("“") <= before.count("”") and before.count('"') % 2 == 0
    signed = after in "–—" and before.endswith(("”", '"'))  # `“…” – Anna`
    if not closed or signed or _SHORT.search(before) or not _OPENS.match(after):
        return False
    return before.rstrip("”\")'")[-1:] in (".", "?", "!", "…") and not before.endswith((",”", ',"'))


def joined(sentences: list[Sentence]) -> str:
    """The text that sentences make."""
    return "".join(sentence.text + sentence.gap for sentence in sentences).strip()
