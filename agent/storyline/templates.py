"""The story by template: a sentence for each event that is worth telling."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from storyreel.agent.check.support import support
from storyreel.agent.plot import PlotEvent, stay_of
from storyreel.agent.recall.items import sentence_item
from storyreel.agent.results import Item
from storyreel.agent.scenes import SceneFacts, SceneLine
from storyreel.agent.storyline.records import Draft, Told
from storyreel.agent.storyline.telling import Telling
from storyreel.agent.storyline.told_lines import decides, with_next
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
    told = [
        Draft(words.logline(title, film.duration_s, main, [name for name, _ in topics]), items)
        for title in (film.title, "The film")  # for a title may deny, as `No Way Out` does
    ]
    return [next((draft for draft in told if holds(telling, draft)), told[0]), *_heart(telling)]


def _heart(telling: Telling) -> list[Draft]:
    """The key event that weighs most, rather of what stories turn on than of what is asked of somebody."""
    told = [event for event in telling.key if event.kind in ("line", "turn")]
    best = max(told, key=lambda one: (not one.to, decides(one.items[0].text), one.weight), default=None)
    if best is None:
        return []
    return [statement(best, "At its heart") if states(telling, best) else quoted(best, "At its heart")]


def events(telling: Telling, key: Sequence[PlotEvent]) -> list[Draft]:
    """A sentence for each event, in the film's own words where it is a line."""
    acts = [_act(event, telling.film.duration_s) for event in key]
    told = [with_next(telling, event, key) for event in key]
    return [quoted(event, opening) for event, opening in zip(told, words.openings(acts), strict=True)]


def _act(event: PlotEvent, duration_s: float) -> int:
    """0, 1 or 2; the last is what the check calls the end, so that `towards the end` holds."""
    end_s = duration_s - edge_length_s(duration_s)
    return int(event.start_s >= _BEGINNING * duration_s) + int(event.start_s >= end_s)


def talk_of(telling: Telling, lines: Sequence[SceneLine], people: int, opening: str = "") -> list[Draft]:
    """So many people of each kind, and one thing more, in a sentence; none where that fails the check."""
    told = telling.talk.talk(lines, people, people + 1)
    of = {**told.people, **{f"the {noun}": line for noun, line in told.things.items()}}
    items = tuple(sentence_item(line, telling.names) for line in (*told.called.values(), *of.values()))
    draft = Draft(words.topics(list(told.called), list(of), opening), items)
    return [draft] if holds(telling, draft) else []


def states(telling: Telling, event: PlotEvent) -> bool:
    """Whether it is a line that bears the check in indirect speech."""
    return bool(event.states) and holds(telling, statement(event))


def statement(event: PlotEvent, opening: str = "") -> Draft:
    """A line in indirect speech."""
    return Draft(words.statement(event, opening), event.items)


def quoted(event: PlotEvent, opening: str = "") -> Draft:
    """An event in a sentence, a line in the film's own words."""
    return Draft(words.sentence(event, opening), event.items)


def scene(telling: Telling, group: Sequence[int], key: Sequence[PlotEvent]) -> list[Draft]:
    """Who is in a scene of so many segments, what it is talk of, its key events, and what is worth most."""
    segments = [telling.scenes[place] for place in group]
    first = {one: facts for facts in reversed(segments) for one in facts.people if one in telling.names}
    there = tuple(stay_of(one, first[one], telling.names) for one in _longest(segments) if one in first)[:4]
    cast = [Draft(words.cast_of_scene([item.people[0] for item in there]), there)] if there else []
    lines = [line for facts in segments for line in facts.lines]
    own = [one for one in telling.plot.events if one.scene in group and one.kind != "entrance"]
    best = _best_of(telling, own, [one for one in own if one in key])
    told = [*cast, *_not_in(talk_of(telling, lines, 1), best), *best] or _weightiest(own)
    return [replace(draft, scene=span_of(telling, group)) for draft in told]


def _weightiest(events: Sequence[PlotEvent]) -> list[Draft]:
    """One sentence of a scene of which nothing tells much."""
    return [quoted(max(events, key=lambda event: event.weight))] if events else []


def _not_in(talk: Sequence[Draft], others: Sequence[Draft]) -> list[Draft]:
    """What a scene is talk of, unless the lines that say so are told anyway."""
    told = {item.span for draft in others for item in draft.items}
    return [draft for draft in talk if not told.issuperset(item.span for item in draft.items)]


def _best_of(telling: Telling, own: Sequence[PlotEvent], key: Sequence[PlotEvent]) -> list[Draft]:
    """A scene's key events, and what else tells most, in order; one line at most is quoted beside those."""
    others = [one for one in own if one.salience >= _LEAST_SALIENCE and one not in key]
    best = sorted(others, key=lambda event: -event.weight)[: max(1, 2 - len(key))]
    in_words = [one for one in (*key, *best) if one.kind == "line" and not states(telling, one)]
    kept = [*key, *(one for one in best if one not in in_words[1:])]
    return [
        statement(one) if one.kind == "line" and one not in in_words else quoted(one)
        for one in sorted(kept, key=lambda event: event.start_s)
    ]


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


def checked(
    telling: Telling, drafts: Sequence[Draft], instead: str | None = None
) -> tuple[list[Told], list[str]]:
    """The sentences that their own proofs bear out, and those that fall.

    `instead` says why they stand in for a language model's, where they do.
    """
    kept: list[Told] = []
    dropped: list[str] = []
    for draft in map(telling.named, drafts):
        if holds(telling, draft):
            kept.append(Told(draft.text, draft.items, stood_in=instead, scene=draft.scene))
        else:
            dropped.append(draft.text)
    return kept, dropped


def holds(telling: Telling, draft: Draft) -> bool:
    """Whether its own proofs bear a sentence out, with each person by one name."""
    named = telling.named(draft)
    return bool(draft.items) and support(named.text, telling.ground(named.items)) is not None
