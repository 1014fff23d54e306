"""The saved views, one's own and the shared ones: open, rename, remove."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from textual.widget import Widget

from hrtui.views import service
from hrtui.views.model import SavedView
from screens.base import HrScreen
from screens.text import Tone
from screens.widgets.columns import Column
from screens.widgets.table import VirtualTable

if TYPE_CHECKING:
    from hrtui.people.model import Done

EMPTY = ("No view is saved yet.", "In People (g p) filter, choose columns, then V keeps them under a name.")


class ViewsScreen(HrScreen):
    """`views`: a list by name; enter opens the view."""

    NAME = "views"

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        self.views: tuple[SavedView, ...] = ()
        columns: tuple[Column[SavedView], ...] = (
            Column("name", "Name", 22, grow=1),
            Column("owner", "Whose", 9, text=lambda view: "everyone" if view.shared else "mine"),
            Column("query", "Query", 26, grow=2, tone=lambda _: Tone.MUTED),
            Column("grouped", "Grouped by", 11, 1),
            Column("columns", "Columns", 24, 2, grow=1, text=lambda view: ", ".join(view.columns)),
        )
        self.table: VirtualTable[SavedView] = VirtualTable(columns, self._page, empty=EMPTY)

    def body(self) -> Iterable[Widget]:
        """The list."""
        yield self.table

    def on_mount(self) -> None:
        """The list has the keys."""
        self.table.focus()

    def begin(self) -> None:
        """Read the list."""
        ctx = self.ctx
        self.work_on(lambda: service.views(ctx), self._show)

    def do_rename(self) -> None:
        """Ask for another name."""
        from screens.verbs import waited
        from screens.widgets.fields import TextField
        from screens.widgets.form import FormScreen

        view = self._current()
        if view is None:
            return
        ctx, done = self.ctx, list["Done"]()
        field = TextField(key="name", label="Name", initial=view.name, required=True, limit=60)

        def save(values: Mapping[str, object]) -> object:
            new = str(values["name"])
            return waited(self, lambda: done.append(service.rename(ctx, view.name, new, shared=view.shared)))

        form = FormScreen(f"Rename {view.name}", [field], save)
        self.app.push_screen(form, lambda values: self._tell(done[-1]) if values is not None and done else None)

    def do_remove(self) -> None:
        """Remove the view, after asking."""
        from screens.widgets.confirm import Confirm

        view = self._current()
        if view is None:
            return
        ctx = self.ctx

        def answered(sure: bool | None) -> None:
            if sure:
                self.work_on(lambda: service.remove(ctx, view.name, shared=view.shared), self._tell, hold=True)

        whose = "everyone's" if view.shared else "your"
        details = [view.query or "everyone", "u brings it back."]
        self.app.push_screen(Confirm(f"Remove {whose} view {view.name}?", details, title="Remove"), answered)

    def on_virtual_table_opened(self, event: VirtualTable.Opened) -> None:
        """Open the view."""
        self.shell.go(f"view {self.views[event.index].name}")

    def _current(self) -> SavedView | None:
        at = self.table.current
        if at is None:
            self.say("There is no view under the cursor.")
            return None
        return self.views[at]

    def _tell(self, done: Done) -> None:
        self.shell.changed()
        self.say(f"{done.sentence} u undoes it.")

    def _show(self, found: tuple[SavedView, ...]) -> None:
        at = self.table.cursor
        self.views = found
        self.table.set_ids(array("q", range(len(found))))
        self.table.refresh_rows()
        self.table.go(min(at, max(0, len(found) - 1)))

    def _page(self, ids: Sequence[int]) -> list[SavedView | None]:
        return [self.views[id_] if id_ < len(self.views) else None for id_ in ids]
