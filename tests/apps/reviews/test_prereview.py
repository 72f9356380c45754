"""The review sheet: reference points with their derivation, and a reviewer's own figures beside them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jihuan.apps.accounts import groups
from jihuan.apps.journal.models import Entry
from jihuan.apps.organisations.access import NotAllowed, Refused
from jihuan.apps.reviews import actions, ruling
from jihuan.apps.reviews.models import AspectPoints, Finding
from jihuan.apps.reviews.prereview import review_sheet
from tests.apps.reviews.conftest import recheck


@pytest.fixture
def checked(project, bureau, client):
    recheck(project)
    client.force_login(bureau)
    return project


def _aspect(project, name: str):
    return next(line for line in review_sheet(project).lines if line.name == name)


def test_every_cause_takes_its_share_of_its_aspect(checked) -> None:
    science, possible = _aspect(checked, "指标科学性"), _aspect(checked, "实现可能性")
    assert [(cause.rule, cause.points) for cause in science.taken] == [("VAL-005", Decimal("7.50"))]
    assert science.reference == Decimal("7.50")
    assert [(cause.rule, cause.points, cause.waived) for cause in possible.taken] == [("BAS-001", Decimal("2.00"), False)]
    review = review_sheet(checked)
    assert (review.total, review.grade, review.decided) == (Decimal("89.44"), "良", None)


def test_a_reason_is_shown_and_takes_its_points_still_but_a_mend_does_not(checked, officer) -> None:
    for finding in Finding.objects.filter(rule="BAS-001", project=checked):
        actions.waive(officer, finding, "县里统一规定")
    actions.mend(officer, Finding.objects.get(rule="VAL-005"))
    assert _aspect(checked, "实现可能性").taken[0].waived
    assert _aspect(checked, "实现可能性").reference == Decimal(8)
    assert _aspect(checked, "指标科学性").reference == Decimal(15)


def test_a_reviewer_gives_other_points_with_a_reason_and_the_reference_stays(checked, bureau, client) -> None:
    post = {"aspect": "指标科学性", "points": "12.5", "reason": "单位写法不影响考核"}
    page = client.post(f"/projects/{checked.pk}/review/points/", post, follow=True).content.decode()
    assert "单位写法不影响考核" in page
    line = _aspect(checked, "指标科学性")
    assert (line.points, line.reference, line.given.by) == (Decimal("12.50"), Decimal("7.50"), bureau)
    assert review_sheet(checked).decided == (Decimal("95.00"), "优")
    assert Entry.objects.get(action="give_points").after["points"] == "12.5"
    client.post(f"/projects/{checked.pk}/review/points/", post | {"points": "", "reason": "还是按参考分"})
    assert AspectPoints.objects.count() == 0
    assert Entry.objects.filter(action="give_points").count() == 2


def test_an_aspect_that_no_rule_judges_may_be_judged_by_a_person(checked, bureau) -> None:
    ruling.give_points(bureau, checked, "条件充分性", Decimal(0), "没有内控制度")
    assert review_sheet(checked).decided == (Decimal("80.50"), "良")


@pytest.mark.parametrize(
    ("aspect", "points", "why"),
    [
        ("没有", "1", "没有这个要点"),
        ("指标科学性", "15.01", "0 到 15"),
        ("指标科学性", "-1", "0 到 15"),
        ("指标科学性", "1.234", "两位小数"),
    ],
)
def test_points_that_cannot_be_are_refused(checked, bureau, aspect, points, why) -> None:
    with pytest.raises(Refused, match=why):
        ruling.give_points(bureau, checked, aspect, Decimal(points), "因为所以如此")


@pytest.mark.parametrize(
    ("post", "why"),
    [
        ({"points": "很多", "reason": "因为所以"}, "不是得分"),
        ({"points": "1", "reason": "无"}, "至少 4 个字"),
        ({"reason": "因为所以"}, "已经是参考分"),
    ],
)
def test_what_was_typed_wrong_is_said(checked, client, post, why) -> None:
    address = f"/projects/{checked.pk}/review/points/"
    assert why in client.post(address, {"aspect": "指标科学性"} | post, follow=True).content.decode()


def test_only_reviewers_give_points(checked, officer, county, person, client) -> None:
    with pytest.raises(NotAllowed):
        ruling.give_points(officer, checked, "指标科学性", Decimal(15), "我觉得很好")
    client.force_login(officer)
    page = client.get(f"/projects/{checked.pk}/review/").content.decode()
    assert "机器预审参考分" in page
    assert "改这个得分" not in page
    assert client.post(f"/projects/{checked.pk}/review/points/").status_code == 403
    client.force_login(person("sun", county.museum, groups.REVIEWER))
    assert client.get(f"/projects/{checked.pk}/review/").status_code == 404
    assert client.post(f"/projects/{checked.pk}/review/points/").status_code == 404
