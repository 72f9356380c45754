"""Columns of an indicator table whose header leaves open what they hold, or that nobody foresaw: what stands below tells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from jihuan.core.indicators import parse_operator, parse_target
from jihuan.core.vocabulary import is_level1, is_level2, is_unit
from jihuan.documents.layout import Cell
from jihuan.documents.recognise.grid import Grid, words
from jihuan.documents.recognise.words import heading, is_container, plain

Roles = dict[str, range]
_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")
_WEIGHTS = re.compile(r"分值|权重|分数|[（(]分[)）]|[（(]满分")
_NEEDED = {"level1", "level2", "level3", "target"}
_ROWS = 60
_STANDARDS = ("计划标准", "历史标准", "行业标准", "其他标准", "预算标准", "国家标准", "部门标准")
_QUALITIES = ("定性", "定量", "正向", "反向", "逆向")


def unnamed(grid: Grid, row: int, height: int, known: Roles) -> tuple[Roles, list[Cell]]:
    """Further roles of a header in these rows that has the levels, and the header cells that were understood by what they head."""
    cells = grid.across(row + height - 1, range(grid.table.columns))
    value = known.get("target", range(0))
    parted = sum(cell.column in value for cell in cells) > 1  # one header over several columns
    complete = known.keys() >= _NEEDED and not parted and known.keys() >= {"operator", "unit"}
    if len(known) < 2 or complete:
        return {}, []
    covered = {index for role, columns in known.items() if not (parted and role == "target") for index in columns}
    heads = [
        cell
        for cell in cells
        if cell.column not in covered and cell.text.strip() and not heading(words(cell)) and not is_container(words(cell))
    ]
    heads = [part for cell in heads for part in _parts(grid, cell)]
    roles, used = _Below(grid, row + height, known).found(heads) if heads else ({}, [])
    left = [cell for cell in cells if cell.column in value and not any(cell is it for it in used)]
    if parted and len(left) == 1 and {"operator", "unit"} & roles.keys():
        roles["target"] = range(left[0].column, left[0].column + left[0].colspan)
    return roles, used


def _parts(grid: Grid, head: Cell) -> list[Cell]:
    """A header over several columns, one for each where the cells below are single."""
    columns = range(head.column, head.column + head.colspan)
    below = [cell for column in columns if (cell := grid.at(head.row + head.rowspan, column))]
    single = head.colspan > 1 and len(below) == head.colspan and all(cell.colspan == 1 for cell in below)
    return [replace(head, column=column, colspan=1) for column in columns] if single else [head]


class _Below:
    """What stands below the header cells."""

    def __init__(self, grid: Grid, row: int, known: Roles) -> None:
        self._grid = grid
        self._rows = range(row, min(row + _ROWS, grid.table.rows))
        self._known = known

    def found(self, heads: list[Cell]) -> tuple[Roles, list[Cell]]:
        """The roles still missing, in the order in which forms print them."""
        roles: Roles = {}
        used: list[Cell] = []
        tests: tuple[tuple[str, Callable[[list[str]], bool]], ...] = (
            ("level1", _mostly(is_level1)),
            ("level2", _mostly(is_level2)),
            ("level3", _are_names),
            ("operator", _are_signs),
            ("unit", _mostly(is_unit)),
            ("target", _are_values),
            ("actual", _are_values),
        )
        for role, fits in tests:
            if role in self._known or (role == "actual" and not self._known.keys() & {"score", "deviation"}):
                continue
            after = self._start(role, roles)
            free = (cell for cell in heads if self._may(role, cell, after) and not any(cell is it for it in used))
            bare = role not in ("target", "actual") or {**self._known, **roles}.keys() & {"operator", "unit"}
            cell = next((cell for cell in free if fits(it := self._texts(cell)) and (bare or not _are_figures(it))), None)
            if cell is not None:
                used.append(cell)
                roles[role] = range(cell.column, cell.column + cell.colspan)
        return roles, used

    def _start(self, role: str, roles: Roles) -> int:
        """The column from which a role may stand: names right of the levels, all else right of the names."""
        known = {**self._known, **roles}
        left: dict[str, tuple[str, ...]] = {
            "level1": (),
            "level2": ("level1",),
            "level3": ("level1", "level2"),
            "actual": ("target",),
        }
        return max((known[it].stop for it in left.get(role, ("level3",)) if it in known), default=0)

    def _may(self, role: str, head: Cell, after: int) -> bool:
        """Names stand next to the levels, or left of the values where there are none."""
        if role != "level3":
            return head.column >= after
        return head.column == after if after else head.column < min(span.start for span in self._known.values())

    def _texts(self, head: Cell) -> list[str]:
        cells = (self._grid.at(row, head.column) for row in self._rows)
        own = (
            cell
            for row, cell in zip(self._rows, cells, strict=True)
            if cell and (cell.row, cell.colspan) == (row, head.colspan)
        )
        return [text for cell in own if (text := plain(words(cell)))]


def _mostly(known: Callable[[str], bool]) -> Callable[[list[str]], bool]:
    return lambda texts: sum(map(known, texts)) * 2 > len(texts)


def _are_names(texts: list[str]) -> bool:
    return bool(texts) and not any(_FIGURE.fullmatch(text) or parse_operator(text) or is_unit(text) for text in texts)


def _are_signs(texts: list[str]) -> bool:
    known = [parse_operator(text) is not None for text in texts]
    return any(known) and all(sign or text in _QUALITIES for sign, text in zip(known, texts, strict=True))


def _are_values(texts: list[str]) -> bool:
    """At least half of them quantities and dates."""
    kinds = [parse_target(text).kind for text in texts]
    return sum(kind in ("quantitative", "date") for kind in kinds) * 2 >= len(kinds) > 0


def _are_figures(texts: list[str]) -> bool:
    """Bare numbers, as points are, and values beside a column of units."""
    return bool(texts) and all(_FIGURE.fullmatch(text) for text in texts)


def _levels_under(grid: Grid, rows: range, columns: range, role: str) -> Roles:
    """The columns of the levels that stand side by side under one wide header: 绩效指标分类 over 产出指标 | 数量指标."""
    found: Roles = {}
    start = columns.start
    for level, is_level in (("level1", is_level1), ("level2", is_level2)):
        cells = [cell for row in rows if (cell := grid.at(row, start)) and (cell.row, cell.column) == (row, start)]
        texts = [text for cell in cells if (text := words(cell))]
        if sum(map(is_level, texts)) * 2 > len(texts):
            found[level] = range(start, min(start + min(cell.colspan for cell in cells), columns.stop))
            start = found[level].stop
    if start < columns.stop:
        return found | {role: range(start, columns.stop)}
    return found if role == "category" else {role: columns}


def _are_joined(text: str) -> bool:
    """Two levels in one cell, “产出-数量”?"""
    first, sign, second = re.sub(r"[-—–/、>＞→]+", "-", text, count=1).partition("-")
    return bool(sign) and is_level1(first) and bool(second)


def _weighed(grid: Grid, below: range, columns: range) -> bool:
    """Does a header over names say that weights stand beside them (三级指标（分值）), and are the last column's cells figures?"""
    if not _WEIGHTS.search(words(grid.at(below.start - 1, columns.start))):
        return False
    last = (grid.at(row, columns[-1]) for row in below)
    texts = [words(cell) for cell in last if cell and cell.column == columns[-1] and cell.text.strip()]
    return bool(texts) and all(_FIGURE.fullmatch(text.removesuffix("分")) for text in texts)


def settled(grid: Grid, row: int, roles: Roles) -> Roles:
    """Headers whose meaning shows only in the cells below: 指标分类, 绩效标准; and a name under another header."""
    found = dict(roles)
    below = range(row, min(row + 30, grid.table.rows))

    def texts(role: str) -> list[str]:
        return [
            words(cell) for line in below for cell in grid.across(line, found[role]) if cell.row == line and cell.text.strip()
        ]

    if len(found.get("level3", ())) > 1 and "weight" not in found and _weighed(grid, below, found["level3"]):
        found["level3"], found["weight"] = found["level3"][:-1], found["level3"][-1:]
    for role in ("category", "level3"):
        if role in found and len(found[role]) > 1 and not found.keys() & {"level1", "level2"}:
            found |= _levels_under(grid, below, found.pop(role), role)
    if {"level3", "description"} <= found.keys() and "level1" not in found and _mostly(is_level1)(texts("level3")):
        found["level1"], found["level3"] = found["level3"], found.pop("description")  # 指标 | 指标内容
    if {"category", "level2"} <= found.keys() and "level1" not in found and _mostly(is_level1)(texts("level2")):
        found["level1"] = found.pop("level2")  # 指标类型 left of 指标类别
    if "category" in found and not any(_are_joined(text) for text in texts("category")):
        seen = Counter((is_level1(text), is_level2(text)) for text in texts("category"))  # 成本指标 is both
        wanted, known = ("level1", (True, False)) if seen[True, False] > seen[False, True] else ("level2", (False, True))
        if wanted not in found and (seen[known] or seen[True, True] or "level1" in found):
            found[wanted] = found.pop("category")
    if "standard" in found:
        is_basis = "basis" not in found and any(text in _STANDARDS for text in texts("standard"))
        is_target = not is_basis and not found.keys() & {"target", "best"} and _are_values(texts("standard"))
        role = "target" if is_target else "basis" if is_basis or "description" in found else "description"
        found[role] = found.pop("standard")
    return found
