"""The official form as cells, and where each stands in its source."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jihuan.core.document import Actual, Budget, Document, FundSource, Indicator, Place, Project, Target
from jihuan.documents.layout import Cell, Layout, Paragraph, Table
from jihuan.ui.pieces import Part, Piece
from jihuan.ui.sheet import piece_sheets, project_sheet
from jihuan.ui.source import MANY, Locator, blocks, key, keys, printed, row_at, rows_of, stretch


def _rows(*levels: tuple[str | None, str | None]) -> Project:
    return Project(indicators=tuple(Indicator(level1=one, level2=two, target=Target(raw="1")) for one, two in levels))


@pytest.mark.parametrize(
    ("levels", "first", "second"),
    [
        ([("产出", "数量"), ("产出", "数量"), ("产出", "质量")], [3, 0, 0], [2, 0, 1]),
        ([("产出", "数量"), ("效益", "数量")], [1, 1], [1, 1]),
        ([(None, None), (None, None)], [1, 1], [1, 1]),
        ([("产出", None), ("产出", None)], [2, 0], [1, 1]),
        ([("产出", "数量"), ("效益", "社会"), ("产出", "数量")], [1, 1, 1], [1, 1, 1]),
    ],
)
def test_levels_merge_only_with_their_equal_neighbours(levels, first, second) -> None:
    sheet = project_sheet(_rows(*levels), "/projects/0")
    for column, spans in enumerate((first, second)):
        assert [row[column].rowspan if row[column] else 0 for row in sheet.rows] == spans


def test_columns_of_the_self_evaluation_appear_with_their_values() -> None:
    plain = project_sheet(_rows(("产出", "数量")), "/p")
    assert [name for name, _label in plain.columns][-1] == "basis"
    scored = Project(indicators=(Indicator(weight=Decimal("10.0"), deviation="多做了"),), budget=Budget(executed=Decimal(9)))
    sheet = project_sheet(scored, "/p")
    assert [name for name, _label in sheet.columns][-2:] == ["weight", "deviation"]
    assert [cell.text for cell in sheet.amounts] == ["", "", "", "", "", "9"]


def test_what_only_a_self_evaluation_prints_is_shown_where_it_is_printed() -> None:
    done = Project(
        achievement="已完成。",
        budget=Budget(execution_rate=Decimal("95.5")),
        execution_score=Decimal("9.5"),
        total_score=Decimal(98),
        indicators=(Indicator(actual=Actual(raw="1600人"), score=Decimal(8)),),
    )
    sheet = project_sheet(done, "/projects/0")
    assert [cell.text for cell in sheet.results] == ["已完成。", "95.5", "9.5", "98"]
    assert sheet.rows[0][6:] == tuple(cell for cell in sheet.rows[0] if cell and cell.text in ("1600人", "8"))
    assert project_sheet(Project(), "/projects/0").results == ()


def test_the_department_above_and_sources_of_funds_are_shown_where_they_are_printed() -> None:
    sources = (FundSource(name="上年结转资金", initial=Decimal("3.00"), execution_rate=Decimal("80")), FundSource(name="自筹"))
    sheet = project_sheet(Project(department="县文化局", budget=Budget(sources=sources)), "/projects/0")
    assert [(cell.pointers[0], cell.label, cell.text) for cell in sheet.results] == [
        ("/projects/0/department", "主管部门", "县文化局"),
        ("/projects/0/budget/sources/0/execution_rate", "上年结转资金 · 执行率（%）", "80"),
    ]
    assert [(cell.label, cell.text) for cell in sheet.amounts[3:6]] == [
        ("上年结转资金 · 年初预算数", "3.00"),
        ("上年结转资金 · 全年预算数", ""),
        ("上年结转资金 · 全年执行数", ""),
    ]
    assert sheet.amounts[3].pointers == ("/projects/0/budget/sources/0/initial",)


def test_a_screen_keeps_the_pointers_of_the_whole() -> None:
    document = Document(projects=tuple(Project(name=str(number)) for number in range(5)))
    parts = (Part(3, range(0)), Part(4, range(0)))
    assert [sheet.name.pointers for sheet in piece_sheets(document, Piece(parts))] == [
        ("/projects/3/name",),
        ("/projects/4/name",),
    ]


def test_merged_cells_end_with_the_screen() -> None:
    project = _rows(*[("产出", "数量")] * 5)
    sheet = project_sheet(project, "/projects/0", shown=range(2, 5))
    assert (sheet.first, [row[0].rowspan if row[0] else 0 for row in sheet.rows]) == (2, [3, 0, 0])
    assert sheet.rows[0][1].pointers == tuple(f"/projects/0/indicators/{row}/level2" for row in (2, 3, 4))
    assert [row[0].rowspan if row[0] else 0 for row in project_sheet(project, "/projects/0", shown=range(2)).rows] == [2, 0]


@pytest.mark.parametrize(
    ("place", "word"),
    [
        (Place(page=3, bbox=(72.0, 90.04, 140.0, 110.0)), "page:3:72.0,90.0,140.0,110.0"),
        (Place(line=(3, 5)), "line:3-5"),
        (Place(sheet="表一", cell="D7"), "sheet:表一:D7"),
        (Place(table=1, row=2, column=3), "table:1:2:3"),
        (Place(table=1, row=2), "table:1:2:"),
        (Place(paragraph=4), "paragraph:4"),
        (Place(page=2), "page:2"),
        (Place(), ""),
    ],
)
def test_every_kind_of_place_has_a_word(place: Place, word: str) -> None:
    assert key(place) == word


def test_words_of_places_hold_no_space() -> None:
    assert keys([Place(sheet="表 一", cell="A1"), Place(), Place(line=(1, 1))]) == "sheet:表␠一:A1 line:1-1"


def _pdf(row: int, column: int, text: str, y: float, *more: Place) -> Cell:
    return Cell(
        row=row,
        column=column,
        text=text,
        place=Place(page=1, bbox=(column * 100, y, column * 100 + 90, y + 20)),
        more_places=more,
    )


def test_the_nearest_cell_of_the_same_text_is_found() -> None:
    rest = Place(page=2, bbox=(0, 50, 90, 70))
    cells = (
        _pdf(0, 0, "≥95 %", 100),
        _pdf(1, 0, "≥95\n%", 300),
        _pdf(2, 1, "跨页的长文\n字", 700, rest),
        _pdf(3, 2, "30%", 500),
    )
    table = Table(rows=4, columns=3, cells=cells, place=Place(page=1, bbox=(0, 100, 300, 720)))
    find = Locator(Layout(media_type="application/pdf", blocks=(table,)))
    assert find("≥95%", Place(page=1, bbox=(0, 290, 300, 330))) == (cells[1].place,)
    assert find("跨页的长文字", Place(page=1, bbox=(0, 690, 300, 720))) == (cells[2].place, rest)
    assert find("30", table.place) == (cells[3].place,)
    assert find("长文字", table.place) == (cells[2].place, rest), "a part of a cell"
    elsewhere = Place(page=1, bbox=(0, 0, 9, 9))
    assert find("印了别的", elsewhere) == (elsewhere,)
    assert find("", elsewhere) == (elsewhere,)
    assert find("跨页的长文字", None) == (cells[2].place, rest)
    assert find("≥95%", None) == (), "twice printed, no hint which"


def test_sheets_tables_and_lines_have_their_own_nearness() -> None:
    def layout(*places: Place) -> Locator:
        return Locator(Layout(media_type="x", blocks=tuple(Paragraph(text="同文", place=place) for place in places)))

    sheets = [Place(sheet="一", cell="B9"), Place(sheet="一", cell="B40"), Place(sheet="二", cell="B30")]
    assert layout(*sheets)("同文", Place(sheet="一", cell="D31")) == (sheets[1],)
    tables = [Place(table=1, row=2, column=1), Place(table=2, row=2, column=1)]
    assert layout(*tables)("同文", Place(table=2, row=3)) == (tables[1],)
    lines = [Place(line=(3, 4)), Place(line=(20, 22))]
    assert layout(*lines)("同文", Place(line=(18, 30))) == (lines[1],)


def test_a_file_without_pages_is_shown_as_blocks() -> None:
    merged = Cell(row=0, column=0, rowspan=2, text="甲", place=Place(sheet="表", cell="A1"))
    table = Table(rows=2, columns=2, cells=(merged,), place=Place(sheet="表", cell="A1"))
    paragraph, shown = blocks(Layout(media_type="x", blocks=(Paragraph(text="题", place=Place(paragraph=1)), table)))
    assert (paragraph.table, paragraph.rows[0][0].text) == (False, "题")
    assert shown.name == "表"
    assert [[cell.rowspan for cell in row] for row in shown.rows] == [[2], []]


def _long(rows: int) -> Layout:
    cells = [
        Cell(row=row, column=1, text=f"第{row}行", place=Place(table=1, row=row + 1, column=2)) for row in range(rows) if row
    ]
    merged = Cell(row=0, column=0, rowspan=rows, text="产出", place=Place(table=1, row=1, column=1))
    table = Table(rows=rows, columns=2, cells=(*cells, merged), place=Place(table=1))
    return Layout(media_type="x", blocks=(Paragraph(text="题", place=Place(paragraph=1)), table))


def test_a_stretch_of_a_long_file_keeps_its_merged_cells() -> None:
    layout = _long(50)
    assert rows_of(layout) == 51
    (shown,) = blocks(layout, range(21, 24))
    assert [[(cell.text, cell.rowspan) for cell in row] for row in shown.rows] == [
        [("产出", 30), ("第20行", 1)],
        [("第21行", 1)],
        [("第22行", 1)],
    ]
    assert [block.table for block in blocks(layout, range(2))] == [False, True]
    assert printed(layout, range(21, 23)) == (("table:1:21:2", "第20行"), ("table:1:22:2", "第21行"))


def test_the_row_of_a_place_is_found_by_its_word() -> None:
    layout = _long(50)
    assert [
        row_at(layout, word) for word in ("table:1:21:2", "table:1:21:", "table:1::", "paragraph:1", "sheet:表:A1", "")
    ] == [
        21,
        21,
        2,
        0,
        0,
        0,
    ]


@pytest.mark.parametrize(("first", "shown"), [(-4, (0, 10)), (30, (30, 40)), (99, (90, 100))])
def test_a_stretch_is_never_longer_than_it_may_be(first: int, shown: tuple[int, int]) -> None:
    assert stretch(100, 10, first) == range(*shown)
    assert stretch(7, 10, first) == range(7)


def test_of_very_many_equal_texts_the_nearest_is_found() -> None:
    cells = tuple(
        Cell(row=row, column=0, text="产出指标", place=Place(table=1, row=row + 1, column=1)) for row in range(MANY * 4)
    )
    find = Locator(Layout(media_type="x", blocks=(Table(rows=len(cells), columns=1, cells=cells, place=Place(table=1)),)))
    for row in (0, 1, MANY * 2, MANY * 4 - 1):
        assert find("产出指标", Place(table=1, row=row + 1, column=3)) == (cells[row].place,)
