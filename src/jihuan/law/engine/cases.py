"""Cases: sentences in YAML that say when a rule fires and when it does not. They are the tests and the examples of a rule.

``given`` is an indicator ({name, level2, description, target: ≤1年, …}), a project ({name, budget: 26, goals: […],
indicators: […], …}) or a document ({projects: […], sub_goals: […], overall_goal: …, safeguards: […], year: 2025}), told apart
by its keys. Only the rule under test runs. ``then`` lists the outcomes in order; ``[pass]`` means none. The others may be left out:
``at`` lists the pointers, ``says`` a part of each message, ``mend`` what each mend writes (``""`` where there is none), ``level`` is
the level of every finding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from jihuan.core.document import (
    Actual,
    Agency,
    Budget,
    Document,
    Indicator,
    Place,
    Project,
    Safeguard,
    SpendingNode,
    SubGoal,
    Target,
    TextBlock,
)
from jihuan.core.findings import Finding
from jihuan.core.indicators import parse_actual, parse_target
from jihuan.law.engine.context import Context, Printed
from jihuan.law.engine.loading import ROOT, load
from jihuan.law.engine.registry import rules
from jihuan.law.engine.run import check
from jihuan.law.engine.sisters import Sisters
from jihuan.law.engine.strict_yaml import Entry, RulebookError
from jihuan.law.engine.strict_yaml import load as load_yaml

_DOCUMENT = "year kind agency agency_code overall_goal sub_goals safeguards projects".split()
_PROJECT = (
    "code name agency_code agency_name unit budget fiscal other executed adjusted rate fund_use plan goals indicators "
    "achievement total_score execution_weight execution_score"
).split()
_INDICATOR = "name level1 level2 description target basis weight actual score deviation".split()
_OUTCOMES = ("pass", "fail", "not_enough_data", "not_applicable")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One sentence."""

    name: str
    rule: str
    document: Document
    context: Context
    on: date
    jurisdiction: str
    then: tuple[str, ...]
    at: tuple[str, ...]
    says: tuple[str, ...]
    mend: tuple[str, ...]
    level: str
    where: str

    def run(self) -> tuple[Finding, ...]:
        return check(self.document, load(self.jurisdiction, self.on), self.context, only=(self.rule,)).findings

    def difference(self) -> str:
        """What came out otherwise than the sentence says; "" when it is as said."""
        found = self.run()
        outcomes = tuple(finding.outcome for finding in found) or ("pass",)
        places = tuple(finding.pointer for finding in found)
        messages = tuple(finding.message for finding in found)
        mends = tuple(finding.mend.after if finding.mend else "" for finding in found)
        levels = {finding.level for finding in found}
        as_said = (
            outcomes == self.then
            and self.at in ((), places)
            and (not self.says or (len(self.says) == len(messages) and all(map(str.__contains__, messages, self.says))))
            and self.mend in ((), mends)
            and (not self.level or levels == {self.level})
        )
        return "" if as_said else f"{self.where} {self.rule} {self.name}: {outcomes} {places} {messages} {mends} {levels}"


def cases(root: Path = ROOT) -> Iterator[Case]:
    """Every case of every jurisdiction. Raises RulebookError."""
    for file in sorted(root.glob("*/cases/**/*.yaml")):
        entries = load_yaml(file)
        if not isinstance(entries, list):
            raise RulebookError(file, 1, "cases")
        for entry in entries:
            if not isinstance(entry, Entry):
                raise RulebookError(file, 1, "case")
            yield _case(entry)


def _case(entry: Entry) -> Case:
    entry.expect("name rule given then", "on context jurisdiction at says mend level")
    then = entry.words("then", unique=False)
    if entry["rule"] not in rules():
        raise entry.fail(str(entry["rule"]), "rule")
    if not then or any(outcome not in _OUTCOMES for outcome in then):
        raise entry.fail("then", "then")
    return Case(
        name=entry.text("name"),
        rule=entry.text("rule"),
        document=_document(entry["given"], entry),
        context=_context(entry.get("context") or {}),
        on=entry.get("on") or date(2025, 1, 1),
        jurisdiction=entry.text("jurisdiction", "national"),
        then=then,
        at=entry.words("at", unique=False),
        says=entry.words("says", unique=False),
        mend=entry.words("mend", unique=False),
        level=entry.text("level"),
        where=f"{entry.file.name}:{entry.line}",
    )


def _document(given: Any, entry: Entry) -> Document:
    if not isinstance(given, Entry):
        raise entry.fail("given", "given")
    if not set(given) & {*_DOCUMENT} - {"agency_code"}:
        inner: Any = {"projects": [given if set(given) & set(_PROJECT) - {"name"} else {"indicators": [given]}]}
    else:
        inner = given.expect("", " ".join(_DOCUMENT))
    goal = inner.get("overall_goal")
    return Document(
        fiscal_year=inner.get("year", 2025),
        kind=inner.get("kind", "goals"),
        agency=Agency(code=_text(inner.get("agency_code")), name=inner.get("agency")),
        overall_goal=TextBlock(text=goal) if goal else None,
        sub_goals=tuple(map(_sub_goal, inner.get("sub_goals", ()))),
        safeguards=tuple(
            Safeguard(title=item.get("title"), text=item["text"]) if isinstance(item, dict) else Safeguard(text=item)
            for item in inner.get("safeguards", ())
        ),
        projects=tuple(map(_project, inner.get("projects", ()))),
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _amount(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _sub_goal(given: Entry) -> SubGoal:
    given.expect("name", "description goal indicator_text indicators")
    return SubGoal(
        name=given["name"],
        description=given.get("description"),
        goal=given.get("goal"),
        indicator_text=given.get("indicator_text"),
        indicators=tuple(map(_indicator, given.get("indicators", ()))),
    )


def _project(given: Mapping[str, Any]) -> Project:
    if isinstance(given, Entry):
        given.expect("", " ".join(_PROJECT))
    total = _amount(given.get("budget"))
    plan = given.get("plan") or {}
    return Project(
        code=_text(given.get("code")),
        name=given.get("name"),
        agency_code=_text(given.get("agency_code")),
        agency_name=given.get("agency_name"),
        amount_unit=given.get("unit", "万元"),
        budget=Budget(
            total=total,
            fiscal=_amount(given.get("fiscal", given.get("budget"))),
            other=_amount(given.get("other")),
            adjusted=_amount(given.get("adjusted")),
            executed=_amount(given.get("executed")),
            execution_rate=_amount(given.get("rate")),
        ),
        fund_use=given.get("fund_use"),
        spending_plan=tuple(SpendingNode(month=month, percent=_amount(percent)) for month, percent in plan.items()),
        goals=tuple(given.get("goals", ())),
        achievement=given.get("achievement"),
        total_score=_amount(given.get("total_score")),
        execution_weight=_amount(given.get("execution_weight")),
        execution_score=_amount(given.get("execution_score")),
        indicators=tuple(map(_indicator, given.get("indicators", ()))),
    )


def _indicator(given: Entry) -> Indicator:
    given.expect("", " ".join(_INDICATOR))
    target = _text(given.get("target"))
    actual = _text(given.get("actual"))
    return Indicator(
        level1=given.get("level1"),
        level2=given.get("level2"),
        level3=_text(given.get("name")),
        description=_text(given.get("description")),
        target=parse_target(target) if target is not None else Target(raw=""),
        basis=given.get("basis"),
        weight=_amount(given.get("weight")),
        actual=_actual(actual),
        score=_amount(given.get("score")),
        deviation=given.get("deviation"),
    )


def _actual(text: str | None) -> Actual | None:
    return None if text is None else parse_actual(text)


def _context(given: Mapping[str, Any]) -> Context:
    """The members of Context by name; documents as in ``given``, lists of pointers as sets, printed texts as texts."""
    members: dict[str, Any] = {}
    for name, value in given.items():
        match name:
            case "printed":
                members[name] = tuple(Printed(text=text, place=Place(line=(at, at))) for at, text in enumerate(value, start=1))
            case "last_year" | "approved":
                members[name] = _document(value, value)
            case "sisters":
                members[name] = Sisters(_document(item, item) for item in value)
            case "attachments" | "tiers" | "adjustments" | "responsible":
                members[name] = frozenset(value)
            case "department_budget":
                members[name] = Decimal(value)
            case "forecasts":
                members[name] = {key: Decimal(str(figure)) for key, figure in value.items()}
            case _:
                members[name] = dict(value) if isinstance(value, dict) else value
    return Context(**members)
