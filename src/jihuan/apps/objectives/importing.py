"""Before a document is applied: whose it is, whether it may come in, and which records it meets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from jihuan.apps.accounts.models import User
from jihuan.apps.budgets.models import Project as ProjectRow
from jihuan.apps.objectives import matching
from jihuan.apps.objectives.facts import with_facts
from jihuan.apps.organisations.access import NotAllowed, Refused
from jihuan.apps.organisations.models import Agency
from jihuan.apps.organisations.queries import department_of, named, parent_for
from jihuan.apps.organisations.scope import may, visible_agencies
from jihuan.core.document import Document, Project, Target
from jihuan.core.text import squeeze

IMPORT = "objectives.import_goals"
ADD_AGENCY = "organisations.add_agency"
SEVERAL = 200
"""So many codes and names are named in a query."""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A unit that the tree does not have yet, to be put under ``parent``."""

    parent: Agency
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A project of the document with its owner and the record that it meets (None: a new one)."""

    index: int
    project: Project
    owner: Agency | Newcomer
    row: ProjectRow | None
    exact: bool = False
    """Its texts are a person's own and are kept to the letter, spaces included."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What applying a document will touch. ``department`` is None when the document has no department part."""

    fiscal_year: int
    owner: Agency | Newcomer
    department: Agency | None
    sheets: tuple[Sheet, ...]


def plan(user: User, document: Document, home: Agency | None = None) -> Plan:
    """Find owners and records; ``home`` owns what names no unit. Raises Refused with a sentence for the user."""
    year = _checked(document)
    owner = _owner(user, document.agency.code, document.agency.name, home)
    sheets = tuple(_sheets(user, document, owner, year))
    department = None
    if document.overall_goal or document.sub_goals or document.safeguards:
        department = department_of(owner.parent if isinstance(owner, Newcomer) else owner)
        if not may(user, IMPORT, department):
            raise NotAllowed(
                _("文件含部门整体绩效目标，属于“{department}”，不在您可以导入的范围内；请由部门的填报员导入").format(
                    department=department.name
                )
            )
    return Plan(year, owner, department, sheets)


def as_known(project: Project, known: Project | None) -> Project:
    """The project of a document with what only another printing changes left as it is on record.

    That is a code or 主管部门 that this form does not print, and a target that differs in white space alone ("≥1500 人", "≥1500人").
    """
    if known is None:
        return project
    partners, _gone = matching.pair(known.indicators, project.indicators, matching.INDICATOR)
    rows = (
        replace(new, target=replace(new.target, raw=old.target.raw))
        if old and _same_but_spaces(old.target, new.target)
        else new
        for old, new in zip(partners, project.indicators, strict=True)
    )
    department = project.department or known.department
    return replace(project, code=project.code or known.code, department=department, indicators=tuple(rows))


def _same_but_spaces(old: Target, new: Target) -> bool:
    return squeeze(old.raw) == squeeze(new.raw) and old == replace(new, raw=old.raw)


def _checked(document: Document) -> int:
    if document.kind != "goals" or any(
        p.achievement or p.total_score is not None or p.execution_score is not None for p in document.projects
    ):
        raise Refused(_("这份文件是监控或自评材料，这里只导入绩效目标；请上传绩效目标表"))
    if document.fiscal_year is None:
        raise Refused(_("文件没有写明年度，请先补上年度"), {"/fiscal_year": _("请填写年度，如 2025")})
    if not (document.projects or document.overall_goal or document.sub_goals or document.safeguards):
        raise Refused(_("文件里没有绩效目标，没有可以导入的内容"))
    faults = dict(_faults(document))
    if faults:
        raise Refused(_("有 {count} 处内容不能入库，请改正后再确认").format(count=len(faults)), faults)
    return document.fiscal_year


def _faults(document: Document) -> Iterator[tuple[str, str]]:
    """What the database could not keep, as pointer and sentence."""
    codes: dict[str, int] = {}
    names: dict[tuple[str, str | None], int] = {}
    for index, project in enumerate(document.projects):
        at = f"/projects/{index}"
        if not project.name:
            yield f"{at}/name", _("请填写项目名称")
        elif not project.code and names.setdefault((project.name, project.agency_code), index) != index:
            yield (
                f"{at}/name",
                _("与第 {number} 个项目同名，又都没有编码，无法区分").format(
                    number=names[project.name, project.agency_code] + 1
                ),
            )
        if project.code and codes.setdefault(project.code, index) != index:
            yield f"{at}/code", _("与第 {number} 个项目的编码相同").format(number=codes[project.code] + 1)
        months: set[int] = set()
        for number, node in enumerate(project.spending_plan):
            if not 1 <= node.month <= 12 or node.month in months:
                yield f"{at}/spending_plan/{number}/month", _("月份应为 1 至 12，且不重复")
            if node.percent is not None and not 0 <= node.percent <= 100:
                yield f"{at}/spending_plan/{number}/percent", _("百分比应在 0 与 100 之间")
            months.add(node.month)


def _sheets(user: User, document: Document, owner: Agency | Newcomer, year: int) -> Iterator[Sheet]:
    owners: dict[tuple[str | None, str | None], Agency | Newcomer] = {(None, None): owner}
    owners[document.agency.code, document.agency.name] = owner
    rows: dict[int, list[ProjectRow]] = {}
    met: dict[int, str] = {}
    for index, project in enumerate(document.projects):
        named_as = (project.agency_code, project.agency_name)
        if named_as not in owners:
            home = owner if isinstance(owner, Agency) else None
            owners[named_as] = _same(owner, _owner(user, *named_as, home))
        agency = owners[named_as]
        if isinstance(agency, Newcomer):
            yield Sheet(index, project, agency, None)
            continue
        if agency.pk not in rows:
            rows[agency.pk] = list(with_facts(_candidates(document, agency, year)))
        row = _meets(project, rows[agency.pk])
        if row is not None and met.setdefault(row.pk, project.name or "") != project.name:
            raise Refused(
                _("“{first}”与“{second}”对应系统里的同一个项目，请核对编码").format(first=met[row.pk], second=project.name)
            )
        yield Sheet(index, project, agency, row)


def _candidates(document: Document, agency: Agency, year: int) -> QuerySet[ProjectRow]:
    """The records of a unit that a document may meet: of its codes and names; of a long document simply all."""
    rows = ProjectRow.objects.filter(agency=agency, fiscal_year=year)
    if len(document.projects) > SEVERAL:
        return rows
    codes, names = ({getattr(project, name) for project in document.projects} for name in ("code", "name"))
    return rows.filter(Q(code__in=codes - {None}) | Q(name__in=names - {None}))


def _same(owner: Agency | Newcomer, found: Agency | Newcomer) -> Agency | Newcomer:
    """One newcomer for one code, however its name is printed."""
    if isinstance(owner, Newcomer) and isinstance(found, Newcomer) and owner.code == found.code:
        return owner
    return found


def _meets(project: Project, rows: list[ProjectRow]) -> ProjectRow | None:
    """By code; else by name among those that a code does not tell apart."""
    if project.code:
        for row in rows:
            if row.code == project.code:
                return row
        return next((row for row in rows if row.code is None and row.name == project.name), None)
    same = [row for row in rows if row.name == project.name]
    without = [row for row in same if row.code is None]
    if len(same) > 1 and not without:
        raise Refused(_("系统里有 {count} 个名为“{name}”的项目，请补上项目编码").format(count=len(same), name=project.name))
    return (without or same or [None])[0]


def _owner(user: User, code: str | None, name: str | None, home: Agency | None) -> Agency | Newcomer:
    """The agency a document names, when the user may import for it."""
    if code is None and name is None and home is not None:
        code = home.code
    allowed = visible_agencies(user, IMPORT)
    found = named(allowed, code, name)
    if found is not None:
        return found
    shown = " ".join(part for part in (code, name) if part) or _("（未写单位）")
    if code is None and name is None:
        raise Refused(_("文件没有写明预算单位，请补上单位编码"), {"/agency/code": _("请填写单位编码，如 731001")})
    if named(Agency.objects.all(), code, name) is not None:
        raise NotAllowed(_("单位“{agency}”不在您可以导入的范围内").format(agency=shown))
    if code is None:
        raise Refused(
            _("没有找到单位“{agency}”，请补上单位编码").format(agency=shown), {"/agency/code": _("请填写单位编码，如 731001")}
        )
    parent = parent_for(visible_agencies(user, ADD_AGENCY) & allowed, code)
    if parent is None:
        raise Refused(
            _("单位树里没有“{agency}”，您没有新增单位的权限；请先由财政部门或系统管理员建立这个单位").format(agency=shown)
        )
    return Newcomer(parent, code, name or code)
