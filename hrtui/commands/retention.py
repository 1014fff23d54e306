"""Commands of what is past the time it has to be kept."""

from __future__ import annotations

from hrtui.commands.model import Area, Command

RETENTION = (
    Command(
        "app.retention", "Retention", "What is past the time it has to be kept, and why.", ("global",), (),
        permission="retention.read", address="retention", shell="hrtui retention",
    ),
    Command(
        "retention.export", "Export", "Write this list to a CSV, XLSX or JSON file.", ("retention",), ("x",), footer=2,
        permission="retention.read", shell="hrtui retention --json", menu=True,
    ),
)  # fmt: skip

AREA = Area(
    RETENTION,
    {"retention": "Retention"},
    lists={"table.filter": ("retention",), "table.menu": ("retention",)},
    reading=frozenset({"retention.read"}),
)
