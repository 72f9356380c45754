"""One cell of a sheet, by its name, changed to what was typed; nothing here touches a record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from jihuan.apps.evaluation.facts import AMOUNTS, CAUSES, Row, Sheet, as_kept, blank_document, shown, texts
from jihuan.apps.objectives.facts import in_unit
from jihuan.apps.organisations.access import Refused
from jihuan.core import money, weights
from jihuan.core.text import clean, half_width, join_lines, squeeze
from jihuan.law.engine import Rulebook
from jihuan.law.engine.facts import DocumentFacts

LONGEST, LONGEST_NAME = 5000, 200
MOST = Decimal(10) ** 15


def changed(sheet: Sheet, name: str, text: str) -> Sheet:
    """The sheet with ``text`` in the cell ``name`` ("executed", "rows/17/actual"). Raises Refused with ``fields``."""
    try:
        return _changed(sheet, name, text)
    except (weights.WeightError, money.AmountError) as error:
        raise Refused(str(error), {name: str(error)}) from error


def changed_all(sheet: Sheet, values: Mapping[str, str]) -> tuple[Sheet, dict[str, str]]:
    """The sheet with every text that differs, and the sentence for each that could not be taken.

    Weights come last: all of them as they are where they add up, else one after the other, the rest making room.
    """
    known = dict(texts(sheet))
    todo = [name for name, text in values.items() if name in known and _lines(text) != known[name]]
    wrong: dict[str, str] = {}
    given = _all_weights(sheet, values)
    if given is not None:
        sheet, todo = given, [name for name in todo if not name.endswith("weight")]
    for name in sorted(todo, key=lambda name: (name.endswith("weight"), name.endswith("locked"))):
        try:
            sheet = changed(sheet, name, values[name])
        except Refused as refusal:
            wrong[name] = refusal.message
    return sheet, wrong


def proposed(sheet: Sheet, law: Rulebook) -> Sheet:
    """The sheet with the weights of the scheme in force; those that the goal sheet prints where they add up.

    预算执行率 has its points in the row of funds, as the form prints them, also where an indicator is called alike.
    """
    applies = _applies(sheet)
    applying = [row for row in sheet.rows if applies[row.key]]
    levels = _levels(sheet)
    _usual, spread = weights.propose([levels[row.key] for row in applying], law.scheme.weights)
    new = dict(zip((row.key for row in applying), spread, strict=True))
    execution = weights.WHOLE - sum(spread, Decimal(0))
    printed = {row.key: row.indicator.weight or Decimal(0) for row in applying}
    if all(printed.values()) and execution + sum(printed.values()) == weights.WHOLE:
        new = printed
    rows = tuple(
        replace(row, weight=new.get(row.key, Decimal(0)), locked=False, not_applicable=row.not_applicable or row.key not in new)
        for row in sheet.rows
    )
    return replace(sheet, execution_weight=execution, execution_locked=True, rows=rows)


def _changed(sheet: Sheet, name: str, text: str) -> Sheet:
    text = _lines(text)
    if len(text) > LONGEST:
        raise _refused(name, _("太长，最多 {limit} 个字").format(limit=LONGEST))
    if name in AMOUNTS:
        return replace(sheet, **{name: _amount(name, text, sheet.unit)})
    if name == "achievement":
        return replace(sheet, achievement=text)
    if name == "department":
        return replace(sheet, department=_department(text))
    if name.startswith("funds/"):
        return _funded(sheet, name, text)
    if name == "locked":
        return replace(sheet, execution_locked=text == "1")
    if name == "weight":
        return _weighted(sheet, -1, _number(name, text))
    row, field = _row(sheet, name)
    at = sheet.rows.index(row)
    if field == "weight":
        return _weighted(sheet, at, _number(name, text))
    return replace(sheet, rows=(*sheet.rows[:at], _row_with(row, name, field, text), *sheet.rows[at + 1 :]))


def _row_with(row: Row, name: str, field: str, text: str) -> Row:
    if field in ("locked", "not_applicable"):
        return replace(row, **{field: text == "1"})
    if field == "points":
        return replace(row, points=_number(name, text) if text.strip() else None)
    if field == "cause" and text not in ("", *CAUSES):
        raise _refused(name, _("超额原因只能是：{causes}").format(causes=_("、").join(CAUSES)))
    return replace(row, **{field: text})


def _weighted(sheet: Sheet, at: int, value: Decimal) -> Sheet:
    """A weight changed (-1: that of the execution rate) and locked; its own level makes room first, then all others."""
    levels, applies = _levels(sheet), _applies(sheet)
    everything = [row.weight for row in sheet.rows] + [sheet.execution_weight]
    locked = [row.locked or not applies[row.key] for row in sheet.rows] + [sheet.execution_locked]
    place = len(sheet.rows) if at == -1 else at
    free = [number for number, is_locked in enumerate(locked) if not is_locked and number != place]
    own = [
        number
        for number in free
        if at != -1 and number < len(sheet.rows) and levels[sheet.rows[number].key] == levels[sheet.rows[at].key]
    ]
    new = weights.change(everything, place, value, [own, free] if own else [free])
    rows = tuple(
        replace(row, weight=weight, locked=row.locked or number == place)
        for number, (row, weight) in enumerate(zip(sheet.rows, new, strict=False))
    )
    return replace(sheet, rows=rows, execution_weight=new[-1], execution_locked=sheet.execution_locked or at == -1)


def _all_weights(sheet: Sheet, values: Mapping[str, str]) -> Sheet | None:
    """The sheet with several weights changed at once; None where they do not add up."""
    try:
        rows = tuple(
            replace(row, weight=_number("", values.get(f"rows/{row.key}/weight", shown(row.weight)))) for row in sheet.rows
        )
        execution = _number("", values.get("weight", shown(sheet.execution_weight)))
    except Refused:
        return None
    changed = replace(sheet, rows=rows, execution_weight=execution)
    applies = _applies(sheet)
    sound = (execution > 0 or sheet.execution_weight == 0) and all(row.weight > 0 or not applies[row.key] for row in rows)
    return changed if sound and changed.sum == weights.WHOLE else None


def _levels(sheet: Sheet) -> dict[int, str]:
    """Row → its 一级指标 as schemes name it; satisfaction is one of its own wherever the form prints it."""
    known = DocumentFacts(blank_document(sheet)).projects[0].indicators
    return {row.key: "满意度" if fact.level2 == "满意度" else fact.level1 for row, fact in zip(sheet.rows, known, strict=True)}


def _applies(sheet: Sheet) -> dict[int, bool]:
    """Row → whether the goal sheet promises something there (a row that says 无 gets no points)."""
    known = DocumentFacts(blank_document(sheet)).projects[0].indicators
    return {row.key: fact.applies for row, fact in zip(sheet.rows, known, strict=True)}


def _row(sheet: Sheet, name: str) -> tuple[Row, str]:
    start, _slash, rest = name.partition("/")
    number, _slash, field = rest.partition("/")
    fields = ("weight", "locked", "actual", "not_applicable", "points", "cause", "deviation")
    row = next((row for row in sheet.rows if str(row.key) == number), None)
    if start != "rows" or row is None or field not in fields:
        raise _refused(name, _("这张表里已经没有这一格，请刷新页面"))
    return row, field


def _funded(sheet: Sheet, name: str, text: str) -> Sheet:
    """An amount of one source of funds changed; from then on all of them are as they were filled in."""
    number, _slash, field = name.removeprefix("funds/").partition("/")
    funds = list(sheet.sources)
    if field not in AMOUNTS or number not in map(str, range(len(funds))):
        raise _refused(name, _("这张表里已经没有这一格，请刷新页面"))
    funds[int(number)] = replace(funds[int(number)], **{field: _amount(name, text, sheet.unit)})
    return replace(sheet, funds=tuple(funds))


def _department(text: str) -> str:
    name = clean(join_lines(text))
    if len(name) > LONGEST_NAME:
        raise _refused("department", _("太长，最多 {limit} 个字").format(limit=LONGEST_NAME))
    return name


def _amount(name: str, text: str, unit: str) -> Decimal | None:
    value = money.parse_amount(text, unit)
    if value is None:
        return None
    yuan = money.to_yuan(value, unit)
    if not 0 <= yuan < MOST:
        raise _refused(name, _("金额应不小于 0，并且不超过 15 位"))
    if yuan != yuan.quantize(Decimal("0.01")):
        raise _refused(name, _("金额不能小于一分，请核对小数"))
    return in_unit(yuan, unit)


def _number(name: str, text: str) -> Decimal:
    plain = half_width(squeeze(text)).removesuffix("分")
    if not plain:
        raise _refused(name, _("这里要填分数，不能空着"))
    try:
        value = Decimal(plain)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or value.copy_abs() >= 1000 or value != value.quantize(weights.CENT):
        raise _refused(name, _("“{text}”不是分数，请填数字，最多两位小数").format(text=text.strip()[:40]))
    return as_kept(value)


def _refused(name: str, sentence: str) -> Refused:
    return Refused(sentence, {name: sentence})


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\0", "")
