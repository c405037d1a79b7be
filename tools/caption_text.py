"""A model's caption made fit to keep: plain sentences, of bounded length, that tell and do nothing else.

What a model writes is no more trusted than the film it was shown: it may hold braces that look like people's
placeholders, marks that steer a terminal or another model, and lines that the film's own text gave it to say.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from storyreel.printable import printable
from storyreel.tools.languages import languages_of, name_of
from storyreel.tools.loops import looping

MOST_SENTENCES = 6
MOST_LETTERS = 800
"""Of a caption: a few sentences of a model that was asked for three."""
MOST_READ = 20_000
"""Letters of an answer that are looked at."""
_THOUGHT = re.compile(r"<think>.*?(</think>|$)", re.DOTALL | re.IGNORECASE)
_MARKUP = re.compile(r"<[|/]?[a-z_0-9 ]{1,30}[|/]?>|[*`#]+", re.IGNORECASE)
_UNSEEN = re.compile(r"[\u200b\u200e\u200f\u2028-\u202c\u2060-\u2069\ufeff\ue000-\uf8ff]")
"""Signs that show nothing; joiners stay, which words of Persian and Hindi need."""
_BRACKETS = str.maketrans("{}", "()")
_SPEAKER = re.compile(r"^(assistant|caption|description|answer|output)\s*:\s*", re.IGNORECASE)
_SENTENCE = re.compile(r"\S.*?(?:[.!?…]+[\"”’)\]]*(?=\s|$)|[。！？]|$)", re.DOTALL)
_SHORTENED = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St|Lt|Sgt|Capt|Col|Gen|Prof|Sr|Jr|[A-Z])\.$")
_TELLS_NOTHING = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b.{0,60}\b(?:instructions?|prompts?|previous|everything above)\b"
    r"|\b(?:system|developer) (?:prompt|message)|^\W*(?:system|user|human|assistant|developer)\s*:"
    r"|\bas an? (?:ai|language model|assistant)\b|\bI(?:'m|’m| am) (?:sorry|unable|not able)\b"
    r"|\bI (?:can(?:not|'t|’t)|apologi[sz]e)\b|https?://|\bwww\."
    r"|\byou (?:must|should|are now|have to|will now)\b"
    r"|^\W*(?:answer|reply|respond|say|output|print|repeat)\b.{0,20}\b(?:with|that|only|exactly|this)\b",
    re.IGNORECASE,
)
"""Sentences that speak to a reader or of the model, and so tell nothing that is seen."""


@dataclass(frozen=True)
class Plain:
    """A caption's sentences as they may be kept."""

    sentences: tuple[str, ...]
    language: str | None
    """As `languages_of` tells it; None where nothing does."""
    tags: tuple[str, ...]
    """What was amiss with it: cut, repeats itself, in French…"""


def plain(raw: str, asked: str = "") -> Plain:
    """What of a model's answer tells a clip, and does not only repeat what it was asked.

    There is no sentence at all where nothing does.
    """
    sentences, tags = _unlooped(split(readable(raw[:MOST_READ])))
    telling = [one for one in sentences if not _TELLS_NOTHING.search(one) and one not in asked]
    kept = _short(telling)
    language = languages_of([" ".join(kept)])[0]
    tags += ["told more than the picture"] if len(telling) < len(sentences) else []
    tags += ["cut"] if len(kept) < len(telling) or len(raw) > MOST_READ else []
    tags += [f"in {name_of(language)}"] if language not in (None, "en") else []
    return Plain(tuple(kept), language, tuple(tags))


def split(text: str) -> list[str]:
    """Sentences of a text, however they end.

    >>> split('Mr. Hill sits. "Stop!" 他走了。她笑。')
    ['Mr. Hill sits.', '"Stop!"', '他走了。', '她笑。']
    """
    sentences: list[str] = []
    for piece in _SENTENCE.findall(text):
        if sentences and _SHORTENED.search(sentences[-1]):
            sentences[-1] += f" {piece}"
        else:
            sentences.append(piece)
    return sentences


def readable(raw: str) -> str:
    """One line without control signs, markup or braces."""
    text = printable(unicodedata.normalize("NFC", raw))
    text = _MARKUP.sub(" ", _THOUGHT.sub(" ", text)).translate(_BRACKETS)
    return _SPEAKER.sub("", " ".join(_UNSEEN.sub("", text).split()))


def _unlooped(sentences: Sequence[str]) -> tuple[list[str], list[str]]:
    """Says once what goes round and round, sentence by sentence and within them."""
    once = list(dict.fromkeys(map(_until_loop, sentences)))
    return once, ["repeats itself"] if once != list(sentences) else []


def _until_loop(sentence: str) -> str:
    """A sentence, broken off where it begins to go round: what comes after is no end of it."""
    words = sentence.split()
    again = looping(words)
    return _broken_off(" ".join(words[: min(again)])) if again else sentence


def _short(sentences: Sequence[str]) -> list[str]:
    """The first sentences that a caption has room for; the very first is cut rather than left out."""
    kept: list[str] = []
    room = MOST_LETTERS
    for one in sentences[:MOST_SENTENCES]:
        if len(one) > room and kept:
            break
        kept.append(_cut(one, room))
        room -= len(kept[-1])
    return kept


def _cut(sentence: str, letters: int) -> str:
    if len(sentence) <= letters:
        return sentence
    head = sentence[:letters]
    return _broken_off(head.rpartition(" ")[0] or head)


def _broken_off(words: str) -> str:
    return words.rstrip(" ,;:") + "…"


def joined(sentences: Iterable[str]) -> str:
    """Sentences as one text, each ended."""
    return " ".join(one if one[-1] in '.!?…。！？"”’)' else f"{one}." for one in sentences if one)
