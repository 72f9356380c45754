"""The JSON Schema (draft 2020-12) of the interchange document, generated from the dataclasses of core.document."""

from __future__ import annotations

import dataclasses
import inspect
import types
from decimal import Decimal
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from jihuan.core.document import SCHEMA, Document

DECIMAL_PATTERN = r"^-?(0|[1-9][0-9]{0,30})(\.[0-9]{1,20})?$"
ID = "urn:jihuan:interchange:1"

_LIMITS = {
    ("SpendingNode", "month"): (1, 12),
    ("Document", "fiscal_year"): (1949, 2999),
    ("Place", "page"): (1, 10**6),
}

Schema = dict[str, Any]


def limits(cls: type, name: str) -> tuple[int, int] | None:
    """The least and greatest whole number of a member, where it has closer bounds than 0 to 2³¹ - 1."""
    return _LIMITS.get((cls.__name__, name))


def required(field: dataclasses.Field[Any]) -> bool:
    """Whether a member must be written: it has no default, or it is the name of the schema."""
    return field.name == "schema" or (field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING)


def schema() -> Schema:
    """The published schema; ``docs/reference/interchange.schema.json`` is this text."""
    definitions: dict[str, Schema] = {}
    _define(Document, definitions)
    root = definitions.pop("Document")
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": ID, "title": SCHEMA}
    return {**head, **root, "$defs": definitions}


def _define(cls: type, definitions: dict[str, Schema]) -> Schema:
    if cls.__name__ not in definitions:
        definitions[cls.__name__] = {}
        hints = get_type_hints(cls)
        properties: dict[str, Schema] = {}
        obligatory: list[str] = []
        for field in dataclasses.fields(cls):
            properties[field.name] = _property(cls, field.name, hints[field.name], definitions)
            if required(field):
                obligatory.append(field.name)
        definitions[cls.__name__] = {
            "type": "object",
            "description": inspect.getdoc(cls),
            "properties": properties,
            **({"required": obligatory} if obligatory else {}),
            "additionalProperties": False,
        }
    return {"$ref": f"#/$defs/{cls.__name__}"}


def _property(cls: type, name: str, hint: object, definitions: dict[str, Schema]) -> Schema:
    options = get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)
    optional = type(None) in options
    inner = next(option for option in options if option is not type(None))
    found = _type(inner, definitions, optional=optional)
    if inner is int:
        low, high = limits(cls, name) or (0, 2**31 - 1)
        found |= {"minimum": low, "maximum": high}
    return {"anyOf": [found, {"type": "null"}]} if optional else found


def _type(hint: Any, definitions: dict[str, Schema], *, optional: bool = False) -> Schema:
    if get_origin(hint) is Literal:
        return {"enum": list(get_args(hint))}
    if get_origin(hint) is tuple:
        return _array(get_args(hint), definitions)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _define(hint, definitions)
    if hint is Decimal:
        return {"type": "string", "pattern": DECIMAL_PATTERN}
    if hint is str:
        return {"type": "string", "minLength": 1} if optional else {"type": "string"}
    return {"type": {int: "integer", float: "number", bool: "boolean"}[hint]}


def _array(of: tuple[Any, ...], definitions: dict[str, Schema]) -> Schema:
    if of[-1] is Ellipsis:
        return {"type": "array", "items": _type(of[0], definitions)}
    items = [_type(item, definitions) for item in of]
    return {"type": "array", "prefixItems": items, "items": False, "minItems": len(items)}
