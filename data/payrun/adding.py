"""What the slips of a calculation add up to while they are saved, chunk by chunk: reading all of them again takes far longer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from data.payrun.saving import LINE_WIDTH, Computed
from data.payrun.sums import Added
from hrtui.payroll.runs.model import Totals


class Adding:
    """Sums by code, in lines, cents and cents of the basis, and of the slips themselves."""

    def __init__(self) -> None:
        self._codes: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
        self._sums = [0] * 7

    def take(self, made: Sequence[Computed]) -> None:
        """Add slips as they are saved."""
        alike: dict[tuple[int, ...], list[Sequence[int]]] = defaultdict(list)
        for each in made:
            alike[tuple(each.lines[::LINE_WIDTH])].append(each.lines)
        for numbers, slips in alike.items():
            columns = list(zip(*slips, strict=True))
            for place, number in enumerate(numbers):
                sums = self._codes[number]
                sums[0] += len(slips)
                sums[1] += sum(columns[place * LINE_WIDTH + 1])
                sums[2] += sum(columns[place * LINE_WIDTH + 2])
        ours = [(1, *each[4:9], int(each.blocked > 0)) for each in made]
        self._sums = [sum(column) for column in zip(self._sums, *ours, strict=True)]

    def added(self) -> Added:
        """What they add up to."""
        return Added([(code, *sums) for code, sums in self._codes.items()], Totals(*self._sums))
