"""JSON that a server holds a model's decoding to."""

from typing import Any


def held_to_list(name: str, item: dict[str, Any], fewest: int, most: int) -> dict[str, Any]:
    """The part of a request that holds the decoding to an object with one list of such items.

    It goes around the client, which would otherwise read the answer itself and fail on a half one.
    """
    schema = record(**{name: {"type": "array", "items": item, "minItems": fewest, "maxItems": most}})
    wanted = {"type": "json_schema", "json_schema": {"name": name, "schema": schema, "strict": True}}
    return {"extra_body": {"response_format": wanted}}


def record(**fields: dict[str, Any]) -> dict[str, Any]:
    """The schema of an object with these fields and no others."""
    return {
        "type": "object",
        "properties": fields,
        "required": list(fields),
        "additionalProperties": False,
    }
