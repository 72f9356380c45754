"""A layout as JSON and back, for the pipe between sandbox and reader and for storage. What comes back is checked against the dataclasses."""

from __future__ import annotations

import base64
import dataclasses
import json
import re
import types
from collections.abc import Callable
from functools import cache, partial
from typing import Literal, Union, cast, get_args, get_origin, get_type_hints

from jihuan.core.document import Problem
from jihuan.core.language import _
from jihuan.documents.layout import Block, Layout, Paragraph, Table

Json = bool | int | float | str | list["Json"] | dict[str, "Json"] | None
Decoder = Callable[[object], object]

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class LayoutError(ValueError):
    """The JSON is not a layout."""


def to_json(layout: Layout) -> dict[str, Json]:
    """The layout as JSON values; members that are None are left out, bytes are base64."""
    return cast(dict[str, Json], _encode(layout))


def from_json(value: object) -> Layout:
    """The layout that JSON values say. Raises LayoutError."""
    return cast(Layout, _decoder(Layout)(value))


def printable(layout: Layout) -> Layout:
    """The layout with U+FFFD for what no program can show or store (damaged fonts give such characters), and a problem that says so."""
    told = tuple(_printable_problem(problem) for problem in layout.problems)
    count = sum(len(_UNPRINTABLE.findall(text)) for text in (*map(_text, layout.blocks), *layout.names))
    if not count:
        return layout if told == layout.problems else dataclasses.replace(layout, problems=told)
    message = _("文件里有 {count} 个无法显示的字符，已用“�”代替，请对照原文核对").format(count=count)
    blocks = tuple(_printable_block(block) for block in layout.blocks)
    names = tuple(_UNPRINTABLE.sub("\ufffd", name) for name in layout.names)
    problems = (*told, Problem(level="warning", message=message))
    return dataclasses.replace(layout, blocks=blocks, names=names, problems=problems)


def _printable_problem(problem: Problem) -> Problem:
    """A problem quotes the file, and with it what cannot be shown."""
    return dataclasses.replace(problem, message=_UNPRINTABLE.sub("\ufffd", problem.message))


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
def _decoder(hint: object) -> Decoder:
    """What reads a value of an annotated type; found once for each type, for a large file has a hundred thousand values."""
    if get_origin(hint) in (Union, types.UnionType):
        options = [option for option in get_args(hint) if option is not type(None)]
        if set(options) == {Paragraph, Table}:
            return _block
        one = _decoder(options[0])
        return lambda value: None if value is None else one(value)
    if get_origin(hint) is tuple:
        of = get_args(hint)
        return partial(_items, _decoder(of[0]), None if of[-1] is Ellipsis else len(of))
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return partial(_record, hint, {name: _decoder(member) for name, member in get_type_hints(hint).items()})
    if get_origin(hint) is Literal:
        return partial(_word, get_args(hint))
    return {bytes: _bytes, float: _float}.get(cast(type, hint)) or partial(_scalar, hint)


def _block(value: object) -> object:
    return _decoder(Table if isinstance(value, dict) and "cells" in value else Paragraph)(value)


def _items(of: Decoder, count: int | None, value: object) -> object:
    if not isinstance(value, list) or (count is not None and len(value) != count):
        raise LayoutError("list expected")
    return tuple(map(of, value))


def _record(cls: type, members: dict[str, Decoder], value: object) -> object:
    if not isinstance(value, dict) or not value.keys() <= members.keys():
        raise LayoutError(f"{cls.__name__} expected")
    try:
        return cls(**{name: members[name](member) for name, member in value.items()})
    except TypeError as error:
        raise LayoutError(str(error)) from error


def _bytes(value: object) -> bytes:
    try:
        return base64.b64decode(cast(str, value), validate=True)
    except (TypeError, ValueError) as error:
        raise LayoutError("base64 expected") from error


def _float(value: object) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    raise LayoutError("number expected")


def _word(words: tuple[object, ...], value: object) -> object:
    if value in words:
        return value
    raise LayoutError(f"one of {words} expected")


def _scalar(hint: object, value: object) -> object:
    if type(value) is hint:
        return value
    raise LayoutError(f"{hint} expected")
