"""The board of a requisition: its stages side by side, cards that move by key, and where they stand as a funnel above."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial

from textual.timer import Timer
from textual.widget import Widget

from hrtui.errors import HrError
from hrtui.people.model import Done
from hrtui.recruiting import service
from hrtui.recruiting.figures import Figures
from hrtui.recruiting.model import ApplicationState, Board, Card, Owes
from hrtui.recruiting.rules import SPOKEN, moved_on
from hrtui.text import fold
from screens.base import HrScreen
from screens.frames import frames
from screens.recruiting.faces import face_of, reached, told
from screens.text import Tone
from screens.widgets.board import BoardView, Face, Lane
from screens.widgets.detail import Block
from screens.widgets.filter import FilterLine
from screens.widgets.lines import Line

HINT = "type / to filter every stage: a name, an owner, an action"
EMPTY, NO_MATCH = "Nobody is on this board; a enters a candidate.", "No card matches; esc shows all."
LINES = 2
MOMENT = 0.4
"""Seconds after which the funnel is worked out anew."""


class BoardScreen(HrScreen):
    """`board REQUISITION`: cards in their stage, those longest in it first. A card that moves takes the cursor with it."""

    NAME = "board"

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        self.line, self.funnel = Line(), Line(tone=Tone.MUTED)
        self.view = BoardView(self._face, moved=self._show_detail, empty="Reading", id="board")
        self.filter_line = FilterLine(self._filtered, self.view, hint=HINT)
        self.detail = Block([[] for _ in range(LINES)])
        self.board: Board | None = None
        self.cards: dict[int, Card] = {}
        self.ended = self.late = False
        self._keep: int | None = None
        self._texts: dict[int, str] = {}
        self._columns: dict[str, tuple[Sequence[Card], array[int]]] = {}
        self._counting: Timer | None = None
        self._late: set[int] = set()
        self._active = self._owed = 0
        self._made = ""

    def body(self) -> Iterable[Widget]:
        """The funnel, the filter, the board, and all of the card under the cursor."""
        yield self.line
        yield self.funnel
        yield self.filter_line
        yield self.view
        yield self.detail

    def on_mount(self) -> None:
        """Begin on the board, which stays where it is when a move is told."""
        self.message.keep_room()
        self.view.focus()

    def begin(self) -> None:
        """Read the board, keys waiting, so that none is lost that was typed ahead."""
        self._read(hold=True)

    def reload(self) -> None:
        """Read anew, keys waiting, so that none meets what was before."""
        self._read(hold=True)

    def _read(self, hold: bool = False) -> None:
        ctx, number, ended = self.ctx, self.argument, self.ended
        self.work_on(lambda: service.board(ctx, number, ended=ended), self._show, hold=hold)

    def _show(self, found: Board) -> None:
        self.board = found
        self.cards = {card.application.id: card for cards in found.columns for card in cards}
        self._texts = {}
        self._late = {id_ for id_, card in self.cards.items() if card.late}
        self._active = sum(card.application.state is ApplicationState.ACTIVE for card in self.cards.values())
        if self.ctx.lens is not None:
            self._owed = sum(card.application.owes is Owes.OWED for card in self.cards.values())
        made, self._made = self._made, ""
        self._keep = next((id_ for id_, card in self.cards.items() if card.candidate == made), self._keep)
        self._lay_out(None)
        wanted = found.requisition
        self.show_heading("" if wanted.state.value == "open" else SPOKEN[wanted.state])
        self._show_line()
        self._count()

    def _count(self) -> None:
        """Work the funnel out anew once no key was pressed for a moment, so that none waits for it."""
        if self._counting is not None:
            self._counting.stop()
        self._counting = self.set_timer(MOMENT, self._count_now)

    def _count_now(self) -> None:
        self._counting = None
        ctx, number = self.ctx, self.argument
        self.work_on(lambda: service.requisition_figures(ctx, number), self._show_figures)

    def _show_figures(self, found: Figures) -> None:
        long, short = reached(found)
        self.funnel.update(long, Tone.MUTED, [short])
        if self.ctx.lens is None and found.owed != self._owed:
            self._owed = found.owed
            self._show_line()

    def _show_line(self) -> None:
        if self.board is None:
            return
        wanted, late, owed = self.board.requisition, len(self._late), self._owed
        between = f" {frames().between} "
        parts = [f"{wanted.number} {wanted.title}", f"{wanted.openings} open", f"{self._active:,} active"]
        parts += [f"{late:,} late"] if late else []
        parts += [f"{owed:,} owed a message"] if owed else []
        short = [each.replace(" owed a message", " owed") for each in parts]
        shorter = [between.join(short), between.join([wanted.number, *short[1:]])]
        self.line.update(between.join(parts), Tone.WARN if late else Tone.PLAIN, shorter)

    def _lay_out(self, fresh: Collection[int] | None = ()) -> None:
        """Show the cards that the filter leaves, lane by lane; `fresh` ones look otherwise than before, None for all."""
        if self.board is None:
            return
        words = fold(self.filter_line.text).split()
        if words and not self._texts:
            self._texts = {id_: fold(card.searched) for id_, card in self.cards.items()}
        lanes = []
        for stage, cards in zip(self.board.requisition.stages, self.board.columns, strict=True):
            ids = self._ids(stage.name, cards)
            if words or self.late:
                ids = array("q", [card.application.id for card in cards if self._wanted(card, words)])
            late = len(self._late.intersection(ids))
            lanes.append(Lane(stage.name, ids, f"({late:,} late)" if late else ""))
        keep, self._keep = self._keep if self._keep is not None else self.view.current, None
        self.view.empty = NO_MATCH if self.cards else EMPTY
        self.view.set_lanes(lanes, keep, fresh)
        self._note()

    def _ids(self, stage: str, cards: Sequence[Card]) -> array[int]:
        """The ids of the cards of a stage, put together where they are not those of last time."""
        held = self._columns.get(stage)
        if held is None or held[0] is not cards:
            held = self._columns[stage] = (cards, array("q", [card.application.id for card in cards]))
        return held[1]

    def _wanted(self, card: Card, words: Sequence[str]) -> bool:
        if words:
            text = self._texts[card.application.id]
            if not all(word in text for word in words):
                return False
        return not self.late or card.application.id in self._late

    def _note(self) -> None:
        marked = f", {len(self.view.marks):,} marked" if self.view.marks else ""
        self.filter_line.show_note(f"{self.view.count:,} of {len(self.cards):,}{' late' if self.late else ''}{marked}")

    def _filtered(self, _text: str) -> None:
        if self.shell.opened is not None:
            self._lay_out()
            self.view.leave_empty()

    def _face(self, card_id: int) -> Face:
        return face_of(self.cards[card_id])

    def _show_detail(self, current: int | None) -> None:
        card = self.cards.get(current or 0)
        lines = told(card) if card is not None else []
        self.detail.show([*lines, *([] for _ in range(LINES))][:LINES])

    # -- what happens

    def on_board_view_opened(self, event: BoardView.Opened) -> None:
        """Open the candidate."""
        card = self.cards.get(event.card)
        if card is not None:
            self.shell.go(f"candidate {card.candidate}")

    def on_board_view_marked(self) -> None:
        """Say how many are marked."""
        self._note()

    def on_filter_line_left(self) -> None:
        """Back onto the board."""
        self.view.focus()

    def meant(self) -> list[Card]:
        """The marked cards, else the one under the cursor; says so where there is none."""
        found = [self.cards[id_] for id_ in self.view.marked()]
        if not found:
            self.say("There is no card under the cursor.")
        return found

    def tell_done(self, done: Done) -> None:
        """Show what was done, the cursor on the card it was done to, or who was entered; marks are done with."""
        self._keep = self.view.current
        self._made = done.numbers[0] if isinstance(done, service.Worked) and done.numbers else ""
        self.view.marks.clear()
        super().tell_done(done)

    # -- keys

    def do_back(self) -> bool:
        """Take marks off, then show all again."""
        if self.view.marks:
            self.view.set_marks(())
        elif self.filter_line.text:
            self.filter_line.set_text("")
        elif self.late:
            self.do_late()
        else:
            return False
        return True

    def do_filter(self) -> None:
        """Type what is looked for."""
        self.filter_line.begin()

    def do_late(self) -> None:
        """Show the late ones only, or all again."""
        self.late = not self.late
        self._lay_out()
        self.view.leave_empty()

    def do_ended(self) -> None:
        """Show those that are over too, or the active ones again."""
        self.ended = not self.ended
        self._keep = self.view.current
        self.begin()

    def do_forward(self) -> None:
        """Move to the next stage."""
        self._shift(1)

    def do_backward(self) -> None:
        """Move to the stage before."""
        self._shift(-1)

    def _shift(self, by: int) -> None:
        cards = self.meant()
        if not cards or self.board is None:
            return
        stages = self.board.requisition.stages
        places = {self.board.requisition.place(card.application.stage) for card in cards}
        if len(places) > 1:
            self.say("The marked cards are in several stages; m moves them to one.", error=True)
            return
        to = places.pop() + by
        if not 0 <= to < len(stages):
            self.say(f"There is no stage {'after' if by > 0 else 'before'} {cards[0].application.stage}.")
            return
        self._move(cards, stages[to].name)

    def do_move(self) -> None:
        """Choose the stage."""
        from screens.recruiting.boardforms import ask_stage

        cards = self.meant()
        if cards and self.board is not None:
            ask_stage(self, self.board.requisition, cards, lambda stage: self._move(cards, stage) if stage else None)

    def _move(self, cards: Sequence[Card], stage: str) -> None:
        from screens.recruiting.boardforms import expected, numbers

        ctx = self.ctx
        self.work_on(
            lambda: service.move(ctx, numbers(cards), stage, expected=expected(cards)),
            partial(self._moved, cards),
            self._refused,
            hold=True,
        )

    def _moved(self, cards: Sequence[Card], done: service.Worked) -> None:
        """Put the cards where they are now, without reading the others anew."""
        if self.board is None:
            return
        moved = {each.id: each for each in done.applications}
        self.board, fresh = moved_on(self.board, cards, moved)
        self.cards |= {card.application.id: card for card in fresh}
        self._late -= moved.keys()
        self._keep = cards[0].application.id
        self.view.marks.clear()
        self._lay_out(moved)
        self._show_line()
        self._count()
        self.shell.changed(shown=True)
        self.say(f"{done.sentence} u undoes it.")

    def _refused(self, error: HrError) -> None:
        self.say(error, error=True)
        self.begin()

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
        from screens.recruiting.boardforms import expected, numbers

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
        from screens.recruiting.boardforms import numbers
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
        self.work_on(lambda: service.requisition_list(ctx), lambda found: ask_requisition(self, found))
