"""The offers: their versions, how far each is, what it pays against the range, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from hrtui.money import format_money
from hrtui.recruiting import offering
from hrtui.recruiting.gathering import Worked
from hrtui.recruiting.letters import GOING
from hrtui.recruiting.offering import OfferSheet
from hrtui.recruiting.offers import LISTED, OPEN, OfferState, compa_ratio, outside
from screens.frames import frames
from screens.listing import HeldList
from screens.text import Align, Tone
from screens.widgets.columns import Column
from screens.widgets.confirm import Confirm
from screens.widgets.lines import Span
from screens.widgets.table import VirtualTable

EMPTY = ("There is no offer under way.", "O on a candidate's page makes one; v shows those that are over.")


class OffersScreen(HeldList[OfferSheet]):
    """`offers [WORDS]`: those under way, newest first."""

    NAME = "offers"
    HINT = "type / to filter: a name, a title, a number"
    LINES = 3
    WATCHES = "recruiting"
    NO_MATCH = ("No offer matches.", "Esc shows all.")

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        self.every = False

    def columns(self) -> Iterable[Column[OfferSheet]]:
        """Whom it is to, what it pays, from when on, and how far it is."""
        return (
            Column("number", "Offer", 9, text=lambda each: each.offer.number),
            Column("name", "Candidate", 16, grow=2, text=lambda each: each.candidate.name),
            Column("title", "Title", 14, 1, grow=2, text=lambda each: each.offer.title),
            Column("rate", "Pay", 12, align=Align.RIGHT, text=self._pay),
            Column("compa", "Compa", 5, 2, align=Align.RIGHT, text=_compa, tone=_range_tone),
            Column("first_day", "First day", 10, text=lambda each: each.offer.first_day),
            Column("state", "State", 11, text=lambda each: LISTED[each.offer.state], tone=_tone),
            Column("expires", "Until", 10, 3, text=lambda each: each.offer.expires or ""),
            Column("version", "Vers.", 5, 4, align=Align.RIGHT, text=lambda each: each.offer.version),
        )

    def key(self, row: OfferSheet, at: int) -> int:
        """An offer's id."""
        return row.offer.id

    def found_by(self, row: OfferSheet) -> Iterable[object]:
        """The offer's number, whom it is to, and as what."""
        return row.offer.number, row.candidate.name, row.offer.title

    def note(self, shown: int) -> str:
        """How many there are, and of which."""
        return f"{shown:,} {'in all' if self.every else 'under way'}"

    def begin(self) -> None:
        """Read the offers, keys waiting, so that none is lost that was typed ahead."""
        self.take_words()
        self.load(hold=True)

    def load(self, hold: bool = False) -> None:
        """Read the offers."""
        ctx, states = self.ctx, tuple(OfferState) if self.every else OPEN
        self.read(lambda: offering.offer_list(ctx, states), lambda found: self.hold(found, *EMPTY), hold=hold)

    def _pay(self, each: OfferSheet) -> str:
        return format_money(each.offer.rate, self.ctx.config.style)

    def about(self, row: OfferSheet) -> Iterable[Sequence[Span]]:
        """Whom it is to, what it offers, and whether that is outside the range, or who was hired."""
        between, offer = f" {frames().between} ", row.offer
        yield [
            (f"{offer.number} for {row.candidate.name}", "line--strong"),
            (f"{between}{row.requisition.number} {row.requisition.title}", ""),
        ]
        pay = f"{self._pay(row)} {offer.basis.value}"
        said = [pay, f"from {offer.first_day}", offer.department, offer.equity, offer.reason]
        yield [(between.join(filter(None, said)), "line--muted")]
        yield self._last_line(row)

    def _last_line(self, each: OfferSheet) -> list[Span]:
        """Whether pay is outside the range, whether there is a letter, and who was hired."""
        offer, letter = each.offer, ""
        beyond = outside(offer.rate, offer.basis, each.requisition)
        if each.letter:
            letter = f"Letter of {each.letter} on file."
        elif offer.state in GOING:
            letter = "No letter yet; L makes it."
        hired = f"Hired as {offer.person}." if offer.person else ""
        spans = [(beyond, "line--warn"), (letter, "line--muted"), (hired, "line--good")]
        return [(f"{said} ", style) for said, style in spans if said]

    def at(self) -> OfferSheet | None:
        """The offer under the cursor; says so where there is none."""
        each = super().at()
        if each is None:
            self.say("There is no offer under the cursor.")
        return each

    def on_virtual_table_opened(self, event: VirtualTable.Opened) -> None:
        """Open the candidate."""
        each = self.held.get(event.row_id)
        if each is not None:
            self.shell.go(f"candidate {each.candidate.number}")

    # -- keys

    def do_every(self) -> None:
        """Show those that are over too, or those under way again."""
        self.every = not self.every
        self.begin()

    def do_make(self) -> None:
        """Make a new version of the offer under the cursor."""
        from screens.recruiting.offerforms import ask_offer

        each = self.at()
        if each is not None:
            ask_offer(self, each.application, each.requisition, each.candidate, each.offer)

    def do_request(self) -> None:
        """Ask for its approval."""
        self._plain(offering.request_offer)

    def do_approve(self) -> None:
        """Approve it."""
        self._answer(refuse=False)

    def do_refuse(self) -> None:
        """Refuse it."""
        self._answer(refuse=True)

    def _answer(self, *, refuse: bool) -> None:
        from screens.recruiting.offerforms import ask_answer

        each = self.at()
        if each is not None:
            ask_answer(self, each.offer, refuse=refuse)

    def do_letter(self) -> None:
        """Make its letter and file it with the candidate's documents."""
        from hrtui.recruiting import lettering

        self._plain(lettering.file_letter)

    def do_send(self) -> None:
        """Record that it went out; without a letter after asking."""
        each = self.at()
        if each is None:
            return
        if each.letter or each.offer.state not in GOING:
            self._plain(offering.send_offer)
            return

        def sure(yes: bool | None) -> None:
            if yes:
                self._plain(offering.send_offer)

        details = ["No letter of it is on file; L makes one.", "No leaves it as it is."]
        question = f"Record that offer {each.offer.number} went out without a letter?"
        self.app.push_screen(Confirm(question, details, title="Sent"), sure)

    def do_accept(self) -> None:
        """Record that it was accepted, after its number was typed: that hires."""
        each, ctx = self.at(), self.ctx
        if each is None:
            return
        offer = each.offer
        expected = offer.stamp.command if offer.stamp else None
        details = [
            f"{each.candidate.name} is hired as {offer.title} from {offer.first_day}, as the offer says.",
            "u takes it back, the hire after it.",
        ]

        def sure(yes: bool | None) -> None:
            if yes:
                self.work_on(lambda: offering.accept_offer(ctx, offer.number, expected=expected), self.tell_done)

        self.app.push_screen(
            Confirm(f"Offer {offer.number} was accepted?", details, word=offer.number, title="Accepted"), sure
        )

    def do_decline(self) -> None:
        """Record that it was rejected."""
        from screens.recruiting.offerforms import ask_declining

        each = self.at()
        if each is not None:
            ask_declining(self, each.offer)

    def do_expire(self) -> None:
        """Record that it expired."""
        each, ctx = self.at(), self.ctx
        if each is not None:
            number = each.offer.number
            self.work_on(lambda: offering.decline_offer(ctx, number, expired=True), self.tell_done)

    def _plain(self, act: Callable[..., Worked]) -> None:
        each, ctx = self.at(), self.ctx
        if each is not None:
            number, expected = each.offer.number, each.offer.stamp.command if each.offer.stamp else None
            self.work_on(lambda: act(ctx, number, expected=expected), self.tell_done)


def _compa(each: OfferSheet) -> object:
    ratio = compa_ratio(each.offer.rate, each.offer.basis, each.requisition)
    return "" if ratio is None else ratio


def _range_tone(each: OfferSheet) -> Tone:
    return Tone.WARN if outside(each.offer.rate, each.offer.basis, each.requisition) else Tone.PLAIN


def _tone(each: OfferSheet) -> Tone:
    state = each.offer.state
    if state is OfferState.ACCEPTED:
        return Tone.GOOD
    return Tone.WARN if state in (OfferState.REQUESTED, OfferState.SENT) else Tone.MUTED
