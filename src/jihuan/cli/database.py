"""Waking Django from the command line."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jihuan.cli.terminal import complain, give_up
from jihuan.core.language import _

if TYPE_CHECKING:
    from jihuan.apps.accounts.models import User


def _remember(context: click.Context, parameter: click.Parameter, value: Path | None) -> None:
    if value is not None:
        os.environ["JIHUAN_DATA"] = str(value)


DATA = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    expose_value=False,
    callback=_remember,
    help=_("数据所在的目录；也可用环境变量 JIHUAN_DATA"),
)
"""``--data DIR`` of every command that opens the database."""


def open_database() -> None:
    """Set Django up on the data folder and bring its database to the newest shape; status 2 with a sentence if it cannot."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jihuan.project.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.db import DatabaseError
    from django.utils import translation

    try:
        django.setup()
        _migrate()
    except ImproperlyConfigured as error:
        give_up(_("设置有误：{reason}").format(reason=error))
    except DatabaseError as error:
        give_up(_("数据库打不开，请检查 JIHUAN_DATABASE_URL 和数据库的服务：{reason}").format(reason=str(error).strip()))
    except OSError as error:
        reason = f"{error.strerror} {error.filename or ''}".strip()
        give_up(_("数据目录用不了，请检查目录和权限：{reason}").format(reason=reason))
    translation.activate("en" if os.environ.get("LANGUAGE") == "en" else "zh-hans")


def _migrate() -> None:
    """Apply what is missing, and say so."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    steps = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if steps:
        complain(_("正在准备数据库（{steps} 步）……").format(steps=steps))
        call_command("migrate", verbosity=0, interactive=False)


def has_users() -> bool:
    """Whether anybody could sign in."""
    from jihuan.apps.accounts.models import User

    return bool(User.objects.exists())


def user_named(username: str | None, permission: str) -> User:
    """The active user of this name; without one, the only user who has ``permission`` anywhere. Status 2 with a sentence else."""
    from django.db.models import Q

    from jihuan.apps.accounts.models import User

    if not has_users():
        give_up(_("还没有做首次设置：请先运行 jihuan setup，或用 jihuan serve 打开网站，照提示设置。"))
    users = User.objects.filter(is_active=True)
    if username is not None:
        found = users.filter(username=username).first()
        return found or give_up(_("没有用户“{name}”，请核对 --user。").format(name=username))
    app, codename = permission.split(".")
    granted = Q(
        memberships__group__permissions__codename=codename, memberships__group__permissions__content_type__app_label=app
    )
    able = list(users.filter(Q(is_superuser=True) | granted).distinct()[:2])
    return able[0] if len(able) == 1 else give_up(_("请用 --user 指明以哪个用户的名义。"))
