"""A synopsis by template, act for act: what each is talk of, what is stated in it, a line or two of it."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from storyreel.agent.check.ground import once
from storyreel.agent.plot import PlotEvent
from storyreel.agent.storyline import templates
from storyreel.agent.storyline.grouping import ACT_ENDS, act_of
from storyreel.agent.storyline.records import Draft
from storyreel.agent.storyline.telling import Telling
from storyreel.agent.storyline.told_lines import talk_beside, with_next
from storyreel.agent.wording import story as words
from storyreel.memory.records import Span

_LEAST_S = 600.0
"""A shorter film is told in one paragraph."""
_OPENINGS = ("At first", "Then", "Later", "At last")
_NEXT = ("", "Then", "", "After that", "", "Next")
"""How acts begin, and the sentences in them."""
_QUOTED = 2
"""So many events of an act may be told in the film's own words."""
_STATED = 2
"""So much more of what is stated in an act is told in indirect speech."""
_PEOPLE = 2
"""Of whom an act is said to be talk, and who are said to be spoken to."""


def synopsis(telling: Telling) -> list[Draft]:
    """The key events, in a paragraph for each act of a film that is long enough to be told in acts."""
    if not has_acts(telling):
        return templates.events(telling, telling.key)
    return [draft for number in range(len(_OPENINGS)) for draft in act(telling, number)]


def told_events(telling: Telling) -> list[PlotEvent]:
    """The key events, and what else a synopsis states."""
    if not has_acts(telling):
        return list(telling.key)
    return [event for number in range(len(_OPENINGS)) for event in _told_in(telling, number)]


def has_acts(telling: Telling) -> bool:
    """Whether a film is long enough to be told in acts."""
    return telling.film.duration_s >= _LEAST_S


def act_span(telling: Telling, number: int) -> Span:
    """One of four acts, 0 to 3, as far as the film is told; empty where it is not."""
    duration_s = telling.film.duration_s
    start_s, end_s = list(pairwise([0.0, *(end * duration_s for end in ACT_ENDS), duration_s]))[number]
    return Span(start_s=min(start_s, telling.until_s), end_s=min(end_s, telling.until_s))


def act(telling: Telling, number: int) -> list[Draft]:
    """What an act, 0 to 3, is talk of, then its key events, few of them in quotations."""
    span = act_span(telling, number)
    topics = _topics(telling, span, number)
    events = _told_in(telling, number)
    in_words = [one for one in events if not templates.states(telling, one)]
    weighty = sorted(in_words, key=lambda event: -event.weight)[:_QUOTED]
    drafts = list(topics)
    for event in events:
        opening = _NEXT[(len(drafts) - len(topics)) % len(_NEXT)]
        if event in weighty or event.kind != "line":
            drafts.append(templates.quoted(with_next(telling, event, telling.key), opening))
        else:
            drafts += _in_other_words(telling, event, opening, topics)
    return [replace(draft, scene=span) for draft in drafts]


def _topics(telling: Telling, span: Span, number: int) -> list[Draft]:
    lines = [line for scene in telling.scenes for line in scene.lines if span.holds(line.span.start_s)]
    return templates.talk_of(telling, lines, _PEOPLE, _OPENINGS[number])


def _told_in(telling: Telling, number: int) -> list[PlotEvent]:
    """The key events of an act, and the most telling of what is stated in it of somebody or something."""
    span = act_span(telling, number)
    own = [one for one in telling.key if act_of(one.start_s, telling.film.duration_s) == number]
    stated = [
        one for one in telling.plot.events if span.holds(one.start_s) and templates.states(telling, one)
    ]
    best = sorted(stated, key=lambda event: -event.salience)[:_STATED]
    return sorted([*own, *(one for one in best if one not in own)], key=lambda event: event.start_s)


def _in_other_words(telling: Telling, event: PlotEvent, opening: str, topics: Sequence[Draft]) -> list[Draft]:
    """What a line states, or what it is talk of beyond an act's topics; none where that is too little."""
    if templates.states(telling, event):
        return [templates.statement(event, opening)]
    of = talk_beside(telling, event, "".join(draft.text for draft in topics))
    items = once((event.items[0], *of.values()))
    draft = Draft(words.talk(event, list(of), opening), tuple(items))
    return [draft] if of and templates.holds(telling, draft) else []
