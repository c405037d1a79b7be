"""Makes a film's characters from clusters of faces, labels of lines, and what the user said."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from storyreel.memory.journal import Correction, Forget, Merge, Rename, Split
from storyreel.memory.name_rules import NUMBERED
from storyreel.memory.naming import NAMED_FROM, best_names
from storyreel.memory.records import NameEvidence
from storyreel.memory.speakers import label_key


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
    joined: set[str] = field(default_factory=set)
    """Ids of those who were only heard and are found to be this character."""
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


def apply(
    corrections: Sequence[Correction], drafts: dict[str, Draft], joined: Mapping[str, str]
) -> list[str]:
    """Applies what the user said to the drafts; returns a line for each correction that has no object now.

    Whose face is whose by the user's word is in the drafts already. `joined` tells with whom those who are
    not found now were found to be one. What was said of somebody who was forgotten since waits for nobody.
    """
    merged = {one.other_id: one.character_id for one in corrections if isinstance(one, Merge)}
    became = {**joined, **merged}
    nobodys = {one.character_id: Draft(one.character_id) for one in corrections if isinstance(one, Forget)}
    notes: list[str] = []
    for correction in corrections:
        if not _apply_one(correction, drafts, became) and not _became(_made(correction), nobodys, became):
            who, what = correction.character_id, _said(correction)
            notes.append(f"A correction waits, as {who} is not found now: {what}.")
    return notes


def _apply_one(correction: Correction, drafts: dict[str, Draft], became: Mapping[str, str]) -> bool:
    """Whether it has an object now."""
    match correction:
        case Rename():
            return _rename(correction, drafts, became)
        case Merge():
            return _merge(correction, drafts)
        case Forget():
            drafts.pop(correction.character_id, None)  # the tool may no longer find anybody
            return True
        case Split():
            return correction.new_id in drafts


def choose_names(drafts: dict[str, Draft], names: Mapping[str, str]) -> None:
    """Gives each name that is claimed strongly enough to one character, the strongest claims first.

    A name that is another's already stays theirs, also where that is who is only heard.
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


def named(
    draft: Draft, names: Mapping[str, str], scripted: Container[str] = ()
) -> tuple[str, tuple[NameEvidence, ...]]:
    """A character's name and why: the user's word, else the lines' labels, else the claims, else a number.

    A label that would be taken for a number names nobody. What speaks for another name comes last.
    """
    labels = [label for label in draft.labels if label in names]
    by_label = names[labels[0]] if labels and not NUMBERED.fullmatch(labels[0]) else None
    name = draft.user_name or draft.claimed_name or by_label or f"Person {draft.id[1:]}"
    evidence = [*_by_user(draft), *_by_labels(draft, labels, names, scripted), *draft.claims]
    return name, tuple(sorted(evidence, key=lambda one: _rank(one, name)))


def _rank(one: NameEvidence, name: str) -> tuple[bool, bool]:
    return one.source != "user", (one.name or "").casefold() != name.casefold()


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


def take_in(heard: Draft, draft: Draft, drafts: dict[str, Draft]) -> None:
    """Makes a character of somebody who was only heard until now, whose labels are given apart."""
    draft.user_name = draft.user_name or heard.user_name
    draft.voices |= heard.voices
    draft.joined |= {heard.id} | heard.joined
    del drafts[heard.id]


def differ(one: Draft, other: Draft) -> bool:
    """Whether the user gave them different names."""
    names = one.user_name, other.user_name
    return all(names) and len({label_key(name or "") for name in names}) == 2


def _is_taken(name: str, drafts: Mapping[str, Draft], names: Mapping[str, str]) -> bool:
    """Whether somebody is called so."""
    called = [one.user_name or one.claimed_name for one in drafts.values()]
    called += [names.get(label) for one in drafts.values() for label in one.labels[:1]]
    return label_key(name) in {label_key(other) for other in called if other}


def _rename(correction: Rename, drafts: dict[str, Draft], joined: Mapping[str, str]) -> bool:
    """The name of somebody not found now is whose they became, unless the user calls those otherwise."""
    if draft := drafts.get(correction.character_id):
        draft.user_name = correction.name
        return True
    draft = _became(correction.character_id, drafts, joined)
    if draft:
        draft.user_name = draft.user_name or correction.name
    return draft is not None


def _became(id_: str, drafts: Mapping[str, Draft], joined: Mapping[str, str]) -> Draft | None:
    passed: set[str] = set()
    while id_ not in drafts and id_ in joined and id_ not in passed:
        passed.add(id_)
        id_ = joined[id_]
    return drafts.get(id_)


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


def _made(correction: Correction) -> str:
    """The id of whom it leaves behind."""
    return correction.new_id if isinstance(correction, Split) else correction.character_id


def _said(correction: Correction) -> str:
    match correction:
        case Rename():
            return f"the name '{correction.name}'"
        case Merge():
            return f"the merge with {correction.other_id}"
        case Forget():
            return "that it is nobody"
        case Split():
            return f"the split into {correction.new_id}"
