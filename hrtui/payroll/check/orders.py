"""Garnishments of one check: who comes first, and how much each may take of disposable earnings."""

from __future__ import annotations

from decimal import Decimal

from hrtui.errors import RuleBroken
from hrtui.payroll.check.sheet import Sheet
from hrtui.payroll.check.values import Order, OrderKind, Part
from hrtui.payroll.kit import ZERO, dollars_of
from hrtui.payroll.rules import garnishment as rules

ORDER = "the garnishment order"


class Garnishing:
    """Orders served one after the other from disposable earnings; `taken` is what they took so far."""

    def __init__(self, sheet: Sheet, disposable: Decimal, before_levy: Decimal) -> None:
        self.sheet, self.disposable, self.before_levy = sheet, disposable, before_levy
        self.kit, self.tables, self.frequency = sheet.kit, sheet.tables, sheet.case.frequency
        self.taken: list[Decimal] = []

    def serve(self) -> list[Decimal]:
        """Take what the orders may have, in order of priority; return what was taken."""
        waiting = in_order(self.sheet)
        support = [order for order in waiting if order.kind is OrderKind.SUPPORT]
        if support:
            self._support(support)
        for order in waiting:
            if order.kind is not OrderKind.SUPPORT:
                self._take(order, *self._asked(order))
        return self.taken

    def _support(self, orders: list[Order]) -> None:
        """Support shares one limit; where it does not suffice, in proportion to what each order asks for."""
        most = rules.support_most(
            self.kit,
            self.disposable,
            any(order.supports_other for order in orders),
            any(order.arrears_12_weeks for order in orders),
            self.tables.garnishment,
        )
        asked = [self._own(order) or ZERO for order in orders]
        total = sum(map(Decimal, asked), ZERO)
        for place, (order, amount) in enumerate(zip(orders, asked, strict=True)):
            if total > most:
                label = f"Order {order.number}" if self.kit.traces else ""
                amount = self.kit.share(label, most, place, asked)
                self.sheet.notice(
                    "order_capped", f"Order {order.number} is limited to its share of what support may take."
                )
            self._take(order, amount, most - sum(map(Decimal, self.taken), ZERO))

    def _asked(self, order: Order) -> tuple[Decimal, Decimal | None]:
        """What an order that is not for support may have, and its limit (None: what is left of the earnings)."""
        own = self._own(order)
        if order.kind is OrderKind.FEDERAL_LEVY:
            most = self._above_exempt(order)
        elif order.kind is OrderKind.BANKRUPTCY or (order.kind is OrderKind.STATE_LEVY and own is not None):
            return own or ZERO, None
        else:
            most = self._ordinary(order.kind)
        if own is None:
            return most, most
        if own > most:
            self.sheet.notice("order_capped", f"Order {order.number} is limited to {most:,.2f} of this check.")
            return self.kit.least("Amount of the order", own, most, formula="not above what may be taken"), most
        return own, most

    def _own(self, order: Order) -> Decimal | None:
        """What the order says by itself: an amount, a fraction of disposable earnings; None where it says nothing."""
        figure: Decimal | None = None
        if order.percent is not None:
            share = self.kit.given("Fraction of disposable earnings", order.percent, ORDER)
            figure = self.kit.rounded("Fraction asked for", share * self.disposable)
        if order.cents:
            fixed = self.kit.given("Amount each check", dollars_of(order.cents), ORDER)
            figure = fixed if figure is None else self.kit.named("Amount asked for", figure + fixed)
        return figure

    def _ordinary(self, kind: OrderKind) -> Decimal:
        """What is left of the limit of creditors after the orders before."""
        of_kind = rules.loan_most if kind is OrderKind.STUDENT_LOAN else rules.creditor_most
        args = (self.kit, self.disposable, self.frequency, self.tables.garnishment, self.tables.periods)
        most = of_kind(*args)
        if not self.taken:
            return most
        every = rules.creditor_most(*args) if of_kind is rules.loan_most else most
        left = self.kit.less("Left of the limit after the orders before", every, *self.taken)
        return self.kit.least("Most for the order", most, left)

    def _above_exempt(self, order: Order) -> Decimal:
        """What a federal levy reaches: take-home pay above what is exempt."""
        status, count = order.status, order.dependents
        try:
            exempt = rules.levy_exempt(self.kit, status, count, self.frequency, self.tables.levy, self.tables.periods)
        except RuleBroken as broken:
            self.sheet.block(
                "levy_exempt_unknown", f"Order {order.number}: {broken}", "Enter the amount that is exempt."
            )
            return self.kit.nothing("Taken by levy", str(broken), ORDER)
        home = self.kit.less("Take-home pay", self.disposable, *self.taken, self.before_levy)
        return self.kit.less("Take-home pay above what is exempt", home, exempt)

    def _take(self, order: Order, figure: Decimal, most: Decimal | None) -> None:
        """Add the line of an order, within its balance and the earnings that are left, and its fee within the rest."""
        kit, label = self.kit, order.payee or order.number
        if order.balance is not None and dollars_of(order.balance) < figure:
            figure = kit.least(label, figure, kit.given("Balance of the order", dollars_of(order.balance), ORDER))
        left = kit.less("Disposable earnings left", self.disposable, *self.taken)
        if figure > left:
            figure = kit.least(label, figure, left, formula="not more than is left")
        if not figure:
            return
        self._line(order.number, label, figure, order.payee or order.kind.value)
        if order.fee:
            room = left - figure if most is None else min(most, left) - figure
            fee = min(dollars_of(order.fee), max(ZERO, room))
            if fee:
                told = kit.given("Fee of the employer", Decimal(fee), ORDER)
                self._line(f"{order.number} fee", f"{label}, fee", told, "employer")

    def _line(self, code: str, label: str, figure: Decimal, agency: str) -> None:
        figure = self.kit.named(label, figure)
        self.sheet.add(Part.GARNISHMENT, code, label, figure, self.disposable, None, agency)
        self.taken.append(figure)


def in_order(sheet: Sheet) -> list[Order]:
    """The orders in force on the pay date, by the priority of their kind, then by the day they were received."""
    places = {kind: place for place, kind in enumerate(sheet.tables.garnishment.priority)}
    known = [order for order in sheet.case.orders if order.received <= sheet.case.pay_date and order.balance != 0]
    return sorted(known, key=lambda order: (places.get(order.kind, len(places)), order.received, order.number))
