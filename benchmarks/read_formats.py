"""Reading every format: pages or sheets per second, peak memory, one process and two; then a folder of mixed files.

    python -m benchmarks.read_formats [--units 100] [--files 1000] [--formats pdf,xls]

One core: CPU time of reading in a fresh process, from bytes to the recognised document, after a first small file of the format. Two: wall
time of the same files through ``read_many``, a sandbox for each file, with one worker and with two. Last a folder of different files of all
formats, with broken ones and photographs among them: 100 files, or ``--files 1000``.
A page of OFD, PDF and text, and a sheet of the others, holds one project with seven indicators. Embedded JSON is taken out of our own files.
"""

from __future__ import annotations

import argparse
import io
import re
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from dataclasses import replace
from functools import cache
from importlib.resources import files
from multiprocessing import get_context
from pathlib import Path
from typing import Literal

import openpyxl
import pypdfium2

from benchmarks import read_pdf
from jihuan.core.document import Document
from jihuan.core.interchange import loads
from jihuan.documents.bulk import files_in, read_many
from jihuan.documents.readers.archive import EMBEDDED
from jihuan.documents.writers import write
from tests.documents.readers.ofd import drawn
from tests.documents.readers.xls import biff

COPIES = 6
_CHILD = """
import re, sys, time
from pathlib import Path
from jihuan.documents.readers import read_bytes
name, small, large = sys.argv[1:]
def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024
read_bytes(Path(small).read_bytes(), name)
data, start = Path(large).read_bytes(), time.process_time()
document = read_bytes(data, name)
print(time.process_time() - start, peak(), len(document.projects))
"""


def made(format: str, units: int) -> bytes:
    """A file of this format with that many pages or sheets."""
    if format == "pdf":
        return read_pdf.sample(units)
    if format == "ofd":
        return drawn.ofd(*(_page(number) for number in range(units)))
    if format == "txt":
        seed = files("jihuan").joinpath("demo/data/seed.txt").read_bytes()
        return seed * max(units // 4, 1)
    if format == "xls":
        return _older(made("xlsx", units))
    return _bare(write(_document(units), _written(format)), format)


def _written(format: str) -> Literal["docx", "xlsx", "html", "pdf", "json"]:
    for known in ("docx", "xlsx", "html", "pdf", "json"):
        if known == format:
            return known
    raise SystemExit(f"unknown format {format}")


@cache
def _document(units: int) -> Document:
    truth = loads(files("jihuan").joinpath("demo/data/seed_truth.json").read_text("utf-8"))
    many = (truth.projects * (units // len(truth.projects) + 1))[:units]
    names = (f"{number}号{project.name}" for number, project in enumerate(many, 1))
    projects = tuple(replace(project, name=name) for project, name in zip(many, names, strict=True))
    return replace(truth, projects=projects, sub_goals=(), safeguards=(), overall_goal=None)


def _page(number: int) -> str:
    levels = ("数量指标", "质量指标", "时效指标", "成本指标", "社会效益指标", "可持续影响指标", "服务对象满意度指标")
    rows = [["一级指标", "二级指标", "三级指标", "指标值"]]
    rows += [["产出指标", level, f"第{number}项工作完成情况", "≥95%"] for level in levels]
    return drawn.text(60, 25, f"{number + 1}.第{number + 1}号项目绩效目标表") + drawn.table(rows)


def _older(data: bytes) -> bytes:
    """A workbook as Excel 97 had it."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheets = []
    for sheet in book.worksheets:
        cells = {
            (y, x): (str(value), 0) for y, row in enumerate(sheet.values) for x, value in enumerate(row) if value is not None
        }
        areas = [(one.min_row - 1, one.max_row - 1, one.min_col - 1, one.max_col - 1) for one in sheet.merged_cells.ranges]
        sheets.append(biff.Made(sheet.title, cells, merged=areas))
    return biff.workbook(sheets)


def _bare(data: bytes, format: str) -> bytes:
    """The file without our own JSON."""
    if format == "html":
        return re.sub(rb'<script type="application/json".*?</script>', b"", data, flags=re.DOTALL)
    if format == "json":
        return data
    if format == "pdf":
        return read_pdf.bare(data)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name.rpartition("/")[2] != EMBEDDED:
                new.writestr(name, old.read(name))
    return out.getvalue()


def measure(format: str, units: int, folder: Path) -> None:
    """Print one line about a format."""
    small, large = folder / f"small.{format}", folder / f"large.{format}"
    small.write_bytes(made(format, 4))
    large.write_bytes(made(format, units))
    command = [sys.executable, "-c", _CHILD, f"x.{format}", str(small), str(large)]
    seconds, peak, projects = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    walls = [_wall([large] * COPIES, workers) for workers in (1, 2)]
    rate = units / float(seconds)
    print(
        f"{format:5} {large.stat().st_size / 1024:8.0f} kB {rate:8.0f} /s CPU  peak {int(peak):4} MB   through sandboxes: "
        f"{units * COPIES / walls[0]:7.0f} /s one, {units * COPIES / walls[1]:7.0f} /s two ({walls[0] / walls[1]:.2f}×)   "
        f"{projects} projects read"
    )


def _wall(paths: list[Path], workers: int) -> float:
    start = time.monotonic()
    reports = list(read_many([(path, f"{number}/{path.name}") for number, path in enumerate(paths)], workers=workers))
    broken = {report.message for report in reports if report.status == "unreadable"}
    if broken:
        raise SystemExit("; ".join(map(str, broken)))
    return time.monotonic() - start


def mixed(count: int, formats: list[str], folder: Path) -> None:
    """Print how long a folder of that many different files takes, with one worker and with two, and again with the results there."""
    source = folder / "mixed"
    source.mkdir()
    making = get_context("spawn").Process(target=_fill, args=(source, count, formats))  # its memory is not what is measured
    making.start()
    making.join()
    listed = files_in(source)
    walls, unread = [], set()
    for workers in (1, 2):
        start, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
        statuses = [report.status for report in read_many(listed, folder / f"results{workers}", workers=workers)]
        walls.append(time.monotonic() - start)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        unread.add(statuses.count("unreadable"))
    again = time.monotonic()
    resumed = sum(report.resumed for report in read_many(listed, folder / "results2", workers=2))
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        f"\n{count:,} mixed files ({_count(listed)}): {count / walls[0]:.1f} files/s with one worker, {count / walls[1]:.1f} with two "
        f"({walls[0] / walls[1]:.2f}×), {cpu / count * 1000:.0f} ms CPU a file, peak {after.ru_maxrss // 1024} MB the largest child, "
        f"{own // 1024} MB this process; {unread.pop()} unreadable; again {time.monotonic() - again:.1f} s, {resumed:,} of them not read again"
    )


def _fill(folder: Path, count: int, formats: list[str]) -> None:
    for number in range(count):
        name, data = _file(number, formats)
        (folder / name).write_bytes(data)


def _file(number: int, formats: list[str]) -> tuple[str, bytes]:
    """The name and bytes of a file of the mixed folder: every 50th is broken in some way, every 200th is a photograph of a page."""
    format = formats[number % len(formats)]
    if number % 50 == 49:
        good = made("docx", 1)
        kinds = (
            ("docx", good[: len(good) // 2]),
            ("pdf", b"%PDF-1.7 cut off"),
            ("zip", b"PK\x05\x06" + bytes(18)),
            ("txt", b""),
        )
        extension, data = kinds[number // 50 % len(kinds)]
        return f"{number:04}.{extension}", data
    if number % 200 == 10:
        return f"{number:04}.jpg", _photographed(number)
    if format in ("txt", "ofd"):
        return f"{number:04}.{format}", made(format, 1 + number % 4)
    document = _document(1 + number % 4)
    document = replace(document, agency=replace(document.agency, name=f"第{number}号单位"))
    data = _bare(write(document, "xlsx" if format == "xls" else _written(format)), format)
    return f"{number:04}.{format}", _older(data) if format == "xls" else data


def _photographed(number: int) -> bytes:
    """The first page with indicators as a scanner leaves it."""
    document = pypdfium2.PdfDocument(write(_document(1 + number % 4), "pdf"))
    sheet = next(page for page in document if "一级指标" in page.get_textpage().get_text_range())
    image = sheet.render(scale=150 / 72).to_pil().convert("L")
    document.close()
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()


def _count(listed: list[tuple[Path, str]]) -> str:
    kinds = Counter(path.suffix.removeprefix(".") for path, _name in listed)
    return ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--units", type=int, default=20, help="pages or sheets of the large files, 0 for none")
    parser.add_argument("--files", type=int, default=100, help="files of the mixed folder, 0 for none")
    parser.add_argument("--formats", default="pdf,ofd,docx,xlsx,xls,html,txt,json")
    options = parser.parse_args()
    formats = options.formats.split(",")
    print(f"Files of {options.units} pages or sheets")
    with tempfile.TemporaryDirectory() as name:
        for format in formats if options.units else ():
            measure(format, options.units, Path(name))
        if options.files:
            mixed(options.files, formats, Path(name))


if __name__ == "__main__":
    main()
