"""Shortcuts for tests of enrolment: the shipped plan file in a company, and people with birth dates and dependents."""

from __future__ import annotations

from datetime import date
from typing import Any

from data.base import database
from hrtui.benefits import planfile
from hrtui.benefits.model import Choice, EventKind
from hrtui.benefits.plans import PlanType, Tier
from hrtui.benefits.service import open_event
from hrtui.contacts import service as contacts
from hrtui.contacts.model import Contact, ContactKind
from hrtui.context import Context
from hrtui.people import service
from hrtui.people.model import ProfileChange
from tests.people import START, hire

TODAY = date(2026, 11, 23)


def with_plans(ctx: Context) -> None:
    """Put the shipped plan file beside the configuration."""
    planfile.path_of(ctx.config).write_text(planfile.EXAMPLE.read_text("utf-8"), "utf-8")


def employee(ctx: Context, last: str = "Kim", born: date | None = date(1990, 6, 15), **values: Any) -> str:
    """Hire someone of the pay group `main`, with a birth date, and return their number."""
    number = hire(ctx, last, **{"pay_group": "main", **values})
    if born is not None:
        service.change_profile(ctx, number, ProfileChange(values.get("first_day", START), birth_date=born))
    return number


def dependent(
    ctx: Context, number: str, relation: str = "child", born: date = date(2026, 11, 10), on: date = START
) -> None:
    """Add a dependent; their slots are given from 1."""
    contacts.add(ctx, number, Contact(on, ContactKind.DEPENDENT, relation.title(), "Kim", relation, birth_date=born))


def medical(option: str = "ppo", covers: tuple[int, ...] = (), **values: Any) -> Choice:
    """A choice of the medical plan."""
    return Choice(PlanType.MEDICAL, "medical", option, Tier.EMPLOYEE, covers=covers, **values)


def admin_event(ctx: Context, number: str, day: date = TODAY) -> str:
    """Open an administrative event and return its number."""
    return open_event(ctx, number, EventKind.ADMINISTRATIVE, day).event


def rows(table: str) -> int:
    """How many live rows a table of facts has."""
    where = "WHERE superseded_at IS NULL" if table not in ("benefit_event", "benefit_offer") else ""
    return int(database.obj.execute_sql(f"SELECT COUNT(*) FROM {table} {where}").fetchone()[0])
