"""Every family of forms in every format: rows and fields found, and nothing of a table lost. The figures go into the docs."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from jihuan.core.document import Document, Source
from jihuan.documents.errors import Unreadable
from jihuan.documents.readers import document_of, layout_of
from tests.documents.families.build import as_docx, as_html, as_pdf, as_xls, as_xlsx, printed
from tests.documents.families.disturb import disturbed
from tests.documents.families.forms import FAMILIES
from tests.documents.families.measure import Score, score
from tests.documents.families.paged import as_ofd
from tests.documents.families.remainder import lost, missing
from tests.documents.readers.flattened import WAYS, silent

BUILDERS = {"html": as_html, "docx": as_docx, "xlsx": as_xlsx, "xls": as_xls, "pdf": as_pdf, "ofd": as_ofd}
SEEDS = range(2)
GLUED = "粘连"
GUESSED = "一格几行，没有间隔"
"""Where cells end is not to be seen: a figure may come to stand in another column, which the sheet is told to be."""
GROUPS = ("A1—A19", "其余版面")
LEAST = {"一栏一栏": 0.9, GLUED: 0.6}
"""What is told to be uncertain for the most part may be found less often."""
GOAL = 0.985
REPORT = Path(__file__).parents[3] / "docs" / "reference" / "accuracy.md"

_HEAD = """# 读取准确率

测试时生成的材料：每类表格按自拟的事实生成 {seeds} 份，用语、次序、写法随机变化
（约四分之一的指标没有完成，少得分并写明原因；符号单成一栏的表，每个数都有符号），再分别存为网页、Word、Excel（新旧两种）、PDF 和 OFD（全部画线），由程序读回比对。
每格两个数：指标行的 F1 值（级次、名称、指标值全对才算一行）/ 栏目准确率。本文件由 `tests/documents/families` 写出，不要手改。
材料的版式由我们自己绘制，程序也对照它们改进过，因此这些数是上限，不代表没有见过的文件；扫描件不在其中，另行测量。

"""
_TEXTS = """
## 压平成文字的表

同样的表格压平成纯文字（网页粘贴、从 PDF 抽出的文字），每类表格一份，包括少见的版式。“没有提示的错误”是指标行里读错、多读，而又没有任何问题指着它的处数；
必须是 0：分不清的，标明没有把握，或者写成问题，请人核对。A13（中期与年度并列）压平以后，上一行写明哪一半是年度的，照它读；
没有写明的，一行里只有一组的归年度，整张表标明没有把握。
“一栏一栏”的文字里合并的级次只印一次，管哪几行是按名称、指标值和分值推的（指标名称和真的一样大多说得出属于哪一级，约七分之一说不出），每一格都标明没有把握，
两可的留空请人填。粘连的文字（单元格之间什么也没有）另列。

"""


@pytest.fixture(scope="module")
def measured() -> Iterator[dict[tuple[str, str], Score]]:
    """Collects the scores; the tables are written at the end, when all families and all ways to flatten them were measured."""
    scores: dict[tuple[str, str], Score] = {}
    yield scores
    if len(scores) == len(FAMILIES) * len(BUILDERS) + 2 * len(WAYS):
        REPORT.write_text(_report(scores) + _flattened(scores), "utf-8")


def _report(scores: dict[tuple[str, str], Score]) -> str:
    lines = [f"| 表格 | {' | '.join(BUILDERS)} |", f"|---|{'---|' * len(BUILDERS)}"]
    total = Score()
    for family in FAMILIES:
        cells = []
        for to in BUILDERS:
            it = scores[family, to]
            total.add(it)
            cells.append(f"{it.f1:.3f} / {it.accuracy:.3f}")
        lines.append(f"| {family} | {' | '.join(cells)} |")
    whole = f"\n全部：{total.rows} 行，F1 {total.f1:.3f}；{total.fields} 个栏目，准确率 {total.accuracy:.3f}。\n"
    return _HEAD.format(seeds=len(SEEDS)) + "\n".join(lines) + "\n" + whole


def _flattened(scores: dict[tuple[str, str], Score]) -> str:
    lines = ["| 文字的样子 | A1—A19 | 其余版面 | 没有提示的错误 |", "|---|---|---|---|"]
    for way in WAYS:
        usual, other = (f"{it.f1:.3f} / {it.accuracy:.3f}" for it in (scores[group, way] for group in GROUPS))
        line = f"| {way} | {usual} | {other} | 0 |"
        lines += [line] if way != GLUED else ["", "粘连的文字：", "", *lines[:2], line]
    return _TEXTS + "\n".join(lines) + "\n"


@pytest.mark.xdist_group("families")
@pytest.mark.parametrize("way", WAYS)
def test_nothing_wrong_in_any_family_flattened_to_text_is_silent(way: str, measured: dict[tuple[str, str], Score]) -> None:
    groups = {group: Score() for group in GROUPS}
    wrong: list[str] = []
    gone: list[str] = []
    for family in FAMILIES:
        sheet = FAMILIES[family](random.Random(f"{family}, {way}"))
        text = WAYS[way](sheet.blocks)
        try:
            layout = layout_of(text.encode(), "a.txt")
            document = document_of(b"", "a.txt", layout)
        except Unreadable:  # which says so
            document = Document(source=Source(file="a.txt", sha256="", media_type="text/plain"))
        else:
            dropped = missing(text.replace("|", " ").split(), layout) if way != GLUED else []
            gone += [f"{family}: {it}" for it in (*dropped, *(lost(layout, document) if way != GUESSED else ()))]
        groups[GROUPS[not family.startswith("A")]].add(score(sheet, document))
        wrong += [f"{family}: {it}" for it in silent(sheet, document)]
    assert (wrong, gone) == ([], [])
    usual = groups[GROUPS[0]]
    assert usual.f1 >= LEAST.get(way, 0.97), usual.wrong[:10]
    measured.update({(group, way): groups[group] for group in GROUPS})


@pytest.mark.xdist_group("families")
@pytest.mark.parametrize("to", BUILDERS)
@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_is_read_in_every_format(family: str, to: str, measured: dict[tuple[str, str], Score]) -> None:
    whole = Score()
    for seed in SEEDS:
        sheet = FAMILIES[family](random.Random(f"{family}{seed}"))
        data = BUILDERS[to](sheet.blocks)
        layout = layout_of(data, f"{seed}.{to}")
        document = document_of(data, f"{seed}.{to}", layout)
        assert document.kind == sheet.kind
        assert missing(printed(sheet.blocks), layout) == []
        assert lost(layout, document) == []
        whole.add(score(sheet, document))
    measured[family, to] = whole
    assert (whole.f1 >= GOAL, whole.accuracy >= GOAL) == (True, True), whole.wrong[:10]


@pytest.mark.xdist_group("families")
@pytest.mark.parametrize("family", FAMILIES)
def test_broken_labels_blank_levels_and_page_breaks_lose_nothing(family: str) -> None:
    pick = random.Random(f"{family}, disturbed")
    sheet = FAMILIES[family](pick)
    layout = layout_of(BUILDERS["html"](disturbed(sheet.blocks, pick)), "a.html")
    document = document_of(b"", "a.html", layout)
    result = score(sheet, document)
    assert (result.wrong, lost(layout, document)) == ([], [])
