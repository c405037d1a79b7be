"""Finds what happens in a film that a story may tell: events, weighed."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from storyreel.agent.recall.items import felt_item, sentence_item
from storyreel.agent.results import Item
from storyreel.agent.scenes import SceneFacts, SceneLine
from storyreel.memory.records import Emotion, EmotionInterval

EventKind = Literal["line", "entrance", "turn", "feeling", "picture"]
_TELLING = 0.1
"""Salience above which a line is worth telling beside a scene's best."""
_PLEASANT: dict[Emotion, int] = {
    "happiness": 1,
    "surprise": 0,
    "neutral": 0,
    "anger": -1,
    "fear": -1,
    "sadness": -1,
    "disgust": -1,
}


@dataclass(frozen=True)
class PlotEvent:
    """Something worth telling, with what proves it."""

    kind: EventKind
    scene: int
    weight: float
    items: tuple[Item, ...]
    """The first is the event itself."""
    after: Emotion | None = None
    """Of a turn: the feeling before it."""
    turning: tuple[float, ...] = ()
    """How near its scene is to each turning point of the story, 0 to 1, where that is known."""
    salience: float = 1.0
    """Of a line: how much it tells, 0 to 1."""
    to: tuple[str, ...] = ()
    """Of a line: names of whom it calls…"""
    of: tuple[str, ...] = ()
    """…of whom it speaks of, and of things, as `the map`."""
    states: str | None = None
    """Of a line: what it states, to be told behind `says that`."""

    @property
    def start_s(self) -> float:
        """When it happens."""
        return self.items[0].span.start_s


@dataclass
class Plot:
    """A film's events, and what its talk is of."""

    events: list[PlotEvent] = field(default_factory=list)
    topics: list[tuple[str, Item]] = field(default_factory=list)
    """Names and things that are said again and again, each with a line that says it."""


def events_of(scenes: Sequence[SceneFacts], names: dict[str, str]) -> list[PlotEvent]:
    """Every event of every scene, weighed by kind and by how much the scene holds."""
    met: set[str] = set()
    felt: dict[str, Emotion] = {}
    events: list[PlotEvent] = []
    for place, scene in enumerate(scenes):
        novelty = len(set(scene.people) - met) / max(1, len(scene.people))
        found = [
            *_entrances(place, scene, names, met),
            *_lines(place, scene, names),
            *_feelings(place, scene, names, felt),
            *_pictures(place, scene),
        ]
        boost = 1 + 0.3 * novelty + 0.3 * spoken_share(scene)
        events += [replace(event, weight=event.weight * boost) for event in found]
    return events


def spoken_share(scene: SceneFacts) -> float:
    """Share of the scene that is speech."""
    spoken_s = sum(line.span.duration_s for line in scene.lines)
    return min(1.0, spoken_s / scene.span.duration_s) if scene.span.duration_s else 0.0


def _entrances(place: int, scene: SceneFacts, names: dict[str, str], met: set[str]) -> list[PlotEvent]:
    new = [one for one in scene.people if one not in met and one in names]
    met.update(new)
    return [PlotEvent("entrance", place, 0.5, (stay_of(one, scene, names),)) for one in new]


def stay_of(who: str, scene: SceneFacts, names: dict[str, str]) -> Item:
    """The first time in a scene that somebody of it is on screen."""
    span = min(scene.stays[who], key=lambda stay: stay.start_s)
    return Item(kind="presence", span=span, people=(names[who],), evidence=scene.faces[who][:1])


def _lines(place: int, scene: SceneFacts, names: dict[str, str]) -> list[PlotEvent]:
    return [
        PlotEvent(
            "line",
            place,
            line.salience * 2,
            (sentence_item(line, names), *_mood(line, scene, names)),
            salience=line.salience,
        )
        for rank, line in enumerate(scene.best_lines[:3])
        if rank == 0 or line.salience > _TELLING
    ]


def _mood(line: SceneLine, scene: SceneFacts, names: dict[str, str]) -> list[Item]:
    """What the speaker feels meanwhile."""
    own = [
        one
        for one in scene.feelings
        if one.character_id
        and one.character_id == line.first.character_id
        and one.span.overlap_s(line.span) > 0
    ]
    return [felt_item(max(own, key=lambda one: one.confidence), names)] if own else []


def _feelings(
    place: int, scene: SceneFacts, names: dict[str, str], felt: dict[str, Emotion]
) -> list[PlotEvent]:
    events = []
    for one in scene.feelings:
        if one.character_id not in names or one.emotion == "neutral":
            continue
        before = felt.get(one.character_id)
        felt[one.character_id] = one.emotion
        turned = before is not None and _PLEASANT[before] * _PLEASANT[one.emotion] < 0
        events.append(
            PlotEvent(
                "turn" if turned else "feeling",
                place,
                _strength(one) * (1.2 if turned else 0.75),
                (felt_item(one, names),),
                before if turned else None,
            )
        )
    return events


def _strength(one: EmotionInterval) -> float:
    return one.confidence * min(1.0, 0.4 + one.span.duration_s / 8)


def _pictures(place: int, scene: SceneFacts) -> list[PlotEvent]:
    return [
        PlotEvent(
            "picture",
            place,
            0.25,
            (Item(kind="caption", span=one.span, text=one.words, evidence=(one.observation_id,)),),
        )
        for one in scene.captions[:1]
        if one.words
    ]
