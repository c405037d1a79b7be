"""Questions as people type them, made even: marks, contractions, the spelling of words that matter."""

import difflib
import re

from storyreel.agent.understanding.slips import slips


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
_KEY_WORDS = (
    "angry",
    "happy",
    "afraid",
    "scared",
    "shocked",
    "surprised",
    "disgusted",
    "frightened",
    "furious",
    "cheerful",
    "happier",
    "happiest",
    "saddest",
    "angriest",
    "emotional",
    "emotion",
    "emotions",
    "feeling",
    "feelings",
    "screen",
    "appear",
    "appears",
    "appearance",
    "visible",
    "together",
    "without",
    "between",
    "before",
    "after",
    "during",
    "while",
    "minute",
    "minutes",
    "second",
    "seconds",
    "beginning",
    "ending",
    "middle",
    "halfway",
    "happen",
    "happens",
    "happened",
    "happening",
    "summary",
    "summarize",
    "summarise",
    "mention",
    "mentions",
    "mentioned",
    "character",
    "characters",
    "people",
    "person",
    "subtitles",
    "language",
    "languages",
    "longest",
    "shortest",
    "compare",
    "dialogue",
    "scenes",
    "describe",
    "speaks",
    "talks",
)
"""Words that decide what is asked: only these are corrected."""
_FINE = frozenset(
    (
        *_KEY_WORDS,
        *(
            "there",
            "these",
            "those",
            "where",
            "hidden",
            "unhappy",
            "mentioning",
            "persons",
            "scene",
            "score",
            "speak",
            "speaking",
            "talking",
            "talk",
            "scares",
            "scare",
            "comparing",
            "compared",
            "reappear",
            "disappear",
            "disappears",
            "whole",
            "white",
            "seconds",
            "people's",
            "beyond",
            "apple",
            "peoples",
            "minutes",
            "feels",
            "bored",
            "shock",
            "languish",
            "summaries",
            "happily",
            "anger",
            "shocking",
            "surprise",
            "surprises",
            "surprising",
            "disgust",
            "disgusting",
            "frighten",
            "frightening",
            "describes",
            "described",
            "description",
            "longer",
            "shorter",
            "ended",
        ),
    )
)
_BESIDE = re.compile(r"(?<=[^\W\d]) ?[+&] ?(?=[^\W\d])")
"""Anna & Ben, Anna + Ben."""
_LEAST_ALIKE = 0.83
_SHORTEST = 5
"""Letters of a word that is taken for one like it."""


def even(question: str) -> str:
    """The question with plain marks, no contractions and single spaces; case is kept."""
    question = _BESIDE.sub(" and ", question)
    text = re.sub(r"\b[A-Z]{2,}\b", _unshouted, " ".join(question.translate(_MARKS).split()))
    for pattern, replacement in _CONTRACTIONS:
        text = re.sub(pattern, replacement, text, flags=re.IGNORECASE)
    return text


def _unshouted(match: re.Match[str]) -> str:
    """Small words in capitals are stressed, and no names."""
    return match[0].lower() if match[0].lower() in _EMPTY_WORDS else match[0]


def corrected(text: str) -> str:
    """Mends modest misspellings of the words that decide what is asked.

    >>> corrected("who is on screan when they are suprised?")
    'who is on screen when they are surprised?'
    """
    return re.sub(r"\b[a-z]{3,}\b", lambda match: _mend(match[0]), text)


def _mend(word: str) -> str:
    if word in _FINE | _NO_SLIPS | _EMPTY_WORDS:
        return word
    if meant := slips(_TELLING, _NO_SLIPS).get(word):
        return meant
    if len(word) < _SHORTEST:
        return word
    same_start = [one for one in _KEY_WORDS if one[0] == word[0] and abs(len(one) - len(word)) < 2]
    alike = difflib.get_close_matches(word, same_start, n=1, cutoff=_LEAST_ALIKE)
    return alike[0] if alike else word


_TELLING = word_set(
    "what when where which about there their with from feel feels look looks does says said talk talks "
    "laugh laughs smile smiles cries happy angry scared afraid upset nervous worried mood scene scenes "
    "music sound sounds song voice face film movie time times minute minutes second seconds first last "
    "alone without together before after during while begin begins start starts ending people everyone "
    "everybody anyone anybody someone somebody character characters screen appear appears happen "
    "happens between often many long visible speaks mention mentions summary every ever half"
)
"""Words of questions that fingers slip in."""
_NO_SLIPS = word_set(
    "abut aloe crise doe dos dose fae fee fees fells firs fist form las lat lats log loo loos man may "
    "minuet minuets mod moo move sacred sad sai scare scarred sid sog son speak star stars stat stats "
    "tal tall thee three vice were wile wit"
)
"""Slips that are words of their own."""
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
