"""Sentences with their proofs, as a language model writes them."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from storyreel.agent.llm.schema import held_to_list, record
from storyreel.agent.sentences import split

LONGEST_SENTENCE = 260
"""Letters: a weak model would write on until it is stopped."""
MOST_PROOFS = 6
_ID = re.compile(r"\s*[\[(]\s*(\d+\.\d+(?:\s*,\s*\d+\.\d+)*)\s*[\])]")
_SINGLE = re.compile(r": ['‘](.+)['’](\W*)$")
_ENDED = re.compile(r"[.!?…]['’\"”)]*$")


class Sentence(NamedTuple):
    """A sentence and the ids of the facts that are said to prove it."""

    text: str
    proofs: tuple[str, ...]


def held_to(ids: Sequence[str], most: int) -> dict[str, Any]:
    """The part of a request that holds the decoding to sentences proved by these facts."""
    proofs = {"type": "array", "items": {"enum": list(ids)}, "minItems": 1, "maxItems": MOST_PROOFS}
    sentence = record(text={"type": "string", "maxLength": LONGEST_SENTENCE}, proofs=proofs)
    return held_to_list("sentences", sentence, 1, most)


def is_readable(text: str) -> bool:
    """Whether a reply has what was asked for: a sentence that names its proofs."""
    return any(one.proofs for one in sentences_in(text))


def sentences_in(text: str, most: int | None = None) -> list[Sentence]:
    """The first sentences of a reply, or all, whether it is the JSON asked for, half of it, or plain text.

    What is not whole is left out; a reply of which nothing can be read has none.
    """
    written = _in_json(text, most) if "{" in text else None
    if written is None:
        written = [_in_words(one.text) for one in split(text)][:most]
    return [one for one in written if one.text and len(one.text) <= LONGEST_SENTENCE]


def _in_json(text: str, most: int | None) -> list[Sentence] | None:
    from langchain_core.utils.json import parse_partial_json

    start = text.index("{")
    end = text.rfind("```")
    try:
        listed = parse_partial_json(text[start : end if end > start else None])["sentences"]
        whole = [one for one in listed if isinstance(one, dict) and isinstance(one.get("proofs"), list)]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return [sentence for one in whole[:most] for sentence in _read(one)]


def _read(one: dict[str, Any]) -> list[Sentence]:
    """What stands under one set of proofs; a model may write two sentences there."""
    proofs = tuple(map(str, one["proofs"]))
    written = [_in_words(part.text) for part in split(str(one.get("text", "")))]
    return [Sentence(part.text, tuple(dict.fromkeys((*proofs, *part.proofs)))) for part in written]


def _in_words(text: str) -> Sentence:
    """A sentence that names its proofs in brackets, its quotation and end marked as the check reads them."""
    proofs = [id_.strip() for match in _ID.finditer(text) for id_ in match[1].split(",")]
    words = _SINGLE.sub(r": “\1”\2", " ".join(_ID.sub("", text).split()).replace(" .", "."))
    ended = words if not words or _ENDED.search(words) else f"{words}."
    return Sentence(ended, tuple(dict.fromkeys(proofs)))
