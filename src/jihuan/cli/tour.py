"""What ``jihuan demo`` does and says: progress, what was read, who can sign in."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from rich.table import Table

from jihuan.cli.summary import headline, totals
from jihuan.cli.terminal import give_up
from jihuan.core.language import _

STAGES = {
    "accounts": _("建立演示账号"),
    "read": _("读取示例部门的文件"),
    "import": _("导入项目"),
    "draft": _("留一份待确认的草稿"),
    "projects": _("生成更多项目"),
}


def build(screen: Console, folder: Path, projects: int) -> None:
    """Make the demo in the open database and say what it holds."""
    from jihuan.demo import DemoRefused
    from jihuan.demo import build as build_demo

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=screen) as bar:
        tasks: dict[str, TaskID] = {}

        def report(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(STAGES.get(stage, stage), total=total)
            bar.update(tasks[stage], completed=done, total=total)

        try:
            document = build_demo(report, projects)
        except DemoRefused as error:
            give_up(str(error))
    screen.print(_("示例部门：{department}").format(department=headline(document)), style="bold")
    screen.print(totals(document))
    screen.print(_accounts())
    screen.print(_("数据在 {folder}，删掉这个目录就恢复原样。").format(folder=folder.resolve()))


def _accounts() -> Table:
    """The demo accounts; their password is the same for all."""
    from jihuan.apps.accounts.models import Membership
    from jihuan.demo import PASSWORD

    table = Table(
        _("账号"), _("口令"), _("岗位"), _("单位"), title=_("演示账号"), title_justify="left", box=None, pad_edge=False
    )
    posts = Membership.objects.filter(user__is_demo=True).order_by("user_id")
    for name, group, agency in posts.values_list("user__username", "group__name", "agency__name"):
        table.add_row(name, PASSWORD, group, agency)
    return table
