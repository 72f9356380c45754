"""What the page shows beside the cells: scores with their reason, what is asked, the sum of weights, total and grade."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from jihuan.apps.evaluation import facts, todo
from jihuan.apps.evaluation.facts import Row, Scored
from jihuan.core.execution import execution_rate
from jihuan.law.scoring import RowScore, grade_title


def of(found: Scored, shown: range | None = None) -> dict[str, Any]:
    """Texts by the name of their place, the state of every row, and which questions are open; all that a script needs.

    Totals are those of the whole sheet; ``shown`` (None: all) are the rows that the rest tells of. ``texts``: "rows/17/score", "rows/17/why" …; ``states``: row → scored, missing, refused, not_applicable; ``asks``: rows whose
    cause of over-achievement is asked; ``cells``: the texts that follow from others (weights).
    """
    sheet, score = found.sheet, found.score
    here = slice(None) if shown is None else slice(shown.start, shown.stop)
    rows = found.rows[here]
    missing = todo.of(found)
    texts = {
        "rate": facts.shown(found.document.projects[0].budget.execution_rate),
        "execution": facts.shown(score.execution.score),
        "execution/why": "" if score.execution.status == "missing" else score.execution.explanation,
        "execution/asks": _("；").join(item.sentence for item in missing if item.name.startswith("funds/")),
        "total": facts.shown(score.total) if score.total is not None else "—",
        "grade": grade_title(score.grade),
        "partial": "" if score.complete else _("已计 {points} 分").format(points=score.points),
        "sum": facts.shown(facts.as_kept(sheet.sum)),
        "open": _("还差 {n} 处").format(n=len(missing)) if missing else _("已填齐"),
    }
    for number, source in enumerate(sheet.sources):
        texts[f"funds/{number}/rate"] = facts.shown(execution_rate(source.executed, source.adjusted))
    states = {"execution": score.execution.status}
    for row, one in rows:
        at = f"rows/{row.key}"
        texts |= {f"{at}/score": _score(one), f"{at}/why": _why(row, one), f"{at}/asks": _asks(row, one)}
        states[at] = one.status
        if row.is_qualitative:
            texts |= {f"{at}/tier{number}": band for number, band in enumerate(_bands(row, found), 1)}
    return {
        "texts": texts,
        "states": states,
        "asks": [f"rows/{row.key}" for row, one in rows if todo.asks_cause(one) or row.cause],
        "points": [f"rows/{row.key}" for row, one in rows if _needs_points(row, one)],
        "cells": {
            name: text
            for name, text in facts.texts(replace(sheet, rows=sheet.rows[here]))
            if name.endswith(("weight", "locked"))
        },
        "open": len(missing),
        "complete": score.complete,
    }


def _bands(row: Row, found: Scored) -> tuple[str, ...]:
    """Which points each tier allows."""
    high, low = (facts.shown((share * row.weight).normalize()) for share in found.policy.tiers)
    most = facts.shown(row.weight)
    return (
        _("{high}–{most} 分").format(high=high, most=most),
        _("{low} 分起，不到 {high} 分").format(low=low, high=high),
        _("不到 {low} 分").format(low=low),
    )


def _needs_points(row: Row, one: RowScore) -> bool:
    """A tier always; a date only when it was missed."""
    if row.is_qualitative or not row.takes_points:
        return row.is_qualitative
    judged = one.case in ("tier", "late_tier", "tier_outside") or (one.status == "missing" and bool(row.actual))
    return judged or row.points is not None


def _score(one: RowScore) -> str:
    return _("不适用") if one.status == "not_applicable" else facts.shown(one.score) or "—"


def _why(row: Row, one: RowScore) -> str:
    """The arithmetic; of a cell that is empty still, no more than that."""
    if one.status != "missing":
        return one.explanation
    return _("还没有填得分") if row.takes_points and row.actual else _("还没有填实际完成值")


def _asks(row: Row, one: RowScore) -> str:
    """What the law asks here and is not written yet; a missing or refused value is told by its reason already."""
    if one.status != "scored":
        return ""
    return _("；").join(item.sentence for item in todo.of_row(row, one))
