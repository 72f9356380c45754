"""Amounts, values and scores are Decimal or whole numbers."""

from __future__ import annotations

import ast

from tests.house.tree import PACKAGE, name, parse, sources

PLACES = {"document.py", "interchange.py", "schema.py"}
"""Modules of core that carry places: measures on paper, in points."""


def test_no_model_has_a_float_field() -> None:
    models = [file for file in PACKAGE.glob("apps/*/**/*.py") if "FloatField" in file.read_text("utf-8")]
    assert [name(file) for file in models] == []


def test_core_knows_float_only_where_places_are_carried() -> None:
    elsewhere = [file for file in sources("src/jihuan/core") if file.name not in PLACES]
    assert [name(file) for file in elsewhere if any(_is_float(node) for node in ast.walk(parse(file)))] == []


def test_the_only_field_of_measures_is_the_box_of_a_place() -> None:
    fields = [node for file in sources("src/jihuan/core") for node in ast.walk(parse(file)) if isinstance(node, ast.AnnAssign)]
    floats = {ast.unparse(field.target) for field in fields if any(_is_float(node) for node in ast.walk(field))}
    assert floats == {"bbox"}


def _is_float(node: ast.AST) -> bool:
    named = isinstance(node, ast.Name) and node.id == "float"
    return named or (isinstance(node, ast.Constant) and isinstance(node.value, float))
