"""Undoing the last change, after saying which one it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.base import HrScreen
from screens.widgets.confirm import Confirm

if TYPE_CHECKING:
    from hrtui.audit.model import CommandEntry
    from hrtui.people.model import Done


def ask_undo(screen: HrScreen) -> None:
    """Ask whether the actor's last change is to be undone, and undo it."""
    from hrtui.audit import service
    from hrtui.audit.rules import spoken

    ctx = screen.ctx

    def ask(command: CommandEntry | None) -> None:
        if command is None:
            screen.say("There is nothing of yours to undo.")
            return
        about = f" of {command.subject}" if command.subject else ""
        question = f"Undo the {spoken(command.action)}{about}, entered on {command.at:%Y-%m-%d}?"
        details = ["Nothing is deleted: what it replaced is entered again, and both stay in the trail."]

        def answered(sure: bool | None) -> None:
            if sure:
                screen.work_on(lambda: service.undo(ctx, command.id), done, hold=True)

        screen.app.push_screen(Confirm(question, details, title="Undo"), answered)

    def done(undone: Done) -> None:
        screen.shell.changed()
        screen.say(undone.sentence)

    screen.work_on(lambda: service.last(ctx), ask, hold=True)
