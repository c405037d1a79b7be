"""What a sentence claims: the times, names and quotations in it, and whether it denies."""

import re

from storyreel.agent.check.ground import Ground, words_of
from storyreel.agent.understanding.text import word_set
from storyreel.agent.understanding.times import clock_s

CLOCK = re.compile(r"(?<![\d:.])\d{1,3}:\d{2}(?::\d{2})?(?:\.\d+)?(?![\d:])")
_SECONDS = re.compile(
    r"\b(?:at|from|until|around|before|after|by|to) (\d+(?:\.\d+)?) ?(?:s|sec|seconds?)\b"
    r"|\b(\d+(?:\.\d+)?) seconds? (?:into|mark|in(?=[,.;]|$))|\bsecond (\d+)\b"
)
QUOTATION = re.compile(r"“([^”]+)”|\"([^\"]+)\"")
NEGATION = re.compile(
    r"\b(?:no|not|none|nobody|no one|nothing|never|neither|nor|cannot|unknown|without|past)\b|n't\b",
    re.IGNORECASE,
)
_CAPITALS = re.compile(r"(?<![\w'’])(?:(?:Person|Speaker|Voice) \d+\b(?!:)|[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)*)")
TITLES = word_set("mr mrs ms miss dr captain capt commander lieutenant lt professor sir lady lord person")
_NO_NAMES = word_set(
    "i a an the this that these those there here he she it they we you his her its their my our your "
    "who what when where why how which nobody someone somebody everyone everybody anyone nothing "
    "something everything people person one two three four five six seven eight nine ten most many some "
    "all both each every other another few in on at by for from to with without after before during "
    "while until around between about over under then next later first last finally also and but or if "
    "as so because since although however meanwhile yes no not only never once twice dialogue lines "
    "line music sound silence text subtitles film scene scenes shot shots the time times words speech "
    "speaker face faces voice anger disgust fear happiness sadness surprise according storyreel of is "
    "are was were do does did can could please say ask try sorry hello english french german ingest "
    "nowhere out up down near more less its it’s that’s there’s i’m i’ve"
)
_VERB_NEXT = re.compile(
    r"^(?:'s|’s)?,? (?:is|are|was|were|has|had|appears?|says?|said|asks?|asked|looks?|looked|seems?|"
    r"feels?|talks?|speaks?|"
    r"smiles?|laughs?|cries|walks?|enters?|leaves?|meets?|and (?=[A-Z])|answers?|replies|tells?|told|"
    r"becomes?|shouts?|stands?)(?:\b|(?=[A-Z]))"
)


def quotations(sentence: str) -> list[str]:
    """What a sentence puts in quotation marks."""
    return [first or second for first, second in QUOTATION.findall(sentence)]


def times_in(sentence: str) -> list[float]:
    """Times outside quotations, in seconds of film."""
    outside = QUOTATION.sub(" ", sentence)
    seconds = [float(next(filter(None, groups))) for groups in _SECONDS.findall(outside)]
    return [clock_s(time) for time in CLOCK.findall(outside)] + seconds


def names_in(sentence: str, ground: Ground) -> list[str]:
    """Names that a sentence uses: characters of the film, and capitalised words that are no others."""
    outside = QUOTATION.sub(lambda match: " " * len(match[0]), sentence)
    found = [name for match in _CAPITALS.finditer(outside) if (name := _name(match, outside, ground))]
    small = {name for name in ground.cast if name.islower() and re.search(rf"\b{re.escape(name)}\b", outside)}
    return [*found, *small]


def _name(match: re.Match[str], sentence: str, ground: Ground) -> str:
    words = [re.sub(r"['’]s?$", "", word) for word in match[0].split()]
    opens = not re.search(r"\w", sentence[: match.start()]) or sentence[: match.start()].rstrip()[-1:] in (
        ":",
        "•",
    )
    while words and (words[0].lower() in _NO_NAMES and not _is_numbered(words)):
        words, opens = words[1:], False
    known = any(set(words_of(" ".join(words))) <= set(words_of(name)) for name in ground.cast)
    if not words or (
        opens and not known and len(words) == 1 and not _VERB_NEXT.match(sentence[match.end() :])
    ):
        return ""
    return " ".join(words)


def _is_numbered(words: list[str]) -> bool:
    return len(words) > 1 and words[1].isdigit()
