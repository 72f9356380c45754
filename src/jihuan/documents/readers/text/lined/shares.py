"""Lines below several labels, given out among them: by what each label's cell may hold, and by where a cell's lines break."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jihuan.documents.readers.text.costs import BODY
from jihuan.documents.readers.text.lined.rows import FIGURE
from jihuan.documents.readers.text.widths import fit
from jihuan.documents.recognise.words import label

_MOST = 60
"""More lines are not given out."""
_FULL, _ODD, _WRONG = 0.4, 1.5, 9.0
"""Cost of a last line that is full by chance, of an unlikely text and of an impossible one."""
_CODE = re.compile(r"[\dA-Za-z-]+")
_INSIDE = re.compile(r"[，。；、：！？）》”%％]")
_TEXTS = ("goals", "long_goals", "achievement")
_AMOUNTS = ("total", "fiscal", "other", "part", "long_total")


def shared(lines: Sequence[str], labels: Sequence[str]) -> tuple[list[slice], float] | None:
    """The lines of each label's cell, and what that costs in nats; None where there are too few lines, or far too many."""
    if not len(labels) <= len(lines) <= _MOST:
        return None
    return min((_given(lines, labels, counted) for counted in (False, True)), key=lambda given: given[1])


def _given(lines: Sequence[str], labels: Sequence[str], counted: bool) -> tuple[list[slice], float]:
    best: dict[int, tuple[float, list[slice]]] = {0: (0.0, [])}
    for at, name in enumerate(labels):
        found: dict[int, tuple[float, list[slice]]] = {}
        for start, (before, cells) in best.items():
            for stop in range(start + 1, len(lines) - (len(labels) - at - 1) + 1):
                cost = before + cost_of(name, lines[start:stop], counted=counted)
                if stop not in found or cost < found[stop][0]:
                    found[stop] = cost, [*cells, slice(start, stop)]
        best = found
    cost, cells = best[len(lines)]
    return cells, cost


def cost_of(name: str, lines: Sequence[str], *, counted: bool = False) -> float:
    """What these lines cost as one cell of the label: as text, and as lines of one width."""
    text, field = "".join(lines), label(name)
    known = fit([list(lines)], counted=counted)
    full = len(lines) > 1 and known.is_full(lines[-1])
    wrapping = known.cost(list(lines)) + (_ODD if _INSIDE.match(text) else 0.0) + _FULL * full
    if field == "code":
        return wrapping + _WRONG * (not _CODE.fullmatch(text))
    if field in _AMOUNTS:
        return wrapping + _WRONG * (not FIGURE.fullmatch(text))
    if field in _TEXTS:
        return wrapping + _ODD * (text[-1] not in "。；！")
    body = bool(BODY.fullmatch(text))
    odd = body if field == "name" else not body and field in ("agency_name", "department")
    return wrapping + _ODD * odd + _WRONG * bool(field in ("name", "agency_name", "department") and FIGURE.fullmatch(text))
