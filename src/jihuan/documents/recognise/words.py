"""What printed words mean: the vocabulary of words.toml, compared without the accidents of typing."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from jihuan.core.text import is_even, simplified
from jihuan.core.vocabulary import is_level1, is_level2

Scope = Literal["long", "annual"]

_SPACE = re.compile(r"[\s\u200b\u00ad]+")
_DATED = re.compile(r"\(20\d\d年?度?\)")
_BRACKETS = re.compile(r"\([^()]*\)$")
_PINYIN = re.compile(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]+\)")
_LEAD = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、|\d{1,2}[.、](?!\d)|\([一二三四五六七八九十\d]{1,3}\)|[①-⑳])")
_NUMERALS = frozenset("一二三四五六七八九十0123456789(①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
_AMONG_MARKS = ("其中", "减", "加")
_AMONG = re.compile(rf"^(?:{'|'.join(_AMONG_MARKS)}):?")
_SPACED_NUMBER = re.compile(r"(?<=项目)[ \u3000]+(?=\d{1,2}[:：])")
_OWN_NUMBER = re.compile(r"(?<=目标|项目)\d{1,2}$")
_FOOTNOTES = "①②③④⑤⑥⑦⑧⑨⑩ "
"""Marks behind a header by which another one counts with it: 全年预算数①, 执行率（②/①）."""
_UNIT = re.compile(r"(?:单位[:：]|[（(])\s*(?:人民币)?\s*(万元|亿元|元)\s*(?:[)）]|$|\s)")
_NAMED_UNIT = r"\s*(?:金额)?单位\s*[:：]\s*(?:人民币)?\s*(?:万元|亿元|元)$"
UNIT_AT_END = re.compile(rf"(?<=\S){_NAMED_UNIT}")
UNIT_IN_BRACKETS = re.compile(r"(?<=\S)\s*[（(]\s*((?:金额)?单位\s*[:：]\s*(?:人民币)?\s*(?:万元|亿元|元))\s*[)）]$")
"""The same in brackets, behind the title of a table."""
_UNIT_BEHIND = re.compile(_NAMED_UNIT)
"""As above behind the colon of a label, where nothing else may stand."""
_LABELLED = re.compile(r"([\u4e00-\u9fff][^：:，。；]{1,11})[：:]")
_LABEL_END = re.compile(r"[:：]")
_SENTENCE = re.compile(r"[,;。!?≥≤:]")
_LONGEST_LABEL = 24


def _load() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files(__package__).joinpath("words.toml").read_text("utf-8"))


_WORDS = _load()
_SPANS: tuple[Scope, ...] = ("annual", "long")
_SCOPES = [(name, re.compile("|".join(_WORDS["scopes"][name]))) for name in _SPANS]
SECTIONS = _WORDS["sections"]
SHORT_LEVELS = {f"{number}{word}": f"level{level}" for level, number in enumerate("一二三", 1) for word in "级級"}
"""Words of a header that mean levels where several of them stand together."""
BARE_NAMES = ("绩效指标", "指标")
"""Words of a header that mean the names of indicators behind their levels."""


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """The text of a label as it is compared: no final colon, no pinyin in brackets, and as ``compared``."""
    word = compared(text)
    return (_PINYIN.sub("", word) if "(" in word else word).rstrip(":").strip("*")


def compared(text: str) -> str:
    """The text simplified, half-width, without white space."""
    return text if is_even(text) else simplified(unicodedata.normalize("NFKC", _SPACE.sub("", text)))


@lru_cache(maxsize=65536)
def _forms(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A label with ever less of its accessories, to be looked up in several vocabularies; what expressions are tried on."""
    word = plain(text.rstrip(_FOOTNOTES))
    tried = [word]
    if "(20" in word:
        tried.append(_DATED.sub("", word))
    if word[:1] in _NUMERALS:
        tried.append(_LEAD.sub("", word))
    if tried[-1].startswith(_AMONG_MARKS):
        tried.append(_AMONG.sub("", tried[-1]))
    while tried[-1].endswith((")", ":")) and (shorter := _BRACKETS.sub("", tried[-1]).rstrip(":")) != tried[-1]:
        tried.append(shorter)
    last = tried[-1]
    vague = not last.isascii() and len(word) <= _LONGEST_LABEL and not _SENTENCE.search(last)
    if last[-1:].isdigit():
        tried.append(_OWN_NUMBER.sub("", last))
    forms = ((word,) if word == last else (word, last)) if vague and tried[-1] else ()
    return tuple(tried), tuple(form for form in forms if _ANY_LIKE.fullmatch(form))


class _Part:
    """One part of the vocabulary: its words, then its expressions."""

    def __init__(self, name: str) -> None:
        self._index = {plain(word): role for role, words in _WORDS[name].items() for word in words}
        self._like = [
            (role, re.compile("|".join(f"(?:{like})" for like in likes)))
            for role, likes in _WORDS.get(f"{name}_like", {}).items()
        ]

    def role(self, text: str, *, exact: bool = False) -> str | None:
        """The meaning of a label, with ever less of its accessories; ``exact`` leaves out the expressions."""
        exactly, vaguely = _forms(text)
        for form in exactly:
            if form in self._index:
                return self._index[form]
        if exact or not vaguely:
            return None
        return next((role for role, like in self._like for form in vaguely if like.fullmatch(form)), None)


_PARTS = ("columns", "funds", "keys", "containers")
_COLUMNS, _FUNDS, _KEYS, _CONTAINERS = (_Part(name) for name in _PARTS)
_ANY_LIKE = re.compile(
    "|".join({like: None for name in _PARTS for likes in _WORDS.get(f"{name}_like", {}).values() for like in likes})
)
"""Every expression of the vocabulary: what it does not know need not be tried on any part."""


@lru_cache(maxsize=65536)
def heading(text: str) -> str | None:
    """The role of a header of the indicator table: "level1" … "deviation"; "cause", "best" and "aside" have no field."""
    return _COLUMNS.role(text) if len(text) <= 60 else None


@lru_cache(maxsize=65536)
def column(text: str) -> str | None:
    """A header that is surely one, where cells must be put together from pieces: "level1" … "deviation"."""
    found = _COLUMNS.role(text, exact=True) if len(text) <= 60 else None
    return None if found in ("aside", "cause", "best") else found


@lru_cache(maxsize=65536)
def fund_column(text: str) -> str | None:
    """The role of a header above amounts: "initial", "adjusted", "executed" …, "aside"."""
    return _FUNDS.role(text) if len(text) <= 60 else None


@lru_cache(maxsize=65536)
def label(text: str) -> str | None:
    """The field named by a label of a project sheet; "aside", "part" and "subtotal" for labels without a field."""
    return _KEYS.role(text) if len(text) <= 60 else None


def printed_words() -> frozenset[str]:
    """Every header, label and frame of the vocabulary, as forms print them."""
    return frozenset(word for part in _PARTS for words in _WORDS[part].values() for word in words)


def name_of(field: str) -> str:
    """The label by which most forms print a field, for problems: “total” → “预算数”."""
    return next(iter(_WORDS["keys"].get(field, ())), field)


def label_words(*fields: str) -> frozenset[str]:
    """The labels of these fields as they are compared."""
    return frozenset(plain(word) for field in fields for word in _WORDS["keys"][field])


def field_of(text: str) -> str | None:
    """The field named by a label: "code", "name", "total" …; None for labels without a field."""
    found = label(text)
    return None if found in ("aside", "part", "subtotal") else found


@lru_cache(maxsize=65536)
def key(text: str) -> str | None:
    """A label with a field that is surely one, where cells must be put together from pieces."""
    found = _KEYS.role(text, exact=True) if len(text) <= 60 else None
    return None if found in ("aside", "part", "subtotal") else found


@lru_cache(maxsize=65536)
def is_printed(text: str) -> bool:
    """Is it a header, label or frame word for word as the vocabulary has it, with or without its accessories?"""
    return len(text) <= 60 and any(part.role(text, exact=True) for part in (_COLUMNS, _FUNDS, _KEYS, _CONTAINERS))


def is_labelled(text: str) -> bool:
    """Does a line begin with a label or level and its colon: “项目名称：…”, “产出指标：…”? Then nothing above goes on in it."""
    found = _LABELLED.match(text)
    return bool(found and (is_printed(found[1]) or is_level1(found[1]) or is_level2(found[1])))


def inline(text: str) -> tuple[str, str] | None:
    """Label and value printed in one cell, “项目名称：科普活动经费”; None where there is no such label."""
    name, colon, value = text.replace(":", "：", 1).partition("：") if ":" in text[:12] else text.partition("：")
    field = field_of(name) if colon and value.strip() and len(name) <= _LONGEST_LABEL else None
    bare = _UNIT_BEHIND.sub("", value.strip()) if field else ""
    return (field, bare) if field and bare else None


def pairs(text: str) -> list[tuple[str, str, str]]:
    """All labels with their values in one line, “项目名称：甲　主管部门：乙”: field, label as printed, value."""
    found: list[tuple[str, int, int]] = []
    text = _SPACED_NUMBER.sub("", text) if "项目" in text else text
    for colon in _LABEL_END.finditer(text):
        start = max((text.rfind(mark, 0, colon.start()) for mark in " \u3000\t\n；;，,。"), default=-1) + 1
        field = label(text[start : colon.start()])
        if field:
            found.append((field, start, colon.end()))
    ends = [start for _field, start, _end in found[1:]] + [len(text)]
    if not found or text[: found[0][1]].strip():
        return []
    return [
        (
            field,
            text[start:end].strip(),
            _UNIT_BEHIND.sub("", text[end:stop].strip().rstrip("；;，," if stop < len(text) else "")),
        )
        for (field, start, end), stop in zip(found, ends, strict=True)
    ]


@lru_cache(maxsize=65536)
def is_container(text: str) -> bool:
    """Is it a frame of the form that carries no value of its own?"""
    return len(text) <= 60 and bool(_CONTAINERS.role(text))


@lru_cache(maxsize=65536)
def scope(text: str) -> Scope | None:
    """The span that a header or frame names: several years, or the year of the budget (which wins where both are named)."""
    word = plain(text)
    if len(word) > _LONGEST_LABEL:
        return None
    return next((name for name, marks in _SCOPES if marks.search(word)), None)


def amount_unit(text: str) -> str | None:
    """The unit of amounts named in a line or label: “单位：万元”, “年度资金总额（万元）”."""
    found = _UNIT.search(simplified(text)) if "元" in text else None
    return found[1] if found else None
