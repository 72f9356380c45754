"""A self-evaluation that comes in as a document: compared with the law, taken in beside the goals, never over what was typed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from jihuan.apps.evaluation import actions, comparison, facts, receiving
from jihuan.apps.evaluation.models import SelfEvaluation
from jihuan.apps.intake import actions as intake
from jihuan.apps.objectives.facts import project_document
from jihuan.apps.organisations.access import Refused
from jihuan.core.document import Document
from jihuan.documents.writers import write


@pytest.fixture
def arriving(filled) -> Document:
    """The sheet as a unit would send it, with a score of its own that the law does not give; the record is gone again."""
    document = actions.document_of(filled)
    filled.delete()
    (sheet,) = document.projects
    first, *others = sheet.indicators
    wrong = replace(first, score=Decimal("17.00"))
    return replace(document, projects=(replace(sheet, total_score=Decimal("97.50"), indicators=(wrong, *others)),))


def test_stated_stands_against_computed_row_by_row(arriving, project) -> None:
    (one,) = comparison.of(arriving, actions.law_for(project))
    wrong = [line for line in one.lines if line.differs]
    assert [(line.name, line.stated, line.computed, line.difference) for line in wrong] == [
        ("出车次数", Decimal("17.00"), Decimal("15.30"), Decimal("1.70")),
        ("总分", Decimal("97.50"), Decimal("95.80"), Decimal("1.70")),
    ]
    assert "180" in wrong[0].why and "相加" not in wrong[1].why
    (sheet,) = arriving.projects
    (off,) = comparison.of(
        replace(arriving, projects=(replace(sheet, total_score=Decimal("99.50")),)), actions.law_for(project)
    )
    assert "所填得分相加是 97.50，所填总分是 99.50，差 +2.00" in off.lines[-1].why
    assert one.differences == 2


def test_it_fills_in_the_sheet_and_leaves_the_goals(officer, arriving, project) -> None:
    before = project_document(actions.Project.objects.get(pk=project.pk))
    changes = receiving.difference(officer, arriving)
    assert {change.label for change in changes} >= {
        "流动图书车运行经费 › 出车次数 › 实际完成值",
        "流动图书车运行经费 › 全年执行数",
    }
    assert not SelfEvaluation.objects.exists()
    assert receiving.receive(officer, arriving, sha256="b" * 64).changed == 1
    known = actions.reread(SelfEvaluation.objects.get())
    sheet = facts.sheet_of(known)
    assert [row.actual for row in sheet.rows] == ["180次", "100%", "480元", "达成年度指标", "95%"]
    assert (known.total, known.source_sha256, known.stated["projects"][0]["total_score"]) == (
        Decimal("95.80"),
        "b" * 64,
        "97.50",
    )
    assert project_document(actions.Project.objects.get(pk=project.pk)) == before
    assert receiving.difference(officer, arriving) == ()


def test_amounts_in_another_unit_are_converted(officer, arriving) -> None:
    (sheet,) = arriving.projects
    names = ("total", "fiscal", "initial", "adjusted", "executed")
    budget = replace(sheet.budget, **{name: getattr(sheet.budget, name) * 10000 for name in names})
    in_yuan = replace(arriving, projects=(replace(sheet, amount_unit="元", budget=budget),))
    receiving.receive(officer, in_yuan)
    assert SelfEvaluation.objects.get().executed == 190000


def test_what_somebody_typed_is_never_overwritten(officer, arriving, project) -> None:
    known = actions.start(officer, project)
    name = f"rows/{project.indicators.first().pk}/actual"
    actions.fill(officer, known, name, "199次", "")
    with pytest.raises(Refused, match="已有人填写，有 1 格"):
        receiving.receive(officer, arriving)
    actions.fill(officer, known, name, "", "199次")
    assert receiving.receive(officer, arriving)


def test_projects_and_indicators_that_are_not_on_record_are_named_all_at_once(officer, arriving) -> None:
    (sheet,) = arriving.projects
    unknown = replace(sheet, code=None, name="没有的项目")
    first, *others = sheet.indicators
    strange = replace(sheet, indicators=(replace(first, level3="别的指标"), *others))
    with pytest.raises(Refused) as refusal:
        receiving.receive(officer, replace(arriving, projects=(unknown, strange)))
    assert "没有的项目" in refusal.value.message and "别的指标" in refusal.value.message
    assert not SelfEvaluation.objects.exists()


def test_a_submitted_one_is_not_touched(officer, arriving) -> None:
    receiving.receive(officer, arriving)
    known = SelfEvaluation.objects.get()
    actions.submit(officer, known, known.version)
    with pytest.raises(Refused, match="已经提交"):
        receiving.difference(officer, arriving)


def test_a_file_is_uploaded_compared_and_confirmed(officer, arriving, client) -> None:
    item = intake.upload(officer, "自评表.docx", write(arriving, "docx"))
    client.force_login(officer)
    page = client.get(f"/intake/{item.pk}/").content.decode()
    assert f'hx-get="/intake/{item.pk}/scores/"' in page
    assert "出车次数 › 实际完成值" in page
    told = client.get(f"/intake/{item.pk}/scores/").content.decode()
    for words in ("2 处与办法不符", "+1.7", "17", "15.3", "180"):
        assert words in told, words
    page = client.post(f"/intake/{item.pk}/confirm/", {"version": item.draft.version}, follow=True).content.decode()
    assert "已填入 1 张自评表" in page
    assert "来文填报的分数与按办法计算的分数" in page
    assert SelfEvaluation.objects.get().total == Decimal("95.80")
