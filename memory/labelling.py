"""Whose the labels of lines are: of who says most of the lines, bears that name, or is seen with them."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from storyreel.memory.drafts import Draft, differ, take_in
from storyreel.memory.labels import Labels
from storyreel.memory.name_forms import is_same_name
from storyreel.memory.naming import NAMED_FROM, best_names
from storyreel.memory.records import NameEvidence, Utterance
from storyreel.memory.sightings import Match, Sightings
from storyreel.memory.speakers import Appearance, Reason, Speaker, label_key

PICTURED_FROM = 0.9
"""Confidence from which a picture of the cast goes before who seems to speak."""
LEAST_VOTES = 2
LEAST_SHARE = 0.6
"""A label is theirs who say so many of its lines, and this share of those whose speaker is seen or heard."""
BY: Mapping[Reason, str] = {
    "voice": "by the voice",
    "mouth": "by whose mouth moves",
    "face": "by whose face is seen",
    "label": "by label",
}


@dataclass(frozen=True)
class Vote:
    """How many of the lines of one label somebody says, going by what is seen and heard."""

    label: str
    character_id: str
    said: Sequence[tuple[Utterance, Reason]]
    of: int

    @property
    def is_enough(self) -> bool:
        """Whether the label is theirs."""
        return len(self.said) >= LEAST_VOTES and len(self.said) >= LEAST_SHARE * self.of

    def evidence(self, labels: Labels) -> NameEvidence:
        """Why the label is theirs."""
        name, ways = labels.names[self.label], Counter(reason for _, reason in self.said)
        why = ", ".join(f"{count} {BY[reason]}" for reason, count in ways.most_common())
        return NameEvidence(
            source=labels.source(self.label),
            name=name,
            time_s=self.said[0][0].span.start_s,
            confidence=(len(self.said) + 1) / (self.of + 2),
            text=f"{len(self.said)} of {self.of} lines labelled {name!r} go with this person: {why}",
        )


def link_labels(
    drafts: dict[str, Draft],
    labels: Labels,
    speakers: Mapping[str, Speaker],
    alone: Mapping[str, Speaker],
    seen: Sequence[Appearance],
) -> None:
    """Gives each label to the character whose lines it marks; whoever was known by it alone joins them.

    `speakers` are those of the lines by what is seen and heard, each line's label aside; `alone` are the
    faces that fill the picture meanwhile, whatever their mouths do. What the user called somebody goes first,
    then whom pictures of the cast surely show, then who speaks, then, for a label whose lines nobody is seen
    or heard to speak, as in a dubbed or drawn film, who is seen alone, then what else the film says of names,
    then, of those that are left on both sides, who is `seen` with a label's lines and with no other's.
    """
    _link_names(drafts, labels, _by_user, "the user calls this person so")
    _link_names(drafts, labels, _by_picture, "that is who looks like this in the pictures of the cast")
    sightings = Sightings(labels, seen)
    spoken = _spoken(drafts, labels, speakers, sightings)
    _give_accepted(spoken, drafts, labels)
    settled = {vote.label for vote in spoken}
    unspoken = [vote for vote in _votes(drafts, labels, alone) if vote.label not in settled]
    _give_accepted([vote for vote in unspoken if not drafts[vote.character_id].labels], drafts, labels)
    _link_names(drafts, labels, _by_film, "that is this person's name")
    _give_matched(drafts, labels, sightings)


def _spoken(
    drafts: Mapping[str, Draft], labels: Labels, speakers: Mapping[str, Speaker], sightings: Sightings
) -> list[Vote]:
    """Votes that decide, but for those that pictures of the cast or what is seen speak against."""
    votes = [vote for vote in _votes(drafts, labels, speakers) if not _is_pictured(vote.character_id, drafts)]
    return [vote for vote in votes if vote.is_enough and not _is_belied(vote, sightings, drafts)]


def _votes(drafts: Mapping[str, Draft], labels: Labels, speakers: Mapping[str, Speaker]) -> list[Vote]:
    """Also of voices that nobody is seen with, for labels of nobody who is seen."""
    found: list[Vote] = []
    for label in labels.names:
        said: defaultdict[str, list[tuple[Utterance, Reason]]] = defaultdict(list)
        for line in labels.lines[label]:
            if speaker := speakers.get(line.utterance_id):
                said[speaker.character_id].append((line, speaker.reason))
        of = sum(map(len, said.values()))
        if _is_free(label, drafts):
            found += [Vote(label, who, some, of) for who, some in said.items()]
    return found


def _give_accepted(votes: Sequence[Vote], drafts: dict[str, Draft], labels: Labels) -> None:
    for vote in _accepted([vote for vote in votes if _is_seen(vote.character_id, drafts)]):
        _give(vote.label, drafts[vote.character_id], drafts, vote.evidence(labels))


def _is_pictured(who: str, drafts: Mapping[str, Draft]) -> bool:
    """Whether pictures of the cast have given them their label already."""
    return who in drafts and bool(drafts[who].labels) and _by_picture(drafts[who]) is not None


def _is_belied(vote: Vote, sightings: Sightings, drafts: Mapping[str, Draft]) -> bool:
    """Whether they are seen otherwise: not with the lines, for a voice alone, or rather with a free label."""
    if not _is_seen(vote.character_id, drafts):
        return False
    by_voice = all(reason == "voice" for _, reason in vote.said)
    free = [label for label in sightings.labels.names if label != vote.label and _is_free(label, drafts)]
    return (by_voice and sightings.is_against(vote.label, vote.character_id)) or (
        sightings.is_likelier_another(vote.label, vote.character_id, free)
    )


def _give_matched(drafts: dict[str, Draft], labels: Labels, sightings: Sightings) -> None:
    settled = {label: holder.id for label in labels.names if (holder := _holder(label, drafts))}
    faces = {label: who for label, who in settled.items() if _is_seen(who, drafts)}
    for match in sightings.matches(faces):
        _give(match.label, drafts[match.character_id], drafts, _evidence(match, labels))


def _evidence(match: Match, labels: Labels) -> NameEvidence:
    name = labels.names[match.label]
    return NameEvidence(
        source=labels.source(match.label),
        name=name,
        time_s=match.first.span.start_s,
        confidence=match.confidence,
        text=f"this face is seen in {match.seen} of {match.of} lines labelled {name!r} that show anybody, "
        "and goes with no other label as well",
    )


def _is_seen(who: str, drafts: Mapping[str, Draft]) -> bool:
    return who in drafts and bool(drafts[who].tracks)


def _is_free(label: str, drafts: Mapping[str, Draft]) -> bool:
    """Whether it is the label of nobody who is seen."""
    holder = _holder(label, drafts)
    return holder is None or not holder.tracks


def _accepted(votes: Sequence[Vote]) -> list[Vote]:
    """One label a face and one face a label, the clearest first."""
    accepted: list[Vote] = []
    for vote in sorted(votes, key=lambda vote: (-len(vote.said), vote.said[0][0].span.start_s)):
        label_taken = any(vote.label == other.label for other in accepted)
        face_taken = any(vote.character_id == other.character_id for other in accepted)
        if vote.is_enough and not label_taken and not face_taken:
            accepted.append(vote)
    return accepted


def _link_names(
    drafts: dict[str, Draft], labels: Labels, name_of: Callable[[Draft], tuple[str, float] | None], why: str
) -> None:
    """Gives labels to those who bear their names, where the name fits one label and the label one of them."""
    unlabelled = [draft for draft in drafts.values() if not draft.labels]
    called = {draft.id: found for draft in unlabelled if (found := name_of(draft))}
    for id_, (name, sure) in called.items():
        label = _only([key for key in labels.names if is_same_name(key, name)], label_key(name))
        rivals = [other for other, (its, _) in called.items() if label and is_same_name(label, its)]
        if label and rivals == [id_] and _is_free(label, drafts):
            shown = labels.names[label]
            text = f"lines are labelled {shown!r}, and {why}"
            told = NameEvidence(source=labels.source(label), name=shown, text=text, confidence=sure)
            _give(label, drafts[id_], drafts, told)


def _by_user(draft: Draft) -> tuple[str, float] | None:
    return (draft.user_name, 1.0) if draft.user_name else None


def _by_picture(draft: Draft) -> tuple[str, float] | None:
    """Whom a picture of the cast shows; the user's word goes before it."""
    shown = [one for one in draft.claims if one.source == "cast picture"] if draft.tracks else []
    best = best_names(shown)[:1] if not draft.user_name else []
    return best[0] if best and best[0][1] >= PICTURED_FROM else None


def _by_film(draft: Draft) -> tuple[str, float] | None:
    """The name that a face is believed to bear; the user's word goes before it."""
    best = best_names(draft.claims)[:1] if draft.tracks and not draft.user_name else []
    return best[0] if best and best[0][1] >= NAMED_FROM else None


def _only(fitting: Sequence[str], whole: str) -> str | None:
    """The one that fits whole, or the only one that does in part."""
    if whole in fitting:
        return whole
    return fitting[0] if len(fitting) == 1 else None


def _holder(label: str, drafts: Mapping[str, Draft]) -> Draft | None:
    return next((one for one in drafts.values() if label in one.labels), None)


def _give(label: str, draft: Draft, drafts: dict[str, Draft], why: NameEvidence) -> None:
    """Also takes in whoever was known by the label alone, unless the user gave the two different names."""
    heard = _holder(label, drafts)
    if heard and differ(heard, draft):
        return
    if heard:
        take_in(heard, draft, drafts)
    draft.labels.append(label)
    draft.label_evidence = why
