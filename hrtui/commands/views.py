"""Commands of saved views."""

from __future__ import annotations

from hrtui.commands.model import Area, Command

VIEWS = (
    Command(
        "people.save_view", "Save view", "Keep the filter, the columns and the grouping under a name.", ("people",), ("V",),
        permission="people.read", shell="hrtui views save NAME QUERY", menu=True,
    ),
    Command("people.group", "Group", "Group the rows by a column, with how many there are of each.", ("people",), ("o",), menu=True),
    Command(
        "views.rename", "Rename", "Give the view another name.", ("views",), ("r",), footer=4,
        permission="people.read", shell="hrtui views rename NAME NEW", menu=True,
    ),
    Command(
        "views.remove", "Remove", "Remove the view, after asking; undo brings it back.", ("views",), ("d",), footer=5,
        permission="people.read", shell="hrtui views remove NAME", menu=True,
    ),
)  # fmt: skip

AREA = Area(
    VIEWS,
    {"views": "Saved views"},
    lists={"table.menu": ("views",)},
    writers=frozenset({"people.save_view", "views.rename", "views.remove"}),
)
