"""What is done to the cards of a board, and from it: each asks what it needs in a form, or opens what is wanted."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from hrtui.recruiting import service
from hrtui.recruiting.deck import Board, expected, numbers
from hrtui.recruiting.model import ApplicationState, Card
from screens.base import HrScreen
from screens.widgets.board import BoardView
from screens.widgets.filter import FilterLine

if TYPE_CHECKING:
    Base = HrScreen
else:
    Base = object


class BoardActs(Base):
    """Mixin of the screen of a board, which gives the board, what shows it and which cards are meant."""

    board: Board | None
    view: BoardView
    filter_line: FilterLine

    def meant(self) -> list[Card]:
        """The marked cards, else the one under the cursor; says so where there is none."""
        raise NotImplementedError

    def do_reject(self) -> None:
        """Reject for a reason."""
        self._end(ApplicationState.REJECTED)

    def do_withdraw(self) -> None:
        """Record that they withdrew."""
        self._end(ApplicationState.WITHDRAWN)

    def _end(self, to: ApplicationState) -> None:
        from screens.recruiting.boardforms import ask_ending

        cards = self.meant()
        if cards:
            ask_ending(self, cards, to)

    def do_reopen(self) -> None:
        """Take up again."""
        self._plain(service.reopen)

    def do_waive(self) -> None:
        """Owe no message."""
        self._plain(service.waive_message)

    def _plain(self, act: Callable[..., service.Worked]) -> None:
        cards, ctx = self.meant(), self.ctx
        if cards:
            self.work_on(lambda: act(ctx, numbers(cards), expected=expected(cards)), self.tell_done)

    def do_plan(self) -> None:
        """Say what comes next."""
        from screens.recruiting.boardforms import ask_planning

        cards = self.meant()
        if cards:
            ask_planning(self, cards)

    def do_scores(self) -> None:
        """The scorecards of the card under the cursor."""
        cards = self.meant()
        if cards:
            self.shell.go(f"scores {cards[0].application.number}")

    def _alone(self, what: str) -> Card | None:
        """The card under the cursor, or the one that is marked; says so where there are several."""
        cards = self.meant()
        if len(cards) > 1:
            self.say(f"{what} one at a time; esc takes the marks off.", error=True)
        return cards[0] if len(cards) == 1 else None

    def do_offer(self) -> None:
        """Make an offer to the card under the cursor."""
        from screens.recruiting.moreforms import ask_offering

        card = self._alone("An offer is made to")
        if card is not None:
            ask_offering(self, card.application.number)

    def do_interview(self) -> None:
        """Find slots for an interview with the card under the cursor."""
        from screens.interviews.forms import ask_slots

        card = self._alone("An interview is with")
        if card is not None:
            ask_slots(self, card.application.number, card.name)

    def do_write(self) -> None:
        """Write a message to the marked ones, or the one under the cursor."""
        from screens.recruiting.moreforms import ask_writing

        cards = self.meant()
        if cards:
            ask_writing(self, numbers(cards))

    def do_export(self) -> None:
        """Write the applications shown, or the marked ones, to a file."""
        from screens.recruiting.boardforms import ask_exporting

        if self.board is not None:
            shown = [id_ for lane in self.view.lanes for id_ in lane.ids]
            ask_exporting(self, self.argument, self.view.marked(), shown, self.filter_line.text)

    def do_import(self) -> None:
        """Take candidates in from a file."""
        from screens.recruiting.takingforms import ask_taking

        ask_taking(self, self.argument)

    def do_add(self) -> None:
        """Enter a candidate who applies."""
        from screens.recruiting.boardforms import ask_entering

        if self.board is not None:
            ask_entering(self, self.board.requisition)

    def do_edit(self) -> None:
        """Change the requisition."""
        from screens.recruiting.requisitionforms import ask_changing

        if self.board is not None:
            ask_changing(self, self.board.requisition)

    def do_candidates(self) -> None:
        """Show everyone who may be hired."""
        self.shell.go("candidates")

    def do_switch(self) -> None:
        """Choose another requisition."""
        from screens.recruiting.boardforms import ask_requisition

        ctx = self.ctx
        self.work_on(lambda: service.requisition_list(ctx), lambda found: ask_requisition(self, found), hold=True)
