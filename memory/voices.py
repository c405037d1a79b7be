"""Whose voice is whose: by the face it goes with, else by the labels of lines, else somebody's only heard."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from storyreel.memory.drafts import Draft, Voiced, differ, take_in
from storyreel.memory.facts import Facts
from storyreel.memory.records import Span, Utterance, VoiceCluster, VoiceFaceLink, VoiceTurn
from storyreel.memory.speakers import Appearance, Turn, label_key, seen_during

LEAST_VOTES = 2
LEAST_SHARE = 0.6
"""A voice is a label's if so many of its lines bear it, and this share of those that bear any."""
KNOWN_SHARE = 0.5
"""A voice is the one it was if it is heard at this share of the times when that was."""
INSTANT_S = 0.01
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

    def times_of(self, voice: str | None) -> tuple[float, ...]:
        """Middles of a voice's turns, in seconds: by them it is known again, whatever it will be called."""
        said = [turn for one in self.voices if one.local_id == voice for turn in one.turns]
        return tuple(round(self.turns[turn].middle_s, 3) for turn in said if turn in self.turns)

    def known_again(self, times_s: Mapping[int, Sequence[float]]) -> dict[int, str]:
        """The voice that is heard at most of the times of each number, the clearest first, each for one."""
        votes = [
            (count / len(times), number, voice)
            for number, times in times_s.items()
            for voice, count in self._heard_at(times).items()
            if count >= KNOWN_SHARE * len(times)
        ]
        found: dict[int, str] = {}
        for _, number, voice in sorted(votes, key=lambda vote: (-vote[0], vote[1:])):
            if number not in found and voice not in found.values():
                found[number] = voice
        return found

    def _heard_at(self, times_s: Sequence[float]) -> Counter[str]:
        """At how many of the times each voice is heard."""
        moments = [Span(start_s=time_s, end_s=time_s + INSTANT_S) for time_s in times_s]
        return Counter(voice for heard in seen_during(moments, self.appearances()) for voice in heard)

    def appearances(self) -> list[Appearance]:
        """When each voice is heard."""
        return [
            Appearance(voice.local_id, self.turns[turn])
            for voice in self.voices
            for turn in voice.turns
            if turn in self.turns
        ]

    def turns_of(self, cast: Iterable[Draft]) -> list[Turn]:
        """When the characters are heard."""
        said = {voice.local_id: [turn for turn in voice.turns if turn in self.turns] for voice in self.voices}
        return [
            Turn(draft.id, self.turns[turn], told.confidence)
            for draft in cast
            for voice, told in draft.voices.items()
            for turn in said.get(voice, [])
        ]

    def turns_of_all(self, cast: Collection[Draft]) -> list[Turn]:
        """When the characters are heard, and those of no face who are no characters yet, by their voices."""
        held = {voice for draft in cast for voice in draft.voices}
        unseen = [(voice, told) for voice, told in self.only_heard().items() if voice not in held]
        return self.turns_of([*cast, *(Draft(voice, voices={voice: told}) for voice, told in unseen)])

    def only_heard(self) -> dict[str, Voiced]:
        """Voices of people whom no face can be."""
        links = self.links.values()
        return {link.voice: Voiced(link.confidence, link.evidence) for link in links if link.person is None}


def give_by_face(heard: Heard, drafts: dict[str, Draft], holders: Mapping[str, str]) -> None:
    """Gives each voice to the face it goes with; who was only heard until now becomes that person.

    `holders` gives the character of a face cluster. What the user joined stays joined.
    """
    only_heard = heard.only_heard()
    _give(heard, drafts, _by_face(heard, holders))
    for draft in drafts.values():
        if not draft.tracks and not draft.labels:
            draft.voices = {voice: only_heard.get(voice, told) for voice, told in draft.voices.items()}


def give_by_label(heard: Heard, drafts: dict[str, Draft], utterances: Sequence[Utterance]) -> None:
    """Gives each voice that is nobody's yet to the character whose label most of its labelled lines bear."""
    _give(heard, drafts, _by_labels(heard, drafts, utterances))


def _give(heard: Heard, drafts: dict[str, Draft], owners: Mapping[str, tuple[str, Voiced]]) -> None:
    """Takes in who was known by the voice alone, unless the user gave the two different names."""
    for voice in [one.local_id for one in heard.voices if one.local_id in owners]:
        known = next((draft for draft in drafts.values() if voice in draft.voices), None)
        id_, told = owners[voice]
        if known and (known.tracks or known.labels or differ(known, drafts[id_])):
            continue
        if known:
            take_in(known, drafts[id_], drafts)
        drafts[id_].voices[voice] = told


def _by_labels(
    heard: Heard, drafts: Mapping[str, Draft], utterances: Sequence[Utterance]
) -> dict[str, tuple[str, Voiced]]:
    """Each labelled line votes for the voice that is heard most in it."""
    owner_of = {label: draft.id for draft in drafts.values() for label in draft.labels}
    said = [(one.span, owner_of.get(label_key(one.speaker or ""))) for one in utterances]
    labelled = [(span, who) for span, who in said if who]
    votes: dict[str, Counter[str]] = {}
    for (_, who), seconds in zip(
        labelled, seen_during([span for span, _ in labelled], heard.appearances()), strict=True
    ):
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
