"""`hrtui benefits show|standing|beneficiaries|evidence`: one person's benefits, and what benefits need to know of them."""

from __future__ import annotations

import argparse
import re
from typing import TYPE_CHECKING, Any

from hrtui.cli.benefitchoices import COSTS, cost_rows, plan_type, totals_line
from hrtui.cli.benefitevents import PERSON
from hrtui.dates import EXAMPLES
from hrtui.errors import UsageError

if TYPE_CHECKING:
    from hrtui.benefits.model import Beneficiary
    from hrtui.benefits.service import PersonBenefits
    from hrtui.cli.session import Session
    from hrtui.people.fact import Fact
    from hrtui.people.model import RowState

HISTORY = ("from", "until", "state", "what", "says")
VERIFICATIONS = ("unverified", "asked", "verified", "refused")
SHARE = "who receives it: “NAME, RELATION, PERCENT”, with “, contingent” behind where it is; give it once for each"
_SHARE = re.compile(r"\s*([0-9]{1,3})(?:\.([0-9]{1,2}))?\s*%?\s*", re.ASCII)


def add_to(doing: Any) -> None:
    """Declare them."""
    show = doing.add_parser("show", help="print a person's benefits of a day, what they cost, and why not more")
    show.add_argument("person", metavar="PERSON", help=PERSON)
    show.add_argument("--on", metavar="DAY", help=f"as of this day (else today): {EXAMPLES}")
    show.add_argument(
        "--history",
        action="store_true",
        help="print all that they ever were instead: elections, papers, beneficiaries, events",
    )
    show.set_defaults(act=run_show)
    standing = doing.add_parser(
        "standing", help="record tobacco, student, disabled, or the papers that verify a dependent"
    )
    standing.add_argument("person", metavar="PERSON", help=PERSON)
    standing.add_argument(
        "slot", type=int, help="0 for the person, else the number of the dependent among the contacts"
    )
    for name in ("tobacco", "student", "disabled"):
        standing.add_argument(f"--{name}", action=argparse.BooleanOptionalAction, help=f"whether {name}")
    standing.add_argument("--verification", choices=VERIFICATIONS, help="whether papers showed the relation")
    standing.add_argument("--proof", type=int, metavar="DOCUMENT", help="the number of the document that shows it")
    standing.set_defaults(act=run_standing)
    named = doing.add_parser("beneficiaries", help="name who receives a life plan, in the place of all named before")
    named.add_argument("person", metavar="PERSON", help=PERSON)
    named.add_argument("type", metavar="TYPE", help="the type of plan, such as life")
    named.add_argument("--share", action="append", default=[], metavar="SHARE", help=SHARE)
    named.set_defaults(act=run_beneficiaries)
    evidence = doing.add_parser("evidence", help="approve or refuse evidence of insurability")
    evidence.add_argument("person", metavar="PERSON", help=PERSON)
    evidence.add_argument("type", metavar="TYPE", help="the type of plan, such as life")
    evidence.add_argument("decision", choices=("approve", "refuse"), help="refused, what was guaranteed stays")
    evidence.set_defaults(act=run_evidence)
    for each in (standing, named, evidence):
        each.add_argument("--on", metavar="DAY", help=f"the day it holds from (else today): {EXAMPLES}")
    for each in (show, standing, named, evidence):
        each.add_argument("--json", action="store_true", help="print JSON")


def _number(args: argparse.Namespace, session: Session) -> str:
    from hrtui.people.service import resolve

    return resolve(session.context, args.person)


def _on(args: argparse.Namespace, session: Session) -> Any:
    return session.day(args.on) if args.on else None


def run_show(args: argparse.Namespace, session: Session) -> int:
    """Print a person's benefits."""
    from hrtui.benefits.service import benefits_of

    if args.history:
        return _history(args, session)
    found = benefits_of(session.context, _number(args, session), _on(args, session))
    if args.json:
        session.json({**session_free(found), "totals": found.totals})
        return 0
    session.out(f"{found.name} ({found.number}), {found.on}")
    if found.costs:
        session.table(cost_rows(found.costs), COSTS)
        session.out(totals_line(found.totals, found.checks))
    else:
        session.out("Nothing is had on that day.")
    for each in found.dependents:
        verified = each.standing.verification.value
        session.out(
            f"Dependent {each.slot}: {each.name}, {each.relation}, {each.birth_date or 'birth date not shown'}, {verified}"
        )
    from hrtui.benefits.beneficiaries import said

    for named in found.beneficiaries:
        session.out(f"Beneficiaries of {named.type.value}: {said(named.people)}")
    for event in found.events[:5]:
        session.out(f"Event {event.number}: {event.kind.value} {event.reason} of {event.day}, {event.state.value}")
    for plan, why in found.why_not:
        session.out(f"Not {plan}: {why}")
    for problem in found.problems:
        session.out(f"Note: {problem}")
    return 0


def session_free(found: PersonBenefits) -> dict[str, Any]:
    """The fields of a person's benefits by name."""
    return {name: getattr(found, name) for name in found.__slots__}


def _history(args: argparse.Namespace, session: Session) -> int:
    """Print every fact there ever was, by what it is about and oldest first."""
    from hrtui.benefits.past import history
    from hrtui.people.fact import by_key
    from hrtui.people.rules import STATE_WORDS, row_state

    number, day = _number(args, session), _on(args, session) or session.context.day
    groups = by_key(history(session.context, number)).values()
    rows = [(fact, row_state(same, fact, day)) for same in groups for fact in same]
    if args.json:
        session.json([_as_json(fact, state) for fact, state in rows])
        return 0
    session.table(
        [
            (each.effective_from, each.until or "", STATE_WORDS[state], each.action, each.text(""))
            for each, state in rows
        ],
        HISTORY,
    )
    return 0


def _as_json(fact: Fact, state: RowState) -> dict[str, Any]:
    stamp = fact.stamp
    return {
        "field": fact.field, "from": fact.effective_from, "until": fact.until, "state": state, "action": fact.action,
        "values": {name: fact.text(name) for name in fact.values}, "reason": fact.reason,
        "command": stamp.command if stamp else None, "recorded_at": stamp.recorded_at if stamp else None,
        "recorded_by": stamp.recorded_by if stamp else "",
    }  # fmt: skip


def run_standing(args: argparse.Namespace, session: Session) -> int:
    """Record a standing."""
    from hrtui.benefits.model import Verification
    from hrtui.benefits.service import StandingChange, change_standing

    verified = Verification(args.verification) if args.verification else None
    change = StandingChange(args.tobacco, args.student, args.disabled, verified, args.proof)
    done = change_standing(session.context, _number(args, session), args.slot, change, _on(args, session))
    return session.told(done, args.json)


def run_beneficiaries(args: argparse.Namespace, session: Session) -> int:
    """Name beneficiaries."""
    from hrtui.benefits.service import name_beneficiaries

    people = [_share(text) for text in args.share]
    number, type_ = _number(args, session), plan_type(args.type)
    return session.told(name_beneficiaries(session.context, number, type_, people, _on(args, session)), args.json)


def _share(text: str) -> Beneficiary:
    from hrtui.benefits.model import Beneficiary

    parts = [part.strip() for part in text.split(",")]
    contingent = len(parts) == 4 and parts[3] == "contingent"
    match = _SHARE.fullmatch(parts[2]) if len(parts) == 3 or contingent else None
    if match is None:
        raise UsageError(f"“{text}” cannot be read; give {SHARE}.")
    return Beneficiary(parts[0], parts[1], int(match[1]) * 100 + int((match[2] or "0").ljust(2, "0")), 0, contingent)


def run_evidence(args: argparse.Namespace, session: Session) -> int:
    """Decide on evidence of insurability."""
    from hrtui.benefits.service import decide_evidence

    number, type_ = _number(args, session), plan_type(args.type)
    done = decide_evidence(session.context, number, type_, args.decision == "approve", _on(args, session))
    return session.told(done, args.json)
