"""Scans from clean to poor, and photographs, against their print: cells, signs, and what is flagged. The figures go into the docs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from jihuan.documents.readers import ocr
from jihuan.documents.readers.pdf import read_layout
from tests.documents.readers.ocr.compare import Score, compare
from tests.documents.readers.ocr.paper import evaluation_sheet, goal_sheet, official, parted_sheet, typeset
from tests.documents.readers.ocr.wear import CLASSES, photographed, scanned

REPORT = Path(__file__).parents[4] / "docs" / "reference" / "accuracy-scans.md"
SHEETS = ("目标表", "自评表", "公文", "目标表")
GOALS = {"清晰": 99.0, "常见": 98.0, "很差": 85.0, "极差": 60.0, "照片": 98.0}
"""Percent of cells that read right."""
PAGES = [(kind, wear, (*SHEETS, "分栏表", "分栏表")[at]) for kind, wears in CLASSES.items() for at, wear in enumerate(wears)]

_HEAD = """# 扫描件与照片的识别准确率

测试时生成：排版的目标表、九磅小字的自评表、符号和单位各占一栏的分栏表、本程序写出的公文，画成图像，加上扫描或拍照常见的损伤，再识别，与原文逐格比较。
空白和全角、半角不计。“提示”指可信度低于 0.9、请人核对；单独的 ＞、＜ 和“—”总要请人核对，不计入“对而提示”。
本文件由 `tests/documents/readers/ocr/test_accuracy.py` 写出，不要手改；损伤的做法见同一文件夹的 `wear.py`。
样本是我们自己的文件，每种损伤一页，程序也对照它们改进过，因此这些数不代表没有见过的文件。

"""
_TAIL = """
“错而未提示”里没有比较符号：符号读错、漏读或者读得不稳的格子都要提示，测试保证这一点。“很差”的扫描件里文字仍会有错，
请逐格核对，或重新扫描（200 dpi、灰度或彩色、放正）。手写字、没有框线的表不在测量之内。
"""
_COLUMNS = "| 损伤 | 表 | 单元格 | 正确 | 错而未提示 | 对而提示 | 比较符号 | 符号错 | 符号错而未提示 |\n|---|---|---|---|---|---|---|---|---|\n"


def _printed(sheet: str) -> bytes:
    made = {"目标表": goal_sheet, "自评表": evaluation_sheet, "分栏表": parted_sheet}
    return official() if sheet == "公文" else typeset(made[sheet]())


@pytest.fixture(scope="module")
def measured() -> Iterator[dict[tuple[str, str], Score]]:
    """Collects the scores; the report is written at the end, when all pages were measured."""
    scores: dict[tuple[str, str], Score] = {}
    yield scores
    if len(scores) == len(PAGES):
        REPORT.write_text(_report(scores), "utf-8")


def _report(scores: dict[tuple[str, str], Score]) -> str:
    parts = []
    for kind in CLASSES:
        rows = [(wear, sheet, scores[kind, wear]) for own, wear, sheet in PAGES if own == kind]
        whole = sum((score for _wear, _sheet, score in rows), Score())
        lines = [_row(*row) for row in rows]
        lines += [_row("合计", "", whole)] if len(rows) > 1 else []
        parts.append(f"## {kind}\n\n{_COLUMNS}{''.join(lines)}")
    return _HEAD + "\n".join(parts) + _TAIL


def _row(wear: str, sheet: str, score: Score) -> str:
    signs = f"{score.signs} | {score.signs_wrong} | {score.signs_missed}"
    return f"| {wear} | {sheet} | {score.cells} | {score.right:.1f} % | {score.missed} | {score.needless} | {signs} |\n"


@pytest.mark.xdist_group("scans")
@pytest.mark.parametrize(("kind", "wear", "sheet"), PAGES, ids=[f"{kind}，{wear}" for kind, wear, _sheet in PAGES])
def test_a_page_reads_as_printed_and_no_sign_is_wrong_unasked(
    kind: str, wear: str, sheet: str, measured: dict[tuple[str, str], Score]
) -> None:
    pdf, how = _printed(sheet), CLASSES[kind][wear]
    scan = ocr.read_image(photographed(pdf, how)) if how.tilt else ocr.read_pdf(scanned(pdf, how))
    score = measured[kind, wear] = compare(read_layout(pdf), scan)
    assert score.signs_missed == 0, score.found
    assert score.right >= GOALS[kind], score.found
    assert kind != "清晰" or (score.missed, score.needless) == (0, 0), score.found
    assert kind == "极差" or score.needless <= 0.15 * score.cells, score.needless
