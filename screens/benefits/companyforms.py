"""What is asked before an open enrolment is opened or finalised for the company, and before reminders are written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, cast

from hrtui.benefits import service
from hrtui.benefits.papers.model import PaperKind
from hrtui.benefits.planfile import book
from hrtui.benefits.planyear import if_nothing_chosen, next_start
from hrtui.benefits.service import CompanyDone, Left, Status
from screens.benefits.manypapers import Group, ask_papers
from screens.verbs import waited
from screens.widgets.confirm import Confirm
from screens.widgets.fields import DayField
from screens.widgets.form import FormScreen
from screens.widgets.menu import Menu, MenuItem

if TYPE_CHECKING:
    from screens.benefits.company import CompanyScreen

WORD = "finalise all"


def ask_opening_company(screen: CompanyScreen) -> None:
    """Ask for the plan year and the last day to choose, and open it for everyone, with progress."""
    ctx = screen.ctx
    plans, today = book(ctx), ctx.clock.today()
    first = next_start(plans, today)

    def save(values: Mapping[str, object]) -> object:
        day, last = _days(values)
        return waited(screen, lambda: service.check_opening(ctx, day, last))

    def done(values: Mapping[str, object] | None) -> None:
        if values is not None:
            day, last = _days(values)
            screen.long(
                "Opening for", lambda step: service.open_company(ctx, day, last, progress=step),
                lambda made: screen.show_done(day, cast(CompanyDone, made)),
                "Stopped: no event was opened.",
            )  # fmt: skip

    intro = ("Everyone employed on the first day gets an event.", *([if_nothing_chosen(plans, first)] if first else ()))
    fields = [
        DayField(
            key="day", label="Plan year from", today=today, initial=first, required=True,
            help="the first day of the plan year: elections count from it",
        ),
        DayField(
            key="last_day", label="Choose through", today=today, required=True, help="the last day on which people choose"
        ),
    ]  # fmt: skip
    screen.app.push_screen(FormScreen("Open enrolment of the company", fields, save, intro=intro), done)


def _days(values: Mapping[str, object]) -> tuple[date, date]:
    return cast(date, values["day"]), cast(date, values["last_day"])


def ask_finalising_all(screen: CompanyScreen, status: Status) -> None:
    """Finalise all that can be after the word was typed, with progress."""
    ctx, day, last = screen.ctx, status.day, status.last_day
    details = [
        f"{status.not_started:,} have chosen nothing. {if_nothing_chosen(book(ctx), day)}",
        "Those with errors are left, and stand first in the list. u undoes it as one.",
    ]
    if last is not None and status.days_left is not None and status.days_left >= 0:
        details.insert(0, f"People may still choose through {last}.")

    def answered(sure: bool | None) -> None:
        if sure:
            screen.long(
                "Finalising", lambda step: service.finalise_all(ctx, day, progress=step),
                lambda made: screen.show_done(day, cast(CompanyDone, made)),
                "Stopped: nothing was finalised.",
            )  # fmt: skip

    sentence = f"Finalise the open enrolment from {day}?"
    screen.app.push_screen(Confirm(sentence, details, word=WORD, title="Finalise all"), answered)


def show_left(screen: CompanyScreen, left: Sequence[Left], count: int) -> None:
    """List whom the last command left out and why; enter opens their event, else their record."""
    if not left:
        screen.say("Nobody was left out, or nothing was opened or finalised since this screen was opened.")
        return
    items = [MenuItem(str(at), each.name or each.event, each.why) for at, each in enumerate(left)]

    def chosen(value: str | None) -> None:
        if value is not None:
            each = left[int(value)]
            screen.shell.go(f"elect {each.event}" if each.event else f"emp {each.number}")

    title = f"Left out: {count:,}" + (f", the first {len(left):,}" if count > len(left) else "")
    screen.app.push_screen(Menu(title, items), chosen)


def ask_reminding(screen: CompanyScreen) -> None:
    """Write a reminder of everyone with an event under way, of whatever kind, with progress; nothing is sent."""
    everyone = Group("everyone with an event under way", lambda: None)
    ask_papers(screen, "Reminders", [everyone], [PaperKind.REMINDER], "reminders")
