"""The department part (部门整体绩效目标): paragraphs → overall goal, sub-goals, safeguards."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from jihuan.core.document import Indicator, Place, Safeguard, SubGoal, TextBlock
from jihuan.core.indicators import parse_target
from jihuan.core.text import clean, join_lines, simplified
from jihuan.documents.layout import Paragraph
from jihuan.documents.recognise.grid import Grid
from jihuan.documents.recognise.header import find_columns
from jihuan.documents.recognise.headings import point, section, without_number
from jihuan.documents.recognise.indicators import IndicatorRows
from jihuan.documents.recognise.notes import Notes

_LABEL = re.compile(r"^(?:绩效)?(目标|指标)\s*[:：]\s*")
_SHORT_TITLE = re.compile(r"^([^。，；：、,;:\n]{2,20})[。：:](.+)$", re.DOTALL)
_PROMISE = re.compile(
    r"^(?P<name>.*?[^\d\s.≥≤≧≦=＝﹦═<>＜＞])\s*(?P<target>(?:[≥≤≧≦=＝﹦═<>＜＞]+|大于等于|小于等于|等于|不少于|不低于|不超过|达到|高于|大于|小于)"
    r"\s*\d[\d.,]*\s*\S{0,6}|\d+(?:\.\d+)?\s*[%％‰])$"
)
_PHRASE_END = re.compile(r"[，。；！？;!?\n]|,(?!\d{3}(?!\d))")
"""A comma between thousands ends none."""
_NAME = re.compile(r"\d{1,2}\s*[.．、]\s*(?P<name>[^。；，：:;,\d]{2,25})")
_TAIL = re.compile(r"(?:的?(?:年度)?(?:指标|目标)值)$")


def promised(text: str) -> tuple[Indicator, ...]:
    """The figures promised in a sentence: “科普活动参与者满意度指标值=100%。” → one indicator, its target as printed."""
    found = []
    for phrase in _PHRASE_END.split(text):
        promise = _PROMISE.match(phrase.strip())
        name = promise["name"][: len(_TAIL.sub("", simplified(promise["name"])))] if promise else ""
        if promise and name:
            target = replace(parse_target(promise["target"]), raw=phrase.strip())
            found.append(Indicator(level3=clean(name), target=target))
    return tuple(found)


@dataclass(slots=True)
class _Goal:
    """A sub-goal while it is read."""

    name: str
    place: Place
    texts: dict[str, str] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    open: str = "description"
    indicators: list[Indicator] = field(default_factory=list)

    def add(self, text: str, place: Place) -> None:
        label = _LABEL.match(simplified(text))
        if label:
            self.open = {"目标": "goal", "指标": "indicator_text"}[label[1]]
            text = text[label.end() :]
        before = self.texts.get(self.open)
        self.texts[self.open] = f"{before}\n{text}" if before else text
        self.places.setdefault(self.open, place)

    def finished(self) -> SubGoal:
        text = self.texts.get("indicator_text")
        sentence = promised(text) if text else ()
        indicators = tuple(self.indicators) or tuple(replace(it, place=self.places["indicator_text"]) for it in sentence)
        return SubGoal(
            name=self.name,
            description=self.texts.get("description"),
            goal=self.texts.get("goal"),
            indicator_text=text,
            indicators=indicators,
            place=self.place,
        )


class Department:
    """Takes paragraphs one after the other and gives the department part at the end."""

    def __init__(self) -> None:
        self._section: str | None = None
        self._overall: TextBlock | None = None
        self._goals: list[_Goal] = []
        self._safeguards: list[Safeguard] = []
        self._heading: tuple[str, Place] | None = None

    @property
    def begun(self) -> bool:
        return self._section is not None

    def close(self) -> None:
        """The department part is over: a project sheet begins."""
        self._flush_heading()
        self._section = None

    def take(self, paragraph: Paragraph) -> bool:
        """Understand one paragraph; False where it belongs to no section of the department part."""
        text, place = clean(join_lines(paragraph.text)), paragraph.place
        opened = section(text)
        if opened:
            self._flush_heading()
            self._section, rest = opened
            following = replace(paragraph, text=rest, heading=None)
            return self._section != "other" and (not rest or section(rest) is not None or self.take(following))
        if self._section == "overall":
            self._overall = TextBlock(
                text=f"{self._overall.text}\n{text}" if self._overall else text,
                place=self._overall.place if self._overall else place,
            )
        elif self._section == "sub_goals":
            return self._sub_goal(text, paragraph)
        elif self._section == "safeguards":
            self._safeguard(text, paragraph)
        else:
            return False
        return True

    def table(self, grid: Grid, notes: Notes) -> bool:
        """A table of indicators under a sub-goal; False where the table belongs elsewhere."""
        columns = find_columns(grid, 0) if self._section == "sub_goals" and self._goals else None
        if columns is None:
            return False
        rows = IndicatorRows(columns, notes)
        for row in range(columns.height, grid.table.rows):
            self._goals[-1].indicators.extend(rows.read(grid, row))
        notes.remainder(grid)
        return True

    def _sub_goal(self, text: str, paragraph: Paragraph) -> bool:
        numbered, place = point(text) or self._named(text), paragraph.place
        if numbered:
            name, _stop, rest = (numbered[1], "", "") if paragraph.heading else numbered[1].partition("。")
            self._goals.append(_Goal(name=name, place=place))
            if rest.strip():
                self._goals[-1].add(rest.strip(), place)
        elif self._goals:
            self._goals[-1].add(text, place)
        else:
            return False
        return True

    def _named(self, text: str) -> tuple[str, str] | None:
        """“1.机构运转” names a sub-goal where nothing is left open: at the start, and after the indicators of the one before."""
        found = _NAME.fullmatch(text)
        free = not self._goals or self._goals[-1].open == "indicator_text"
        return ("", found["name"]) if found and free else None

    def _safeguard(self, text: str, paragraph: Paragraph) -> None:
        numbered, place = point(text), paragraph.place
        bare = without_number(numbered[1] if numbered else text).strip()
        titled = _SHORT_TITLE.match(bare) if numbered or bare != text or not self._heading else None
        if numbered or titled or bare != text:
            self._flush_heading()
        if titled and not paragraph.heading:
            self._safeguards.append(Safeguard(title=titled[1], text=titled[2].strip(), place=place))
        elif (numbered or bare != text) and (paragraph.heading or (len(bare) <= 30 and bare[-1:] not in tuple("。；：！"))):
            self._heading = (bare, place)
        elif self._heading:
            title, start = self._heading
            self._heading = None
            self._safeguards.append(Safeguard(title=title, text=bare, place=start))
        elif self._safeguards and not numbered and bare == text:
            last = self._safeguards[-1]
            self._safeguards[-1] = replace(last, text=f"{last.text}\n{text}")
        else:
            self._safeguards.append(Safeguard(title=None, text=bare, place=place))

    def _flush_heading(self) -> None:
        if self._heading:
            text, place = self._heading
            self._heading = None
            self._safeguards.append(Safeguard(title=None, text=text, place=place))

    @property
    def overall(self) -> TextBlock | None:
        return self._overall

    @property
    def sub_goals(self) -> tuple[SubGoal, ...]:
        return tuple(goal.finished() for goal in self._goals)

    @property
    def safeguards(self) -> tuple[Safeguard, ...]:
        return tuple(self._safeguards)
