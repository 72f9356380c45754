"""Checking projects against the law: how many per second, whether a hundred thousand cost the same each, how soon findings show.

    python -m benchmarks.check [--projects N] [--saves N]

Generated documents of ten projects with twelve indicators each, of many offices, a fault here and there; all rules of the national
rulebook, units of one year compared with each other through the index: a thousand checked alone, and some thousands spread over
all N (100,000). CPU time of one process, wall clock of two. Then the demo in a folder of its own: from saving a sheet by the real
action to the panel of findings rendered, with Django's test client, warm.
"""

from __future__ import annotations

import argparse
import gc
import os
import statistics
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

from jihuan.core.document import Agency, Budget, Document, Indicator, Project, SpendingNode
from jihuan.core.indicators import parse_target
from jihuan.law.engine import Context, Sisters, check, load

GOAL_MS, FLAT = 100, 1.10
FIRST, EACH = 1000, 10
OFFICES = "教育局 卫生健康局 水利局 农业农村局 交通运输局 民政局 公安局 应急管理局 文化和旅游局 图书馆 统计局 档案馆".split()
THINGS = "农田水利设施 农村公路 校舍 公共图书 疫苗冷链 社区养老 应急物资 档案数字化 交通信号 河道 群众文化 职业技能".split()
DEEDS = "维修养护 购置更新 改造提升 日常运行 宣传培训 监测评估".split()
ROWS = (
    ("产出指标", "数量指标", "{thing}{deed}数量", "当年完成{thing}{deed}并验收的数量", "≥{count}处"),
    ("产出指标", "数量指标", "{deed}培训人次", "签到表登记的参加{deed}培训的人次", "≥{many}人次"),
    ("产出指标", "数量指标", "{thing}巡查次数", "全年对{thing}的巡查登记次数", "≥{count}次"),
    ("产出指标", "质量指标", "{thing}验收合格率", "验收合格数÷验收总数×100%", "≥{rate}%"),
    ("产出指标", "质量指标", "{thing}完好率", "完好数÷总数×100%", "≥{rate}%"),
    ("产出指标", "时效指标", "{deed}完成时间", "全部{deed}完成的时间", "{year}年{month}月底前"),
    ("产出指标", "成本指标", "单处{deed}成本", "{deed}支出÷完成数量", "≤{count}万元/处"),
    ("效益指标", "社会效益指标", "{thing}受益人数", "使用{thing}的常住人口", "≥{many}人"),
    ("效益指标", "社会效益指标", "{thing}知晓率", "抽查知晓人数÷抽查人数×100%", "{vague}"),
    ("效益指标", "经济效益指标", "不适用", "", "不适用"),
    ("效益指标", "生态效益指标", "{thing}能耗下降率", "（上年－本年）÷上年×100%", "≥{count}%"),
    ("满意度指标", "服务对象满意度指标", "{thing}使用者满意度", "问卷{many}份，满意份数÷有效份数×100%", "≥{rate}%"),
)


def document(number: int, year: int = 2025) -> Document:
    """The sheets of one unit, different for every number."""
    chance = Random(number)
    agency = f"第{number}县{chance.choice(OFFICES)}"
    return Document(
        fiscal_year=year,
        agency=Agency(code=f"{number:06}", name=agency),
        projects=tuple(_project(f"{number}-{at}", chance, year) for at in range(EACH)),
    )


def _project(mark: str, chance: Random, year: int) -> Project:
    thing, deed = chance.choice(THINGS), chance.choice(DEEDS)
    count, many, total = chance.randrange(2, 90), chance.randrange(2, 90) * 100, Decimal(chance.randrange(10, 900))
    vague = chance.choice(("≥85%", "≥80%", "明显提升", "100%"))
    words = {"thing": thing, "deed": deed, "count": count, "many": many, "year": year, "vague": vague}
    rows = []
    for level1, level2, name, text, target in ROWS:
        known = words | {"rate": chance.randrange(85, 99), "month": chance.randrange(6, 13)}
        said = parse_target(target.format(**known))
        description = text.format(**known) or None
        basis = f"计划标准：{year}年{thing}{deed}方案（第{mark}号）"
        rows.append(
            Indicator(
                level1=level1, level2=level2, level3=name.format(**known), description=description, target=said, basis=basis
            )
        )
    shares = ((3, 20), (6, 50), (10, 80 + chance.randrange(10)), (12, 100))
    return Project(
        name=f"{thing}{deed}经费（{mark}）",
        amount_unit="万元",
        budget=Budget(total=total, fiscal=total, other=Decimal(0)),
        fund_use=f"预算资金{total}万元，用于{thing}{deed}{count}处，每处{chance.randrange(1, 9)}万元。",
        spending_plan=tuple(SpendingNode(month=month, percent=Decimal(share)) for month, share in shares),
        goals=(
            f"{year}年完成{thing}{deed}{count}处，服务群众{many}人（{mark}）。",
            f"开展{deed}培训，巡查{thing}，{mark}号方案按期完成。",
        ),
        indicators=tuple(rows),
    )


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--projects", type=int, default=100 * FIRST)
    parser.add_argument("--saves", type=int, default=40)
    order = parser.parse_args()
    documents = max(order.projects, 2 * FIRST) // EACH
    _checked(range(10**6, 10**6 + 20))
    costs = _costs(documents)
    first, last = costs[0], statistics.median(costs[1:])
    print(f"one process: {FIRST / first:,.0f} projects a second ({first:.2f} ms of CPU each)")
    two = _two(documents)
    print(f"two processes: {two:,.0f} projects a second")
    ratio = last / first
    print(f"cost of a project among {documents * EACH:,} against the first {FIRST:,}: ratio {ratio:.2f} (goal ≤ {FLAT})")
    _server(order.saves)


def _checked(numbers: range, known: Context | None = None) -> float:
    """CPU seconds of checking documents that are ready made."""
    rulebook = load("national", date(2025, 1, 1))
    ready = [document(number) for number in numbers]
    context = known or Context(sisters=Sisters(ready))
    gc.collect()
    start = time.process_time()
    for one in ready:
        check(one, rulebook, context)
    return time.process_time() - start


def _costs(documents: int) -> list[float]:
    """Milliseconds of CPU for a project: of the first thousand alone, then of some thousands spread over all of them."""
    size = FIRST // EACH
    alone = _checked(range(size)) * 1000 / FIRST
    start = time.process_time()
    known = Context(sisters=Sisters(document(number) for number in range(documents)))
    indexing = (time.process_time() - start) * 1000 / (documents * EACH)
    print(f"index of {documents * EACH:,} projects, made and indexed: {indexing:.3f} ms of CPU each")
    steps = range(0, documents, max(size, documents // 10 // size * size))
    return [alone, *(_checked(range(at, at + size), known) * 1000 / FIRST for at in steps)]


def _two(documents: int) -> float:
    """Projects a second of two processes, the time of making them left out."""
    size = min(documents, 400) // 2
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(_checked, (range(20), range(20, 40))))
        spent = list(pool.map(_checked, (range(size), range(size, 2 * size))))
    return 2 * size * EACH / max(spent)


def _server(saves: int) -> None:
    """Milliseconds from saving a sheet to its findings on screen, in a database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"JIHUAN_DATA": folder, "DJANGO_SETTINGS_MODULE": "jihuan.project.settings", "JIHUAN_HOSTS": "testserver"}
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0, interactive=False)
        wall, cpu = (sorted(column) for column in zip(*_saved(saves), strict=True))
    for name, spent in (("CPU", cpu), ("wall clock", wall)):
        middle, p95 = statistics.median(spent) * 1000, spent[int(len(spent) * 0.95)] * 1000
        print(f"saving a sheet until its findings show, {name}: median {middle:.0f} ms, p95 {p95:.0f} ms (goal ≤ {GOAL_MS} ms)")


def _saved(saves: int) -> list[tuple[float, float]]:
    from django.test import Client

    from jihuan.apps.accounts.models import User
    from jihuan.apps.budgets.models import Project as Row
    from jihuan.apps.objectives import actions, facts
    from jihuan.demo.build import build

    build()
    officer, client = User.objects.get(username="officer"), Client()
    client.force_login(officer)
    row = Row.objects.order_by("pk").first()
    if row is None:
        raise SystemExit("the demo has no project")
    spent = []
    for turn in range(saves + 5):
        row = facts.with_facts(Row.objects.filter(pk=row.pk)).get()
        sheet = facts.project_document(row)
        project = replace(sheet.projects[0], goals=(f"计划2025年参观人数达到{1500 + turn}人以上。",))
        start = time.perf_counter(), time.process_time()
        actions.apply_document(officer, replace(sheet, projects=(project,)), sha256=row.source_sha256)
        page = client.get(f"/projects/{row.pk}/findings/", headers={"HX-Request": "true"})
        spent.append((time.perf_counter() - start[0], time.process_time() - start[1]))
        if page.status_code != 200 or not page.content:
            raise SystemExit(f"the panel answered {page.status_code}")
    return spent[5:]


if __name__ == "__main__":
    main()
