"""The labels that a film's lines bear: of subtitles, of a screenplay, less those that the user took away."""

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from storyreel.memory.journal import Correction, Forget
from storyreel.memory.records import NameClaim, Utterance
from storyreel.memory.speakers import label_key

GROUPS = frozenset({"all", "both", "everyone", "everybody", "crowd", "chorus", "together", "group", "others"})
"""Labels of more than one person."""


@dataclass(frozen=True)
class Labels:
    """The labels of a film's lines."""

    names: Mapping[str, str]
    """As they are shown, by `label_key`."""
    lines: Mapping[str, Sequence[Utterance]]
    """By `label_key`."""
    scripted: Container[str]
    """Those that only a screenplay gives."""

    def source(self, label: str) -> Literal["script", "subtitle label"]:
        """Where it is from."""
        return "script" if label in self.scripted else "subtitle label"


def as_labelled(
    lines: Sequence[Utterance], claims: Iterable[NameClaim], corrections: Iterable[Correction]
) -> list[Utterance]:
    """The lines with the labels that they are taken to bear.

    One without a label bears that of the screenplay, one that the user said to be nobody's bears none.
    """
    written = {claim.about: claim.name for claim in claims if claim.source == "script"}
    nobodys = {label for one in corrections if isinstance(one, Forget) for label in one.labels}
    return [_relabelled(one, one.speaker or written.get(one.utterance_id), nobodys) for one in lines]


def _relabelled(line: Utterance, label: str | None, nobodys: Container[str]) -> Utterance:
    label = None if label_key(label or "") in nobodys else label
    return line if label == line.speaker else line.model_copy(update={"speaker": label})


def labels_in(utterances: Sequence[Utterance], written: Sequence[Utterance]) -> Labels:
    """The labels of lines, of which the subtitles have `written` down some."""
    names = labels_of(utterances)
    return Labels(names, lines_of(utterances), frozenset(names) - frozenset(labels_of(written)))


def labels_of(utterances: Sequence[Utterance]) -> dict[str, str]:
    """Every person's label by its key, as it is best shown, in order of first use."""
    written: dict[str, Counter[str]] = {}
    for utterance in utterances:
        key = label_key(utterance.speaker or "")
        if key and key not in GROUPS:
            written.setdefault(key, Counter())[" ".join((utterance.speaker or "").split())] += 1
    return {key: _as_name(ways.most_common(1)[0][0]) for key, ways in written.items()}


def lines_of(utterances: Sequence[Utterance]) -> dict[str, list[Utterance]]:
    """The lines of each label, by its key."""
    found: defaultdict[str, list[Utterance]] = defaultdict(list)
    for utterance in utterances:
        found[label_key(utterance.speaker or "")].append(utterance)
    return found


def _as_name(label: str) -> str:
    return re.sub(r"[^\W\d_]+(?:['’]S\b)?", _capital, label) if label.isupper() else label


def _capital(word: re.Match[str]) -> str:
    return word[0].capitalize()
