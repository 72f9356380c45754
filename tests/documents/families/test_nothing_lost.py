"""Whatever a table holds, in whatever order: each of its texts is in a field, in a problem, or is a label of the vocabulary."""

from __future__ import annotations

import json
import os
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from jihuan.core.document import Place
from jihuan.core.interchange import to_json
from jihuan.documents.layout import Cell, Layout, Paragraph, Table
from jihuan.documents.recognise import recognise
from tests.documents.families.remainder import lost
from tests.documents.recognise.drawn import SOURCE

EXAMPLES = int(os.environ.get("JIHUAN_EXAMPLES", "150"))
MATTER = re.compile(r"事项\d+[号局日]?")
LABELS = (
    "项目名称 项目编码 实施单位 主管部门 年度资金总额 其中：财政拨款 其他资金 绩效目标 年度目标 中期目标 实际完成情况 总分 小计 一级指标 二级指标 三级指标 指标值 "
    "实际完成值 分值 得分 指标性质 度量单位 备注 全年预算数 全年执行数 执行率 3月底 6月底 绩效指标 产出指标 数量指标 效益指标 任务名称 主要内容 优 良 经费保障 预算数"
).split()
TEXTS = st.one_of(
    st.sampled_from(LABELS),
    st.just(""),
    st.integers(0, 99999).map(str),
    st.integers(1, 999).map(lambda number: f"≥{number}人"),
    st.integers(1, 999).map(lambda number: f"事项{number}号"),
    st.integers(1, 999).map(lambda number: f"项目名称：工程{number}号"),
)


OUTSIDE = st.one_of(
    st.sampled_from(
        (
            "项目支出绩效目标表",
            "2025年部门预算绩效目标",
            "第一部分",
            "一、总体绩效目标",
            "二、分项绩效目标",
            "三、工作保障措施",
            "目录",
            "（2025年度）",
            "单位：万元",
            "年度绩效指标：",
            "数量指标：",
            "- 1 -",
        )
    ),
    st.integers(100, 999).map(lambda number: f"731{number}事项{number}局 单位：万元"),
    st.integers(1, 999).map(lambda number: f"事项{number}号工程绩效目标表"),
    st.integers(1, 999).map(lambda number: f"四、事项{number}号情况"),
    st.integers(1, 999).map(lambda number: f"（一）事项{number}号"),
    st.integers(1, 999).map(lambda number: f"项目名称：事项{number}号　主管部门：事项{number + 1}局"),
    st.integers(1, 999).map(lambda number: f"实施单位：事项{number}局"),
    st.integers(1, 999).map(lambda number: f"编制日期：事项{number}日"),
    st.integers(1, 999).map(lambda number: f"完善制度建设。事项{number}号已办结，按季通报。"),
    st.integers(1, 999).map(lambda number: f"数量指标：事项{number}完成率≥{number}%；质量指标：合格率≥98%。"),
    st.integers(1, 999).map(lambda number: f"注：事项{number}号。"),
)
ROWS = st.integers(3, 6).flatmap(
    lambda width: st.lists(st.lists(TEXTS, min_size=width, max_size=width), min_size=1, max_size=7)
)


def drawn(rows: list[list[str]], number: int = 1) -> Table:
    cells = tuple(
        Cell(row=r, column=c, text=text, place=Place(table=number, row=r + 1, column=c + 1))
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    )
    return Table(rows=len(rows), columns=len(rows[0]), cells=cells, place=Place(table=number))


@settings(max_examples=EXAMPLES, deadline=None)
@given(rows=st.lists(st.lists(TEXTS, min_size=5, max_size=5), min_size=1, max_size=9))
def test_no_text_of_any_table_is_lost(rows: list[list[str]]) -> None:
    layout = Layout(media_type="text/plain", blocks=(drawn(rows),))
    assert lost(layout, recognise(layout, SOURCE)) == []


@settings(max_examples=EXAMPLES, deadline=None)
@given(parts=st.lists(st.one_of(OUTSIDE, OUTSIDE, ROWS), min_size=1, max_size=9))
def test_no_matter_of_any_document_is_lost(parts: list[str | list[list[str]]]) -> None:
    """Before, between and after tables of any width: whatever names its matter by a number is somewhere in the document."""
    blocks = tuple(
        Paragraph(text=part, place=Place(paragraph=at)) if isinstance(part, str) else drawn(part, at)
        for at, part in enumerate(parts, 1)
    )
    layout = Layout(media_type="text/plain", blocks=blocks)
    document = recognise(layout, SOURCE)
    said = json.dumps(to_json(document), ensure_ascii=False)
    matters = {matter for part in parts for matter in MATTER.findall(str(part))}
    assert {matter for matter in matters if matter not in said} == set()
    assert lost(layout, document) == []
