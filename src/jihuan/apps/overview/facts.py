"""Records → documents with the place of their unit, for ``jihuan analyze --records``."""

from __future__ import annotations

from collections.abc import Iterator

from jihuan.analytics.datasets import Placed
from jihuan.apps.budgets.models import Project
from jihuan.apps.evaluation.facts import blank_document, sheet_of, with_rows
from jihuan.apps.evaluation.models import SelfEvaluation
from jihuan.apps.objectives.facts import project_document, with_facts
from jihuan.apps.organisations.models import Agency

CHUNK = 500
REGION = 6
"""Figures of a region code: GB/T 2260."""


def placed_documents() -> Iterator[Placed]:
    """Every project on record, in the order of the tree: its self-evaluation where there is one, else its goal sheet."""
    departments = dict(Agency.objects.filter(kind=Agency.Kind.DEPARTMENT).values_list("path", "name"))
    order = ("fiscal_year", "agency__path", "position", "pk")
    for project in with_facts(Project.objects.filter(self_evaluation=None)).order_by(*order).iterator(chunk_size=CHUNK):
        yield Placed(project_document(project), *_place(project.agency, departments))
    evaluations = with_rows(SelfEvaluation.objects.order_by(*(f"project__{name}" for name in order)))
    for evaluation in evaluations.iterator(chunk_size=CHUNK):
        yield Placed(blank_document(sheet_of(evaluation)), *_place(evaluation.project.agency, departments))


def _place(agency: Agency, departments: dict[str, str]) -> tuple[str, str]:
    """Region and department of a unit; a unit without a department is its own."""
    path = agency.path
    while path and path not in departments:
        path = path.rpartition("/")[0]
    return agency.region_code[:REGION], departments.get(path, agency.name)
