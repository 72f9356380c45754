"""The findings of one or many files as text, CSV, workbook and web page."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape

import xlsxwriter

from jihuan.cli.summary import headline, where
from jihuan.cli.terminal import console
from jihuan.core.csv_text import as_csv
from jihuan.core.document import Document
from jihuan.core.findings import Finding
from jihuan.core.language import _
from jihuan.law.engine.labels import where_in_form
from jihuan.law.engine.summary import SHELVES, Cause, causes

FORMATS = ("json", "csv", "xlsx", "html")
_SHOWN = 4
_WIDTHS = (24, 10, 8, 10, 28, 14, 40, 60, 40, 40, 34)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What came of one file: its findings in the order of consequence, or why it could not be read."""

    file: str
    document: Document | None = None
    findings: tuple[Finding, ...] = ()
    passes: dict[str, int] = field(default_factory=dict)
    error: str = ""


def as_text(results: Sequence[Checked]) -> bytes:
    """For a terminal: what blocks, what needs an answer, what is style, one cause a line."""
    screen = console()
    with screen.capture() as captured:
        for result in results:
            screen.print(headline(result.document) if result.document else result.file, style="bold")
            for line in _lines(result):
                screen.print(line, soft_wrap=True)
            screen.print()
    return captured.get().encode()


def _lines(result: Checked) -> Iterator[str]:
    found = causes(result.findings)
    names = {"blocks": _("须改正才能提交"), "answer": _("须整改或书面说明"), "style": _("格式与提示")}
    for shelf in SHELVES:
        here = [cause for cause in found if cause.shelf == shelf]
        if here:
            yield _("【{shelf}】{count} 项").format(shelf=names[shelf], count=len(here))
        for cause in here:
            yield from _cause(cause)
    undecided = sum(finding.outcome == "not_enough_data" for finding in result.findings)
    yield _("通过 {passed} 次判断，{undecided} 处数据不足").format(passed=sum(result.passes.values()), undecided=undecided)


def _cause(cause: Cause) -> Iterator[str]:
    first = cause.findings[0]
    judge = _("（供人工判断）") if first.judge else ""
    yield f"  {cause.rule} {cause.title}{judge}"
    for finding in cause.findings[:_SHOWN]:
        place = "，".join(part for part in (where_in_form(finding.pointer), where(finding.place)) if part)
        yield f"      {place}" if len(cause.findings) == 1 else f"      {place}：{finding.message}"
    if len(cause.findings) > _SHOWN:
        yield "      " + _("… 另有 {count} 处").format(count=len(cause.findings) - _SHOWN)
    yield "      " + _("依据：{citation}；改法：{hint}").format(citation=first.citation, hint=first.hint)


def table(results: Sequence[Checked], form: str) -> bytes:
    """All findings, a row each."""
    rows = [_row(result.file, finding) for result in results for finding in result.findings]
    if form == "csv":
        return as_csv([_head(), *rows])
    return {"xlsx": _xlsx, "html": _html}[form](_head(), rows)


def _head() -> list[str]:
    names = _("文件 规则 级别 结果 位置 原件位置 原文 问题 依据 改法 指针")
    return names.split()


def _row(file: str, finding: Finding) -> list[str]:
    levels = {"error": _("错误"), "warning": _("警告"), "info": _("提示")}
    outcomes = {"fail": _("不符"), "not_enough_data": _("数据不足"), "not_applicable": _("不适用")}
    return [
        file,
        finding.rule,
        levels[finding.level],
        outcomes[finding.outcome],
        where_in_form(finding.pointer),
        where(finding.place),
        finding.quote,
        finding.message,
        finding.citation,
        finding.hint,
        finding.pointer,
    ]


def _xlsx(head: list[str], rows: list[list[str]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(_("审核结果"))
        wrapped, bold = book.add_format({"text_wrap": True, "valign": "top"}), book.add_format({"bold": True})
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width, wrapped)
        for number, row in enumerate([head, *rows]):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell[:32000], wrapped if number else bold)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(1, len(rows)), len(head) - 1)
    return out.getvalue()


def _html(head: list[str], rows: list[list[str]]) -> bytes:
    style = "body{font-family:sans-serif;margin:2rem}table{border-collapse:collapse}td,th{border:1px solid #aaa;padding:.3rem;vertical-align:top;text-align:left}"
    parts = [f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(_("审核结果"))}</title>']
    parts.append(f"<style>{style}</style></head><body><h1>{escape(_('审核结果'))}</h1><table><thead>")
    parts.append("<tr>" + "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head) + "</tr></thead><tbody>")
    parts += ["<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows]
    parts.append("</tbody></table></body></html>\n")
    return "\n".join(parts).encode()
