"""B 格式规范: numbering, punctuation, order of rows, pairs of quotation marks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from jihuan.core.document import Place
from jihuan.core.language import _
from jihuan.core.text import squeeze
from jihuan.law.engine.context import Printed
from jihuan.law.engine.writing import DocumentFacts, Hit, Law, ProjectFacts, Spot, TextFacts, check, fail, not_enough

_HEADING = re.compile(r"\s*([(（])\s*[一二三四五六七八九十]{1,3}\s*([)）])\s*(.*)", re.DOTALL)
_ITEM = re.compile(r"^[ \t\u3000]*\d{1,2}[.．、]([ \t\u3000]*)(?=[^\d\s])", re.MULTILINE)
_NUMBERED = re.compile(r"\s*(?:([(（])\d{1,2}[)）]|\d{1,2}([.．、)）])|[①-⑳])(?!\d+(?:[.%]|$))")
_STOPS = tuple("。；;.！？")
_OPEN = {"“": "”", "《": "》", "（": "）", "〔": "〕", "【": "】", "「": "」", "‘": "’"}
_SAME = str.maketrans("()[]", "（）【】")
_LIST_MARK = re.compile(r"(?:^|[\s。；;，,、：:])(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3}|[a-zA-Z])[)）]")


@check(
    "FMT-007",
    title=_("层次序号括号全半角混用"),
    hint=_("统一用全角：（一）"),
    proves=_("证明同一份文件的（一）级序号有全角有半角。没有原件版面时只看得见写在保障措施和分项名称里的。"),
    level="info",
    method="D",
    scope="document",
    cites="GB/T9704-2012 7.3.3",
)
def mixed_heading_brackets(document: DocumentFacts, law: Law) -> Iterator[Hit]:
    """Headings (一) and （二） of one document use half-width and full-width brackets. Without the printed words of the file only
    those are seen that stand in a measure or in the name of a sub-goal."""
    cells = law.context.printed if law.context.printed is not None else _parts(document)
    headings = [(match, cell) for cell in cells if (match := _HEADING.match(cell.text))]
    if law.context.printed is None and document.has_department_part and not headings:
        yield not_enough(document.spot("overall_goal/text"), _("没有原件的版面，看不到层次序号"))
    styles = Counter(match[1] + match[2] for match, _cell in headings)
    usual = max(styles, key=lambda style: (styles[style], style == "（）"), default="")
    for match, cell in headings:
        if match[1] + match[2] != usual:
            shown = cell.text[: match.start(3)].strip()
            message = _("序号“{shown}”的括号与其他同级序号不一致").format(shown=shown)
            yield fail(_behind(document, match[3], cell), message, quote=shown)


def _parts(document: DocumentFacts) -> list[Printed]:
    """The measures and the names of sub-goals, as cells."""
    guards = [((guard.title or "") + guard.text, guard.place) for guard in document.document.safeguards]
    goals = [(sub_goal.name, sub_goal.place) for sub_goal in document.sub_goals]
    return [Printed(text=text, place=place or Place()) for text, place in (*goals, *guards)]


def _behind(document: DocumentFacts, text: str, cell: Printed) -> Spot:
    """The part of the document that a numbered heading begins."""
    start = squeeze(text)[:20]
    for at, guard in enumerate(document.document.safeguards):
        if start and any(start in squeeze(words) for words in ((guard.title or "") + guard.text, guard.text)):
            return Spot(f"/safeguards/{at}", guard.place or cell.place, text)
    for sub_goal in document.sub_goals:
        if start and start in squeeze(sub_goal.name):
            return sub_goal.spot("name")
    return Spot("", cell.place, text)


@check(
    "FMT-008",
    title=_("条目标点/序号格式不一致"),
    hint=_("同一列表统一标点和序号"),
    proves=_("证明同一列表有的条目有句末标点有的没有，或序号写法不一（1. 与 2、），或序号后有的空格有的不空。"),
    level="info",
    method="D",
    scope="document",
    kinds=("goals",),
    cites="填报惯例",
)
def uneven_lists(document: DocumentFacts, law: Law) -> Iterator[Hit]:
    """Items of one list end with and without a full stop, or are numbered "1." and "2、"; "1. " and "2." are seen apart only
    where the printed words of the file are known."""
    for project in document.projects:
        yield from _uneven_goals(project, law.context.printed or ())
        ends = [row.spot("description") for row in project.indicators if row.description]
        yield from (_odd(spot) for spot in _minority(ends))
    yield from (
        _odd(spot) for spot in _minority([project.spot("fund_use") for project in document.projects if project.sheet.fund_use])
    )


def _uneven_goals(project: ProjectFacts, printed: Sequence[Printed]) -> Iterator[Hit]:
    texts = [goal.text.rstrip() for goal in project.goals]
    faults = []
    if len({text.endswith(_STOPS) for text in texts if text}) > 1:
        faults.append(_("有的条目有句末标点，有的没有"))
    if len({_numbering(text) for text in texts if text}) > 1:
        faults.append(_("序号的写法不一"))
    wanted = [squeeze(text)[:12] for text in texts if text]
    for cell in printed if len(wanted) > 1 else ():
        joined = squeeze(cell.text)
        if all(text in joined for text in wanted):
            if len({bool(gap) for gap in _ITEM.findall(cell.text)}) > 1:
                faults.append(_("序号后有的空格，有的不空"))
            break
    if faults:
        yield fail(
            project.spot("goals"), _("绩效目标各条格式不一：{faults}").format(faults="；".join(faults)), quote="／".join(texts)
        )


def _numbering(text: str) -> str:
    """How an item is numbered: "、" of 1、, "." of 1., "(" of (1), "" of none."""
    found = _NUMBERED.match(text)
    return (found[1] or found[2] or found[0].strip()[:1]).translate(_SAME) if found else ""


def _minority(spots: Sequence[Spot]) -> list[Spot]:
    """The cells of a column that end otherwise than most of it (with a stop, where half and half)."""
    stopped = [spot for spot in spots if spot.text.rstrip().endswith(_STOPS)]
    bare = [spot for spot in spots if spot not in stopped]
    return stopped if len(stopped) <= len(bare) else bare


def _odd(spot: Spot) -> Hit:
    return fail(spot, _("“…{end}”的句末标点与同栏其他格不一致").format(end=spot.text[-8:]), quote=spot.text[-12:], group="stop")


@check(
    "FMT-011",
    title=_("二级指标排列顺序不规范"),
    hint=_("按所用指标体系的顺序排列：数量、质量、时效、成本，经济、社会、生态效益、可持续影响；101号样式成本在最前"),
    proves=_("证明二级指标的排列与所用指标体系的顺序不同。内容不受影响。"),
    level="info",
    method="D",
    scope="project",
    cites="财预〔2015〕88号 项目支出绩效目标申报表",
)
def rows_out_of_order(project: ProjectFacts, law: Law) -> Iterator[Hit]:
    """Within one first level, the rows of a second level stand right before those of one that the scheme puts first."""
    order = {level: 2 * rank for rank, level in enumerate(law.rulebook.scheme.order)}
    if "时效" in order:  # beside 时效 cost stands in the older form, whatever the scheme
        order["成本"] = order["时效"] + 1
    rows = [row for row in project.indicators if row.level1 and row.level2 in order]
    for level1 in dict.fromkeys(row.level1 for row in rows):
        runs = [next(run) for _level, run in groupby((row for row in rows if row.level1 == level1), key=lambda row: row.level2)]
        for row, following in zip(runs, runs[1:], strict=False):
            if order[following.level2] < order[row.level2]:
                message = _("{this}指标排在{later}指标之前").format(this=row.level2, later=following.level2)
                yield fail(row, message, quote=row.spot("level2").text, group=f"{row.level2}{following.level2}")


@check(
    "FMT-012",
    title=_("引号书名号括号不配对"),
    hint=_("补齐或删去"),
    proves=_("证明引号、书名号或括号只有前一半或后一半。列表序号“1）”不算。"),
    level="warning",
    method="D",
    scope="text",
    cites="GB/T15834-2011",
)
def unpaired_marks(text: TextFacts, law: Law) -> Iterator[Hit]:
    """A mark of “”《》（）〔〕【】 has no partner in its cell. "1）" of a list is no bracket; half-width and full-width ones pair."""
    plain = _LIST_MARK.sub("", text.text).translate(_SAME)
    waiting: list[str] = []
    for mark in plain:
        if mark in _OPEN:
            waiting.append(mark)
        elif mark in _OPEN.values() and mark != "’":
            if not waiting or _OPEN[waiting[-1]] != mark:
                yield fail(text.spot, _("“{mark}”没有与之配对的前一半").format(mark=mark))
                return
            waiting.pop()
        elif mark == "’" and waiting and waiting[-1] == "‘":
            waiting.pop()
    if waiting:
        yield fail(text.spot, _("“{mark}”没有与之配对的后一半").format(mark=waiting[-1]))
