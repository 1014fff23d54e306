"""How the directory is arranged: which columns are shown, sorted and grouped by what, and keeping that as a view."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hrtui.config import CustomField
from hrtui.people import service
from hrtui.people.summary import PersonDetail, PersonSummary
from hrtui.query.rules import split_pipe
from hrtui.views.model import SavedView
from screens.base import HrScreen
from screens.people.columns import COLUMNS, SHOWN, TAGS, detailed
from screens.people.groups import ordered, unordered
from screens.widgets.columns import Column

STAY = 3
"""How many columns that were turned on stay however narrow it is."""

if TYPE_CHECKING:
    from screens.widgets.filter import FilterLine
    from screens.widgets.table import VirtualTable

    Base = HrScreen
else:
    Base = object


class Arranging(Base):
    """Mixin of the directory: its columns, order and groups."""

    table: VirtualTable[PersonSummary]
    filter: FilterLine
    shown: set[str]
    sort: tuple[str, bool]
    order: tuple[str, bool]
    group: str
    columns: list[Column[PersonSummary]]
    more: tuple[Column[PersonSummary], ...]
    _fields: tuple[CustomField, ...]
    _asked: int
    _details: dict[int, PersonDetail | None]

    def _search(self, keep: int | None) -> None:
        raise NotImplementedError

    def _note_pay(self, asked: int) -> None:
        raise NotImplementedError

    def do_sort(self) -> None:
        """Choose the column to sort by; the same again turns the order round."""
        from screens.widgets.menu import Menu, MenuItem

        verbs = [
            MenuItem(column.key, column.heading, self._sort_hint(column.key))
            for column in self._all()
            if column.key != TAGS
        ]
        self.app.push_screen(Menu("Sort by", verbs), self._sorted)

    def do_columns(self) -> None:
        """Choose which columns are shown."""
        from screens.widgets.menu import Menu, MenuItem

        says = {True: "on, where there is room; enter turns it off", False: "off; enter turns it on"}
        verbs = [MenuItem(column.key, column.heading, says[column.key in self.shown]) for column in self._all()[1:]]
        self.app.push_screen(Menu("Columns", verbs), self._toggled)

    def _sort_hint(self, key: str) -> str:
        current, descending = self.order
        return (
            ""
            if key != current
            else "last first; enter turns it round"
            if descending
            else "in use; enter turns it round"
        )

    def _sorted(self, key: str | None) -> None:
        if key is None:
            return
        current, descending = self.order
        self.sort = (key, key == current and not descending)
        named = self._named_order()
        self._ordered(*self.sort)
        if named:
            self.filter.set_text(unordered(self.filter.text))
        else:
            self._search(self.table.current)

    def _named_order(self) -> tuple[str, bool] | None:
        """The first order that the filter names itself."""
        named = service.query_order(self.ctx, split_pipe(self.filter.text)[0])
        return (named[0].field, named[0].descending) if named else None

    def _ordered(self, key: str, descending: bool) -> None:
        """Say by what the list is ordered, where it is by something else than before."""
        if (key, descending) != self.order:
            self.order = key, descending
            self.table.set_sort(key, descending)
            self._show_columns()

    def _toggled(self, key: str | None) -> None:
        if key is None:
            return
        self.shown ^= {key}
        self._show_columns()
        self.table.refresh_rows()
        self._note_pay(self._asked)
        self.do_columns()

    def do_group(self) -> None:
        """Choose the column to group by; the one in use again ends it."""
        from hrtui.people.grouping import groups_of
        from screens.widgets.menu import Menu, MenuItem

        may = groups_of(self.ctx)
        verbs = [MenuItem("", "No groups", "one list")] if self.group else []
        verbs += [
            MenuItem(column.key, column.heading, "in use" if column.key == self.group else "")
            for column in self._all()
            if column.key in may
        ]
        self.app.push_screen(Menu("Group by", verbs), self._grouped)

    def _grouped(self, key: str | None) -> None:
        if key is None:
            return
        keep = self.table.current
        self.group = "" if key == self.group else key
        self._show_columns()
        self._search(keep if keep is not None and keep > 0 else None)

    def do_save_view(self) -> None:
        """Keep what is shown under a name."""
        from screens.people.viewing import save_view

        save_view(self)

    def as_view(self) -> SavedView:
        """What is shown, as a view without a name: the filter with its order, the columns, the grouping."""
        text = self.filter.text.strip()
        if "sort:" not in text and self.sort != ("name", False):
            text = ordered(text, self.sort).strip()
        columns = tuple(column.key for column in self._all() if column.key in self.shown)
        return SavedView("", text, columns, self.group)

    def take_view(self, view: SavedView) -> None:
        """Show what a view says; columns that there are no more are left out."""
        self.know_columns()
        known = {column.key for column in self._all()}
        self.shown = known.intersection(view.columns) | {"name"} if view.columns else set(SHOWN)
        self.group = view.grouped if view.grouped in known else ""
        self.argument = view.query

    def know_columns(self) -> bool:
        """Know the columns beyond a person's line, those of the configuration in force too; whether they are others now."""
        fields = self.ctx.config.custom_fields
        if self.more and fields == self._fields:
            return False
        self._fields, self.more = fields, detailed(self.ctx, lambda row: self._details.get(row.id))
        return True

    def _all(self) -> tuple[Column[PersonSummary], ...]:
        return (*COLUMNS, *self.more)

    def _show_columns(self) -> None:
        """Show the chosen columns; what is sorted by, and what was turned on, before others where there is little room."""
        first = self.order[0]
        asked = [column.key for column in self._all() if column.key in self.shown and column.key not in SHOWN]
        stays = {first, *asked[-STAY:]}
        self.columns = [
            replace(column, priority=0) if column.key in stays else column
            for column in self._all()
            if column.key in self.shown or column.key == first
        ]
        self.table.set_columns(self.columns)
