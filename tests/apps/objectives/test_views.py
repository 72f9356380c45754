"""The department and the project on screen, and as files."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from jihuan.apps.budgets.models import Project
from jihuan.apps.objectives.actions import apply_document
from jihuan.documents.writers import WriteError
from jihuan.ui.pieces import ROWS, SECTIONS


@pytest.fixture
def records(county, officer, document, client):
    client.force_login(officer)
    return apply_document(officer, document)


def test_without_records_the_lists_say_what_to_do(county, officer, client) -> None:
    client.force_login(officer)
    for address in ("/", "/departments/", "/projects/"):
        assert 'href="/intake/"' in client.get(address).content.decode()


def test_the_department_reads_like_its_document(records, client) -> None:
    page = client.get("/departments/612/2026/").content.decode()
    order = [
        "一、总体绩效目标",
        "让每个乡镇都有书可读",
        "二、分项绩效目标",
        "阅读推广",
        "三、工作保障措施",
        "加强支出管理",
        "流动图书车",
    ]
    reading = page[page.index('class="paper') :]
    places = [reading.index(words) for words in order]
    assert places == sorted(places)
    assert 'title="128,456.78 元"' in page
    assert "12.845678" in page
    assert "读者满意度" in page and "=98%" in page


def test_the_sheet_merges_levels_and_keeps_the_official_order(records, client) -> None:
    project = Project.objects.get(name="流动图书车运行经费")
    page = client.get(f"/projects/{project.pk}/").content.decode()
    assert re.search(r'<td rowspan="3" class="c-level1"[^>]*>\s*<span[^>]*>产出指标', page)
    labels = re.findall(r'<th scope="col" class="c-[^"]*">([^<]*)', page)
    assert labels == ["一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据"]
    assert 'title="125,000.00 元">12.50' in page


def test_a_department_of_very_many_sub_goals_goes_over_screens(county, officer, document, client) -> None:
    client.force_login(officer)
    goals = tuple(replace(document.sub_goals[0], name=f"分项{number}") for number in range(SECTIONS + 5))
    apply_document(officer, replace(document, sub_goals=goals))
    address = "/departments/612/2026/"
    first, second = client.get(address).content.decode(), client.get(f"{address}?page=2").content.decode()
    assert (first.count('class="sub-goal"'), second.count('class="sub-goal"')) == (SECTIONS, 5)
    assert f'<span class="no">{SECTIONS + 1}</span>' in second
    assert ("让每个乡镇都有书可读" in first, "让每个乡镇都有书可读" in second) == (True, False)
    assert "加强支出管理" in client.get(f"{address}?page=3").content.decode()


def test_a_very_long_sheet_goes_over_screens(county, officer, document, client) -> None:
    client.force_login(officer)
    short = document.projects[0]
    rows = tuple(replace(short.indicators[0], level3=f"第{number}项") for number in range(ROWS + 5))
    applied = apply_document(officer, replace(document, projects=(replace(short, indicators=rows),)))
    address = f"/projects/{applied.projects[0].pk}/"
    first, second = client.get(address).content.decode(), client.get(f"{address}?page=2").content.decode()
    assert f"绩效指标第 {ROWS + 1}–{ROWS + 5} 条，共 {ROWS + 5} 条" in second
    assert ("第0项" in first, "第0项" in second, f"第{ROWS + 4}项" in first, f"第{ROWS + 4}项" in second) == (
        True,
        False,
        False,
        True,
    )
    assert client.get(f"{address}?at=/projects/0/indicators/{ROWS}/basis").content.decode().count(f"第{ROWS}项") > 0
    assert '<svg class="curve"' in first
    assert '<svg class="curve"' not in second


def test_the_plan_is_a_curve_with_labelled_nodes(records, client) -> None:
    project = Project.objects.get(name="流动图书车运行经费")
    page = client.get(f"/projects/{project.pk}/").content.decode()
    assert re.findall(r'<text class="label"[^>]*>([\d.]+%)', page) == ["25%", "50.5%", "80%", "100%"]
    assert "资金支出计划曲线：3月底 25%，6月底 50.5%，10月底 80%，12月底 100%" in page


def test_a_project_leads_to_its_neighbours(records, client) -> None:
    first, second = Project.objects.order_by("position")
    assert f'rel="next" href="/projects/{second.pk}/"' in client.get(f"/projects/{first.pk}/").content.decode()
    assert f'rel="prev" href="/projects/{first.pk}/"' in client.get(f"/projects/{second.pk}/").content.decode()


def test_a_sheet_without_amounts_plan_or_indicators_is_still_a_page(county, officer, document, client) -> None:
    bare = replace(document.projects[1], budget=replace(document.projects[1].budget, total=None), indicators=())
    apply_document(officer, replace(document, projects=(bare,), overall_goal=None, sub_goals=(), safeguards=()))
    client.force_login(officer)
    page = client.get(f"/projects/{Project.objects.get().pk}/")
    assert page.status_code == 200
    assert "本表没有绩效指标" in page.content.decode()
    assert client.get("/departments/612/2026/").status_code == 200


@pytest.mark.parametrize(
    ("fmt", "magic"), [("docx", b"PK"), ("xlsx", b"PK"), ("pdf", b"%PDF"), ("html", b"<!"), ("json", b"{")]
)
def test_files_carry_a_chinese_name(records, client, fmt, magic) -> None:
    project = Project.objects.get(name="流动图书车运行经费")
    for address in (f"/projects/{project.pk}/export/{fmt}/", f"/departments/612/2026/export/{fmt}/"):
        answer = client.get(address)
        assert answer.content.lstrip().startswith(magic)
        assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''2026%E5%B9%B4")


def test_the_exported_json_is_the_document(records, client, document) -> None:
    told = json.loads(client.get("/departments/612/2026/export/json/").content)
    assert [project["name"] for project in told["projects"]] == [project.name for project in document.projects]


def test_a_file_that_cannot_be_written_says_why_on_the_page(records, client, monkeypatch) -> None:
    def refuse(document, to):
        raise WriteError("字体里没有“𠮷”字")

    monkeypatch.setattr("jihuan.apps.objectives.actions.write", refuse)
    here = f"http://testserver/projects/{Project.objects.first().pk}/"
    answer = client.get("/departments/612/2026/export/pdf/", headers={"Referer": here})
    assert answer["Location"] == here
    assert "字体里没有“𠮷”字" in client.get(here).content.decode()
    elsewhere = client.get("/departments/612/2026/export/pdf/", headers={"Referer": "http://evil.example/"})
    assert elsewhere["Location"] == "/"


def test_what_lies_outside_ones_units_is_not_there(records, client, county, person) -> None:
    project = Project.objects.first()
    client.force_login(person("qian", county.museum))
    for address in (
        f"/projects/{project.pk}/",
        f"/projects/{project.pk}/export/pdf/",
        "/departments/612/2026/",
        "/departments/612/2026/export/pdf/",
        "/departments/613/2026/",
        "/departments/613/2026/export/pdf/",
        "/departments/612/2026/export/exe/",
    ):
        assert client.get(address).status_code == 404, address
    assert "没有找到这个页面" in client.get("/departments/612/2026/").content.decode()


def test_an_unknown_format_is_not_there(records, client) -> None:
    assert client.get("/departments/612/2026/export/exe/").status_code == 404


def test_the_first_page_sums_up(records, client) -> None:
    page = client.get("/").content.decode()
    assert "没有等您办理的事" in page
    assert "2026 年度部门绩效目标" in page
    assert "清河县图书馆" in page


@pytest.mark.parametrize(
    ("address", "queries"), [("/", 20), ("/departments/", 17), ("/departments/612/2026/", 19), ("project", 20)]
)
def test_the_number_of_queries_is_known(records, client, django_assert_num_queries, address, queries) -> None:
    if address == "project":
        address = f"/projects/{Project.objects.first().pk}/"
    client.get(address)
    with django_assert_num_queries(queries):
        assert client.get(address).status_code == 200


def test_a_clerk_of_one_unit_finds_their_unit_in_the_list(records, client, county, person) -> None:
    client.force_login(person("li", county.library_unit))
    page = client.get("/departments/").content.decode()
    assert 'href="/departments/612001/2026/"' in page
    assert "清河县图书馆本级" in page
    assert "流动图书车运行经费" in client.get("/departments/612001/2026/").content.decode()


def test_a_person_without_a_post_is_told_so(county, client, person) -> None:
    client.force_login(person("neu", None))
    page = client.get("/").content.decode()
    assert "您还没有岗位" in page
    assert "尚未分配单位" in page
    assert 'href="/projects/"' not in page.split('<nav class="rail"')[1].split("</nav>")[0]
