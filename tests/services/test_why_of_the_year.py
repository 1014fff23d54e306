"""Where balances of the year come from: the slips they add up; and what a slip without earnings says of leave."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from hrtui.context import Context
from hrtui.payroll.model import Why
from hrtui.payroll.runs import service
from hrtui.payroll.runs.figures import slip_figures
from hrtui.payroll.runs.yearsofar import NAMED, balance
from hrtui.people import service as people
from hrtui.people.model import Action, JobChange, Status
from tests.paidruns import FIRST, SECOND, THIRD, calculated, employee, paid


class Slip:
    """A slip before another."""

    def __init__(self, at: int, cents: int) -> None:
        self.run, self.check, self.cents = (
            f"main-{at}",
            date(2026, 12, 31) - timedelta(days=at),
            {"tax:medicare": cents},
        )


def nodes(tree: Why) -> list[Why]:
    return [tree, *(each for child in tree.children for each in nodes(child))]


def test_a_figure_of_the_year_to_date_names_the_slips_it_adds_up_newest_first(ctx: Context) -> None:
    jane = employee(ctx)
    runs = [paid(ctx, day) for day in (FIRST, SECOND)]
    third = calculated(ctx, THIRD)
    figures = slip_figures(service.slip(ctx, third.number, jane), service.derivations(ctx, third.number, jane))
    year = next(each.year_why for each in figures if each.code == "tax:social_security")
    assert year is not None
    before = year.children[0]
    assert (before.label, before.amount) == ("Before this check", Decimal("248.00"))
    told = [(each.label, each.amount, each.source) for each in before.children]
    assert told == [(f"Run {run.number}", Decimal("124.00"), f"check of {run.pay_date}") for run in reversed(runs)]


def test_a_balance_inside_a_derivation_names_its_slips_too(ctx: Context) -> None:
    jane = employee(ctx)
    run = paid(ctx, SECOND)
    tree = service.why(ctx, calculated(ctx, THIRD).number, jane, "tax:social_security")
    (found,) = [each for each in nodes(tree) if each.label.startswith("Wages for social security of the year")]
    assert [(each.label, each.amount) for each in found.children] == [(f"Run {run.number}", Decimal("2000.00"))]


def test_of_many_slips_the_newest_are_named_and_the_others_counted() -> None:
    slips = [Slip(at, 100 + at) for at in range(NAMED + 5)]
    tree = balance("Before", "tax:medicare", slips)
    assert tree is not None
    assert tree.amount == Decimal(sum(100 + at for at in range(NAMED + 5))).scaleb(-2)
    assert len(tree.children) == NAMED + 1
    assert (tree.children[-1].label, tree.children[0].label) == ("and 5 earlier", "Run main-0")


def test_slips_without_the_line_are_not_named() -> None:
    assert balance("Before", "tax:medicare", [Slip(0, 0)]) is None


@pytest.mark.parametrize("line", ["gross", "net"])
def test_the_check_of_someone_on_leave_all_period_names_the_leave(ctx: Context, line: str) -> None:
    jane = employee(ctx)
    leave = JobChange(date(2026, 11, 1), status=Status.LEAVE, action=Action.LEAVE, reason="own")
    people.change_job(ctx, jane, leave)
    run = calculated(ctx, THIRD)
    told = [(each.label, each.value, each.source) for each in nodes(service.why(ctx, run.number, jane, line))]
    (found,) = [each for each in told if each[0].startswith("Not paid")]
    assert found[:2] == ("Not paid: 2026-11-22 to 2026-12-05", "on unpaid leave")
    assert found[2].startswith("job row (leave of absence) from 2026-11-01, entered")
