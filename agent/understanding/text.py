"""Questions as people type them, made even: marks, contractions, the spelling of words that matter."""

import re

QUOTED = re.compile(r'["“][^"”]*["”]')


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text: long lists of words read best as text."""
    return tuple(text.split())


def word_set(text: str) -> frozenset[str]:
    """The words of a text, to look up in."""
    return frozenset(text.split())


_MARKS = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "’": "'", "‘": "'", "—": "-", "–": "-"}
)
_CONTRACTIONS = (
    (r"\b(who|what|when|where|why|how|that|there|it|he|she|how (?:long|often|old|sure))'s\b", r"\1 is"),
    (r"\b(who|what|when|where|why|how)'re\b", r"\1 are"),
    (r"\b(they|we|you)'re\b", r"\1 are"),
    (r"\bcan't\b", "can not"),
    (r"\bwon't\b", "will not"),
    (r"\b(\w+)n't\b", r"\1 not"),
    (r"\b(\w+)'ve\b", r"\1 have"),
    (
        r"\b(\w+)'s (?=(?:around|there|here|not|never|always|still|doing|being|alone|gone|away|back|on "
        r"screen|with)\b)",
        r"\1 is ",
    ),
    (r"\b(whats|whos|wheres|whens|hows)\b", lambda match: match[1][:-1] + " is"),
)
_BESIDE = re.compile(r"(?<=[^\W\d]) ?[+&] ?(?=[^\W\d])")
"""Anna & Ben, Anna + Ben."""


def even(question: str) -> str:
    """The question with plain marks, no contractions and single spaces; case is kept."""
    question = _BESIDE.sub(" and ", question)
    text = re.sub(r"\b[A-Z]{2,}\b", _unshouted, with_plain_marks(question))
    for pattern, replacement in _CONTRACTIONS:
        text = re.sub(pattern, replacement, text, flags=re.IGNORECASE)
    return text


def with_plain_marks(text: str) -> str:
    """The text with the quotation marks, apostrophes and dashes of a keyboard, and single spaces."""
    return " ".join(text.translate(_MARKS).split())


def _unshouted(match: re.Match[str]) -> str:
    """Small words in capitals are stressed, and no names."""
    return match[0].lower() if match[0].lower() in _EMPTY_WORDS else match[0]


_EMPTY_WORDS = word_set(
    "a an the and or but if of to in on at by for from with without about into onto over under up down "
    "out off as is are was were be been being am do does did doing done has have had having can could "
    "will would shall should may might must not no nor so than then that this these those there here it "
    "its he she him her his hers they them their theirs we us our you your i me my mine who whom whose "
    "what which when where why how any anyone anybody anything someone somebody something everyone "
    "everybody everything nobody nothing all some each every other film movie video clip scene part "
    "moment time times ever never just also too very really actually say says said saying tell tells "
    "told talk talks talking speak speaks mention mentions mentioned happen happens happened happening "
    "get gets got go goes going become becomes again please show shows"
)


def is_empty(word: str) -> bool:
    """Whether a word only holds others together, and is never looked for."""
    return word in _EMPTY_WORDS


_NO_AUXILIARY = re.compile(r"\b(?:the|a|an|his|her|their|my|your) (will|can|might|being)\b")
"""After an article, what else is an auxiliary is a thing: the will, the can."""


def content_words(text: str) -> tuple[str, ...]:
    """The words worth searching for, in order, each once.

    >>> content_words("What do they say about the planet?")
    ('planet',)
    """
    words = re.findall(r"[^\W_]+(?:'[^\W_]+)*", text)
    nouns = {match[1] for match in _NO_AUXILIARY.finditer(text)}
    small = _EMPTY_WORDS - nouns
    return tuple(
        dict.fromkeys(
            word for word in words if word.lower() not in small and (len(word) > 1 or word.isdigit())
        )
    )
