"""The bureau's own folder: what it changes holds at once, and a file with an error stops nothing."""

from __future__ import annotations

from pathlib import Path

from jihuan.apps.accounts import groups
from jihuan.apps.reviews.inforce import law_of

FIGURE = "min_daily: {{title: 每日人次, values: {{2024-01-01: {{value: {}, cites: 地方规定}}}}}}\n"


def _write(folder: Path, text: str) -> None:
    file = folder / "parameters" / "appropriateness.yaml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, "utf-8")


def test_a_changed_figure_is_another_law_and_an_error_keeps_the_last_good_one(
    county, client, bureau, person, settings, tmp_path
) -> None:
    settings.RULEBOOKS = (tmp_path,)
    _write(tmp_path, FIGURE.format(50))
    first = law_of(county.library_unit, 2025)
    _write(tmp_path, FIGURE.format(7500))
    second = law_of(county.library_unit, 2025)
    assert first.digest != second.digest
    assert [law.rulebook.number("appropriateness.min_daily") for law in (first, second)] == [50, 7500]
    client.force_login(bureau)
    assert "规则文件夹有错" not in client.get("/review/rules/").content.decode()
    _write(tmp_path, "min_daily: 没有数\n")
    assert law_of(county.library_unit, 2025).digest == second.digest
    told = "appropriateness.yaml 第 1 行"
    assert told in client.get("/review/rules/").content.decode()
    client.force_login(person("operator", county.region, groups.ADMINISTRATOR))
    assert told in client.get("/units/").content.decode()
