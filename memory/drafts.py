"""Makes a film's characters from clusters of faces, labels of lines, and what the user said."""

import re
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from storyreel.memory.journal import Correction, Forget, Merge, Rename
from storyreel.memory.naming import NAMED_FROM, best_names
from storyreel.memory.records import NameEvidence, Span, Utterance
from storyreel.memory.speakers import Appearance, dominant, label_key, seen_during

LEAST_VOTES = 2
LEAST_SHARE = 0.6
"""A label is a face's if that face alone is seen during this many of its lines, and this share of those of
its lines during which some face alone is seen."""
GROUPS = frozenset({"all", "both", "everyone", "everybody", "crowd", "chorus", "together", "group", "others"})
"""Labels of more than one person."""


@dataclass(frozen=True)
class Voiced:
    """How sure it is that a voice is a character's, and why."""

    confidence: float
    evidence: str


@dataclass
class Draft:
    """A character in the making."""

    id: str
    tracks: set[str] = field(default_factory=set)
    labels: list[str] = field(default_factory=list)
    """As `label_key` makes them, the one that names the character first."""
    voices: dict[str, Voiced] = field(default_factory=dict)
    """By voice cluster."""
    user_name: str | None = None
    label_evidence: NameEvidence | None = None
    claims: list[NameEvidence] = field(default_factory=list)
    """What else the film says of the name, the strongest first."""
    claimed_name: str | None = None
    """The name that the claims are strong enough for, and that is nobody else's."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nobody to see or hear."""
        return not self.tracks and not self.labels and not self.voices


@dataclass(frozen=True)
class Vote:
    """How often a face alone is seen while lines of one label are said."""

    label: str
    character_id: str
    count: int
    of: int
    first_s: float

    @property
    def is_enough(self) -> bool:
        """Whether the label is the face's."""
        return self.count >= LEAST_VOTES and self.count >= LEAST_SHARE * self.of


def labels_of(utterances: Sequence[Utterance]) -> dict[str, str]:
    """Every person's label by its key, as it is best shown, in order of first use."""
    written: dict[str, Counter[str]] = {}
    for utterance in utterances:
        key = label_key(utterance.speaker or "")
        if key and key not in GROUPS:
            written.setdefault(key, Counter())[" ".join((utterance.speaker or "").split())] += 1
    return {key: _as_name(ways.most_common(1)[0][0]) for key, ways in written.items()}


def apply(corrections: Sequence[Correction], drafts: dict[str, Draft]) -> list[str]:
    """Applies what the user said to the drafts; returns a line for each correction that has no object now.

    Whose face is whose by the user's word is in the drafts already.
    """
    notes: list[str] = []
    for correction in corrections:
        if isinstance(correction, Rename):
            fits = _rename(correction, drafts)
        elif isinstance(correction, Merge):
            fits = _merge(correction, drafts)
        elif isinstance(correction, Forget):
            fits = _forget(correction, drafts)
        else:
            fits = correction.new_id in drafts
        if not fits:
            who, what = correction.character_id, _said(correction)
            notes.append(f"A correction waits, as {who} is not found now: {what}.")
    return notes


def link_labels(
    drafts: dict[str, Draft],
    utterances: Sequence[Utterance],
    tracks: Mapping[str, Span],
    names: Mapping[str, str],
    scripted: Container[str] = (),
) -> None:
    """Gives each label that goes with one face to that face's character; a character only heard joins it.

    `scripted` are those of the labels that only a screenplay gives.
    """
    for vote in _accepted(_votes(drafts, utterances, tracks)):
        heard = next((draft for draft in drafts.values() if vote.label in draft.labels), None)
        if heard is not None and heard.tracks:
            continue
        _give_label(vote.label, drafts[vote.character_id], drafts)
        drafts[vote.character_id].label_evidence = NameEvidence(
            source=_label_source(vote.label, scripted),
            name=names[vote.label],
            time_s=vote.first_s,
            confidence=(vote.count + 1) / (vote.of + 2),
            text=f"{vote.count} of {vote.of} lines labelled {names[vote.label]!r} go with this face alone",
        )


def choose_names(drafts: dict[str, Draft], names: Mapping[str, str]) -> None:
    """Gives each name that is claimed strongly enough to one character, the strongest claims first.

    A name that is another's already stays theirs; lines that are labelled with it, by nobody who is seen, are
    this character's.
    """
    claims = [
        (confidence, draft.id, name)
        for draft in drafts.values()
        for name, confidence in best_names(draft.claims)
        if confidence >= NAMED_FROM and draft.tracks
    ]
    for _, id_, name in sorted(claims, key=lambda claim: (-claim[0], claim[1])):
        draft = drafts[id_]
        if draft.claimed_name or draft.user_name or draft.labels or _is_taken(name, drafts, names):
            continue
        draft.claimed_name = name
        if label_key(name) in names:
            _give_label(label_key(name), draft, drafts)


def named(
    draft: Draft, names: Mapping[str, str], scripted: Container[str] = ()
) -> tuple[str, tuple[NameEvidence, ...]]:
    """A character's name and why: the user's word, else the lines' labels, else the claims, else a number.

    What speaks for another name comes last.
    """
    labels = [label for label in draft.labels if label in names]
    by_label = names[labels[0]] if labels else None
    name = draft.user_name or draft.claimed_name or by_label or f"Person {draft.id[1:]}"
    evidence = [*_by_user(draft), *_by_labels(draft, labels, names, scripted), *draft.claims]
    return name, tuple(sorted(evidence, key=lambda one: (one.source != "user", one.name != name)))


def _by_user(draft: Draft) -> list[NameEvidence]:
    if not draft.user_name:
        return []
    return [NameEvidence(source="user", name=draft.user_name, text="named by the user", confidence=1.0)]


def _by_labels(
    draft: Draft, labels: Sequence[str], names: Mapping[str, str], scripted: Container[str]
) -> list[NameEvidence]:
    if draft.label_evidence:
        return [draft.label_evidence]
    if not labels:
        return []
    source, name = _label_source(labels[0], scripted), names[labels[0]]
    return [NameEvidence(source=source, name=name, text=f"lines are labelled {name!r}", confidence=1.0)]


def _label_source(label: str, scripted: Container[str]) -> Literal["script", "subtitle label"]:
    return "script" if label in scripted else "subtitle label"


def _give_label(label: str, draft: Draft, drafts: dict[str, Draft]) -> None:
    """Also takes in whoever was known by the label alone."""
    heard = next((one for one in drafts.values() if label in one.labels and one is not draft), None)
    if heard is not None:
        take_in(heard, draft, drafts)
    draft.labels.append(label)


def take_in(heard: Draft, draft: Draft, drafts: dict[str, Draft]) -> None:
    """Makes a character of somebody who was only heard until now, whose labels are given apart."""
    draft.user_name = draft.user_name or heard.user_name
    draft.voices |= heard.voices
    del drafts[heard.id]


def _is_taken(name: str, drafts: Mapping[str, Draft], names: Mapping[str, str]) -> bool:
    """Whether somebody who is seen, or whom the user named, is called so."""
    others = [one for one in drafts.values() if one.tracks or one.user_name]
    called = [one.user_name or one.claimed_name for one in others]
    called += [names.get(label) for one in others for label in one.labels[:1]]
    return label_key(name) in {label_key(other) for other in called if other}


def _as_name(label: str) -> str:
    return re.sub(r"[^\W\d_]+(?:['’]S\b)?", _capital, label) if label.isupper() else label


def _capital(word: re.Match[str]) -> str:
    return word[0].capitalize()


def _rename(correction: Rename, drafts: dict[str, Draft]) -> bool:
    if correction.character_id not in drafts:
        return False
    drafts[correction.character_id].user_name = correction.name
    return True


def _merge(correction: Merge, drafts: dict[str, Draft]) -> bool:
    """Works with one of the two missing as well: then the tool has merged them itself."""
    other = drafts.pop(correction.other_id, None)
    if other is None:
        return correction.character_id in drafts
    draft = drafts.setdefault(correction.character_id, Draft(correction.character_id))
    draft.tracks |= other.tracks
    draft.labels += other.labels
    draft.voices |= other.voices
    draft.user_name = draft.user_name or other.user_name
    return True


def _forget(correction: Forget, drafts: dict[str, Draft]) -> bool:
    """Fits also where the tool no longer finds anybody."""
    drafts.pop(correction.character_id, None)
    return True


def _said(correction: Correction) -> str:
    if isinstance(correction, Rename):
        return f"the name {correction.name!r}"
    if isinstance(correction, Merge):
        return f"the merge with {correction.other_id}"
    if isinstance(correction, Forget):
        return "that it is nobody"
    return f"the split into {correction.new_id}"


def _votes(
    drafts: dict[str, Draft], utterances: Sequence[Utterance], tracks: Mapping[str, Span]
) -> list[Vote]:
    keyed = [(one, label_key(one.speaker or "")) for one in utterances]
    labelled = [(one, key) for one, key in keyed if key and key not in GROUPS]
    seen = [
        Appearance(draft.id, tracks[track])
        for draft in drafts.values()
        for track in draft.tracks
        if track in tracks
    ]
    face_times = seen_during([one.span for one, _ in labelled], seen)
    votes: dict[str, list[tuple[str, float]]] = {}
    for (utterance, key), seconds in zip(labelled, face_times, strict=True):
        if found := dominant(seconds, utterance.span.duration_s):
            votes.setdefault(key, []).append((found[0], utterance.span.start_s))
    return [
        Vote(label, id_, count, len(cast), min(start_s for who, start_s in cast if who == id_))
        for label, cast in votes.items()
        for id_, count in Counter(who for who, _ in cast).items()
    ]


def _accepted(votes: Sequence[Vote]) -> list[Vote]:
    """One label a face and one face a label, the clearest first."""
    accepted: list[Vote] = []
    for vote in sorted(votes, key=lambda vote: (-vote.count, vote.first_s)):
        label_taken = any(vote.label == other.label for other in accepted)
        face_taken = any(vote.character_id == other.character_id for other in accepted)
        if vote.is_enough and not label_taken and not face_taken:
            accepted.append(vote)
    return accepted
