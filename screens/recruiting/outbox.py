"""The outbox: messages to candidates that are not out yet, and who is owed one."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence

from textual.widget import Widget

from hrtui.recruiting import messaging
from hrtui.recruiting.messages import SPOKEN, Message, MessageState
from hrtui.recruiting.messaging import UNDER_WAY
from hrtui.text import fold
from screens.recruiting.messageacts import MessageActs
from screens.text import Tone, wrapped
from screens.widgets.columns import Column
from screens.widgets.detail import Block
from screens.widgets.filter import FilterLine
from screens.widgets.lines import Line, Span
from screens.widgets.table import VirtualTable

EMPTY = ("The outbox is empty.", "W writes to everyone who is owed a message; v shows what went out.")
NO_MATCH = ("No message matches.", "Esc shows all.")
LINES = 8


class OutboxScreen(MessageActs):
    """`outbox [WORDS]`: drafts, what failed, and what was not heard of, newest first."""

    NAME = "outbox"

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        columns: tuple[Column[Message], ...] = (
            Column("number", "Message", 9),
            Column("recipient", "To", 24, grow=2),
            Column("subject", "Subject", 24, grow=3),
            Column("state", "State", 12, text=lambda each: SPOKEN[each.state], tone=_tone),
            Column("candidate", "Candidate", 9, 2),
            Column("template", "Template", 10, 3),
        )
        self.line = Line()
        self.table: VirtualTable[Message] = VirtualTable(
            columns, self._page, empty=("Reading",), moved=self._show_detail, id="outbox"
        )
        self.filter_line = FilterLine(self._filtered, self.table, hint="type / to filter: an address, a subject")
        self.detail = Block([[] for _ in range(LINES)])
        self.found: dict[int, Message] = {}
        self.owed: list[str] = []
        self.every = False

    def body(self) -> Iterable[Widget]:
        """Who is owed a message, the filter, the list, and the text of the message under the cursor."""
        yield self.line
        yield self.filter_line
        yield self.table
        yield self.detail

    def on_mount(self) -> None:
        """Begin in the list."""
        self.table.focus()

    def begin(self) -> None:
        """Read the outbox and who is owed a message."""
        self._read()

    def reload(self) -> None:
        """Read anew, keys waiting, so that none meets what was before."""
        self._read(hold=True)

    def _read(self, hold: bool = False) -> None:
        wanted, self.argument = self.argument, ""
        if wanted:
            self.filter_line.set_text(wanted)
        ctx, states = self.ctx, tuple(MessageState) if self.every else UNDER_WAY
        self.work_on(lambda: (messaging.outbox_list(ctx, states), messaging.owed_messages(ctx)), self._show, hold=hold)

    def _show(self, read: tuple[list[Message], list[str]]) -> None:
        found, self.owed = read
        self.found = {each.id: each for each in found}
        owed = len(self.owed)
        self.line.update(
            f"{owed:,} {'are' if owed != 1 else 'is'} owed a message that is not written; W writes the drafts."
            if owed
            else "Nobody is owed a message that is not written.",
            Tone.WARN if owed else Tone.MUTED,
        )
        self.table.refresh_rows()
        self._narrow()
        self.show_heading(f"{owed:,} owed a message" if owed else "")

    def _filtered(self, _text: str) -> None:
        if self.shell.opened is not None:
            self._narrow()

    def _narrow(self) -> None:
        words = fold(self.filter_line.text).split()
        left = [
            id_
            for id_, each in self.found.items()
            if all(word in fold(f"{each.number} {each.recipient} {each.subject} {each.candidate}") for word in words)
        ]
        self.table.set_empty(*(NO_MATCH if words else EMPTY))
        self.table.set_ids(array("q", left), self.table.current)
        self.filter_line.show_note(f"{len(left):,} {'in all' if self.every else 'not out yet'}")
        self._show_detail(self.table.current)

    def _page(self, ids: Sequence[int]) -> list[Message | None]:
        return [self.found.get(id_) for id_ in ids]

    def _letter(self, body: str) -> list[str]:
        """The lines of a letter that are not empty, as wide as the screen."""
        room = max(20, self.size.width - 2)
        said = (line for line in body.splitlines() if line.strip())
        return [part for line in said for part in wrapped(line, room, LINES)]

    def _show_detail(self, current: int | None) -> None:
        each, lines = self.found.get(current or 0), list[list[Span]]()
        if each is not None:
            lines.append([(f"To {each.recipient}: {each.subject}", "line--strong")])
            if each.attachments:
                lines.append([(f"Attached: {', '.join(one.name for one in each.attachments)}", "line--muted")])
            if each.detail:
                lines.append([(each.detail, "line--warn")])
            lines += [[(part, "")] for part in self._letter(each.body)]
            if len(lines) > LINES:
                lines[LINES - 1 :] = [[("enter shows all of it.", "line--muted")]]
        self.detail.show([*lines, *([] for _ in range(LINES))][:LINES])

    def at(self) -> Message | None:
        """The message under the cursor; says so where there is none."""
        each = self.found.get(self.table.current or 0)
        if each is None:
            self.say("There is no message under the cursor.")
        return each

    def on_virtual_table_opened(self, event: VirtualTable.Opened) -> None:
        """Open the message, the others of the list at hand."""
        from screens.recruiting.message import MessageScreen

        each = self.found.get(event.row_id)
        if each is not None:
            numbers = [self.found[id_].number for id_ in self.table.ids]
            self.app.push_screen(MessageScreen(each.number, numbers))

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
        """Show what went out or was dropped too, or what is not out yet again."""
        self.every = not self.every
        self.begin()

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
