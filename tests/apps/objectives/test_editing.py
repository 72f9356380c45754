"""A cell of an interchange document is corrected at its pointer and read as its field is read."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from jihuan.apps.objectives import editing
from jihuan.core.document import Budget, FundSource
from jihuan.core.interchange import from_json, to_json


def test_an_amount_of_a_source_is_read_in_the_unit_of_its_form(document) -> None:
    sources = (FundSource(name="上年结转资金", initial=Decimal("3.00")),)
    project = replace(document.projects[0], department="县文化局", budget=Budget(sources=sources))
    members = to_json(replace(document, projects=(project,)))
    pointers = [f"/projects/0/budget/sources/0/{name}" for name in ("initial", "executed")]
    changed, values = editing.changed(members, pointers, "1,200元")
    assert values == ["0.1200", "0.1200"], "1200 元 in 万元"
    changed, _values = editing.changed(changed, ["/projects/0/department"], " 县文化\n和旅游局 ")
    found = from_json(changed).projects[0]
    assert (found.department, found.budget.sources[0].executed) == ("县文化和旅游局", Decimal("0.12"))
    assert editing.restored(changed, {pointers[0]: "3.00", pointers[1]: None, "/projects/0/department": "县文化局"}) == members
