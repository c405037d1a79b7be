"""Where a caption tells of words that are read or said, and not of somebody whom they name.

A name that the film shows or says nearby is no invention there. Anywhere else it would put somebody into the
picture of whom there was only talk.
"""

import re

from storyreel.tools.naming.capitals import OPENING, looks_like_verb
from storyreel.tools.naming.people_words import PLACE_ENDS
from storyreel.tools.naming.things import KINDS
from storyreel.tools.naming.words import DETERMINERS, words_of

_WORDS = words_of(
    "text word words letters lettering name names title titles headline caption inscription label"
)
_WRITING = _WORDS | words_of("""
    banner billboard book card credit credits cover film logo page placard plaque poster posters sign signs
    song story subtitle subtitles writing
""")
_CALLED = KINDS | PLACE_ENDS | words_of("car truck van train plane country dog cat horse")
"""What may be called by somebody's name."""
_OPENED = rf"(?: the)?:?\s*[{re.escape(OPENING)}‘]*$"
_READ = re.compile(
    r"\b(?:reads?|says?|spells?|reading|saying|spelling|titled|entitled|labell?ed|inscribed)" + _OPENED,
    re.IGNORECASE,
)
_WORD = re.compile(rf"\b(?:{'|'.join(sorted(_WORDS))}){_OPENED}", re.IGNORECASE)
_OF_THING = re.compile(
    rf"\b(?:(?:{'|'.join(sorted(_CALLED))}) (?:called|named)|(?:{'|'.join(sorted(_WRITING))}) of){_OPENED}",
    re.IGNORECASE,
)
_GOES_ON = re.compile(rf"['’]s| (?:{'|'.join(sorted(DETERMINERS))})\b", re.IGNORECASE)


def is_writing(before: str, after: str) -> bool:
    """Whether a word between these is told as one that is read or said, or as what something is called.

    >>> is_writing("A sign reads ", "."), is_writing("A sign reads ", " sits."), is_writing("", " sits.")
    (True, False, False)
    """
    if _OF_THING.search(before):
        return True
    is_read = _READ.search(before) or (_WORD.search(before) and not after.startswith(","))
    return bool(is_read and not _GOES_ON.match(after) and not looks_like_verb(after))
