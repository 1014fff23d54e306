"""Prenotes: new accounts are tried by a zero entry, and the first money waits for it as the configuration says."""

from __future__ import annotations

import stat
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from hrtui.audit import service as trail
from hrtui.context import Context, FixedClock
from hrtui.errors import Conflict, NotAllowed, RuleBroken
from hrtui.payroll.payer import Payer
from hrtui.payroll.prenotes import service as prenotes
from hrtui.payroll.prenotes.rules import Untried
from hrtui.payroll.runs import service
from hrtui.payroll.runs.exporting import Exported, Output, export
from hrtui.payroll.runs.model import Run
from hrtui.people import service as people
from hrtui.people.model import PrivateKind
from tests.conftest import ContextAs
from tests.paidruns import SECOND, THIRD, employee, final, paid

PAYER = Payer(ein="12-3456789", bank_routing="231380104", bank_account="12345", bank_name="First Bank", prenote=3)
NEW = "011401533/77778888"


@pytest.fixture
def asking(ctx: Context) -> Context:
    """A company that asks for prenotes three banking days before money goes to a new account."""
    return replace(ctx, config=replace(ctx.config, payer=PAYER))


def on(ctx: Context, day: date) -> Context:
    """The same on another day, at noon."""
    return replace(ctx, clock=FixedClock(datetime(day.year, day.month, day.day, 17, tzinfo=UTC), "America/New_York"))


def exported(ctx: Context, run: Run, folder: Path, output: Output = Output.BANK) -> Exported:
    return export(
        ctx, run.number, output, folder / f"{run.number}-{output}.{'ach' if output is Output.BANK else 'csv'}"
    )


def entries(path: Path) -> list[tuple[str, str, str, str]]:
    """Transaction code, account, amount and person of each entry of a file."""
    lines = [line for line in path.read_text().splitlines() if line.startswith("6")]
    return [(line[1:3], line[12:29].strip(), line[29:39], line[39:54].strip()) for line in lines]


def numbers(found: Sequence[prenotes.Waiting]) -> list[str]:
    return [each.number for each in found]


def test_a_new_account_gets_a_zero_entry_once_and_the_file_is_for_its_owner_alone(
    asking: Context, tmp_path: Path
) -> None:
    jane = employee(asking)
    assert numbers(prenotes.waiting(asking)) == [jane]
    made = prenotes.send(asking, tmp_path / "p.ach")
    assert entries(made.path) == [("23", "10000", "0" * 10, jane)]
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    assert (made.settles, made.ready) == (date(2026, 11, 24), date(2026, 11, 30))
    told = [
        (each.entry.subject, each.entry.detail) for each in trail.log(asking, 9) if each.entry.action == prenotes.ACTION
    ]
    assert {subject for subject, _ in told} == {"p.ach", jane}
    assert made.sha256 in str(told)
    with pytest.raises(RuleBroken, match="No account waits to be tried"):
        prenotes.send(asking, tmp_path / "again.ach")
    assert not (tmp_path / "again.ach").exists()


def test_without_a_prenote_the_first_pay_is_a_cheque_and_the_bank_file_leaves_it_out(
    asking: Context, tmp_path: Path
) -> None:
    jane, joe = employee(asking, 1), employee(asking, 2)
    prenotes.send(asking, tmp_path / "p.ach")
    people.set_private(asking, joe, PrivateKind.BANK, NEW)
    made = exported(asking, paid(asking, THIRD), tmp_path)
    assert [each[3] for each in entries(made.path)] == [jane]
    assert made.left_out == (joe,)
    assert exported(asking, made.run, tmp_path, Output.CHEQUES).people == 1
    assert any(each.entry.action == "payroll.by_cheque" and each.entry.subject == joe for each in trail.log(asking, 30))


def test_the_prenote_counts_from_the_third_banking_day_on(asking: Context, tmp_path: Path) -> None:
    jane, joe = employee(asking, 1), employee(asking, 2)
    prenotes.send(asking, tmp_path / "p.ach")
    with pytest.raises(RuleBroken, match="Nobody in run .* is paid by bank"):
        exported(asking, paid(asking, SECOND), tmp_path)
    third = paid(on(asking, date(2026, 12, 1)), THIRD)
    made = exported(asking, third, tmp_path)
    assert sorted(each[3] for each in entries(made.path)) == sorted([jane, joe])


def test_an_account_that_was_paid_to_is_tried_and_a_changed_one_is_not(asking: Context, tmp_path: Path) -> None:
    jane = employee(asking)
    before = replace(asking, config=replace(asking.config, payer=replace(PAYER, prenote=0)))
    exported(before, paid(before, SECOND), tmp_path)
    assert numbers(prenotes.waiting(asking)) == []
    people.set_private(asking, jane, PrivateKind.BANK, f"{NEW}, savings, 100; 231380104/10000")
    assert numbers(prenotes.waiting(asking)) == [jane]


def test_another_share_of_the_same_account_is_no_new_account(asking: Context, tmp_path: Path) -> None:
    jane = employee(asking)
    people.set_private(asking, jane, PrivateKind.BANK, f"{NEW}, savings, 100; 231380104/10000")
    prenotes.send(asking, tmp_path / "p.ach")
    people.set_private(asking, jane, PrivateKind.BANK, f"{NEW}, savings, 250; 231380104/10000")
    (waits,) = prenotes.waiting(asking)
    assert (waits.sent, waits.ready) == (date(2026, 11, 24), date(2026, 11, 30))


def test_a_cheque_for_an_untried_account_does_not_try_it(asking: Context, tmp_path: Path) -> None:
    jane, joe = employee(asking, 1), employee(asking, 2)
    prenotes.send(asking, tmp_path / "p.ach")
    people.set_private(asking, joe, PrivateKind.BANK, NEW)
    exported(asking, paid(asking, THIRD), tmp_path)
    assert numbers(prenotes.waiting(asking)) == [joe]
    assert jane not in numbers(prenotes.waiting(asking))


def test_the_bank_file_written_again_is_the_same_though_a_prenote_was_sent_meanwhile(
    asking: Context, tmp_path: Path
) -> None:
    employee(asking, 1)
    prenotes.send(asking, tmp_path / "p.ach")
    people.set_private(asking, employee(asking, 2), PrivateKind.BANK, NEW)
    first = exported(asking, paid(asking, THIRD), tmp_path)
    prenotes.send(on(asking, date(2026, 11, 30)), tmp_path / "q.ach")
    again = export(asking, first.run.number, Output.BANK, tmp_path / "again.ach")
    assert again.sha256 == first.sha256


def test_where_the_configuration_says_so_the_account_is_paid_and_has_to_be_accepted(
    asking: Context, tmp_path: Path
) -> None:
    ctx = replace(asking, config=replace(asking.config, payer=replace(PAYER, untried=Untried.ACCEPT)))
    jane = employee(ctx)
    run = service.calculate(ctx, service.open_run(ctx, pay_date=THIRD).number)
    assert "account_untried" in {each.code for each in service.slip(ctx, run.number, jane).problems}
    made = exported(ctx, final(ctx, run), tmp_path)
    assert [each[3] for each in entries(made.path)] == [jane]


def test_nobody_is_asked_where_prenotes_are_off_and_the_refusal_says_how_to_ask_for_them(
    ctx: Context, tmp_path: Path
) -> None:
    employee(ctx)
    with pytest.raises(RuleBroken, match="say `prenote: 3` under `payer`"):
        prenotes.waiting(ctx)


def test_a_prenote_is_not_undone(asking: Context, tmp_path: Path) -> None:
    employee(asking)
    prenotes.send(asking, tmp_path / "p.ach")
    with pytest.raises(Conflict, match="tried anew"):
        trail.undo(asking)


def test_prenotes_take_the_right_to_finalise_for_everyone(ctx_as: ContextAs, tmp_path: Path) -> None:
    with pytest.raises(NotAllowed):
        prenotes.send(ctx_as(), tmp_path / "p.ach")


def test_of_several_accounts_the_new_one_alone_waits_and_its_share_goes_by_cheque(
    asking: Context, tmp_path: Path
) -> None:
    jane = employee(asking)
    before = replace(asking, config=replace(asking.config, payer=replace(PAYER, prenote=0)))
    exported(before, paid(before, SECOND), tmp_path)
    people.set_private(asking, jane, PrivateKind.BANK, f"{NEW}, savings, 100; 231380104/10000")
    run = paid(asking, THIRD)
    made = exported(asking, run, tmp_path)
    (went,) = entries(made.path)
    net = service.run(asking, run.number).totals.net
    assert (went[1], int(went[2]), made.left_out) == ("10000", net - 100_00, (jane,))
    cheques = exported(asking, run, tmp_path, Output.CHEQUES)
    assert "100.00" in cheques.path.read_text() and cheques.cents == 100_00
    sent = prenotes.send(asking, tmp_path / "p.ach")
    assert ([each[1] for each in entries(sent.path)], sent.accounts) == (["77778888"], 1)


def test_where_the_account_that_takes_the_rest_is_new_the_rest_goes_by_cheque(asking: Context, tmp_path: Path) -> None:
    jane = employee(asking)
    before = replace(asking, config=replace(asking.config, payer=replace(PAYER, prenote=0)))
    exported(before, paid(before, SECOND), tmp_path)
    people.set_private(asking, jane, PrivateKind.BANK, f"231380104/10000, checking, 100; {NEW}")
    made = exported(asking, paid(asking, THIRD), tmp_path)
    assert [(each[1], int(each[2])) for each in entries(made.path)] == [("10000", 100_00)]
    assert numbers(prenotes.waiting(asking)) == [jane]
