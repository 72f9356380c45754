"""Rows of labels and values: what stands beside a label, below it, or with it in one cell."""

from __future__ import annotations

import re
from dataclasses import replace

from jihuan.core.language import _
from jihuan.core.text import clean
from jihuan.core.vocabulary import is_level1, is_level2
from jihuan.documents.layout import SURE, Cell
from jihuan.documents.recognise.cuts import is_piece, piece_in
from jihuan.documents.recognise.draft import AMOUNTS
from jihuan.documents.recognise.fields import RATES, WHOLE_TEXT, Fields, in_figures
from jihuan.documents.recognise.funds import FIGURE, MONTH, source_of, treasury
from jihuan.documents.recognise.grid import Grid, words
from jihuan.documents.recognise.header import is_above_header, is_header
from jihuan.documents.recognise.headings import agency_line
from jihuan.documents.recognise.lists import is_institution
from jihuan.documents.recognise.notes import Notes
from jihuan.documents.recognise.phrases import Levels, has_levels, indicators_in
from jihuan.documents.recognise.words import (
    amount_unit,
    field_of,
    fund_column,
    heading,
    inline,
    is_container,
    label,
    pairs,
    plain,
)

_PARTED = ("fiscal", "other")
_HEADS = ("内容", "填写内容", "具体内容", "填报内容")
"""Stand beside 项目 as the header of a form of two columns."""
_LONGEST_PAIR = 40
_BARE = {"预算": "total", "支出": "executed"} | dict.fromkeys(
    ("项目资金", "专项资金", "资金", "经费", "收入预算", "支出预算"), "total"
)
_UNIT_LABELS = ("单位", "金额单位")
_BARE_UNIT = re.compile(r"[（(](?:单位[:：])?(?:万元|亿元|元)[)）]")
_GOAL_FRAMES = ("目标", "项目目标")
_TELLS = re.compile("[。；，]")
_STROKE = re.compile(r"[-—–/]+")
_NAME = re.compile("[一-鿿]{2}")
_REMARK = re.compile(r"[（(，。；]")
_MONEY_LABEL = re.compile(
    r"[^\d，。；]{0,12}(?:资金|预算|金额|经费|投资)[^\d，。；]{0,6}[（(](?:单位[:：])?(?:万元|亿元|元)[)）]"
)
_AMOUNT_BEHIND = re.compile(r"(?P<name>[^\d:：\s][^\d:：]*?)\s+(?P<amount>[¥￥]?\d[\d,.]*\s*(?:万元|亿元|元)?)")


class Keys:
    """Reads the rows of labels of one table into the fields."""

    def __init__(self, fields: Fields, notes: Notes) -> None:
        self._fields = fields
        self._notes = notes
        self._use_rows = range(0)
        self._spans: dict[int, bool] = {}
        self._levels = Levels()
        self._named: tuple[Cell | None, Cell | None] = (None, None)
        """The cells of these levels in the latest table, in use as soon as an indicator has them."""
        self._grid: Grid | None = None

    def row(self, grid: Grid, cells: list[Cell]) -> None:
        """A row of labels and values."""
        self._note_spans(cells)
        passed: list[Cell | None] = []
        for cell in cells:
            if grid.is_used(cell) or cell in passed:
                continue
            field = source_of(grid, cell)
            if "金额" in cell.text and _heads_amounts(grid, cell):
                continue
            if field is None and (self._amount_inside(grid, cell) or self._purpose(grid, cell)):
                continue
            if field in ("aside", "part", "subtotal"):
                passed.append(value := self.value(grid, cell))
                grid.use(None if words(value) else cell)
                if field == "part":
                    self._fields.part(words(value))
            elif field:
                grid.use(cell)
                self._key(grid, field, cell)
            elif self._inline(grid, cell) or self._is_unit(grid, cell):
                pass
            else:
                self._unnamed(grid, cell)

    def _note_spans(self, cells: list[Cell]) -> None:
        """Amounts of several years and of the year stand beside or below each other: which columns are which from here on."""
        spans = {
            cell.column: field_of(words(cell)) == "long_total"
            for cell in cells
            if field_of(words(cell)) in ("total", "long_total")
        }
        self._spans = spans or self._spans

    def _is_long(self, cell: Cell) -> bool:
        before = [column for column in sorted(self._spans) if column <= cell.column]
        return self._spans[before[-1] if before else min(self._spans)] if self._spans else False

    def _unnamed(self, grid: Grid, cell: Cell) -> None:
        """A cell that is no label: a frame, indicators as running text, or an amount's unit beside unknown words."""
        text = words(cell)
        if role := self._bare_amount(grid, cell):
            self._key(grid, role, cell)
        elif is_container(text):
            grid.use(cell)
            self._container(grid, cell)
        elif self._is_level(grid, cell):
            pass
        elif has_levels(cell.text) and len(text) > 12:
            self._phrases(grid, cell)
        elif _MONEY_LABEL.fullmatch(text):
            self._fields.unit(text)

    def _is_level(self, grid: Grid, cell: Cell) -> bool:
        """A level with its indicators as text beside it, “数量指标 | 修裱档案≥3200页”, in a table without a header."""
        parts = _STROKE.split(plain(cell.text)) if len(cell.text) <= _LONGEST_PAIR else [""]
        if not all(is_level1(part) or is_level2(part) for part in parts):
            return False
        value = next((other for other in grid.right_of(cell) if other.text.strip()), None)
        self._levels.name(cell.text)
        above = self._named[0] if self._levels.second and len(parts) == 1 and self._grid is grid else None
        self._named, self._grid = ((above, cell) if self._levels.second else (cell, None)), grid
        if value and not is_label(value) and not (is_level1(words(value)) or is_level2(words(value))):
            found = [it for it in indicators_in(value.text, value.place, self._levels) if _NAME.search(it.level3 or "")]
            grid.use(*[value, *self._named] if found else [])
            doubted = (replace(it, uncertain=tuple(dict.fromkeys((*it.uncertain, "level3", "target")))) for it in found)
            self._fields.draft().indicators += doubted
        return True

    def _bare_amount(self, grid: Grid, cell: Cell) -> str | None:
        """“预算” and “支出” are labels where their amount stands beside them."""
        role = _BARE.get(plain(_REMARK.split(cell.text, maxsplit=1)[0]))
        beside = next(grid.right_of(cell), None) if role else None
        if not FIGURE.match(plain(in_figures(words(beside)))):
            return None
        grid.use(cell)
        return role

    def _purpose(self, grid: Grid, cell: Cell) -> bool:
        """A sentence beside 预算规模及资金用途 says what the money is for."""
        if cell.row not in self._use_rows:
            return False
        grid.use(cell)
        texts = self._fields.draft().texts
        texts["use"] = f"{texts['use']}\n{words(cell)}" if "use" in texts else words(cell)
        self._doubt_piece(cell)
        return True

    def _amount_inside(self, grid: Grid, cell: Cell) -> bool:
        """A label with its amount behind a space, “其他资金 36.40”."""
        found = _AMOUNT_BEHIND.fullmatch(cell.text.strip()) if len(cell.text) <= _LONGEST_PAIR else None
        field = label(found["name"]) if found else None
        if found is None or field not in AMOUNTS:
            return False
        grid.use(cell)
        self._fields.amount(field, found["amount"], found["name"], cell.place)
        return True

    def _inline(self, grid: Grid, cell: Cell) -> bool:
        """Labels and values that share a cell; those without a field stay in the remainder."""
        texts = cell.text.strip(), words(cell)  # a narrow cell may break the labels themselves
        text = max(texts, key=lambda text: sum(is_value(field, value) for field, _name, value in pairs(text)))
        found = pairs(text)
        if found and found[0][0] in WHOLE_TEXT:
            pair = inline(text)
            found = [(pair[0], text.partition(pair[1])[0], pair[1])] if pair else []
        found = [(treasury(grid, name.rstrip("：:")) or field, name, value) for field, name, value in found]
        known = [pair for pair in found if is_value(pair[0], pair[2])]
        if not known:
            return False
        grid.use(cell)
        for field, name, value in found:
            if (field, name, value) in known:
                self._fields.set(field, value, clean(name).rstrip("：:"), cell.place)
            elif value:
                grid.leave(clean(f"{name}{value}"), cell.place)
        return True

    def _is_unit(self, grid: Grid, cell: Cell) -> bool:
        """A cell that says nothing but the unit: “金额单位：万元”."""
        text = words(cell)
        if plain(text) in _UNIT_LABELS:
            beside = next(grid.right_of(cell), None)
            cells, text = [cell, beside], f"单位：{words(beside)}"
            if plain(cell.text) == "单位" and is_institution(words(beside)):
                grid.use(*cells)
                self._fields.set("agency_name", words(beside), "单位", cell.place)
                return True
        else:
            cells = [cell]
        line = agency_line(text)
        if not _BARE_UNIT.fullmatch(text) and (line is None or line.code or line.name):
            return False
        if amount_unit(text):
            grid.use(*cells)
            self._fields.unit(text)
        return True

    def _container(self, grid: Grid, cell: Cell) -> None:
        """A frame; beside “绩效指标” the indicators may stand as running text."""
        self._fields.unit(words(cell))
        value = next((other for other in grid.right_of(cell) if other.text.strip()), None)
        if value and "指标" in cell.text and has_levels(value.text) and len(value.text) > 12:
            self._phrases(grid, value)
        elif value and plain(cell.text) in _GOAL_FRAMES and _TELLS.search(value.text) and not is_above_header(grid, cell):
            grid.use(value)
            self._fields.set("goals", value.text, words(cell), value.place)

    def _phrases(self, grid: Grid, cell: Cell) -> None:
        found = indicators_in(cell.text, cell.place)
        if found:
            grid.use(cell)
            self._fields.draft().indicators += found

    def _key(self, grid: Grid, field: str, name: Cell) -> None:
        """Find and set the value of a label."""
        if field == "use":
            self._use_rows = range(name.row, name.row + name.rowspan)
        if field in (*AMOUNTS, "long_total", "use", "plan"):
            self._fields.unit(words(name))
        beside = next(grid.right_of(name), None)
        framing = beside is None or is_label(beside) or not beside.text.strip()
        if field in WHOLE_TEXT and framing and is_above_header(grid, name):
            return
        value = self.value(grid, name, below=field in WHOLE_TEXT)
        if field == "name" and plain(words(value)) in _HEADS:
            grid.use(name, value)
            return
        if value is None or field == "plan":
            return
        grid.use(value)
        if field in WHOLE_TEXT:
            self._doubt_piece(value)
        if value.confidence is not None and value.confidence < SURE:
            self._fields.draft().doubts.append(field)
        if field in _PARTED and self._is_long(name):
            self._fields.amount(field, words(value), words(name), value.place, long=True)
        elif field in (*AMOUNTS, *RATES):
            self._fields.amount(field, words(value), words(name), value.place)
        else:
            self._fields.set(field, value.text, words(name), value.place)

    def _doubt_piece(self, cell: Cell) -> None:
        """A text that begins or ends with half a label may have taken it in at a page break."""
        if piece := piece_in(cell):
            message = _("“{text}”像是换页时断开的栏目名称的一截，可能混进了正文，请对照原件核对").format(text=piece)
            self._notes.warn(message, cell.place)

    def _is_kind(self, grid: Grid, name: Cell, cell: Cell) -> bool:
        """Is “其他” the value of the label before it (项目类别), and no label itself? Then no amount follows."""
        after = next((other for other in grid.right_of(cell) if other.text.strip()), None)
        return label(words(name)) == "aside" and plain(cell.text) == "其他" and not (after and FIGURE.match(plain(after.text)))

    def value(self, grid: Grid, name: Cell, *, below: bool = False) -> Cell | None:
        """The first filled cell right of a label before the next label; the cell below where one stands at once on either side."""
        right = None
        for cell in grid.right_of(name):
            if is_label(cell) and not self._is_kind(grid, name, cell):
                break
            right = right or cell
            if cell.text.strip():
                return cell
        under = grid.below(name)
        if (
            (right is None or below or (under and under.colspan <= name.colspan and _is_after_label(grid, name)))
            and under
            and not is_label(under)
            and not grid.is_used(under)
            and under.column == name.column
            and not is_piece(under)
            and not is_header(grid, under.row)
        ):
            return under
        return None


def _is_after_label(grid: Grid, name: Cell) -> bool:
    """Does this label stand behind another in a row of labels, and not behind the frame of several rows?"""
    before = grid.at(name.row, name.column - 1)
    return before is not None and before.rowspan == name.rowspan and is_label(before)


def _heads_amounts(grid: Grid, cell: Cell) -> bool:
    """Is “金额” the header of a column of amounts, beside 资金来源, and no label?"""
    before, after = grid.at(cell.row, cell.column - 1), next(grid.right_of(cell), None)
    alone = plain(cell.text) == "金额" and not FIGURE.match(plain(words(after)))
    return alone and before is not None and field_of(words(before)) is None


def is_value(field: str, text: str) -> bool:
    """Can the text behind a label be the value of the field? An amount must be one."""
    if field in ("aside", "part", "subtotal"):
        return False
    return (
        bool(FIGURE.match(plain(_REMARK.split(in_figures(text), maxsplit=1)[0])))
        if field in (*AMOUNTS, *RATES, "long_total")
        else bool(text)
    )


def is_label(cell: Cell) -> bool:
    text = words(cell)
    return bool(
        label(text) or heading(text) or fund_column(text) or is_container(text) or amount_unit(text) or MONTH.match(plain(text))
    )
