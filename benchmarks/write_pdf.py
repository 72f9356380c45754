"""Writing a 10-page official PDF against the bare Typst compile of the same content.

    python -m benchmarks.write_pdf [--repeats N]

CPU time (``process_time``) in one process, the contenders in turn within every repeat. Ours is ``write(document, "pdf")`` from the
interchange document to bytes, with the JSON attached; bare Typst gets template and data ready made, and the same fonts ready loaded.
``typst.compile``, which also looks for its fonts in every call, is printed for comparison. Typst remembers what it has laid out, so
no text comes twice: every document is the seed with its 汉字 exchanged for others.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable
from importlib.resources import files

import pylopdf_fonts_zh_cn
import typst

from jihuan.core.document import Document
from jihuan.core.interchange import content, loads
from jihuan.documents.readers import layout_of
from jihuan.documents.writers import write
from jihuan.documents.writers.form import form_of
from jihuan.documents.writers.pdf import compile_pdf, form_data, template

GOAL = 1.3
KEPT = "万元指标值"
"""Characters whose meaning shapes the form."""


def sample(turn: int) -> Document:
    """The seed document with every 汉字 of its texts exchanged for another one of them, differently in every turn."""
    text = files("jihuan").joinpath("demo/data/seed_truth.json").read_text("utf-8")
    letters = sorted({letter for letter in text if "一" <= letter <= "鿿"} - set(KEPT))
    return content(loads(text.translate({ord(a): letters[(n + turn) % len(letters)] for n, a in enumerate(letters)})))


def cpu(work: Callable[[], object]) -> float:
    """Seconds of CPU that the work takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def cold(data: str) -> bytes:
    """The one-call interface of Typst: fonts are searched each time."""
    folder = str(pylopdf_fonts_zh_cn.serif_path().parent)
    inputs = {"form": data}
    return bytes(typst.compile(template(), font_paths=[folder], sys_inputs=inputs, pdf_standards="a-3b", timestamp=0))


def measure(repeats: int) -> dict[str, list[float]]:
    """CPU seconds of each contender; each gets documents of its own, and a first turn that does not count."""
    times: dict[str, list[float]] = {"ours": [], "bare": [], "cold": []}
    for turn in range(repeats + 1):
        ours, bare = sample(turn * 3 + 1), sample(turn * 3 + 2)
        bare_data, cold_data = (json.dumps(form_data(form_of(it)), ensure_ascii=False) for it in (bare, sample(turn * 3 + 3)))
        found = {
            "ours": cpu(lambda it=ours: write(it, "pdf")),  # type: ignore[misc]
            "bare": cpu(lambda it=bare_data: compile_pdf(it)),  # type: ignore[misc]
            "cold": cpu(lambda it=cold_data: cold(it)),  # type: ignore[misc]
        }
        if turn:
            for name, seconds in found.items():
                times[name].append(seconds)
    return times


def main() -> None:
    """Print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeats", type=int, default=15)
    repeats = parser.parse_args().repeats
    data = write(sample(0), "pdf")
    print(f"{len(layout_of(data, 'sample.pdf').pages)} pages, {len(data):,} bytes, median of {repeats}")
    middle = {name: statistics.median(seconds) for name, seconds in measure(repeats).items()}
    ratio = middle["ours"] / middle["bare"]
    print(f"write(…, 'pdf')        {middle['ours'] * 1000:7.1f} ms CPU")
    verdict = "met" if ratio <= GOAL else "missed"
    print(f"bare Typst compile     {middle['bare'] * 1000:7.1f} ms CPU   ours ÷ bare = {ratio:.2f}  (goal ≤ {GOAL}: {verdict})")
    print(f"typst.compile          {middle['cold'] * 1000:7.1f} ms CPU   ours ÷ this = {middle['ours'] / middle['cold']:.2f}")


if __name__ == "__main__":
    main()
