"""A 完整性, second half: what a row of indicators must say and does not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jihuan.core.document import Level
from jihuan.core.language import _
from jihuan.law.engine.writing import (
    Hit,
    IndicatorFacts,
    Law,
    ProjectFacts,
    check,
    fail,
    norm,
    not_applicable,
)
from jihuan.law.rulebooks.national.checks._tools import has_figure, unitless

_CADENCE = re.compile(r"每(?:年|半年|季|月|周|日|天)")


@check(
    "CMP-006",
    title=_("指标要素为空"),
    hint=_("补填；确不适用的写“不适用”"),
    proves=_("证明一行缺名称、缺值，或有数没有单位（系数、指数一类除外）。填了的值对不对看不出。"),
    level="error",
    method="D",
    scope="indicator",
    cites="财预〔2015〕88号 完整性审核",
)
def indicator_incomplete(indicator: IndicatorFacts, law: Law) -> Iterator[Hit]:
    """A row without a name, without a value, or with a figure without its unit (系数 and 指数 have none). 无 and 不适用 are
    answers, not gaps."""
    target = indicator.target
    printed = norm(target.raw)
    if not indicator.name:
        yield fail(indicator.spot("level3"), _("没有三级指标名称"), quote="")
    if target.kind == "empty":
        said = _("“{name}”的指标值只有“{raw}”，没有数") if printed else _("“{name}”没有指标值")
        yield fail(indicator.spot("target"), said.format(name=indicator.name, raw=target.raw))
    elif indicator.value is not None and not indicator.unit and not unitless(indicator, law):
        yield fail(indicator.spot("target"), _("“{name}”的指标值“{raw}”没有单位").format(name=indicator.name, raw=target.raw))


@check(
    "CMP-007",
    title=_("指标值确定依据为空"),
    hint=_("填写计划、行业、历史或预算支出标准，并注明出处"),
    proves=_("证明指标值确定依据一栏空着。整份文件没有这一栏时，只有规定必填的地方才报。"),
    level="error",
    method="D",
    scope="project",
    beside=True,
    kinds=("goals",),
    cites=("财预〔2015〕88号 绩效标准", "财预〔2021〕101号 指标值设定依据"),
)
def no_basis(project: ProjectFacts, law: Law) -> Iterator[Hit]:
    """The cell 指标值确定依据 is empty. Where a form has no such column at all, only a place that requires it is told so."""
    rows = project.indicators
    if not rows:
        return
    if any(indicator.basis for indicator in law.document.indicators):
        for indicator in rows:
            if not indicator.basis and indicator.applies:
                message = _("“{name}”没有填指标值确定依据").format(name=indicator.name)
                yield fail(indicator.spot("basis"), message, quote="")
    elif law.table("completeness.basis_required")["value"]:
        yield fail(
            project.spot("indicators"),
            _("“{project}”没有指标值确定依据一栏").format(project=project.label),
            quote="",
            group="column",
        )
    else:
        yield not_applicable(project.spot("indicators"), _("这种表样没有指标值确定依据一栏"))


@check(
    "CMP-011",
    title=_("定性指标无分档标准"),
    hint=_("写明达成、部分达成、未达成三档各指什么"),
    proves=_("证明指标值是文字，又找不到达成、部分达成、未达成的标准。“合格”“不超预算”这类一看便知的只作提示。"),
    level="warning",
    method="D",
    scope="indicator",
    cites=("财预〔2021〕101号 定性三档", "财预〔2020〕10号 定性三档"),
)
def no_tiers(indicator: IndicatorFacts, law: Law) -> Iterator[Hit]:
    """A value in words, and nowhere what counts as reached, partly reached and missed. Scales such as 优良中差 are tiers, and so
    are the tiers of the law in the column of results. A value that is met or not (合格, 不超预算) only informs."""
    spot, row = indicator.spot("target"), indicator.row
    if (
        indicator.target.kind != "qualitative"
        or {spot.pointer, indicator.pointer} & (law.context.tiers or frozenset())
        or has_figure(spot.text)
    ):
        return
    if _CADENCE.search(spot.text):
        return
    if law.find("tier_words", f"{spot.text} {indicator.description} {row.actual.raw if row.actual else ''}"):
        return
    message = _("定性指标“{name}”的值“{raw}”没有分档标准").format(name=indicator.name, raw=spot.text)
    plain = norm(spot.text) in law.words("verifiable_values")
    yield fail(spot, message, group=spot.text, level="info" if plain else "warning")


@check(
    "CMP-012",
    title=_("比率类指标无计算口径"),
    hint=_("写明分子、分母和统计期间"),
    proves=_("证明名称是比率而描述没有写怎么算。写了公式的，公式对不对看不出；没有描述栏的表样不查。"),
    level="warning",
    method="L",
    scope="indicator",
    kinds=("goals",),
    cites="财预〔2021〕101号 指标解释",
)
def no_formula(indicator: IndicatorFacts, law: Law) -> Iterator[Hit]:
    """A name ends like a ratio (…率, …占比, …度) and the description says neither numerator nor denominator. Satisfaction has
    a rule of its own; forms without descriptions are left alone."""
    name = norm(indicator.name)
    rows = indicator.project.indicators if indicator.project else ()
    if indicator.is_satisfaction or not any(row.description for row in rows) or indicator.target.kind == "date":
        return
    if not name.endswith(law.words("ratio_endings")) or name.endswith(law.words("no_ratio_endings")):
        return
    if norm(indicator.description) != name and law.find("formula_words", indicator.description):
        return
    message = _("“{name}”的描述“{description}”没有写计算口径").format(name=indicator.name, description=indicator.description)
    yield fail(indicator.spot("description"), message)


@check(
    "CMP-013",
    title=_("数据来源与佐证资料未填"),
    hint=_("逐条写明数据来源、取值方式和佐证资料"),
    proves=_("证明记录里没有数据来源和佐证资料。整份文件都没有时是表样没有这一栏，只作提示。"),
    level="warning",
    method="D",
    scope="project",
    kinds=("goals",),
    cites="财预〔2021〕101号 数据来源、佐证资料",
)
def no_evidence_named(project: ProjectFacts, law: Law) -> Iterator[Hit]:
    """The sheet does not say where the figures will come from. Known only where evidence is recorded; a printed sheet of the
    usual form has no such column, which is one cause of the whole document and only informs."""
    filed = law.context.attachments or frozenset()
    level: Level = "warning" if filed else "info"
    if project.indicators and not any(pointer.startswith(project.pointer + "/") for pointer in filed):
        message = _("“{project}”没有数据来源、佐证资料").format(project=project.label)
        yield fail(project.spot("indicators"), message, quote="", group="column", level=level)
