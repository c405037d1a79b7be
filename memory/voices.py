"""Whose voice is whose: by the labels of lines, else by the face it goes with, else somebody's only heard."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from storyreel.memory.drafts import Draft, Voiced, take_in
from storyreel.memory.facts import Facts
from storyreel.memory.records import Span, Utterance, VoiceCluster, VoiceFaceLink, VoiceTurn
from storyreel.memory.speakers import Appearance, Turn, label_key, seen_during

LEAST_VOTES = 2
LEAST_SHARE = 0.6
"""A voice is a label's if so many of its lines bear it, and this share of those that bear any."""
KNOWN = Voiced(0.95, "joined by the user")
"""A voice of somebody who is more than this voice, though nothing that is found says so."""


@dataclass(frozen=True)
class Heard:
    """The voices of a film and what is found out about them."""

    voices: Sequence[VoiceCluster]
    turns: Mapping[str, Span]
    """By turn id."""
    links: Mapping[str, VoiceFaceLink]
    """By voice."""

    @classmethod
    def of(cls, facts: Facts, film_id: str) -> "Heard":
        """All that the facts say."""
        links = {link.voice: link for link in facts.find(film_id, VoiceFaceLink)}
        return cls(facts.find(film_id, VoiceCluster), facts.spans(film_id, VoiceTurn), links)

    @property
    def ids(self) -> frozenset[str]:
        """Every voice there is."""
        return frozenset(voice.local_id for voice in self.voices)

    def turns_of(self, cast: Iterable[Draft]) -> list[Turn]:
        """When the characters are heard."""
        said = {voice.local_id: [turn for turn in voice.turns if turn in self.turns] for voice in self.voices}
        return [
            Turn(draft.id, self.turns[turn], told.confidence)
            for draft in cast
            for voice, told in draft.voices.items()
            for turn in said.get(voice, [])
        ]

    def only_heard(self) -> dict[str, Voiced]:
        """Voices of people whom no face can be."""
        links = self.links.values()
        return {link.voice: Voiced(link.confidence, link.evidence) for link in links if link.person is None}


def give_voices(
    heard: Heard, drafts: dict[str, Draft], utterances: Sequence[Utterance], holders: Mapping[str, str]
) -> None:
    """Gives each voice to its owner, if one is found; who was only heard until now becomes the owner.

    `holders` gives the character of a face cluster. What the user joined stays joined.
    """
    by_label = _by_labels(heard, drafts, utterances)
    by_face = _by_face(heard, holders)
    for voice in [one.local_id for one in heard.voices]:
        known = next((draft for draft in drafts.values() if voice in draft.voices), None)
        found = by_label.get(voice) or by_face.get(voice)
        if known and (known.tracks or known.labels):
            continue
        if found and not (known and _differ(known, drafts[found[0]])):
            if known:
                take_in(known, drafts[found[0]], drafts)
            drafts[found[0]].voices[voice] = found[1]
        elif known:
            known.voices[voice] = heard.only_heard().get(voice, known.voices[voice])


def _by_labels(
    heard: Heard, drafts: Mapping[str, Draft], utterances: Sequence[Utterance]
) -> dict[str, tuple[str, Voiced]]:
    """Each labelled line votes for the voice that is heard most in it."""
    owner_of = {label: draft.id for draft in drafts.values() for label in draft.labels}
    said = [(one.span, owner_of.get(label_key(one.speaker or ""))) for one in utterances]
    labelled = [(span, who) for span, who in said if who]
    turns = [
        Appearance(voice.local_id, heard.turns[turn])
        for voice in heard.voices
        for turn in voice.turns
        if turn in heard.turns
    ]
    votes: dict[str, Counter[str]] = {}
    for (_, who), seconds in zip(labelled, seen_during([span for span, _ in labelled], turns), strict=True):
        if seconds:
            votes.setdefault(max(seconds, key=lambda voice: seconds[voice]), Counter())[who] += 1
    return {voice: owner for voice, cast in votes.items() if (owner := _elected(cast))}


def _elected(cast: Counter[str]) -> tuple[str, Voiced] | None:
    (who, count), of = cast.most_common(1)[0], cast.total()
    if count < LEAST_VOTES or count < LEAST_SHARE * of:
        return None
    return who, Voiced((count + 1) / (of + 2), f"{count} of {of} labelled lines in this voice")


def _by_face(heard: Heard, holders: Mapping[str, str]) -> dict[str, tuple[str, Voiced]]:
    return {
        voice: (holders[link.person], Voiced(link.confidence, link.evidence))
        for voice, link in heard.links.items()
        if link.person and link.person in holders
    }


def _differ(one: Draft, other: Draft) -> bool:
    """Whether the user gave them different names."""
    return bool(one.user_name and other.user_name and one.user_name != other.user_name)
