"""What is asked about equal opportunity: what an applicant said, a file of answers, and the months that are summed up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import cast

from hrtui.errors import HrError
from hrtui.recruiting import selfid
from hrtui.recruiting.eeo import ANSWERS, ASKED, QUESTIONS
from hrtui.recruiting.flow import whole_months
from hrtui.recruiting.gathering import Worked
from hrtui.recruiting.selfid import Told
from screens.base import HrScreen
from screens.people.forms import Maker
from screens.recruiting.asking import Values, ask, choice_field, text
from screens.verbs import waited
from screens.widgets.confirm import Confirm
from screens.widgets.fields import Choice, Field, TextField
from screens.widgets.form import FormScreen
from screens.widgets.paths import ask_file

NAMED = 6


def ask_recording(screen: HrScreen) -> None:
    """Ask what an applicant said; nothing of them is shown, nor what was recorded before, and nothing typed is kept."""
    ctx = screen.ctx
    fields: list[Field] = [
        TextField(key="application", label="Application", required=True, help="its number, such as APP-00042")
    ]
    for question in QUESTIONS:
        choices = [Choice(name, label) for name, label in ANSWERS[question].items()]
        fields.append(choice_field(question, ASKED[question], choices, "empty: nothing was said", required=False))

    def save(values: Values) -> Worked:
        given = {question: text(values, question) for question in QUESTIONS}
        return selfid.record_answers(ctx, text(values, "application"), given)

    ask(screen, "What an applicant said", fields, save)


def ask_answers(screen: HrScreen) -> None:
    """Ask for a file of answers, and with what would come of it, whether to."""
    ctx, read = screen.ctx, list[tuple[Path, tuple[Told, ...]]]()

    def look(path: Path) -> object:
        return waited(screen, lambda: read.append((path, selfid.plan_answers(ctx, path))))

    def looked(values: object) -> None:
        if values is not None and read:
            _sure(screen, *read[-1])

    intro = "CSV or XLSX: application or email, and sex, race, veteran, disability."
    screen.app.push_screen(
        ask_file("Answers of applicants", look, intro, endings=(".csv", ".tsv", ".txt", ".xlsx")), looked
    )


def _sure(screen: HrScreen, path: Path, told: tuple[Told, ...]) -> None:
    ctx = screen.ctx
    left = [each for each in told if each.fault]
    details = [f"Left out: {len(left)}."]
    details += [f"Row {each.row}, {each.field}: {each.fault}" for each in left[:NAMED]]
    details.append("One command; u takes it back.")

    def sure(yes: bool | None) -> None:
        if yes:
            screen.work_on(lambda: selfid.take_answers(ctx, path), lambda made: screen.tell_done(made[0]), failed)

    def failed(error: HrError) -> None:
        screen.say(error, error=True)

    sentence = f"Record the answers of {len(told) - len(left)} applications of {path.name}?"
    screen.app.push_screen(Confirm(sentence, details, title="Import"), sure)


def ask_period(
    screen: HrScreen, since: date, until: date, then: Callable[[date, date], None], *, months: bool = False
) -> None:
    """Ask for the days of a period; with `months` whole months are taken."""
    make = Maker(screen.ctx)
    note = "from the first day of its month on" if months else "from this day on"
    fields = [
        make.day("since", "Who applied from", since, note),
        make.day("until", "until", until, "to the last day of its month" if months else "until this day"),
    ]
    today = screen.ctx.clock.today()

    def submit(values: Values) -> None:
        whole_months(cast(date, values["since"]), cast(date, values["until"]), today)

    def done(values: object) -> None:
        if isinstance(values, dict):
            then(cast(date, values["since"]), cast(date, values["until"]))

    screen.app.push_screen(FormScreen("Period", fields, submit, does="Show"), done)
