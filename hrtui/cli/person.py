"""`hrtui person`: show a person; hire, change job, pay, profile, W-4 and sealed numbers, terminate."""

from __future__ import annotations

import argparse
import getpass
import re
import sys
from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

from hrtui.access.model import Field
from hrtui.access.rules import may
from hrtui.cli import belongings, certificates, explaining, rewriting
from hrtui.cli.session import Session
from hrtui.config import CustomKind
from hrtui.dates import EXAMPLES
from hrtui.errors import UsageError
from hrtui.money import Money, parse_money
from hrtui.people import service
from hrtui.people.model import (
    Action,
    Basis,
    Certificate,
    Done,
    EmploymentType,
    Flsa,
    Hire,
    JobChange,
    PayChange,
    PrivateKind,
    ProfileChange,
    Status,
    Termination,
)

SUMMARY = "Show a person; hire, change job or pay, terminate."
DAY = f"the day it holds from (today unless given): {EXAMPLES}"
NUMBER = "the person's number, or a name that only one person has"
JOB_ACTIONS = (Action.PROMOTION, Action.TRANSFER, Action.LEAVE, Action.RETURN)
CHOICES: dict[str, tuple[type[Any], Sequence[str]]] = {
    "employment_type": (EmploymentType, tuple(EmploymentType)),
    "flsa": (Flsa, tuple(Flsa)),
    "basis": (Basis, tuple(Basis)),
    "status": (Status, (Status.ACTIVE, Status.LEAVE)),
    "action": (Action, JOB_ACTIONS),
}
HELP = {
    "title": "the job title",
    "department": "the department; made on first use",
    "location": "the place of work; made on first use",
    "manager": "the manager's number; an empty one means none",
    "employment_type": "full-time, part-time or temporary",
    "flsa": "whether overtime is owed: not to exempt people",
    "basis": "what the rate is per",
    "status": "active, or on leave",
    "action": "what the history calls it",
    "fte": "the share of full time, such as 1 or 0.8",
    "standard_hours": "the hours of a week, such as 40",
    "rate": "the rate of pay, such as 85k or 42.50",
    "pay_group": "a pay group of the configuration",
    "cost_centre": "the cost centre that pays",
    "grade": "the grade",
    "position": "the number of the position held",
    "dotted": "numbers of the managers by dotted line, with commas between; an empty one means none",
    "email": "the e-mail address at work",
    "reason": "why, for the history",
    "birth_date": f"the birth date: {EXAMPLES}",
}
PLACED = ("cost_centre", "grade", "position")
JOB_OPTIONS = (
    "title",
    "department",
    "location",
    "manager",
    "employment_type",
    "flsa",
    "fte",
    "standard_hours",
    *PLACED,
)
CONTACT = ("phone", "street", "city", "state", "postal_code", "sex")
EARNED = ("hire", "job", "pay", "correct", "rescind", "terminate")  # what they change, pay follows from
FLAGS = ("step2", "exempt", "old_w4", "nonresident_alien")
AMOUNTS = ("step3", "step4a", "step4b", "step4c", "allowances")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    doing = parser.add_subparsers(
        dest="doing",
        required=True,
        metavar="show|hire|job|pay|profile|w4|certificate|private|contact|document|correct|rescind|blame|diff|terminate",
    )
    show = _about(doing, "show", "print a person's record with its history")
    show.add_argument("--reveal", action="append", choices=tuple(Field), default=[], help="show what is masked; logged")
    show.add_argument("--on", metavar="DAY", default="today", help=f"as of a day: {EXAMPLES}")
    hire = doing.add_parser("hire", help="hire a person, or rehire the one who had the number")
    hire.add_argument(
        "--number", default="", help="a number of your own, or of the person to rehire; else the next free"
    )
    _options(hire, ("first_name", "last_name", "title", "department"), required=True)
    _options(hire, (*JOB_OPTIONS[2:], "basis", "rate", "pay_group", "email", "reason"))
    hire.add_argument("--field", action="append", metavar="NAME=VALUE", default=[], help="a custom field")
    job = _about(doing, "job", "change title, department, place, manager, hours or status from a day on")
    _options(job, (*JOB_OPTIONS, "dotted", "status", "action", "reason"))
    pay = _about(doing, "pay", "change rate, basis or pay group from a day on")
    _options(pay, ("rate", "basis", "pay_group", "reason"))
    profile = _about(doing, "profile", "change name, contact details or custom fields from a day on")
    _options(profile, ("first_name", "last_name", "email", *CONTACT, "birth_date"))
    profile.add_argument("--field", action="append", metavar="NAME=VALUE", default=[], help="a custom field")
    w4 = _about(doing, "w4", "record a withholding certificate (Form W-4)")
    w4.add_argument("--status", required=True, choices=("single", "married", "head"), help="the filing status")
    for name in FLAGS:
        w4.add_argument(f"--{name.replace('_', '-')}", action="store_true", help=f"{name} is ticked")
    _options(w4, AMOUNTS)
    certificate = _about(
        doing, "certificate", "record a certificate of a state or city; without entries, print what it has"
    )
    certificate.add_argument("jurisdiction", metavar="STATE", help="its two letters, NY-NYC for a city, or US")
    certificate.add_argument("entries", nargs="*", metavar="NAME=VALUE", help="what is on it, such as table=B")
    private = _about(doing, "private", "record a sealed number; it is asked for, or read from standard input")
    private.add_argument(
        "kind",
        choices=tuple(PrivateKind),
        help="which one; bank as routing/account, or several: routing/account, savings, 500; routing/account",
    )
    tag = _about(doing, "tag", "put tags on and take them off: +night -trainee")
    tag.add_argument("tags", nargs=argparse.REMAINDER, metavar="+TAG|-TAG", help="--on DAY and --json may follow")
    leave = _about(doing, "terminate", "end the employment after a last day")
    leave.add_argument("--last-day", metavar="DAY", default="today", help=f"the last day worked: {EXAMPLES}")
    leave.add_argument("--reason", required=True, help="why")
    leave.add_argument("--involuntary", action="store_true", help="it was not the person's choice")
    rewriting.add_arguments(doing, {name: values for name, (_, values) in CHOICES.items()})
    explaining.add_arguments(doing)
    for name in ("job", "pay", "profile"):
        rewriting.add_carry(doing.choices[name])
    for name in ("hire", "job", "pay", "profile", "w4", "certificate"):
        doing.choices[name].add_argument("--on", metavar="DAY", default="today", help=DAY)
    for each in doing.choices.values():
        each.add_argument("--json", action="store_true", help="print JSON")
    belongings.add_arguments(doing)


def run(args: argparse.Namespace, session: Session) -> int:
    """Show the record, or do it and print what was done."""
    if args.doing == "show":
        from hrtui.cli import record

        number = service.resolve(session.context, args.person)
        reveal = frozenset(Field(name) for name in args.reveal)
        return record.show(session, number, session.day(args.on), reveal, args.json)
    if args.doing in explaining.VERBS:
        return explaining.run(args, session, service.resolve(session.context, args.person))
    if args.doing == "certificate" and not args.entries:
        return certificates.show(session, _number(args, session), args.jurisdiction, session.day(args.on), args.json)
    if args.doing in belongings.KINDS:
        return belongings.run(args, session, _number(args, session))
    done = _VERBS[args.doing](args, session)
    return session.told(_touching(session, done) if args.doing in EARNED else done, args.json)


def _touching(session: Session, done: Done) -> Done:
    """What was done, with what it touches of pay that is closed."""
    from hrtui.payroll.runs.touching import with_touched

    return with_touched(session.context, done)


def _about(doing: Any, name: str, help: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = doing.add_parser(name, help=help)
    parser.add_argument("person", metavar="NUMBER", help=NUMBER)
    return parser


def _options(parser: argparse.ArgumentParser, names: Sequence[str], required: bool = False) -> None:
    for name in names:
        kind = CHOICES.get(name)
        more: dict[str, Any] = {"choices": kind[1]} if kind else {"metavar": name.upper()}
        help = HELP.get(name, name.replace("_", " "))
        parser.add_argument(f"--{name.replace('_', '-')}", dest=name, required=required, help=help, **more)


def _hire(args: argparse.Namespace, session: Session) -> Done:
    given = _given(args, session, [item.name for item in fields(Hire)])
    given["custom"] = _own(args, session)
    return service.hire(session.context, Hire(first_day=session.day(args.on), **given))


def _job(args: argparse.Namespace, session: Session) -> Done:
    given = _given(args, session, [item.name for item in fields(JobChange)])
    change = JobChange(session.day(args.on), **given)
    return service.change_job(session.context, _number(args, session), change, carry=rewriting.carry(args))


def _pay(args: argparse.Namespace, session: Session) -> Done:
    change = PayChange(session.day(args.on), **_given(args, session, [item.name for item in fields(PayChange)]))
    return service.change_pay(session.context, _number(args, session), change, carry=rewriting.carry(args))


def _profile(args: argparse.Namespace, session: Session) -> Done:
    given = _given(args, session, [item.name for item in fields(ProfileChange)])
    change = ProfileChange(session.day(args.on), **given, custom=_own(args, session) or None)
    return service.change_profile(session.context, _number(args, session), change, carry=rewriting.carry(args))


def _own(args: argparse.Namespace, session: Session) -> dict[str, str]:
    """The custom fields that were given."""
    given = {}
    for field in args.field:
        name, equals, value = field.partition("=")
        if not equals:
            raise UsageError(f"--field takes NAME=VALUE, not “{field}”.")
        given[name] = _custom(session, name, value)
    return given


def _custom(session: Session, name: str, value: str) -> str:
    """The value of a custom field as it is stored, read as the locale writes days and amounts; others are checked later."""
    config = session.config
    kind = next((field.kind for field in config.custom_fields if field.name == name), None)
    if not value.strip() or kind not in (CustomKind.DATE, CustomKind.MONEY):
        return value
    if kind is CustomKind.DATE:
        return session.day(value).isoformat()
    return f"{parse_money(value, config.style, config.company.currency).amount:.2f}"


def _w4(args: argparse.Namespace, session: Session) -> Done:
    entries = {"status": args.status, **{name: "yes" for name in FLAGS if getattr(args, name)}}
    entries |= {name: value for name in AMOUNTS if (value := getattr(args, name)) is not None}
    certificate = Certificate(session.day(args.on), "US", entries)
    return service.change_certificate(session.context, _number(args, session), certificate)


def _certificate(args: argparse.Namespace, session: Session) -> Done:
    entries = certificates.entries(args.entries)
    certificate = Certificate(
        session.day(args.on), args.jurisdiction.upper() if len(args.jurisdiction) == 2 else args.jurisdiction, entries
    )
    return service.change_certificate(session.context, _number(args, session), certificate)


def _private(args: argparse.Namespace, session: Session) -> Done:
    number, kind = _number(args, session), PrivateKind(args.kind)
    if sys.stdin.isatty():
        value = getpass.getpass(f"{kind.value} of {number} (not shown): ")
    else:
        value = sys.stdin.readline()
    return service.set_private(session.context, number, kind, value)


def _terminate(args: argparse.Namespace, session: Session) -> Done:
    wanted = Termination(session.day(args.last_day), args.reason, voluntary=not args.involuntary)
    return service.terminate(session.context, _number(args, session), wanted)


def _tag(args: argparse.Namespace, session: Session) -> Done:
    """Read the rest of the line: words with a minus are no options here, except --on and --json."""
    from hrtui.people import tagging

    words, on, add, remove = list(args.tags), "today", list[str](), list[str]()
    while words:
        word = words.pop(0)
        if word == "--json":
            args.json = True
        elif word == "--on" and words:
            on = words.pop(0)
        elif word.startswith("--"):
            raise UsageError(f"“{word}” is not understood; write +night to put a tag on, -night to take it off.")
        else:
            (remove if word.startswith("-") else add).append(word.lstrip("+-"))
    return tagging.tag(session.context, _number(args, session), add, remove, session.day(on))


def _number(args: argparse.Namespace, session: Session) -> str:
    """The number meant; whoever may not read the directory gives it as it is."""
    ctx = session.context
    return service.resolve(ctx, args.person) if may(ctx.actor, "people.read") else args.person


def _given(args: argparse.Namespace, session: Session, names: Sequence[str]) -> dict[str, Any]:
    """The options that were given, as the values they stand for."""
    typed = {name: value for name in names if isinstance(value := getattr(args, name, None), str)}
    return {name: _read(session, name, value) for name, value in typed.items()}


def _read(session: Session, name: str, value: str) -> date | Money | Decimal | tuple[str, ...] | str:
    config = session.config
    if name == "birth_date":
        return session.day(value)
    if name == "rate":
        return parse_money(value, config.style, config.company.currency)
    if name in ("fte", "standard_hours"):
        if not re.fullmatch(r"[0-9]{1,6}(?:\.[0-9]{1,6})?", value, re.ASCII):
            raise UsageError(f"--{name.replace('_', '-')} takes a number such as 0.8, not “{value}”.")
        return Decimal(value)
    if name == "dotted":
        return tuple(value.split(","))
    if name in CHOICES:
        made: str = CHOICES[name][0](value)
        return made
    return value


def _correct(args: argparse.Namespace, session: Session) -> Done:
    """Rewrite the row that begins on a day."""
    kind = rewriting.CHANGES[args.kind]
    change = kind(session.day(args.on), **_given(args, session, [item.name for item in fields(kind)]))
    return service.correct(session.context, _number(args, session), change, seq=args.seq, carry=rewriting.carry(args))


def _rescind(args: argparse.Namespace, session: Session) -> Done:
    """Take a scheduled row back."""
    on = session.day(args.on)
    return service.rescind(
        session.context, _number(args, session), args.kind, on, seq=args.seq, carry=rewriting.carry(args)
    )


_VERBS = {
    "correct": _correct,
    "rescind": _rescind,
    "hire": _hire,
    "job": _job,
    "pay": _pay,
    "profile": _profile,
    "w4": _w4,
    "certificate": _certificate,
    "private": _private,
    "tag": _tag,
    "terminate": _terminate,
}
