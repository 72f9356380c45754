"""Documents of our own as plain texts, with the faults planted in them: what the rules must find, and what they must let be.

``key: value`` lines before the rows; a row of goals is level1|level2|level3|description|target|basis|weight, of the other kinds
level1|level2|level3|target|weight|actual|score|deviation; an empty level repeats the one above. A fault stands at the end of
its line: ``<- A/B C`` means that rule A or B must fire there, and C too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from jihuan.core.document import (
    Agency,
    Budget,
    Document,
    Indicator,
    Project,
    Safeguard,
    SpendingNode,
    SubGoal,
    TextBlock,
)
from jihuan.core.indicators import parse_actual, parse_target

FOLDER = Path(__file__).parent
_GOALS = "level1 level2 level3 description target basis weight".split()
_SELF = "level1 level2 level3 target weight actual score deviation".split()
_AMOUNTS = {
    "total": "total",
    "fiscal": "fiscal",
    "other": "other",
    "adjusted": "adjusted",
    "executed": "executed",
    "rate": "execution_rate",
}


@dataclass(frozen=True)
class Fault:
    """Any of the rules must fire at the pointer or below it."""

    rules: tuple[str, ...]
    pointer: str


@dataclass
class Sample:
    """A document and the faults planted in it."""

    name: str
    document: Document
    faults: tuple[Fault, ...]


@dataclass
class _Sheet:
    """A project while it is read."""

    members: dict[str, str] = field(default_factory=dict)
    goals: list[str] = field(default_factory=list)
    rows: list[dict[str, str]] = field(default_factory=list)


def samples(folder: str) -> Iterator[Sample]:
    """Every document of the folder ("sound" or "defective")."""
    for file in sorted((FOLDER / folder).glob("*.txt")):
        yield _sample(file)


def _sample(file: Path) -> Sample:
    head: dict[str, str] = {}
    guards: list[str] = []
    sub_goals: list[dict[str, str]] = []
    sheets: list[_Sheet] = []
    faults: list[Fault] = []
    for line in file.read_text("utf-8").splitlines():
        said, _arrow, wanted = line.partition("<-")
        said = said.strip()
        pointer = f"/projects/{len(sheets) - 1}" if sheets else ""
        if "|" in said:
            pointer += f"/indicators/{len(sheets[-1].rows)}"
            sheets[-1].rows.append(_cells(said, sheets[-1].rows, head["kind"]))
        else:
            key, _colon, value = (part.strip() for part in said.partition(":"))
            if key == "project":
                sheets.append(_Sheet({"name": value}))
                pointer = f"/projects/{len(sheets) - 1}"
            elif key == "goal" and sheets:
                sheets[-1].goals.append(value)
            elif sheets:
                sheets[-1].members[key] = value
            elif key == "subgoal":
                sub_goals.append({"name": value})
            elif sub_goals and key in ("goal", "description", "text"):
                sub_goals[-1][key] = value
            elif key == "safeguard":
                guards.append(value)
            else:
                head[key] = value
        faults += [Fault(tuple(one.split("/")), pointer) for one in wanted.split()]
    document = Document(
        fiscal_year=int(head["year"]),
        kind=head["kind"],  # type: ignore[arg-type]
        agency=Agency(name=head["agency"]),
        overall_goal=TextBlock(text=head["overall"]) if "overall" in head else None,
        sub_goals=tuple(map(_sub_goal, sub_goals)),
        safeguards=tuple(Safeguard(text=text) for text in guards),
        projects=tuple(map(_project, sheets)),
    )
    return Sample(file.stem, document, tuple(faults))


def _cells(line: str, above: list[dict[str, str]], kind: str) -> dict[str, str]:
    names = _GOALS if kind == "goals" else _SELF
    row = dict(zip(names, (cell.strip() for cell in line.split("|")), strict=False))
    for level in ("level1", "level2"):
        if not row.get(level) and above:
            row[level] = above[-1][level]
    return row


def _sub_goal(members: dict[str, str]) -> SubGoal:
    text = members.get("text", "")
    return SubGoal(
        name=members["name"],
        description=members.get("description"),
        goal=members.get("goal"),
        indicator_text=text or None,
        indicators=tuple(map(_promise, re.split("[，。]", text.rstrip("。")) if text else ())),
    )


def _promise(clause: str) -> Indicator:
    found = re.match(r"(.+?)(?:达到|不低于|不少于|(?=[≥≤=＝]))(.+)", clause)
    name, value = (found[1], clause[len(found[1]) :].removeprefix("达到")) if found else (clause, "")
    return Indicator(level3=name, target=parse_target(value))


def _project(sheet: _Sheet) -> Project:
    members = sheet.members
    amounts = {name: _figure(members.get(key)) for key, name in _AMOUNTS.items()}
    nodes = (node.split(":") for node in members.get("plan", "").split())
    return Project(
        code=members.get("code") or None,
        name=members["name"],
        amount_unit=members.get("unit", "万元"),
        budget=Budget(**amounts),
        fund_use=members.get("use"),
        spending_plan=tuple(SpendingNode(month=int(month), percent=Decimal(percent)) for month, percent in nodes),
        goals=tuple(sheet.goals),
        achievement=members.get("achievement"),
        total_score=_figure(members.get("total_score")),
        execution_weight=_figure(members.get("execution_weight")),
        execution_score=_figure(members.get("execution_score")),
        indicators=tuple(map(_indicator, sheet.rows)),
    )


def _indicator(row: dict[str, str]) -> Indicator:
    actual = row.get("actual")
    return Indicator(
        level1=row["level1"] or None,
        level2=row["level2"] or None,
        level3=row.get("level3") or None,
        description=row.get("description") or None,
        target=parse_target(row.get("target", "")),
        basis=row.get("basis") or None,
        weight=_figure(row.get("weight")),
        actual=parse_actual(actual) if actual else None,
        score=_figure(row.get("score")),
        deviation=row.get("deviation") or None,
    )


def _figure(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None
