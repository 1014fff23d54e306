"""Ways to and from the board: on whose card it begins, what is offered to whom, and where the trail leads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest

from data.recruiting import offers
from hrtui.access.model import Grant
from hrtui.context import Context
from hrtui.money import Money
from hrtui.recruiting import lettering, offering, service
from hrtui.recruiting.model import RequisitionState
from hrtui.recruiting.offering import OfferChange
from hrtui.recruiting.offers import OfferState
from screens.audit import AuditScreen
from screens.recruiting.board import BoardScreen
from screens.recruiting.candidate import CandidateScreen
from screens.recruiting.offers import OffersScreen
from tests.recruiting import applied, colleague, opened
from tests.ui.conftest import MakeApp, text, until


def words(app: Any) -> str:
    return " ".join(text(app).split())


def under_cursor(app: Any) -> str:
    board = app.screen
    if not isinstance(board, BoardScreen) or board.board is None or board.view.current is None:
        return ""
    return board.board.deck[board.view.current].candidate


@pytest.mark.parametrize("over", [False, True])
async def test_the_board_opened_from_a_candidates_page_begins_on_their_card(
    hr_app: MakeApp, ctx: Context, over: bool
) -> None:
    number = opened(ctx)
    who = [applied(ctx, number, name) for name in ("Ash", "Bay", "Cho")][2]
    service.move(ctx, [who[1]], "Interview")
    if over:
        service.reject(ctx, [who[1]], "skills", waive=True)
    app = hr_app(ctx, address=f"candidate {who[0]}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "What happened" in text(app))
        await pilot.press("B")
        await until(pilot, lambda: under_cursor(app) == who[0])
        assert cast(BoardScreen, app.screen).ended is over


async def test_an_offer_goes_out_without_a_letter_after_asking_alone(hr_app: MakeApp, ctx: Context) -> None:
    number = opened(ctx)
    made = []
    for name in ("Ash", "Bay"):
        change = OfferChange(rate=Money(8_000_000), first_day=date(2027, 1, 4), pay_group="main")
        made.append(offering.make_offer(ctx, applied(ctx, number, name)[1], change).numbers[0])
        offering.request_offer(ctx, made[-1])
        if offers.numbered(made[-1]).state is OfferState.REQUESTED:  # type: ignore[union-attr]
            offering.approve_offer(colleague(ctx), made[-1])

    def state(offer: str) -> OfferState:
        found = offers.numbered(offer)
        assert found is not None
        return found.state

    lettering.file_letter(ctx, made[0])
    app = hr_app(ctx, address=f"offers {made[1]}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "No letter yet" in text(app))
        await pilot.press("S")
        await until(pilot, lambda: "went out without a letter?" in words(app))
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, OffersScreen))
        assert state(made[1]) is OfferState.APPROVED
        await pilot.press("S")
        await until(pilot, lambda: "went out without a letter?" in words(app))
        await pilot.press("y")
        await until(pilot, lambda: "No letter of it is on file." in words(app))
        assert state(made[1]) is OfferState.SENT
    app = hr_app(ctx, address=f"offers {made[0]}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Letter of" in text(app))
        await pilot.press("S")
        await until(pilot, lambda: f"Offer {made[0]} to Ash is sent" in words(app))
        assert state(made[0]) is OfferState.SENT


async def test_scorecards_are_not_offered_to_who_may_not_see_them(
    hr_app: MakeApp, ctx: Context, ctx_as: Callable[..., Context]
) -> None:
    number = opened(ctx)
    applied(ctx, number, "Ash")
    app = hr_app(ctx_as(Grant("recruiting.read"), Grant("audit.read")), address=f"board {number}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: under_cursor(app) != "")
        assert not cast(BoardScreen, app.screen).offers("board.scores")
        await pilot.press("S")
        await pilot.pause()
        assert isinstance(app.screen, BoardScreen)


@pytest.mark.parametrize("about", ["application", "candidate", "offer", "requisition"])
async def test_the_trail_leads_to_candidates_and_boards(hr_app: MakeApp, ctx: Context, about: str) -> None:
    number = opened(ctx)
    who, one = applied(ctx, number, "Ash")
    service.move(ctx, [one], "Interview")
    change = OfferChange(rate=Money(8_000_000), first_day=date(2027, 1, 4))
    offer = offering.make_offer(ctx, one, change).numbers[0]
    entry = {"application": one, "candidate": who, "offer": offer, "requisition": number}[about]
    app = hr_app(ctx, address=f"audit {entry}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: bool(cast(AuditScreen, app.screen).entries))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, CandidateScreen | BoardScreen))
        assert cast(Any, app.screen).argument == (number if about == "requisition" else who)


async def test_a_key_typed_behind_the_one_that_asks_for_a_requisition_is_the_dialogs(
    hr_app: MakeApp, ctx: Context
) -> None:
    number = opened(ctx)
    app = hr_app(ctx, address=f"board {number}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(
            pilot, lambda: "Nobody is on this board; a enters a candidate, I takes them from a file." in text(app)
        )
        await pilot.press("r", "e")
        await until(pilot, lambda: len(app.screen_stack) > 1 and not isinstance(app.screen, BoardScreen))
        await pilot.pause()
        assert sum(not isinstance(screen, BoardScreen) for screen in app.screen_stack[1:]) == 1


async def test_a_file_for_a_requisition_that_is_not_open_is_refused_before_it_is_looked_at(
    hr_app: MakeApp, ctx: Context, tmp_path: Path
) -> None:
    number = opened(ctx)
    service.move_requisition(ctx, number, RequisitionState.CLOSED)
    path = tmp_path / "c.csv"
    path.write_text("last name,email\nAsh,ash@example.com\n")
    app = hr_app(ctx, address=f"board {number}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Nobody is on this board" in text(app))
        await pilot.press("I")
        await until(pilot, lambda: "Take candidates in" in text(app))
        await pilot.press(*str(path), "ctrl+j")
        await until(pilot, lambda: f"Requisition {number} is closed; applications go to open ones." in words(app))
        assert "Enter 1 candidate" not in text(app)
