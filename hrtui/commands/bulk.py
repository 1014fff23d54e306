"""Commands that change many people at once."""

from __future__ import annotations

from hrtui.commands.model import Area, Command

BULK = (
    Command(
        "people.bulk", "For all of them", "One verb for the marked, or for everyone shown: raise, transfer, manager, status, set, tag.",
        ("people",), ("v", "vertical_line"), permission="people.read", shell="hrtui bulk 'QUERY | VERB'", menu=True,
    ),
    Command(
        "people.tag", "Tags", "Put tags on the person and take them off.", ("people", "person", "org"), ("t",),
        permission="people.tag", shell="hrtui person tag NUMBER", menu=True,
    ),
    Command(
        "bulk.write", "Do it", "Do what the preview shows, after its number of people is typed.", ("bulk",), ("i", "ctrl+o"),
        footer=1, permission="people.read", shell="hrtui bulk 'QUERY | VERB' --yes N", menu=True,
    ),
    Command("bulk.verb", "Verb", "Type another verb; tab completes, enter shows what it would do.", ("bulk",), ("slash", "e"), footer=2, menu=True),
    Command("bulk.carry", "Carry on", "Later rows that copied what changes take it over, or no longer.", ("bulk",), ("c",), menu=True),
    Command(
        "bulk.export", "Export", "Write the list shown to a CSV, XLSX or JSON file, a line for each person and field.", ("bulk",), ("x",),
        permission="people.read", shell="hrtui bulk 'QUERY | VERB' --csv", menu=True,
    ),
    Command("bulk.tab", "Next list", "Everyone, those who change, and the problems in turn.", ("bulk",), ("tab",), footer=3),
    Command("bulk.tab_back", "List before", "The list before.", ("bulk",), ("shift+tab",)),
)  # fmt: skip

AREA = Area(
    BULK,
    {"bulk": "Bulk change"},
    lists={"table.menu": ("bulk",)},
    writers=frozenset({"people.bulk", "bulk.write"}),
)
