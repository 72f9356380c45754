"""What printed words mean: the vocabulary of words.toml, compared without the accidents of typing."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from importlib.resources import files

_SPACE = re.compile(r"[\s\u200b\u00ad]+")
_BRACKETS = re.compile(r"\([^()]*\)$")
_UNIT = re.compile(r"(?:单位[:：]|[（(])\s*(?:人民币)?\s*(万元|亿元|元)\s*(?:[)）]|$|\s)")


def plain(text: str) -> str:
    """The text as it is compared: half-width, no white space, no final colon."""
    return unicodedata.normalize("NFKC", _SPACE.sub("", text)).rstrip(":").strip("*")


def _index(table: dict[str, list[str]]) -> dict[str, str]:
    return {plain(word): role for role, words in table.items() for word in words}


_WORDS: dict[str, dict[str, list[str]]] = tomllib.loads(files(__package__).joinpath("words.toml").read_text("utf-8"))
_COLUMNS, _FUNDS, _KEYS = (_index(_WORDS[part]) for part in ("columns", "funds", "keys"))
_CONTAINERS = frozenset(plain(word) for word in _WORDS["containers"]["words"])
SECTIONS = _WORDS["sections"]


def _look_up(index: dict[str, str], text: str) -> str | None:
    word = plain(text)
    while word not in index:
        shorter = _BRACKETS.sub("", word).rstrip(":")
        if shorter == word:
            return None
        word = shorter
    return index[word]


def column(text: str) -> str | None:
    """The role of a header of the indicator table: "level1" … "deviation"."""
    return _look_up(_COLUMNS, text)


def fund_column(text: str) -> str | None:
    """The role of a header above amounts: "initial", "adjusted", "executed" …"""
    return _look_up(_FUNDS, text)


def key(text: str) -> str | None:
    """The field named by a label of a project sheet: "code", "name", "total" …"""
    return _look_up(_KEYS, text)


def inline(text: str) -> tuple[str, str] | None:
    """Label and value printed in one cell, “项目名称：科普活动经费”; None where there is no such label."""
    label, colon, value = text.replace(":", "：", 1).partition("：") if ":" in text[:12] else text.partition("：")
    field = key(label) if colon and value.strip() else None
    return (field, value.strip()) if field else None


def is_container(text: str) -> bool:
    """Is it a frame of the form that carries no value of its own?"""
    return bool(_look_up(dict.fromkeys(_CONTAINERS, "frame"), text))


def amount_unit(text: str) -> str | None:
    """The unit of amounts named in a line or label: “单位：万元”, “年度资金总额（万元）”."""
    found = _UNIT.search(text)
    return found[1] if found else None
