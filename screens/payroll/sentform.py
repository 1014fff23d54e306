"""Asking when a deposit was made or a return was filed, of how much, and by which confirmation number."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from hrtui.money import Money, format_money
from hrtui.payroll.filing.marks import LONGEST, mark, verb_of
from hrtui.payroll.filing.model import YearItem
from screens.base import HrScreen
from screens.verbs import waited
from screens.widgets.fields import DayField, MoneyField, TextField
from screens.widgets.form import FormScreen


def ask_sent(screen: HrScreen, year: int, item: YearItem) -> None:
    """Ask, and note it; the amount is what is owed unless another is typed."""
    ctx, style, verb = screen.ctx, screen.ctx.config.style, verb_of(item)
    if item.cents is None:
        screen.say(f"Nothing is known of {item.title} yet: no run of that time is final.")
        return
    owed = Money(max(item.cents, 0))

    def save(values: Mapping[str, object]) -> object:
        day, amount = values["on"], values["amount"]
        assert isinstance(day, date)
        cents = amount.cents if isinstance(amount, Money) else None
        return waited(screen, lambda: mark(ctx, year, item.key, day, cents, str(values["confirmation"] or "")))

    def done(values: object) -> None:
        if values is not None:
            screen.shell.changed()
            screen.say(f"Noted: {item.title} is {verb}.")

    fields = [
        DayField(
            key="on",
            label="Day",
            today=ctx.clock.today(),
            initial=ctx.clock.today(),
            required=True,
            help=f"when it was {verb}",
        ),
        MoneyField(key="amount", label="Amount", style=style, initial=owed, required=True, help="what was sent"),
        TextField(
            key="confirmation", label="Confirmation", limit=LONGEST, help="the number the agency or bank gave, if any"
        ),
    ]
    intro = (
        f"{item.title}: {format_money(owed, style)} owed. hrtui sends nothing; this notes",
        f"that you had it {verb}.",
    )
    screen.app.push_screen(FormScreen("Note as sent", fields, save, intro=intro), done)
