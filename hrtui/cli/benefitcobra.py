"""`hrtui benefits cobra`: list, raise, notice, elect, paid, extend, lapse, end and show cases of continuation coverage."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from hrtui.dates import EXAMPLES

if TYPE_CHECKING:
    from hrtui.benefits.cobra.reading import CaseDetail, CaseLine
    from hrtui.benefits.plans import PlanType
    from hrtui.cli.session import Session
    from hrtui.people.model import Done

KINDS = ("termination", "reduced_hours", "death", "divorce", "medicare", "aged_out")
EXTENSIONS = ("disability", "second_event", "medicare")
PAGE = 400
HEADINGS = ("case", "person", "name", "state", "waits for", "by", "left")


def add_to(doing: Any) -> None:
    """Declare `cobra` with what can be done."""
    parser = doing.add_parser("cobra", help="continuation coverage: cases, notices, elections, payments")
    what = parser.add_subparsers(
        dest="what", required=True, metavar="list|raise|notice|elect|paid|extend|lapse|end|show|general"
    )
    _listing(what)
    _raising(what)
    _steps(what)
    _informing(what)
    for each in what.choices.values():
        each.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(act=run)


def _listing(what: Any) -> None:
    listing = what.add_parser("list", help="list the open cases, nearest day first")
    listing.add_argument("words", nargs="*", help="words of a name, or a part of a case's number")
    listing.add_argument("--all", action="store_true", help="those that are over as well")
    listing.add_argument("--to-raise", action="store_true", help="list who lost coverage and has no case yet instead")
    listing.add_argument("--missed", action="store_true", help="list what `lapse` would carry out instead")
    show = what.add_parser("show", help="print a case with its premiums")
    show.add_argument("case", metavar="CASE")


def _raising(what: Any) -> None:
    raising = what.add_parser("raise", help="raise every case that is to be raised, or one by hand")
    raising.add_argument("person", nargs="?", metavar="NUMBER", help="the person's number; without it, of everyone")
    raising.add_argument("--event", choices=KINDS, help="what happened; else what is on file says it")
    raising.add_argument("--day", metavar="DAY", default="today", help=f"the day it happened: {EXAMPLES}")
    raising.add_argument("--lost", metavar="DAY", help="the last day of coverage; else the plans say it")
    raising.add_argument(
        "--slots", metavar="SLOTS", default="", help="who lost coverage: 0 the person, else dependents, as 1,2"
    )
    raising.add_argument("--told", metavar="DAY", help="the day the people told of it (divorce, age); else today")


def _steps(what: Any) -> None:
    notice = what.add_parser("notice", help="record that the election notice was sent")
    elect = what.add_parser("elect", help="record who elected and who declined")
    elect.add_argument(
        "--slots", metavar="SLOTS", default="", help="who elects, as 0,1; else everyone who has not answered"
    )
    elect.add_argument(
        "--decline", metavar="SLOTS", default=None, nargs="?", const="", help="who declines instead, as 1,2"
    )
    elect.add_argument(
        "--plans",
        metavar="TYPES",
        default="",
        help="the plans they elect, as medical,dental; else all that covered them",
    )
    paid = what.add_parser("paid", help="record a payment through a month")
    paid.add_argument("--through", metavar="DAY", required=True, help="a day of the last month that is paid")
    extend = what.add_parser("extend", help="let continuation last longer")
    extend.add_argument("--by", choices=EXTENSIONS, required=True, help="why it lasts longer")
    extend.add_argument("--since", metavar="DAY", help="the day before the event from which the employee has Medicare")
    extend.add_argument(
        "--slots", metavar="SLOTS", default="", help="whose second event it is, as 2; else the whole family's"
    )
    end = what.add_parser("end", help="end a case before its time")
    end.add_argument("--why", required=True, help="the reason, such as other coverage")
    lapse = what.add_parser("lapse", help="carry out what was missed, of every case or of those named")
    lapse.add_argument("cases", nargs="*", metavar="CASE")
    for each in (notice, elect, paid, extend, end):
        each.add_argument("case", metavar="CASE", help="the case's number, such as C2026-0001")
    for each in (notice, elect, paid):
        each.add_argument("--on", metavar="DAY", default="today", help=f"the day it was sent: {EXAMPLES}")
    extend.add_argument("--on", metavar="DAY", default="today", help=f"the day of the second event: {EXAMPLES}")
    end.add_argument("--on", metavar="DAY", required=True, help=f"the last day of coverage: {EXAMPLES}")


def _informing(what: Any) -> None:
    general = what.add_parser(
        "general", help="list the general notices that are owed since coverage began, or record them as sent"
    )
    general.add_argument("words", nargs="*", help="words of a name or a number")
    general.add_argument(
        "--sent", nargs="+", metavar="NUMBER", default=[], help="record that those of these people were sent"
    )
    general.add_argument("--on", metavar="DAY", default="today", help=f"the day they were sent: {EXAMPLES}")


def run(args: argparse.Namespace, session: Session) -> int:
    """Do what is asked, and print the list, the case, or what was done."""
    return {"list": _list, "show": _show, "raise": _raise, "lapse": _lapse, "general": _general}.get(args.what, _step)(
        args, session
    )


def _list(args: argparse.Namespace, session: Session) -> int:
    from hrtui.benefits.cobra import reading

    if args.to_raise:
        return _to_raise(args, session)
    if args.missed:
        return _missed(args, session)
    ids = reading.find(session.context, every=args.all, words=args.words)
    pages = (reading.page(session.context, ids[at : at + PAGE]) for at in range(0, len(ids), PAGE))
    if args.json:
        session.json_rows(plain(line) for lines in pages for line in lines)
        return 0
    if not ids:
        session.out("There is no open case. `hrtui benefits cobra list --to-raise` lists who lost coverage.")
    for at, lines in enumerate(pages):
        session.table_page(map(cells, lines), HEADINGS, first=at == 0, more=len(ids) > PAGE)
    return 0


def plain(line: CaseLine) -> dict[str, Any]:
    """A line of the list as JSON has it."""
    case = line.case
    return {
        "case": case.number, "person": line.number, "name": line.name, "event": case.kind, "day": case.day, "lost": case.lost,
        "state": case.state, "answers": {str(slot): said for slot, said in case.answers.items()},
        "plans": [{"plan": each.plan, "option": each.option, "slots": each.slots} for each in case.plans],
        "employer_notice_due": case.employer_notice_due, "notice_due": case.notice_due, "noticed": case.noticed,
        "elect_by": case.elect_by, "elected": case.elected, "pay_by": case.pay_by, "paid_through": case.paid_through,
        "until": case.until, "note": case.note, "waits_for": line.awaits.what, "by": line.awaits.by, "left": line.left,
    }  # fmt: skip


def cells(line: CaseLine) -> tuple[object, ...]:
    """A line of the list as a table shows it."""
    case = line.case
    return (
        case.number, line.number, line.name, case.state.value.replace("_", " "),
        line.awaits.what, line.awaits.by or "", "" if line.left is None else line.left,
    )  # fmt: skip


def _to_raise(args: argparse.Namespace, session: Session) -> int:
    from hrtui.benefits.cobra import raising

    found = raising.to_raise(session.context)
    if args.json:
        session.json([
            {
                "person": each.number, "name": each.name, "event": each.wanted.kind, "day": each.wanted.day,
                "lost": each.wanted.lost, "slots": each.wanted.slots, "plans": [plan.plan for plan in each.wanted.plans],
            }
            for each in found
        ])  # fmt: skip
    elif not found:
        session.out("Nobody lost health coverage who has no case yet.")
    else:
        rows = [(each.number, each.name, each.wanted.kind.value.replace("_", " "), each.wanted.day, each.wanted.lost,
                 ",".join(map(str, each.wanted.slots))) for each in found]  # fmt: skip
        session.table(rows, ("person", "name", "event", "day", "covered until", "slots"))
    return 0


def _missed(args: argparse.Namespace, session: Session) -> int:
    from hrtui.benefits.cobra import stepping

    found = stepping.missed(session.context)
    rows = [(each.before.number, each.number, each.name, each.after.state.value, each.after.note) for each in found]
    if args.json:
        session.json([dict(zip(("case", "person", "name", "becomes", "why"), row, strict=True)) for row in rows])
    elif not rows:
        session.out("No election or payment was missed.")
    else:
        session.table(rows, ("case", "person", "name", "becomes", "why"))
    return 0


def _general(args: argparse.Namespace, session: Session) -> int:
    from hrtui.benefits.cobra import informing

    if args.sent:
        return session.told(informing.sent(session.context, args.sent, session.day(args.on)), args.json)
    found = informing.owed(session.context, " ".join(args.words))
    if args.json:
        session.json([
            {
                "person": each.number, "name": each.name, "to": list(each.names.values()), "covered": min(each.covered.values()),
                "by": each.by, "left": each.left,
            }
            for each in found
        ])  # fmt: skip
    elif not found:
        session.out("No general notice is owed.")
    else:
        rows = [
            (each.number, each.name, "; ".join(each.names.values()), min(each.covered.values()), each.by, each.left)
            for each in found
        ]
        session.table(rows, ("person", "name", "to", "covered", "by", "left"))
    return 0


def _show(args: argparse.Namespace, session: Session) -> int:
    from hrtui.benefits.cobra import reading

    found = reading.show(session.context, args.case)
    if args.json:
        session.json(
            {
                **plain(found.line),
                "names": found.names,
                "premiums": found.premiums,
                "employee_until": found.own_until,
                "health_fsa_until": found.fsa.until if found.fsa else None,
                "health_fsa_premium": found.fsa.asked if found.fsa else None,
                "health_fsa_whole": found.fsa.whole if found.fsa else None,
                "small_employer": bool(found.small),
            }
        )
        return 0
    for name, value in facts(found):
        session.out(f"{name:<22} {value}")
    session.out()
    session.table(premiums(found), ("plan", "for", "cost a month", "percent", "premium"))
    return 0


def facts(found: CaseDetail) -> list[tuple[str, str]]:
    """What there is to know of a case, a line each; what is empty is left out."""
    case = found.line.case
    said = ", ".join(f"{found.names[slot]} ({slot}): {answer.value}" for slot, answer in case.answers.items())
    pairs: list[tuple[str, object]] = [
        ("case", f"{case.number} of {found.line.name} ({found.line.number})"), ("event", f"{found.event}, {case.day}"),
        ("coverage lost after", case.lost), ("state", case.state.value.replace("_", " ")), ("beneficiaries", said),
        ("employer's notice due", case.employer_notice_due), ("notice due", case.notice_due), ("notice sent", case.noticed),
        ("elect by", case.elect_by), ("elected", case.elected), ("pay by", case.pay_by), ("paid through", case.paid_through),
        ("until", case.until), ("employee until", found.own_until), ("health FSA", found.fsa_said), ("note", case.note),
        ("small employer", found.small),
    ]  # fmt: skip
    return [(name, str(value)) for name, value in pairs if value]


def premiums(found: CaseDetail) -> list[tuple[str, ...]]:
    """The premiums of a case: of each alone, then of all who elect (or may) together where they are several."""
    return [
        (
            each.label, " + ".join(found.names[slot] for slot in each.slots), f"{each.cost / 100:,.2f}", f"{each.percent} %",
            f"{each.asked / 100:,.2f}",
        )
        for each in found.premiums
    ]  # fmt: skip


def _raise(args: argparse.Namespace, session: Session) -> int:
    from hrtui.benefits.cobra import raising
    from hrtui.benefits.cobra.model import Kind
    from hrtui.errors import UsageError

    if args.event is None:
        return session.told(raising.raise_all(session.context, [args.person] if args.person else None), args.json)
    if args.person is None:
        raise UsageError("Say whose event it is: hrtui benefits cobra raise NUMBER --event EVENT.")
    lost, told = (session.day(text) if text else None for text in (args.lost, args.told))
    day, slots = session.day(args.day), _slots(args.slots)
    done = raising.raise_one(session.context, args.person, Kind(args.event), day, lost=lost, slots=slots, told=told)
    return session.told(done, args.json)


def _lapse(args: argparse.Namespace, session: Session) -> int:
    from hrtui.benefits.cobra import stepping

    return session.told(stepping.lapse(session.context, args.cases or None), args.json)


def _step(args: argparse.Namespace, session: Session) -> int:
    from hrtui.benefits.cobra import stepping
    from hrtui.benefits.cobra.model import Extension

    ctx, case = session.context, args.case
    if args.what == "extend" and args.slots:
        return session.told(_second(args, session), args.json)
    if args.what == "extend":
        since = session.day(args.since) if args.since else None
        return session.told(stepping.extend(ctx, case, Extension(args.by), since), args.json)
    on = session.day(args.on)
    if args.what == "notice":
        done = stepping.notice(ctx, case, on)
    elif args.what == "paid":
        done = stepping.pay(ctx, case, session.day(args.through), on)
    elif args.what == "end":
        done = stepping.end(ctx, case, on, args.why)
    else:
        done = stepping.answer(ctx, case, _answers(args, session), on, types=_types(args.plans))
    return session.told(done, args.json)


def _second(args: argparse.Namespace, session: Session) -> Done:
    from hrtui.benefits.cobra.second import second_event
    from hrtui.errors import UsageError

    if args.by != "second_event":
        raise UsageError("--slots says whose second event it is; give it with --by second_event.")
    return second_event(session.context, args.case, _slots(args.slots), session.day(args.on))


def _types(text: str) -> tuple[PlanType, ...]:
    from hrtui.benefits.plans import HEALTH
    from hrtui.errors import UsageError

    known = {each.value: each for each in HEALTH}
    names = [part.strip() for part in text.split(",") if part.strip()]
    unknown = [name for name in names if name not in known]
    if unknown:
        raise UsageError(f"“{unknown[0]}” is no health plan; write them as {','.join(known)}.")
    return tuple(known[name] for name in names)


def _answers(args: argparse.Namespace, session: Session) -> dict[int, Any]:
    """What was answered by slot; without slots it is the answer of everyone who has not answered."""
    from hrtui.benefits.cobra import reading
    from hrtui.benefits.cobra.model import Answer

    def those(text: str) -> tuple[int, ...]:
        if text:
            return _slots(text)
        case = reading.show(session.context, args.case).line.case
        return tuple(slot for slot, said in case.answers.items() if said is Answer.OPEN)

    said = dict.fromkeys(_slots(args.slots), Answer.ELECTED)
    if args.decline is not None:
        return said | dict.fromkeys(those(args.decline), Answer.DECLINED)
    return said or dict.fromkeys(those(""), Answer.ELECTED)


def _slots(text: str) -> tuple[int, ...]:
    from hrtui.errors import UsageError

    try:
        return tuple(int(part) for part in text.split(",") if part.strip())
    except ValueError:
        raise UsageError(f"“{text}” are no slots; write them as 0,1,2 (0 is the person).") from None
