"""A small company with a plan file, enrolled people and an invoice of their carrier, for tests of premium reconciliation."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from data.benefits import elections
from data.identity import person_id
from hrtui.audit.writing import begin, note
from hrtui.benefits.model import Choice, Election, ElectionState
from hrtui.benefits.plans import PlanType, Tier
from hrtui.context import Context
from hrtui.people import service as people
from hrtui.people.model import ProfileChange

JAN, JUNE, JULY = date(2026, 1, 1), date(2026, 6, 1), date(2026, 7, 1)
HEADER = ("Member ID", "Name", "Plan", "Tier", "Deps", "Premium", "Month", "DOB", "SSN4")
PLAN_FILE = """
carriers:
  - name: bluewater
    label: Bluewater Health
    group_number: G-10442
    email: billing@bluewater.example
    census: {Member ID: number, Name: name, Plan: option, Tier: tier, Born: birth_date}
    invoice:
      {member_id: Member ID, name: Name, plan: Plan, tier: Tier, dependents: Deps, amount: Premium, period: Month,
       birth_date: DOB, ssn_last4: SSN4}
  - name: harbor
    label: Harbor Life
plans:
  - name: medical
    label: Medical
    type: medical
    carrier: bluewater
    deduction: medical
    begins: 2020-01-01
    options:
      - name: ppo
        label: PPO 500
        code: PPO500
        rates:
          - effective_from: 2020-01-01
            tiers: {employee: 600, employee_spouse: 1200, employee_children: 1100, family: 1700}
            employer: {employee: 500, employee_spouse: 900, employee_children: 850, family: 1300}
      - name: hdhp
        label: HDHP
        code: HD1
        rates:
          - effective_from: 2020-01-01
            tiers: {employee: 400, employee_spouse: 800, employee_children: 700, family: 1100}
            employer: {employee: 400, employee_spouse: 700, employee_children: 600, family: 900}
      - name: gold
        label: Gold
        rates:
          - effective_from: 2020-01-01
            bands: [{age: 0, rate: 900}, {age: 40, rate: 1000}]
"""


def with_plans(ctx: Context) -> Context:
    """The context, with the plan file beside its configuration."""
    assert ctx.config.file is not None
    (ctx.config.file.parent / "benefits.yaml").write_text(PLAN_FILE, encoding="utf-8")
    return ctx


def enrol(
    ctx: Context, number: str, tier: Tier = Tier.EMPLOYEE, *, option: str = "ppo", since: date = JAN,
    state: ElectionState = ElectionState.ACTIVE, covers: tuple[int, ...] = (),
) -> None:  # fmt: skip
    """Let someone have medical from a day on."""
    choice = Choice(PlanType.MEDICAL, "medical" if option else "", option, tier, covers=covers)
    person = person_id(number)
    assert person is not None
    with ctx.store.write():
        entered = begin(ctx, "benefits.enrol", number)
        elections.put(person, Election(since, choice, state), entered)
        note(entered, "benefits.enrol", number, ())


def born(ctx: Context, number: str, day: date) -> str:
    """Note someone's birth date, and return their number."""
    people.change_profile(ctx, number, ProfileChange(date(2025, 3, 3), birth_date=day))
    return number


def row(
    number: str, name: str = "Kim, Ann", plan: str = "PPO500", tier: str = "EE", dependents: str = "0",
    amount: str = "600.00", month: str = "2026-06", born: str = "", ssn: str = "",
) -> tuple[str, ...]:  # fmt: skip
    """A row of an invoice."""
    return (number, name, plan, tier, dependents, amount, month, born, ssn)


def invoice(folder: Path, rows: Sequence[Sequence[str]], name: str = "bluewater-2026-06.csv") -> Path:
    """A file of rows, and its path."""
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, *rows])
    return path
