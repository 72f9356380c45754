"""How well indicators fit below a 二级指标, and these below a 一级指标, by what they are called: the vocabulary of kinds.toml."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from jihuan.core.indicators import parse_operator, parse_target
from jihuan.documents.recognise.words import plain

_MONEY = re.compile(r"元$|元/")
_RATE = re.compile(r"比例|占比|比率|百分比|比重")
"""Other words for 率."""


class _Kind(NamedTuple):
    level: re.Pattern[str]
    names: tuple[tuple[int, re.Pattern[str]], ...]
    values: dict[str, int]


def _load() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("kinds.toml").read_text("utf-8"))


_WORDS = _load()
_KINDS = [
    _Kind(re.compile(it["level"]), tuple((points, re.compile(like)) for points, like in it["names"]), it["values"])
    for it in _WORDS["kinds"].values()
]
_UNITS = {unit: sort for sort, units in _WORDS["units"].items() for unit in units}
_PARENTS = _WORDS["parents"]
_BESIDE = {sort: re.compile(like) for sort, like in _WORDS["beside"].items()}
_SIGNS = {sign: [(points, re.compile(like)) for points, like in lines] for sign, lines in _WORDS["signs"].items()}
_MEASURES = [(re.compile(name), re.compile(unit)) for name, unit in _WORDS["measures"].items()]
_NEVER = -8
"""Points of a sign or a unit beside words, and of a second one."""
_ODD = -3
"""Points of a number without a unit among others that have one, and of one that is to be nought or more."""


@lru_cache(maxsize=65536)
def fits(level2: str, name: str, value: str) -> int:
    """Points for a name and a value (with sign and unit) below this 二级指标; 0 for a level that nobody knows."""
    kind = _kind(plain(level2))
    if kind is None:
        return 0
    name = _RATE.sub("率", name)
    return sum(points for points, like in kind.names if like.search(name)) + kind.values.get(sort_of(value), 0)


def parent_fits(level1: str, level2: str) -> bool | None:
    """Does this 二级指标 belong below that 一级指标? None where nobody knows the first level."""
    words = next((words for parent, words in _PARENTS.items() if parent in level1), None)
    if words is None:
        return None
    second = plain(level2)
    return any(second.startswith(word) for word in words)


def child_fits(level1: str, name: str, value: str) -> int:
    """Points for a name and a value below this 一级指标: those of the second level below it that they fit best."""
    words = next((words for parent, words in _PARENTS.items() if parent in level1), ())
    return max((fits(word, name, value) for word in words), default=0)


@lru_cache(maxsize=65536)
def suits(name: str, value: str) -> int:
    """Is this the name beside that value? 1 for names that say what the value is, -1 for those that say it is something else, else 0."""
    sort = sort_of(value)
    own = _BESIDE.get(sort)
    if own:
        return 1 if own.search(name) else -1
    return -1 if _BESIDE["percent"].search(name) else 0


def sign_fits(text: str, name: str, value: str) -> int:
    """Points for the text of a column of signs beside a value (with its unit) that this name has; "" for no sign."""
    found = parse_target(value)
    if found.kind != "quantitative" or found.operator:
        return _NEVER if text and text != "定性" else 0
    if text == "定性":
        return _NEVER
    sign = (parse_operator(text) or text).replace("<", "<=").replace(">", ">=").replace("==", "=")
    nothing = _ODD if sign == ">=" and found.value == 0 else 0
    told: int = sum(points for points, like in _SIGNS.get(sign, ()) if like.search(name))
    return nothing + told


def unit_fits(unit: str, name: str, figure: str) -> int:
    """Points for the text of a column of units beside a figure that this name has; "" for no unit."""
    found = parse_target(figure)
    if found.kind != "quantitative" or found.unit:
        return _NEVER if unit else 0
    if not unit:
        return _ODD
    return value_fits(name, f"{figure}{unit}")


def value_fits(name: str, value: str) -> int:
    """Points for a value with its unit beside this name: does the name say what it is, or what it is counted in?"""
    unit = parse_target(value).unit or ""
    alike = any(char in name for char in unit) or any(a.search(name) and b.search(unit) for a, b in _MEASURES)
    return 2 * alike + 2 * suits(name, value)


@lru_cache(maxsize=1024)
def _kind(level2: str) -> _Kind | None:
    return next((kind for kind in _KINDS if kind.level.search(level2)), None)


@lru_cache(maxsize=65536)
def sort_of(value: str) -> str:
    """What a value is: "date", "words", "percent", "money", "span", "years", "count", or "" where nothing is printed."""
    if not value:
        return ""
    found = parse_target(value)
    if found.kind != "quantitative":
        return "date" if found.kind == "date" else "words"
    unit = found.unit or ""
    if unit in ("%", "‰"):
        return "percent"
    return "money" if _MONEY.search(unit) else _UNITS.get(unit, "count")
