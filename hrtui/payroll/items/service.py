"""The use cases of pay items and garnishment orders: see them, add, change and stop one from a day on.

Each write is a new dated row with its audit entry. Standing earnings are pay: whoever enters one needs the right to change
pay, and sees it, too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from data import payitems as rows
from data import people
from hrtui.access.model import Field, Sight, Subject
from hrtui.access.rules import may, require, sight
from hrtui.audit import writing
from hrtui.audit.model import Entered
from hrtui.context import Context
from hrtui.errors import NotAllowed
from hrtui.payroll.items import rules
from hrtui.payroll.items.model import ItemChange, OrderChange, PayItem, PayOrder, PayTerms
from hrtui.people import checks
from hrtui.people.beside import check_alone
from hrtui.people.model import Done
from hrtui.people.rules import shown_rows
from hrtui.people.subjects import Person, require_seen, writable

ITEMS, CHANGE_ITEMS = "payroll.items", "payroll.change_items"
ORDERS, CHANGE_ORDERS = "payroll.orders", "payroll.change_orders"
CHANGE_PAY = "people.change_pay"


def terms_of(ctx: Context, number: str) -> PayTerms:
    """A person's pay items and garnishment orders, scheduled and stopped ones too, as far as the role may see them.

    Standing earnings are left out where pay is not shown. Leaves an audit entry where anything is shown. Raises
    NotAllowed, and NotFound out of scope.
    """
    return _seen(ctx, number, rows.live_items, rows.live_orders)


def history(ctx: Context, number: str) -> PayTerms:
    """All that a person's pay items and orders were, are and are to be, withdrawn rows too; else as `terms_of`."""

    def items(person: int) -> list[PayItem]:
        held = rows.all_items(person)
        return [row for key in _keys(held) for row in shown_rows(each for each in held if each.key == key)]

    def orders(person: int) -> list[PayOrder]:
        held = rows.all_orders(person)
        return [row for key in _keys(held) for row in shown_rows(each for each in held if each.key == key)]

    return _seen(ctx, number, items, orders)


def _keys(held: Sequence[PayItem] | Sequence[PayOrder]) -> list[str]:
    return sorted({row.key for row in held})


def _seen(
    ctx: Context, number: str, read_items: Callable[[int], list[PayItem]], read_orders: Callable[[int], list[PayOrder]]
) -> PayTerms:
    """What is read of a person, as far as the role may see it; leaves an entry where anything is shown."""
    with ctx.store.snapshot():
        person = _reader(ctx, number)
        items = tuple(read_items(person.id)) if may(ctx.actor, ITEMS, person.subject) else None
        orders = tuple(read_orders(person.id)) if may(ctx.actor, ORDERS, person.subject) else None
        newest = people.newest_command(person.id)
    codes, shown = ctx.config.pay_codes, _pay_shown(ctx, person.subject)
    hidden = False
    if items is not None and not shown:
        kept = tuple(item for item in items if not rules.is_earning(item, codes))
        hidden, items = len(kept) < len(items), kept
    told = {"items": len(items or ()), "orders": len(orders or ())}
    if any(told.values()):
        detail = {name: str(count) for name, count in told.items() if count}
        writing.note_read(ctx, person.number, "see_items", detail, area="payroll")
    return PayTerms(person.number, person.summary.name, items, orders, hidden, newest)


def add_item(ctx: Context, number: str, item: PayItem, *, expected: int | None = None) -> Done:
    """Add a standing earning or deduction from a day on.

    `expected` is the newest command known when the form was opened. Raises NotFound, NotAllowed (also for an earning
    without the right to change pay), Conflict, and RuleBroken where the code counts already.
    """
    require(ctx.actor, CHANGE_ITEMS)
    wanted = rules.checked_item(item, ctx.config.pay_codes, ctx.clock.today(), ctx.config.company.currency)
    with ctx.store.write():
        person = writable(ctx, CHANGE_ITEMS, number)
        _pay_too(ctx, person, wanted)
        check_alone(ctx, person, expected, wanted)
        wanted = rules.added(rows.live_items(person.id), wanted)
        entered = _write_item(ctx, person, None, wanted)
    sentence = f"{_label(ctx, wanted)} of {person.called} holds from {wanted.effective_from}."
    return Done(entered.command, person.number, sentence)


def change_item(ctx: Context, number: str, code: str, change: ItemChange, *, expected: int | None = None) -> Done:
    """Change a pay item from a day on; what is not given stays as it is that day.

    Raises NotFound, NotAllowed, Conflict and RuleBroken, as `add_item`.
    """
    require(ctx.actor, CHANGE_ITEMS)
    today, currency = ctx.clock.today(), ctx.config.company.currency
    checks.day(change.effective_from, "effective_from", today)
    with ctx.store.write():
        person = writable(ctx, CHANGE_ITEMS, number)
        known = rows.live_items(person.id)
        before, after = rules.changed_item(known, code, change)
        _pay_too(ctx, person, before)
        check_alone(ctx, person, expected, change)
        after = rules.checked_item(after, ctx.config.pay_codes, today, currency)
        entered = _write_item(ctx, person, before, after)
    later = [row for row in rules.to_come(known, after.effective_from) if row.code == code]
    sentence = f"{_label(ctx, after)} of {person.called} changes from {after.effective_from}."
    return Done(entered.command, person.number, sentence, _stay(later))


def stop_item(ctx: Context, number: str, code: str, on: date | None = None, *, expected: int | None = None) -> Done:
    """Stop a pay item from a day on (today unless given); changes scheduled after that are rescinded.

    Raises NotFound, NotAllowed, Conflict and RuleBroken, as `add_item`.
    """
    require(ctx.actor, CHANGE_ITEMS)
    day = checks.day(on or ctx.clock.today(), "effective_from", ctx.clock.today())
    with ctx.store.write():
        person = writable(ctx, CHANGE_ITEMS, number)
        before, after, later = rules.stopped(rows.live_items(person.id), PayItem, code, day)
        _pay_too(ctx, person, before)
        check_alone(ctx, person, expected, after)
        action = _action(ctx, before)
        entered = writing.begin(ctx, action, person.number)
        rows.supersede_items(later, entered)
        rows.add_item(person.id, after, entered)
        writing.note(entered, action, person.number, rules.trail(before, after), {"from": str(day)})
    sentence = f"{_label(ctx, before)} of {person.called} stops on {day}."
    return Done(entered.command, person.number, sentence, _gone(later))


def add_order(ctx: Context, number: str, order: PayOrder, *, expected: int | None = None) -> Done:
    """Record a garnishment order from a day on. Raises NotFound, NotAllowed, Conflict and RuleBroken."""
    require(ctx.actor, CHANGE_ORDERS)
    wanted = rules.checked_order(order, ctx.clock.today(), ctx.config.company.currency)
    with ctx.store.write():
        person = writable(ctx, CHANGE_ORDERS, number)
        check_alone(ctx, person, expected, wanted)
        wanted = rules.added(rows.live_orders(person.id), wanted)
        entered = _write_order(ctx, person, None, wanted)
    sentence = f"Order {wanted.number} against {person.called} holds from {wanted.effective_from}."
    return Done(entered.command, person.number, sentence)


def change_order(ctx: Context, number: str, order: str, change: OrderChange, *, expected: int | None = None) -> Done:
    """Change a garnishment order from a day on; what is not given stays as it is that day.

    Raises NotFound, NotAllowed, Conflict and RuleBroken.
    """
    require(ctx.actor, CHANGE_ORDERS)
    today, currency = ctx.clock.today(), ctx.config.company.currency
    checks.day(change.effective_from, "effective_from", today)
    with ctx.store.write():
        person = writable(ctx, CHANGE_ORDERS, number)
        check_alone(ctx, person, expected, change)
        known = rows.live_orders(person.id)
        before, after = rules.changed_order(known, order, change)
        after = rules.checked_order(after, today, currency)
        entered = _write_order(ctx, person, before, after)
    later = [row for row in rules.to_come(known, after.effective_from) if row.number == order]
    sentence = f"Order {order} against {person.called} changes from {after.effective_from}."
    return Done(entered.command, person.number, sentence, _stay(later))


def stop_order(ctx: Context, number: str, order: str, on: date | None = None, *, expected: int | None = None) -> Done:
    """Stop a garnishment order from a day on (today unless given); changes scheduled after that are rescinded.

    Raises NotFound, NotAllowed, Conflict and RuleBroken.
    """
    require(ctx.actor, CHANGE_ORDERS)
    day = checks.day(on or ctx.clock.today(), "effective_from", ctx.clock.today())
    with ctx.store.write():
        person = writable(ctx, CHANGE_ORDERS, number)
        before, after, later = rules.stopped(rows.live_orders(person.id), PayOrder, order, day)
        check_alone(ctx, person, expected, after)
        entered = writing.begin(ctx, CHANGE_ORDERS, person.number)
        rows.supersede_orders(later, entered)
        rows.add_order(person.id, after, entered)
        writing.note(entered, CHANGE_ORDERS, person.number, rules.trail(before, after), {"from": str(day)})
    sentence = f"Order {before.number} against {person.called} stops on {day}."
    return Done(entered.command, person.number, sentence, _gone(later))


def _reader(ctx: Context, number: str) -> Person:
    """The person whose items or orders the actor may see."""
    if not may(ctx.actor, ITEMS) and not may(ctx.actor, ORDERS):
        require(ctx.actor, ITEMS)
    action = ITEMS if may(ctx.actor, ITEMS) else ORDERS
    try:
        return writable(ctx, action, number)
    except NotAllowed:
        if action == ITEMS and may(ctx.actor, ORDERS):
            return writable(ctx, ORDERS, number)
        raise


def _pay_shown(ctx: Context, subject: Subject) -> bool:
    return any(sight(ctx.actor, Field.PAY, subject, action) is Sight.SHOWN for action in ("people.read", ITEMS))


def _pay_too(ctx: Context, person: Person, item: PayItem) -> None:
    """A standing earning is pay: it takes the right to change pay, and sight of it."""
    if rules.is_earning(item, ctx.config.pay_codes):
        require(ctx.actor, CHANGE_PAY, person.subject)
        require_seen(ctx, Field.PAY, person.subject, CHANGE_PAY)


def _write_item(ctx: Context, person: Person, before: PayItem | None, after: PayItem) -> Entered:
    action = _action(ctx, after)
    entered = writing.begin(ctx, action, person.number)
    rows.add_item(person.id, after, entered)
    detail = {"from": str(after.effective_from)}
    writing.note(entered, action, person.number, rules.trail(before, after), detail)
    return entered


def _action(ctx: Context, item: PayItem) -> str:
    """What the trail calls the change of an item, and whose right undoes it: that of a standing earning is one of pay."""
    return CHANGE_PAY if rules.is_earning(item, ctx.config.pay_codes) else CHANGE_ITEMS


def _write_order(ctx: Context, person: Person, before: PayOrder | None, after: PayOrder) -> Entered:
    entered = writing.begin(ctx, CHANGE_ORDERS, person.number)
    rows.add_order(person.id, after, entered)
    detail = {"from": str(after.effective_from)}
    writing.note(entered, CHANGE_ORDERS, person.number, rules.trail(before, after), detail)
    return entered


def _label(ctx: Context, item: PayItem) -> str:
    codes = ctx.config.pay_codes
    known = codes.earnings if rules.is_earning(item, codes) else codes.deductions
    return known[item.code].label if item.code in known else item.code


def _stay(later: list[PayItem] | list[PayOrder]) -> tuple[str, ...]:
    return tuple(f"Its change on {row.effective_from} stays as it is." for row in later)


def _gone(later: list[PayItem] | list[PayOrder]) -> tuple[str, ...]:
    return tuple(f"Its change on {row.effective_from} no longer happens." for row in later)
