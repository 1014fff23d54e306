"""Commands of the audit trail."""

from __future__ import annotations

from hrtui.commands.model import Area, Command

AUDIT = (
    Command(
        "audit.export", "Export", "Write the entries the filter finds to a CSV, XLSX or JSON file.", ("audit",), ("x",), footer=5,
        permission="audit.read", shell="hrtui export audit", menu=True,
    ),
)  # fmt: skip

AREA = Area(
    AUDIT,
    {"audit": "Audit trail"},
    lists={"table.filter": ("audit",)},
    reading=frozenset({"audit.read", "store.check"}),
)
