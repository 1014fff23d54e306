"""Asking where the wage report to the SSA is written, and writing it."""

from __future__ import annotations

from collections.abc import Mapping

from hrtui.payroll.filing.model import Written
from hrtui.payroll.filing.wages import efw2
from screens.base import HrScreen
from screens.text import shown
from screens.verbs import waited
from screens.widgets.fields import TextField
from screens.widgets.form import FormScreen
from screens.widgets.paths import path_of


def ask_report(screen: HrScreen, year: int) -> None:
    """Ask for the file of a year's wage report; what keeps it from being written is said in the form."""
    ctx, made = screen.ctx, list[Written]()

    def save(values: Mapping[str, object]) -> object:
        path = path_of(values["path"])
        return waited(screen, lambda: made.append(efw2(ctx, year, path)))

    def done(values: object) -> None:
        if values is not None and made:
            screen.shell.changed()
            written = made[-1]
            notices = " ".join(written.notices)
            screen.say(f"Wrote {written.count:,} statements, SHA-256 {written.sha256[:12]}. {shown(notices)}".rstrip())

    field = TextField(
        key="path", label="File", initial=f"efw2-{year}.txt", required=True, limit=1_000, help="a new file"
    )
    intro = ("It opens everyone's social security number, and the trail names each: keep the file safe.",)
    screen.app.push_screen(FormScreen(f"Wage report of {year}", [field], save, intro=intro), done)
