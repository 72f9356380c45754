"""Every benchmark in turn, then the lines that name a goal, together: ``python -m benchmarks``; those of hours only by name."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HOURS = ("mutation",)
"""What takes hours and is asked for by name."""


def main() -> int:
    """0: all ran; 1: some broke."""
    results: list[tuple[str, str]] = []
    broken: list[str] = []
    for file in sorted(Path(__file__).parent.glob("[a-z]*.py")):
        if file.stem in HOURS:
            print(f"== {file.stem}: python -m benchmarks.{file.stem}\n")
            continue
        print(f"== {file.stem}", flush=True)
        with subprocess.Popen([sys.executable, "-m", f"benchmarks.{file.stem}"], stdout=subprocess.PIPE, text=True) as run:
            for line in run.stdout or ():
                print(line, end="", flush=True)
                if "goal" in line:
                    results.append((file.stem, " ".join(line.split())))
        if run.returncode:
            broken.append(file.stem)
        print()
    width = max((len(name) for name, _line in results), default=0)
    print("\n".join(f"{name:{width}}  {line}" for name, line in results))
    if broken:
        print(f"broken: {', '.join(broken)}", file=sys.stderr)
    return bool(broken)


if __name__ == "__main__":
    sys.exit(main())
