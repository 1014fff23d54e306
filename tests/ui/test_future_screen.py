"""Scheduled changes by pressing keys."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from hrtui.audit import service as audit
from hrtui.contacts import service as contacts
from hrtui.contacts.model import Contact, ContactKind
from hrtui.context import Context
from hrtui.money import Money
from hrtui.people import service, tagging
from hrtui.people.model import JobChange, PayChange, ProfileChange, Termination
from hrtui.people.scheduled import scheduled_ids
from screens.people.future import FutureScreen
from screens.people.record import RecordScreen
from screens.shell import HrApp
from tests.people import hire
from tests.ui.waiting import painted, until

MakeApp = Callable[..., HrApp]


@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
async def test_what_is_scheduled_is_listed_opened_filtered_withdrawn_and_brought_back(
    hr_app: MakeApp, ctx: Context, size: tuple[int, int]
) -> None:
    number = hire(ctx, "Kim", "Ann", pay_group="main")
    service.change_pay(ctx, number, PayChange(date(2027, 1, 1), rate=Money(9_000_000), reason="merit"))
    service.change_job(ctx, number, JobChange(date(2026, 12, 1), title="Lead"))
    app = hr_app(address="home")
    async with app.run_test(size=size) as pilot:
        await pilot.press("g", "f")
        await until(pilot, lambda: isinstance(app.screen, FutureScreen) and "2 after 2026-11-23" in painted(app))
        assert "promotion" in painted(app)
        assert "2027-01-01" in painted(app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, RecordScreen) and "Kim, Ann" in painted(app))
        await pilot.press("q")
        await until(pilot, lambda: isinstance(app.screen, FutureScreen))
        await pilot.press("slash", *"pay")
        await until(pilot, lambda: "1 after" in painted(app) and "promotion" not in painted(app))
        await pilot.press("escape")
        await until(pilot, lambda: "2 after" in painted(app))
        seen = [stored.entry for stored in audit.log(ctx, 30) if stored.entry.subject == "scheduled changes"]
        assert len(seen) == 1, "a letter typed is no other look than the whole list was"
        await pilot.press("home", "d")
        await until(pilot, lambda: "Withdraw the" in painted(app))
        await pilot.press(*number, "enter")
        await until(pilot, lambda: "no longer happens" in painted(app))
        assert len(scheduled_ids(ctx)) == 1
        await pilot.press("u")
        await until(pilot, lambda: "Undo the" in painted(app))
        await pilot.press("y")
        await until(pilot, lambda: "2 after 2026-11-23" in painted(app))


async def test_an_empty_list_says_how_a_change_comes_to_stand_there(hr_app: MakeApp, ctx: Context) -> None:
    app = hr_app(address="future")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Nothing is scheduled after 2026-11-23." in painted(app))


async def test_in_the_past_nothing_is_withdrawn(hr_app: MakeApp, ctx: Context) -> None:
    number = hire(ctx, "Kim", "Ann", pay_group="main")
    service.change_job(ctx, number, JobChange(date(2026, 12, 1), title="Lead"))
    app = hr_app(address="future")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "1 after" in painted(app))
        app.look(date(2026, 1, 1))
        await until(pilot, lambda: "1 after 2026-01-01" in painted(app))
        await pilot.press("d")
        await until(pilot, lambda: "the past is read-only" in painted(app))


async def test_enter_walks_the_people_of_the_list_and_the_line_below_says_what_has_no_column(
    hr_app: MakeApp, ctx: Context
) -> None:
    ann, bo, cy = (hire(ctx, name, pay_group="main") for name in ("Kim", "Lee", "Moe"))
    service.change_pay(ctx, ann, PayChange(date(2027, 1, 1), rate=Money(9_000_000), reason="merit"))
    service.change_job(ctx, ann, JobChange(date(2026, 12, 1), title="Lead"))
    service.change_job(ctx, bo, JobChange(date(2026, 12, 1), title="Lead"))
    app = hr_app(address="future")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "3 after" in painted(app))
        await pilot.press("end")
        below = [line.strip() for line in painted(app).splitlines()[-5:]]
        assert below[0] == f"{ann} Kim, Ann · pay-rate change: merit"
        assert below[1] == "rate $85,000.00 → $90,000.00"
        assert below[3].startswith("entered 2026-11-23 10:00 by alice, command")
        await pilot.press("home", "enter")
        await until(pilot, lambda: isinstance(app.screen, RecordScreen) and "1 of 2" in painted(app))
        await pilot.press("n")
        await until(pilot, lambda: "Lee, Ann" in painted(app) and "2 of 2" in painted(app))
        await pilot.press("n")
        await until(pilot, lambda: "This is the last of the list." in painted(app))
    assert service.record(ctx, cy).number == cy


async def test_contacts_and_tags_to_come_are_listed_and_say_how_they_are_taken_back(
    hr_app: MakeApp, ctx: Context
) -> None:
    ann = hire(ctx, "Kim")
    mum = Contact(date(2026, 12, 1), ContactKind.EMERGENCY, "Mia", "Ng", phone="555-0100")
    contacts.add(ctx, ann, mum)
    tagging.tag(ctx, ann, ["night"], on=date(2026, 12, 2))
    app = hr_app(address="future")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "2 after" in painted(app) and "new contact" in painted(app))
        assert "tag night" in painted(app)
        await pilot.press("d")
        await until(pilot, lambda: "A new contact is not withdrawn here" in painted(app))
        await pilot.press("slash", *"mia")
        await until(pilot, lambda: "1 after" in painted(app))


async def test_the_line_of_home_opens_just_what_it_counted(hr_app: MakeApp, ctx: Context) -> None:
    ann, bo = hire(ctx, "Kim"), hire(ctx, "Lee")
    service.change_job(ctx, ann, JobChange(date(2026, 12, 1), title="Lead"))
    service.change_profile(ctx, ann, ProfileChange(date(2026, 12, 1), phone="555-0100"))
    service.change_job(ctx, ann, JobChange(date(2027, 6, 1), title="Chief"))
    service.terminate(ctx, bo, Termination(date(2026, 12, 3), "moved"))
    tagging.tag(ctx, bo, ["night"], on=date(2026, 12, 2))
    hire(ctx, "Moe", first_day=date(2026, 12, 1), pay_group="main")
    app = hr_app(address="home")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "2 changes take effect within 14 days" in painted(app))
        await pilot.press("1")
        await until(pilot, lambda: isinstance(app.screen, FutureScreen) and "2 after 2026-11-23" in painted(app))
        assert "is:change until:2026-12-07" in painted(app)
        await pilot.press("slash", "escape")
        await until(pilot, lambda: "7 after" in painted(app) or "8 after" in painted(app))
        await pilot.press("slash", *"until:32/32")
        await until(pilot, lambda: "!" in painted(app).splitlines()[2] or "32/32" in painted(app))
