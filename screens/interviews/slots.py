"""The slots that were found, in a calendar and as a list, best first: arrows go from one to the next, enter books it."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from functools import partial

from textual.widget import Widget

from hrtui.errors import Conflict, HrError
from hrtui.interviews import grid, scheduling, service
from hrtui.interviews.asking import Asked, zone_of
from hrtui.interviews.spans import minute_of
from hrtui.interviews.telling import reasons
from hrtui.interviews.wishes import Placed, Proposal
from hrtui.people.model import Done
from hrtui.value import frozen
from screens.base import HrScreen
from screens.frames import frames
from screens.interviews import sheets
from screens.interviews.faces import clock, hours
from screens.interviews.sheets import Look, Times
from screens.text import Align, Tone, wrapped
from screens.widgets.calendar import CalendarView
from screens.widgets.calendarmodel import Entry, Sheet, Spot
from screens.widgets.columns import Column
from screens.widgets.detail import Block
from screens.widgets.lines import Line
from screens.widgets.table import VirtualTable

LINES, MORE_LINES, TALL = 4, 6, 30
"""The lines below the slots, more of them from a height of the terminal on."""
FRAME = 5
"""The lines of the heading, of what is offered, of the days, of what is said and of the keys."""
WIDE = 120
BOTH = 46
"""The cells of the list beside the calendar."""
WORDS = {"table.open": "Book", "calendar.open": "Book"}


@frozen
class Offer:
    """What is offered: the screen that asked, the application and whose it is, what was asked and found, and the minute the cursor
    begins at, the best slot where there is none; `hold` is the day until which what is booked is proposed."""

    screen: HrScreen
    application: str
    name: str
    asked: Asked
    found: service.Slots
    near: int | None = None
    hold: date | None = None


class SlotsView(CalendarView):
    """A calendar whose cursor goes from entry to entry."""

    def _vertical(self, down: bool) -> None:
        places = range(len(self.sheet.columns[self.spot.column].entries))
        at = (self.spot.entry if self.spot.entry is not None else -1) + (1 if down else -1)
        if at in places:
            self.go(self.spot_of(self.spot.column, at))

    def _sideways(self, right: bool) -> None:
        step = 1 if right else -1
        column = self.spot.column + step
        while 0 <= column < len(self.sheet.columns):
            entries = self.sheet.columns[column].entries
            if entries:
                near = min(range(len(entries)), key=lambda at: abs(entries[at].first - self.spot.row))
                self.go(self.spot_of(column, near))
                return
            column += step
        self.post_message(self.Turned(columns=step))

    def spot_of(self, column: int, place: int) -> Spot:
        """The spot of an entry."""
        return Spot(column, self.sheet.columns[column].entries[place].first, place)

    def do_first(self) -> None:
        """Go to the first entry of the column."""
        self.go(self.spot_of(self.spot.column, 0))

    def do_last(self) -> None:
        """Go to the last entry of the column."""
        self.go(self.spot_of(self.spot.column, len(self.sheet.columns[self.spot.column].entries) - 1))


class SlotsScreen(HrScreen):
    """What a question found; `booked` is called once a slot is, `back` where the question is gone back to."""

    NAME = "slots"

    def __init__(self, offer: Offer, booked: Callable[[], object], back: Callable[[], object]) -> None:
        super().__init__()
        self.offer, self.booked, self.back = offer, booked, back
        self.zone = zone_of(offer.found.zone)
        self.slots: list[Proposal] = []
        self.at = 0
        self.day = date.min
        self.times: Times | None = None
        self.line = Line(tone=Tone.MUTED)
        self.grid = SlotsView(moved=self._moved_in_grid)
        self.table: VirtualTable[Proposal] = VirtualTable(
            self._columns(), self._page, moved=self._moved_in_list, id=self.NAME
        )
        self.below = Block([[] for _ in range(LINES)])
        self.listed = False
        self._step = grid.STEPS[0]
        self._take(offer.found)
        if offer.near is not None:
            self.at = min(range(len(self.slots)), key=lambda at: abs(_begins(self.slots[at]) - (offer.near or 0)))

    def _columns(self) -> Sequence[Column[Proposal]]:
        return (
            Column("rank", "No", 3, text=lambda each: str(self.slots.index(each) + 1), align=Align.RIGHT),
            Column(
                "when", "When", 27, text=lambda each: hours(_begins(each), each.placed[-1].ends, self.zone, named=False)
            ),
            Column("cost", "Points", 6, text=lambda each: str(each.cost), align=Align.RIGHT),
            Column("why", "Why", 20, 2, grow=1, text=reasons),
        )

    def body(self) -> Iterable[Widget]:
        """What is offered, the calendar or the list, and all about the slot under the cursor."""
        from textual.containers import Horizontal

        yield self.line
        both = Horizontal(self.grid, self.table)
        both.styles.height = "1fr"
        yield both
        yield self.below

    def on_mount(self) -> None:
        """Begin in the calendar."""
        self.message.keep_room()
        self._arrange()

    def on_resize(self) -> None:
        """Show both where there is room."""
        self._arrange()
        self.call_after_refresh(self._lay_out)

    def _arrange(self) -> None:
        wide = self.app.size.width >= WIDE
        self.grid.display, self.table.display = wide or not self.listed, wide or self.listed
        self.table.styles.width = BOTH if wide else "1fr"
        (self.table if self.listed else self.grid).focus()
        self.keybar.call(WORDS | ({} if not self.listed else {"slots.list": "In the week"}))

    def begin(self) -> None:
        """Show what was found."""
        self._lay_out()

    def reload(self) -> None:
        """Nothing: what was found is asked for anew once a slot is taken."""

    def _take(self, found: service.Slots) -> None:
        best: dict[int, Proposal] = {}
        for each in found.slots:
            best.setdefault(_begins(each), each)
        self.slots = list(best.values())
        self.names, self.notices = found.names, found.notices

    def _lay_out(self) -> None:
        if self.shell.opened is None or not self.slots:
            return
        self.at = min(self.at, len(self.slots) - 1)
        many = "One slot" if len(self.slots) == 1 else f"{len(self.slots)} slots, best first,"
        self.line.update(f"{self.offer.name}: {many} by the clocks of {self.zone.key}", Tone.MUTED)
        self.table.set_ids(array("q", range(len(self.slots))), self.at)
        self._show_week()

    def _show_week(self) -> None:
        """The week of the slot under the cursor, and the slots within it."""
        now = minute_of(self.ctx.clock.now())
        rows = max(1, self.app.size.height - FRAME - self._lines)
        self._step = grid.step_of(rows)
        look = Look(self.zone, self._step, now)
        self.day = grid.day_at(_begins(self.slots[self.at]), self.zone)
        monday = self.day - timedelta(days=self.day.weekday())
        held = [(at, grid.day_at(_begins(each), self.zone)) for at, each in enumerate(self.slots)]
        last = max((day.weekday() for _, day in held if monday <= day < monday + timedelta(days=7)), default=0)
        days = [monday + timedelta(days=at) for at in range(max(sheets.WORKDAYS, last + 1))]
        sheet, times = sheets.week([], days, look)
        columns = []
        for number, day in enumerate(days):
            own = [(at, self.slots[at]) for at, on in held if on == day]
            column = sheet.columns[number]
            entries = [self._entry(at, each, times, number) for at, each in own]
            columns.append(
                type(column)(column.title + (f" ({len(own)})" if own else ""), entries, column.grounds, column.today)
            )
        self.times = times
        shown = Sheet(columns, sheet.heads, sheet.narrowest)
        number, entry = next(shown.find(_begins(self.slots[self.at])))
        rows_of = [each.first for column in columns for each in column.entries]
        self.grid.show(shown, self.grid_spot(shown, number, entry), min(rows_of))

    def _entry(self, at: int, each: Proposal, times: Times, number: int) -> Entry:
        begins = _begins(each)
        row = grid.reached((begins, begins + 1), times.instants[number])[0]
        late = begins - times.instants[number][row][0][0]
        within = f"{' ' if at < 9 else ''}:{clock(begins, self.zone).minute:02}" if late else ""
        when = f" {clock(begins, self.zone):%H:%M}" if self._step == grid.STEPS[0] else within
        return Entry(begins, row, row + 1, (f"#{at + 1}{when}",))

    @staticmethod
    def grid_spot(sheet: Sheet, number: int, entry: Entry) -> Spot:
        """Where an entry of a column is."""
        return Spot(number, entry.first, list(sheet.columns[number].entries).index(entry))

    # -- what is under the cursor

    def _moved_in_grid(self) -> None:
        here = self.grid.here
        if here is not None and here.key != _begins(self.slots[self.at]):
            self.at = next(at for at, each in enumerate(self.slots) if _begins(each) == here.key)
            self.table.go(self.at)
        self._tell()

    def _moved_in_list(self, at: int | None) -> None:
        if at is None or at == self.at:
            return
        self.at = at
        found = next(self.grid.sheet.find(_begins(self.slots[at])), None)
        if found is None:
            self._show_week()
        else:
            self.grid.go(self.grid_spot(self.grid.sheet, *found))
        self._tell()

    def _tell(self) -> None:
        each = self.slots[self.at]
        company = zone_of(self.ctx.config.company.time_zone)
        begins, between = _begins(each), f" {frames().between} "
        said = f"{self.at + 1} of {len(self.slots)}{between}{hours(begins, each.placed[-1].ends, self.zone)}"
        if company.key != self.zone.key:
            said += f" ({clock(begins, company):%H:%M %Z})"
        points = f"{between}{each.cost} point{'' if each.cost == 1 else 's'}"
        lines, room = self._lines, max(20, self.app.size.width - 2)
        who = self._sessions(each, room, lines - 3) or wrapped(self._briefly(each), room, lines - 2)
        why = wrapped(". ".join([reasons(each), *self.notices]), room, lines - 1 - len(who))
        told = [
            [(said, "line--strong"), (points, "")],
            *([(line, "")] for line in who),
            *([(line, "line--muted")] for line in why),
        ]
        self.below.show([*told, *([] for _ in range(lines - len(told)))])

    @property
    def _lines(self) -> int:
        """How many lines there are below the slots."""
        return MORE_LINES if self.app.size.height >= TALL else LINES

    def _sessions(self, each: Proposal, room: int, most: int) -> list[str]:
        """Who comes to each session, until when and where; nothing where that takes more lines."""
        said = "; ".join(self._session(one, len(each.placed) > 1) for one in each.placed)
        lines = wrapped(said, room, most + 1)
        return lines if len(lines) <= most else []

    def _briefly(self, each: Proposal) -> str:
        """When each session begins and who comes, by their last names."""
        said = []
        for one in each.placed:
            last = ", ".join(self.names.get(person, person).partition(",")[0] for person in one.people)
            said.append(f"{clock(one.begins, self.zone):%H:%M} {last}")
        rooms = list(dict.fromkeys(one.room for one in each.placed if one.room))
        return "; ".join(said) + (f" in {' and '.join(rooms)}" if rooms else "")

    def _session(self, one: Placed, timed: bool) -> str:
        who = " and ".join(self.names.get(each, each) for each in one.people)
        at = f"{clock(one.begins, self.zone):%H:%M}-{clock(one.ends, self.zone):%H:%M} " if timed else ""
        return f"{at}{who}{f' in {one.room}' if one.room else ''}"

    def _page(self, ids: Sequence[int]) -> list[Proposal | None]:
        return [self.slots[at] if at < len(self.slots) else None for at in ids]

    # -- keys

    def do_list(self) -> None:
        """Show the list, or the calendar again."""
        self.listed = not self.listed
        self._arrange()

    def do_next(self) -> None:
        """Go to the next best slot."""
        self.table.go(self.at + 1)

    def do_previous(self) -> None:
        """Go to the slot that is better."""
        self.table.go(self.at - 1)

    def do_back(self) -> bool:
        """Go back to the question, with everything that was typed."""
        self.app.pop_screen()
        self.back()
        return True

    def on_calendar_view_turned(self, event: CalendarView.Turned) -> None:
        """Go to the nearest slot of the weeks behind or before."""
        step = event.pages or event.columns
        monday = self.day - timedelta(days=self.day.weekday())
        edge = monday + timedelta(days=7) if step > 0 else monday
        held = [(grid.day_at(_begins(each), self.zone), at) for at, each in enumerate(self.slots)]
        beyond = [each for each in held if (each[0] >= edge) == (step > 0) and (step > 0 or each[0] < edge)]
        if not step or not beyond:
            return
        day = (min if step > 0 else max)(beyond)[0]
        self.at = min(at for on, at in beyond if on == day)
        self.table.go(self.at)
        self._show_week()

    def on_calendar_view_opened(self) -> None:
        """Book the slot."""
        self._book()

    def on_virtual_table_opened(self) -> None:
        """Book the slot."""
        self._book()

    def _book(self) -> None:
        ctx, offer, begins = self.ctx, self.offer, _begins(self.slots[self.at])
        self.work_on(
            lambda: scheduling.schedule(ctx, offer.application, offer.asked, begins, hold=offer.hold),
            self._booked,
            self._refused,
            hold=True,
        )

    def _booked(self, done: Done) -> None:
        self.booked()
        self.app.pop_screen()
        self.offer.screen.tell_done(done)

    def _refused(self, error: HrError) -> None:
        """Say why; where somebody else was faster, offer what is left."""
        self.say(error, error=True)
        if isinstance(error, Conflict):
            ctx, asked, of = self.ctx, self.offer.asked, self.offer.application
            self.work_on(
                lambda: service.find_slots(ctx, asked, service.MOST_SLOTS, of=of), partial(self._anew, error), hold=True
            )

    def _anew(self, error: HrError, found: service.Slots) -> None:
        if not found.slots:
            self.do_back()
            self.shell.say(found.sentence, error=True)
            return
        begins = _begins(self.slots[self.at])
        self._take(found)
        later = [at for at, each in enumerate(self.slots) if _begins(each) > begins]
        self.at = min(later, key=lambda at: _begins(self.slots[at]), default=0)
        self._lay_out()
        self.say(error, error=True)


def _begins(each: Proposal) -> int:
    return each.placed[0].begins
