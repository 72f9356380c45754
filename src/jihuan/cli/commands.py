"""The group of commands."""

from __future__ import annotations

from importlib.metadata import version

import click

from jihuan.cli import LANGUAGES
from jihuan.cli.analyze import analyze
from jihuan.cli.check import check_command, rules_command
from jihuan.cli.files import read, schema, write
from jihuan.cli.records import export, import_
from jihuan.cli.score import score_command
from jihuan.cli.site import demo, serve
from jihuan.cli.users import createuser, setup
from jihuan.core.language import _


@click.group(
    context_settings={"help_option_names": ["-h", "--help"]}, help=_("绩环：预算绩效管理闭环。文件读进来，公文写出去。")
)
@click.version_option(version("jihuan"), prog_name="jihuan")
@click.option("--language", type=click.Choice(LANGUAGES), expose_value=False, help=_("提示所用的语言，缺省为中文"))
def jihuan() -> None:
    """The options that every command shares."""


jihuan.options_metavar, jihuan.subcommand_metavar = _("[选项]"), _("命令 [参数]…")
for command in (
    read,
    check_command,
    score_command,
    rules_command,
    write,
    analyze,
    import_,
    export,
    setup,
    createuser,
    demo,
    serve,
    schema,
):
    command.options_metavar = _("[选项]")
    jihuan.add_command(command)
