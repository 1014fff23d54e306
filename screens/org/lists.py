"""The departments, the locations and the positions of the day that is looked at, each as a list with its verbs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, ClassVar, cast

from hrtui.org import service
from hrtui.org.model import PlaceLine, PositionLine, PositionStatus
from screens.org.placeacts import DepartmentActs, PlaceActs
from screens.org.places import Line, PlacesScreen
from screens.text import Align, Tone
from screens.widgets.columns import Column
from screens.widgets.detail import Fact

STATUS = {PositionStatus.OPEN: Tone.PLAIN, PositionStatus.FROZEN: Tone.WARN, PositionStatus.CLOSED: Tone.MUTED}


def status_tone(line: Line) -> Tone:
    """Open, frozen or closed in its colour; the word stands there too."""
    return STATUS[line.status]


def blank(value: int | None) -> int | str:
    """A number; nothing where it is none or not told."""
    return value or ""


STATUS_COLUMN: Column[Any] = Column("status", "Status", 6, tone=status_tone)
PEOPLE: Column[Any] = Column("people", "People", 7, align=Align.RIGHT)
VACANT: Column[Any] = Column(
    "vacant", "Vacant", 6, align=Align.RIGHT, text=lambda line: blank(line.vacant), tone=lambda _: Tone.WARN
)


class DepartmentsScreen(DepartmentActs, PlacesScreen):
    """`departments` or `departments WORDS`: what is below which, who heads it, how many people and vacancies."""

    NAME = "departments"
    KIND = "department"
    FIELD = "department"
    HINT = "type / to filter: a name, a head, closed, vacant"
    COLUMNS: ClassVar[tuple[Column[Any], ...]] = (
        Column("name", "Department", 16, grow=2),
        Column("parent", "Above it", 12, grow=1),
        Column("head", "Head", 14, grow=1),
        PEOPLE,
        VACANT,
        STATUS_COLUMN,
        Column("total", "With below", 10, priority=1, align=Align.RIGHT),
        Column("cost_centre", "Cost centre", 11, priority=2),
        Column("since", "As it is since", 14, priority=3, text=lambda line: line.since or ""),
    )

    def read(self) -> Sequence[Line]:
        """The departments."""
        return service.departments(self.ctx)

    def about(self, line: Line) -> Iterator[Fact]:
        """The department under the cursor, and those below it."""
        place = cast(PlaceLine, line)
        yield Fact("Above it", place.parent or "none: at the top")
        yield Fact("Head", f"{place.head} ({place.head_number})" if place.head_number else "none")
        yield from _counted(place)
        yield Fact("Cost centre", place.cost_centre or "none")
        yield from _standing(place)
        below = sorted(
            each.called for each in self.lines.values() if isinstance(each, PlaceLine) and each.parent == place.name
        )
        if below:
            yield Fact("Below it", ", ".join(below))

    def do_chart(self) -> None:
        """Go to the department in the org chart."""
        line = self.current()
        if line is not None:
            self.shell.go(f"org dept:{line.called}")


class LocationsScreen(PlaceActs, PlacesScreen):
    """`locations` or `locations WORDS`: where it is, its time zone, how many people and vacancies."""

    NAME = "locations"
    KIND = "location"
    FIELD = "location"
    HINT = "type / to filter: a name, a city, a country, closed"
    COLUMNS: ClassVar[tuple[Column[Any], ...]] = (
        Column("name", "Location", 18, grow=2),
        Column("city", "City", 14, grow=1),
        Column("time_zone", "Time zone", 16, grow=1),
        PEOPLE,
        VACANT,
        STATUS_COLUMN,
        Column("country", "Country", 10, priority=1, grow=1),
        Column("since", "As it is since", 14, priority=2, text=lambda line: line.since or ""),
    )

    def read(self) -> Sequence[Line]:
        """The locations."""
        return service.locations(self.ctx)

    def about(self, line: Line) -> Iterator[Fact]:
        """The location under the cursor."""
        place = cast(PlaceLine, line)
        town = " ".join(part for part in (place.state, place.postal_code) if part)
        address = ", ".join(part for part in (place.street, place.city, town, place.country) if part)
        yield Fact("Address", address or "none")
        yield Fact("Time zone", place.time_zone or "the company's")
        yield from _counted(place)
        yield from _standing(place)


class PositionsScreen(PlaceActs, PlacesScreen):
    """`positions` or `positions WORDS`: title, department, whom each reports to, and its seats."""

    NAME = "positions"
    KIND = "position"
    FIELD = "position"
    HINT = "type / to filter: a title, a department, vacant, frozen"
    COLUMNS: ClassVar[tuple[Column[Any], ...]] = (
        Column("number", "No.", 8),
        Column("title", "Title", 16, grow=3),
        Column("department", "Department", 11, grow=2),
        Column("manager", "Reports to", 13, priority=1, grow=1),
        Column("seats", "Seats", 5, align=Align.RIGHT),
        Column("filled", "Filled", 6, priority=2, align=Align.RIGHT),
        VACANT,
        STATUS_COLUMN,
        Column("overfilled", "Over", 4, 3, Align.RIGHT, text=lambda line: blank(line.overfilled), tone=lambda _: Tone.BAD),
        Column("location", "Location", 14, priority=4, grow=1),
        Column("grade", "Grade", 6, priority=5),
    )  # fmt: skip

    def read(self) -> Sequence[Line]:
        """The positions."""
        return service.positions(self.ctx)

    def words(self, line: Line) -> Iterable[str]:
        """Whether too many hold it, too."""
        yield from super().words(line)
        if cast(PositionLine, line).overfilled:
            yield "over"

    def about(self, line: Line) -> Iterator[Fact]:
        """The position under the cursor."""
        seat = cast(PositionLine, line)
        yield Fact("Title", seat.title, Tone.STRONG)
        yield Fact("Department", seat.department)
        yield Fact("Location", seat.location or "none")
        yield Fact("Reports to", f"{seat.manager} ({seat.manager_number})" if seat.manager_number else "none")
        yield Fact("Grade", seat.grade or "none")
        yield Fact("Cost centre", seat.cost_centre or "none")
        over = (
            f", {seat.overfilled:,} too many" if seat.overfilled else f", {seat.vacant:,} vacant" if seat.vacant else ""
        )
        yield Fact("Seats", f"{seat.seats:,}: {seat.filled:,} filled{over}")
        yield from _standing(seat)


def _counted(place: PlaceLine) -> Iterator[Fact]:
    below = f"; {place.total:,} with those below" if place.total != place.people else ""
    yield Fact("People", f"{place.people:,}{below}")
    if place.vacant is not None:
        yield Fact("Vacant seats", f"{place.vacant:,}", Tone.WARN if place.vacant else Tone.PLAIN)


def _standing(line: Line) -> Iterator[Fact]:
    yield Fact("Status", str(line.status), status_tone(line))
    yield Fact("As it is since", line.since.isoformat() if line.since else "ever")
    yield Fact("", "")
    yield Fact("", "b tells what changed and who entered it", Tone.MUTED)
