"""分值 of a self-evaluation: proposed by the scheme of the law, changed one at a time, always adding up exactly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from jihuan.core.language import _
from jihuan.core.money import CENT

WHOLE = Decimal(100)
EXECUTION = "预算执行率"


class WeightError(ValueError):
    """A weight that cannot be; ``str(error)`` says why and what would be possible."""


def spread(total: Decimal, shares: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """``total`` points in proportion to ``shares`` (all zero: evenly), adding up exactly; what is left goes to the largest rests.

    Whole points where the total is whole and nobody is left with nothing, else hundredths.
    """
    even = [Decimal(1)] * len(shares)
    parts = _parts(total, shares if sum(shares, Decimal(0)) > 0 else even, Decimal(1))
    if total == total.to_integral_value() and all(parts):
        return parts
    return _parts(total, shares if sum(shares, Decimal(0)) > 0 else even, CENT)


def propose(levels: Sequence[str], scheme: Mapping[str, int]) -> tuple[Decimal, tuple[Decimal, ...]]:
    """Weight of 预算执行率 and of every row, whose 一级指标 are ``levels`` ("产出"), by the weights of a scheme.

    What the scheme gives to a level without rows goes to the other levels in proportion; a level that it does not name shares
    with the heaviest one. Inside a level the points are spread evenly.
    """
    execution = Decimal(scheme.get(EXECUTION, 0))
    known = {level: Decimal(points) for level, points in scheme.items() if level != EXECUTION}
    heaviest = max(known, key=lambda level: known[level])
    homes = [level if level in known else heaviest for level in levels]
    present = [level for level in known if level in homes]
    points = dict(zip(present, spread(WHOLE - execution, [known[level] for level in present]), strict=True))
    weights = [Decimal(0)] * len(levels)
    for level in present:
        rows = [at for at, home in enumerate(homes) if home == level]
        for at, weight in zip(rows, spread(points[level], [Decimal(1)] * len(rows)), strict=True):
            weights[at] = weight
    return execution, tuple(weights)


def change(
    weights: Sequence[Decimal], at: int, value: Decimal, free: Iterable[Sequence[int]], total: Decimal = WHOLE
) -> tuple[Decimal, ...]:
    """The weights with ``value`` at one place, the others changed in proportion so that all add up to ``total``.

    ``free``: places that may change, in groups; the first group that can take the difference takes it. Raises WeightError.
    """
    if not 0 < value <= total or value != value.quantize(CENT):
        raise WeightError(_("分值应大于 0、不超过 {total}，最多两位小数").format(total=total))
    groups = [[place for place in group if place != at] for group in free]
    for group in groups:
        fixed = sum((weight for place, weight in enumerate(weights) if place != at and place not in group), Decimal(0))
        rest = total - value - fixed
        if rest == 0 and not group or group and rest >= CENT * len(group):
            changed = list(weights)
            changed[at] = value
            for place, weight in zip(group, spread(rest, [weights[place] for place in group]), strict=True):
                changed[place] = weight
            return tuple(changed)
    widest = max(groups, key=len, default=[])
    fixed = sum((weight for place, weight in enumerate(weights) if place != at and place not in widest), Decimal(0))
    most = total - fixed - CENT * len(widest)
    if widest:
        raise WeightError(
            _("锁定的分值合计 {fixed}，这一格最多 {most} 分；要更多，请先解开别的锁").format(fixed=_n(fixed), most=_n(most))
        )
    raise WeightError(
        _("其他分值都已锁定，合计 {fixed}，这一格只能是 {most} 分；要改，请先解开一个锁").format(fixed=_n(fixed), most=_n(most))
    )


def _parts(total: Decimal, shares: Sequence[Decimal], step: Decimal) -> tuple[Decimal, ...]:
    """Largest remainders in units of ``step``; equal remainders in the order of the rows."""
    whole = sum(shares, Decimal(0))
    exact = [total * share / whole / step for share in shares]
    units = [int(value) for value in exact]
    left = int(total / step) - sum(units)
    order = sorted(range(len(shares)), key=lambda place: (units[place] - exact[place], place))
    for place in order[:left]:
        units[place] += 1
    return tuple(unit * step for unit in units)


def _n(value: Decimal) -> str:
    return f"{value.normalize():f}"
