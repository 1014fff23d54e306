"""The use cases of credits: expect them for the differences of an invoice, drop one with a reason, list how they stand."""

from __future__ import annotations

from collections.abc import Callable

from data.benefits import billing
from hrtui.audit import writing
from hrtui.audit.model import Change
from hrtui.benefits.billing.credits import creditable
from hrtui.benefits.billing.model import Credit, CreditState, Difference
from hrtui.benefits.billing.permitting import ACTION, permitted
from hrtui.benefits.billing.reconciling import invoice_of, reconcile
from hrtui.context import Context
from hrtui.errors import NotFound, RuleBroken
from hrtui.money import Money, format_money
from hrtui.people import checks
from hrtui.people.model import Done


def credits(ctx: Context, carrier: str = "", every: bool = False) -> list[Credit]:
    """The credits that are open, of a carrier or all; every one, settled and dropped ones too, where asked. Oldest first."""
    permitted(ctx)
    with ctx.store.snapshot():
        found = billing.credits(carrier)
    return [each for each in found if every or each.state is CreditState.EXPECTED]


def expect(ctx: Context, invoice: int, chosen: Callable[[Difference], bool] | None = None) -> Done:
    """Expect a credit for each difference of an invoice that is worth one, or for those chosen, where none is expected yet.

    Raises NotAllowed, NotFound for the invoice, and RuleBroken where there is no such difference.
    """
    permitted(ctx)
    writing.not_past(ctx)
    made = reconcile(ctx, invoice)
    wanted = [each for each in made.differences if creditable(each) and (chosen is None or chosen(each))]
    today = ctx.clock.today()
    with ctx.store.write():
        kept = invoice_of(invoice)
        had = {_key(each.person, each.kind, each.plan, each.amount) for each in billing.credits(invoice_id=invoice)}
        left = [each for each in wanted if _key(each.person, each.kind, each.plan, each.amount) not in had]
        if not left:
            raise RuleBroken("No difference of the invoice is left that a credit could be expected for.")
        subject = f"{kept.carrier} {kept.month:%Y-%m}"
        entered = writing.begin(ctx, ACTION, subject)
        new = [Credit(0, kept.id, kept.carrier, kept.month, one.person, one.kind, one.plan, one.amount) for one in left]
        billing.add_credits(kept.id, new, today, entered)
        total = sum(each.amount for each in left)
        writing.note(entered, ACTION, subject, (), {"expected": str(len(left)), "amount": f"{Money(total).amount:.2f}"})
    count = "1 credit is" if len(left) == 1 else f"{len(left):,} credits are"
    sentence = f"{count} expected of {kept.carrier}: {format_money(Money(total), ctx.config.style)} by {subject}."
    return Done(entered.command, "", sentence)


def _key(person: int | None, kind: str, plan: str, amount: int) -> tuple[int | None, str, str, int]:
    return person, str(kind), plan, amount


def drop(ctx: Context, credit: int, reason: str) -> Done:
    """Expect a credit no longer, saying why. Raises NotAllowed, NotFound, and RuleBroken without a reason or where it is not
    open."""
    permitted(ctx)
    why = checks.text(reason, "reason")
    if not why:
        raise RuleBroken("Say why the credit is not expected any more.", "reason")
    with ctx.store.write():
        held = next((each for each in billing.credits() if each.id == credit), None)
        if held is None:
            raise NotFound(f"There is no credit {credit}; `hrtui benefits credits` shows those that are expected.")
        if held.state is not CreditState.EXPECTED:
            raise RuleBroken(f"Credit {credit} is {held.state.value} already.")
        subject = f"{held.carrier} {held.month:%Y-%m}"
        entered = writing.begin(ctx, ACTION, subject)
        billing.move_credits({credit: (CreditState.DROPPED, None, why)}, ctx.clock.today(), entered)
        change = Change("credit", CreditState.EXPECTED.value, CreditState.DROPPED.value)
        writing.note(entered, ACTION, subject, (change,), {"credit": str(credit), "reason": why})
    amount = format_money(Money(held.amount), ctx.config.style)
    return Done(entered.command, held.number, f"Credit {credit} ({amount}) of {held.carrier} is dropped.")
