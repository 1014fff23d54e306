"""What is asked for a scorecard: ratings and a recommendation, whom to ask for theirs, what a debrief decided."""

from __future__ import annotations

from datetime import date
from typing import cast

from hrtui.people.model import Done
from hrtui.recruiting import scoring
from hrtui.recruiting.gathering import SCORE, Worked
from hrtui.recruiting.scorecards import BEST, WORST, Decision, Overall
from hrtui.recruiting.scoring import ScoreSheet
from screens.base import HrScreen
from screens.recruiting.asking import Values, ask, choice_field, reason_field, text
from screens.widgets.fields import Choice, DayField, Field, NumberField, TextField

RATED = "rating."


def ask_scoring(screen: HrScreen, sheet: ScoreSheet) -> None:
    """Ask for one's own scorecard; what is typed is kept as a draft."""
    ctx, kit = screen.ctx, sheet.matrix.kit
    attributes = sorted(
        kit.attributes if kit else (), key=lambda each: bool(sheet.focus) and each.name not in sheet.focus
    )
    questions = "; ".join(kit.questions) if kit else ""
    fields: list[Field] = [
        NumberField(
            key=f"{RATED}{each.name}",
            label=each.label,
            least=WORST,
            most=BEST,
            required=True,
            help="1 (poor) to 5 (very good)",
        )
        for each in attributes
    ]
    fields.append(
        choice_field(
            "overall",
            "Overall",
            [Choice(each.value, each.value.replace("_", " ")) for each in Overall],
            "would you hire them?",
        )
    )
    fields.append(TextField(key="takeaways", label="Takeaways", help=questions or "what speaks for it", limit=200))

    def save(values: Values) -> Worked:
        ratings = {each.name: int(str(values[f"{RATED}{each.name}"])) for each in attributes}
        return scoring.score(
            ctx, sheet.application.number, ratings, Overall(text(values, "overall")), text(values, "takeaways")
        )

    def told(done: Done) -> None:
        screen.shell.changed()
        screen.reload()
        screen.say(" ".join([done.sentence, *done.notices, "Others may see it, so it stays; e enters it anew."]))

    number = sheet.application.number
    ask(screen, f"Your scorecard of {sheet.candidate.name}", fields, save, form=SCORE, subject=number, told=told)


def ask_asking(screen: HrScreen, sheet: ScoreSheet) -> None:
    """Ask whom to ask, and until when."""
    ctx = screen.ctx
    known = ", ".join(scoring.scorers(ctx)[:8])
    fields: list[Field] = [
        TextField(key="logins", label="Whom", required=True, help=f"logins between commas{f': {known}' if known else ''}"),
        DayField(key="due", label="Until", today=ctx.clock.today(), initial=None, month_first=ctx.config.style.month_first,
                 help="such as fri or +3d; empty for no day"),
    ]  # fmt: skip

    def save(values: Values) -> Worked:
        logins = [each.strip() for each in text(values, "logins").split(",") if each.strip()]
        return scoring.ask_scorecards(ctx, sheet.application.number, logins, cast(date | None, values.get("due")))

    ask(screen, f"Ask for scorecards of {sheet.candidate.name}", fields, save)


def ask_debrief(screen: HrScreen, sheet: ScoreSheet) -> None:
    """Ask what was decided together, and why."""
    ctx = screen.ctx
    fields: list[Field] = [
        choice_field("decision", "Decision", [Choice(each.value, each.value) for each in Decision], "what was decided"),
        reason_field(),
        TextField(key="present", label="Present", help="logins between commas"),
    ]

    def save(values: Values) -> Worked:
        present = [each.strip() for each in text(values, "present").split(",") if each.strip()]
        return scoring.decide(
            ctx, sheet.application.number, Decision(text(values, "decision")), text(values, "reason"), present
        )

    ask(screen, f"Debrief of {sheet.candidate.name}", fields, save)
