"""部门整体支出绩效自评: the figures of a department computed from the self-evaluations of its projects, and the form of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from jihuan.apps.accounts.models import User
from jihuan.apps.evaluation import facts, queries
from jihuan.apps.evaluation.facts import AMOUNTS, NOT_APPLICABLE
from jihuan.apps.evaluation.models import SelfEvaluation
from jihuan.apps.objectives import facts as goals
from jihuan.apps.organisations.models import Agency
from jihuan.apps.reviews.inforce import law_of
from jihuan.core.document import Agency as Printed
from jihuan.core.document import Budget, Document, Indicator, Project
from jihuan.core.execution import execution_rate
from jihuan.core.indicators import parse_actual, parse_target
from jihuan.core.money import CENT
from jihuan.law.engine import Rulebook
from jihuan.law.engine.facts import DocumentFacts
from jihuan.law.scoring import ProjectScore, score

REACHED = ("reached", "over_external", "over_unexplained", "over_target_low", "on_time")


@dataclass(frozen=True, slots=True)
class Ratio:
    """A ratio of 财预〔2013〕53号 with its parts; ``percent`` is None where the whole is zero or unknown."""

    level1: str
    level2: str
    name: str
    target: str
    formula: str
    percent: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A department in a year: money in 元, how far its projects are, their grades, the ratios."""

    projects: int
    begun: int
    submitted: int
    sums: dict[str, Decimal | None]
    execution: ProjectScore
    mean: Decimal | None
    grades: dict[str, int]
    ratios: tuple[Ratio, ...]


def whole(user: User, agency: Agency, fiscal_year: int) -> Whole:
    """Everything that the page shows; the queries do not grow with the number of projects."""
    rows = list(facts.with_rows(queries.of_department(user, agency.path, fiscal_year)))
    law = law_of(agency, fiscal_year).rulebook
    documents = [facts.blank_document(facts.sheet_of(row)).projects[0] for row in rows]
    together = Document(fiscal_year=fiscal_year, kind="self_evaluation", projects=tuple(documents))
    scores = score(together, facts.policy_of(law)) if documents else ()
    sums = {name: _sum(getattr(row, name) for row in rows) for name in AMOUNTS}
    totals = [(one.total, row.adjusted or Decimal(0)) for one, row in zip(scores, rows, strict=True) if one.total is not None]
    return Whole(
        projects=queries.projects_of(user, agency.path, fiscal_year),
        begun=len(rows),
        submitted=sum(row.state == SelfEvaluation.State.SUBMITTED for row in rows),
        sums=sums,
        execution=_execution(sums, law),
        mean=_mean(totals),
        grades=dict(Counter(one.grade for one in scores if one.grade)),
        ratios=(*_money(sums), *_outputs(together, scores)),
    )


def document_of(found: Whole, agency: Agency, fiscal_year: int) -> Document:
    """The department as one sheet of a self-evaluation: its money, and the ratios as indicators that nobody weighed yet."""
    amounts = {name: goals.in_unit(value, facts.WAN) for name, value in found.sums.items()}
    execution = found.execution.execution
    project = Project(
        name="部门整体支出",
        agency_code=agency.code,
        agency_name=agency.name,
        department=queries.supervising(agency) or None,
        amount_unit=facts.WAN,
        budget=Budget(
            total=amounts["adjusted"],
            **amounts,
            execution_rate=execution_rate(found.sums["executed"], found.sums["adjusted"]),
        ),
        execution_weight=execution.weight,
        execution_score=execution.score,
        indicators=tuple(
            Indicator(
                level1=one.level1,
                level2=one.level2,
                level3=one.name,
                target=parse_target(one.target),
                actual=parse_actual("—" if one.percent is None else f"{one.percent}%"),
            )
            for one in found.ratios
        ),
    )
    printed = Printed(code=agency.code, name=agency.name)
    return Document(fiscal_year=fiscal_year, kind="self_evaluation", agency=printed, projects=(project,))


def _money(sums: dict[str, Decimal | None]) -> tuple[Ratio, ...]:
    initial, adjusted, executed = (sums[name] for name in AMOUNTS)
    changed = None if initial is None or adjusted is None else adjusted - initial
    left = None if adjusted is None or executed is None else adjusted - executed
    where = ("过程指标", "预算执行指标")
    return (
        Ratio(*where, "预算完成率", "100%", _("全年执行数 ÷ 全年预算数"), _percent(executed, adjusted)),
        Ratio(*where, "预算调整率", "0%", _("（全年预算数 − 年初预算数）÷ 年初预算数"), _percent(changed, initial)),
        Ratio(*where, "结转结余率", "0%", _("（全年预算数 − 全年执行数）÷ 全年预算数"), _percent(left, adjusted)),
    )


def _outputs(document: Document, scores: Sequence[ProjectScore]) -> tuple[Ratio, ...]:
    """Of the indicators that could be judged: points of points (how far), or how many reached their target."""
    reached, judged, points, weights = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for project, found in zip(DocumentFacts(document).projects, scores, strict=True):
        for item, one in zip(project.indicators, found.indicators, strict=True):
            kind = (
                "满意度"
                if item.level2 == "满意度" or item.level1 == "满意度"
                else item.level2
                if item.level1 == "产出"
                else item.level1
            )
            if one.status != "scored" or (item.row.actual and item.row.actual.raw == NOT_APPLICABLE):
                continue
            judged[kind] += 1
            reached[kind] += one.case in REACHED or one.score == one.weight
            points[kind] += one.score or Decimal(0)
            weights[kind] += one.weight or Decimal(0)
    duties, effects = ("产出指标", "职责履行指标"), ("效益指标", "履职效益指标")
    count, gain = _("达到指标值的条数 ÷ 已评条数"), _("得分 ÷ 分值")
    shares = {kind: _percent(Decimal(reached[kind]), Decimal(judged[kind])) for kind in ("质量", "时效")}
    gained = {kind: _percent(Decimal(points[kind]), Decimal(weights[kind])) for kind in ("数量", "效益", "满意度")}
    return (
        Ratio(*duties, "实际完成率", "100%", _("数量指标：{formula}").format(formula=gain), gained["数量"]),
        Ratio(*duties, "质量达标率", "100%", _("质量指标：{formula}").format(formula=count), shares["质量"]),
        Ratio(*duties, "完成及时率", "100%", _("时效指标：{formula}").format(formula=count), shares["时效"]),
        Ratio(*effects, "效益指标得分率", "100%", _("效益指标：{formula}").format(formula=gain), gained["效益"]),
        Ratio(*effects, "服务对象满意度得分率", "100%", _("满意度指标：{formula}").format(formula=gain), gained["满意度"]),
    )


def _execution(sums: dict[str, Decimal | None], law: Rulebook) -> ProjectScore:
    """预算执行率 of the whole by the policy in force, rounding included."""
    amounts = {name: goals.in_unit(sums[name], facts.WAN) for name in ("adjusted", "executed")}
    rules = facts.policy_of(law)
    project = Project(
        name="部门整体支出", amount_unit=facts.WAN, budget=Budget(**amounts), execution_weight=rules.execution_weight
    )
    return score(Document(kind="self_evaluation", projects=(project,)), rules)[0]


def _percent(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    if part is None or not whole:
        return None
    return (part * 100 / whole).quantize(CENT, ROUND_HALF_UP)


def _mean(totals: Sequence[tuple[Decimal, Decimal]]) -> Decimal | None:
    """The mean total, weighed by budgets; each project counts the same where no budget is known."""
    whole = sum((budget for _total, budget in totals), Decimal(0))
    if not totals:
        return None
    if not whole:
        return (sum((total for total, _budget in totals), Decimal(0)) / len(totals)).quantize(CENT, ROUND_HALF_UP)
    return (sum((total * budget for total, budget in totals), Decimal(0)) / whole).quantize(CENT, ROUND_HALF_UP)


def _sum(values: Iterable[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None
