"""Scenes named by their place: `scene 3`, `the last scene`."""

import re
from collections.abc import Iterable, Sequence

from storyreel.agent.understanding.times import CARDINALS, NTHS, Relation, TimeMention
from storyreel.memory.records import Span

_PLACES = {word: place for words in (NTHS, CARDINALS) for place, word in enumerate(words, start=1)}
_PLACES |= {"opening": 1, "last": -1, "final": -1, "closing": -1, "penultimate": -2, "second to last": -2}
_EDGES = ("first", "opening", "last", "final", "closing")
_UNIT = r"(?:h|hours?|m|mins?|minutes?|s|secs?|seconds?|percent)"
_NTH = rf"second[- ]to[- ]last|penultimate|\d{{1,4}}(?:st|nd|rd|th)|{'|'.join((*NTHS, *_EDGES[1:]))}"
_FLAGS = re.IGNORECASE | re.ASCII
"""Only in ASCII are letters alike in both cases just those of the words here: else `s` is `ſ`, too."""
_SCENES = re.compile(
    r"\b(?:(?:in|during|of|from|between) )?(?:the )?(?:scenes|segments) "
    rf"(?P<low>\d{{1,4}}) ?(?:to|and|-|through|till) ?(?P<high>\d{{1,4}})\b(?![:%]| ?{_UNIT}\b)",
    _FLAGS,
)
_SCENE = re.compile(
    r"\b(?:(?:in )?the (?:scene|one) (?:right |just |directly )?(?P<next>after|before|following) )?"
    r"(?:(?P<relation>before|after|since|until|till|up to|following) |(?:in|during|of|at) )?"
    rf"(?:the (?:very )?(?P<nth>{_NTH}) (?:scene|segment)|"
    r"(?:the )?(?:scene|segment) (?:(?:number|no\.?|nr\.?) )?#?"
    rf"(?P<number>\d{{1,4}}|{'|'.join(CARDINALS)}))\b"
    rf"(?![:%]| ?{_UNIT}\b)"
    r"(?! (?:hears?|sees?|with|where|of|"
    r"in which|that|when|between|without|featuring|together|has|P))",
    _FLAGS,
)
_OF_LENGTH = re.compile(r"\W*how (?:long|short)\b", _FLAGS)


def find_scenes(text: str, scenes: Sequence[Span]) -> list[TimeMention | None]:
    """Each scene that is named by its place, in order; None for one whose place no scene has.

    Of a film that was not divided, its first and last scene are left to be read as its beginning and end,
    unless it is asked how long they are.

    >>> find_scenes("who is in scene 9", [Span(start_s=0, end_s=20)])
    [None]
    """
    found = list(_SCENE.finditer(text))
    if not scenes and not _OF_LENGTH.match(text):
        found = [match for match in found if not _is_edge(match)]
    several = [_mention_of_several(match, scenes) for match in _SCENES.finditer(text)]
    return [*several, *(_mention(match, scenes) for match in found)]


def _is_edge(match: re.Match[str]) -> bool:
    """Whether it is the first or the last scene itself, not what is beside it."""
    return (match["nth"] or "").lower() in _EDGES and not (match["relation"] or match["next"])


def with_scenes(scenes: Iterable[TimeMention | None], times: list[TimeMention]) -> list[TimeMention]:
    """Scenes and times in order, without times that are read from the words for a scene."""
    found = [one for one in scenes if one]
    others = [
        one for one in times if all(one.end <= scene.start or scene.end <= one.start for scene in found)
    ]
    return sorted([*found, *others], key=lambda one: one.start)


def _mention(match: re.Match[str], scenes: Sequence[Span]) -> TimeMention | None:
    place = _place(match["nth"] or match["number"], len(scenes))
    if match["next"]:
        place += -1 if match["next"].lower() == "before" else 1
    if not 0 <= place < len(scenes):
        return None
    span, relation = _beside(match["relation"], scenes[place], scenes[-1].end_s)
    return TimeMention(match.start(), match.end(), span, relation)


def _mention_of_several(match: re.Match[str], scenes: Sequence[Span]) -> TimeMention | None:
    low, high = sorted((int(match["low"]), int(match["high"])))
    if not 0 < low <= high <= len(scenes):
        return None
    span = Span(start_s=scenes[low - 1].start_s, end_s=scenes[high - 1].end_s)
    return TimeMention(match.start(), match.end(), span)


def _place(words: str, count: int) -> int:
    """Which of the scenes, from 0; out of their range for one that is not there."""
    place = place_of(words)
    return place - 1 if place > 0 else count + place


def place_of(words: str) -> int:
    """A place in an order, from 1; from -1 backwards for one told from the end.

    >>> place_of("second"), place_of("3rd"), place_of("last")
    (2, 3, -1)
    """
    plain = words.lower().replace("-", " ")
    return _PLACES.get(plain) or int(re.sub(r"\D", "", plain))


def _beside(relation: str | None, scene: Span, end_s: float) -> tuple[Span, Relation]:
    if relation is None:
        return scene, "in"
    if relation.lower() in ("after", "since", "following"):
        return Span(start_s=scene.end_s, end_s=max(end_s, scene.end_s)), "after"
    return Span(start_s=0, end_s=scene.start_s), "before"
