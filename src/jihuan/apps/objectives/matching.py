"""Which row of a new document is which row of the old one."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, TypeVar

Old = TypeVar("Old")
Key = Callable[[Any], Hashable | None]

INDICATOR: tuple[Key, ...] = (
    lambda row: (row.level1, row.level2, row.level3) if row.level3 else None,
    lambda row: row.level3 or None,
)
SUB_GOAL: tuple[Key, ...] = (lambda row: row.name,)
SAFEGUARD: tuple[Key, ...] = (lambda row: row.title or None, lambda row: row.text)
SOURCE: tuple[Key, ...] = (lambda row: row.name,)
MONTH: tuple[Key, ...] = (lambda row: row.month,)
ORDER: tuple[Key, ...] = ()


def pair(
    old: Sequence[Old], new: Sequence[Any], keys: Sequence[Key], by_place: bool = True
) -> tuple[list[Old | None], list[Old]]:
    """For each new row its old one or None, and the old rows that are left over.

    Rows with an equal key belong together, the first key first; what remains is matched when it stands at the same place.
    """
    partners: list[Old | None] = [None] * len(new)
    free = dict(enumerate(old))
    for key in keys:
        waiting: dict[Hashable, list[int]] = {}
        for index, row in free.items():
            waiting.setdefault(key(row), []).append(index)
        for place, row in enumerate(new):
            value = key(row)
            if partners[place] is None and value is not None and waiting.get(value):
                partners[place] = free.pop(waiting[value].pop(0))
    for place in range(len(new)):
        if by_place and partners[place] is None and place in free:
            partners[place] = free.pop(place)
    return partners, list(free.values())
