"""What is asked before an open enrolment is opened or finalised for the company, and before reminders are written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, cast

from hrtui.benefits import service
from hrtui.benefits.planfile import book
from hrtui.benefits.planyear import if_nothing_chosen, next_start
from hrtui.benefits.service import CompanyDone, Left, Status
from screens.verbs import waited
from screens.widgets.confirm import Confirm
from screens.widgets.fields import Choice, ChoiceField, DayField, Field, TextField
from screens.widgets.form import FormScreen
from screens.widgets.menu import Menu, MenuItem
from screens.widgets.paths import path_of

if TYPE_CHECKING:
    from hrtui.benefits.papers.making import Batch
    from screens.benefits.company import CompanyScreen

WORD = "finalise all"
LETTERS, DRAFTS, FILED = "letters", "drafts", "filed"
WAYS = (
    Choice(DRAFTS, "drafts of e-mails"), Choice(LETTERS, "letters, as PDF"), Choice(FILED, "filed under their documents"),
)  # fmt: skip


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
    """Write a reminder of everyone with an event under way, with progress; nothing is sent."""
    fields: list[Field] = [
        ChoiceField(key="how", label="As", choices=WAYS, initial=WAYS[0], required=True),
        TextField(
            key="folder", label="Folder", initial="reminders", limit=1_000, required=True,
            help="made where there is none; not used where they are filed",
        ),
    ]  # fmt: skip

    def done(values: Mapping[str, object] | None) -> None:
        if values is not None:
            _remind(screen, str(values["how"]), values["folder"])

    intro = ("Of everyone with an event under way, of whatever kind.", "Nothing is sent: a mail program sends drafts.")
    screen.app.push_screen(FormScreen("Reminders", fields, lambda _: None, intro=intro), done)


def _remind(screen: CompanyScreen, how: str, folder: object) -> None:
    from hrtui.benefits.papers import making
    from hrtui.benefits.papers.model import PaperKind

    ctx, kind = screen.ctx, PaperKind.REMINDER
    use = (
        partial(making.file_all, ctx, kind)
        if how == FILED
        else partial(making.write_all, ctx, kind, path_of(folder), email=how == DRAFTS)
    )

    def told(result: object) -> None:
        batch = cast("Batch", result)
        if how == FILED:
            screen.shell.changed()
        without = [f"There is none of {each.name}: {each.why}." for each in batch.skipped[:1]]
        if len(batch.skipped) > 1:
            without.append(f"Nor of {len(batch.skipped) - 1:,} more.")
        screen.say(" ".join([f"{batch.count:,} reminders are in {batch.where}.", *without]))

    screen.long("Writing reminders", lambda step: use(progress=step), told, "Stopped: those written so far are kept.")
