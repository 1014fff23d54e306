"""What leaves payroll for a run: bank file, cheques, payslips, register, journal; each a file of 0600 with its checksum kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from data.payrun import runs as rows
from data.payrun import slips as checks
from data.payrun.prenotes import CHEQUE
from hrtui.audit.model import Change, Entered
from hrtui.audit.writing import begin, not_past, note, note_many
from hrtui.context import Context
from hrtui.errors import RuleBroken
from hrtui.exchange.files import Format
from hrtui.money import Money
from hrtui.payroll.outputs import files, journal, ledger_text, register, transfers
from hrtui.payroll.outputs.files import Written
from hrtui.payroll.outputs.values import PaidSlip, Table
from hrtui.payroll.prenotes.standing import by_cheque
from hrtui.payroll.runs import bankfile, rules
from hrtui.payroll.runs.model import FINAL, Run, RunState, Step
from hrtui.payroll.runs.paid import company_of, paid_slips
from hrtui.payroll.runs.seen import run_of, whole

ACTION = "payroll.export"


class Output(StrEnum):
    """What can be written for a run."""

    BANK = bankfile.BANK
    BANK_CSV = "bank_csv"
    BANK_REVERSAL = bankfile.REVERSAL
    CHEQUES = "cheques"
    PAYSLIPS = "payslips"
    REGISTER = "register"
    JOURNAL = "journal"
    BEANCOUNT = "beancount"
    HLEDGER = "hledger"


MOVES_MONEY = frozenset({Output.BANK, Output.BANK_CSV})
SUFFIX: Mapping[Output, str] = {
    Output.BANK: ".ach", Output.BANK_CSV: ".csv", Output.BANK_REVERSAL: ".ach", Output.CHEQUES: ".csv",
    Output.PAYSLIPS: ".pdf", Output.REGISTER: ".csv", Output.JOURNAL: ".csv", Output.BEANCOUNT: ".beancount",
    Output.HLEDGER: ".journal",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that was written: what and where, its SHA-256, how many people and cents it holds; the run as it then stands.

    `left_out` names those with a net pay and no account, who are paid by cheque; of a reversal those who were.
    """

    output: Output
    path: Path
    sha256: str
    people: int
    cents: int
    run: Run
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """What a file is to hold, before it is written; `pays` says whether the run's money leaves with it."""

    people: int
    cents: int
    fill: Callable[[Path, Callable[[Written], None]], Written]
    left_out: tuple[str, ...] = ()
    pays: bool = False


def export(
    ctx: Context, number: str, output: Output, path: Path, replace: bool = False, events: int | None = None
) -> Exported:
    """Write a file for a final run. The bank's file brings the run to exported, the first time and any time again.

    The entry with the checksum is in the trail before the file has its name. Raises NotAllowed, NotFound, and RuleBroken
    where the run is not final, the company's bank or someone's account cannot be used, or the file exists and `replace`
    is not said; Conflict where the run has other than the `events` it was shown with.
    """
    not_past(ctx)
    whole(ctx, Step.EXPORT)
    run = run_of(ctx, number)
    rules.check_shown(run, events, ctx.config.company.time_zone)
    _check(run, output)
    made = _made(ctx, run, output, replace)
    written = made.fill(path, lambda file: _keep(ctx, run, output, made, file))
    return Exported(output, written.path, written.sha256, made.people, made.cents, run_of(ctx, number), made.left_out)


def _check(run: Run, output: Output) -> None:
    if output in MOVES_MONEY:
        rules.check_step(run, Step.EXPORT)
    elif run.state not in FINAL:
        raise RuleBroken(f"Run {run.number} is {rules.SAID[run.state]}; files are written once it is finalised.", "run")


def _keep(ctx: Context, run: Run, output: Output, made: Made, file: Written) -> None:
    """Leave the entry with the checksum, and bring the run to exported where money leaves with the file."""
    with ctx.store.write():
        now = run_of(ctx, run.number)
        _check(now, output)
        entered = begin(ctx, ACTION, run.number)
        rows.add_file(run.id, output.value, file.path.name, file.sha256, file.size, made.people, made.cents, entered)
        changes = []
        if made.pays and now.state is RunState.FINALISED:
            rows.add_state(run.id, RunState.EXPORTED, entered, file.path.name)
            changes = [Change("state", now.state.value, RunState.EXPORTED.value)]
            _note_untried(ctx, entered, now)
        _note(entered, run, output, made, file, changes)


def _note_untried(ctx: Context, entered: Entered, run: Run) -> None:
    """Leave an entry about everyone who gets a cheque since an account is not tried yet, with the commands such are on file since."""
    people = [head.person for head in checks.heads(run.id, run.generation) if head.net > 0]
    untried = by_cheque(ctx, run, people)
    names = checks.names(sorted(untried), run.pay_date.isoformat())
    detail = {"run": run.number, "run_id": str(run.id)}
    note_many(
        entered,
        CHEQUE,
        [
            (names[person][0], (), {**detail, "since": " ".join(map(str, sorted(set(untried[person].values()))))})
            for person in sorted(untried)
        ],
    )


def _note(entered: Entered, run: Run, output: Output, made: Made, file: Written, changes: Sequence[Change]) -> None:
    detail = {
        "output": output.value,
        "people": str(made.people),
        "amount": str(Money(made.cents).amount),
        **file.detail,
    }
    note(entered, ACTION, run.number, changes, detail)


def _made(ctx: Context, run: Run, output: Output, replace: bool) -> Made:
    if output is Output.BANK_REVERSAL:
        return _by_bank(bankfile.debits(ctx, run), replace)
    slips = paid_slips(ctx, run, accounts=output in (MOVES_MONEY | {Output.CHEQUES, Output.PAYSLIPS}))
    if output in MOVES_MONEY:
        return _bank(ctx, run, output, slips, replace)
    if output is Output.CHEQUES:
        return _cheques(run, slips, replace)
    if output is Output.PAYSLIPS:
        return _payslips(ctx, slips, replace)
    if output is Output.REGISTER:
        return _table(slips, register.register(slips), replace)
    entries = journal.journal(slips, ctx.config.pay_codes, ctx.config.ledger)
    if output is Output.JOURNAL:
        return _table(slips, journal.journal_table(entries), replace)
    write = ledger_text.beancount if output is Output.BEANCOUNT else ledger_text.hledger
    content = write(entries, ctx.config.company.name).encode()
    return Made(len(slips), _net(slips), _content(content, replace))


def _bank(ctx: Context, run: Run, output: Output, slips: Sequence[PaidSlip], replace: bool) -> Made:
    if output is Output.BANK_CSV:
        going = bankfile.going(run, slips)
        fill = _table(slips, transfers.bank_table(going.entries, run.pay_date), replace).fill
        people = len({entry.number for entry in going.entries})
        return Made(people, going.cents, fill, tuple(slip.number for slip in going.by_cheque), pays=True)
    return _by_bank(bankfile.credits(ctx, run, slips), replace, pays=True)


def _by_bank(made: bankfile.BankFile, replace: bool, pays: bool = False) -> Made:
    return Made(made.people, made.cents, _content(made.content, replace), made.left_out, pays)


def _content(content: bytes, replace: bool) -> Callable[[Path, Callable[[Written], None]], Written]:
    return lambda path, before: files.write(path, content, replace=replace, before_naming=before)


def _cheques(run: Run, slips: Sequence[PaidSlip], replace: bool) -> Made:
    people = transfers.transfers(slips).by_cheque
    lines = tuple(
        (slip.number, slip.name, Money(slip.cheque or slip.net), "USD", run.pay_date, "; ".join(slip.address.lines))
        for slip in people
    )
    table = Table(("number", "name", "amount", "currency", "pay_date", "address"), lines)
    only = not any(share.cents for slip in slips for share in slip.shares)
    cents = sum(slip.cheque or slip.net for slip in people)
    return Made(len(people), cents, _table(people, table, replace).fill, pays=only)


def _payslips(ctx: Context, slips: Sequence[PaidSlip], replace: bool) -> Made:
    from hrtui.payroll.outputs.payslip_pdf import payslips_pdf  # noqa: PLC0415  (heavy, and only needed here)

    content = payslips_pdf(slips, company_of(ctx), ctx.config.style)
    return Made(len(slips), _net(slips), _content(content, replace))


def _table(slips: Sequence[PaidSlip], table: Table, replace: bool) -> Made:
    return Made(
        len(slips), _net(slips),
        lambda path, before: files.write_table(path, table, Format.CSV, replace=replace, before_naming=before),
    )  # fmt: skip


def _net(slips: Sequence[PaidSlip]) -> int:
    return sum(slip.net for slip in slips)
