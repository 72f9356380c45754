"""Records → documents with the place of their unit, for ``jihuan analyze --records``."""

from __future__ import annotations

from collections.abc import Iterator

from jihuan.analytics.datasets import Placed
from jihuan.apps.budgets.models import Project
from jihuan.apps.budgets.queries import VIEW
from jihuan.apps.evaluation.facts import blank_document, sheet_of, with_rows
from jihuan.apps.evaluation.models import SelfEvaluation
from jihuan.apps.evaluation.queries import VIEW as VIEW_SCORES
from jihuan.apps.objectives.facts import project_document, with_facts
from jihuan.apps.organisations.models import Agency
from jihuan.apps.organisations.scope import Person, visible_agencies

CHUNK = 500
REGION = 6
"""Figures of a region code: GB/T 2260."""


def placed_documents(user: Person) -> Iterator[Placed]:
    """Every project that the user sees, in the order of the tree: its self-evaluation where there is one for them, else its goals."""
    departments = dict(Agency.objects.filter(kind=Agency.Kind.DEPARTMENT).values_list("path", "name"))
    order = ("fiscal_year", "agency__path", "position", "pk")
    evaluations = SelfEvaluation.objects.filter(project__agency__in=visible_agencies(user, VIEW_SCORES))
    goals = Project.objects.filter(agency__in=visible_agencies(user, VIEW)).exclude(self_evaluation__in=evaluations)
    for project in with_facts(goals).order_by(*order).iterator(chunk_size=CHUNK):
        yield Placed(project_document(project), *_place(project.agency, departments))
    for evaluation in with_rows(evaluations.order_by(*(f"project__{name}" for name in order))).iterator(chunk_size=CHUNK):
        yield Placed(blank_document(sheet_of(evaluation)), *_place(evaluation.project.agency, departments))


def _place(agency: Agency, departments: dict[str, str]) -> tuple[str, str]:
    """Region and department of a unit; a unit without a department is its own."""
    path = agency.path
    while path and path not in departments:
        path = path.rpartition("/")[0]
    return agency.region_code[:REGION], departments.get(path, agency.name)
