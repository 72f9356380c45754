"""The header of an indicator table: one to four rows of words, in any order, with frames above, beside and below."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cached_property

from jihuan.core.vocabulary import is_level1, is_level2, is_unit
from jihuan.documents.layout import Cell
from jihuan.documents.recognise.grid import Grid, words
from jihuan.documents.recognise.paired import Pair, paired
from jihuan.documents.recognise.unnamed import settled, unnamed
from jihuan.documents.recognise.words import (
    BARE_NAMES,
    SHORT_LEVELS,
    Scope,
    field_of,
    heading,
    is_container,
    label,
    plain,
    scope,
)

_ENOUGH = 3
"""So many known headers make the header of an indicator table; name and value alone are enough too."""
_HIGHEST, _SHORTEST = 4, 6
_LONGEST_FRAME = 12
_ABOVE = 3
"""So many rows above a header may stand the words 中期 and 年度 that tell its halves apart."""
_AMOUNTS = ("total", "fiscal", "other", "executed", "initial", "adjusted", "execution_rate", "execution_score")
_OFFICES = ("agency_name", "agency_code", "department")
_PROJECT = (*_AMOUNTS, *_OFFICES, "name", "code", "long_total", "goals", "long_goals", "achievement", "total_score")
_UPPER = {"level1", "level2"}
_FRAMING = {"target", "score", "actual"}
"""Roles of words that are frames left of the levels: 年度指标, 自评, 指标完成情况."""
_LEVELS = ("level1", "level2", "level3", "category")
_YEAR = re.compile("20\\d\\d年度?(?:目标值|指标值)?")
_SENTENCE = re.compile("[。；，]")
_VALUED = ("target", "best", "actual")
_SECOND_SIGN = "operator2"
Roles = dict[str, range]


@dataclass(frozen=True)
class Columns:
    """Which columns hold what. ``beside`` holds a second triple of name and value in the same rows; ``long`` the one for several
    years; ``project`` the cells of a list of projects; ``height`` counts the header's rows."""

    roles: Roles
    height: int
    width: int
    beside: tuple[Roles, ...] = ()
    long: Roles | None = None
    project: Roles = field(default_factory=dict)
    causes: Roles = field(default_factory=dict)
    starts: tuple[int, ...] = field(default=(), compare=False)
    """Where the columns begin that the header's lowest row shows, those without a role included."""
    guessed: tuple[str, ...] = field(default=(), compare=False)
    """The roles that what stands below tells, and not the header's words."""
    strange: str = field(default="", compare=False)
    """The words of those headers."""
    pairs: tuple[Pair, ...] = ()

    @cached_property
    def first(self) -> int:
        """The leftmost column of the indicator table."""
        return min(columns.start for columns in self.roles.values())


@dataclass(slots=True)
class _Found:
    """One header cell with its role and the span of years it stands for."""

    cell: Cell
    role: str
    span: Scope | None


def is_header(grid: Grid, row: int) -> bool:
    """Does a header of the indicator table start in this row?"""
    return _height(grid, row) > 0


def is_above_header(grid: Grid, cell: Cell) -> bool:
    """Is this cell, “年度目标” or “完成情况”, no label but a frame over a value column of the header in the next row?"""
    return heading(words(grid.below(cell))) in _VALUED and is_header(grid, cell.row + cell.rowspan)


def _named(cells: list[Cell]) -> dict[int, str]:
    """The roles of a row's cells by their id: no frame left of the levels (年度指标), and what its neighbours make of a bare word."""
    named = {id(cell): role for cell in cells if (role := heading(words(cell)))}
    short = [(cell, role) for cell in cells if (role := SHORT_LEVELS.get(words(cell)))]
    if len(short) > 1 or (short and _UPPER & set(named.values())):
        named |= {id(cell): role for cell, role in short}
    known = set(named.values())
    levels = [cell.column for cell in cells if named.get(id(cell)) in _LEVELS]
    if levels and known & _FRAMING:
        frames = (cell for cell in cells if cell.column < min(levels) and named.get(id(cell)) in _FRAMING)
        for cell in [cell for cell in frames if is_container(words(cell)) or cell.rowspan > 1]:
            del named[id(cell)]
    if "level3" not in known and (bare := [cell for cell in cells if plain(cell.text) in BARE_NAMES]):
        valued = [cell for cell in cells if named.get(id(cell)) in _VALUED and not is_container(words(cell))]
        high = max((cell.rowspan for cell in valued), default=0)
        named |= {id(cell): "level3" for cell in bare if (cell.column > min(levels) if levels else cell.rowspan <= high)}
    if "level3" in named.values() and not known & {"target", "best"}:
        levels = [cell.column for cell in cells if named.get(id(cell)) in _LEVELS]
        goals = [cell for cell in cells if id(cell) not in named and field_of(words(cell)) == "goals"]
        years = [cell for cell in cells if _YEAR.fullmatch(plain(cell.text))]
        named |= {id(cell): "target" for cell in goals[:1] or years if levels and cell.column > max(levels)}
    return named


def _roles_in(grid: Grid, rows: range) -> set[str]:
    return {role for row in rows for role in _named(grid.filled(row)).values()}


def _is_other(grid: Grid, cells: list[Cell]) -> bool:
    """Do so many cells mean something else that the row is no header? To tell it early saves looking up the others."""
    strange: list[Cell] = []
    for cell in cells:
        text = words(cell)
        if heading(text) or text in SHORT_LEVELS or plain(text) in BARE_NAMES or ("目" in text and field_of(text) == "goals"):
            continue
        strange.append(cell)
        if len(strange) > len(cells) - _ENOUGH and not all(field_of(words(it)) or _is_framing(grid, it) for it in strange):
            return len(cells) <= _ENOUGH or "级" not in (text := cells[1].text + cells[2].text) or "二" not in text
    return False


def _height(grid: Grid, row: int) -> int:
    """How many rows the header has that starts here; 0 where none does."""
    cells = grid.filled(row)
    known = {} if _is_other(grid, cells) else _named(cells)
    if not known:
        return 0
    alone = len(set(known.values())) >= _ENOUGH or set(known.values()) >= _UPPER
    if not (alone or all(id(cell) in known or field_of(words(cell)) or _is_framing(grid, cell) for cell in cells)):
        return 0
    height = min(max(cell.rowspan for cell in cells if id(cell) in known), _HIGHEST)
    while height < _HIGHEST and row + height < grid.table.rows and _continues(grid, row, row + height):
        height += 1
    named = _roles_in(grid, range(row, min(row + height, grid.table.rows)))
    named = {"target" if role == "best" else role for role in named} - {"cause"}
    enough = len(named) >= _ENOUGH and bool(named & {"level3", "target", "actual", "description"})
    return height if enough or {"level3", "target"} <= named or named >= _UPPER else 0


def _continues(grid: Grid, first: int, row: int) -> bool:
    """Does this row hold nothing but further header words, under those above?"""
    cells = grid.filled(row)
    if not cells or not all(heading(words(cell)) or _is_frame(cell) or _is_part(grid, row, cell) for cell in cells):
        return False
    above = {plain(cell.text) for cell in grid.filled(first)}
    return any(heading(words(cell)) for cell in cells) and not {plain(cell.text) for cell in cells} <= above


def _is_part(grid: Grid, row: int, cell: Cell) -> bool:
    """A short word under one of several columns that a header above names: 数值 under 目标值."""
    above = grid.at(row - 1, cell.column)
    wide = above is not None and above.colspan > cell.colspan
    if not words(above):  # the merge was lost
        above, wide = next((it for it in reversed(grid.filled(row - 1)) if it.column < cell.column), None), True
    return wide and len(words(cell)) <= _SHORTEST and bool(heading(words(above)))


def _is_frame(cell: Cell) -> bool:
    text = words(cell)
    return is_container(text) or (scope(text) is not None and len(text) <= 16 and ("目标" in text or "指标" in text))


def _is_framing(grid: Grid, cell: Cell) -> bool:
    """Is it a frame by its words, or one by its place: over the level columns of the header in the next row?"""
    if _is_frame(cell):
        return True
    if cell.colspan == 1 or len(words(cell)) > _LONGEST_FRAME or _SENTENCE.search(cell.text):
        return False
    under = words(grid.below(cell))
    return under in SHORT_LEVELS or heading(under) in _LEVELS


def find_columns(grid: Grid, row: int) -> Columns | None:
    """The header that starts in this row; None where this is no header. Its words count as used, but not those without a field."""
    if not (height := _height(grid, row)):
        return None
    found = _name_columns(grid, row, height)
    if not (by_column := {index: it for index, it in _columns_of(grid, found).items() if it.role not in ("aside", "cause")}):
        return None
    causes = {words(it.cell): range(it.cell.column, it.cell.column + it.cell.colspan) for it in found if it.role == "cause"}
    project = _project_columns(grid, row, height, min(by_column))
    main, beside, long = _share(_groups(by_column))
    project = {role: span for role, span in project.items() if span != main.get("target")}
    main = settled(grid, row + height, main)
    pairs = paired(grid, row + height - 1, main)
    more, heads = ({}, []) if beside or long else unnamed(grid, row, height, main)
    if not beside and not long and main.keys() | more.keys() <= _UPPER:  # a list of the levels
        return None
    main = {role: span for role, span in {**main, **more}.items() if (role, span) != ("score", project.get("total_score"))}
    if "level3" not in main and "description" in main:
        main["level3"] = main.pop("description")
    grid.use(*heads, *(it.cell for it in found if it.role != "aside"))
    for level in range(row, min(row + height, grid.table.rows)):
        grid.use(*(cell for cell in grid.filled(level) if _is_framing(grid, cell)))
    starts = tuple(sorted({cell.column for cell in grid.across(row + height - 1, range(grid.table.columns))}))
    strange = "、".join(dict.fromkeys(words(cell) for cell in sorted(heads, key=lambda cell: cell.column)))
    return Columns(main, height, grid.table.columns, beside, long, project, causes, starts, tuple(more), strange, pairs)


def moved(columns: Columns, grid: Grid) -> Columns | None:
    """The columns of a table that goes on without a header in another grid, one by one, the last ones perhaps left out; None
    where their number differs or what stands below does not fit."""
    if columns.project or any(is_header(grid, row) for row in range(grid.table.rows)):
        return None
    starts = grid.starts()
    if tuple(starts) == columns.starts[: len(starts)]:  # the last ones are empty
        named = "level3" in columns.roles and columns.roles["level3"].start in starts
        return replace(columns, width=grid.table.columns) if named and _fits(grid, columns.roles) else None
    if len(starts) != len(columns.starts):
        return None
    ends = [*starts[1:], grid.table.columns]

    def place(roles: Roles) -> Roles:
        found: Roles = {}
        for role, span in roles.items():
            covered = [index for index, start in enumerate(columns.starts) if start in span]
            if covered:
                found[role] = range(starts[covered[0]], ends[covered[-1]])
        return found

    there = replace(
        columns,
        roles=place(columns.roles),
        width=grid.table.columns,
        beside=tuple(map(place, columns.beside)),
        long=place(columns.long) if columns.long else None,
        causes=place(columns.causes),
        starts=tuple(starts),
    )
    return there if len(there.roles) == len(columns.roles) and _fits(grid, there.roles) else None


def _fits(grid: Grid, roles: Roles) -> bool:
    """Do the cells below the levels name levels, and some do at all?"""
    known = {"level1": is_level1, "level2": is_level2}
    checked = []
    rows = [row for row in range(grid.table.rows) if (cells := grid.filled(row)) and not label(words(cells[0]))]
    for role in known.keys() & roles.keys():
        cells = [cell for row in rows for cell in grid.across(row, roles[role]) if cell.row == row]
        checked += [known[role](words(cell)) for cell in cells if cell.text.strip()]
    return sum(checked) * 2 > len(checked)


def _name_columns(grid: Grid, row: int, height: int) -> list[_Found]:
    """The header cells from top to bottom; a frame above passes its span of years on."""
    found: list[_Found] = []
    frames_above = next((it for line in range(row - 1, max(row - 1 - _ABOVE, -1), -1) if (it := _frames(grid, line))), {})
    above = frames_above
    for level in range(row, min(row + height, grid.table.rows)):
        frames = {**above, **_frames(grid, level)}
        cells = grid.filled(level)
        named = _named(cells)
        for cell in cells:
            role = named.get(id(cell))
            if role:
                span = scope(words(cell)) or next(
                    (frames[index] for index in range(cell.column, -1, -1) if index in frames), None
                )
                found.append(_Found(cell, role, span))
        above = frames
    _part_spans(found, frames_above)
    contents = [it for it in found if it.role == "description"]
    if len(contents) > 1 and not any(it.role == "level3" for it in found):  # 绩效指标内容 beside 指标解释
        contents[0].role = "level3"
    levels = [it.cell.column for it in found if it.role in ("level1", "level2", "level3")]
    return [
        it for it in found if not (it.role == "unit" and levels and it.cell.column < min(levels)) or _holds_units(grid, it.cell)
    ]


def _part_spans(found: list[_Found], frames: dict[int, Scope]) -> None:
    """Two value columns under one frame, which is not as wide as they: what one names itself, or the order of the frames, parts them."""
    values = [it for it in found if it.role == "target"]
    named = [it for it in values if scope(words(it.cell))]
    if len({it.span for it in named}) == 1:
        covered = {column for it in named for column in range(it.cell.column, it.cell.column + it.cell.colspan)}
        for it in values:
            if it.span == named[0].span and it.cell.column not in covered:
                it.span = "annual" if it.span == "long" else "long"
    elif not named and len(values) == len(frames) == 2 and values[0].cell.row == values[1].cell.row:
        for it, at in zip(values, sorted(frames), strict=True):
            it.span = frames[at]


def _holds_units(grid: Grid, header: Cell) -> bool:
    """Is “单位” left of the levels the unit of values, as what stands below it says, and no agency?"""
    below = (words(grid.at(row, header.column)) for row in range(header.row + header.rowspan, grid.table.rows))
    found = [text for text in below if text]
    return bool(found) and all(is_unit(text) for text in found)


def _frames(grid: Grid, row: int) -> dict[int, Scope]:
    """Spans of years named in a row that has several of them, by their first column."""
    cells = grid.filled(row)
    named = {cell.column: span for cell in cells if len(words(cell)) <= 20 and (span := scope(words(cell)))}
    return named if len(set(named.values())) > 1 else {}


def _columns_of(grid: Grid, found: list[_Found]) -> dict[int, _Found]:
    """The header cell of each column: the lowest one, or the one above where that has no field."""
    by_column: dict[int, _Found] = {}
    for it in found:
        by_column.update(dict.fromkeys(range(it.cell.column, it.cell.column + it.cell.colspan), it))
    if any(it.role == "best" for it in by_column.values()):
        graded = {index: it for index, it in by_column.items() if it.role != "target"}
        by_column = {index: _Found(it.cell, "target", it.span) if it.role == "best" else it for index, it in graded.items()}
    return by_column


def _groups(by_column: dict[int, _Found]) -> list[tuple[Scope | None, Roles]]:
    """Runs of columns without a repeated role, each with its span of years; neighbours of one role are one column."""
    spans: list[Scope | None] = []
    groups: list[Roles] = []
    before: int | None = None
    for index in sorted(by_column):
        it = by_column[index]
        current = groups[-1] if groups else None
        if current is not None and it.role == "category" and it.role in current and it.cell is not by_column[index - 1].cell:
            current.setdefault("level2", range(index, index + 1))  # 指标类别 | 指标类型
        elif current is not None and it.role in current and current[it.role].stop == index and spans[-1] == it.span:
            current[it.role] = range(current[it.role].start, index + 1)
        elif current is None or (it.role in current and it.role in ("level2", "level3", "target", "category", "level1")):
            groups.append({it.role: range(index, index + 1)})
            spans.append(it.span)
        elif it.role == "weight" and "weight" in current and "level3" in current and _is_of_level(current):
            current["weight"] = range(index, index + 1)
        elif it.role not in current or (it.role == "operator" and _SECOND_SIGN not in current):
            if it.role in current:  # 指标性质 定量 beside 指标方向 大于等于
                current[_SECOND_SIGN] = range(index, index + 1)
                continue
            current[it.role] = range(index, index + 1)
            spans[-1] = spans[-1] if spans[-1] and it.role not in ("target", "level3") else it.span or spans[-1]
        before = index
    return list(zip(spans, groups, strict=True)) if before is not None else []


def _is_of_level(roles: Roles) -> bool:
    """Do the weights stand left of the names, as those of a level do (一级指标 | 分值 | 二级指标 | 分值 | 三级指标 | 分值)?"""
    return roles["weight"].start < roles["level3"].start


def _share(groups: list[tuple[Scope | None, Roles]]) -> tuple[Roles, tuple[Roles, ...], Roles | None]:
    """Main triple, further triples, triple of several years. A lone second value column belongs to the levels at its left."""
    full = [(span, roles) for span, roles in groups if "level3" in roles and roles.keys() & set(_VALUED)]
    if len(groups) == 1:
        return groups[0][1], (), None
    if len(full) < 2:
        merged: Roles = {}
        for span, roles in sorted(groups, key=lambda group: group[0] == "long"):
            merged = (
                {**roles, **merged} if span != "long" else {**{k: v for k, v in roles.items() if k not in merged}, **merged}
            )
        return merged, (), None
    shared = {role: columns for role, columns in full[0][1].items() if role in ("level1", "category")}
    complete = [(span, {**shared, **roles}) for span, roles in full]
    long = [roles for span, roles in complete if span == "long"]
    annual = [roles for span, roles in complete if span != "long"]
    if not annual:
        return long[0], tuple(long[1:]), None
    return annual[0], tuple(annual[1:]), long[0] if long else None


def _project_columns(grid: Grid, row: int, height: int, first: int) -> Roles:
    """Labels of project cells in the header row itself, left of the indicators or right of them: a list of projects."""
    found: Roles = {}
    for level in range(row, min(row + height, grid.table.rows)):
        for cell in grid.across(level, range(grid.table.columns)):
            role = "agency_name" if plain(cell.text) == "单位" and cell.column < first else field_of(words(cell))
            role = None if role == "total_score" and "分" not in cell.text else role
            if role in _PROJECT and heading(words(cell)) in (None, "unit") and not is_container(words(cell)):
                found.setdefault(role, range(cell.column, cell.column + cell.colspan))
    if "name" not in found:
        return {}
    scores = [cell for cell in grid.filled(row) if heading(words(cell)) == "score" and cell.column >= first]
    of_project = grid.at(row + height, found["name"].start)
    under = grid.at(row + height, scores[-1].column) if scores else None
    if of_project and under and under.rowspan == of_project.rowspan > 1:
        found["total_score"] = range(scores[-1].column, scores[-1].column + 1)
    return found
