"""The rules: small generator functions with a permanent id, found by importing the modules in ``rulebooks/*/checks``."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import ModuleType
from typing import Any, Literal

from jihuan.core.document import Kind, Level
from jihuan.core.language import _, use_language

Method = Literal["D", "L", "T", "S"]
"""D deterministic, L by lexicon or pattern, T by threshold, S a heuristic for a person to judge."""
Scope = Literal["document", "project", "sub_goal", "indicator", "text"]
Stage = Literal["goals", "import", "monitoring", "self_evaluation", "disclosure"]
Check = Callable[..., Iterator[Any]]

KINDS: tuple[Kind, ...] = ("goals", "monitoring", "self_evaluation")


class RuleError(Exception):
    """A rule that is declared wrongly: a mistake of the programmer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule as declared. ``title``, ``hint`` and ``proves`` are msgids; ``cites`` are "number clause" of ``sources/*.yaml``."""

    id: str
    title: str
    hint: str
    proves: str
    """What a finding proves, and what the rule cannot see."""
    level: Level
    method: Method
    stage: Stage
    scope: Scope
    cites: tuple[str, ...]
    kinds: tuple[Kind, ...]
    """Kinds of document that the rule looks at."""
    since: date | None
    until: date | None
    trial: bool
    """Only informs until a bureau has seen how often it is right."""
    explanation: str
    run: Check
    fixed: bool = False
    """The place set the level: lighter and graver cases are of this level too."""
    beside: bool = False
    """It looks at other sheets of the document too."""

    @property
    def judge(self) -> bool:
        """For a person to judge."""
        return self.method == "S"

    @property
    def alone(self) -> bool:
        """Whether it says of a sheet (or of the department part) the same, whatever else the document contains."""
        return self.scope in ("project", "indicator", "text") and not self.beside


_rules: dict[str, Rule] = {}


def check(rule: str, **header: Any) -> Callable[[Check], Check]:
    """Register a generator ``(fact, law) -> Iterator[Hit]`` as a rule; see ``jihuan.law.engine`` for the header."""

    def register(function: Check) -> Check:
        made = _rule(rule, function, **header)
        known = _rules.get(rule)
        if known is not None and _where(known.run) != _where(function):
            raise RuleError(
                _("规则 {rule} 写了两次：{first} 与 {second}").format(
                    rule=rule, first=_where(known.run), second=_where(function)
                )
            )
        _rules[rule] = made
        return function

    return register


def _where(function: Check) -> str:
    return f"{inspect.getsourcefile(function)}:{function.__code__.co_firstlineno}"


def _rule(rule: str, function: Check, **header: Any) -> Rule:
    cites = header.pop("cites")
    made = Rule(
        id=rule,
        title=header.pop("title"),
        hint=header.pop("hint"),
        proves=header.pop("proves", ""),
        level=header.pop("level"),
        method=header.pop("method"),
        stage=header.pop("stage", "goals"),
        scope=header.pop("scope"),
        cites=(cites,) if isinstance(cites, str) else tuple(cites),
        kinds=header.pop("kinds", KINDS),
        since=header.pop("since", None),
        until=header.pop("until", None),
        trial=header.pop("trial", False),
        beside=header.pop("beside", False),
        explanation=inspect.cleandoc(function.__doc__ or ""),
        run=function,
    )
    if header:
        raise RuleError(f"{rule}: {', '.join(header)}")
    if made.method == "S" and made.level == "error":
        raise RuleError(_("规则 {rule} 是启发式判断，不得定为错误级").format(rule=rule))
    if not made.proves:
        raise RuleError(_("规则 {rule} 没有说明").format(rule=rule))
    return made


@cache
def rules() -> dict[str, Rule]:
    """Every rule by its id, in the order of ids."""
    from jihuan.law import rulebooks

    with use_language("zh_Hans"):  # titles and hints are kept as msgids, translated when shown
        for module in _modules(rulebooks):
            importlib.import_module(module)
    return dict(sorted(_rules.items()))


def _modules(package: ModuleType) -> Iterator[str]:
    for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if ".checks." in found.name:
            yield found.name
