"""What the slips of a calculation add up to while they are saved, chunk by chunk: reading all of them again takes far longer."""

from __future__ import annotations

from collections.abc import Sequence

from data.payrun.saving import LINE_WIDTH, Computed
from data.payrun.sums import Added
from hrtui.payroll.runs.model import Totals


class Adding:
    """Sums by code, in lines, cents and cents of the basis, and of the slips themselves."""

    def __init__(self) -> None:
        self._codes: dict[int, list[int]] = {}
        self._sums = [0] * 7

    def take(self, made: Sequence[Computed]) -> None:
        """Add slips as they are saved."""
        codes = self._codes
        for each in made:
            lines = each.lines
            for number, amount, basis in zip(
                lines[::LINE_WIDTH], lines[1::LINE_WIDTH], lines[2::LINE_WIDTH], strict=True
            ):
                try:
                    sums = codes[number]
                except KeyError:
                    sums = codes[number] = [0, 0, 0]
                sums[0] += 1
                sums[1] += amount
                sums[2] += basis
        ours = [(1, *each[4:9], int(each.blocked > 0)) for each in made]
        self._sums = [sum(column) for column in zip(self._sums, *ours, strict=True)]

    def added(self) -> Added:
        """What they add up to."""
        return Added([(code, *sums) for code, sums in self._codes.items()], Totals(*self._sums))
