"""Workbooks of Excel 97 made record by record: BIFF8 in a compound file."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Value = str | float | bool | tuple[Literal["error"], int]
_SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


@dataclass(frozen=True)
class Made:
    """A sheet to make: values by row and column from 0, each with the index of its number format."""

    name: str
    cells: dict[tuple[int, int], tuple[Value, int]]
    merged: Sequence[tuple[int, int, int, int]] = ()
    """Top, bottom, left, right from 0, inclusive."""
    hidden_rows: Sequence[int] = ()
    hidden: bool = False


def workbook(sheets: Sequence[Made], formats: Sequence[str] = ("General",)) -> bytes:
    """The file. A cell's format index counts in ``formats``."""
    return compound({"Workbook": stream(sheets, formats)})


def stream(sheets: Sequence[Made], formats: Sequence[str]) -> bytes:
    """The records of the workbook."""
    head = _bof(0x0005) + _record(0x0042, struct.pack("<H", 1200))
    head += _record(0x0031, struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + b"\x05\x00Arial")
    for index, text in enumerate(formats):
        head += _record(0x041E, struct.pack("<H", 164 + index) + _text(text, "<H"))
    for index in range(len(formats)):
        head += _record(0x00E0, struct.pack("<HHH", 0, 164 + index, 0) + bytes(14))
    bodies = [_sheet(sheet) for sheet in sheets]
    length = len(head) + sum(4 + 6 + len(_text(sheet.name, "<B")) for sheet in sheets) + 4
    for sheet, body in zip(sheets, bodies, strict=True):
        head += _record(0x0085, struct.pack("<IBB", length, sheet.hidden, 0) + _text(sheet.name, "<B"))
        length += len(body)
    return head + _record(0x000A, b"") + b"".join(bodies)


def _sheet(sheet: Made) -> bytes:
    rows = 1 + max((row for row, _column in sheet.cells), default=0)
    columns = 1 + max((column for _row, column in sheet.cells), default=0)
    body = _bof(0x0010) + _record(0x0200, struct.pack("<IIHHH", 0, rows, 0, columns, 0))
    for row in sheet.hidden_rows:
        body += _record(0x0208, struct.pack("<HHHHHHHH", row, 0, columns, 300, 0, 0, 0x0120, 0))
    for (row, column), (value, format) in sorted(sheet.cells.items()):
        at = struct.pack("<HHH", row, column, format)
        if isinstance(value, bool):
            body += _record(0x0205, at + struct.pack("<BB", value, 0))
        elif isinstance(value, tuple):
            body += _record(0x0205, at + struct.pack("<BB", value[1], 1))
        elif isinstance(value, str):
            body += _record(0x0204, at + _text(value, "<H"))
        else:
            body += _record(0x0203, at + struct.pack("<d", value))
    if sheet.merged:
        areas = b"".join(struct.pack("<HHHH", *area) for area in sheet.merged)
        body += _record(0x00E5, struct.pack("<H", len(sheet.merged)) + areas)
    return body + _record(0x000A, b"")


def _bof(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 1996, 0, 6))


def _record(code: int, data: bytes) -> bytes:
    return struct.pack("<HH", code, len(data)) + data


def _text(text: str, length: str) -> bytes:
    return struct.pack(length, len(text.encode("utf-16-le")) // 2) + b"\x01" + text.encode("utf-16-le")


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file (OLE) that holds these streams, each padded to where small ones end."""
    sectors: list[bytes] = []
    chain: list[int] = []
    entries = [_entry("Root Entry", 5, 1 if streams else _FREE, _END, 0)]
    for number, (name, data) in enumerate(streams.items(), 1):
        data = data.ljust(4096, b"\0")
        pieces = [data[at : at + _SECTOR].ljust(_SECTOR, b"\0") for at in range(0, len(data), _SECTOR)]
        after = number + 1 if number < len(streams) else _FREE
        entries.append(_entry(name, 2, _FREE, len(sectors), len(data), right=after))
        chain += [*range(len(sectors) + 1, len(sectors) + len(pieces)), _END]
        sectors += pieces
    directory = b"".join(entries)
    directory = directory.ljust(-(-len(directory) // _SECTOR) * _SECTOR, b"\0")
    first = len(sectors)
    pieces = [directory[at : at + _SECTOR] for at in range(0, len(directory), _SECTOR)]
    chain += [*range(first + 1, first + len(pieces)), _END]
    sectors += pieces
    tables = 1
    while (len(sectors) + tables) * 4 > tables * _SECTOR:
        tables += 1
    at = [len(sectors) + number for number in range(tables)]
    chain += [_FAT] * tables
    fat = b"".join(struct.pack("<I", entry) for entry in chain).ljust(tables * _SECTOR, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, tables, first, 0, 4096, _END, 0, _END, 0)
    header += b"".join(struct.pack("<I", place) for place in at).ljust(436, b"\xff")
    return header + b"".join(sectors) + fat


def _entry(name: str, kind: int, child: int, start: int, size: int, *, right: int = _FREE) -> bytes:
    text = name.encode("utf-16-le")
    head = text.ljust(64, b"\0") + struct.pack("<HBB", len(text) + 2, kind, 1)
    return head + struct.pack("<III", _FREE, right, child) + bytes(36) + struct.pack("<III", start, size, 0)
