"""The offers: their versions, how far each is, what it pays against the range, and what can be done with it."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence

from textual.widget import Widget

from hrtui.money import format_money
from hrtui.recruiting import offering
from hrtui.recruiting.gathering import Worked
from hrtui.recruiting.letters import GOING
from hrtui.recruiting.offering import OfferSheet
from hrtui.recruiting.offers import LISTED, OPEN, OfferState, compa_ratio, outside
from hrtui.text import fold
from screens.base import HrScreen
from screens.frames import frames
from screens.text import Align, Tone
from screens.widgets.columns import Column
from screens.widgets.confirm import Confirm
from screens.widgets.detail import Block
from screens.widgets.filter import FilterLine
from screens.widgets.lines import Span
from screens.widgets.table import VirtualTable

EMPTY = ("There is no offer under way.", "O on a candidate's page makes one; v shows those that are over.")
NO_MATCH = ("No offer matches.", "Esc shows all.")
LINES = 3


class OffersScreen(HrScreen):
    """`offers [WORDS]`: those under way, newest first."""

    NAME = "offers"

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        columns: tuple[Column[OfferSheet], ...] = (
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
        self.table: VirtualTable[OfferSheet] = VirtualTable(
            columns, self._page, empty=("Reading",), moved=self._show_detail, id="offers"
        )
        self.filter_line = FilterLine(self._filtered, self.table, hint="type / to filter: a name, a title, a number")
        self.detail = Block([[] for _ in range(LINES)])
        self.found: dict[int, OfferSheet] = {}
        self.every = False

    def body(self) -> Iterable[Widget]:
        """The filter, the list, and all of the offer under the cursor."""
        yield self.filter_line
        yield self.table
        yield self.detail

    def on_mount(self) -> None:
        """Begin in the list."""
        self.table.focus()

    def begin(self) -> None:
        """Read the offers."""
        self._read()

    def reload(self) -> None:
        """Read anew, keys waiting, so that none meets what was before."""
        self._read(hold=True)

    def _read(self, hold: bool = False) -> None:
        wanted, self.argument = self.argument, ""
        if wanted:
            self.filter_line.set_text(wanted)
        ctx, states = self.ctx, tuple(OfferState) if self.every else OPEN
        self.work_on(lambda: offering.offer_list(ctx, states), self._show, hold=hold)

    def _show(self, found: list[OfferSheet]) -> None:
        self.found = {each.offer.id: each for each in found}
        self.table.refresh_rows()
        self._narrow()

    def _filtered(self, _text: str) -> None:
        if self.shell.opened is not None:
            self._narrow()

    def _narrow(self) -> None:
        words = fold(self.filter_line.text).split()
        left = [
            id_
            for id_, each in self.found.items()
            if all(word in fold(f"{each.offer.number} {each.candidate.name} {each.offer.title}") for word in words)
        ]
        self.table.set_empty(*(NO_MATCH if words else EMPTY))
        self.table.set_ids(array("q", left), self.table.current)
        self.filter_line.show_note(f"{len(left):,} {'in all' if self.every else 'under way'}")

    def _page(self, ids: Sequence[int]) -> list[OfferSheet | None]:
        return [self.found.get(id_) for id_ in ids]

    def _pay(self, each: OfferSheet) -> str:
        return format_money(each.offer.rate, self.ctx.config.style)

    def _show_detail(self, current: int | None) -> None:
        each, lines = self.found.get(current or 0), list[list[Span]]()
        if each is not None:
            between, offer = f" {frames().between} ", each.offer
            lines.append(
                [
                    (f"{offer.number} for {each.candidate.name}", "line--strong"),
                    (f"{between}{each.requisition.number} {each.requisition.title}", ""),
                ]
            )
            said = [
                f"{self._pay(each)} {offer.basis.value}",
                f"from {offer.first_day}",
                offer.department,
                offer.equity,
                offer.reason,
            ]
            lines.append([(between.join(filter(None, said)), "line--muted")])
            lines.append(self._last_line(each))
        self.detail.show([*lines, *([] for _ in range(LINES))][:LINES])

    def _last_line(self, each: OfferSheet) -> list[Span]:
        """Whether pay is outside the range, whether there is a letter, and who was hired."""
        offer = each.offer
        beyond = outside(offer.rate, offer.basis, each.requisition)
        letter = (
            f"Letter of {each.letter} on file."
            if each.letter
            else "No letter yet; L makes it."
            if offer.state in GOING
            else ""
        )
        hired = f"Hired as {offer.person}." if offer.person else ""
        spans = [(beyond, "line--warn"), (letter, "line--muted"), (hired, "line--good")]
        return [(f"{said} ", style) for said, style in spans if said]

    def at(self) -> OfferSheet | None:
        """The offer under the cursor; says so where there is none."""
        each = self.found.get(self.table.current or 0)
        if each is None:
            self.say("There is no offer under the cursor.")
        return each

    def on_virtual_table_opened(self, event: VirtualTable.Opened) -> None:
        """Open the candidate."""
        each = self.found.get(event.row_id)
        if each is not None:
            self.shell.go(f"candidate {each.candidate.number}")

    def on_filter_line_left(self) -> None:
        """Back into the list."""
        self.table.focus()

    # -- keys

    def do_filter(self) -> None:
        """Type what is looked for."""
        self.filter_line.begin()

    def do_back(self) -> bool:
        """Show all again, where they are filtered."""
        if not self.filter_line.text:
            return False
        self.filter_line.set_text("")
        return True

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
        """Record that it went out."""
        self._plain(offering.send_offer)

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
