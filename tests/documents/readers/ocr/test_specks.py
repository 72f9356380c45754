"""Dirt of the size of dots, characters that broke into dots, pale streaks, and marks that are too low to be figures."""

from __future__ import annotations

import numpy as np
import pytest

from jihuan.documents.layout import SURE
from jihuan.documents.readers import ocr
from jihuan.documents.readers.ocr.doubt import Judged, judge, worded
from jihuan.documents.readers.ocr.recogniser import Character, Picture
from jihuan.documents.readers.ocr.rulings import find_rulings
from jihuan.documents.readers.ocr.segmentation import Area, Segmenter
from jihuan.documents.readers.ocr.straighten import without_streaks
from jihuan.documents.readers.pdf import read_layout
from tests.documents.readers.ocr.compare import compare
from tests.documents.readers.ocr.paper import parted_sheet, typeset
from tests.documents.readers.ocr.test_signs import reading
from tests.documents.readers.ocr.wear import Wear, scanned

BLANK = np.full((48, 160), 255, np.uint8)
EM = 24.0
WHOLE = Area(0, 0, 300, 80)


def _texts(ink: Picture, uncleaned: Picture | None = None) -> list[Area]:
    return Segmenter(ink, EM).texts(WHOLE, ink if uncleaned is None else uncleaned)


@pytest.fixture
def ink() -> Picture:
    """Three characters."""
    ink = np.zeros((80, 300), np.uint8)
    for left in (60, 90, 120):
        ink[30:54, left : left + 20] = 255
    return ink


def test_specks_far_from_any_line_are_no_text(ink: Picture) -> None:
    (line,) = _texts(ink)
    ink[4:10, 200:206] = ink[70:75, 20:25] = 255
    assert _texts(ink) == [line]


def test_a_speck_alone_is_no_text() -> None:
    ink = np.zeros((80, 300), np.uint8)
    ink[40:46, 150:156] = 255
    assert _texts(ink) == []


def test_a_character_that_broke_into_specks_is_found_again(ink: Picture) -> None:
    uncleaned = ink.copy()
    for left in range(156, 174, 6):
        uncleaned[42:44, left : left + 3] = 255
    (line,) = _texts(ink, uncleaned)
    assert (line.x0, line.x1) == (60, 171)
    uncleaned[42:44, 162:] = 0
    assert _texts(ink, uncleaned) == [Area(60, 30, 140, 54)]


def test_a_stroke_that_broke_into_specks_alone_in_its_box_is_found_again() -> None:
    ink = np.zeros((80, 300), np.uint8)
    ink[40:44, 150:153] = 255
    uncleaned = ink.copy()
    for step in range(4):
        uncleaned[30 + 6 * step : 32 + 6 * step, 156 - 2 * step : 158 - 2 * step] = 255
    assert _texts(ink, uncleaned) == [Area(150, 30, 158, 50)]


def test_letters_under_a_pale_streak_stay_and_the_streak_goes() -> None:
    page = np.full((400, 200), 255, np.uint8)
    page[100:120, 80:120] = 30
    seen = page.copy()
    seen[:, 99:102] = (seen[:, 99:102] * 0.7).astype(np.uint8)
    streaks = np.zeros_like(page)
    streaks[:, 98:103] = 255
    clear = without_streaks(seen, streaks, 1.0).astype(int)
    assert np.abs(clear - page)[:, 85:115].max() <= 20


def test_a_streak_that_letters_above_the_table_touch_is_still_a_streak() -> None:
    page = np.full((500, 500), 255, np.uint8)
    page[100:102, 100:400] = page[200:202, 100:400] = page[300:302, 100:400] = 0
    page[100:302, 100:102] = page[100:302, 399:401] = page[100:302, 250:252] = 0
    page[80:500, 200:201] = 60
    for left in range(110, 390, 40):
        page[82:84, left : left + 15] = 0
    assert find_rulings(page, 1.0).streaks is not None


@pytest.mark.parametrize(
    ("read", "hint_at"), [("97.4%0", None), ("97.4º0", 4), ("97.4º 0", 4), ("97.496", 4), ("97.4%v", None), ("96", 0)]
)
def test_a_broken_percent_sign_is_one_and_in_doubt(read: str, hint_at: int | None) -> None:
    seen = tuple(
        Character(one, 0.6 if at == hint_at else 1.0, "", (at + 0.5) / len(read), "%0" if at == hint_at else "")
        for at, one in enumerate(read)
    )
    judged = judge(seen, BLANK)
    assert judged.text == ("97.4%" if read.startswith("97") else "%") and judged.confidence < SURE


@pytest.mark.parametrize("read", ["1996", "95.4", "92%以上", "≥94%", "36%，", "=100.00（%）"])
def test_figures_and_words_behind_a_percent_sign_stay(read: str) -> None:
    assert judge(reading(read, BLANK), BLANK).text == read


@pytest.mark.parametrize(("read", "seen"), [("°46125张", "46125张"), ("预期目标°", "预期目标"), ("转动36°", "转动36°")])
def test_a_ring_at_the_end_of_a_line_is_dirt_unless_it_counts_degrees(read: str, seen: str) -> None:
    assert judge(reading(read, BLANK), BLANK).text == seen


@pytest.mark.parametrize(("letter", "hint"), [("9", "%"), ("：", "；")])
def test_what_looks_like_another_sign_that_the_model_thought_of_is_in_doubt(letter: str, hint: str) -> None:
    sure = (Character("8", 1.0, "", 0.3), Character(letter, 0.99, "", 0.6))
    doubtful = (sure[0], sure[1]._replace(hints=hint))
    assert judge(sure, BLANK).confidence >= SURE > judge(doubtful, BLANK).confidence


@pytest.mark.parametrize("read", ["-46800张", "12个工作1"])
def test_maimed_values_are_in_doubt(read: str) -> None:
    assert worded(Judged(read, 1.0)).confidence < SURE


def test_a_full_stop_of_another_language_is_in_doubt() -> None:
    assert worded(Judged("原因分析.", 1.0)).confidence < SURE
    assert worded(Judged("原因分析。", 1.0)).confidence == 1.0


def test_no_sign_alone_in_its_box_passes_for_a_figure_on_a_black_and_white_scan() -> None:
    printed = typeset(parted_sheet())
    how = Wear(bilevel=True, noise=14, blur=0.7, skew=-0.6, dpi=170)
    score = compare(read_layout(printed), ocr.read_pdf(scanned(printed, how)))
    assert score.signs_missed == 0, score.found


def test_a_full_stop_in_the_lower_half_behind_a_line_is_no_speck_and_one_above_is(ink: Picture) -> None:
    ink[47:52, 152:157] = 255
    assert _texts(ink) == [Area(60, 30, 157, 54)]
    ink[47:52, 152:157], ink[32:37, 152:157] = 0, 255
    assert _texts(ink) == [Area(60, 30, 140, 54)]


def test_texts_beside_each_other_stand_on_lines_of_their_own() -> None:
    ink = np.zeros((80, 300), np.uint8)
    ink[28:52, 20:80] = 255  # one line in the middle of two
    ink[14:38, 140:220] = ink[42:66, 140:220] = 255
    assert _texts(ink) == [Area(20, 28, 80, 52), Area(140, 14, 220, 38), Area(140, 42, 220, 66)]
