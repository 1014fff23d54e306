"""`hrtui recruiting offers|offer|make-offer|request-offer|approve-offer|refuse-offer|offer-letter|send-offer|accept|decline|expire`."""

from __future__ import annotations

import argparse
from functools import partial
from typing import TYPE_CHECKING, Any

from hrtui.cli.arguments import a_path, subcommand
from hrtui.cli.recruitrequisitions import choice
from hrtui.dates import EXAMPLES

if TYPE_CHECKING:
    from hrtui.cli.session import Session

NUMBER = "the offer's number, such as OFF-00007"
TEXTS = ("title", "department", "location", "manager", "pay_group", "equity", "grade", "position", "reason")
_one = partial(subcommand, "offer", NUMBER)


def add_to(doing: Any) -> None:
    """Declare them."""
    listing = doing.add_parser("offers", help="list offers, newest first")
    listing.add_argument("--json", action="store_true", help="print JSON")
    listing.set_defaults(act=run_list)
    _one(doing, "offer", "print an offer, and its pay against the range", run_show)
    make = doing.add_parser("make-offer", help="make a version of an offer for an application")
    make.add_argument("application", metavar="APPLICATION", help="the application's number")
    make.add_argument("--rate", metavar="PAY", help="what is paid, such as 85k")
    make.add_argument("--basis", metavar="TEXT", help="annual or hourly")
    make.add_argument("--first-day", metavar="DAY", help=f"when they start: {EXAMPLES}")
    make.add_argument("--bonus", metavar="PAY", help="a bonus a year")
    make.add_argument("--employment-type", metavar="TEXT", help="full-time, part-time or temporary")
    for name in TEXTS:
        make.add_argument(f"--{name.replace('_', '-')}", metavar="TEXT", help=f"the {name.replace('_', ' ')}")
    make.add_argument("--json", action="store_true", help="print JSON")
    make.set_defaults(act=run_make)
    _one(doing, "request-offer", "ask for the approval of an offer", run_request)
    for name, help_ in (("approve-offer", "approve an offer"), ("refuse-offer", "refuse an offer, saying why")):
        each = _one(doing, name, help_, run_answer)
        each.add_argument("--role", default="", metavar="ROLE", help="for which role of yours, where several are asked")
        each.add_argument("--reason", default="", metavar="TEXT", help="why")
        each.set_defaults(refuse=name == "refuse-offer")
    letter = _one(
        doing,
        "offer-letter",
        "make the letter of an approved offer and file it with the candidate's documents",
        run_letter,
    )
    letter.add_argument(
        "--to", type=a_path, metavar="FILE", help="and write it to this file, for you alone, or into this folder"
    )
    what = letter.add_mutually_exclusive_group()
    what.add_argument("--fields", action="store_true", help="list the fields that its template may name instead")
    what.add_argument("--template", action="store_true", help="print the shipped template, to change it, instead")
    _one(doing, "send-offer", "record that an approved offer went out", run_send)
    _one(doing, "accept", "record that an offer was accepted: the person is hired from its first day on", run_accept)
    for name, help_ in (("decline", "record that an offer was rejected"), ("expire", "record that an offer expired")):
        each = _one(doing, name, help_, run_decline)
        each.add_argument("--reason", default="", metavar="TEXT", help="why")
        each.set_defaults(expired=name == "expire")


def run_list(args: argparse.Namespace, session: Session) -> int:
    """Print the list."""
    from hrtui.recruiting.offering import offer_list
    from hrtui.recruiting.offers import SPOKEN

    found = offer_list(session.context)
    if args.json:
        session.json(found)
        return 0
    if not found:
        session.out("There are no offers; `hrtui recruiting make-offer APPLICATION` makes one.")
        return 0
    rows = [
        (each.offer.number, each.candidate.name, each.offer.title, f"{each.offer.rate.amount:,.2f}", each.offer.first_day,
         SPOKEN[each.offer.state], each.offer.expires or "")
        for each in found
    ]  # fmt: skip
    session.table(rows, ("offer", "candidate", "title", "pay", "first day", "state", "until"))
    return 0


def run_show(args: argparse.Namespace, session: Session) -> int:
    """Print one."""
    from hrtui.recruiting.offering import offer_sheet
    from hrtui.recruiting.offers import SPOKEN

    sheet = offer_sheet(session.context, args.offer)
    if args.json:
        session.json(sheet)
        return 0
    each = sheet.offer
    session.out(f"{each.number}, version {each.version}: {each.title} for {sheet.candidate.name}, {SPOKEN[each.state]}")
    against = f" ({sheet.compa_ratio} of the middle, {sheet.penetration} into the range)" if sheet.compa_ratio else ""
    for name, value in (
        ("Pay", f"{each.rate.amount:,.2f} {each.basis.value}{against}"),
        ("Bonus", f"{each.bonus.amount:,.2f}" if each.bonus else ""), ("Equity", each.equity), ("First day", each.first_day),
        ("Department", each.department), ("Location", each.location), ("Manager", each.manager), ("Pay group", each.pay_group),
        ("Letter", f"of {sheet.letter}, on file" if sheet.letter else ""),
        ("Sent", each.sent), ("Stands until", each.expires), ("Reason", each.reason), ("Hired as", each.person),
    ):  # fmt: skip
        if value:
            session.out(f"  {name:<12} {value}")
    for said in sheet.approvals:
        session.out(f"  {said.role:<12} {said.state.value}{f' by {said.by}' if said.by else ''}")
    return 0


def run_make(args: argparse.Namespace, session: Session) -> int:
    """Make a version."""
    from hrtui.money import parse_money
    from hrtui.people.model import Basis, EmploymentType
    from hrtui.people.service import resolve
    from hrtui.recruiting.offering import OfferChange, make_offer

    config = session.context.config
    rate, bonus = (
        None if t is None else parse_money(t, config.style, config.company.currency) for t in (args.rate, args.bonus)
    )
    texts = {name: getattr(args, name) for name in TEXTS}
    if texts["manager"]:
        texts["manager"] = resolve(session.context, texts["manager"])
    change = OfferChange(
        rate=rate, bonus=bonus, basis=choice(Basis, args.basis, "basis"),
        employment_type=choice(EmploymentType, args.employment_type, "employment type"),
        first_day=session.day(args.first_day) if args.first_day else None, **texts,
    )  # fmt: skip
    return session.told(make_offer(session.context, args.application, change), args.json)


def run_request(args: argparse.Namespace, session: Session) -> int:
    """Ask for approval."""
    from hrtui.recruiting.offering import request_offer

    return session.told(request_offer(session.context, args.offer), args.json)


def run_answer(args: argparse.Namespace, session: Session) -> int:
    """Approve or refuse."""
    from hrtui.recruiting.offering import approve_offer

    return session.told(
        approve_offer(session.context, args.offer, args.role, refuse=args.refuse, reason=args.reason), args.json
    )


def run_letter(args: argparse.Namespace, session: Session) -> int:
    """Make the letter, or tell of its template."""
    from hrtui.recruiting import lettering
    from hrtui.recruiting.letters import FIELDS

    if args.template:
        session.out(lettering.SHIPPED.read_text("utf-8").rstrip())
        return 0
    if args.fields:
        if args.json:
            session.json(dict(FIELDS))
        else:
            session.table(FIELDS.items(), ("field", "what it holds"))
        return 0
    if args.to is None:
        return session.told(lettering.file_letter(session.context, args.offer), args.json)
    path = lettering.write_letter(session.context, args.offer, args.to)
    if args.json:
        session.json({"offer": args.offer.upper(), "path": str(path)})
    else:
        session.out(f"The letter of offer {args.offer.upper()} is in {path}, and on file.")
    return 0


def run_send(args: argparse.Namespace, session: Session) -> int:
    """Record that it went out."""
    from hrtui.recruiting.offering import send_offer

    return session.told(send_offer(session.context, args.offer), args.json)


def run_accept(args: argparse.Namespace, session: Session) -> int:
    """Record the acceptance."""
    from hrtui.recruiting.offering import accept_offer

    return session.told(accept_offer(session.context, args.offer), args.json)


def run_decline(args: argparse.Namespace, session: Session) -> int:
    """Record the rejection, or that it expired."""
    from hrtui.recruiting.offering import decline_offer

    return session.told(decline_offer(session.context, args.offer, args.reason, expired=args.expired), args.json)
