"""Whether a model's tool calls can be made, and whether they are about what is asked."""

from collections.abc import Iterable, Iterator, Mapping

from langchain_core.messages import AIMessage
from langchain_core.tools import BaseTool
from pydantic import BaseModel, ValidationError

from storyreel.agent.calls import Call
from storyreel.agent.card import FilmCard
from storyreel.agent.planner import first_calls
from storyreel.agent.understanding.people import find_people
from storyreel.agent.understanding.question import Question

_PEOPLE = ("character", "other", "speaker", "characters", "without")
"""Arguments that are names or ids."""
_EDGE = 0.01
"""A stretch that leaves out no more of the film is all of it."""
_ROUNDING_S = 1.0


def problems_of(message: AIMessage, tools: Mapping[str, BaseTool]) -> dict[str, str]:
    """By call id, one line on each call that cannot be made: no such tool, or arguments of the wrong type."""
    broken = {str(call["id"]): "its arguments are no JSON" for call in message.invalid_tool_calls}
    for call in message.tool_calls:
        if problem := _problem(call["name"], call["args"], tools):
            broken[str(call["id"])] = problem
    return broken


def _problem(name: str, args: dict[str, object], tools: Mapping[str, BaseTool]) -> str | None:
    if name not in tools:
        return f"there is no tool {name!r}; there are {', '.join(tools)}"
    schema = tools[name].args_schema
    if not (isinstance(schema, type) and issubclass(schema, BaseModel)):
        raise TypeError(f"expected a pydantic schema of {name}, got {schema!r}")
    if unknown := sorted(args.keys() - schema.model_fields.keys()):
        return f"{name} takes no {unknown[0]!r}; it takes {', '.join(schema.model_fields)}"
    try:
        schema.model_validate(args)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        return f"{name}: {'.'.join(map(str, first['loc']))}: {first['msg']}"
    return None


def misfits_of(message: AIMessage, question: Question, card: FilmCard) -> dict[str, str]:
    """By call id, one line on each call that could be made but is not about what is asked.

    Only of a question's first step: what comes after it may rest on what tools have told. What rules would
    call fits: the model was told so.
    """
    misfits = {}
    hinted = first_calls(question, card)
    timed = {one.tool for one in hinted if "start_s" in one.args}
    for call in message.tool_calls:
        if Call(call["name"], call["args"]) in hinted:
            continue
        must_be_timed = call["name"] in timed
        if misfit := next(_misfits(call["args"], question, card, must_be_timed=must_be_timed), None):
            misfits[str(call["id"])] = f"{call['name']}: {misfit}"
    return misfits or _one_sided(message, question, card)


def _one_sided(message: AIMessage, question: Question, card: FilmCard) -> dict[str, str]:
    """By call id, a call about some of those who are compared, where no other is about the rest."""
    named = {call["id"]: _known(_named(call["args"]), card) for call in message.tool_calls}
    left = set(question.people).difference(*named.values())
    if question.intent != "compare" or not left or not all(named.values()):
        return {}
    others = ", ".join(card.name_of(who) for who in sorted(left))
    return {str(id_): f"{others} is compared too: name nobody, or call it for each" for id_ in named}


def _known(names: Iterable[str], card: FilmCard) -> set[str]:
    """Character ids of those names that somebody has."""
    mentions = (one for name in names for one in find_people(name, card.setting.cast))
    return {one.person.id for one in mentions if one.person}


def without_unasked(message: AIMessage, question: Question) -> AIMessage:
    """The message without limits that nobody asked for: weak models fill in what they can."""
    unasked = set(_unasked(question))
    calls = [
        {**call, "args": {key: value for key, value in call["args"].items() if key not in unasked}}
        for call in message.tool_calls
    ]
    return message.model_copy(update={"tool_calls": calls})


def _unasked(question: Question) -> Iterator[str]:
    """Arguments that would only narrow down what is asked: how sure, which feelings, which words."""
    if question.least_sure is None:
        yield "min_confidence"
    if question.then is None and question.event is None:
        if question.intent == "feelings" and not (question.emotions or question.unknown_feeling):
            yield "emotions"
        if question.intent == "said" and not (question.topic or question.quote):
            yield "words"


def _misfits(
    args: Mapping[str, object], question: Question, card: FilmCard, *, must_be_timed: bool
) -> Iterator[str]:
    yield from _of_people(args, question, card)
    yield from _of_times(args, question, card, must_be_timed=must_be_timed)


def _of_people(args: Mapping[str, object], question: Question, card: FilmCard) -> Iterator[str]:
    """Somebody whom the film does not have, or of whom nothing is asked."""
    for name in _named(args):
        who = next(iter(_known([name], card)), None)
        if who is None:
            known = ", ".join(f"{one.id} {one.name}" for one in card.characters) or "nobody"
            yield f"nobody is known as {name!r}; known are {known}"
        elif (question.people or question.foreign) and who not in _asked_about(question, card):
            yield f"the question is not about {name}"


def _asked_about(question: Question, card: FilmCard) -> set[str]:
    """Character ids that any part of a question names, or may mean, or whose doing it starts from.

    Names stand in a question of any language.
    """
    if question.foreign:
        return _known([question.text], card)
    return {
        who
        for one in question.parts
        for who in (*one.people, *one.absent, *one.candidates, *(one.event.people if one.event else ()))
    }


def _named(args: Mapping[str, object]) -> list[str]:
    values = [args.get(key) for key in _PEOPLE]
    return [
        str(name) for value in values if value for name in (value if isinstance(value, list) else [value])
    ]


def _of_times(
    args: Mapping[str, object], question: Question, card: FilmCard, *, must_be_timed: bool
) -> Iterator[str]:
    """A stretch outside the film, one other than what is asked about, or one where none is."""
    start_s, end_s = _second(args.get("start_s"), 0.0), _second(args.get("end_s"), card.duration_s)
    if start_s > end_s or start_s >= card.duration_s > 0:
        yield f"the film is {card.duration_s:g} s long, and start_s comes before end_s"
    elif question.event is not None or _is_half_read(question):
        return
    elif (asked := question.span) is None:
        if not _is_all(start_s, end_s, card):
            yield "the question names no time: leave out start_s and end_s, or ask about the whole film"
    elif (
        end_s < asked.start_s - _ROUNDING_S
        or start_s > asked.end_s + _ROUNDING_S
        or (must_be_timed and _is_all(start_s, end_s, card) and not _is_all(asked.start_s, asked.end_s, card))
    ):
        yield f"the question is about start_s {asked.start_s:g} to end_s {asked.end_s:g}"


def _is_all(start_s: float, end_s: float, card: FilmCard) -> bool:
    edge_s = _EDGE * card.duration_s
    return start_s <= edge_s and end_s >= card.duration_s - edge_s


def _is_half_read(question: Question) -> bool:
    """Whether it may name a time that rules do not read, or parts of it ask of different times."""
    return (
        question.foreign
        or question.then is not None
        or question.intent in ("search", "outside", "vague", "unclear")
    )


def _second(value: object, otherwise: float) -> float:
    return float(value) if isinstance(value, int | float) else otherwise
