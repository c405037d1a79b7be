"""What lines of dialogue tell: whom they speak of, how much they say of the story, what is said next."""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace

from storyreel.agent.check.ground import words_of
from storyreel.agent.plot import PlotEvent
from storyreel.agent.recall.items import sentence_item
from storyreel.agent.results import Item
from storyreel.agent.scenes import SceneLine
from storyreel.agent.storyline.reporting import reported
from storyreel.agent.storyline.talk import TalkReader
from storyreel.agent.storyline.telling import Telling
from storyreel.agent.understanding.text import content_words

_DECIDES = re.compile(
    r"\b(?:(?:i|we|you|he|she|they)(?:'ve| have)? (?:got to|must|have to|decided|promised?|refuse)|"
    r"(?:i|we|he|she|they)(?:'ll| will| won't|(?:'m| am|'re| are|'s| is) (?:not )?going to)|"
    r"marry|married|murder(?:ed)?|kill(?:ed)?|dead|died|stole|stolen|escaped?|arrest(?:ed)?|secret|confess)\b",
    re.IGNORECASE,
)
_OF_SOMEBODY, _OF_DECISION, _OF_CHAT, _OF_SPEECH, _OF_STATEMENT = 1.25, 1.2, 0.6, 0.7, 1.5
_TOPICS = 3
"""At most so many people that a whole film is talk of, and one thing less."""
_MOST_NAMED, _LEAST_TOLD = 2, 2
"""Of people, and of things, that one talk is told of; and of both together where that tells enough."""
_NEAR_S = 15.0
"""What is said so near to a line belongs to the same talk."""
_CHAT_WORDS = 6
"""A line of fewer words that speaks of nobody and decides nothing is chat, as a greeting is."""
_NEXT_S = 2.0
_LEAST_REPLY = 3
"""Words."""
_LONGEST = 160
"""Letters of two lines that are told in one sentence."""


def with_subjects(events: Sequence[PlotEvent], talk: TalkReader, names: dict[str, str]) -> list[PlotEvent]:
    """The events, of lines with whom they call and speak of, and whatever else is stated of somebody.

    Those lines weigh more that tell, and chat weighs less; a single small word is not told.
    """
    events = [event for event in events if event.kind != "line" or _is_more_than_a_word(event.items[0].text)]
    known = {event.items[0].span for event in events}
    stated = [event for event in _statements(talk, names) if event.items[0].span not in known]
    told = [_with_subject(event, talk) if event.kind == "line" else event for event in events]
    return sorted([*told, *(_with_subject(event, talk) for event in stated)], key=lambda event: event.scene)


def _statements(talk: TalkReader, names: dict[str, str]) -> Iterator[PlotEvent]:
    for place, scene in enumerate(talk.scenes):
        for line in scene.best_lines:
            if reported(line.words, talk.called_in(line.words), talk.people_in(line.words)):
                item = sentence_item(line, names)
                yield PlotEvent("line", place, line.salience * 2, (item,), salience=line.salience)


def _is_more_than_a_word(said: str) -> bool:
    return len(said.split()) > 1 or bool(content_words(said))


def _with_subject(event: PlotEvent, talk: TalkReader) -> PlotEvent:
    words = event.items[0].text
    to, of = talk.called_in(words), talk.people_in(words)
    is_chat = not of and not decides(words) and len(words.split()) < _CHAT_WORDS
    weight = (_OF_SOMEBODY if of else 1) * (_OF_DECISION if decides(words) else 1)
    weight *= _OF_CHAT if is_chat else 1
    weight *= 1 if len(words) <= _LONGEST else _OF_SPEECH
    states = reported(words, to, of)
    weight *= _OF_STATEMENT if states else 1
    told_to, named = talk.in_one_form(to[:1]), talk.in_one_form(of)
    about = tuple(name for name in named if name not in told_to)[:_MOST_NAMED]
    return replace(event, weight=event.weight * weight, to=tuple(told_to), of=about, states=states)


def decides(words: str) -> bool:
    """Whether a line is of a resolution, a death, a crime, a marriage: of what stories turn on."""
    return bool(_DECIDES.search(words))


def topics_of(talk: TalkReader, names: dict[str, str]) -> list[tuple[str, Item]]:
    """What the whole film's talk is of, apart from its characters, each with a line that says it."""
    own = {word for name in names.values() for word in words_of(name)}
    told = talk.talk([line for scene in talk.scenes for line in scene.lines], _TOPICS, _TOPICS - 1)
    named = [*told.called.items(), *told.people.items()][:_TOPICS]
    others = [(name, line) for name, line in named if not own & set(words_of(name))]
    things = [(f"the {noun}", line) for noun, line in told.things.items()]
    return [(what, sentence_item(line, names)) for what, line in (*others, *things)]


def talk_beside(telling: Telling, event: PlotEvent, told: Container[str]) -> dict[str, Item]:
    """Of whom and what there is talk in a line and near it, each with the line that says so.

    Nothing of what is told already counts; of a line whose speaker is known, only what that speaker says.
    """
    item = event.items[0]
    near = [line for line in telling.scenes[event.scene].lines if _gap_s(line, item) <= _NEAR_S]
    said = telling.talk.talk(near, 0, _MOST_NAMED)
    things = {f"the {noun}": sentence_item(line, telling.names) for noun, line in said.things.items()}
    found = dict.fromkeys(event.of, item) | things
    own = {what: one for what, one in found.items() if one.people == item.people and what not in told}
    return own if len(own) + bool(event.to) >= _LEAST_TOLD else {}


def _gap_s(line: SceneLine, item: Item) -> float:
    return max(line.span.start_s - item.span.end_s, item.span.start_s - line.span.end_s)


def with_next(telling: Telling, event: PlotEvent, others: Sequence[PlotEvent]) -> PlotEvent:
    """A question of an unknown speaker with the line that follows at once, unless that is told itself."""
    item = event.items[0]
    if event.kind != "line" or event.of or event.to or item.people or not item.text.rstrip().endswith("?"):
        return event
    reply = _next(telling.scenes[event.scene].lines, item)
    if reply is None or len(item.text) + len(reply.words) > _LONGEST:
        return event
    found = sentence_item(reply, telling.names)
    is_told = any(other.items[0].span == found.span for other in others)
    return event if is_told or found.people else replace(event, items=(*event.items, found))


def _next(lines: Sequence[SceneLine], item: Item) -> SceneLine | None:
    later = [line for line in lines if line.span.start_s >= item.span.end_s - 0.1 and line.span != item.span]
    first = min(later, key=lambda line: line.span.start_s, default=None)
    if first is None or first.span.start_s - item.span.end_s > _NEXT_S:
        return None
    is_spoken = first.first.utterance.manner == "speech"
    return first if is_spoken and len(first.words.split()) >= _LEAST_REPLY else None
