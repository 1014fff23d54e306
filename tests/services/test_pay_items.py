"""Pay items and garnishment orders: dated, permitted, audited, undone, and refused with a sentence where they cannot be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from data import audit
from hrtui.access.model import ACTIONS, Field, Grant, Scope, Sight
from hrtui.audit import service as trail
from hrtui.context import Context
from hrtui.errors import Conflict, HrError, NotAllowed, NotFound, RuleBroken
from hrtui.money import Money
from hrtui.payroll.check.values import OrderKind
from hrtui.payroll.items import rules, service
from hrtui.payroll.items.model import ItemChange, OrderChange, PayItem, PayOrder
from tests.conftest import ALL_SHOWN, ContextAs
from tests.people import hire, live_facts, statements

TODAY = date(2026, 11, 23)
LATER = date(2027, 1, 1)
MEDICAL = PayItem(TODAY, "medical", Money(12_500), employer=Money(40_000))
PENSION = PayItem(TODAY, "401k", percent=Decimal("0.06"), employer_percent=Decimal("0.03"))
CAR = PayItem(TODAY, "regular", Money(20_000), note="car allowance")
SUPPORT = PayOrder(
    TODAY, "FM-22-118", OrderKind.SUPPORT, date(2026, 11, 2), Money(30_000), arrears_12_weeks=True, payee="State of NJ"
)


@pytest.fixture
def ann(ctx: Context) -> str:
    return hire(ctx, "Kim", number="1")


def counting(ctx: Context, number: str, on: date = TODAY) -> list[PayItem]:
    return rules.on_day(service.terms_of(ctx, number).items or (), on)


def test_an_item_is_added_changed_from_a_day_on_and_stopped_and_every_step_stays_known(ctx: Context, ann: str) -> None:
    done = service.add_item(ctx, ann, PENSION)
    assert done.sentence == "401(k) of Kim, Ann (1) holds from 2026-11-23."
    service.add_item(ctx, ann, MEDICAL)
    service.change_item(ctx, ann, "401k", ItemChange(LATER, percent=Decimal("0.08")))
    assert [(row.code, row.percent, row.amount) for row in counting(ctx, ann)] == [
        ("401k", Decimal("0.06"), None),
        ("medical", None, Money(12_500)),
    ]
    assert counting(ctx, ann, LATER)[0].percent == Decimal("0.08")
    assert counting(ctx, ann, LATER)[0].employer_percent == Decimal("0.03")
    stopped = service.stop_item(ctx, ann, "401k", date(2026, 12, 1))
    assert stopped.notices == ("Its change on 2027-01-01 no longer happens.",)
    assert [row.code for row in counting(ctx, ann, LATER)] == ["medical"]
    service.add_item(ctx, ann, replace(PENSION, effective_from=LATER))
    assert [row.code for row in counting(ctx, ann, LATER)] == ["401k", "medical"]


def test_an_amount_takes_the_place_of_a_percentage_and_the_employers_part_can_be_taken_away(
    ctx: Context, ann: str
) -> None:
    service.add_item(ctx, ann, PENSION)
    service.change_item(ctx, ann, "401k", ItemChange(TODAY, amount=Money(15_000), no_employer=True))
    (row,) = counting(ctx, ann)
    assert (row.amount, row.percent, row.employer, row.employer_percent) == (Money(15_000), None, None, None)


def test_an_order_is_recorded_changed_and_stopped(ctx: Context, ann: str) -> None:
    service.add_order(ctx, ann, SUPPORT)
    service.change_order(ctx, ann, SUPPORT.number, OrderChange(LATER, amount=Money(35_000), arrears_12_weeks=False))
    orders = service.terms_of(ctx, ann).orders or ()
    assert [replace(row, stamp=None) for row in rules.on_day(orders, TODAY)] == [SUPPORT]
    (later,) = rules.on_day(orders, LATER)
    assert (later.amount, later.arrears_12_weeks, later.payee) == (Money(35_000), False, "State of NJ")
    service.stop_order(ctx, ann, SUPPORT.number)
    assert rules.on_day(service.terms_of(ctx, ann).orders or (), LATER) == []


def test_the_trail_says_what_changed_and_masks_amounts_where_pay_is_not_shown(
    ctx: Context, ann: str, ctx_as: ContextAs
) -> None:
    service.add_item(ctx, ann, MEDICAL)
    service.change_item(ctx, ann, "medical", ItemChange(TODAY, amount=Money(15_000), note="family"))
    entry = audit.entries(1)[0].entry
    assert (entry.action, entry.subject) == ("payroll.change_items", ann)
    assert [(each.field, each.before, each.after) for each in entry.changes] == [
        ("item.medical.amount", "125.00 USD", "150.00 USD"),
        ("item.medical.note", "", "family"),
    ]
    blind = trail.log(ctx_as(Grant("audit.read"), Grant("people.read")), 1)
    assert [(each.before, each.after) for each in blind[0].entry.changes] == [
        ("(masked)", "(masked)"),
        ("", "family"),
    ]


def test_every_command_is_undone(ctx: Context, ann: str) -> None:
    steps: list[Callable[[], object]] = [
        lambda: service.add_item(ctx, ann, MEDICAL),
        lambda: service.change_item(ctx, ann, "medical", ItemChange(LATER, amount=Money(1))),
        lambda: service.stop_item(ctx, ann, "medical"),
        lambda: service.add_order(ctx, ann, SUPPORT),
        lambda: service.change_order(ctx, ann, SUPPORT.number, OrderChange(TODAY, fee=Money(200))),
        lambda: service.stop_order(ctx, ann, SUPPORT.number),
    ]
    before = []
    for step in steps:
        before.append(live_facts())
        step()
    for facts in reversed(before):
        trail.undo(ctx)
        assert live_facts() == facts


def test_other_items_do_not_keep_one_from_being_undone(ctx: Context, ann: str) -> None:
    first = service.add_item(ctx, ann, MEDICAL)
    service.add_item(ctx, ann, PENSION)
    trail.undo(ctx, first.command)
    assert [row.code for row in counting(ctx, ann)] == ["401k"]


@pytest.mark.parametrize(
    ("item", "field", "says"),
    [
        (replace(MEDICAL, code="medcal"), "code", "There is no code “medcal”"),
        (replace(MEDICAL, amount=None), "amount", "neither is given"),
        (replace(MEDICAL, percent=Decimal("0.1")), "amount", "both are given"),
        (replace(MEDICAL, amount=Money(0)), "amount", "not above 0"),
        (replace(MEDICAL, amount=Money(1, "EUR")), "amount", "USD here, not EUR"),
        (replace(PENSION, percent=Decimal("1.01")), "percent", "at most 100"),
        (replace(PENSION, percent=Decimal("0.1234567")), "percent", "four decimals"),
        (replace(PENSION, employer=Money(1)), "employer", "not both"),
        (replace(CAR, amount=None, percent=Decimal("0.1")), "percent", "not a percentage"),
        (replace(CAR, employer=Money(1)), "employer", "deductions only"),
        (replace(CAR, code="overtime"), "code", "entered with each run"),
        (replace(MEDICAL, effective_from=date(2031, 1, 1)), "effective_from", "years ahead"),
    ],
)
def test_an_item_that_cannot_be_is_refused_naming_its_field(
    ctx: Context, ann: str, item: PayItem, field: str, says: str
) -> None:
    head = audit.head()
    with pytest.raises(RuleBroken, match=says) as refused:
        service.add_item(ctx, ann, item)
    assert refused.value.field == field
    assert audit.head() == head


@pytest.mark.parametrize(
    ("given", "field", "says"),
    [
        ({"number": ""}, "number", "at most 40"),
        ({"received": date(2026, 12, 1)}, "received", "still to come"),
        ({"amount": None}, "amount", "neither is given"),
        ({"status": "widowed"}, "status", "filing status"),
        ({"dependents": -1}, "dependents", "from 0 to"),
        ({"fee": Money(-100)}, "fee", "not above 0"),
        ({"balance": Money(0)}, "balance", "not above 0"),
    ],
)
def test_an_order_that_cannot_be_is_refused_naming_its_field(
    ctx: Context, ann: str, given: dict[str, Any], field: str, says: str
) -> None:
    with pytest.raises(RuleBroken, match=says) as refused:
        service.add_order(ctx, ann, replace(SUPPORT, **given))
    assert refused.value.field == field


def test_a_levy_needs_no_amount_since_it_takes_all_that_is_not_exempt(ctx: Context, ann: str) -> None:
    levy = PayOrder(
        TODAY, "668-W", OrderKind.FEDERAL_LEVY, TODAY, balance=Money(500_000), status="married", dependents=3
    )
    service.add_order(ctx, ann, levy)
    (row,) = service.terms_of(ctx, ann).orders or ()
    assert replace(row, stamp=None) == levy


def test_what_counts_already_is_changed_and_not_added_again(ctx: Context, ann: str) -> None:
    service.add_item(ctx, ann, replace(MEDICAL, effective_from=LATER))
    with pytest.raises(RuleBroken, match="There is a pay item medical from 2027-01-01 already"):
        service.add_item(ctx, ann, MEDICAL)
    with pytest.raises(RuleBroken, match="counts from 2027-01-01"):
        service.change_item(ctx, ann, "medical", ItemChange(TODAY, amount=Money(1)))
    with pytest.raises(NotFound, match="no pay item “dental”; there is medical"):
        service.stop_item(ctx, ann, "dental")
    with pytest.raises(RuleBroken, match="Nothing changes"):
        service.change_item(ctx, ann, "medical", ItemChange(LATER, amount=Money(12_500)))


def test_a_form_opened_before_someone_elses_change_is_told_of_it(ctx: Context, ann: str) -> None:
    service.add_item(ctx, ann, MEDICAL)
    opened = service.terms_of(ctx, ann).newest
    service.change_item(ctx, ann, "medical", ItemChange(TODAY, amount=Money(13_000)))
    with pytest.raises(Conflict, match="change of pay items by alice") as told:
        service.change_item(ctx, ann, "medical", ItemChange(TODAY, amount=Money(14_000)), expected=opened)
    service.change_item(ctx, ann, "medical", ItemChange(TODAY, amount=Money(14_000)), expected=told.value.newest)


WRITES = [
    ("payroll.change_items", lambda ctx, number: service.add_item(ctx, number, MEDICAL)),
    ("payroll.change_items", lambda ctx, number: service.change_item(ctx, number, "dental", ItemChange(TODAY, amount=Money(1)))),
    ("payroll.change_items", lambda ctx, number: service.stop_item(ctx, number, "dental")),
    ("payroll.change_orders", lambda ctx, number: service.add_order(ctx, number, SUPPORT)),
    ("payroll.change_orders", lambda ctx, number: service.change_order(ctx, number, "7", OrderChange(TODAY, fee=Money(1)))),
    ("payroll.change_orders", lambda ctx, number: service.stop_order(ctx, number, "7")),
]  # fmt: skip


@pytest.mark.parametrize(("action", "use"), WRITES)
def test_each_write_takes_its_action_and_reaches_its_scope_alone(
    ctx: Context, ann: str, ctx_as: ContextAs, action: str, use: Any
) -> None:
    service.add_item(ctx, ann, PayItem(TODAY, "dental", Money(900)))
    service.add_order(ctx, ann, replace(SUPPORT, number="7"))
    head = audit.head()
    with pytest.raises(NotAllowed, match=action):
        use(ctx_as(*(Grant(each, fields=dict(ALL_SHOWN)) for each in ACTIONS if each != action)), ann)
    away = Grant(action, Scope(departments=frozenset({"Legal"})))
    told = []
    for number in (ann, "77"):
        with pytest.raises(HrError) as refused:
            use(ctx_as(away), number)
        told.append((type(refused.value), str(refused.value).replace(number, "…")))
    assert told[0] == told[1]
    assert audit.head() == head
    use(ctx_as(Grant(action)), ann)


def test_a_standing_earning_is_pay_and_takes_the_right_to_change_it_and_sight_of_it(
    ctx: Context, ann: str, ctx_as: ContextAs
) -> None:
    clerk = Grant("payroll.change_items", fields={Field.PAY: Sight.SHOWN})
    with pytest.raises(NotAllowed, match=r"people\.change_pay"):
        service.add_item(ctx_as(clerk), ann, CAR)
    with pytest.raises(NotAllowed, match="may not see pay"):
        service.add_item(ctx_as(clerk, Grant("people.change_pay")), ann, CAR)
    done = service.add_item(ctx_as(clerk, Grant("people.change_pay", fields={Field.PAY: Sight.SHOWN})), ann, CAR)
    with pytest.raises(NotAllowed, match=r"people\.change_pay"):
        trail.undo(ctx_as(clerk), done.command)
    service.add_item(ctx, ann, MEDICAL)
    blind = service.terms_of(ctx_as(Grant("payroll.items")), ann)
    assert ([row.code for row in blind.items or ()], blind.earnings_hidden, blind.orders) == (["medical"], True, None)
    seeing = service.terms_of(ctx_as(Grant("payroll.items", fields={Field.PAY: Sight.SHOWN})), ann)
    assert [row.code for row in seeing.items or ()] == ["medical", "regular"]


def test_seeing_them_is_noted_and_takes_its_action(ctx: Context, ann: str, ctx_as: ContextAs) -> None:
    service.add_item(ctx, ann, MEDICAL)
    with pytest.raises(NotAllowed, match=r"payroll\.items"):
        service.terms_of(ctx_as(Grant("people.read", fields=dict(ALL_SHOWN))), ann)
    with pytest.raises(NotFound):
        service.terms_of(ctx_as(Grant("payroll.items", Scope(departments=frozenset({"Legal"})))), ann)
    orders = service.terms_of(ctx_as(Grant("payroll.orders")), ann)
    assert (orders.items, orders.orders) == (None, ())
    with statements() as seen:
        service.terms_of(ctx, ann)
    assert len([each for each in seen if "pay_item" in each or "garnishment" in each]) < 10
    entry = audit.entries(1)[0].entry
    assert (entry.action, entry.subject, entry.changes, dict(entry.detail or {})) == (
        "payroll.see_items", ann, (), {"items": "1"},
    )  # fmt: skip


def test_the_history_holds_what_was_withdrawn_too(ctx: Context, ann: str) -> None:
    service.add_item(ctx, ann, MEDICAL)
    service.change_item(ctx, ann, "medical", ItemChange(LATER, amount=Money(13_000)))
    service.stop_item(ctx, ann, "medical")
    service.add_order(ctx, ann, SUPPORT)
    found = service.history(ctx, ann)
    assert [(row.amount, row.active, row.stamp is not None and row.stamp.superseded_at is None) for row in found.items or ()] == [
        (Money(12_500), True, True), (Money(12_500), False, True), (Money(13_000), True, False),
    ]  # fmt: skip
    assert [row.number for row in found.orders or ()] == ["FM-22-118"]
