"""Texts of cells by their JSON pointer; the file as its reader saw it."""

from __future__ import annotations

import pytest

from jihuan.apps.intake import facts
from jihuan.apps.intake.facts import text_at
from jihuan.apps.intake.models import Draft, Upload
from jihuan.core.document import Place
from jihuan.documents import layout_json
from jihuan.documents.layout import Layout, Paragraph

DOCUMENT = {"fiscal_year": 2026, "projects": [{"name": None, "goals": ["一"], "indicators": [{"actual": None}]}]}


@pytest.mark.parametrize(
    ("pointer", "text"),
    [
        ("/fiscal_year", "2026"),
        ("/projects/0/name", ""),
        ("/projects/0/goals/0", "一"),
        ("/projects/0/indicators/0/actual/raw", ""),
        ("/projects/0/goals/1", None),
        ("/projects/x", None),
        ("/nothing", None),
        ("/fiscal_year/deeper", None),
    ],
)
def test_a_pointer_gives_the_text_of_its_cell(pointer: str, text: str | None) -> None:
    assert text_at(DOCUMENT, pointer) == text


def test_a_file_kept_in_memory_is_always_that_of_its_record(officer, county) -> None:
    upload = Upload.objects.create(sha256="a" * 64, filename="表.txt", size=1, uploaded_by=officer, agency=county.library)
    draft = Draft.objects.create(upload=upload, document={}, original={}, layout={})
    for number in (*range(facts.KEPT + 2), 0):
        layout = Layout(media_type="text/plain", blocks=(Paragraph(text=f"第{number}行", place=Place(line=(1, 1))),))
        Draft.objects.filter(pk=draft.pk).update(layout=layout_json.to_json(layout))
        found = facts.seen(draft)
        assert (found.layout, found.locate(f"第{number}行", None)) == (layout, (Place(line=(1, 1)),))
    assert facts.seen(draft) is found
    assert len(facts._known) <= facts.KEPT
    Draft.objects.filter(pk=draft.pk).update(layout={"of": "an older version"})
    with pytest.raises(layout_json.LayoutError):
        facts.seen(draft)
