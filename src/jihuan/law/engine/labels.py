"""A JSON pointer into the document, in the words of the form."""

from __future__ import annotations

from jihuan.core.language import _

_FIELDS = {
    "overall_goal": _("总体绩效目标"),
    "sub_goals": _("分项绩效目标"),
    "safeguards": _("工作保障措施"),
    "projects": _("项目表"),
    "indicators": _("绩效指标"),
    "agency": _("单位"),
    "name": _("名称"),
    "code": _("项目编码"),
    "agency_code": _("单位代码"),
    "agency_name": _("单位名称"),
    "budget": _("预算"),
    "total": _("预算数"),
    "fiscal": _("财政资金"),
    "other": _("其他资金"),
    "executed": _("执行数"),
    "fund_use": _("资金用途"),
    "spending_plan": _("资金支出计划"),
    "goals": _("绩效目标"),
    "goal": _("绩效目标"),
    "description": _("描述"),
    "indicator_text": _("绩效指标"),
    "level1": _("一级指标"),
    "level2": _("二级指标"),
    "level3": _("三级指标"),
    "target": _("指标值"),
    "basis": _("指标值确定依据"),
    "weight": _("分值"),
    "actual": _("实际完成值"),
    "score": _("得分"),
    "total_score": _("总分"),
    "execution_score": _("执行率得分"),
    "deviation": _("偏差原因"),
    "achievement": _("实际完成情况"),
    "title": _("标题"),
    "text": "",
    "raw": "",
}
_NUMBERED = {
    "projects": _("表{number}"),
    "sub_goals": _("分项{number}"),
    "safeguards": _("措施{number}"),
    "indicators": _("第{number}行"),
    "goals": _("目标{number}"),
    "spending_plan": _("节点{number}"),
}


def where_in_form(pointer: str) -> str:
    """The words for /projects/2/indicators/1/target: 表3 第2行 指标值; 全文 where the pointer is empty."""
    words: list[str] = []
    parts = [part for part in pointer.split("/") if part]
    for part, following in zip(parts, (*parts[1:], ""), strict=False):
        if part.isdigit():
            continue
        if following.isdigit() and part in _NUMBERED:
            words.append(_(_NUMBERED[part]).format(number=int(following) + 1))
        elif known := _FIELDS.get(part, part):
            words.append(_(known))
    return " ".join(words) or _("全文")
