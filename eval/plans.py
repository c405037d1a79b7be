"""Questions about a film with the plans that are right for them, and whether a plan is one of these.

`planner_questions.toml` says how they are written.
"""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from storyreel.agent.calls import Call
from storyreel.agent.card import CardPerson, FilmCard
from storyreel.memory.records import EMOTIONS

QUESTIONS = Path(__file__).with_name("planner_questions.toml")
LATER = tuple(
    QUESTIONS.with_name(f"planner_questions_{name}.toml")
    for name in (
        "held_out",
        "fresh",
        "fresh_held_out",
        "many",
        "many_held_out",
        "tester",
        "tester_held_out",
        "ordinary",
    )
)
"""Forty questions each, by others than those who built the rules, or for others."""
MOST_BESIDES = 2
"""A right plan may call so much that was not needed; more would be calling everything."""
ANYTHING = "*"
_FREE = frozenset({"min_confidence", "exact", "kinds"})
"""Arguments that a plan may give or leave out."""
_FEELINGS = tuple(one for one in EMOTIONS if one != "neutral")
"""All of them are as much as none left out."""
_SPAN = frozenset({"start_s", "end_s"})
_NEAR_S, _MOMENT_S = 30.0, 180.0
_SLACK_S, _SLACK = 10.0, 0.1
_EDGE = 0.01
"""A stretch that leaves out no more of the film is all of it."""


class Expected(BaseModel):
    """A call as a right plan has it: its tool, and the arguments that matter."""

    model_config = ConfigDict(extra="allow")

    tool: str

    @property
    def args(self) -> dict[str, Any]:
        """The arguments that matter, by name."""
        return dict(self.model_extra or {})


class Asked(BaseModel):
    """A question, those before it, and its right plans."""

    model_config = ConfigDict(extra="forbid")

    ask: str
    after: tuple[str, ...] = ()
    plans: tuple[tuple[Expected, ...], ...] = Field(min_length=1)


class About(BaseModel):
    """The film that is asked about."""

    model_config = ConfigDict(extra="forbid")

    title: str
    duration_s: float
    people: tuple[str, ...]

    @property
    def card(self) -> FilmCard:
        """As if it were watched, with picture, sound and lines."""
        people = tuple(CardPerson(id=f"P{place}", name=name) for place, name in enumerate(self.people, 1))
        return FilmCard(
            film_id="asked",
            title=self.title,
            duration_s=self.duration_s,
            characters=people,
            depth="standard",
            has_picture=True,
            has_sound=True,
            lines=900,
            languages=("en",),
            shots=600,
            scenes=90,
            budget_s=90,
        )


class Questions(BaseModel):
    """A film and what is asked about it."""

    model_config = ConfigDict(extra="forbid")

    film: About
    questions: tuple[Asked, ...]

    @classmethod
    def read(cls, path: Path = QUESTIONS) -> Self:
        """Raises pydantic's ValidationError for a file that is not written as they are."""
        return cls.model_validate(tomllib.loads(path.read_text("utf-8")))

    @model_validator(mode="after")
    def _of_its_people(self) -> Self:
        """A name that the film has not would be a right plan that no plan can meet."""
        named = {
            one for asked in self.questions for plan in asked.plans for call in plan for one in _names(call)
        }
        if strange := named - set(self.film.people):
            raise ValueError(f"expected names of {self.film.people}, got {sorted(strange)}")
        return self


def _names(call: Expected) -> list[str]:
    values = [call.args.get(key) for key in ("character", "other", "speaker", "characters", "without")]
    return [name for value in values for name in _listed(value) if name != ANYTHING]


def has_tools(asked: Asked, calls: Sequence[Call]) -> bool:
    """Whether the tools of one of its right plans are called, and few besides."""
    return any(_matches(plan, calls, lambda call, want: call.tool == want.tool) for plan in asked.plans)


def is_right(asked: Asked, calls: Sequence[Call], film: About) -> bool:
    """Whether one of its right plans is made, with the arguments that matter, and little besides."""

    def fits(call: Call, want: Expected) -> bool:
        return call.tool == want.tool and _agrees(call.args, want.args, film)

    return any(_matches(plan, calls, fits) for plan in asked.plans)


def _matches(plan: Sequence[Expected], calls: Sequence[Call], fits: Callable[[Call, Expected], bool]) -> bool:
    if not plan:
        return not calls
    return len(calls) <= len(plan) + MOST_BESIDES and all(
        any(fits(call, want) for call in calls) for want in plan
    )


def _agrees(args: Mapping[str, Any], want: Mapping[str, Any], film: About) -> bool:
    said = all(_is_as_wanted(key, value, args, film) for key, value in want.items())
    return said and all(_says_nothing(key, args, want, film) for key in args)


def _is_as_wanted(key: str, want: Any, args: Mapping[str, Any], film: About) -> bool:  # noqa: ANN401 -- any argument
    if want == ANYTHING:
        return True
    if key in _KINDS:
        return _KINDS[key](want, args, film)
    return bool(_plain(args.get(key), film) == _plain(want, film))


def _words(want: Sequence[str], args: Mapping[str, Any], _: About) -> bool:
    said = str(args.get("words") or "").casefold()
    return all(any(one.casefold() in said for one in either.split("|")) for either in want)


def _among(want: Sequence[str], args: Mapping[str, Any], _: About) -> bool:
    given = set(args.get("emotions") or ())
    return bool(given) and given <= set(want)


def _span(want: Sequence[float], args: Mapping[str, Any], film: About) -> bool:
    start_s, end_s = _stretch(args, film)
    slack_s = max(_SLACK_S, _SLACK * (want[1] - want[0]))
    return abs(start_s - want[0]) <= slack_s and abs(end_s - want[1]) <= slack_s


def _at(want: float, args: Mapping[str, Any], film: About) -> bool:
    start_s, end_s = _stretch(args, film)
    return start_s - _NEAR_S <= want <= end_s + _NEAR_S and end_s - start_s <= _MOMENT_S


_KINDS: dict[str, Callable[[Any, Mapping[str, Any], About], bool]] = {
    "words": _words,
    "emotions_among": _among,
    "span": _span,
    "at": _at,
}


def _stretch(args: Mapping[str, Any], film: About) -> tuple[float, float]:
    start_s, end_s = args.get("start_s"), args.get("end_s")
    return float(start_s or 0.0), float(film.duration_s if end_s is None else end_s)


def _says_nothing(key: str, args: Mapping[str, Any], want: Mapping[str, Any], film: About) -> bool:
    """Whether an argument is one that was wanted, may be there, or says what leaving it out says."""
    if key in _SPAN:
        start_s, end_s = _stretch(args, film)
        edge_s = _EDGE * film.duration_s
        is_all = start_s <= edge_s and end_s >= film.duration_s - edge_s
        return is_all or bool({"span", "at"} & want.keys())
    is_wanted = key in want or (key == "emotions" and "emotions_among" in want)
    return is_wanted or key in _FREE or not args[key] or _is_any_feeling(args[key])


def _is_any_feeling(value: object) -> bool:
    return isinstance(value, list) and set(_FEELINGS) <= set(value)


def _plain(value: Any, film: About) -> Any:  # noqa: ANN401 -- any argument
    """A value in one form: names for ids, in no order, no letters' case; nothing for what is empty."""
    if isinstance(value, str | list | tuple):
        ids = {one.id.casefold(): one.name.casefold() for one in film.card.characters}
        return {ids.get(one.casefold(), one.casefold()) for one in map(str, _listed(value))} or None
    return value or None


def _listed(value: Any) -> list[Any]:  # noqa: ANN401 -- any argument
    return [value] if isinstance(value, str) else list(value or ())
