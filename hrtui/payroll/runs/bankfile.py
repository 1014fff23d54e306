"""The bank file of a run, and the file that asks the bank to take back what an earlier one paid."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from data.payrun import runs as rows
from hrtui.context import Context
from hrtui.errors import RuleBroken
from hrtui.money import Money
from hrtui.payroll.holidays import closed_days
from hrtui.payroll.outputs import nacha, transfers
from hrtui.payroll.outputs.transfers import Entry, Transfers
from hrtui.payroll.outputs.values import PaidSlip
from hrtui.payroll.runs.model import Run, RunKind, RunState
from hrtui.payroll.runs.paid import company_of, paid_slips
from hrtui.payroll.runs.seen import run_of

BANK, REVERSAL = "bank", "bank_reversal"
FIRST_REVERSAL = nacha.MODIFIERS.index("N")
"""The letters of a day: bank files from A on, reversals from N on, prenotes from 9 back."""


class BankFile(NamedTuple):
    """A bank file: its content, how many people and cents it holds, and who is not in it since a cheque paid them."""

    content: bytes
    people: int
    cents: int
    left_out: tuple[str, ...]


def going(run: Run, slips: Sequence[PaidSlip]) -> Transfers:
    """What of a run goes by bank; raises RuleBroken where nothing does."""
    found = transfers.transfers(slips)
    if not found.entries:
        raise RuleBroken(f"Nobody in run {run.number} is paid by bank; write the cheques instead.", "run")
    return found


def credits(ctx: Context, run: Run, slips: Sequence[PaidSlip]) -> BankFile:
    """The file that pays a run; made again it is the same to the byte, which a bank that has it already refuses."""
    found = going(run, slips)
    created, modifier = _file_id(ctx, run)
    terms = nacha.Terms(
        created, run.pay_date, ctx.config.payer.balanced, modifier, holidays=_closed(ctx, run.pay_date),
        reference=str(run.id),
    )  # fmt: skip
    content = nacha.ach_file(company_of(ctx), found.entries, terms).content
    people = len({entry.number for entry in found.entries})
    return BankFile(content, people, found.cents, tuple(slip.number for slip in found.by_cheque))


def debits(ctx: Context, run: Run) -> BankFile:
    """The file of reversing entries of a final reversal: each credit of the bank file it takes back, as it was sent.

    Made again it is the same to the byte. Raises RuleBroken where the run reverses nothing, no bank file was written for what it
    takes back or that does not come out again as it was sent, nobody of it was paid by bank, or five banking days are over.
    """
    if run.kind is not RunKind.REVERSAL:
        raise RuleBroken(
            f"Run {run.number} takes nothing back; reverse a check first, and write it for that run.", "run"
        )
    original = run_of(ctx, run.corrects)
    sent = going(original, paid_slips(ctx, original, accounts=True))
    _check_sent(ctx, original)
    owed = {slip.number: -slip.net for slip in paid_slips(ctx, run)}
    taken = [(at, entry) for at, entry in enumerate(sent.entries, 1) if entry.number in owed and entry.cents]
    _check_whole(original, owed, [entry for _, entry in taken])
    closed = _closed(ctx, original.pay_date)
    created = rows.first_written(run.id, REVERSAL) or ctx.clock.now()
    day = nacha.reversal_day(original.pay_date, created.date(), closed)
    others = rows.files_before(created, REVERSAL, run.id)
    modifier = nacha.MODIFIERS[(FIRST_REVERSAL + others) % len(nacha.MODIFIERS)]
    terms = nacha.Terms(created, day, ctx.config.payer.balanced, modifier, holidays=closed, reference=str(run.id))
    made = nacha.reversal_file(company_of(ctx), taken, len(sent.entries), terms)
    by_bank = {entry.number for _, entry in taken}
    return BankFile(made.content, len(by_bank), made.debits, tuple(number for number in owed if number not in by_bank))


def _check_sent(ctx: Context, original: Run) -> None:
    """Raise RuleBroken where the original's bank file was never written, or is not what was sent."""
    sums = [sha256 for kind, _, sha256, _, _ in rows.files(original.id) if kind == BANK]
    if not sums:
        raise RuleBroken(
            f"No NACHA file was written for run {original.number}, so there is nothing a file could reverse; ask the bank.",
            "run",
        )
    again = credits(ctx, original, paid_slips(ctx, original, accounts=True)).content
    if hashlib.sha256(again).hexdigest() not in sums:
        raise RuleBroken(
            f"The bank file of run {original.number} does not come out again as it was sent (the company's bank or a name changed "
            "since), and a reversal has to be of the very entries; ask the bank to reverse them.",
            "run",
        )


def _check_whole(original: Run, owed: Mapping[str, int], taken: Sequence[Entry]) -> None:
    """Raise RuleBroken where nobody taken back was paid by bank, or what went there is not what is taken back."""
    if not taken:
        raise RuleBroken(
            f"Nobody who is taken back was paid by bank in run {original.number}; stop or collect the cheques.", "run"
        )
    for number in {entry.number for entry in taken}:
        paid = sum(entry.cents for entry in taken if entry.number == number)
        if paid != owed[number]:
            raise RuleBroken(
                f"The bank paid {Money(paid).amount} to {number} and {Money(owed[number]).amount} is taken back; a reversal is of "
                "the whole entry.",
                "net",
            )


def _file_id(ctx: Context, run: Run) -> tuple[datetime, str]:
    """When a run's bank file was first made, and the letter that tells it from those of other runs on that day."""
    first = next((event for event in run.events if event.state is RunState.EXPORTED), None)
    created = first.at if first is not None else ctx.clock.now()
    others = rows.exported_before(created, run.id)
    return created, nacha.MODIFIERS[others % len(nacha.MODIFIERS)]


def _closed(ctx: Context, day: date) -> frozenset[date]:
    return closed_days(ctx.config.holidays, (day.year - 1, day.year, day.year + 1))
