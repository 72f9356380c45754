"""The numbers of the house: a file of 400 lines, a function of 50, 5 parameters."""

from __future__ import annotations

import ast

from tests.house.tree import committed, name, parse, sources

WRITTEN_BY_HAND = {".py", ".html", ".jinja", ".j2", ".js", ".css", ".typ"}


def test_no_file_is_longer_than_400_lines() -> None:
    long = {name(file): lines for file in committed() if file.suffix in WRITTEN_BY_HAND and (lines := _lines(file)) > 400}
    assert long == {}


def test_no_function_is_longer_than_50_lines() -> None:
    long = {f"{where}:{function.name}": length for where, function in _functions("src") if (length := _length(function)) > 50}
    assert long == {}


def test_no_function_takes_more_than_5_parameters() -> None:
    many = {f"{where}:{function.name}": count for where, function in _functions("src") if (count := _parameters(function)) > 5}
    assert many == {}


def test_the_measures_measure() -> None:
    tree = ast.parse("def f(self, a, b, *, c):\n    return a\n")
    function = tree.body[0]
    assert isinstance(function, ast.FunctionDef)
    assert (_length(function), _parameters(function)) == (2, 3)


def _lines(file) -> int:
    return len(file.read_text("utf-8").splitlines())


def _functions(*folders: str):
    for file in sources(*folders):
        for node in ast.walk(parse(file)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield name(file), node


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def _parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    arguments = function.args
    names = [argument.arg for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
    return len([argument for argument in names if argument not in ("self", "cls")])
