"""What a bureau changed on screen, laid over a rulebook: rules on trial or off, words of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from jihuan.law.engine.registry import Rule
from jihuan.law.engine.rulebook import Lexicon, Rulebook

Mode = Literal["on", "trial", "off"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """``modes`` are (rule, mode); ``words`` are (lexicon, word, value), later ones before earlier ones.

    ``value`` is "" in a list of words, the right word in a table, the name of the group in groups.
    """

    modes: tuple[tuple[str, Mode], ...] = ()
    words: tuple[tuple[str, str, str], ...] = ()


def amended(rulebook: Rulebook, amendment: Amendment) -> Rulebook:
    """The rulebook with the amendment on top; a rule or lexicon that it does not have is passed over."""
    if amendment == Amendment():
        return rulebook
    return replace(rulebook, rules=_rules(rulebook.rules, amendment), lexicons=_lexicons(rulebook.lexicons, amendment))


def _rules(rules: Mapping[str, Rule], amendment: Amendment) -> dict[str, Rule]:
    modes = dict(amendment.modes)
    return {
        name: replace(rule, trial=modes[name] == "trial") if name in modes else rule
        for name, rule in rules.items()
        if modes.get(name) != "off"
    }


def _lexicons(lexicons: Mapping[str, Lexicon], amendment: Amendment) -> dict[str, Lexicon]:
    changed = dict(lexicons)
    for name, word, value in amendment.words:
        if name in changed:
            changed[name] = _with(changed[name], word, value)
    return changed


def _with(known: Lexicon, word: str, value: str) -> Lexicon:
    if known.groups:
        groups = {**known.groups, value: tuple(dict.fromkeys((*known.groups.get(value, ()), word)))}
        return replace(known, groups=groups)
    if known.pairs:
        return replace(known, pairs={**known.pairs, word: value})
    return replace(known, words=tuple(dict.fromkeys((*known.words, word))))
