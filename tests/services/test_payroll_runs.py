"""A run of payroll from draft to closed: who may take which step, what has to hold, and what is left in the trail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from data import audit
from data.base import database
from data.db import Store
from data.payrun import runs as rows
from data.payrun import sums
from data.payrun.invariants import PAYROLL
from data.schema import SlipLineRow, SlipRow
from hrtui.access.model import EVERYONE, Field, Grant, Sight
from hrtui.audit import service as trail
from hrtui.audit.writing import begin
from hrtui.context import Context
from hrtui.errors import Conflict, NotAllowed, NotFound, RuleBroken
from hrtui.money import Money
from hrtui.payroll.check.values import SIGN
from hrtui.payroll.entered import Entered
from hrtui.payroll.runs import service
from hrtui.payroll.runs.model import Run, RunKind, RunState
from hrtui.people import service as people
from hrtui.people.model import Certificate, PayChange, PrivateKind, Termination
from tests.conftest import Furnish
from tests.people import hire, statements

ContextAs = Callable[..., Context]
TEXAS = {"location": "Houston, TX", "pay_group": "main", "flsa": "exempt"}
EARLIER, CHECK = date(2026, 11, 25), date(2026, 12, 10)


@pytest.fixture
def company(ctx: Context, furnish: Furnish[list[str]]) -> list[str]:
    return furnish(ctx, founded)


def founded(ctx: Context) -> list[str]:
    """Three people in Texas who are paid every other week, each with a Form W-4, a number and an account."""
    made = []
    for at, rate in enumerate((52_000, 78_000, 104_000)):
        number = hire(ctx, last=f"Kim{at}", rate=Money(rate * 100), **TEXAS)
        people.change_certificate(ctx, number, Certificate(date(2026, 1, 1), "US", {"status": "single"}))
        people.set_private(ctx, number, PrivateKind.SSN, f"123-45-678{at}")
        people.set_private(ctx, number, PrivateKind.BANK, f"231380104/10000{at}")
        made.append(number)
    return made


@pytest.fixture(autouse=True)
def what_must_hold(store: Store) -> Iterator[None]:
    """Whatever a test did, payroll's invariants hold after it."""
    yield
    assert [found for invariant in PAYROLL for found in invariant(store.db)] == []


@pytest.fixture
def checker(ctx: Context) -> Context:
    """Carol, who approves what others made."""
    fields = {Field.PAY: Sight.SHOWN}
    grants = tuple(Grant(action, EVERYONE, fields) for action in ("people.read", "payroll.preview", "payroll.approve"))
    return replace(ctx, actor=replace(ctx.actor, login="carol", grants=grants))


def calculated(ctx: Context, day: date = CHECK) -> Run:
    return service.calculate(ctx, service.open_run(ctx, pay_date=day).number)


def net(ctx: Context, run: Run) -> int:
    return service.run(ctx, run.number).totals.net


def final(ctx: Context, checker: Context, run: Run) -> Run:
    """The run submitted, accepted, approved and finalised."""
    service.submit(ctx, run.number)
    for person in service.unaccepted(run):
        service.accept(checker, run.number, [person], "looked at")
    service.approve(checker, run.number, service.Asked(net=net(ctx, run)))
    return service.finalise(ctx, run.number, service.Asked(net=net(ctx, run)))


def exported(ctx: Context, store: Store, run: Run) -> Run:
    """The run brought to exported, as writing its bank file does."""
    with store.write():
        rows.add_state(run.id, RunState.EXPORTED, begin(ctx, "payroll.export", run.number))
    return service.run(ctx, run.number).run


def test_a_run_goes_from_draft_to_closed_and_every_step_is_in_the_trail(
    ctx: Context, checker: Context, company: list[str], store: Store
) -> None:
    run = calculated(ctx)
    assert (run.number, run.state, run.begins, run.ends) == (
        "main-2026-12-10",
        RunState.CALCULATED,
        date(2026, 11, 22),
        date(2026, 12, 5),
    )
    run = exported(ctx, store, final(ctx, checker, run))
    service.pay(ctx, run.number)
    closed = service.close(ctx, run.number)
    assert [each.state.value for each in closed.events] == [
        "draft", "calculated", "in_review", "approved", "finalised", "exported", "paid", "closed",
    ]  # fmt: skip
    steps = [each.entry.action for each in audit.entries(50, subject=run.number) if each.entry.command]
    assert steps[::-1][:2] == ["payroll.open", "payroll.calculate"]
    assert {"payroll.submit", "payroll.approve", "payroll.finalise", "payroll.pay", "payroll.close"} <= set(steps)


def test_the_lines_of_every_slip_leave_its_net_and_the_totals_are_the_sum_of_slips(
    ctx: Context, company: list[str]
) -> None:
    run = calculated(ctx)
    found = service.slips_of(ctx, run)
    assert [each.number for each in found] == company
    for slip in found:
        assert sum(SIGN[line.part] * line.amount for line, _ in slip.lines) == slip.net
        assert all(total == line.amount for line, total in slip.lines)
    totals = service.run(ctx, run.number).totals
    assert (totals.people, totals.gross) == (3, (200_000 + 300_000 + 400_000))
    assert totals.net == sum(each.net for each in found)


def test_calculating_again_changes_nothing(ctx: Context, company: list[str]) -> None:
    run = calculated(ctx)
    before = _stored(run)
    again = service.calculate(ctx, run.number)
    assert service.dirty_people(ctx, again) == []
    assert _stored(again) == before
    everyone = service.calculate(ctx, run.number, everyone=True)
    assert everyone.generation == 2
    assert _stored(everyone) == before
    assert SlipRow.select().count() == 3


def _stored(run: Run) -> list[tuple[object, ...]]:
    line, slip = SlipLineRow, SlipRow
    query = (
        slip.select(slip.person, slip.gross, slip.net, line.seq, line.code, line.amount, line.basis, line.year_to_date)
        .join(line, on=(line.slip == slip.id))
        .where((slip.run == run.id) & (slip.generation == run.generation))
        .order_by(slip.person, line.seq)
    )
    return list(database.execute(query).fetchall())


def test_only_whose_facts_changed_is_dirty_and_only_they_are_calculated_again(ctx: Context, company: list[str]) -> None:
    run = calculated(ctx)
    people.change_pay(ctx, company[1], PayChange(date(2026, 12, 1), Money(8_000_000), reason="merit"))
    assert service.dirty_people(ctx, run) == [company[1]]
    with pytest.raises(RuleBroken, match=rf"Facts of {company[1]} changed since run main-2026-12-10 was calculated"):
        service.submit(ctx, run.number)
    before = {slip.number: slip for slip in service.slips_of(ctx, run)}
    after = {slip.number: slip for slip in service.slips_of(ctx, service.calculate(ctx, run.number))}
    assert after[company[1]].gross > before[company[1]].gross
    assert [after[number].id == before[number].id for number in company] == [True, False, True]
    totals = service.run(ctx, run.number).totals
    assert totals == sums.sums(run.id, run.generation)


def test_someone_hired_into_the_period_is_dirty_until_the_run_is_calculated(ctx: Context, company: list[str]) -> None:
    run = calculated(ctx)
    late = hire(ctx, last="Late", first_day=date(2026, 12, 1), **TEXAS)
    assert service.dirty_people(ctx, run) == [late]
    run = service.calculate(ctx, run.number)
    assert [slip.number for slip in service.slips_of(ctx, run)] == [*company, late]
    assert service.dirty_people(ctx, run) == []


def test_who_left_before_the_period_has_no_check_unless_something_is_entered_for_them_or_they_come_back(
    ctx: Context, company: list[str]
) -> None:
    for number in company:
        people.terminate(ctx, number, Termination(date(2026, 10, 30), "moved away"))
    hire(ctx, last="Kim2", number=company[2], first_day=date(2026, 12, 1), **TEXAS)
    run = service.open_run(ctx, pay_date=CHECK)
    service.enter(ctx, run.number, [service.InputLine(company[0], Entered("bonus", cents=500_00))])
    found = {slip.number: slip.gross for slip in service.slips_of(ctx, service.calculate(ctx, run.number))}
    assert found[company[0]] == 500_00
    assert found.keys() == {company[0], company[2]}


def test_after_a_change_of_the_configuration_everyone_is_dirty_and_the_refusal_says_so(
    ctx: Context, company: list[str]
) -> None:
    run = calculated(ctx)
    groups = (replace(ctx.config.pay_groups[0], check_after=4),)
    changed = replace(ctx, config=replace(ctx.config, pay_groups=groups))
    assert service.dirty_people(changed, run) == company
    with pytest.raises(RuleBroken, match="The configuration or the tables changed since run main-2026-12-10"):
        service.submit(changed, run.number)
    service.submit(changed, service.calculate(changed, run.number).number)


def test_reading_and_looking_make_nobody_dirty(ctx: Context, company: list[str]) -> None:
    run = calculated(ctx)
    service.slip(ctx, run.number, company[0])
    service.why(ctx, run.number, company[0])
    people.record(ctx, company[0])
    assert service.dirty_people(ctx, run) == []


def test_who_made_a_run_does_not_approve_it(ctx: Context, company: list[str]) -> None:
    run = calculated(ctx)
    service.submit(ctx, run.number)
    with pytest.raises(RuleBroken, match="alice had a hand in run main-2026-12-10"):
        service.approve(ctx, run.number, service.Asked(net=net(ctx, run)))


def test_who_entered_pay_for_a_run_does_not_approve_it(ctx: Context, company: list[str]) -> None:
    run = service.open_run(ctx, pay_date=CHECK)
    dave = replace(ctx, actor=replace(ctx.actor, login="dave"))
    service.enter(dave, run.number, [service.InputLine(company[0], Entered("bonus", cents=100_00))])
    run = service.calculate(ctx, run.number)
    service.submit(ctx, run.number)
    for person in service.unaccepted(run):
        service.accept(ctx, run.number, [person], "looked at")
    with pytest.raises(RuleBroken, match="dave had a hand in run"):
        service.approve(dave, run.number, service.Asked(net=net(ctx, run)))


def test_who_returned_a_run_may_approve_it_once_it_is_mended(
    ctx: Context, checker: Context, company: list[str]
) -> None:
    run = calculated(ctx)
    service.submit(ctx, run.number)
    service.send_back(checker, run.number, service.Asked("the second check looks high"))
    service.submit(ctx, service.calculate(ctx, run.number).number)
    service.accept(checker, run.number, company, "looked at")
    assert service.approve(checker, run.number, service.Asked(net=net(ctx, run))).state is RunState.APPROVED


def test_a_checker_approves_and_can_do_nothing_else(ctx: Context, checker: Context, company: list[str]) -> None:
    run = calculated(ctx)
    for step in (service.submit, service.pay, service.close):
        with pytest.raises(NotAllowed):
            step(checker, run.number)
    with pytest.raises(NotAllowed):
        service.open_run(checker)
    with pytest.raises(NotAllowed):
        service.finalise(checker, run.number, service.Asked(net=net(ctx, run)))


def test_who_only_reads_takes_no_step(ctx: Context, company: list[str]) -> None:
    run = calculated(ctx)
    service.submit(ctx, run.number)
    fields = {Field.PAY: Sight.SHOWN}
    grants = tuple(Grant(action, EVERYONE, fields) for action in ("people.read", "payroll.preview", "audit.read"))
    reader = replace(ctx, actor=replace(ctx.actor, login="ari", grants=grants))
    assert service.slip(reader, run.number, company[0]).gross
    with pytest.raises(NotAllowed):
        service.send_back(reader, run.number, service.Asked("no"))
    with pytest.raises(NotAllowed):
        service.accept(reader, run.number, company, "fine")
    with pytest.raises(NotAllowed):
        service.reverse(reader, run.number, "no")


def test_exceptions_are_accepted_before_a_run_is_approved(ctx: Context, checker: Context, company: list[str]) -> None:
    run = calculated(ctx)
    service.submit(ctx, run.number)
    with pytest.raises(RuleBroken, match="Exceptions of .* are not accepted"):
        service.approve(checker, run.number, service.Asked(net=net(ctx, run)))
    assert service.unaccepted(run) == company
    with pytest.raises(RuleBroken, match="Say why it is right"):
        service.accept(checker, run.number, company, " ")
    service.accept(checker, run.number, company, "first pays, compared with the offers")
    assert service.unaccepted(run) == []
    service.approve(checker, run.number, service.Asked(net=net(ctx, run)))


@pytest.mark.parametrize("typed", [None, 1, -1])
def test_a_run_is_approved_and_finalised_only_by_typing_its_net(
    ctx: Context, checker: Context, company: list[str], typed: int | None
) -> None:
    run = calculated(ctx)
    service.submit(ctx, run.number)
    service.accept(checker, run.number, company, "looked at")
    with pytest.raises(RuleBroken, match="net|does not pay"):
        service.approve(checker, run.number, service.Asked(net=typed))
    service.approve(checker, run.number, service.Asked(net=net(ctx, run)))
    with pytest.raises(RuleBroken, match="net|does not pay"):
        service.finalise(ctx, run.number, service.Asked(net=typed))
    assert service.run(ctx, run.number).run.state is RunState.APPROVED


def test_a_step_too_early_or_too_late_says_what_the_run_can_do(ctx: Context, company: list[str]) -> None:
    run = service.open_run(ctx, pay_date=CHECK)
    with pytest.raises(
        RuleBroken,
        match="Too early to submit for review: run main-2026-12-10 is draft, alice opened it. What can follow: .*calculate",
    ):
        service.submit(ctx, run.number)
    service.cancel(ctx, run.number, service.Asked("opened by mistake"))
    with pytest.raises(RuleBroken, match="Nothing more can be done"):
        service.calculate(ctx, run.number)


def test_a_period_is_not_paid_by_two_regular_runs(ctx: Context, company: list[str]) -> None:
    first = service.open_run(ctx, pay_date=CHECK)
    with pytest.raises(RuleBroken, match="Run main-2026-12-10 pays main for 2026-11-22 to 2026-12-05 already"):
        service.open_run(ctx, pay_date=CHECK)
    assert service.open_run(ctx).pay_date == EARLIER
    service.cancel(ctx, first.number, service.Asked("again"))
    assert service.open_run(ctx, pay_date=CHECK).number == "main-2026-12-10-2"


def test_a_finalised_run_is_finalised_once(ctx: Context, checker: Context, company: list[str]) -> None:
    run = final(ctx, checker, calculated(ctx))
    with pytest.raises(RuleBroken, match="is finalised"):
        service.finalise(ctx, run.number, service.Asked(net=net(ctx, run)))
    assert [each.state for each in run.events].count(RunState.FINALISED) == 1


def test_year_to_date_is_the_sum_of_final_slips(ctx: Context, checker: Context, company: list[str]) -> None:
    first = final(ctx, checker, calculated(ctx, EARLIER))
    second = calculated(ctx)
    before, after = (
        {
            slip.number: {line.key: (line.amount, total) for line, total in slip.lines}
            for slip in service.slips_of(ctx, run)
        }
        for run in (first, second)
    )
    for number in company:
        for key, (amount, total) in after[number].items():
            assert total == amount + before[number].get(key, (0, 0))[0], key


def test_a_run_calculated_before_another_was_finalised_is_calculated_again(
    ctx: Context, checker: Context, company: list[str]
) -> None:
    first, second = calculated(ctx, EARLIER), calculated(ctx)
    final(ctx, checker, first)
    assert service.dirty_people(ctx, second) == company
    with pytest.raises(RuleBroken, match="calculate it again"):
        service.submit(ctx, second.number)
    service.submit(ctx, service.calculate(ctx, second.number).number)


def test_a_finalised_run_is_cancelled_only_while_nothing_stands_on_it(
    ctx: Context, checker: Context, company: list[str]
) -> None:
    first = final(ctx, checker, calculated(ctx, EARLIER))
    second = calculated(ctx)
    with pytest.raises(RuleBroken, match="main-2026-12-10 went on from the balances of run main-2026-11-25"):
        service.cancel(ctx, first.number, service.Asked("wrong"))
    service.cancel(ctx, second.number, service.Asked("wrong"))
    service.cancel(ctx, first.number, service.Asked("wrong"))
    third = calculated(ctx)
    assert all(total == line.amount for slip in service.slips_of(ctx, third) for line, total in slip.lines)


def test_one_persons_check_is_taken_back_and_paid_again_by_a_correction(
    ctx: Context, checker: Context, company: list[str], store: Store
) -> None:
    run = exported(ctx, store, final(ctx, checker, calculated(ctx)))
    whose = company[2]
    back = service.reverse(ctx, run.number, "wrong rate", whose)
    assert (back.kind, back.state, back.corrects) == (RunKind.REVERSAL, RunState.IN_REVIEW, run.number)
    with pytest.raises(RuleBroken, match="is in review; finish or cancel it first"):
        service.reverse(ctx, run.number, "again", company[0])
    amount = net(ctx, back)
    service.approve(checker, back.number, service.Asked(net=amount))
    service.finalise(ctx, back.number, service.Asked(net=amount))
    (taken,) = service.slips_of(ctx, back)
    assert {total for line, total in taken.lines} == {0}
    with pytest.raises(RuleBroken, match="not taken back already"):
        service.reverse(ctx, run.number, "twice", whose)
    people.change_pay(ctx, whose, PayChange(date(2026, 11, 22), Money(11_700_000), reason="correction"))
    correction = service.open_run(
        ctx, kind=RunKind.CORRECTION, pay_date=date(2026, 12, 15), reason="rate", corrects=run.number
    )
    correction = service.calculate(ctx, correction.number)
    (paid,) = service.slips_of(ctx, correction)
    assert (paid.number, paid.gross) == (whose, 450_000)
    wages = {line.key: total for line, total in paid.lines}
    assert wages["wages:gross"] == 450_000


def test_a_correction_is_not_checked_before_the_run_it_corrects_unless_a_day_is_given(
    ctx: Context, checker: Context, store: Store, company: list[str]
) -> None:
    run = exported(ctx, store, final(ctx, checker, calculated(ctx)))
    back = service.reverse(ctx, run.number, "wrong rate", company[2])
    service.approve(checker, back.number, service.Asked(net=net(ctx, back)))
    service.finalise(ctx, back.number, service.Asked(net=net(ctx, back)))
    made = service.open_run(ctx, kind=RunKind.CORRECTION, reason="rate", corrects=run.number)
    assert ctx.clock.today() < run.pay_date == back.pay_date == made.pay_date


def test_a_cancelled_calculation_leaves_the_run_as_it_was(ctx: Context, company: list[str]) -> None:
    run = service.open_run(ctx, pay_date=CHECK)
    with pytest.raises(RuleBroken, match="is as it was"):
        service.calculate(ctx, run.number, cancelled=lambda: True)
    assert service.run(ctx, run.number).run.state is RunState.DRAFT
    assert SlipRow.select().count() == 0


def test_a_run_moved_while_it_is_calculated_keeps_what_the_other_did(ctx: Context, company: list[str]) -> None:
    run = service.open_run(ctx, pay_date=CHECK)

    def meddle(done: int, of: int) -> None:
        service.cancel(ctx, run.number, service.Asked("meanwhile"))

    with pytest.raises(Conflict, match="brought run main-2026-12-10 to cancelled"):
        service.calculate(ctx, run.number, progress=meddle)
    assert service.run(ctx, run.number).run.state is RunState.CANCELLED


def test_hours_and_pay_are_entered_once_a_person_and_code_and_taken_out_again(ctx: Context, company: list[str]) -> None:
    run = service.open_run(ctx, pay_date=CHECK)
    line = service.InputLine(company[0], Entered("bonus", cents=500_00), note="quarter")
    assert service.enter(ctx, run.number, [line], "B1") == 1
    assert service.enter(ctx, run.number, [line], "B1") == 0
    run = service.calculate(ctx, run.number)
    assert service.slips_of(ctx, run)[0].gross == 250_000
    service.enter(ctx, run.number, [service.InputLine(company[0], Entered("bonus"))])
    assert service.dirty_people(ctx, run) == [company[0]]
    assert service.slips_of(ctx, service.calculate(ctx, run.number))[0].gross == 200_000


@pytest.mark.parametrize(
    ("person", "entered", "said"),
    [
        ("", Entered("bonuss", cents=1), "There is no earning code “bonuss”"),
        ("", Entered("hourly", hours=Decimal(-1)), "hours: -1"),
        (
            "",
            Entered("hourly", hours=Decimal(1), worked_on=date(2026, 12, 6)),
            "worked_on: 2026-12-06 is outside the period",
        ),
        ("9999", Entered("bonus", cents=1), "nobody on file has the number “9999”"),
    ],
)
def test_what_is_entered_wrongly_is_refused_by_name_and_nothing_is_kept(
    ctx: Context, company: list[str], person: str, entered: Entered, said: str
) -> None:
    run = service.open_run(ctx, pay_date=CHECK)
    good = service.InputLine(company[1], Entered("bonus", cents=1_00))
    with pytest.raises((RuleBroken, NotFound), match=said):
        service.enter(ctx, run.number, [good, service.InputLine(person or company[0], entered)])
    assert service.entered_for(ctx, run.number) == {}


def test_undo_takes_back_what_was_entered_until_the_run_is_handed_on(ctx: Context, company: list[str]) -> None:
    run = service.open_run(ctx, pay_date=CHECK)
    service.enter(ctx, run.number, [service.InputLine(company[0], Entered("bonus", cents=500_00))])
    trail.undo(ctx)
    assert service.entered_for(ctx, run.number) == {}
    service.enter(ctx, run.number, [service.InputLine(company[0], Entered("bonus", cents=500_00))])
    command = rows.last_command()
    service.submit(ctx, service.calculate(ctx, run.number).number)
    with pytest.raises(Conflict, match="run main-2026-12-10 is in review, and takes no change"):
        trail.undo(ctx, command)


def test_steps_of_a_run_are_not_undone_but_name_the_next_rung(ctx: Context, company: list[str]) -> None:
    run = calculated(ctx)
    service.submit(ctx, run.number)
    with pytest.raises(Conflict, match="return the run to its maker instead"):
        trail.undo(ctx)


def test_why_gives_each_figure_as_it_is_stored_even_after_facts_changed(ctx: Context, company: list[str]) -> None:
    run = calculated(ctx)
    slip = service.slip(ctx, run.number, company[1])
    people.change_pay(ctx, company[1], PayChange(date(2026, 11, 22), Money(9_900_000), reason="later"))
    made = service.derivations(ctx, run.number, company[1])
    for line, _ in slip.lines:
        assert made[line.key].amount == Decimal(line.amount) / 100
    assert made["net"].amount == Decimal(slip.net) / 100
    assert "78,000" in repr(made["gross"])
    with pytest.raises(NotFound, match="no line “tax:moon”"):
        service.why(ctx, run.number, company[1], "tax:moon")


def test_an_off_cycle_run_pays_only_what_is_entered_for_it(ctx: Context, company: list[str]) -> None:
    with pytest.raises(RuleBroken, match="Say why"):
        service.open_run(ctx, kind=RunKind.BONUS, pay_date=date(2026, 12, 18))
    run = service.open_run(ctx, kind=RunKind.BONUS, pay_date=date(2026, 12, 18), reason="year end")
    service.enter(ctx, run.number, [service.InputLine(company[0], Entered("bonus", cents=1_000_00))])
    (slip,) = service.slips_of(ctx, service.calculate(ctx, run.number))
    assert (slip.number, slip.gross) == (company[0], 100_000)
    taxes = {line.code: line.amount for line, _ in slip.lines if line.part == "tax"}
    assert taxes["federal_income_tax"] == 22_000


def test_the_statements_of_a_calculation_do_not_grow_with_the_people(ctx: Context, company: list[str]) -> None:
    run = service.open_run(ctx, pay_date=CHECK)
    with statements() as few:
        service.calculate(ctx, run.number)
    for at in range(20):
        hire(ctx, last=f"More{at}", **TEXAS)
    with statements() as many:
        service.calculate(ctx, run.number, everyone=True)
    assert len(many) <= len(few) + 8


def test_a_final_run_leaves_out_whose_days_the_regular_run_paid_and_stops_what_is_entered_for_them(
    ctx: Context, checker: Context, company: list[str]
) -> None:
    people.terminate(ctx, company[0], Termination(date(2026, 11, 30), "moved away"))
    regular = final(ctx, checker, calculated(ctx))
    assert company[0] in {each.number for each in service.slips_of(ctx, regular)}
    apart = service.open_run(ctx, kind=RunKind.FINAL, pay_date=date(2026, 12, 1), reason="leaves")
    made = service.calculate(ctx, apart.number)
    assert service.slips_of(ctx, made) == []
    service.enter(ctx, apart.number, [service.InputLine(company[0], Entered("bonus", cents=50_000))])
    (slip,) = service.slips_of(ctx, service.calculate(ctx, apart.number))
    assert [(each.code, each.stops) for each in slip.problems][0] == ("period_paid", True)
    assert regular.number in slip.problems[0].message
    again = service.open_run(ctx, kind=RunKind.FINAL, pay_date=date(2026, 12, 2), reason="leaves")
    assert service.slips_of(ctx, service.calculate(ctx, again.number)) == []
