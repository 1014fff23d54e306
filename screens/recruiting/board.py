"""The board of a requisition: its stages side by side, cards that move by key, and where they stand as a funnel above."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from textual.timer import Timer
from textual.widget import Widget

from hrtui.context import Context
from hrtui.errors import HrError
from hrtui.people.model import Done
from hrtui.recruiting import service
from hrtui.recruiting.deck import Board, expected, numbers
from hrtui.recruiting.figures import Figures
from hrtui.recruiting.model import Application, Card
from hrtui.recruiting.playbook import Stage
from hrtui.recruiting.rules import SPOKEN, moved_on, surely_moves
from hrtui.text import fold
from screens.base import HrScreen
from screens.frames import frames
from screens.recruiting.boardacts import BoardActs
from screens.recruiting.faces import face_of, reached, told
from screens.text import Tone
from screens.widgets.board import BoardView, Face, Lane
from screens.widgets.detail import Block
from screens.widgets.filter import FilterLine
from screens.widgets.lines import Line

HINT = "type / to filter every stage: a name, an owner, an action"
EMPTY, NO_MATCH = (
    "Nobody is on this board; a enters a candidate, I takes them from a file.",
    "No card matches; esc shows all.",
)
LINES = 2
MOMENT = 0.4
"""Seconds after which the funnel is worked out anew."""
AHEAD = 100
"""As many cards are painted before they are stored; more would take longer than a frame."""


class BoardScreen(BoardActs, HrScreen):
    """`board REQUISITION [CANDIDATE]`: cards in their stage, those longest in it first, the cursor on the candidate's. A card that
    moves takes the cursor with it."""

    NAME = "board"

    def __init__(self, argument: str = "") -> None:
        number, _, candidate = argument.partition(" ")
        super().__init__(number)
        self.line, self.funnel = Line(), Line(tone=Tone.MUTED)
        self.view = BoardView(self._face, moved=self._show_detail, empty="Reading", id="board")
        self.filter_line = FilterLine(self._filtered, self.view, hint=HINT)
        self.detail = Block([[] for _ in range(LINES)])
        self.board: Board | None = None
        self.ended = self.late = False
        self._keep: int | None = None
        self._counting: Timer | None = None
        self._owed = 0
        self._sought = bool(candidate)
        self._made = candidate.strip().upper()

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
        if self.ctx.lens is not None:
            self._owed = found.owed
        made = found.deck.of(self._made) if self._made else None
        if made is None and self._sought and not self.ended:
            self.ended = True
            self.begin()
            return
        self._keep, self._made, self._sought = made or self._keep, "", False
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
        ctx, number, board = self.ctx, self.argument, self.board
        if board is not None:
            self.work_on(lambda: _figures(ctx, number, board), self._show_figures)

    def _show_figures(self, found: Figures) -> None:
        long, short = reached(found)
        self.funnel.update(long, Tone.MUTED, [short])
        if self.ctx.lens is None and found.owed != self._owed:
            self._owed = found.owed
            self._show_line()

    def _show_line(self) -> None:
        if self.board is None:
            return
        wanted, late, owed = self.board.requisition, len(self.board.late), self._owed
        between = f" {frames().between} "
        parts = [f"{wanted.number} {wanted.title}", f"{wanted.openings} open", f"{self.board.active:,} active"]
        parts += [f"{late:,} late"] if late else []
        parts += [f"{owed:,} owed a message"] if owed else []
        short = [each.replace(" owed a message", " owed") for each in parts]
        shorter = [between.join(short), between.join([wanted.number, *short[1:]])]
        self.line.update(between.join(parts), Tone.WARN if late else Tone.PLAIN, shorter)

    def _lay_out(self, fresh: Collection[int] | None = ()) -> None:
        """Show the cards that the filter leaves, lane by lane; `fresh` ones look otherwise than before, None for all."""
        board = self.board
        if board is None:
            return
        words, lanes = fold(self.filter_line.text).split(), []
        for stage, ids in zip(board.requisition.stages, board.ids, strict=True):
            if words:
                ids = board.deck.found(ids, words)
            if self.late:
                ids = array("q", [id_ for id_ in ids if id_ in board.late])
            late = len(board.late.intersection(ids))
            lanes.append(Lane(stage.name, ids, f"({late:,} late)" if late else ""))
        keep, self._keep = self._keep if self._keep is not None else self.view.current, None
        self.view.empty = NO_MATCH if board.count else EMPTY
        self.view.set_lanes(lanes, keep, fresh)
        self._note()

    def _note(self) -> None:
        marked = f", {len(self.view.marks):,} marked" if self.view.marks else ""
        count = self.board.count if self.board is not None else 0
        self.filter_line.show_note(f"{self.view.count:,} of {count:,}{' late' if self.late else ''}{marked}")

    def _filtered(self, _text: str) -> None:
        if self.shell.opened is not None:
            self._lay_out()
            self.view.leave_empty()

    def _card(self, card_id: int | None) -> Card | None:
        deck = self.board.deck if self.board is not None else None
        return deck[card_id] if deck is not None and card_id is not None and card_id in deck else None

    def _face(self, card_id: int) -> Face:
        card = self._card(card_id)
        return Face("") if card is None else face_of(card)

    def _show_detail(self, current: int | None) -> None:
        card = self._card(current)
        lines = told(card) if card is not None else []
        self.detail.show([*lines, *([] for _ in range(LINES))][:LINES])

    # -- what happens

    def on_board_view_opened(self, event: BoardView.Opened) -> None:
        """Open the candidate."""
        card = self._card(event.card)
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
        found = [card for id_ in self.view.marked() if (card := self._card(id_)) is not None]
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
        self._move(cards, stages[to])

    def do_move(self) -> None:
        """Choose the stage."""
        from screens.recruiting.boardforms import ask_stage

        cards = self.meant()
        if cards and self.board is not None:
            ask_stage(self, self.board.requisition, cards, partial(self._move, cards))

    def _move(self, cards: Sequence[Card], to: Stage | None) -> None:
        """Move cards: what surely may move is painted at once and written behind; nothing is said of it before it is stored, and no
        key is taken, leaving included."""
        ctx, board = self.ctx, self.board
        if to is None or board is None:
            return
        ahead = len(cards) <= AHEAD and surely_moves(board.requisition, cards, to)
        if ahead:
            today = ctx.clock.today()
            moving = {
                each.id: replace(each, stage=to.name, since=today) for each in (card.application for card in cards)
            }
            self._put(cards, moving)
        self.work_on(
            lambda: service.move(ctx, numbers(cards), to.name, expected=expected(cards)),
            partial(self._moved, cards, ahead),
            partial(self._not_moved, board, cards),
            hold=True,
            behind=ahead,
        )

    def _put(self, cards: Sequence[Card], moved: Mapping[int, Application], shown: bool = False) -> None:
        """Put cards where their applications are now, without reading the others anew; where they are `shown` there, only keep it."""
        if self.board is None:
            return
        self.board, _ = moved_on(self.board, cards, moved)
        if not shown:
            self._keep = cards[0].application.id
            self.view.marks.clear()
            self._lay_out(moved)
            self._show_line()

    def _moved(self, cards: Sequence[Card], ahead: bool, done: service.Worked) -> None:
        """Say what was stored."""
        self._put(cards, {each.id: each for each in done.applications}, shown=ahead)
        self._count()
        self.shell.changed(shown=True)
        self.say(f"{done.sentence} u undoes it.")

    def _not_moved(self, before: Board, cards: Sequence[Card], error: HrError) -> None:
        """Put the cards back where they were, say why, and read what there is."""
        before.deck.put(cards)
        self.board, self._keep = before, cards[0].application.id
        self._lay_out([card.application.id for card in cards])
        self._show_line()
        self.say(error, error=True)
        self.begin()


def _figures(ctx: Context, number: str, board: Board) -> Figures:
    """The figures of a requisition; on the way what words find the cards by, so that no letter waits for it."""
    board.deck.prepare()
    return service.requisition_figures(ctx, number)
