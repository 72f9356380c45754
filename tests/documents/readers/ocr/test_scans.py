"""Scans become the layout of the print, with doubt marked."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from jihuan.documents.errors import Scanned, Unreadable
from jihuan.documents.layout import SURE
from jihuan.documents.readers import ocr
from jihuan.documents.readers.ocr.doubt import judge
from jihuan.documents.readers.ocr.pictures import Sheet
from jihuan.documents.readers.ocr.recogniser import Character, recogniser
from jihuan.documents.readers.ocr.scanning import Mark, read_sheet
from jihuan.documents.readers.pdf import read_layout
from jihuan.documents.readers.pdf.geometry import Rect
from tests.documents.readers.ocr.compare import compare, texts
from tests.documents.readers.ocr.paper import drawn, goal_sheet, typeset
from tests.documents.readers.ocr.wear import Wear, picture, scanned


def test_a_skewed_noisy_stamped_scan_gives_the_cells_of_the_print() -> None:
    printed = typeset(goal_sheet(rows=4))
    score = compare(read_layout(printed), ocr.read_pdf(scanned(printed, Wear(skew=2.0, noise=6, jpeg=60, stamp=2))))
    assert score.right >= 95, score.found
    assert score.signs_missed == 0, score.found


def test_a_picture_on_its_side_is_read_and_its_places_are_those_of_the_picture_as_displayed() -> None:
    page = np.ascontiguousarray(np.rot90(drawn(typeset(goal_sheet(rows=2)))[0]))
    layout = ocr.read_image(picture(page))
    found = dict(texts(layout))
    box = found["56200726P0019040ZQ8"].place.bbox
    assert layout.pages[0].height > layout.pages[0].width and box and box[3] - box[1] > 2 * (box[2] - box[0])
    assert found["项目名称"].confidence is not None


@pytest.mark.parametrize("sign", [">", "<"])
def test_a_bare_sign_before_a_number_is_in_doubt(sign: str) -> None:
    reading = tuple(Character(letter, 0.999, "", 0.5) for letter in f"{sign}95%")
    assert judge(reading, np.full((48, 100), 255, np.uint8)).confidence < SURE


def _list(stroke: str) -> bytes:
    """A list of indicators with these lines alone."""
    rows = "".join(f"[数量指标], [巡查第{at}段河道], [≥], [{10 + at}], [次], " for at in range(1, 10))
    return typeset(f"""#set page(width: 595pt, height: 420pt, margin: 50pt)
#table(stroke: {stroke}, columns: (1fr,) * 5, inset: 6pt, [二级指标], [三级指标], [计算符号], [指标值], [度量单位], {rows})""")


def test_a_scanned_table_with_level_lines_alone_is_read_and_told() -> None:
    ruled, level = _list("0.5pt"), _list("(x: none, y: 0.5pt)")
    scan = ocr.read_pdf(scanned(level, Wear(noise=4, skew=0.5)))
    assert [text for text, _cell in texts(scan)] == [text for text, _cell in texts(read_layout(ruled))]
    assert [problem.level for problem in scan.problems if "没有竖线" in problem.message] == ["warning"]


def test_a_scanned_table_without_any_line_is_told() -> None:
    scan = ocr.read_pdf(scanned(_list("none"), Wear(noise=4, skew=0.5)))
    assert texts(scan) == []
    assert [problem.level for problem in scan.problems if "没有竖线" in problem.message] == ["error"]


@pytest.mark.parametrize(("doubtful", "sure", "unclear"), [(7, 6, True), (6, 7, False), (3, 0, False)])
def test_a_page_of_which_most_is_in_doubt_should_be_scanned_again(doubtful: int, sure: int, unclear: bool) -> None:
    printed = read_layout(typeset(goal_sheet(rows=2)))
    scan = read_sheet(Sheet(np.full((100, 100, 3), 255, np.uint8), 36.0, 36.0, 100 / 36), 1, recogniser(1))
    scan.marks.extend(Mark(Rect(0, 0, 9, 9), sure) for sure in [SURE - 0.1] * doubtful + [SURE] * sure)
    read = ocr._Scans(allowed=True, scans={1: scan})
    told = [problem for problem in read.marked(printed).problems if "重新扫描" in problem.message]
    assert [(one.level, one.place and one.place.page) for one in told] == [("error", 1)] * unclear


def test_pixels_are_not_recognised_where_that_is_not_allowed() -> None:
    with pytest.raises(Scanned):
        ocr.read_image(b"\x89PNG", scans=False)


def test_a_damaged_picture_is_refused() -> None:
    with pytest.raises(Unreadable, match="损坏"):
        ocr.read_image(b"\x89PNG\r\n\x1a\nnothing more")


def test_without_the_extra_the_user_learns_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    with pytest.raises(Unreadable, match="jihuan\\[ocr\\]"):
        ocr.read_image(b"\x89PNG")


def test_readers_are_imported_without_the_recogniser() -> None:
    code = "import sys, jihuan.documents.readers.ocr; print({'cv2', 'onnxruntime', 'numpy'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"
