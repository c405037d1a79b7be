"""Who is seen, when, how often, with whom."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from storyreel.agent.planning.absence import WHILE_AWAY, gaps_without
from storyreel.agent.results import Item
from storyreel.agent.wording.dialogue import SILENT, going_by, is_silent, lines_told
from storyreel.agent.wording.phrases import (
    at_stretch,
    capitalised,
    counted,
    length,
    listed,
    spoken_words,
    stretch,
    times,
)
from storyreel.agent.wording.told import MOST_LISTED, Told, and_more, by_person, first_of
from storyreel.memory.records import Span

LOOK_S = 0.25
"""Faces are looked for this often: whoever is first seen so soon after a moment was there."""
_ASKS_WORDS = re.compile(r"\bhow many words\b", re.IGNORECASE)
MOST_NAMED = 3
"""More people than this are counted before they are listed."""


def on_screen(told: Told) -> str:
    """Who is on screen at a time."""
    if not told.card.has_picture:
        return "The film has no picture: it is only heard."
    if told.question.which != "all" and told.of("presence"):
        return _edge(told)
    there, next_there = _at_the_moment(told)
    people = by_person(there)
    if not people:
        return _nobody(told)
    names, number = listed(list(people)), counted(len(people), "person", "people")
    state = f"{'is' if len(people) == 1 else 'are'} on screen{_without(told)}{told.where}"
    counts = told.question.ask == "count"
    if told.is_of_moment:
        seen = f"{number} {state}: {names}" if counts else f"{names} {state}"
        return f"{seen}{_seen(people)}.{_then(by_person(next_there))}"
    who = number if counts or len(people) > MOST_NAMED else names
    return f"{told.yes}{who} {state}: {_each(people)}."


def _nobody(told: Told) -> str:
    if _is_unwatched(told):
        return f"I cannot tell who is on screen{told.where}: that is not watched for faces yet."
    return f"{told.no}I see nobody's face{told.where or ' in what was watched'}."


def _each(people: Mapping[str, Sequence[Item]]) -> str:
    """When each of the first few is seen."""
    each = "; ".join(f"{name} {_stretches(items)}" for name, items in list(people.items())[:MOST_LISTED])
    return f"{each}{and_more(len(people), MOST_LISTED)}"


def _without(told: Told) -> str:
    absent = [told.card.name_of(person) for person in told.question.absent]
    return f" without {listed(absent, 'or')}" if absent else ""


def _is_unwatched(told: Told) -> bool:
    """Whether nobody has looked for faces at any of the time asked about."""
    span = told.span or told.card.span
    missing = [one for found in told.found for one in found.unwatched if one.tool in ("people", "faces")]
    return any(
        gap.start_s <= span.start_s and span.end_s <= gap.end_s for one in missing for gap in one.spans
    )


def _at_the_moment(told: Told) -> tuple[list[Item], list[Item]]:
    """Who is seen at the very moment that is asked about, and who only later in the same second."""
    items = told.of("presence")
    if told.span is None or told.span.duration_s > 1 or told.question.event is not None:
        return items, []
    now_s = told.span.start_s
    if told.span.duration_s < 1:  # a time told to the tenth
        return [item for item in items if item.span.start_s <= now_s < item.span.end_s], []
    there = [item for item in items if item.span.start_s - LOOK_S < now_s < item.span.end_s]
    return (there, [item for item in items if item not in there]) if there else (items, [])


def _then(people: dict[str, list[Item]]) -> str:
    """Who comes into the picture before the second is over."""
    return (
        f" In the same second, the picture goes over to {listed(list(people))}{_seen(people)}."
        if people
        else ""
    )


def _edge(told: Told) -> str:
    item = first_of(told.of("presence"), told.question.which)[0]
    return (
        f"{listed(item.people)} is the {told.question.which} on screen{told.where}, {at_stretch(item.span)}."
    )


def _seen(people: dict[str, list[Item]]) -> str:
    if len(people) == 1:
        return f" ({_stretches(next(iter(people.values())))})"
    return " (" + "; ".join(f"{name} {_stretches(items)}" for name, items in people.items()) + ")"


def _stretches(items: Sequence[Item], count: int | None = None) -> str:
    """When the first of the items are; `count` tells how many there are, if items are not all."""
    shown = [stretch(item.span) for item in items[:MOST_LISTED]]
    return ", ".join(shown) + and_more(len(items) if count is None else count, len(shown))


def appearances(told: Told) -> str:
    """When, how often or how long somebody is seen or heard."""
    if told.question.subject == "scenes":
        return _scenes(told)
    if told.question.subject == "speech":
        return _speech(told)
    return " ".join(_appearances_of(name, told) for name in told.people) or on_screen(told)


def _scenes(told: Told) -> str:
    """In how many scenes somebody is seen."""
    seen = next((item.scenes for item in told.of("character")), 0)
    if not seen:
        return f"I do not see {listed(told.people)} in any scene."
    return f"{listed(told.people)} is seen in {seen} of {counted(told.card.scenes, 'scene')}."


def _appearances_of(name: str, told: Told) -> str:
    found = next((found for found in told.found if any(name in item.people for item in found.items)), None)
    items = [item for item in told.of("presence") if name in item.people]
    if found is None or not items:
        return f"{told.no}I do not see {name} on screen{told.where}."
    question, count = told.question, max(found.total, len(items))
    if question.which != "all" or (question.ask == "whether" and told.is_of_moment):
        return _one_appearance(name, first_of(items, question.which), told)
    seconds = found.seconds if found.seconds is not None else sum(item.span.duration_s for item in items)
    if question.ask == "duration":
        return f"{name} is on screen for {length(seconds)} in all{told.where}: {_listed(items, count)}."
    if question.ask == "whether":
        return f"Yes, {name} is on screen{told.where} {times(count)}: {_listed(items, count)}."
    return (
        f"{name} appears {times(count)}{told.where}, for {length(seconds)} in all: {_listed(items, count)}."
    )


def _one_appearance(name: str, items: Sequence[Item], told: Told) -> str:
    if told.question.which == "all":
        return f"Yes, {name} is on screen{told.where} ({_stretches(items)})."
    return f"{name} is {told.question.which} seen{told.where} {at_stretch(items[0].span)}."


def _listed(items: Sequence[Item], count: int) -> str:
    is_whole = count <= min(len(items), MOST_LISTED)
    return listed([stretch(item.span) for item in items]) if is_whole else _stretches(items, count)


def _speech(told: Told) -> str:
    lines = told.of("line", "song")
    who = listed(told.people) or "Somebody"
    if not lines and is_silent(told):
        return SILENT
    if not lines:
        return f"I know of no line that {listed(told.people) or 'anybody'} says{told.where}."
    if told.question.which != "all":
        item = first_of(lines, told.question.which)[0]
        return f"{who} {told.question.which} speaks{told.where} {at_stretch(item.span)}{_by([item])}."
    asked = {name for found in told.found if found.asked for name in found.asked.people}
    return " ".join(_speech_of(name, told) for name in told.people if name in asked) or _speech_of(who, told)


def _speech_of(who: str, told: Told) -> str:
    """How many lines are theirs, how long they are, and in how many words where that is asked."""
    found = [one for one in told.found if not told.people or (one.asked and who in one.asked.people)]
    lines = [item for item in told.of("line", "song") if not told.people or who in item.people]
    if not lines:
        return f"I know of no line that {who} says{told.where}."
    total, seconds = sum(one.total for one in found), sum(one.seconds or 0.0 for one in found)
    lasting = length(seconds or sum(item.span.duration_s for item in lines))
    measure = f"{counted(total, 'line')}{told.where}, for {lasting} in all{_by(lines)}"
    return f"{_words_of(who, lines, total, told)}{who} speaks {measure}: {_listed(lines, total)}."


def _words_of(who: str, lines: Sequence[Item], total: int, told: Told) -> str:
    """How many words they say, where that is asked and all of their lines are at hand."""
    if not _ASKS_WORDS.search(told.question.text) or total > len(lines):
        return ""
    return f"{who} says {counted(spoken_words(lines), 'word')}{told.where}. "


def limit(told: Told) -> str:
    """Says so where words are asked for, and lines counted."""
    items = told.of("line", "song")
    is_asked = told.question.subject == "speech" and _ASKS_WORDS.search(told.question.text)
    are_all = len(items) >= sum(found.total for found in told.found)
    return "I count lines, not words, where there are many." if is_asked and items and not are_all else ""


def _seconds(told: Told, items: Sequence[Item]) -> float:
    """How long all of it is, of which items may be the first."""
    return sum(found.seconds or 0.0 for found in told.found) or sum(item.span.duration_s for item in items)


def _by(lines: Sequence[Item]) -> str:
    """What tells who speaks, where no label does."""
    by = going_by(lines)
    return f", {by}" if by else ""


def together(told: Told) -> str:
    """When people share the picture, or one is there without another."""
    if not told.people:
        return _anybody_alone(told) if told.question.subject == "alone" else _crowds(told)
    items, total = told.of("presence"), sum(found.total for found in told.found)
    if len(told.people) == 1 and any(len(item.people) > 1 for item in items):
        return companions(told)
    state = _company(told)
    if not items:
        return f"{told.no}There is no moment{told.where} when {state}, as far as I see."
    if told.question.which != "all":
        item = first_of(items, told.question.which)[0]
        return f"{capitalised(state)} {told.question.which} {at_stretch(item.span)}."
    seconds = _seconds(told, items)
    measure = f"{times(total)}{told.where}, for {length(seconds)} in all"
    return f"{told.yes}{state} {measure}: {_listed(items, total)}."


def _company(told: Told) -> str:
    """What is asked: `Anna and Ben are on screen together`."""
    names, is_one = listed(told.people), len(told.people) == 1
    if told.question.absent:
        return f"{names} {'is' if is_one else 'are'} on screen{_without(told)}"
    if is_one:
        return f"{names} is alone on screen"
    alone = any(step.call.args.get("alone") for step in told.fresh)
    return f"{names} are alone together" if alone else f"{names} are on screen together"


def _anybody_alone(told: Told) -> str:
    """Who is there without anybody else, and when."""
    if not told.card.characters:
        return f"I cannot tell who is alone{told.where}: nobody is known by face."
    seen = [
        f"{listed(found.items[0].people)} is alone on screen {times(found.total)}{told.where}: "
        f"{_listed(found.items, found.total)}."
        for found in told.found
        if found.items
    ]
    return " ".join(seen) or f"{told.no}I see nobody alone{told.where}."


def _crowds(told: Told) -> str:
    """When two or more people share the picture, whoever they are."""
    stays = _shared(told.of("presence"))
    if not stays:
        return f"{told.no}I see no two people together{told.where}."
    each = [f"{stretch(span)} ({listed(who)})" for span, who in stays[:MOST_LISTED]]
    times_s = f"{times(len(stays))}{told.where}"
    more = and_more(len(stays), len(each))
    return f"{told.yes}two or more people are on screen together {times_s}: {'; '.join(each)}{more}."


def _shared(items: Sequence[Item]) -> list[tuple[Span, list[str]]]:
    """Every stretch in which the same two or more people are seen, in order."""
    edges = sorted({time for item in items for time in (item.span.start_s, item.span.end_s)})
    shared: list[tuple[Span, list[str]]] = []
    for start_s, end_s in pairwise(edges):
        span = Span(start_s=start_s, end_s=end_s)
        there = [item for item in items if item.span.overlap_s(span) > LOOK_S]
        who = list(dict.fromkeys(name for item in there for name in item.people))
        if shared and shared[-1][1] == who and shared[-1][0].end_s == start_s:
            shared[-1] = (Span(start_s=shared[-1][0].start_s, end_s=end_s), who)
        elif len(who) > 1:
            shared.append((span, who))
    return shared


def companions(told: Told) -> str:
    """Who is seen together with somebody."""
    who = told.people[0] if told.people else "anybody"
    others = {
        name: items for name, items in by_person(told.of("presence")).items() if name not in told.people
    }
    if naming := _naming_others(told):
        return f"{capitalised(lines_told(naming[:MOST_LISTED]))}{and_more(len(naming), MOST_LISTED)}."
    if not others and len(told.people) > 1:
        return f"There is no moment{told.where} when {_company(told)}, as far as I see."
    if not others:
        return f"I see nobody together with {who}{told.where}."
    return f"Together with {who}{told.where}: {_each(others)}."


def _naming_others(told: Told) -> list[Item]:
    """Lines in which somebody names another, whom they may speak to."""
    others = {one.name for one in told.card.characters} - set(told.people)
    named = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(others)))})\b", re.IGNORECASE)
    return [line for line in told.of("line") if others and named.search(line.text)]


def away(told: Told) -> str:
    """When those are not seen in whose absence something is asked."""
    gaps = gaps_without(told.question, told.fresh, told.card) if told.question.intent in WHILE_AWAY else []
    if not gaps:
        return ""
    who = listed([told.card.name_of(one) for one in told.question.absent], "or")
    return f"I do not see {who} at these times: {', '.join(stretch(gap) for gap in gaps)}."
