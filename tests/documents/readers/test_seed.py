"""The seed, flattened to text, against the truth that people read in it."""

from __future__ import annotations

from importlib.resources import files

from jihuan.core import text as core_text
from jihuan.core.interchange import content, dumps
from jihuan.documents.readers import read_bytes
from tests.truth import differences, seed_truth


def test_the_seed_is_read_without_one_wrong_cell() -> None:
    data = files("jihuan").joinpath("demo/data/seed.txt").read_bytes()
    document = read_bytes(data, "seed.txt")
    assert differences(document) == []
    truth = seed_truth().source
    assert document.source and truth and document.source.sha256 == truth.sha256
    assert [problem for problem in document.problems if problem.level == "error"] == []


def test_every_indicator_of_the_seed_knows_its_lines() -> None:
    data = files("jihuan").joinpath("demo/data/seed.txt").read_bytes()
    places = [indicator.place for project in read_bytes(data, "seed.txt").projects for indicator in project.indicators]
    lines = [place.line[0] for place in places if place and place.line]
    assert len(lines) == 28 and lines == sorted(lines)


def test_the_document_in_traditional_characters_reads_the_same_and_keeps_its_characters() -> None:
    traditional = {simple: old for old, simple in reversed(core_text._VARIANTS.items())}
    data = files("jihuan").joinpath("demo/data/seed.txt").read_bytes()
    printed = data.decode().translate(traditional)
    document = read_bytes(printed.encode(), "seed.txt")
    assert document.problems == ()
    assert document.projects[0].agency_name == "遵化市科學技術協會本級"
    in_both = [core_text.simplified(dumps(content(it))) for it in (document, read_bytes(data, "seed.txt"))]
    assert in_both[0] == in_both[1]
