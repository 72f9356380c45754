"""The seed's truth for the tests of every format, and readable differences from it."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from importlib.resources import files

from jihuan.core.document import Document, Indicator
from jihuan.core.interchange import content, loads, to_json

Differences = list[str]


@cache
def seed_truth() -> Document:
    """The seed document as people read it, with the line places of the text; not made by any reader."""
    return loads(files("jihuan").joinpath("demo/data/seed_truth.json").read_bytes())


def unspaced(document: Document) -> Document:
    """The document's content with the spaces inside target.raw taken out, for typeset copies that print “≥1500人”."""

    def compact(indicator: Indicator) -> Indicator:
        return replace(indicator, target=replace(indicator.target, raw=indicator.target.raw.replace(" ", "")))

    bare = content(document)
    projects = tuple(replace(project, indicators=tuple(map(compact, project.indicators))) for project in bare.projects)
    return replace(bare, projects=projects)


def differences(read: Document, truth: Document | None = None) -> Differences:
    """Every leaf in which the content of a reading is not the truth: “/projects/0/name: 甲 ≠ 乙”."""
    return _compare("", to_json(content(read)), to_json(content(truth or seed_truth())))


def _compare(pointer: str, mine: object, theirs: object) -> Differences:
    if isinstance(mine, dict) and isinstance(theirs, dict):
        return [line for key in theirs for line in _compare(f"{pointer}/{key}", mine.get(key), theirs[key])]
    if isinstance(mine, list) and isinstance(theirs, list) and len(mine) == len(theirs):
        return [
            line for index, pair in enumerate(zip(mine, theirs, strict=True)) for line in _compare(f"{pointer}/{index}", *pair)
        ]
    if mine == theirs:
        return []
    return [f"{pointer}: {json.dumps(mine, ensure_ascii=False)[:200]} ≠ {json.dumps(theirs, ensure_ascii=False)[:200]}"]
