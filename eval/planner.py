"""How well questions are planned: rules, and a served model, side by side on the same questions.

`python -m storyreel.eval.planner` judges the rules; with `--llm URL` the model there too, as the program asks
it: its own tool calls or JSON that decoding is held to, one repair, rules behind. Judged is the first step.
"""

import json
import random
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Annotated, Self

import typer
from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage
from pydantic import BaseModel, ConfigDict

from storyreel.agent.ask import known_tools, system_message
from storyreel.agent.calls import Call
from storyreel.agent.llm.marks import PLANNED, REPAIRED, STOOD_IN
from storyreel.agent.llm.wanted import language_model
from storyreel.agent.offline_model import FOCUS_KEY, OfflineChatModel
from storyreel.eval.plans import QUESTIONS, Asked, Questions, has_tools, is_right

SEED = 5
ANSWERED = AIMessage("I have told you what the film shows of that.", additional_kwargs={FOCUS_KEY: {}})
"""In place of the answers to earlier questions, which named nobody else."""


class Planned(BaseModel):
    """What a model planned for a question."""

    model_config = ConfigDict(frozen=True)

    number: int
    """Of the question, from 1."""
    question: str
    calls: tuple[Call, ...]
    tools_right: bool
    right: bool
    repaired: bool = False
    """Told what was wrong with its calls, the model made others."""
    by_rules: str | None = None
    """Why rules planned instead."""
    failed: str | None = None
    """Why rules stood in for a server that failed."""
    seconds: float


class Figures(BaseModel):
    """Shares of questions, 0 to 1."""

    n: int
    tools_right: float
    right: float
    odd: float | None
    """Right of the questions that rules may be built on; None if there are none."""
    even: float | None
    """Right of the questions kept apart."""
    repaired: float
    by_rules: float
    failed: float
    seconds: float
    """Mean of a question."""

    @classmethod
    def of(cls, plans: Sequence[Planned]) -> Self:
        """Raises ValueError without plans."""
        if not plans:
            raise ValueError("expected plans, got none")
        return cls(
            n=len(plans),
            tools_right=_share(one.tools_right for one in plans),
            right=_share(one.right for one in plans),
            odd=_share_or_none([one.right for one in plans if one.number % 2]),
            even=_share_or_none([one.right for one in plans if not one.number % 2]),
            repaired=_share(one.repaired for one in plans),
            by_rules=_share(one.by_rules is not None for one in plans),
            failed=_share(one.failed is not None for one in plans),
            seconds=sum(one.seconds for one in plans) / len(plans),
        )


def _share(held: Iterable[bool]) -> float:
    held = list(held)
    return sum(held) / len(held)


def _share_or_none(held: Sequence[bool]) -> float | None:
    return _share(held) if held else None


def planned(model: BaseChatModel, number: int, asked: Asked, questions: Questions) -> Planned:
    """What a model's first step for a question is, and whether it is right."""
    began = time.perf_counter()
    reply = model.bind_tools(known_tools()).invoke(conversation(model, asked, questions))
    calls = [Call(call["name"], call["args"]) for call in reply.tool_calls]
    return Planned(
        number=number,
        question=asked.ask,
        calls=tuple(calls),
        tools_right=has_tools(asked, calls),
        right=is_right(asked, calls, questions.film),
        repaired=REPAIRED in reply.additional_kwargs,
        by_rules=reply.additional_kwargs.get(PLANNED),
        failed=reply.additional_kwargs.get(STOOD_IN),
        seconds=time.perf_counter() - began,
    )


def conversation(model: BaseChatModel, asked: Asked, questions: Questions) -> list[BaseMessage]:
    """What the ask graph would hand a model at its first step."""
    earlier = [message for one in asked.after for message in (HumanMessage(one), ANSWERED)]
    return [system_message(questions.film.card, model), *earlier, HumanMessage(asked.ask)]


def sample(questions: Questions, size: int | None) -> list[int]:
    """The numbers of all questions, or of always the same so many of them, in order."""
    numbers = list(range(1, len(questions.questions) + 1))
    return numbers if size is None else sorted(random.Random(SEED).sample(numbers, min(size, len(numbers))))  # noqa: S311 -- no secret


def run(
    model: BaseChatModel,
    questions: Questions,
    numbers: Sequence[int],
    kept: Path | None = None,
    tell: Callable[[Planned], None] = lambda _: None,
) -> list[Planned]:
    """Plans each question. With a file, what it holds is not asked again, and what is new is added to it."""
    before = {one.number: one for one in _read(kept, questions)}
    plans = []
    for number in numbers:
        plan = before.get(number) or planned(model, number, questions.questions[number - 1], questions)
        if number not in before and kept:
            with kept.open("a", encoding="utf-8") as file:
                file.write(plan.model_dump_json() + "\n")
        tell(plan)
        plans.append(plan)
    return plans


def _read(kept: Path | None, questions: Questions) -> list[Planned]:
    """Plans of before, judged anew: what is right may have been put otherwise since."""
    if kept is None or not kept.exists():
        return []
    plans = [Planned.model_validate_json(line) for line in kept.read_text("utf-8").splitlines()]
    return [_judged(one, questions) for one in plans if _is_of(one, questions)]


def _is_of(plan: Planned, questions: Questions) -> bool:
    return questions.questions[plan.number - 1].ask == plan.question


def _judged(plan: Planned, questions: Questions) -> Planned:
    asked = questions.questions[plan.number - 1]
    right = is_right(asked, plan.calls, questions.film)
    return plan.model_copy(update={"right": right, "tools_right": has_tools(asked, plan.calls)})


def main(
    llm: Annotated[str | None, typer.Option(help="An OpenAI-compatible server to judge too.")] = None,
    llm_model: Annotated[str | None, typer.Option(help="Which of its models.")] = None,
    questions: Annotated[Path, typer.Option(help="The questions and their right plans.")] = QUESTIONS,
    size: Annotated[int | None, typer.Option(help="Only so many, always the same.")] = None,
    keep: Annotated[Path | None, typer.Option(help="The served model's plans, to go on from.")] = None,
    wrong: Annotated[bool, typer.Option(help="Print the wrong plans of odd questions.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Judges plans of the rules, and of a served model beside them."""
    asked = Questions.read(questions)
    numbers = sample(asked, size)
    plans = {"offline": run(OfflineChatModel(), asked, numbers)}
    if served := language_model(llm, llm_model) if llm else None:
        plans[getattr(served, "model_name", "served")] = run(served, asked, numbers, keep, _tell)
    figures = {name: Figures.of(own) for name, own in plans.items()}
    if as_json:
        typer.echo(json.dumps({name: one.model_dump() for name, one in figures.items()}))
    else:
        _print(figures)
    if wrong:
        _print_wrong(plans)


def _tell(plan: Planned) -> None:
    typer.echo(f"{plan.number} {'right' if plan.right else 'wrong'} {plan.seconds:.0f} s", err=True)


def _print(figures: dict[str, Figures]) -> None:
    for name, one in figures.items():
        halves = ", ".join(
            f"{half} {share:.3f}" for half, share in (("odd", one.odd), ("even", one.even)) if share
        )
        typer.echo(
            f"{name}: {one.n} questions, right tools {one.tools_right:.3f}, with arguments {one.right:.3f} "
            f"({halves}); repaired {one.repaired:.3f}, by rules {one.by_rules:.3f}, failed {one.failed:.3f}; "
            f"{one.seconds:.2f} s each"
        )


def _print_wrong(plans: dict[str, list[Planned]]) -> None:
    for name, own in plans.items():
        for plan in own:
            if plan.number % 2 and not plan.right:
                calls = "; ".join(f"{call.tool} {call.args}" for call in plan.calls) or "nothing"
                typer.echo(f"{name} {plan.number}: {plan.question!r} → {calls}")


if __name__ == "__main__":
    typer.run(main)
