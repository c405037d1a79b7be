"""Where a caption tells of words that are read or said, and not of somebody whom they name.

A name that the film shows or says nearby is no invention there. Anywhere else it would put somebody into the
picture of whom there was only talk.
"""

import re

from storyreel.tools.naming.capitals import OPENING, looks_like_verb
from storyreel.tools.naming.people_words import PLACE_ENDS
from storyreel.tools.naming.things import KINDS
from storyreel.tools.naming.words import words_of

_WRITING = words_of("""
    text word words letters lettering name names title titles credit credits headline caption captions
    subtitle subtitles inscription writing sign signs poster posters banner banners billboard label placard
    plaque logo screen card page
""")
_CALLED = KINDS | PLACE_ENDS | words_of("car truck van train plane country dog cat horse")
"""What may be called by somebody's name."""
_OPENED = rf"(?: the)?:?\s*[{re.escape(OPENING)}‘]*$"
_READ = re.compile(
    r"\b(?:reads?|says?|spells?|reading|saying|spelling|titled|entitled|labell?ed|inscribed"
    rf"|(?:{'|'.join(sorted(_WRITING))})(?: (?:for|with|is|are))?){_OPENED}",
    re.IGNORECASE,
)
_OF_THING = re.compile(
    rf"\b(?:(?:{'|'.join(sorted(_CALLED))}) (?:called|named)|(?:{'|'.join(sorted(_WRITING))}) of){_OPENED}",
    re.IGNORECASE,
)


def is_writing(before: str, after: str) -> bool:
    """Whether a word between these is told as one that is read or said, or as what something is called.

    >>> is_writing("A sign reads ", "."), is_writing("A sign reads ", " sits."), is_writing("", " sits.")
    (True, False, False)
    """
    if after.startswith(("'s", "’s")):
        return False
    return bool(_OF_THING.search(before) or (_READ.search(before) and not looks_like_verb(after)))
