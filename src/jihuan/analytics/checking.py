"""The rules of the law over many documents: one function of one document, mapped by whoever runs it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from jihuan.core.interchange import loads
from jihuan.law.engine import check, rulebook_for

Found = tuple[int, int | None, str, str, str, str]
"""One row of the dataset ``findings``; ``project`` is None where the document as a whole is meant."""
FINDINGS = {
    "document": "BIGINT",
    "project": "BIGINT",
    "rule": "VARCHAR",
    "level": "VARCHAR",
    "outcome": "VARCHAR",
    "pointer": "VARCHAR",
}
"""Its columns."""

_PROJECT = re.compile(r"/projects/(\d+)(?:/|$)")


def findings_of(document: int, first: int, text: str, extra: tuple[Path, ...] = ()) -> Iterator[Found]:
    """What the rules say of one interchange document (JSON) under the law of its place and year; ``first``: id of its first project.

    ``extra``: a bureau's own folders of rules.
    """
    read = loads(text)
    for finding in check(read, rulebook_for(read, extra=extra)).findings:
        inside = _PROJECT.match(finding.pointer)
        project = first + int(inside[1]) if inside else None
        yield document, project, finding.rule, finding.level, finding.outcome, finding.pointer


def findings_of_many(documents: Iterable[tuple[int, int, str]], extra: tuple[Path, ...] = ()) -> list[Found]:
    """The same for several documents."""
    return [found for document in documents for found in findings_of(*document, extra)]
