"""Letters of offers: made once the offer was approved, filed, attached to the message that tells of it, and kept by the hire."""

from __future__ import annotations

import stat
from dataclasses import replace
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from data import audit
from data.base import database
from hrtui.access.model import Field, Grant, Sight
from hrtui.audit import service as trail
from hrtui.context import Context, FixedClock
from hrtui.documents import service as people_documents
from hrtui.errors import ConfigError, NotAllowed, NotFound, RuleBroken, StoreDamaged, StoreError
from hrtui.money import Money
from hrtui.papers.filling import fill, plain
from hrtui.people.model import Basis
from hrtui.recruiting import filing, lettering, merging, messaging, offering, purging, service
from hrtui.recruiting.emails import email_of
from hrtui.recruiting.kept import NewFile
from hrtui.recruiting.letters import FIELDS, check_letter, stands_until, values_of
from hrtui.recruiting.messages import Attachment, Message, MessageState
from hrtui.recruiting.offering import OfferChange
from hrtui.recruiting.offers import Offer, OfferState
from hrtui.recruiting.service import CandidateChange
from hrtui.recruiting.settings import MailSecurity, MailSettings
from hrtui.store import service as stores
from hrtui.store.model import Grade
from tests.conftest import ContextAs
from tests.mailserver import Mailbox, mail_server
from tests.people import statements
from tests.recruiting import applied, colleague, interviewed, opened

FIRST = date(2027, 1, 4)
OFFERED = OfferChange(
    rate=Money(8_500_000), first_day=FIRST, pay_group="main", bonus=Money(500_000), equity="1,000 options"
)


def offered(ctx: Context, change: OfferChange = OFFERED) -> tuple[str, str, str]:
    """A candidate, their application and the number of their offer, which is a draft."""
    who, one = applied(ctx, opened(ctx), "Ash", first_name="Jo", email="jo@example.com", city="Dover")
    interviewed(ctx, one)
    return who, one, offering.make_offer(ctx, one, change).numbers[0]


def approve(ctx: Context, offer: str) -> None:
    offering.request_offer(ctx, offer)
    offering.approve_offer(colleague(ctx), offer)


def approved(ctx: Context, change: OfferChange = OFFERED) -> tuple[str, str, str]:
    who, one, offer = offered(ctx, change)
    approve(ctx, offer)
    return who, one, offer


def names(ctx: Context, who: str) -> list[str]:
    return [each.file_name for each in filing.documents(ctx, who)]


def said(ctx: Context, offer: str) -> str:
    """What the letter says, by the template's values; the PDF itself holds glyphs."""
    sheet = offering.offer_sheet(ctx, offer)
    today = ctx.clock.today()
    values = values_of(
        ctx.config,
        sheet.offer,
        sheet.candidate,
        sheet.requisition,
        "Ann Boss",
        today,
        stands_until(sheet.offer, today, 7),
    )
    return plain(fill(lettering.template_of(ctx.config), values, "Test", str(today)))


def later(ctx: Context, day: date) -> Context:
    return replace(ctx, clock=FixedClock(datetime(day.year, day.month, day.day, 15, tzinfo=UTC), "America/New_York"))


def by(ctx: Context, box: Mailbox) -> Context:
    """The context with a mail server."""
    mail = MailSettings("127.0.0.1", box.port, MailSecurity.NONE, "jobs@acme.example")
    return replace(ctx, config=replace(ctx.config, mail=mail))


def test_the_letter_of_an_approved_offer_is_a_pdf_filed_with_the_candidates_documents(ctx: Context) -> None:
    who, _, offer = approved(ctx)
    done = lettering.file_letter(ctx, offer)
    assert done.sentence == f"The letter of offer {offer} is filed with the documents of Ash, Jo."
    (held,) = filing.documents(ctx, who)
    assert (held.kind, held.title, held.file_name) == ("offer_letter", f"Offer letter {offer}", f"{offer}.pdf")
    assert lettering.letter(ctx, offer).content.startswith(b"%PDF")
    assert [(each.entry.subject, each.entry.changes[0].field) for each in audit.entries(2)][::-1] == [
        (offer, "letter"), (who, "candidate.document.offer_letter"),
    ]  # fmt: skip
    with pytest.raises(RuleBroken, match="very letter"):
        lettering.file_letter(ctx, offer)
    trail.undo(ctx)
    assert names(ctx, who) == []


def test_pay_stands_in_the_words_of_the_offer_and_what_is_not_offered_is_left_out(ctx: Context) -> None:
    _, _, offer = approved(ctx)
    text = said(ctx, offer)
    for line in (
        "Pay: $85,000.00 a year", "Bonus: $5,000.00 a year", "Equity: 1,000 options", "Employment: full time", "January 4, 2027",
        "stands until November 30, 2026", "You report to: Ann Boss", "Dear Jo,",
    ):  # fmt: skip
        assert line in text
    assert "Place of work" not in text
    _, one = applied(ctx, "REQ-2026-001", "Bay")
    hourly = offering.make_offer(ctx, one, OfferChange(rate=Money(3_150), basis=Basis.HOURLY, first_day=FIRST)).numbers[
        0
    ]
    text = said(ctx, hourly)
    assert "Pay: $31.50 an hour" in text
    assert "Bonus" not in text and "Equity" not in text


@pytest.mark.parametrize("state", [each for each in OfferState if each not in (OfferState.APPROVED, OfferState.SENT)])
def test_no_letter_goes_out_of_an_offer_that_was_not_approved_or_is_over(state: OfferState) -> None:
    offer = Offer("OFF-1", 1, 1, state, "Engineer", "IT", Money(1), Basis.ANNUAL, "", FIRST)
    with pytest.raises(RuleBroken, match="its letter goes out once|no letter of it goes out any more"):
        check_letter(offer)


def test_neither_filing_nor_writing_makes_a_letter_before_the_approval(ctx: Context, tmp_path: Path) -> None:
    who, one, offer = offered(ctx)
    offering.request_offer(ctx, offer)
    for act in (lambda: lettering.file_letter(ctx, offer), lambda: lettering.write_letter(ctx, offer, tmp_path)):
        with pytest.raises(RuleBroken, match="waiting for approval; its letter goes out once it is approved"):
            act()
    with pytest.raises(RuleBroken, match="has no offer that was approved"):
        messaging.write_messages(ctx, [one], "offer")
    assert (names(ctx, who), list(tmp_path.glob("OFF*"))) == ([], [])


def test_a_letter_is_written_for_its_owner_alone_and_is_on_file_then(ctx: Context, tmp_path: Path) -> None:
    who, _, offer = approved(ctx)
    path = lettering.write_letter(ctx, offer, tmp_path)
    assert (path.name, stat.S_IMODE(path.stat().st_mode)) == (f"{offer}.pdf", 0o600)
    assert names(ctx, who) == [f"{offer}.pdf"]
    assert audit.entries(1)[0].entry.action == "recruiting.letter"
    with pytest.raises(StoreError, match="already a file"):
        lettering.write_letter(ctx, offer, tmp_path)


def test_the_list_of_offers_tells_of_letters_in_as_many_queries_for_many_as_for_one(ctx: Context) -> None:
    number = opened(ctx)

    def another(at: int) -> str:
        _, one = applied(ctx, number, f"Ash{at}")
        offer = offering.make_offer(ctx, one, OFFERED).numbers[0]
        approve(ctx, offer)
        return offer

    lettering.file_letter(ctx, another(0))
    with statements() as few:
        (sheet,) = offering.offer_list(ctx)
    assert sheet.letter == ctx.clock.today()
    later_ones = [another(at) for at in range(1, 5)]
    with statements() as many:
        found = offering.offer_list(ctx)
    assert [each.letter for each in found] == [None, None, None, None, ctx.clock.today()]
    assert len(many) == len(few)
    assert offering.offer_sheet(ctx, later_ones[0]).letter is None


def test_a_letter_that_is_made_anew_stands_in_the_place_of_the_one_before(ctx: Context) -> None:
    who, _, offer = approved(ctx)
    lettering.file_letter(ctx, offer)
    (first,) = filing.documents(ctx, who)
    tomorrow = later(ctx, date(2026, 11, 24))
    lettering.file_letter(tomorrow, offer)
    (second,) = filing.documents(tomorrow, who)
    assert first.sha256 != second.sha256
    trail.undo(tomorrow)
    assert [each.sha256 for each in filing.documents(tomorrow, who)] == [first.sha256]
    assert "names an earlier last day" in offering.send_offer(tomorrow, offer).notices[0]


def test_a_company_writes_its_own_template_and_a_field_that_is_not_known_is_told_by_line(ctx: Context) -> None:
    _, _, offer = approved(ctx)
    own = ctx.config.path(ctx.config.recruiting.letters) / "offer_letter.txt"
    own.parent.mkdir()
    own.write_text("Welcome {candidate.first_name}\n\nYou get {offer.pay}.\n")
    assert said(ctx, offer).startswith("You get $85,000.00 a year.")
    assert lettering.file_letter(ctx, offer)
    own.write_text("Welcome\n\nYou get {offer.salary}.\n")
    with pytest.raises(ConfigError, match=r"offer_letter.txt:3: There is no field \{offer.salary\}"):
        lettering.letter(ctx, offer)


def test_every_field_that_a_template_may_name_is_filled(ctx: Context) -> None:
    _, _, offer = approved(ctx)
    own = ctx.config.path(ctx.config.recruiting.letters) / "offer_letter.txt"
    own.parent.mkdir()
    own.write_text("All\n\n" + "\n\n".join(f"{name}: {{{name}}}" for name in FIELDS))
    text = said(ctx, offer)
    assert "candidate.place: Dover" in text
    assert f"offer.number: {offer}" in text


def test_who_sees_no_pay_makes_no_letter_and_writes_no_file_of_a_message_with_one(
    ctx: Context, ctx_as: ContextAs
) -> None:
    _, one, offer = approved(ctx)
    lettering.file_letter(ctx, offer)
    number = messaging.write_messages(ctx, [one], "offer").numbers[0]
    blind = ctx_as(Grant("recruiting.read"), Grant("recruiting.offer"), Grant("recruiting.work"))
    with pytest.raises(NotFound):
        lettering.file_letter(blind, offer)
    with pytest.raises(NotAllowed, match="tells of pay"):
        messaging.eml(blind, number)
    paid = ctx_as(Grant("recruiting.read", fields={Field.PAY: Sight.SHOWN}))
    assert messaging.eml(paid, number)
    with pytest.raises(NotAllowed):
        lettering.file_letter(paid, offer)


def test_the_letter_is_attached_to_the_message_sent_by_a_server_and_in_the_draft_for_a_mail_program(
    ctx: Context, tmp_path: Path
) -> None:
    who, one, offer = approved(ctx)
    with pytest.raises(RuleBroken, match="make it first .L in offers, or `hrtui recruiting offer-letter OFF-00001`"):
        messaging.write_messages(ctx, [one], "offer")
    lettering.file_letter(ctx, offer)
    (document,) = filing.documents(ctx, who)
    number = messaging.write_messages(ctx, [one], "offer").numbers[0]
    held = messaging.message_of(ctx, number)
    assert held.attachments == (Attachment(f"{offer}.pdf", document.sha256),)
    content = lettering.letter(ctx, offer).content
    path = messaging.write_eml(ctx, number, tmp_path / "draft.eml")
    draft = message_from_bytes(path.read_bytes(), policy=default)
    with mail_server(Mailbox()) as box:
        messaging.send_message(by(ctx, box), number)
    (mail,) = box.got
    got = message_from_bytes(mail.as_bytes(), policy=default)
    for each in (draft, got):
        (part,) = each.iter_attachments()
        assert (part.get_filename(), part.get_content_type(), part.get_content()) == (
            f"{offer}.pdf",
            "application/pdf",
            content,
        )
        body = each.get_body()
        assert body is not None and "The letter is attached." in body.get_content()
    assert messaging.message_of(ctx, number).attachments == held.attachments


def test_a_letter_of_a_version_that_was_replaced_or_made_anew_or_taken_out_does_not_leave(
    ctx: Context, tmp_path: Path
) -> None:
    who, one, offer = approved(ctx)
    lettering.file_letter(ctx, offer)
    number = messaging.write_messages(ctx, [one], "offer").numbers[0]
    second = offering.make_offer(ctx, one, OfferChange(rate=Money(9_000_000))).numbers[0]
    with mail_server(Mailbox()) as box:
        with pytest.raises(RuleBroken, match="letter of no offer that is approved or sent"):
            messaging.send_message(by(ctx, box), number)
        with pytest.raises(RuleBroken, match="letter of no offer"):
            messaging.write_eml(ctx, number, tmp_path / "draft.eml")
        messaging.drop_message(ctx, number)
        approve(ctx, second)
        with pytest.raises(RuleBroken, match="none of Ash, Jo is on file"):
            messaging.write_messages(ctx, [one], "offer")
        lettering.file_letter(ctx, second)
        number = messaging.write_messages(ctx, [one], "offer").numbers[0]
        assert [each.name for each in messaging.message_of(ctx, number).attachments] == [f"{second}.pdf"]
        filing.unfile(ctx, who, 2)
        with pytest.raises(RuleBroken, match="on file no longer"):
            messaging.send_message(by(ctx, box), number)
        trail.undo(ctx)
        lettering.file_letter(later(ctx, date(2026, 11, 24)), second)
        with pytest.raises(RuleBroken, match="on file no longer"):
            messaging.send_message(by(later(ctx, date(2026, 11, 24)), box), number)
    assert (box.got, messaging.message_of(ctx, number).state) == ([], MessageState.DRAFT)


def test_a_letter_whose_file_is_missing_stops_the_message_before_it_is_handed_over(ctx: Context) -> None:
    _, one, offer = approved(ctx)
    lettering.file_letter(ctx, offer)
    number = messaging.write_messages(ctx, [one], "offer").numbers[0]
    for each in filing.folder_of(ctx).rglob("*"):
        if each.is_file():
            each.unlink()
    with mail_server(Mailbox()) as box, pytest.raises(StoreDamaged, match="missing"):
        messaging.send_message(by(ctx, box), number)
    assert (box.got, messaging.message_of(ctx, number).state) == ([], MessageState.DRAFT)


def test_a_template_that_attaches_other_kinds_takes_the_newest_of_each(ctx: Context, tmp_path: Path) -> None:
    who, one = applied(ctx, opened(ctx), "Ash", email="a@example.com")
    book = ctx.config.path(ctx.config.recruiting.file)
    book.write_text("messages:\n  - {name: m, label: M, subject: S, body: B, attach: [resume, work_sample]}\n")
    for name, kind in (("old.txt", "resume"), ("new.txt", "resume"), ("Über \x07\r\nX: y.png", "work_sample")):
        path = tmp_path / name
        path.write_text(name)
        filing.file(ctx, who, NewFile(path, kind))
    number = messaging.write_messages(ctx, [one], "m").numbers[0]
    assert [each.name for each in messaging.message_of(ctx, number).attachments] == ["new.txt", "Über  X: y.png"]
    mail = message_from_bytes(messaging.eml(ctx, number), policy=default)
    assert [(part.get_filename(), part.get_content_type()) for part in mail.iter_attachments()] == [
        ("new.txt", "text/plain"), ("Über  X: y.png", "image/png"),
    ]  # fmt: skip
    assert mail["X"] is None


def test_a_name_that_says_nothing_of_its_content_is_sent_as_bytes() -> None:
    message = Message(
        "M", "<m@x>", MessageState.DRAFT, "a@example.com", "S", "B", attachments=(Attachment("odd.x.gz", "0"),)
    )
    (part,) = email_of(message, "", datetime(2026, 1, 1, tzinfo=UTC), [b"x"]).iter_attachments()
    assert part.get_content_type() == "application/octet-stream"


def test_writing_to_many_takes_as_many_queries_as_to_one(ctx: Context, tmp_path: Path) -> None:
    number = opened(ctx)
    book = ctx.config.path(ctx.config.recruiting.file)
    book.write_text("messages:\n  - {name: m, label: M, subject: S, body: B, attach: [resume, offer_letter]}\n")
    ones = []
    for at in range(5):
        who, one = applied(ctx, number, f"Ash{at}", email=f"a{at}@example.com")
        path = tmp_path / f"{at}.txt"
        path.write_text(str(at))
        filing.file(ctx, who, NewFile(path, "resume"))
        offer = offering.make_offer(ctx, one, OFFERED).numbers[0]
        approve(ctx, offer)
        lettering.file_letter(ctx, offer)
        ones.append(one)
    with statements() as few:
        messaging.write_messages(ctx, ones[:1], "m")
    with statements() as many:
        messaging.write_messages(ctx, ones[1:], "m")
    assert len(many) <= len(few) + 1


def test_an_accepted_offer_hands_resume_and_letter_to_the_person_by_the_same_files(
    ctx: Context, tmp_path: Path
) -> None:
    who, _, offer = approved(ctx)
    for name, kind in (("life.pdf", "resume"), ("dear.txt", "cover_letter")):
        path = tmp_path / name
        path.write_text(name)
        filing.file(ctx, who, NewFile(path, kind))
    lettering.file_letter(ctx, offer)
    offering.send_offer(ctx, offer)
    before = sorted(each for each in filing.folder_of(ctx).rglob("*") if each.is_file())
    done = offering.accept_offer(ctx, offer)
    kept = people_documents.documents(ctx, done.number).rows
    assert [(each.kind, each.title, each.file_name) for each in kept] == [
        ("resume", "life", "life.pdf"), ("contract", f"Offer letter {offer}", f"{offer}.pdf"),
    ]  # fmt: skip
    own = {each.kind: each.sha256 for each in filing.documents(ctx, who)}
    assert [each.sha256 for each in kept] == [own["resume"], own["offer_letter"]]
    assert sorted(each for each in filing.folder_of(ctx).rglob("*") if each.is_file()) == before
    entry = next(each.entry for each in audit.entries(5) if each.entry.subject == done.number)
    assert [(each.field, each.after) for each in entry.changes] == [
        ("document.1.kind", "resume"),
        ("document.2.kind", "contract"),
    ]
    trail.undo(ctx)
    assert people_documents.documents(ctx, done.number).rows == ()
    trail.undo(ctx, done.command - 1)
    assert offering.offer_sheet(ctx, offer).offer.state is OfferState.SENT
    again = offering.accept_offer(ctx, offer)
    assert len(people_documents.documents(ctx, again.number).rows) == 2


def test_what_no_kind_of_peoples_documents_is_configured_for_stays_with_the_candidate(
    ctx: Context, tmp_path: Path
) -> None:
    book = ctx.config.path(ctx.config.recruiting.file)
    book.write_text(
        "documents:\n  - {name: resume, label: CV}\n  - {name: offer_letter, label: L, filed_as: contract}\n"
        "  - {name: permit, label: P, filed_as: licence}\n"
    )
    who, one, first = approved(ctx)
    lettering.file_letter(ctx, first)
    second = offering.make_offer(ctx, one, OfferChange(rate=Money(9_000_000))).numbers[0]
    approve(ctx, second)
    lettering.file_letter(ctx, second)
    for name, kind in (("life.pdf", "resume"), ("permit.pdf", "permit")):
        path = tmp_path / name
        path.write_text(name)
        filing.file(ctx, who, NewFile(path, kind))
    offering.send_offer(ctx, second)
    done = offering.accept_offer(ctx, second)
    assert [each.file_name for each in people_documents.documents(ctx, done.number).rows] == [f"{second}.pdf"]
    assert len(filing.documents(ctx, who)) == 4


def test_files_of_the_merged_go_to_the_person_too(ctx: Context, tmp_path: Path) -> None:
    who, _, offer = approved(ctx)
    gone = service.add_candidate(ctx, CandidateChange(last_name="Ashe")).numbers[0]
    path = tmp_path / "life.pdf"
    path.write_text("life")
    filing.file(ctx, gone, NewFile(path, "resume"))
    merging.merge(ctx, who, gone)
    offering.send_offer(ctx, offer)
    done = offering.accept_offer(ctx, offer)
    assert [each.title for each in people_documents.documents(ctx, done.number).rows] == ["life"]


def test_a_purge_after_an_undone_hire_takes_the_files_out_and_check_asks_for_none(ctx: Context, tmp_path: Path) -> None:
    who, one, offer = approved(ctx)
    path = tmp_path / "quuxbar.pdf"
    path.write_text("Quuxbar")
    filing.file(ctx, who, NewFile(path, "resume"))
    lettering.file_letter(ctx, offer)
    number = messaging.write_messages(ctx, [one], "offer").numbers[0]
    offering.send_offer(ctx, offer)
    done = offering.accept_offer(ctx, offer)
    trail.undo(ctx)
    trail.undo(ctx, done.command - 1)
    service.withdraw(ctx, [one], "pay")
    messaging.drop_message(ctx, number)
    purging.purge(later(ctx, date(2029, 1, 8)), [who])
    assert [each for each in filing.folder_of(ctx).rglob("*") if each.is_file()] == []
    (attached,) = {row[0] for row in database.execute_sql("SELECT attachments FROM outbox_fact").fetchall()}
    assert attached == ""
    assert all(each.grade is not Grade.FAULT for each in stores.check(ctx))
