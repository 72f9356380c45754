"""``jihuan check`` and ``jihuan rules``: documents against the law, no database."""

from __future__ import annotations

import json
import os
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, partial
from pathlib import Path

import click
from click.decorators import FC

from jihuan.cli.files import named
from jihuan.cli.findings import FORMATS, Checked, as_text, table
from jihuan.cli.terminal import PROBLEMS, READ, UNREADABLE, complain, emit, give_up, steps
from jihuan.core.days import today
from jihuan.core.document import Document
from jihuan.core.language import _, language, use_language
from jihuan.core.text import shown_name
from jihuan.documents.bulk import files_in
from jihuan.documents.errors import Unreadable
from jihuan.documents.sandbox import DEFAULT, ReadResult, anew, read_file
from jihuan.documents.warm import Warm
from jihuan.law.engine import Context, RulebookError, Sisters, as_printed, check, load, rulebook_for
from jihuan.law.engine.catalogue import catalogue, entry, explained, headline_of
from jihuan.law.engine.registry import rules as all_rules
from jihuan.law.engine.summary import ordered
from jihuan.law.standing import refuse_broken_scores

SISTER_RULES = ("CON-003", "VAL-007")
"""The rules that look at the documents of other units."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a worker is told: by which law, in which language."""

    on: date | None
    rulebook: str | None
    extra: tuple[Path, ...]
    language: str


_FORMS = "jihuan.cli.check.forms"
"""Under this name the context keeps the forms asked for."""


def _form(name: str, help_text: str) -> Callable[[FC], FC]:
    """A flag that asks for one form of the report; several may be asked for at once."""

    def keep(context: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
        if wanted:
            context.meta.setdefault(_FORMS, []).append(name)

    return click.option(f"--{name}", is_flag=True, expose_value=False, callback=keep, help=help_text)


def _targets(forms: list[str], out: Path | None) -> list[tuple[str, Path | None]]:
    """Each form with its file: ``out`` itself for one (the readable summary where none is named, ""), else ``out`` with the
    ending of each form. Standard output has room for one: several without a file end the command."""
    if len(forms) < 2:
        return [("".join(forms), out)]
    if out is None or str(out) == "-":
        asked = "、".join(f"--{form}" for form in forms)
        give_up(_("一次要了 {forms} 几种格式，标准输出只能放一种；请用 -o 结果，各写一个文件。").format(forms=asked))
    stem = out.with_suffix("") if out.suffix.removeprefix(".").lower() in FORMATS else out
    return [(form, stem.with_name(f"{stem.name}.{form}")) for form in forms]


@click.command(name="check", help=_("按规则审核文件或整个文件夹，给出每条问题的位置、依据和改法。FILE 为 - 时读标准输入。"))
@click.argument("files", metavar="FILE…", nargs=-1, required=True)
@_form("json", _("输出 JSON；一个文件得到一个问题数组"))
@_form("csv", _("输出 CSV 表"))
@_form("xlsx", _("输出工作簿，须同时用 -o"))
@_form("html", _("输出网页"))
@click.option("--date", "on", type=click.DateTime(["%Y-%m-%d"]), help=_("按这一天有效的规定；缺省为文件年度的第一天"))
@click.option(
    "--rulebook", metavar="NAME", help=_("用哪个规则集（national、hebei …），或本单位自己的规则文件夹；缺省按项目编码的区划")
)
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    help=_("写到这个文件，不写标准输出；要几种格式时各写一个，名字相同，后缀不同"),
)
@click.pass_context
def check_command(
    context: click.Context, files: tuple[str, ...], on: datetime | None, rulebook: str | None, out: Path | None
) -> None:
    """Status 0: no finding of level error; 1: some; 2: some file cannot be read."""
    targets = _targets(context.meta.get(_FORMS, []), out)
    named_folder = (Path(rulebook),) if rulebook and Path(rulebook).is_dir() else ()
    own = (*own_folders(), *named_folder)
    order = Order(on.date() if on else None, None if named_folder else rulebook, own, language())
    paths = list(_expanded(files))
    if not paths:
        give_up(_("没有可审核的文件"))
    try:
        refuse_broken_scores(load(order.rulebook or "national", order.on or today(), own), own)
    except RulebookError as error:
        give_up(str(error))
    results = _beside_each_other(_all(paths, order), order)
    for result in results:
        if result.error:
            complain(named(result.file, result.error))
    read = [result for result in results if not result.error]
    for form, target in targets:
        if form == "json":
            emit(_json(results if len(files) > 1 or len(paths) > 1 else read[:1], len(paths)), target)
        elif form or read:
            emit(table(read, form) if form else as_text(read), target)
    if len(read) < len(results):
        sys.exit(UNREADABLE)
    failed = any(finding.outcome == "fail" and finding.level == "error" for result in read for finding in result.findings)
    sys.exit(PROBLEMS if failed else READ)


def own_folders() -> tuple[Path, ...]:
    """The bureau's folders of rules that the environment names, as the site reads them."""
    names = (name.strip() for name in os.environ.get("JIHUAN_RULEBOOKS", "").split(","))
    return tuple(Path(name).expanduser() for name in names if name)


def _expanded(files: tuple[str, ...]) -> Iterator[str]:
    """The files named, and all inside the folders named."""
    for file in files:
        path = Path(file)
        if file != "-" and path.is_dir():
            yield from (str(found) for found, _name in files_in(path))
        else:
            yield file


def _all(paths: list[str], order: Order) -> list[Checked]:
    """Every file, on all cores when there are several."""
    work = partial(checked, order=order)
    if len(paths) == 1:
        return [work(paths[0])]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        answers = pool.map(partial(work, warm=True), paths)
        with steps(_("正在审核"), paths) as bar:
            return [next(answers) for _path in bar]


@cache
def warm_process() -> Warm:
    """What reads all files of one worker; it ends with the worker."""
    return Warm(anew)


def checked(file: str, order: Order, *, warm: bool = False) -> Checked:
    """One file read and checked, by ``warm_process`` where it is one of many; a file that cannot be read says why."""
    with use_language(order.language):
        try:
            result = _read(file, warm=warm)
            rulebook = rulebook_for(result.document, order.on, order.rulebook, order.extra)
            refuse_broken_scores(rulebook, order.extra)
        except Unreadable as error:
            return Checked(file=shown_name(file), error=error.message)
        except RulebookError as error:
            return Checked(file=shown_name(file), error=str(error))
        report = check(result.document, rulebook, Context(printed=as_printed(result.layout.cells())))
        return Checked(
            file=shown_name(file), document=result.document, findings=ordered(report.findings), passes=dict(report.passes)
        )


def _beside_each_other(results: list[Checked], order: Order) -> list[Checked]:
    """The same results, after what each says was compared with what the others of its year say (SISTER_RULES)."""
    years: dict[int | None, list[Document]] = defaultdict(list)
    for result in results:
        if result.document is not None:
            years[result.document.fiscal_year].append(result.document)
    known = {year: Sisters(documents) for year, documents in years.items() if len(documents) > 1}
    return [_with_sisters(result, known, order) for result in results]


def _with_sisters(result: Checked, known: dict[int | None, Sisters], order: Order) -> Checked:
    document = result.document
    if document is None or document.fiscal_year not in known:
        return result
    rulebook = rulebook_for(document, order.on, order.rulebook, order.extra)
    again = check(document, rulebook, Context(sisters=known[document.fiscal_year]), only=SISTER_RULES)
    others = [finding for finding in result.findings if finding.rule not in SISTER_RULES]
    passes = {rule: count for rule, count in result.passes.items() if rule not in SISTER_RULES}
    return replace(result, findings=ordered([*others, *again.findings]), passes={**passes, **again.passes})


def _read(file: str, *, warm: bool) -> ReadResult:
    if file != "-":
        return read_file(Path(file), Path(file).name, start=warm_process().start if warm else anew)
    return read_file(sys.stdin.buffer.read(DEFAULT.file_bytes + 1), "stdin")


def _json(results: list[Checked], files: int) -> bytes:
    values = [[finding.to_json() for finding in result.findings] for result in results]
    if files == 1:
        content: object = values[0] if values else []
    else:
        content = [
            {"file": result.file, "error": result.error or None, "findings": found, "passes": result.passes}
            for result, found in zip(results, values, strict=True)
        ]
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


@click.command(name="rules", help=_("列出全部规则；给出编号时，说明这条规则并列出它的例句。"))
@click.argument("rule", metavar="[ID]", required=False)
@click.option("--markdown", is_flag=True, help=_("输出 Markdown：全部规则的目录，或这一条"))
@click.option("-o", "--out", type=click.Path(path_type=Path), help=_("写到这个文件，不写标准输出"))
def rules_command(rule: str | None, markdown: bool, out: Path | None) -> None:
    """The catalogue."""
    known = all_rules()
    if rule is not None and rule.upper() not in known:
        give_up(_("没有 {rule} 这条规则；jihuan rules 列出全部规则。").format(rule=rule))
    if rule is not None:
        emit((entry if markdown else explained)(known[rule.upper()]).encode(), out)
    elif markdown:
        emit(catalogue().encode(), out)
    else:
        emit("".join(f"{headline_of(one)}\n" for one in known.values()).encode(), out)
