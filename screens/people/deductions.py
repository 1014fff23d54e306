"""What is paid or deducted at every check of a person, as cards of the record: pay items, then garnishment orders."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from hrtui.config import Config
from hrtui.money import Money, format_money
from hrtui.payroll.items import rules
from hrtui.payroll.items.model import PayItem, PayOrder, PayTerms
from screens.frames import frames
from screens.text import Tone
from screens.widgets.cards import Card, Cards, part_bindings
from screens.widgets.sheet import Item

Row = PayItem | PayOrder
NOT_YOURS = "Pay items and garnishment orders are not for your roles."
NONE = "None is on file. a adds a deduction, o records an order."
LEFT_OUT = "Standing earnings are left out: pay is not shown to your roles."


class DeductionCards(Cards):
    """The person's pay items and garnishment orders."""

    PART = "deductions"
    BINDINGS = part_bindings("deductions")

    def do_add(self) -> None:
        """Add a standing earning or deduction."""
        self.want("deductions.add")

    def do_order(self) -> None:
        """Record a garnishment order."""
        self.want("deductions.order")

    def do_edit(self) -> None:
        """Change the one under the cursor."""
        self.want("deductions.edit")

    def do_stop(self) -> None:
        """Stop the one under the cursor."""
        self.want("deductions.stop")


def rows_on(found: PayTerms, on: date) -> list[Row]:
    """What counts on a day, in the order of the cards: items, then orders."""
    return [*rules.on_day(found.items or (), on), *rules.on_day(found.orders or (), on)]


def deduction_cards(found: PayTerms, on: date, config: Config) -> list[Card]:
    """What counts on a day, and what is scheduled after it."""
    rows = rows_on(found, on)
    cards = [
        Card(at, tuple(_item(row, config) if isinstance(row, PayItem) else _order(row, config)))
        for at, row in enumerate(rows)
    ]
    later: list[Row] = [*rules.to_come(found.items or (), on), *rules.to_come(found.orders or (), on)]
    if later:
        later.sort(key=lambda row: row.effective_from)
        coming = (_coming(row, config) for row in later)
        cards.append(Card(None, (Item("", "Scheduled", heading=True), *coming)))
    if found.earnings_hidden:
        cards.append(Card(None, (Item("", LEFT_OUT, Tone.MUTED),)))
    return cards or [Card(None, (Item("", NONE, Tone.MUTED),))]


def called(row: Row, config: Config) -> str:
    """What a row is called: the label of its code, or its order number."""
    if isinstance(row, PayOrder):
        return f"order {row.number}"
    codes = config.pay_codes
    known = codes.earnings if rules.is_earning(row, codes) else codes.deductions
    return known[row.code].label if row.code in known else row.code


def _item(row: PayItem, config: Config) -> Iterator[Item]:
    paid = "paid" if rules.is_earning(row, config.pay_codes) else "deducted"
    yield Item(
        called(row, config),
        _each(row.amount, row.percent, "of gross pay", config),
        Tone.STRONG,
        f"{paid} since {row.effective_from}",
    )
    employer = _each(row.employer, row.employer_percent, "of gross pay", config)
    if employer:
        yield Item(" ", f"the employer adds {employer}")
    if row.note:
        yield Item(" ", row.note, Tone.MUTED)


def _order(row: PayOrder, config: Config) -> Iterator[Item]:
    each = _each(row.amount, row.percent, "of disposable earnings", config) or "all that is not exempt"
    yield Item(f"Order {row.number}", each, Tone.STRONG, row.kind.value.replace("_", " "))
    said = [f"received {row.received}", f"since {row.effective_from}"]
    said += [f"to {row.payee}"] if row.payee else []
    said += [f"{_money(row.balance, config)} owed"] if row.balance else []
    said += [f"fee {_money(row.fee, config)}"] if row.fee else []
    said += ["supports another family"] if row.supports_other else []
    said += ["more than 12 weeks late"] if row.arrears_12_weeks else []
    yield Item(" ", f" {frames().between} ".join(said))
    if row.note:
        yield Item(" ", row.note, Tone.MUTED)


def _coming(row: Row, config: Config) -> Item:
    doing = "changes" if row.active else "stops"
    return Item(row.effective_from.isoformat(), f"{called(row, config)} {doing}", Tone.WARN)


def _each(amount: Money | None, percent: Decimal | None, of: str, config: Config) -> str:
    if percent is not None:
        return f"{(percent * 100).normalize():f} % {of}"
    return f"{_money(amount, config)} each check" if amount is not None else ""


def _money(amount: Money, config: Config) -> str:
    return format_money(amount, config.style)
