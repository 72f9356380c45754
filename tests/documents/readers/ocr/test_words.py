"""Set words of the forms help to read blurred characters, never without saying so."""

from __future__ import annotations

import numpy as np
import pytest

from jihuan.documents.layout import SURE
from jihuan.documents.readers.ocr.doubt import Judged, judge, worded
from jihuan.documents.readers.ocr.recogniser import Character, Reading
from jihuan.documents.readers.ocr.words import MAIMED, WORDS, as_words

BLANK = np.full((48, 300), 255, np.uint8)


def _read(text: str, **hints: str) -> Reading:
    """A reading in which the model thought of other characters, too."""
    return tuple(
        Character(one, 0.8 if one in hints else 1.0, "", (at + 0.5) / len(text), hints.get(one, ""))
        for at, one in enumerate(text)
    )


def _text(reading: Reading) -> str:
    return "".join(one.text for one in reading)


@pytest.mark.parametrize(
    ("read", "hints", "meant"),
    [
        ("数置指标", {"置": "最量"}, "数量指标"),
        ("观众满童麿", {"童": "意章", "麿": "席度摩"}, "观众满意度"),
        ("权政", {"政": "新重"}, "权重"),
    ],
)
def test_a_blurred_character_is_what_it_is_in_a_set_word_and_in_doubt(read: str, hints: dict[str, str], meant: str) -> None:
    found, otherwise = as_words(_read(read, **hints))
    assert (_text(found), otherwise) == (meant, True)
    judged = judge(_read(read, **hints), BLANK)
    assert judged.text == meant and judged.confidence < SURE


@pytest.mark.parametrize(
    ("read", "hints"),
    [
        ("质检指标", {}),  # nothing else was thought of
        ("质检指标", {"检": "捡"}),  # no set word
        ("三级指标", {"三": "二"}),  # a set word already
        ("口级指标", {"口": "一二"}),  # which of two is not known
        ("政权", {"政": "得", "权": "分"}),  # nothing reads like it
    ],
)
def test_nothing_is_changed_where_the_model_did_not_think_of_one_word(read: str, hints: dict[str, str]) -> None:
    assert as_words(_read(read, **hints)) == (_read(read, **hints), False)


@pytest.mark.parametrize(
    ("read", "meant"),
    [("3,498,600,00", "3,498,600.00"), ("≤32.500.00(元)", "≤32,500.00（元）"), ("5.873,240.00", "5,873,240.00")],
)
def test_commas_and_points_of_an_amount_stand_where_they_can_and_are_in_doubt(read: str, meant: str) -> None:
    judged = worded(Judged(read, 1.0))
    assert judged.text == meant
    assert judged.confidence < SURE


@pytest.mark.parametrize("text", ["3,498,600.00", "12,345", "1,009.27万元", "46,800张"])
def test_amounts_with_their_thousands_apart_are_not_in_doubt(text: str) -> None:
    assert worded(Judged(text, 1.0)) == Judged(text, 1.0)


@pytest.mark.parametrize("text", ["3,49", "1,0092", "12,5%"])
def test_thousands_that_are_none_are_in_doubt(text: str) -> None:
    assert worded(Judged(text, 1.0)).confidence < SURE


def test_words_without_an_end_are_known_and_are_no_words() -> None:
    assert {"级指标", "满意度指", "年度资金总"} <= MAIMED and not MAIMED & WORDS
