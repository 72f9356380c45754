"""Running text: soft line breaks joined, paragraphs told apart by lines that end early and by words that open one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from jihuan.core.document import Place
from jihuan.core.text import join_lines, simplified
from jihuan.documents.layout import Paragraph
from jihuan.documents.readers.text.lines import Gap, Line
from jihuan.documents.readers.text.widths import first_unit, width
from jihuan.documents.recognise.words import is_labelled

_INDENT = 4
_NARROWEST = 24
_OPENING = re.compile(
    r"第[一二三四五六七八九十]{1,3}部分|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[.．、](?!\d)|(?:绩效)?(?:目标|指标)[:：]"
)


def text_width(lines: Sequence[Line]) -> float:
    """Width of the text block: that of most lines which break off in a sentence; infinite where no three agree."""
    broken = Counter(
        int(width(line.text)) for line in lines if line.text[-1] not in "。；：！？" and width(line.text) >= _NARROWEST
    )
    wide, count = max(broken.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    return float(wide) if count >= 3 else float("inf")


def paragraphs(lines: Sequence[Line]) -> list[Paragraph]:
    """The lines joined into paragraphs: the cheapest reading in which each line opens one (1) or goes on (0)."""
    block = text_width(lines)
    costs = {1: 0.0, 0: float("inf")}
    choices: list[dict[int, int]] = []
    for before, line in pairwise(lines):
        step: dict[int, float] = {}
        choice: dict[int, int] = {}
        for state in (1, 0):
            ways = {was: costs[was] + _cost(before, bool(was), line, bool(state), block) for was in (1, 0)}
            choice[state] = min(ways, key=lambda was: ways[was])
            step[state] = ways[choice[state]]
        costs = step
        choices.append(choice)
    opens = _trace(costs, choices)
    groups: list[list[Line]] = []
    for line, first in zip(lines, opens, strict=True):
        if first:
            groups.append([line])
        else:
            groups[-1].append(line)
    return [paragraph(group) for group in groups]


def _trace(costs: dict[int, float], choices: list[dict[int, int]]) -> list[int]:
    state = min(costs, key=lambda each: costs[each])
    states = [state]
    for choice in reversed(choices):
        state = choice[state]
        states.append(state)
    return states[::-1]


def _cost(before: Line, opened: bool, line: Line, opens: bool, block: float) -> float:
    """Cost of ``line`` opening a paragraph or going on with the one of ``before``. The indent of a first line is lost in the text."""
    room = block - width(before.text) - first_unit(line.text) - (_INDENT if opened else 0)
    full, nearly = room < 0, 0 <= room < _INDENT  # punctuation is set closer in some lines
    ended = before.text[-1] in "。；：！？"
    if opens:
        indented = width(line.text) + _INDENT <= block + 1
        left = (0.8 if ended else 4.0) if full else (0.4 if ended else 2.5) if nearly else 0.0
        return left + (0.0 if indented else 1.5)
    odd = (
        4.0 * (line.gap is Gap.TIGHT)
        + 5.0 * bool(_OPENING.match(simplified(line.text)) or is_labelled(line.text))
        + (0.3 if ended else 0.0)
    )
    return odd + (0.0 if full else 0.5 + 0.4 * room if nearly else 6.0)


def paragraph(lines: Sequence[Line]) -> Paragraph:
    """One paragraph of these lines."""
    text = join_lines("\n".join(line.text for line in lines))
    return Paragraph(text=text, place=Place(line=(lines[0].number, lines[-1].number)))
