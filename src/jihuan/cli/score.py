"""``jihuan score``: the points of a self-evaluation, row by row, beside those it gives itself; no database."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import click
from rich.table import Table

from jihuan.cli.check import own_folders
from jihuan.cli.files import load, named
from jihuan.cli.summary import headline
from jihuan.cli.terminal import PROBLEMS, READ, console, emit, give_up
from jihuan.core.document import Document
from jihuan.core.findings import Finding
from jihuan.core.language import _
from jihuan.documents.errors import Unreadable
from jihuan.law.engine import RulebookError, check, rulebook_for
from jihuan.law.engine.labels import where_in_form
from jihuan.law.engine.summary import ordered
from jihuan.law.scoring import PolicyError, ProjectScore, RowScore, grade_title, overridden, policy, score, to_json

_RULES = tuple(f"EVA-00{number}" for number in range(1, 9))
"""The rules about points and weights."""


@dataclass(frozen=True, slots=True)
class _Scored:
    """A document with its scores and what the rules about points find."""

    document: Document
    scores: tuple[ProjectScore, ...]
    findings: tuple[Finding, ...]


@click.command(name="score", help=_("给绩效自评表计分：逐条列出应得的分和算式，与表上所填的分比较。FILE 为 - 时读标准输入。"))
@click.argument("file", metavar="FILE")
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON"))
@click.option(
    "--policy",
    "overrides",
    type=click.Path(path_type=Path),
    help=_('改用这个 JSON 文件里的计分参数，如 {"reverse_policy": "linear"}'),
)
@click.option("--date", "on", type=click.DateTime(["%Y-%m-%d"]), help=_("按这一天有效的规定；缺省为文件年度的第一天"))
@click.option(
    "--rulebook", metavar="NAME", help=_("用哪个规则集（national、hebei …），或本单位自己的规则文件夹；缺省按项目编码的区划")
)
def score_command(file: str, as_json: bool, overrides: Path | None, on: datetime | None, rulebook: str | None) -> None:
    """Status 0: no finding of level error; 1: some; 2: the file cannot be read or scored."""
    scored = _scored(file, overrides, on.date() if on else None, rulebook)
    emit(_json(scored) if as_json else _text(scored), None)
    failed = any(finding.outcome == "fail" and finding.level == "error" for finding in scored.findings)
    sys.exit(PROBLEMS if failed else READ)


def _scored(file: str, overrides: Path | None, on: date | None, name: str | None) -> _Scored:
    """The file read and scored; whatever stands in the way is said, and the command ends."""
    folder = (Path(name),) if name and Path(name).is_dir() else ()
    try:
        document = load(file)
        book = rulebook_for(document, on, None if folder else name, (*own_folders(), *folder))
        given = _given(overrides) if overrides else {}
        figures = policy(book, given)
    except Unreadable as error:
        give_up(named(file, error.message))
    except (RulebookError, PolicyError) as error:
        give_up(str(error))
    if document.kind != "self_evaluation" and not any(row.actual for sheet in document.projects for row in sheet.indicators):
        give_up(named(file, _("不是绩效自评表：没有实际完成值可以计分")))
    findings = check(document, overridden(book, given), only=_RULES).findings
    return _Scored(document, score(document, figures), ordered(findings))


def _given(file: Path) -> Mapping[str, object]:
    """The parameters in a JSON file; what is wrong with it ends the command."""
    try:
        value = json.loads(file.read_text("utf-8"), parse_float=Decimal)
    except OSError as error:
        give_up(_("{file}：读不出来（{reason}）").format(file=file, reason=error.strerror))
    except (ValueError, RecursionError):
        give_up(_("{file}：不是 JSON，应如 {example}").format(file=file, example='{"reverse_policy": "linear"}'))
    if not isinstance(value, dict):
        give_up(_("{file}：应是一组“参数: 值”，如 {example}").format(file=file, example='{"reverse_policy": "linear"}'))
    return value


def _json(scored: _Scored) -> bytes:
    return (json.dumps(to_json(scored.scores, scored.findings), ensure_ascii=False, indent=2) + "\n").encode()


def _text(scored: _Scored) -> bytes:
    screen = console()
    with screen.capture() as captured:
        screen.print(headline(scored.document), style="bold")
        for at, project in enumerate(scored.scores, start=1):
            screen.print()
            screen.print(f"{at}. {project.name or _('（未写明名称）')}", style="bold")
            screen.print(_rows(project))
            for line in _totals(project):
                screen.print(line, soft_wrap=True)
        screen.print()
        for line in _found(scored.findings):
            screen.print(line, soft_wrap=True)
    return captured.get().encode()


def _rows(project: ProjectScore) -> Table:
    table = Table(_("指标"), _("分值"), _("应得"), _("所填"), _("相差"), box=None, pad_edge=False)
    table.add_column(_("算式与依据"), overflow="fold")
    for row in (project.execution, *project.indicators):
        table.add_row(row.name, _shown(row.weight), _made(row), _shown(row.stated), _gap(row), row.explanation)
    return table


def _shown(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"


def _made(row: RowScore) -> str:
    words = {"not_applicable": _("不计"), "refused": _("不能计分"), "missing": _("缺数")}
    return words.get(row.status) or _shown(row.score)


def _gap(row: RowScore) -> str:
    return "" if not row.difference else f"{row.difference:+f}"


def _totals(project: ProjectScore) -> Iterator[str]:
    """The total beside the one the document gives, and what a reader must know of it."""
    if project.total is not None:
        yield _("总分 {total}，等级 {grade}").format(total=project.total, grade=grade_title(project.grade))
    if project.stated_total is not None:
        yield _("表上总分 {total}").format(total=project.stated_total)
    yield from project.notes


def _found(findings: tuple[Finding, ...]) -> Iterator[str]:
    failed = [finding for finding in findings if finding.outcome == "fail"]
    if failed:
        yield _("与规则不符 {count} 处：").format(count=len(failed))
    for finding in failed:
        yield f"  {finding.rule} {where_in_form(finding.pointer)}：{finding.message}"
