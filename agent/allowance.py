"""How much film may be newly watched for one question, whoever wants it watched."""

from collections.abc import Sequence

from storyreel.agent.context import Context
from storyreel.agent.planning.looks import READ_ONLY
from storyreel.agent.watched import lines_are_read, new_to
from storyreel.errors import ToolError
from storyreel.memory.clock import clock
from storyreel.memory.intervals import joined, total_s
from storyreel.memory.records import Span
from storyreel.tools.contract import PerceptionTool


def book(context: Context, wanted: str, tools: Sequence[PerceptionTool], span: Span) -> None:
    """Counts what a tool, with all that it needs, would newly watch of a stretch.

    The same stretch counts once, whatever watches it. Raises ToolError, and counts nothing, where it would
    be more than the question may take.
    """
    new = () if costs_nothing(context, wanted) else new_to(tools, context.library, context.film, span)
    together = joined([*context.watched, *new])
    if total_s(together) > context.budget_s:
        raise ToolError(_refusal(context, wanted, span, total_s(new)))
    context.watched[:] = together


def costs_nothing(context: Context, wanted: str) -> bool:
    """Whether nothing need be decoded for it but what is quick: words are read."""
    return only_reads(context, wanted) or not (context.film.has_picture or context.film.has_sound)


def only_reads(context: Context, wanted: str) -> bool:
    """Whether a tool needs no reel of this film: how lines of subtitles are heard tells it nothing."""
    return wanted == "dialogue" or (wanted in READ_ONLY and lines_are_read(context.library, context.film))


def _refusal(context: Context, wanted: str, span: Span, new_s: float) -> str:
    left_s = max(0.0, context.budget_s - total_s(context.watched))
    stretch = f"{clock(span.start_s)}–{clock(span.end_s)}"
    done = ", ".join(f"{clock(one.start_s)}–{clock(one.end_s)}" for one in context.watched)
    so_far = f"; {done} was watched for it" if done else ""
    return (
        f"{stretch} was not watched for {wanted}: {new_s:.0f} s of it would be new, and {left_s:.0f} s more "
        f"may be watched for this question{so_far}; name a shorter stretch, or say what was not watched"
    )
