"""What a sentence claims, clause by clause: of whom, when, what is seen, said or felt, how many."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from storyreel.agent.check import vocabulary as words
from storyreel.agent.check.frames import deeds_in
from storyreel.agent.check.ground import TITLES, Ground, words_of
from storyreel.agent.check.numbers import Number, find_numbers
from storyreel.agent.check.times import Time, times_in
from storyreel.agent.understanding.emotions import FeelingMention, find_feelings
from storyreel.agent.understanding.text import content_words

Kind = Literal["presence", "speech", "feeling"]
QUOTATION = re.compile(r"“([^”]+)”|\"([^\"]+)\"")
_TOKEN = 0xE000
"""Quotations are read as single characters of the private use area, so that nothing in them is a claim."""
_QUOTED = re.compile(f"[{chr(_TOKEN)}-{chr(_TOKEN + 999)}]")
_NAME = re.compile(r"(?<![\w'’])(?:(?:Person|Speaker|Voice) \d+\b(?!:\d)|[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)*)")
_VERB_NEXT = re.compile(rf"^(?:'s|’s)?,? (?:{words.LITTLE_VERBS}|and (?=[A-Z]))(?:\b|(?=[A-Z]))")
_BREAK = re.compile(
    r";|[()]|:(?=\s|$)|(?<!anything)(?<!\ball)(?<!\bhas),? but |,? yet |,? (?:al|even )?though |"
    r",? while |,? whereas |,? because |"
    r"(?<!moment)(?<!moments)(?:^|,? )when(?:ever)? |,? instead |,? and (?=there (?:is|are) )|"
    rf"(?:,? and|,| as) (?=(?:[A-Z]\w*|Person \d+) {words.DOES}\b)| and (?=about )|"
    r",? other than |,? except |,? so (?!far\b)"
)
_FLIPS = re.compile(r"other than|except|instead", re.IGNORECASE)
_SIGNED = re.compile(
    r"[,.]? (?:(?:is|was|are|were) )?"
    r"(?:(?:said|asked|spoken|sung|shouted|heard|words|a line|the (?:words?|lines?)) )?"
    r"(?:by|from|of) |,? (?:comes?|came) from |,? belongs? to |\s*[–—(-]\s*|"
    r",? (?:is|was|are|were) (?:what )?"
)
"""What stands between a quotation and who said it: `“…” – Anna`."""
_OWNED = re.compile(r"['’]s?\b")
_AT = r"\d{1,3}(?::\d{2}){1,2}"
_TIMED = rf"(?:\(?(?:at |from )?{_AT}(?: ?(?:–|-|to) ?{_AT})?\)?)?"
_WHOSE = re.compile(
    rf"^['’]s? (?:(?:own |first |last |only )?(?:lines?|words?|reply|answer)[,:]? )?{_TIMED}(?:[,:] )?$|"
    rf"^,? ?{_TIMED} ?[,:–—-] ?$|^ (?:puts|has|would have) it[,:]? $"
)
"""`Anna's “…”`, `Anna at 0:31: “…”`."""
_IN_WORDS_OF = re.compile(r"\b(?:words of|according to|quoting|to quote) $", re.IGNORECASE)
_SPOKEN_TO = re.compile(r"\b(?:tells?|told|asks?|asked|answers?|answered|calls?|to|at) $", re.IGNORECASE)
_WITHOUT = re.compile(r"\bwithout (?:[A-Z][\w'’-]*(?: \d+)?(?:, | and | or )?)+")


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
    opening: str = ""
    """The mark or word before it."""
    lacks_people: bool = False
    """It speaks of several people where one at most was named."""


@dataclass(frozen=True)
class Quote:
    """Words in quotation marks, and who is said to say them."""

    words: str
    speaker: str = ""


def clauses_of(sentence: str, ground: Ground, before: tuple[str, ...] = ()) -> list[Clause]:
    """The clauses of a sentence; what a later one leaves out stands in the one before it.

    `before` are the people of the sentence before this one, for its pronouns.
    """
    hidden, quotes = masked(words.TAG.sub(".", words.YES_OR_NO.sub("", words.SUGGESTION.split(sentence)[0])))
    named = list(_named(hidden, ground))
    said = [Quote(text, _speaker(hidden, chr(_TOKEN + place), named)) for place, text in enumerate(quotes)]
    clauses: list[Clause] = []
    for start, end, opening in _pieces(hidden):
        own = [(at, name) for at, name in named if start <= at < end]
        clause = _clause(hidden[start:end], start, own, said, ground.duration_s)
        if clause is not None:
            complete = _completed(_headed(replace(clause, opening=opening), clauses), clauses, before)
            clauses.append(_of_several(complete, ground))
    return clauses


def quotations(sentence: str) -> list[str]:
    """What a sentence puts in quotation marks."""
    return [first or second for first, second in QUOTATION.findall(sentence)]


def masked(sentence: str) -> tuple[str, list[str]]:
    """A sentence with each quotation as one character, and the quotations."""
    quotes = quotations(sentence)
    places = iter(range(len(quotes)))
    return QUOTATION.sub(lambda _: masked_as(next(places)), sentence), quotes


def masked_as(place: int) -> str:
    """The character that stands for the quotation of this place."""
    return chr(_TOKEN + place)


def _pieces(masked: str) -> Iterator[tuple[int, int, str]]:
    """Start and end of each clause, with the mark or word before it."""
    start, opening = 0, ""
    for match in _BREAK.finditer(masked):
        if match[0] == ", " and not words.CLAIMS.search(masked[start : match.start()]):
            continue  # `At 0:48, Anna is …` is one clause
        yield start, match.start(), opening
        start, opening = match.end(), match[0].strip(" ,").lower()
    yield start, len(masked), opening


def _clause(
    text: str, offset: int, named: list[tuple[int, str]], said: list[Quote], duration_s: float
) -> Clause | None:
    if not re.search(r"\w", text) and not _QUOTED.search(text):
        return None
    absent = [match.span() for match in _WITHOUT.finditer(text)]
    without = [name for at, name in named if any(low <= at - offset < high for low, high in absent)]
    names = tuple(dict.fromkeys(name for _, name in named if name not in without))
    quotes = tuple(said[ord(char) - _TOKEN] for char in text if 0 <= ord(char) - _TOKEN < len(said))
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
        numbers=tuple(find_numbers(rest)),
        kinds=_kinds(plain, feelings),
        content=_content(rest, feelings),
        denies=bool(words.NEGATION.search(own_words(plain))),
        admits=bool(words.ADMISSION.search(plain)),
    )


def own_words(clause: str) -> str:
    """A clause without what it says that somebody says: a denial in there is the speaker's."""
    reported = words.REPORTED.search(clause)
    return clause[: reported.end()] if reported else clause


def without_names(text: str, names: Iterable[str]) -> str:
    """A text with a dot for each name."""
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
    plain = words.GOING_BY.sub("", rest)
    content = [
        word.lower()
        for word in content_words(words.SAYING.sub("", plain))
        if word.lower() not in words.FRAME and word.lower() not in felt and not word[0].isdigit()
    ]
    return tuple(dict.fromkeys([*content, *deeds_in(plain)]))


def _completed(clause: Clause, earlier: list[Clause], before: tuple[str, ...]) -> Clause:
    """The clause with what it leaves out."""
    if not earlier:
        inherits = not clause.names and words.PRONOUN.match(clause.text)
        return replace(clause, names=before, inherited=True) if inherits and before else clause
    last = earlier[-1]
    bare = not clause.kinds and not clause.content and not clause.quotes
    if bare and clause.times and not clause.names and last.quotes:
        return replace(clause, quotes=last.quotes[-1:], of_quote=True, names=())
    clause = _with_people_and_times(clause, last, bare)
    if _goes_on_telling(clause, last):
        return replace(clause, kinds=last.kinds)
    if not bare or last.admits or not (clause.times or clause.names or clause.numbers):
        return clause
    denies = last.denies and clause.inherited and bool(clause.times) and not _FLIPS.search(clause.opening)
    return replace(clause, kinds=last.kinds, feelings=last.feelings, denies=clause.denies or denies)


def _with_people_and_times(clause: Clause, last: Clause, bare: bool) -> Clause:
    """The clause with the people or times of the one before it, where it leaves them out."""
    own = words.OF_THE_PROGRAM.match(clause.text)
    if not clause.names and not last.of_times and not own and not words.INDEFINITE.search(clause.text):
        clause = replace(clause, names=last.names, inherited=True)
    if not bare or clause.times:
        return clause
    if clause.opening == "(" and clause.names and not clause.inherited:
        return replace(clause, times=last.times, of_times=True)
    return replace(clause, times=last.times) if words.TOO.search(clause.text) else clause


def _headed(clause: Clause, earlier: list[Clause]) -> Clause:
    """`0:31: Anna is angry; so is Ben`: a time before a colon is that of all that follows."""
    if clause.times or not earlier or [*earlier[1:], clause][0].opening != ":":
        return clause
    first = earlier[0]
    told = (first.names and not clause.quotes) or first.kinds or first.content or first.quotes
    return clause if told else replace(clause, times=first.times)


def _goes_on_telling(clause: Clause, last: Clause) -> bool:
    """`Anna says: the bridge is gone`, `… about the boat and about the money`: still what somebody says."""
    somebody = last.names or words.INDEFINITE.search(last.text)
    goes_on = (clause.opening == ":" and somebody) or clause.text.startswith("about ")
    return bool(goes_on) and not clause.kinds and bool(clause.content) and "speech" in last.kinds


def _of_several(clause: Clause, ground: Ground) -> Clause:
    """The clause with all of those whom `everybody` means; `both` and `they` mean those who were named."""
    if words.EVERYBODY.match(clause.text) and not clause.denies:
        return replace(clause, names=ground.cast)
    lacks = bool(words.SEVERAL.match(clause.text)) and len(clause.names) < 2
    return replace(clause, lacks_people=lacks and bool(clause.kinds))


def _speaker(masked: str, token: str, named: list[tuple[int, str]]) -> str:
    """Who is said to say a quotation: who is named before it with a word of speech, or right after."""
    place = masked.index(token)
    ways = (_signed, _named_before, _named_after)
    return next(filter(None, (way(masked, place, named) for way in ways)), "")


def _signed(masked: str, place: int, named: list[tuple[int, str]]) -> str:
    """`“…” – Anna`, `“…” is Anna's`, `“…” is what Anna says`."""
    at, name = next(((at, name) for at, name in named if at > place), (len(masked), ""))
    between, after = masked[place + 1 : at], masked[at + len(name) :]
    if not name or not _SIGNED.fullmatch(between) or after.startswith(":"):
        return ""  # `– Ben: “…”` tells of the next
    if between.endswith("what "):
        return name if words.SPEECH.match(after.strip()) else ""
    return name if not re.search(r"\b(?:is|was|are|were) $", between) or _OWNED.match(after) else ""


def _named_before(masked: str, place: int, named: list[tuple[int, str]]) -> str:
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
        if _QUOTED.search(between):
            return ""
    return ""


def _named_after(masked: str, place: int, named: list[tuple[int, str]]) -> str:
    """`“…” says Anna`, `“…,” Anna shouts`."""
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
    for name in ground.cast:
        found += [(one.start(), name) for one in _small(name, masked)]
    yield from sorted(found)


def _small(name: str, masked: str) -> Iterator[re.Match[str]]:
    """Where a name stands in small letters: `ben says`, but not `I will` for a Will."""
    if name[:1].islower():
        return re.finditer(rf"\b{re.escape(name)}\b", masked)
    return re.finditer(rf"\b{re.escape(name.lower())}\b(?=(?:['’]s)?,? {words.DOES}\b)", masked)


def _without_genitive(word: str, ground: Ground) -> str:
    """`Anna` for `Anna's`, but `Anna's` where somebody is called `Anna's Mother`."""
    is_in_name = any(word in one.split() for one in ground.cast)
    return word if is_in_name else re.sub(r"['’]s?$", "", word)


def _name(match: re.Match[str], sentence: str, ground: Ground) -> tuple[int, str]:
    parts = [_without_genitive(word, ground) for word in match[0].split()]
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
