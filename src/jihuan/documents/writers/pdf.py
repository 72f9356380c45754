"""PDF/A-3b by Typst: the form as data in, bytes out. Reproducible: the same document gives the same bytes."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import cast

import typst

from jihuan.core.language import _
from jihuan.documents.writers import fonts
from jihuan.documents.writers.errors import WriteError
from jihuan.documents.writers.form import CONTENTS, Block, Form, Line, Sheet, texts
from jihuan.documents.writers.sheet import WIDTH, Grid, GridCell

TEXT_WIDTH = {False: 442.2, True: 637.8}
"""Width of the type area in points: portrait and landscape."""
ENTRY_WIDTH = 350.0
_LONG = re.compile(r"[!-~\u00a1-\u024f]{6,}")
_LETTERS = "A-Za-z\u00c0-\u024f"
_WORD = "(?:[!-~\u00a1-\u024f]+|[^ ])"
_KEPT = re.compile(rf"{_WORD}(?:(?:(?<![{_LETTERS}]) +(?=[^ ])|(?<=[^ ]) +(?![{_LETTERS} ])){_WORD})+")
"""Words around a space that is lost when a line ends there: any but a space between two letters."""
_BREAK, _KEEP = "\u200b", "\u2060"


def write_pdf(form: Form, embedded: bytes | None) -> bytes:
    """The form as PDF/A-3b, tagged, with the interchange JSON attached. Raises WriteError for characters without a glyph."""
    data = json.dumps(form_data(form), ensure_ascii=False)
    try:
        return compile_pdf(data, embedded)
    except typst.TypstError as error:
        raise WriteError(_explain(form, error)) from error


def compile_pdf(data: str, embedded: bytes | None = None) -> bytes:
    """Prepared data through the template. Raises typst.TypstError."""
    inputs = {"form": data}
    if embedded is not None:
        inputs["embedded"] = embedded.decode()
    compiler = typst.Compiler(font_paths=fonts.catalogue())
    return cast(bytes, compiler.compile(template(), format="pdf", sys_inputs=inputs, pdf_standards="a-3b", timestamp=0))


def page_numbers(form: Form) -> list[int]:
    """The printed page number of every entry of the contents list."""
    inputs = {"form": json.dumps(form_data(form), ensure_ascii=False)}
    compiler = typst.Compiler(template(), font_paths=fonts.catalogue(), sys_inputs=inputs)
    return [int(page) for page in json.loads(compiler.query("<pages>", field="value", one=True))]


@cache
def template() -> bytes:
    """The Typst source of the form."""
    return files(__package__).joinpath("form.typ").read_bytes()


def form_data(form: Form) -> dict[str, object]:
    """The form as the template takes it: strings and numbers only."""
    labels = {id(line): f"entry-{number}" for number, (_level, line) in enumerate(form.entries)}
    return {
        "title": form.title,
        "author": form.author,
        "year": form.year,
        "contents": CONTENTS,
        "fonts": fonts.chains(),
        "stroke": 0.5 if fonts.lacks_title_font() else 0,
        "cover": [_line(line, labels) for line in form.cover],
        "entries": [
            {"text": soften(line.entry or "", ENTRY_WIDTH, 16), "level": level, "label": labels[id(line)]}
            for level, line in form.entries
        ],
        "blocks": [_block(block, labels) for block in form.blocks],
    }


def _line(line: Line, labels: dict[int, str]) -> dict[str, object]:
    text = soften(line.text, ENTRY_WIDTH, 16)
    return {"kind": "line", "text": text, "style": line.style, "level": line.level, "label": labels.get(id(line), "none")}


def _block(block: Block, labels: dict[int, str]) -> dict[str, object]:
    if isinstance(block, Line):
        return _line(block, labels)
    if isinstance(block, Grid):
        return {"kind": "grid", **_grid(block, wide=False)}
    return _sheet(block, labels)


def _sheet(sheet: Sheet, labels: dict[int, str]) -> dict[str, object]:
    return {
        "kind": "sheet",
        "wide": sheet.grid.wide,
        "title": _line(sheet.title, labels),
        "year": sheet.year,
        "agency": sheet.agency,
        "amount_unit": sheet.amount_unit,
        "grid": _grid(sheet.grid, wide=sheet.grid.wide),
    }


def _grid(grid: Grid, *, wide: bool) -> dict[str, object]:
    long = [grid.may_split(row) for row in range(grid.rows)]

    def cell(it: GridCell) -> dict[str, object]:
        width = sum(grid.columns[it.column : it.column + it.colspan]) * TEXT_WIDTH[wide] / WIDTH
        text, splits = soften(it.text, width - 5, 10.5), it.rowspan > 1 or long[it.row]
        return {"text": text, "role": it.role, "rowspan": it.rowspan, "colspan": it.colspan, "splits": splits}

    header = grid.header
    return {
        "columns": list(grid.columns),
        "before": [cell(it) for it in grid.cells if header is None or it.row < header],
        "head": [cell(it) for it in grid.cells if it.row == header],
        "after": [cell(it) for it in grid.cells if header is not None and it.row > header],
    }


def soften(text: str, width: float, size: float) -> str:
    """The text with hints for the template: U+200B where a word too wide for its column may break, and a pair of U+2060 around
    words that must stay on one line, because the space between them counts. Neither gets into the file."""
    longest = int(width / (size * 0.56))

    def kept(match: re.Match[str]) -> str:
        fits = sum(1.0 if ord(character) > 0x24F else 0.6 for character in match[0]) * size < width
        return f"{_KEEP}{match[0]}{_KEEP}" if fits else match[0]

    text = text.replace(_BREAK, "").replace(_KEEP, "")
    broken = _LONG.sub(lambda match: _BREAK.join(match[0]) if len(match[0]) > longest else match[0], text)
    return _KEPT.sub(kept, broken)


def _explain(form: Form, error: typst.TypstError) -> str:
    """The sentence for the user: which characters no font can draw, and in which part of the form they stand."""
    lacking = missing_glyphs(form)
    if not lacking:
        return _("排版失败，请改用其他格式导出，并把下面的信息交给管理员：{error}").format(error=error.message)
    found = _("、").join(
        _("“{char}”（U+{code}，{where}）").format(char=c, code=f"{ord(c):04X}", where=w) for c, w in lacking[:10]
    )
    return _("现有字体里没有这些字，无法生成 PDF：{found}。请安装含有这些字的字体，或更正文字，或改用 Word 导出").format(
        found=found
    )


def missing_glyphs(form: Form) -> list[tuple[str, str]]:
    """Characters of the form that no font can draw, each with the heading or the part under which it stands first."""
    found: dict[str, str] = {}
    for where, text in texts(form):
        for character in fonts.missing(text):
            found.setdefault(character, where or _("封面"))
    return list(found.items())
