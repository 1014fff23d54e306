"""`hrtui interviews hours|absent|import-busy|calendars|interviewers|conflicts`: when interviewers can be asked, and what contradicts."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hrtui.cli.arguments import a_path, whole
from hrtui.dates import EXAMPLES, Period, minute
from hrtui.errors import ImportFault, UsageError

if TYPE_CHECKING:
    from hrtui.cli.session import Session
    from hrtui.interviews.availability import Availability
    from hrtui.interviews.interviewers import Interviewer
    from hrtui.interviews.kept import KeptCalendar

HEADINGS = ("number", "name", "hours", "zone", "gap", "day", "week", "7 days")
CALENDARS = ("calendar", "whose", "events", "read", "file")
COMPANY = "company"
LIKE = "mon-thu 9:00-17:00; fri 9:00-12:00, 13:00-15:00"


def add_to(doing: Any) -> None:
    """Declare them."""
    hours = doing.add_parser("hours", help="when an interviewer can be asked; with options, enter it")
    hours.add_argument("who", metavar="WHO", help="who, by number or name")
    to = hours.add_argument
    to("--hours", default=None, metavar="HOURS", help=f"working hours: {LIKE}; `{COMPANY}` for the company's")
    to("--zone", default=None, metavar="ZONE", help=f"their time zone; `{COMPANY}` for that of their place of work")
    to("--buffer", default=None, metavar="MINUTES", help=f"minutes around other appointments, or `{COMPANY}`")
    to("--most-a-day", default=None, metavar="N", help=f"the most interviews a day, 0 for any number, or `{COMPANY}`")
    to("--most-a-week", default=None, metavar="N", help=f"the most interviews a week, 0 for any number, or `{COMPANY}`")
    to("--asked", choices=("yes", "no"), default=None, help="whether they are asked for interviews at all")
    to("--on", default="today", metavar="DAY", help=f"from this day on: {EXAMPLES} (today)")
    hours.set_defaults(act=run_hours)
    absent = doing.add_parser("absent", help="days on which somebody cannot be asked; without days, list them")
    absent.add_argument("who", metavar="WHO", help="who, by number or name")
    absent.add_argument("since", nargs="?", default="", metavar="FROM", help=f"the first day: {EXAMPLES}")
    absent.add_argument("until", nargs="?", default="", metavar="UNTIL", help="the last day (the first)")
    absent.add_argument("--reason", default="", metavar="TEXT", help="why; shown to who works on interviews alone")
    absent.add_argument("--drop", type=whole, default=None, metavar="N", help="take the absence of this number back")
    absent.set_defaults(act=run_absent)
    import_ = doing.add_parser("import-busy", help="keep when somebody or a room is busy, by a calendar file (.ics)")
    import_.add_argument(
        "what",
        nargs="*",
        metavar="WHO FILE",
        help="who and the file, or the folder of files; the file alone after --room",
    )
    import_.add_argument("--room", default="", metavar="NAME", help="the calendar of a room")
    import_.add_argument("--again", action="store_true", help="read the files of all kept calendars anew")
    import_.set_defaults(act=run_import)
    calendars = doing.add_parser("calendars", help="the calendars that are kept, or drop one")
    calendars.add_argument("who", nargs="?", default="", metavar="WHO", help="those of somebody (all)")
    calendars.add_argument("--drop", default="", metavar="CALENDAR", help="keep this one no longer, such as CAL-0001")
    calendars.set_defaults(act=run_calendars)
    interviewers = doing.add_parser("interviewers", help="interviewers, and when each can be asked")
    interviewers.set_defaults(act=run_interviewers)
    conflicts = doing.add_parser("conflicts", help="interviews to come that something contradicts by now, and what")
    conflicts.add_argument(
        "--from", dest="since", default="today", metavar="DAY", help=f"the first day: {EXAMPLES} (today)"
    )
    conflicts.add_argument("--until", default="+4w", metavar="DAY", help="the last day (four weeks from today)")
    conflicts.set_defaults(act=run_conflicts)
    for each in (hours, absent, import_, calendars, interviewers, conflicts):
        each.add_argument("--json", action="store_true", help="print JSON")


def run_hours(args: argparse.Namespace, session: Session) -> int:
    """Enter when one can be asked, or show it."""
    from hrtui.interviews import interviewers

    found, on = interviewers.interviewer(session.context, args.who), session.day(args.on)
    now = next((each for each in reversed(found.later) if each.effective_from <= on), found.own)
    wanted = _wanted(args, now)
    if wanted != now:
        done = interviewers.set_availability(session.context, found.number, wanted, on=on)
        return session.told(done, args.json)
    if args.json:
        session.json(_json(found))
        return 0
    day, week = (f"{each} interviews" if each else "any number" for each in (found.most_a_day, found.most_a_week))
    session.out(f"{found.number} {found.name}: {found.hours}, in {found.zone}.")
    session.out(f"{found.buffer} minutes around other appointments; {day} a day and {week} a week.")
    if not found.own.asked:
        session.out("Not asked for interviews.")
    for later in found.later:
        asked = "" if later.asked else "; not asked for interviews"
        session.out(f"From {later.effective_from}: {later.hours or 'the hours of the company'}{asked}.")
    return 0


def _wanted(args: argparse.Namespace, now: Availability) -> Availability:
    """What is to hold: what the options say, else what holds."""
    given: dict[str, object] = {
        name: "" if value == COMPANY else value
        for name in ("hours", "zone")
        if (value := getattr(args, name)) is not None
    }
    for name in ("buffer", "most_a_day", "most_a_week"):
        value = getattr(args, name)
        if value is not None:
            given[name] = None if value == COMPANY else _number(value, name)
    if args.asked is not None:
        given["asked"] = args.asked == "yes"
    return replace(now, **given)  # type: ignore[arg-type]  # a field's name with its own value


def _number(text: str, name: str) -> int:
    try:
        return whole(text)
    except argparse.ArgumentTypeError as error:
        raise UsageError(f"--{name.replace('_', '-')}: {error}, or `{COMPANY}`.") from None


def run_absent(args: argparse.Namespace, session: Session) -> int:
    """Enter an absence, take one back, or list them."""
    from hrtui.interviews import interviewers

    ctx = session.context
    if args.drop is not None:
        return session.told(interviewers.drop_absence(ctx, args.who, args.drop), args.json)
    if args.since:
        begins = session.day(args.since)
        ends = session.day(args.until) if args.until else begins
        return session.told(interviewers.add_absence(ctx, args.who, begins, ends, args.reason), args.json)
    found = interviewers.interviewer(ctx, args.who)
    if args.json:
        session.json(_json(found)["absences"])
    elif found.absences:
        session.table(
            [(each.number, each.begins, each.ends, each.reason) for each in found.absences],
            ("#", "from", "until", "reason"),
        )
    else:
        session.out(f"{found.name} has no absences to come.")
    return 0


def run_import(args: argparse.Namespace, session: Session) -> int:
    """Keep a calendar, or read all of them anew."""
    from hrtui.interviews import importing

    wanted = 0 if args.again else 1 if args.room else 2
    if len(args.what) != wanted or (args.again and args.room):
        raise UsageError("import-busy wants WHO FILE, --room NAME FILE, or --again alone.")
    ctx = session.context
    if not args.again:
        who = "" if args.room else args.what[0]
        return session.told(importing.import_busy(ctx, _path(args.what[-1]), who=who, room=args.room), args.json)
    found = importing.import_again(ctx)
    if args.json:
        session.json(found)
    for each in found if not args.json else ():
        session.out(each.sentence)
    if not found:
        session.out("No calendar is kept; `hrtui interviews import-busy WHO FILE` keeps one.")
    return ImportFault.exit_code if any(each.fault for each in found) else 0


def _path(text: str) -> Path:
    try:
        return a_path(text)
    except argparse.ArgumentTypeError as error:
        raise UsageError(f"import-busy: {error}.") from None


def run_calendars(args: argparse.Namespace, session: Session) -> int:
    """List kept calendars, or drop one."""
    from hrtui.interviews import importing

    if args.drop:
        return session.told(importing.drop_calendar(session.context, args.drop), args.json)
    found = importing.kept_calendars(session.context, args.who)
    if args.json:
        session.json([_calendar(each) for each in found])
    elif found:
        rows = [
            (each.number, each.room or each.person, each.events, _read(each, session), each.source) for each in found
        ]
        session.table(rows, CALENDARS)
    else:
        session.out("No calendar is kept; `hrtui interviews import-busy WHO FILE` keeps one.")
    return 0


def run_interviewers(args: argparse.Namespace, session: Session) -> int:
    """List interviewers."""
    from hrtui.interviews.interviewers import interviewer_list

    found = interviewer_list(session.context)
    if args.json:
        session.json([_json(each) for each in found])
    elif found:
        session.table([_row(each) for each in found], HEADINGS)
    else:
        session.out("Nobody has hours, absences or calendars of their own; `hrtui interviews hours WHO` enters them.")
    return 0


def run_conflicts(args: argparse.Namespace, session: Session) -> int:
    """List what contradicts interviews."""
    from hrtui.interviews.conflicts import conflicts

    found = conflicts(session.context, Period(session.day(args.since), session.day(args.until)))
    if args.json:
        session.json(found)
        return 0
    for number, said in found.items():
        session.out(f"{number}: {' '.join(said)}")
    if not found:
        session.out("Nothing contradicts the interviews of these days.")
    return 0


def _row(each: Interviewer) -> tuple[object, ...]:
    hours = each.hours if each.own.asked else "not asked"
    most = (each.most_a_day or "any", each.most_a_week or "any")
    return each.number, each.name, hours, each.zone, each.buffer, *most, each.booked


def _read(each: KeptCalendar, session: Session) -> str:
    return minute(each.stamp.recorded_at, session.config.company.time_zone) if each.stamp else ""


def _calendar(each: KeptCalendar) -> dict[str, object]:
    return {
        "number": each.number, "person": each.person, "room": each.room, "file": each.source, "events": each.events,
        "read": each.stamp.recorded_at if each.stamp else None,
    }  # fmt: skip


def _json(each: Interviewer) -> dict[str, object]:
    return {
        "number": each.number, "name": each.name, "zone": each.zone, "hours": each.hours, "buffer": each.buffer,
        "most_a_day": each.most_a_day, "most_a_week": each.most_a_week, "asked": each.own.asked, "status": each.status.value,
        "next_seven_days": each.booked,
        "absences": [{"number": one.number, "from": one.begins, "until": one.ends, "reason": one.reason} for one in each.absences],
        "leave": [{"from": one.start, "until": one.end} for one in each.leave],
        "holidays": each.holidays, "calendars": [_calendar(one) for one in each.calendars],
        "later": [{"from": one.effective_from, "hours": one.hours, "zone": one.zone, "asked": one.asked} for one in each.later],
    }  # fmt: skip
