"""From the résumé to the person's record by keys alone: filed, stage left, offer's letter made, attached, sent, and kept by the hire."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from hrtui.context import Context
from hrtui.documents import service as people_documents
from hrtui.money import Money
from hrtui.recruiting import filing, messaging, offering, service
from hrtui.recruiting.offering import OfferChange
from hrtui.recruiting.playbook import Stage, StageType
from hrtui.recruiting.service import RequisitionChange
from hrtui.recruiting.settings import MailSecurity, MailSettings
from tests.mailserver import Mailbox, mail_server
from tests.recruiting import applied, colleague, opened
from tests.ui.conftest import MakeApp, text, until

STAGES = (
    Stage("New", StageType.NEW, documents=("resume",)), Stage("Offer", StageType.OFFER), Stage("Hired", StageType.HIRED),
)  # fmt: skip


def words(app: object) -> str:
    return " ".join(text(app).split())  # type: ignore[arg-type]


@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
async def test_a_candidate_goes_from_resume_to_record_by_keys_and_nothing_is_filed_twice(
    hr_app: MakeApp, ctx: Context, tmp_path: Path, size: tuple[int, int]
) -> None:
    number = opened(ctx)
    service.change_requisition(ctx, number, RequisitionChange(stages=STAGES))
    who, one = applied(ctx, number, "Ash", first_name="Jo", email="jo@example.com")
    paper = tmp_path / "life.pdf"
    paper.write_text("%PDF life")
    app = hr_app(ctx, address=f"board {number}")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "Ash, Jo" in text(app))
        await pilot.press("L")
        await until(pilot, lambda: "cannot leave New yet: the document resume is missing" in words(app))
        await pilot.press("enter")
        await until(pilot, lambda: "No document is on file" in text(app))
        await pilot.press("F")
        await until(pilot, lambda: "File a document of Ash, Jo" in text(app))
        await pilot.press(*str(paper), "tab", *"Résumé", "ctrl+j")
        await until(pilot, lambda: "Documents: 1" in text(app))
        await pilot.press("B")
        await until(pilot, lambda: "Offer" in text(app) and "Ash, Jo" in text(app))
        await pilot.press("L")
        await until(pilot, lambda: "Ash, Jo is in Offer" in words(app))
    offer = offering.make_offer(
        ctx, one, OfferChange(rate=Money(8_500_000), first_day=ctx.clock.today().replace(day=30), pay_group="main")
    ).numbers[0]
    with mail_server(Mailbox()) as box:
        mail = MailSettings("127.0.0.1", box.port, MailSecurity.NONE, "jobs@acme.example")
        able = replace(ctx, config=replace(ctx.config, mail=mail))
        app = hr_app(able, address="offers")
        async with app.run_test(size=size) as pilot:
            await until(pilot, lambda: offer in text(app))
            await pilot.press("L")
            await until(pilot, lambda: "its letter goes out once it is approved" in words(app))
            await pilot.press("r")
            await until(pilot, lambda: "to approve" in text(app))
            offering.approve_offer(colleague(ctx), offer)
            await pilot.press("v")
            await until(pilot, lambda: "No letter yet; L makes it." in words(app))
            await pilot.press("L")
            await until(pilot, lambda: f"The letter of offer {offer} is filed" in words(app))
            await until(pilot, lambda: f"Letter of {ctx.clock.today()} on file." in words(app))
            await pilot.press("enter")
            await until(pilot, lambda: "Documents: 2" in text(app) and f"Offer letter {offer}" in text(app))
            await pilot.press("M")
            await until(pilot, lambda: "Write a message" in text(app))
            await pilot.press(*"Offer", "ctrl+j")
            await until(pilot, lambda: "is in the outbox" in words(app))
        app = hr_app(able, address="outbox")
        async with app.run_test(size=size) as pilot:
            await until(pilot, lambda: f"Attached: {offer}.pdf" in words(app))
            await pilot.press("S")
            await until(
                pilot, lambda: "What left cannot be taken back" in text(app) and "jo@example.com, with" in words(app)
            )
            await pilot.press(*"MSG-00001", "enter")
            await until(pilot, lambda: "is sent" in words(app))
    (got,) = box.got
    assert [part.get_filename() for part in got.walk() if part.get_filename()] == [f"{offer}.pdf"]
    assert messaging.message_of(ctx, "MSG-00001").attachments[0].name == f"{offer}.pdf"
    app = hr_app(ctx, address="offers")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: offer in text(app))
        await pilot.press("S")
        await until(pilot, lambda: "it stands until" in words(app))
        await pilot.press("Y")
        await until(pilot, lambda: f"Type {offer} to go on" in words(app))
        await pilot.press(*offer, "enter")
        await until(pilot, lambda: "is hired as 1002" in words(app))
    kept = people_documents.documents(ctx, "1002").rows
    assert [each.kind for each in kept] == ["resume", "contract"]
    assert {each.sha256 for each in kept} == {each.sha256 for each in filing.documents(ctx, who)}
