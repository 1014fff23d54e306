"""`hrtui interviews schedule|confirm|invite|move|cancel|respond|reply|conclude|list|show|export`: interviews, from booking to file."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from hrtui.cli.arguments import a_path
from hrtui.cli.interviewslots import asked_by, options_of, sessions_of
from hrtui.dates import EXAMPLES, Period
from hrtui.errors import RuleBroken, UsageError

if TYPE_CHECKING:
    from hrtui.cli.session import Session
    from hrtui.interviews.model import Interview

HEADINGS = ("number", "begins", "ends", "state", "room", "with")


def add_to(doing: Any) -> None:
    """Declare them."""
    for declare in (_schedule, _confirm, _invite, _move, _cancel, _respond, _reply, _conclude, _list, _show, _export):
        declare(doing).add_argument("--json", action="store_true", help="print JSON")


def _parser(doing: Any, name: str, help: str, act: Callable[[argparse.Namespace, Session], int]) -> Any:
    parser = doing.add_parser(name, help=help)
    parser.set_defaults(act=act)
    return parser


def _schedule(doing: Any) -> Any:
    help_ = "book the best slot for an application, or the best that begins at a time"
    parser = _parser(doing, "schedule", help_, run_schedule)
    parser.add_argument("application", metavar="APPLICATION", help="the application's number, such as APP-00042")
    sessions_of(parser)
    options_of(parser)
    _begins(parser)
    parser.add_argument(
        "--propose", nargs="?", const="", metavar="DAY", help="hold it until this day (the days of the configuration), and write to nobody"
    )  # fmt: skip
    return parser


def _confirm(doing: Any) -> Any:
    help_ = "schedule an interview that was proposed, and write to everyone"
    parser = _parser(doing, "confirm", help_, run_confirm)
    _number(parser)
    parser.add_argument("--loop", action="store_true", help="all sessions that were proposed together")
    return parser


def _invite(doing: Any) -> Any:
    help_ = "write the e-mails about an interview that are owed into the outbox"
    parser = _parser(doing, "invite", help_, run_invite)
    _number(parser)
    return parser


def _move(doing: Any) -> Any:
    help_ = "move an interview by the smallest change, or replace who cannot come"
    parser = _parser(doing, "move", help_, run_move)
    _number(parser)
    to = parser.add_argument
    to("reason", metavar="REASON", help="why, for the panel")
    to("--without", action="append", default=[], metavar="WHO", help="somebody who cannot come; again for others")
    to("--instead", default="", metavar="WHO", help="who may come instead: 1021/1022, whoever fits best")
    to("--loop", action="store_true", help="all sessions that were made together")
    options_of(parser)
    _begins(parser)
    return parser


def _cancel(doing: Any) -> Any:
    parser = _parser(doing, "cancel", "cancel an interview; its time is free at once", run_cancel)
    _number(parser)
    why = "why, for the panel; none for one that is proposed"
    parser.add_argument("reason", nargs="?", default="", metavar="REASON", help=why)
    parser.add_argument("--loop", action="store_true", help="all sessions to come that were made together")
    return parser


def _respond(doing: Any) -> Any:
    help_ = "record what somebody of the panel, or the candidate, answered"
    parser = _parser(doing, "respond", help_, run_respond)
    _number(parser)
    parser.add_argument("who", metavar="WHO", help="who, by number or name, or `candidate`")
    parser.add_argument("response", choices=("accepted", "declined", "tentative"), help="what they answered")
    return parser


def _reply(doing: Any) -> Any:
    help_ = "record the answers of a calendar file that somebody's program wrote (.ics)"
    parser = _parser(doing, "reply", help_, run_reply)
    parser.add_argument("file", type=a_path, metavar="FILE", help="the file")
    return parser


def _conclude(doing: Any) -> Any:
    help_ = "record that an interview is confirmed, took place, or that nobody came"
    parser = _parser(doing, "conclude", help_, run_conclude)
    _number(parser)
    parser.add_argument("state", choices=("confirmed", "completed", "no_show"), help="what happened")
    return parser


def _list(doing: Any) -> Any:
    parser = _parser(doing, "list", "the interviews of some days", run_list)
    _days(parser)
    return parser


def _show(doing: Any) -> Any:
    parser = _parser(doing, "show", "an interview: its panel, and how it was moved", run_show)
    _number(parser)
    return parser


def _export(doing: Any) -> Any:
    help_ = "write an interview's invitation, or a feed of some days, as a calendar file (.ics)"
    parser = _parser(doing, "export", help_, run_export)
    to = parser.add_argument
    to("number", nargs="?", default="", metavar="INTERVIEW", help="the interview; else a feed")
    to("--to", required=True, type=a_path, metavar="FILE", help="a new file, or a folder")
    to("--busy", action="store_true", help="when --who is busy, without what for (VFREEBUSY)")
    to("--room", default="", metavar="NAME", help="the feed of a room")
    _days(parser)
    return parser


def _number(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", metavar="INTERVIEW", help="the interview's number, such as INT-00007")


def _begins(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--begins",
        default="",
        metavar="TIME",
        help="at this time of the candidate's zone: 2026-12-01 10:00; 2026-11-01 01:30 EST of one that comes twice",
    )
    parser.add_argument(
        "--anyway", action="store_true", help="at that time though calendars, hours, limits or absences contradict it"
    )


def _days(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--from", dest="since", default="today", metavar="DAY", help=f"the first day: {EXAMPLES} (today)"
    )
    parser.add_argument("--until", default="+4w", metavar="DAY", help="the last day (four weeks from today)")
    parser.add_argument("--who", default="", metavar="WHO", help="those somebody is on the panel of")


def run_schedule(args: argparse.Namespace, session: Session) -> int:
    """Book a slot."""
    from hrtui.interviews.scheduling import schedule

    asked = replace(asked_by(args, session, args.session), anyway=args.anyway)
    begins = _minute(args.begins, asked.zone, session)
    done = schedule(session.context, args.application, asked, begins, hold=_hold(args.propose, session))
    return session.told(done, args.json)


def _hold(text: str | None, session: Session) -> date | None:
    """The day until which it is held; None where it is not proposed."""
    if text is None:
        return None
    if text:
        return session.day(text)
    return session.context.clock.today() + timedelta(days=session.context.config.interviews.hold_days)


def run_confirm(args: argparse.Namespace, session: Session) -> int:
    """Schedule what was proposed."""
    from hrtui.interviews.scheduling import confirm

    return session.told(confirm(session.context, args.number, loop=args.loop), args.json)


def run_invite(args: argparse.Namespace, session: Session) -> int:
    """Write what is owed."""
    from hrtui.interviews.inviting import invite

    return session.told(invite(session.context, args.number), args.json)


def run_move(args: argparse.Namespace, session: Session) -> int:
    """Move one or a loop."""
    from hrtui.interviews.asking import Part
    from hrtui.interviews.reading import interview
    from hrtui.interviews.scheduling import move

    asked = replace(asked_by(args, session, []), anyway=args.anyway)
    pool = tuple(filter(None, (each.strip() for each in args.instead.split("/"))))
    zone = asked.zone or interview(session.context, args.number).zone
    done = move(
        session.context, args.number, args.reason, asked, without=args.without, instead=Part(0, (), pool) if pool else None,
        begins=_minute(args.begins, zone, session), loop=args.loop,
    )  # fmt: skip
    return session.told(done, args.json)


def run_cancel(args: argparse.Namespace, session: Session) -> int:
    """Cancel one or a loop."""
    from hrtui.interviews.scheduling import cancel

    return session.told(cancel(session.context, args.number, args.reason, loop=args.loop), args.json)


def run_respond(args: argparse.Namespace, session: Session) -> int:
    """Record an answer."""
    from hrtui.interviews.model import Response
    from hrtui.interviews.scheduling import respond

    return session.told(respond(session.context, args.number, args.who, Response(args.response)), args.json)


def run_reply(args: argparse.Namespace, session: Session) -> int:
    """Record the answers of a file."""
    from hrtui.interviews.replying import take_replies

    found = take_replies(session.context, args.file)
    if args.json:
        session.json(found)
    else:
        for each in found:
            session.out(f"{each.who}: {each.sentence}")
    return RuleBroken.exit_code if all(each.fault for each in found) else 0


def run_conclude(args: argparse.Namespace, session: Session) -> int:
    """Record what happened."""
    from hrtui.interviews.model import InterviewState
    from hrtui.interviews.scheduling import conclude

    return session.told(conclude(session.context, args.number, InterviewState(args.state)), args.json)


def run_list(args: argparse.Namespace, session: Session) -> int:
    """List interviews."""
    from hrtui.interviews.reading import interview_list

    found = interview_list(session.context, Period(session.day(args.since), session.day(args.until)), args.who)
    if args.json:
        session.json([_json(each) for each in found])
    elif found:
        session.table([_row(each) for each in found], HEADINGS)
    else:
        session.out("There are no interviews on these days; `hrtui interviews schedule` books one.")
    return 0


def run_show(args: argparse.Namespace, session: Session) -> int:
    """Show one."""
    from hrtui.interviews.reading import chain, interview

    held = interview(session.context, args.number)
    steps = chain(session.context, args.number)
    if args.json:
        session.json({**_json(held), "chain": [_json(each) for each in steps]})
        return 0
    session.table([_row(held)], HEADINGS)
    if held.expires:
        session.out(f"Held until {held.expires}.")
    for member in held.panel:
        session.out(f"{member.person} {member.name}: {_plain(member.role)}, {_plain(member.response)}")
    session.out(f"The candidate: {_plain(held.answer)}")
    for each in steps:
        why = f": {each.reason}" if each.reason else ""
        begins, ends = _times(each)
        session.out(f"{each.sequence} {_plain(each.state)}, {begins} to {ends}{why}")
    return 0


def run_export(args: argparse.Namespace, session: Session) -> int:
    """Write a calendar file."""
    from hrtui.interviews.exporting import busy_times, feed, invitation, write_calendar

    ctx = session.context
    if args.number:
        content, subject = invitation(ctx, args.number), args.number.upper()
    else:
        days = Period(session.day(args.since), session.day(args.until))
        if args.busy and not args.who:
            raise UsageError("--busy wants --who: whose times are to be written.")
        feeds = busy_times(ctx, days, args.who) if args.busy else feed(ctx, days, who=args.who, room=args.room)
        content, subject = feeds, ""
    path = write_calendar(ctx, content, args.to, subject)
    if args.json:
        session.json({"file": str(path), "bytes": len(content)})
    else:
        session.out(f"Written: {path}")
    return 0


def _minute(text: str, zone: str, session: Session) -> int | None:
    """The minute of a time in a zone; None for no time."""
    from hrtui.interviews.asking import moment

    try:
        return moment(text, zone or session.context.config.company.time_zone)
    except RuleBroken as broken:
        raise UsageError(f"--begins: {broken}") from None


def _times(held: Interview) -> tuple[str, str]:
    from hrtui.interviews.asking import zone_of
    from hrtui.interviews.spans import instant_of
    from hrtui.interviews.telling import when

    zone = zone_of(held.zone)
    return when(held.begins, zone), f"{instant_of(held.ends).astimezone(zone):%H:%M}"


def _row(held: Interview) -> tuple[object, ...]:
    who = "; ".join(each.name for each in held.panel)
    return held.number, *_times(held), _plain(held.state), held.room, who


def _plain(word: str) -> str:
    return str(word).replace("_", " ")


def _json(held: Interview) -> dict[str, object]:
    from hrtui.interviews.spans import instant_of

    panel = [
        {"person": each.person, "name": each.name, "role": each.role.value, "response": each.response.value}
        for each in held.panel
    ]
    return {
        "number": held.number, "loop": held.loop, "uid": held.uid, "sequence": held.sequence, "state": held.state.value,
        "begins": instant_of(held.begins), "ends": instant_of(held.ends), "zone": held.zone, "room": held.room, "reason": held.reason,
        "answer": held.answer.value,
        "expires": held.expires, "panel": panel,
    }  # fmt: skip
