"""What our writers put out, our readers take in: the same document, with and without the JSON that travels inside."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from importlib.resources import files

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jihuan.core.document import Actual, Agency, Document, Indicator, SubGoal, TextBlock
from jihuan.core.indicators import parse_actual, parse_target
from jihuan.core.interchange import content, loads
from jihuan.documents.layout import Layout
from jihuan.documents.readers import document_of, layout_of
from jihuan.documents.readers.embedded import text_digest, unwrap
from jihuan.documents.writers import Format, write
from tests.strategies import documents

FORMATS: tuple[Format, ...] = ("docx", "xlsx", "pdf", "html")
MANY = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def seed() -> Document:
    return content(loads(files("jihuan.demo").joinpath("data/seed_truth.json").read_bytes()))


def written(document: Document, to: Format) -> tuple[bytes, Layout]:
    data = write(document, to)
    return data, layout_of(data, f"document.{to}")


def visible(document: Document, to: Format) -> Document:
    """The document read back by its visible text alone."""
    data, layout = written(document, to)
    return content(document_of(data, f"document.{to}", replace(layout, embedded=None)))


@pytest.mark.parametrize("to", FORMATS)
def test_seed_comes_back_by_its_visible_text(seed: Document, to: Format) -> None:
    assert visible(seed, to) == seed


@pytest.mark.parametrize("to", FORMATS)
def test_seed_comes_back_with_the_json_inside(seed: Document, to: Format) -> None:
    data, layout = written(seed, to)
    assert content(document_of(data, f"document.{to}", layout)) == seed


@pytest.mark.parametrize("to", FORMATS)
def test_digest_inside_is_the_digest_of_what_the_reader_sees(seed: Document, to: Format) -> None:
    _data, layout = written(seed, to)
    inside = unwrap(layout.embedded or b"")
    assert inside is not None
    assert inside.document == seed
    assert inside.text_sha256 == text_digest(layout)


@pytest.mark.parametrize("to", FORMATS)
def test_one_sheet_comes_back_without_title_page(seed: Document, to: Format) -> None:
    one = replace(seed, overall_goal=None, sub_goals=(), safeguards=(), projects=seed.projects[1:2])
    assert visible(one, to) == one


@pytest.mark.parametrize("to", FORMATS)
@MANY
@given(document=documents())
def test_any_document_comes_back_by_its_visible_text(document: Document, to: Format) -> None:
    assert visible(document, to) == document


@pytest.mark.parametrize("to", FORMATS)
@MANY
@given(document=documents())
def test_any_document_comes_back_with_the_json_inside(document: Document, to: Format) -> None:
    data, layout = written(document, to)
    inside = unwrap(layout.embedded or b"")
    assert inside is not None and inside.text_sha256 == text_digest(layout)
    assert content(document_of(data, f"document.{to}", layout)) == document
