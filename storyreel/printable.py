"""Text that others wrote, made safe for a terminal: films, subtitles and file names may hold anything."""

import re

ESCAPES = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-_])|\x9b[0-?]*[ -/]*[@-~]"
)
"""Sequences that a terminal obeys (ECMA-48): control sequences, titles and links, and two-letter ones."""
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202d\u202e\ud800-\udfff]")
"""Control characters save tab and line feed, overrides of the writing direction, halves of letters."""


def printable(text: str) -> str:
    """The text without what a terminal would obey instead of show."""
    return CONTROLS.sub("", ESCAPES.sub("", text))
