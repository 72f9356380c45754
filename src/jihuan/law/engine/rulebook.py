"""A rulebook: the sources, parameters, lexicons, schemes and rules in force for one jurisdiction on one day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from jihuan.core.language import _
from jihuan.law.engine.registry import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A document of law, or a practice. ``clauses``: clause → whether its wording was compared with the original."""

    number: str
    title: str
    since: date
    until: date | None
    verified: bool
    clauses: Mapping[str, bool]

    def in_force(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A dated number or table of numbers and words."""

    name: str
    title: str
    unit: str
    values: tuple[tuple[date, Mapping[str, Any]], ...]
    """From which day which members hold; a single figure is the member "value", the clause behind it the member "cites"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """A list of words, a table word → word, or named lists of words."""

    name: str
    title: str
    words: tuple[str, ...] = ()
    pairs: Mapping[str, str] | None = None
    groups: Mapping[str, tuple[str, ...]] | None = None

    @property
    def sorts(self) -> dict[str, bool]:
        """Which of words, pairs and groups it has any of."""
        return {"words": bool(self.words), "pairs": bool(self.pairs), "groups": bool(self.groups)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """A scheme of indicators: what levels it knows, in which order, and the usual weights."""

    name: str
    title: str
    order: tuple[str, ...]
    required: tuple[str, ...]
    weights: Mapping[str, int]


@dataclass(frozen=True, kw_only=True, eq=False)
class Rulebook:
    """What holds in ``jurisdiction`` on the day ``on``."""

    jurisdiction: str
    title: str
    on: date
    sources: Mapping[str, Source]
    parameters: Mapping[str, Parameter]
    lexicons: Mapping[str, Lexicon]
    schemes: Mapping[str, Scheme]
    scheme_name: str
    rules: Mapping[str, Rule]

    @property
    def scheme(self) -> Scheme:
        return self.schemes[self.scheme_name]

    def table(self, name: str) -> Mapping[str, Any]:
        """The members of a parameter on this day, without its clause. KeyError where there is no such parameter."""
        return {key: value for key, value in self._members(name).items() if key != "cites"}

    def _members(self, name: str) -> Mapping[str, Any]:
        known = self.parameters[name]
        held = [members for since, members in known.values if since <= self.on]
        return held[-1] if held else known.values[0][1]

    def clause(self, name: str) -> str:
        """The clause behind a parameter on this day, as ``citation`` writes it."""
        number, _space, clause = str(self._members(name)["cites"]).partition(" ")
        return self._cited(number, clause)

    def number(self, name: str) -> Decimal:
        """A parameter that is one figure."""
        return Decimal(self.table(name)["value"])

    def words(self, name: str) -> tuple[str, ...]:
        return self.lexicons[name].words

    def pairs(self, name: str) -> Mapping[str, str]:
        return self.lexicons[name].pairs or {}

    def groups(self, name: str) -> Mapping[str, tuple[str, ...]]:
        return self.lexicons[name].groups or {}

    def find(self, lexicon: str, text: str) -> tuple[str, ...]:
        """The words of a lexicon that stand in the text, longest first at each place, each once, in order."""
        return tuple(dict.fromkeys(self._patterns(lexicon).findall(text)))

    def _patterns(self, lexicon: str) -> re.Pattern[str]:
        if lexicon not in self._compiled:
            known = self.lexicons[lexicon]
            words = (
                known.words or tuple(known.pairs or ()) or tuple(w for group in (known.groups or {}).values() for w in group)
            )
            ordered = sorted(words, key=len, reverse=True)
            self._compiled[lexicon] = re.compile("|".join(map(re.escape, ordered)) or r"(?!)")
        return self._compiled[lexicon]

    @cached_property
    def _compiled(self) -> dict[str, re.Pattern[str]]:
        return {}

    def citation(self, rule: Rule) -> str:
        """The clauses behind a rule as a reader sees them; what was not compared with the original says 未核对."""
        cited = [cite.partition(" ")[::2] for cite in rule.cites]
        held = [(number, clause) for number, clause in cited if self.sources[number].in_force(self.on)] or cited
        return "；".join(self._cited(number, clause) for number, clause in held)

    def _cited(self, number: str, clause: str) -> str:
        source = self.sources[number]
        checked = source.clauses[clause] if clause else source.verified
        text = " ".join(part for part in (number, clause) if part)
        return text if checked else _("{citation}（未核对）").format(citation=text)
