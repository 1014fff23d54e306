"""Offers: their versions, how far each is, and who approved them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from peewee import fn

from data import dialect, owned
from data.base import database
from data.identity import numbers, person_id
from data.org.names import find, names_on
from data.owned import as_day, as_instant, enter, last_of, live
from data.recruitrows import OfferApprovalRow, OfferFactRow, OfferRow
from hrtui.audit.model import Entered
from hrtui.money import Money
from hrtui.people.model import Basis, EmploymentType, Stamp
from hrtui.recruiting.model import Approval, ApprovalState
from hrtui.recruiting.offers import Offer, OfferState

FACT = (
    "state", "title", "department", "location", "manager", "rate", "basis", "pay_group", "bonus", "equity", "employment_type", "grade",
    "position", "first_day", "sent", "expires", "reason", "person",
)  # fmt: skip
APPROVAL = ("role", "state", "by", "reason")
OFFER, NOW, SAID = OfferRow, OfferFactRow, OfferApprovalRow
COLUMNS = (
    OFFER.id, OFFER.number, OFFER.application, OFFER.version, *(getattr(NOW, name) for name in FACT), NOW.id, NOW.seq, NOW.command,
    NOW.recorded_at, NOW.recorded_by,
)  # fmt: skip


def next_number() -> str:
    """The number of the next offer: OFF-00001; ask inside `write()`."""
    return owned.next_numbers(OFFER, "OFF-", 5)[0]


def next_version(application: int) -> int:
    """The version after the greatest an application ever had."""
    last = OFFER.select(fn.MAX(OFFER.version)).where(OFFER.application == application).scalar()
    return int(last or 0) + 1


def add(offer: Offer, on: date, entered: Entered) -> int:
    """Enter a version as it is, from a day on, and return its id; inside `write()`."""
    id_ = OFFER.insert(
        number=offer.number, application=offer.application, version=offer.version, command=entered.command
    ).execute()
    enter(NOW, FACT, [(id_, on, _values(offer))], entered)
    return int(id_)


def put_many(offers: Sequence[Offer], on: date, entered: Entered) -> None:
    """Enter how versions stand from a day on; inside `write()`."""
    enter(NOW, FACT, [(each.id, on, _values(each)) for each in offers], entered)


def approve(offer: int, approvals: Iterable[Approval], on: date, entered: Entered) -> None:
    """Enter what roles said of a version; inside `write()`."""
    rows = [(offer, on, (each.role, each.state.value, each.by, each.reason)) for each in approvals]
    enter(SAID, APPROVAL, rows, entered)


def numbered(number: str) -> Offer | None:
    """The version of a number; one that was undone is none."""
    return next(iter(_read(OFFER.number == number)), None)


def of_application(application: int) -> list[Offer]:
    """The versions of an application's offer, newest first."""
    return _read(OFFER.application == application)


def of_applications(applications: Sequence[int], states: Iterable[OfferState]) -> dict[int, list[Offer]]:
    """The versions in some states of applications' offers, newest first, by application."""
    found: dict[int, list[Offer]] = defaultdict(list)
    wanted = OFFER.application.in_(dialect.one_of(list(applications)))
    for each in _read(wanted & NOW.state.in_([state.value for state in states])):
        found[each.application].append(each)
    return dict(found)


def in_states(states: Iterable[OfferState]) -> list[Offer]:
    """The versions in some states, newest first."""
    return _read(NOW.state.in_([state.value for state in states]))


def approvals(offer: int) -> tuple[Approval, ...]:
    """What each role said last of a version, in the order in which they were asked."""
    found: dict[str, Approval] = {}
    for _, _, stamp, (role, state, by, reason) in live(SAID, APPROVAL, [offer]):
        found[role] = Approval(role, ApprovalState(state), by, reason, stamp)
    return tuple(found.values())


def awaiting() -> dict[int, list[str]]:
    """The roles that each version waits for, by its id; one query."""
    wanted = SAID.superseded_at.is_null() & last_of(SAID) & (SAID.state == ApprovalState.REQUESTED.value)
    out: dict[int, list[str]] = defaultdict(list)
    for id_, role in database.execute(SAID.select(SAID.offer, SAID.role).where(wanted)).fetchall():
        out[id_].append(role)
    return dict(out)


def _values(each: Offer) -> tuple[Any, ...]:
    return (
        each.state.value, each.title, find("department", each.department), find("location", each.location) if each.location else None,
        person_id(each.manager) if each.manager else None, each.rate.cents, each.basis.value, each.pay_group,
        None if each.bonus is None else each.bonus.cents, each.equity, each.employment_type.value, each.grade, each.position,
        each.first_day, each.sent, each.expires, each.reason, person_id(each.person) if each.person else None,
    )  # fmt: skip


def _read(wanted: Any) -> list[Offer]:
    query = OFFER.select(*COLUMNS).join(NOW, on=(NOW.offer == OFFER.id))
    query = query.where(wanted & NOW.superseded_at.is_null() & last_of(NOW)).order_by(OFFER.id.desc())
    rows = database.execute(query).fetchall()
    if not rows:
        return []
    departments = names_on("department", {row[6] for row in rows}, date.max)
    locations = names_on("location", {row[7] for row in rows if row[7] is not None}, date.max)
    people = numbers({row[at] for row in rows for at in (8, 21) if row[at] is not None})
    return [_offer(row, departments, locations, people) for row in rows]


def _offer(row: Sequence[Any], departments: dict[int, str], locations: dict[int, str], people: dict[int, str]) -> Offer:
    (
        id_, number, application, version, state, title, department, location, manager, rate, basis, group, bonus, equity, employment,
        grade, position, first, sent, expires, reason, person, row_id, seq, command, at, by,
    ) = row  # fmt: skip
    return Offer(
        number, application, version, OfferState(state), title, departments.get(department, ""), Money(rate), Basis(basis), group,
        as_day(first), locations.get(location, ""), people.get(manager, ""), None if bonus is None else Money(bonus), equity,
        EmploymentType(employment), grade, position, as_day(sent) if sent else None, as_day(expires) if expires else None, reason,
        people.get(person, ""), id_, Stamp(row_id, seq, command, as_instant(at), by),
    )  # fmt: skip
