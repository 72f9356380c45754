"""What each rule did in a year: fired, put right, answered with a reason; so that a bureau can retire a useless one."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Literal

from django.db.models import Sum

from jihuan.apps.organisations.scope import Person, visible_agencies
from jihuan.apps.reviews import queries
from jihuan.apps.reviews.models import Finding, RuleSetting, Tally
from jihuan.law.engine.registry import Rule, rules

Sort = Literal["fired", "open", "mended", "corrected", "waived", "share", "rule"]
SORTS: tuple[Sort, ...] = ("fired", "open", "mended", "corrected", "waived", "share", "rule")


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFigures:
    """A rule with its figures of a year; ``corrected`` are those that went with a change of the sheet, without a click."""

    rule: Rule
    setting: RuleSetting | None
    units: int
    open: int
    mended: int
    waived: int
    corrected: int

    @property
    def fired(self) -> int:
        """How many findings there ever were."""
        return self.open + self.mended + self.waived + self.corrected

    @property
    def share(self) -> int:
        """Of a hundred findings so many were answered with a reason instead of being put right."""
        return self.waived * 100 // self.fired if self.fired else 0

    @property
    def mode(self) -> str:
        """on, trial or off."""
        return self.setting.mode if self.setting else RuleSetting.Mode.TRIAL if self.rule.trial else RuleSetting.Mode.ON


def figures(user: Person, fiscal_year: int | None, sort: Sort = "fired") -> list[RuleFigures]:
    """Every rule with what it did in the units that the user sees; three queries besides the scope."""
    agencies = visible_agencies(user, queries.VIEW)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    units: dict[str, set[int]] = defaultdict(set)
    for row in queries.counts(user, queries.Filters(year=fiscal_year)):
        counts[row.rule][row.state] += row.count
        units[row.rule].add(row.agency)
    right = Tally.objects.filter(agency__in=agencies, fiscal_year=fiscal_year).order_by()
    corrected = dict(right.values_list("rule").annotate(Sum("count")))
    settings = {row.rule: row for row in queries.applying(RuleSetting.objects.select_related("agency", "by"), user)}
    lines = [
        RuleFigures(
            rule=rule,
            setting=settings.get(name),
            units=len(units[name]),
            open=counts[name][Finding.State.OPEN],
            mended=counts[name][Finding.State.MENDED],
            waived=counts[name][Finding.State.WAIVED],
            corrected=corrected.get(name, 0),
        )
        for name, rule in rules().items()
    ]
    return lines if sort == "rule" else sorted(lines, key=lambda line: (-getattr(line, sort), -line.fired, line.rule.id))
