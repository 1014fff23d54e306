"""Commands of the audit trail."""

from __future__ import annotations

from hrtui.commands.model import Area, Command

AUDIT = (
    Command(
        "audit.export", "Export", "Write the entries the filter finds to a CSV, XLSX or JSON file.", ("audit",), ("x",), footer=5,
        permission="audit.read", shell="hrtui export audit", menu=True,
    ),
    Command(
        "audit.undo_this", "Undo this one", "Undo the command of the entry under the cursor, as long as nothing later stands on it.",
        ("audit",), ("U",), footer=3, permission="audit.read", shell="hrtui undo NUMBER", menu=True,
    ),
)  # fmt: skip

AREA = Area(
    AUDIT,
    {"audit": "Audit trail"},
    lists={"table.filter": ("audit",), "table.menu": ("audit",)},
    writers=frozenset({"audit.undo_this"}),
    reading=frozenset({"audit.read", "store.check"}),
)
