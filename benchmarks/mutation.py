"""How much of the law would break unseen: one condition is broken at a time, and the tests of its part must notice.

Mutants: a comparison turned (< to ≤, = to ≠, in to not in), ``and`` and ``or`` exchanged, a ``not`` taken away, a whole number of a
condition one more or one less; in score.sql also + and − and every whole number. Each is written into a copy of the package in
a temporary folder, never into the sources, and judged by the tests of its part in a child process, stopped at the first failure
or when its CPU time is spent (which counts as noticed). Those that nobody notices are listed. All of them take some hours.

    nice python -m benchmarks.mutation [--only checks|engine|scoring|sql|standing] [--file NAME] [--sample 50] [--minutes 10] [--seed 1]
"""

from __future__ import annotations

import argparse
import ast
import importlib
import os
import random
import re
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
_ENGINE = tuple(
    f"engine/test_{name}.py"
    for name in ("facts", "summary", "strict_yaml", "rulebook", "amend", "prereview", "sisters", "cases", "run")
)
_SCORES = tuple(
    f"scoring/test_{name}.py" for name in ("vectors", "dates", "rows", "explain", "page", "edges", "policies", "scores")
)
PARTS = {
    "engine": (("engine/*.py",), _ENGINE),
    "scoring": (("scoring/*.py",), _SCORES),
    "sql": (("scoring/score.sql",), (*_SCORES, "scoring/test_oracle.py")),
    "standing": (("standing.py",), ("test_standing.py",)),
    "checks": (
        ("rulebooks/*/checks/*.py",),
        ("engine/test_cases.py", "national", *(f"test_{name}.py" for name in ("mends", "false_alarms", "jurisdictions", "seed", "corpus"))),
    ),
}  # fmt: skip
"""Part → its files inside the package law, and the tests of tests/law that judge it, quick ones first."""
SECONDS = 90
"""CPU seconds for the tests as they are; a mutant gets twice what they took. By the clock, ten times as much."""
MEMORY = 4 << 30
"""Bytes for a mutant: one that joins everything with everything must not take the machine."""
WARM = "duckdb hypothesis pytest yaml jihuan.core.interchange jihuan.core.findings jihuan.core.money jihuan.core.units".split()

_TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_SQL = re.compile(
    r"--[^\n]*|'[^']*'|VARCHAR\(\d+\)|<>|<=|>=|[<>=+-]|\b(?:NOT BETWEEN|BETWEEN|IS NULL|IS NOT NULL|AND|OR|NOT|\d+)\b"
)
_SQL_TURNED = {
    "<": "<=", "<=": "<", ">": ">=", ">=": ">", "=": "<>", "<>": "=", "+": "-", "-": "+", "AND": "OR", "OR": "AND", "NOT": "",
    "BETWEEN": "NOT BETWEEN", "NOT BETWEEN": "BETWEEN", "IS NULL": "IS NOT NULL", "IS NOT NULL": "IS NULL",
}  # fmt: skip


class Mutant(NamedTuple):
    """A file with one thing changed."""

    line: int
    change: str
    text: str


def sites(tree: ast.AST) -> Iterator[tuple[ast.expr, Callable[[], None]]]:
    """The conditions of a module, and what breaks each."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            for at, operator in enumerate(node.ops):
                yield node, partial(node.ops.__setitem__, at, _TURNED[type(operator)]())
            for number in ast.walk(node):
                if isinstance(number, ast.Constant) and type(number.value) is int:
                    yield node, partial(setattr, number, "value", number.value - 1)
                    yield node, partial(setattr, number, "value", number.value + 1)
        elif isinstance(node, ast.BoolOp):
            yield node, partial(setattr, node, "op", ast.Or() if isinstance(node.op, ast.And) else ast.And())
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            yield node, partial(setattr, node, "operand", ast.UnaryOp(ast.Not(), node.operand))


def of_python(text: str, at: int) -> Mutant:
    """The mutant of this number; a ``not`` goes away by a second one."""
    tree = ast.parse(text)
    node, change = list(sites(tree))[at]
    before = ast.unparse(node)
    change()
    return Mutant(node.lineno, f"{before}  →  {ast.unparse(node)}", ast.unparse(tree))


def words(text: str) -> list[tuple[re.Match[str], str]]:
    """The words of SQL that can be broken, and what stands in their place."""
    found = []
    for word in _SQL.finditer(text):
        ends_between = word[0] == "AND" and re.search(r"BETWEEN\s+\S+\s+$", text[: word.start()])
        if word[0].isdigit():
            found += [(word, str(int(word[0]) + step)) for step in (-1, 1)]
        elif word[0] in _SQL_TURNED and not ends_between:
            found.append((word, _SQL_TURNED[word[0]]))
    return found


def of_sql(text: str, at: int) -> Mutant:
    """The mutant of this number."""
    word, new = words(text)[at]
    first, last = text.rfind("\n", 0, word.start()) + 1, text.find("\n", word.end())
    mutated = text[: word.start()] + new + text[word.end() :]
    change = f"{text[first:last].strip()}  →  {mutated[first : last + len(new) - len(word[0])].strip()}"
    return Mutant(text.count("\n", 0, first) + 1, change, mutated)


def a_case_differs() -> bool:
    """Whether a case sentence comes out otherwise than it says; quicker than the same by pytest."""
    from jihuan.law.engine.cases import cases

    return any(case.difference() for case in cases())


def noticed(seconds: int, first: Callable[[], bool], tests: list[str]) -> str:
    """How a child of this process ends that asks ``first`` and then the tests; empty where all of them pass."""
    child = os.fork()
    if not child:
        code = 1
        try:
            silence = os.open(os.devnull, os.O_WRONLY)
            os.dup2(silence, 1)
            os.dup2(silence, 2)
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
            resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
            signal.alarm(10 * seconds)
            if not first():
                import pytest

                options = "-x -q --noconftest --import-mode=importlib -p no:cacheprovider -o addopts=".split()
                code = int(pytest.main([*options, *tests]))
        finally:
            os._exit(code)
    _pid, status = os.waitpid(child, 0)
    return "" if status == 0 else "time" if os.WIFSIGNALED(status) else "failed"


def run(part: str, package: Path, order: argparse.Namespace) -> bool:
    """Judge the mutants of a part and say what came out; False where the tests fail on the package as it is."""
    patterns, names = PARTS[part]
    tests = [f"tests/law/{name}" for name in names]
    files = sorted(file for pattern in patterns for file in (package / "law").glob(pattern) if order.file in file.name)
    texts = {file: file.read_text("utf-8") for file in files}
    counts = {
        file: len(words(text)) if file.suffix == ".sql" else len(list(sites(ast.parse(text)))) for file, text in texts.items()
    }
    pool = [(file, at) for file in files for at in range(counts[file])]
    chosen = random.Random(order.seed).sample(pool, min(order.sample or len(pool), len(pool)))
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    first = a_case_differs if part == "checks" else bool
    if noticed(SECONDS, first, tests):
        print(f"{part}: the tests fail without any change", file=sys.stderr)
        return False
    seconds = 5 + int(2 * (resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before))
    ends = {"": 0, "time": 0, "failed": 0}
    end_at = time.monotonic() + 60 * order.minutes
    for file, at in chosen:
        if order.minutes and time.monotonic() > end_at:
            break
        mutant = (of_sql if file.suffix == ".sql" else of_python)(texts[file], at)
        was = file.stat()
        file.write_text(mutant.text, "utf-8")
        end = noticed(seconds, first, sorted(tests, key=lambda test: file.stem not in test))
        file.write_text(texts[file], "utf-8")
        os.utime(file, ns=(was.st_atime_ns, was.st_mtime_ns))
        ends[end] += 1
        if not end:
            print(f"  {file.relative_to(package.parent)}:{mutant.line}: {mutant.change}", flush=True)
    judged = sum(ends.values())
    killed = judged - ends[""]
    share = 100 * killed / max(1, judged)
    print(f"{part}: {judged} mutants of {len(pool)}, {killed} killed ({ends['time']} by time): {share:.1f} %", flush=True)
    return True


def copied(folder: Path) -> Path:
    """What the tests of the law need, in a folder of its own: the law and its tests as they are now, all else by links."""
    for parent, copies in ((ROOT / "src" / "jihuan", "law"), (ROOT / "tests", "law")):
        (folder / parent.name).mkdir()
        for member in parent.iterdir():
            if member.name == copies:
                shutil.copytree(member, folder / parent.name / copies)
            elif member.name != "__pycache__":
                (folder / parent.name / member.name).symlink_to(member)
    for name in ("docs", "pyproject.toml"):
        (folder / name).symlink_to(ROOT / name)
    return folder / "jihuan"


def main() -> int:
    """Command line. 0: judged; 1: a part could not be, for its tests fail as it is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=PARTS, help="one part")
    parser.add_argument("--file", default="", help="only files whose name has this in it")
    parser.add_argument("--sample", type=int, default=0, help="so many mutants of each part, 0: all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=0, help="for each part, 0: as long as it takes")
    order = parser.parse_args()
    sys.dont_write_bytecode = True
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    with tempfile.TemporaryDirectory(prefix="jihuan-mutants-") as folder:
        package = copied(Path(folder))
        os.chdir(folder)
        sys.path.insert(0, folder)
        for name in WARM:
            importlib.import_module(name)
        from hypothesis import settings
        from hypothesis.configuration import set_hypothesis_home_dir

        set_hypothesis_home_dir(Path(folder) / "hypothesis")
        settings.register_profile("mutants", database=None, derandomize=True, deadline=None)
        settings.load_profile("mutants")
        judged = [run(part, package, order) for part in PARTS if order.only in (None, part)]
    return int(not all(judged))


if __name__ == "__main__":
    sys.exit(main())
