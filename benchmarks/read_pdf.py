"""Reading a born-digital PDF against raw text extraction by pypdfium2, and against pdfplumber (tables and text).

    python -m benchmarks.read_pdf [FILE.pdf] [--repeats N] [--memory 10,100,1000]

Every figure is CPU time (``process_time``) of the same bytes in one process, the contenders in turn within every repeat. Our own reading
gives paragraphs, tables with merged cells over page breaks, and the place of each of them; raw extraction gives characters only.
What the recogniser remembers of words is forgotten before every run, for every file is read by a process of its own.
"""

from __future__ import annotations

import argparse
import gc
import io
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pdfplumber
import pylopdf_fonts_zh_cn
import pypdfium2
import typst

from jihuan.core import vocabulary
from jihuan.documents.readers import read_bytes
from jihuan.documents.readers.pdf import read_layout
from jihuan.documents.recognise import grid, words
from jihuan.documents.writers import write

GOAL_RAW, GOAL_PDFPLUMBER = 2.0, 8.0
_STYLE = """
#set page(numbering: "— 1 —", margin: (top: 37mm, bottom: 35mm, left: 28mm, right: 26mm))
#set text(font: "Noto Serif SC", size: 16pt, lang: "zh")
#set par(first-line-indent: (amount: 2em, all: true), justify: true, leading: 0.75em, spacing: 0.75em)
#set table(stroke: 0.5pt)
"""
_SENTENCE = (
    "建立健全绩效管理制度，明确各部室的工作任务和职责，按季度开展绩效运行监控，发现问题及时采取措施，确保绩效目标如期实现。"
)
_HEADER = ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据")


def official() -> bytes:
    """The seed department's document in the official form, ten pages, as others would send it: without our JSON inside."""
    seed = read_bytes(files("jihuan").joinpath("demo/data/seed.txt").read_bytes(), "seed.txt")
    return bare(write(seed, "pdf"))


def bare(data: bytes) -> bytes:
    """A PDF without what is attached to it."""
    document = pypdfium2.PdfDocument(data)
    for index in reversed(range(document.count_attachments())):
        document.del_attachment(index)
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


def sample(pages: int) -> bytes:
    """A document of that many pages: four of ten are prose, six hold the goal table of one project each."""
    sheets = [_prose() if number % 10 < 4 else _project(number) for number in range(pages)]
    source = _STYLE + "#pagebreak()\n".join(sheets)
    fonts = [str(pylopdf_fonts_zh_cn.serif_path().parent)]
    return bytes(typst.compile(source.encode(), font_paths=fonts, ignore_system_fonts=True))


def _prose() -> str:
    return "一、总体绩效目标\n\n" + "\n\n".join(_SENTENCE * 3 for _ in range(3)) + "\n"


def _project(number: int) -> str:
    def cells(values: tuple[str, ...]) -> str:
        return "".join(f"[{value}], " for value in values)

    rows = ""
    for level1, level2s in (
        ("产出指标", ("数量指标", "质量指标", "时效指标", "成本指标")),
        ("效益指标", ("社会效益指标", "可持续影响指标")),
        ("满意度指标", ("服务对象满意度指标",)),
    ):
        rows += f"table.cell(rowspan: {len(level2s)})[{level1}], "
        for level2 in level2s:
            rows += cells((level2, f"第{number}项工作完成情况", "按全年实际完成数与计划数之比计算", "≥95%", "年初工作计划安排"))
    return f"""#text(size: 10pt)[#set par(first-line-indent: 0pt)
{number}.项目经费绩效目标表

731001 单位 #h(1fr) 单位：万元
#table(columns: (2fr, 3.6fr, 2fr, 3fr, 2fr, 2.4fr), [项目编码], [13028125P00{number:04}], [项目名称], table.cell(colspan: 3)[项目{number}],
  [预算数], [26.00], [其中：财政资金], [26.00], [其他资金], [],
  [绩效目标], table.cell(colspan: 5)[1.{_SENTENCE}],
  {cells(_HEADER)} {rows})]
"""


def raw(data: bytes) -> None:
    """Text of every page by pypdfium2."""
    document = pypdfium2.PdfDocument(data)
    for index in range(len(document)):
        page = document[index]
        text = page.get_textpage()
        text.get_text_range()
        text.close()
        page.close()
    document.close()


def peer(data: bytes) -> None:
    """Tables and text of every page by pdfplumber."""
    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            page.extract_tables()
            page.extract_text()
            page.close()


def _layout(data: bytes) -> None:
    read_layout(data)


def _whole(data: bytes) -> None:
    read_bytes(data, "sample.pdf")


def measure(data: bytes, repeats: int) -> None:
    """Print CPU times and ratios, best and median."""
    contenders: dict[str, Callable[[bytes], None]] = {
        "raw pypdfium2 text": raw,
        "our layout": _layout,
        "our whole reading": _whole,
    }
    times: dict[str, list[float]] = {name: [] for name in [*contenders, "pdfplumber"]}
    for run in contenders.values():
        run(data)
    gc.collect()
    gc.freeze()  # what is imported here for the contenders is no part of a reader's process
    gc.disable()  # as documents.worker does it
    for repeat in range(repeats):
        for name, run in contenders.items():
            times[name].append(_cpu(run, data))
        if repeat < max(repeats // 5, 1):  # it takes long
            times["pdfplumber"].append(_cpu(peer, data))
    best = {name: min(values) for name, values in times.items()}
    median = {name: statistics.median(values) for name, values in times.items()}
    print(f"{'CPU, ms':24} {'best':>9} {'median':>9}")
    for name in times:
        print(f"{name:24} {best[name] * 1000:9.1f} {median[name] * 1000:9.1f}")
    for label, above, below, goal in (
        ("layout ÷ raw", "our layout", "raw pypdfium2 text", f"≤ {GOAL_RAW}"),
        ("whole reading ÷ raw", "our whole reading", "raw pypdfium2 text", f"≤ {GOAL_RAW}"),
        ("pdfplumber ÷ layout", "pdfplumber", "our layout", f"≥ {GOAL_PDFPLUMBER}"),
        ("pdfplumber ÷ whole reading", "pdfplumber", "our whole reading", f"≥ {GOAL_PDFPLUMBER}"),
    ):
        print(f"{label:28} {best[above] / best[below]:6.2f} {median[above] / median[below]:8.2f}   goal {goal}")


def _forget() -> None:
    """Empty all caches."""
    for value in [value for module in (grid, words, vocabulary) for value in vars(module).values()]:
        if hasattr(value, "cache_clear"):
            value.cache_clear()


def _cpu(run: Callable[[bytes], None], data: bytes) -> float:
    _forget()
    start = time.process_time()
    run(data)
    return time.process_time() - start


_CHILD = """
import re, sys
from pathlib import Path
from jihuan.documents.readers.pdf import read_layout
from jihuan.documents.writers import write
def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024
before = peak()
blocks = len(read_layout(Path(sys.argv[1]).read_bytes()).blocks)
print(before, peak(), blocks)
"""


def memory(pages: int) -> None:
    """Print the peak memory of a process that reads a document of that many pages."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "sample.pdf"
        file.write_bytes(sample(pages))
        command = [sys.executable, "-c", _CHILD, str(file)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        before, peak, blocks = map(int, done.stdout.split())
        print(
            f"{pages:5} pages, {file.stat().st_size / 1e6:5.1f} MB file: peak {peak} MB ({before} MB before reading), {blocks} blocks"
        )


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path, help="a PDF; without it the seed's official form, 10 pages")
    parser.add_argument("--repeats", type=int, default=15)
    parser.add_argument("--memory", default="10,100,1000", help="page counts, '' for none")
    options = parser.parse_args()
    data = options.file.read_bytes() if options.file else official()
    print(f"Reading {options.file or 'the official form of the seed'}: {len(pypdfium2.PdfDocument(data))} pages")
    measure(data, options.repeats)
    for pages in [int(count) for count in options.memory.split(",") if count]:
        memory(pages)


if __name__ == "__main__":
    main()
