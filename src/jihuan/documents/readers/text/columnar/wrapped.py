"""The cells of one column whose lines go on over several: how many there are, and which lines make each."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from jihuan.documents.readers.text.lined.align import cost
from jihuan.documents.readers.text.lines import Line
from jihuan.documents.readers.text.widths import Column, first_unit, width

Lines = list[Line]
_LINES = 12
"""No cell has more."""
_VALUES, _WHOLE, _SEVERAL = ("target", "actual"), 0.5, 4.0
"""Cost of a cell whose lines are values by themselves, and what such a line costs at most."""
_FULL, _JOIN = 0.4, 0.3
"""Cost of a cell whose last line is full by chance, and of each line that goes on."""


def text_of(lines: Sequence[Line]) -> str:
    """The text of a cell as printed."""
    return "\n".join(line.text for line in lines)


class Wrapped:
    """The ways to cut a column's lines into cells, the cheapest for each number of cells.

    ``beside``: what a text costs as the cell of a row for what stands in the row already.
    """

    def __init__(self, name: str, lines: Sequence[Line], beside: Callable[[int, str], float] | None = None) -> None:
        self._name, self._lines = name, lines
        self._column = Column(max((width(line.text) for line in lines), default=0.0))
        self._ways: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
        for stop in range(1, len(lines) + 1):
            found: dict[int, tuple[float, int]] = {}
            for start in range(max(stop - _LINES, 0), stop):
                text = "".join(line.text for line in lines[start:stop])
                here = self._cost(text, start, stop)
                for count, (before, _start) in self._ways[start].items():
                    way = before + here + (beside(count, text) if beside else 0.0), start
                    if count + 1 not in found or way < found[count + 1]:
                        found[count + 1] = way
            self._ways.append(found)

    def cost(self, count: int) -> float | None:
        """What so many cells cost; None where the lines cannot make so many."""
        way = self._ways[-1].get(count)
        return way[0] if way else None

    def likeliest(self, most: int) -> int:
        """The number of cells, ``most`` at most, that costs least."""
        ways = [(way[0], count) for count, way in self._ways[-1].items() if count <= most]
        return min(ways)[1] if ways else 0

    def cells(self, count: int) -> list[Lines]:
        """The lines of each of so many cells."""
        found: list[Lines] = []
        stop = len(self._lines)
        while count:
            start = self._ways[stop][count][1]
            found.insert(0, list(self._lines[start:stop]))
            stop, count = start, count - 1
        return found

    def _cost(self, text: str, start: int, stop: int) -> float:
        texts = [line.text for line in self._lines[start:stop]]
        after = self._lines[stop].text if stop < len(self._lines) else ""
        full = bool(after) and self._column.low < width(texts[-1]) + first_unit(after)
        values = self._name in _VALUES and len(texts) > 1 and all(cost(self._name, line) <= _WHOLE for line in texts)
        return cost(self._name, text) + self._column.cost(texts) + _JOIN * (len(texts) - 1) + _FULL * full + _SEVERAL * values
