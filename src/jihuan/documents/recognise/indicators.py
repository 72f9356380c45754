"""Rows of an indicator table under their header: merged, blank, shifted or grouped level cells, weights inside names."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from jihuan.core.document import Actual, Indicator, Place, Target
from jihuan.core.indicators import parse_actual, parse_operator, parse_target
from jihuan.core.language import _
from jihuan.core.text import half_width, join_lines
from jihuan.core.vocabulary import is_level1, is_level2, is_unit, normalise_unit
from jihuan.documents.layout import SURE, UNKNOWN, Cell
from jihuan.documents.recognise.grid import Grid, words
from jihuan.documents.recognise.header import Columns, Roles
from jihuan.documents.recognise.headings import is_page_number
from jihuan.documents.recognise.items import items_of
from jihuan.documents.recognise.notes import NOTHING, Notes
from jihuan.documents.recognise.paired import part
from jihuan.documents.recognise.words import compared, label, plain

_LEVELS = ("level1", "level2", "level3")
_WEIGHT = re.compile(
    r"\s*[（(]\s*(?:权重|分值|满分|共)?\s*[:：]?\s*(?:0\s*[-—–~～至]\s*)?(\d{1,3}(?:\.\d+)?)\s*(分|%)?\s*[)）]$"
)
_NUMBER = re.compile(
    r"^(?:[一二三四五六七八九十]{1,2}、|[（(](?:[一二三四五六七八九十]{1,2}|\d{1,2})[)）]|\d{1,2}[.．、](?!\d)|[①-⑳])\s*(?=\S)"
)
_ITEM = re.compile(r"^(?:绩效)?指标\s*\d{1,2}\s*[:：.．、]\s*")
_POINTS = re.compile(r"分\s*[)）]$")
_BLANK_ITEM = re.compile(r"^(?:(?:绩效)?指标\d{0,2}[:：]?|[.…·。]+|指标(?:名称|值)?|X+|x+|\*+|无|不涉及|不适用)?$")
_TICK = re.compile(r"^[√✓✔☑■●是]$")
_SIGNER = re.compile(
    r"(?:填报|填表|制表|编制|经办|审核|复核|审批|批准|单位|部门|项目|财务|主管|分管|联系)?(?:单位|部门|项目|科室)?(?:人员?|负责人|领导|电话|手机|日期|时间|方式)"
    r"(?:及(?:联系)?(?:电话|方式))?(?:\((?:签字|签章|盖章|签名|公章)\))?(?P<said>:.*)?"
)
_ORDINAL = re.compile(r"[（(]?\d{1,2}[)）.．、]?")
NOTE = re.compile(r"(?:填表|填报)?(?:附?注|备注|说明|注释)\s*[:：]")
_DAMAGED = re.compile(r"^2(?:[5-9]\d|100)(?:\.\d+)?%$")


def without_weight(text: str) -> tuple[str, Decimal | None]:
    """“产出指标（50分）” → name and weight; brackets with anything else stay."""
    found = _WEIGHT.search(text)
    marked = found and (found[2] or "权重" in found[0] or "分值" in found[0] or is_level1(text) or is_level2(text))
    return (text[: found.start()], Decimal(found[1])) if found and marked and found.start() else (text, None)


def _unnumbered(text: str) -> str:
    """A level without the number before it."""
    return _NUMBER.sub("", text)


class IndicatorRows:
    """Reads the rows under one header; remembers the levels that go on."""

    def __init__(self, columns: Columns, notes: Notes, roles: Roles | None = None) -> None:
        self.columns = columns
        self.roles = roles if roles is not None else columns.roles
        self.group_weights: dict[str, Decimal] = {}
        self.scanned: list[Place] = []
        """Where values stand that were recognised from pixels."""
        self._notes = notes
        self._levels: dict[str, str | None] = {}
        self._styles: dict[str, str] = {}
        """How the rows that head others are numbered: （一）, 1."""

    def begin_under(self, grid: Grid, above: range) -> None:
        """Start with the level that stands above the names of the header: 产出指标 over 指标名称 | 指标值."""
        if "level1" in self.roles or "level3" not in self.roles:
            return
        frames = [cell for line in above if (cell := grid.at(line, self.roles["level3"].start)) and is_level1(words(cell))]
        grid.use(*frames)
        if frames:
            self._levels["level1"] = words(frames[-1])

    def after(self, before: IndicatorRows) -> None:
        """Go on with the levels of the rows before."""
        self._levels, self.group_weights = before._levels, before.group_weights

    def read(self, grid: Grid, row: int) -> list[Indicator]:
        """The indicators of this row, mostly one; none where the row holds none (its cells then stay unused)."""
        shift = self._shift(grid, row)
        cells = self._cells(grid, row, shift)
        unparted = [role for pair in self.columns.pairs if not part(cells, pair) for role in pair]
        doubled = [*unparted, *_without_seconds(cells), *_without_number(cells)]
        texts = _texts(cells)
        if label(texts.get("level3", "")) == "subtotal" and not texts.get("target"):
            return []
        if self._is_group(grid, row) or self._is_text(grid, row) or is_signed(grid.filled(row)):
            return []
        if not any(texts.get(role) for role in ("level3", "target", "description", "actual")):
            return []
        if not any(cell.row == row for role in cells for cell in cells[role] if cell.text.strip() and role not in _LEVELS[:2]):
            return []
        values = [texts.get(role, "") for role in ("target", "actual", "score", "weight")]
        name = plain(texts.get("level3", ""))
        if (_BLANK_ITEM.match(name) or name in NOTHING) and all(plain(text) in NOTHING for text in values):
            return []
        for level in _LEVELS[:2]:
            if any(cell.confidence == UNKNOWN for cell in cells.get(level, ())):
                self._levels[level] = None
        self._carry(texts)
        unused = self._without_field(cells, texts)
        for found in cells.values():
            grid.use(*(cell for cell in found if cell not in unused))
        items, shared = items_of(cells)
        doubts = (*doubled, *shared, *(_LEVELS if shift else _nameless(cells)))
        said_of = [texts] if items[0] is cells else [self._said(item) for item in items]
        read = (self._indicator(grid, row, item, said) for item, said in zip(items, said_of, strict=True))
        return [_doubtful(indicator, *doubts) for indicator in read]

    def _said(self, cells: dict[str, list[Cell]]) -> dict[str, str]:
        texts = _texts(cells)
        self._without_field(cells, texts)
        return texts

    def _shift(self, grid: Grid, row: int) -> int:
        """How far a row stands too far left because merged level cells were lost (copied tables): cells are missing at its end."""
        missing = 0
        while missing < 2 and grid.at(row, self.columns.width - 1 - missing) is None:
            missing += 1
        first = grid.at(row, self.columns.first)
        levels = [role for role in _LEVELS[:2] if role in self.roles]
        if (
            not missing
            or missing > len(levels)
            or self.roles[levels[0]].start > self.columns.first
            or first is None
            or first.row != row
            or self.columns.beside
            or self.columns.long
        ):
            return 0
        if not self._levels or len(grid.filled(row)) < 2 or not first.text.strip() or is_level1(words(first)):
            return 0
        return missing if is_level2(words(first)) == (missing == 1) else 0

    def _cells(self, grid: Grid, row: int, shift: int) -> dict[str, list[Cell]]:
        """The cells of each role; a cell merged over several roles belongs to one of them only."""
        taken: set[int] = set()
        cells: dict[str, list[Cell]] = {}
        name = self.roles["level3"].start - shift if "level3" in self.roles else -1
        for role, columns in self.roles.items():
            cells[role] = []
            if shift:
                columns = range(max(columns.start - shift, 0), max(columns.stop - shift, 0))
                if columns.stop <= self.columns.first:
                    continue
            there = grid.across(row, columns)
            if len(there) > 1 and not shift and self._is_displaced(grid, row, role, there):
                return self._in_order(grid, row)
            for cell in there:
                named = role in _LEVELS[:2] and cell.column <= name < cell.column + cell.colspan
                if not named and id(cell) not in taken:
                    taken.add(id(cell))
                    cells[role].append(cell)
        return cells

    def _is_displaced(self, grid: Grid, row: int, role: str, there: list[Cell]) -> bool:
        """Do the columns of this row begin elsewhere than the header's, as where two tables touch?"""
        if there[0].column < self.roles[role].start:
            return True
        filled = sum(bool(cell.text.strip()) for cell in there)
        return role == "level3" and filled > 1 and len(_row_cells(grid, row)) == len(self.columns.starts)

    def _in_order(self, grid: Grid, row: int) -> dict[str, list[Cell]]:
        """The cells of a displaced row, each by its turn."""
        cells, starts = _row_cells(grid, row), self.columns.starts
        if len(cells) != len(starts):
            message = _("指标表第 {row} 行的各列与表头对不齐，这一行没有采用，请对照原件补上")
            self._notes.warn(message.format(row=row + 1), grid.row_place(row))
            return {role: [] for role in self.roles}
        turns = dict(zip(starts, cells, strict=True))
        return {role: [turns[start] for start in starts if start in span] for role, span in self.roles.items()}

    def _is_group(self, grid: Grid, row: int) -> bool:
        """A row that holds only the name of a level, “一、产出指标（50分）”, heads the rows below."""
        cells = grid.filled(row)
        if len(cells) != 1 or cells[0].row + cells[0].rowspan > row + 1:
            return False
        found = _NUMBER.match(words(cells[0]))
        name, _weight = without_weight(_unnumbered(words(cells[0])))
        level = "level1" if is_level1(name) else "level2" if is_level2(name) else None
        if level is None:
            return False
        style = re.sub("[一二三四五六七八九十]+", "一", re.sub(r"\d+", "1", found[0])) if found else ""
        if is_level2(name) and self._styles.get("level2") == style != self._styles.get(
            "level1"
        ):  # 4.成本指标 behind 3.时效指标
            level = "level2"
        self._styles[level] = style
        self._carry({level: words(cells[0])})
        grid.use(cells[0])
        return True

    def _is_text(self, grid: Grid, row: int) -> bool:
        """Does one cell go on over name and value, or say “注：” alone? Then it is a remark, not an indicator."""
        name, target = self.roles.get("level3"), self.roles.get("target") or self.roles.get("actual")
        cells = grid.filled(row)
        alone = len(cells) == 1 and (NOTE.match(words(cells[0])) or is_page_number(words(cells[0])))
        here = grid.at(row, name.start) if name and target else None
        return bool(alone or (here and target and here is grid.at(row, target.start)) or self._is_remark(grid, row, here))

    def _is_remark(self, grid: Grid, row: int, here: Cell | None) -> bool:
        """Does one cell go on over the levels and the name, and what stands beside it measure nothing: 其他说明事项 | 无?"""
        first = self.roles.get("level1")
        if here is None or first is None or here is not grid.at(row, first.start) or is_level1(words(here)):
            return False
        return not any(re.search(r"\d", cell.text) for cell in grid.filled(row) if cell is not here)

    def _carry(self, texts: dict[str, str]) -> None:
        """A level left blank goes on from the row above, the second only under the same first."""
        if "category" in texts:
            first, _sign, second = re.sub(r"[-—–/、>＞→]+", "-", texts.pop("category"), count=1).partition("-")
            texts.setdefault("level1" if second or is_level1(first) else "level2", first)
            texts.setdefault("level2", second)
        for level in ("level1", "level2"):
            text, weight = without_weight(_unnumbered(texts.get(level, "")))
            if weight is not None:
                self.group_weights[text] = weight
            if not text:
                continue
            if level == "level1" and text != self._levels.get("level1"):
                self._levels["level2"] = None
            self._levels[level] = text

    def _without_field(self, cells: dict[str, list[Cell]], texts: dict[str, str]) -> list[Cell]:
        """Cells of the columns of signs that are no comparison (定性, 正向): they have no field and stay in the remainder."""
        signs = [cell for role in ("operator", "operator2") for cell in cells.get(role, ())]
        texts["operator"] = next((text for cell in signs if parse_operator(text := words(cell))), "")
        return [cell for cell in signs if parse_operator(words(cell)) is None]

    def _indicator(self, grid: Grid, row: int, cells: dict[str, list[Cell]], texts: dict[str, str]) -> Indicator:
        value = next((cell for cell in cells.get("target", ()) if cell.text.strip()), None)
        value = value or next(iter(cells.get("target", ())), None)
        place = value.place if value else grid.row_place(row)
        name, inside = self._name(texts)
        if not name:
            self._notes.warn(_("指标表第 {row} 行没有三级指标名称，请核对").format(row=row + 1), place)
        target = self._target(cells, texts)
        weight = self._notes.number(texts.get("weight", ""), _("分值"), place)
        indicator = Indicator(
            level1=self._levels.get("level1"),
            level2=self._levels.get("level2"),
            level3=name,
            description=texts.get("description") or None,
            target=target,
            basis=texts.get("basis") or None,
            weight=inside if weight is None else weight,
            actual=self._actual(cells, texts.get("unit") or None),
            score=self._notes.number(texts.get("score", ""), _("得分"), place),
            deviation=self._deviation(grid, row, cells),
            place=place,
            uncertain=_unsure(cells),
        )
        if value and value.confidence is not None:
            self.scanned.append(place)
        return self._doubted(self._compared(indicator, texts))

    def _compared(self, indicator: Indicator, texts: dict[str, str]) -> Indicator:
        """A sign or unit of its own column that the value cell contradicts: the cell counts, and that is told."""
        target, unit = indicator.target, texts.get("unit", "")
        column = normalise_unit(unit) if unit and target.value is not None else None
        other_unit = column is not None and target.unit is not None and not target.unit.endswith(column)
        sign = parse_operator(texts["operator"]) if texts.get("operator") else None
        other_sign = sign is not None and target.operator not in (None, sign)
        if not other_unit and not other_sign:
            return indicator
        message = _("“{name}”的指标值“{raw}”与旁边一栏的“{other}”不一致，按指标值读取，请核对")
        other = "、".join(text for text, is_other in ((texts.get("operator", ""), other_sign), (unit, other_unit)) if is_other)
        self._notes.warn(message.format(name=indicator.level3 or "", raw=target.raw, other=other), indicator.place)
        return _doubtful(indicator, "target")

    def _name(self, texts: dict[str, str]) -> tuple[str | None, Decimal | None]:
        """The third level without “指标1：”, and the weight printed inside it where there is no column for it."""
        name = texts.get("level3", "")
        bare = _ITEM.sub("", _NUMBER.sub("", name)) or name
        if texts.get("weight"):
            return bare or None, None
        marked = _POINTS.search(bare)
        text, weight = without_weight(bare) if marked else (bare, None)
        return text or None, weight

    def _doubted(self, indicator: Indicator) -> Indicator:
        """A ≥ that a scanner took for the digit 2: 290% of a satisfaction. Told, never mended."""
        target = indicator.target
        if target.operator or not _DAMAGED.match(plain(target.raw)) or not re.search("率|度|比例", indicator.level3 or ""):
            return indicator
        message = _("“{name}”的指标值“{raw}”超过 100%，可能是“≥{rest}”的识别错误，请对照原件核对")
        self._notes.warn(
            message.format(name=indicator.level3, raw=target.raw, rest=half_width(target.raw)[1:]), indicator.place
        )
        return _doubtful(indicator, "target")

    def _deviation(self, grid: Grid, row: int, cells: dict[str, list[Cell]]) -> str | None:
        """Causes ticked in columns of their own, then the explanation."""
        parts: list[str] = []
        for name, columns in self.columns.causes.items():
            for cell in grid.across(row, columns):
                text = words(cell)
                if plain(text) not in NOTHING:
                    grid.use(cell)
                    parts.append(name if _TICK.match(plain(text)) else f"{name}：{text}")
        parts += [text for cell in cells.get("deviation", ()) if plain(text := words(cell)) not in NOTHING]
        return "；".join(parts) or None

    def _target(self, cells: dict[str, list[Cell]], texts: dict[str, str]) -> Target:
        raw = printed(cells.get("target", []))
        return parse_target(raw, texts.get("unit") or None, texts.get("operator") or None)

    def _actual(self, cells: dict[str, list[Cell]], unit: str | None) -> Actual | None:
        raw = printed(cells.get("actual", []))
        return parse_actual(raw, unit) if raw else None


def _row_cells(grid: Grid, row: int) -> list[Cell]:
    """The cells of a row without the empty ones at its end."""
    cells = grid.across(row, range(grid.table.columns))
    while cells and not cells[-1].text.strip():
        cells.pop()
    return cells


def _texts(cells: dict[str, list[Cell]]) -> dict[str, str]:
    return {role: "".join([words(cell) for cell in found]) for role, found in cells.items()}


def _doubtful(indicator: Indicator, *doubts: str) -> Indicator:
    return replace(indicator, uncertain=tuple(dict.fromkeys((*indicator.uncertain, *doubts)))) if doubts else indicator


def is_signed(cells: list[Cell]) -> bool:
    """The row of names below a form: 填报人 王某 审核人 李某 联系电话 …, filled in or not; each label has one cell behind it at most."""
    marks = [_SIGNER.fullmatch(compared(words(cells[0])))] if cells else []
    if not marks or not marks[0]:
        return False
    marks += [_SIGNER.fullmatch(compared(words(cell))) for cell in cells[1:]]
    alternate = all(mark or before for mark, before in zip(marks[1:], marks, strict=False))
    return alternate and (len(cells) == 1 or sum(map(bool, marks)) > 1)


def _without_seconds(cells: dict[str, list[Cell]]) -> list[str]:
    """Take out second values that stand under one header (2025年 | 2026年), but neither signs nor units; the columns where one was."""
    doubled = []
    for role in ("target", "actual"):
        if len(cells.get(role, ())) < 2:
            continue
        values = [
            it
            for it in cells.get(role, ())
            if it.text.strip() and not (parse_operator(words(it)) or is_unit(compared(words(it))))
        ]
        if len(values) > 1:
            cells[role] = [cell for cell in cells[role] if not any(cell is other for other in values[1:])]
            doubled.append(role)
    return doubled


def _without_number(cells: dict[str, list[Cell]]) -> list[str]:
    """Take the number before a name out where it has a cell of its own under the same header; a doubt where there are two names."""
    names = [cell for cell in cells.get("level3", ()) if cell.text.strip()]
    if len(names) > 1 and _ORDINAL.fullmatch(words(names[0])):
        cells["level3"] = names = names[1:]
    return ["level3"] if len(names) > 1 else []


def _nameless(cells: dict[str, list[Cell]]) -> list[str]:
    """The levels whose cell is merged over several rows of a page and blank: its name got lost, or stands elsewhere."""
    blank = {role: [it for it in cells.get(role, ()) if it.rowspan > 1 and not it.text.strip()] for role in _LEVELS[:2]}
    return [role for role, found in blank.items() if any(cell.place.page for cell in found)]


def _unsure(cells: dict[str, list[Cell]]) -> tuple[str, ...]:
    """The fields whose cells a scan did not give surely."""
    named = {"operator": "target", "operator2": "target", "unit": "target"}
    roles = [
        role for role, found in cells.items() if any(cell.confidence is not None and cell.confidence < SURE for cell in found)
    ]
    return tuple(dict.fromkeys(named.get(role, role) for role in roles if role not in ("category", "standard")))


def printed(cells: list[Cell]) -> str:
    """The characters as printed: line breaks joined, inner spaces kept."""
    return "".join(join_lines(cell.text).strip() for cell in cells)
