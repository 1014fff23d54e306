"""Text made to harm on the screens and papers of benefits: names, relations, notes and files are painted and printed as text."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from hrtui.benefits.cobra import stepping
from hrtui.benefits.model import Choice, EventKind
from hrtui.benefits.papers import making
from hrtui.benefits.papers.model import PaperKind
from hrtui.benefits.plans import PlanType
from hrtui.benefits.service import DueKind, carry_out, elect, finalise, open_company, open_event
from hrtui.contacts import service as contacts
from hrtui.contacts.model import Contact, ContactKind
from hrtui.context import Context, FixedClock
from hrtui.money import Money
from hrtui.people.model import Hire, ProfileChange, Termination
from hrtui.people.service import change_profile, hire, terminate
from screens.shell import HrApp
from tests.cli.test_hostile_text import BAD
from tests.enrolling import TODAY, medical, with_plans
from tests.ui.test_hostile_places import harmless, spoil

MakeApp = Callable[..., HrApp]
FIRST, LEFT = date(2025, 11, 25), date(2026, 11, 10)
PAY = Money(8_500_000)
CHOOSING = "B2026-0004"
WALKS = (
    ("enrolments", ("down", ".", "escape", "a", "escape", "i", "escape", "W", "escape", "F", "escape", "v", "x", "escape")),
    (f"elect {CHOOSING}", ("e", "escape", "right", "e", "escape", "y", "n", ".", "escape")),
    ("benefits 1001", ("d", "escape", "s", "escape", "b", "escape", "tab", "down", "enter", "escape")),
    ("open-enrolment 2027-01-01", ("down", "L", "escape", "v", "F", "escape", "P", "escape")),
    ("cobra", ("enter", "N", "escape", "e", "escape", "A", "escape", "W", "escape", "E", "escape")),
    ("general-notices", ("down", "N", "escape")), ("benefit-reports", ("tab", "tab", "down")),
    ("emp 1001", ("tab",) * 6), ("invoices", ("a", "escape")),
)  # fmt: skip


def at(ctx: Context, day: date) -> Context:
    return replace(ctx, clock=FixedClock(datetime(day.year, day.month, day.day, 15, tzinfo=UTC), "America/New_York"))


def enrolled(ctx: Context, number: str) -> None:
    """Hire someone all of whose texts were made to harm, on the medical plan with a spouse of such a name."""
    hire(
        ctx,
        Hire(
            FIRST,
            BAD,
            BAD,
            BAD,
            BAD,
            location=BAD,
            number=number,
            email=f"x{number}@example.com",
            pay_group="main",
            rate=PAY,
        ),
    )
    change_profile(ctx, number, ProfileChange(FIRST, birth_date=date(1990, 6, 15), street=BAD, city=BAD))
    contacts.add(
        ctx, number, Contact(FIRST, ContactKind.DEPENDENT, BAD, BAD, "spouse", birth_date=date(1991, 1, 1), note=BAD)
    )
    then = at(ctx, date(2026, 10, 1))
    event = open_event(then, number, EventKind.ADMINISTRATIVE, date(2026, 10, 1), note=BAD).event
    assert elect(then, event, [medical(covers=(1,))]).faults == ()
    finalise(then, event)


@pytest.fixture
def company(ctx: Context) -> Context:
    """One with an event whose choice is none, one in the open enrolment, and one who left and is on COBRA."""
    with_plans(ctx)
    for number in ("1001", "1002", "1003"):
        enrolled(ctx, number)
    event = open_event(ctx, "1001", EventKind.ADMINISTRATIVE, TODAY, note=BAD).event
    assert event == CHOOSING
    elect(ctx, event, [medical(BAD[:30]), Choice(PlanType.DENTAL, reason=BAD)])
    terminate(ctx, "1002", Termination(LEFT, BAD))
    carry_out(at(ctx, date(2026, 12, 1)), [DueKind.LEAVER, DueKind.COBRA])
    stepping.notice(at(ctx, date(2026, 12, 1)), "C2026-0001")
    open_company(ctx, date(2027, 1, 1), date(2026, 12, 15))
    return ctx


@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
@pytest.mark.parametrize("beside", [False, True])
def test_every_screen_of_benefits_paints_it_as_text(
    company: Context, hr_app: MakeApp, size: tuple[int, int], beside: bool
) -> None:
    if beside:
        spoil()

    async def walk(address: str, pressed: tuple[str, ...]) -> None:
        app = hr_app(at(company, date(2026, 12, 1)), address=address)
        async with app.run_test(size=size) as pilot:
            await pilot.pause(0.05)
            harmless(app)
            for key in pressed:
                await pilot.press(key)
                await pilot.pause()
                harmless(app)
            assert app.is_running

    for address, pressed in WALKS:
        asyncio.run(walk(address, pressed))


@pytest.mark.parametrize("kind", list(PaperKind))
def test_papers_print_it_as_text(company: Context, kind: PaperKind) -> None:
    number = {PaperKind.COBRA_NOTICE: "1002"}.get(kind, "1001")
    for email in (False, True):
        made = making.make(company, kind, number, email=email)
        assert b"\x1b" not in made.content if email else made.content.startswith(b"%PDF")
    assert PdfReader(BytesIO(making.make(company, kind, number).content)).pages
