"""What a rule gets besides its fact."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeVar

from jihuan.law.engine.context import Context
from jihuan.law.engine.facts import DocumentFacts
from jihuan.law.engine.rulebook import Rulebook

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Law:
    """The rulebook in force, the whole document, and what is known from elsewhere."""

    rulebook: Rulebook
    document: DocumentFacts
    context: Context
    _known: dict[object, Any] = field(default_factory=dict, compare=False)

    def once(self, find: Callable[[Law], T]) -> T:
        """What ``find`` finds out about this document and rulebook; the next rule that asks gets the same answer."""
        if find not in self._known:
            self._known[find] = find(self)
        found: T = self._known[find]
        return found

    def number(self, name: str) -> Decimal:
        """A parameter that is one figure, "values.min_daily"."""
        return self.rulebook.number(name)

    def table(self, name: str) -> Mapping[str, Any]:
        """A parameter of several members."""
        return self.rulebook.table(name)

    def words(self, lexicon: str) -> tuple[str, ...]:
        return self.rulebook.words(lexicon)

    def pairs(self, lexicon: str) -> Mapping[str, str]:
        return self.rulebook.pairs(lexicon)

    def groups(self, lexicon: str) -> Mapping[str, tuple[str, ...]]:
        return self.rulebook.groups(lexicon)

    def find(self, lexicon: str, text: str) -> tuple[str, ...]:
        """The words of a lexicon that stand in the text, each once."""
        return self.rulebook.find(lexicon, text)
