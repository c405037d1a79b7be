"""Two parts of the film that are compared: `compare scene 2 with scene 3` asks what happens in each."""

import re

_NUMBER = r"(?:\d{1,4}|one|two|three|four|five|six|seven|eight|nine|ten)"
_PLACE = r"(?:first|second|third|fourth|fifth|sixth|last|final|closing|other)"
_EDGE = r"(?:beginning|start|opening|middle|end|ending)"
_UNIT = r"(?:scene|segment|half|third|quarter|act|hour|minute)"
_AND = r",? (?:(?:compare|differ|different) )?(?:and|with|to|from|versus|vs\.?) (?:the )?"
_COMPARES = re.compile(
    r"^\W*(?:(?:please|can you|could you) )*(?:(?:compare|contrast|"
    r"(?:(?:what(?:'s| is| are)|tell me|describe) )?(?:the )?differen\w+ between) (?P<parts>.+?)|"
    r"how (?:do|does|are|is) (?P<differing>.+?)(?: (?:differ|compare|different))?)\W*$",
    re.IGNORECASE,
)
_PAIRS = {
    re.compile(pattern, re.IGNORECASE): named
    for pattern, named in (
        (
            rf"(?P<unit>scene|segment)s? (?P<one>{_NUMBER}){_AND}(?:(?:scene|segment) )?(?P<other>{_NUMBER})",
            "in {unit} {part}",
        ),
        (
            rf"(?:the )?(?P<one>{_PLACE})(?: {_UNIT})?{_AND}(?P<other>{_PLACE}) (?P<unit>{_UNIT})s?",
            "in the {part} {unit}",
        ),
        (
            rf"(?:the )?(?P<one>{_PLACE}) (?P<unit>{_UNIT}){_AND}(?P<other>{_PLACE})(?: one)?",
            "in the {part} {unit}",
        ),
        (rf"(?:the )?(?P<one>{_EDGE}){_AND}(?P<other>{_EDGE})", "at the {part}"),
    )
}
"""How two parts are put, and how each is named by itself: `the first and last scene`."""
_OF_THE_FILM = re.compile(r" of (?:the|this) (?:film|movie|video|clip|episode)\b", re.IGNORECASE)


def compared_parts(text: str) -> list[str]:
    """What is asked of each of two parts of the film that are compared; nothing where no two are.

    >>> compared_parts("Compare scenes 2 and 3.")
    ['What happens in scene 2?', 'What happens in scene 3?']
    """
    compares = _COMPARES.match(_OF_THE_FILM.sub("", text))
    parts = (compares["parts"] or compares["differing"]) if compares else ""
    for pattern, named in _PAIRS.items():
        if pair := pattern.fullmatch(parts):
            unit = pair.groupdict().get("unit", "")
            each = (named.format(part=pair[which], unit=unit) for which in ("one", "other"))
            return [f"What happens {part}?" for part in each]
    return []
