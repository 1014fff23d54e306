"""Requisitions, the board and candidates by keys alone: what is stored is what is shown."""

from __future__ import annotations

from typing import Any, cast

import pytest

from data.recruiting import applications, candidates, requisitions
from hrtui.context import Context
from hrtui.recruiting import service
from hrtui.recruiting.model import Application, ApplicationState, Owes, RequisitionState
from screens.widgets.board import BoardView
from tests.people import hire
from tests.recruiting import applied, colleague, draft, opened
from tests.ui.conftest import MakeApp, text, until


def view(app: Any) -> BoardView:
    return cast(BoardView, app.screen.query_one("#board"))


def stored(number: str) -> Application:
    return applications.numbered([number])[number]


@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
async def test_a_requisition_is_written_requested_approved_by_another_and_opened(
    hr_app: MakeApp, ctx: Context, size: tuple[int, int]
) -> None:
    boss = hire(ctx, "Boss")
    app = hr_app(ctx, address="requisitions")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "a writes a requisition" in text(app))
        await pilot.press("a")
        await until(pilot, lambda: "Write a requisition" in text(app))
        for typed in ("Engineer", "IT", "", boss, "", "", "", "The team grows", "80k", "100k"):
            await pilot.press(*typed, "tab")
        await pilot.press("ctrl+j")
        await until(pilot, lambda: "is a draft" in text(app))
        await pilot.press("r")
        await until(pilot, lambda: "it waits for hr_generalist" in text(app))
    number = "REQ-2026-001"
    app = hr_app(colleague(ctx), address="requisitions")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "1 to approve" in text(app))
        await pilot.press("A")
        await until(pilot, lambda: f"Approve {number}" in text(app))
        await pilot.press("ctrl+j")
        await until(pilot, lambda: "it is approved" in text(app))
        await pilot.press("O")
        await until(pilot, lambda: "is open" in text(app))
    held = requisitions.numbered(number)
    assert held is not None
    assert (held.state, held.title, held.manager) == (RequisitionState.OPEN, "Engineer", boss)
    assert held.low is not None and held.high is not None
    assert (held.low.cents, held.high.cents) == (8_000_000, 10_000_000)


@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
async def test_cards_move_forward_and_back_alone_and_marked_and_u_takes_it_back(
    hr_app: MakeApp, ctx: Context, size: tuple[int, int]
) -> None:
    number = opened(ctx)
    ash, bay = (applied(ctx, number, name)[1] for name in ("Ash", "Bay"))
    app = hr_app(ctx, address=f"board {number}")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: view(app).count == 2)
        await pilot.press("L")
        await until(pilot, lambda: "Ash is in Phone screen" in text(app))
        assert stored(ash).stage == "Phone screen"
        assert cast(Any, app.screen).board.deck[view(app).current].name == "Ash"
        await pilot.press("H")
        await until(pilot, lambda: "Ash is in New" in text(app))
        await pilot.press("home", "space", "space", "L")
        await until(pilot, lambda: "Ash and Bay are in Phone screen" in text(app))
        assert {stored(ash).stage, stored(bay).stage} == {"Phone screen"}
        assert view(app).marks == set()
        await pilot.press("u")
        await until(pilot, lambda: "Undo" in text(app))
        await pilot.press("y")
        await until(pilot, lambda: [len(lane.ids) for lane in view(app).lanes][0] == 2)
        assert {stored(ash).stage, stored(bay).stage} == {"New"}


async def test_a_move_that_is_not_allowed_says_why_and_the_card_stays(hr_app: MakeApp, ctx: Context) -> None:
    number = opened(ctx)
    _, one = applied(ctx, number, "Ash")
    service.move(ctx, [one], "Interview")
    app = hr_app(ctx, address=f"board {number}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: view(app).count == 1)
        await pilot.press("l", "l", "L")
        await until(pilot, lambda: "cannot leave Interview yet: 1 scorecard is missing" in text(app))
        assert stored(one).stage == "Interview"
        assert len(view(app).lanes[2].ids) == 1


async def test_what_somebody_else_moved_meanwhile_is_told_and_the_board_is_read_anew(
    hr_app: MakeApp, ctx: Context
) -> None:
    number = opened(ctx)
    _, one = applied(ctx, number, "Ash")
    app = hr_app(ctx, address=f"board {number}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: view(app).count == 1)
        service.move(colleague(ctx), [one], "Interview")
        await pilot.press("L")
        await until(pilot, lambda: "bob moved Ash to Interview" in " ".join(text(app).split()))
        await until(pilot, lambda: len(view(app).lanes[2].ids) == 1)
        assert stored(one).stage == "Interview"


async def test_a_card_is_rejected_for_a_reason_and_shown_again_among_those_that_are_over(
    hr_app: MakeApp, ctx: Context
) -> None:
    number = opened(ctx)
    _, one = applied(ctx, number, "Ash")
    app = hr_app(ctx, address=f"board {number}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: view(app).count == 1)
        await pilot.press("R")
        await until(pilot, lambda: "Reject: Ash" in text(app))
        await until(pilot, lambda: "Skills do not fit (owes a message)" in text(app))
        await pilot.press(*"skills", "ctrl+j")
        await until(pilot, lambda: "Ash is rejected" in text(app))
        assert (stored(one).state, stored(one).reason, stored(one).owes) == (
            ApplicationState.REJECTED,
            "skills",
            Owes.OWED,
        )
        assert view(app).count == 0
        await pilot.press("v")
        await until(pilot, lambda: "message owed" in text(app))
        await pilot.press("o")
        await until(pilot, lambda: "Ash is active again" in text(app))
        assert stored(one).state is ApplicationState.ACTIVE


async def test_the_filter_narrows_every_stage_and_arrows_go_onto_the_board(hr_app: MakeApp, ctx: Context) -> None:
    number = opened(ctx)
    for name in ("Ash", "Bay", "Ashley"):
        applied(ctx, number, name)
    service.move(ctx, ["APP-00003"], "Phone screen")
    app = hr_app(ctx, address=f"board {number}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: view(app).count == 3)
        await pilot.press("slash", *"ash")
        await until(pilot, lambda: [len(lane.ids) for lane in view(app).lanes][:2] == [1, 1])
        assert "2 of 3" in text(app)
        await pilot.press("down", "right", "enter")
        await until(pilot, lambda: "CAN-00003 Ashley" in text(app) and "Moved from New to Phone screen" in text(app))


async def test_the_cursor_goes_to_a_stage_that_the_filter_leaves_cards_in_though_it_is_out_of_sight(
    hr_app: MakeApp, ctx: Context
) -> None:
    number = opened(ctx)
    for name in ("Ash", "Bay"):
        applied(ctx, number, name)
    service.move(ctx, ["APP-00002"], "Interview")
    service.move(ctx, ["APP-00001"], "Phone screen")
    app = hr_app(ctx, address=f"board {number}")
    async with app.run_test(size=(50, 24)) as pilot:
        await until(pilot, lambda: view(app).count == 2)
        await pilot.press("slash", *"bay")
        await until(pilot, lambda: "1 of 2" in text(app) and "CAN-00002 Bay" in text(app))


async def test_how_many_are_owed_a_message_stands_above_the_board_though_the_rejected_are_not_shown(
    hr_app: MakeApp, ctx: Context
) -> None:
    number = opened(ctx)
    for name in ("Ash", "Bay"):
        applied(ctx, number, name)
    service.reject(ctx, ["APP-00001"], "skills")
    app = hr_app(ctx, address=f"board {number}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: view(app).count == 1 and "1 owed a message" in text(app))


async def test_what_comes_next_is_typed_and_stands_on_the_card(hr_app: MakeApp, ctx: Context) -> None:
    number = opened(ctx)
    _, one = applied(ctx, number, "Ash")
    app = hr_app(ctx, address=f"board {number}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: view(app).count == 1)
        await pilot.press("N")
        await until(pilot, lambda: "Next: Ash" in text(app))
        await pilot.press(*"Call", "tab", *"+2d", "ctrl+j")
        await until(pilot, lambda: "Call 11-25" in text(app))
        assert stored(one).next_action == "Call"


async def test_a_candidate_is_entered_with_answers_and_found_by_a_tag(hr_app: MakeApp, ctx: Context) -> None:
    number = opened(ctx)
    app = hr_app(ctx, address=f"board {number}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "a enters a candidate" in text(app))
        await pilot.press("a")
        await until(pilot, lambda: "Enter a candidate for" in text(app))
        await pilot.press(*"Jo", "tab", *"Doe", *(["tab"] * 9), *"rust", "ctrl+j")
        await until(pilot, lambda: "is entered and applied" in text(app))
        assert view(app).count == 1
        await pilot.press("C")
        await until(pilot, lambda: "CAN-00001" in text(app))
        await pilot.press("slash", *"rust")
        await until(pilot, lambda: "1 candidate" in text(app) and "1 candidates" not in text(app))
    held = candidates.numbered("CAN-00001")
    assert held is not None and (held.name, held.tags) == ("Doe, Jo", ("rust",))


async def test_who_only_reads_has_no_keys_that_write(hr_app: MakeApp, ctx: Context, ctx_as: Any) -> None:
    from hrtui.access.model import Grant

    number = opened(ctx)
    applied(ctx, number, "Ash")
    app = hr_app(ctx_as(Grant("recruiting.read"), Grant("people.read")), address=f"board {number}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: view(app).count == 1)
        footer = text(app).splitlines()[-1]
        assert "Reject" not in footer and "Forward" not in footer
        await pilot.press("L")
        assert stored("APP-00001").stage == "New"


async def test_a_hostile_name_is_shown_as_text(hr_app: MakeApp, ctx: Context) -> None:
    number = opened(ctx)
    applied(ctx, number, "[red]Evil[/]\x1b[31m", headline="\x1b]0;title\x07x")
    app = hr_app(ctx, address=f"board {number}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: view(app).count == 1)
        assert "[red]Evil[/]" in text(app)
        assert "\x1b" not in text(app)
        await pilot.press("enter")
        await until(pilot, lambda: "CAN-00001 [red]Evil" in text(app))


async def test_a_requisition_is_changed_and_what_was_not_touched_stays(hr_app: MakeApp, ctx: Context) -> None:
    number = draft(ctx)
    app = hr_app(ctx, address="requisitions")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: number in text(app))
        await pilot.press("e")
        await until(pilot, lambda: f"Change {number}" in text(app))
        await pilot.press("end", "space", *"lead", "ctrl+j")
        await until(pilot, lambda: "is changed" in text(app))
    held = requisitions.numbered(number)
    assert held is not None and held.title == "Engineer lead"
    assert held.low is not None


async def test_a_list_shows_anew_what_somebody_else_changed_once_that_was_met(hr_app: MakeApp, ctx: Context) -> None:
    number = draft(ctx)
    app = hr_app(ctx, address="requisitions")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "A draft since today" in text(app))
        service.request_approval(colleague(ctx), number)
        await pilot.press("r")
        await until(pilot, lambda: "since it was opened here" in text(app) and "Waits for hr_generalist" in text(app))


async def test_the_cursor_goes_to_the_requisition_that_was_written(hr_app: MakeApp, ctx: Context) -> None:
    draft(ctx)
    app = hr_app(ctx, address="requisitions")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "REQ-2026-001 Engineer" in text(app))
        await pilot.press("a")
        await until(pilot, lambda: "Write a requisition" in text(app))
        await pilot.press(*"Clerk", "ctrl+j")
        await until(pilot, lambda: "REQ-2026-002 Clerk" in text(app))


async def test_the_cursor_goes_to_the_card_of_who_was_entered(hr_app: MakeApp, ctx: Context) -> None:
    number = opened(ctx)
    applied(ctx, number, "Ash")
    app = hr_app(ctx, address=f"board {number}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: view(app).count == 1)
        await pilot.press("a")
        await until(pilot, lambda: "Enter a candidate for" in text(app))
        await pilot.press("tab", *"Zed", "ctrl+j")
        await until(pilot, lambda: "APP-00002 since" in text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "Zed" in text(app) and "Applied, in New" in text(app))
        await pilot.press("S")
        await until(pilot, lambda: "Nobody owes one" in text(app))
