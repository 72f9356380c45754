"""Generated documents as counties really write them, for round trips: whole, clean, with nothing that a form cannot carry."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from hypothesis import strategies as st

from jihuan.core.codes import CHARACTERS, check_character
from jihuan.core.document import (
    Agency,
    Budget,
    Document,
    Indicator,
    Project,
    Safeguard,
    SpendingNode,
    SubGoal,
    TextBlock,
)
from jihuan.core.indicators import parse_target


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


LEVELS = {
    "产出指标": ("数量指标", "质量指标", "时效指标", "成本指标"),
    "效益指标": ("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"),
    "满意度指标": ("服务对象满意度指标",),
}
MONTHS = (3, 6, 10, 12)

_VERBS = ("开展", "组织", "完善", "推进", "保障", "加强", "支持", "举办", "更新", "修缮")
_THINGS = _words(
    """科普下乡活动 农村饮水工程 图书馆夜间开放 中小学午餐补助 老旧小区改造 基层卫生院设备维护 河道清淤 非遗传承人培训
    残疾人就业服务 应急避难场所 “一把手”负责制 《预算法》宣传 乡镇文化站 村级便民服务点 林木病虫害防治 博物馆展陈"""
)
_PLAIN = ("",) * 8
_SPICE = (
    *_PLAIN,
    "（Word 2016操作）",
    "、Jihuan Lab共建",
    *_words(
        """（含乡镇） 、A&B两类 <甲>类 等12项工作 （冀财教〔2024〕104号） C#课程 a_b*c表 $专户 [附件] ℃监测 ㎡计量
        —期 “双减” 喆、镕、垚等 3—5年级 100%覆盖 @客户端 \\共享 ~区 `试点` {甲}组 "乙"组 '丙'组"""
    ),
)
_RESULTS = ("成效较好", "群众受益", "按期完成", "服务能力提高", "运转正常", "不断提高知名度、美誉度")
_PLACES = ("青石县", "临河区", "双桥镇", "柳泉市", "白云街道")
_BODIES = ("文化馆", "农业农村局", "科学技术协会", "水务局", "残疾人联合会", "教育局本级")
_NOUNS = (
    "活动场次",
    "参观人次",
    "设备完好率",
    "资金支付及时率",
    "培训人数",
    "受益群众覆盖率",
    "成本控制",
    "项目持续时间",
    "任务完成及时率",
)
_BASES = ("冀财教【2024】104号", "行业标准", "历史标准", "单位工作计划", "2025年工作计划", "预算批复")
_TITLES = (
    "完善制度建设",
    "加强支出管理",
    "加强绩效运行监控",
    "做好绩效自评",
    "规范财务资产管理",
    "加强内部监督",
    "加强宣传培训调研等",
)
_WORDS = ("长期", "较大", "有效促进", "显著提升", "及时", "优良", "持续改善", "不超预算", "明显")
_DATES = ("2025年12月底前", "11月底之前", "2025年12月31日", "2025年1月-12月", "2025.01-2025.12", "第四季度")
_UNITS = ("人", "人次", "场", "天", "%", "百分比", "‰", "万元", "元/人·月", "次/月", "公里", "平方米", "年", "")
_OPERATORS = ("≥", "≤", "=", ">", "<", "≧", ">=", "大于等于", "不少于", "不超过", "", "", "")


@st.composite
def clauses(draw: st.DrawFn) -> str:
    """A clause of a sentence; begins with a verb, never with a number."""
    return draw(st.sampled_from(_VERBS)) + draw(st.sampled_from(_THINGS)) + draw(st.sampled_from(_SPICE))


@st.composite
def sentences(draw: st.DrawFn, least: int = 1, most: int = 4) -> str:
    """One sentence of ``least`` to ``most`` clauses with its full stop."""
    parts = draw(st.lists(clauses(), min_size=least, max_size=most))
    return "，".join([*parts, draw(st.sampled_from(_RESULTS))]) + "。"


def paragraphs(least: int = 1, most: int = 4) -> st.SearchStrategy[str]:
    """Several sentences without line breaks."""
    return st.lists(sentences(), min_size=least, max_size=most).map("".join)


@st.composite
def names(draw: st.DrawFn) -> str:
    """A name of a project: 2025年双桥镇河道清淤项目."""
    year = draw(st.sampled_from(("", "2025年", "冀财教【2024】104号提前下达2025年")))
    return (
        year
        + draw(st.sampled_from(_PLACES))
        + draw(st.sampled_from(_THINGS))
        + draw(st.sampled_from(("", "项目", "补助资金", "经费")))
    )


@st.composite
def quantities(draw: st.DrawFn) -> str:
    """A printed quantity: ≥1,500 人, 95%以上, 10-20次."""
    number = draw(st.one_of(st.integers(0, 99999).map(str), st.decimals(0, 999, places=2).map(str)))
    if len(number) > 3 and "." not in number and draw(st.booleans()):
        number = f"{int(number):,}"
    unit, space = draw(st.sampled_from(_UNITS)), draw(st.sampled_from(("", "", " ")))
    shape = draw(st.sampled_from(("plain", "plain", "plain", "above", "range", "spread")))
    if shape == "above":
        return f"{number}{unit}以上"
    if shape == "range":
        low = draw(st.integers(0, 50))
        return f"{low}-{low + draw(st.integers(1, 50))}{unit}"
    if shape == "spread":
        return f"±{draw(st.integers(1, 9))}%以内"
    return draw(st.sampled_from(_OPERATORS)) + number + (space + unit if unit else "")


def printed_targets() -> st.SearchStrategy[str]:
    """The text of a value cell, outer white space trimmed."""
    rare = st.sampled_from((*_WORDS, *_DATES, "提升10%", "/", "≥ %", "质量达标率100%", "每亩300元"))
    return st.one_of(quantities(), quantities(), st.sampled_from(_WORDS), rare)


@st.composite
def indicators(draw: st.DrawFn, level1: str, level2: str) -> Indicator:
    """One row of the indicator table."""
    noun = draw(st.sampled_from(_THINGS)) + draw(st.sampled_from(_NOUNS))
    return Indicator(
        level1=level1,
        level2=level2,
        level3=noun,
        description=draw(st.one_of(st.just(noun), clauses(), sentences(most=2))),
        target=parse_target(draw(printed_targets())),
        basis=draw(st.sampled_from(_BASES)),
    )


@st.composite
def indicator_tables(draw: st.DrawFn, most: int = 12) -> tuple[Indicator, ...]:
    """Rows grouped by level 1 and level 2, as printed forms have them."""
    pairs = [(level1, level2) for level1, level2s in LEVELS.items() for level2 in level2s]
    picked = sorted(draw(st.lists(st.integers(0, len(pairs) - 1), max_size=most)))
    return tuple(draw(indicators(*pairs[index])) for index in picked)


@st.composite
def project_codes(draw: st.DrawFn) -> str:
    """A code of 21 characters with the right check character."""
    letters = st.sampled_from(CHARACTERS)
    serial = "".join(draw(st.lists(letters, min_size=6, max_size=6)))
    body = f"13{draw(st.integers(100, 999)):03}125P{serial}1{draw(st.integers(0, 9999)):04}"
    return body[:20] + check_character(body[:20])


@st.composite
def budgets(draw: st.DrawFn, unit: str) -> Budget:
    """total = fiscal + other, in ``unit``; other may be missing."""
    places = draw(st.integers(2, 6)) if unit == "万元" else 2
    amounts = st.decimals(Decimal("0.01"), 9999999, places=places)
    fiscal, other = draw(amounts), draw(st.one_of(st.none(), amounts))
    return Budget(total=fiscal + (other or 0), fiscal=fiscal, other=other)


@st.composite
def projects(draw: st.DrawFn, agency: Agency, unit: str) -> Project:
    """One project sheet of an agency."""
    percents = sorted(draw(st.lists(st.integers(0, 100), min_size=3, max_size=3)))
    return Project(
        code=draw(project_codes()),
        name=draw(names()),
        agency_code=agency.code,
        agency_name=agency.name,
        amount_unit=unit,
        budget=draw(budgets(unit)),
        fund_use=draw(sentences()),
        spending_plan=tuple(
            SpendingNode(month=month, percent=Decimal(percent)) for month, percent in zip(MONTHS, [*percents, 100], strict=True)
        ),
        goals=tuple(draw(st.lists(st.one_of(clauses(), sentences()), min_size=1, max_size=4))),
        indicators=draw(indicator_tables()),
    )


@st.composite
def sub_goals(draw: st.DrawFn) -> SubGoal:
    """A sub-goal whose sentence may promise a figure."""
    name = draw(
        st.sampled_from(("科学技术普及活动", "农村供水保障", "公共文化服务", "残疾人就业帮扶", "老科协综合业务", "基层卫生"))
    )
    text, promised = draw(paragraphs(1, 2)), ()
    if draw(st.booleans()):
        subject = draw(st.sampled_from(("科普活动参与者满意度", "服务对象满意度", "任务完成率")))
        phrase = f"{subject}指标值{draw(st.sampled_from(('=', '≥')))}{draw(st.integers(60, 100))}%"
        text, promised = f"{text}{phrase}。", (Indicator(level3=subject, target=parse_target(phrase)),)
    return SubGoal(
        name=name,
        description=draw(paragraphs(1, 2)),
        goal=draw(paragraphs(1, 2)),
        indicator_text=text,
        indicators=promised,
    )


@st.composite
def safeguards(draw: st.DrawFn) -> tuple[Safeguard, ...]:
    """Two untitled passages, then titled ones, as the official text is laid out."""
    untitled = [Safeguard(title=None, text=draw(paragraphs(2, 3))) for _turn in range(2)]
    titles = draw(st.lists(st.sampled_from(_TITLES), unique=True, max_size=7))
    return (*untitled, *(Safeguard(title=title, text=draw(paragraphs(1, 2))) for title in titles))


@dataclass(frozen=True)
class _Department:
    goal: TextBlock | None = None
    sub_goals: tuple[SubGoal, ...] = ()
    safeguards: tuple[Safeguard, ...] = ()


@st.composite
def _departments(draw: st.DrawFn) -> _Department:
    return _Department(
        goal=TextBlock(text=draw(paragraphs(1, 3))),
        sub_goals=tuple(draw(st.lists(sub_goals(), min_size=1, max_size=3, unique_by=lambda goal: goal.name))),
        safeguards=draw(st.one_of(st.just(()), safeguards())),
    )


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """A whole 绩效文本 (kind goals): a department part, 0 to 3 project sheets, never neither; no places, source, problems."""
    agency = Agency(
        code=f"{draw(st.integers(100, 999))}{draw(st.integers(1, 999)):03}",
        name=draw(st.sampled_from(_PLACES)) + draw(st.sampled_from(_BODIES)),
    )
    unit = draw(st.sampled_from(("万元", "万元", "元")))
    sheets = tuple(draw(st.lists(projects(agency, unit), max_size=3, unique_by=lambda project: project.code)))
    part = draw(_departments()) if not sheets or draw(st.booleans()) else _Department()
    document = Document(fiscal_year=draw(st.integers(2019, 2035)), agency=agency, projects=sheets)
    return replace(document, overall_goal=part.goal, sub_goals=part.sub_goals, safeguards=part.safeguards)
