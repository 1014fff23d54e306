"""What leaves payroll for a run: each file for its owner alone, its checksum in the trail, nobody paid twice by it."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from data import audit
from data.db import Store
from data.payrun.invariants import PAYROLL
from hrtui.access.model import EVERYONE, Field, Grant, Sight
from hrtui.context import Context, FixedClock
from hrtui.errors import NotAllowed, RuleBroken
from hrtui.money import Money
from hrtui.payroll.payer import Payer
from hrtui.payroll.runs import service
from hrtui.payroll.runs.exporting import Exported, Output, export
from hrtui.payroll.runs.model import Run, RunState
from hrtui.people import service as people
from hrtui.people.model import PrivateKind
from tests.conftest import Furnish
from tests.people import hire
from tests.rules.outputs.ach import read

CHECK = date(2026, 12, 10)
PAYER = Payer(ein="12-3456789", bank_routing="231380104", bank_account="0012345678", bank_name="First Bank")


@pytest.fixture
def ctx(ctx: Context) -> Context:
    """As ever, in a company that has a bank."""
    return replace(ctx, config=replace(ctx.config, payer=PAYER))


@pytest.fixture(autouse=True)
def what_must_hold(store: Store) -> Iterator[None]:
    yield
    assert [found for invariant in PAYROLL for found in invariant(store.db)] == []


@pytest.fixture
def run(ctx: Context, furnish: Furnish[Run]) -> Run:
    return furnish(ctx, finalised)


def finalised(ctx: Context) -> Run:
    """A finalised run of three people, the last of whom has no account and the first two accounts."""
    accounts = ("231380104/11112222, savings, 500; 121042882/33334444", "121042882/55556666", "")
    for at, account in enumerate(accounts):
        number = hire(
            ctx, last=f"Kim{at}", rate=Money(7_800_000), location="Houston, TX", pay_group="main", flsa="exempt"
        )
        if account:
            people.set_private(ctx, number, PrivateKind.BANK, account)
    made = service.calculate(ctx, service.open_run(ctx, pay_date=CHECK).number)
    service.submit(ctx, made.number)
    checker = replace(ctx, actor=replace(ctx.actor, login="carol"))
    service.accept(checker, made.number, service.unaccepted(made), "looked at")
    amount = service.Asked(net=service.run(ctx, made.number).totals.net)
    service.approve(checker, made.number, amount)
    return service.finalise(ctx, made.number, amount)


def written(ctx: Context, run: Run, output: Output, path: Path) -> tuple[Exported, bytes]:
    made = export(ctx, run.number, output, path)
    content = path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600
    assert made.sha256 == hashlib.sha256(content).hexdigest()
    entry = next(each.entry for each in audit.entries(5) if each.entry.action == "payroll.export")
    assert entry.detail is not None
    assert (entry.subject, entry.detail["sha256"]) == (run.number, made.sha256)
    return made, content


def test_the_bank_file_credits_every_account_and_brings_the_run_to_exported(
    ctx: Context, run: Run, tmp_path: Path
) -> None:
    made, content = written(ctx, run, Output.BANK, tmp_path / "pay.ach")
    lines = content.decode("ascii").split()
    assert made.run.state is RunState.EXPORTED
    assert (made.people, made.left_out) == (2, ("1003",))
    entries = [line for line in content.decode("ascii").splitlines() if line.startswith("6")]
    assert [(line[1:3], int(line[29:39])) for line in entries][0] == ("32", 50_000)
    assert sum(int(line[29:39]) for line in entries) == made.cents
    assert len(content.decode("ascii").splitlines()) % 10 == 0
    assert lines


def test_the_bank_file_written_again_is_the_same_to_the_byte(ctx: Context, run: Run, tmp_path: Path) -> None:
    _, first = written(ctx, run, Output.BANK, tmp_path / "a.ach")
    later = replace(ctx, clock=FixedClock(ctx.clock.now() + timedelta(hours=3), "America/New_York"))
    _, second = written(later, run, Output.BANK, tmp_path / "b.ach")
    assert first == second


def test_a_file_is_never_written_over_another_unless_asked(ctx: Context, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "pay.ach"
    path.write_text("kept")
    with pytest.raises(RuleBroken, match="there already"):
        export(ctx, run.number, Output.BANK, path)
    assert path.read_text() == "kept"
    assert service.run(ctx, run.number).run.state is RunState.FINALISED
    export(ctx, run.number, Output.BANK, path, replace=True)
    assert path.read_text() != "kept"


@pytest.mark.parametrize(
    "output", [Output.CHEQUES, Output.PAYSLIPS, Output.REGISTER, Output.JOURNAL, Output.BEANCOUNT, Output.HLEDGER]
)
def test_other_files_leave_the_run_where_it_is(ctx: Context, run: Run, tmp_path: Path, output: Output) -> None:
    made, content = written(ctx, run, output, tmp_path / "file")
    assert content
    assert made.run.state is RunState.FINALISED


def test_who_has_no_account_is_in_the_list_of_cheques_alone(ctx: Context, run: Run, tmp_path: Path) -> None:
    made, content = written(ctx, run, Output.CHEQUES, tmp_path / "cheques.csv")
    rows = list(csv.DictReader(content.decode("utf-8-sig").splitlines()))
    assert [row["number"] for row in rows] == ["1003"]
    assert made.cents == round(float(rows[0]["amount"]) * 100)


def test_nothing_is_written_before_a_run_is_final(ctx: Context, tmp_path: Path) -> None:
    hire(ctx, location="Houston, TX", pay_group="main")
    made = service.calculate(ctx, service.open_run(ctx, pay_date=CHECK).number)
    for output in Output:
        with pytest.raises(RuleBroken, match="calculated"):
            export(ctx, made.number, output, tmp_path / "file")
    assert list(tmp_path.glob("file*")) == []


def test_a_company_without_a_bank_writes_no_bank_file(ctx: Context, run: Run, tmp_path: Path) -> None:
    bare = replace(ctx, config=replace(ctx.config, payer=Payer()))
    with pytest.raises(RuleBroken, match="bank"):
        export(bare, run.number, Output.BANK, tmp_path / "pay.ach")
    assert service.run(ctx, run.number).run.state is RunState.FINALISED


def test_who_only_approves_writes_no_files(ctx: Context, run: Run, tmp_path: Path) -> None:
    fields = {Field.PAY: Sight.SHOWN}
    grants = tuple(Grant(action, EVERYONE, fields) for action in ("payroll.preview", "payroll.approve"))
    with pytest.raises(NotAllowed):
        export(replace(ctx, actor=replace(ctx.actor, grants=grants)), run.number, Output.BANK, tmp_path / "pay.ach")


def test_a_run_that_is_taken_back_is_closed_without_a_file(ctx: Context, run: Run, tmp_path: Path) -> None:
    export(ctx, run.number, Output.BANK, tmp_path / "pay.ach")
    back = taken_back(ctx, run)
    with pytest.raises(RuleBroken, match="not collected with this file"):
        export(ctx, back.number, Output.BANK, tmp_path / "back.ach")
    export(ctx, back.number, Output.JOURNAL, tmp_path / "back.csv")
    assert service.close(ctx, back.number).state is RunState.CLOSED


def taken_back(ctx: Context, run: Run, person: str = "") -> Run:
    """A final reversal of a run, or of one person's check."""
    back = service.reverse(ctx, run.number, "paid twice by hand", person)
    amount = service.Asked(net=service.run(ctx, back.number).totals.net)
    service.approve(replace(ctx, actor=replace(ctx.actor, login="carol")), back.number, amount)
    return service.finalise(ctx, back.number, amount)


def sent(content: bytes) -> dict[str, tuple[str, str, int]]:
    """The entries of a bank file by trace number: code, account, cents."""
    found = [line for line in content.decode("ascii").splitlines() if line.startswith("6")]
    return {line[79:94]: (line[1:3], line[12:29].strip(), int(line[29:39])) for line in found}


def at(ctx: Context, day: date) -> Context:
    """As on another day at noon."""
    return replace(ctx, clock=FixedClock(datetime(day.year, day.month, day.day, 17, tzinfo=UTC), "America/New_York"))


def test_the_reversal_of_one_check_debits_what_the_bank_file_credited_by_its_traces(
    ctx: Context, run: Run, tmp_path: Path
) -> None:
    paid, content = written(ctx, run, Output.BANK, tmp_path / "pay.ach")
    credited = {trace: each for trace, each in sent(content).items() if each[1] in ("11112222", "33334444")}
    back = taken_back(ctx, run, "1001")
    made, content = written(at(ctx, CHECK), back, Output.BANK_REVERSAL, tmp_path / "back.ach")
    assert read(content.decode("ascii")).batch[53:63].rstrip() == "REVERSAL"
    codes = {"22": "27", "32": "37"}
    assert sent(content) == {trace: (codes[code], to, cents) for trace, (code, to, cents) in credited.items()}
    assert made.cents == sum(cents for _, _, cents in credited.values())
    assert (made.people, made.run.state, paid.cents > made.cents) == (1, RunState.FINALISED, True)


def test_a_reversal_goes_to_the_account_that_was_paid_though_another_is_on_file_now(
    ctx: Context, run: Run, tmp_path: Path
) -> None:
    _, first = written(ctx, run, Output.BANK, tmp_path / "pay.ach")
    people.set_private(ctx, "1002", PrivateKind.BANK, "121042882/99990000")
    _, again = written(ctx, run, Output.BANK, tmp_path / "again.ach")
    assert again == first
    _, content = written(ctx, taken_back(ctx, run), Output.BANK_REVERSAL, tmp_path / "back.ach")
    assert {to for _, to, _ in sent(content).values()} == {"11112222", "33334444", "55556666"}


def test_the_bank_takes_a_reversal_until_the_fifth_banking_day_and_the_same_file_once_written(
    ctx: Context, run: Run, tmp_path: Path
) -> None:
    export(ctx, run.number, Output.BANK, tmp_path / "pay.ach")
    back = taken_back(ctx, run)
    with pytest.raises(RuleBroken, match="until 2026-12-17, five banking days after 2026-12-10"):
        export(at(ctx, date(2026, 12, 17)), back.number, Output.BANK_REVERSAL, tmp_path / "late.ach")
    last = at(ctx, date(2026, 12, 16))
    made, first = written(last, back, Output.BANK_REVERSAL, tmp_path / "back.ach")
    assert (made.left_out, read(first.decode("ascii")).batch[69:75]) == (("1003",), "261217")
    _, again = written(at(ctx, date(2026, 12, 30)), back, Output.BANK_REVERSAL, tmp_path / "again.ach")
    assert again == first


def test_only_a_reversal_of_what_a_bank_file_paid_is_written_as_one(ctx: Context, run: Run, tmp_path: Path) -> None:
    with pytest.raises(RuleBroken, match="takes nothing back"):
        export(ctx, run.number, Output.BANK_REVERSAL, tmp_path / "none.ach")
    export(ctx, run.number, Output.BANK_CSV, tmp_path / "pay.csv")
    back = taken_back(ctx, run, "1001")
    with pytest.raises(RuleBroken, match="No NACHA file was written"):
        export(ctx, back.number, Output.BANK_REVERSAL, tmp_path / "none.ach")
