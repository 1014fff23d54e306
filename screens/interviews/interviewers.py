"""Interviewers: when each can be asked, how much they are asked, and what is kept of their absences and calendars."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hrtui.dates import Period
from hrtui.interviews import importing, interviewers
from hrtui.interviews.importing import Reading
from hrtui.interviews.interviewers import Interviewer
from hrtui.interviews.kept import KeptCalendar
from hrtui.people.summary import Status
from screens.interviews import interviewerforms as forms
from screens.listing import HeldList
from screens.text import Align, Tone
from screens.widgets.columns import Column
from screens.widgets.confirm import Told
from screens.widgets.lines import Span

EMPTY = (
    "Nobody has hours, absences or calendars of their own, or an interview.",
    "a enters when somebody can be asked; I reads a calendar.",
)
SHOWN = 3


class InterviewersScreen(HeldList[Interviewer]):
    """`interviewers [WORDS]`: by name, with what counts for each, their own or the company's."""

    NAME = "interviewers"
    HINT = "type / to filter: a name, a zone, hours"
    LINES = 4
    WATCHES = "recruiting"
    NOBODY = "There is no interviewer under the cursor."
    NO_MATCH = ("No interviewer matches.", "Esc shows all.")

    def columns(self) -> Iterable[Column[Interviewer]]:
        """Who they are, when they can be asked, and how much they are."""
        right = Align.RIGHT
        return (
            Column("name", "Name", 16, grow=2, most=32),
            Column("hours", "Hours", 21, grow=3, text=_hours, tone=_tone, most=60),
            Column("zone", "Zone", 16, 2, grow=1, most=24),
            Column("buffer", "Gap", 3, 3, right),
            Column("most_a_day", "Day", 3, 1, right, text=lambda each: each.most_a_day or "any"),
            Column("most_a_week", "Week", 4, 1, right, text=lambda each: each.most_a_week or "any"),
            Column("booked", "7 days", 6, 1, right),
            Column("calendars", "Kept", 4, 2, right, text=lambda each: len(each.calendars) or ""),
            Column("number", "Number", 8, 4),
        )

    def key(self, row: Interviewer, at: int) -> int:
        """A person's id."""
        return row.id

    def found_by(self, row: Interviewer) -> Iterable[object]:
        """Their number and name, zone and hours."""
        return row.number, row.name, row.zone, row.hours

    def load(self, hold: bool = False) -> None:
        """Read them."""
        ctx = self.ctx
        self.read(lambda: interviewers.interviewer_list(ctx), lambda found: self.hold(found, *EMPTY), hold=hold)

    def about(self, row: Interviewer) -> Iterable[Sequence[Span]]:
        """Whose hours count, when they are away, what is kept, and what is entered for later."""
        whose = "their own" if row.own.hours else "the company's"
        asked = "" if row.own.asked else "  not asked for interviews"
        yield [
            (f"{row.number} {row.name}", "line--strong"), (f"  {row.hours}, {whose}, in {row.zone}", ""), (asked, "line--warn"),
        ]  # fmt: skip
        yield [(f"Away: {_away(row)}", "")]
        yield [(f"Calendars: {_kept(row.calendars)}", "")]
        yield [
            (
                "; ".join(
                    f"from {each.effective_from}: {each.hours or 'the hours of the company'}" for each in row.later
                ),
                "line--muted",
            )
        ]

    # -- keys

    def on_virtual_table_opened(self) -> None:
        """Show what is kept of the interviewer."""
        self.do_kept()

    def do_kept(self) -> None:
        """Show what is kept of the interviewer, to take back or drop one of it."""
        row = self._here()
        if row is not None:
            forms.ask_kept(self, row)

    def do_hours(self) -> None:
        """Change when they can be asked."""
        row = self._here()
        if row is not None:
            forms.ask_hours(self, row)

    def do_add(self) -> None:
        """Enter when somebody else can be asked."""
        forms.ask_hours(self, None)

    def do_absent(self) -> None:
        """Enter an absence."""
        row = self._here()
        if row is not None:
            forms.ask_absence(self, row)

    def do_import(self) -> None:
        """Ask for a calendar of the one under the cursor, or of a room."""
        forms.ask_calendar(self, self.at())

    def do_again(self) -> None:
        """Read all kept calendars anew, and tell what each came to."""
        ctx = self.ctx
        self.work_on(lambda: importing.import_again(ctx), self._tell_again, left=_summed)

    def do_rooms(self) -> None:
        """Show the calendars that are kept of rooms."""
        ctx = self.ctx

        def shown(found: list[KeptCalendar]) -> None:
            forms.ask_rooms(self, [each for each in found if each.room])

        self.work_on(lambda: importing.kept_calendars(ctx), shown, hold=True)

    def _tell_again(self, found: list[Reading]) -> None:
        self.shell.changed()
        self.reload()
        if not found:
            self.say("No calendar is kept; I keeps one.")
            return
        self.app.push_screen(Told(_summed(found), [each.sentence for each in found]))

    def _here(self) -> Interviewer | None:
        row = self.at()
        if row is None:
            self.say(self.NOBODY)
        return row


def _hours(row: Interviewer) -> str:
    return row.hours if row.own.asked else "not asked"


def _tone(row: Interviewer) -> Tone:
    if not row.own.asked or row.status is Status.TERMINATED:
        return Tone.MUTED
    return Tone.WARN if row.status is Status.LEAVE else Tone.PLAIN


def _away(row: Interviewer) -> str:
    """Leave, absences and holidays to come, soonest first."""
    out = [*((each.begins, each.ends, each.reason or "absent") for each in row.absences)]
    out += [(each.start, each.end, "on leave") for each in row.leave]
    out += [(each, each, "public holiday") for each in row.holidays[:1]]
    said = [f"{_days(Period(begins, ends))} {why}" for begins, ends, why in sorted(out)]
    return _few(said) or "no leave, absence or holiday to come"


def _kept(calendars: Sequence[KeptCalendar]) -> str:
    return _few([forms.told(each) for each in calendars]) or "none is kept; I reads a file"


def _few(said: Sequence[str]) -> str:
    more = f"; and {len(said) - SHOWN} more" if len(said) > SHOWN else ""
    return "; ".join(said[:SHOWN]) + more


def _days(days: Period) -> str:
    return str(days.start) if days.start == days.end else f"{days.start} to {days.end}"


def _summed(found: Sequence[Reading]) -> str:
    faults = sum(each.fault for each in found)
    changed = sum(bool(each.command) for each in found)
    return f"{len(found)} calendars were read anew: {changed} changed, {faults} refused."
