"""Text flattened from a page: paragraphs, and tables put together again from the traces that their geometry left."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from jihuan.core.document import Place, Problem
from jihuan.core.language import _
from jihuan.documents.errors import Unreadable
from jihuan.documents.layout import Block, Cell, Layout, Paragraph, Table
from jihuan.documents.readers.mirrors import bare
from jihuan.documents.readers.text.celled.sheet import read_sheet
from jihuan.documents.readers.text.columnar.columns import columns_in
from jihuan.documents.readers.text.grid import UNSURE
from jihuan.documents.readers.text.labels import header_at, label_at, spelt
from jihuan.documents.readers.text.lined.builder import build
from jihuan.documents.readers.text.lined.glued import unglued
from jihuan.documents.readers.text.lined.listed import labels_in, read_list
from jihuan.documents.readers.text.lined.rows import Row, header_of, is_known
from jihuan.documents.readers.text.lined.rowwise import row_of, rows_in
from jihuan.documents.readers.text.lines import Line, decode, split_lines, tokens_of
from jihuan.documents.readers.text.marked.framed import tables_in
from jihuan.documents.readers.text.marked.matrix import delimited
from jihuan.documents.readers.text.marked.pasted import BREAK, rows_together
from jihuan.documents.readers.text.marked.pipes import parted, read_pipes
from jihuan.documents.readers.text.marked.torn import whole_rows
from jihuan.documents.readers.text.placed.aligned import read_aligned
from jihuan.documents.readers.text.prose import paragraph, paragraphs
from jihuan.documents.readers.text.radicals import unified
from jihuan.documents.recognise.headings import is_title
from jihuan.documents.recognise.words import amount_unit, inline, is_container, label

_PART = re.compile(r"第[一二三四五六七八九十]{1,3}部分")
_NUMBERED = re.compile(r"\d{1,3}[.．、]")
_GLUED = re.compile(r"\d{0,3}[一-鿿].*\d\.\d\d.*【[^】]+指标】")
"""A project of a list with its amount, goals and indicators, and nothing between them."""
_NUMBERS = re.compile(
    r"(?:指标)?1[.．、：:](?!\d)[^。，；\n]+[^\d。，；\n]2[.．、：:](?!\d)[^。，；\n]+$|[（(]1[)）][^。，；\n]+[（(]2[)）][^。，；\n]+$"
)
_MARKED = re.compile(r"[\t|\u2500-\u257f]")
"""What parts cells where it stands: nothing there is told by places."""
_HASHES = re.compile(r"^#{1,6}[ \t]+", re.MULTILINE)
"""What stands before the headings of Markdown."""
_SHORT_NAME = "项目"
"""A label of a project's name that as well is the end of one, broken over two lines."""
_TITLE_LINES = 5
_LOOK_AHEAD = 8
_HEADER_WORDS = 3
_TABLE_LINES = 8
"""So many lines of as many words each are a table, whatever stands above them."""
_LABELS = 3
"""So many labels one after the other are the header of a list of projects."""


def read_layout(data: bytes) -> Layout:
    """The layout of a text file. Raises Unreadable for empty files and for bytes that are no text."""
    text, problems = bare(unified(_HASHES.sub("", decode(data))))
    text = rows_together(text)
    lines = split_lines(text)
    if not lines:
        raise Unreadable(_("文件里没有文字，请检查导出的是不是空白文件"))
    blocks, doubts = _blocks(text, lines)
    problems.extend(doubts)
    several = [cell for block in blocks if isinstance(block, Table) for cell in block.cells if _NUMBERS.match(cell.text)]
    problems.extend(map(_several, several))
    marked = (_marked(block, several) if several and isinstance(block, Table) else block for block in blocks)
    return Layout(media_type="text/plain", blocks=tuple(marked), problems=tuple(problems))


def _blocks(text: str, lines: Sequence[Line]) -> tuple[list[Block], list[Problem]]:
    """The blocks of a file, and doubts: cell by cell where marks part them, by places where only these do, else by what they say."""
    if exact := delimited(text):
        return exact, []
    aligned = None if _MARKED.search(text) else read_aligned(text)
    if aligned and not aligned.whole:
        return aligned.blocks, aligned.problems
    blocks: list[Block] = []
    problems: list[Problem] = []
    for table, stretch in _stretches(text, lines):
        blocks.extend([table] if table else ())
        for mark, group in parted(whole_rows(stretch)):
            if mark:
                read, doubts = read_pipes(group, mark)
                blocks.extend(read)
                problems.extend(doubts)
            else:
                _read_lines(unglued([replace(line, text=line.text.replace(BREAK, " ")) for line in group]), blocks, problems)
    sure = not problems and all(
        part.confidence is None for part in Layout(media_type="text/plain", blocks=tuple(blocks)).cells()
    )
    return (aligned.blocks, aligned.problems) if aligned and not sure else (blocks, problems)


def _stretches(text: str, lines: Sequence[Line]) -> Iterator[tuple[Table | None, list[Line]]]:
    """Tables whose cells lines or marks part beyond doubt, each with the lines that follow it; none before the first of these."""
    tables = tables_in([(number, line.removesuffix("\r")) for number, line in enumerate(text.split("\n"), 1)])
    last, before = 0, None
    for table in [*tables, None]:
        first, after = table.place.line if table and table.place.line else (len(text) + 1, 0)
        yield before, [line for line in lines if last < line.number < first]
        last, before = after, table


def _several(cell: Cell) -> Problem:
    """That a cell holds several numbered texts on one line, which nobody took apart."""
    message = _("第 {line} 行“{text}”像是几条写在一格里，请对照原文逐条核对")
    line = cell.place.line[0] if cell.place.line else 0
    return Problem(level="warning", message=message.format(line=line, text=cell.text), place=cell.place)


def _marked(table: Table, cells: Collection[Cell]) -> Table:
    """The table with these cells marked uncertain."""
    return replace(table, cells=tuple(replace(cell, confidence=UNSURE) if cell in cells else cell for cell in table.cells))


def _read_lines(lines: list[Line], blocks: list[Block], problems: list[Problem]) -> None:
    lines = spelt(lines)
    sheets = _sheets(lines)
    for start, stop in _between(sheets, len(lines)):
        problems.extend(_unread_table(lines[start:stop]))
    prose = [line for start, stop in _between(sheets, len(lines)) for line in lines[start:stop]]
    found = {paragraph.place.line: paragraph for paragraph in paragraphs(prose)} if prose else {}
    waiting = sorted(found.items(), key=lambda item: item[0] or (0, 0))
    for title, head, stop in sheets:
        first = lines[title].number
        blocks.extend(part for where, part in waiting if where and where[0] < first)
        waiting = [item for item in waiting if item[0] and item[0][0] >= first]
        blocks.extend(_lead(lines[title:head]))
        listed, doubts = read_list(lines[head:stop])
        problems.extend(doubts)
        if listed:
            blocks.append(listed)
            continue
        rows = rows_in(lines[head:stop])
        tables, rest, doubts = _of_rows(rows) if rows else read_sheet(lines[head:stop])
        blocks.extend(tables)
        blocks.extend(rest)
        problems.extend(doubts)
    blocks.extend(part for _where, part in waiting)


def _unread_table(lines: Sequence[Line]) -> list[Problem]:
    """That a line outside the sheets is a header of nothing but words of the form, though no table could be made below it."""
    glued = [line for line in lines if _GLUED.match(line.text)]
    told = _("第 {line} 行“{text}”各栏粘连在一起，是按内容拆开的，请逐格对照原文核对")
    if glued:
        return [
            Problem(
                level="warning", message=told.format(line=it.number, text=it.text), place=Place(line=(it.number, it.number))
            )
            for it in glued
        ]
    heads = (line for line in lines if len(words := line.text.split()) >= _HEADER_WORDS and all(map(is_known, words)))
    head = next(heads, None)
    if head is None:
        return _unknown_table(lines)
    where = {"first": head.number, "last": lines[-1].number}
    message = _("第 {first} 行“{text}”像是表头，但下面到第 {last} 行分不出各栏，是当作文字读的，请对照原文逐行核对")
    place = Place(line=(where["first"], where["last"]))
    return [Problem(level="warning", message=message.format(text=head.text, **where), place=place)]


def _unknown_table(lines: Sequence[Line]) -> list[Problem]:
    """That most lines outside the sheets are of many words, as those of a table are whose header nobody knows."""
    wide = [line.number for line in lines if len(line.text.split()) >= _HEADER_WORDS]
    if len(wide) < _TABLE_LINES or 2 * len(wide) < len(lines):
        return []
    message = _("第 {first} 至 {last} 行像是一张表，但认不出表头，是当作文字读的，请换用原文件，或对照原文逐行填写")
    place = Place(line=(wide[0], wide[-1]))
    return [Problem(level="warning", message=message.format(first=wide[0], last=wide[-1]), place=place)]


def _of_rows(rows: Sequence[Row]) -> tuple[list[Table], list[Paragraph], list[Problem]]:
    table, doubts = build(rows)
    return [table], [], doubts


def _between(sheets: list[tuple[int, int, int]], end: int) -> list[tuple[int, int]]:
    """The stretches of lines that no sheet covers."""
    starts = [0, *(stop for _title, _head, stop in sheets)]
    stops = [*(title for title, _head, _stop in sheets), end]
    return list(zip(starts, stops, strict=True))


def _lead(lines: Sequence[Line]) -> list[Block]:
    """Title and line of agency and unit above a table."""
    if lines and amount_unit(lines[-1].text):
        return [*_lead(lines[:-1]), paragraph(lines[-1:])]
    return [paragraph(lines)] if lines else []


def _sheets(lines: list[Line]) -> list[tuple[int, int, int]]:
    """Project sheets as (first line of the title, first line of the table, end)."""
    sheets: list[tuple[int, int, int]] = []
    heads = [_first_label(lines, head) for head in _heads(lines)]
    heads = sorted(set(heads))
    starts = [max(_title(lines, head), before + 1) for before, head in zip([-1, *heads], heads, strict=False)]
    for position, head in enumerate(heads):
        limit = starts[position + 1] if position + 1 < len(heads) else len(lines)
        stop = next((i for i in range(head + 1, limit) if _PART.match(lines[i].text)), limit)
        stop -= stop - 1 > head and is_title(lines[stop - 1].text)
        sheets.append((starts[position], head, stop))
    return sheets


def _heads(lines: list[Line]) -> list[int]:
    """The lines with the label, or the header, by which each project sheet is known."""
    heads: list[int] = []
    seen: set[str] = set()
    listed: list[str] = []
    read = named = 0
    for index in range(len(lines)):
        words = [line.text for line in lines[index : index + _LABELS]]
        read = lines[index + _LABELS - 1].number if words == listed else read  # the header of a list, printed again
        if lines[index].number <= read:
            continue
        tokens = [token for line in lines[index : index + _LOOK_AHEAD] for token in tokens_of(line)]
        found = label_at(tokens, 0)
        framed = len(tokens) > 1 and tokens[0].line == tokens[1].line and is_container(tokens[0].text)
        if header_at(tokens, int(framed)):
            seen.add("header")
            if not heads or named:
                heads.append(named or index)
            named = 0
        elif not heads and _is_list(lines[index]):
            heads.append(index)
            seen.add("header")
        elif found and found[0] in ("code", "name", "use", "total") and not (heads and lines[index].text == _SHORT_NAME):
            read = tokens[found[1] - 1].line
            if not heads or "header" in seen or (found[0] in seen and found[0] in ("code", "name")):
                heads.append(named or index)
                seen.clear()
                listed = listed or (words if all(map(label, words)) else [])
            seen.add(found[0])
            named = 0
        elif "header" in seen and (inline(lines[index].text) or ("",))[0] == "name":
            named = named or index  # label and value in one: the next sheet, if a header comes again
    if not heads and (columns := columns_in(lines)):
        heads.append(columns.start)
    return heads


def _is_list(line: Line) -> bool:
    """Is this the header of a list of projects, on one line?"""
    row = row_of(line)
    return "目" in line.text and ("name" in header_of(row) or bool(labels_in(row.pieces)))


def _first_label(lines: list[Line], head: int) -> int:
    """The line of the sheet's first label: others may stand between its title and the label that it was known by."""
    for at in range(head - 1, max(head - _LOOK_AHEAD, 0) - 1, -1):
        if is_title(lines[at].text):
            first = at + 1 + bool(amount_unit(lines[at + 1].text))
            tokens = [token for line in lines[first:head] for token in tokens_of(line)]
            return first if first <= head and (not tokens or label(tokens[0].text) or label_at(tokens, 0)) else head
    return head


def _title(lines: list[Line], head: int) -> int:
    """Where the title of the sheet begins that has its first label on line ``head``."""
    last = head - 1 if head and amount_unit(lines[head - 1].text) else head
    for start in range(last - 1, max(-1, last - 1 - _TITLE_LINES), -1):
        text = "".join(line.text for line in lines[start:last])
        if is_title(text) and (_NUMBERED.match(text) or start == last - 1 and not _cut(text)):
            return start
    return last


def _cut(text: str) -> bool:
    """Is it only the end of a title (“标表”)?"""
    return len(text) < 8
