"""Who is said to say a quotation: `Anna says “…”`, `“…” – Anna`, `Anna (0:31): “…”`.

Who is named as its speaker must have said it: `“I hate you!” – Ben` falls where the line is Anna's.
"""

import re

from storyreel.agent.check import vocabulary as words
from storyreel.agent.check.named import Place
from storyreel.agent.check.quotations import MASKED

_SIGNED = re.compile(
    r"[,.]? (?:(?:is|was|are|were) )?"
    r"(?:(?:said|asked|spoken|sung|shouted|heard|words|a line|the (?:words?|lines?)) )?"
    r"(?:by|from|of) |,? (?:comes?|came) from |,? belongs? to |\s*[–—(:-]\s*|"
    r",? (?:is|was|are|were) (?:what )?"
)
"""What stands between a quotation and who said it: `“…” – Anna`."""
_GOES_ON = re.compile(r":|(?!['’]s?\b) ?(?!at\b|from\b|in\b|says?\b|said\b)[^\W\d_]")
"""`“…” – Ben is sad`: who is named after it does not sign it."""
_OWNED = re.compile(r"['’]s?\b")
_AT = r"\d{1,3}(?::\d{2}){1,2}"
_TIMED = rf"(?:\(?(?:at |from )?{_AT}(?: ?(?:–|-|to) ?{_AT})?\)?)?"
_WHOSE = re.compile(
    rf"^['’]s? (?:(?:own |first |last |only )?(?:lines?|words?|reply|answer)[,:]? )?{_TIMED}(?:[,:] )?$|"
    rf"^,? ?{_TIMED} ?[,:–—-] ?$|^ (?:puts|has|would have) it[,:]? $|"
    rf"^ to (?:him|her|them|[A-Z]\w*(?: \d+)?) ?{_TIMED}[,:] ?$"
)
"""`Anna's “…”`, `Anna at 0:31: “…”`."""
_IN_WORDS_OF = re.compile(r"\b(?:words of|according to|quoting|to quote) $", re.IGNORECASE)
_SPOKEN_TO = re.compile(r"\b(?:tells?|told|asks?|asked|answers?|answered|calls?|to|at) $", re.IGNORECASE)


def speaker_of(place: int, masked: str, named: list[Place]) -> str:
    """Who is named before a quotation with a word of speech, or right after it; empty if nobody is.

    `place` is where the quotation's letter stands in the sentence, in characters.
    """
    ways = (_signed, _named_before, _named_after)
    return next(filter(None, (way(masked, place, named) for way in ways)), "")


def _named_before(masked: str, place: int, named: list[Place]) -> str:
    """Who is named last before it with a word of speech; no other quotation stands before that name."""
    for at, name in reversed([one for one in named if one[0] < place]):
        between = masked[at + len(name) : place]
        if _IN_WORDS_OF.search(masked[:at]):
            return name
        if _SPOKEN_TO.search(masked[:at]):
            continue
        if "." in between or words.INDEFINITE.search(between):
            return ""
        if words.SPEECH.search(between) or _WHOSE.match(between):
            return name
        if MASKED.search(between):
            return ""
    return ""


def _named_after(masked: str, place: int, named: list[Place]) -> str:
    """`“…” says Anna`, `“…,” Anna shouts`."""
    follows = next(((at, name) for at, name in named if at > place), None)
    if follows is None or not re.match(rf",? ?(?:{words.SPEECH.pattern} )?$", masked[place + 1 : follows[0]]):
        return ""
    verb = words.SPEECH.search(masked[place + 1 : follows[0] + len(follows[1]) + 12])
    return follows[1] if verb else ""


def _signed(masked: str, place: int, named: list[Place]) -> str:
    """`“…” – Anna`, `“…” is Anna's`, `“…” is what Anna says`."""
    at, name = next(((at, name) for at, name in named if at > place), (len(masked), ""))
    between, after = masked[place + 1 : at], masked[at + len(name) :]
    if not name or not _SIGNED.fullmatch(between) or _GOES_ON.match(after):
        return ""  # `– Ben: “…”` tells of the next
    if between.endswith("what "):
        return name if words.SPEECH.match(after.strip()) else ""
    return name if not re.search(r"\b(?:is|was|are|were) $", between) or _OWNED.match(after) else ""
