"""Tool calls as JSON that the server's decoding is held to, for models and servers that cannot call tools.

The model writes `{"calls": [{"tool": …, "args": {…}}]}`; no calls means that it is ready to answer. Results
go back to it as a user's message, which every chat template knows.
"""

import json
import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from langchain_core.messages import (
    AIMessage,
    BaseMessage,
    HumanMessage,
    SystemMessage,
    ToolCall,
    ToolMessage,
)
from langchain_core.tools import BaseTool
from langchain_core.utils.function_calling import convert_to_openai_tool

from storyreel.agent.llm.schema import held_to_list, record
from storyreel.prompts.loader import render

MOST_CALLS = 3
"""In one step."""
_OBJECT = re.compile(r"^\s*(?:```(?:json)?|<tool_call>)?\s*(\{.*\})\s*(?:```|</tool_call>)?\s*$", re.DOTALL)
LONGEST_WORDS = 120
"""Letters of a name or of what is searched for."""
LONGEST_LIST = 8
"""Of names; of words to choose from, each can be chosen once."""


def held_to(tools: Iterable[BaseTool], fewest: int = 0) -> dict[str, Any]:
    """The part of a request that holds the decoding to calls of these tools, so many at least."""
    call = {"anyOf": [_call_schema(tool) for tool in tools]}
    return held_to_list("calls", call, fewest, MOST_CALLS)


def _call_schema(tool: BaseTool) -> dict[str, Any]:
    args = convert_to_openai_tool(tool)["function"]["parameters"]
    bounded = {**_bounded(args), "additionalProperties": False}
    return record(tool={"const": tool.name}, args=bounded)


def _bounded(schema: Any) -> Any:  # noqa: ANN401 -- any part of a schema
    """The schema with its free words and lists bounded: a weak model would write on until it is stopped."""
    if isinstance(schema, list):
        return [_bounded(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {key: _bounded(value) for key, value in schema.items()}
    match schema:
        case {"type": "string"} if "enum" not in schema:
            return inner | {"maxLength": LONGEST_WORDS}
        case {"type": "array", "items": items}:
            return inner | {"maxItems": len(items.get("enum", range(LONGEST_LIST)))}
    return inner


class Tool(NamedTuple):
    """A tool as the prompt lists it."""

    name: str
    args: str
    description: str


def in_plain_words(messages: Sequence[BaseMessage], tools: Mapping[str, BaseTool]) -> list[BaseMessage]:
    """The conversation without tool messages, with the tools told in the system message."""
    listed = [Tool(one.name, ", ".join(one.args), one.description) for one in tools.values()]
    told = render("calls", tools=listed)
    return [_with_tools(one, told) if isinstance(one, SystemMessage) else _plain(one) for one in messages]


def _with_tools(message: BaseMessage, told: str) -> SystemMessage:
    return SystemMessage(f"{message.text}\n\n{told}")


def _plain(message: BaseMessage) -> BaseMessage:
    if isinstance(message, ToolMessage):
        return HumanMessage(f"Result: {message.text}")
    if isinstance(message, AIMessage) and message.tool_calls:
        calls = [{"tool": call["name"], "args": call["args"]} for call in message.tool_calls]
        return AIMessage(json.dumps({"calls": calls}))
    return message


def calls_in(message: AIMessage) -> AIMessage:
    """The written calls as tool calls; a text that is no such JSON is one invalid call."""
    try:
        written = json.loads(str(message.text))
        calls = [_read(one) for one in written.get("calls", [written])]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        broken = {"name": None, "args": str(message.text)[:200], "id": _id(), "error": "no JSON"}
        return message.model_copy(update={"invalid_tool_calls": [broken]})
    return message.model_copy(update={"content": "", "tool_calls": calls})


def calls_written(message: AIMessage) -> AIMessage:
    """A message of a model that writes its calls instead of making them, as one that makes them."""
    text = str(message.text)
    if message.tool_calls or message.invalid_tool_calls or not (found := _OBJECT.search(text)):
        return message
    written = calls_in(message.model_copy(update={"content": found[1]}))
    return written if written.tool_calls else message


def _read(call: dict[str, Any]) -> ToolCall:
    """A call under its own names of its parts, or those of the protocol's."""
    name, args = call.get("tool", call.get("name")), call.get("args", call.get("arguments"))
    if not isinstance(name, str) or not isinstance(args, dict):
        raise TypeError("expected a tool's name and its arguments")
    return ToolCall(name=name, args=args, id=_id(), type="tool_call")


def _id() -> str:
    return f"guided_{uuid.uuid4().hex[:12]}"
