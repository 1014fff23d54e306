"""The shape of the demo company: departments, ladders of titles with their pay, places, and reasons."""

from __future__ import annotations

from dataclasses import dataclass

from hrtui.people.model import Basis, Flsa


@dataclass(frozen=True, slots=True)
class Title:
    """A title and its pay: from `low` to `high` in cents a year or an hour."""

    name: str
    low: int
    high: int
    basis: Basis = Basis.ANNUAL
    flsa: Flsa = Flsa.EXEMPT


@dataclass(frozen=True, slots=True)
class Department:
    """A department: how many of a thousand people are in it, its head's title, and its ladders of work, each from the
    title one begins with to the highest; `share` is the part of its people on the first ladder."""

    name: str
    per_mille: int
    head: Title
    ladders: tuple[tuple[Title, ...], ...]
    share: float = 0.7


@dataclass(frozen=True, slots=True)
class Place:
    """A place of work, with a state, a city, the beginning of its postal codes and its telephone area code."""

    name: str
    state: str
    city: str
    postal: str
    area: str
    weight: int


def yearly(*steps: tuple[str, int, int]) -> tuple[Title, ...]:
    """A ladder of salaried titles, pay in thousands of dollars a year."""
    return tuple(Title(name, low * 100_000, high * 100_000) for name, low, high in steps)


def hourly(*steps: tuple[str, int, int]) -> tuple[Title, ...]:
    """A ladder of hourly titles, pay in dollars an hour."""
    return tuple(Title(name, low * 100, high * 100, Basis.HOURLY, Flsa.NON_EXEMPT) for name, low, high in steps)


def head(name: str, low: int, high: int) -> Title:
    """The title of a department's head, pay in thousands of dollars a year."""
    return yearly((name, low, high))[0]


CEO = head("Chief Executive Officer", 310, 420)
# What managers between a head and the people who do the work are called, from the top down, with their pay.
MANAGERS = yearly(("Director", 150, 205), ("Senior Manager", 122, 160), ("Manager", 98, 132), ("Supervisor", 78, 104))

DEPARTMENTS = (
    Department("Production", 330, head("Vice President, Production", 190, 260), (
        hourly(("Assembler I", 19, 24), ("Assembler II", 23, 29), ("Senior Assembler", 28, 35)),
        hourly(("Calibration Technician I", 26, 33), ("Calibration Technician II", 32, 40), ("Lead Technician", 38, 47)),
    )),
    Department("Engineering", 160, head("Vice President, Engineering", 215, 290), (
        yearly(("Engineer I", 82, 102), ("Engineer II", 98, 128), ("Senior Engineer", 124, 162), ("Principal Engineer", 155, 205)),
        yearly(("Test Engineer", 78, 104), ("Senior Test Engineer", 100, 138)),
    )),
    Department("Sales", 110, head("Vice President, Sales", 195, 270), (
        yearly(("Sales Representative", 58, 78), ("Account Manager", 72, 98), ("Senior Account Manager", 92, 126)),
        hourly(("Sales Assistant", 21, 27), ("Sales Coordinator", 25, 32)),
    )),
    Department("Customer Support", 90, head("Director, Customer Support", 140, 190), (
        hourly(("Support Agent", 20, 26), ("Senior Support Agent", 25, 32)),
        yearly(("Support Engineer", 68, 88), ("Senior Support Engineer", 84, 112)),
    )),
    Department("Logistics", 85, head("Director, Logistics", 135, 180), (
        hourly(("Warehouse Associate", 18, 23), ("Forklift Operator", 22, 28), ("Shipping Lead", 26, 33)),
        yearly(("Buyer", 60, 80), ("Senior Buyer", 76, 102)),
    )),
    Department("Quality", 55, head("Director, Quality", 140, 185), (
        hourly(("Inspector", 22, 29), ("Senior Inspector", 28, 36)),
        yearly(("Quality Engineer", 80, 106), ("Senior Quality Engineer", 102, 136)),
    )),
    Department("Information Technology", 45, head("Chief Information Officer", 190, 250), (
        yearly(("Systems Administrator", 72, 96), ("Senior Systems Administrator", 92, 124)),
        yearly(("Software Developer", 88, 118), ("Senior Software Developer", 114, 152)),
    )),
    Department("Finance", 40, head("Chief Financial Officer", 220, 300), (
        yearly(("Accountant", 62, 82), ("Senior Accountant", 78, 104), ("Controller", 110, 148)),
        hourly(("Accounts Clerk", 21, 28), ("Payroll Specialist", 26, 34)),
    )),
    Department("Marketing", 35, head("Vice President, Marketing", 180, 245), (
        yearly(("Marketing Specialist", 58, 78), ("Senior Marketing Specialist", 74, 98)),
    )),
    Department("Facilities", 30, head("Director, Facilities", 115, 155), (
        hourly(("Maintenance Worker", 20, 27), ("Electrician", 29, 40)),
    )),
    Department("People", 14, head("Chief People Officer", 200, 270), (
        yearly(("HR Coordinator", 52, 68), ("HR Generalist", 64, 86), ("HR Business Partner", 84, 116)),
        yearly(("Recruiter", 60, 82), ("Senior Recruiter", 78, 104)),
    )),
    Department("Legal", 6, head("General Counsel", 230, 310), (
        yearly(("Paralegal", 60, 82), ("Counsel", 130, 180)),
    )),
)  # fmt: skip

PLACES = (
    Place("Boston", "MA", "Boston", "021", "617", 40),
    Place("Nashua Plant", "NH", "Nashua", "030", "603", 25),
    Place("Columbus Plant", "OH", "Columbus", "432", "614", 14),
    Place("Austin", "TX", "Austin", "787", "512", 12),
    Place("Portland", "OR", "Portland", "972", "503", 6),
    Place("Remote", "VT", "Burlington", "054", "802", 3),
)
PLANTS = ("Production", "Logistics", "Quality", "Facilities")
STREETS = (
    "Maple",
    "Oak",
    "Elm",
    "Chestnut",
    "Harbor",
    "Summit",
    "River",
    "Washington",
    "Lincoln",
    "Orchard",
    "Mill",
    "Church",
)
LEAVING = (
    "voluntary: another position", "voluntary: relocation", "voluntary: return to school", "voluntary: retirement",
    "voluntary: career change", "involuntary: performance", "involuntary: attendance", "involuntary: position eliminated",
)  # fmt: skip
LEAVES = ("parental leave", "medical leave", "military leave", "family care")
SHIRTS = ("S", "M", "L", "XL")
EXECUTIVE = "Executive Office"
ABOVE = (
    ("Operations", ("Production", "Logistics", "Quality", "Facilities")),
    ("Commercial", ("Sales", "Customer Support", "Marketing")),
    ("Administration", ("Finance", "Information Technology", "People", "Legal")),
)
"""Departments that only hold others together: whoever heads the first of these heads them, and all are below the
executive office."""
ONCE_CALLED = {"People": "Human Resources"}
ZONES = {
    "Boston": "America/New_York", "Nashua": "America/New_York", "Columbus": "America/New_York",
    "Austin": "America/Chicago", "Portland": "America/Los_Angeles", "Burlington": "America/New_York",
}  # fmt: skip
HEADS = {CEO.name: EXECUTIVE, **{each.head.name: each.name for each in DEPARTMENTS}}
COST_CENTRES = {
    EXECUTIVE: "C100", **{each.name: f"C{110 + 10 * at}" for at, each in enumerate(DEPARTMENTS)},
}  # fmt: skip


def _grades() -> dict[str, str]:
    """Each title's grade: executives, managers from the bottom up, and the steps of salaried and hourly ladders."""
    found = {CEO.name: "E2", **{title: "E1" for title in HEADS if title != CEO.name}}
    found |= {title.name: f"M{at}" for at, title in enumerate(reversed(MANAGERS), 1)}
    for department in DEPARTMENTS:
        for ladder in department.ladders:
            sign = "P" if ladder[0].basis is Basis.ANNUAL else "H"
            found |= {title.name: f"{sign}{step}" for step, title in enumerate(ladder, 1)}
    return found


GRADES = _grades()
