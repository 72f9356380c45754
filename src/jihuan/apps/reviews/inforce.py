"""The law in force for a department: the rulebook of its region and year, what the bureau changed on screen; and whether its
goals changed."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from django.conf import settings
from django.db.models import Count, Max, Q, QuerySet

from jihuan.apps.journal.models import Entry
from jihuan.apps.organisations.models import Agency
from jihuan.apps.organisations.queries import within
from jihuan.apps.reviews.models import Check, OwnWord, RuleSetting
from jihuan.law.engine import Rulebook, first_day
from jihuan.law.engine.amend import Amendment, amended
from jihuan.law.engine.loading import jurisdiction_of
from jihuan.law.standing import fingerprint, standing

MOST = 64
"""Amended rulebooks that are kept in memory."""
CHANGES = (
    "add_project",
    "change_project",
    "add_department_goal",
    "change_department_goal",
    "rename_agency",
    "move_agency",
)
"""Entries of the journal after which a department is checked again."""


@dataclass(frozen=True, slots=True)
class InForce:
    """A rulebook as amended, a digest that changes whenever it does, and the same without what was changed on screen."""

    rulebook: Rulebook
    digest: str
    base: Rulebook


def law_of(agency: Agency, fiscal_year: int | None) -> InForce:
    """What is applied to the sheets of ``agency`` in a year; two queries."""
    return laws_of((agency,), fiscal_year)[agency.pk]


def laws_of(agencies: Iterable[Agency], fiscal_year: int | None) -> dict[int, InForce]:
    """The same for several at once, by key of the agency."""
    agencies = list(agencies)
    paths = {path for agency in agencies for path in paths_above(agency.path)}
    modes = list(_ordered(RuleSetting.objects.filter(agency__path__in=paths).values_list("agency__path", "rule", "mode")))
    words = list(
        _ordered(OwnWord.objects.filter(agency__path__in=paths).values_list("agency__path", "lexicon", "word", "value"))
    )
    return {agency.pk: _law(agency, fiscal_year, modes, words) for agency in agencies}


def _law(agency: Agency, fiscal_year: int | None, set_modes: list[tuple[str, ...]], words: list[tuple[str, ...]]) -> InForce:
    above = set(paths_above(agency.path))
    modes = tuple((rule, mode) for path, rule, mode in set_modes if path in above)
    own = tuple((lexicon, word, value) for path, lexicon, word, value in words if path in above)
    amendment = Amendment(modes=modes, words=own)  # type: ignore[arg-type]
    jurisdiction = jurisdiction_of(agency.region_code)
    return _in_force(standing(jurisdiction, first_day(fiscal_year), settings.RULEBOOKS), amendment)


_known: dict[tuple[int, Amendment], tuple[Rulebook, InForce]] = {}
"""Each with its rulebook, so that no other can take the place of one in memory."""


def _in_force(rulebook: Rulebook, amendment: Amendment) -> InForce:
    key = (id(rulebook), amendment)
    if key not in _known:
        if len(_known) >= MOST:
            _known.clear()
        told = repr((fingerprint(rulebook), amendment))
        _known[key] = rulebook, InForce(amended(rulebook, amendment), hashlib.sha256(told.encode()).hexdigest(), rulebook)
    return _known[key][1]


@dataclass(frozen=True, slots=True)
class LastChange:
    """How many projects a department has in a year, and the last entry of the journal that says its goals changed."""

    projects: int
    entry: int

    def same(self, check: Check) -> bool:
        """Whether nothing changed since the check."""
        return (self.projects, self.entry, False) == (check.projects, check.entry, check.due)


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed in a department after an entry of the journal: the last entry, keys of its projects (of any year), of those
    that are new the entry, whether its own part or the tree of its units."""

    entry: int
    sheets: frozenset[int]
    added: dict[int, int]
    part: bool
    tree: bool


def changes_since(department: Agency, entry: int) -> Changes:
    """One query."""
    rows = Entry.objects.filter(agency__in=below(department), action__in=CHANGES, number__gt=entry)
    found = list(rows.order_by("number").values_list("number", "action", "object_id"))
    return Changes(
        entry=found[-1][0] if found else entry,
        sheets=frozenset(int(key) for _number, action, key in found if action.endswith("_project")),
        added={int(key): number for number, action, key in found if action == "add_project"},
        part=any(action.endswith("_goal") for _number, action, _key in found),
        tree=any(action.endswith("_agency") for _number, action, _key in found),
    )


def below(department: Agency) -> QuerySet[Agency]:
    """The department and all units under it."""
    return Agency.objects.filter(within(department.path)).order_by()


def last_changes(departments: Iterable[Agency], fiscal_year: int) -> dict[int, LastChange]:
    """For each department by its key; two queries. Whatever writes goals writes the journal in the same transaction."""
    paths = {department.path: department.pk for department in departments}
    projects, entries = Counter[int](), Counter[int]()
    mine = Q(path__in=paths)
    for path in paths:
        mine |= Q(path__startswith=f"{path}/")
    units = Agency.objects.filter(mine).order_by()
    for path, count in units.filter(projects__fiscal_year=fiscal_year).values_list("path").annotate(Count("projects")):
        for pk in _owners(path, paths):
            projects[pk] += count
    changes = Entry.objects.filter(agency__in=units, action__in=CHANGES).order_by()
    for path, number in changes.values_list("agency__path").annotate(Max("number")):
        for pk in _owners(path, paths):
            entries[pk] = max(entries[pk], number)
    return {pk: LastChange(projects[pk], entries[pk]) for pk in paths.values()}


def _owners(path: str, departments: dict[str, int]) -> list[int]:
    return [departments[above] for above in paths_above(path) if above in departments]


def paths_above(path: str) -> list[str]:
    """The path of an agency and of everything above it."""
    return list(accumulate(path.split("/"), "{}/{}".format))


def _ordered(rows: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """What is nearer to the department comes later, and so has the last word."""
    return iter(sorted(rows, key=lambda row: (len(row[0]), row)))
