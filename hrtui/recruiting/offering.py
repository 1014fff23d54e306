"""Offers: make a version, have it approved, send it, record its answer; an acceptance hires from its first day on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from data import people
from data.org.names import find
from data.recruiting import applications, candidates, files, offers, requisitions
from hrtui.access.model import Field, Grant, Sight
from hrtui.access.rules import require
from hrtui.audit import writing
from hrtui.audit.model import Change
from hrtui.audit.rules import differences
from hrtui.context import Context
from hrtui.errors import Conflict, NotFound, RuleBroken
from hrtui.money import Money
from hrtui.org.seats import check_places
from hrtui.people import checks
from hrtui.people.model import Basis, EmploymentType, Hire
from hrtui.people.service import hire
from hrtui.people.subjects import manager_of
from hrtui.recruiting import adopting, rules
from hrtui.recruiting.approving import answered
from hrtui.recruiting.filing import whole
from hrtui.recruiting.gathering import (
    APPROVE,
    OFFER,
    READ,
    Worked,
    application,
    pay_shown,
    reached,
    subjects_of,
    who_of,
)
from hrtui.recruiting.kept import CandidateFile, on_file
from hrtui.recruiting.letters import letters_of
from hrtui.recruiting.model import (
    Application,
    ApplicationState,
    Approval,
    ApprovalState,
    Candidate,
    Requisition,
)
from hrtui.recruiting.offers import (
    Offer,
    OfferState,
    check_offer_move,
    compa_ratio,
    open_version,
    outside,
    penetration,
)
from hrtui.recruiting.playfile import playbook
from hrtui.text import clean, listed

STATES = OfferState
HIRING = Grant("people.hire", fields={Field.PAY: Sight.SHOWN})
"""What an accepted offer, which was approved, lets its recruiter do: hire exactly as it says."""
Found = tuple[Offer, Application, Requisition, Candidate]


@dataclass(frozen=True, slots=True)
class OfferChange:
    """What is offered; None is as the requisition says, or as the version before. `manager` is a number or a name."""

    rate: Money | None = None
    basis: Basis | None = None
    first_day: date | None = None
    title: str | None = None
    department: str | None = None
    location: str | None = None
    manager: str | None = None
    pay_group: str | None = None
    bonus: Money | None = None
    equity: str | None = None
    employment_type: EmploymentType | None = None
    grade: str | None = None
    position: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class OfferSheet:
    """A version with what it is of, what each role said of it, its pay against the range, and from which day its letter is."""

    offer: Offer
    application: Application
    requisition: Requisition
    candidate: Candidate
    approvals: tuple[Approval, ...] = ()
    compa_ratio: Decimal | None = None
    penetration: Decimal | None = None
    letter: date | None = None


def make_offer(ctx: Context, number: str, change: OfferChange) -> Worked:
    """Make a version of an offer for an application; one that is not over is deprecated by it.

    Raises NotFound, NotAllowed, and RuleBroken naming what is missing or cannot be.
    """
    today = ctx.clock.today()
    with ctx.store.write():
        each, wanted, who = application(ctx, OFFER, number)
        rules.check_active(each, who.name)
        held = offers.of_application(each.id)
        old = open_version(held)
        made = _made(ctx, each, wanted, held[0] if held else None, change)
        made = replace(made, number=offers.next_number(), version=offers.next_version(each.id))
        entered = writing.begin(ctx, OFFER, made.number)
        if old is not None:
            offers.put_many([replace(old, state=STATES.DEPRECATED)], today, entered)
        offers.add(made, today, entered)
        writing.note(entered, OFFER, made.number, _told(None, made), {"application": each.number})
        early = _early(wanted, each, who)
    notices = tuple(
        filter(
            None, (outside(made.rate, made.basis, wanted), f"It takes the place of {old.number}." if old else "", early)
        )
    )
    ratio = compa_ratio(made.rate, made.basis, wanted)
    at = f", {ratio} of the middle of the range" if ratio is not None and offer_pay_shown(ctx, wanted) else ""
    return Worked(
        entered.command,
        "",
        f"Offer {made.number} (version {made.version}) to {who.name} is a draft{at}.",
        notices,
        (made.number,),
    )


def _early(wanted: Requisition, each: Application, who: Candidate) -> str:
    """What keeps an offer from being accepted as an application stands, in a sentence; empty for nothing."""
    try:
        rules.check_hiring(wanted, each, who.name, applications.held([each])[each.id])
    except RuleBroken as broken:
        return f"It cannot be accepted yet: {broken}"
    return ""


def request_offer(ctx: Context, number: str, *, expected: int | None = None) -> Worked:
    """Ask for the approval of a draft, of every role the recruiting file names for its pay; with none it is approved at once.

    Raises NotFound, NotAllowed, Conflict and RuleBroken.
    """
    today = ctx.clock.today()
    with ctx.store.write():
        before, _, _, who = found_offer(ctx, OFFER, number, expected)
        check_offer_move(before, STATES.REQUESTED, today)
        roles = rules.approvers(playbook(ctx).settings.offer_approvals or (), rules.annual(before.rate, before.basis))
        after = replace(before, state=STATES.REQUESTED if roles else STATES.APPROVED)
        entered = writing.begin(ctx, OFFER, before.number)
        offers.approve(before.id, [Approval(role, ApprovalState.REQUESTED) for role in roles], today, entered)
        offers.put_many([after], today, entered)
        writing.note(entered, OFFER, before.number, _told(before, after))
    waits = f"it waits for {listed(roles, 'and')}" if roles else "nobody has to approve it, so it is approved"
    return Worked(entered.command, "", f"Offer {before.number} to {who.name}: {waits}.", (), (before.number,))


def approve_offer(
    ctx: Context, number: str, role: str = "", *, refuse: bool = False, reason: str = "", expected: int | None = None
) -> Worked:
    """Say for a role that an offer is approved, or refused with a reason; refused it is a draft again. Raises as requisitions do."""
    today, said = ctx.clock.today(), checks.text(reason, "reason")
    with ctx.store.write():
        before, _, _, who = found_offer(ctx, APPROVE, number, expected)
        check_offer_move(before, STATES.APPROVED, today)
        if before.state is not STATES.REQUESTED:
            raise RuleBroken(
                f"Offer {before.number} is {before.state.value}; its approval is not asked for yet.", "state"
            )
        given = answered(ctx, offers.approvals(before.id), before.stamp, role, refuse=refuse, reason=said)
        to = STATES.DRAFT if given.refused else STATES.REQUESTED if given.waits else STATES.APPROVED
        entered = writing.begin(ctx, APPROVE, before.number)
        offers.approve(before.id, [given.answer], today, entered)
        if to is not before.state:
            offers.put_many([replace(before, state=to)], today, entered)
        writing.note(entered, APPROVE, before.number, *given.told)
    return Worked(
        entered.command,
        "",
        f"Offer {before.number} to {who.name} is {to.value.replace('_', ' ')}.",
        (),
        (before.number,),
    )


def send_offer(ctx: Context, number: str, *, expected: int | None = None) -> Worked:
    """Record that an approved offer went out; it stands for the days of the recruiting file. Raises as `request_offer`."""
    today = ctx.clock.today()
    with ctx.store.write():
        before, _, _, who = found_offer(ctx, OFFER, number, expected)
        check_offer_move(before, STATES.SENT, today)
        after = replace(
            before, state=STATES.SENT, sent=today, expires=today + timedelta(days=playbook(ctx).settings.offer_days)
        )
        entered = _put(ctx, before, after)
        made = _letter(ctx, before, files.rows_of(whole(who)))
    told = f"Its letter was made on {made} and names an earlier last day; make it anew where that matters."
    older = (told,) if made is not None and made < today else ()
    missing = ("No letter of it is on file.",) if made is None else ()
    sentence = f"Offer {before.number} to {who.name} is sent; it stands until {after.expires}."
    return Worked(entered, "", sentence, older + missing, (before.number,))


def decline_offer(
    ctx: Context, number: str, reason: str = "", *, expired: bool = False, expected: int | None = None
) -> Worked:
    """Record that a candidate rejected an offer, or that it expired. Raises as `request_offer`."""
    today, said = ctx.clock.today(), checks.text(reason, "reason")
    with ctx.store.write():
        before, _, _, who = found_offer(ctx, OFFER, number, expected)
        to = STATES.EXPIRED if expired else STATES.REJECTED
        check_offer_move(before, to, today)
        entered = _put(ctx, before, replace(before, state=to, reason=said or before.reason))
    return Worked(entered, "", f"Offer {before.number} to {who.name} is {to.value}.", (), (before.number,))


def accept_offer(ctx: Context, number: str, *, expected: int | None = None) -> Worked:
    """Record that a candidate accepted: they are hired from the first day on as the offer says, and nothing is typed or filed twice.

    Documents of kinds that the recruiting file says so of, and the offer's letter, become documents of the person. The hire is a command
    of its own beneath the acceptance, all of it kept or nothing. Raises as `request_offer`, and RuleBroken where a stage on the way to
    the hired lacks what it asks for, or the hire cannot be, such as on a position without a free seat.
    """
    today = ctx.clock.today()
    with ctx.store.write():
        before, each, wanted, who = found_offer(ctx, OFFER, number, expected)
        check_offer_move(before, STATES.ACCEPTED, today)
        last = rules.check_hiring(wanted, each, who.name, applications.held([each])[each.id])
        hired = hire(_hiring(ctx), _hire(before, who, wanted))
        entered = writing.begin(ctx, OFFER, before.number)
        after = replace(before, state=STATES.ACCEPTED, person=hired.number)
        offers.put_many([after], today, entered)
        done = replace(each, state=ApplicationState.HIRED, stage=last.name, since=today, next_action="", next_on=None)
        applications.put_many([done], today, entered)
        candidates.put_many([replace(who, person=hired.number)], today, entered)
        kept = adopting.adopt(ctx, who, before, hired.number, entered)
        told = [(before.number, _told(before, after), {"application": each.number})]
        writing.note_many(entered, OFFER, [*told, *([(hired.number, kept, {"from": str(today)})] if kept else [])])
        full = applications.counts([wanted.id])[wanted.id][ApplicationState.HIRED] >= wanted.openings
    notices = (f"All openings of {wanted.number} are filled; mark it as filled.",) if full else ()
    sentence = f"{who.name} accepted offer {before.number} and is hired as {hired.number} from {before.first_day}."
    return Worked(entered.command, hired.number, sentence, notices, (before.number, hired.number))


def offer_sheet(ctx: Context, number: str) -> OfferSheet:
    """A version with all that belongs to it. Raises NotAllowed and NotFound; offers are for who sees pay."""
    with ctx.store.snapshot():
        found, each, wanted, who = found_offer(ctx, READ, number, None)
        said = offers.approvals(found.id)
        letter = _letter(ctx, found, files.rows_of(whole(who)))
    if not offer_pay_shown(ctx, wanted):
        raise NotFound(f"There is no offer “{clean(number, limit=40)}” that you may see.")
    ratio, depth = compa_ratio(found.rate, found.basis, wanted), penetration(found.rate, found.basis, wanted)
    return OfferSheet(found, each, wanted, who, said, ratio, depth, letter)


def offer_list(ctx: Context, states: tuple[OfferState, ...] = tuple(OfferState)) -> list[OfferSheet]:
    """The offers of requisitions that the actor may see with pay, newest first. Raises NotAllowed."""
    require(ctx.actor, READ)
    with ctx.store.snapshot():
        found = offers.in_states(states)
        held = applications.by_ids(sorted({each.application for each in found}))
        wanted = requisitions.of(sorted({each.requisition for each in held.values()}))
        subjects = subjects_of(wanted.values())
        within = {each.id for each in reached(ctx, READ, wanted.values()) if pay_shown(ctx, subjects[each.id])}
        who = who_of(held.values())
        seen = [each for each in found if held[each.application].requisition in within]
        filed = files.whole_rows(sorted({who[held[each.application].candidate].id for each in seen}))
    out = []
    for each in seen:
        of = held[each.application]
        whose = who[of.candidate]
        letter = _letter(ctx, each, filed[whose.id])
        out.append(OfferSheet(each, of, wanted[of.requisition], whose, letter=letter))
    return out


def _letter(ctx: Context, offer: Offer, rows: Sequence[CandidateFile]) -> date | None:
    """From which day the letter of an offer on file is; None where there is none."""
    made = letters_of(offer, on_file(rows, ctx.clock.today()))
    return made[-1].effective_from if made else None


def offer_pay_shown(ctx: Context, wanted: Requisition) -> bool:
    """Whether the role sees what offers of a requisition pay."""
    return pay_shown(ctx, subjects_of([wanted])[wanted.id])


def found_offer(ctx: Context, action: str, number: str, expected: int | None) -> Found:
    """The offer of a number with what it is of; raise NotAllowed, NotFound, and Conflict where it was moved on by a command after
    `expected`."""
    require(ctx.actor, action)
    found = offers.numbered(clean(number).upper())
    held = applications.by_ids([found.application]) if found else {}
    if found is None or not held:
        raise NotFound(
            f"There is no offer “{clean(number, limit=40)}” that you may see; the candidate's page shows them."
        )
    each, wanted, who = application(ctx, action, held[found.application].number)
    stamp = found.stamp
    if expected is not None and stamp is not None and stamp.command > expected:
        raise Conflict(
            f"{stamp.recorded_by} moved offer {found.number} on: it is {found.state.value}. Look at it again first.",
            newest=stamp.command,
        )
    return found, each, wanted, who


def _put(ctx: Context, before: Offer, after: Offer) -> int:
    entered = writing.begin(ctx, OFFER, before.number)
    offers.put_many([after], ctx.clock.today(), entered)
    writing.note(entered, OFFER, before.number, _told(before, after))
    return entered.command


def _told(before: Offer | None, after: Offer) -> list[Change]:
    skipped = ("id", "application", "number", "version")
    return [each for each in differences(before, after) if each.field not in skipped]


def _made(ctx: Context, each: Application, wanted: Requisition, last: Offer | None, change: OfferChange) -> Offer:
    today, groups = ctx.clock.today(), [group.name for group in ctx.config.pay_groups]
    given: dict[str, Any] = {
        item.name: value for item in fields(change) if (value := getattr(change, item.name)) is not None
    }
    if last is None and "rate" not in given:
        raise RuleBroken("Say what is paid.", "rate")
    if last is None and "first_day" not in given and wanted.target_start is None:
        raise RuleBroken("Say on which day they start.", "first_day")
    base = last or Offer(
        "", each.id, 0, STATES.DRAFT, wanted.title, wanted.department, given.get("rate", Money(0)), wanted.basis, "",
        given.get("first_day") or wanted.target_start or today, wanted.location, wanted.manager,
        employment_type=wanted.employment_type, grade=wanted.grade, position=wanted.position,
    )  # fmt: skip
    for name in ("equity", "grade", "position", "reason"):
        if name in given:
            given[name] = checks.text(given[name], name)
    if "manager" in given and given["manager"]:
        given["manager"] = manager_of(ctx, OFFER, given["manager"], None, today).number
    for name, spelled in (("department", people.department), ("location", people.location)):
        if given.get(name):
            given[name] = spelled(checks.text(given[name], name))
    made = replace(base, state=STATES.DRAFT, sent=None, expires=None, person="", stamp=None, **given)
    made = replace(made, title=checks.filled(made.title, "title"), pay_group=checks.pay_group(made.pay_group, groups))
    checks.rate(made.rate, made.basis, ctx.config.company.currency)
    checks.day(made.first_day, "first_day", today)
    if not made.department or find("department", made.department) is None:
        raise RuleBroken(f"There is no department “{made.department}”; choose one that is there.", "department")
    check_places(made.department, made.location, made.first_day)
    return made


def _hiring(ctx: Context) -> Context:
    return replace(ctx, actor=replace(ctx.actor, grants=(*ctx.actor.grants, HIRING)))


def _hire(offer: Offer, who: Candidate, wanted: Requisition) -> Hire:
    return Hire(
        first_day=offer.first_day, first_name=who.first_name, last_name=who.last_name, title=offer.title, department=offer.department,
        number=who.person, location=offer.location, manager=offer.manager, employment_type=offer.employment_type, rate=offer.rate,
        basis=offer.basis, pay_group=offer.pay_group, email=who.email, reason=f"offer {offer.number}", grade=offer.grade,
        position=offer.position,
    )  # fmt: skip
