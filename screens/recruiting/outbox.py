"""The outbox: messages to candidates that are not out yet, and who is owed one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.widget import Widget

from hrtui.recruiting import messaging, sending
from hrtui.recruiting.messages import SPOKEN, Message, MessageState
from hrtui.recruiting.messaging import UNDER_WAY
from hrtui.text import counted
from screens.listing import HeldList
from screens.recruiting.messageacts import MessageActs, about_interviews
from screens.text import Tone, wrapped
from screens.widgets.columns import Column
from screens.widgets.confirm import Confirm
from screens.widgets.lines import Line, Span
from screens.widgets.table import VirtualTable

NAMED = 4
EMPTY = ("The outbox is empty.", "W writes to everyone who is owed a message; v shows what went out.")


class OutboxScreen(HeldList[Message], MessageActs):
    """`outbox [WORDS]`: drafts, what failed, and what was not heard of, newest first."""

    NAME = "outbox"
    HINT = "type / to filter: an address, a subject"
    LINES = 8
    WATCHES = "recruiting"
    NO_MATCH = ("No message matches.", "Esc shows all.")

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        self.line = Line()
        self.owed: list[str] = []
        self.every = False

    def columns(self) -> Iterable[Column[Message]]:
        """Whom it goes to, what about, and how it stands."""
        return (
            Column("number", "Message", 9),
            Column("recipient", "To", 24, grow=2),
            Column("subject", "Subject", 24, grow=3),
            Column("state", "State", 12, text=lambda each: SPOKEN[each.state], tone=_tone),
            Column("candidate", "Candidate", 9, 2),
            Column("template", "Template", 10, 3),
        )

    def body(self) -> Iterable[Widget]:
        """Who is owed a message, the filter, the list, and the text of the message under the cursor."""
        yield self.line
        yield from super().body()

    def key(self, row: Message, at: int) -> int:
        """A message's id."""
        return row.id

    def found_by(self, row: Message) -> Iterable[object]:
        """Its number, whom it goes to, what about, and the interview."""
        return row.number, row.recipient, row.subject, row.candidate, *row.interviews

    def note(self, shown: int) -> str:
        """How many there are, and of which."""
        return f"{shown:,} {'in all' if self.every else 'not out yet'}"

    def load(self, hold: bool = False) -> None:
        """Read the outbox and who is owed a message."""
        ctx, states = self.ctx, tuple(MessageState) if self.every else UNDER_WAY
        self.read(lambda: (messaging.outbox_list(ctx, states), messaging.owed_messages(ctx)), self._show, hold=hold)

    def _show(self, read: tuple[list[Message], list[str]]) -> None:
        found, self.owed = read
        owed = len(self.owed)
        self.line.update(
            f"{owed:,} {'are' if owed != 1 else 'is'} owed a message that is not written; W writes the drafts."
            if owed
            else "Nobody is owed a message that is not written.",
            Tone.WARN if owed else Tone.MUTED,
        )
        self.hold(found, *EMPTY)
        self.show_heading(f"{owed:,} owed a message" if owed else "")

    def _letter(self, body: str) -> list[str]:
        """The lines of a letter that are not empty, as wide as the screen."""
        room = max(20, self.size.width - 2)
        said = (line for line in body.splitlines() if line.strip())
        return [part for line in said for part in wrapped(line, room, self.LINES)]

    def about(self, row: Message) -> Iterable[Sequence[Span]]:
        """Whom it goes to, what is attached, why it failed, and its text."""
        lines: list[Sequence[Span]] = [[(f"To {row.recipient}: {row.subject}", "line--strong")]]
        if row.interviews:
            lines.append([(f"With {about_interviews(row.interviews)}", "line--muted")])
        if row.attachments:
            lines.append([(f"Attached: {', '.join(one.name for one in row.attachments)}", "line--muted")])
        if row.detail:
            lines.append([(row.detail, "line--warn")])
        lines += [[(part, "")] for part in self._letter(row.body)]
        if len(lines) > self.LINES:
            lines[self.LINES - 1 :] = [[("enter shows all of it.", "line--muted")]]
        return lines

    def at(self) -> Message | None:
        """The message under the cursor; says so where there is none."""
        each = super().at()
        if each is None:
            self.say("There is no message under the cursor.")
        return each

    def on_virtual_table_opened(self, event: VirtualTable.Opened) -> None:
        """Open the message, the others of the list at hand."""
        from screens.recruiting.message import MessageScreen

        each = self.held.get(event.row_id)
        if each is not None:
            numbers = [self.held[id_].number for id_ in self.table.ids]
            self.app.push_screen(MessageScreen(each.number, numbers))

    # -- keys

    def do_every(self) -> None:
        """Show what went out or was dropped too, or what is not out yet again."""
        self.every = not self.every
        self.begin()

    def do_send(self) -> None:
        """Send the message, or the marked ones, after its number or how many they are was typed."""
        marked = [self.held[id_] for id_ in self.table.marked() if id_ in self.held]
        if not marked:
            super().do_send()
            return
        ctx, numbers, word = self.ctx, [each.number for each in marked], f"send {len(marked)}"
        details = [f"{each.number} to {each.recipient}" for each in marked[:NAMED]]
        details += [f"and {len(marked) - NAMED:,} more"] if len(marked) > NAMED else []
        details.append("What left cannot be taken back.")

        def sure(yes: bool | None) -> None:
            if yes:
                self.say(f"Sending {counted(len(numbers), 'message')}.")
                self.work_on(lambda: sending.send_messages(ctx, numbers), self._sent, self._went_wrong, hold=True)

        self.app.push_screen(
            Confirm(f"Send {counted(len(marked), 'message')}?", details, word=word, title="Send"), sure
        )

    def _sent(self, done: sending.Sent) -> None:
        self.table.set_marks(())
        self.shell.changed()
        self.begin()
        self.say(done.sentence, error=bool(done.failed))

    def do_write(self) -> None:
        """Write drafts to everyone who is owed a message."""
        ctx, owed = self.ctx, list(self.owed)
        if not owed:
            self.say("Nobody is owed a message that is not written.")
            return
        self.work_on(lambda: messaging.write_messages(ctx, owed), self.tell_done)


def _tone(each: Message) -> Tone:
    bad = (MessageState.FAILED, MessageState.SENDING)
    return Tone.BAD if each.state in bad else Tone.GOOD if each.state is MessageState.SENT else Tone.MUTED
