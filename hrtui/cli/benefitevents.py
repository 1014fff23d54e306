"""`hrtui benefits events|open|show|simulate|elect|prepare|finalise|void|close`: enrolment events of single people."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from hrtui.cli.benefitchoices import add_choices, choices_of, desk_json, plan_type, print_desk
from hrtui.dates import EXAMPLES
from hrtui.errors import UsageError

if TYPE_CHECKING:
    from hrtui.benefits.model import EventKind
    from hrtui.cli.session import Session

KINDS = ("new_hire", "life_event", "administrative")
PERSON = "the person's number, or a name that only one person has"
EVENT = "the event's number, such as B2026-0001"


def add_to(doing: Any) -> None:
    """Declare them."""
    _listing(doing)
    for name, help_ in (
        ("open", "open an enrolment event of a person, and prepare what it offers"),
        ("simulate", "show what an event would offer and cost, without opening it"),
    ):
        each = doing.add_parser(name, help=help_)
        each.add_argument("person", metavar="PERSON", help=PERSON)
        each.add_argument("kind", metavar="KIND", help=f"{', '.join(KINDS)}, or a life event such as birth")
        each.add_argument("--on", metavar="DAY", help=f"the day it happened (else today): {EXAMPLES}")
        each.add_argument(
            "--effective", metavar="DAY", help="the first day of its elections; administrative events only"
        )
        each.add_argument("--last-day", metavar="DAY", help="the last day to choose; administrative events only")
        each.set_defaults(act=run_open if name == "open" else run_simulate)
        if name == "simulate":
            add_choices(each)
        else:
            each.add_argument("--note", default="", help="a note")
        each.add_argument("--json", action="store_true", help="print JSON")
    _steps(doing)


def _listing(doing: Any) -> None:
    events = doing.add_parser("events", help="list enrolment events, those first whose window ends first")
    events.add_argument("words", nargs="*", metavar="WORD", help="only with these words in name, number or reason")
    events.add_argument(
        "--state", metavar="STATE", action="append", default=[], help="in this state (else those under way)"
    )
    events.add_argument("--all", action="store_true", help="those that are over too")
    events.add_argument("--limit", type=int, default=200, metavar="COUNT", help="at most so many (200)")
    events.add_argument("--json", action="store_true", help="print JSON")
    events.set_defaults(act=run_events)


def _steps(doing: Any) -> None:
    show = _step(doing, "event", "print an event: what it offers, what is chosen, and what that costs", run_event)
    show.add_argument("--json", action="store_true", help="print JSON")
    elect = _step(doing, "elect", "enter what a person chooses in an event", run_elect)
    add_choices(elect)
    elect.add_argument(
        "--take-back", metavar="TYPE", action="append", default=[], help="as if nothing was chosen of a type"
    )
    elect.add_argument("--late", metavar="REASON", default="", help="why it counts after the window's last day")
    for parser in (
        elect,
        _step(doing, "prepare", "prepare what an event offers anew, after facts or plans changed", run_prepare),
    ):
        parser.add_argument("--json", action="store_true", help="print JSON")
    finalise = _step(doing, "finalise", "let the elections of an event count", run_finalise)
    finalise.add_argument("--json", action="store_true", help="print JSON")
    void = _step(doing, "void", "end an event without elections", run_void)
    void.add_argument("reason", metavar="REASON", help="why")
    void.add_argument("--json", action="store_true", help="print JSON")
    close = _step(doing, "close", "record that the papers of a finalised event came", run_close)
    close.add_argument("--note", default="", help="a note")
    close.add_argument("--json", action="store_true", help="print JSON")


def _step(doing: Any, name: str, help_: str, act: Any) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = doing.add_parser(name, help=help_)
    parser.add_argument("event", metavar="EVENT", help=EVENT)
    parser.set_defaults(act=act)
    return parser


def run_events(args: argparse.Namespace, session: Session) -> int:
    """Print the queue."""
    from hrtui.benefits.events import KINDS as SPOKEN_KINDS
    from hrtui.benefits.events import SPOKEN
    from hrtui.benefits.model import UNDER_WAY, EventState
    from hrtui.benefits.service import queue, queue_page

    known = {state.value: state for state in EventState}
    for name in args.state:
        if name not in known:
            raise UsageError(f"There is no state “{name}”; there is {', '.join(known)}.")
    wanted = [known[name] for name in args.state] or (tuple(EventState) if args.all else UNDER_WAY)
    ids = queue(session.context, " ".join(args.words), wanted)
    lines = [line for line in queue_page(session.context, ids[: max(1, args.limit)]) if line is not None]
    if args.json:
        session.json(lines)
        return 0
    if not lines:
        session.out("There are no enrolment events of that kind.")
        return 0
    kinds = {each.event.number: each.event.reason or SPOKEN_KINDS[each.event.kind].lower() for each in lines}
    session.table(
        [
            (each.event.number, each.name, kinds[each.event.number], each.event.last_day, each.days_left, SPOKEN[each.event.state])
            for each in lines
        ],
        ("event", "name", "why", "last day", "left", "state"),
    )  # fmt: skip
    if len(ids) > len(lines):
        session.out(f"{len(ids) - len(lines)} more; --limit shows more of them.")
    return 0


def _kind(text: str) -> tuple[EventKind, str]:
    """The kind of an event and its reason: a word that is no kind is a life event's name."""
    from hrtui.benefits.model import EventKind

    name = text.strip().lower().replace("-", "_")
    if name in KINDS:
        if name == "life_event":
            raise UsageError("Name the life event, such as birth; `hrtui benefits plans --events` lists them.")
        return EventKind(name), ""
    return EventKind.LIFE_EVENT, text.strip()


def _asked(args: argparse.Namespace, session: Session) -> dict[str, Any]:
    kind, reason = _kind(args.kind)
    day, first, last = (session.day(text) if text else None for text in (args.on, args.effective, args.last_day))
    return {"kind": kind, "reason": reason, "day": day, "effective": first, "last_day": last}


def run_open(args: argparse.Namespace, session: Session) -> int:
    """Open an event."""
    from hrtui.benefits.service import open_event
    from hrtui.people.service import resolve

    number = resolve(session.context, args.person)
    return session.told(open_event(session.context, number, **_asked(args, session), note=args.note), args.json)


def run_simulate(args: argparse.Namespace, session: Session) -> int:
    """Print what an event would offer and cost."""
    from hrtui.benefits.service import simulate
    from hrtui.people.service import resolve

    number, chosen = resolve(session.context, args.person), choices_of(args, session)
    desk = simulate(session.context, number, **_asked(args, session), chosen=chosen)
    if args.json:
        session.json(desk_json(desk, session))
        return 0
    event = desk.event
    session.out(f"{desk.member.name} may choose through {event.last_day}; it counts from {event.effective}.")
    if event.papers_due is not None:
        papers = desk.book.life_event(event.reason).papers
        session.out(f"Owed by {event.papers_due}: {', '.join(papers)}.")
    print_desk(desk, session)
    return 0


def run_event(args: argparse.Namespace, session: Session) -> int:
    """Print an event."""
    from hrtui.benefits.events import KINDS as SPOKEN_KINDS
    from hrtui.benefits.events import SPOKEN
    from hrtui.benefits.service import desk

    found = desk(session.context, args.event)
    if args.json:
        session.json(desk_json(found, session))
        return 0
    event = found.event
    session.out(
        f"{event.number}: {SPOKEN_KINDS[event.kind].lower()} of {found.member.name} ({found.member.number}), {event.day}"
    )
    session.out(
        f"{SPOKEN[event.state].capitalize()}; counts from {event.effective}, last day to choose {event.last_day}."
    )
    if event.note:
        session.out(f"Note: {event.note}")
    print_desk(found, session)
    return 0


def run_elect(args: argparse.Namespace, session: Session) -> int:
    """Enter choices; faults are printed, and end with the code of a broken rule."""
    from hrtui.benefits.service import elect
    from hrtui.errors import RuleBroken

    chosen, taken = choices_of(args, session), [plan_type(each) for each in args.take_back]
    if not chosen and not taken:
        raise UsageError("Give what is chosen with --choose or --waive.")
    done = elect(session.context, args.event, chosen, take_back=taken, late=args.late)
    session.told(done, args.json)
    if not args.json:
        for fault in done.faults:
            session.out(f"To mend: {fault}")
    return RuleBroken.exit_code if done.faults else 0


def run_prepare(args: argparse.Namespace, session: Session) -> int:
    """Prepare an event anew."""
    from hrtui.benefits.service import prepare

    return session.told(prepare(session.context, args.event), args.json)


def run_finalise(args: argparse.Namespace, session: Session) -> int:
    """Finalise an event."""
    from hrtui.benefits.service import finalise

    return session.told(finalise(session.context, args.event), args.json)


def run_void(args: argparse.Namespace, session: Session) -> int:
    """Void an event."""
    from hrtui.benefits.service import void

    return session.told(void(session.context, args.event, args.reason), args.json)


def run_close(args: argparse.Namespace, session: Session) -> int:
    """Close an event."""
    from hrtui.benefits.service import close

    return session.told(close(session.context, args.event, note=args.note), args.json)
