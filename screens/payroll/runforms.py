"""What is asked before something is done with a run: which run to open, a reason, the amount it pays."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from hrtui.audit import own
from hrtui.errors import Conflict
from hrtui.money import Money
from hrtui.payroll.runs import service
from hrtui.payroll.runs.model import FINAL, RunKind, RunLine
from screens.base import HrScreen
from screens.drafting import Draft, with_draft
from screens.verbs import waited
from screens.widgets.fields import Choice, ChoiceField, DayField, Field, MoneyField, TextField
from screens.widgets.form import FormScreen

KINDS = {
    RunKind.REGULAR: "regular: everyone of the group, for the next period without a run",
    RunKind.BONUS: "bonus: only what is entered for the run",
    RunKind.OFF_CYCLE: "off-cycle: only what is entered for the run, on a day of its own",
    RunKind.FINAL: "final: the last pay of people who leave",
    RunKind.CORRECTION: "correction: what a final run should have paid, less what it paid",
}
OPENING = "payroll.open"


def ask_opening(screen: HrScreen, known: Sequence[RunLine], then: Callable[[str], object]) -> None:
    """Ask which run to open, and open it; `then` gets its number. What was typed is kept until then."""
    with_draft(screen, OPENING, "", lambda draft: _opening(screen, known, then, draft))


def _opening(screen: HrScreen, known: Sequence[RunLine], then: Callable[[str], object], draft: Draft) -> None:
    ctx, opened = screen.ctx, list[str]()

    def save(values: Mapping[str, object]) -> object:
        day = values["pay_date"]
        asked = day if isinstance(day, date) else None
        kind, group, reason, mended = (str(values[key] or "") for key in ("kind", "group", "reason", "corrects"))

        def open_it() -> None:
            draft.saving(own.newest(ctx))
            opened.append(service.open_run(ctx, group, RunKind(kind), asked, reason, mended).number)

        return waited(screen, open_it)

    def done(values: object) -> None:
        draft.forget()
        if values is not None and opened:
            then(opened[-1])

    intro = ("Typed last time and not saved; esc and y discard it.",) if draft.typed else ()
    form = FormScreen(
        "Open a run", _opening_fields(screen, known), save, intro=intro, on_change=draft.keep, on_move=draft.move,
        typed=draft.typed, at=draft.at,
    )  # fmt: skip
    screen.app.push_screen(form, done)


def _opening_fields(screen: HrScreen, known: Sequence[RunLine]) -> list[Field]:
    groups = [group.name for group in screen.ctx.config.pay_groups]
    kinds = [Choice(kind.value, kind.value.replace("_", " "), text) for kind, text in KINDS.items()]
    final = [each.run.number for each in known if each.run.state in FINAL and each.run.kind is not RunKind.REVERSAL]
    return [
        ChoiceField(key="kind", label="Kind", choices=kinds, initial=kinds[0], required=True),
        ChoiceField(key="group", label="Pay group", choices=groups, initial=groups[0] if groups else None, required=True),
        DayField(
            key="pay_date", label="Check date", today=screen.ctx.clock.today(),
            month_first=screen.ctx.config.style.month_first, help="empty: the next one no run pays yet; else the next day with banks open",
        ),
        TextField(key="reason", label="Reason", help="needed for every kind but regular"),
        ChoiceField(key="corrects", label="Corrects", choices=final, help="for a correction: the run it mends"),
    ]  # fmt: skip


def ask_reason(
    screen: HrScreen,
    title: str,
    intro: Sequence[str],
    act: Callable[[str], object],
    then: Callable[[], object],
    *,
    label: str = "Reason",
) -> None:
    """Ask why, and do it; `then` follows where it was done."""
    fields = [TextField(key="note", label=label, required=True)]
    _ask(screen, title, intro, fields, lambda values: act(str(values["note"])), then)


def ask_net(
    screen: HrScreen, title: str, intro: Sequence[str], act: Callable[[int, str], object], then: Callable[[], object]
) -> None:
    """Ask for the net that is paid, typed from what was looked at, and a note; do it, and `then` follows where it was done."""

    def act_on(values: Mapping[str, object]) -> object:
        net = values["net"]
        return act(net.cents if isinstance(net, Money) else 0, str(values["note"] or ""))

    fields: list[Field] = [
        MoneyField(
            key="net",
            label="Net it pays",
            required=True,
            style=screen.ctx.config.style,
            help="type it as the header says it",
        ),
        TextField(key="note", label="Note"),
    ]
    _ask(screen, title, intro, fields, act_on, then)


def _ask(
    screen: HrScreen,
    title: str,
    intro: Sequence[str],
    fields: Sequence[Field],
    act: Callable[[Mapping[str, object]], object],
    then: Callable[[], object],
) -> None:
    """Ask, and do it on a thread; where others moved the run on meanwhile the form is left, and the screen says so."""

    async def save(values: Mapping[str, object]) -> None:
        try:
            await waited(screen, lambda: act(values))
        except Conflict as error:
            form.leave(None)
            screen.call_later(_overtaken, screen, error)

    def done(values: object) -> None:
        if values is not None:
            then()

    form = FormScreen(title, fields, save, intro=intro)
    screen.app.push_screen(form, done)


def _overtaken(screen: HrScreen, error: Conflict) -> None:
    screen.reload()
    screen.say(error, error=True)
