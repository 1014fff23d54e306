"""That a return was filed or a deposit made: on which day, of how much, by which confirmation number; each can be taken back."""

from __future__ import annotations

from datetime import date

from data.payrun import marks as rows
from hrtui.audit import service as trail
from hrtui.audit.model import Change
from hrtui.audit.writing import begin, note
from hrtui.context import Context
from hrtui.errors import NotFound, RuleBroken
from hrtui.money import Money
from hrtui.payroll.filing.model import Mark, Paper, YearItem
from hrtui.payroll.filing.service import ACTION, overview, permitted
from hrtui.text import clean

LONGEST = 60


def mark(ctx: Context, year: int, key: str, on: date, cents: int | None = None, confirmation: str = "") -> YearItem:
    """Note that a deposit of a year was made or a return was filed on a day; without an amount, of what is owed.

    A later mark of the same counts instead of it. Raises NotAllowed, NotFound where the year has nothing of that name, and
    RuleBroken where the day is still to come, nothing is owed or the amount is below zero.
    """
    found = item_of(ctx, year, key)
    said = clean(confirmation).strip()
    if on > ctx.clock.today():
        raise RuleBroken(f"{on} is still to come; note what was sent on the day it was, or later.", "on")
    if len(said) > LONGEST:
        raise RuleBroken(f"A confirmation number has at most {LONGEST} signs; yours has {len(said)}.", "confirmation")
    amount = found.cents if cents is None else cents
    if amount is None:
        raise RuleBroken(f"Nothing is known of {found.title} yet: no run of that time is final.", "amount")
    if amount < 0:
        raise RuleBroken("What was sent is 0 or more; a credit is taken on the return.", "amount")
    before = found.mark
    with ctx.store.write():
        entered = begin(ctx, ACTION, rows.subject(key))
        was = _said(before) if before is not None else ""
        made = Mark(on, amount, said, entered.by, entered.at, entered.command)
        detail = {"on": on.isoformat(), "cents": str(amount), "confirmation": said, "what": found.title}
        note(entered, ACTION, rows.subject(key), [Change("sent", was, _said(made))], detail)
    return item_of(ctx, year, key)


def unmark(ctx: Context, year: int, key: str) -> YearItem:
    """Take back the last mark of a deposit or return; one before it counts again. Raises NotAllowed, NotFound and RuleBroken."""
    found = item_of(ctx, year, key)
    if found.mark is None:
        raise RuleBroken(f"{found.title} is not noted as sent, so there is nothing to take back.", "key")
    trail.undo(ctx, found.mark.command)
    return item_of(ctx, year, key)


def item_of(ctx: Context, year: int, key: str) -> YearItem:
    """A deposit or return of a year by its name. Raises NotAllowed and NotFound."""
    permitted(ctx)
    found = next((each for each in overview(ctx, year).items if each.key == key.strip().lower()), None)
    if found is None:
        raise NotFound(
            f"{year} has no deposit or return “{clean(key)}”; `hrtui payroll sent --year {year}` lists them."
        )
    return found


def verb_of(item: YearItem) -> str:
    """What is said of one that was sent: a deposit is made, a return is filed."""
    return "deposited" if item.paper is Paper.DEPOSITS else "filed"


def _said(mark: Mark) -> str:
    number = f", confirmation {mark.confirmation}" if mark.confirmation else ""
    return f"{Money(mark.cents).amount:,.2f} on {mark.on}{number}"
