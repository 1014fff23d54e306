"""The list a payslip was opened from: who comes before and after."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(slots=True)
class Roll:
    """People's ids in the order of a list, and where in it one stands. `number_of` gives a person's number, empty where
    they are gone; `moved` is told the id one has come to."""

    ids: array[int]
    index: int
    number_of: Callable[[int], str]
    moved: Callable[[int], object]

    def step(self, by: int) -> str:
        """Go on or back, past those who are gone; the person's number, or nothing at the end of the list."""
        index = self.index + by
        while 0 <= index < len(self.ids):
            number = self.number_of(self.ids[index])
            if number:
                self.index = index
                self.moved(self.ids[index])
                return number
            index += by
        return ""

    @property
    def place(self) -> str:
        """`3 of 250`."""
        return f"{self.index + 1:,} of {len(self.ids):,}"
