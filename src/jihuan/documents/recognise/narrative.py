"""Documents without a table (叙述体): labels, goals and indicators inside paragraphs."""

from __future__ import annotations

import re

from jihuan.core.text import clean, join_lines
from jihuan.documents.layout import Paragraph
from jihuan.documents.recognise.fields import Fields
from jihuan.documents.recognise.headings import is_form_of_none
from jihuan.documents.recognise.phrases import Levels, has_levels, indicators_in
from jihuan.documents.recognise.words import is_container, label

_GOALS = ("goals", "long_goals", "achievement")
_NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.．、])\s*")
_HEADING = 24
_LONGEST = 60
_SECTION = re.compile(r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）])[^，。；：:]{2,24}")
"""A heading of something else, which ends the text of goals."""
_PROJECT = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.．、]|项目[一二三四五六七八九十\d]{1,2}[:：、.])\s*"
    r"(?P<name>[^，。；：:、]{3,40}(?:项目|工程|经费|补助|补贴|专项|资金))(?:绩效目标)?[:：]?"
)
"""A numbered heading that names a project."""


class Narrative:
    """Takes paragraphs that belong to no table and no department part."""

    def __init__(self, fields: Fields) -> None:
        self._fields = fields
        self._levels = Levels()
        self._open: str | None = None
        self._told = False
        """Indicators or goals stood in the running text since the last table or title."""

    def close(self) -> None:
        """A table or a title ends the running text."""
        self._open, self._levels, self._told = None, Levels(), False

    def take(self, paragraph: Paragraph) -> bool:
        """Understand one paragraph; False where it says nothing of goals or indicators."""
        text = clean(join_lines(paragraph.text))
        bare = _NUMBERING.sub("", text).rstrip("：:")
        if self._names_project(text, bare):
            return True
        if len(bare) <= _HEADING and (role := self._heading(bare)):
            self._open = role
            return True
        if has_levels(paragraph.text):
            self._fields.place = paragraph.place
            found = indicators_in(paragraph.text, paragraph.place, self._levels)
            self._fields.draft().indicators += found
            self._open, self._told = "indicators", True
            return True
        if self._open in _GOALS and _SECTION.fullmatch(text):
            self._open = None
        if self._open in _GOALS:
            self._fields.place = paragraph.place
            self._fields.set(self._open, paragraph.text, bare, paragraph.place)
            self._told = True
            return True
        if self._open == "indicators" and self._levels.first:
            found = [it for it in indicators_in(paragraph.text, paragraph.place, self._levels) if it.target.raw]
            if bare == text.rstrip("：:") and not any(it.target.kind in ("quantitative", "date") for it in found):
                return False
            self._fields.draft().indicators += found
            return bool(found)
        return False

    def _names_project(self, text: str, bare: str) -> bool:
        """A numbered heading names the project told below it; where another was being told, the next one begins."""
        found = _PROJECT.fullmatch(text) if len(text) <= _LONGEST else None
        if found is None or label(bare) or is_container(bare) or is_form_of_none(found["name"]):
            return False
        last = self._fields.drafts[-1] if self._fields.drafts and self._fields.heading.used else None
        if self._told or (last and last.indicators and last.heading.named and "name" not in last.texts):
            self._fields.begin()
            self.close()
        if not self._fields.heading.used:
            self._fields.heading.named = found["name"]
        return True

    def _heading(self, bare: str) -> str | None:
        role = label(bare)
        if role in _GOALS:
            return role
        return "indicators" if is_container(bare) and "指标" in bare else None
