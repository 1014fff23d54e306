"""Back-dated changes: what closed runs owe by the facts of today, what is decided about it, and what is said when one is saved."""

from __future__ import annotations

import random
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from data import audit
from data.db import Store, create_store
from data.payrun import runs as rows
from hrtui.access.model import EVERYONE, Field, Grant, Sight
from hrtui.audit import service as trail
from hrtui.audit.writing import begin
from hrtui.context import Context
from hrtui.errors import Conflict, HrError, NotAllowed, NotFound, RuleBroken
from hrtui.money import Money
from hrtui.payroll.backdating import RetroSettings
from hrtui.payroll.check.values import Part
from hrtui.payroll.entered import Entered
from hrtui.payroll.items import service as items
from hrtui.payroll.items.model import PayItem
from hrtui.payroll.runs import service
from hrtui.payroll.runs.model import Run, RunKind, RunState
from hrtui.payroll.runs.replaying import RetroCode
from hrtui.people import service as people
from hrtui.people.model import Action, Done, JobChange, PayChange, Status, Termination
from tests.conftest import ContextAs, Furnish
from tests.paidruns import FIRST, SECOND, THIRD, calculated, employee, final, paid
from tests.people import statements

NEXT, OFF, IGNORE = service.Decision
SINCE = date(2026, 10, 25)


def raised(ctx: Context, number: str, rate: int = 65_000, on: date = SINCE) -> int:
    """A raise, and its command."""
    return people.change_pay(ctx, number, PayChange(on, Money(rate * 100), reason="merit")).command


def amounts(ctx: Context) -> dict[tuple[str, str], int]:
    return {(each.run, each.number): each.delta for each in service.retro(ctx)}


@pytest.fixture
def jane(ctx: Context, furnish: Furnish[str]) -> str:
    return furnish(ctx, with_jane)


def with_jane(ctx: Context) -> str:
    """Someone on 52,000 a year who was paid twice."""
    number = employee(ctx)
    paid(ctx, FIRST)
    paid(ctx, SECOND)
    return number


def test_a_back_dated_raise_owes_its_difference_for_each_closed_run(ctx: Context, jane: str) -> None:
    assert service.retro(ctx) == []
    raised(ctx, jane, on=date(2026, 11, 2))
    found = service.retro(ctx)
    assert [(each.run, each.number, each.delta) for each in found] == [
        ("main-2026-11-12", jane, 25_000), ("main-2026-11-25", jane, 50_000),
    ]  # fmt: skip
    assert found[1].codes == (RetroCode("salary", 250_000, 200_000),)
    assert service.touched(ctx, jane) == found


def test_a_change_from_a_day_to_come_touches_nothing(ctx: Context, jane: str) -> None:
    raised(ctx, jane, on=date(2026, 11, 26))
    people.change_job(ctx, jane, JobChange(date(2026, 11, 2), title="Lead"))
    assert service.retro(ctx) == []


def test_what_is_decided_for_the_next_run_is_paid_there_and_not_owed_again(ctx: Context, jane: str) -> None:
    raised(ctx, jane)
    with pytest.raises(RuleBroken, match="No regular run of main is open for entries: open the next one"):
        service.decide(ctx, "main-2026-11-12", jane, NEXT)
    run = calculated(ctx, THIRD)
    for each in service.retro(ctx):
        made = service.decide(ctx, each.run, jane, NEXT)
        assert (made.paid_in, made.delta) == (run.number, 50_000)
    assert service.retro(ctx) == []
    assert service.dirty_people(ctx, run) == [jane]
    slip = service.slips_of(ctx, service.calculate(ctx, run.number))[0]
    assert sum(line.amount for line, _ in slip.lines if line.code == "retro") == 100_000
    assert slip.gross == 250_000 + 100_000
    assert [(each.run, each.decision, each.by) for each in service.decided(ctx)] == [
        ("main-2026-11-25", "next_run", "alice"), ("main-2026-11-12", "next_run", "alice"),
    ]  # fmt: skip
    paid_run = final(ctx, service.run(ctx, run.number).run)
    assert paid_run.state is RunState.FINALISED
    assert service.retro(ctx) == []


def test_a_decision_is_asked_for_again_only_for_what_changed_since(ctx: Context, jane: str) -> None:
    run = service.open_run(ctx, pay_date=THIRD)
    raised(ctx, jane)
    service.decide(ctx, "main-2026-11-12", jane, NEXT)
    service.decide(ctx, "main-2026-11-25", jane, IGNORE, "paid by hand")
    assert service.retro(ctx) == []
    people.correct(ctx, jane, PayChange(SINCE, Money(7_800_000)))
    assert amounts(ctx) == {("main-2026-11-12", jane): 50_000, ("main-2026-11-25", jane): 100_000}
    service.decide(ctx, "main-2026-11-12", jane, NEXT)
    entered = service.entered_for(ctx, run.number)
    assert [each.entered.cents for mine in entered.values() for each in mine] == [100_000]
    assert amounts(ctx) == {("main-2026-11-25", jane): 100_000}


def test_pay_taken_out_of_the_run_again_or_of_a_cancelled_run_is_owed_again(ctx: Context, jane: str) -> None:
    run = service.open_run(ctx, pay_date=THIRD)
    raised(ctx, jane)
    service.decide(ctx, "main-2026-11-12", jane, NEXT)
    service.enter(ctx, run.number, [service.InputLine(jane, Entered("retro"), "main-2026-11-12")])
    assert amounts(ctx)["main-2026-11-12", jane] == 50_000
    service.decide(ctx, "main-2026-11-12", jane, NEXT)
    assert ("main-2026-11-12", jane) not in amounts(ctx)
    service.cancel(ctx, run.number, service.Asked("opened too early"))
    assert amounts(ctx)["main-2026-11-12", jane] == 50_000


def test_an_off_cycle_run_pays_several_and_never_takes_back(ctx: Context) -> None:
    jane, joe = employee(ctx, 1), employee(ctx, 2, rate=78_000)
    paid(ctx, FIRST)
    raised(ctx, jane)
    raised(ctx, joe, 65_000)
    first = service.decide(ctx, "main-2026-11-12", jane, OFF)
    run = service.run(ctx, first.paid_in).run
    assert (run.kind, run.state, run.reason) == (RunKind.OFF_CYCLE, RunState.DRAFT, "Retroactive pay")
    with pytest.raises(RuleBroken, match="paid 1002 500.00 too much, and an off-cycle run has no regular pay"):
        service.decide(ctx, "main-2026-11-12", joe, OFF)
    kay = employee(ctx, 3, first_day=date(2026, 11, 2))
    assert service.decide(ctx, "main-2026-11-12", kay, OFF).paid_in == run.number
    slips = service.slips_of(ctx, service.calculate(ctx, run.number))
    assert [(slip.number, slip.gross) for slip in slips] == [(jane, 50_000), (kay, 100_000)]


def test_what_was_paid_too_much_is_taken_out_of_regular_pay_and_never_more_than_that(ctx: Context, jane: str) -> None:
    run = service.open_run(ctx, pay_date=THIRD)
    raised(ctx, jane, 39_000)
    assert amounts(ctx) == {("main-2026-11-12", jane): -50_000, ("main-2026-11-25", jane): -50_000}
    service.decide(ctx, "main-2026-11-12", jane, NEXT)
    slip = service.slips_of(ctx, service.calculate(ctx, run.number))[0]
    assert (slip.gross, any(each.stops for each in slip.problems)) == (100_000, False)
    people.correct(ctx, jane, PayChange(SINCE, Money(100)))
    for each in service.retro(ctx):
        service.decide(ctx, each.run, jane, NEXT)
    slip = service.slips_of(ctx, service.calculate(ctx, run.number))[0]
    assert any(each.stops and "regular pay of the check" in each.message for each in slip.problems)


def test_someone_hired_or_ended_in_the_past_is_owed_all_or_owes_it(ctx: Context, jane: str) -> None:
    late = employee(ctx, 5, first_day=date(2026, 11, 9))
    people.terminate(ctx, jane, Termination(date(2026, 11, 7), "resignation"))
    assert amounts(ctx) == {("main-2026-11-25", jane): -200_000, ("main-2026-11-25", late): 200_000}


def test_a_check_taken_back_owes_nothing_until_its_correction_paid_it(ctx: Context, jane: str, store: Store) -> None:
    run = service.run(ctx, "main-2026-11-25").run
    with store.write():
        rows.add_state(run.id, RunState.EXPORTED, begin(ctx, "payroll.export", run.number))
    back = service.reverse(ctx, run.number, "wrong rate", jane)
    raised(ctx, jane)
    _accepted(ctx, back)
    assert amounts(ctx) == {("main-2026-11-12", jane): 50_000}
    mend = service.open_run(ctx, kind=RunKind.CORRECTION, reason="wrong rate", corrects=run.number)
    mended = final(ctx, service.calculate(ctx, mend.number))
    assert mended.state is RunState.FINALISED
    assert amounts(ctx) == {("main-2026-11-12", jane): 50_000}
    raised(ctx, jane, 78_000, date(2026, 11, 8))
    assert amounts(ctx) == {("main-2026-11-12", jane): 50_000, ("main-2026-11-25", jane): 50_000}


def _accepted(ctx: Context, run: Run) -> None:
    """A reversal approved by another and finalised."""
    net = service.run(ctx, run.number).totals.net
    carol = replace(ctx, actor=replace(ctx.actor, login="carol"))
    service.approve(carol, run.number, service.Asked(net=net))
    service.finalise(ctx, run.number, service.Asked(net=net))


def test_nothing_is_owed_for_runs_before_the_earliest_day(ctx: Context, jane: str) -> None:
    raised(ctx, jane)
    later = replace(ctx, config=replace(ctx.config, retro=RetroSettings(date(2026, 11, 20))))
    assert list(amounts(later)) == [("main-2026-11-25", jane)]
    assert RetroSettings().since(date(2026, 5, 1)) == date(2026, 1, 1)
    assert RetroSettings(date(2020, 1, 1)).since(date(2026, 5, 1)) == date(2025, 1, 1)


def test_a_decision_is_in_the_trail_and_is_not_undone_but_names_the_next_rung(ctx: Context, jane: str) -> None:
    service.open_run(ctx, pay_date=THIRD)
    raised(ctx, jane)
    service.decide(ctx, "main-2026-11-12", jane, NEXT, "raise came late")
    entry = next(each.entry for each in audit.entries(5, subject=jane) if each.entry.action == "payroll.retro")
    assert dict(entry.detail or {}) == {
        "run": "main-2026-11-12", "decision": "next_run", "amount": "500.00", "paid_in": "main-2026-12-10",
        "reason": "raise came late",
    }  # fmt: skip
    with pytest.raises(Conflict, match="enter the pay, or take it out, in the run instead"):
        trail.undo(ctx, entry.command or 0)


def test_who_may_not_run_payroll_decides_nothing_and_bad_asking_is_refused(
    ctx: Context, ctx_as: ContextAs, jane: str
) -> None:
    raised(ctx, jane)
    looks = ctx_as(Grant("payroll.preview", EVERYONE), Grant("people.read", EVERYONE, {Field.PAY: Sight.SHOWN}))
    assert len(service.retro(looks)) == 2
    with pytest.raises(NotAllowed):
        service.decide(looks, "main-2026-11-12", jane, IGNORE, "no")
    with pytest.raises(NotAllowed):
        service.retro(ctx_as(Grant("people.read", EVERYONE, {Field.PAY: Sight.SHOWN})))
    with pytest.raises(RuleBroken, match="Say why nothing is to be paid"):
        service.decide(ctx, "main-2026-11-12", jane, IGNORE, " ")
    with pytest.raises(NotFound, match="Nobody on file has the number"):
        service.decide(ctx, "main-2026-11-12", "9999", NEXT)
    service.decide(ctx, "main-2026-11-12", jane, IGNORE, "paid by hand")
    with pytest.raises(RuleBroken, match=f"owes {jane} nothing that is not decided"):
        service.decide(ctx, "main-2026-11-12", jane, IGNORE, "paid by hand")


def test_saving_says_which_closed_runs_are_touched_and_amounts_only_to_who_may_see_them(
    ctx: Context, ctx_as: ContextAs, jane: str
) -> None:
    def said(to: Context, rate: int, on: date) -> tuple[str, ...]:
        done = people.change_pay(ctx, jane, PayChange(on, Money(rate * 100), reason="merit"))
        return service.with_touched(to, done).notices[len(done.notices) :]

    assert said(ctx, 65_000, SINCE) == (
        "It touches 2 closed runs by +1,000.00 (main-2026-11-12 and main-2026-11-25): decide under retro.",
    )
    assert said(ctx, 70_000, date(2026, 12, 1)) == ()
    blind = ctx_as(Grant("people.read", EVERYONE))
    assert said(blind, 78_000, date(2026, 11, 8)) == ("It touches 1 closed run: payroll decides what is paid on top.",)


def test_saving_costs_two_queries_where_no_run_is_final(ctx: Context) -> None:
    number = employee(ctx)
    calculated(ctx, SECOND)
    done = people.change_pay(ctx, number, PayChange(SINCE, Money(6_500_000), reason="merit"))
    with statements() as seen:
        assert service.with_touched(ctx, done) == done
    assert len([sql for sql in seen if sql.startswith("SELECT")]) <= 2


def test_the_statements_do_not_grow_with_the_people(ctx: Context) -> None:
    numbers = [employee(ctx, at) for at in range(8)]
    paid(ctx, FIRST)
    raised(ctx, numbers[0])
    with statements() as few:
        assert len(service.retro(ctx)) == 1
    for number in numbers[1:]:
        raised(ctx, number)
    with statements() as many:
        assert len(service.retro(ctx)) == 8
    assert len(many) <= len(few)


@pytest.mark.parametrize("seed", range(8))
def test_the_history_as_corrected_less_what_was_paid_is_what_is_owed(ctx: Context, tmp_path: Path, seed: int) -> None:
    late = _earned(ctx, seed, late=True)
    owed = amounts(ctx)
    _decide_all(ctx, owed)
    ctx.store.close()
    other = create_store(tmp_path / "other" / "hrtui.db")
    early = _earned(replace(ctx, store=other), seed, late=False)
    other.close()
    assert owed == {
        key: early.get(key, 0) - late.get(key, 0)
        for key in early.keys() | late.keys()
        if early.get(key, 0) != late.get(key, 0)
    }
    assert len(owed) > 2


def _decide_all(ctx: Context, owed: dict[tuple[str, str], int]) -> None:
    """Decide for the next run about everything: then nothing is owed, and the run has just that."""
    run = service.open_run(ctx, pay_date=THIRD)
    for number, person in owed:
        service.decide(ctx, number, person, NEXT)
    assert service.retro(ctx) == []
    entered = service.entered_for(ctx, run.number)
    assert sum(each.entered.cents or 0 for mine in entered.values() for each in mine) == sum(owed.values())


def _earned(ctx: Context, seed: int, late: bool) -> dict[tuple[str, str], int]:
    """What two runs pay as earnings of each person, where changes come after they are final, or before they are calculated."""
    dice, changes = random.Random(seed), random.Random(seed + 1000)
    numbers = [employee(ctx, at, dice.randrange(30_000, 300_000)) for at in range(8)]
    for number in numbers[:5]:
        _something(ctx, dice, number)
    runs = [service.open_run(ctx, pay_date=day) for day in (FIRST, SECOND)]
    for run in runs:
        for number in dice.sample(numbers[5:], 2):
            entry = dice.choice(
                (
                    Entered("bonus", cents=dice.randrange(1, 500_000)),
                    Entered("sick", hours=Decimal(dice.randrange(1, 24))),
                )
            )
            service.enter(ctx, run.number, [service.InputLine(number, entry)])
    if late:
        for run in runs:
            final(ctx, service.calculate(ctx, run.number))
    for number in numbers:
        _something(ctx, changes, number)
        _something(ctx, changes, number)
    if changes.random() < 0.5:
        employee(ctx, 9, first_day=date(2026, 11, 4))
    found = {}
    for run in runs:
        if not late:
            service.calculate(ctx, run.number)
        for slip in service.slips_of(ctx, service.run(ctx, run.number).run):
            found[run.number, slip.number] = sum(line.amount for line, _ in slip.lines if line.part is Part.EARNING)
    return found


def _something(ctx: Context, dice: random.Random, number: str) -> None:
    """Some change of a person's facts; one that is refused is left out."""
    on, rate, what = (
        date(2026, 10, 20) + timedelta(days=dice.randrange(40)),
        dice.randrange(30_000, 90_000),
        dice.randrange(6),
    )
    acts = (
        lambda: people.change_pay(ctx, number, PayChange(on, Money(rate * 100), reason="x")),
        lambda: people.change_job(ctx, number, JobChange(on, status=Status.LEAVE, action=Action.LEAVE, reason="own")),
        lambda: people.change_job(ctx, number, JobChange(on, status=Status.ACTIVE, action=Action.RETURN, reason="back")),
        lambda: people.change_job(ctx, number, JobChange(on, standard_hours=Decimal(rate // 3_000))),
        lambda: items.add_item(ctx, number, PayItem(on, "regular", Money(rate))),
        lambda: people.terminate(ctx, number, Termination(on, "resignation")),
    )  # fmt: skip
    with suppress(HrError):
        acts[what]()


def test_runs_of_a_pay_group_that_is_gone_are_left_out_and_why_names_the_run_that_owed_it(
    ctx: Context, jane: str
) -> None:
    raised(ctx, jane)
    assert service.retro(replace(ctx, config=replace(ctx.config, pay_groups=()))) == []
    run = service.open_run(ctx, pay_date=THIRD)
    service.decide(ctx, "main-2026-11-12", jane, NEXT)
    service.calculate(ctx, run.number)
    tree = service.why(ctx, run.number, jane, "earning:retro")
    assert "retro main-2026-11-12, entered by alice" in repr(tree)


def test_undoing_and_changing_many_at_once_say_what_they_touch_too(ctx: Context) -> None:
    numbers = [employee(ctx, at) for at in range(3)]
    paid(ctx, FIRST)
    paid(ctx, SECOND)
    at = begun = raised(ctx, numbers[0], on=date(2026, 11, 8))
    for number in numbers[1:]:
        at = raised(ctx, number, on=date(2026, 11, 8))
    many = service.with_touched(ctx, Done(begun, "", "All raised."))
    assert many.notices == ("It touches 3 checks of 1 closed run by +1,500.00 (main-2026-11-25): decide under retro.",)
    service.open_run(ctx, pay_date=THIRD)
    service.decide(ctx, "main-2026-11-25", numbers[2], NEXT)
    undone = service.with_touched(ctx, trail.undo(ctx, at))
    assert undone.notices == ("It touches 1 closed run by (500.00) (main-2026-11-25): decide under retro.",)
