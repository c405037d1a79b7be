"""The state of the ask graph: a conversation, and the answer to its last question."""

from typing import Annotated, Any

from langchain_core.messages import AnyMessage
from langgraph.graph.message import add_messages
from pydantic import SerializerFunctionWrapHandler, model_serializer
from typing_extensions import TypedDict  # before Python 3.12 pydantic can tell the shape of no other

from storyreel.memory.records import Citation, Emotion, Modality, Record


class InputState(TypedDict):
    """What a run is started with: the user's message."""

    messages: Annotated[list[AnyMessage], add_messages]


class State(InputState):
    """What the nodes share."""

    answer: dict[str, Any]
    """An Answer as JSON values, so that threads can be kept on disk."""


class AnswerCitation(Record):
    """Where in the film an answer's claim is to be seen or heard."""

    start_s: float
    end_s: float
    text: str
    evidence: tuple[str, ...]
    """Observation ids."""

    @classmethod
    def of(cls, citation: Citation) -> "AnswerCitation":
        """As `ask --json` prints it."""
        return cls(
            start_s=round(citation.span.start_s, 3),
            end_s=round(citation.span.end_s, 3),
            text=citation.text,
            evidence=citation.evidence,
        )


class AnswerInterval(Record):
    """A stretch of film in which somebody appears to feel something; who is where stands in the citations."""

    start_s: float
    end_s: float
    character: str | None
    emotion: Emotion | None
    confidence: float | None
    modalities: dict[Modality, float | None]
    """What face, voice and words say each; None where one says nothing."""


class ToolUse(Record):
    """A tool that ran for an answer."""

    name: str
    args: dict[str, Any]
    cached: bool
    """Nothing new had to be watched."""
    failed: str | None
    duration_s: float


class Answer(Record):
    """An answer and what it rests on; `ask --json` prints it."""

    answer: str
    citations: tuple[AnswerCitation, ...] = ()
    intervals: tuple[AnswerInterval, ...] = ()
    tools: tuple[ToolUse, ...] = ()
    model: str = ""
    unsupported: tuple[str, ...] = ()
    """Sentences that were removed, or that rules stand in for: no tool's result holds what they say."""
    stood_in: str | None = None
    """Why rules answered instead of the language model that was wanted."""
    tokens: int | None = None
    """What a language model read and wrote for it."""
    cost: float | None = None
    """Of these tokens, where their price is known."""

    @model_serializer(mode="wrap")
    def _without_language_model(self, serialised: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Says nothing of a language model where none was wanted."""
        fields: dict[str, Any] = serialised(self)
        unused = [name for name in ("stood_in", "tokens", "cost") if fields[name] is None]
        return {name: value for name, value in fields.items() if name not in unused}
