"""Puts an answer together with what it rests on."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from langchain_core.messages import AIMessage, AnyMessage, ToolMessage

from storyreel.agent.check.answer import Checked
from storyreel.agent.results import Found, Item
from storyreel.agent.second_thoughts import dropped
from storyreel.agent.state import Answer, AnswerCitation, AnswerInterval, ToolUse
from storyreel.memory.records import MODALITIES

if TYPE_CHECKING:
    from storyreel.agent.ingest import IngestReport


def report(
    checked: Checked,
    run: Sequence[AnyMessage],
    results: Sequence[Found],
    model: str,
    stood_in: str | None = None,
) -> Answer:
    """The answer as `ask --json` prints it, from this run's messages.

    `stood_in`: why the offline model answered instead of the one that was wanted.
    """
    return Answer(
        answer=f"{checked.text} (Answered by rules: {stood_in}.)" if stood_in else checked.text,
        citations=tuple(map(AnswerCitation.of, checked.citations)),
        intervals=_intervals(results),
        tools=_uses(run),
        model=model,
        unsupported=(*dropped(run), *checked.unsupported),
        stood_in=stood_in,
    )


def with_ingest(answer: Answer, ingest: "IngestReport") -> Answer:
    """The answer with the tools of an ingest that went before it."""
    before = tuple(
        ToolUse(
            name=stage.name,
            args={"depth": ingest.depth},
            cached=stage.cached,
            failed="; ".join(stage.failed) or None,
            duration_s=stage.seconds,
        )
        for stage in ingest.stages
    )
    return answer.model_copy(update={"tools": (*before, *answer.tools)})


def _intervals(results: Sequence[Found]) -> tuple[AnswerInterval, ...]:
    """Every feeling that was found, each once, in order."""
    felt = [item for found in results for item in found.items if item.kind == "emotion"]
    intervals = [_interval(item, name) for item in felt for name in item.people or (None,)]
    once = {(one.start_s, one.end_s, one.character, one.emotion): one for one in intervals}
    return tuple(sorted(once.values(), key=lambda one: (one.start_s, one.character or "")))


def _interval(item: Item, name: str | None) -> AnswerInterval:
    return AnswerInterval(
        start_s=round(item.span.start_s, 3),
        end_s=round(item.span.end_s, 3),
        character=name,
        emotion=item.emotion,
        confidence=item.confidence,
        modalities={modality: item.modalities.get(modality) for modality in MODALITIES},
    )


def _uses(run: Sequence[AnyMessage]) -> tuple[ToolUse, ...]:
    replies = {message.tool_call_id: message for message in run if isinstance(message, ToolMessage)}
    calls = [call for message in run if isinstance(message, AIMessage) for call in message.tool_calls]
    return tuple(
        _use(call["name"], call["args"], replies[call["id"] or ""]) for call in calls if call["id"] in replies
    )


def _use(name: str, args: dict[str, object], reply: ToolMessage) -> ToolUse:
    found = Found.model_validate(reply.artifact) if reply.artifact is not None else Found()
    return ToolUse(
        name=name,
        args=args,
        cached=all(look.cached for look in found.looks),
        duration_s=round(found.took_s, 4),
        failed=str(reply.text) if reply.status == "error" else None,
    )
