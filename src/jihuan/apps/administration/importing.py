"""A list of units from a workbook or CSV: read, checked as a whole with every fault at once, then written as a whole."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from jihuan.apps.accounts.models import User
from jihuan.apps.administration import units
from jihuan.apps.administration.units import Entry
from jihuan.apps.organisations.access import Refused
from jihuan.apps.organisations.models import Agency
from jihuan.apps.organisations.scope import visible_agencies
from jihuan.core.codes import agency_segments
from jihuan.core.text import clean, join_lines
from jihuan.documents import sandbox
from jihuan.documents.errors import Scanned, Unreadable
from jihuan.documents.layout import Table

MOST_BYTES, MOST_LINES = 5 * 1024 * 1024, 5000
HEADS = {
    "code": ("编码", "代码", "单位编码", "单位代码", "预算单位编码", "code"),
    "name": ("名称", "单位名称", "部门名称", "预算单位名称", "name"),
    "short_name": ("简称", "单位简称", "short_name"),
    "kind": ("类型", "类别", "kind"),
    "parent": ("上级编码", "上级代码", "主管部门编码", "部门编码", "parent"),
}
"""Words at the head of a column; code and name must be there."""
KINDS = {
    "部门": "department",
    "主管部门": "department",
    "单位": "unit",
    "预算单位": "unit",
    "department": "department",
    "unit": "unit",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of the list as written; ``line`` counts from 1 as the file shows it."""

    line: int
    code: str
    name: str
    short_name: str = ""
    kind: str = ""
    parent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What a line would do: add, change, same, or nothing because of its ``faults``."""

    row: Row
    outcome: str
    kind: str
    parent_name: str
    faults: tuple[str, ...] = ()


def read_list(data: bytes, file: str) -> list[Row]:
    """The lines of a workbook (its first table with the right head) or CSV. Raises Refused with a sentence."""
    if len(data) > MOST_BYTES:
        raise Refused(_("文件超过 {limit} MB，请拆成几份再导入。").format(limit=MOST_BYTES // 1024 // 1024))
    for grid in _csv(data) if file.lower().endswith((".csv", ".txt")) else _workbook(data, file):
        if rows := _rows(grid):
            if len(rows) > MOST_LINES:
                raise Refused(_("清单有 {n} 行，一次最多 {limit} 行，请拆成几份再导入。").format(n=len(rows), limit=MOST_LINES))
            return rows
    raise Refused(_("没有找到清单：表头至少要有“编码”和“名称”两列，下面至少有一行。"))


def plan(actor: User, region: Agency, rows: Sequence[Row]) -> list[Step]:
    """What importing the lines under ``region`` would do, with every fault; parents may be in the list itself, in any order."""
    known = {row.code: row for row in Agency.objects.filter(region_code=region.region_code).select_related("parent")}
    allowed = set(visible_agencies(actor, units.ADD).values_list("pk", flat=True))
    listed: dict[str, Row] = {}
    for row in rows:
        listed.setdefault(row.code, row)
    steps = []
    for row in rows:
        agency, above = known.get(row.code), _above(row, region, known, listed)
        kind = KINDS.get(row.kind) or (agency.kind if agency else "department" if above == region.code else "unit")
        entry = Entry(kind=kind, code=row.code, name=row.name, short_name=row.short_name)
        faults = list(units.faults(entry, None).values() if kind == "region" else _alone(entry))
        if row.kind and row.kind not in KINDS:
            faults.append(_("类型“{kind}”只能写“部门”或“单位”。").format(kind=row.kind))
        if listed[row.code] is not row:
            faults.append(_("编码 {code} 与第 {line} 行重复。").format(code=row.code, line=listed[row.code].line))
        faults += _about_parent(kind, above, known, listed, region)
        touched = agency or known.get(above)
        if touched is not None and touched.pk not in allowed:
            faults.append(_("“{agency}”不在您的管理范围内。").format(agency=touched.name))
        if agency is not None and agency.kind != kind:
            faults.append(
                _("“{agency}”在库里是{kind}，类型不能更改。").format(agency=agency.name, kind=agency.get_kind_display())
            )
        name = known[above].name if above in known else listed[above].name if above in listed else above
        steps.append(Step(row=row, outcome=_outcome(agency, row, above), kind=kind, parent_name=name, faults=tuple(faults)))
    return steps


@transaction.atomic
def apply_list(actor: User, region: Agency, rows: Sequence[Row]) -> tuple[int, int]:
    """Write a list whose plan has no faults; how many were added and changed. Raises Refused."""
    steps = plan(actor, region, rows)
    if any(step.faults for step in steps):
        raise Refused(_("清单里还有错误，一行也没有导入。"))
    todo, written = {step.row.code: step for step in steps}, set()
    known = {row.code: row for row in Agency.objects.filter(region_code=region.region_code)}
    listed = {row.code: row for row in rows}

    def write(code: str, trail: frozenset[str] = frozenset()) -> None:
        if code in written or code not in todo:
            return
        if code in trail:
            raise Refused(_("编码 {code} 的上级绕成了一圈，请核对上级编码。").format(code=code))
        step = todo[code]
        above = _above(step.row, region, known, listed)
        write(above, trail | {code})
        short_name = step.row.short_name or (known[code].short_name if code in known else "")
        entry = Entry(kind=step.kind, code=code, name=step.row.name, short_name=short_name)
        if step.outcome == "add":
            known[code] = units.add_unit(actor, Agency.objects.get(pk=known[above].pk), entry)
        elif step.outcome == "change":
            known[code] = units.change_unit(actor, known[code], Agency.objects.get(pk=known[above].pk), entry)
        written.add(code)

    for code in todo:
        write(code)
    outcomes = [step.outcome for step in steps]
    return outcomes.count("add"), outcomes.count("change")


def pack(rows: Sequence[Row]) -> str:
    """The lines for the form that confirms them, signed."""
    return signing.dumps([asdict(row) for row in rows], salt="units", compress=True)


def unpack(text: str) -> list[Row]:
    """What ``pack`` made, at most an hour ago. Raises Refused."""
    try:
        return [Row(**row) for row in signing.loads(text, salt="units", max_age=3600)]
    except signing.BadSignature:
        raise Refused(_("预览已过期，请重新选择文件。")) from None


def _outcome(agency: Agency | None, row: Row, above: str) -> str:
    if agency is None:
        return "add"
    same = (agency.name, agency.short_name, agency.parent.code if agency.parent else "") == (
        row.name,
        row.short_name or agency.short_name,
        above,
    )
    return "same" if same else "change"


def _above(row: Row, region: Agency, known: dict[str, Agency], listed: dict[str, Row]) -> str:
    """The code of the node above: as written, else where it stands already, else the longest prefix that exists, else the region."""
    if row.parent:
        return row.parent
    agency = known.get(row.code)
    if agency is not None and agency.parent is not None:
        return agency.parent.code
    try:
        parts = agency_segments(row.code)
    except ValueError:
        parts = (row.code,)
    for end in range(len(parts) - 1, 0, -1):
        code = "".join(parts[:end])
        if code in known or code in listed:
            return code
    return region.code


def _alone(entry: Entry) -> list[str]:
    """Faults of code, name and short name; where the entry may stand is told by ``_about_parent``."""
    found = units.faults(entry, None)
    return [sentence for field, sentence in found.items() if field != "parent"]


def _about_parent(kind: str, above: str, known: dict[str, Agency], listed: dict[str, Row], region: Agency) -> Iterator[str]:
    if above not in known and above not in listed:
        yield _("上级编码 {code} 在库里和清单里都没有。").format(code=above)
        return
    if above in known and not known[above].is_active:
        yield _("上级“{agency}”已停用。").format(agency=known[above].name)
    at_region = above == region.code
    if (kind == "department") != at_region:
        yield _("部门应设在区划下面，单位应设在部门或单位下面。")


def _rows(grid: Sequence[Sequence[str]]) -> list[Row]:
    """The lines below the head; empty without a head or without lines."""
    for number, head in enumerate(grid):
        columns = {field: place for field, words in HEADS.items() for place, cell in enumerate(head) if cell.lower() in words}
        if {"code", "name"} <= set(columns):
            found = []
            for line, cells in enumerate(grid[number + 1 :], number + 2):
                values = {field: cells[place] if place < len(cells) else "" for field, place in columns.items()}
                if any(values.values()):
                    found.append(Row(line=line, **values))
            return found
    return []


def _csv(data: bytes) -> list[list[list[str]]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            delimiter = "\t" if "\t" in text.partition("\n")[0] else ","
            rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
            try:
                return [[[_value(cell) for cell in row] for row in rows]]
            except csv.Error:
                break
    raise Refused(_("文件不是能读的文字，请用 Excel 另存为 XLSX 或 CSV（UTF-8）。"))


def _workbook(data: bytes, file: str) -> list[list[list[str]]]:
    try:
        layout = sandbox.read_layout(data, file)
    except Unreadable as error:
        raise Refused(error.message) from None
    except Scanned:
        raise Refused(_("文件打不开，请用 Excel 另存为 XLSX 或 CSV 再导入。")) from None
    grids = []
    for table in (block for block in layout.blocks if isinstance(block, Table)):
        first = min((cell.row for cell in table.cells), default=0)
        grid = [[""] * table.columns for _row in range(table.rows)]
        for cell in table.cells:
            grid[cell.row][cell.column] = _value(cell.text)
        grids.append(grid[first:])
    return grids


def _value(text: str) -> str:
    return clean(join_lines(text))
