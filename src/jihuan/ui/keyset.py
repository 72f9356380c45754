"""Lists in pages that follow each other by the keys of their rows: as fast on the last page as on the first, and none is skipped."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.dateparse import parse_datetime

WHOLE, MONEY, MOMENTS = ("pk", "position"), ("amount",), ("uploaded_at",)
"""Keys that are whole numbers, amounts and moments; all others are texts."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """The rows of one page, and the cursors of the next and previous page ("" at the ends)."""

    rows: list[tuple[Any, ...]]
    next: str
    previous: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Which page of how many rows, in the order of ``keys`` (the last of them names one row)."""

    keys: tuple[str, ...]
    cursor: str = ""
    size: int = 50
    descending: bool = False


def stretch(rows: QuerySet[Any], columns: Sequence[str], order: Order) -> Stretch:
    """The page after (or before) the cursor, in one query; a cursor that is not ours gives the first page."""
    backwards, mark = _decoded(order.cursor, order.keys)
    descending = order.descending != backwards
    rows = rows.order_by(*(F(key).desc() if descending else F(key).asc() for key in order.keys))
    if mark:
        rows = rows.filter(_beyond(order.keys, mark, "lt" if descending else "gt"))
    found = list(rows.values_list(*columns, *order.keys)[: order.size + 1])
    more, found = len(found) > order.size, found[: order.size]
    if backwards:
        found.reverse()
    before, after = (more, bool(mark)) if backwards else (bool(mark), more)
    width = len(columns)
    return Stretch(
        rows=[row[:width] for row in found],
        next=_encoded(False, found[-1][width:]) if found and after else "",
        previous=_encoded(True, found[0][width:]) if found and before else "",
    )


def _beyond(keys: Sequence[str], mark: Sequence[Any], side: str) -> Q:
    """Rows after ``mark`` in the order of ``keys``: (a, b) > (x, y) written as a > x, or a = x and b > y."""
    beyond, same = Q(pk__in=()), Q()
    for key, value in zip(keys, mark, strict=True):
        beyond |= same & Q(**{f"{key}__{side}": value})
        same &= Q(**{key: value})
    return beyond


def _encoded(backwards: bool, mark: Sequence[Any]) -> str:
    values = [str(value) if isinstance(value, Decimal | datetime) else value for value in mark]
    return base64.urlsafe_b64encode(json.dumps([backwards, *values]).encode()).decode().rstrip("=")


def _decoded(cursor: str, keys: Sequence[str]) -> tuple[bool, list[Any]]:
    """Direction and keys of the row at the edge; the first page for anything else."""
    try:
        backwards, *mark = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError, TypeError):
        return False, []
    sound = len(mark) == len(keys) and all(_sound(key, value) for key, value in zip(keys, mark, strict=True))
    return (backwards is True, mark) if sound else (False, [])


def _sound(key: str, value: object) -> bool:
    """Whether a value of a cursor can be compared with its column."""
    if key in WHOLE:
        return type(value) is int and 0 <= value < 2**31
    if not isinstance(value, str) or "\0" in value:
        return False
    if key in MOMENTS:
        return _is_moment(value)
    return key not in MONEY or re.fullmatch(r"-?\d{1,16}(\.\d{1,2})?", value) is not None


def _is_moment(text: str) -> bool:
    try:
        moment = parse_datetime(text)
    except ValueError:
        return False
    return moment is not None and moment.tzinfo is not None
