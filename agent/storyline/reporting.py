"""Lines told in indirect speech: `Vienna is a closed city, Miss Schmidt.`, that Vienna is a closed city."""

import re
from collections.abc import Sequence

from storyreel.agent.storyline.vague import VAGUE
from storyreel.agent.understanding.text import content_words
from storyreel.tools.naming.spoken import sentences

_LEAST_WORDS, _MOST_WORDS = 4, 22
_OF_THE_MOMENT = re.compile(
    r"\b(?:i|me|my|mine|we|us|our|ours|you|your|yours|let's|let|this|that|these|those|here|now|today|tonight"
    r"|tomorrow|yesterday|yes|no|please|oh|well|sir|ma'am|madam|honey|darling|dear|says)\b",
    re.IGNORECASE,
)
"""Words that mean something else in another mouth, or another hour."""
_CONTRACTED = re.compile(r"\b(?:i|we|you)['’]\w+", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:The|An?|There(?:['’]\w+)?) ")
IRREGULAR_PAST = (
    "gave|told|took|went|came|said|made|knew|saw|got|lost|sold|stole|ran|wrote|bought|brought|thought|hid|fell"
    "|kept|held|sent|paid|met|won|heard|spent|built|drove|rode|swore|stood|lit|shot|broke|spoke|chose|wore"
    "|fought|taught|caught|slept|felt|became|began|drank|sank|grew|threw|flew|shook|rose|woke|struck"
)
_VERB = (
    r"(?:is|are|was|were|has|have|had|will|would|can|can't|could|couldn't|must|should|may|might|did|didn't|does"
    r"|doesn't|won't|wouldn't|isn't|wasn't|hasn't|hadn't|aren't|weren't|(?!called|named|used|based)[a-z]+ed|"
    rf"{IRREGULAR_PAST})\b"
)
_CUT_SHORT = r"['’]s (?:been|not|a|an|the|so|very|dead|gone|always|never|still|going)\b"
_ADVERB = r"(?:(?:never|always|often|only|simply|also|still|just|once|really) )?"
_OF_PERSON = re.compile(
    rf"^(?:{_CUT_SHORT}|['’]s [a-z-]+ {_ADVERB}{_VERB}| {_ADVERB}(?:{_VERB}|[a-z]+[^s\W]s\b))"
)
"""What follows a name and tells what somebody, or something of theirs, does or is."""
_OF_THING = re.compile(
    rf"^(?:There|(?:The|An?) (?:[\w-]+ ){{0,2}}(?P<thing>[\w-]+))(?:{_CUT_SHORT}| {_ADVERB}{_VERB})"
)
"""The subject is a thing of three words at most: `A doctor Harry used to go to` states nothing."""
_OTHERS = re.compile(r"\b(?:he|him|his|she|her|hers|it|its|they|them|their|one|ones|there)\b", re.IGNORECASE)
_UNFIT = re.compile(r"[:;“”\"()\[\]♪…?!]|--|\.\.|[-–—]$")


def reported(words: str, called: Sequence[str], people: Sequence[str]) -> str | None:
    """What a line states, to be told behind `says that`; None where it must be quoted to mean the same.

    `called` and `people` are the names of whom the line calls and speaks of.
    """
    for sentence in sentences(words):
        plain = _without_calls(sentence, called)
        if _can_be_reported(plain, people):
            return _begun(plain).rstrip(". ,")
    return None


def _without_calls(sentence: str, called: Sequence[str]) -> str:
    for name in called:
        sentence = re.sub(rf"^{re.escape(name)}, |, {re.escape(name)}(?=[.,]|$)", "", sentence)
    return sentence.strip()


def _can_be_reported(sentence: str, people: Sequence[str]) -> bool:
    unfit = (_UNFIT.search(sentence), _OF_THE_MOMENT.search(sentence), _CONTRACTED.search(sentence))
    is_whole = sentence.endswith(".") and _LEAST_WORDS <= len(sentence.split()) <= _MOST_WORDS
    return is_whole and not any(unfit) and (_tells_of_person(sentence, people) or _tells_of_thing(sentence))


def _tells_of_person(sentence: str, people: Sequence[str]) -> bool:
    """And of nobody who is named in another sentence."""
    told = (sentence[len(name) :] for name in people if sentence.startswith(name))
    return any(_OF_PERSON.match(rest) and not _OTHERS.search(rest) for rest in told)


def _tells_of_thing(sentence: str) -> bool:
    """Of nobody and nothing that was named before it, and more than any film might say."""
    found = _OF_THING.match(sentence)
    if not found or (found["thing"] or "").lower() in VAGUE or _OTHERS.search(sentence.partition(" ")[2]):
        return False
    return any(word.lower() not in VAGUE for word in content_words(sentence[found.end() :]))


def _begun(sentence: str) -> str:
    """The sentence as it stands inside another."""
    return sentence[:1].lower() + sentence[1:] if _ARTICLE.match(sentence) else sentence
