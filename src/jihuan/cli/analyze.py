"""``jihuan analyze``: many projects at once, from a folder or invented, on this machine or with Spark."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click
import duckdb
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table as Screen

from jihuan.analytics import sources
from jihuan.analytics.measures import DIMENSIONS, Dimensions, dimension_title, measure
from jihuan.analytics.runners import Runner, RunnerError
from jihuan.analytics.tables import Table, digest, write_results
from jihuan.cli.check import own_folders
from jihuan.cli.database import DATA, open_database, user_named
from jihuan.cli.terminal import READ, UNREADABLE, complain, console, give_up
from jihuan.core.language import _
from jihuan.law.engine import RulebookError
from jihuan.law.scoring import PolicyError

INTERRUPTED = 130
GENERATED_CHECKED = 200
"""So many generated projects are also checked by the rules where nothing else is asked for."""
SHOWN = 10
NARROW = {"outliers": ("agency", "year", "name", "thing", "cost", "median")}
"""Of wide tables a terminal shows only these columns; the files have all."""


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for."""

    folder: Path | None
    projects: int | None
    records: bool
    username: str | None
    seed: int
    checked: int | None
    runner: str
    master: str
    groups: tuple[Dimensions, ...]


def _dimensions(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> tuple[Dimensions, ...]:
    """Each ``--by`` is one table; names joined by commas group together."""
    groups = tuple(tuple(dict.fromkeys(value.replace("，", ",").replace(" ", "").split(","))) for value in values)
    if wrong := sorted({name for group in groups for name in group} - set(DIMENSIONS)):
        known = "、".join(f"{name}（{dimension_title(name)}）" for name in DIMENSIONS)
        raise click.BadParameter(_("不认识 {names}，可用的有 {known}。").format(names="、".join(wrong), known=known))
    return tuple(dict.fromkeys(groups))


@click.command(
    help=_(
        "许多项目一起算：得分、等级、最常违反的规则、单位成本异常的项目。FOLDER 放着绩效文件（或 jihuan read -o 的结果），"
        "或者放着 Parquet 数据集；也可以用 --records 取库里的记录，用 --generate 生成一批数据。"
    )
)
@click.argument("folder", metavar="[FOLDER]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--generate", "projects", type=click.IntRange(1, 10_000_000), metavar="N", help=_("生成 N 个项目，每个 12 条指标")
)
@click.option("--records", is_flag=True, help=_("分析网站数据库里的项目和绩效自评，限于 --user 看得到的"))
@click.option("--user", "username", help=_("用哪个用户的查看范围；能查看的用户只有一个时可以不写"))
@click.option(
    "--seed", type=click.IntRange(0, 2**31), default=1, metavar="S", help=_("生成所用的种子数；同一个数得到同样的数据")
)
@click.option(
    "--by",
    "groups",
    multiple=True,
    callback=_dimensions,
    default=("region", "department", "category", "year"),
    metavar="NAME,…",
    help=_("按什么汇总，可以写多次，一次得到一张表；用逗号连起来的合在一张表里，如 region,year"),
)
@click.option(
    "--checked", type=click.IntRange(0), metavar="N", help=_("按规则审核前 N 个文件；缺省为全部，生成的数据为 200 个")
)
@click.option("--runner", type=click.Choice(["local", "spark"]), default="local", help=_("在本机（DuckDB）还是用 Spark 计算"))
@click.option("--master", default="local[*]", metavar="URL", help=_("Spark 的主节点地址，缺省为本机全部处理器核"))
@click.option("-o", "--out", type=click.Path(path_type=Path), required=True, help=_("存放数据和结果的文件夹"))
@DATA
def analyze(out: Path, **asked: object) -> None:
    """Status 0: done; 2: some file cannot be read, or nothing can be analysed."""
    order = Order(**asked)  # type: ignore[arg-type]
    if [order.folder is None, order.projects is None, not order.records].count(False) != 1:
        give_up(_("请给出一个文件夹，或者用 --records 取库里的记录，或者用 --generate 生成数据，三者取其一。"))
    if order.folder and (
        out.resolve().is_relative_to(order.folder.resolve()) or order.folder.resolve().is_relative_to(out.resolve())
    ):
        give_up(_("结果不能放进要分析的文件夹，请用 -o 另外指定一个。"))
    part = _room(out)
    try:
        with _watched() as step:
            tables, unread = _analyse(order, part, step)
        _replace(part, out)
    except sources.SourceError as error:
        give_up("\n".join(error.problems))
    except (RunnerError, RulebookError, PolicyError, duckdb.Error) as error:
        give_up(str(error).strip())
    except OSError as error:
        give_up(_("{file}：写不进去（{reason}），请检查目录和权限。").format(file=out, reason=error.strerror))
    except KeyboardInterrupt:
        complain(_("已中断，没有留下结果。"))
        sys.exit(INTERRUPTED)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    _show(tables, out)
    for sentence in unread:
        complain(sentence)
    sys.exit(UNREADABLE if unread else READ)


def _analyse(order: Order, out: Path, step: Callable[[str], None]) -> tuple[list[Table], list[str]]:
    """Make what is missing below ``out``/data, measure, and write ``out``/results."""
    runner = _runner(order)
    try:
        data = out / "data"
        found = _source(order, data, step)
        folders = dict(found.folders)
        if "documents" in folders and order.checked != 0:
            step(_("按规则审核"))
            runner.find(folders["documents"], data / "findings", own_folders())
            folders["findings"] = data / "findings"
        else:
            folders.pop("documents", None)
        tables = measure(runner, folders, order.groups, step)
        step(_("保存结果"))
        runner.save("SELECT * FROM facts", data / "scores")
        write_results(tables, out / "results")
        return tables, found.unread
    finally:
        runner.close()


def _source(order: Order, data: Path, step: Callable[[str], None]) -> sources.Source:
    if order.projects is not None:
        checked = GENERATED_CHECKED if order.checked is None else order.checked
        return sources.generated(data, order.projects, order.seed, checked, step)
    if order.records:
        open_database()
        from jihuan.apps.budgets.queries import VIEW
        from jihuan.apps.overview.facts import placed_documents

        user = user_named(order.username, VIEW)
        return sources.recorded(data, placed_documents(user), own_folders(), order.checked, step)
    return sources.opened(order.folder or Path(), data, own_folders(), order.checked, step)


def _runner(order: Order) -> Runner:
    if order.runner == "spark":
        from jihuan.analytics.runners.spark import Spark

        return Spark(order.master)
    from jihuan.analytics.runners.local import Local

    return Local()


def _room(out: Path) -> Path:
    """A folder beside ``out`` to work in; ``out`` itself must be new, empty, or an earlier analysis."""
    if out.exists() and not out.is_dir():
        give_up(_("{folder} 是一个文件，请用 -o 指定文件夹。").format(folder=out))
    if out.is_dir() and any(out.iterdir()) and not (out / "results" / "digest.txt").is_file():
        give_up(_("{folder} 里有别的东西，不能存放结果；请用 -o 指定新的或空的文件夹。").format(folder=out))
    part = out.absolute().with_name(f".{out.absolute().name}.part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        part.mkdir(parents=True)
    except OSError as error:
        give_up(_("{file}：写不进去（{reason}），请检查目录和权限。").format(file=out, reason=error.strerror))
    return part


def _replace(part: Path, out: Path) -> None:
    if out.exists():
        shutil.rmtree(out)
    part.rename(out)


@contextmanager
def _watched() -> Iterator[Callable[[str], None]]:
    """Tell the step that is being done on stderr, where somebody watches."""
    screen = console(stderr=True)
    columns = SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn()
    with Progress(*columns, console=screen, transient=True, disable=not screen.is_terminal) as bar:
        task = bar.add_task("", total=None)
        yield lambda description: bar.update(task, description=description)


def _show(tables: list[Table], out: Path) -> None:
    """The tables over everything on stdout; where the others are."""
    screen = console()
    for table in tables:
        if "-by-" not in table.name and table.rows:
            _print(table, screen)
    screen.print(_("{n} 张结果表（CSV、Parquet）在 {folder}").format(n=len(tables), folder=out / "results"))
    screen.print(_("结果的摘要（SHA-256）：{digest}").format(digest=digest(tables)), soft_wrap=True)


def _print(table: Table, screen: Console) -> None:
    names = NARROW.get(table.name, [column.name for column in table.columns])
    at = [number for number, column in enumerate(table.columns) if column.name in names]
    shown = Screen(
        *(table.columns[number].title for number in at), title=table.title, title_justify="left", box=None, pad_edge=False
    )
    for row in table.shown()[:SHOWN]:
        shown.add_row(*(row[number] for number in at))
    screen.print(shown)
    if len(table.rows) > SHOWN:
        screen.print(_("……共 {n} 行").format(n=len(table.rows)))
    screen.print()
