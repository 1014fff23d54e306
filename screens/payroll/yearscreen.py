"""A screen of one year at a time."""

from __future__ import annotations

from screens.base import HrScreen


class YearScreen(HrScreen):
    """`NAME [YEAR]`: shows what belongs to a year, this one where none is named, and steps to the years beside it."""

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        self.year: int | None = None
        self._go_to(argument)

    def visit(self, argument: str) -> None:
        """Come back, to another year where one is named."""
        self._go_to(argument)
        super().visit(argument)

    def _go_to(self, argument: str) -> None:
        if argument.isdigit() and len(argument) == 4:
            self.year = int(argument)

    @property
    def _year(self) -> int:
        return self.year or self.ctx.day.year

    def do_year_next(self) -> None:
        """Show the year after."""
        self.year = self._year + 1
        self.begin()

    def do_year_previous(self) -> None:
        """Show the year before."""
        self.year = self._year - 1
        self.begin()
