"""One self-contained page: semantic headings and tables, print style, the interchange JSON as data; no script runs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from html import escape
from importlib.resources import files

from jihuan.documents.writers.form import CONTENTS, Block, Form, Line, Sheet
from jihuan.documents.writers.sheet import WIDTH, Grid, GridCell

HEADINGS = {1: "h1", 2: "h2", 3: "h3"}


def write_html(form: Form, embedded: bytes | None) -> bytes:
    """The form as HTML in UTF-8."""
    head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
    head += f"<title>{escape(form.title)}</title>"
    parts = ["<!DOCTYPE html>", '<html lang="zh-CN"><head>', head, f"<style>\n{style()}</style></head><body>"]
    parts += _front(form)
    parts.append("<main>")
    entries = {id(line): f"entry-{number}" for number, (_level, line) in enumerate(form.entries)}
    for block in form.blocks:
        parts += _block(block, entries)
    parts.append("</main>")
    if embedded is not None:
        data = embedded.decode().replace("<", "\\u003c")
        parts.append(f'<script type="application/json" id="jihuan">{data}</script>')
    parts.append("</body></html>\n")
    return "\n".join(parts).encode()


@cache
def style() -> str:
    """The style sheet."""
    return files(__package__).joinpath("form.css").read_text("utf-8")


def _front(form: Form) -> Iterator[str]:
    if not form.cover:
        return
    yield '<header class="cover">'
    yield from (f'<p class="{line.style}">{escape(line.text)}</p>' for line in form.cover)
    yield "</header>"
    if not form.entries:
        return
    yield f'<nav aria-label="{CONTENTS}"><p class="part">{CONTENTS}</p><ol>'
    for number, (level, line) in enumerate(form.entries):
        yield f'<li{"" if level == 1 else " class=deeper"}><a href="#entry-{number}">{escape(line.entry or "")}</a></li>'
    yield "</ol></nav>"


def _block(block: Block, entries: dict[int, str]) -> Iterator[str]:
    if isinstance(block, Line):
        yield _line(block, entries)
    elif isinstance(block, Grid):
        yield from _grid(block)
    else:
        yield from _sheet(block, entries)


def _line(line: Line, entries: dict[int, str]) -> str:
    tag = HEADINGS[line.level] if line.level else "p"
    anchor = f' id="{entries[id(line)]}"' if id(line) in entries else ""
    return f'<{tag} class="{line.style}"{anchor}>{escape(line.text)}</{tag}>'


def _sheet(sheet: Sheet, entries: dict[int, str]) -> Iterator[str]:
    yield f'<section class="sheet{" wide" if sheet.grid.wide else ""}">'
    yield _line(sheet.title, entries)
    if sheet.year:
        yield f'<p class="year">{escape(sheet.year)}</p>'
    if sheet.line:
        gap = " " if sheet.agency and sheet.amount_unit else ""
        yield f'<p class="line"><span>{escape(sheet.agency)}</span>{gap}<span>{escape(sheet.amount_unit)}</span></p>'
    yield from _grid(sheet.grid)
    yield "</section>"


def _grid(grid: Grid) -> Iterator[str]:
    yield '<div class="scroll"><table><colgroup>'
    yield "".join(f'<col style="width:{width * 100 / WIDTH:g}%">' for width in grid.columns) + "</colgroup>"
    for row in range(grid.rows):
        yield f"<tr>{''.join(_cell(cell) for cell in grid.row(row))}</tr>"
    yield "</table></div>"


def _cell(cell: GridCell) -> str:
    tag, scope = (
        ("th", ' scope="col"') if cell.role == "head" else ("th", "") if cell.role in ("label", "level") else ("td", "")
    )
    if cell.role == "level":
        scope = ' scope="rowgroup"'
    spans = "".join(f' {name}="{span}"' for name, span in (("rowspan", cell.rowspan), ("colspan", cell.colspan)) if span > 1)
    role = ' class="text"' if cell.role == "text" else ""
    text = "<br>".join(escape(line) for line in cell.text.split("\n"))
    return f"<{tag}{scope}{spans}{role}>{text}</{tag}>"
