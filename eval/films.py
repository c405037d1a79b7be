"""Films put together of real pieces whose truth is known: faces, voices, lines, music.

Each film plays dialogues of television: every line keeps its words, its speaker's label and the emotion that
readers found in it. Each speaker has one face and one voice, and shows and sounds that emotion. Some speak
off screen while a listener is seen, some lines are spoken over scenery, and most films have music beneath.
A cast picture of each speaker lies beside the film: these films are for feelings, not for who is who.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

import numpy as np

from storyreel.eval import corpora
from storyreel.eval.corpora import Clip, Line, Portrait
from storyreel.memory.intervals import joined
from storyreel.memory.records import Emotion, Span
from storyreel.tools.scene import SAMPLE_RATE_HZ, Samples

MOST_SPEAKERS = 5
LEAST_EMOTIONAL = 0.4
"""Of a dialogue's lines; what is calm all through tells little."""
DURATION_S = 60.0
"""A film ends with the first dialogue that goes beyond."""
PAUSE_S = (0.3, 1.0)
BETWEEN_S = 3.0
"""Scenery between dialogues."""
UNSEEN = 0.5
"""So many of the lines of people who could be shown are spoken off screen."""
MUSIC_DB = (10.0, 20.0)
"""How far music lies below speech."""
WITH_MUSIC = 0.75
SAME_FEELING_S = 2.0
"""A person's lines of one emotion no farther apart than this are one stretch of it."""
QUIET = 0.02
"""Of a recording's peak: silence before and after, which is cut off."""


@dataclass(frozen=True)
class Pieces:
    """What films are put together of."""

    voices: Mapping[str, Sequence[Clip]]
    """By speaker."""
    faces: Mapping[str, Sequence[Portrait]]
    """By person."""
    dialogues: Sequence[Sequence[Line]]
    music: Sequence[Path]


@dataclass(frozen=True)
class Person:
    """A speaker: one label, one voice, one face."""

    label: str
    voice: str
    face: str
    picture: Path
    """Laid beside the film as a cast picture."""


@dataclass(frozen=True)
class Turn:
    """A line is spoken, or nobody speaks, while somebody or nobody is seen."""

    span: Span
    """Of the picture."""
    cue: Span | None = None
    """When the line is heard."""
    speaker: Person | None = None
    line: Line | None = None
    clip: Clip | None = None
    shown: Person | None = None
    portrait: Portrait | None = None

    def felt(self) -> Iterator[tuple[Person, Emotion, Span]]:
        """Who feels what, when, as far as it is seen or heard."""
        if self.shown and self.portrait and self.portrait.emotion:
            yield self.shown, self.portrait.emotion, self.span
        if self.speaker and self.line and self.cue and self.speaker != self.shown:
            yield self.speaker, self.line.emotion, self.cue


@dataclass(frozen=True)
class Script:
    """A film that can be made."""

    title: str
    turns: Sequence[Turn]
    music: Path | None
    music_db: float
    seed: int

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return self.turns[-1].span.end_s

    @property
    def people(self) -> list[Person]:
        """Who speaks, by label."""
        return sorted({turn.speaker for turn in self.turns if turn.speaker}, key=lambda one: one.label)

    def truth(self) -> dict[tuple[str, Emotion], list[Span]]:
        """When each person, by label, feels each emotion, also none."""
        spans: defaultdict[tuple[str, Emotion], list[Span]] = defaultdict(list)
        for turn in self.turns:
            for person, emotion, span in turn.felt():
                spans[person.label, emotion].append(span)
        return {who: joined(many, SAME_FEELING_S) for who, many in spans.items()}


def dialogues_in(lines: Sequence[Line]) -> list[list[Line]]:
    """Dialogues of few speakers, with feelings in them."""
    parted = [list(part) for _, part in groupby(lines, key=lambda line: line.dialogue)]
    return [part for part in parted if _is_fit(part)]


def _is_fit(dialogue: Sequence[Line]) -> bool:
    emotional = sum(line.emotion != "neutral" for line in dialogue) / len(dialogue)
    return len(dialogue) > 2 and len(_speakers(dialogue)) <= MOST_SPEAKERS and emotional >= LEAST_EMOTIONAL


def write_scripts(pieces: Pieces, count: int, seed: int) -> list[Script]:
    """Scripts of so many films; fewer, or none, where there are not enough dialogues that can be cast."""
    chance = np.random.default_rng(seed)
    playable = [one for one in pieces.dialogues if len(_speakers(one)) <= _most_cast(pieces)]
    waiting = [playable[place] for place in chance.permutation(len(playable))]
    scripts: list[Script] = []
    while waiting and len(scripts) < count:
        scripts.append(_script(pieces, waiting, f"assembled {seed}-{len(scripts) + 1}", chance))
    return scripts


def _most_cast(pieces: Pieces) -> int:
    """Speakers of one film."""
    return min(MOST_SPEAKERS, len(pieces.voices), len(pieces.faces))


def _speakers(dialogue: Sequence[Line]) -> set[str]:
    return {line.speaker for line in dialogue}


def _script(pieces: Pieces, waiting: list[Sequence[Line]], title: str, chance: np.random.Generator) -> Script:
    """Takes what it plays from the dialogues that wait."""
    writer = _Writer(pieces, chance)
    while waiting and writer.now_s < DURATION_S:
        fitting = [place for place, one in enumerate(waiting) if writer.has_room_for(one)]
        if not fitting:
            break
        writer.play(waiting.pop(fitting[0]))
    music = pieces.music[int(chance.integers(len(pieces.music)))] if pieces.music else None
    return Script(
        title,
        writer.turns,
        music if chance.random() < WITH_MUSIC else None,
        float(chance.uniform(*MUSIC_DB)),
        int(chance.integers(2**31)),
    )


class _Writer:
    """Casts and plays dialogues one after another."""

    def __init__(self, pieces: Pieces, chance: np.random.Generator) -> None:
        self.pieces, self.chance = pieces, chance
        self.cast: dict[str, Person] = {}
        self.moods: dict[str, Portrait] = {}
        """What each person showed last."""
        self.turns: list[Turn] = []
        self.now_s = 0.0

    def has_room_for(self, dialogue: Sequence[Line]) -> bool:
        return len(_speakers(dialogue) | self.cast.keys()) <= _most_cast(self.pieces)

    def play(self, dialogue: Sequence[Line]) -> None:
        """The lines of a dialogue, and scenery after it."""
        for line in dialogue:
            if line.speaker not in self.cast:
                self.cast[line.speaker] = self._person(line.speaker, dialogue)
        for line in dialogue:
            self._speak(line)
        self._add(BETWEEN_S)

    def _person(self, label: str, dialogue: Sequence[Line]) -> Person:
        """Who can show most of what the label's lines carry."""
        wanted = [line.emotion for line in dialogue if line.speaker == label]
        taken = {person.face for person in self.cast.values()}
        faces = [face for face in self.pieces.faces if face not in taken]
        shows = {face: {one.emotion for one in self.pieces.faces[face]} for face in faces}
        fit = {face: sum(emotion in shows[face] for emotion in wanted) for face in faces}
        best = [face for face in faces if fit[face] == max(fit.values())]
        heard = {person.voice for person in self.cast.values()}
        voices = [voice for voice in self.pieces.voices if voice not in heard]
        voice, face = str(self.chance.choice(voices)), str(self.chance.choice(best))
        return Person(label, voice, face, self.pieces.faces[face][0].path)

    def _speak(self, line: Line) -> None:
        speaker = self.cast[line.speaker]
        clips = [clip for clip in self.pieces.voices[speaker.voice] if clip.emotion == line.emotion]
        if not clips:
            return
        clip = clips[self.chance.integers(len(clips))]
        before_s, after_s = self.chance.uniform(*PAUSE_S, 2)
        heard_s = _spoken_s(clip)
        shown, portrait = self._seen(speaker, line)
        start_s = self.now_s + before_s
        cue = Span(start_s=start_s, end_s=start_s + heard_s)
        self._add(before_s + heard_s + after_s, cue, speaker, line, clip, shown, portrait)

    def _seen(self, speaker: Person, line: Line) -> tuple[Person | None, Portrait | None]:
        """The speaker, if there is such a picture; else a listener, in the mood of before; else nobody."""
        own = [one for one in self.pieces.faces[speaker.face] if one.emotion == line.emotion]
        if own and self.chance.random() >= UNSEEN:
            self.moods[speaker.label] = own[self.chance.integers(len(own))]
            return speaker, self.moods[speaker.label]
        listeners = sorted(self.moods.keys() - {speaker.label})
        if not listeners or self.chance.random() < 0.5:
            return None, None
        label = str(self.chance.choice(listeners))
        return self.cast[label], self.moods[label]

    def _add(self, duration_s: float, *what: object) -> None:
        span = Span(start_s=self.now_s, end_s=self.now_s + duration_s)
        self.turns.append(Turn(span, *what))  # type: ignore[arg-type]  # the fields in their order
        self.now_s = span.end_s


@cache
def _spoken_s(clip: Clip) -> float:
    return len(spoken_in(clip)) / SAMPLE_RATE_HZ


def spoken_in(clip: Clip) -> Samples:
    """A recording without the silence before and after."""
    samples = corpora.samples_of(clip.path)
    loud = np.flatnonzero(np.abs(samples) > QUIET * np.abs(samples).max())
    return samples[loud[0] : loud[-1] + 1] if len(loud) else samples
