"""What may be done with a message to a candidate: change it, send it, write it to a file, say how it went, drop it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from hrtui.people.model import Done
from hrtui.recruiting import messaging
from hrtui.recruiting.gathering import Worked
from hrtui.recruiting.messages import LONGEST, Message, MessageState, check_message_move
from hrtui.text import listed
from screens.base import HrScreen
from screens.drafting import draft_of
from screens.saving import Filled, Saving, Values, open_saving
from screens.verbs import waited
from screens.widgets.confirm import Confirm
from screens.widgets.fields import Field, LinesField, TextField
from screens.widgets.paths import ask_path

FORM = "recruiting.work.message"


class MessageActs(HrScreen):
    """A screen on which a message is chosen."""

    def at(self) -> Message | None:
        """The message that is meant; says so where there is none."""
        raise NotImplementedError

    def do_edit(self) -> None:
        """Change whom it goes to, its subject and its text; what others write meanwhile is shown before anything is saved."""
        each, ctx = self.at(), self.ctx
        if each is None:
            return
        number = each.number
        draft = draft_of(self, FORM, number)

        def filled() -> Filled:
            held = messaging.message_of(ctx, number)
            check_message_move(held, MessageState.DRAFT)

            def use(values: Values, expected: int | None) -> Done:
                return messaging.change_message(ctx, number, **_written(held, values), expected=expected)

            return Filled(_fields(held), use)

        def newest() -> int:
            stamp = messaging.message_of(ctx, number).stamp
            return stamp.command if stamp is not None else 0

        def read() -> Filled:
            draft.read()
            draft.stands_on = newest()
            return filled()

        def show(found: Filled) -> None:
            open_saving(Saving(self, found, draft, filled, "this message", newest), f"Change message {number}")

        self.work_on(read, show, hold=True)

    def do_send(self) -> None:
        """Send the message, after its number was typed."""
        each, ctx = self.at(), self.ctx
        if each is None:
            return

        def sure(yes: bool | None) -> None:
            if yes:
                self.work_on(lambda: messaging.send_message(ctx, each.number), self.tell_sent, self._went_wrong)

        beside = f", with {listed([one.name for one in each.attachments], 'and')}" if each.attachments else ""
        details = [f"“{each.subject}” goes to {each.recipient}{beside}.", "What left cannot be taken back."]
        self.app.push_screen(Confirm(f"Send message {each.number}?", details, word=each.number, title="Send"), sure)

    def tell_sent(self, done: Worked) -> None:
        """Say that it went out, and show the list anew."""
        self.shell.changed()
        self.begin()
        self.say(done.sentence)

    def _went_wrong(self, error: Exception) -> None:
        self.shell.changed()
        self.begin()
        self.say(error, error=True)

    def do_file(self) -> None:
        """Write it to a file that mail programs open as a draft."""
        each, ctx = self.at(), self.ctx
        if each is None:
            return

        def write(path: Path) -> object:
            return waited(self, lambda: made.append(messaging.write_eml(ctx, each.number, path)))

        def done(values: object) -> None:
            if values is not None and made:
                self.say(f"Message {each.number} is in {made[-1]}; T says that your mailbox sent it.")

        made: list[Path] = []
        self.app.push_screen(ask_path(f"Write message {each.number}", f"{each.number}.eml", write), done)

    def do_settle(self) -> None:
        """Say that it was sent."""
        self._plain(lambda ctx, number: messaging.settle_message(ctx, number, sent=True))

    def do_failed(self) -> None:
        """Say that it did not go out."""
        self._plain(lambda ctx, number: messaging.settle_message(ctx, number, sent=False))

    def do_drop(self) -> None:
        """Give it up."""
        self._plain(messaging.drop_message)

    def _plain(self, act: Callable[..., Worked]) -> None:
        each, ctx = self.at(), self.ctx
        if each is not None:
            self.work_on(lambda: act(ctx, each.number), self.tell_done)

    def do_candidate(self) -> None:
        """Open the candidate it goes to."""
        each = self.at()
        if each is not None:
            self.shell.go(f"candidate {each.candidate}")


def _fields(held: Message) -> Sequence[Field]:
    return (
        TextField(key="recipient", label="To", initial=held.recipient, required=True),
        TextField(key="subject", label="Subject", initial=held.subject, required=True),
        LinesField(key="body", label="Text", initial=held.body, limit=LONGEST, required=True),
    )


def _written(held: Message, values: Values) -> dict[str, str]:
    """Of what is in the form, what differs from the message."""
    given = {key: str(values.get(key) or "") for key in ("recipient", "subject", "body")}
    return {key: text for key, text in given.items() if text != getattr(held, key)}


def about_interviews(numbers: Sequence[str]) -> str:
    """Which interviews a message is about, and that their calendar files go with it."""
    if len(numbers) == 1:
        return f"the calendar file of {numbers[0]}"
    return f"{len(numbers)} calendar files, of {', '.join(numbers)}"
