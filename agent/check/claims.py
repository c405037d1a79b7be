"""What a sentence claims, clause by clause: of whom, when, what is seen, said or felt, how many.

`Anna is seen at 0:31, but Ben is angry at 0:13.` is two claims; `Ben` has no part in the first, nor `0:31` in
the second.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

from storyreel.agent.check import vocabulary as words
from storyreel.agent.check.attribution import speaker_of
from storyreel.agent.check.clause import Clause, Kind, Quote, without_names
from storyreel.agent.check.ellipsis import completed
from storyreel.agent.check.frames import deeds_in
from storyreel.agent.check.ground import Ground
from storyreel.agent.check.named import Place, named_in
from storyreel.agent.check.numbers import find_numbers
from storyreel.agent.check.quotations import MASKED, masked
from storyreel.agent.check.times import times_in
from storyreel.agent.understanding.emotions import FeelingMention, find_feelings
from storyreel.agent.understanding.text import content_words

_BREAK = re.compile(
    r";|[()]|:(?=\s|$)|(?<!anything)(?<!\ball)(?<!\bhas)(?<!obody)(?<!o one)(?<!none),? but |"
    r",? yet |,? (?:al|even )?though |"
    r"(?:^|,? )[Ww]hile |,? whereas |,? because |"
    r"(?<!moment)(?<!moments)(?:^|,? )[Ww]hen(?:ever)? |,? instead |,? and (?=there (?:is|are) )|"
    rf"(?:,? and|,|(?<!well) as|^As) (?=(?:[A-Z]\w*|Person \d+) {words.DOES}\b)| and (?=about )|"
    r",? other than |,? except |,? so (?!far\b)"
)
_RELATIVE = re.compile(r"((?:[A-Z]\w*|Person \d+)), (?:who |(?=on screen|seen|visible))([^,;]+),( [^,;]+$)")
"""`Ben, who is seen at 0:13, is sad at 0:46.` claims two things."""
_ASIDE = re.compile(r" \(([a-z ,'’-]+)\)")
"""`Ben (angry): “…”` is one claim; what has a name or a time of its own is another."""
_WITHOUT = re.compile(r"\bwithout (?:[A-Z][\w'’-]*(?: \d+)?(?:, | and | or )?)+")


def clauses_of(sentence: str, ground: Ground, before: tuple[str, ...] = ()) -> list[Clause]:
    """The clauses of a sentence; what a later one leaves out stands in the one before it.

    `before` are the people of the sentence before this one, for its pronouns.
    """
    hidden, quotes = masked(words.TAG.sub(".", words.OPENER.sub("", words.SUGGESTION.split(sentence)[0])))
    hidden = _ASIDE.sub(r", \1,", hidden)
    hidden = _RELATIVE.sub(r"\1\3; \1 \2", hidden)
    named = named_in(hidden, ground)
    said = {
        letter: Quote(text, speaker_of(hidden.index(letter), hidden, named))
        for letter, text in quotes.items()
    }
    clauses: list[Clause] = []
    for start, end, opening in _pieces(hidden):
        text = hidden[start:end]
        if re.search(r"\w", text) or MASKED.search(text):
            own = [(at - start, name) for at, name in named if start <= at < end]
            clause = _clause(text, own, said, ground.duration_s)
            clauses.append(completed(replace(clause, opening=opening), clauses, before, ground))
    return clauses


def _pieces(masked: str) -> Iterator[tuple[int, int, str]]:
    """Start and end of each clause, with the mark or word before it."""
    start, opening = 0, ""
    for match in _BREAK.finditer(masked):
        if match[0] == ", " and not words.CLAIMS.search(masked[start : match.start()]):
            continue  # `At 0:48, Anna is …` is one clause
        yield start, match.start(), opening
        start, opening = match.end(), match[0].strip(" ,").lower()
    yield start, len(masked), opening


def _clause(text: str, named: list[Place], said: Mapping[str, Quote], duration_s: float) -> Clause:
    """What one clause claims by itself."""
    absent = [match.span() for match in _WITHOUT.finditer(text)]
    without = [name for at, name in named if any(low <= at < high for low, high in absent)]
    names = tuple(dict.fromkeys(name for _, name in named if name not in without))
    quotes = tuple(said[letter] for letter in MASKED.findall(text))
    plain = without_names(text, [*names, *without])
    return _claim(plain, duration_s, text=text, names=names, without=tuple(without), quotes=quotes)


def _claim(plain: str, duration_s: float, **given: Any) -> Clause:  # noqa: ANN401 -- a clause's fields
    """The clause with what its text, names as dots, says of when, what and how many."""
    times, rest = times_in(plain, duration_s)
    feelings = tuple(find_feelings(plain))
    return Clause(
        **given,
        times=times,
        feelings=feelings,
        alternatives=_alternatives(plain, feelings),
        numbers=tuple(find_numbers(rest)),
        kinds=_kinds(plain, feelings),
        content=_content(rest, feelings),
        denies=bool(words.NEGATION.search(own_words(plain))),
        admits=bool(words.ADMISSION.search(plain)),
    )


def _alternatives(plain: str, feelings: tuple[FeelingMention, ...]) -> frozenset[str]:
    """The words of feelings that are told as `sad or angry`, `sad, afraid or angry`, but for the first."""
    found: set[str] = set()
    for one, other in reversed(list(pairwise(feelings))):
        between = plain[one.end : other.start]
        if between in (" or ", ", or ") or (between == ", " and found):
            found.add(other.word)
    return frozenset(found)


def own_words(clause: str) -> str:
    """A clause without what it says that somebody says: a denial in there is the speaker's."""
    reported = words.REPORTED.search(clause)
    return clause[: reported.end()] if reported else clause


def _kinds(plain: str, feelings: tuple[FeelingMention, ...]) -> frozenset[Kind]:
    found: set[Kind] = {"feeling"} if feelings or words.ANY_FEELING.search(plain) else set()
    if words.SPEECH.search(plain):
        found.add("speech")
    if words.PRESENCE.search(plain) and not feelings:
        found.add("presence")
    return frozenset(found)


def _content(rest: str, feelings: tuple[FeelingMention, ...]) -> tuple[str, ...]:
    felt = {feeling.word for feeling in feelings}
    plain = words.GOING_BY.sub("", rest)
    content = [
        word.lower()
        for word in content_words(words.SAYING.sub("", plain))
        if word.lower() not in words.FRAME and word.lower() not in felt and not word[0].isdigit()
    ]
    return tuple(dict.fromkeys([*content, *deeds_in(plain)]))
