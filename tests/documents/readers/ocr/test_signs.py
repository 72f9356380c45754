"""Comparison signs: read right, or somebody is asked."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pylopdf_fonts_zh_cn
import pytest
from PIL import Image, ImageDraw, ImageFont

from jihuan.documents.layout import SURE
from jihuan.documents.readers.ocr.doubt import has_bar, judge
from jihuan.documents.readers.ocr.recogniser import Character, Picture, Reading
from jihuan.documents.readers.ocr.signs import doubted

SIZE = 40


def drawn_line(text: str) -> Picture:
    """A line of print, tightly around its letters but for a narrow margin."""
    font = ImageFont.truetype(str(pylopdf_fonts_zh_cn.serif_path()), SIZE)
    left, top, right, bottom = font.getbbox(text)
    image = Image.new("L", (round(right - left) + 8, round(bottom - top) + 8), 255)
    ImageDraw.Draw(image).text((4 - left, 4 - top), text, font=font, fill=0)
    return np.asarray(image)


def reading(text: str, line: Picture, *, sure: float = 0.99, start: float = 0.0) -> Reading:
    """A reading of a line whose letters stand at even distances from ``start`` (of its width)."""
    step = (1 - start) / len(text)
    return tuple(Character(letter, sure, "", start + (at + 0.5) * step) for at, letter in enumerate(text))


class Closer:
    """A model that sees the same at every closer look."""

    def __init__(self, *seen: str, sure: float = 0.99) -> None:
        self._seen, self._sure = seen, sure

    def read(self, lines: Sequence[Picture]) -> list[Reading]:
        return [reading(text, line, sure=self._sure) for text, line in zip(self._seen, lines, strict=True)]


def in_doubt(text: str, closer: Closer, *, start: float = 0.0) -> bool:
    line = drawn_line(text)
    return bool(doubted([line], [reading(text, line, start=start)], closer))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sign", "barred"), [("≥", True), ("≤", True), ("＞", False), ("＜", False), (">", False), ("<", False)]
)
def test_a_sign_stands_on_a_bar_or_not(sign: str, barred: bool) -> None:
    assert has_bar(drawn_line(f"{sign} 95"), 0.1) is barred


def test_no_sign_is_seen_where_there_is_white() -> None:
    assert has_bar(np.full((40, 100), 255, np.uint8), 0.5) is None


def test_a_bare_sign_that_stands_on_a_bar_is_read_with_it_and_in_doubt() -> None:
    line = drawn_line("≥95")
    judged = judge(reading(">95", line), line)
    assert judged.text == "≥95" and judged.confidence < SURE


def test_a_sign_that_a_closer_look_confirms_is_sure() -> None:
    assert not in_doubt("≥95%", Closer("≥95"))


class Softly:
    """A model that sees one thing in the picture as it is, another in a softer one."""

    def __init__(self, plain: str, soft: str) -> None:
        self._seen = [plain, soft]

    def read(self, lines: Sequence[Picture]) -> list[Reading]:
        seen = self._seen.pop(0)
        return [reading(seen, line, sure=0.85 if seen[0] == "≥" else 0.6) for line in lines]


@pytest.mark.parametrize(("soft", "sure"), [(">95", True), ("<95", False), ("295", False), ("95", False)])
def test_a_bar_that_is_seen_in_the_pixels_may_melt_into_its_sign_where_it_is_softer(soft: str, sure: bool) -> None:
    line = drawn_line("≥95%")
    text = reading("≥95%", line)
    assert bool(doubted([line], [text], Softly("≥95", soft))) is not sure  # type: ignore[arg-type]


def test_a_bar_that_is_not_seen_in_the_pixels_does_not_melt() -> None:
    line = drawn_line(">95%")
    assert doubted([line], [reading("≥95%", line)], Softly("≥95", ">95"))  # type: ignore[arg-type]


@pytest.mark.parametrize("seen", [">95", "≤95", "295", "95", "≥≤95"])
def test_a_sign_that_a_closer_look_sees_otherwise_is_in_doubt(seen: str) -> None:
    assert in_doubt("≥95%", Closer(seen))


def test_a_sign_that_a_closer_look_hardly_sees_is_in_doubt() -> None:
    assert in_doubt("≥95%", Closer("≥95", sure=0.7))


@pytest.mark.parametrize("sign", [">=", "<="])
def test_a_sign_of_two_characters_is_one_sign(sign: str) -> None:
    line = drawn_line(f"{sign}95%")
    judged = judge(reading(f"{sign}95%", line), line)
    assert judged.text == f"{sign}95%" and judged.confidence >= SURE
    assert not in_doubt(f"{sign}95%", Closer(f"{sign}95"))
    assert in_doubt(f"{sign}95%", Closer(f"{sign[0]}95")) and in_doubt(f"{sign}95%", Closer("=95"))


def test_a_figure_that_may_be_a_sign_is_in_doubt() -> None:
    assert in_doubt("295次", Closer("≥95"))
    assert not in_doubt("295次", Closer("295"))


def test_a_value_with_ink_before_what_was_read_is_in_doubt() -> None:
    line = drawn_line("≥95")
    assert doubted([line], [reading("95", line, start=0.4)], Closer("95"))  # type: ignore[arg-type]
    assert not doubted([line], [reading("95", line)], Closer("95"))  # type: ignore[arg-type]


def test_running_text_is_not_looked_at_again() -> None:
    assert not in_doubt("全年巡查河道的次数", Closer())


def test_ink_that_no_character_was_read_from_is_in_doubt() -> None:
    line = drawn_line("巡查次数河道")
    whole = reading("巡查次数河道", line)
    assert judge(whole, line).confidence > SURE
    assert judge(whole[:4], line).confidence < SURE


def test_dirt_at_the_ends_of_a_line_is_left_out_and_in_doubt() -> None:
    line = drawn_line("次数")
    first, last = reading("次数", line)
    judged = judge((first, last, Character("•", 0.5, "", 0.95)), line)
    assert judged.text == "次数" and judged.confidence < SURE


def test_a_blurred_character_is_the_simplified_one_where_that_is_likely_too() -> None:
    line = drawn_line("次数")
    first, last = reading("次数", line)
    judged = judge((first, last._replace(text="數", others="数")), line)
    assert judged.text == "次数" and judged.confidence < SURE
    assert judge((first, last._replace(text="數")), line).text == "次數"
