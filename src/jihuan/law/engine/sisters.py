"""What other units of the same year say, indexed: a sheet is compared with its likes and not with everybody."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from itertools import islice
from typing import NamedTuple, Protocol
from zlib import crc32

from jihuan.core.document import Document
from jihuan.law.engine.facts import norm
from jihuan.law.engine.similarity import cosine

SISTERS = "sisters"
"""The cause (``Finding.group``) of what is like another unit's."""
_MARKS = 8
"""Marks of a text: two texts that are nine tenths alike share most of them."""
COMMON = 40
"""A mark of so many texts is a set phrase and tells nothing."""
MOST = 6
"""Texts compared with one text, those with the rarest marks first."""
SHORT = 6
"""Goals of fewer characters say nothing that could be copied."""


class Twin(NamedTuple):
    """A goal of another unit: whose ("": not told), of which project."""

    agency: str
    project: str
    text: str


class Others(Protocol):
    """What other units say, wherever it is kept."""

    def twin(self, document: Document, goal: str, limit: Decimal) -> Twin | None: ...
    def median(self, document: Document, name: str, unit: str, least: Decimal) -> Decimal | None: ...


class Sisters:
    """The goals and the quantities of many documents of one year. Building is linear, asking does not depend on how many."""

    def __init__(self, documents: Iterable[Document] = ()) -> None:
        self._goals: dict[str, list[Twin]] = {}
        self._by_mark: dict[int, list[str]] = defaultdict(list)
        self._values: dict[tuple[str, str], list[tuple[str, Decimal]]] = defaultdict(list)
        self._own: dict[tuple[str, str, str], list[Decimal]] = defaultdict(list)
        self._sorted: dict[tuple[str, str], list[Decimal]] = {}
        for document in documents:
            self._add(document)

    def _add(self, document: Document) -> None:
        agency = agency_of(document)
        for project in document.projects:
            for goal in project.goals:
                if len(goal) >= SHORT:
                    self._add_goal(Twin(agency, project.name or "", goal))
            for row in project.indicators:
                if row.level3 and row.target.value is not None:
                    key = (norm(row.level3), row.target.unit or "")
                    self._values[key].append((agency, row.target.value))
                    self._own[*key, agency].append(row.target.value)

    def _add_goal(self, twin: Twin) -> None:
        known = self._goals.setdefault(twin.text, [])
        if not known:
            for mark in marks(twin.text):
                self._by_mark[mark].append(twin.text)
        if len(known) < 2 and all(other.agency != twin.agency for other in known):
            known.append(twin)

    def twin(self, document: Document, goal: str, limit: Decimal) -> Twin | None:
        """A goal of another unit that is like this one above ``limit`` (0 to 1), the same words first."""
        own = agency_of(document)
        alike = sorted((known for mark in marks(goal) if len(known := self._by_mark.get(mark, ())) <= COMMON), key=len)
        texts = islice(dict.fromkeys(text for known in alike for text in known if text != goal), MOST)
        for text in (goal, *texts):
            others = [twin for twin in self._goals.get(text, ()) if twin.agency != own or not own]
            if others and (text == goal or cosine(text, goal) > limit):
                return others[0]
        return None

    def median(self, document: Document, name: str, unit: str, least: Decimal) -> Decimal | None:
        """The median of what other units set as the target of this name and unit; None for fewer than ``least`` of them."""
        key, own = (norm(name), unit), agency_of(document)
        if key not in self._sorted:
            self._sorted[key] = sorted(value for _agency, value in self._values.get(key, ()))
        everybody = self._sorted[key]
        mine = sorted(self._own.get((*key, own), ())) if own else []
        count = len(everybody) - len(mine)
        if not count or count < least:
            return None
        places = sorted(bisect_left(everybody, value) + mine[:at].count(value) for at, value in enumerate(mine))
        low, high = (_besides(everybody, places, rank) for rank in ((count - 1) // 2, count // 2))
        return (low + high) / 2


def _besides(everybody: list[Decimal], places: list[int], rank: int) -> Decimal:
    """The value of this rank when the values at ``places`` are taken out."""
    for place in places:
        rank += place <= rank
    return everybody[rank]


def agency_of(document: Document) -> str:
    """The code of the unit, or its name; "" where neither is printed: such a document is another than every other."""
    codes = (document.agency.code, *(project.agency_code for project in document.projects))
    names = (document.agency.name, *(project.agency_name for project in document.projects))
    return next((text for text in (*codes, *names) if text), "")


def marks(text: str) -> list[int]:
    """The least hashes of its runs of three characters: texts that share most runs share most of these."""
    return sorted({crc32(text[at : at + 3].encode()) for at in range(len(text) - 2)})[:_MARKS]
