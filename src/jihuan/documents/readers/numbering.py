"""Automatic numbers of Word paragraphs: “一、”, “（一）”, “1.” are not in the text, they are counted here."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "零一二三四五六七八九"
_CHINESE = {"chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCountingThousand", "ideographDigital"}
_CIRCLES = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


@dataclass(frozen=True, slots=True)
class _Level:
    format: str
    text: str
    start: int


class Numbering:
    """Counts numbered paragraphs in document order."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._lists: dict[str, dict[int, _Level]] = {}
        self._abstract: dict[str, str] = {}
        self._counts: dict[tuple[str, int], int] = {}
        self._styles: dict[str, tuple[str, int]] = {}
        abstract: dict[str, dict[int, _Level]] = {}
        for item in numbering.iterfind(f"{W}abstractNum") if numbering is not None else ():
            abstract[item.get(f"{W}abstractNumId") or ""] = dict(_level(level) for level in item.iterfind(f"{W}lvl"))
        for item in numbering.iterfind(f"{W}num") if numbering is not None else ():
            identifier, target = item.get(f"{W}numId") or "", _value(item, "abstractNumId") or ""
            self._lists[identifier] = abstract.get(target, {})
            self._abstract[identifier] = target
        for style in styles.iterfind(f"{W}style") if styles is not None else ():
            found = _reference(style)
            if found:
                self._styles[style.get(f"{W}styleId") or ""] = found

    def label(self, paragraph: etree._Element) -> str:
        """The number printed before this paragraph, "" where it has none."""
        found = _reference(paragraph) or self._styles.get(_value(paragraph, "pPr/pStyle") or "")
        if not found:
            return ""
        identifier, depth = found
        levels = self._lists.get(identifier, {})
        level = levels.get(depth)
        if level is None or level.format in ("bullet", "none"):
            return ""
        name = self._abstract[identifier]
        self._counts[name, depth] = self._counts.get((name, depth), level.start - 1) + 1
        for deeper in range(depth + 1, 9):
            self._counts.pop((name, deeper), None)
        text = level.text
        for index in range(depth + 1):
            upper = levels.get(index, level)
            text = text.replace(f"%{index + 1}", _printed(self._counts.get((name, index), upper.start), upper.format))
        return text


def _level(element: etree._Element) -> tuple[int, _Level]:
    start = _value(element, "start") or "1"
    level = _Level(
        _value(element, "numFmt") or "decimal", _value(element, "lvlText") or "", int(start) if start.isdigit() else 1
    )
    return int(element.get(f"{W}ilvl") or 0), level


def _value(element: etree._Element, path: str) -> str | None:
    found = element.find("/".join(f"{W}{step}" for step in path.split("/")))
    return found.get(f"{W}val") if found is not None else None


def _reference(element: etree._Element) -> tuple[str, int] | None:
    """List and depth that a paragraph or style refers to; list 0 means none."""
    identifier, depth = _value(element, "pPr/numPr/numId"), _value(element, "pPr/numPr/ilvl") or "0"
    return (identifier, int(depth)) if identifier and identifier != "0" and depth.isdigit() else None


def _printed(number: int, kind: str) -> str:
    if kind in _CHINESE and 0 < number < 100:
        tens, ones = divmod(number, 10)
        return ("" if tens < 2 else _DIGITS[tens]) + ("十" if tens else "") + (_DIGITS[ones] if ones else "")
    if kind.startswith("decimalEnclosedCircle") and 0 < number <= len(_CIRCLES):
        return _CIRCLES[number - 1]
    if kind in ("lowerLetter", "upperLetter") and 0 < number <= 26:
        return chr((ord("a") if kind == "lowerLetter" else ord("A")) + number - 1)
    return str(number)
