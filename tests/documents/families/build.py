"""Blocks drawn in the test as real files: HTML, Word, Excel of both kinds and ruled PDF. “<” continues the cell at the left, “^” the one above."""

from __future__ import annotations

import html as escaping
import io
import json
from dataclasses import dataclass

import docx
import typst
import xlsxwriter
from docx.oxml.ns import qn

from jihuan.documents.writers import fonts
from tests.documents.readers.xls.biff import Made, Value, workbook

Rows = list[list[str]]
Block = str | Rows


@dataclass(frozen=True)
class Piece:
    """A cell with its spans."""

    row: int
    column: int
    text: str
    down: int
    across: int


def pieces(rows: Rows) -> list[Piece]:
    """The cells of a drawing."""
    width = max(len(row) for row in rows)
    filled = [row + [""] * (width - len(row)) for row in rows]
    found = []
    for r, row in enumerate(filled):
        for c, text in enumerate(row):
            if text not in ("<", "^"):
                across = next((n for n in range(1, width - c) if row[c + n] != "<"), width - c)
                down = next((n for n in range(1, len(filled) - r) if filled[r + n][c] != "^"), len(filled) - r)
                found.append(Piece(r, c, text, down, across))
    return found


def printed(blocks: list[Block]) -> list[str]:
    """The texts of all paragraphs and cells."""
    return [text for block in blocks for text in ([block] if isinstance(block, str) else [it.text for it in pieces(block)])]


def as_html(blocks: list[Block]) -> bytes:
    parts = []
    for block in blocks:
        if isinstance(block, str):
            parts.append(f"<p>{escaping.escape(block)}</p>")
            continue
        cells = pieces(block)
        lines = []
        for row in range(len(block)):
            line = (
                f'<td rowspan="{it.down}" colspan="{it.across}">{escaping.escape(it.text).replace(chr(10), "<br>")}</td>'
                for it in cells
                if it.row == row
            )
            lines.append(f"<tr>{''.join(line)}</tr>")
        parts.append(f"<table>{''.join(lines)}</table>")
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'></head><body>{''.join(parts)}</body></html>".encode()


def as_docx(blocks: list[Block]) -> bytes:
    document = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        width = max(len(row) for row in block)
        table = document.add_table(len(block), width)
        table._tbl.tblPr.append(table._tbl.makeelement(qn("w:tblBorders"), {}))
        for it in pieces(block):
            cell = table.cell(it.row, it.column)
            if it.down > 1 or it.across > 1:
                cell = cell.merge(table.cell(it.row + it.down - 1, it.column + it.across - 1))
            cell.text = it.text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def as_xlsx(blocks: list[Block]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False})
    sheet = book.add_worksheet("Sheet1")
    top = 0
    for block in blocks:
        if isinstance(block, str):
            sheet.write_string(top, 0, block)
            top += 1
            continue
        for it in pieces(block):
            if it.down > 1 or it.across > 1:
                sheet.merge_range(top + it.row, it.column, top + it.row + it.down - 1, it.column + it.across - 1, "")
            if it.text:
                sheet.write_string(top + it.row, it.column, it.text)
        top += len(block) + 1
    book.close()
    return out.getvalue()


def as_xls(blocks: list[Block]) -> bytes:
    cells: dict[tuple[int, int], tuple[Value, int]] = {}
    merged = []
    top = 0
    for block in blocks:
        if isinstance(block, str):
            cells[top, 0] = (block, 0)
            top += 1
            continue
        for it in pieces(block):
            cells[top + it.row, it.column] = (it.text, 0)
            if it.down > 1 or it.across > 1:
                merged.append((top + it.row, top + it.row + it.down - 1, it.column, it.column + it.across - 1))
        top += len(block) + 1
    return workbook([Made("Sheet1", cells, merged)])


def as_pdf(blocks: list[Block]) -> bytes:
    parts = ['#set page(paper: "a4", flipped: true, margin: 1.2cm)', '#set text(font: "Noto Serif CJK SC", size: 8pt)']
    for block in blocks:
        if isinstance(block, str):
            parts.append(f"#par[#{_quoted(block)}]")
            continue
        width = max(len(row) for row in block)
        columns = ", ".join(["1fr"] * width)
        cells = (f"table.cell(rowspan: {it.down}, colspan: {it.across})[#{_quoted(it.text)}]" for it in pieces(block))
        parts.append(f"#table(columns: ({columns}), stroke: 0.6pt, inset: 3pt, {', '.join(cells)})")
    return typst.compile("\n".join(parts).encode(), font_paths=fonts.catalogue())


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
