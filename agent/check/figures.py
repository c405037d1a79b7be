"""Whether the numbers of a clause stand in what was found, or follow from it.

`Two people are on screen at 0:14.` stands where two were seen; `Corvo is three days away.` falls where a line
says two.
"""

import re
from collections.abc import Sequence

from storyreel.agent.check import vocabulary as words
from storyreel.agent.check.clause import Clause
from storyreel.agent.check.counting import is_counted
from storyreel.agent.check.fitting import fitting, is_topic
from storyreel.agent.check.ground import MOST_CITED, Ground, has, is_of, once, words_of
from storyreel.agent.check.moments import OF_PEOPLE, is_at_all
from storyreel.agent.check.numbers import Number
from storyreel.agent.check.ranks import tells_rank
from storyreel.agent.results import Found, Item


def count_proof(clause: Clause, ground: Ground, rest: Sequence[Clause]) -> list[Item] | None:
    """Items for each number of a clause; None if one has nothing to rest on."""
    proof: list[Item] = []
    for number in clause.numbers:
        if _is_adrift(number, clause):
            return None
        found = _counted(number, clause, ground)
        if found is None and not _needs_no_item(number, clause, ground, rest):
            return None
        proof += [] if clause.times else (found or [])[:MOST_CITED]
    return proof


def _is_adrift(number: Number, clause: Clause) -> bool:
    """A figure behind another, of nothing: `at 0:47 25`."""
    return number.unit == "number" and bool(re.search(rf"\d {re.escape(number.words)}\W*$", clause.text))


def _counted(number: Number, clause: Clause, ground: Ground) -> list[Item] | None:
    if number.unit == "people" and clause.times:
        return _people_there(number.value, clause, ground)
    if number.unit == "times" and words.IS_MENTIONED.search(clause.text):
        return _mentioned(number.value, clause, ground)
    of_part = (
        bool(clause.times)
        or tells_rank(clause.text)
        or bool(re.search(r"\d:\d\d|\bscene\b|\bminute", ground.question))
    )
    return is_counted(number, clause, ground, of_part)


def _mentioned(value: float, clause: Clause, ground: Ground) -> list[Item] | None:
    """The lines that name what is said to be mentioned so often, of results with all that was asked for."""
    topics = [name for name in clause.names if is_topic(name, clause)]
    telling = [*clause.content, *(word for name in topics for word in words_of(name))]
    results = [found for found in ground.results if found.span is None and found.asked]
    if not telling and not clause.names:
        return _all_that_was_sought(value, clause, results)
    lines = [
        item
        for found in results
        if found.total <= len(found.items)
        for item in found.items
        if item.kind in ("line", "song") and all(has(item.text, word) for word in telling)
    ]
    speakers = [name for name in clause.names if name not in topics]
    if not speakers and (whole := _of_these_words(value, telling, results)):
        return whole
    named = once(item for item in lines if all(is_of(item, name) for name in speakers))
    return named if telling and len(named) == value else None


def _all_that_was_sought(value: float, clause: Clause, results: Sequence[Found]) -> list[Item] | None:
    """`The name is said 11 times`: the lines of a result that looked for words, if they are so many.

    Those words, where they are quoted: `“Anna” is said 11 times`.
    """
    quoted = [set(words_of(quote.words)) for quote in clause.quotes]
    for found in results:
        sought = set(words_of(found.asked.words)) if found.asked else set()
        if sought and found.total == value and all(one == sought for one in quoted):
            return list(found.items)
    return None


def _of_these_words(value: float, telling: Sequence[str], results: Sequence[Found]) -> list[Item] | None:
    """The first and last lines of a search for just these words that found so many, too many to hold."""
    sought = (found for found in results if found.asked and set(words_of(found.asked.words)) == set(telling))
    return next(
        (
            list(found.items)
            for found in sought
            if found.total == value and all(has(item.text, word) for item in found.items for word in telling)
        ),
        None,
    )


def _needs_no_item(number: Number, clause: Clause, ground: Ground, rest: Sequence[Clause]) -> bool:
    return (
        _is_length_of_film(number, clause, ground)
        or _is_length_of_stretch(number, clause)
        or _is_listed(number, clause, rest)
        or (_is_more(number, clause) and any(number.value < found.total for found in ground.results))
        or _is_told(number.words, clause, ground)
    )


def _is_length_of_film(number: Number, clause: Clause, ground: Ground) -> bool:
    near = abs(number.value - ground.duration_s) <= number.precision
    return near and number.unit == "seconds" and bool(words.LENGTH.search(clause.text))


def _is_length_of_stretch(number: Number, clause: Clause) -> bool:
    """Whether the clause tells a stretch and how long that is, and nothing of anybody."""
    if clause.names or clause.kinds or clause.content or len(clause.times) != 1:
        return False
    lasts_s = clause.times[0].end_s - clause.times[0].start_s
    return number.unit == "seconds" and abs(number.value - lasts_s) <= number.precision


def _is_listed(number: Number, clause: Clause, rest: Sequence[Clause]) -> bool:
    """Whether the sentence itself lists so many moments of nobody in particular; each is looked up."""
    listed = len({(time.start_s, time.end_s) for later in rest for time in later.times})
    listed += sum(int(other.value) for later in rest for other in later.numbers if _is_more(other, later))
    return number.unit == "times" and not clause.names and not clause.feelings and listed == number.value


def _is_more(number: Number, clause: Clause) -> bool:
    """`and 4 more`: those that are not listed."""
    return f"{number.words} more" in clause.text


def _people_there(value: float, clause: Clause, ground: Ground) -> list[Item] | None:
    """Those of so many people who are seen, or speak, or feel so, at the clause's times."""
    those = [item for item in fitting(clause, ground)("") if item.kind in OF_PEOPLE]
    there = [item for item in those if is_at_all(item, clause.times)]
    at_once = [item for item in there if all(item.span.holds(time.start_s) for time in clause.times)]
    for some in (there, at_once):
        if len({name for item in some for name in item.people}) == value:
            return some
    return None


def _is_told(number: str, clause: Clause, ground: Ground) -> bool:
    """Whether a description of what is seen, or a line of what is said, has the number in the same words."""
    plain = " ".join(words_of(number))
    spoken = {True: "speech" in clause.kinds or not clause.kinds, False: clause.kinds <= {"presence"}}
    return any(
        f" {plain} " in f" {text} " and is_at_all(item, clause.times)
        for item, text in ground.texts
        if spoken[item.kind in ("line", "song")]
    )
