"""Recognising a scan: seconds per page and peak memory, with one thread and with two.

    python -m benchmarks.read_scan [FILE.pdf]

Without a file, a goal sheet drawn in 200 dpi, askew and with noise. Every figure is of a process of its own, the model's loading included.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.documents.readers.ocr.paper import goal_sheet, typeset
from tests.documents.readers.ocr.wear import Wear, scanned

_CHILD = """
import re, sys, time
from pathlib import Path
from jihuan.documents.readers import ocr
ocr.THREADS = int(sys.argv[2])
data = Path(sys.argv[1]).read_bytes()
start, cpu = time.perf_counter(), time.process_time()
pages = len(ocr.read_pdf(data).pages)
spent = time.perf_counter() - start, time.process_time() - cpu
peak = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024
space = int(re.search(r"VmPeak:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024
print(f"{pages} pages: {spent[0] / pages:.2f} s, {spent[1] / pages:.2f} s CPU each; peak {peak} MB, address space {space} MB")
"""


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path)
    file = parser.parse_args().file
    with tempfile.TemporaryDirectory() as folder:
        path = file or Path(folder) / "scan.pdf"
        if not file:
            path.write_bytes(scanned(typeset(goal_sheet()), Wear(skew=1.0, noise=6)))
        for threads in (1, 2):
            done = subprocess.run(
                [sys.executable, "-c", _CHILD, str(path), str(threads)], capture_output=True, text=True, check=True
            )
            print(f"{threads} threads: {done.stdout.strip()}", flush=True)


if __name__ == "__main__":
    main()
