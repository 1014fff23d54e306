"""What takes effect when: everyone's rows that have not begun, in one list."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from data import contacts, directory, payitems, people, scheduled, tags
from hrtui.access.model import Field, Scope, Sight, Subject
from hrtui.access.rules import may, require, scopes, seen_in, sight
from hrtui.audit import writing
from hrtui.audit.model import Change
from hrtui.audit.rules import MASKED, PAY_ITEMS, differences, sensitive
from hrtui.benefits.gathering import READ as BENEFITS
from hrtui.benefits.past import live_facts, pay_sight
from hrtui.benefits.telling import BENEFICIARIES, ELECTION, STANDING, seen_by
from hrtui.contacts.model import Contact
from hrtui.context import Context
from hrtui.payroll.items import rules as item_rules
from hrtui.payroll.items.model import PayItem, PayOrder
from hrtui.people import rules, scheduling
from hrtui.people.certifying import US
from hrtui.people.fact import Fact
from hrtui.people.fact import changes as fact_changes
from hrtui.people.model import Certificate, Job, Pay, Profile, Tag
from hrtui.people.subjects import sees_certificates

READ = "people.read"
CALLED = {"profile": "change of profile", "certificate": "W-4", "contact": "change of contact", "tag": "tag"}
UNSAID = ("action", "reason", "last_day", "manager", "jurisdiction", "slot", "active")
Row = Job | Pay | Profile | Certificate | Contact | Tag | PayItem | PayOrder | Fact
ITEM, ORDER = "pay item", "order"
OF_BENEFITS = (ELECTION, STANDING, BENEFICIARIES)
RIGHTS = {ITEM: "payroll.items", ORDER: "payroll.orders", **dict.fromkeys(OF_BENEFITS, BENEFITS)}


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A row that begins on a day to come: whose, of which kind, what made it, each field before and after, and who entered
    it when (UTC). Values of fields that the role is not shown stand masked."""

    day: date
    person: int
    number: str
    name: str
    kind: str
    action: str
    reason: str
    changes: tuple[Change, ...]
    entered_by: str
    entered_at: datetime
    command: int
    seq: int


@dataclass(frozen=True, slots=True)
class ScheduledList:
    """The rows that begin on a day to come, by the keys of their pages, and the person each is of."""

    keys: array[int]
    people: array[int]


def scheduled_ids(ctx: Context, text: str = "", until: date | None = None, *, note: bool = True) -> array[int]:
    """The keys of `scheduled_list`."""
    return scheduled_list(ctx, text, until, note=note).keys


def scheduled_list(ctx: Context, text: str = "", until: date | None = None, *, note: bool = True) -> ScheduledList:
    """The rows that begin after the day looked at, soonest first, of people and kinds the actor may see.

    Words narrow by the person's line, the kind, the action and the reason; `until:DAY` and `is:change` as
    `scheduling.read` takes them. Raises RuleBroken for a day that is none. Where rows of pay, or coverage that tells of it, are
    among them and the role is shown pay, the trail notes that it was seen, unless `note` says that it has the whole list already. Raises NotAllowed.
    """
    require(ctx.actor, READ)
    seen = _seen(ctx)
    asked = scheduling.read(text, ctx.clock.today(), ctx.config.style.month_first)
    with ctx.store.snapshot():
        given = asked if until is None else replace(asked, until=until)
        found, whose = scheduled.ids(ctx.day, given, seen, ctx.actor.person)
    if note and _shown_somewhere(ctx) and scheduled.tells_of_pay(found):
        writing.note_seen(ctx, "scheduled changes", [Field.PAY])
    return ScheduledList(found, whose)


def scheduled_page(ctx: Context, keys: Sequence[int]) -> list[Scheduled | None]:
    """The rows of a page; None for one withdrawn meanwhile or out of scope. Takes at most twenty-eight queries for 100 rows."""
    require(ctx.actor, READ)
    with ctx.store.snapshot():
        whose = scheduled.people_of(keys)
        ids = sorted(set(whose.values()))
        lines = {line.id: line for line in directory.page(ids, scopes(ctx.actor, READ), ctx.actor.person) if line}
        subjects = directory.subjects(line.number for line in lines.values())
        kinds = {scheduled.kind_of(key) for key in keys}
        rows = {kind: read(ids) for kind, read in _READERS.items() if kind in kinds}
        rows |= {kind: live_facts(ctx, kind, ids) for kind in OF_BENEFITS if kind in kinds}
    out: list[Scheduled | None] = []
    for key in keys:
        kind, line = scheduled.kind_of(key), lines.get(whose.get(key, 0))
        held: Sequence[Row] = rows[kind].get(line.id, ()) if line else ()
        row = next((each for each in held if each.stamp and each.stamp.id == scheduled.row_of(key)), None)
        out.append(
            _made(ctx, kind, row, held, line.id, line.name, subjects[line.number])
            if line and row is not None and rules.is_live(row) and line.number in subjects
            else None
        )
    return out


_READERS: dict[str, Callable[[Sequence[int]], Mapping[int, Sequence[Row]]]] = {
    "job": people.jobs,
    "pay": people.pays,
    "profile": people.profiles,
    "certificate": people.certificates,
    "contact": contacts.contacts,
    "tag": tags.tags,
    ITEM: payitems.items,
    ORDER: payitems.orders,
}


def _made(
    ctx: Context, kind: str, row: Row, held: Sequence[Row], id_: int, name: str, subject: Subject
) -> Scheduled | None:
    if kind == "certificate" and not sees_certificates(ctx.actor, subject):
        return None
    if kind == "pay" and sight(ctx.actor, Field.PAY, subject) is Sight.HIDDEN:
        return None
    if kind in RIGHTS and not may(ctx.actor, RIGHTS[kind], subject):
        return None
    if isinstance(row, Fact):
        seen = pay_sight(ctx, subject)
        (row, *held) = seen_by([row, *(each for each in held if isinstance(each, Fact))], seen)
    earned = isinstance(row, PayItem) and item_rules.is_earning(row, ctx.config.pay_codes)
    if earned and sight(ctx.actor, Field.PAY, subject) is not Sight.SHOWN:
        return None
    stamp = row.stamp
    if stamp is None:
        return None
    return Scheduled(
        day=row.effective_from,
        person=id_,
        number=subject.number,
        name=name,
        kind=kind,
        action=_called(kind, row, held),
        reason=getattr(row, "reason", ""),
        changes=tuple(_plainly(_sighted(ctx, change, subject)) for change in _changes(row, held)),
        entered_by=stamp.recorded_by,
        entered_at=stamp.recorded_at,
        command=stamp.command,
        seq=stamp.seq,
    )


def _called(kind: str, row: Row, held: Sequence[Row]) -> str:
    if isinstance(row, Fact):
        return row.action
    if isinstance(row, (PayItem, PayOrder)):
        verb = "change of" if _before(row, held) else "new"
        return f"{verb if row.active else 'end of'} {row.key}"
    if isinstance(row, Contact):
        verb = "change of" if _before(row, held) else "new"
        return f"{verb if row.active else 'end of'} {'dependent' if row.kind == 'dependent' else 'contact'}"
    if isinstance(row, Certificate) and row.jurisdiction != US:
        return f"{row.jurisdiction} certificate"
    return str(getattr(row, "action", CALLED.get(kind, kind)))


def _same(row: Row) -> object:
    """What tells the rows of a kind apart that hold beside each other: the jurisdiction, the contact, the tag, the code."""
    if isinstance(row, Tag):
        return row.name
    if isinstance(row, Fact):
        return row.key
    if isinstance(row, (PayItem, PayOrder)):
        return row.key
    return row.slot if isinstance(row, Contact) else getattr(row, "jurisdiction", "")


def _before(row: Row, held: Sequence[Row]) -> Row | None:
    """The live row that holds until another begins."""
    same = (each for each in held if rules.is_live(each) and _same(each) == _same(row))
    return max((each for each in same if rules.order(each) < rules.order(row)), key=rules.order, default=None)


def _changes(row: Row, held: Sequence[Row]) -> tuple[Change, ...]:
    """What a row changes of the live one that holds until it begins."""
    if isinstance(row, Tag):
        return (Change("tag", "", row.name) if row.on else Change("tag", row.name, ""),)
    before = _before(row, held)
    if isinstance(row, Fact):
        return fact_changes(before if isinstance(before, Fact) else None, row)
    if isinstance(row, PayItem):
        return tuple(item_rules.trail(before if isinstance(before, PayItem) else None, row))
    if isinstance(row, PayOrder):
        return tuple(item_rules.trail(before if isinstance(before, PayOrder) else None, row))
    if isinstance(row, Contact) and not row.active:
        return (Change("name", row.name, ""),)
    return tuple(change for change in differences(before, row) if change.field not in UNSAID)


def _sighted(ctx: Context, change: Change, subject: Subject) -> Change:
    field = sensitive(change.field, ctx.config.secret_fields)
    if field is None or (field is Field.PAY and sight(ctx.actor, field, subject) is Sight.SHOWN):
        return change
    return Change(change.field, MASKED if change.before else "", MASKED if change.after else "")


def _plainly(change: Change) -> Change:
    """The change of a pay item or order by the field alone: the row says of which one."""
    own = change.field.startswith(PAY_ITEMS)
    return Change(change.field.rpartition(".")[2], change.before, change.after) if own else change


def _seen(ctx: Context) -> dict[str, Sequence[Scope]]:
    """Whom each kind of row may be seen of."""
    reach = scopes(ctx.actor, READ)
    paid = seen_in(ctx.actor, Field.PAY, READ)
    taxed = (
        *(scope for action in ("people.change_certificate", "payroll.preview") for scope in scopes(ctx.actor, action)),
        *paid,
    )
    return {
        "job": reach, "profile": reach, "pay": paid, "certificate": taxed, "contact": reach, "tag": reach,
        **{kind: scopes(ctx.actor, action) for kind, action in RIGHTS.items()},
    }  # fmt: skip


def _shown_somewhere(ctx: Context) -> bool:
    return any(
        grant.action == READ and grant.fields.get(Field.PAY, Sight.HIDDEN) is Sight.SHOWN for grant in ctx.actor.grants
    )
