"""The ways to ask memory, as LangChain tools."""

import time
from collections.abc import Callable
from typing import Any, Literal

from langchain_core.tools import BaseTool, StructuredTool
from langgraph.prebuilt.tool_node import ToolRuntime
from pydantic import BaseModel, Field

from storyreel.agent.context import Context
from storyreel.agent.recall import felt, heard, moods, said, seen, sought, tension, whole
from storyreel.agent.results import Found
from storyreel.agent.wording.findings import findings
from storyreel.errors import QuestionError, ToolError
from storyreel.memory.records import Emotion
from storyreel.prompts.loader import fenced


class SpanArgs(BaseModel):
    """A stretch of film."""

    start_s: float = Field(ge=0, description="Where it begins, in seconds of film.")
    end_s: float = Field(ge=0, description="Where it ends, in seconds of film.")


class MaybeSpanArgs(BaseModel):
    """A stretch of film, or all of it."""

    start_s: float | None = Field(
        None, ge=0, description="Where to begin, in seconds of film; the start if left out."
    )
    end_s: float | None = Field(
        None, ge=0, description="Where to end, in seconds of film; the end if left out."
    )


class CharacterArgs(MaybeSpanArgs):
    """One character."""

    character: str = Field(description="A character's id or name.")


class MaybeCharacterArgs(MaybeSpanArgs):
    """One character, or all."""

    character: str | None = Field(None, description="A character's id or name; everybody if left out.")


class TimelineArgs(MaybeCharacterArgs):
    """Feelings of somebody or anybody."""

    emotions: list[Emotion] = Field(default_factory=list, description="Which; every feeling if left out.")
    min_confidence: float | None = Field(
        None, ge=0, le=1, description="Leave out what is less sure than this."
    )


class TurnArgs(MaybeCharacterArgs):
    """A change of mood."""

    before: list[Emotion] = Field(
        default_factory=list, description="The feelings that it starts from; any if left out."
    )
    after: list[Emotion] = Field(default_factory=list, description="Those that it leads to; any if left out.")


class ConflictArgs(MaybeCharacterArgs):
    """A face that tells something else than the voice or the words."""

    seen: list[Emotion] = Field(
        default_factory=list, description="What the face tells; anything if left out."
    )
    heard: list[Emotion] = Field(
        default_factory=list, description="What voice or words tell; anything contrary if left out."
    )


class MoodArgs(MaybeCharacterArgs):
    """Feelings of somebody or anybody."""

    emotions: list[Emotion] = Field(default_factory=list, description="Which; every feeling if left out.")


class TowardArgs(MaybeSpanArgs):
    """One character beside another."""

    character: str = Field(description="Whose feelings: id or name.")
    other: str = Field(description="Who is there or spoken with: id or name.")


class GroupArgs(MaybeSpanArgs):
    """Some characters, or all."""

    characters: list[str] = Field(default_factory=list, description="Ids or names; everybody if left out.")


class TogetherArgs(MaybeSpanArgs):
    """Some characters, with or without others."""

    characters: list[str] = Field(min_length=1, description="Who must be there: ids or names.")
    without: list[str] = Field(default_factory=list, description="Who must not be there.")
    alone: bool = Field(False, description="Whether nobody else at all may be there.")


class DialogueArgs(MaybeSpanArgs):
    """Lines of somebody, or with certain words."""

    speaker: str | None = Field(None, description="Who says them: id or name.")
    words: str | None = Field(None, description="What the lines must be about, or a phrase in them.")
    exact: bool = Field(
        False, description="Only lines that have all of the words, none that are merely near."
    )


class SoundArgs(MaybeSpanArgs):
    """Sounds and songs."""

    words: str | None = Field(None, description="What is heard, in a word or two; every sound if left out.")


class SearchArgs(MaybeSpanArgs):
    """Words to search for."""

    words: str = Field(description="What to look for, in a few words.")
    kinds: list[Literal["utterance", "caption", "segment", "screen_text"]] = Field(
        default_factory=list, description="Of what; all if left out."
    )


_ARGS: dict[Callable[..., Found], type[BaseModel]] = {
    sought.search: SearchArgs,
    felt.timeline: TimelineArgs,
    moods.feelings_between: TowardArgs,
    moods.arc: MaybeCharacterArgs,
    moods.turns: TurnArgs,
    moods.disagreements: GroupArgs,
    moods.conflicts: ConflictArgs,
    moods.feeling_scenes: MoodArgs,
    tension.tension: MaybeSpanArgs,
    seen.presence: CharacterArgs,
    seen.on_screen: SpanArgs,
    seen.together: TogetherArgs,
    said.dialogue: DialogueArgs,
    heard.sounds: SoundArgs,
    sought.screen_text: MaybeSpanArgs,
    whole.segment_detail: SpanArgs,
    seen.characters: MaybeCharacterArgs,
    whole.film_summary: MaybeSpanArgs,
}


def memory_tools() -> list[BaseTool]:
    """Every way to ask memory."""
    return [
        as_tool(ask.__name__, (ask.__doc__ or "").splitlines()[0], args, ask) for ask, args in _ARGS.items()
    ]


def as_tool(name: str, description: str, args: type[BaseModel], ask: Callable[..., Found]) -> BaseTool:
    """A LangChain tool out of a function of a Context and arguments.

    The model reads sentences in a fence; the result itself travels as artifact, for the check.
    """

    def run(runtime: ToolRuntime[Context, Any], **given: Any) -> tuple[str, dict[str, Any]]:  # noqa: ANN401 -- by schema
        began = time.perf_counter()
        try:
            found = ask(runtime.context.opened(), **given)
        except QuestionError as error:
            raise ToolError(str(error)) from error
        timed = found.model_copy(update={"took_s": time.perf_counter() - began})
        return fenced(findings(timed)), timed.model_dump(mode="json")

    return StructuredTool(
        name=name, description=description, args_schema=args, func=run, response_format="content_and_artifact"
    )
