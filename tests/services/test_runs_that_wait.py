"""Runs of payroll on the home screen: who has the next step reads of it, until it is taken."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hrtui.access.model import Grant
from hrtui.attention import service as attention
from hrtui.context import Actor, Context
from hrtui.errors import RuleBroken
from hrtui.payroll.runs import service
from tests.conftest import ContextAs
from tests.payrun import calculated, exported
from tests.people import hire


@pytest.fixture
def run(ctx: Context) -> str:
    hire(ctx, "Kim", number="1", pay_group="main")
    return service.open_run(ctx).number


def said(ctx: Context) -> list[str]:
    """The lines about runs."""
    return [notice.sentence for notice in attention.notices(ctx) if notice.sentence.startswith("Payroll ")]


def test_a_run_is_told_to_whoever_takes_its_next_step(ctx: Context, ctx_as: ContextAs, run: str) -> None:
    checker = ctx_as(Grant("payroll.preview"), Grant("payroll.approve"), Grant("people.read"))
    assert said(ctx) == [f"Payroll {run} is open: enter hours and calculate it; check 2026-11-25."]
    assert said(checker) == []
    calculated(ctx, run, {"1": 100_000})
    assert said(ctx) == [f"Payroll {run} is calculated and not submitted yet; check 2026-11-25."]
    service.submit(ctx, run)
    assert said(ctx) == []
    assert said(checker) == [f"Payroll {run} waits to be approved; check 2026-11-25."]
    assert said(ctx_as(Grant("people.read"))) == []
    other = replace(ctx, actor=Actor("carol", (), ctx.actor.grants))
    service.approve(other, run, service.Asked("", service.run(ctx, run).totals.net))
    assert said(ctx) == [f"Payroll {run} is approved and waits to be finalised; check 2026-11-25."]
    service.cancel(ctx, run, service.Asked("wrong"))
    assert said(ctx) == []


def test_a_final_reversal_asks_to_be_settled_and_closed_since_no_bank_file_takes_money_back(
    ctx: Context, run: str
) -> None:
    other = replace(ctx, actor=Actor("carol", (), ctx.actor.grants))

    def finalised(number: str) -> None:
        asked = service.Asked("", service.run(ctx, number).totals.net)
        service.approve(other, number, asked)
        service.finalise(ctx, number, asked)

    calculated(ctx, run, {"1": 100_000})
    service.submit(ctx, run)
    finalised(run)
    exported(ctx, run)
    back = service.reverse(ctx, run, "paid twice").number
    finalised(back)
    told = f"Payroll {back} is final: settle the money it takes back, then close it; check 2026-11-25."
    assert told in said(ctx)
    with pytest.raises(RuleBroken, match="Too early to mark as paid: .*What can follow: .*close"):
        service.pay(ctx, back, service.Asked())
    service.close(ctx, back, service.Asked())
    assert told not in said(ctx)


def test_a_line_about_a_run_leads_to_it_and_warns_when_its_check_is_near(ctx: Context, run: str) -> None:
    (notice,) = [notice for notice in attention.notices(ctx) if "Payroll" in notice.sentence]
    assert (notice.address, notice.warning) == (f"run {run}", True)
