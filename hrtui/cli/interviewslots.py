"""`hrtui interviews slots`: the best slots for a panel, or why there is none."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hrtui.cli.arguments import a_path, whole
from hrtui.dates import EXAMPLES, Period
from hrtui.errors import UsageError

if TYPE_CHECKING:
    from hrtui.cli.session import Session
    from hrtui.interviews.asking import Asked
    from hrtui.interviews.service import Slots

HEADINGS = ("#", "day", "begins", "ends", "with", "room", "points")


def add_to(doing: Any) -> None:
    """Declare it."""
    slots = doing.add_parser("slots", help="the best slots for one session or a loop of several")
    sessions_of(slots)
    options_of(slots)
    slots.add_argument(
        "--of", default="", metavar="APPLICATION", help="whose: no slot is in the way of their other interviews"
    )
    slots.add_argument("--most", type=whole, default=10, metavar="N", help="how many slots (10)")
    slots.add_argument("--json", action="store_true", help="print JSON")
    slots.set_defaults(act=run_slots)


def sessions_of(parser: argparse.ArgumentParser) -> None:
    """Declare the sessions."""
    parser.add_argument(
        "--session", action="append", required=True, metavar="MINUTES:WHO",
        help="minutes and who, in order: 45:1004,1017 as shadow, or 60:1004,1 of 1021/1022; again for the next of a loop",
    )  # fmt: skip


def options_of(parser: argparse.ArgumentParser) -> None:
    """Declare days, hours, zones, calendars and rooms."""
    to = parser.add_argument
    to("--from", dest="since", default="today", metavar="DAY", help=f"the first day: {EXAMPLES} (today)")
    to("--until", default="+2w", metavar="DAY", help="the last day (two weeks from today)")
    to("--zone", default="", metavar="ZONE", help="the candidate's time zone, such as Europe/London (the company's)")
    to("--candidate", default="8:00-19:00", metavar="HOURS", help="the candidate's hours, Monday to Friday")
    to("--hours", default="", metavar="HOURS", help="the interviewers' hours, each in their own zone (each one's own)")
    to("--zone-of", action="append", default=[], metavar="WHO=ZONE", help="an interviewer's time zone (their own)")
    to(
        "--calendar",
        action="append",
        default=[],
        metavar="WHO=FILE",
        help="an interviewer's calendar (.ics), for those kept",
    )
    to("--room", action="append", default=[], metavar="NAME[=FILE]", help="a room, with its calendar; again for others")
    to(
        "--buffer",
        type=whole,
        default=None,
        metavar="MINUTES",
        help="minutes around other appointments (each one's own)",
    )
    to(
        "--most-a-day",
        type=whole,
        default=None,
        metavar="N",
        help="the most sessions anybody has a day (each one's own)",
    )
    to("--most-a-week", type=whole, default=None, metavar="N", help="the most anybody has a week (each one's own)")
    to("--pause", type=whole, default=0, metavar="MINUTES", help="at least so long between sessions (0)")
    to("--longest-pause", type=whole, default=60, metavar="MINUTES", help="and at most so long (60)")
    to("--grid", type=whole, default=15, metavar="MINUTES", help="sessions begin at multiples of this (15)")


def asked_by(args: argparse.Namespace, session: Session, sessions: list[str]) -> Asked:
    """What is asked by the options, of these sessions."""
    from hrtui.interviews import asking

    return asking.Asked(
        tuple(map(asking.part, sessions)),
        Period(session.day(args.since), session.day(args.until)),
        args.zone,
        asking.clock(args.candidate),
        args.hours,
        dict(_pair(each, "--zone-of") for each in args.zone_of),
        {who: a_path(file) for who, file in (_pair(each, "--calendar") for each in args.calendar)},
        dict(_room(each) for each in args.room),
        args.buffer,
        args.most_a_day,
        args.pause,
        args.longest_pause,
        args.grid,
        args.most_a_week,
    )


def run_slots(args: argparse.Namespace, session: Session) -> int:
    """Print the slots, best first, or why there is none."""
    from hrtui.interviews.service import find_slots

    found = find_slots(session.context, asked_by(args, session, args.session), args.most, of=args.of)
    if args.json:
        session.json(_json(found))
    else:
        _print(session, found)
    return 0


def _print(session: Session, found: Slots) -> None:
    from hrtui.interviews.asking import zone_of
    from hrtui.interviews.spans import instant_of
    from hrtui.interviews.telling import reasons

    zone = zone_of(found.zone)
    rows = []
    for number, slot in enumerate(found.slots, 1):
        for at, placed in enumerate(slot.placed):
            begins, ends = (instant_of(each).astimezone(zone) for each in (placed.begins, placed.ends))
            who = "; ".join(found.names[each] for each in placed.people)
            ahead = ("", "") if at else (number, f"{begins:%a %Y-%m-%d}")
            rows.append((*ahead, f"{begins:%H:%M %Z}", f"{ends:%H:%M}", who, placed.room, "" if at else slot.cost))
    if rows:
        session.table(rows, HEADINGS)
        for number, slot in enumerate(found.slots, 1):
            session.out(f"{number}: {reasons(slot)}.")
    session.out(found.sentence)
    for notice in found.notices:
        session.out(notice)


def _json(found: Slots) -> dict[str, object]:
    from hrtui.interviews.spans import instant_of
    from hrtui.interviews.telling import reasons

    slots = [
        {
            "sessions": [
                {
                    "begins": instant_of(each.begins),
                    "ends": instant_of(each.ends),
                    "people": each.people,
                    "room": each.room,
                }
                for each in slot.placed
            ],
            "cost": slot.cost,
            "points": dict(slot.points),
            "reasons": reasons(slot),
        }
        for slot in found.slots
    ]
    blocks = [{"whose": each.whose, "slots": each.found, "first": instant_of(each.first)} for each in found.blocks]
    return {
        "zone": found.zone, "slots": slots, "blocks": blocks, "names": found.names, "sentence": found.sentence,
        "notices": found.notices,
    }  # fmt: skip


def _pair(text: str, option: str) -> tuple[str, str]:
    who, equals, value = text.partition("=")
    if not equals or not who.strip() or not value:
        raise UsageError(f"{option} wants WHO=VALUE, such as 1004=kim.ics, not “{text}”.")
    return who.strip(), value


def _room(text: str) -> tuple[str, Path | None]:
    name, _, file = text.partition("=")
    return name.strip(), a_path(file) if file else None
