"""The interchange document goes to JSON and back exactly, and a faulty text is refused with every fault named."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jihuan.core.document import (
    Actual,
    Agency,
    Budget,
    Document,
    Indicator,
    Place,
    Problem,
    Project,
    Safeguard,
    Source,
    SpendingNode,
    SubGoal,
    Target,
    TextBlock,
)
from jihuan.core.indicators import parse_target
from jihuan.core.interchange import MAX_FAULTS, Fault, InterchangeError, content, dumps, loads, schema, to_json
from jihuan.core.schema import NOTES
from tests.strategies import documents

PUBLISHED = Path(__file__).parents[2] / "docs" / "reference" / "interchange.schema.json"
VALIDATOR = jsonschema.Draft202012Validator(schema())


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), strategy)


WORDS = st.text(st.sampled_from("绩效 “a”\\/\n\t𠮷é<&"), min_size=1, max_size=8)
DECIMALS = st.decimals(-(10**12), 10**12, places=4)
WHOLE = st.integers(0, 9999)
PLACES = st.builds(
    Place,
    page=maybe(st.integers(1, 999)),
    bbox=maybe(st.tuples(*[st.floats(-1e4, 1e4)] * 4)),
    line=maybe(st.tuples(WHOLE, WHOLE)),
    sheet=maybe(WORDS),
    cell=maybe(st.just("D7")),
    table=maybe(WHOLE),
    row=maybe(WHOLE),
    column=maybe(WHOLE),
    paragraph=maybe(WHOLE),
)
TARGETS = st.one_of(
    st.sampled_from(["≥1500 人", "10-20人", "", "长期", "12月底前"]).map(parse_target),
    st.builds(Target, raw=st.just("x"), operator=st.sampled_from([None, ">", "<"]), value=maybe(DECIMALS)),
)
INDICATORS = st.builds(
    Indicator,
    level1=maybe(WORDS),
    level3=maybe(WORDS),
    target=TARGETS,
    weight=maybe(DECIMALS),
    actual=maybe(st.builds(Actual, raw=WORDS, value=maybe(DECIMALS), unit=maybe(WORDS))),
    score=maybe(DECIMALS),
    place=maybe(PLACES),
)
PROJECTS = st.builds(
    Project,
    name=maybe(WORDS),
    amount_unit=maybe(WORDS),
    budget=st.builds(Budget, total=maybe(DECIMALS), execution_rate=maybe(DECIMALS)),
    spending_plan=st.lists(st.builds(SpendingNode, month=st.integers(1, 12), percent=maybe(DECIMALS)), max_size=2).map(tuple),
    goals=st.lists(WORDS, max_size=2).map(tuple),
    indicators=st.lists(INDICATORS, max_size=2).map(tuple),
    place=maybe(PLACES),
)
ANY_DOCUMENTS = st.builds(
    Document,
    source=maybe(st.builds(Source, file=WORDS, sha256=st.just("0" * 64), media_type=WORDS, pages=maybe(WHOLE))),
    fiscal_year=maybe(st.integers(1949, 2999)),
    kind=st.sampled_from(["goals", "monitoring", "self_evaluation"]),
    agency=st.builds(Agency, code=maybe(WORDS), name=maybe(WORDS)),
    overall_goal=maybe(st.builds(TextBlock, text=WORDS, place=maybe(PLACES))),
    sub_goals=st.lists(st.builds(SubGoal, name=WORDS, indicators=st.lists(INDICATORS, max_size=1).map(tuple)), max_size=2).map(
        tuple
    ),
    safeguards=st.lists(st.builds(Safeguard, title=maybe(WORDS), text=WORDS), max_size=2).map(tuple),
    projects=st.lists(PROJECTS, max_size=2).map(tuple),
    problems=st.lists(st.builds(Problem, level=st.just("warning"), message=WORDS, place=maybe(PLACES)), max_size=1).map(tuple),
)


def faults(value: object) -> dict[str, str]:
    """The faults of a JSON text, by pointer."""
    text = value if isinstance(value, str | bytes) else json.dumps(value)
    with pytest.raises(InterchangeError) as caught:
        loads(text)
    return {fault.pointer: fault.message for fault in caught.value.problems}


def written(**members: object) -> dict[str, object]:
    return {"schema": "jihuan/1", **members}


@settings(max_examples=40, deadline=None)
@given(documents())
def test_generated_documents_come_back_equal_and_fit_the_schema(document: Document) -> None:
    VALIDATOR.validate(to_json(document))
    assert loads(dumps(document)) == document
    assert content(document) == document


@settings(max_examples=60, deadline=None)
@given(ANY_DOCUMENTS)
def test_every_document_comes_back_equal_and_fits_the_schema(document: Document) -> None:
    text = dumps(document)
    VALIDATOR.validate(json.loads(text))
    again = loads(text)
    assert again == document
    assert dumps(again) == text
    assert loads(text.encode()) == document


def test_the_published_schema_is_the_one_in_force() -> None:
    assert PUBLISHED.read_text(encoding="utf-8") == json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


def test_the_schema_is_sound_and_describes_every_shape() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    assert schema()["$id"] == "urn:jihuan:interchange:1"
    shapes = {"Document": schema(), **schema()["$defs"]}
    assert all(shape["description"] for shape in shapes.values())
    members = {f"{name}.{member}" for name, shape in shapes.items() for member in shape["properties"] if member != "place"}
    assert members == NOTES.keys()


def test_decimals_are_plain_texts_that_keep_their_zeros() -> None:
    budget = Budget(total=Decimal("26.00"), fiscal=Decimal("1E+3"), other=Decimal("0E-2"))
    project: Any = to_json(Document(projects=(Project(budget=budget),)))
    assert [project["projects"][0]["budget"][name] for name in ("total", "fiscal", "other")] == ["26.00", "1000", "0.00"]


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1E+99", "1E-99"])
def test_a_number_that_is_no_figure_is_not_written(value: str) -> None:
    with pytest.raises(ValueError, match="不能写入"):
        dumps(Document(projects=(Project(total_score=Decimal(value)),)))


def test_a_place_has_only_its_members_and_everything_else_is_null_or_empty() -> None:
    document = Document(overall_goal=TextBlock(text="甲", place=Place(page=3, bbox=(1, 2.5, 3, 4))))
    written: Any = to_json(document)
    assert written["overall_goal"] == {"text": "甲", "place": {"page": 3, "bbox": [1, 2.5, 3, 4]}}
    assert (written["source"], written["projects"], written["agency"]) == (None, [], {"code": None, "name": None})


def test_an_empty_text_is_written_as_missing() -> None:
    written: Any = to_json(
        Document(agency=Agency(name=""), projects=(Project(indicators=(Indicator(target=Target(raw="")),)),))
    )
    assert written["agency"]["name"] is None
    assert written["projects"][0]["indicators"][0]["target"]["raw"] == ""


def test_members_that_are_not_written_are_missing() -> None:
    assert loads('\ufeff{"schema": "jihuan/1"}') == Document()
    assert loads(b'\xef\xbb\xbf{"schema": "jihuan/1"}') == Document()


def test_every_fault_is_named_with_its_pointer() -> None:
    found = faults(
        {
            "schema": "jihuan/2",
            "a/b~c": 1,
            "kind": None,
            "fiscal_year": 20250,
            "agency": [],
            "overall_goal": {},
            "source": {"file": 3, "sha256": "", "media_type": "", "pages": "12"},
            "sub_goals": None,
            "projects": [
                {
                    "budget": {
                        "total": 26.0,
                        "fiscal": "1,000",
                        "other": [],
                        "initial": "",
                        "adjusted": "1e3",
                        "executed": True,
                    },
                    "spending_plan": [{"month": 13, "percent": "30"}, {"month": True, "percent": "30"}, {"percent": "30"}],
                    "name": "",
                    "goals": ["甲", None, "乙\u0000"],
                    "indicators": [{"target": {"raw": "x", "operator": "≥", "operator_explicit": 1}}, "行"],
                    "place": {"bbox": [1, 2, 3], "line": [1, "2"], "page": 0},
                }
            ],
            "safeguards": [{"text": "甲", "place": {"bbox": [1, 2, 3, None]}}],
        }
    )
    assert sorted(found) == sorted(
        [
            "/schema",
            "/a~1b~0c",
            "/kind",
            "/fiscal_year",
            "/agency",
            "/overall_goal/text",
            "/source/file",
            "/source/pages",
            "/sub_goals",
            "/projects/0/budget/total",
            "/projects/0/budget/fiscal",
            "/projects/0/budget/other",
            "/projects/0/budget/initial",
            "/projects/0/budget/adjusted",
            "/projects/0/budget/executed",
            "/projects/0/spending_plan/0/month",
            "/projects/0/spending_plan/1/month",
            "/projects/0/spending_plan/2/month",
            "/projects/0/name",
            "/projects/0/goals/1",
            "/projects/0/goals/2",
            "/projects/0/indicators/0/target/operator",
            "/projects/0/indicators/0/target/operator_explicit",
            "/projects/0/indicators/1",
            "/projects/0/place/bbox",
            "/projects/0/place/line/1",
            "/projects/0/place/page",
            "/safeguards/0/place/bbox/3",
        ]
    )
    assert "带引号" in found["/projects/0/budget/total"]
    assert "千分位" in found["/projects/0/budget/fiscal"]
    assert "null" in found["/projects/0/name"]
    assert "a/b~c" in found["/a~1b~0c"]
    assert "列表" in found["/agency"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "第 1 行第 1 列"),
        ("绩效目标表", "第 1 行"),
        ('{"schema": "jihuan/1",\n "kind" "goals"}', "第 2 行"),
        (b"\xff\xfe\x00", "UTF-8"),
        ('{"schema": "jihuan/1", "schema": "jihuan/1"}', "schema"),
        ("[" * 200_000, "嵌套过深"),
        ('{"fiscal_year": ' + "9" * 5000 + "}", "位数过多"),
        (b" " * (64 * 1024 * 1024 + 1), "64 MB"),
        ("[]", "应为对象"),
        ("NaN", "应为对象"),
        ("null", "应为对象"),
    ],
)
def test_what_is_no_document_at_all_is_refused_in_a_sentence(text: str | bytes, words: str) -> None:
    found = faults(text)
    assert list(found) == [""]
    assert words in found[""]


@pytest.mark.parametrize(
    "text", ['{"schema": "jihuan/1", "agency": {"name": "\\ud800"}}', '{"schema": "jihuan/1", "fiscal_year": 1e999}']
)
def test_half_a_character_and_infinity_are_refused(text: str) -> None:
    assert faults(text)


def test_infinite_coordinates_are_refused() -> None:
    assert "/overall_goal/place/bbox/0" in faults(
        '{"schema": "jihuan/1", "overall_goal": {"text": "甲", "place": {"bbox": [1e999, 0, 0, 0]}}}'
    )


def test_a_flood_of_faults_is_cut_off() -> None:
    assert len(faults(written(projects=[1] * (MAX_FAULTS + 50)))) == MAX_FAULTS


def test_the_error_reads_as_a_list_of_sentences() -> None:
    error = InterchangeError((Fault("", "甲"), Fault("/kind", "乙")))
    assert str(error) == "/  甲\n/kind  乙"


def test_content_is_what_a_document_says_without_where_it_stands() -> None:
    here = Place(page=1)
    document = Document(
        source=Source(file="a.pdf", sha256="0", media_type="application/pdf"),
        overall_goal=TextBlock(text="甲", place=here),
        projects=(Project(name="乙", place=here, indicators=(Indicator(level3="丙", place=here),)),),
        problems=(Problem(level="error", message="丁", place=here),),
    )
    bare = Document(overall_goal=TextBlock(text="甲"), projects=(Project(name="乙", indicators=(Indicator(level3="丙"),)),))
    assert content(document) == bare
    assert content(document) != content(replace(document, fiscal_year=2025))
