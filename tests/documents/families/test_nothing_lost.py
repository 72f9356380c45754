"""Whatever a table holds, in whatever order: each of its texts is in a field, in a problem, or is a label of the vocabulary."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from jihuan.core.document import Place
from jihuan.documents.layout import Cell, Layout, Table
from jihuan.documents.recognise import recognise
from tests.documents.families.remainder import lost
from tests.documents.recognise.drawn import SOURCE

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


@settings(max_examples=150, deadline=None)
@given(rows=st.lists(st.lists(TEXTS, min_size=5, max_size=5), min_size=1, max_size=9))
def test_no_text_of_any_table_is_lost(rows: list[list[str]]) -> None:
    cells = tuple(
        Cell(row=r, column=c, text=text, place=Place(table=1, row=r + 1, column=c + 1))
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    )
    table = Table(rows=len(rows), columns=5, cells=cells, place=Place(table=1))
    layout = Layout(media_type="text/plain", blocks=(table,))
    assert lost(layout, recognise(layout, SOURCE)) == []
