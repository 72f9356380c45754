"""What sheets of other departments of the year say: kept by keys as sheets are checked, asked for the sheets of one department.

A goal has a key of its text and, as in ``law.engine.sisters``, some marks that texts like it share; a quantity has a key of its name
and unit. Asking takes at most five queries, however many sheets the county has. Whose a text is stays with the finding
(``Finding.other``) and is never part of its words: not everybody who reads them sees that unit.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import partial
from statistics import median
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count, Min, QuerySet

from jihuan.apps.objectives.models import ProjectGoal
from jihuan.apps.organisations.models import Agency
from jihuan.apps.reviews.models import Check, Finding, Trace
from jihuan.core.document import Document, Project
from jihuan.law.engine.facts import norm
from jihuan.law.engine.similarity import cosine
from jihuan.law.engine.sisters import COMMON, MOST, SHORT, SISTERS, Twin, marks

TEXT, QUANTITY = 1 << 61, 1 << 62
"""Where the keys of whole texts and of quantities begin; marks are below."""
BATCH = 500


class Said(NamedTuple):
    """A goal as a sheet (its key) has it."""

    sheet: int
    goal: str


class Kin:
    """What other departments of the year say of that which ``document`` says. ``told``: a goal → who has it too."""

    def __init__(self, department: Agency, fiscal_year: int, document: Document) -> None:
        others = Trace.objects.filter(fiscal_year=fiscal_year).exclude(department=department).order_by()
        self.told: dict[str, Said] = {}
        self._same: dict[int, int] = {}
        goals = {goal for project in document.projects for goal in project.goals if len(goal) >= SHORT}
        for keys in _batches({_of_text(goal) for goal in goals}):
            self._same |= dict(others.filter(key__in=keys).values_list("key").annotate(Min("project")))
        self._alike = _alike([goal for goal in goals if _of_text(goal) not in self._same], others)
        self._values: dict[int, list[Decimal]] = defaultdict(list)
        for keys in _batches({key for project in document.projects for _at, key, _value in _quantities(project)}):
            for key, value in others.filter(key__in=keys).values_list("key", "value"):
                self._values[key].append(value)

    def twin(self, document: Document, goal: str, limit: Decimal) -> Twin | None:
        """As ``Sisters.twin``; the twin does not say whose it is."""
        if _of_text(goal) in self._same:
            self.told[goal] = Said(self._same[_of_text(goal)], goal)
            return Twin("", "", goal)
        for sheet, text in self._alike.get(goal, ()):
            if cosine(text, goal) > limit:
                self.told[goal] = Said(sheet, text)
                return Twin("", "", text)
        return None

    def median(self, document: Document, name: str, unit: str, least: Decimal) -> Decimal | None:
        """As ``Sisters.median``."""
        values = self._values.get(_of_quantity(name, unit), ())
        return median(values) if values and len(values) >= least else None


def note(department: Agency, fiscal_year: int, sheets: Mapping[int, Project]) -> None:
    """Keep what these sheets (by key of the project) say now; findings elsewhere that point to a changed one are looked at again."""
    known = Trace.objects.filter(project__in=sheets)
    old = {tuple(row): pk for pk, *row in known.values_list("pk", "project", "department", "key", "position", "value")}
    new = {(pk, department.pk, *trace) for pk, project in sheets.items() for trace in _traces(project)}
    gone = [row for row in old if row not in new]
    for pks in _batches(old[row] for row in gone):
        Trace.objects.filter(pk__in=pks).delete()
    Trace.objects.bulk_create(
        [
            Trace(project_id=row[0], department_id=row[1], fiscal_year=fiscal_year, key=row[2], position=row[3], value=row[4])
            for row in sorted(new - old.keys(), key=str)
        ],
        batch_size=BATCH,
    )
    if gone:  # after the transaction: two departments that point to each other never wait for each other
        transaction.on_commit(partial(_look_again, department, fiscal_year, {row[0] for row in gone}))


def tell(fiscal_year: int, told: Iterable[Said]) -> None:
    """Let those who said it first learn of a copy: a department is looked at again whose sheet has no finding for it yet."""
    said = set(told)
    for sheets in _batches({one.sheet for one in said}):
        said -= {
            Said(*row) for row in Finding.objects.filter(group=SISTERS, project__in=sheets).values_list("project", "quote")
        }
    for sheets in _batches({one.sheet for one in said}):
        homes = Trace.objects.filter(project__in=sheets).values("department")
        Check.objects.filter(fiscal_year=fiscal_year, department__in=homes).update(due=True)


def _look_again(department: Agency, fiscal_year: int, sheets: set[int]) -> None:
    pointing = Finding.objects.filter(other__in=sheets).values("department")
    Check.objects.filter(fiscal_year=fiscal_year, department__in=pointing).exclude(department=department).update(due=True)


def _alike(goals: list[str], others: QuerySet[Trace]) -> dict[str, list[tuple[int, str]]]:
    """For each goal the texts that share its rarest marks, with their sheets."""
    rare: dict[int, int] = {}
    held: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for keys in _batches({mark for goal in goals for mark in marks(goal)}):
        found = others.filter(key__in=keys).values_list("key").annotate(count=Count("pk")).filter(count__lte=COMMON)
        rare |= dict(found)
    for keys in _batches(rare):
        for key, sheet, position in others.filter(key__in=keys).values_list("key", "project", "position"):
            held[key].append((sheet, position + 1))
    chosen = {goal: _rarest(goal, rare, held) for goal in goals}
    texts: dict[tuple[int, int], str] = {}
    for sheets in _batches({sheet for places in chosen.values() for sheet, _position in places}):
        rows = ProjectGoal.objects.filter(project__in=sheets).order_by().values_list("project", "position", "text")
        texts |= {(sheet, position): text for sheet, position, text in rows}
    return {goal: [(place[0], texts[place]) for place in places if place in texts] for goal, places in chosen.items()}


def _rarest(goal: str, rare: Mapping[int, int], held: Mapping[int, list[tuple[int, int]]]) -> list[tuple[int, int]]:
    keys = sorted((mark for mark in marks(goal) if mark in rare), key=lambda mark: rare[mark])
    return list(dict.fromkeys(place for key in keys for place in sorted(held[key])))[:MOST]


def _traces(project: Project) -> Iterator[tuple[int, int, Decimal | None]]:
    """Key, position and value of all that is compared."""
    for at, goal in enumerate(project.goals):
        if len(goal) >= SHORT:
            yield from ((key, at, None) for key in (_of_text(goal), *marks(goal)))
    for at, key, value in _quantities(project):
        yield key, at, value


def _quantities(project: Project) -> Iterator[tuple[int, int, Decimal]]:
    """Position, key and value of the rows that count something."""
    for at, row in enumerate(project.indicators):
        if row.level3 and row.target.value is not None and "数量" in norm(row.level2):
            yield at, _of_quantity(row.level3, row.target.unit or ""), row.target.value


def _of_text(text: str) -> int:
    return TEXT + _number(text)


def _of_quantity(name: str, unit: str) -> int:
    return QUANTITY + _number(f"{norm(name)}\n{unit}")


def _number(text: str) -> int:
    """Sixty bits that no two texts share but by a chance of nothing."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) >> 4


def _batches(keys: Iterable[int]) -> Iterator[list[int]]:
    """In lists that a query may name; in order, so that the same question is the same query."""
    ordered = sorted(keys)
    return (ordered[start : start + BATCH] for start in range(0, len(ordered), BATCH))
