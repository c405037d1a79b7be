"""The answer to a question, by template, from what the tools found."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from storyreel.agent.planning.spans import later_past_end, past_end
from storyreel.agent.sentences import split
from storyreel.agent.understanding.question import Intent
from storyreel.agent.understanding.text import content_words
from storyreel.agent.wording import (
    degrees,
    dialogue,
    events,
    feelings,
    film,
    limits,
    moods,
    people,
    presence,
    sounds,
    toward,
    unknown,
)
from storyreel.agent.wording.phrases import capitalised
from storyreel.agent.wording.told import Told

_MOST: Mapping[str, Callable[[Told], str]] = {"feelings": degrees.most, "emotion": degrees.leading}
_COMPOSERS: Mapping[Intent, Callable[[Told], str]] = {
    "on screen": presence.on_screen,
    "appearances": presence.appearances,
    "together": presence.together,
    "companions": presence.companions,
    "feelings": feelings.feelings,
    "compare": lambda told: people.most(told) if told.question.subject else degrees.compare(told),
    "strongest": lambda told: moods.strongest_scene(told) or degrees.strongest(told),
    "toward": toward.toward,
    "arc": moods.arc,
    "turn": moods.turn,
    "disagree": moods.disagree,
    "conflict": moods.conflict,
    "tension": moods.tension,
    "longest": film.longest,
    "said": dialogue.said,
    "who said": dialogue.who_said,
    "mentions": dialogue.mentions,
    "written": dialogue.written,
    "happening": events.happening,
    "summary": events.summary,
    "cast": people.cast,
    "profile": people.profile,
    "identity": people.identity,
    "same": people.meetings,
    "film": film.film_fact,
    "why": events.why,
    "throughout": people.throughout,
    "search": lambda told: sounds.heard_of(told) or unknown.searched(told),
    "sounds": sounds.sounds,
    "vague": unknown.asked_back,
    "most": lambda told: _MOST.get(told.question.subject, people.most)(told),
    "help": lambda told: limits.OTHER_FORM if told.question.subject == "form" else limits.HELP,
    "unclear": limits.unclear,
    "outside": lambda told: sounds.songs(told) or f"{limits.OUTSIDE} {_nearest(told)}".strip(),
}


_OF_ITSELF: tuple[Intent, ...] = ("help", "vague", "unclear")
"""Answers that say nothing of the film."""


@dataclass(frozen=True)
class Composed:
    """An answer, and which of its sentences claim nothing of the film."""

    text: str
    notes: tuple[str, ...] = ()
    """Sentences on what was watched and what cannot be told; the check lets them through."""


def compose(told: Told) -> Composed:
    """A few plain sentences: the answer, then what it does and does not rest on."""
    if told.question.span and past_end(told.question, told.card):
        return _all_notes(limits.past_end(told, told.question.span))
    if later := later_past_end(told.question, told.steps, told.card):
        ends = _all_notes(limits.past_end(told, later))
        return replace(ends, text=f"{told.anchor} {ends.text}".strip())
    if told.question.candidates:
        return _all_notes(limits.asked_back(told))
    if told.question.intent in _OF_ITSELF:
        return _all_notes(_core(told))
    shown = [(capitalised(part), is_note) for part, is_note in _parts(told) if part]
    notes = [sentence.text for part, is_note in shown if is_note for sentence in split(part)]
    return Composed(" ".join(part for part, _ in shown), tuple(notes))


def _parts(told: Told) -> list[tuple[str, bool]]:
    """What is said, in order, and whether it claims nothing of the film."""
    return [
        (unknown.language(told), True),
        (limits.unsure_event(told), True),
        (people.unsure(told), True),
        (people.verdict(told), True),
        (told.anchor, False),
        (presence.away(told), False),
        _answer(told),
        (people.reasons(told), True),
        (people.names_spoken(told), True),
        (unknown.aim(told), True),
        (moods.limit(told), True),
        (feelings.compared(told), True),
        (feelings.read_from(told), True),
        (sounds.limit(told), True),
        (film.limit(told), True),
        (presence.limit(told), True),
        (limits.failures(told), True),
        (limits.clipped_note(told), True),
        (limits.looked(told), True),
        (limits.unwatched(told), True),
    ]


def _answer(told: Told) -> tuple[str, bool]:
    missing = limits.no_event(told)
    core = missing or _core(told) or ("" if _is_explained(told) else limits.NOTHING)
    claims_nothing = core in (missing, limits.NOTHING, sounds.NONE, people.NOBODY)
    return core, claims_nothing or told.question.intent == "identity"


def _is_explained(told: Told) -> bool:
    """Whether what stands beside the answer is all that there is to say."""
    return bool(people.verdict(told) or (told.question.strangers and limits.failures(told)))


def _all_notes(text: str) -> Composed:
    return Composed(text, tuple(sentence.text for sentence in split(text)))


def _core(told: Told) -> str:
    question = told.question
    if (
        question.strangers
        and any(step.call.tool == "characters" for step in told.fresh)
        and question.intent != "cast"
        and not (question.intent == "identity" and question.people)
    ):
        return limits.stranger(told)
    if question.intent == "appearances" and question.absent:
        return presence.together(told)
    if question.doubted and told.of("emotion"):
        return moods.sure(told)
    return unknown.denied(told) or _COMPOSERS[question.intent](told)


def _nearest(told: Told) -> str:
    """What was found in the words, if it has any word of the question."""
    asked = {word.lower() for word in content_words(told.question.topic)}
    fits = any(asked & {word.lower() for word in content_words(item.text)} for item in told.about("search"))
    return dialogue.searched(told) if fits else ""
