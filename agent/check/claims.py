"""What a sentence claims, clause by clause: of whom, when, what is seen, said or felt, how many."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from storyreel.agent.check import vocabulary as words
from storyreel.agent.check.ground import TITLES, Ground, words_of
from storyreel.agent.check.numbers import Number, find_numbers
from storyreel.agent.understanding.emotions import FeelingMention, find_feelings
from storyreel.agent.understanding.text import content_words
from storyreel.agent.understanding.times import clock_s

Kind = Literal["presence", "speech", "feeling"]
CLOCK = re.compile(r"(?<![\d:.])\d{1,3}:\d{2}(?::\d{2})?(?:\.\d+)?(?![\d:])")
QUOTATION = re.compile(r"“([^”]+)”|\"([^\"]+)\"")
_C = CLOCK.pattern
_RANGE = re.compile(
    rf"({_C}) ?(?:–|-|—|to|until|till) ?({_C})|(?P<within>\bbetween )({_C}) and ({_C})", re.IGNORECASE
)
_SIDE = re.compile(rf"\b(after|since|before|until) ({_C})", re.IGNORECASE)
_EVER_S = 1e9
_SECONDS = re.compile(
    r"\b(?:at|from|until|around|before|after|by|to) (\d+(?:\.\d+)?) ?(?:s|sec|seconds?)\b"
    r"|\b(\d+(?:\.\d+)?) seconds? (?:into|mark|in(?=[,.;]|$))|\bsecond (\d+)\b"
)
_TOKEN = 0xE000
"""Quotations are read as single characters of the private use area, so that nothing in them is a claim."""
_NAME = re.compile(r"(?<![\w'’])(?:(?:Person|Speaker|Voice) \d+\b(?!:\d)|[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)*)")
_VERB_NEXT = re.compile(rf"^(?:'s|’s)?,? (?:{words.LITTLE_VERBS}|and (?=[A-Z]))(?:\b|(?=[A-Z]))")
_BREAK = re.compile(
    r";|[()]|:(?=\s|$)|,? but |,? while |,? whereas |,? because |"
    r"(?<!moment)(?<!moments)(?:^|,? )when(?:ever)? |,? instead |,? and (?=there (?:is|are) )|"
    rf",? and (?=(?:[A-Z]\w*|Person \d+) {words.DOES}\b)|,? other than |,? except |,? so "
)
_FLIPS = re.compile(r"other than|except|instead", re.IGNORECASE)
_SPOKEN_TO = re.compile(r"\b(?:tells?|told|asks?|asked|answers?|answered|calls?|to|at) $", re.IGNORECASE)
_WITHOUT = re.compile(r"\bwithout (?:[A-Z][\w'’-]*(?: \d+)?(?:, | and | or )?)+")


@dataclass(frozen=True)
class Time:
    """A moment or a stretch as a sentence puts it, in seconds of film."""

    start_s: float
    end_s: float
    grain_s: float = 1.0
    """A time told in whole seconds may mean any moment of that second; one told in tenths, of that tenth."""
    is_stretch: bool = False
    within: bool = False
    """Somewhere between its ends, not all of it."""


@dataclass(frozen=True)
class Clause:
    """A part of a sentence that claims one thing."""

    text: str
    """Quotations as single characters."""
    names: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    """Who is said not to be there."""
    times: tuple[Time, ...] = ()
    quotes: tuple["Quote", ...] = ()
    feelings: tuple[FeelingMention, ...] = ()
    numbers: tuple[Number, ...] = ()
    kinds: frozenset[Kind] = field(default_factory=frozenset)
    content: tuple[str, ...] = ()
    """Words that tell something beyond all these."""
    denies: bool = False
    admits: bool = False
    """Says only that something is not known."""
    inherited: bool = False
    """Its people are those of the clause before."""
    of_times: bool = False
    """It tells who is meant by the times before it."""
    of_quote: bool = False
    """It tells when the quotation before it is said."""


@dataclass(frozen=True)
class Quote:
    """Words in quotation marks, and who is said to say them."""

    words: str
    speaker: str = ""


def clauses_of(sentence: str, ground: Ground, before: tuple[str, ...] = ()) -> list[Clause]:
    """The clauses of a sentence; what a later one leaves out stands in the one before it.

    `before` are the people of the sentence before this one, for its pronouns.
    """
    masked, quotes = _masked(words.SUGGESTION.split(sentence)[0])
    named = list(_named(masked, ground))
    said = [Quote(text, _speaker(masked, chr(_TOKEN + place), named)) for place, text in enumerate(quotes)]
    clauses: list[Clause] = []
    for start, end, opening in _pieces(masked):
        own = [(at, name) for at, name in named if start <= at < end]
        clause = _clause(masked[start:end], start, own, said)
        if clause is not None:
            clauses.append(_completed(clause, clauses, opening, before))
    return clauses


def quotations(sentence: str) -> list[str]:
    """What a sentence puts in quotation marks."""
    return [first or second for first, second in QUOTATION.findall(sentence)]


def _masked(sentence: str) -> tuple[str, list[str]]:
    quotes = quotations(sentence)
    places = iter(range(len(quotes)))
    return QUOTATION.sub(lambda _: chr(_TOKEN + next(places)), sentence), quotes


def _pieces(masked: str) -> Iterator[tuple[int, int, str]]:
    """Start and end of each clause, with the mark or word before it."""
    start, opening = 0, ""
    for match in _BREAK.finditer(masked):
        yield start, match.start(), opening
        start, opening = match.end(), match[0].strip(" ,").lower()
    yield start, len(masked), opening


def _clause(text: str, offset: int, named: list[tuple[int, str]], said: list[Quote]) -> Clause | None:
    if not re.search(rf"\w|[{chr(_TOKEN)}-{chr(_TOKEN + 999)}]", text):
        return None
    absent = [match.span() for match in _WITHOUT.finditer(text)]
    without = [name for at, name in named if any(low <= at - offset < high for low, high in absent)]
    names = tuple(dict.fromkeys(name for _, name in named if name not in without))
    plain = _without_names(text, [*names, *without])
    times, rest = _times(plain)
    numbers = find_numbers(rest)
    feelings = tuple(find_feelings(plain))
    return Clause(
        text=text,
        names=names,
        without=tuple(without),
        times=times,
        quotes=tuple(said[ord(char) - _TOKEN] for char in text if 0 <= ord(char) - _TOKEN < len(said)),
        feelings=feelings,
        numbers=tuple(numbers),
        kinds=_kinds(plain, feelings),
        content=_content(rest, feelings),
        denies=bool(words.NEGATION.search(plain)),
        admits=bool(words.ADMISSION.search(plain)),
    )


def _without_names(text: str, names: list[str]) -> str:
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(rf"\b{re.escape(name)}\b", "·", text)
    return text


def _kinds(plain: str, feelings: tuple[FeelingMention, ...]) -> frozenset[Kind]:
    found: set[Kind] = {"feeling"} if feelings or words.ANY_FEELING.search(plain) else set()
    if words.SPEECH.search(plain):
        found.add("speech")
    if words.PRESENCE.search(plain) and not feelings:
        found.add("presence")
    return frozenset(found)


def _content(rest: str, feelings: tuple[FeelingMention, ...]) -> tuple[str, ...]:
    felt = {feeling.word for feeling in feelings}
    return tuple(
        word.lower()
        for word in content_words(words.GOING_BY.sub("", rest))
        if word.lower() not in words.FRAME and word.lower() not in felt and not word[0].isdigit()
    )


def _times(text: str) -> tuple[tuple[Time, ...], str]:
    """The times of a text, and the text without them."""
    found: list[Time] = []
    for match in _SIDE.finditer(text):
        at_s = clock_s(match[2])
        after = match[1].lower() in ("after", "since")
        found.append(Time(at_s if after else 0.0, _EVER_S if after else at_s, is_stretch=True, within=True))
    text = _SIDE.sub(" ", text)
    for match in _RANGE.finditer(text):
        low, high = match[1] or match[4], match[2] or match[5]
        found.append(_stretch(low, high, bool(match["within"])))
    rest = _RANGE.sub(" ", text)
    found += [_moment(match[0]) for match in CLOCK.finditer(rest)]
    rest = CLOCK.sub(" ", rest)
    for match in _SECONDS.finditer(rest):
        seconds = next(filter(None, match.groups()))
        found.append(Time(float(seconds), float(seconds), _grain_s(seconds)))
    return tuple(found), _SECONDS.sub(" ", rest)


def _stretch(low: str, high: str, within: bool) -> Time:
    return Time(clock_s(low), clock_s(high), is_stretch=True, within=within)


def _moment(time: str) -> Time:
    return Time(clock_s(time), clock_s(time), _grain_s(time))


def _grain_s(time: str) -> float:
    return 10.0 ** -len(time.partition(".")[2])


def _completed(clause: Clause, earlier: list[Clause], opening: str, before: tuple[str, ...]) -> Clause:
    """The clause with what it leaves out."""
    if not earlier:
        inherits = not clause.names and words.PRONOUN.match(clause.text)
        return replace(clause, names=before, inherited=True) if inherits and before else clause
    last = earlier[-1]
    bare = not clause.kinds and not clause.content and not clause.quotes
    if bare and clause.times and not clause.names and last.quotes:
        return replace(clause, quotes=last.quotes[-1:], of_quote=True, names=())
    if not clause.names and not last.of_times and not words.INDEFINITE.search(clause.text):
        clause = replace(clause, names=last.names, inherited=True)
    if opening == "(" and clause.names and not clause.inherited and not clause.times and bare:
        clause = replace(clause, times=last.times, of_times=True)
    if not bare or not (clause.times or clause.names or clause.numbers):
        return clause
    denies = last.denies and clause.inherited and bool(clause.times) and not _FLIPS.search(opening)
    return replace(clause, kinds=last.kinds, feelings=last.feelings, denies=clause.denies or denies)


def _speaker(masked: str, token: str, named: list[tuple[int, str]]) -> str:
    """Who is said to say a quotation: who is named last before it with a word of speech, or right after."""
    place = masked.index(token)
    after = masked[place + 1 :]
    if match := re.match(r",? (?:(?:is|was) )?(?:said|asked|spoken|sung|shouted) by ", after):
        return next((name for at, name in named if at == place + 1 + match.end()), "")
    subjects = [(at, name) for at, name in named if at < place and not _SPOKEN_TO.search(masked[:at])]
    nearest = subjects[-1] if subjects else None
    if nearest:
        between = masked[nearest[0] + len(nearest[1]) : place]
        told = words.SPEECH.search(between) or re.match(r"\s*:\s*$", between)
        return nearest[1] if told and not words.INDEFINITE.search(between) and "." not in between else ""
    follows = next(((at, name) for at, name in named if at > place), None)
    if follows is None or not re.match(rf",? ?(?:{words.SPEECH.pattern} )?$", masked[place + 1 : follows[0]]):
        return ""
    verb = words.SPEECH.search(masked[place + 1 : follows[0] + len(follows[1]) + 12])
    return follows[1] if verb else ""


def _named(masked: str, ground: Ground) -> Iterator[tuple[int, str]]:
    """Names with their places: characters of the film, and capitalised words that are no others."""
    found: list[tuple[int, str]] = []
    for match in _NAME.finditer(masked):
        at, name = _name(match, masked, ground)
        if name:
            found.append((at, name))
    for small in ground.cast:
        if small[:1].islower():
            found += [(one.start(), small) for one in re.finditer(rf"\b{re.escape(small)}\b", masked)]
    yield from sorted(found)


def _name(match: re.Match[str], sentence: str, ground: Ground) -> tuple[int, str]:
    parts = [re.sub(r"['’]s?$", "", word) for word in match[0].split()]
    ahead = sentence[: match.start()]
    opens = not re.search(r"\w", ahead) or ahead.rstrip()[-1:] in (":", "•")
    at = match.start()
    while parts and parts[0].lower() in words.NO_NAMES and not (len(parts) > 1 and parts[1].isdigit()):
        at += len(parts[0]) + 1
        parts, opens = parts[1:], False
    name = " ".join(parts)
    known = any(set(words_of(name)) - TITLES <= set(words_of(one)) for one in ground.cast)
    if not known and name in ground.title:
        return at, ""
    alone = opens and len(parts) == 1 and not _VERB_NEXT.match(sentence[match.end() :])
    return (at, name) if parts and (known or not alone) else (at, "")
