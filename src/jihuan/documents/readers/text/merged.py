"""Columns with fewer cells than rows: to which rows their cells belong, told by the types of what stands in the others.

Merged levels cover rows that follow each other. Which, the names and values of the rows say: a 满意度 is no 数量指标, a date belongs
to 时效指标. A cut is taken only where all others fit clearly worse. Signs and units belong to the rows whose value is a number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from jihuan.core.indicators import parse_target
from jihuan.core.vocabulary import is_level1, is_level2

_MARGIN = 1
"""So many points must the best cut have before the next."""
_KINDS = {
    "数量": r"数$|数量|次数|人数|户数|面积|里程|长度|期数|场次|株数|批次|规模|个数|台数|购置|新建|改造|举办|开展|发放|印制",
    "质量": r"质量|合格|达标|准确|等级|优良|完好|通过|列养|处置|可用|规范|覆盖|正确",
    "时效": r"及时|时间|时限|按时|按期|期限|工期|完工|进度|完成时",
    "成本": r"成本|单价|费用|造价|价格|标准$|控制数|支出额|预算控制",
    "经济": r"经济|增收|收入|节约|损失|产值|税收|降低.*成本|带动",
    "社会": r"社会|群众|知晓|就业|公共|服务能力|事故|出行|受益|保障|稳定|影响力|安全",
    "生态": r"生态|环境|污染|绿化|绿地|森林|排放|节能|水质|空气",
    "可持续": r"可持续|长效|年限|机制|长期|人才|持续",
    "满意": r"满意",
    "资金": r"资金|到位率|执行率|预算",
    "管理": r"制度|管理|流程|机制健全|规范性",
    "实施": r"制度|执行|实施|流程",
    "立项": r"立项|论证|审批",
}
_PARENTS = {
    "投入": ("资金", "立项"), "过程": ("管理", "实施", "资金"), "决策": ("立项", "资金"), "产出": ("数量", "质量", "时效", "成本"), "成本": ("经济成本", "社会成本", "生态"), "效益": ("经济", "社会", "生态", "可持续"), "效果": ("经济", "社会", "生态", "可持续"), "满意": ("满意",),
}  # fmt: skip
"""Words of the second level below words of the first."""
_MONEY = re.compile(r"元")


def levels_over(levels: Sequence[str], names: Sequence[str], values: Sequence[str]) -> list[int] | None:
    """The index of the second level over each row; None where more than one way to share the rows out is likely."""
    kinds = [next((kind for kind in _KINDS if kind in level), None) for level in levels]
    if None in kinds or not all(map(is_level2, levels)):
        return None
    return _shared(len(levels), len(names), lambda level, row: _points(kinds[level] or "", names[row], values[row]))


def levels_above(firsts: Sequence[str], seconds: Sequence[str]) -> list[int] | None:
    """The index of the first level above each second one; None where more than one is likely."""
    if not all(map(is_level1, firsts)):
        return None
    words = [next((words for parent, words in _PARENTS.items() if parent in first), ()) for first in firsts]
    names = [second.removeprefix("产出") for second in seconds]
    return _shared(len(firsts), len(names), lambda first, at: 3 * any(_begins(names[at], word) for word in words[first]))


def _begins(second: str, word: str) -> bool:
    """Is it the word below a first level? 经济成本 is none of 产出's 成本; a 满意度 names those who are satisfied first."""
    return second.startswith(word) or (word == "满意" and word in second)


def rows_with(cells: Sequence[str], values: Sequence[str]) -> list[int] | None:
    """The rows that signs or units belong to: those whose value is a number, where they are as many."""
    numbers = [at for at, value in enumerate(values) if re.fullmatch(r"[\d.,]+", value)]
    return numbers if len(numbers) == len(cells) else None


def rows_short(weights: Sequence[str], scores: Sequence[str], count: int) -> list[int] | None:
    """The rows that causes of deviations belong to: those that scored less than they weigh, where they are as many."""
    if len(weights) != len(scores) or not all(re.fullmatch(r"\d+(?:\.\d+)?", text) for text in (*weights, *scores)):
        return None
    short = [at for at, pair in enumerate(zip(weights, scores, strict=True)) if Decimal(pair[1]) < Decimal(pair[0])]
    return short if len(short) == count else None


def _points(kind: str, name: str, value: str) -> int:
    """How well a name and its value fit below a second level."""
    points = 3 * bool(re.search(_KINDS[kind], name))
    points -= 3 * (("满意" in name) != (kind == "满意"))
    found = parse_target(value)
    if found.kind == "date":
        points += 2 if kind == "时效" else -2
    elif found.kind == "qualitative" and kind in ("数量", "成本"):
        points -= 1
    if _MONEY.search(value):
        points += kind in ("成本", "经济")
    return points


def _shared(groups: int, rows: int, points: Callable[[int, int], int]) -> list[int] | None:
    """Rows shared out to groups in order, each with one at least, so that most points come together; None without a clear best."""
    if not 0 < groups <= rows:
        return None
    ways: list[list[tuple[int, tuple[int, ...]]]] = [[] for _ in range(groups)]
    ways[0] = [(points(0, 0), (0,))]
    for row in range(1, rows):
        step: list[list[tuple[int, tuple[int, ...]]]] = []
        for group in range(groups):
            before = ways[group] + (ways[group - 1] if group else [])
            here = points(group, row)
            step.append(sorted(((sum_ + here, (*way, group)) for sum_, way in before), reverse=True)[:2])
        ways = step
    last = ways[-1]
    clear = bool(last) and (len(last) < 2 or last[0][0] - last[1][0] >= _MARGIN)
    return list(last[0][1]) if clear else None
