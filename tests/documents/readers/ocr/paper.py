"""Printed pages with facts of our own, as PDF and in pixels."""

from __future__ import annotations

import random
from decimal import Decimal
from functools import cache

import numpy as np
import pylopdf_fonts_zh_cn
import pypdfium2
import typst
from numpy.typing import NDArray

from jihuan.core.document import Agency, Budget, Document, Indicator, Project
from jihuan.core.indicators import parse_target
from jihuan.documents.writers import write

Pixels = NDArray[np.uint8]
_WORKS = ("巡查河道", "清理垃圾", "管护绿化带", "培训护林员", "更换路灯", "检测水样", "修补路面", "发放宣传册")
_UNITS = ("次", "吨", "%", "万元", "人次", "公里")
_LEVELS = ("数量指标", "质量指标", "时效指标", "成本指标")


@cache
def typeset(source: str) -> bytes:
    """A PDF of a Typst text."""
    fonts = [str(pylopdf_fonts_zh_cn.serif_path().parent)]
    style = '#set text(font: "Noto Serif SC", size: 10.5pt, lang: "zh")\n#set table(stroke: 0.5pt)\n'
    return bytes(typst.compile((style + source).encode(), font_paths=fonts, ignore_system_fonts=True))


def drawn(pdf: bytes, dpi: int = 200) -> list[Pixels]:
    """The pages of a PDF in pixels."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.render(scale=dpi / 72).to_numpy()[:, :, 2::-1].copy() for page in document]
    document.close()
    return pages


def _values(pick: random.Random, count: int) -> list[str]:
    """Target values: every sign in turn, and now and then a number without any, which may begin with what looks like a sign."""
    signs = ("≥", "≤", "=", "≥", "＞", "≥", "", "＜")
    numbers = [pick.choice((str(pick.randint(1, 2999)), f"{pick.randint(1, 99)}.{pick.randint(0, 9)}")) for _ in range(count)]
    return [f"{signs[at % 8]}{number}{pick.choice(_UNITS)}" for at, number in enumerate(numbers)]


def goal_sheet(rows: int = 8, seed: int = 1) -> str:
    """A goal sheet in the layout of Hebei, as Typst text."""
    pick = random.Random(seed)
    body = f"table.cell(rowspan: {rows})[产出指标], "
    for index, value in enumerate(_values(pick, rows)):
        work = _WORKS[index % 8]
        body += f"[{_LEVELS[index % 4]}], [{work}完成情况], [全年{work}的数量占年初计划的比例], [{value}], [年初工作计划], "
    total = Decimal(pick.randint(10_000, 90_000)) / 100
    other = Decimal(pick.randint(1_000, 9_000)) / 100
    return f"""#set page(width: 595pt, height: {300 + 34 * rows}pt, margin: 50pt)
#align(center)[#text(size: 15pt, weight: "bold")[1.城乡环境整治经费绩效目标表]]
562007 清溪县城乡环境服务中心 #h(1fr) 单位：万元
#table(columns: (1.6fr, 2fr, 3fr, 4fr, 2fr, 2.6fr), align: center + horizon,
  [项目编码], table.cell(colspan: 2)[56200726P0019040ZQ8], [项目名称], table.cell(colspan: 2)[城乡环境整治经费],
  [预算数], [{total}], [其中：财政资金], [{total - other}], [其他资金], [{other}],
  [绩效目标], table.cell(colspan: 5, align: left)[1.巡查河道960公里，清理垃圾2400吨。\\ 2.群众对城乡环境的满意度达到92%以上，投诉比上年减少一成。],
  [一级指标], [二级指标], [三级指标], [绩效指标描述], [指标值], [确定依据],
  {body})
"""


def evaluation_sheet() -> str:
    """A self-evaluation in the national layout, landscape and small, as Typst text."""
    facts = (
        ("数量指标", "完成义诊场次", "≥48场", "51场", "12.5", "12.5", ""),
        ("数量指标", "免费体检老年人数", "≥3200人", "3018人", "12.5", "11.8", "两个村因道路施工推迟到次年一月"),
        ("质量指标", "体检档案建档率", "=100%", "100%", "12.5", "12.5", ""),
        ("成本指标", "人均体检成本", "≤150元", "146.30元", "12.5", "12.5", ""),
        ("社会效益指标", "重点人群健康知识知晓率", "≥85%", "88%", "30", "30", ""),
        ("服务对象满意度指标", "受检群众满意度", "≥90%", "93.6%", "10", "10", ""),
    )
    body = "".join(f"[产出与效益], {', '.join(f'[{cell}]' for cell in fact)}, " for fact in facts)
    return f"""#set page(width: 842pt, height: 480pt, margin: 40pt)
#set text(size: 9pt)
#align(center)[#text(size: 14pt)[项目支出绩效自评表]]
（2026年度）
#table(columns: (1fr, 1.6fr, 2.2fr, 1.2fr, 1.2fr, 0.8fr, 0.8fr, 2.6fr), align: center + horizon,
  [项目名称], table.cell(colspan: 3)[基层医疗机构服务能力提升], [主管部门], table.cell(colspan: 3)[青禾县卫生健康局],
  table.cell(rowspan: 3)[项目资金（万元）], [], [年初预算数], [全年预算数], [全年执行数], [分值], [执行率], [得分],
  [年度资金总额], [86.00], [92.40], [89.17], [10], [96.50%], [9.65], [其中：财政拨款], [86.00], [92.40], [89.17], [—], [96.50%], [—],
  [一级指标], [二级指标], [三级指标], [年度指标值], [实际完成值], [分值], [得分], [偏差原因分析及改进措施],
  {body} table.cell(colspan: 5)[总分], [100], [98.95], [])
"""


def parted_sheet() -> str:
    """A self-evaluation whose signs, numbers and units stand in columns of their own, landscape, as Typst text."""
    facts = (
        ("数量指标", "清淤渠道长度", "≥", "38", "公里", "41.5", "15"),
        ("数量指标", "更换闸门", "=", "16", "扇", "16", "10"),
        ("质量指标", "渠道完好率", "≥", "93", "%", "95.2", "20"),
        ("成本指标", "每公里清淤费用", "≤", "24000", "元", "23150", "20"),
        ("可持续影响指标", "管护制度", "定性", "健全", "/", "健全", "15"),
        ("满意度指标", "用水户满意度", "≥", "88", "%", "—", "0"),
    )
    body = "".join(f"{', '.join(f'[{cell}]' for cell in fact)}, " for fact in facts)
    return f"""#set page(width: 760pt, height: 420pt, margin: 45pt)
#align(center)[#text(size: 14pt)[项目支出绩效自评表（指标分栏）]]
#table(columns: (1.6fr, 2.2fr, 1fr, 1fr, 1fr, 1fr, 0.8fr), align: center + horizon,
  [项目名称], table.cell(colspan: 3)[灌区末级渠系管护], [金额（万元）], table.cell(colspan: 2)[137.60],
  [二级指标], [三级指标], [指标性质], [指标值], [度量单位], [完成值], [得分],
  {body})
"""


def small_sheet() -> str:
    """The little that may be left of a table for the last page of a file, as Typst text."""
    return """#set page(width: 595pt, height: 842pt, margin: 50pt)
#table(columns: (1.6fr, 2fr, 3fr, 2fr), align: center + horizon, [满意度指标], [服务对象满意度], [居民满意度], [≥92%])
"""


@cache
def official(seed: int = 1, rows: int = 10) -> bytes:
    """A goal sheet as our own writer sets it, without the data that it attaches: pixels know nothing of it."""
    pick = random.Random(seed)
    indicators = tuple(
        Indicator(
            level1="产出指标",
            level2=_LEVELS[at % 4],
            level3=f"{_WORKS[at % 8]}{('数量', '合格率')[at // 8]}",
            description=f"全年{_WORKS[at % 8]}的实际完成情况",
            target=parse_target(value),
            basis="年初工作计划",
        )
        for at, value in enumerate(_values(pick, rows))
    )
    project = Project(
        name="城乡环境整治经费",
        agency_code="562007",
        agency_name="清溪县城乡环境服务中心",
        amount_unit="万元",
        budget=Budget(total=Decimal("308.64"), fiscal=Decimal("260.50"), other=Decimal("48.14")),
        fund_use="用于巡查河道、清理垃圾和更换路灯。",
        goals=("巡查河道960公里，清理垃圾2400吨。", "群众对城乡环境的满意度达到92%以上。"),
        indicators=indicators,
    )
    agency = Agency(code="562007", name="清溪县城乡环境服务中心")
    return write(Document(fiscal_year=2026, agency=agency, projects=(project,)), "pdf")
