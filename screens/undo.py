"""Undoing the last change, after saying which one it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hrtui.access.rules import may
from hrtui.dates import day_of
from screens.base import HrScreen
from screens.widgets.confirm import Confirm

if TYPE_CHECKING:
    from hrtui.audit.model import CommandEntry
    from hrtui.context import Context
    from hrtui.people.model import Done


def ask_undo(screen: HrScreen, number: int | None = None) -> None:
    """Ask whether the actor's last change, or the command of a number, is to be undone, and undo it."""
    from hrtui.audit import service
    from hrtui.audit.rules import spoken
    from hrtui.payroll.runs.service import with_touched

    ctx = screen.ctx

    def read() -> tuple[CommandEntry | None, str]:
        command = service.last(ctx) if number is None else service.undoable(ctx, number)
        return command, _called(ctx, command.subject) if command is not None and command.subject else ""

    def ask(found: tuple[CommandEntry | None, str]) -> None:
        command, whom = found
        if command is None:
            screen.say("There is nothing of yours to undo.")
            return
        about = f" of {whom}" if whom else ""
        question = (
            f"Undo the {spoken(command.action)}{about}, entered on {day_of(command.at, ctx.config.company.time_zone)}?"
        )
        details = ["Nothing is deleted: what it replaced is entered again, and both stay in the trail."]

        def answered(sure: bool | None) -> None:
            if sure:
                screen.work_on(lambda: with_touched(ctx, service.undo(ctx, command.id)), done, hold=True)

        screen.app.push_screen(Confirm(question, details, title="Undo"), answered)

    def done(undone: Done) -> None:
        screen.shell.changed()
        screen.say(" ".join([undone.sentence, *undone.notices]))

    screen.work_on(read, ask, hold=True)


def _called(ctx: Context, subject: str) -> str:
    """The number and the name of the person a change is about; the subject alone where they are out of reach."""
    from hrtui.people import service as people

    if " " in subject or not may(ctx.actor, "people.read"):
        return subject
    (person,) = people.directory_page(ctx, people.directory_ids(ctx, f'number="{subject}"', limit=1)) or (None,)
    return f"{subject} {person.name}" if person is not None else subject
