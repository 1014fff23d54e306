"""Interviews as a week, a day by interviewer, a month or a list, in any zone, and what may be done with the one under the cursor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date, timedelta

from textual.widget import Widget

from hrtui import remembering
from hrtui.dates import Period, add_months
from hrtui.errors import HrError
from hrtui.interviews import grid, showing
from hrtui.interviews.asking import zone_of
from hrtui.interviews.grid import Row
from hrtui.interviews.model import SPOKEN
from hrtui.interviews.reading import AgendaLine
from hrtui.interviews.spans import Span, minute_of
from screens.frames import frames
from screens.interviews import faces, sheets, told
from screens.interviews.acts import NOBODY
from screens.interviews.pages import AGENDA, DAY, FRAME, MONTH, VIEWS, WEEK, InterviewPages
from screens.interviews.sheets import MORNING, Look, Times
from screens.text import Tone
from screens.widgets.calendar import CalendarView
from screens.widgets.calendarmodel import Sheet, Spot, landed
from screens.widgets.columns import Column
from screens.widgets.lines import Line
from screens.widgets.lines import Span as Painted


class InterviewsScreen(InterviewPages):
    """`interviews [WORDS]`: in the view that was used last, the week at first."""

    NAME = "interviews"
    HINT = "type / to filter: a candidate, an interviewer, a room"
    LINES = 3
    WATCHES = "recruiting"
    NOBODY = NOBODY
    NO_MATCH = ("No interview of these days matches.", "Esc shows all of them; t goes to other days.")

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        self.line = Line(tone=Tone.MUTED)
        self.grid = CalendarView(moved=self._moved_in_grid)
        self.grid.display = False
        self.month = date.min
        self.row = MORNING
        self.times: Times | None = None
        self._month_days: Sequence[date] = ()
        self._keep: int | None = None
        self._scrolled = False
        self.own_zone = ""
        self._minute = 0

    @property
    def title_line(self) -> str:
        """The name of the screen, and the zone whose clocks it shows."""
        return f"Interviews, {self.zone.key}" if self.view else "Interviews"

    def columns(self) -> Iterable[Column[AgendaLine]]:
        """When it is, with whom, and how far it is."""
        return (
            Column("begins", "Begins", 20, text=lambda each: self._begins(each)),
            Column("minutes", "Min", 3, text=lambda each: str(each.interview.ends - each.interview.begins)),
            Column("name", "Candidate", 14, grow=2),
            Column("panel", "With", 13, grow=3, text=lambda each: faces.panel(each.interview)),
            Column("state", "State", 13, text=self._state, tone=self._tone),
            Column("room", "Room", 8, 2, text=lambda each: each.interview.room),
            Column("title", "Title", 16, 3),
            Column("number", "Number", 10, 4, text=lambda each: each.interview.number),
        )

    def body(self) -> Iterable[Widget]:
        """The days that are shown, the filter, the calendar or the list, and what is under the cursor."""
        yield self.line
        yield self.filter_line
        yield self.grid
        yield self.table
        yield self.below

    def on_mount(self) -> None:
        """The calendar stays where it is when something is told."""
        self.message.keep_room()

    def target(self) -> Widget:
        """The calendar, or the list."""
        return self.table if self.view == AGENDA else self.grid

    def key(self, row: AgendaLine, at: int) -> int:
        """An interview's id."""
        return row.interview.id

    def found_by(self, row: AgendaLine) -> Iterable[object]:
        """Its number, the candidate, the title, the panel and the room."""
        return row.interview.number, row.name, row.title, faces.panel(row.interview), row.interview.room

    def at_line(self) -> AgendaLine | None:
        """The interview under the cursor; in a month the only one of the day."""
        if self.view == AGENDA:
            return self.at()
        if self.view == MONTH:
            own = self.on_day(self.day)
            return own[0] if len(own) == 1 else None
        here = self.grid.here
        return None if here is None else self.held.get(here.key)

    # -- reading

    def begin(self) -> None:
        """Look as it was looked last, and read the days."""
        self.take_words()
        if self.view:
            self.reload()
            return
        ctx = self.ctx
        self.zone = zone_of(ctx.config.company.time_zone)
        self.work_on(
            lambda: (remembering.remembered(ctx, self.NAME), showing.own_zone(ctx)), self._look_as_before, hold=True
        )

    def _look_as_before(self, found: tuple[dict[str, str], str]) -> None:
        words, self.own_zone = found
        with suppress(HrError):  # a zone that this machine does not know: the company's it is
            self.zone = zone_of(words.get("zone", self.zone.key))
        now = faces.clock(minute_of(self.ctx.clock.now()), self.zone)
        self.day, self.row = self.ctx.day, Row(now.hour * 60 + now.minute // 15 * 15, now.fold)
        self._switch(words["view"] if words.get("view") in VIEWS else WEEK)

    def catch_up(self) -> None:
        """Read what others entered, and let the line of this hour be where it is."""
        super().catch_up()
        if self.view in (WEEK, DAY) and self._minute != minute_of(self.ctx.clock.now()):
            self.find()

    # -- what is shown

    def find(self) -> None:
        """Show the interviews that have every word of the filter."""
        if self.view == AGENDA:
            super().find()
        elif self.view:
            self._lay_out()

    def _lay_out(self) -> None:
        words, found = self.filter_line.text.split(), self.found()
        look = self._look()
        if self.view == MONTH:
            self._lay_out_month(found, look)
        else:
            if self.view == WEEK:
                sheet, self.times = sheets.week(found, sheets.week_of(self.day, found, look.zone), look)
            else:
                lanes = sheets.lanes_of(self.on_day(self.day), self.standings.get(self.day, {}))
                sheet, self.times = sheets.day(found, self.day, lanes, look)
            top = None if self._scrolled else sheets.first_row(sheet, self.times)
            self._scrolled = True
            self.grid.show(sheet, self._spot(sheet, self.times, bool(words)), top)
        self.filter_line.show_note(self._noted(found, words))

    def _lay_out_month(self, found: Sequence[AgendaLine], look: Look) -> None:
        if self.day not in self._month_days or (self.month.year, self.month.month) == (1, 1):
            self.month = self.day
        size = (self.grid.size.width or self.app.size.width, self.grid.size.height or self.app.size.height - 8)
        sheet, self._month_days = sheets.month(found, self.month, look, size)
        self.grid.show(sheet, sheets.spot_of_day(self._month_days, sheet, self.day), 0)

    def _look(self) -> Look:
        self._minute = minute_of(self.ctx.clock.now())
        return Look(self.zone, grid.step_of(max(1, self.app.size.height - FRAME)), self._minute, self.shown.troubles)

    def _spot(self, sheet: Sheet, times: Times, filtered: bool) -> Spot:
        """Where the cursor goes: to the interview it was on, else to its day and time, or the nearest that the filter leaves."""
        kept = [] if self._keep is None else list(sheet.find(self._keep))
        kept.sort(key=lambda each: times.days[each[0]] != self.day)
        if kept:
            column, entry = kept[0]
            return Spot(column, entry.first, list(sheet.columns[column].entries).index(entry))
        column = times.days.index(self.day) if self.day in times.days else 0
        spot = landed(sheet, column, times.row_of(self.row))
        if filtered and spot.entry is None:
            near = [
                (abs(at - column), each.first, at, place)
                for at, held in enumerate(sheet.columns)
                for place, each in enumerate(held.entries)
            ]
            if near:
                _, row, column, place = min(near)
                return Spot(column, row, place)
        return spot

    def _noted(self, found: Sequence[AgendaLine], words: Sequence[str]) -> str:
        if self.view == MONTH:
            own = [each for each in found if self.day_of(each) in self._month_days]
        else:
            days = set(self.times.days) if self.times is not None else set()
            own = [each for each in found if self.day_of(each) in days]
        said = f"{len(own):,} interview{'' if len(own) == 1 else 's'}"
        return said + (" found" if words else "") + (", the cancelled too" if self.every else "")

    def show_days(self) -> None:
        """Say which days are shown, and by whose clocks."""
        days, said = self._days_said()
        between, zone = f" {frames().between} ", faces.zone_on(days, self.zone)
        long = between.join((said, f"clocks of {zone}; z shows another zone"))
        self.line.update(long, Tone.MUTED, (between.join((said, zone)),))

    def _days_said(self) -> tuple[Period, str]:
        """The days that are shown, and what they are called."""
        if self.view == AGENDA:
            days = self.period()
            return days, f"{days.start:%a %Y-%m-%d} to {days.end:%a %Y-%m-%d}"
        if self.view == MONTH:
            first = self.month.replace(day=1)
            return Period(first, add_months(first, 1) - timedelta(days=1)), f"{first:%B %Y}"
        if self.view == DAY:
            return Period(self.day, self.day), f"{self.day:%A %Y-%m-%d}, by interviewer"
        monday = self.day - timedelta(days=self.day.weekday())
        week = Period(monday, monday + timedelta(days=6))
        return week, f"Week {monday.isocalendar().week}, {monday:%Y-%m-%d} to {week.end:%m-%d}"

    def _state(self, each: AgendaLine) -> str:
        said = SPOKEN[each.interview.state]
        return f"{faces.CONFLICT} {said}" if self.shown.troubles.get(each.interview.number) else said

    def _tone(self, each: AgendaLine) -> Tone:
        return faces.tone_of(each.interview.state, self.shown.troubles.get(each.interview.number, ()))

    def _begins(self, each: AgendaLine) -> str:
        return f"{faces.clock(each.interview.begins, self.zone):%a %Y-%m-%d %H:%M}"

    def about(self, row: AgendaLine) -> Iterable[Sequence[Painted]]:
        """Whose it is, the panel with what each answered, how far it is and when."""
        return told.interview(row, self.zone, self.shown.troubles.get(row.interview.number, ()))

    def _moved_in_grid(self) -> None:
        """Tell what is under the cursor, and remember where it is."""
        lines: list[Sequence[Painted]] = []
        if self.view == MONTH:
            self._note_month_day()
            lines = told.day(self.day, self.on_day(self.day), self.zone, self.shown.troubles)
        elif self.times is not None and self.view in (WEEK, DAY):
            spot, row = self.grid.spot, self.at_line()
            self.day, self.row = self.times.days[spot.column], self.times.rows[spot.row]
            self._keep = None if row is None else row.interview.id
            lines = list(self.about(row)) if row is not None else self._about_free()
        self.below.show([*lines, *([] for _ in range(self.LINES - len(lines)))][: self.LINES])

    def _note_month_day(self) -> None:
        here = self.grid.here
        if here is not None:
            self.day = date.fromordinal(here.key)

    def _about_free(self) -> list[Sequence[Painted]]:
        span = self.free_span()
        column, standing = self.grid.sheet.columns[self.grid.spot.column], None
        if self.view == DAY and span is not None:
            standing = next(
                (each for each in self.standings.get(self.day, {}).values() if each.name == column.title), None
            )
        return [] if span is None else told.free(span, self.zone, standing)

    def free_span(self) -> Span | None:
        """When the row under the cursor is; None in a month or the list."""
        return self.times.span(self.grid.spot) if self.times is not None and self.view in (WEEK, DAY) else None

    # -- keys

    def on_virtual_table_opened(self) -> None:
        """Open the candidate."""
        self.do_candidate()

    def on_resize(self) -> None:
        """Lay the calendar out anew, with as many minutes a row as fit."""
        if self.view and self.view != AGENDA:
            self._scrolled = False
            self.call_after_refresh(self.find)

    def on_calendar_view_opened(self) -> None:
        """Open the candidate, or the day of a month."""
        if self.view == MONTH:
            self._keep = None
            self._switch(DAY)
        elif self.at_line() is None:
            self.say("Nothing is there; n schedules an interview then.")
        else:
            self.do_candidate()

    def on_calendar_view_turned(self, event: CalendarView.Turned) -> None:
        """Show the page before or behind, or the days next to the edge."""
        day = self.day
        if event.pages and self.view == MONTH:
            day = add_months(day, event.pages)
        elif event.pages:
            day += timedelta(weeks=event.pages) if self.view == WEEK else timedelta(days=event.pages)
        elif self.view == MONTH:
            day += timedelta(days=event.columns + 7 * event.rows)
        elif self.view == WEEK and event.columns:
            day += timedelta(days=event.columns)
            while day.weekday() >= sheets.WORKDAYS:
                day += timedelta(days=event.columns)
        if day != self.day:
            self._go_day(day)

    def _go_day(self, day: date) -> None:
        """Show another day, the cursor at its time by the clock."""
        self.day, self._keep = day, None
        self.load(hold=True)

    def _switch(self, view: str) -> None:
        if self.view == AGENDA and view != AGENDA:
            row = self.at()
            if row is not None:
                self.day, self._keep = self.day_of(row), row.interview.id
        keep = self._keep
        self.view, self._scrolled = view, False
        self.grid.display, self.table.display = view != AGENDA, view == AGENDA
        self.filter_line.table = self.table if view == AGENDA else self.grid
        self.target().focus()
        self.month = date.min
        self.load(hold=True)
        if view == AGENDA and keep is not None:
            self.table.go_to(keep)
        self._remember()

    def _remember(self) -> None:
        ctx, words = self.ctx, {"view": self.view, "zone": self.zone.key}
        self.shell.run_job(lambda: remembering.remember(ctx, self.NAME, words))

    def do_week(self) -> None:
        """Show the week."""
        self._switch(WEEK)

    def do_day(self) -> None:
        """Show the day, with a lane an interviewer."""
        self._switch(DAY)

    def do_month(self) -> None:
        """Show the month."""
        self._switch(MONTH)

    def do_agenda(self) -> None:
        """Show the list."""
        self._switch(AGENDA)

    def do_today(self) -> None:
        """Go to this day and time."""
        now = faces.clock(minute_of(self.ctx.clock.now()), self.zone)
        self.days, self.row = None, Row(now.hour * 60 + now.minute // 15 * 15, now.fold)
        self._go_day(now.date() if self.ctx.lens is None else self.ctx.day)

    def do_zone(self) -> None:
        """Choose whose clocks are shown."""
        from screens.interviews.zones import ask_zone

        ask_zone(self, self.zone.key, self.own_zone, self.at_line(), self._show_zone)

    def _show_zone(self, name: str) -> None:
        span = self.free_span()
        self.zone = zone_of(name)
        if span is not None:
            local = faces.clock(span[0], self.zone)
            self.day, self.row = local.date(), Row(local.hour * 60 + local.minute, local.fold)
        self._scrolled = False
        self.table.refresh_rows()
        self.load(hold=True)
        self._remember()

    def do_schedule(self) -> None:
        """Ask who is to meet whom, on the day and from the time under the cursor on, and offer slots."""
        from screens.interviews.forms import Preset, ask_slots

        span = self.free_span()
        now = minute_of(self.ctx.clock.now())
        ask_slots(self, preset=None if span is None or span[1] <= now else Preset(span[0], self.zone))

    def do_people(self) -> None:
        """Open the list of interviewers."""
        self.shell.go_above("interviewers")

    def do_period(self) -> None:
        """Ask for a day to go to; in the list for the days it has."""
        from screens.interviews.forms import ask_day, ask_days

        def chosen(days: Period) -> None:
            self.days = days
            self.load()

        if self.view == AGENDA:
            ask_days(self, self.days, chosen)
        else:
            ask_day(self, self._go_day)

    def do_every(self) -> None:
        """Show those that are over or cancelled too, or not again."""
        self.every = not self.every
        self.find()
