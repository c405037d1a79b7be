"""What may be known of a film up to a moment."""

import re
from collections.abc import Sequence
from dataclasses import replace

from storyreel.agent.scenes import SceneFacts
from storyreel.memory.records import Character, Span


def until(scene: SceneFacts, until_s: float) -> SceneFacts:
    """The scene without what ends later; who is there is not told of a scene that goes on.

    A line that begins in a scene may end after it.
    """
    lines = tuple(line for line in scene.lines if line.span.end_s <= until_s)
    feelings = tuple(one for one in scene.feelings if one.span.end_s <= until_s)
    if scene.span.end_s <= until_s:
        return replace(scene, lines=lines, feelings=feelings)
    return SceneFacts(Span(start_s=scene.span.start_s, end_s=until_s), (), lines, feelings, (), ())


def names_until(cast: Sequence[Character], until_s: float) -> dict[str, str]:
    """Names by id; who is only named later is still a number."""
    return {one.id: one.name if _is_named_by(one, until_s) else f"Person {one.id[1:]}" for one in cast}


def _is_named_by(one: Character, until_s: float) -> bool:
    """Whether something tells the name by then; what has no time, as a label or the user, tells it always."""
    own = one.name.casefold()  # which may have an id behind it, where others bear the name too
    told = [evidence.time_s for evidence in one.name_evidence if (evidence.name or own).casefold() in own]
    return not told or any(time_s is None or time_s <= until_s for time_s in told)


def with_names(scene: SceneFacts, later: dict[str, str]) -> SceneFacts:
    """The scene with names in its descriptions replaced: those that are only told later, by numbers."""
    captions = tuple(replace(one, words=_replaced(one.words, later)) for one in scene.captions)
    return replace(scene, captions=captions)


def _replaced(text: str, later: dict[str, str]) -> str:
    for name in sorted(later, key=len, reverse=True):  # the longer first: Ben stands in Ben Stone
        text = re.sub(rf"\b{re.escape(name)}\b", later[name], text)
    return text
