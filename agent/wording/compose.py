"""The answer to a question, by template, from what the tools found."""

from collections.abc import Callable, Mapping

from storyreel.agent.planner import past_end
from storyreel.agent.understanding.question import Intent
from storyreel.agent.understanding.text import content_words
from storyreel.agent.wording import dialogue, events, feelings, film, limits, people, presence, unknown
from storyreel.agent.wording.phrases import capitalised
from storyreel.agent.wording.told import Told

_COMPOSERS: Mapping[Intent, Callable[[Told], str]] = {
    "on screen": presence.on_screen,
    "appearances": presence.appearances,
    "together": presence.together,
    "companions": presence.companions,
    "feelings": feelings.feelings,
    "compare": feelings.compare,
    "strongest": feelings.strongest,
    "longest": film.longest,
    "said": dialogue.said,
    "who said": dialogue.who_said,
    "mentions": dialogue.mentions,
    "written": dialogue.written,
    "happening": events.happening,
    "summary": events.summary,
    "cast": people.cast,
    "profile": people.profile,
    "film": film.film_fact,
    "why": events.why,
    "throughout": people.throughout,
    "search": unknown.searched,
    "vague": unknown.asked_back,
    "most": lambda told: feelings.most(told) if told.question.subject == "feelings" else people.most(told),
    "help": lambda _: limits.HELP,
    "unclear": lambda _: limits.UNCLEAR,
    "outside": lambda told: " ".join(part for part in (limits.OUTSIDE, _nearest(told)) if part),
}


def compose(told: Told) -> str:
    """A few plain sentences: the answer, then what it does and does not rest on."""
    if past_end(told.question, told.card):
        return limits.past_end(told)
    core = _core(told)
    parts = [
        unknown.language(told),
        told.anchor,
        core,
        unknown.aim(told),
        limits.failures(told),
        limits.clipped_note(told),
        limits.looked(told),
        limits.unwatched(told),
    ]
    return " ".join(capitalised(part) for part in parts if part)


def _core(told: Told) -> str:
    question = told.question
    if (
        question.strangers
        and any(step.call.tool == "characters" for step in told.fresh)
        and question.intent != "cast"
    ):
        return limits.stranger(told)
    if question.intent == "appearances" and question.absent:
        return presence.together(told)
    return limits.no_event(told) or unknown.denied(told) or _COMPOSERS[question.intent](told)


def _nearest(told: Told) -> str:
    """What was found in the words, if it has any word of the question."""
    asked = {word.lower() for word in content_words(told.question.topic)}
    fits = any(asked & {word.lower() for word in content_words(item.text)} for item in told.about("search"))
    return dialogue.searched(told) if fits else ""
