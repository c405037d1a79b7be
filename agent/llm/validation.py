"""Whether a model's tool calls can be made."""

from collections.abc import Mapping

from langchain_core.messages import AIMessage
from langchain_core.tools import BaseTool
from pydantic import BaseModel, ValidationError


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
