"""Small sound files of every format, and ways to damage them that go deeper than the checksums of their packages."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from functools import cache
from typing import Final

from jihuan.core.interchange import dumps
from jihuan.documents.readers import read_bytes
from tests.documents import bad
from tests.documents.readers.ofd import drawn
from tests.documents.readers.packages import docx, p, tc, tr
from tests.documents.readers.xls import biff

ROWS = [
    ["项目编码", "13028125P000009900010", "项目名称", "河道清淤工程"],
    ["预算数", "26.00", "其中：财政资金", "26.00"],
    ["绩效目标", "1.清淤十八公里。", "", ""],
    ["一级指标", "二级指标", "三级指标", "指标值"],
    ["产出指标", "数量指标", "清淤长度", "≥18 公里"],
    ["", "质量指标", "验收合格率", "100%"],
    ["效益指标", "社会效益指标", "受益人口", "3200人以上"],
]
TITLE = "1.河道清淤工程绩效目标表"
WORDS: Final = (
    *(b'colspan="65000"', b'rowspan="0"', b'<w:gridSpan w:val="99999"/>', b'<w:vMerge w:val="restart"/>', b"<table><tr><td>"),
    *(
        b"g 99999999 1",
        b'CTM="0 0 0 0 0 0"',
        b"nan",
        b"-1",
        b"99999999999999999999",
        b"1e308",
        b"\xff\xff\xff\xff",
        b"\x00" * 8,
    ),
    *(
        "一级指标".encode(),
        "项目名称".encode(),
        "≥".encode(),
        "\u202e\u200b".encode(),
        b"\xed\xa0\x80",
        b"&#0;",
        b"<!--",
        b"]]>",
        b"\n",
    ),
    *(b"/Rotate 45", b"/MediaBox [0 0 0 0]", b"<< >>", b"endobj", b"stream", b"{", b"[", b'":'),
)


@cache
def corpus() -> dict[str, bytes]:
    """The files by the name of their format."""
    cells = {(y + 1, x): (text, 0) for y, row in enumerate(ROWS) for x, text in enumerate(row) if text}
    html = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in ROWS)
    goal = p("一、总体绩效目标") + p("水清岸绿。") + p(TITLE)
    files = {
        "docx": docx(f"{goal}<w:tbl>{''.join(tr(*map(tc, row)) for row in ROWS)}</w:tbl>"),
        "xlsx": bad.workbook([[TITLE], *ROWS]),
        "xls": biff.workbook([biff.Made("表", {(0, 0): (TITLE, 0), **cells}, merged=[(5, 6, 0, 0)])]),
        "ofd": drawn.ofd(drawn.text(60, 25, TITLE) + drawn.table(ROWS)),
        "html": f"<meta charset=utf-8><p>{TITLE}</p><table>{html}</table>".encode(),
        "txt": "\n".join([TITLE, *("\t".join(row) for row in ROWS)]).encode(),
        "pipes": "\n".join([TITLE, *("|".join(row) for row in ROWS)]).encode(),
        "lines": "\n\n".join([TITLE, *(text for row in ROWS for text in row if text)]).encode("gb18030"),
        "pdf": bad.good("pdf"),
        "letters": bad.without_letters(),
    }
    return files | {"json": dumps(read_bytes(files["html"], "x.html")).encode()}


def damaged(name: str, seed: int, times: int = 3) -> bytes:
    """The file of this format with some damage, the same for the same ``seed``; packages are packed anew around it."""
    chance = random.Random(seed)
    data = corpus()[name]
    if not data.startswith(b"PK") or chance.random() < 0.2:
        return _hurt(data, chance, times)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    victim = chance.choice([part for part in parts if part.endswith((".xml", ".rels"))])
    return bad.package(parts | {victim: _hurt(parts[victim], chance, times)})


def _hurt(data: bytes, chance: random.Random, times: int) -> bytes:
    for _ in range(chance.randint(1, times)):
        data = chance.choice(_WAYS)(data, chance)
    return data


def _cut(data: bytes, chance: random.Random) -> bytes:
    start, end = _stretch(data, chance)
    return data[:start] + data[end:]


def _again(data: bytes, chance: random.Random) -> bytes:
    start, end = _stretch(data, chance)
    return data[:end] + data[start:end] * chance.choice((1, 2, 50)) + data[end:]


def _moved(data: bytes, chance: random.Random) -> bytes:
    start, end = _stretch(data, chance)
    rest = data[:start] + data[end:]
    at = chance.randint(0, len(rest))
    return rest[:at] + data[start:end] + rest[at:]


def _flipped(data: bytes, chance: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(min(len(out), chance.choice((1, 4, 30)))):
        out[chance.randrange(len(out))] = chance.randrange(256)
    return bytes(out)


def _worded(data: bytes, chance: random.Random) -> bytes:
    at = chance.randint(0, len(data))
    return data[:at] + chance.choice(WORDS) + data[at:]


def _numbered(data: bytes, chance: random.Random) -> bytes:
    """Another number in the place of one."""
    places = [index for index in range(len(data)) if 48 <= data[index] < 58]
    if not places:
        return data
    at = chance.choice(places)
    return (
        data[:at]
        + chance.choice((b"0", b"-7", b"65536", b"4294967295", b"99999999999999999999", b"0.0000001"))
        + data[at + 1 :]
    )


def _end(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randint(0, len(data))]


def _stretch(data: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randint(0, len(data))
    return start, min(len(data), start + chance.choice((1, 8, 60, 400)))


_WAYS: tuple[Callable[[bytes, random.Random], bytes], ...] = (_cut, _again, _moved, _flipped, _worded, _numbered, _end)
