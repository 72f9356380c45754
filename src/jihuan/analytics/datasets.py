"""Documents → the datasets: Parquet folders ``projects``, ``indicators``, ``policies`` (read by law/scoring/score.sql) and ``documents``.

Beside the columns of score.sql stand ``amount`` and ``spent`` (分) and labels: region is a GB/T 2260 code, department and agency are names,
category is the letter in the project code; "" or NULL where the document does not say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from jihuan.analytics.parquet import Writer
from jihuan.analytics.policies import Policies
from jihuan.core.codes import parse_project_code
from jihuan.core.document import Document, Indicator, Project
from jihuan.core.interchange import dumps
from jihuan.core.money import EXPONENTS, to_yuan
from jihuan.law.engine import rulebook_for
from jihuan.law.scoring import TYPES, policy, rows

PROJECTS = {
    **TYPES["projects"],
    "amount": "BIGINT",
    "spent": "BIGINT",
    **dict.fromkeys(("region", "department", "agency", "category"), "VARCHAR"),
    "year": "INTEGER",
    "name": "VARCHAR",
}
INDICATORS = {**TYPES["indicators"], "level3": "VARCHAR", "unit": "VARCHAR", "quantity": "BIGINT"}
DOCUMENTS = {
    "document": "BIGINT",
    "first": "BIGINT",
    "region": "VARCHAR",
    "department": "VARCHAR",
    "year": "INTEGER",
    "json": "VARCHAR",
}
MOST_DIGITS, MILLION = 9, 1_000_000
"""A printed figure of more digits before the point is no budget and no quantity of anybody."""


class Placed(NamedTuple):
    """A document, and what the tree of units knows of its place ("" where the document alone must tell)."""

    document: Document
    region: str = ""
    department: str = ""


def write(documents: Iterable[Placed], folder: Path, checked: int | None = None, extra: tuple[Path, ...] = ()) -> int:
    """Write the datasets below ``folder``; the number of projects. Projects and documents are numbered in their order, from 0.

    ``checked``: only so many documents are kept as texts for the rules. ``extra``: a bureau's own folders of rules.
    Raises RulebookError, PolicyError.
    """
    policies, first = Policies(), 0
    with ExitStack() as stack:
        projects, indicators, texts = (
            stack.enter_context(Writer(folder / name, columns, together))
            for name, columns, together in (
                ("projects", PROJECTS, ()),
                ("indicators", INDICATORS, ("moves", "rule")),  # score.sql says why
                ("documents", DOCUMENTS, ()),
            )
        )
        for number, placed in enumerate(documents):
            rulebook = rulebook_for(placed.document, extra=extra)
            law = policies.number(rulebook)
            read = rows(placed.document, policy(rulebook))
            sheets = placed.document.projects
            projects.add(
                _record(row, PROJECTS, {"project": first + row.project, "policy": law, **_labels(placed, sheets[row.project])})
                for row in read.projects
            )
            for row in read.indicators:
                promised = _promise(sheets[row.project].indicators[row.position])
                indicators.add([_record(row, INDICATORS, {"project": first + row.project, "policy": law, **promised})])
            if checked is None or number < checked:
                labels = _labels(placed, sheets[0] if sheets else Project())
                text = {"document": number, "first": first, "json": dumps(placed.document)}
                texts.add([_record(None, DOCUMENTS, {**labels, **text})])
            first += len(sheets)
    policies.write(folder / "policies")
    return first


def _record(row: object, columns: Iterable[str], values: Mapping[str, object]) -> list[object]:
    """The values of the columns: those given, else those of the row."""
    return [values[name] if name in values else getattr(row, name) for name in columns]


def _labels(placed: Placed, sheet: Project) -> dict[str, object]:
    document = placed.document
    code = parse_project_code(sheet.code or "")
    named = sheet.agency_name or document.agency.name or ""
    return {
        "amount": _cents(sheet.budget.total if sheet.budget.adjusted is None else sheet.budget.adjusted, sheet.amount_unit),
        "spent": _cents(sheet.budget.executed, sheet.amount_unit),
        "region": placed.region or (code.region if code else ""),
        "department": placed.department or document.agency.name or named,
        "agency": named,
        "category": code.category if code else "",
        "year": document.fiscal_year,
        "name": sheet.name or "",
    }


def _promise(indicator: Indicator) -> dict[str, object]:
    """The name of an indicator, and the quantity it promises in millionths of its unit; None where it promises no single one."""
    target = indicator.target
    value = target.value if target.kind == "quantitative" and target.upper is None else None
    known = value is not None and value.is_finite() and value.adjusted() <= MOST_DIGITS
    return {"level3": indicator.level3, "unit": target.unit, "quantity": int(value * MILLION) if known and value else None}


def _cents(amount: Decimal | None, unit: str | None) -> int | None:
    """分, None where amount or unit is not known or the amount is absurd."""
    if amount is None or unit not in EXPONENTS or not amount.is_finite() or amount.adjusted() > MOST_DIGITS:
        return None
    return int(to_yuan(amount, unit) * 100)
