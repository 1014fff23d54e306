"""Pay items and garnishment orders: rows to values and back; of one person, or of a chunk of people for a run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from peewee import fn

from data.base import database
from data.dated import counting
from data.fields import instant
from data.prepared import Prepared, listed, one_of
from data.schema import GarnishmentRow, PayItemRow
from data.slots import all_rows, supersede
from hrtui.audit.model import Entered
from hrtui.money import Money
from hrtui.payroll.check.values import OrderKind
from hrtui.payroll.items.model import PayItem, PayOrder
from hrtui.people.model import Stamp

MILLIONTHS = Decimal(1_000_000)
_ITEM = (
    PayItemRow.code, PayItemRow.amount, PayItemRow.percent, PayItemRow.employer, PayItemRow.employer_percent,
    PayItemRow.note, PayItemRow.active,
)  # fmt: skip
_ORDER = (
    GarnishmentRow.number, GarnishmentRow.kind, GarnishmentRow.received, GarnishmentRow.amount, GarnishmentRow.percent,
    GarnishmentRow.balance, GarnishmentRow.supports_other, GarnishmentRow.arrears_12_weeks, GarnishmentRow.status,
    GarnishmentRow.dependents, GarnishmentRow.fee, GarnishmentRow.payee, GarnishmentRow.note, GarnishmentRow.active,
)  # fmt: skip
ITEM = tuple(column.name for column in _ITEM)
ORDER = tuple(column.name for column in _ORDER)


def live_items(person: int) -> list[PayItem]:
    """The rows of a person's pay items that count, stopped ones included, by code and oldest first."""
    return items([person])[person]


def live_orders(person: int) -> list[PayOrder]:
    """The rows of a person's garnishment orders that count, stopped ones included, by number and oldest first."""
    return orders([person])[person]


def items(people: Sequence[int], known: int | None = None, stamps: bool = True) -> dict[int, list[PayItem]]:
    """The rows of the pay items of people that count, now or as known after a command, in one query.

    Without `stamps` rows do not say who entered them when, and equal ones of many people are one value.
    """
    found: dict[int, list[PayItem]] = defaultdict(list)
    if stamps:
        for person, on, stamp, cells in _live(PayItemRow, ITEM, people, known):
            found[person].append(_item(on, stamp, cells))
        return found
    for person, *cells in _plain_items(known is not None)(listed(people), known).fetchall():
        found[person].append(_alike(*cells))
    return found


@cache
def _plain_items(past: bool) -> Prepared:
    def build(people: Any, known: Any) -> Any:
        row = PayItemRow
        wanted = one_of(row.person, people) & counting(row, known if past else None)
        query = row.select(row.person, row.effective_from, *_ITEM).where(wanted)
        return query.order_by(row.person, row.code, row.effective_from, row.seq)

    return Prepared(build)


@lru_cache(maxsize=16_384)
def _alike(on: str, *cells: Any) -> PayItem:
    return _item(date.fromisoformat(on), None, cells)


def all_items(person: int) -> list[PayItem]:
    """Every row of a person's pay items, those that count no longer too, by code and oldest first."""
    return [_item(on, stamp, cells) for _, on, stamp, cells in all_rows(PayItemRow, person, _ITEM)]


def all_orders(person: int) -> list[PayOrder]:
    """Every row of a person's garnishment orders, those that count no longer too, by number and oldest first."""
    return [_order(on, stamp, cells) for _, on, stamp, cells in all_rows(GarnishmentRow, person, _ORDER)]


def _item(on: date, stamp: Stamp | None, cells: Sequence[Any]) -> PayItem:
    code, amount, percent, employer, employer_percent, note, active = cells
    return PayItem(
        on, code, _money(amount), _percent(percent), _money(employer), _percent(employer_percent), note, bool(active), stamp,
    )  # fmt: skip


def _order(on: date, stamp: Stamp, cells: Sequence[Any]) -> PayOrder:
    number, kind, received, amount, percent, balance, other, late, status, dependents, fee, payee, note, active = cells
    owed = None if balance is None else Money(balance)
    return PayOrder(
        on, number, OrderKind(kind), date.fromisoformat(received), _money(amount), _percent(percent), owed,
        bool(other), bool(late), status, dependents, _money(fee), payee, note, bool(active), stamp,
    )  # fmt: skip


def orders(people: Sequence[int], known: int | None = None) -> dict[int, list[PayOrder]]:
    """The rows of the garnishment orders of people that count, now or as known after a command, in one query."""
    found: dict[int, list[PayOrder]] = defaultdict(list)
    for person, on, stamp, cells in _live(GarnishmentRow, ORDER, people, known):
        found[person].append(_order(on, stamp, cells))
    return found


def add_item(person: int, item: PayItem, entered: Entered) -> None:
    """Enter a pay item from a day on."""
    values = dict(zip(ITEM, item_values(item), strict=True))
    _add(PayItemRow, person, PayItemRow.code == item.code, item.effective_from, entered, **values)


def item_values(item: PayItem) -> tuple[Any, ...]:
    """The values of a pay item's row, in the order of `ITEM`."""
    return (
        item.code, _cents(item.amount), _parts(item.percent), _cents(item.employer), _parts(item.employer_percent),
        item.note, int(item.active),
    )  # fmt: skip


def add_order(person: int, order: PayOrder, entered: Entered) -> None:
    """Enter a garnishment order from a day on."""
    values = dict(zip(ORDER, order_values(order), strict=True))
    _add(GarnishmentRow, person, GarnishmentRow.number == order.number, order.effective_from, entered, **values)


def order_values(order: PayOrder) -> tuple[Any, ...]:
    """The values of a garnishment order's row, in the order of `ORDER`."""
    return (
        order.number, order.kind, order.received, _cents(order.amount), _parts(order.percent),
        None if order.balance is None else order.balance.cents, int(order.supports_other), int(order.arrears_12_weeks),
        order.status, order.dependents, _cents(order.fee), order.payee, order.note, int(order.active),
    )  # fmt: skip


def supersede_items(rows: Sequence[PayItem], entered: Entered) -> None:
    """Rescind rows of pay items."""
    supersede(PayItemRow, [row.stamp for row in rows], entered)


def supersede_orders(rows: Sequence[PayOrder], entered: Entered) -> None:
    """Rescind rows of garnishment orders."""
    supersede(GarnishmentRow, [row.stamp for row in rows], entered)


def _live(
    model: Any, columns: tuple[str, ...], people: Sequence[int], known: int | None
) -> Iterator[tuple[int, date, Stamp, Sequence[Any]]]:
    rows = _rows(model, columns, known is not None)(listed(people), known).fetchall()
    for person, on, id_, seq, command, at, by, *cells in rows:
        yield person, date.fromisoformat(on), Stamp(id_, seq, command, instant(at), by), cells


@cache
def _rows(model: Any, columns: tuple[str, ...], past: bool) -> Prepared:
    def build(people: Any, known: Any) -> Any:
        common = (
            model.person, model.effective_from, model.id, model.seq, model.command, model.recorded_at, model.recorded_by,
        )  # fmt: skip
        wanted = one_of(model.person, people) & counting(model, known if past else None)
        query = model.select(*common, *(getattr(model, name) for name in columns)).where(wanted)
        return query.order_by(model.person, getattr(model, model.KIND), model.effective_from, model.seq)

    return Prepared(build)


def _add(model: Any, person: int, own: Any, on: date, entered: Entered, **values: Any) -> None:
    """Enter a row from a day on, after those of the same day; a row of the day that was superseded keeps its sequence."""
    last = model.select(fn.MAX(model.seq)).where((model.person == person) & own & (model.effective_from == on))
    held = database.execute(last).fetchone()[0]
    model.insert(
        person=person,
        effective_from=on,
        seq=0 if held is None else held + 1,
        command=entered.command,
        recorded_at=entered.at,
        recorded_by=entered.by,
        **values,
    ).execute()


def _money(cents: int) -> Money | None:
    return Money(cents) if cents else None


def _cents(money: Money | None) -> int:
    return money.cents if money else 0


def _percent(parts: int) -> Decimal | None:
    return (parts / MILLIONTHS).normalize() if parts else None


def _parts(percent: Decimal | None) -> int:
    return int(percent * MILLIONTHS) if percent else 0
