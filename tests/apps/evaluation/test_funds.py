"""主管部门 and the sources of funds: proposed, filled in, added up, printed, read back, taken in from a file."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from jihuan.apps.evaluation import actions, facts, receiving, todo
from jihuan.apps.evaluation.models import SelfEvaluation
from jihuan.apps.organisations.access import Refused
from jihuan.core.interchange import content, from_json
from jihuan.documents.readers import document_of, layout_of
from jihuan.documents.writers import write


def sheet_of(evaluation: SelfEvaluation) -> facts.Sheet:
    return facts.sheet_of(actions.reread(evaluation))


def amounts(evaluation: SelfEvaluation) -> list[tuple[Decimal | None, ...]]:
    return [(source.initial, source.adjusted, source.executed) for source in sheet_of(evaluation).sources]


def test_the_department_of_the_tree_and_the_planned_parts_are_proposed(evaluation) -> None:
    sheet = sheet_of(evaluation)
    assert sheet.department == "清河县图书馆"
    assert [source.name for source in sheet.sources] == list(facts.FUNDS)
    assert amounts(evaluation) == [(20, 20, None), (None, None, None), (None, None, None)]
    assert (sheet.funds, evaluation.funds) == ((), [])


def test_planned_parts_are_no_proposal_once_the_whole_was_changed(fill, evaluation) -> None:
    fill(adjusted="22")
    assert amounts(evaluation)[0] == (20, None, None)
    assert todo.of(facts.scored(sheet_of(evaluation), actions.law_for(evaluation.project)))[0].name == "executed"


@pytest.mark.parametrize("to", ["docx", "xlsx", "pdf", "html"])
def test_what_was_filled_in_by_source_is_printed_submitted_and_read_back(officer, fill, filled, to) -> None:
    fill(department="清河县文化广电\n和旅游局")
    fill(**{"funds/0/initial": "18", "funds/0/adjusted": "18.00", "funds/0/executed": "17"})
    fill(**{"funds/1/initial": "2", "funds/1/adjusted": "2", "funds/1/executed": "２"})
    known = actions.submit(officer, actions.reread(filled), actions.reread(filled).version)
    document = from_json(known.submitted)
    (project,) = document.projects
    assert project.department == "清河县文化广电和旅游局"
    assert [(one.name, one.executed, one.execution_rate) for one in project.budget.sources] == [
        ("本年财政拨款", 17, Decimal("94.44")),
        ("上年结转资金", 2, 100),
    ]
    data = write(document, to)
    found = document_of(data, f"表.{to}", replace(layout_of(data, f"表.{to}"), embedded=None))
    assert (content(found), found.problems) == (document, ())
    assert dict(facts.texts(sheet_of(known)))["funds/1/executed"] == "2.00"


def test_sources_that_do_not_add_up_to_the_whole_keep_the_sheet_from_being_submitted(officer, fill, filled) -> None:
    fill(**{"funds/0/executed": "18.5"})
    known = actions.reread(filled)
    assert known.open == 1
    with pytest.raises(Refused, match="还有 1 处没有填好") as refusal:
        actions.submit(officer, known, known.version)
    assert "全年执行数合计 18.50，与年度资金总额 19.00 不符" in refusal.value.fields["funds/0/executed"]
    fill(**{"funds/2/executed": "0.5"})
    assert actions.reread(filled).open == 0


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("funds/0/executed", "约19", "金额"),
        ("funds/0/executed", "-1", "不小于 0"),
        ("funds/0/executed", "1e30", "金额"),
        ("funds/9/executed", "1", "刷新"),
        ("funds/0/name", "1", "刷新"),
        ("department", "长" * 201, "200"),
    ],
)
def test_what_is_no_amount_of_a_source_is_refused_with_its_cell(officer, evaluation, name, text, sentence) -> None:
    with pytest.raises(Refused, match=sentence) as refusal:
        actions.fill(officer, evaluation, name, text, dict(facts.texts(sheet_of(evaluation))).get(name, ""))
    assert refusal.value.fields.keys() == {name}
    assert actions.reread(evaluation).funds == []


def test_a_file_brings_its_own_sources_and_department(officer, fill, filled) -> None:
    fill(department="清河县文化广电和旅游局", **{"funds/0/executed": "17", "funds/1/executed": "2"})
    document = actions.document_of(actions.reread(filled))
    filled.delete()
    (sheet,) = document.projects
    first, *others = sheet.budget.sources
    named = replace(sheet.budget, sources=(replace(first, name="省级资金"), *others))
    labels = {change.label for change in receiving.difference(officer, document)}
    assert "流动图书车运行经费 › 上年结转资金 › 全年执行数" in labels and "流动图书车运行经费 › 主管部门" in labels
    receiving.receive(officer, replace(document, projects=(replace(sheet, budget=named),)))
    known = SelfEvaluation.objects.get()
    assert known.department == "清河县文化广电和旅游局"
    assert [(one.name, one.executed) for one in sheet_of(known).sources] == [
        ("省级资金", 17),
        ("上年结转资金", 2),
        ("本年财政拨款", None),
        ("其他资金", None),
    ]
