"""Printed text becomes one clean line and loses nothing but typesetting."""

import os
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jihuan.core.indicators import parse_target
from jihuan.core.money import split_amount
from jihuan.core.text import clean, even, half_width, is_even, join_lines, shown_name, simplified, squeeze
from jihuan.core.vocabulary import is_level1, is_level2

PRINTED = st.text(st.sampled_from("汉字，（≥5 9%\n\r\t aZé\u3000\xa0\u200b\ufeff\u2028.-"), max_size=30)


@pytest.mark.parametrize(
    ("printed", "joined"),
    [
        ("组织参观人\n次", "组织参观人次"),
        ("13028125P0000021000\n50", "13028125P000002100050"),
        ("Jihuan\nLab", "Jihuan Lab"),
        ("Jihuan  \r\n  Lab", "Jihuan Lab"),
        ("第一行\n\n\n第二行", "第一行第二行"),
        ("a\n中", "a中"),
        ("≥1500 人", "≥1500 人"),
        ("\n头", "头"),
    ],
)
def test_lines_of_a_cell_are_joined_with_a_space_only_between_latin_words(printed: str, joined: str) -> None:
    assert join_lines(printed) == joined


@pytest.mark.parametrize(
    ("printed", "cleaned"),
    [
        ("2025 年遵化", "2025年遵化"),
        (" 预算资金 26 万元 ", "预算资金26万元"),
        ("≥1500 人", "≥1500人"),
        ("3 498 000", "3498000"),
        ("Jihuan   Lab 工作", "Jihuan Lab工作"),
        ("Word 2016 培训", "Word 2016培训"),
        ("甲\xa0乙\u200b丙\ufeff", "甲乙丙"),
        ("\u3000\u3000段首", "段首"),
        ("甲\u3000乙", "甲\u3000乙"),
        ("机关织建设，，错字照录", "机关织建设，，错字照录"),
        ("", ""),
    ],
)
def test_clean_removes_spaces_of_typesetting_and_keeps_every_other_character(printed: str, cleaned: str) -> None:
    assert clean(printed) == cleaned


@given(PRINTED)
def test_cleaning_twice_is_cleaning_once(printed: str) -> None:
    once = clean(join_lines(printed))
    assert clean(join_lines(once)) == once


@given(PRINTED)
def test_joining_and_cleaning_change_nothing_but_white_space_and_invisible_characters(printed: str) -> None:
    assert squeeze(clean(join_lines(printed))) == squeeze(printed)


@given(PRINTED)
def test_a_joined_text_has_no_line_break(printed: str) -> None:
    assert len(join_lines(printed).splitlines()) <= 1


def test_full_width_forms_have_half_width_twins() -> None:
    assert half_width("１２３．５％（＝）﹪﹦　Ａ，：") == "123.5%(=)%= A,:"


def test_floods_of_white_space_are_joined_in_linear_time() -> None:
    assert join_lines(" " * 200_000 + "\n" + "甲" + "\n " * 200_000) == "甲"
    assert clean(" \n" * 200_000 + "甲" + " " * 200_000 + "乙") == "甲乙"


def test_traditional_characters_of_labels_levels_amounts_and_values_are_understood_and_kept() -> None:
    assert simplified("其中：財政資金（萬元）") == "其中：财政资金（万元）"
    assert simplified("显著、长期") == "显著、长期"
    assert is_level1("產出指標（50分）") and is_level2("服務對象滿意度指標")
    assert split_amount("26.00 萬元") == (Decimal("26.00"), "万元")
    target = parse_target("大於等於90個")
    assert (target.raw, target.operator, target.value, target.unit) == ("大於等於90個", ">=", Decimal(90), "个")


@given(st.one_of(st.text(max_size=20), PRINTED, st.text(st.sampled_from("產出指標≥、。《》“”—％１a9汉"), max_size=8)))
def test_an_even_text_is_one_that_no_comparison_changes(printed: str) -> None:
    assert even(printed) == half_width(simplified(squeeze(printed)))
    assert not is_even(printed) or printed == even(printed) == unicodedata.normalize("NFKC", printed)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("绩效目标表.docx", "绩效目标表.docx"),
        (os.fsdecode("绩效目标表.docx".encode("gb18030")), "绩效目标表.docx"),
        (os.fsdecode("旧".encode("gb18030")) + "\x07\udabc.txt", "旧\ufffd?.txt"),
        (os.fsdecode(b"\xd6.txt"), "\ufffd.txt"),
    ],
)
def test_a_file_name_is_shown_with_what_it_says_and_can_be_stored(name: str, shown: str) -> None:
    assert shown_name(name) == shown
    shown.encode()
