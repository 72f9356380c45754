"""What several sections need: patterns of words, clauses, figures in prose, ratios that never raise."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

from jihuan.core.text import half_width
from jihuan.law.engine.writing import IndicatorFacts, Law, ProjectFacts, Spot, norm

__all__ = [
    "any_of",
    "clauses",
    "doc_numbers",
    "figures",
    "has_figure",
    "is_execution_rate",
    "list_spot",
    "number_text",
    "quantities",
    "quotient",
    "unitless",
    "without",
]

_YEAR = re.compile(r"(?:19|20)\d{2}\s*年?(?:度)?")
_DOC_NUMBER = re.compile(r"[一-龥]{2,8}\s*[〔\[【（(〖]\s*(?:19|20)\d{2}\s*[〕\]】）)〗]\s*第?\d+\s*号|[一-龥]{1,6}令第?\d+号")
_FIGURE = re.compile(r"\d|[二两三四五六七八九十百千]+(?:个|次|场|人|家|项|期|名|处|台|套|座|户|件|份|批|成)|百分之")
_QUANTITY = re.compile(r"\d[\d,]*(?:\.\d+)?[万亿%]|\d{2}[\d,]*(?:\.\d+)?(?![\d月日.])")
_QUOTED = re.compile(r"《[^》]{1,80}》|“[^”]{1,80}”")
_ORDINAL = re.compile(r"^\s*[（(]?\d{1,2}[)）.、．]\s*|十[二三四五]五|第[一二三四五六七八九十\d]+")
_CLAUSE = re.compile(r"[，。；！？、：,;!?:\s]+")


@lru_cache(maxsize=512)
def any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern for any of the words, the longest first; nothing where there are none."""
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))) or r"(?!)")


def without(words: Iterable[str], text: str) -> str:
    """The text after the words are taken out."""
    return any_of(tuple(words)).sub("", text)


def clauses(text: str) -> list[str]:
    """The pieces between marks of punctuation."""
    return [piece for piece in _CLAUSE.split(text) if piece]


def doc_numbers(text: str) -> list[str]:
    """The numbers of official documents (冀财教〔2024〕104号) in the text, in whatever brackets."""
    return _DOC_NUMBER.findall(text)


def figures(text: str) -> list[str]:
    """The figures that say how much: no years, numbers of documents, titles, ordinals."""
    bare = _ORDINAL.sub("", _QUOTED.sub("", half_width(text)))
    return _FIGURE.findall(_YEAR.sub("", _DOC_NUMBER.sub("", bare)))


def quantities(text: str) -> set[str]:
    """The figures of at least two digits or with a 万, as text, without years, numbers of documents and percentages of all."""
    bare = _YEAR.sub("", _DOC_NUMBER.sub("", _QUOTED.sub("", half_width(text))))
    return {figure for figure in _QUANTITY.findall(bare) if figure not in ("100", "100%", "10", "12")}


def has_figure(text: str) -> bool:
    return bool(figures(text))


def quotient(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    """part ÷ whole; None where it cannot be known."""
    return part / whole if part is not None and whole else None


def number_text(value: Decimal) -> str:
    """A figure for a message: at most two decimals, no idle zeros."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def is_execution_rate(indicator: IndicatorFacts, law: Law) -> bool:
    """Whether the indicator only repeats how much of the budget was spent (预算执行率)."""
    return bool(law.find("execution_rate_words", norm(indicator.name) or norm(indicator.description)))


def unitless(indicator: IndicatorFacts, law: Law) -> bool:
    """Whether what is measured has no unit by nature (系数, 指数, pH值)."""
    return norm(indicator.name).endswith(law.words("unitless_endings"))


def list_spot(project: ProjectFacts, name: str, text: str) -> Spot:
    """A list of the sheet ("goals", "indicators") as one cell that says ``text``."""
    return Spot(f"{project.pointer}/{name}", project.place, text)
