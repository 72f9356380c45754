"""``jihuan import`` and ``export``: documents into the database and out of it, through the same actions as the screens."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.table import Table

from jihuan.cli.database import DATA, open_database, user_named
from jihuan.cli.files import load, named
from jihuan.cli.terminal import PROBLEMS, READ, UNREADABLE, complain, console, emit, give_up, steps
from jihuan.core.language import _
from jihuan.documents.errors import Unreadable
from jihuan.documents.writers import FORMATS, Format, WriteError

if TYPE_CHECKING:
    from jihuan.apps.accounts.models import User
    from jihuan.apps.objectives.difference import Change


@click.command("import", help=_("把文件导入数据库。与库里不同之处先列出来，确认后才写；同一份文件再导入，什么也不会变。"))
@click.argument("files", metavar="FILE…", nargs=-1, required=True)
@click.option("--user", "username", help=_("以哪个用户的名义导入；能导入的用户只有一个时可以不写"))
@click.option("--yes", is_flag=True, help=_("有差别或有读不懂之处也直接写入"))
@DATA
def import_(files: tuple[str, ...], username: str | None, yes: bool) -> None:
    """Status 0: imported; 1: something waits for confirmation or was refused; 2: some file cannot be read."""
    open_database()
    user = user_named(username, "objectives.import_goals")
    status = READ
    with steps(_("正在导入"), files) as work:
        for file in work:
            status = max(status, _import(file, user, yes))
    sys.exit(status)


@click.command(help=_("从数据库导出：一个项目、一个单位或整个部门。"))
@click.option("--agency", "code", help=_("单位或部门的代码，如 731001"))
@click.option("--year", type=click.IntRange(1990, 2100), required=True, help=_("预算年度"))
@click.option("--project", help=_("只要这个项目：项目编码或名称"))
@click.option("--to", "to", type=click.Choice(FORMATS), required=True, help=_("写成哪种文件"))
@click.option("-o", "--out", type=click.Path(path_type=Path), required=True, help=_("写到这个文件；- 为标准输出"))
@click.option("--user", "username", help=_("以哪个用户的名义导出，只限他能导出的单位；不写则记为本机命令行"))
@DATA
def export(year: int, to: Format, out: Path, username: str | None, **which: str | None) -> None:
    """Status 0: written, and in the journal; 2: there is no such record, it may not be exported or cannot be written."""
    open_database()
    from jihuan.apps.objectives import actions
    from jihuan.apps.organisations.access import Refused

    user = user_named(username, actions.EXPORT) if username else None
    wanted = _wanted(year, **which)
    try:
        if which["project"] is None:
            data = actions.export_department(user, wanted, year, to)
        else:
            data = actions.export_project(user, wanted, to)
    except (WriteError, Refused) as error:
        give_up(error.message)
    emit(data, out)


def _import(file: str, user: User, yes: bool) -> int:
    from jihuan.apps.evaluation.receiving import ways_in
    from jihuan.apps.organisations.access import Refused

    try:
        document = load(file)
        compare, take_in = ways_in(document)
        changes = compare(user, document)
        waiting = [change for change in changes if change.kind != "added"]
        unclear = [problem.message for problem in document.problems if problem.level == "error"]
        if (waiting or unclear) and not (yes or _confirmed(file, waiting, unclear)):
            complain(named(file, _("没有写入，请核对后加 --yes 再来一次。")))
            return PROBLEMS
        sha256 = document.source.sha256 if document.source else ""
        applied = take_in(user, document, sha256=sha256)
    except Unreadable as error:
        complain(named(file, error.message))
        return UNREADABLE
    except Refused as error:
        complain("\n".join((named(file, error.message), *(f"  {line}" for line in error.fields.values()))))
        return PROBLEMS
    done = _("{agency} {year} 年：新增项目 {created} 个，更新 {changed} 个，不变 {unchanged} 个。").format(
        agency=applied.agency.name,
        year=applied.fiscal_year,
        created=applied.created,
        changed=applied.changed,
        unchanged=applied.unchanged,
    )
    complain(named(file, done))
    return READ


def _confirmed(file: str, changes: Sequence[Change], unclear: Sequence[str]) -> bool:
    """Show what would change and what was not understood; ask where somebody can answer."""
    screen = console(stderr=True)
    table = Table(_("何处"), _("库里"), _("文件里"), title=named(file, _("与库里不同")), title_justify="left")
    for change in changes:
        table.add_row(change.label, change.before, change.after)
    if changes:
        screen.print(table)
    for sentence in unclear:
        screen.print(sentence)
    return sys.stdin.isatty() and click.confirm(_("写入吗？"), err=True)


def _wanted(year: int, code: str | None, project: str | None) -> Any:
    """The project, or else the unit, that is asked for; status 2 with a sentence where there is none, or more than one."""
    from django.db.models import Q

    from jihuan.apps.budgets.models import Project
    from jihuan.apps.objectives.models import DepartmentGoal
    from jihuan.apps.organisations.models import Agency
    from jihuan.apps.organisations.queries import within

    agency = None
    if code is not None:
        agency = _only(Agency.objects.exclude(kind=Agency.Kind.REGION).filter(code=code), _("单位 {name}").format(name=code))
    if project is None:
        if agency is None:
            give_up(_("请用 --agency 指明单位，或用 --project 指明项目。"))
        below = Project.objects.filter(within(agency.path, "agency__path"), fiscal_year=year)
        if not (below.exists() or DepartmentGoal.objects.filter(agency=agency, fiscal_year=year).exists()):
            give_up(_("{agency} {year} 年没有绩效目标。").format(agency=agency.name, year=year))
        return agency
    rows = Project.objects.filter(Q(code=project) | Q(name=project), fiscal_year=year)
    if agency is not None:
        rows = rows.filter(within(agency.path, "agency__path"))
    return _only(rows, _("项目 {name}").format(name=project))


def _only(rows: Any, what: str) -> Any:
    """The single row; status 2 otherwise."""
    found = list(rows[:2])
    if not found:
        give_up(_("库里没有{what}。").format(what=what))
    if len(found) > 1:
        give_up(_("库里有不止一个{what}，请再用 --agency 或项目编码说清楚。").format(what=what))
    return found[0]
