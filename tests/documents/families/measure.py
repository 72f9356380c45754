"""How much of the truth a reader found: indicator rows (F1) and fields, per family and format."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from jihuan.core.document import Document, Indicator, Project
from jihuan.core.indicators import parse_target
from jihuan.core.text import squeeze
from tests.documents.families.facts import Facts, Row
from tests.documents.families.tables import Sheet


@dataclass
class Score:
    """Counts over many files."""

    rows: int = 0
    found: int = 0
    right_rows: int = 0
    fields: int = 0
    right_fields: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        return 2 * self.right_rows / (self.rows + self.found) if self.rows + self.found else 1.0

    @property
    def accuracy(self) -> float:
        return self.right_fields / self.fields if self.fields else 1.0

    def add(self, other: Score) -> None:
        for name in ("rows", "found", "right_rows", "fields", "right_fields"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.wrong += other.wrong


def _text(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return squeeze(str(value)) if value is not None else ""


def _number(text: str) -> str:
    return _text(Decimal(text.rstrip("%"))) if text else ""


def _found(it: Indicator, column: str) -> str:
    values = {
        "level1": it.level1, "level2": it.level2, "level3": it.level3, "description": it.description, "basis": it.basis, "weight": it.weight,
        "score": it.score, "deviation": it.deviation, "target": it.target.raw, "figure": it.target.raw, "actual": it.actual and it.actual.raw,
        "operator": it.target.operator, "unit": it.target.unit,
    }  # fmt: skip
    return _text(values[column])


def _true(row: Row, column: str) -> str:
    whole = parse_target(row.figure, row.unit or None, row.operator or None)
    values = {
        "target": row.value,
        "operator": whole.operator,
        "unit": whole.unit,
        "weight": _number(row.weight),
        "score": _number(row.score),
    }
    return _text(values[column] if column in values else getattr(row, column))


def _project_fields(
    true: Facts, found: Project | None, document: Document, names: Iterable[str], unit: str
) -> list[tuple[str, str, str]]:
    budget = found.budget if found else None
    pairs = []
    for name in names:
        values: dict[str, tuple[object, object]] = {
            "name": (true.name, found and found.name),
            "code": (true.code, found and found.code),
            "agency": (true.agency, (found and found.agency_name) or document.agency.name),
            "goals": ("|".join(true.goals), "|".join(found.goals) if found else None),
            "achievement": (true.achievement, found and found.achievement),
            "total_score": (Decimal(true.score), found and found.total_score),
            "execution_score": (Decimal("9.5"), found and found.execution_score),
            "unit": (unit, found and found.amount_unit),
        }
        if name == "rate":
            values[name] = (Decimal(true.rate.rstrip("%")), budget and budget.execution_rate)
        if name in ("total", "fiscal", "other", "executed"):
            values[name] = (Decimal(getattr(true, name)), budget and getattr(budget, name))
        wanted, got = values[name]
        pairs.append((name, _text(wanted), _text(got)))
    return pairs


def score(sheet: Sheet, document: Document) -> Score:
    """Compare one document with its truth. A row is right when its levels, name and target are; fields count where printed."""
    result = Score()
    projects = {_text(project.name): project for project in document.projects}
    for index, true in enumerate(sheet.projects):
        by_place = document.projects[index] if index < len(document.projects) else None
        project = projects.get(_text(true.name)) or (
            by_place if "name" not in sheet.fields or len(sheet.projects) == 1 else None
        )
        for name, wanted, got in _project_fields(true, project, document, sheet.fields, "万元"):
            _count(result, f"{true.name}.{name}", wanted, got)
        _rows(result, sheet, true, project)
    extra = document.projects[len(sheet.projects) :]
    result.found += sum(len(project.indicators) for project in extra)
    return result


def _count(result: Score, what: str, wanted: str, got: str) -> None:
    result.fields += 1
    result.right_fields += wanted == got
    if wanted != got:
        result.wrong.append(f"{what}: {wanted!r} ≠ {got!r}")


def _rows(result: Score, sheet: Sheet, true: Facts, project: Project | None) -> None:
    found = list(project.indicators) if project else []
    result.rows += len(true.rows)
    result.found += len(found)
    keys = [column for column in ("level1", "level2", "level3", "target", "figure") if column in sheet.columns]
    for row in true.rows:
        same = next((it for it in found if _found(it, "level3") == _true(row, "level3")), None)
        if same is not None:
            found.remove(same)
        result.right_rows += same is not None and all(_found(same, key) == _true(row, key) for key in keys)
        for column in sheet.columns:
            _count(result, f"{row.level3}.{column}", _true(row, column), _found(same, column) if same else "")
