"""Words that belong to an answer's frame in some uses and tell a deed in others: `the shot`, `is shot`.

Each is free in the uses listed here alone; in all others it is a claim like any word, and what proves it must
have it in such another use as well: `The last shot ends with Ben.` tells no deed, `Ben is shot.` does.
"""

import re
from functools import cache

from storyreel.agent.understanding.emotions import find_feelings

_FEELING = "◦"
"""A ring stands for each feeling, as a dot for each name."""
_NUMBER = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_PARTS = {
    "SOMEBODY": r"(?:·|him|her|them|me|us|he|she|they)",
    "NUMBER": _NUMBER,
    "THE": rf"(?:an?|the|this|that|these|those|each|every|all|no|{_NUMBER})",
    "UNHEARD": r"(?<!hears )(?<!heard )(?<!hear )",
    "START": r"^[^\w·]*",
    "FEELING": rf"(?:(?!no\b|not\b|over\b)\w+ ){{0,2}}{_FEELING}",
    "FILM": r"(?:films?|movie|picture|camera|scenes?|shots?|story|music|song|text|titles?|lines?|words?|"
    r"appearances?|stretch(?:es)?|intervals?|moments?|stay|it|which|that|this|talk|moods?|credits|part|voice|"
    rf"what|first|second|last|next|longest|shortest|results?|tools?|nothing|[\ue000-\ue3e7{_FEELING}])",
    "SIZED": r"(?:first|last|next|longest|shortest|same|close|medium|long|wide|opening|final|single|whole|"
    r"dark|dim|bright|black|white|and|grey|grainy|close-up|one|two|three)",
    "SELF": r"(?:I|we|you|not|to|one|can|could|who|they) (?:\w+ly )?",
    "BEING": r"(?:is|are|was|were|be|been|gets?|got) (?:\w+ly |now |not |all |so )?",
    "IN": r"over|up|down|out|off|under|through|onto|into|against|like|on to",
}
"""Named parts of a use; a quotation is a letter of the private use area."""
_FREE = {
    "shots?": (
        "UNHEARD(THE|in|of|first|last|next|longest|shortest|close|medium|long|wide) (SIZED )*_ "
        "! at SOMEBODY|(is |are |was |were |can be )?(heard|fired)|rings?|hits?",
        r"START_\W*$",
        r"START_ \d",
    ),
    "cuts?": (
        "(films?|movie|picture|camera|scenes?|shots?|it|which|that) _ ! SOMEBODY",
        "(after|before|at|until|from|between|with) THE ((hard|first|next|last) )?_",
        "START((a|the|then|next|hard|first|last) )*_ (to|from|away|back)",
        "(NUMBER|no|so many|many) _",
        r"START_\W*$",
        r"START_ \d",
    ),
    "ends?": (
        "(at|by|near|towards?|until|till|to|before|in|past|from|of|after|is) (the|its|this) (very )?_ "
        "! of SOMEBODY",
        "START(the|its) _ of (the|this) (film|movie|scene|line)",
        "(to|till|until|past|and) _",
    ),
    "ends?|runs?|opens|closes": ("FILM (then )?_ ! SOMEBODY|over|through|up",),
    "follows?": ("(this|that|it|what|which|then|next|here|and|as|film|movie|story|long,) _", r"START_\W*$"),
    "turns?|becomes?|gets?|got|goes|stays|looks?|looking": ("_ (into |to |from )?FEELING",),
    "turns?": (f"(moods?|feelings?|{_FEELING}|it) (\\w+ )?_", "in _", "_ up"),
    "becomes?|gets": ("_ visible",),
    "gives?": (rf"_ way (into |to )(\w+ )?{_FEELING}",),
    "gives?|shares?|happens?|happened|bears?": ("FILM (do(es)? not )?_ ! SOMEBODY",),
    "means?|meant": ("(I|you|this|that|it|which|words?|what|do not) _", "(who|what|whom) (is|are) _"),
    "stands?": ("(it|text|title|lines?|words?|sentence|nothing|[\ue000-\ue3e7]) _",),
    "stays|remains?": (
        "_ (on screen|in view|in the picture|in shot|visible|there|seen|alone)",
        "(THE|first|last|longest|shortest|·['’]s|their|of) _",
    ),
    "goes": ("(film|movie|picture|scene|camera|mood|it) _ (on|over|to|from)",),
    "going": ("_ by",),
    "comes?": (
        "_ (in|into|on|onto)( (the )?(view|screen|picture|shot|frame))? ! SOMEBODY",
        "FILM (then )?_",
        "_ (nearest|close|next|last|first|later|earlier|before|after)",
    ),
    "know|find|found|hears|sees?|saw|have": ("SELF_",),
    "found": (
        "(have|is|was|are|were|be|been|nothing|none|moments?|lines?|times?|words?|results?|anything) _",
        "START_",
        "_ nothing",
    ),
    "have": (
        r"(·|and|these|both|of them|people|film|it|each|there) (\w+ly )?_",
        "_ (been|no|found|NUMBER)",
    ),
    "looks?": (
        "_ ! at SOMEBODY|after|for|into|up|down|away|over|back|through|to|around|out|inside|on|"
        "(at|like) (the|an?|his|her|it|each|one)",
    ),
    "kind": ("_ of ! to", "(of|any|this|that|what|which|each|every|same|other|one|no) _"),
    "lot": ("a _ of", "(speaks?|talks?|says?) a _"),
    "shares?": ("_ ((the|one|a) )?(screen|frame|picture|shot|scene|view)", "_ of", "·['’]s _"),
    "way": (
        "(in (this|that|any|one|the same)|by the|half|one|which|all the|gives?) _",
        "_ (through|into|to)",
    ),
    "well": ("as _ as",),
    "third|fourth|fifth": ("_ (times?|lines?|words?|appearances?|mentions?|stretch|stay)",),
    "opening|closing|final": ("_ (lines?|words?)",),
    "followed": ("[\ue000-\ue3e7] (is|was) _ by",),
    "leaves?|exits?": ("_ (the )?(screen|picture|frame|view|shot)",),
    "side": ("_ by side", "side by _"),
    "heart": ("at (its|the) _", "_ of (the|this) (film|story|scene)"),
    "sure": ("(I am|I['’]m|not|how|so|quite|be|for|less|more) _",),
    "clear": ("(it is|is it|not|how|most|no) _", "_ (who|what|why|how|where|whether|when)"),
    "opposite": ("(of|in) _", f"_ (moods?|feelings?|{_FEELING})"),
    "full": ("in _", "_ (names?|titles?|lines?|text|film)"),
    "bears?": ("_ (up)?on (it|this|that)", "_ most", "most _"),
    "go|doing|done|having|being|happen|happening|getting": (),
}
"""In which uses a word `_` is free: after `!` stands what must not follow it."""
_DEEDS = (
    r"(?<!so )(does|did|do|doing|done) (it|that|this|so|the (same|deed))",
    r"(?<=· )(shows?|showed|enters?|feels?|reads?|starts?|begins?|seconds?|numbers?|frames?|pictures|views|"
    r"faces|voices|words|names?|parts|heads|includes?|sounds?|screens?|leaves?|sides|tells? on|talks? over) "
    r"(SOMEBODY|it)",
    "BEING(IN|(on|in|behind|at|for|of|after|with) (it|SOMEBODY))(?![’'])"
    r"(?! (the|this|its) (film|screen|end|picture|title)| to \d| [\ue000-\ue3e7])",
    "a line on ·",
)
"""What small words tell of somebody: `did it`, `shows him`, `is over her`."""


_OTHERWISE = " ! "


def _pattern(use: str) -> re.Pattern[str]:
    """A use of whole words, with its parts filled in."""
    filled = re.sub("[A-Z]{2,}", lambda part: _PARTS[part[0]], use)
    return re.compile(rf"(?<!\w){filled}(?!\w)", re.IGNORECASE)


def _use(words: str, use: str) -> re.Pattern[str]:
    """A use of one of the words, which is its group."""
    told, _, unless = use.partition(_OTHERWISE)
    return _pattern(told.replace("_", f"(?P<word>{words})") + (rf"(?! (?:{unless})(?!\w))" if unless else ""))


_TELLING = re.compile(rf"\b(?:{'|'.join(_FREE)})\b", re.IGNORECASE)
_USES = [_use(words, use) for words, uses in _FREE.items() for use in uses]
_TOLD = [_pattern(deed) for deed in _DEEDS]


@cache
def deeds_in(text: str) -> tuple[str, ...]:
    """The words of a text, names as dots, that belong to no frame as they are used.

    >>> deeds_in("The last shot ends with ·."), deeds_in("· is shot at the end.")
    ((), ('shot',))
    """
    words = [match[0].lower() for match in _TELLING.finditer(apart_from_frames(text))]
    told = [match[0].split()[0].lower() for deed in _TOLD for match in deed.finditer(text)]
    return tuple(dict.fromkeys([*words, *told]))


@cache
def apart_from_frames(text: str) -> str:
    """The text without such words where they are of the frame, and with a ring for each feeling."""
    ringed = _with_rings(text)
    free = {match.span("word") for use in _USES for match in use.finditer(ringed)}
    for start, end in sorted(free, reverse=True):
        ringed = f"{ringed[:start]} {ringed[end:]}"
    return ringed


def _with_rings(text: str) -> str:
    for feeling in find_feelings(text):
        text = re.sub(rf"\b{re.escape(feeling.word)}\b", _FEELING, text, flags=re.IGNORECASE)
    return text
