"""``jihuan setup`` and ``jihuan createuser``: the first run and new users without a browser."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NoReturn

import click

from jihuan.cli.database import DATA, has_users, open_database
from jihuan.cli.terminal import complain, give_up
from jihuan.core.language import _

if TYPE_CHECKING:
    from jihuan.apps.administration.units import Entry
    from jihuan.apps.organisations.access import Refused


@click.command(help=_("首次设置：建区划、部门、单位和系统管理员。没有写成选项的，在终端里逐项询问。"))
@click.option("--region", help=_("区划编码和名称，如 130281:遵化市"))
@click.option("--department", help=_("部门编码和名称，如 731:遵化市科学技术协会；留空则以后再加"))
@click.option("--unit", help=_("单位编码和名称，如 731001:遵化市科学技术协会本级；留空则以后再加"))
@click.option("--admin", "username", help=_("系统管理员的用户名"))
@click.option("--password", help=_("系统管理员的口令；写 - 则从标准输入读一行"))
@DATA
def setup(region: str | None, department: str | None, unit: str | None, username: str | None, password: str | None) -> None:
    """Status 0: done; 2: refused, with every reason."""
    open_database()
    if has_users():
        give_up(_("系统里已经有用户，首次设置只能做一次。添加用户请用 jihuan createuser。"))
    from jihuan.apps.administration.first_run import Beginning, set_up
    from jihuan.apps.organisations.access import Refused

    place = _required(region, _("区划编码和名称，如 130281:遵化市"))
    department = _optional(department, region, _("部门编码和名称，如 731:遵化市科学技术协会（可留空）"))
    unit = _optional(unit, region, _("单位编码和名称，如 731001:遵化市科学技术协会本级（可留空）")) if department else unit
    name = _required(username, _("系统管理员的用户名"))
    beginning = Beginning(
        region=_entry("region", place),
        department=_entry("department", department) if department else None,
        unit=_entry("unit", unit) if unit else None,
        username=name,
        password=_password(password),
    )
    try:
        set_up(beginning)
    except Refused as error:
        _give_up(error)
    complain(_("设置完成。用 jihuan serve 打开网站，以“{name}”登录，再为同事添加用户。").format(name=name))


@click.command(help=_("添加用户和他的第一个岗位，打印一次性口令；本人第一次登录时须换成自己的口令。"))
@click.argument("username", metavar=_("用户名"))
@click.option("--name", default="", help=_("姓名"))
@click.option("--agency", "code", required=True, help=_("单位、部门或区划的编码，如 731001"))
@click.option("--group", required=True, help=_("岗位，如 填报员、财务、单位负责人、系统管理员"))
@DATA
def createuser(username: str, name: str, code: str, group: str) -> None:
    """Status 0: the password is on stdout; 2: refused, with every reason."""
    open_database()
    from django.contrib.auth.models import Group

    from jihuan.apps.accounts.groups import GRANTS
    from jihuan.apps.administration.actions import add_user
    from jihuan.apps.organisations.access import Refused
    from jihuan.apps.organisations.models import Agency

    agencies = list(Agency.objects.filter(code=code)[:2])
    if not agencies:
        give_up(_("库里没有编码为 {code} 的单位。还没有做首次设置的，请先运行 jihuan setup。").format(code=code))
    if len(agencies) > 1:
        give_up(_("编码 {code} 在不止一个区划里有，请在网站的“用户”页添加。").format(code=code))
    if group not in GRANTS:
        give_up(_("没有“{group}”这个岗位，可以用：{groups}。").format(group=group, groups="、".join(GRANTS)))
    try:
        user, password = add_user(None, username, name, agencies[0], Group.objects.get(name=group))
    except Refused as error:
        _give_up(error)
    complain(_("已添加用户“{name}”。一次性口令：").format(name=user.username))
    click.echo(password)


def _required(value: str | None, question: str) -> str:
    """As given, else asked for; status 2 where nobody can answer."""
    if value is None and not sys.stdin.isatty():
        give_up(_("缺少“{what}”；不在终端里运行时请写成选项。").format(what=question))
    return value if value is not None else str(click.prompt(question, err=True)).strip()


def _optional(value: str | None, region: str | None, question: str) -> str:
    """As given, else asked for where the region was asked for too; may be empty."""
    if value is not None or region is not None or not sys.stdin.isatty():
        return value or ""
    return str(click.prompt(question, default="", show_default=False, err=True)).strip()


def _password(value: str | None) -> str:
    if value == "-":
        return sys.stdin.readline().rstrip("\r\n")
    if value is None and sys.stdin.isatty():
        return str(click.prompt(_("系统管理员的口令"), hide_input=True, confirmation_prompt=_("再输一遍口令"), err=True))
    return _required(value, _("系统管理员的口令"))


def _entry(kind: str, text: str) -> Entry:
    """ "731:科协" taken apart; status 2 where the colon is missing."""
    from jihuan.apps.administration.units import Entry

    code, colon, name = text.replace("：", ":").partition(":")
    if not colon:
        give_up(_("“{text}”应写成 编码:名称，如 130281:遵化市。").format(text=text))
    return Entry(kind=kind, code=code.strip(), name=name.strip())


def _give_up(error: Refused) -> NoReturn:
    """Every reason, then status 2."""
    give_up("\n".join((error.message, *(f"  {sentence}" for sentence in error.fields.values()))))
