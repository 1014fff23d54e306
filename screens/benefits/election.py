"""The election form: what is chosen in an event is entered, finalised, and kept while it is not saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hrtui.benefits import service
from hrtui.benefits.desk import Desk
from hrtui.benefits.events import SPOKEN
from hrtui.benefits.model import UNDER_WAY
from hrtui.errors import Conflict, HrError
from hrtui.people.model import Done
from screens.benefits import choosing
from screens.benefits.deskscreen import DeskScreen
from screens.drafting import Draft, with_draft
from screens.widgets.fields import TextField
from screens.widgets.form import FormScreen

DRAFT = "benefits.elect"


class ElectionScreen(DeskScreen):
    """`elect EVENT`: S enters what is chosen, F finalises; what is not saved is there again when it is opened again."""

    NAME = "elect"

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        self.draft: Draft | None = None
        self.refused: dict[str, str] = {}

    def begin(self) -> None:
        """Read the event, then what was chosen and not saved."""
        ctx, number = self.ctx, self.argument.strip()
        self.work_on(lambda: service.desk(ctx, number), self._loaded, hold=True)

    def _loaded(self, desk: Desk) -> None:
        self.opened = desk.choices
        self.show_heading(SPOKEN[desk.event.state])
        if self.refused and desk.event.state in UNDER_WAY:
            desk, self.refused = replace(desk, choices=choosing.resumed(self.refused, desk)), {}
        self.show_desk(desk)
        if desk.event.state in UNDER_WAY:
            with_draft(self, DRAFT, desk.event.number, self._with_draft)

    def _with_draft(self, draft: Draft) -> None:
        self.draft = draft
        if not draft.typed or self.desk is None:
            return
        after = replace(self.desk, choices=choosing.resumed(draft.typed, self.desk))
        if set(after.choices) != set(self.opened):  # else it was saved just now
            self.show_desk(after)
            if not self.message.is_error or not self.message.text:  # else it says who saved something else meanwhile
                self.say("Chosen last time and not saved: S saves it, backspace takes a type back.")

    def kept(self) -> None:
        """Keep what is chosen until it is saved."""
        if self.draft is not None and self.desk is not None:
            at = self.at()
            self.draft.take(choosing.written(self.desk.choices, self.opened), at.type.value if at else "")

    def is_changed(self) -> bool:
        """Whether something is chosen that is not saved."""
        return self.desk is not None and set(self.desk.choices) != set(self.opened)

    def do_save(self) -> None:
        """Enter what is chosen; after the window, once it was said why."""
        desk = self.desk
        if desk is None or not self.is_open():
            return
        if not self.is_changed():
            self.say("Nothing is chosen that is not saved.")
        elif self.ctx.clock.today() > desk.event.last_day:
            self._ask_late(desk)
        else:
            self._save(desk, "")

    def _ask_late(self, desk: Desk) -> None:
        def done(values: Mapping[str, object] | None) -> None:
            if values is not None:
                self._save(desk, str(values["late"] or ""))

        field = TextField(key="late", label="Why", required=True, help=f"the window ended on {desk.event.last_day}")
        self.app.push_screen(FormScreen("Elections after the window", [field], lambda _: None), done)

    def _save(self, desk: Desk, late: str) -> None:
        ctx, event = self.ctx, desk.event
        wanted = [each for each in desk.choices if each not in self.opened]
        gone = [each.type for each in self.opened if choosing.chosen(desk, each.type) is None]
        self.work_on(
            lambda: service.elect(ctx, event.number, wanted, take_back=gone, late=late, expected=event.moved_by),
            self._saved,
            self._not_saved,
            hold=True,
        )

    def _not_saved(self, error: HrError) -> None:
        """Say why; where somebody else was faster, what was chosen here is put over what they saved, to be looked at."""
        if isinstance(error, Conflict) and self.desk is not None:
            self.refused = choosing.written(self.desk.choices, self.opened)
            self.shell.changed()
        self.say(error, error=True)

    def _saved(self, done: Done) -> None:
        if self.draft is not None:
            self.draft.forget()
        self.tell_done(done)

    def do_prepare(self) -> None:
        """Work out anew what the event offers; what is chosen stays."""
        ctx, desk = self.ctx, self.desk
        if desk is None or not self.is_open():
            return
        event = desk.event
        self.work_on(lambda: service.prepare(ctx, event.number, expected=event.moved_by), self.tell_done, hold=True)

    def do_finalise(self) -> None:
        """Let the elections count, once what is chosen is saved."""
        from screens.benefits.eventforms import ask_finalising

        if self.desk is None:
            return
        if self.is_changed():
            self.say("What is chosen is not saved yet: S saves it first.")
            return
        ask_finalising(self, self.desk.event, self.desk.member.name)

    def do_close(self) -> None:
        """Close the finalised event."""
        from screens.benefits.eventforms import close

        if self.desk is not None:
            close(self, self.desk.event)

    def do_void(self) -> None:
        """End the event without elections."""
        from screens.benefits.eventforms import ask_voiding

        if self.desk is not None:
            ask_voiding(self, self.desk.event, self.desk.member.name)
