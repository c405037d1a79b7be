"""What happens at a time, summaries, and what is near a why."""

import re

from storyreel.agent.planning.absence import gaps_without
from storyreel.agent.results import Item
from storyreel.agent.sentences import split
from storyreel.agent.wording.dialogue import line_of, lines_told
from storyreel.agent.wording.feelings import feelings
from storyreel.agent.wording.felt import basis
from storyreel.agent.wording.phrases import (
    at_stretch,
    capitalised,
    in_sentence,
    listed,
    quoted,
    seems,
    stretch,
)
from storyreel.agent.wording.presence import appearances
from storyreel.agent.wording.told import Told, and_more, by_person
from storyreel.memory.clock import clock

MOST_LINES = 5
_ONE_SENTENCE = re.compile(r"\b(?:one|a|single) sentence\b|\b(?:shorter|briefer)\b", re.IGNORECASE)
SHORT_SCENE_S = 25.0
"""What is seen in a scene no longer than this is seen at any moment of it."""


def happening(told: Told) -> str:
    """What is seen, said and felt in a stretch of film; of a long one, scene by scene."""
    if told.about("film_summary"):
        return summary(told)
    if told.span is None and told.question.people and not told.of("caption", "scene"):
        return appearances(told)
    seen = [
        part for part in (_pictures(told), _people(told), _lines(told), _felt(told), _texts(told)) if part
    ]
    if not seen:
        return f"I know of nothing{told.where}."
    return " ".join(seen)


def _pictures(told: Told) -> str:
    fitting = [item for item in told.of("caption") if item.text and _mostly_inside(item, told)]
    captions = list({item.text: item for item in fitting}.values())[:3]
    return " ".join(_picture(item) for item in captions)


def _picture(item: Item) -> str:
    """A description under its time: each sentence of it is so then, and may not be elsewhere."""
    each = [in_sentence(sentence.text.rstrip(".")) for sentence in split(item.text)]
    return f"{stretch(item.span)}: {'; '.join(each)}."


def _mostly_inside(item: Item, told: Told) -> bool:
    """Whether it tells of the stretch asked about, not mostly of what lies beside it."""
    if gaps := gaps_without(told.question, told.fresh, told.card):
        absent = [told.card.name_of(one) for one in told.question.absent]
        within_s = sum(item.span.overlap_s(gap) for gap in gaps)
        return within_s >= item.span.duration_s / 2 and not any(name in item.text for name in absent)
    is_of_part = told.question.event is not None and not told.is_of_moment
    if told.span is None or (item.span.duration_s <= SHORT_SCENE_S and not is_of_part):
        return True
    return item.span.overlap_s(told.span) >= 0.5 * item.span.duration_s


def _people(told: Told) -> str:
    people = by_person(told.of("presence"))
    if not people:
        return ""
    each = [
        f"{name} ({', '.join(stretch(item.span) for item in items[:2])})"
        for name, items in list(people.items())[:6]
    ]
    return f"On screen: {listed(each)}."


def _lines(told: Told) -> str:
    lines = [line for line in told.of("line", "song", "sound") if re.search(r"\w", line.text)]
    lines = [
        line
        for line in lines
        if told.span is None
        or told.question.event is None
        or told.is_of_moment
        or line.span.start_s >= told.span.start_s - 0.1
    ]
    asked = [
        line for line in lines if not told.question.people or set(line.people) & set(told.people)
    ] or lines
    shown = asked[:MOST_LINES]
    if not shown:
        return ""
    silent = told.span is not None and all(line.span.overlap_s(told.span) == 0 for line in shown)
    near = "Just before or after it, " if silent else ""
    return f"{capitalised(near + lines_told(shown))}{and_more(len(asked), len(shown))}."


def _felt(told: Told) -> str:
    """The surest few, and of what somebody is read to feel at once the surest alone."""
    felt: list[Item] = []
    for item in sorted(told.of("emotion"), key=lambda item: -(item.confidence or 0)):
        is_less_sure = any(item.people == one.people and item.span.overlap_s(one.span) > 0 for one in felt)
        if item.emotion not in (None, "neutral") and item.people and not is_less_sure:
            felt.append(item)
    return " ".join(
        f"{listed(item.people)} {seems(item)} {at_stretch(item.span)}{basis(item)}." for item in felt[:3]
    )


def _texts(told: Told) -> str:
    texts = list({item.text: item for item in told.of("screen text")}.values())[:3]
    return (
        f"The screen reads {listed([f'{quoted(item.text)} ({clock(item.span.start_s)})' for item in texts])}."
        if texts
        else ""
    )


def summary(told: Told) -> str:
    """All of the film, or a part, scene by scene."""
    scenes = told.of("scene")
    if not scenes:
        return _lines(told) or f"I know too little{told.where} to sum it up."
    if _ONE_SENTENCE.search(told.question.text):
        scenes = [max(scenes, key=lambda scene: (len(_said_in(scene, told)), len(scene.people)))]
    if not any(item.people for item in (*scenes, *told.of("line"))):
        return only_heard(scenes, told)
    told_scenes = [scene_sentence(scene, told) for scene in scenes]
    return (
        " ".join(sentence for sentence in told_scenes if sentence)
        or f"I know too little{told.where} to sum it up."
    )


def only_heard(scenes: list[Item], told: Told) -> str:
    """What is said scene by scene, where nobody is seen or known by voice."""
    said = [line for scene in scenes for line in _said_in(scene, told)]
    each = "; ".join(f"{quoted(line.text)} ({clock(line.span.start_s)})" for line in said)
    pictures = " ".join(filter(None, (scene_sentence(scene, told) for scene in scenes)))
    return f"What is said, scene by scene: {each}." if each else pictures


def _said_in(scene: Item, told: Told) -> list[Item]:
    return [item for item in told.of("line") if scene.span.holds(item.span.start_s)]


def scene_sentence(scene: Item, told: Told) -> str:
    """One scene: who is there, what is seen, what is said that matters."""
    opening = _who_is_there(scene)
    told_of = (opening, _mood(scene, told), lines_told(_said_in(scene, told)))
    sentence = "; ".join(part for part in told_of if part)
    if sentence:
        return f"{sentence}." if opening else f"{_in_scene(scene)}: {sentence}."
    seen = scene.text.rstrip(".")
    return f"{capitalised(at_stretch(scene.span))}: {seen}." if seen else ""


def _who_is_there(scene: Item) -> str:
    verb = "is" if len(scene.people) == 1 else "are"
    return f"{_in_scene(scene)}, {listed(scene.people[:4])} {verb} on screen" if scene.people else ""


def _mood(scene: Item, told: Told) -> str:
    """The first feeling of somebody known."""
    felt = [item for item in told.of("emotion") if scene.span.holds(item.span.start_s) and item.people]
    return f"{listed(felt[0].people)} {seems(felt[0])}{basis(felt[0])}" if felt and felt[0].emotion else ""


def _in_scene(scene: Item) -> str:
    """Somewhere in the scene, not all through it."""
    return f"Between {clock(scene.span.start_s)} and {clock(scene.span.end_s)}"


def why(told: Told) -> str:
    """What was seen and said near it: reasons themselves are not to be seen."""
    plain = "I can tell what is seen and said, not why."
    if told.of("emotion"):
        return f"{plain} {feelings(told)}"
    items = told.about("search")[:3]
    if not items:
        return f"{plain} I found no words in the film that bear on it."
    said = "; ".join(line_of(item) for item in items if item.kind in ("line", "song"))
    return f"{plain} What bears on it: {said or stretch(items[0].span)}."
