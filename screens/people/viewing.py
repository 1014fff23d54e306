"""Saved views in the directory: keeping what is shown under a name, and showing it again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from hrtui.errors import HrError
from hrtui.views.model import SavedView
from screens.people.arranging import Arranging
from screens.people.directory import PeopleScreen

if TYPE_CHECKING:
    from hrtui.people.model import Done


def save_view(screen: Arranging, name: str = "") -> None:
    """Ask for a name, and keep the filter, its order, the columns and the grouping under it."""
    from hrtui.views import service
    from screens.verbs import waited
    from screens.widgets.fields import Field, FlagField, TextField
    from screens.widgets.form import FormScreen

    ctx, view, done = screen.ctx, screen.as_view(), list["Done"]()
    fields: list[Field] = [
        TextField(key="name", label="Name", initial=name, required=True, limit=60, help="one that is taken is changed")
    ]
    if service.may_share(ctx):
        fields.append(FlagField(key="shared", label="For everyone", help="no: yours alone"))

    def save(values: Mapping[str, object]) -> object:
        named = SavedView(str(values["name"]), view.query, view.columns, view.grouped)
        return waited(screen, lambda: done.append(service.save(ctx, named, shared=bool(values.get("shared")))))

    def closed(values: object) -> None:
        if values is not None and done:
            screen.shell.changed()
            screen.say(f"{done[-1].sentence} u undoes it.")

    grouped = f"grouped by {view.grouped}, " if view.grouped else ""
    intro = [f"Query: {view.query or 'everyone'}", f"{grouped}{len(view.columns)} columns"]
    screen.app.push_screen(FormScreen("Save this view", fields, save, intro=intro), closed)


class ViewScreen(PeopleScreen):
    """`view NAME`: the directory as it was saved, on top of what is there."""

    def __init__(self, argument: str = "") -> None:
        super().__init__("")
        self.name_of_view = argument
        self.view: SavedView | None = None

    @property
    def title_line(self) -> str:
        """The name of the view in the header."""
        return f"View {self.view.name if self.view else self.name_of_view}"

    def begin(self) -> None:
        """Read the view, then show it."""
        from hrtui.views import service

        ctx, name = self.ctx, self.name_of_view
        self.work_on(lambda: service.view(ctx, name), self._opened, self._missing, hold=True)

    def reload(self) -> None:
        """Read the list anew; until the view is there, that first."""
        if self.view is None:
            self.begin()
        else:
            super().reload()

    def _opened(self, view: SavedView) -> None:
        self.view = view
        self.show_heading()
        self.take_view(view)
        super().begin()

    def _missing(self, error: HrError) -> None:
        self.table.set_empty("No such view.", "g v lists those there are.")
        self.say(error, error=True)
