"""What a later folder may put over a parameter or a lexicon: members of the same sort, so that no rule meets a figure it cannot read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from jihuan.core.language import _
from jihuan.law.engine.strict_yaml import Entry

_FIXED = re.compile(r"[a-z][a-z_]*")
"""Members that a rule asks for by name; other tables (months, units, grades) are open."""
_SORTS = {
    "number": _("数"),
    "text": _("文字"),
    "truth": _("true 或 false"),
    "list": _("一列文字"),
    "table": _("一组“键: 值”"),
    "day": _("日期"),
    "nothing": _("空"),
}
_PATTERNS = ("damaged_words", "pleonasms", "broken_patterns")
"""Lexicons whose words on the left are regular expressions."""
_POSITIVE = ("satisfaction.error",)
"""Figures that a rule divides by."""


def refuse_other_members(name: str, known: Iterable[tuple[date, Mapping[str, Any]]], entry: Entry) -> None:
    """Raise RulebookError (file, line, reason) where the values of ``entry`` are not made like those known of the parameter."""
    models = [_bare(members) for _since, members in known]
    if not models:
        raise entry.fail(_("没有“{name}”这个参数").format(name=name))
    for members in entry["values"].values():
        _refuse(models, members)
        if name in _POSITIVE and members["value"] <= 0:
            raise members.fail(_("“{key}”应大于 0").format(key=name), "value")
        if name == "monitoring.deadline":
            _refuse_no_day(members)


def _bare(members: Mapping[str, Any]) -> dict[Any, Any]:
    return {key: value for key, value in members.items() if key != "cites"}


def _refuse(models: list[dict[Any, Any]], members: Entry) -> None:
    names = set[Any]().union(*models)
    own = _bare(members)
    if names and all(isinstance(name, str) and _FIXED.fullmatch(name) for name in names):
        for key in own:
            if key not in names:
                shown = "、".join(sorted(names))
                raise members.fail(_("不认识的键“{key}”，可用的有 {known}").format(key=key, known=shown), key)
        if missing := sorted(names - set(own)):
            raise members.fail(_("缺少“{key}”").format(key=missing[0]))
        for key, value in own.items():
            _refuse_value([model[key] for model in models if key in model], members, key, value)
        return
    known = [value for model in models for value in model.values()] or [Decimal(0)]
    for key, value in own.items():
        _refuse_value(known, members, key, value)


def _refuse_value(known: list[Any], members: Entry, key: object, value: object) -> None:
    sorts = {_sort(one) for one in known}
    if "nothing" not in sorts and _sort(value) not in sorts:
        wanted = "、".join(_(_SORTS[sort]) for sort in sorted(sorts))
        raise members.fail(_("“{key}”应是{wanted}").format(key=key, wanted=wanted), key)
    tables = [one for one in known if isinstance(one, dict)]
    if isinstance(value, Entry) and tables:
        _refuse(tables, value)


def _sort(value: object) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return "truth"
        case int() | Decimal():
            return "number"
        case str():
            return "text"
        case list():
            return "list"
        case date():
            return "day"
        case _:
            return "table"


def _refuse_no_day(members: Entry) -> None:
    try:
        date(2025, int(members["month"]), int(members["day"]))
    except ValueError as error:
        raise members.fail(_("没有 {month} 月 {day} 日这一天").format(**_bare(members)), "day") from error


def refuse_other_words(name: str, known: Mapping[str, bool], entry: Entry) -> None:
    """Raise RulebookError where ``entry`` is put over a lexicon that there is not, or is a list where that is a table.

    ``known``: "words", "pairs", "groups" → whether the lexicon so far has any; empty where there is none of the name.
    """
    if not known:
        raise entry.fail(_("没有“{name}”这一词库").format(name=name))
    for sort in ("words", "pairs", "groups"):
        if sort in entry and not known[sort] and any(known.values()):
            right = next(sort for sort, filled in known.items() if filled)
            raise entry.fail(_("“{name}”应写在“{right}”之下").format(name=name, right=right), sort)
    _refuse_broken_patterns(name, entry)


def _refuse_broken_patterns(name: str, entry: Entry) -> None:
    """Raise RulebookError where a regular expression of the lexicon is none."""
    pairs = entry.get("pairs")
    if name not in _PATTERNS or not isinstance(pairs, Entry):
        return
    for pattern in pairs:
        try:
            re.compile(pattern)
        except re.error as error:
            raise pairs.fail(_("“{pattern}”不是正则式：{reason}").format(pattern=pattern, reason=error), pattern) from error
