"""What is still missing in a self-evaluation, and what the law asks beside a figure; each with the cell it concerns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from jihuan.apps.evaluation import facts
from jihuan.apps.evaluation.facts import Row, Scored, Sheet
from jihuan.law.scoring import RowScore


@dataclass(frozen=True, slots=True)
class Item:
    """A cell to be filled in, and the sentence that says why."""

    name: str
    sentence: str


def of(found: Scored) -> tuple[Item, ...]:
    """Everything that keeps the sheet from being submitted, in the order of the form."""
    return tuple(_items(found))


def _items(found: Scored) -> Iterator[Item]:
    sheet = found.sheet
    for name, label in (("adjusted", _("全年预算数")), ("executed", _("全年执行数"))):
        if getattr(sheet, name) is None:
            yield Item(name, _("还没有填{label}").format(label=label))
    yield from _funds(sheet)
    if found.score.execution.status == "refused":
        yield Item("executed", found.score.execution.explanation)
    if not sheet.achievement.strip():
        yield Item("achievement", _("请写年度总体目标的实际完成情况"))
    for row, score in found.rows:
        yield from of_row(row, score)


def _funds(sheet: Sheet) -> Iterator[Item]:
    """Amounts by source that do not add up to the whole."""
    for name, label in facts.amount_labels():
        whole, known = getattr(sheet, name), [it for fund in sheet.funds if (it := getattr(fund, name)) is not None]
        if whole is not None and known and sum(known) != whole:
            sentence = _("各资金来源的{label}合计 {sum}，与年度资金总额 {whole} 不符")
            yield Item(f"funds/0/{name}", sentence.format(label=label, sum=sum(known), whole=whole))


def of_row(row: Row, score: RowScore) -> Iterator[Item]:
    """What one indicator still needs."""
    at, name = f"rows/{row.key}", row.indicator.level3 or row.indicator.target.raw
    if row.weight == 0 and not row.not_applicable:
        yield Item(f"{at}/weight", _("“{name}”还没有分值").format(name=name))
    if score.status == "missing":
        points = row.takes_points and bool(row.actual)
        sentence = _("“{name}”还没有填得分") if points else _("“{name}”还没有填实际完成值")
        yield Item(f"{at}/{'points' if points else 'actual'}", sentence.format(name=name))
    elif score.status == "refused":
        field = "points" if row.takes_points and row.points is not None else "actual"
        yield Item(f"{at}/{field}", _("“{name}”：{why}").format(name=name, why=score.explanation))
    elif score.status == "scored":
        if asks_cause(score) and not row.cause:
            yield Item(f"{at}/cause", _("“{name}”超过指标值较多，请选择原因").format(name=name))
        if loses(score) and not row.deviation.strip():
            yield Item(f"{at}/deviation", _("“{name}”没有得满分，请写偏差原因和改进措施").format(name=name))


def asks_cause(score: RowScore) -> bool:
    """The target was passed by more than the threshold: the law asks why."""
    return score.far_over


def loses(score: RowScore) -> bool:
    """Points were lost: the law asks for causes and measures."""
    return score.status == "scored" and score.score is not None and score.weight is not None and score.score < score.weight
