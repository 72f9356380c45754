"""Text as it comes from old programs, copied pages and mirrors."""

from __future__ import annotations

import pytest

from jihuan.core.document import Document
from jihuan.documents.readers import read_bytes
from jihuan.documents.readers.encoding import text_of
from tests.documents.readers.packages import docx, p

ROWS = (("一级指标", "二级指标", "三级指标", "指标值"), ("产出指标", "数量指标", "清淤长度", "≥18公里"))
TEXT = (
    "1.河道清淤绩效目标表\n402210某局\t单位：万元\n项目名称\t河道清淤\t预算数\t26.00\n" + "\n".join(map("\t".join, ROWS)) + "\n"
)
TABLE = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in ROWS)
PAGE = f"<html><head><meta charset=CODE></head><body><p>1.河道清淤绩效目标表</p><table>{TABLE}</table></body></html>"
CODES = ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"]


def row(document: Document) -> tuple[str | None, ...]:
    (project,) = document.projects
    (indicator,) = project.indicators
    assert project.name == "河道清淤"
    return indicator.level1, indicator.level2, indicator.level3, indicator.target.raw


@pytest.mark.parametrize("code", CODES)
def test_a_text_file_is_read_in_every_usual_encoding(code: str) -> None:
    assert row(read_bytes(TEXT.encode(code), "目标.txt")) == ROWS[1]


@pytest.mark.parametrize("declared", ["", "utf-8", "gb2312", "utf-16"])
@pytest.mark.parametrize("code", CODES)
def test_a_page_is_read_whatever_it_declares(code: str, declared: str) -> None:
    page = PAGE.replace("<meta charset=CODE>", f"<meta charset={declared}>" if declared else "")
    assert row(read_bytes(page.encode(code), "目标.html")) == ROWS[1]


def test_readings_that_a_mirror_adds_are_left_out_and_told() -> None:
    page = PAGE.replace("CODE", "utf-8").replace("标</td>", "标(biāo)</td>").replace("长度", "长(cháng)度（ｍ）(m)")
    document = read_bytes(page.encode(), "镜像.html")
    assert row(document) == ("产出指标", "数量指标", "清淤长度（ｍ）(m)", "≥18公里")
    (note,) = [problem for problem in document.problems if "注音" in problem.message]
    assert note.level == "info" and "6 处" in note.message


def test_brackets_that_are_no_readings_stay() -> None:
    text = "全面完成（è）公开（bā gè）项(km)目标(ppm)。"
    goal = read_bytes(docx(p("一、总体绩效目标") + p(text)), "x.docx").overall_goal
    assert goal and goal.text == text.replace("（è）", "")


def test_a_few_control_characters_do_not_make_a_text_unreadable() -> None:
    damaged = TEXT.replace("清淤长度", "清\x07淤长度")
    assert str(row(read_bytes(damaged.encode(), "目标.txt"))[2]).replace("\x07", "") == "清淤长度"
    page = PAGE.replace("CODE", "utf-8").replace("清淤长度", "清\x00淤长度")
    assert row(read_bytes(page.encode(), "目标.html"))[2] == "清淤长度"


def test_a_text_and_a_page_in_big5_are_read() -> None:
    taiwan = str.maketrans("级标产数长据绩项设预单万", "級標產數長據績項設預單萬")
    for form in (TEXT, PAGE.replace("<meta charset=CODE>", "")):
        document = read_bytes(form.translate(taiwan).replace("≥", "≧").encode("cp950", "replace"), "目标.txt")
        assert [it.target.raw for it in document.projects[0].indicators] == ["≧18公里"]


def test_lines_of_two_encodings_in_one_file_are_read_each_by_its_own() -> None:
    first, line, rest = TEXT.partition("产出指标")
    assert row(read_bytes(first.encode("gb18030") + (line + rest).encode(), "目标.txt")) == ROWS[1]
    assert row(read_bytes(b"\xef\xbb\xbf" + TEXT.encode("gb18030"), "目标.txt")) == ROWS[1]


def test_a_frame_of_strokes_around_few_words_does_not_hide_their_encoding() -> None:
    side = f"+{'-' * 60}+\n"
    framed = side.join(("", *(f"|{text}|{' ' * 30}|{'-' * 60}|\n" for text in ("河道清淤", "万元", "款")), ""))
    assert text_of(framed.encode("gb18030")) == framed


@pytest.mark.parametrize("code", ["utf-8", "gb18030"])
def test_a_damaged_byte_costs_one_character_and_is_told_with_its_place(code: str) -> None:
    whole = TEXT.replace("清淤长度", "清淤长度与沿岸道路")
    damaged = whole.encode(code).replace("淤长".encode(code), b"\xff" + "长".encode(code))
    document = read_bytes(damaged, "目标.txt")
    (found,) = document.projects[0].indicators
    assert found.level3 == "清\ufffd长度与沿岸道路" and found.target.raw == "≥18公里"
    (told,) = [problem for problem in document.problems if "1 个字符认不出" in problem.message]
    assert told.place and told.place.line == (5, 5)


def test_a_damaged_byte_makes_no_other_language_of_a_text_that_another_encoding_takes_whole() -> None:
    data = "产出指标：清淤长度≥18公里".encode()
    damaged = data[:5] + b"A" + data[6:]
    assert damaged.decode("gb18030")
    assert text_of(damaged) == "产\ufffdA指标：清淤长度≥18公里"
