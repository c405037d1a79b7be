"""Parts of the film that are compared: `compare scene 2 with scene 3` asks what happens in each."""

import re

from storyreel.agent.understanding.times import CARDINALS, NTHS, OF_THE_FILM, find_times

_NUMBER = rf"(?:\d{{1,4}}|{'|'.join(CARDINALS)})"
_PLACE = rf"(?:{'|'.join(NTHS)}|last|final|closing|other)"
_UNIT = r"(?:scene|segment|half|third|quarter|act|hour|minute)"
_LASTS = "How long is"
_ASKS = {
    re.compile(rf"\W*(?:(?:please|can you|could you) )*{pattern}\W*", re.IGNORECASE): asked
    for pattern, asked in (
        (r"(?:compare|contrast) (?P<parts>.+?)", "What happens"),
        (r"(?:(?:what(?:'s| is| are)|tell me) )?(?:the )?differen\w+ between (?P<parts>.+?)", "What happens"),
        (
            r"(?:how|in what ways?) (?:do|does|are|is) (?P<parts>.+?)(?: (?:differ|compare|different))?",
            "What happens",
        ),
        (r"(?:which|what) (?:\w+ )?(?:is|lasts) (?:longer|shorter)[,:]? (?P<parts>.+?)", _LASTS),
        (r"is (?P<parts>.+? (?:longer|shorter) than .+?)", _LASTS),
        (r"who (?:is|appears|can be seen) in (?:both )?(?P<parts>.+?)", "Who is on screen"),
    )
}
"""How parts are compared, and what is asked of each."""
_BETWEEN = re.compile(
    r"(?:,|,? (?:(?:compare|differ|different|longer|shorter) )?"
    rf"(?:and|or|with|to(?! {_NUMBER}\b)|from|than|versus|vs\.?|but not))(?: in)? ",
    re.IGNORECASE,
)
_SCENE = re.compile(rf"(?:(?:scene|segment)s? )?(?P<number>{_NUMBER})", re.IGNORECASE)
_PLACED = re.compile(rf"(?:the )?(?:very )?(?P<place>{_PLACE})(?: (?P<unit>{_UNIT})s?| one)?", re.IGNORECASE)
_HALVES = re.compile(r"(?:the two|both|the) halves", re.IGNORECASE)
_WHOLE = re.compile(rf"{OF_THE_FILM}\b", re.IGNORECASE)
_MOST_PARTS = 3
_ANY_FILM_S = 36_000.0
"""So long that every time of a film is one of it."""


def compared_parts(text: str) -> list[str]:
    """What is asked of each of the parts of the film that are compared; nothing where none are.

    >>> compared_parts("Compare scenes 2 and 3.")
    ['What happens in scene 2?', 'What happens in scene 3?']
    """
    plain = _HALVES.sub("the first half and the second half", _WHOLE.sub("", text))
    for pattern, asked in _ASKS.items():
        compares = pattern.fullmatch(plain)
        parts = _parts(compares["parts"]) if compares else []
        of_itself = asked == _LASTS
        if parts and not (of_itself and any(one[0].isdigit() for one in parts)):
            return [f"{asked} {part.removeprefix('in ') if of_itself else part}?" for part in parts]
    return []


def _parts(words: str) -> list[str]:
    """Each part with what leads to it; nothing where one of them is no part of a film."""
    each = _BETWEEN.split(words)
    unit = next((match["unit"] for one in each if (match := _PLACED.fullmatch(one)) and match["unit"]), "")
    of_scenes = re.match(r"(?:scene|segment)", words, re.IGNORECASE) is not None
    named = [_named(one, unit, of_scenes) for one in each]
    return named if 1 < len(named) <= _MOST_PARTS and all(named) else []


def _named(part: str, unit: str, of_scenes: bool) -> str:
    """A part by itself: `the first` of `the first and last scene` is the first scene."""
    placed, scene = _PLACED.fullmatch(part), _SCENE.fullmatch(part)
    if scene and of_scenes:
        return f"in scene {scene['number']}"
    if placed and (placed["unit"] or unit):
        return f"in the {placed['place']} {placed['unit'] or unit}"
    times = find_times(part, _ANY_FILM_S)
    is_time = len(times) == 1 and (times[0].start, times[0].end) == (0, len(part))
    return f"{'in ' * part.startswith('the ')}{part}" if is_time else ""
