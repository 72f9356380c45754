"""The measures against the same questions asked in plain Python."""

from __future__ import annotations

from collections import Counter, defaultdict
from fractions import Fraction
from statistics import median_low

from jihuan.analytics.measures import FAR, PEERS
from jihuan.core.interchange import loads
from jihuan.law.engine import check, rulebook_for

FACTS = "SELECT department, province, year, amount, spent, total, grade FROM facts"


def _half_up(value: Fraction) -> int:
    return int(value + Fraction(1, 2))


def test_averages_are_those_of_the_rows(nation) -> None:
    groups = defaultdict(list)
    for row in nation.rows(FACTS):
        groups[row[1], row[2]].append(row)
    table = nation.tables["averages-by-province-year"]
    assert [column.name for column in table.columns][:4] == ["province", "year", "projects", "scored"]
    found = {row[:2]: row[2:] for row in table.rows}
    assert set(found) == set(groups)
    for key, rows in groups.items():
        totals = [row[5] for row in rows if row[5] is not None]
        reported = [row for row in rows if row[4] is not None]
        planned, spent = sum(row[3] for row in reported), sum(row[4] for row in reported)
        assert found[key] == (
            len(rows),
            len(totals),
            _half_up(Fraction(sum(totals), len(totals))) if totals else None,
            min(totals, default=None),
            max(totals, default=None),
            sum(row[3] for row in rows),
            spent if reported else None,
            _half_up(Fraction(10000 * spent, planned)) if planned else None,
        )


def test_grades_are_counted_with_their_share_in_the_order_of_the_law(nation) -> None:
    grades = Counter(row[6] for row in nation.rows(FACTS) if row[6])
    rows = nation.tables["grades"].rows
    assert [row[0] for row in rows] == [grade for grade in "优良中差" if grades[grade]]
    assert {row[0]: row[1] for row in rows} == dict(grades)
    assert [row[2] for row in rows] == [_half_up(Fraction(10000 * row[1], grades.total())) for row in rows]
    by_department = defaultdict(Counter)
    for department, *_others, grade in nation.rows(FACTS):
        if grade:
            by_department[department][grade] += 1
    assert {row[:3] for row in nation.tables["grades-by-department"].rows} == {
        (department, grade, count) for department, counted in by_department.items() for grade, count in counted.items()
    }


def test_unit_costs_far_from_the_median_of_their_peers_are_found(nation) -> None:
    costs = defaultdict(dict)
    first = nation.rows("""
        SELECT i.project, i.level3, i.unit, i.target, p.amount FROM indicators i JOIN projects p ON p.project = i.project
        WHERE i.position = 1 AND p.amount > 0
    """)
    for project, thing, unit, target, amount in first:
        costs[thing, unit][project] = amount * 100 // target
    far = set()
    for peers in costs.values():
        middle = median_low(peers.values())
        spread = median_low(abs(cost - middle) for cost in peers.values())
        far |= {
            project
            for project, cost in peers.items()
            if len(peers) >= PEERS and abs(cost - middle) > FAR * spread and 2 * abs(cost - middle) > middle
        }
    rows = nation.tables["outliers"].rows
    assert {row[-1] for row in rows} == far
    planted = {project for (project,) in nation.rows("SELECT project FROM projects WHERE planted = 'unit_cost'")}
    assert planted
    assert planted <= far
    ratios = [Fraction(abs(row[7] - row[8]), row[8]) for row in rows]
    assert all(one >= other - Fraction(1, 1000) for one, other in zip(ratios, ratios[1:], strict=False))


def test_rules_are_counted_as_the_checker_answers(nation) -> None:
    counted: Counter[tuple[str, str]] = Counter()
    for (text,) in nation.rows("SELECT json FROM documents"):
        document = loads(text)
        counted.update((found.rule, found.level) for found in check(document, rulebook_for(document)).failures)
    rows = nation.tables["rules"].rows
    assert {(row[0], row[2]): row[3] for row in rows} == dict(counted)
    assert [row[3] for row in rows] == sorted((row[3] for row in rows), reverse=True)


def test_findings_are_counted_by_the_labels_of_their_projects(nation) -> None:
    rows = nation.tables["rules-by-department"].rows
    departments = dict(nation.rows("SELECT project, department FROM projects"))
    expected = Counter(
        (departments[project], rule)
        for project, rule in nation.rows("SELECT project, rule FROM findings WHERE outcome = 'fail'")
    )
    assert {(row[0], row[1]): row[4] for row in rows} == dict(expected)
