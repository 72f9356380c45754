"""The catalogue of the rules for readers: what each proves, what it cannot, and its cases as sentences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import groupby

from jihuan.core.language import _
from jihuan.law.engine.cases import Case, cases
from jihuan.law.engine.loading import NATIONAL, load
from jihuan.law.engine.registry import Rule, rules

SECTIONS = {
    "CMP": _("完整性"),
    "FMT": _("格式规范"),
    "TXT": _("语言文字"),
    "MEA": _("可衡量性"),
    "REL": _("相关性与归类"),
    "VAL": _("指标值、单位、方向"),
    "FIT": _("适当性（资金匹配）"),
    "CON": _("一致性与勾稽"),
    "BAS": _("指标值依据"),
    "EXE": _("支出计划与执行"),
    "LAW": _("法规时效与合规"),
    "SAT": _("满意度"),
    "MON": _("运行监控"),
    "EVA": _("单位自评"),
}
_LEVELS = {"error": _("错误"), "warning": _("警告"), "info": _("提示")}
_METHODS = {"D": _("确定性判断"), "L": _("按词典或格式"), "T": _("按阈值"), "S": _("启发式，供人判断")}
_STAGES = {
    "goals": _("目标"),
    "import": _("导入"),
    "monitoring": _("监控"),
    "self_evaluation": _("自评"),
    "disclosure": _("公开"),
}
_DAY = date(2025, 1, 1)
"""Citations as of this day, so that the same catalogue comes out every day."""


def headline_of(rule: Rule) -> str:
    """The rule in one line."""
    return f"{rule.id}  {_(_LEVELS[rule.level])}  {rule.method}  {_(rule.title)}"


def explained(rule: Rule) -> str:
    """The rule for a terminal."""
    lines = [headline_of(rule), "", _(rule.proves), _cited(rule), _("改法：{hint}").format(hint=_(rule.hint)), "", _("例句：")]
    return "\n".join([*lines, *(f"  {case.name}" for case in _cases()[rule.id])]) + "\n"


def entry(rule: Rule) -> str:
    """The rule as Markdown."""
    return "\n".join(_entry(rule)) + "\n"


def catalogue() -> str:
    """All rules as Markdown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    known = sorted(rules().values(), key=lambda rule: [*SECTIONS].index(rule.id[:3]))
    yield f"# {_('规则目录')}"
    yield ""
    yield _(
        "共 {count} 条，由 `jihuan rules --markdown` 生成。级别是通常的级别，较轻或较重的情形见说明；依据写“未核对”的，条文没有与原件逐字对过。"
    ).format(count=len(known))
    for section, members in groupby(known, key=lambda rule: rule.id[:3]):
        yield from ("", f"## {_(SECTIONS[section])}")
        for rule in members:
            yield from ("", *_entry(rule))


def _entry(rule: Rule) -> Iterator[str]:
    yield from (f"### {rule.id} {_(rule.title)}", "")
    yield " · ".join((_(_LEVELS[rule.level]), _(_METHODS[rule.method]), _(_STAGES[rule.stage]), _cited(rule)))
    yield from ("", f"{_(rule.proves)}{_('改法：{hint}').format(hint=_(rule.hint))}。", "")
    yield from (f"* {case.name}" for case in _cases()[rule.id])


def _cited(rule: Rule) -> str:
    return _("依据：{citation}").format(citation=load(NATIONAL, _DAY).citation(rule))


@cache
def _cases() -> dict[str, list[Case]]:
    found: dict[str, list[Case]] = defaultdict(list)
    for case in cases():
        found[case.rule].append(case)
    return found
