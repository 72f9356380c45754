"""A self-evaluation of thousands of indicators: screens of a bearable size, and figures that are always those of the whole sheet."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from urllib.parse import urlencode

import pytest

from jihuan.apps.evaluation import actions, facts
from jihuan.apps.objectives.actions import apply_document
from jihuan.core.indicators import parse_target
from jihuan.ui.pieces import ROWS

MANY = 1000
MOST_BYTES = 1_300_000
QUERIES = 23
JSON = {"Accept": "application/json"}


def begin(officer, goals, count: int):
    """A sheet of so many indicators, each with a tenth of a point or less."""
    (sheet,) = goals.projects
    rows = tuple(replace(sheet.indicators[0], level3=f"第{at}条", target=parse_target("≥10次")) for at in range(count))
    (project,) = apply_document(officer, replace(goals, projects=(replace(sheet, indicators=rows),))).projects
    return actions.reread(actions.start(officer, project))


@pytest.fixture
def large(officer, goals, client):
    client.force_login(officer)
    return begin(officer, goals, MANY)


@pytest.fixture
def here(large) -> str:
    return f"/evaluations/{large.project_id}/"


@pytest.fixture
def names(large) -> list[str]:
    return [f"rows/{row.key}" for row in facts.sheet_of(large).rows]


def page_of(client, here: str, more: str = "") -> str:
    return client.get(f"{here}{more}").content.decode()


def test_no_screen_is_large_and_every_row_is_on_one(client, here, names) -> None:
    found, more = [], "?page=1"
    while more:
        page = page_of(client, here, more)
        assert len(page.encode()) < MOST_BYTES
        assert ('name="executed"' in page) == (more == "?page=1")
        found += re.findall(r'name="(rows/\d+)/actual"', page)
        way = re.search(r'class="button small" rel="next" href="[^"?]*([^"]+)"', page)
        more = way[1] if way else ""
    assert found == names


def test_a_cell_of_the_last_screen_is_scored_with_the_whole_sheet(client, here, names, large) -> None:
    last = names[-1]
    told = client.post(f"{here}preview/?page={MANY // ROWS}", {f"{last}/actual": "10次", f"{names[0]}/actual": "10次"}).json()
    weights = facts.sheet_of(large).rows
    assert Decimal(told["texts"][f"{last}/score"]) == weights[-1].weight
    assert f"{names[0]}/score" not in told["texts"]
    assert told["texts"]["partial"] == f"已计 {weights[0].weight + weights[-1].weight:.2f} 分"
    assert (told["texts"]["sum"], set(told["states"])) == ("100", {"execution", *names[-ROWS:]})
    answer = client.post(
        f"{here}cells/?page={MANY // ROWS}", {"pointer": f"{last}/actual", "value": "5次", "base": ""}, headers=JSON
    )
    assert set(answer.json()["figures"]["states"]) == {"execution", *names[-ROWS:]}


def test_what_is_missing_is_told_of_every_screen_and_leads_there(client, here, names, large) -> None:
    back = client.post(f"{here}submit/", {"version": large.version})
    assert back["Location"] == f"{here}?missing=1"
    page = page_of(client, here, "?missing=1")
    count = MANY + 2
    assert f"还有 {count} 处没有填好，不能提交" in page
    listed = re.findall(r'<li><a href="\?at=([^#"]+)#\1" data-goes="\1">', page)
    assert listed == ["executed", "achievement", *(f"{name}/actual" for name in names[:98])]
    assert re.findall(r'<a href="\?page=(\d+)">第 \1 页 (\d+) 处</a>', page) == [
        (str(at + 1), str(ROWS + 2 * (at == 0))) for at in range(MANY // ROWS)
    ]
    there = page_of(client, here, f"?at={names[777]}/actual")
    assert (
        f'id="{names[777]}/actual"' in there and f"绩效指标第 {777 // ROWS * ROWS + 1}–{777 // ROWS * ROWS + ROWS} 条" in there
    )


def test_what_was_tried_out_on_several_screens_is_taken_over_together(client, here, names, large) -> None:
    values = {f"{names[0]}/actual": "10次", f"{names[-1]}/actual": "7次", "executed": "二十"}
    form = {"version": large.version, "trial": "1", "page": str(MANY // ROWS)}
    refused = client.post(f"{here}cells/", values | form)
    page = refused.content.decode()
    assert (refused.status_code, "7次" in page) == (409, True)
    assert f'href="{here}?at=executed&amp;try=1#executed"' in page
    assert f'rel="prev" href="{here}?try=1&amp;page={MANY // ROWS - 1}"' in page
    done = client.post(f"{here}cells/", values | form | {"executed": "20"})
    assert done["Location"] == f"{here}?page={MANY // ROWS}"
    assert 'class="notice adopted success"' in page_of(client, here)
    rows = facts.sheet_of(actions.reread(large)).rows
    assert (rows[0].actual, rows[-1].actual) == ("10次", "7次")


def test_a_browser_without_script_saves_on_the_way_to_the_next_screen(client, here, names, large) -> None:
    assert re.search(r'<button class="[^"]*only-without-js" form="fill-form" name="page" value="2">', page_of(client, here))
    done = client.post(f"{here}cells/", {"version": large.version, f"{names[3]}/actual": "9次", "page": ["1", "2"]})
    assert done["Location"] == f"{here}?page=2"
    assert facts.sheet_of(actions.reread(large)).rows[3].actual == "9次"


def test_the_queries_of_a_screen_are_frozen(officer, goals, client, django_assert_num_queries) -> None:
    client.force_login(officer)
    client.get("/")  # the session notes that its user works
    for count in (3, ROWS * 3):
        evaluation = begin(officer, replace(goals, projects=(replace(goals.projects[0], code=None, name=f"{count}条"),)), count)
        with django_assert_num_queries(QUERIES):
            client.get(f"/evaluations/{evaluation.project_id}/?page=2")


def test_changing_every_weight_writes_rows_together(officer, large, names, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(60):
        actions.fill(
            officer,
            large,
            f"{names[0]}/weight",
            "50",
            facts.shown(large.rows.get(indicator_id=names[0][5:]).weight.normalize()),
        )
    assert facts.sheet_of(actions.reread(large)).sum == 100


def test_three_thousand_rows_are_taken_over_at_once_and_submitted(officer, goals, client) -> None:
    client.force_login(officer)
    large = begin(officer, goals, 3000)
    here, names = f"/evaluations/{large.project_id}/", [f"rows/{row.key}" for row in facts.sheet_of(large).rows]
    cause = "雨季道路不通，出车推迟；来年错开雨季，按月安排出车。" * 4
    typed = {f"{name}/actual": f"{at % 10}次" for at, name in enumerate(names)}
    typed |= {f"{name}/deviation": f"{at}：{cause}" for at, name in enumerate(names)}
    form = {"version": large.version, "executed": "20", "achievement": "出车推迟。", "trial": "1"}
    sent = urlencode(typed | form)  # as a browser sends it: nine bytes for a character
    assert client.post(f"{here}cells/", sent, "application/x-www-form-urlencoded").status_code == 302
    taken = actions.reread(large)
    client.post(f"{here}submit/", {"version": taken.version})
    submitted = actions.reread(large)
    rows = facts.sheet_of(submitted).rows
    assert submitted.state == "submitted" and submitted.total is not None
    assert [(row.actual, row.deviation) for row in rows] == [
        (typed[f"{name}/actual"], typed[f"{name}/deviation"]) for name in names
    ]
