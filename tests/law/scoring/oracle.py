"""The scores once more, written from the text of the law with exact fractions: what score.sql must agree with."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from jihuan.law.scoring.policies import Policy
from jihuan.law.scoring.rows import IndicatorRow, ProjectRow

VALUES, AMOUNTS = 10**12, 10**14
ONE = Fraction(1)


@dataclass(frozen=True)
class Answer:
    """What comes of an indicator."""

    outcome: str
    status: str
    weight: int | None
    score: int | None


@dataclass(frozen=True)
class Sheet:
    """What comes of a project."""

    outcome: str
    status: str
    score: int | None
    total: int | None
    grade: str | None
    weights: int


def rounded(points: Fraction, policy: Policy) -> int:
    """A number of hundredths, by 四舍五入 or 截断."""
    return floor(points + Fraction(1, 2)) if policy.rounding == "half_up" else floor(points)


def share(row: IndicatorRow, policy: Policy) -> Fraction | str:
    """The part of its weight that a row earns, or why there is none: not_applicable, missing, refused."""
    if row.weight is not None and not 0 <= row.weight <= 10000:
        return "refused"
    if row.rule in ("not_applicable", "missing", "refused"):
        return row.rule
    if row.actual is None:
        return "missing"
    if abs(row.actual) > VALUES:
        return "refused"
    actual = Fraction(row.actual, row.one)
    if row.rule == "direct":
        return actual * row.one
    if row.rule == "tier":
        high, low = map(Fraction, policy.tiers)
        return filled_in(row, *{3: (high, None), 2: (low, high), 1: (Fraction(0), low)}[row.actual])
    if row.target is None or abs(row.target) > VALUES:
        return "refused"
    return compared(row, Fraction(row.target, row.one), actual, policy)


def compared(row: IndicatorRow, target: Fraction, actual: Fraction, policy: Policy) -> Fraction | str:
    """The part of a row whose target and actual value are figures or days."""
    if row.rule == "date":
        late = Fraction(0) if policy.late_date == "zero" else filled_in(row, Fraction(0), Fraction(policy.tiers[0]))
        return ONE if actual <= target else late
    if row.rule == "range":
        return ranged(row, target, actual, policy)
    if row.percent and policy.satisfaction == "bands":
        return next((Fraction(part) for least, part in policy.bands if actual >= least), Fraction(0))
    if row.rule == "forward" or row.rule == "equal" and target > 0:
        return over(target, actual, row.cause, policy) if actual >= target else forward(target, actual, policy)
    return reverse(target, actual, policy) if actual > target else under(target, actual, row.cause, policy)


def ranged(row: IndicatorRow, lower: Fraction, actual: Fraction, policy: Policy) -> Fraction | str:
    """Inside the range everything; outside, from the nearer end."""
    if row.upper is None or row.upper < (row.target or 0) or row.upper > VALUES:
        return "refused"
    upper = Fraction(row.upper, row.one)
    return forward(lower, actual, policy) if actual < lower else reverse(upper, actual, policy) if actual > upper else ONE


def forward(target: Fraction, actual: Fraction, policy: Policy) -> Fraction:
    """正向, not reached: actual ÷ target."""
    return passed(actual / target, policy) if target > 0 and actual > 0 else Fraction(0)


def reverse(target: Fraction, actual: Fraction, policy: Policy) -> Fraction:
    """反向, not kept: by ratio or by the excess."""
    if target <= 0:
        return Fraction(0)
    part = target / actual if policy.reverse_policy == "ratio" else max(Fraction(0), 1 - (actual - target) / target)
    return passed(part, policy)


def passed(part: Fraction, policy: Policy) -> Fraction:
    """及格门槛."""
    return part if part >= Fraction(policy.pass_threshold or 0) else Fraction(0)


def over(target: Fraction, actual: Fraction, cause: str, policy: Policy) -> Fraction:
    """超额完成: only a target set too low costs points."""
    most = 1 + Fraction(policy.over_threshold)
    if target <= 0 or actual / target <= most or cause != "target_low":
        return ONE
    return max(Fraction(0), 1 - (actual / target - most))


def under(target: Fraction, actual: Fraction, cause: str, policy: Policy) -> Fraction:
    """The same for 反向, the other way round."""
    least = 1 - Fraction(policy.over_threshold)
    if target <= 0 or actual / target >= least or cause != "target_low":
        return ONE
    return max(Fraction(0), 1 - (least - actual / target))


def filled_in(row: IndicatorRow, least: Fraction, below: Fraction | None) -> Fraction | str:
    """A person's points, where they are inside the band."""
    if row.stated is None:
        return "missing"
    if row.weight is None:
        return ONE if row.stated >= 0 else "refused"
    if not 0 <= row.stated <= row.weight:
        return "refused"
    if row.weight == 0:
        return ONE
    part = Fraction(row.stated, row.weight)
    return part if part >= least and (below is None or part < below) else "refused"


def outcome(row: IndicatorRow, policy: Policy) -> str:
    """The case in a word."""
    if row.weight is not None and not 0 <= row.weight <= 10000:
        return "weight_out_of_bounds"
    if row.rule in ("not_applicable", "missing", "refused"):
        return row.rule
    if row.actual is None:
        return "missing"
    if abs(row.actual) > VALUES:
        return "out_of_bounds"
    if row.rule == "direct":
        return "direct"
    return filled_or(row, "tier", policy) if row.rule == "tier" else of_figures(row, row.actual, policy)


def filled_or(row: IndicatorRow, case: str, policy: Policy) -> str:
    """What is wrong with a person's points, ``case`` where nothing is."""
    return {"missing": "missing", "refused": "tier_outside"}.get(str(share(row, policy)), case)


def of_figures(row: IndicatorRow, actual: int, policy: Policy) -> str:
    """The case of a row whose target and actual value are figures or days."""
    if row.target is None or row.rule == "range" and row.upper is None:
        return "refused"
    if abs(row.target) > VALUES or row.rule == "range" and not row.target <= (row.upper or 0) <= VALUES:
        return "out_of_bounds"
    if row.rule == "date":
        late = "late" if policy.late_date == "zero" else filled_or(row, "late_tier", policy)
        return "on_time" if actual <= row.target else late
    if row.rule == "range" and row.target <= actual <= (row.upper or 0):
        return "reached"
    return "band" if row.percent and policy.satisfaction == "bands" else missed_or_more(row, row.target, actual, policy)


def missed_or_more(row: IndicatorRow, target: int, actual: int, policy: Policy) -> str:
    """The case of a figure beside the one that was promised."""
    goal = row.upper or 0 if row.rule == "range" and actual > target else target
    down = row.rule == "reverse" or row.rule == "equal" and target <= 0 or row.rule == "range" and actual > target
    if actual > goal if down else actual < goal:
        linear = down and policy.reverse_policy != "ratio"
        if goal <= 0 or actual <= 0 or linear and actual >= 2 * goal:
            return "missed"
        if share(row, policy) == 0:
            return "below_pass"
        return "reverse_linear" if linear else "reverse_ratio" if down else "proportional"
    far = Fraction(policy.over_threshold) * goal
    if goal <= 0 or (goal - actual if down else actual - goal) <= far:
        return "reached"
    return {"target_low": "over_target_low", "external": "over_external"}.get(row.cause, "over_unexplained")


def indicator(row: IndicatorRow, weight: int | None, policy: Policy) -> Answer:
    """One row with the weight it has after redistribution."""
    part, case = share(row, policy), outcome(row, policy)
    if weight is not None and weight > 10000 and part != "not_applicable":
        return Answer("weight_out_of_bounds", "refused", weight, None)
    if isinstance(part, str):
        return Answer(case, part, weight, None)
    if weight is None:
        return Answer(case, "missing", None, None)
    return Answer(case, "scored", weight, rounded(weight * part, policy))


def weights(rows: Sequence[IndicatorRow], freed: int, policy: Policy) -> dict[int, int | None]:
    """The weights of a project's rows by position, after what does not apply gave its own to the others."""
    held = {row.position: row.weight for row in rows}
    sound = [row for row in rows if row.weight is not None and 0 <= row.weight <= 10000]
    gone = {row.position for row in sound if row.rule == "not_applicable"}
    if not any(held[position] for position in gone) and not freed:
        return held
    keys = [lambda row: (row.level1, row.level2), lambda row: row.level1] if policy.not_applicable == "level" else []
    for at, key in enumerate([*keys, lambda row: ""]):
        groups: dict[object, list[int]] = {}
        for row in sound:
            groups.setdefault(key(row), []).append(row.position)
        for positions in groups.values():
            share_out(held, positions, gone, freed if at == len(keys) else 0)
    return held


def share_out(held: dict[int, int | None], positions: Sequence[int], gone: Iterable[int], more: int) -> None:
    """Give what ``gone`` rows hold, and ``more``, to the others in proportion; hundredths by the largest remainder."""
    lost = set(gone)
    takers = {position: held[position] or 0 for position in sorted(positions) if position not in lost}
    pool, base = sum(held[position] or 0 for position in positions if position in lost) + more, sum(takers.values())
    if base == 0:
        return
    exact = {position: Fraction(weight * pool, base) for position, weight in takers.items()}
    rest = pool - sum(map(floor, exact.values()))
    first = sorted(exact, key=lambda position: (floor(exact[position]) - exact[position], position))[:rest]
    for position in positions:
        held[position] = 0 if position in lost else takers[position] + floor(exact[position]) + (position in first)


def sheet(row: ProjectRow, answers: Sequence[Answer], policy: Policy) -> Sheet:
    """The project: 预算执行率, total and 等级."""
    case, part = execution(row)
    status = STATUS.get(case, "refused")
    score = None if part is None else rounded(row.weight * part, policy)
    whole = sum(answer.weight for answer in answers if answer.weight is not None and 0 <= answer.weight <= 10000)
    whole += row.weight if status != "not_applicable" and 0 <= row.weight <= 10000 else 0
    scored = [answer.score for answer in answers if answer.score is not None]
    if not scored or any(answer.status in ("missing", "refused") for answer in answers) or status in ("missing", "refused"):
        return Sheet(case, status, score, None, None, whole)
    total = sum(scored) + (score or 0)
    if policy.execution_cap and status == "scored" and row.budget and row.executed is not None:
        below, most = map(Fraction, policy.execution_cap)
        total = min(total, int(most * 100)) if Fraction(row.executed, row.budget) < below else total
    names = zip(policy.grades, ("优", "良", "中"), strict=True)
    return Sheet(case, status, score, total, next((name for least, name in names if total >= least * 100), "差"), whole)


STATUS = {
    "not_listed": "not_applicable", "not_applicable": "not_applicable", "missing": "missing",
    "reached": "scored", "proportional": "scored",
}  # fmt: skip
"""The cases of 预算执行率 that are not refused."""


def execution(row: ProjectRow) -> tuple[str, Fraction | None]:
    """The case of 预算执行率 in a word, and the part of its weight that it earns."""
    if row.weight == 0:
        return "not_listed", None
    if not 0 <= row.weight <= 10000:
        return "weight_out_of_bounds", None
    if row.budget is None or row.executed is None:
        return "missing", None
    if not (0 <= row.budget <= AMOUNTS and 0 <= row.executed <= AMOUNTS):
        return "out_of_bounds", None
    if row.budget == 0:
        return ("not_applicable" if row.executed == 0 else "no_budget"), None
    return ("reached", ONE) if row.executed >= row.budget else ("proportional", Fraction(row.executed, row.budget))


def freed_execution(row: ProjectRow) -> int:
    """The weight that 预算执行率 gives away."""
    return row.weight if row.weight and execution(row)[0] == "not_applicable" else 0


def project(row: ProjectRow, rows: Sequence[IndicatorRow], policy: Policy) -> tuple[Sheet, list[Answer]]:
    """All of one project."""
    held = weights(rows, freed_execution(row), policy)
    answers = [indicator(item, held[item.position], policy) for item in rows]
    return sheet(row, answers, policy), answers


RULES = ("forward", "reverse", "equal", "range", "date", "tier", "direct", "not_applicable", "missing", "refused")
ODDS = (24, 16, 10, 6, 5, 8, 3, 4, 1, 1)


def draw(seed: int, count: int, policies: Sequence[int]) -> tuple[list[ProjectRow], list[list[IndicatorRow]]]:
    """Projects with some ten indicators each, ``count`` indicators in all: usual ones, edges, and absurd ones."""
    dice = random.Random(seed)
    projects, indicators, drawn = [], [], 0
    while drawn < count:
        number, policy, size = len(projects), dice.choice(policies), min(count - drawn, dice.randint(1, 19))
        clean = dice.random() < 0.5
        projects.append(draw_project(dice, number, policy, clean=clean))
        indicators.append([draw_indicator(dice, number, at, policy, clean=clean) for at in range(size)])
        drawn += size
    return projects, indicators


def draw_project(dice: random.Random, number: int, policy: int, *, clean: bool) -> ProjectRow:
    budget = dice.choice([dice.randint(1, 10**7), 0 if dice.random() < 0.5 else 100, 10**14])
    executed = dice.choice([dice.randint(0, max(1, budget)), budget, budget // 2, 0, budget + 1])
    if not clean and dice.random() < 0.1:
        budget, executed = dice.choice([(None, 5), (5, None), (-1, 5), (5, -1), (10**14 + 1, 5), (0, 7)])
    return ProjectRow(
        project=number, policy=policy, weight=dice.choice([1000, 1000, 1000, 0, 500, 333]), budget=budget, executed=executed
    )


def draw_indicator(dice: random.Random, number: int, at: int, policy: int, *, clean: bool) -> IndicatorRow:
    rule = dice.choices(RULES[:8] if clean else RULES, ODDS[:8] if clean else ODDS)[0]
    weight = dice.choice([1000, 500, 333, 1, 0, dice.randint(0, 10000)])
    target, upper, actual = draw_values(dice, rule)
    stated = dice.choice([weight, weight * 8 // 10, weight * 6 // 10, weight * 7 // 10, dice.randint(0, max(weight, 1))])
    if clean and rule == "tier":
        actual, stated = (3, weight) if weight == 0 or dice.random() < 0.8 else (1, 0)
    held: int | None = weight
    if not clean and dice.random() < 0.06:
        held = dice.choice([None, -1, 10001, 2**30])
    if not clean and dice.random() < 0.04:
        target, actual, stated = dice.choice(
            [(target, None, stated), (None, actual, stated), (10**12 + 1, actual, stated), (target, actual, None)]
        )
    one = 1 if rule in ("date", "tier", "direct") else dice.choice([1, 10, 100])
    return IndicatorRow(
        project=number, position=at, policy=policy, level1=dice.choice("甲乙"), level2=dice.choice("子丑寅"), weight=held,
        rule=rule, target=target, upper=upper, actual=actual, one=one, percent=rule in ("forward", "equal") and dice.random() < 0.2,
        cause=dice.choice(["", "target_low", "target_low", "external"]), stated=stated,
    )  # fmt: skip


def draw_values(dice: random.Random, rule: str) -> tuple[int | None, int | None, int | None]:
    """Target, upper end and actual value, often just at an edge of the law."""
    if rule == "tier":
        return None, None, dice.choice([1, 2, 3])
    if rule == "direct":
        return None, None, dice.choice([0, 1])
    if rule == "date":
        day = dice.randint(730000, 740000)
        return day, None, day + dice.choice([-400, -1, 0, 1, 30])
    target = dice.choice([dice.randint(1, 10000), dice.randint(1, 100), 0, -dice.randint(1, 100), 10**12, 10**11 + 7])
    factor = dice.choice([(1, 1), (13, 10), (7, 10), (3, 5), (2, 1), (23, 10), (9, 10), (dice.randint(0, 300), 100)])
    actual = max(-(10**12), min(10**12, target * factor[0] // factor[1] + dice.choice([-1, 0, 0, 0, 1])))
    upper = min(10**12, target + dice.choice([0, 1, dice.randint(0, 100)])) if rule == "range" else None
    return target, upper, dice.choice([actual, actual, actual, actual, 0, -actual])
