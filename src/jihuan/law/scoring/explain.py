"""The arithmetic of a score in words, made from the whole numbers that score.sql worked with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache
from string import Formatter
from typing import Any

from jihuan.core.document import Indicator
from jihuan.core.language import _, language
from jihuan.law.scoring.policies import Policy
from jihuan.law.scoring.rows import IndicatorRow, ProjectRow

_CITED = {
    "reverse_ratio": "reverse_policy",
    "reverse_linear": "reverse_policy",
    "below_pass": "pass_threshold",
    "band": "bands",
    "tier": "tiers",
    "tier_outside": "tiers",
    "no_tier": "tiers",
    "no_stated": "tiers",
    "on_time": "late_date",
    "late": "late_date",
    "late_tier": "late_date",
    "not_applicable": "not_applicable",
    "unweighted": "not_applicable",
}
_LONGEST = 64
"""Places of a decimal that is printed as one."""


def points(hundredths: int) -> Decimal:
    """Points with two decimals."""
    return Decimal(hundredths).scaleb(-2)


def cited(case: str, policy: Policy) -> str:
    """The clause behind a case of an indicator."""
    return policy.cites[_CITED.get(case, "over_threshold")]


def of_indicator(row: IndicatorRow, result: Mapping[str, Any], indicator: Indicator, policy: Policy) -> str:
    """What was done to one indicator, and the clause behind it."""
    case = case_of(row, result)
    said: dict[str, Callable[[], object]] = {
        "target": lambda: indicator.target.raw,
        "actual": lambda: indicator.actual.raw if indicator.actual else "",
        "stated": lambda: _plain(indicator.score),
        "printed": lambda: _plain(indicator.weight),
    }
    if result["part"] is not None or case == "tier_outside":
        said |= _figures(row, result, policy)
    sentence = _sentences(language())[case]
    words = {name: said[name]() for name in _named(sentence)}
    return "；".join([*_before(row, result, indicator), sentence.format(**words), cited(case, policy)])


@cache
def _named(sentence: str) -> frozenset[str]:
    """What a sentence has in braces."""
    return frozenset(name for _text, name, _spec, _conversion in Formatter().parse(sentence) if name)


def case_of(row: IndicatorRow, result: Mapping[str, Any]) -> str:
    """Why the row is scored so, or is not."""
    if result["status"] == "missing" and not row.reason:
        return "no_weight" if row.weight is None else "no_stated"
    return row.reason or str(result["outcome"])


def of_execution(row: ProjectRow, result: Mapping[str, Any], policy: Policy) -> tuple[str, str]:
    """The case of 预算执行率, and what was done with its clause."""
    case = row.reason or str(result["outcome"])
    said = {"weight": number(Fraction(row.weight, 100)), "score": points(result["score"] or 0)}
    if row.budget is not None and row.executed is not None:
        share = percent(Fraction(row.executed, row.budget)) if row.budget > 0 else ""
        said |= {
            "budget": number(Fraction(row.budget, row.one)),
            "executed": number(Fraction(row.executed, row.one)),
            "share": share,
        }
    sentence = _execution_sentences(language())[case].format(**said)
    return case, "；".join((sentence, policy.cites["execution_weight"]))


def _figures(row: IndicatorRow, result: Mapping[str, Any], policy: Policy) -> dict[str, Callable[[], object]]:
    """What the sentences of judged rows may name; a sentence names few of them, and fractions take time."""
    goal, actual = result["goal"], result["actual"]
    figures: dict[str, Callable[[], object]] = {
        "weight": lambda: number(Fraction(result["weight"] or 0, 100)),
        "score": lambda: points(result["score"] or 0),
        "share": lambda: percent(Fraction(result["part"] or 0, result["whole"])),
        "sign": lambda: "≤" if result["reverse"] else "≥",
        "least": lambda: number(_tier(actual, policy)[0] * Fraction(row.weight or 0, 100)),
        "most": lambda: number(_tier(actual, policy)[1] * Fraction(row.weight or 0, 100)),
        "pass": lambda: percent(Fraction(policy.pass_threshold or 0)),
    }
    if row.rule in ("forward", "reverse", "equal", "range"):
        figures |= {
            "actual": lambda: number(Fraction(actual, row.one)),
            "target": lambda: number(Fraction(goal, row.one)),
            "limit": lambda: percent(Fraction(1 - policy.over_threshold if result["reverse"] else 1 + policy.over_threshold)),
            "reached": lambda: percent(Fraction(actual, goal)),
        }
    return figures


def _tier(actual: int, policy: Policy) -> tuple[Fraction, Fraction]:
    """From which share to which a tier may be given; any other is a late date."""
    high, low = (Fraction(tier) for tier in policy.tiers)
    return {3: (high, Fraction(1)), 2: (low, high), 1: (Fraction(0), low)}.get(actual, (Fraction(0), high))


def _before(row: IndicatorRow, result: Mapping[str, Any], indicator: Indicator) -> list[str]:
    """What was decided before the arithmetic: the sign, the unit, the weight."""
    said = []
    if row.rule in ("forward", "equal") and indicator.target.operator is None:
        said.append(_("指标值没有计算符号，按“{sign}”计").format(sign="≥" if row.rule == "forward" else "＝"))
    other = indicator.actual.unit if indicator.actual else None
    if row.actual is not None and other and row.unit and other != row.unit and indicator.actual:
        value = number(Fraction(row.actual, row.one))
        said.append(_("{raw} 即 {value} {unit}").format(raw=indicator.actual.raw, value=value, unit=row.unit))
    if row.weight is not None and result["status"] != "not_applicable" and result["weight"] not in (None, row.weight):
        before, now = number(Fraction(row.weight, 100)), number(Fraction(result["weight"], 100))
        said.append(_("有不适用的指标，分值由 {before} 调整为 {now}").format(before=before, now=now))
    return said


def number(value: Fraction) -> str:
    """A figure without idle zeros; what has no end as a decimal stays a fraction."""
    if value.denominator == 1:
        return str(value.numerator)
    places = next((places for places in range(1, _LONGEST) if 10**places % value.denominator == 0), None)
    if places is None:
        return str(value)
    return f"{Decimal(value.numerator * 10**places // value.denominator).scaleb(-places):f}"


def percent(share: Fraction) -> str:
    """A share in percent, half up to two decimals: 80.00."""
    part, whole = abs(share.numerator), share.denominator
    return f"{Decimal((20000 * part + whole) // (2 * whole) * (-1 if share < 0 else 1)).scaleb(-2):f}"


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"


@cache
def _sentences(_language: str) -> Mapping[str, str]:
    """What is said of an indicator, by case."""
    return {
        "reached": _("{actual} {sign} {target}，达到指标值，得满分 {score} 分"),
        "proportional": _("{actual} ÷ {target} = {share} %，× {weight} 分 = {score} 分"),
        "reverse_ratio": _("{target} ÷ {actual} = {share} %，× {weight} 分 = {score} 分"),
        "reverse_linear": _("1 −（{actual} − {target}）÷ {target} = {share} %，× {weight} 分 = {score} 分"),
        "missed": _("{actual} 没有达到指标值 {sign} {target}，按公式得 {score} 分"),
        "below_pass": _("完成比例低于及格门槛 {pass} %，得 {score} 分"),
        "over_target_low": _(
            "{actual} ÷ {target} = {reached} %，超出界限 {limit} %，原因是目标值偏低，按偏离度调减为 {share} %，× {weight} 分 = {score} 分"
        ),
        "over_external": _("{actual} ÷ {target} = {reached} %，超出界限 {limit} %，原因不在目标值，得满分 {score} 分"),
        "over_unexplained": _(
            "{actual} ÷ {target} = {reached} %，超出界限 {limit} %，得满分 {score} 分；请在偏差原因中写明是目标值偏低、客观增加还是政策变化"
        ),
        "band": _("满意度 {actual} %，所在区间得 {share} %，× {weight} 分 = {score} 分"),
        "on_time": _("{actual}，不迟于 {target}，得满分 {score} 分"),
        "late": _("{actual}，迟于 {target}，得 {score} 分"),
        "late_tier": _("{actual}，迟于 {target}，所填 {stated} 分在 {least} 至 {most} 分（不含）之内，得 {score} 分"),
        "tier": _("“{actual}”，所填 {stated} 分在本档 {least} 至 {most} 分之内，得 {score} 分"),
        "tier_outside": _("“{actual}”应在 {least} 至 {most} 分之内（上限只在最高一档可取），却填 {stated} 分，请改填"),
        "direct": _("“{actual}”对“{target}”，得 {score} 分"),
        **_unscored(),
    }


def _unscored() -> dict[str, str]:
    return {
        "not_applicable": _("不适用，不计分，分值按比例分给其他指标"),
        "unweighted": _("没有分值，其余分值合计已是 100，不计分"),
        "no_actual": _("没有填实际完成值，不能计分，请补填"),
        "no_weight": _("没有分值，不能计分，请补填"),
        "no_stated": _("“{actual}”一档要由人给分，请填得分"),
        "missing": _("没有填实际完成值，不能计分，请补填"),
        "no_target": _("指标值“{target}”没有可比的数，不能计分，请补填"),
        "no_target_date": _("指标值“{target}”认不出是哪一天，不能计分，请写明年月日"),
        "no_number": _("实际完成值“{actual}”不是一个数，不能与“{target}”比较，请填写数字"),
        "no_date": _("实际完成值“{actual}”不是日期，不能与“{target}”比较，请写明完成日期"),
        "doubtful_date": _("实际完成值“{actual}”可能早于也可能迟于“{target}”，请写明日期"),
        "no_tier": _(
            "实际完成值“{actual}”没有写明档次，请写：达成年度指标、部分达成年度指标并具有一定效果、未达成年度指标且效果较差"
        ),
        "unit_mismatch": _("实际完成值“{actual}”与指标值“{target}”的单位不同，无法换算，请统一单位"),
        "unit_doubtful": _("“{actual}”与“{target}”有一处没有写单位，分不清是比例还是百分数，请写明 %"),
        "weight_decimals": _("分值 {printed} 超过两位小数，不能计分，请改填"),
        "score_decimals": _("得分 {stated} 超过两位小数，请改填"),
        "weight_out_of_bounds": _("分值 {printed} 不在 0 至 100 之间，不能计分，请改填"),
        "out_of_bounds": _("指标值“{target}”或实际完成值“{actual}”过大、小数过多或区间颠倒，不能计分，请核对"),
        "refused": _("指标值“{target}”和实际完成值“{actual}”读不出怎样比较，不能计分，请核对"),
    }


@cache
def _execution_sentences(_language: str) -> Mapping[str, str]:
    """What is said of 预算执行率, by case."""
    return {
        "reached": _("{executed} ÷ {budget} = {share} %，不超过满分，得 {score} 分"),
        "proportional": _("{executed} ÷ {budget} = {share} %，× {weight} 分 = {score} 分"),
        "not_applicable": _("没有预算也没有支出，预算执行率不适用，{weight} 分按比例分给各指标"),
        "not_listed": _("表上没有预算执行率的分值，不单独计分"),
        "in_rows": _("预算执行率已在指标中计分，或指标分值合计已是 100，不另计分"),
        "missing": _("没有全年预算数或执行数，不能计分，请补填"),
        "no_budget": _("全年预算数是 0 却有支出，不能计分，请核对"),
        "out_of_bounds": _("预算数或执行数是负数或过大，不能计分，请核对"),
        "weight_out_of_bounds": _("预算执行率的分值不在 0 至 100 之间，不能计分，请改填"),
        "weight_decimals": _("预算执行率的分值超过两位小数，不能计分，请改填"),
    }
