"""One project sheet: labels and values of its upper part, then its indicator table, as one table in the official form."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from jihuan.core.document import Place, Problem
from jihuan.core.language import _
from jihuan.documents.layout import Paragraph, Table
from jihuan.documents.readers.text.celled.segment import Piece, Segmenter
from jihuan.documents.readers.text.celled.stacked import rows_of
from jihuan.documents.readers.text.celled.unknown import guessed
from jihuan.documents.readers.text.celled.upper import bare, entries_of, months_in, put_upper
from jihuan.documents.readers.text.columnar.columns import columns_in
from jihuan.documents.readers.text.columnar.columnwise import read_columns, unread
from jihuan.documents.readers.text.costs import OPTIONAL, ROLES, SKIP, Role, role_of
from jihuan.documents.readers.text.grid import Grid, below
from jihuan.documents.readers.text.items import several, told
from jihuan.documents.readers.text.labels import (
    Header,
    annual,
    end_of,
    header_at,
    is_doubled,
    listed_header,
    mended,
    without_repeats,
)
from jihuan.documents.readers.text.lined.builder import build
from jihuan.documents.readers.text.lined.rows import Row, is_known
from jihuan.documents.readers.text.lines import Gap, Line, Token, join, tokens_of
from jihuan.documents.recognise.words import is_container, is_printed, label, scope

_MARGIN = 1.0
_PIECE, _OVERLAP = 2000, 2
_BESIDE = {"level3", "target"}
"""Where these headers follow each other, cells are given out row by row."""
_SIMPLE = 1.5
"""So much may a row cost that is read without broken cells."""
_NEAR = 0.2
"""So much more may a row cost where the rows before were plain."""
_FRAME = 6
"""In so many pieces the frame before a header may stand."""
_PIECE_OF_FRAME = 6
"""No piece of a frame has more characters."""
_SELDOM = 1.5
"""Cost of a sign or a unit that a row of words has not, where every line is a cell."""
_PERIOD = re.compile(r"(?:实施期|项目期|中长期|中期|长期|总体)[^，。；]{0,4}指标")
_SHORT_FIELDS = ("name", "code", "agency_name", "agency_code", "department", "total", "fiscal", "other")
Reading = tuple[list[list[Piece]], bool]
"""Rows of pieces, and whether it was plain where their cells end."""
_DOTS = re.compile(r"[…⋯.．·]{2,}")
"""Where a form left room for more rows."""
_SIGNATURES = 10
"""So many cells from the end on the names of those who filled the form in may stand."""
_SIGNATURE = re.compile(r"(?:填报|填表|审核|经办|制表|联系|单位负责|财务负责|分管)")
_SUM = re.compile(r"\d{1,3}(?:\.\d{1,2})?分?")


def read_sheet(lines: Sequence[Line]) -> tuple[list[Table], list[Paragraph], list[Problem]]:
    """The sheet on these lines: its tables, lines that belong to no cell, and doubts."""
    tokens = [token for line in lines for token in tokens_of(line)]
    tokens, header_start, header = _headed(tokens)
    header_start, header = listed_header(tokens, header_start, header)
    columns = columns_in(lines)
    if columns and {name for name, _start, _stop in header} >= _BESIDE and not columns.even:
        columns = None
    header = [] if columns else header
    above = [token for line in lines[: columns.start] for token in tokens_of(line)] if columns else tokens[:header_start]
    before = join(above[-1:])
    if header and is_container(before) and scope(before):
        above = above[:-1]
    rows = rows_of(above) if header or columns else None
    tables: list[Table] = []
    problems: list[Problem] = []
    if rows:
        upper, problems = build(rows)
        problems += [_put_together(row, above[-1].line if columns else row.line[1]) for row in rows if _is_long(row)]
        tables.append(upper)
    entries = [] if rows else entries_of(mended(above))
    grid = Grid(max(7, len(header), 1 + months_in(entries)))
    put_upper(grid, entries, problems)
    problems += bare(entries, above)
    rest = [left for part, head in _parts(tokens, header) for left in _indicators(grid, part, head, problems)] if header else []
    if grid.rows:
        first, last = (above if rows is None and above else tokens[header_start:] or tokens)[0].line, lines[-1].number
        table = Table(rows=grid.rows, columns=grid.columns, cells=tuple(grid.cells), place=Place(line=(first, last)))
        both = tables and annual([name for name, _start, _stop in header])
        tables = [below(tables[0], table)] if both else [*tables, table]
    if columns:
        listed, rest, doubts = read_columns(columns)
        tables += listed
        problems += doubts
    elif not header:
        problems += unread(lines)
    return tables, rest, problems


def _headed(tokens: list[Token]) -> tuple[list[Token], int, Header]:
    """The first header and where it begins, with the frame before it in one piece, where its column broke it or gave it letter by
    letter: these letters begin no header."""
    for at, token in enumerate(tokens):
        stop = _frame_at(tokens, at) if len(token.text) <= _PIECE_OF_FRAME else 0
        if stop and (found := header_at(tokens, stop)):
            frame = replace(token, text="".join(piece.text for piece in tokens[at:stop]))
            less = stop - at - 1
            moved = [(name, start - less, end - less) for name, start, end in found]
            return [*tokens[:at], frame, *tokens[stop:]], at + 1, moved
        if found := header_at(tokens, at):
            return tokens, at, found
    return tokens, len(tokens), []


def _frame_at(tokens: Sequence[Token], start: int) -> int:
    """Where the frame ends that begins here in several pieces, none of them a frame; 0 where none does."""
    for stop in range(min(start + _FRAME, len(tokens)), start + 1, -1):
        if is_container("".join(token.text for token in tokens[start:stop])):
            return 0 if is_container(tokens[stop - 1].text) else stop
    return 0


def _is_long(row: Row) -> bool:
    """Has a label, whose value is a name or a number, several lines behind it, or have cells without labels several?"""
    if len(row.pieces) == 2 and label(row.pieces[0]):
        return "\n" in row.pieces[1] and label(row.pieces[0]) in _SHORT_FIELDS
    return len(row.pieces) > 1 and "\n" in "".join(row.pieces) and not any(map(is_known, row.pieces))


def _put_together(row: Row, last: int) -> Problem:
    message = _("第 {line} 行起的“{text}”印成了几行，是合成一行读的，请对照原文核对")
    text = message.format(line=row.line[0], text=" ".join(row.pieces).replace("\n", " "))
    return Problem(level="warning", message=text, place=Place(line=(row.line[0], last)))


def _parts(tokens: list[Token], header: Header) -> list[tuple[list[Token], Header]]:
    """Each table with its header: one, or, where 年度指标 stands before the header printed again under 中期指标, two."""
    start = header[0][1]
    names = [name for name, _start, _stop in header]
    framed = start and is_container(tokens[start - 1].text) and scope(tokens[start - 1].text)
    frames = (at for at in range(end_of(header), len(tokens)) if framed and is_container(tokens[at].text))
    for at in frames:
        if scope(tokens[at].text) not in (None, framed):
            again = header_at(tokens[at:], 1)
            if [name for name, _start, _stop in again] == names:
                return [(tokens[:at], header), (tokens[at:], again)]
    return [(tokens, header)]


def _indicators(grid: Grid, tokens: list[Token], header: Header, problems: list[Problem]) -> list[Paragraph]:
    """The rows under the header into the grid; returns the lines that belong to no row."""
    start, stop = header[0][1], end_of(header)
    frame = tokens[start - 1].text if start and is_container(tokens[start - 1].text) else ""
    top = grid.rows
    grid.row(*_header_cells(tokens, header))
    names = [name for name, _start, _stop in header]
    body = without_repeats(tokens[stop:], tokens[start:stop], names, frame)
    headers = [_lines(tokens[start:stop]) for _name, start, stop in header]
    body, signed = _signed(body)
    after = [token for token in body if _DOTS.fullmatch(token.text)]
    body = [token for token in body if token not in after]
    body, total, rest = _totals(body, names)
    after += rest + signed
    found, sure = _rows(body, names, headers)
    rows = [row for row in found if row[0].column >= 0]
    first = len(grid.cells)
    problems += _put_rows(grid, body, rows, names)
    doubt = _whole_doubt(tokens, header, sure) if rows else None
    if doubt:
        grid.doubt(first)
        problems.append(doubt)
    for row in rows if not doubt else []:
        _doubt(body, row, names, problems)
    if total:
        grid.line((total[0].line, total[-1].line), [(0, total[0].text), *_figures(total[1:], names)])
    if scope(frame):
        grid.frame(top, tokens[start - 1])
    outside = [row[0] for row in found if row[0].column < 0]
    end = rows[-1][-1].stop if rows else 0
    left = [_outside(body, piece, problems if piece.start < end or not rows else []) for piece in outside]
    return left + [Paragraph(text=token.text, place=Place(line=(token.line, token.line))) for token in after]


def _header_cells(tokens: list[Token], header: Header) -> list[tuple[str, list[Token], int]]:
    """The cells of the header; one goes on over the columns behind it that have none."""
    cells: list[tuple[str, list[Token], int]] = []
    for _name, start, stop in header:
        if start == stop and cells:
            cells[-1] = (*cells[-1][:2], cells[-1][2] + 1)
        else:
            cells.append((join(tokens[start:stop]), tokens[start:stop], 1))
    return cells


def _rows(body: list[Token], names: list[str], headers: list[list[str]]) -> Reading:
    """The rows of a table. Where its header names everything twice, what is alone in its row belongs to the last columns."""
    last = annual(names) or list(range(len(names)))
    roles = [role_of(names[at], "".join(headers[at])) for at in last]
    skips = [OPTIONAL.get(names[at], SKIP[role]) for at, role in zip(last, roles, strict=True)]
    printed = [headers[at] for at in last]
    if "strange" in names:
        unknown = [at for at, header in enumerate(printed) if "level" not in roles[at] and not is_printed("".join(header))]
        roles, skips = guessed(body, roles, printed, skips, unknown)
    found, sure = _in_pieces(body, _Rows(roles, printed, skips).read)
    if len(last) < len(names):
        found = _side_by_side(body, found, (names, last))
    return found, sure


def _side_by_side(body: list[Token], halves: list[list[Piece]], header: tuple[list[str], list[int]]) -> list[list[Piece]]:
    """Halves of rows that follow each other under one name as one row: the first in the first columns, the other in the last."""
    names, last = header
    first = [names.index(names[at]) for at in last]
    rows: list[list[Piece]] = []
    waiting = ""
    for half in halves:
        where = {names[last[piece.column]]: piece for piece in half if piece.column >= 0}
        name = "".join(token.text for token in body[slice(*where["level3"][1:3])]) if "level3" in where else ""
        pair = waiting and name and "level1" not in where and (waiting in name or name in waiting)
        if pair:
            rows[-1] = [piece._replace(column=first[last.index(piece.column)]) for piece in rows[-1]]
        placed = [piece._replace(column=last[piece.column]) if piece.column >= 0 else piece for piece in half]
        rows[len(rows) - bool(pair) :] = [[*rows[-1], *placed] if pair else placed]
        waiting = "" if pair else name
    return rows


def _in_pieces(body: list[Token], read: Callable[[list[Token]], Reading]) -> Reading:
    """The rows of a table, read in pieces where it is very long, so that memory does not grow with it."""
    rows: list[list[Piece]] = []
    start, sure = 0, True
    while start < len(body):
        stop = start + _PIECE if len(body) - start > 2 * _PIECE else len(body)
        found, clear = read(body[start:stop])
        found = found if stop == len(body) else found[:-_OVERLAP] or found  # the last rows may go on
        rows += [[piece._replace(start=piece.start + start, stop=piece.stop + start) for piece in row] for row in found]
        start, sure = rows[-1][-1].stop, sure and clear
    return rows, sure


@dataclass
class _Rows:
    """Reads the rows of a table, piece by piece."""

    roles: list[Role]
    headers: list[list[str]]
    skips: list[float]
    usual: float = float("-inf")
    """What a row of the pieces before cost, where their cells plainly were one line each."""

    def read(self, body: list[Token]) -> Reading:
        """Rows of cells. It is plain where these end if they make sense as one line each and no better as several."""
        whole = Segmenter(body, self.roles, self.headers, self.skips)
        if any(token.gap is Gap.TIGHT for token in body):
            rows = whole.read()
            return rows, not any(whole.seams[piece.stop] for row in rows for piece in row)
        pairs = zip(self.roles, self.skips, strict=True)
        seldom = [min(skip, _SELDOM) if role in ("sign", "mark") else skip for role, skip in pairs]
        simple = Segmenter(body, self.roles, self.headers, seldom, unbroken=True)
        found = simple.read()
        inside = all(row[0].column >= 0 for row in found[:-1])
        inside = inside and not any(simple.seams[piece.stop] for row in found for piece in row)
        if inside and simple.cost <= self.usual + _NEAR:
            return found, True
        other = whole.read()
        if not inside or simple.cost > max(_SIMPLE + self.roles.count("any"), whole.cost):
            return other, False
        agreed, sure = _agreed(found, other, simple.first_body)
        self.usual = simple.cost if sure and agreed == found else self.usual
        return agreed, sure


def _agreed(rows: list[list[Piece]], others: list[list[Piece]], body: int) -> Reading:
    """The rows, doubtful where another reading has them otherwise; where levels differ, those of all rows are."""
    cells = [{piece[:3] for row in reading for piece in row} for reading in (rows, others)]
    found = [row if {p[:3] for p in row} <= cells[1] else [p._replace(margin=0.0) for p in row] for row in rows]
    return found, not any(column < body for column, _start, _stop in cells[0] ^ cells[1])


def _whole_doubt(tokens: list[Token], header: Header, sure: bool) -> Problem | None:
    """What all rows under a header leave open: where their cells end, or which of two columns or parts they belong to."""
    start = header[0][1]
    above = tokens[start - 1].text if start else ""
    where = {"first": tokens[end_of(header)].line, "last": tokens[-1].line}
    if is_doubled([name for name, _start, _stop in header]) or _PERIOD.match(above):
        message = _("第 {first} 至 {last} 行的指标表可能有中期与年度两部分，各行属于哪一个拿不准，请逐行对照原文核对")
    elif not sure:
        message = _("第 {first} 至 {last} 行的指标表看不出单元格在哪里分开，各行是按内容拼起来的，请逐行对照原文核对")
    else:
        return None
    return Problem(level="warning", message=message.format(**where), place=Place(line=(where["first"], where["last"])))


def _signed(body: list[Token]) -> tuple[list[Token], list[Token]]:
    """What stands above the names of those who filled the form in, and these."""
    start = max(len(body) - _SIGNATURES, 1)
    at = next((at for at in range(start, len(body)) if _SIGNATURE.match(body[at].text) and label(body[at].text)), len(body))
    return body[:at], body[at:]


def _totals(body: list[Token], names: list[str]) -> tuple[list[Token], list[Token], list[Token]]:
    """What stands above the row of sums, this row, and what stands below it."""
    wanted = len([name for name in names if name in ("weight", "score")])
    for at in range(len(body) - 1 if wanted else 0, 0, -1):
        if label(body[at].text) == "total_score":
            stop = at + 1
            while stop < len(body) and stop - at <= wanted and _SUM.fullmatch(body[stop].text):
                stop += 1
            if stop > at + 1:
                return body[:at], body[at:stop], body[stop:]
    return body, [], []


def _figures(tokens: Sequence[Token], names: list[str]) -> list[tuple[int, str]]:
    """The sums in the last columns of weight and score."""
    where = [at for at, name in enumerate(names) if name in ("weight", "score")]
    return [(at, token.text) for at, token in zip(where[-len(tokens) :], tokens, strict=True)]


def _lines(tokens: Sequence[Token]) -> list[str]:
    return join(list(tokens)).split("\n")


def _put_rows(grid: Grid, body: list[Token], rows: list[list[Piece]], names: list[str]) -> list[Problem]:
    """The rows as cells, and doubts about them. Level cells cover the rows that have none of their own."""
    given = [{piece.column: body[piece.start : piece.stop] for piece in row} for row in rows]
    spans = {at: _spans(given, at) for at, name in enumerate(names) if name in ("level1", "level2", "category")}
    problems: list[Problem] = []
    for index, row in enumerate(given):
        parts = _several(row, names)
        first = len(grid.cells)
        for at in range(len(names)):
            width = grid.columns - at if at == len(names) - 1 else 1
            if at in spans:
                where = spans[at].get(index)
                if where:
                    tokens = given[where[0]][at]
                    grid.put(at, join(tokens), tokens, width, where[1])
            else:
                tokens = row.get(at, [])
                grid.put(at, parts.get(at) or join(tokens), tokens, width)
        grid.rows += 1
        if parts:
            grid.doubt(first)
            problems.append(_told(row[names.index("level3")]))
    return problems


def _several(row: dict[int, list[Token]], names: list[str]) -> dict[int, str]:
    """The cells of a row that hold several indicators, a line for each."""
    columns = {name: at for at, name in enumerate(names) if at in row and name in ("level3", "target", "actual")}
    texts = {name: "".join(token.text for token in row[at]) for name, at in columns.items()}
    return {columns[name]: text for name, text in several(texts).items()}


def _told(name: list[Token]) -> Problem:
    return told("".join(token.text for token in name), Place(line=(name[0].line, name[-1].line)))


def _spans(given: list[dict[int, list[Token]]], at: int) -> dict[int, tuple[int, int]]:
    """First covered row → (row with the cell, rows covered). Where the first row has no cell, cells were given out with the last
    row that they cover, otherwise with the first. A level ends where the level above it changes."""
    with_cell = [index for index, row in enumerate(given) if at in row]
    if not with_cell:
        return {}
    if with_cell[0] > 0 and not (at and 0 in given[0]):
        starts = [0, *(index + 1 for index in with_cell)]
        return {start: (index, index + 1 - start) for start, index in zip(starts, with_cell, strict=False)}
    ends = [*with_cell[1:], len(given)]
    breaks = [index for index, row in enumerate(given) if any(level in row for level in range(at))]
    return {
        start: (start, min([end, *(index for index in breaks if index > start)]) - start)
        for start, end in zip(with_cell, ends, strict=True)
    }


def _outside(body: list[Token], piece: Piece, problems: list[Problem]) -> Paragraph:
    tokens = body[piece.start : piece.stop]
    place = Place(line=(tokens[0].line, tokens[-1].line))
    message = _("第 {line} 行“{text}”不像指标表的任何一栏，没有归入指标，请核对").format(line=tokens[0].line, text=join(tokens))
    problems.append(Problem(level="warning", message=message, place=place))
    return Paragraph(text=join(tokens), place=place)


def _doubt(body: list[Token], row: list[Piece], names: list[str], problems: list[Problem]) -> None:
    valued = {at for at, name in enumerate(names) if ROLES.get(name) == "value"}
    if min(piece.margin for piece in row) >= _MARGIN and (not valued or valued & {piece.column for piece in row}):
        return
    first, last = body[row[0].start].line, body[row[-1].stop - 1].line
    message = _("第 {first} 至 {last} 行的指标有不止一种断法，单元格的分界拿不准，请对照原文核对").format(
        first=first, last=last
    )
    problems.append(Problem(level="warning", message=message, place=Place(line=(first, last))))
