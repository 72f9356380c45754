"""Amounts, values and scores are Decimal or whole numbers."""

from __future__ import annotations

import ast

from tests.house.tree import PACKAGE, name, parse, sources

COORDINATES = {"bbox"}
"""The one field of core whose numbers are measures on paper."""


def test_no_model_has_a_float_field() -> None:
    models = [file for file in PACKAGE.glob("apps/*/**/*.py") if "FloatField" in file.read_text("utf-8")]
    assert [name(file) for file in models] == []


def test_core_knows_float_only_for_coordinates() -> None:
    found = {}
    for file in sources("src/jihuan/core"):
        allowed = {id(node) for field in _fields(file) if field.target.id in COORDINATES for node in ast.walk(field)}
        floats = [node.lineno for node in ast.walk(parse(file)) if _is_float(node) and id(node) not in allowed]
        found.update({name(file): floats} if floats else {})
    assert found == {}


def _fields(file):
    return [node for node in ast.walk(parse(file)) if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)]


def _is_float(node: ast.AST) -> bool:
    named = isinstance(node, ast.Name) and node.id == "float"
    return named or (isinstance(node, ast.Constant) and isinstance(node.value, float))
