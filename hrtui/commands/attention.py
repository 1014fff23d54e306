"""Commands of the home screen and of what is due."""

from __future__ import annotations

from hrtui.commands.model import Area, Command

HOME = (
    Command(
        "home.jump", "Jump", "Go where the line of that number leads.", ("home",), tuple("123456789"), footer=1, shell="hrtui home",
    ),
    Command(
        "due.export", "Export", "Write this list to a CSV, XLSX or JSON file.", ("due",), ("x",), footer=2,
        permission="people.read", shell="hrtui home --json", menu=True,
    ),
)  # fmt: skip

AREA = Area(HOME, {"due": "Due"})
