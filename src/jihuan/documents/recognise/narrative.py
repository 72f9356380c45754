"""Documents without a table (叙述体): labels, goals and indicators inside paragraphs."""

from __future__ import annotations

import re

from jihuan.core.text import clean, join_lines
from jihuan.documents.layout import Paragraph
from jihuan.documents.recognise.fields import Fields
from jihuan.documents.recognise.phrases import Levels, has_levels, indicators_in
from jihuan.documents.recognise.words import is_container, label

_GOALS = ("goals", "long_goals", "achievement")
_NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.．、])\s*")
_HEADING = 24


class Narrative:
    """Takes paragraphs that belong to no table and no department part."""

    def __init__(self, fields: Fields) -> None:
        self._fields = fields
        self._levels = Levels()
        self._open: str | None = None

    def close(self) -> None:
        """A table or a title ends the running text."""
        self._open, self._levels = None, Levels()

    def take(self, paragraph: Paragraph) -> bool:
        """Understand one paragraph; False where it says nothing of goals or indicators."""
        text = clean(join_lines(paragraph.text))
        bare = _NUMBERING.sub("", text).rstrip("：:")
        if len(bare) <= _HEADING and (role := self._heading(bare)):
            self._open = role
            return True
        if has_levels(paragraph.text):
            self._fields.place = paragraph.place
            found = indicators_in(paragraph.text, paragraph.place, self._levels)
            self._fields.draft().indicators += found
            self._open = "indicators"
            return True
        if self._open in _GOALS:
            self._fields.place = paragraph.place
            self._fields.set(self._open, paragraph.text, bare, paragraph.place)
            return True
        if self._open == "indicators" and self._levels.first:
            found = [it for it in indicators_in(paragraph.text, paragraph.place, self._levels) if it.target.raw]
            if bare == text.rstrip("：:") and not any(it.target.kind in ("quantitative", "date") for it in found):
                return False
            self._fields.draft().indicators += found
            return bool(found)
        return False

    def _heading(self, bare: str) -> str | None:
        role = label(bare)
        if role in _GOALS:
            return role
        return "indicators" if is_container(bare) and "指标" in bare else None
