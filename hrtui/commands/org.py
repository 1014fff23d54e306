"""Commands of the org chart and of departments, locations and positions."""

from __future__ import annotations

from hrtui.commands.model import Area, Command

CHART = (
    Command("org.view", "By department", "By department instead of by manager, and back.", ("org",), ("tab",), footer=4, menu=True),
    Command("org.next", "Next found", "The next of the people found.", ("org",), ("n",), menu=True),
    Command("org.previous", "Found before", "The one found before.", ("org",), ("p",), menu=True),
    Command(
        "org.lists", "In its list", "The department or vacant position under the cursor in its list; else the list of departments.",
        ("org",), ("L",), permission="people.read", shell="hrtui org departments list", menu=True,
    ),
    Command(
        "org.export", "Export", "Write the whole chart to a CSV, XLSX or JSON file.", ("org",), ("x",), footer=6,
        permission="people.read", shell="hrtui org chart --csv", menu=True,
    ),
)  # fmt: skip

PLACES = (
    Command(
        "places.inside", "People", "Those who are in it, in the directory.", ("departments", "locations", "positions"), ("p",),
        permission="people.read", shell="hrtui query 'dept:NAME'", menu=True,
    ),
    Command(
        "places.add", "Add", "Add one from a day on.", ("departments", "locations", "positions"), ("a",), footer=4,
        permission="org.change", shell="hrtui org departments add NAME", menu=True,
    ),
    Command(
        "places.edit", "Change", "Change any of its values from a day on.", ("departments", "locations", "positions"), ("e",), footer=5,
        permission="org.change", shell="hrtui org departments change NAME", menu=True,
    ),
    Command(
        "places.rename", "Rename", "Give it another name from a day on; the old one still finds it.", ("departments", "locations"), ("r",),
        permission="org.change", shell="hrtui org departments rename NAME NEW", menu=True,
    ),
    Command(
        "places.move", "Move", "Hang the department below another from a day on, or at the top.", ("departments",), ("m",),
        permission="org.change", shell="hrtui org departments move NAME ABOVE", menu=True,
    ),
    Command(
        "places.head", "Change head", "Who heads the department from a day on.", ("departments",), ("H",),
        permission="org.change", shell="hrtui org departments change NAME --head NUMBER", menu=True,
    ),
    Command(
        "places.freeze", "Freeze", "Let nobody take the position from a day on; who holds it stays.", ("positions",), ("z",),
        permission="org.change", shell="hrtui org positions change NUMBER --status frozen", menu=True,
    ),
    Command(
        "places.close", "Close", "Close it from a day on; nobody may be in it then.", ("departments", "locations", "positions"),
        ("d", "delete"), permission="org.change", shell="hrtui org departments close NAME", menu=True,
    ),
    Command(
        "places.reopen", "Open again", "Open what is closed or frozen again, from a day on.", ("departments", "locations", "positions"), ("o",),
        permission="org.change", shell="hrtui org departments reopen NAME", menu=True,
    ),
    Command(
        "places.history", "History", "What changed about it from which day, who entered it and when.",
        ("departments", "locations", "positions"), ("b",), footer=6,
        permission="people.read", shell="hrtui org departments history NAME", menu=True,
    ),
    Command(
        "places.chart", "In the org chart", "Go to the department in the org chart.", ("departments",), ("t",),
        permission="people.read", shell="hrtui org chart --root dept:NAME", menu=True,
    ),
    Command(
        "places.event_next", "Next event", "Look as of the next day on which something changed about it.",
        ("departments", "locations", "positions"), ("right_square_bracket",), permission="people.read", menu=True,
    ),
    Command(
        "places.event_previous", "Event before", "Look as of the day before this one on which something changed about it.",
        ("departments", "locations", "positions"), ("left_square_bracket",), permission="people.read", menu=True,
    ),
    Command(
        "places.export", "Export", "Write the lines shown to a CSV, XLSX or JSON file.", ("departments", "locations", "positions"), ("x",),
        permission="people.read", shell="hrtui org departments list --json", menu=True,
    ),
    Command(
        "places.next_list", "Next list", "Departments, locations and positions in turn.", ("departments", "locations", "positions"), ("tab",),
        footer=6,
    ),
    Command("places.previous_list", "List before", "The list before.", ("departments", "locations", "positions"), ("shift+tab",)),
)  # fmt: skip

AREA = Area(
    (*CHART, *PLACES),
    {"org": "Org chart", "departments": "Departments", "locations": "Locations", "positions": "Positions"},
    lists={
        "table.filter": ("org", "departments", "locations", "positions"),
        "table.sort": ("departments", "locations", "positions"),
        "table.menu": ("org", "departments", "locations", "positions"),
    },
)
