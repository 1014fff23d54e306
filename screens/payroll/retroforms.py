"""What is asked before it is decided about a closed check: the reason, needed where nothing is paid."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from hrtui.payroll.runs import service
from hrtui.payroll.runs.service import Decision, Retro
from screens.base import HrScreen
from screens.verbs import waited
from screens.widgets.fields import TextField
from screens.widgets.form import FormScreen

TITLES = {Decision.NEXT_RUN: "Pay with the next run", Decision.OFF_CYCLE: "Pay off-cycle", Decision.IGNORE: "Ignore"}


def ask_decision(
    screen: HrScreen, each: Retro, decision: Decision, intro: Sequence[str], then: Callable[[Retro], object]
) -> None:
    """Ask why, and decide; `then` gets what was decided."""
    ctx, made = screen.ctx, list[Retro]()

    def decide(reason: str) -> None:
        made.append(service.decide(ctx, each.run, each.number, decision, reason))

    def save(values: Mapping[str, object]) -> object:
        return waited(screen, lambda: decide(str(values["reason"] or "")))

    def done(values: object) -> None:
        if values is not None and made:
            then(made[-1])

    field = TextField(key="reason", label="Reason", required=decision is Decision.IGNORE, help="kept with the decision")
    screen.app.push_screen(FormScreen(f"{TITLES[decision]}: {each.number}", [field], save, intro=intro), done)
