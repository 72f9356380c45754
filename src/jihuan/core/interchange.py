"""The interchange document as JSON (schema ``jihuan/1``) and back, exactly. The dataclasses of core.document define it.

Decimals travel as strings, missing is null, a Place has only the members it has. Reading collects every fault, then refuses.
"""

from __future__ import annotations

import dataclasses
import json
import math
import re
import types
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from jihuan.core.document import Document, Place
from jihuan.core.language import _
from jihuan.core.schema import DECIMAL_PATTERN, limits, required, schema

__all__ = ["Fault", "InterchangeError", "content", "dumps", "from_json", "loads", "schema", "to_json"]

Json = bool | int | float | str | list["Json"] | dict[str, "Json"] | None
T = TypeVar("T")

MAX_BYTES = 64 * 1024 * 1024
MAX_FAULTS = 1000
_UNSAID = ("uncertain", "sources")
"""Members that are left out where they are empty."""
_DECIMAL = re.compile(DECIMAL_PATTERN)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a JSON text: where (JSON pointer, "" for the whole) and what, as a sentence for the user."""

    pointer: str
    message: str


class InterchangeError(ValueError):
    """The text is not an interchange document. ``problems`` holds every fault found (at most MAX_FAULTS)."""

    def __init__(self, problems: tuple[Fault, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(f"{fault.pointer or '/'}  {fault.message}" for fault in problems))


def to_json(document: Document) -> dict[str, Json]:
    """The document as JSON values; every member is present, except in Place and the empty ones of _UNSAID. Raises ValueError for NaN and absurd decimals."""
    return cast(dict[str, Json], _encode(document))


def dumps(document: Document) -> str:
    """The document as readable JSON text, the same text for the same document."""
    return json.dumps(to_json(document), ensure_ascii=False, indent=2) + "\n"


def _encode(value: object) -> Json:
    if isinstance(value, Decimal):
        return _plain(value)
    if isinstance(value, tuple):
        return [_encode(item) for item in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        members = {field.name: _encode(getattr(value, field.name)) for field in dataclasses.fields(value)}
        if isinstance(value, Place):
            return {name: member for name, member in members.items() if member is not None}
        members = {name: member for name, member in members.items() if member != [] or name not in _UNSAID}
        hints = _hints(type(value))
        return {name: None if member == "" and hints[name] == (str | None) else member for name, member in members.items()}
    return cast(Json, value)


def _plain(value: Decimal) -> str:
    """Without exponent, trailing zeros kept."""
    if not value.is_finite() or abs(value.adjusted()) > 40:
        raise ValueError(_("数值 {value} 不能写入绩效文档").format(value=value))
    return f"{value:f}"


def loads(text: str | bytes) -> Document:
    """The document a JSON text says. Raises InterchangeError with every fault and its JSON pointer."""
    return from_json(_parse(text))


def from_json(value: object) -> Document:
    """The document that JSON values say. Raises InterchangeError."""
    reader = _Reader()
    document = reader.record(value, Document, "")
    if reader.faults or document is None:
        raise InterchangeError(tuple(reader.faults))
    return document


def _refuse(message: str) -> InterchangeError:
    return InterchangeError((Fault("", message),))


class _DuplicateNameError(ValueError):
    """One name twice in one object; ``str(error)`` is the name."""


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    members = dict(pairs)
    if len(members) != len(pairs):
        names = [name for name, _value in pairs]
        raise _DuplicateNameError(next(name for name in names if names.count(name) > 1))
    return members


def _parse(text: str | bytes) -> object:
    if len(text) > MAX_BYTES:
        raise _refuse(_("文件超过 {size} MB，不是合理的绩效文档").format(size=MAX_BYTES // 1024 // 1024))
    try:
        decoded = text.decode("utf-8-sig") if isinstance(text, bytes) else text.removeprefix("\ufeff")
        return json.loads(decoded, object_pairs_hook=_object)
    except UnicodeDecodeError:
        raise _refuse(_("文件不是 UTF-8 编码的 JSON")) from None
    except _DuplicateNameError as error:
        raise _refuse(_("名称“{name}”在同一对象中出现两次").format(name=str(error)[:80])) from None
    except json.JSONDecodeError as error:
        raise _refuse(_("第 {line} 行第 {column} 列不是正确的 JSON").format(line=error.lineno, column=error.colno)) from None
    except RecursionError:
        raise _refuse(_("JSON 嵌套过深，不是绩效文档")) from None
    except ValueError:
        raise _refuse(_("JSON 中有位数过多的数字")) from None


@cache
def _hints(cls: type) -> dict[str, object]:
    return get_type_hints(cls)


@dataclass(frozen=True, slots=True)
class _Shape:
    """What an annotated type means: of a list the types of its items, a dataclass, the words of a Literal, or ``hint`` itself."""

    hint: object
    optional: bool
    items: tuple[object, ...]
    record: type | None
    words: tuple[str, ...]


@cache
def _shape(hint: object) -> _Shape:
    options = get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)
    one = next(option for option in options if option is not type(None))
    return _Shape(
        hint=one,
        optional=type(None) in options,
        items=get_args(one) if get_origin(one) is tuple else (),
        record=one if isinstance(one, type) and dataclasses.is_dataclass(one) else None,
        words=get_args(one) if get_origin(one) is Literal else (),
    )


@cache
def _members(cls: type) -> dict[str, tuple[_Shape, tuple[int, int] | None, bool]]:
    """Every member of a dataclass: its type, its limits, whether it must be there."""
    hints, fields = _hints(cls), dataclasses.fields(cls)
    return {field.name: (_shape(hints[field.name]), limits(cls, field.name), required(field)) for field in fields}


class _Reader:
    """Turns JSON values into dataclasses by their annotations and notes every fault on the way."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def fault(self, pointer: str, message: str) -> None:
        if len(self.faults) < MAX_FAULTS:
            self.faults.append(Fault(pointer, message))

    def record(self, value: object, cls: type[T], pointer: str) -> T | None:
        """One dataclass; None when anything in it is faulty."""
        if not isinstance(value, dict):
            self.fault(pointer, _("应为对象 {{…}}，实为{found}").format(found=_kind(value)))
            return None
        before = len(self.faults)
        known = _members(cast(type, cls))
        for name in value.keys() - known.keys():
            self.fault(f"{pointer}/{_escape(name)}", _("未知的名称“{name}”").format(name=str(name)[:80]))
        members: dict[str, object] = {}
        for name, (shape, bounds, needed) in known.items():
            if name in value:
                members[name] = self.member(value[name], shape, f"{pointer}/{name}", bounds)
            elif needed:
                self.fault(f"{pointer}/{name}", _("缺少“{name}”").format(name=name))
        return cls(**members) if len(self.faults) == before else None

    def member(self, value: object, shape: _Shape, at: str, bounds: tuple[int, int] | None) -> object:
        """One value of the annotated type; None (with a fault) when it is not of that type."""
        if value is None and shape.optional:
            return None
        if shape.items:
            return self.items(value, shape.items, at)
        if shape.record:
            return self.record(value, shape.record, at)
        return self.scalar(value, shape, at, bounds)

    def items(self, value: object, of: tuple[object, ...], at: str) -> object:
        if not isinstance(value, list):
            self.fault(at, _("应为列表 […]，实为{found}").format(found=_kind(value)))
            return None
        if of[-1] is not Ellipsis and len(value) != len(of):
            self.fault(at, _("应有 {count} 个数，实有 {found} 个").format(count=len(of), found=len(value)))
            return None
        one = _shape(of[0])
        return tuple(self.member(item, one, f"{at}/{index}", None) for index, item in enumerate(value))

    def scalar(self, value: object, shape: _Shape, at: str, bounds: tuple[int, int] | None) -> object:
        hint, wanted = shape.hint, shape.words
        if hint is Decimal:
            return self.decimal(value, at)
        if wanted:
            if value not in wanted:
                self.fault(at, _("应为 {wanted} 之一，实为{found}").format(wanted="、".join(wanted), found=_kind(value)))
            return value
        if hint is str:
            return self.text(value, at, optional=shape.optional)
        if hint is float and isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
            return float(value)
        if hint is bool and isinstance(value, bool):
            return value
        if hint is int and isinstance(value, int) and not isinstance(value, bool):
            low, high = bounds or (0, 2**31 - 1)
            if not low <= value <= high:
                self.fault(at, _("应在 {low} 与 {high} 之间").format(low=low, high=high))
            return value
        names = {int: _("整数"), float: _("数"), bool: _("true 或 false")}
        self.fault(at, _("应为{wanted}，实为{found}").format(wanted=names[cast(type, hint)], found=_kind(value)))
        return None

    def text(self, value: object, at: str, *, optional: bool) -> object:
        if not isinstance(value, str):
            self.fault(at, _("应为文字，实为{found}").format(found=_kind(value)))
        elif _FORBIDDEN.search(value):
            self.fault(at, _("文字中有不可显示的控制字符"))
        elif optional and not value:
            self.fault(at, _("没有内容时请写 null，不要写空文字"))
        return value

    def decimal(self, value: object, at: str) -> Decimal | None:
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            self.fault(at, _('数值应写成带引号的十进制文字，如 "26.00"，不能写成 JSON 数字'))
        elif not isinstance(value, str):
            self.fault(at, _('应为十进制文字，如 "26.00"，实为{found}').format(found=_kind(value)))
        elif not _DECIMAL.fullmatch(value):
            self.fault(at, _("“{text}”不是十进制数（不用千分位、指数或单位；没有时写 null）").format(text=value[:40]))
        else:
            return Decimal(value)
        return None


def _escape(name: object) -> str:
    return str(name)[:80].replace("~", "~0").replace("/", "~1")


def _kind(value: object) -> str:
    """What a JSON value is, in a word."""
    if isinstance(value, str):
        return _("文字“{text}”").format(text=value[:40])
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, list):
        return _("列表")
    return _("对象") if isinstance(value, dict) else _("数字")


def content(document: Document) -> Document:
    """What the document says, without where it stands: source, problems, doubts and places removed. Equal content, equal meaning."""
    return dataclasses.replace(_unplaced(document), source=None, problems=())


def _unplaced(value: T) -> T:
    if isinstance(value, tuple):
        return cast(T, tuple(map(_unplaced, value)))
    if names := _names(cast(type, type(value))):
        changes = {name: _unplaced(getattr(value, name)) for name in names}
        changes |= {name: empty for name, empty in (("place", None), ("uncertain", ())) if name in changes}
        return type(value)(**changes)
    return value


@cache
def _names(cls: type) -> tuple[str, ...]:
    """The members of a dataclass; of anything else none."""
    return tuple(field.name for field in dataclasses.fields(cls)) if dataclasses.is_dataclass(cls) else ()
