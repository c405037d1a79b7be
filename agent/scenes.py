"""Scenes of a film with all that is known of each: the ground of summaries and of the story."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from storyreel.agent.captions import description, names_in_captions
from storyreel.agent.cast import cast_of
from storyreel.agent.salience import salience
from storyreel.memory import timeline
from storyreel.memory.library import Library
from storyreel.memory.records import Caption, EmotionInterval, Film, Segment, Span
from storyreel.memory.timeline import Line
from storyreel.tools.captioner import BACKEND

_PIECES = 12
_LEAST_PIECE_S = 20.0
_MOST_JOINED = 3
_PAUSE_S = 1.5


@dataclass(frozen=True)
class SceneLine:
    """A sentence of dialogue, over one or more lines, and how much it tells."""

    lines: tuple[Line, ...]
    salience: float

    @property
    def first(self) -> Line:
        """The line it begins with."""
        return self.lines[0]

    @property
    def words(self) -> str:
        """All of it on one line."""
        return " ".join(word for line in self.lines for word in line.utterance.words.split())

    @property
    def span(self) -> Span:
        """When it is said."""
        return Span(start_s=self.first.utterance.span.start_s, end_s=self.lines[-1].utterance.span.end_s)


@dataclass(frozen=True)
class SceneCaption:
    """What is to be seen; a model's come before the scene describer's."""

    span: Span
    words: str
    observation_id: str


@dataclass(frozen=True)
class SceneFacts:
    """One scene."""

    span: Span
    people: tuple[str, ...]
    """Ids of who is on screen, who is seen longest first."""
    lines: tuple[SceneLine, ...]
    feelings: tuple[EmotionInterval, ...]
    captions: tuple[SceneCaption, ...]
    evidence: tuple[str, ...]
    """Observation ids of the segment and the faces."""
    stays: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    """When each of the people is on screen in it."""
    faces: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Observation ids of each one's faces in it."""

    @property
    def best_lines(self) -> list[SceneLine]:
        """Lines of speech, the most telling first."""
        spoken = [line for line in self.lines if line.first.utterance.manner == "speech"]
        return sorted(spoken, key=lambda line: -line.salience)


def scenes_of(library: Library, film: Film, span: Span | None = None) -> list[SceneFacts]:
    """The film's segments, or equal pieces where it has none, that begin in or reach into the span."""
    segments = library.facts.observations(film.id, kind=Segment.kind, span=span)
    pieces: list[tuple[Span, tuple[str, ...]]] = [(one.span, (one.id,)) for one in segments]
    pieces = pieces or [(piece, ()) for piece in _pieces(span or film.span)]
    lines = _lines(library, film)
    feelings = timeline.emotion_intervals(library.facts, film.id)
    captions = _captions(library, film)
    return [_scene(library, film, piece, ids, lines, feelings, captions) for piece, ids in pieces]


def _pieces(span: Span) -> list[Span]:
    count = max(1, min(_PIECES, int(span.duration_s / _LEAST_PIECE_S)))
    step_s = span.duration_s / count
    return [
        Span(start_s=span.start_s + place * step_s, end_s=span.start_s + (place + 1) * step_s)
        for place in range(count)
    ]


def _captions(library: Library, film: Film) -> list[SceneCaption]:
    names = names_in_captions(library, film)
    known = library.facts.observations(film.id, kind=Caption.kind)
    known.sort(key=lambda one: one.label == BACKEND)
    return [SceneCaption(one.span, description(one.text, names, one.label), one.id) for one in known]


def _lines(library: Library, film: Film) -> list[SceneLine]:
    sentences = _sentences(timeline.dialogue(library.facts, film.id))
    weights = salience([SceneLine(lines, 0.0).words for lines in sentences])
    return [SceneLine(lines, float(weight)) for lines, weight in zip(sentences, weights, strict=True)]


def _sentences(lines: Sequence[Line]) -> list[tuple[Line, ...]]:
    """Lines joined where a sentence runs on: no end of sentence, the same speaker, hardly a pause."""
    joined: list[tuple[Line, ...]] = []
    for line in lines:
        if joined and len(joined[-1]) < _MOST_JOINED and _runs_on(joined[-1][-1], line):
            joined[-1] = (*joined[-1], line)
        else:
            joined.append((line,))
    return joined


def _runs_on(line: Line, following: Line) -> bool:
    first, second = line.utterance, following.utterance
    same = (
        first.speaker == second.speaker and first.manner == second.manner == "speech" and not second.speaker
    )
    open_ended = not first.words.rstrip().endswith((".", "!", "?", "…", '"', "”", "-"))
    begins = second.words.lstrip()[:1]
    return (
        same
        and open_ended
        and 0 <= second.span.start_s - first.span.end_s < _PAUSE_S
        and (begins.islower() or first.words.rstrip().endswith(",") or begins.isdigit())
    )


def _scene(
    library: Library,
    film: Film,
    span: Span,
    ids: tuple[str, ...],
    lines: Sequence[SceneLine],
    feelings: Sequence[EmotionInterval],
    captions: Sequence[SceneCaption],
) -> SceneFacts:
    seen = [one for one in timeline.on_screen(library.facts, film.id, span) if one.character_id]
    return SceneFacts(
        span=span,
        people=tuple(one.character_id for one in seen if one.character_id),
        lines=tuple(line for line in lines if span.holds(line.span.start_s)),
        feelings=tuple(one for one in feelings if span.holds(one.span.start_s)),
        captions=tuple(one for one in captions if span.holds(one.span.middle_s)),
        evidence=ids + tuple(id_ for one in seen for id_ in one.evidence[:1]),
        stays={one.character_id: tuple(one.spans) for one in seen if one.character_id},
        faces={one.character_id: one.evidence for one in seen if one.character_id},
    )


def names_of(library: Library, film: Film) -> dict[str, str]:
    """Characters' names by id."""
    return {one.id: one.name for one in cast_of(library, film)}
