"""The story by template: a sentence for each event that is worth telling."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from storyreel.agent.check.support import support
from storyreel.agent.plot import PlotEvent, stay_of
from storyreel.agent.results import Item
from storyreel.agent.scenes import SceneFacts
from storyreel.agent.storyline.records import Draft, Told
from storyreel.agent.storyline.telling import Telling
from storyreel.agent.storyline.told_lines import with_next
from storyreel.agent.themes import leads_of
from storyreel.agent.understanding.times import edge_length_s
from storyreel.agent.wording import story as words
from storyreel.memory.intervals import total_s
from storyreel.memory.records import Span

_BEGINNING = 0.25
"""Share of a film that the first act takes."""
_LEAST_SALIENCE = 0.3
"""A line that tells less is none of the few that are told of a scene: most lines of a film do."""


def logline(telling: Telling) -> list[Draft]:
    """The whole film in a sentence or two."""
    film, topics = telling.film, telling.plot.topics
    leads = leads_of(telling.scenes, telling.names)
    whole = Item(kind="film", span=Span(start_s=0, end_s=telling.until_s), text=film.title)
    items = (*leads, *(item for _, item in topics), whole)
    main = [item.people[0] for item in leads]
    text = words.logline(film.title, film.duration_s, main, [name for name, _ in topics])
    told = [event for event in telling.plot.events if event.kind in ("line", "turn")]
    best = max(told, key=lambda event: event.weight, default=None)
    return [Draft(text, items), *([_draft(best, "At its heart")] if best else [])]


def synopsis(telling: Telling, key: Sequence[PlotEvent]) -> list[Draft]:
    """A sentence for each key event."""
    acts = [_act(event, telling.film.duration_s) for event in key]
    told = [with_next(telling, event, key) for event in key]
    return [_draft(event, opening) for event, opening in zip(told, words.openings(acts), strict=True)]


def _act(event: PlotEvent, duration_s: float) -> int:
    """0, 1 or 2; the last is what the check calls the end, so that `towards the end` holds."""
    end_s = duration_s - edge_length_s(duration_s)
    return int(event.start_s >= _BEGINNING * duration_s) + int(event.start_s >= end_s)


def scene(telling: Telling, group: Sequence[int]) -> list[Draft]:
    """Who is in a scene of so many segments, and the two things in it that are worth most, if they tell."""
    segments = [telling.scenes[place] for place in group]
    first = {one: facts for facts in reversed(segments) for one in facts.people if one in telling.names}
    there = tuple(stay_of(one, first[one], telling.names) for one in _longest(segments) if one in first)[:4]
    cast = [Draft(words.cast_of_scene([item.people[0] for item in there]), there)] if there else []
    own = [one for one in telling.plot.events if one.scene in group and one.kind != "entrance"]
    best = sorted((one for one in own if one.salience >= _LEAST_SALIENCE), key=lambda event: -event.weight)[
        :2
    ]
    told = [*cast, *(_draft(event) for event in sorted(best, key=lambda event: event.start_s))]
    return [replace(draft, scene=span_of(telling, group)) for draft in told]


def span_of(telling: Telling, group: Sequence[int]) -> Span:
    """From the beginning of a scene's first segment to the end of its last."""
    first, last = telling.scenes[group[0]], telling.scenes[group[-1]]
    return Span(start_s=first.span.start_s, end_s=last.span.end_s)


def _longest(segments: Sequence[SceneFacts]) -> list[str]:
    """Who is on screen, longest first."""
    there_s: Counter[str] = Counter()
    for facts in segments:
        there_s.update({one: total_s(stays) for one, stays in facts.stays.items()})
    return [one for one, _ in there_s.most_common()]


def _draft(event: PlotEvent, opening: str = "") -> Draft:
    return Draft(words.sentence(event, opening), event.items)


def checked(
    telling: Telling, drafts: Sequence[Draft], instead: str | None = None
) -> tuple[list[Told], list[str]]:
    """The sentences that their own proofs bear out, and those that fall.

    `instead` says why they stand in for a language model's, where they do.
    """
    kept: list[Told] = []
    dropped: list[str] = []
    for draft in drafts:
        if draft.items and support(draft.text, telling.ground(draft.items)) is not None:
            kept.append(Told(draft.text, draft.items, stood_in=instead, scene=draft.scene))
        else:
            dropped.append(draft.text)
    return kept, dropped
