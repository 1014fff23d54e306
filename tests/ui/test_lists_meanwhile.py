"""Lists show what others entered at the next key, with the cursor on the row it was on."""

from __future__ import annotations

import pytest

from data import own
from hrtui.context import Context
from hrtui.recruiting import messaging, service
from hrtui.recruiting.service import CandidateChange
from tests.people import hire, statements
from tests.recruiting import applied, colleague, draft, opened
from tests.ui.conftest import MakeApp, text, until
from tests.ui.waiting import until as wait


async def test_what_others_entered_is_there_at_the_next_key_and_the_cursor_where_the_key_put_it(
    hr_app: MakeApp, ctx: Context
) -> None:
    draft(ctx, "Engineer")
    draft(ctx, "Clerk")
    app = hr_app(ctx, address="requisitions")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "REQ-2026-002 Clerk" in text(app))
        draft(colleague(ctx), "Nurse")
        await pilot.press("down")
        await until(pilot, lambda: "Nurse" in text(app) and "REQ-2026-001 Engineer" in text(app))
        await pilot.press("up")
        await until(pilot, lambda: "REQ-2026-002 Clerk" in text(app))


@pytest.mark.parametrize("address", ["requisitions", "candidates", "offers", "outbox"])
async def test_a_key_asks_one_question_and_reads_nothing_where_nobody_entered_anything(
    hr_app: MakeApp, ctx: Context, address: str
) -> None:
    _, one = applied(ctx, opened(ctx), "Ash", email="ash@example.com")
    messaging.write_messages(ctx, [one], "received")
    app = hr_app(ctx, address=address)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Reading" not in text(app))
        await wait(pilot, lambda: app.screen.focused is not None)
        with statements() as queries:
            await pilot.press("down")
            await pilot.press("up")
        assert len(queries) == 2


async def test_what_was_entered_elsewhere_reads_no_list_of_recruiting_anew(hr_app: MakeApp, ctx: Context) -> None:
    draft(ctx, "Engineer")
    app = hr_app(ctx, address="requisitions")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "REQ-2026-001 Engineer" in text(app))
        hire(ctx, "Novak")
        with statements() as queries:
            await pilot.press("down")
        assert len(queries) == 1


async def test_candidates_and_messages_of_others_appear_and_the_cursor_stays(hr_app: MakeApp, ctx: Context) -> None:
    number = opened(ctx)
    _, one = applied(ctx, number, "Ash", email="ash@example.com")
    messaging.write_messages(ctx, [one], "received")
    app = hr_app(ctx, address="outbox")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "To ash@example.com" in text(app))
        _, two = applied(colleague(ctx), number, "Bay", email="bay@example.com")
        messaging.write_messages(colleague(ctx), [two], "received")
        await pilot.press("home")
        await until(pilot, lambda: "bay@example.com" in text(app) and "To ash@example.com" in text(app))
        messaging.drop_message(colleague(ctx), "MSG-00002")
        await pilot.press("down")
        await until(pilot, lambda: "To ash@example.com" in text(app) and "bay@example.com" not in text(app))
    app = hr_app(ctx, address="candidates")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "2 candidates" in text(app))
        service.add_candidate(colleague(ctx), CandidateChange(last_name="Aaron"))
        await pilot.press("space")
        await until(pilot, lambda: "3 candidates" in text(app) and "Aaron" in text(app))


async def test_what_somebody_took_back_is_gone_at_the_next_key(hr_app: MakeApp, ctx: Context) -> None:
    from hrtui.audit import service as trail

    draft(ctx, "Engineer")
    draft(ctx, "Clerk")
    app = hr_app(ctx, address="requisitions")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "REQ-2026-002 Clerk" in text(app))
        trail.undo(ctx)
        await pilot.press("down")
        await until(pilot, lambda: "Clerk" not in text(app) and "REQ-2026-001 Engineer" in text(app))


def test_the_newest_command_is_told_with_whether_its_area_is_meant(ctx: Context) -> None:
    draft(ctx)
    before = own.newest_command()
    assert own.entered_in("recruiting", before) == (before, False)
    hire(ctx, "Novak")
    after, is_meant = own.entered_in("recruiting", before)
    assert (after > before, is_meant) == (True, False)
    draft(ctx, "Clerk", manager="1001")
    assert own.entered_in("recruiting", after)[1]
