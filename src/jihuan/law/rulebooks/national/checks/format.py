"""B 格式规范."""

from __future__ import annotations

from collections.abc import Iterator

from jihuan.core.language import _
from jihuan.law.engine.writing import Hit, IndicatorFacts, Law, check, fail, replacing


@check(
    "FMT-004",
    title=_("百分号写成“百分比”"),
    hint=_("计量单位改为 %"),
    level="warning",
    method="D",
    scope="indicator",
    cites="填报惯例",
)
def percent_in_words(indicator: IndicatorFacts, law: Law) -> Iterator[Hit]:
    """The target prints 百分比, 百分点 … after its figure. Says nothing about figures whose unit is truly 百分点 of growth."""
    spot = indicator.spot("target")
    if indicator.value is None or any(word in indicator.words for word in ("增长", "提高", "下降", "降低", "增幅", "降幅")):
        return
    for word in law.find("percent_words", spot.text)[:1]:
        mend = replacing(spot, word, "%", _("“{before}”改为“%”").format(before=word))
        yield fail(spot, _("指标值“{raw}”把百分号写成了“{word}”").format(raw=spot.text, word=word), mend=mend, group=word)
