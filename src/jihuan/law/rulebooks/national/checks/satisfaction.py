"""L 满意度."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_CEILING, Decimal

from jihuan.core.document import Level
from jihuan.core.language import _
from jihuan.core.vocabulary import EMPTY_WORDS
from jihuan.law.engine.writing import Hit, IndicatorFacts, Law, check, fail, norm, not_enough
from jihuan.law.rulebooks.national.checks._tools import any_of

_SAMPLE = re.compile(
    r"(?:抽查|抽取|抽样|随机|样本|问卷|调查|回访|[共计])[^，。；\d]{0,8}(\d{1,7})\s*(?:余|多)?(?:人|名|位|份|户|家)(?!次)"
    r"|[在对向从](?:全[县市区校体])?(\d{1,7})\s*(?:余|多)?(?:人|名|位|份|户|家)[^，。；\d]{0,8}(?:调查|问卷|回访|抽查)"
)
_EACH = re.compile(r"[各每][^，。；\d]{0,12}$")
_OPINION = re.compile(r"认同|认可|满意|影响|知晓|评价|占比")
_Z_SQUARED_P_Q = Decimal("1.96") ** 2 / 4


@check(
    "SAT-001",
    title=_("满意度未给样本量与计算口径"),
    hint=_("写明样本量、调查渠道和公式：（满意+较满意）÷有效问卷数"),
    proves=_("满意度没有写样本、问卷、渠道或公式。没有描述栏的表样只作提示；写了的方法是否可靠看不出。"),
    level="warning",
    method="L",
    scope="indicator",
    kinds=("goals", "monitoring"),
    cites="财预〔2021〕101号 满意度",
)
def no_survey_described(indicator: IndicatorFacts, law: Law) -> Iterator[Hit]:
    """The description of a satisfaction indicator names no sample, questionnaire, channel or formula. A form without
    descriptions is only told so."""
    if not indicator.is_satisfaction or not (indicator.target.raw or indicator.description):
        return
    if any_of(law.words("survey_words")).search(norm(indicator.words)):
        return
    spot = indicator.spot("description" if indicator.description else "level3")
    rows = indicator.project.indicators if indicator.project else ()
    level: Level = "warning" if any(row.description for row in rows) else "info"
    said = _("“{name}”没有样本量和调查方法").format(name=indicator.name or indicator.description)
    yield fail(spot, said, group="survey", level=level)


@check(
    "SAT-002",
    title=_("样本量不足"),
    hint=_("补足样本，或说明误差"),
    proves=_("样本少于 95% 置信、允许误差所需，或少于最低份数。总体人数取表里数量指标中最大的人数。"),
    level="warning",
    method="T",
    stage="self_evaluation",
    scope="indicator",
    cites="统计学",
)
def sample_too_small(indicator: IndicatorFacts, law: Law) -> Iterator[Hit]:
    """Fewer answers than a 95 % interval of the permitted error needs, or than the floor. Answers on record go before the description.

    The population is the largest count of people among the sheet's quantities; without one it is taken as unlimited.
    """
    sample = _sample(indicator)
    answers = (law.context.surveys or {}).get(indicator.pointer)
    spot = indicator.spot("description")
    count = answers if answers is not None else _asked(sample) if sample else None
    if count is None:
        if indicator.is_satisfaction and indicator.row.actual is not None:
            yield not_enough(spot, _("不知道收回多少份有效问卷"))
        return
    needed = _needed(_population(indicator), law)
    if count < needed:
        message = _("样本 {count} 份，95% 置信、误差 {error}% 时需要 {needed} 份")
        error = f"{(law.number('satisfaction.error') * 100).normalize():f}"
        yield fail(spot, message.format(count=count, error=error, needed=needed), quote=sample[0] if sample else str(count))


def _sample(indicator: IndicatorFacts) -> re.Match[str] | None:
    """The largest number of people asked that the description of a question of opinion names, not so many of each place."""
    text = indicator.description
    found = _SAMPLE.finditer(text) if indicator.is_satisfaction or _OPINION.search(indicator.words) else ()
    total = [match for match in found if not _EACH.search(text[: match.start(match.lastindex or 0)])]
    return max(total, key=_asked, default=None)


def _asked(sample: re.Match[str]) -> int:
    return int(sample[1] or sample[2])


def _population(indicator: IndicatorFacts) -> Decimal | None:
    rows = indicator.project.indicators if indicator.project else ()
    counts = [
        row.value for row in rows if row.value is not None and row.level2 == "数量" and row.unit in ("人", "人次", "名", "户")
    ]
    return max((count for count in counts if count >= 1), default=None)


def _needed(people: Decimal | None, law: Law) -> int:
    """n₀ = z²p(1−p)/e², n = n₀ / (1 + (n₀−1)/N), at least the floor but never more than all."""
    error = law.number("satisfaction.error")
    least = _Z_SQUARED_P_Q / (error * error)
    if people is not None:
        least = least / (1 + (least - 1) / people)
    needed = max(least, law.number("satisfaction.floor"))
    return int((needed if people is None else min(needed, people)).to_integral_value(ROUND_CEILING))


@check(
    "SAT-003",
    title=_("满意度得分无问卷佐证"),
    hint=_("关联问卷批次后再填实际值"),
    proves=_("填了满意度实际值而没有问卷记录，或以“未收到投诉”代替调查。没有问卷数据时答“数据不足”。"),
    level="error",
    method="D",
    stage="self_evaluation",
    scope="indicator",
    kinds=("self_evaluation",),
    cites=("财预〔2021〕101号 数据来源、佐证资料", "财预〔2020〕10号"),
)
def no_survey_on_record(indicator: IndicatorFacts, law: Law) -> Iterator[Hit]:
    """A satisfaction reached, and no batch of answers on record for it; or words (未收到投诉) where a rate was promised."""
    actual = indicator.row.actual
    if not indicator.is_satisfaction or actual is None or not actual.raw:
        return
    spot = indicator.spot("level3")
    in_words = actual.value is None and "达成" not in actual.raw and bool(norm(actual.raw).strip("/—-"))
    if indicator.value is not None and in_words and norm(actual.raw) not in EMPTY_WORDS:
        message = _("“{name}”应有调查得出的数，却写“{raw}”").format(name=indicator.name, raw=actual.raw)
        yield fail(indicator.spot("actual"), message)
    elif law.context.surveys is None:
        yield not_enough(spot, _("还没有问卷记录可核对“{name}”").format(name=indicator.name))
    elif not law.context.surveys.get(indicator.pointer):
        message = _("“{name}”填了实际值 {raw}，却没有问卷").format(name=indicator.name, raw=actual.raw)
        yield fail(spot, message)
