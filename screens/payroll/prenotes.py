"""Asking for the file of prenotes: who waits for one, who waits for theirs to count, and where it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hrtui.errors import RuleBroken
from hrtui.payroll.prenotes import service
from hrtui.payroll.prenotes.service import Sent, Waiting
from hrtui.room import whereabouts
from screens.base import HrScreen
from screens.text import shown
from screens.verbs import waited
from screens.widgets.fields import TextField
from screens.widgets.form import FormScreen
from screens.widgets.paths import path_of

SUFFIX = ".ach"
NAMED = 4


def ask_prenotes(screen: HrScreen) -> None:
    """Read who waits, and ask for the file where anyone does."""
    ctx = screen.ctx
    screen.work_on(lambda: service.waiting(ctx), lambda found: _ask(screen, found), hold=True)


def _ask(screen: HrScreen, found: Sequence[Waiting]) -> None:
    due = [each for each in found if each.sent is None]
    if not due:
        screen.say(_all_sent(found))
        return
    ctx, made = screen.ctx, list[Sent]()

    def save(values: Mapping[str, object]) -> object:
        path = path_of(values["path"])
        if path.suffix != SUFFIX:
            raise RuleBroken(f"The name of a file of prenotes ends in {SUFFIX}.", "path")
        return waited(screen, lambda: made.append(service.send(ctx, path)))

    def done(values: object) -> None:
        if values is not None and made:
            screen.shell.changed()
            screen.say(_told(made[-1]))

    field = TextField(
        key="path", label="File", initial=f"prenotes-{ctx.clock.today()}{SUFFIX}", required=True, limit=1_000,
        help=f"a new file, {whereabouts()}",
    )  # fmt: skip
    screen.app.push_screen(FormScreen("Prenotes", [field], save, intro=_intro(due, len(found) - len(due))), done)


def _intro(due: Sequence[Waiting], sent: int) -> list[str]:
    names = [f"{shown(each.name)} ({shown(each.number)})" for each in due[:NAMED]]
    more = [f"and {len(due) - NAMED:,} more"] if len(due) > NAMED else []
    waits = [f"{sent:,} more wait for theirs to count."] if sent else []
    return ["Zero entries that try these new accounts:", *names, *more, *waits]


def _all_sent(found: Sequence[Waiting]) -> str:
    if not found:
        return "Every account is tried, or was paid to since it is on file."
    ready = max(each.ready for each in found if each.ready is not None)
    return f"Nobody needs one: {len(found):,} sent and waiting to count, the last until {ready}."


def _told(made: Sent) -> str:
    people = f"{len(made.people):,} {'person' if len(made.people) == 1 else 'people'}"
    return (
        f"Paid by bank from {made.ready}: prenotes for {people} in {shown(made.path.name)}, SHA-256 {made.sha256[:12]}."
    )
