"""Signs alone in their boxes, dirt beside lines, streaks down the page."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import pytest

from jihuan.documents.layout import SURE
from jihuan.documents.readers.ocr.doubt import Judged
from jihuan.documents.readers.ocr.lone import Number, by_shape, is_lone, is_number, read_beside
from jihuan.documents.readers.ocr.recogniser import Character, Picture, Reading
from jihuan.documents.readers.ocr.rulings import find_rulings
from jihuan.documents.readers.ocr.segmentation import Area, Segmenter
from tests.documents.readers.ocr.test_signs import drawn_line, reading

EM = 30.0
NUMBER = Number(drawn_line("86"), "86")


class Twice:
    """A model that reads between two numbers, then beside one."""

    def __init__(self, amid: str, beside: str) -> None:
        self._seen = [amid, beside]

    def read(self, lines: Sequence[Picture]) -> list[Reading]:
        return [reading(self._seen.pop(0), lines[0])]


def beside(sign: str, amid: str, by: str) -> Judged | None:
    (found,) = read_beside([drawn_line(sign)], [NUMBER], 8, Twice(amid, by))  # type: ignore[arg-type]
    return found.judged if found else None


def one(letter: str, sure: float = 1.0) -> Reading:
    return (Character(letter, sure, "", 0.5),)


def test_what_is_no_sure_word_or_figure_is_read_beside_a_number() -> None:
    assert is_lone(one("V")) and is_lone(one("≥")) and is_lone(one("二")) and is_lone(one("2", 0.95)) and is_lone(())
    assert not is_lone(one("亩")) and not is_lone(one("9")) and not is_lone((*one("1"), *one("0")))


def test_only_a_sure_number_helps() -> None:
    assert is_number(Judged("86", 1.0))
    assert not is_number(Judged("86", 0.9)) and not is_number(Judged("8", 1.0)) and not is_number(Judged("8.6", 1.0))


def test_a_sign_read_twice_beside_a_number_is_sure() -> None:
    assert beside("≥", "86≥86", "≥86") == Judged("≥", 0.99)
    assert beside("%", "86%86", "86%") == Judged("%", 0.99)


@pytest.mark.parametrize(("amid", "by"), [("86≥86", "≤86"), ("86>86", ">86"), ("86—86", "86—")])
def test_a_sign_read_in_two_ways_a_bare_one_and_a_dash_are_in_doubt(amid: str, by: str) -> None:
    judged = beside("≥", amid, by)
    assert judged and judged.confidence < SURE


@pytest.mark.parametrize(("amid", "by"), [("8686", "86"), ("36≥86", "≥86"), ("86≥86", "35")])
def test_where_the_number_or_the_sign_is_not_seen_again_nothing_is_known(amid: str, by: str) -> None:
    assert beside("≥", amid, by) is None


def test_specks_apart_from_a_line_are_left_out_and_dots_of_a_number_are_not() -> None:
    ink = np.zeros((60, 300), np.uint8)
    for left in (60, 90, 120):
        ink[10:34, left : left + 20] = 255
    ink[30:34, 142:146] = 255
    whole = Segmenter(ink, 24.0).lines(Area(0, 0, 300, 60))
    ink[20:24, 40:44] = ink[12:16, 165:168] = 255
    assert Segmenter(ink, 24.0).lines(Area(0, 0, 300, 60)) == whole == [Area(60, 10, 146, 34)]


def _ruled(height: int, streak: slice) -> Picture:
    """A table of four boxes, from 100 to 300, with a line at 200 down so much of the page."""
    page = np.full((height, 500), 255, np.uint8)
    page[100:102, 100:400] = page[200:202, 100:400] = page[300:302, 100:400] = 0
    page[100:302, 100:102] = page[100:302, 399:401] = page[100:302, 250:252] = 0
    page[streak, 200:201] = 60
    return page


def test_a_line_past_the_table_at_both_ends_is_dirt_on_the_glass() -> None:
    found = find_rulings(_ruled(420, slice(0, 420)), 1.0)
    assert not any(abs(line.at - 200) < 3 for line in found.vertical) and found.streaks is not None
    assert found.streaks[50, 200] and not found.streaks[150, 250]


@pytest.mark.parametrize("streak", [slice(100, 302), slice(100, 420), slice(0, 302)])
def test_a_line_that_ends_with_the_table_is_a_ruling(streak: slice) -> None:
    found = find_rulings(_ruled(420, streak), 1.0)
    assert any(abs(line.at - 200) < 3 for line in found.vertical) and found.streaks is None


def _stroke(*points: tuple[int, int]) -> Picture:
    """Ink along a line of strokes, closely cut."""
    ink = np.zeros((40, 40), np.uint8)
    cv2.polylines(ink, [np.array(points, np.int32)], False, (255,), 3)
    rows, columns = np.nonzero(ink)
    return ink[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]


SLASH, LEANING_ONE = ((24, 5), (12, 33)), ((10, 13), (21, 5), (12, 33))


def test_a_slash_is_known_by_its_shape_and_sure_where_the_model_thought_of_it() -> None:
    assert by_shape(_stroke(*SLASH), (Character("1", 0.7, "", 0.5, "/I"),), EM) == Judged("/", 1.0)
    doubtful = by_shape(_stroke(*SLASH), one("1"), EM)
    assert doubtful and doubtful.text == "/" and doubtful.confidence < SURE


@pytest.mark.parametrize(
    "points",
    [
        ((18, 5), (18, 33)),  # |
        ((18, 5), (16, 33)),  # 1 that leans a little
        LEANING_ONE,
        ((8, 5), (26, 5), (16, 33)),  # 7
        ((10, 5), (24, 33)),  # \\
        ((20, 5), (17, 12)),  # too low
        ((24, 5), (20, 22), (6, 33)),  # bent like 丿
    ],
)
def test_what_only_resembles_a_slash_is_none(points: tuple[tuple[int, int], ...]) -> None:
    assert by_shape(_stroke(*points), (Character("1", 0.7, "", 0.5, "/I"),), EM) is None


def test_a_dash_is_known_by_its_shape_and_in_doubt() -> None:
    found = by_shape(_stroke((5, 20), (30, 20)), one("一"), EM)
    assert found and found.text == "—" and found.confidence < SURE
