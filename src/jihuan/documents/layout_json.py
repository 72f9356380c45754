"""A layout as JSON and back, for the pipe between sandbox and reader and for storage. What comes back is checked against the dataclasses."""

from __future__ import annotations

import base64
import dataclasses
import json
import re
import types
from functools import cache
from typing import Literal, Union, cast, get_args, get_origin, get_type_hints

from jihuan.core.document import Problem
from jihuan.core.language import _
from jihuan.documents.layout import Block, Layout, Paragraph, Table

Json = bool | int | float | str | list["Json"] | dict[str, "Json"] | None

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class LayoutError(ValueError):
    """The JSON is not a layout."""


def to_json(layout: Layout) -> dict[str, Json]:
    """The layout as JSON values; members that are None are left out, bytes are base64."""
    return cast(dict[str, Json], _encode(layout))


def from_json(value: object) -> Layout:
    """The layout that JSON values say. Raises LayoutError."""
    return cast(Layout, _decode(value, Layout))


def printable(layout: Layout) -> Layout:
    """The layout with U+FFFD for what no program can show or store (damaged fonts give such characters), and a problem that says so."""
    count = sum(len(_UNPRINTABLE.findall(text)) for text in (*map(_text, layout.blocks), *layout.names))
    if not count:
        return layout
    message = _("文件里有 {count} 个无法显示的字符，已用“�”代替，请对照原文核对").format(count=count)
    blocks = tuple(_printable_block(block) for block in layout.blocks)
    names = tuple(_UNPRINTABLE.sub("\ufffd", name) for name in layout.names)
    problems = (*layout.problems, Problem(level="warning", message=message))
    return dataclasses.replace(layout, blocks=blocks, names=names, problems=problems)


def _text(block: Block) -> str:
    return block.text if isinstance(block, Paragraph) else "".join(cell.text for cell in block.cells)


def _printable_block(block: Block) -> Block:
    if isinstance(block, Paragraph):
        return dataclasses.replace(block, text=_UNPRINTABLE.sub("\ufffd", block.text))
    cells = tuple(dataclasses.replace(cell, text=_UNPRINTABLE.sub("\ufffd", cell.text)) for cell in block.cells)
    return dataclasses.replace(block, cells=cells)


def dumps(layout: Layout) -> str:
    """The layout as JSON text."""
    return json.dumps(to_json(layout), ensure_ascii=False, separators=(",", ":"))


def loads(text: str | bytes) -> Layout:
    """The layout of a JSON text. Raises LayoutError."""
    try:
        return from_json(json.loads(text))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise LayoutError(str(error)) from error


def _encode(value: object) -> Json:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, tuple):
        return [_encode(item) for item in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        members = ((field.name, getattr(value, field.name)) for field in dataclasses.fields(value))
        return {name: _encode(member) for name, member in members if member is not None}
    return cast(Json, value)


@cache
def _hints(cls: type) -> dict[str, object]:
    return get_type_hints(cls)


def _decode(value: object, hint: object) -> object:
    if get_origin(hint) in (Union, types.UnionType):
        options = [option for option in get_args(hint) if option is not type(None)]
        if set(options) == {Paragraph, Table}:
            return _decode(value, Table if isinstance(value, dict) and "cells" in value else Paragraph)
        return None if value is None else _decode(value, options[0])
    if get_origin(hint) is tuple:
        return _items(value, get_args(hint))
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return _record(value, hint)
    return _scalar(value, hint)


def _items(value: object, of: tuple[object, ...]) -> object:
    if not isinstance(value, list) or (of[-1] is not Ellipsis and len(value) != len(of)):
        raise LayoutError("list expected")
    return tuple(_decode(item, of[0]) for item in value)


def _record(value: object, cls: type) -> object:
    hints = _hints(cls)
    if not isinstance(value, dict) or not value.keys() <= hints.keys():
        raise LayoutError(f"{cls.__name__} expected")
    try:
        return cls(**{name: _decode(member, hints[name]) for name, member in value.items()})
    except TypeError as error:
        raise LayoutError(str(error)) from error


def _scalar(value: object, hint: object) -> object:
    if hint is bytes and isinstance(value, str):
        try:
            return base64.b64decode(value, validate=True)
        except ValueError as error:
            raise LayoutError("base64 expected") from error
    if hint is float and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if get_origin(hint) is Literal and value in get_args(hint):
        return value
    if isinstance(hint, type) and isinstance(value, hint) and isinstance(value, bool) == (hint is bool):
        return value
    raise LayoutError(f"{hint} expected")
