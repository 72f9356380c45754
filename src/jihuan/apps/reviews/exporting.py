"""A table as the file that a spreadsheet opens."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

import xlsxwriter
from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from jihuan.core.csv_text import as_csv

TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
Cell = str | int


def answer(table: Sequence[Sequence[Cell]], name: str, fmt: str, widths: Sequence[int]) -> HttpResponse:
    """The table, its head first, as CSV or workbook to be kept as ``name``. Raises Http404 for another format."""
    if fmt not in TYPES:
        raise Http404(_("没有这种文件格式"))
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}.{fmt}")
    data = as_csv(table) if fmt == "csv" else _xlsx(table, name, widths)
    return HttpResponse(data, content_type=TYPES[fmt], headers={"Content-Disposition": disposition or ""})


def _xlsx(table: Iterable[Sequence[Cell]], name: str, widths: Sequence[int]) -> bytes:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        sheet = book.add_worksheet(name[:31])
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        for at, row in enumerate(table):
            for column, value in enumerate(row):
                style = wrapped if at else bold
                if isinstance(value, int):
                    sheet.write_number(at, column, value, style)
                else:
                    sheet.write_string(at, column, value, style)
        sheet.freeze_panes(1, 0)
    return data.getvalue()
