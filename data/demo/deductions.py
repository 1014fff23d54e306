"""What the demo company deducts from its people and pays them at every check: elections of benefits, and a few orders."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from data.demo.generator import FIRST_NUMBER, DemoPerson
from hrtui.benefits.book import Book
from hrtui.money import Money
from hrtui.payroll.check.values import OrderKind
from hrtui.payroll.items.model import PayItem, PayOrder
from hrtui.people.model import Basis

WITH_ITEMS = 2_000  # how many of the first people have any; a company larger than that is for measuring
WAITING = timedelta(days=30)  # benefits begin with the first month after so long
MEDICAL = ((6_250, 18_750), (12_500, 31_250), (21_000, 52_500))  # the person's and the company's, a check of two weeks
RATES = ("0.03", "0.04", "0.05", "0.06", "0.08", "0.10")
MATCH = Decimal("0.03")
AMOUNTS: tuple[tuple[str, float, tuple[int, ...]], ...] = (
    ("dental", 0.55, (1_140, 2_280)),
    ("vision", 0.4, (420, 840)),
    ("hsa", 0.12, (2_500, 5_000)),
    ("health_fsa", 0.08, (4_000,)),
    ("commuter", 0.08, (9_000,)),
    ("life", 0.25, (675,)),
    ("charity", 0.05, (500, 1_000)),
)
RETIREMENT = {"401k", "roth_401k"}
CAR, CAR_PAY = "Sales", 15_000
TOWN = "Boston"
SUPPORT, LOAN, DEBT = OrderKind.SUPPORT, OrderKind.STUDENT_LOAN, OrderKind.CREDITOR
KINDS = (SUPPORT, SUPPORT, SUPPORT, DEBT, LOAN, DEBT, DEBT)  # by what is left of the person's number


def items(person: DemoPerson, book: Book) -> Iterator[PayItem]:
    """The standing deductions of a person, and what some are paid on top, but for what the plans of a book take by elections."""
    elected = {plan.deduction for plan in book.settings.plans}
    elected |= RETIREMENT if RETIREMENT & elected else set()
    return (item for item in _items(person) if item.code not in elected)


def _items(person: DemoPerson) -> Iterator[PayItem]:
    """As `items`, of a company without plans; amounts of the weekly paid are half."""
    if not _counts(person):
        return
    random, plant = Random(f"deductions of {person.number}"), person.pays[-1].basis is Basis.HOURLY
    start, share = _first_month(person.jobs[0].effective_from), 2 if plant else 1
    if _is_gone(person, start):
        return
    if random.random() < 0.7:
        own, employer = random.choice(MEDICAL)
        yield PayItem(start, "medical", Money(own // share), employer=Money(employer // share))
    if random.random() < 0.62:
        code = "roth_401k" if random.random() < 0.15 else "401k"
        yield PayItem(start, code, percent=Decimal(random.choice(RATES)), employer_percent=MATCH)
    for code, chance, amounts in AMOUNTS:
        if random.random() < chance:
            yield PayItem(start, code, Money(random.choice(amounts) // share))
    if plant and random.random() < 0.4:
        yield PayItem(start, "union", Money(950))
    if not plant and person.jobs[-1].location == TOWN and random.random() < 0.15:
        yield PayItem(start, "parking", Money(6_000))
    if person.jobs[-1].department == CAR and not plant and random.random() < 0.2:
        yield PayItem(start, "regular", Money(CAR_PAY), note="Car allowance")


def orders(person: DemoPerson, until: date) -> Iterator[PayOrder]:
    """A garnishment order against about one in forty, received by a day."""
    random = Random(f"orders against {person.number}")
    if not _counts(person) or random.random() > 0.025:
        return
    received = person.jobs[0].effective_from + timedelta(days=random.randint(40, 400))
    if received > until or _is_gone(person, received):
        return
    support = PayOrder(
        received, f"FM-{random.randint(10, 99)}-{random.randint(1000, 9999)}", OrderKind.SUPPORT, received,
        Money(random.choice((9_000, 12_500, 18_000))), payee="State Disbursement Unit",
    )  # fmt: skip
    kind = KINDS[int(person.number) % len(KINDS)]
    if kind is SUPPORT:
        yield support
    elif kind is LOAN:
        yield replace(
            support, number=f"ED-{random.randint(10_000, 99_999)}", kind=kind, amount=None,
            percent=Decimal("0.15"), payee="US Department of Education",
        )  # fmt: skip
    else:
        yield replace(
            support, number=f"CV-{random.randint(100, 999)}", kind=kind, amount=None, percent=Decimal("0.15"),
            balance=Money(random.choice((640_000, 960_000))), payee="County Sheriff",
        )  # fmt: skip


def _counts(person: DemoPerson) -> bool:
    return int(person.number) < FIRST_NUMBER + WITH_ITEMS


def _is_gone(person: DemoPerson, day: date) -> bool:
    last = person.jobs[-1].last_day
    return last is not None and last < day


def _first_month(hired: date) -> date:
    after = hired + WAITING
    return date(after.year + after.month // 12, after.month % 12 + 1, 1)
