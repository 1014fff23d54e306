"""A message to a candidate as it will be read: whom it goes to, how it stands, and all of its text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual import events
from textual.widget import Widget

from hrtui.recruiting import messaging
from hrtui.recruiting.messages import SPOKEN, Message
from screens.frames import frames
from screens.recruiting.messageacts import MessageActs, about_interviews
from screens.text import Tone
from screens.widgets.detail import Block
from screens.widgets.lines import Line, Span
from screens.widgets.page import Page
from screens.widgets.writing import Writing

WIDEST = 86
HEAD = 5


class MessageScreen(MessageActs):
    """`message MSG-00007`; opened from the outbox, `numbers` are those of its list, walked by next and previous."""

    NAME = "message"

    def __init__(self, argument: str = "", numbers: Sequence[str] = ()) -> None:
        super().__init__(argument)
        self.numbers = list(numbers)
        self.head = Block([[] for _ in range(HEAD)])
        self.line = Line()
        self.page = Page()
        self.shown: Message | None = None

    def body(self) -> Iterable[Widget]:
        """Whom it goes to and how it stands, and its text."""
        yield self.head
        yield self.line
        yield self.page

    def on_mount(self) -> None:
        """The text has the keys."""
        self.page.focus()

    def on_resize(self, _event: events.Resize) -> None:
        """Break the text for another width."""
        self._lay_out()

    def begin(self) -> None:
        """Read the message."""
        self._read()

    def reload(self) -> None:
        """Read anew, keys waiting, so that none meets what was before."""
        self._read(hold=True)

    def _read(self, hold: bool = False) -> None:
        ctx, number = self.ctx, self.argument.strip()
        self.work_on(lambda: messaging.message_of(ctx, number), self._show, hold=hold)

    def _show(self, each: Message) -> None:
        if self.shown is None or self.shown.number != each.number:
            self.page.top = 0
        self.shown, self.argument = each, each.number
        stands = f"{each.number}, {SPOKEN[each.state]}"
        place = (
            f"{self.numbers.index(each.number) + 1:,} of {len(self.numbers):,}" if each.number in self.numbers else ""
        )
        attached = [about_interviews(each.interviews)] if each.interviews else []
        attached += [", ".join(one.name for one in each.attachments)] if each.attachments else []
        head: list[list[Span]] = [
            [(stands, "line--strong"), (f" {frames().between} {place}" if place else "", "line--muted")],
            [("To       ", "line--muted"), (each.recipient or "no address", "")],
            [("Subject  ", "line--muted"), (each.subject, "")],
            [("Attached ", "line--muted"), ("; ".join(attached), "")] if attached else [],
            [(each.detail, "line--warn")],
        ]
        self.head.show(head)
        self._lay_out()

    def _lay_out(self) -> None:
        """Break the text to the width, and say how long it is."""
        if self.shown is None or not self.size.width:
            return
        text = self.shown.body
        pieces = Writing(min(WIDEST, self.size.width - 3), 1).pieces(text)
        self.page.show([[(text[piece.start : piece.end], "")] for piece in pieces])
        self.line.update(f"{len(text):,} characters on {len(pieces):,} lines", Tone.MUTED)

    def at(self) -> Message | None:
        """The message; says so until it is read."""
        if self.shown is None:
            self.say("There is no message here.")
        return self.shown

    # -- keys

    def do_next(self) -> None:
        """Show the next message of the list."""
        self._step(1)

    def do_previous(self) -> None:
        """Show the message before."""
        self._step(-1)

    def _step(self, by: int) -> None:
        if self.argument not in self.numbers:
            self.say("It was opened alone; enter in the outbox opens one with the others of the list.")
            return
        to = self.numbers.index(self.argument) + by
        if 0 <= to < len(self.numbers):
            self.argument = self.numbers[to]
            self._read(hold=True)
        else:
            self.say("It is the last of the list." if by > 0 else "It is the first of the list.")
