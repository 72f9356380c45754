"""One field of an interchange document, found by its JSON pointer, corrected, and read anew."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from jihuan.apps.organisations.access import Refused
from jihuan.core import money
from jihuan.core.document import Document, Indicator, Project, Target
from jihuan.core.indicators import parse_actual, parse_target
from jihuan.core.interchange import InterchangeError, from_json, to_json
from jihuan.core.text import clean, join_lines

AMOUNTS = {"total", "fiscal", "other", "initial", "adjusted", "executed"}
NUMBERS = {"percent", "execution_rate", "weight", "score", "total_score", "execution_weight", "execution_score"}
WHOLE = {"month", "fiscal_year"}
FIXED = {"schema", "kind", "source", "problems", "place"}
READ_FROM_RAW = {"operator", "operator_explicit", "kind", "value", "upper", "unit"}
NUMBER = re.compile(r"-?\d{1,12}(\.\d{1,6})?")


def text_at(document: Any, pointer: str) -> str | None:
    """The member at a JSON pointer as the text of its cell ("" for null); None where there is no such member."""
    value = document
    for step in pointer.split("/")[1:]:
        if isinstance(value, list) and (at := _index(step, value)) is not None:
            value = value[at]
        elif isinstance(value, dict) and step in value:
            value = value[step]
        elif value is None and step == "raw":
            return ""
        else:
            return None
    return "" if value is None else str(value)


def value_at(document: Any, pointer: str) -> Any:
    """The value that an undo puts back: the member, or the whole target or actual of a ``…/raw``."""
    holder, name = _find(document, _unit_of_change(pointer))
    return copy.deepcopy(holder[name])


def restored(document: dict[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """A copy with what ``value_at`` gave of each pointer put back."""
    document = _apart(document, values)
    for pointer, value in values.items():
        holder, name = _find(document, _unit_of_change(pointer))
        holder[name] = value
    return document


def changed(document: dict[str, Any], pointers: Sequence[str], value: str | None) -> tuple[dict[str, Any], list[Any]]:
    """A copy with the text ``value`` at every pointer, understood as that field is read, and the values as stored.

    ``…/target/raw`` and ``…/actual/raw`` are parsed again. Raises Refused with ``fields``.
    """
    document = _apart(document, pointers)
    values = [_put(document, pointer, value or "") for pointer in pointers]
    try:
        from_json(document)
    except InterchangeError as error:
        fields = {fault.pointer: fault.message for fault in error.problems}
        raise Refused(next(iter(fields.values())), fields) from error
    return document, values


def _put(document: dict[str, Any], pointer: str, text: str) -> Any:
    steps = pointer.split("/")
    if (
        FIXED & set(steps[:2])
        or steps[-1] in FIXED
        or "place" in steps
        or (steps[-2] == "target" and steps[-1] in READ_FROM_RAW)
    ):
        raise Refused(_("这一项不能更改"), {pointer: _("这一项不能更改")})
    holder, name = _find(document, _unit_of_change(pointer))
    if not _is_raw(steps) and isinstance(holder[name], dict | list):
        raise Refused(_("请指明要更改的是哪一格"), {pointer: _("请指明要更改的是哪一格")})
    try:
        holder[name] = _understood(document, steps, holder[name], text)
    except money.AmountError as error:
        raise Refused(str(error), {pointer: str(error)}) from error
    return copy.deepcopy(holder[name])


def _understood(document: Any, steps: list[str], old: Any, text: str) -> Any:
    """The text as the JSON value of its field."""
    name = steps[-1]
    if _is_raw(steps):
        return _target(old, text) if steps[-2] == "target" else _actual(old, text)
    if not text.strip():
        return "" if name == "text" else None
    if name in AMOUNTS and "budget" in steps:
        unit = _find(document, "/".join([*steps[: steps.index("budget")], "amount_unit"]))
        amount = money.parse_amount(text, unit[0][unit[1]])
        return None if amount is None else f"{amount:f}"
    if name in NUMBERS:
        return _number(text, "/".join(steps))
    if name in WHOLE:
        return int(_number(text, "/".join(steps), whole=True))
    return clean(join_lines(text))


def _number(text: str, pointer: str, whole: bool = False) -> str:
    plain = clean(text).removesuffix("%").removesuffix("％").strip()
    if not NUMBER.fullmatch(plain) or (whole and not plain.isdecimal()):
        sentence = _("“{text}”不是数字").format(text=text.strip()[:40])
        raise Refused(sentence, {pointer: sentence})
    return plain


def _target(old: dict[str, Any], text: str) -> Any:
    """The new target; what the form printed in columns of its own (unit, operator) stays."""
    alone = parse_target(old["raw"])
    unit = old["unit"] if alone.unit is None else None
    operator = old["operator"] if old["operator_explicit"] and not alone.operator_explicit else None
    return _indicator(Indicator(target=parse_target(text, unit, operator)))["target"]


def _actual(old: dict[str, Any] | None, text: str) -> Any:
    if not text.strip():
        return None
    unit = old["unit"] if old and parse_actual(old["raw"]).unit is None else None
    return _indicator(Indicator(target=Target(raw=""), actual=parse_actual(text, unit)))["actual"]


def _indicator(indicator: Indicator) -> Any:
    members: Any = to_json(Document(projects=(Project(indicators=(indicator,)),)))
    return members["projects"][0]["indicators"][0]


def _is_raw(steps: list[str]) -> bool:
    return len(steps) > 2 and steps[-1] == "raw" and steps[-2] in ("target", "actual")


def _unit_of_change(pointer: str) -> str:
    return pointer.removesuffix("/raw") if _is_raw(pointer.split("/")) else pointer


def _apart(document: dict[str, Any], pointers: Iterable[str]) -> dict[str, Any]:
    """A copy of all that the pointers go through; it shares the rest with the document, which may hold ten thousand indicators."""
    document = dict(document)
    for pointer in pointers:
        steps = pointer.split("/")
        for depth in range(2, len(steps)):
            holder, name = _find(document, "/".join(steps[:depth]))
            holder[name] = copy.copy(holder[name])
    return document


def _find(document: Any, pointer: str) -> tuple[Any, Any]:
    """The object or list that holds the member, and its name or index. Raises Refused where there is no such member."""
    holder: Any = {"": document}
    name: Any = ""
    for step in pointer.split("/")[1:]:
        holder, name = holder[name], step.replace("~1", "/").replace("~0", "~")
        if isinstance(holder, list):
            name = _index(step, holder)
        if name is None or not (isinstance(holder, list) or (isinstance(holder, dict) and name in holder)):
            break
    else:
        if pointer.startswith("/"):
            return holder, name
    raise Refused(_("草稿里没有这一项：{pointer}").format(pointer=pointer[:80]))


def _index(step: str, row: list[Any]) -> int | None:
    """The step of a pointer as an index of ``row``; None where it is none."""
    at = int(step) if re.fullmatch(r"[0-9]{1,9}", step) else len(row)
    return at if at < len(row) else None
