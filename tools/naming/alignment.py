"""Lays a screenplay along the film's lines, in order, by the words that both have."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from storyreel.memory.records import Utterance
from storyreel.tools.naming.screenplay import Speech

WORD = re.compile(r"\w+")
LEAST_SHARE = 0.5
"""A line is a speech's if at least this share of its words stands there…"""
LEAST_WORDS = 2
"""…and at least so many of them."""


@dataclass(frozen=True)
class Said:
    """A line of the film with the speech that it comes from."""

    utterance: Utterance
    speech: Speech
    share: float
    """Of the line's words that stand in the speech."""


def aligned(speeches: Sequence[Speech], utterances: Sequence[Utterance]) -> list[Said]:
    """The lines that a speech of the script accounts for, in order.

    Both run on in one order; scenes that were cut, added or moved have no lines or no speech. The longest
    matching blocks come first (Ratcliff and Metzener 1988): a line said twice goes where its neighbours go.
    """
    spoken = [one for one in utterances if one.manner == "speech"]
    script, speech_of = _words([one.words for one in speeches])
    film, line_of = _words([one.words for one in spoken])
    votes: dict[int, Counter[int]] = {}
    for block in SequenceMatcher(None, script, film).get_matching_blocks():
        for step in range(block.size):
            votes.setdefault(line_of[block.b + step], Counter())[speech_of[block.a + step]] += 1
    lengths = Counter(line_of)
    return [
        Said(spoken[line], speeches[speech], count / lengths[line])
        for line, counts in sorted(votes.items())
        for speech, count in counts.most_common(1)
        if count >= min(LEAST_WORDS, lengths[line]) and count >= LEAST_SHARE * lengths[line]
    ]


def _words(texts: Sequence[str]) -> tuple[list[str], list[int]]:
    """All words in small letters, and the number of the text that each is from."""
    words, source = list[str](), list[int]()
    for number, text in enumerate(texts):
        found = WORD.findall(text.casefold().replace("’", "'").replace("'", ""))
        words += found
        source += [number] * len(found)
    return words, source
