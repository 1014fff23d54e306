"""`hrtui interviews schedule|confirm|invite|move|cancel|respond|reply|conclude|list|show|export`: interviews, from booking to file."""

from __future__ import annotations

import argparse
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
    schedule = doing.add_parser(
        "schedule", help="book the best slot for an application, or the best that begins at a time"
    )
    schedule.add_argument("application", metavar="APPLICATION", help="the application's number, such as APP-00042")
    sessions_of(schedule)
    options_of(schedule)
    _begins(schedule)
    schedule.add_argument(
        "--propose", nargs="?", const="", metavar="DAY", help="hold it until this day (the days of the configuration), and write to nobody"
    )  # fmt: skip
    schedule.set_defaults(act=run_schedule)
    confirm = doing.add_parser("confirm", help="schedule an interview that was proposed, and write to everyone")
    _number(confirm)
    confirm.add_argument("--loop", action="store_true", help="all sessions that were proposed together")
    confirm.set_defaults(act=run_confirm)
    invite = doing.add_parser("invite", help="write the e-mails about an interview that are owed into the outbox")
    _number(invite)
    invite.set_defaults(act=run_invite)
    move = doing.add_parser("move", help="move an interview by the smallest change, or replace who cannot come")
    _number(move)
    move.add_argument("reason", metavar="REASON", help="why, for the panel")
    move.add_argument(
        "--without", action="append", default=[], metavar="WHO", help="somebody who cannot come; again for others"
    )
    move.add_argument("--instead", default="", metavar="WHO", help="who may come instead: 1021/1022, whoever fits best")
    move.add_argument("--loop", action="store_true", help="all sessions that were made together")
    options_of(move)
    _begins(move)
    move.set_defaults(act=run_move)
    cancel = doing.add_parser("cancel", help="cancel an interview; its time is free at once")
    _number(cancel)
    cancel.add_argument(
        "reason", nargs="?", default="", metavar="REASON", help="why, for the panel; none for one that is proposed"
    )
    cancel.add_argument("--loop", action="store_true", help="all sessions to come that were made together")
    cancel.set_defaults(act=run_cancel)
    respond = doing.add_parser("respond", help="record what somebody of the panel, or the candidate, answered")
    _number(respond)
    respond.add_argument("who", metavar="WHO", help="who, by number or name, or `candidate`")
    respond.add_argument("response", choices=("accepted", "declined", "tentative"), help="what they answered")
    respond.set_defaults(act=run_respond)
    reply = doing.add_parser("reply", help="record the answers of a calendar file that somebody's program wrote (.ics)")
    reply.add_argument("file", type=a_path, metavar="FILE", help="the file")
    reply.set_defaults(act=run_reply)
    conclude = doing.add_parser(
        "conclude", help="record that an interview is confirmed, took place, or that nobody came"
    )
    _number(conclude)
    conclude.add_argument("state", choices=("confirmed", "completed", "no_show"), help="what happened")
    conclude.set_defaults(act=run_conclude)
    list_ = doing.add_parser("list", help="the interviews of some days")
    _days(list_)
    list_.set_defaults(act=run_list)
    show = doing.add_parser("show", help="an interview: its panel, and how it was moved")
    _number(show)
    show.set_defaults(act=run_show)
    export = doing.add_parser(
        "export", help="write an interview's invitation, or a feed of some days, as a calendar file (.ics)"
    )
    export.add_argument("number", nargs="?", default="", metavar="INTERVIEW", help="the interview; else a feed")
    export.add_argument("--to", required=True, type=a_path, metavar="FILE", help="a new file, or a folder")
    export.add_argument("--busy", action="store_true", help="when --who is busy, without what for (VFREEBUSY)")
    export.add_argument("--room", default="", metavar="NAME", help="the feed of a room")
    _days(export)
    export.set_defaults(act=run_export)
    for each in (schedule, confirm, invite, move, cancel, respond, reply, conclude, list_, show, export):
        each.add_argument("--json", action="store_true", help="print JSON")


def _number(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", metavar="INTERVIEW", help="the interview's number, such as INT-00007")


def _begins(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--begins", default="", metavar="TIME", help="at this time of the candidate's zone: 2026-12-01 10:00"
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
