"""Whether a denial holds: a tool was asked for it over that time, and says nothing of it.

`Ben is not on screen at 0:31.` falls where nobody looked, and where he was found; else it stands.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import combinations, takewhile

from storyreel.agent.check import vocabulary as words
from storyreel.agent.check.clause import Clause, Kind
from storyreel.agent.check.described import is_described
from storyreel.agent.check.ground import ROUNDING_S, Ground, has, is_of, is_of_any, words_of
from storyreel.agent.check.senses import tells, told_by
from storyreel.agent.check.times import Time
from storyreel.agent.results import Found, Item
from storyreel.agent.wording.phrases import senses
from storyreel.memory.intervals import clipped, joined, total_s
from storyreel.memory.records import Span

_WITH = re.compile(r"\b(?:with|together|company)\b", re.IGNORECASE)
_EDGE_S = 1.0
"""How far a stretch told in clock times may reach into what it leaves out."""
_ALL = 0.95
"""What is so for this share of a time is so all the time."""
_UNSEEN_BY: dict[Kind, tuple[str, ...]] = {
    "presence": ("people", "faces"),
    "speech": ("dialogue", "speech"),
    "feeling": ("expression", "text_emotion", "people"),
}


def denial_holds(clause: Clause, rest: Sequence[Clause], ground: Ground) -> bool:
    """Whether nothing that was found speaks against a denial, and something would have.

    `rest` are the clauses after it: `other than at 0:14` tells of exceptions.
    """
    for is_of_it, holds in _KINDS_OF_DENIAL:
        if is_of_it(clause):
            return holds(clause, ground)
    if words.THESE_TIMES.search(clause.text):
        return bool(rest)  # the times are a clause of their own
    excepted = [time for later in _exceptions(rest) for time in later.times]
    against = [item for kind in clause.kinds for item in _against(kind, clause, ground)]
    left = [item for item in against if not any(_is_in(item, time) for time in excepted)]
    asked = all(_was_asked(kind, clause, ground) for kind in clause.kinds)
    return not left and (asked or is_described(clause, ground))


def _exceptions(rest: Sequence[Clause]) -> list[Clause]:
    """The clauses that tell when it is not so: the next, and those beyond what stands in brackets after it.

    `other than at 0:14 (face) and 0:31 (voice); instead …` ends with the second time.
    """
    told = takewhile(lambda one: one[0] == 0 or one[1].opening in ("(", ")"), enumerate(rest))
    return [later for _, later in told if not later.denies]


def _past_end(clause: Clause, ground: Ground) -> bool:
    return bool(clause.times) and all(time.start_s >= ground.duration_s for time in clause.times)


def _no_face_shows(_: Clause, ground: Ground) -> bool:
    return not any("face" in senses(item) for item in ground.items if item.emotion)


def _not_always(clause: Clause, ground: Ground) -> bool:
    return not is_always(clause, ground)


def _nothing_written(clause: Clause, ground: Ground) -> bool:
    texts = [item for item in ground.items if item.kind == "screen text"]
    asked = any(found.asked and "text" in found.asked.kinds for found in ground.results)
    there = [text for text in texts if not clause.times or any(_is_in(text, time) for time in clause.times)]
    return asked and not there


def is_always(clause: Clause, ground: Ground) -> bool:
    """Whether each of the clause's people is seen, or feels so, all through the time or the film.

    Of nobody it may be a sound that is heard all through, or what a description says so.
    """
    if not clause.kinds and is_described(clause, ground):
        return True
    times = clause.times or (Time(0.0, ground.duration_s),)
    stretches = [Span(start_s=time.start_s, end_s=max(time.start_s, time.end_s)) for time in times]
    return all(
        _covered_s(name, clause, stretch, ground) > _ALL * stretch.duration_s
        for name in clause.names or ("",)
        for stretch in stretches
    )


def _covered_s(name: str, clause: Clause, stretch: Span, ground: Ground) -> float:
    own = [
        item.span
        for kind in clause.kinds
        for item in ground.items
        if _is_kind(item, kind, clause) and (not name or is_of(item, name))
    ]
    if not clause.kinds and not name:
        own = [item.span for item in ground.items if _is_heard(item, clause)]
    return total_s(joined([clipped(span, stretch) for span in own if span.overlap_s(stretch) > 0]))


def _is_heard(item: Item, clause: Clause) -> bool:
    """`Music plays`: by ear music is told apart from noises and silence."""
    return item.kind == "heard" and set(words_of(item.text.partition(",")[0])) <= set(clause.content)


def _nothing_said(clause: Clause, ground: Ground) -> bool:
    """Whether words that were asked for stand in no line, or in none of the person's."""
    for quote in clause.quotes:
        found = [
            item
            for item in ground.holding(quote.words) or []
            if not clause.names or is_of_any(item, clause.names)
        ]
        if found or not set(words_of(quote.words)) <= ground.asked_words | _sought(ground):
            return False
    return True


def _sought(ground: Ground) -> set[str]:
    """The words that tools looked for in all lines of the film."""
    sought = [found.asked.words for found in ground.results if found.asked and found.span is None]
    return {word for one in sought for word in words_of(one)}


def _says_of_the_film(clause: Clause, ground: Ground) -> bool:
    """A denial of what no tool watches for holds if a result says so in its words, or of the asked name."""
    if "named" in clause.text:
        return not any(set(words_of(name)) <= ground.cast_words for name in clause.names)
    if _then(_sounds_like(clause, ground), clause):
        return False
    if words.KNOWS_NOTHING.search(clause.text) and clause.times and not clause.content:
        return _nothing_was_found(clause, ground)
    told = [word for word in clause.content if word not in ground.words | ground.asked_words]
    of_nothing = not clause.content and (words.THERE_IS_NO.search(clause.text) or clause.times)
    return not told and not clause.names and not of_nothing


def _nothing_was_found(clause: Clause, ground: Ground) -> bool:
    """Whether tools were asked of each of the times, and found nothing at any of them."""
    parts = [found.span for found in ground.results if found.span]
    asked = all(any(_holds(span, time, ground.duration_s) for span in parts) for time in clause.times)
    return asked and not _then([item for item in ground.items if item.kind != "film"], clause)


def _sounds_like(clause: Clause, ground: Ground) -> list[Item]:
    """The sounds that are told by what the clause tells of: `There is no music after 0:30.`"""
    sounds = [item for item in ground.items if item.kind in ("sound", "heard")]
    return [
        item for item in sounds if clause.content and all(has(item.text, word) for word in clause.content)
    ]


def _against(kind: Kind, clause: Clause, ground: Ground) -> list[Item]:
    items = [item for item in ground.items if _is_kind(item, kind, clause)]
    if kind == "presence" and words.NO_ONE.search(clause.text) and clause.names:
        own = [item.span for item in items if _is_theirs(item, clause)]
        others = [item for item in items if any(not _is_one_of(name, clause.names) for name in item.people)]
        beside = [item for item in others if any(item.span.overlap_s(span) > _EDGE_S for span in own)]
        return _then(others, clause) if clause.times else beside
    if kind == "presence" and words.TOGETHER.search(clause.text) and len(clause.names) > 1:
        first, second = ([item for item in items if is_of(item, name)] for name in clause.names[:2])
        met = [_shared(one, other) for one in first for other in second if one.span.overlap_s(other.span) > 0]
        return _then(met, clause)
    if kind == "presence" and _is_of_any_two(clause):
        return _then(_met(items), clause)
    return _then([item for item in items if not clause.names or _is_theirs(item, clause)], clause)


def _is_of_any_two(clause: Clause) -> bool:
    """`No two people are on screen together`."""
    two = all(number.unit == "people" and number.value == 2 for number in clause.numbers)
    return two and bool(words.TOGETHER.search(clause.text)) and not clause.names


def _met(items: Sequence[Item]) -> list[Item]:
    """The stays of any two, whoever they are."""
    shared = [item for item in items if len(item.people) > 1]
    pairs = [(one, other) for one, other in combinations(items, 2) if one.people != other.people]
    return shared + [_shared(one, other) for one, other in pairs if one.span.overlap_s(other.span) > 0]


def _then(items: list[Item], clause: Clause) -> list[Item]:
    """Those at the clause's times; all where it tells none."""
    return [item for item in items if not clause.times or any(_is_in(item, time) for time in clause.times)]


def _is_theirs(item: Item, clause: Clause) -> bool:
    return is_of_any(item, clause.names)


def _shared(one: Item, other: Item) -> Item:
    """The stay of both."""
    return one.model_copy(update={"span": clipped(one.span, other.span)})


def _is_one_of(name: str, people: Sequence[str]) -> bool:
    return any(set(words_of(one)) <= set(words_of(name)) for one in people)


def _is_kind(item: Item, kind: Kind, clause: Clause) -> bool:
    if kind == "presence":
        return item.kind == "presence" or bool(
            item.kind == "character" and item.screen_s and not clause.times
        )
    if kind == "speech":
        about = clause.content if words.ABOUT.search(clause.text) else ()
        return item.kind in ("line", "song") and all(word in words_of(item.text) for word in about)
    emotions = {emotion for feeling in clause.feelings for emotion in feeling.emotions}
    if not emotions:
        return item.emotion not in (None, "neutral")
    return tells(item, emotions, told_by(clause.text))


def _is_in(item: Item, time: Time) -> bool:
    """Whether an item reaches into a time by more than rounding."""
    end_s = max(time.end_s, time.start_s + time.grain_s)
    inside_s = min(item.span.end_s, end_s) - max(item.span.start_s, time.start_s)
    return inside_s > (_EDGE_S if time.is_stretch else min(ROUNDING_S, time.grain_s / 2))


def _was_asked(kind: Kind, clause: Clause, ground: Ground) -> bool:
    """Whether tools were asked for this, of these people, over all of the time, and it was watched.

    A denial without a time is of the stretch that was asked about; that nobody is alone, of each of the cast.
    """
    if words.ALONE.search(clause.text) and not clause.names and ground.cast:
        return all(_was_asked(kind, replace(clause, names=(name,)), ground) for name in ground.cast)
    results = [found for found in ground.results if _asks(found, kind, clause)]
    people = {person for found in results if found.asked for person in found.asked.people or ("",)}
    if "" not in people and any(not any(_is_one_of(one, [name]) for one in people) for name in clause.names):
        return False
    return bool(results) and all(_was_watched(kind, time, results, ground) for time in clause.times)


def _was_watched(kind: Kind, time: Time, results: Sequence[Found], ground: Ground) -> bool:
    """Whether one of the results is about all of a time, and none says that it was not watched."""
    missing = [one for found in results for one in found.unwatched if one.tool in _UNSEEN_BY[kind]]
    is_asked = any(found.span is None or _holds(found.span, time, ground.duration_s) for found in results)
    return is_asked and not any(
        span.start_s <= time.start_s and time.end_s <= span.end_s for one in missing for span in one.spans
    )


def _holds(span: Span, time: Time, duration_s: float) -> bool:
    """Whether a result over a span has all of a time that the film has."""
    return span.start_s - _EDGE_S <= time.start_s and min(time.end_s, duration_s) <= span.end_s + _EDGE_S


def _asks(found: Found, kind: Kind, clause: Clause) -> bool:
    if found.asked is None or kind not in found.asked.kinds or found.looks:
        return False
    if found.asked.others and not _is_of_company(clause, len(found.asked.people)):
        return False
    emotions = {emotion for feeling in clause.feelings for emotion in feeling.emotions}
    people, words_asked = found.asked.people, words_of(found.asked.words)
    named = all(_is_one_of(person, clause.names) for person in people)
    wanted = set(found.asked.emotions)
    feels = kind != "feeling" or not wanted or (bool(emotions) and emotions <= wanted)
    worded = not words_asked or (bool(clause.content) and set(clause.content) <= set(words_asked))
    return named and feels and worded


def _is_of_company(clause: Clause, people: int) -> bool:
    """Whether it is about who else is there: that two are never alone does not tell that they never meet."""
    return bool(words.ALONE.search(clause.text) or (people == 1 and _WITH.search(clause.text)))


_KINDS_OF_DENIAL: tuple[tuple[Callable[[Clause], object], Callable[[Clause, Ground], bool]], ...] = (
    (lambda clause: words.PAST_END.search(clause.text), _past_end),
    (lambda clause: clause.quotes, _nothing_said),
    (lambda clause: words.FACE_SHOWS.search(clause.text), _no_face_shows),
    (lambda clause: words.WRITTEN.search(clause.text) and not clause.names, _nothing_written),
    (lambda clause: not clause.kinds, _says_of_the_film),
    (lambda clause: words.ALWAYS.search(clause.text), _not_always),
    (lambda clause: len(words.NEGATION.findall(clause.text)) > 1, is_always),
)
"""What tells a denial of its own kind, and whether it holds; the first that fits decides."""
