"""Questions of several parts, each read in the light of the one before it."""

import re
from dataclasses import replace
from functools import reduce

from storyreel.agent.understanding.parts import Setting
from storyreel.agent.understanding.people import find_people
from storyreel.agent.understanding.pronouns import Focus, means_many, pronoun_in
from storyreel.agent.understanding.question import Intent, Question
from storyreel.agent.understanding.series import parts_asked
from storyreel.agent.understanding.understand import understand
from storyreel.memory.records import Span

_SAYS_NOTHING: tuple[Intent, ...] = ("help", "vague", "unclear")
_UNREAD: tuple[Intent, ...] = ("search", "outside")
_OF_ALL: tuple[Intent, ...] = ("profile", "cast", "film", "identity", "same", "longest")
"""Kinds of question that a time told in another part does not narrow."""
_OF_WHOEVER: tuple[Intent, ...] = ("happening", "said")
"""Kinds of question that ask the same at a time, whoever is there."""
_MOMENT_S = 60.0
"""What is so at a moment, and when else it is so, are questions of different times."""
_OF_ONE = re.compile(r"\b(?:he|she|him|her(?! \w))\b", re.IGNORECASE)
_OWN = re.compile(r"\b(?:his|her|their) (?=\w)", re.IGNORECASE)
_THEN = re.compile(r"\bthen\b|\b(?:that|this|the same) (?:moment|time|scene|point)\b", re.IGNORECASE)


def understood(
    text: str, setting: Setting, previous: Question | None = None, focus: Focus | None = None
) -> Question:
    """What a text asks: its first question, with the others, if it has several, in `then`."""
    words, *others = parts_asked(text, setting.cast)
    if not others:
        return understand(text, setting, previous, focus)
    chain = [understand(words, setting, previous, focus)]
    for other in others:
        chain.append(_beside(other, chain[-1], setting, focus.topic if focus else ""))
    told_elsewhere = chain[0].intent == "outside"
    chain = chain[:1] + [
        one for one in chain[1:] if not told_elsewhere and (one.waits or not _adds_nothing(one))
    ]
    if len(chain) == 1 or not _are_several([one.intent for one in chain if not one.waits]):
        return understand(text, setting, previous, focus)
    if _speaks_of_others(others[0]):
        chain[0] = _in_time_of(chain[1], chain[0])
    return replace(reduce(lambda later, one: replace(one, then=later), reversed(chain)), text=text)


def once_told(
    first: Question, setting: Setting, people: tuple[str, ...], spans: list[Span]
) -> Question | None:
    """The next part once the first is answered with some people, character ids, at some times."""
    if first.then is None or not first.then.waits:
        return first.then
    is_that_time = len(spans) == 1 or (spans and _THEN.search(first.then.text))
    span = first.span or (spans[0] if is_that_time else None)
    read = _read_after(replace(first, people=first.people or people, span=span), first.then.text, setting)
    return replace(read, then=first.then.then)


def _are_several(intents: list[Intent]) -> bool:
    """Whether each part asks something, and one at least something that is understood."""
    return not set(intents) & set(_SAYS_NOTHING) and not set(intents) <= set(_UNREAD)


def _adds_nothing(part: Question) -> bool:
    """`And by whom`, `and how much is it`: the answer to the part before it tells that too."""
    return part.intent in _UNREAD and not (part.topic or part.people or part.emotions or part.quote)


def _beside(text: str, first: Question, setting: Setting, topic: str) -> Question:
    """What another part asks, of those and at the time that the part before it names."""
    if not first.people and first.topic[:1].isupper():
        text = _OF_ONE.sub(first.topic, text)
    has_time = first.span is not None or first.event is not None
    if _THEN.search(text) and not has_time:
        return Question(text=text, intent="unclear", waits=True)
    read = _read_after(first, text, setting, topic)
    of_those_told = _speaks_of_others(text) and not first.people and not _is_of_its_own(text, setting)
    if of_those_told and not (has_time and read.intent in _OF_WHOEVER):
        return Question(text=text, intent="unclear", waits=True)
    return read


def _is_of_its_own(text: str, setting: Setting) -> bool:
    """Whether it names somebody and only asks of what is theirs: `when does Ben leave his room`."""
    named = find_people(text, setting.cast)
    without_own = _OWN.sub(" ", text[named[0].end :]) if named else text
    return bool(named) and not _speaks_of_others(text[: named[0].start] + without_own)


def _speaks_of_others(text: str) -> bool:
    return pronoun_in(text.lower()) is not None or means_many(text.lower())


def _read_after(first: Question, text: str, setting: Setting, topic: str = "") -> Question:
    """Another part, where `it` is what the first is about, if it is read, else what was spoken of."""
    groups = (first.people,) if first.people else ()
    if first.intent not in _UNREAD:
        topic = first.topic or first.quote
    read = understand(text, setting, first, Focus(groups, first.span, topic))
    if means_many(text.lower()) and not read.people:
        read = replace(read, people=first.people)
    return _in_time_of(first, read)


def _in_time_of(other: Question, question: Question) -> Question:
    """The question at the other's time, where it has none of its own and can be narrowed."""
    if question.span or question.event or question.intent in _OF_ALL:
        return question
    is_moment = other.span is not None and other.span.duration_s <= _MOMENT_S
    if is_moment and question.ask in ("when", "count", "duration"):
        return question
    return replace(question, span=other.span, relation=other.relation, event=other.event)
