"""The use case that writes what the carrier is to put right: a list as CSV, and a letter beside it as text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from data import audit
from hrtui.audit.model import Entry
from hrtui.benefits import planfile
from hrtui.benefits.billing.credits import OF_PAYROLL
from hrtui.benefits.billing.model import LABELS, Difference, Kind, Reconciled
from hrtui.benefits.billing.permitting import permitted
from hrtui.benefits.billing.reconciling import reconcile
from hrtui.benefits.plans import Carrier
from hrtui.context import Context
from hrtui.errors import RuleBroken
from hrtui.exchange.files import new_file
from hrtui.exchange.tables import put_csv
from hrtui.money import Money, format_money
from hrtui.text import clean

HEADINGS = ("line", "member", "name", "difference", "plan", "enrolled", "billed", "amount")
LETTER = ".txt"


@dataclass(frozen=True, slots=True)
class Sent:
    """The files that were written, how many differences they tell, and the sentence to show."""

    table: Path
    letter: Path
    count: int
    amount: int
    sentence: str


def send(ctx: Context, invoice: int, path: Path, replace: bool = False) -> Sent:
    """Write the differences of an invoice for its carrier: a CSV file at the path and a letter of the same name as text.

    Both are for their owner alone and complete or not there. Leaves an audit entry. Raises NotAllowed, NotFound, and RuleBroken
    where nothing differs or a file is there already.
    """
    permitted(ctx)
    if path.suffix.lower() != ".csv":
        raise RuleBroken(f"{path.name} is no name for the list; end it with .csv, the letter gets {LETTER}.", "path")
    made = reconcile(ctx, invoice)
    told = [each for each in made.differences if each.kind not in OF_PAYROLL]
    if not told:
        raise RuleBroken(f"The invoice of {made.invoice.month:%Y-%m} agrees with enrolment; there is nothing to send.")
    carrier = planfile.book(ctx).carrier(made.invoice.carrier)
    letter, amount = path.with_suffix(LETTER), sum(each.amount for each in told)
    with new_file(path, replace) as part, new_file(letter, replace) as text:
        put_csv(part, HEADINGS, (_row(each) for each in told))
        text.write_text(letter_of(ctx, carrier, made, told, path.name), encoding="utf-8")
        _note(ctx, made, path, len(told))
    said = f"Wrote {_count(len(told))}, {_money(ctx, amount)}, to {path.name} and {LETTER}."
    return Sent(path, letter, len(told), amount, said)


def _row(each: Difference) -> tuple[object, ...]:
    line = each.line or ""
    return (line, each.number, each.name, each.label, each.plan, each.expected, each.found, Money(each.amount))


def letter_of(ctx: Context, carrier: Carrier, made: Reconciled, told: Sequence[Difference], table: str) -> str:
    """The letter that goes with the list: whom to, about which invoice, and how many of each kind come to how much."""
    group = [f"Group {carrier.group_number}"] if carrier.group_number else []
    total = sum(each.amount for each in told)
    to = [carrier.label, *filter(None, [carrier.email])]
    heads = [ctx.clock.today().isoformat(), "", *to, "", ctx.config.company.name, *group]
    month = f"{made.invoice.month:%Y-%m}"
    body = [
        "", f"Invoice of {month} ({made.invoice.file})", "",
        f"You billed {made.invoice.rows:,} lines, {_money(ctx, made.invoice.billed)}. By our enrolment of that month "
        f"{_count(len(told))} should be put right:", "",
        *_kinds(ctx, told), "",
        _asks(ctx, total), f"The list with each member is in {table}.", "", "Yours sincerely,", ctx.config.company.name, "",
    ]  # fmt: skip
    return "\n".join(clean(line, limit=500) for line in (*heads, *body))


def _kinds(ctx: Context, told: Sequence[Difference]) -> list[str]:
    lines = []
    for kind in Kind:
        own = [each for each in told if each.kind is kind]
        if own:
            lines.append(f"- {LABELS[kind]}: {len(own):,}, {_money(ctx, sum(each.amount for each in own))}")
    return lines


def _asks(ctx: Context, total: int) -> str:
    if total > 0:
        return f"Please credit {_money(ctx, total)} with your next invoice."
    if total < 0:
        return f"We expect {_money(ctx, -total)} more with your next invoice."
    return "The amounts make up for each other; please put the members right."


def _count(count: int) -> str:
    return "1 difference" if count == 1 else f"{count:,} differences"


def _money(ctx: Context, cents: int) -> str:
    return format_money(Money(cents, ctx.config.company.currency), ctx.config.style, symbol=True)


def _note(ctx: Context, made: Reconciled, path: Path, count: int) -> None:
    """The entry of the export, written before the files get their names."""
    subject = f"{made.invoice.carrier} {made.invoice.month:%Y-%m}"
    detail = {"file": clean(path.name, limit=200), "differences": str(count)}
    with ctx.store.write():
        audit.append(Entry(ctx.clock.now(), ctx.actor.login, "benefits.send_differences", subject, None, (), detail))
