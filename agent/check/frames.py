"""Words that belong to an answer's frame in some uses and tell a deed in others: `the shot`, `is shot`.

Each is free in the uses listed here alone; in all others it is a claim like any word, and what proves it must
have it in such another use as well.
"""

import re
from functools import cache

from storyreel.agent.understanding.emotions import find_feelings

_TELLING = re.compile(
    r"\b(?:shot|shots|cut|cuts|end|ends|run|runs|follow|follows|turn|turns|mean|means|meant|stand|stands|"
    r"stays|go|goes|going|get|gets|got|getting|come|comes|give|gives|opens|"
    r"closes|know|find|found|hears|see|sees|saw|look|looks|looking|kind|lot|share|shares|way|side|heart|"
    r"sure|clear|opposite|full|bear|bears|doing|done|have|having|being|happen|happens|happened|"
    r"happening|become|becomes)\b",
    re.IGNORECASE,
)
_SOMEBODY = r"(?:·|him|her|them|me|us|he|she|they)"
_NUMBER = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_THE = rf"(?:an?|the|this|that|these|those|each|every|all|no|{_NUMBER})"
_OF_FILM = (
    r"(?:\b(?:films?|movie|picture|camera|scenes?|shots?|story|music|song|text|titles?|lines?|words?|"
    r"appearances?|"
    r"stretch(?:es)?|intervals?|moments?|stay|it|which|that|this|talk|moods?|credits|part|voice|what|"
    r"first|second|last|next|longest|shortest|results?|tools?|nothing)|[\ue000-\ue3e7◦])"
)
_WITH_FEELING = r"(?:(?!no\b|not\b|over\b)\w+ ){0,2}◦"
_PHRASES = (
    rf"\b(?<!hears )(?<!heard )(?<!hear )"
    rf"(?:{_THE}|in|of|first|last|next|longest|shortest|close|medium|long|wide)"
    r" (?:(?:first|last|next|same|close|medium|long|longest|shortest|wide|opening|final|single|whole|"
    r"dark|dim|"
    r"bright|black|white|and|grey|grainy|close-up|one|two|three) )*shots?\b"
    rf"(?! at {_SOMEBODY}| (?:(?:is|are|was|were|can be) )?(?:heard|fired)| rings?| hits?)",
    rf"\b(?:films?|movie|picture|camera|scenes?|shots?|it|which|that) cuts?\b(?! {_SOMEBODY})",
    rf"\b(?:after|before|at|until|from|between|with) {_THE} (?:(?:hard|first|next|last) )?cuts?\b",
    r"^[^\w·]*(?:(?:a|the|then|next|hard|first|last) )*cuts? (?:to|from|away|back)\b",
    rf"\b(?:{_NUMBER}|no|so many|many) cuts?\b",
    r"\b(?:at|by|near|towards?|until|till|to|before|in|past|from|of|after|is) (?:the|its|"
    r"this) (?:very )?end\b"
    rf"(?! of {_SOMEBODY})",
    r"^[^\w·]*(?:the|its) end of (?:the|this) (?:film|movie|scene|line)",
    rf"\b(?:to|till|until|past|and) end\b|{_OF_FILM} (?:then )?(?:ends?|runs?|opens?|closes?)\b"
    rf"(?! {_SOMEBODY}| over\b| through\b| up\b)",
    r"\b(?:this|that|it|what|which|then|next|here|and|as|film|movie|story) follows?\b|"
    r"^[^\w·]*(?:follows?|shots?|cuts?)[^\w·]*$|\blong, follows\b|^[^\w·]*(?:Shots?|Cuts?) (?:\d|\W|$)",
    rf"\b(?:turns?|becomes?|gets?|got|goes|stays?|looks?|looking) (?:(?:in)?to |from )?{_WITH_FEELING}",
    r"\b(?:moods?|feelings?|◦|it) (?:\w+ )?turns?\b|\b(?:in turn|turns? up)\b",
    r"\bgives? way (?:in)?to (?:\w+ )?◦",
    r"\b(?:I|you|this|that|it|which|words?|what|do not) means?\b|\b(?:who|what|whom) (?:is|are) meant\b",
    r"\b(?:it|text|title|lines?|words?|sentence|nothing|\ue000) stands?\b",
    rf"\bstays? (?:on screen|in (?:view|the picture|shot)|visible|there|seen|alone|un)|\b(?:{_THE}|first|"
    rf"last|"
    r"longest|shortest|’s|'s|their|of) stays?\b",
    r"\b(?:film|movie|picture|scene|camera|mood|it) goes (?:on|over|to|from)\b|\bgoing by\b",
    rf"\bcomes? (?:in(?:to)?|on(?:to)?)\b(?: (?:the )?(?:view|screen|picture|shot|frame))?(?! {_SOMEBODY})",
    rf"{_OF_FILM} (?:then )?comes?\b|\bcomes? (?:nearest|close|next|last|first|later|earlier|before|after)\b",
    rf"{_OF_FILM} (?:do(?:es)? not )?(?:gives?|shares?|happens?|happened|bears?)\b(?! {_SOMEBODY})",
    r"\b(?:I|we|you|not|to|one|can|could|who|they) (?:\w+ly )?(?:know|find|found|hears?|see|sees|saw|have)\b",
    r"\b(?:have|is|was|are|were|be|been|nothing|none|moments?|lines?|times?|words?|results?|"
    r"anything) found\b|"
    r"^[^\w·]*found\b|\bfound nothing\b",
    rf"\blooks?\b(?! (?:at {_SOMEBODY}|after|for|into|up|down|away|over|back|through|to|around|out|inside|on|"
    r"(?:at|like) (?:the|an?|his|her|it|each|one)\b))",
    r"\bkinds? of (?!to\b)|\b(?:of|any|this|that|what|which|each|every|same|other|one|no) kinds?\b",
    r"\ba lot of\b|\b(?:speaks?|talks?|says?) a lot\b",
    r"\bshares? (?:(?:the|one|a) )?(?:screen|frame|picture|shot|scene|view)\b|\bshares? of\b|·’s shares?",
    r"\b(?:in (?:this|that|any|one|the same)|by the|half|one|which|all the|give) way\b|\b(?:looks?|"
    r"sounds?) one way\b|\bway through\b",
    r"\bside by side\b|\bat (?:its|the) heart\b|\bheart of (?:the|this) (?:film|story|scene)\b",
    r"\b(?:I am|I'm|I’m|not|how|so|quite|be|for|less|more) sure\b",
    r"\b(?:it is|is it|not|how|most|no|in|un) clear\b|\bclear (?:who|what|why|how|where|whether|when)\b",
    r"\b(?:of|in) opposite\b|\bopposite (?:moods?|feelings?|◦)",
    r"\bin full\b|\bfull (?:names?|titles?|lines?|text|film)\b",
    r"\bbears? (?:up)?on (?:it|this|that)\b|\bmost bears?\b|\bbears? most\b",
    rf"\b(?:I|who|they|to|not|·|and|you|we|these|both|of them|people|film|it|each|there) (?:\w+ly )?have\b|"
    rf"\bhave (?:been|no|{_NUMBER})\b",
    r"\b(?:gets|becomes) visible\b|\bhalf ?way\b|\bgo through\b",
)
"""Names are dots, feelings rings."""
_USES = tuple(re.compile(use, re.IGNORECASE) for use in _PHRASES)
_DEEDS = (
    re.compile(
        r"\b(?<!so )(?:does|did|do|doing|done) (?:it|that|this|so|the (?:same|deed))\b", re.IGNORECASE
    ),
    re.compile(
        r"(?<=· )(?:shows?|showed|enters?|feels?|reads?|starts?|begins?|seconds?|numbers?|frames?|"
        r"pictures|views|"
        r"faces|voices|words|names?|parts|heads|includes?|sounds?|screens?|leaves?|sides|tells? on|"
        r"talks? over) "
        rf"(?:{_SOMEBODY}|it)(?!\w)",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:is|are|was|were|be|been|gets?|got) (?:\w+ly |now |not |all |so )?(?:over|up|down|out|off|"
        rf"under|through|onto|into|against|like|on to|(?:on|in|behind|at|for|of|after|with) (?:it|"
        rf"{_SOMEBODY}))"
        r"(?![\w’'])(?! (?:the|this|its) (?:film|screen|end|picture|title)| to \d| \ue000)",
        re.IGNORECASE,
    ),
    re.compile(r"\ba line on ·", re.IGNORECASE),
)
"""What small words tell of somebody: `did it`, `is over her`, `shows him`."""


@cache
def deeds_in(text: str) -> tuple[str, ...]:
    """The words of a text, names as dots, that belong to no frame as they are used.

    >>> deeds_in("The last shot ends with ·."), deeds_in("· is shot at the end.")
    ((), ('shot',))
    """
    words = [match[0].lower() for match in _TELLING.finditer(apart_from_frames(text))]
    told = [match[0].split()[0].lower() for deed in _DEEDS for match in deed.finditer(text)]
    return tuple(dict.fromkeys([*words, *told]))


@cache
def apart_from_frames(text: str) -> str:
    """The text without such words where they are of the frame, and with a ring for each feeling."""
    ringed = _with_rings(text)
    uses = [use.span() for pattern in _USES for use in pattern.finditer(ringed)]
    free = [
        word for word in _TELLING.finditer(ringed) if any(low <= word.start() < high for low, high in uses)
    ]
    for word in reversed(free):
        ringed = f"{ringed[: word.start()]} {ringed[word.end() :]}"
    return ringed


def _with_rings(text: str) -> str:
    for feeling in find_feelings(text):
        text = re.sub(rf"\b{re.escape(feeling.word)}\b", "◦", text, flags=re.IGNORECASE)
    return text
