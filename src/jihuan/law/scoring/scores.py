"""The scores of one document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from jihuan.core.document import Document, Indicator, Project
from jihuan.core.language import _
from jihuan.law.scoring.engine import run
from jihuan.law.scoring.explain import case_of, cited, number, of_execution, of_indicator, points
from jihuan.law.scoring.policies import Policy
from jihuan.law.scoring.results import ProjectScore, RowScore
from jihuan.law.scoring.rows import IndicatorRow, ProjectRow, hundredths, rows

_OVER = ("over_target_low", "over_external", "over_unexplained")


def score(document: Document, policy: Policy) -> tuple[ProjectScore, ...]:
    """The scores of every project of the document, in its order; whatever is in it, nothing is raised."""
    if not document.projects:
        return ()
    given = rows(document, policy)
    indicators, projects = run(given, policy)
    of_project: dict[int, list[IndicatorRow]] = {}
    for row in given.indicators:
        of_project.setdefault(row.project, []).append(row)
    return tuple(
        _project(
            sheet,
            _execution(sheet, row, projects[row.project], policy),
            tuple(
                _indicator(item, known, indicators[known.project, known.position], policy)
                for item, known in zip(sheet.indicators, of_project.get(row.project, ()), strict=True)
            ),
            projects[row.project],
        )
        for sheet, row in zip(document.projects, given.projects, strict=True)
    )


def _project(sheet: Project, execution: RowScore, indicators: tuple[RowScore, ...], result: Mapping[str, Any]) -> ProjectScore:
    return ProjectScore(
        name=sheet.name or "",
        execution=execution,
        indicators=indicators,
        total=_points(result["total"]),
        grade=result["grade"],
        stated_total=sheet.total_score,
        complete=result["complete"],
        points=points(result["points"]),
        weights=points(result["weights"]),
        stated_grade=result["stated_grade"],
        notes=(*_notes(execution, indicators, result), *_wrong_sum(sheet.total_score, execution, indicators)),
    )


def _notes(execution: RowScore, indicators: tuple[RowScore, ...], result: Mapping[str, Any]) -> list[str]:
    """What a reader must know of the total."""
    notes = []
    rows_open = sum(row.status in ("missing", "refused") for row in (execution, *indicators))
    if rows_open:
        notes.append(_("有 {count} 处不能计分，总分待补齐后计算").format(count=rows_open))
    elif not result["complete"]:
        notes.append(_("没有一条可以计分的指标，没有总分"))
    if result["weights"] != 10000:
        notes.append(
            _("分值合计 {total}，不是 100，得分仍按所列分值计算").format(total=number(Fraction(result["weights"], 100)))
        )
    if result["capped"] and result["total"] is not None and result["points"] > result["total"]:
        notes.append(_("预算执行率过低，总分最高 {total} 分").format(total=points(result["total"])))
    return notes


def _wrong_sum(total: Decimal | None, execution: RowScore, indicators: tuple[RowScore, ...]) -> Iterator[str]:
    """The document's own scores do not make its own total. The execution rate may be one of the rows, or have no score printed."""
    applying = [row.stated for row in indicators if row.status != "not_applicable"]
    known = [stated for stated in applying if stated is not None and stated.is_finite()]
    if total is None or not known or len(known) < len(applying):
        return
    rows, beside = sum(known, Decimal(0)), execution.weight or Decimal(0) if execution.stated is None else execution.stated
    if not (total.is_finite() and beside.is_finite()):
        return
    most = rows + beside
    fits = rows <= total <= most if execution.stated is None else total in (rows, most)
    if not fits:
        message = _("表上各行所填得分相加是 {sum}，所填总分是 {total}，差 {difference}，请核对")
        yield message.format(sum=f"{most:f}", total=f"{total:f}", difference=f"{total - most:+f}")


def _indicator(item: Indicator, row: IndicatorRow, result: Mapping[str, Any], policy: Policy) -> RowScore:
    case = case_of(row, result)
    made = _points(result["score"])
    return RowScore(
        name=item.level3 or "",
        score=made,
        weight=item.weight if result["weight"] == row.weight else _points(result["weight"]),
        status=result["status"],
        case=case,
        explanation=of_indicator(row, result, item, policy),
        citation=cited(case, policy),
        stated=item.score,
        difference=_difference(item.score, made),
        printed_weight=item.weight,
        far_over=result["outcome"] in _OVER,
    )


def _execution(sheet: Project, row: ProjectRow, result: Mapping[str, Any], policy: Policy) -> RowScore:
    case, explanation = of_execution(row, result, policy)
    made = _points(result["score"])
    return RowScore(
        name=_("预算执行率"),
        score=made,
        weight=sheet.execution_weight if hundredths(sheet.execution_weight) == row.weight else points(row.weight),
        status=result["status"],
        case=case,
        explanation=explanation,
        citation=policy.cites["execution_weight"],
        stated=sheet.execution_score,
        difference=_difference(sheet.execution_score, made),
        printed_weight=sheet.execution_weight,
    )


def _points(hundredths: int | None) -> Decimal | None:
    return None if hundredths is None else points(hundredths)


def _difference(stated: Decimal | None, made: Decimal | None) -> Decimal | None:
    return None if stated is None or made is None or not stated.is_finite() else stated - made
