"""Commands of the import."""

from __future__ import annotations

from hrtui.commands.model import Area, Command

IMPORT = (
    Command(
        "import.write", "Import", "Write what the dry run showed, after its number is typed.", ("import",), ("i",),
        footer=1, permission="people.import", shell="hrtui import people FILE", menu=True,
    ),
    Command("import.tab", "Next list", "Changes, faults and notices in turn.", ("import",), ("tab",), footer=2),
    Command("import.tab_back", "List before", "The list before.", ("import",), ("shift+tab",)),
    Command("import.file", "Other file", "Choose another file or mapping.", ("import",), ("o",), footer=3, menu=True),
    Command(
        "import.again", "Dry run again", "Read the file again, after it was corrected.", ("import",), ("r",), footer=4,
        shell="hrtui import people FILE --dry-run", menu=True,
    ),
    Command("import.export", "Export faults", "Write the faults to a CSV, XLSX or JSON file.", ("import",), ("x",), footer=5, menu=True),
    Command("import.settings", "How it is read", "Encoding, separator, days, decimals; by what people are matched, and which go in.",
            ("import",), ("e",), footer=4, menu=True),
    Command("import.ignore", "Leave out", "Leave the column under the cursor out.", ("import",), ("minus",), menu=True),
    Command("import.days", "Days, decimals", "How the days or numbers of the column under the cursor are written.",
            ("import",), ("d",), menu=True),
    Command("import.constant", "One value for all", "Give a field the same value in every row.", ("import",), ("c",), menu=True),
    Command("import.save_map", "Write mapping", "Write the mapping in use to a YAML file, for --map.", ("import",), ("m",), menu=True),
    Command("import.refused", "Refused rows", "Write the refused rows with their reasons to a CSV file, to correct and import.",
            ("import",), ("X",), menu=True),
    Command("import.declare", "Add fields", "Add the company's own fields that the file needs to the configuration.",
            ("import",), ("Y",), menu=True),
)  # fmt: skip

AREA = Area(IMPORT, {"import": "Import people"}, lists={"table.filter": ("import",), "table.menu": ("import",)})
