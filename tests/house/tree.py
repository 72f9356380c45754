"""The checkout as the house tests see it: committed files and their syntax trees."""

from __future__ import annotations

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "jihuan"
BINARY = {".png", ".jpg", ".pdf", ".docx", ".xlsx", ".otf", ".ttf", ".woff2", ".ico", ".zip", ".xls", ".gz"}


@cache
def committed() -> tuple[Path, ...]:
    """Text files that belong to the repository: committed, or new and not ignored."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    files = (ROOT / name for name in names.split("\0") if name)
    return tuple(file for file in files if file.is_file() and file.suffix not in BINARY)


def sources(*folders: str) -> list[Path]:
    """Python files below the folders, migrations left out."""
    inside = [ROOT / folder for folder in folders]
    return [
        file
        for file in committed()
        if file.suffix == ".py" and "migrations" not in file.parts and any(folder in file.parents for folder in inside)
    ]


@cache
def parse(file: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(file.read_text("utf-8"), str(file))


def name(file: Path) -> str:
    """The path as people write it."""
    return file.relative_to(ROOT).as_posix()
