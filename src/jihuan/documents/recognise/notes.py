"""The reader's notebook: problems in the order in which they were met."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal

from jihuan.core.document import Place, Problem
from jihuan.core.language import _
from jihuan.core.money import AmountError, parse_amount, split_amount
from jihuan.documents.recognise.grid import Grid, words
from jihuan.documents.recognise.words import plain

_NUMBER = re.compile(r"[+-]?\d{1,12}(?:\.\d{0,10})?")
NOTHING = frozenset({"", "/", "-", "—", "——", "--", "//", "///", "…", "……", "...", "......"})
"""What stands in a cell that has nothing to say."""


class Notes:
    """Collects what could not be understood, so that nothing is dropped and nothing is guessed."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def warn(self, message: str, place: Place | None) -> None:
        self.problems.append(Problem(level="warning", message=message, place=place))

    def inform(self, message: str, place: Place | None) -> None:
        self.problems.append(Problem(level="info", message=message, place=place))

    def remainder(self, grid: Grid) -> None:
        """Report what no field took of a table, so that nothing is dropped."""
        left = [cell for cell in grid.remainder() if plain(cell.text) not in NOTHING]
        message = _("表中有 {count} 处文字没有归入任何栏目，请核对是否要紧：{texts}")
        self.left_over(message, [*((words(cell), cell.place) for cell in left), *grid.left])

    def left_over(self, message: str, left: list[tuple[str, Place]]) -> None:
        """One problem for all texts that are left over, at the place of the first."""
        if left:
            counted = Counter(text for text, _place in left)
            texts = "；".join(text if times == 1 else f"{text}（×{times}）" for text, times in counted.items())
            self.inform(message.format(count=len(left), texts=texts), left[0][1])

    def amount(self, text: str, unit: str | None, what: str, place: Place | None) -> tuple[Decimal | None, str | None]:
        """An amount in the unit of the form, and the unit printed beside it; what is no amount becomes a problem."""
        try:
            parts = split_amount(text)
            return parse_amount(text, unit), parts[1] if parts else None
        except AmountError:
            self.warn(_("“{what}”一栏的“{text}”不是金额，没有采用，请核对").format(what=what, text=text), place)
            return None, None

    def number(self, text: str, what: str, place: Place | None) -> Decimal | None:
        """A weight, a score or a percentage: “10”, “10分”, “96.5%”."""
        bare = plain(text).rstrip("%分").replace(",", "")
        if bare in NOTHING:
            return None
        if not _NUMBER.fullmatch(bare):  # .32 has lost its whole part
            self.warn(_("“{what}”一栏的“{text}”不是数字，没有采用，请核对").format(what=what, text=text), place)
            return None
        return Decimal(bare)
