"""What is asked about interviewers: when they can be asked, absences, calendars to keep, and which of them to drop."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import cast

from hrtui.dates import minute
from hrtui.interviews import asking, importing, interviewers
from hrtui.interviews.availability import MOST_A_DAY, MOST_A_WEEK, MOST_MINUTES, Availability
from hrtui.interviews.hours import weekly
from hrtui.interviews.interviewers import Interviewer
from hrtui.interviews.kept import KeptCalendar
from hrtui.people.listing import choices
from hrtui.people.model import Done
from screens.base import HrScreen
from screens.recruiting.asking import Values, ask, text
from screens.verbs import waited
from screens.widgets.confirm import Confirm
from screens.widgets.fields import Choice, ChoiceField, DayField, Field, FlagField, NumberField, TextField
from screens.widgets.form import FormScreen
from screens.widgets.menu import Menu, MenuItem
from screens.widgets.paths import PathField, entries, path_of

ACTION = "recruiting.work"
WIDEST = 110
Acts = dict[str, tuple[str, Callable[[], Done]]]
"""By what is chosen, what is asked before it is done, and what does it."""


def ask_hours(screen: HrScreen, row: Interviewer | None) -> None:
    """Ask when somebody can be asked from a day on; without a row, who that is too."""
    ctx, own = screen.ctx, row.own if row else Availability()
    company, today = ctx.config.interviews, ctx.clock.today()
    fields: list[Field] = [] if row else [_who_field(screen)]
    fields += [
        TextField(key="hours", label="Hours", initial=own.hours, check=_check_hours,
                  help=f"mon-thu 9:00-17:00; fri 9:00-12:00, or empty: {company.hours}"),
        TextField(key="zone", label="Zone", initial=own.zone, check=_check_zone,
                  help="such as Europe/London; empty for their place of work's, else the company's"),
        _limit("buffer", "Gap", own.buffer, MOST_MINUTES, company.buffer, "minutes around other appointments"),
        _limit("most_a_day", "Most a day", own.most_a_day, MOST_A_DAY, company.most_a_day, "0 for any number"),
        _limit("most_a_week", "Most a week", own.most_a_week, MOST_A_WEEK, company.most_a_week, "0 for any number"),
        FlagField(key="asked", label="Asked", initial=own.asked, help="whether they are asked for interviews at all"),
        DayField(key="on", label="From", today=today, initial=today, required=True, help="the day from which it counts"),
    ]  # fmt: skip

    def save(values: Values) -> Done:
        wanted = Availability(
            zone=text(values, "zone"), hours=text(values, "hours"), buffer=_number(values, "buffer"),
            most_a_day=_number(values, "most_a_day"), most_a_week=_number(values, "most_a_week"), asked=bool(values.get("asked")),
        )  # fmt: skip
        who = row.number if row else text(values, "who")
        on, expected = cast(date, values["on"]), row.newest if row else None
        return interviewers.set_availability(ctx, who, wanted, on=on, expected=expected)

    title = f"When {row.name} can be asked" if row else "When somebody can be asked"
    ask(screen, title, fields, save, form=f"{ACTION}.hours", subject=row.number if row else "")


def _who_field(screen: HrScreen) -> ChoiceField:
    ctx = screen.ctx

    def people(typed: str) -> list[Choice]:
        return [Choice(each.partition(" ")[0], each) for each in choices(ctx, "manager", typed)]

    return ChoiceField(key="who", label="Who", required=True, choices=people, free=True, help="by number or name")


def _limit(key: str, label: str, own: int | None, most: int, company: int, help: str) -> NumberField:
    return NumberField(
        key=key, label=label, initial=own, least=0, most=most, help=f"{help}; empty for the company's: {company}"
    )


def _number(values: Values, key: str) -> int | None:
    return cast("int | None", values.get(key))


def _check_hours(typed: object) -> None:
    weekly(str(typed))


def _check_zone(typed: object) -> None:
    asking.zone_of(str(typed))


def ask_absence(screen: HrScreen, row: Interviewer) -> None:
    """Ask on which days somebody cannot be asked."""
    ctx, today = screen.ctx, screen.ctx.clock.today()
    fields: list[Field] = [
        DayField(key="since", label="From", today=today, required=True, help="the first day"),
        DayField(key="until", label="Until", today=today, help="the last day; empty for one day"),
        TextField(key="reason", label="Reason", help="shown to who works on interviews alone"),
    ]

    def save(values: Values) -> Done:
        since = cast(date, values["since"])
        until = cast("date | None", values.get("until")) or since
        return interviewers.add_absence(ctx, row.number, since, until, text(values, "reason"))

    ask(screen, f"{row.name} is absent", fields, save, form=f"{ACTION}.absent", subject=row.number)


def ask_calendar(screen: HrScreen, row: Interviewer | None) -> None:
    """Ask for a calendar file, or a folder of them, of somebody or of a room."""
    ctx, made = screen.ctx, list[Done]()
    whose = f"empty for {row.name}" if row else "its name"
    fields: list[Field] = [
        PathField(key="path", label="File", required=True, choices=_calendars,
                  help="a calendar (.ics), or a folder of them"),
        TextField(key="room", label="Room", required=row is None, help=f"where it is the calendar of a room; {whose}"),
    ]  # fmt: skip

    def submit(values: Values) -> object:
        room = text(values, "room").strip()
        who = row.number if row and not room else ""
        return waited(
            screen, lambda: made.append(importing.import_busy(ctx, path_of(values["path"]), who=who, room=room))
        )

    def done(values: Mapping[str, object] | None) -> None:
        if values is None or not made:
            return
        if made[-1].command:
            screen.tell_done(made[-1])
        else:
            screen.say(made[-1].sentence)

    title = f"Calendar of {row.name}" if row else "Calendar of a room"
    intro = ("Only when it is busy is kept, and from where it is read anew.",)
    screen.app.push_screen(FormScreen(title, fields, submit, intro=intro, does="Keep"), done)


def _calendars(typed: str) -> list[Choice]:
    """What a typed path may become; a folder that holds calendars is first one of them itself."""
    found = entries(typed, (".ics",))
    if typed.endswith("/") and any(not each.unfinished for each in found):
        found.insert(0, Choice(typed, typed, "all calendars of the folder"))
    return found


def ask_kept(screen: HrScreen, row: Interviewer) -> None:
    """Show absences and calendars of somebody, and take back or drop the one that is chosen."""
    items: list[MenuItem] = []
    acts: Acts = {}
    for each in row.absences:
        days, value = f"{each.begins} to {each.ends}", str(each.number)
        items.append(MenuItem(value, f"Absent {days}", each.reason or "without a reason"))
        drop = partial(interviewers.drop_absence, screen.ctx, row.number, each.number)
        acts[value] = f"Take back that {row.name} is absent from {days}?", drop
    _offer(screen, f"Kept of {row.name}", items, row.calendars, acts, _intro(row))


def ask_rooms(screen: HrScreen, calendars: Sequence[KeptCalendar]) -> None:
    """Show the calendars of rooms, and drop the one that is chosen."""
    _offer(screen, "Calendars of rooms", [], calendars, {}, [])


def _offer(
    screen: HrScreen, title: str, items: list[MenuItem], calendars: Sequence[KeptCalendar], acts: Acts, intro: Sequence[str]
) -> None:  # fmt: skip
    ctx = screen.ctx
    for each in calendars:
        stamp = each.stamp
        read = f"read {minute(stamp.recorded_at, ctx.config.company.time_zone)}; " if stamp else ""
        items.append(MenuItem(each.number, told(each), f"{read}{each.source}"))
        drop = partial(importing.drop_calendar, ctx, each.number, expected=stamp.command if stamp else None)
        acts[each.number] = f"Keep {each.number} no longer?", drop
    if not items:
        screen.say("Nothing is kept; A enters an absence, I reads a calendar.")
        return

    def chosen(value: str | None) -> None:
        if value is None:
            return
        sentence, act = acts[value]

        def answered(yes: bool | None) -> None:
            if yes:
                screen.work_on(act, screen.tell_done)

        screen.app.push_screen(Confirm(sentence), answered)

    screen.app.push_screen(
        Menu(title, items, intro=[*intro, "enter asks to take the one under the cursor back."], widest=WIDEST), chosen
    )


def _intro(row: Interviewer) -> list[str]:
    leave = [f"{each.start} to {each.end}" for each in row.leave]
    return [f"On leave {', '.join(leave)}."] if leave else []


def told(each: KeptCalendar) -> str:
    """A kept calendar in some words: its number, whose it is where that is a room, and how many events it has."""
    room = f" of {each.room}" if each.room else ""
    return f"{each.number}{room}, {each.events:,} event{'' if each.events == 1 else 's'}"
