"""What is known of a scene, or was told of it, as a short numbered list for a language model."""

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from storyreel.agent.llm.tokens import tokens_of
from storyreel.agent.plot import stay_of
from storyreel.agent.recall.items import felt_item, sentence_item
from storyreel.agent.results import Item
from storyreel.agent.scenes import SceneFacts
from storyreel.agent.storyline.records import Told
from storyreel.agent.storyline.telling import Telling
from storyreel.agent.wording import story as words
from storyreel.agent.wording.phrases import quoted, seems
from storyreel.memory.facts import Facts
from storyreel.memory.records import Caption, ScreenText
from storyreel.tools.captioner import BACKEND as SHOTS_ALONE

MOST_FACTS = 18
"""Of a scene: more than a reader of three sentences could make use of."""
_MOST_PEOPLE = 5
_LONGEST = 220
"""Letters of a fact."""


@dataclass(frozen=True)
class Fact:
    """Something that a sentence may rest on."""

    text: str
    items: tuple[Item, ...]
    weight: float
    """How much it matters, where not all can be told."""
    id: str = ""
    """Its number in the list, by which sentences name it."""

    @property
    def start_s(self) -> float:
        """When it begins."""
        return self.items[0].span.start_s

    @property
    def line(self) -> str:
        """As the model reads it."""
        return f"[{self.id}] {self.text}"


def facts_of(telling: Telling, group: Sequence[int], facts: Facts) -> list[Fact]:
    """What is known of a scene's segments: who is there, what happens, by time, what is to be seen."""
    scenes = [telling.scenes[place] for place in group]
    happens = [
        fact
        for scene in scenes
        for fact in (*_lines(scene, telling), *_feelings(scene, telling), *_written(scene, telling, facts))
    ]
    known = [*_people(scenes, telling), *sorted(happens, key=lambda fact: fact.start_s)]
    of_shots = facts.observations(telling.film.id, kind=Caption.kind, label=SHOTS_ALONE) if known else []
    without = {one.id for one in of_shots}
    return _weightiest([*known, *(fact for scene in scenes for fact in _pictures(scene, without))])


def _weightiest(facts: Sequence[Fact]) -> list[Fact]:
    """No more than can be used, in order."""
    chosen = sorted(range(len(facts)), key=lambda place: -facts[place].weight)[:MOST_FACTS]
    return [facts[place] for place in sorted(chosen)]


def of_told(sentences: Sequence[Told], matter: Sequence[float]) -> list[Fact]:
    """Sentences as facts of a shorter story, each as weighty as it matters; of equals, some from all over."""
    return [
        Fact(one.text, one.items, weight + _spread(place))
        for place, (one, weight) in enumerate(zip(sentences, matter, strict=True))
    ]


def _spread(place: int) -> float:
    """0 to 1, so that the places with the highest values lie evenly, however many are taken.

    The sequence of van der Corput (1935): the digits of a place in base two, mirrored at the point.
    """
    return int(f"{place:b}"[::-1], 2) / (1 << place.bit_length())


def fitting(facts: Sequence[Fact], tokens: int, number: str) -> tuple[Fact, ...]:
    """The weightiest facts that so many tokens hold, in order and numbered: `3.1`, `3.2`…"""
    left = tokens
    chosen: set[int] = set()
    for place in sorted(range(len(facts)), key=lambda place: -facts[place].weight):
        needed = tokens_of(f"[{number}.{place}] {facts[place].text}\n")
        if needed <= left:
            chosen.add(place)
            left -= needed
    return tuple(replace(facts[at], id=f"{number}.{rank}") for rank, at in enumerate(sorted(chosen), 1))


def _people(scenes: Sequence[SceneFacts], telling: Telling) -> list[Fact]:
    """Who is there, in one fact."""
    stays: dict[str, Item] = {}
    for scene in scenes:
        for one in (one for one in scene.people if one in telling.names):
            stays.setdefault(one, stay_of(one, scene, telling.names))
    there = list(stays.values())[:_MOST_PEOPLE]
    text = words.cast_of_scene([item.people[0] for item in there])
    return [Fact(text, tuple(there), 2.0)] if there else []


def _lines(scene: SceneFacts, telling: Telling) -> list[Fact]:
    found = []
    for line in scene.lines:
        item = sentence_item(line, telling.names)
        text = f"Sound: {item.text}" if item.kind == "sound" else _said(item, telling)
        found.append(Fact(text, (item,), 0.4 + line.salience))
    return found


def _said(item: Item, telling: Telling) -> str:
    """Who says, asks or sings it, to whom as far as they are called."""
    who = item.people[0] if item.people else "Somebody"
    asks = item.text.rstrip().endswith("?")
    to = telling.talk.called_in(item.text)[:1] if item.kind == "line" else []
    verb = "sings" if item.kind == "song" else "asks" if asks else "says to" if to else "says"
    return f"{' '.join((who, verb, *to))}{',' if to else ':'} {quoted(_plain(item.text))}"


def _feelings(scene: SceneFacts, telling: Telling) -> list[Fact]:
    items = [felt_item(one, telling.names) for one in scene.feelings if one.emotion != "neutral"]
    return [
        Fact(f"{item.people[0]} {seems(item)}.", (item,), 0.5 * (item.confidence or 0.0))
        for item in items
        if item.people
    ]


def _pictures(scene: SceneFacts, without: Container[str]) -> list[Fact]:
    """What is to be seen, but for captions that tell less than is known already."""
    return [
        Fact(
            _plain(one.words),
            (Item(kind="caption", span=one.span, text=one.words, evidence=(one.observation_id,)),),
            0.6,
        )
        for one in scene.captions
        if one.words and one.observation_id not in without
    ]


def _written(scene: SceneFacts, telling: Telling, facts: Facts) -> list[Fact]:
    """Words that can be read, as far as they are not of later than may be told."""
    found = facts.observations(telling.film.id, kind=ScreenText.kind, span=scene.span)
    own = [one for one in found if scene.span.holds(one.span.start_s) and one.span.end_s <= telling.until_s]
    items = [
        Item(kind="screen text", span=one.span, text=" ".join(one.text.split()), evidence=(one.id,))
        for one in own
    ]
    return [Fact(f"One reads on the screen: {quoted(_plain(item.text))}", (item,), 0.35) for item in items]


def _plain(words: str) -> str:
    """Words out of a film without marks that look like the number of a fact, and not too many."""
    return words.replace("[", "(").replace("]", ")")[:_LONGEST]
