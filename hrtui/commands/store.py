"""Commands on the store as such."""

from __future__ import annotations

from hrtui.commands.model import Area, Command

STORE = (
    Command(
        "app.doctor", "State of the store", "Whether store, key, disk, clock, backups and sessions are as they should be.", ("global",), (),
        permission="store.check", address="doctor", shell="hrtui doctor",
    ),
    Command(
        "doctor.again", "Look again", "Look at everything again.", ("doctor",), ("r",), footer=1, permission="store.check",
        shell="hrtui doctor", menu=True,
    ),
    Command(
        "doctor.check", "Check every row", "Check every page, reference, entry and invariant; takes a while.", ("doctor",), ("C",), footer=2,
        permission="store.check", shell="hrtui check", menu=True,
    ),
)  # fmt: skip

AREA = Area(
    STORE,
    {"doctor": "State of the store"},
    lists={"table.filter": ("doctor",), "table.menu": ("doctor",)},
    reading=frozenset({"store.check"}),
)
