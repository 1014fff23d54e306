"""Scorecards, offers, messages and merging by keys alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from data.recruiting import applications, offers, outbox, scorecards
from hrtui.context import Context
from hrtui.money import Money
from hrtui.people import service as people
from hrtui.recruiting import messaging, offering, scoring, service
from hrtui.recruiting.messages import MessageState
from hrtui.recruiting.model import ApplicationState, Owes
from hrtui.recruiting.offering import OfferChange
from hrtui.recruiting.offers import OfferState
from hrtui.recruiting.scorecards import Decision, Overall
from hrtui.recruiting.service import CandidateChange
from hrtui.recruiting.settings import MailSecurity, MailSettings
from tests.mailserver import Mailbox, mail_server
from tests.recruiting import applied, colleague, interviewed, opened
from tests.ui.conftest import MakeApp, text, until

GOOD = {"experience": 5, "communication": 4, "teamwork": 4, "motivation": 5}


def said(app: object) -> str:
    return " ".join(text(app).split())  # type: ignore[arg-type]


@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
async def test_a_scorecard_is_entered_blind_and_the_matrix_shows_what_is_apart(
    hr_app: MakeApp, ctx: Context, size: tuple[int, int]
) -> None:
    _, one = applied(ctx, opened(ctx), "Ash")
    scoring.ask_scorecards(ctx, one, ["alice", "bob"])
    scoring.score(colleague(ctx, "bob"), one, {**GOOD, "experience": 1}, Overall.NO, "Too new")
    app = hr_app(ctx, address=f"scores {one}")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "You see those of others once yours is in" in said(app))
        assert "Too new" not in text(app)
        await pilot.press("e")
        await until(pilot, lambda: "Your scorecard of Ash" in text(app))
        await pilot.press("5", "tab", "4", "tab", "4", "tab", "5", "tab", *"yes", "tab", "ctrl+j")
        await until(pilot, lambda: "1 to 5" in text(app) and "Too new" in text(app))
        assert "Overall" in text(app)
        assert "Your scorecard of Ash is in. Others may see it, so it stays" in said(app)
        (line,) = (line for line in text(app).splitlines() if "Experience" in line)
        assert "Experience" + " " * 60 not in line
    written = scorecards.cards([applications.ids([one])[one]])
    assert sorted(next(iter(written.values()))) == ["alice", "bob"]


async def test_a_key_typed_while_offers_open_is_not_lost(hr_app: MakeApp, ctx: Context) -> None:
    _, one = applied(ctx, opened(ctx), "Ash")
    offering.make_offer(ctx, one, OfferChange(rate=Money(8_000_000), first_day=date(2027, 1, 4)))
    app = hr_app(ctx)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Go to" in text(app))
        await pilot.press("colon", *"offers", "enter", "r")
        await until(pilot, lambda: "it waits for hr_generalist" in said(app))


async def test_what_each_of_three_said_is_read_to_its_end_below_the_matrix(hr_app: MakeApp, ctx: Context) -> None:
    _, one = applied(ctx, opened(ctx), "Ash")
    for at, who in enumerate(("alice", "bob", "carol")):
        scoring.score(colleague(ctx, who), one, GOOD, Overall.YES, f"{who} {'says so ' * 15}to the end {at}")
    scoring.decide(ctx, one, Decision.OFFER, "All agree")
    app = hr_app(ctx, address=f"scores {one}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: all(f"to the end {at}" in said(app) for at in range(3)))
        assert "Debrief: offer. All agree" in said(app)


@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
async def test_an_offer_is_made_from_the_board_approved_sent_and_accepted(
    hr_app: MakeApp, ctx: Context, size: tuple[int, int]
) -> None:
    number = opened(ctx)
    applied(ctx, number, "Ash", first_name="Jo")
    app = hr_app(ctx, address=f"board {number}")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "Ash, Jo" in text(app))
        await pilot.press("O")
        await until(pilot, lambda: "Offer to Ash, Jo" in text(app))
        await pilot.press(*"80k", "tab", "tab", *"2027-01-04", "ctrl+j")
        await until(pilot, lambda: "is a draft, 1.00 of the middle of the range" in said(app))
    interviewed(ctx, "APP-00001")
    app = hr_app(ctx, address="offers")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "OFF-00001" in text(app))
        await pilot.press("r")
        await until(pilot, lambda: "to approve" in text(app))
        offering.approve_offer(colleague(ctx), "OFF-00001")
        await pilot.press("v", "S")
        await until(pilot, lambda: "went out without a letter?" in said(app))
        await pilot.press("y")
        await until(pilot, lambda: "it stands until" in said(app))
        await pilot.press("Y")
        await until(pilot, lambda: "Type OFF-00001 to go on" in text(app))
        await pilot.press(*"OFF-00001", "enter")
        await until(pilot, lambda: "is hired as 1002" in said(app))
    held = offers.numbered("OFF-00001")
    assert held is not None and held.state is OfferState.ACCEPTED
    assert people.record(ctx, "1002").jobs[0].effective_from == date(2027, 1, 4)
    assert applications.numbered(["APP-00001"])["APP-00001"].state is ApplicationState.HIRED


async def test_everyone_who_is_owed_a_message_is_written_to_and_it_is_sent_after_its_number_was_typed(
    hr_app: MakeApp, ctx: Context
) -> None:
    _, one = applied(ctx, opened(ctx), "Ash", first_name="Jo", email="jo@example.com")
    service.reject(ctx, [one], "skills")
    with mail_server(Mailbox()) as box:
        mail = MailSettings("127.0.0.1", box.port, MailSecurity.NONE, "jobs@acme.example")
        app = hr_app(replace(ctx, config=replace(ctx.config, mail=mail)), address="outbox")
        async with app.run_test(size=(80, 24)) as pilot:
            await until(pilot, lambda: "1 is owed a message" in text(app))
            await pilot.press("W")
            await until(pilot, lambda: "MSG-00001" in text(app) and "Dear Jo" in text(app))
            await pilot.press("S")
            await until(pilot, lambda: "What left cannot be taken back" in text(app))
            await pilot.press(*"MSG-00001", "enter")
            await until(pilot, lambda: "is sent" in said(app))
    assert len(box.got) == 1
    assert applications.numbered([one])[one].owes is Owes.SENT


async def test_a_message_is_written_to_a_file_and_said_to_be_sent(
    hr_app: MakeApp, ctx: Context, tmp_path: Path
) -> None:
    _, one = applied(ctx, opened(ctx), "Ash", first_name="Jo", email="jo@example.com")
    messaging.write_messages(ctx, [one], "received")
    app = hr_app(ctx, address="outbox")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "MSG-00001" in text(app))
        await pilot.press("S")
        await pilot.press(*"MSG-00001", "enter")
        await until(pilot, lambda: "No mail server is configured" in said(app))
        await pilot.press("f")
        await until(pilot, lambda: "Write message MSG-00001" in text(app))
        await pilot.press("ctrl+u", *str(tmp_path / "m.eml"), "enter")
        await until(pilot, lambda: "says that your mailbox sent it" in said(app))
        await pilot.press("T")
        await until(pilot, lambda: "is sent" in said(app))
    held = outbox.numbered("MSG-00001")
    assert held is not None and held.state is MessageState.SENT
    assert (tmp_path / "m.eml").is_file()


async def test_two_who_are_one_are_merged_side_by_side_and_unmerged(hr_app: MakeApp, ctx: Context) -> None:
    keep, _ = applied(ctx, opened(ctx), "Doe", first_name="Jo", email="jo@example.com")
    service.add_candidate(
        ctx, CandidateChange(first_name="Joe", last_name="Doe", email="jo@example.com", phone="617-555-0100")
    )
    app = hr_app(ctx, address=f"candidate {keep}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "CAN-00001 Doe, Jo" in text(app))
        await pilot.press("D")
        await until(pilot, lambda: "Who is Doe, Jo too?" in text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "Merge CAN-00002" in text(app))
        await pilot.press("ctrl+j")
        await until(pilot, lambda: "is merged into" in said(app))
        held = service.candidate_sheet(ctx, keep).candidate
        assert (held.first_name, held.phone) == ("Jo", "617-555-0100")
        await pilot.press("full_stop", *"unmerge", "enter")
        await until(pilot, lambda: "a candidate of their own again" in text(app))
        await pilot.press("y")
        await until(pilot, lambda: service.candidate_sheet(ctx, keep).candidate.phone == "")
    assert len(service.candidate_list(ctx)) == 2


async def test_an_offer_outside_the_range_says_so(hr_app: MakeApp, ctx: Context) -> None:
    _, one = applied(ctx, opened(ctx), "Ash")
    offering.make_offer(ctx, one, OfferChange(rate=Money(12_000_000), first_day=date(2027, 1, 4), pay_group="main"))
    app = hr_app(ctx, address="offers")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "above the most of the range" in text(app))
