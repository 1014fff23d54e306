"""The use case that takes in a carrier's invoice: read, whom each line means, kept with its checksum, credits it settles."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from data import identity
from data.benefits import billing
from data.exchange import read_table
from hrtui.audit import writing
from hrtui.benefits import planfile
from hrtui.benefits.billing import credits as crediting
from hrtui.benefits.billing.finding import Found, find
from hrtui.benefits.billing.invoice import Read, mapped, read_lines, written
from hrtui.benefits.billing.model import CreditState, Invoice
from hrtui.benefits.billing.permitting import ACTION, permitted
from hrtui.benefits.plans import Carrier
from hrtui.context import Context
from hrtui.errors import Conflict, RuleBroken
from hrtui.exchange.model import Fault
from hrtui.money import Money, format_money
from hrtui.text import clean

MOST_LINES = 100_000
MOST_FAULTS = 1_000


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a file: the invoice it is kept as (None where anything could not be read), its faults, how many lines
    mean nobody, how many credits it settled."""

    invoice: Invoice | None
    faults: tuple[Fault, ...]
    command: int | None
    unknown: int
    credited: int
    sentence: str


def load(ctx: Context, carrier: str, path: Path, month: date | None = None) -> Loaded:
    """Take in a carrier's invoice for a month, which the file says where it is not given.

    Nothing is kept of a file with a fault. Raises NotAllowed, NotFound for the carrier, ImportFault for the file, RuleBroken
    for the mapping and the month, and Conflict where the same file is on file already.
    """
    permitted(ctx)
    writing.not_past(ctx)
    known = planfile.book(ctx).carrier(carrier)
    read, digest = _read(ctx, known, path)
    if read.faults:
        return _refused(path, read)
    first = _month(known, read, month)
    with ctx.store.snapshot():
        found = find(ctx, known.name, read)
    return _kept(ctx, known, clean(path.name, limit=200), digest, first, found)


def _read(ctx: Context, carrier: Carrier, path: Path) -> tuple[Read, str]:
    if not carrier.invoice:
        raise RuleBroken(
            f"{carrier.label} has no invoice mapping; add `invoice:` to {carrier.name} in the plan file (docs/benefits.md)."
        )
    encoding, delimiter = written(carrier)
    table = read_table(path, encoding, delimiter)
    config = ctx.config
    mapping = mapped(carrier, table.header, config.style, config.company.currency, ctx.clock.today())
    read = read_lines(mapping, table.rows)
    if len(read.lines) > MOST_LINES:
        raise RuleBroken(f"{path.name} has more than {MOST_LINES:,} lines; split it.")
    if not read.lines and not read.faults:
        raise RuleBroken(f"{path.name} has no line to bill; is it the right file?")
    return read, table.digest


def _refused(path: Path, read: Read) -> Loaded:
    count = len(read.faults)
    said = f"Nothing was taken in: {clean(path.name, limit=60)} has {count:,} fault{'' if count == 1 else 's'}."
    return Loaded(None, read.faults[:MOST_FAULTS], None, 0, 0, said)


def _month(carrier: Carrier, read: Read, month: date | None) -> date:
    """The month an invoice is for: the one given, else the one most of its lines name."""
    if month is not None:
        return month.replace(day=1)
    named = Counter(line.period for line in read.lines if line.period is not None)
    if not named:
        raise RuleBroken(
            f"The invoice of {carrier.label} does not say which month it is for; name it (2026-11), or map `period`.",
            "month",
        )
    return named.most_common(1)[0][0]


def _kept(ctx: Context, carrier: Carrier, name: str, digest: str, month: date, found: Found) -> Loaded:
    today = ctx.clock.today()
    with ctx.store.write():
        held = billing.same_file(carrier.name, digest)
        if held is not None:
            raise Conflict(
                f"This file is on file already: {held.file}, taken in on {held.loaded} for {held.month:%Y-%m}. "
                "Undo that first to take it in anew."
            )
        subject = f"{carrier.name} {month:%Y-%m}"
        entered = writing.begin(ctx, ACTION, subject)
        id_ = billing.add_invoice(carrier.name, month, name, digest, found.lines, today, entered)
        open_ = [each for each in billing.credits(carrier.name) if each.state is CreditState.EXPECTED]
        settled = crediting.settled(open_, found.lines, month)
        moved = {credit: (CreditState.CREDITED, id_, f"line {line}") for credit, line in settled.items()}
        billing.move_credits(moved, today, entered)
        by = {f"found by {how}": str(count) for how, count in found.by.items()}
        detail = {"file": name, "sha256": digest, "lines": str(len(found.lines)), "credited": str(len(settled)), **by}
        writing.note(entered, ACTION, subject, (), detail)
        made = billing.invoice(id_)
    _opened(ctx, found, subject)
    unknown = sum(line.person is None for line in found.lines)
    return Loaded(
        made, (), entered.command, unknown, len(settled), _said(ctx, carrier, month, found, unknown, len(settled))
    )


def _opened(ctx: Context, found: Found, subject: str) -> None:
    """Leave an entry for each person whose number was opened to compare its end."""
    if found.opened:
        numbers = identity.numbers(found.opened)
        writing.note_reads(ctx, sorted(numbers.values()), "see_ssn", {"invoice": subject}, area="benefits")


def _said(ctx: Context, carrier: Carrier, month: date, found: Found, unknown: int, credited: int) -> str:
    total = format_money(Money(sum(line.amount for line in found.lines)), ctx.config.style)
    said = [f"{carrier.label}, {month:%Y-%m}: {len(found.lines):,} lines, {total} billed."]
    if unknown:
        said.append(f"{unknown:,} mean{'s' if unknown == 1 else ''} nobody on file.")
    if credited:
        said.append(f"{credited:,} expected credit{'s' if credited != 1 else ''} settled.")
    return " ".join(said)
