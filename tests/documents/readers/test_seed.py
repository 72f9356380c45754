"""The seed, flattened to text, against the truth that people read in it."""

from __future__ import annotations

from importlib.resources import files

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
