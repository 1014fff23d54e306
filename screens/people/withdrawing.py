"""Withdrawing a row that has not begun, from whichever list it is seen in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from hrtui.people import service
from hrtui.people.model import Done
from screens.base import HrScreen
from screens.widgets.confirm import Confirm


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The row meant: whose, of which kind, its day and the sequence within it."""

    number: str
    name: str
    kind: str
    day: date
    seq: int


def ask_withdraw(
    screen: HrScreen, row: Withdrawn, called: str, then: Callable[[Done], object], changes: str = ""
) -> None:
    """Withdraw a row after the person's number was typed; it stays in the history. `changes` says what it would change."""
    ctx = screen.ctx

    def answered(sure: bool | None) -> None:
        if sure:
            screen.work_on(lambda: service.rescind(ctx, row.number, row.kind, row.day, seq=row.seq), then, hold=True)

    question = f"Withdraw the {called} of {row.name} from {row.day}?"
    details = [f"It would change: {changes}."] if changes else []
    details.append("It stays in the history as withdrawn; u undoes this.")
    screen.app.push_screen(Confirm(question, details, title="Withdraw", word=row.number), answered)
