"""What screens of people and of retention ask about somebody: a hold, a copy of everything, an erasure."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import cast

from hrtui.people.model import Done
from hrtui.privacy import disposing, erasing, holds
from hrtui.privacy.exporting import export
from hrtui.privacy.model import Erasing, Exported, NewHold
from hrtui.privacy.telling import lines
from screens.base import HrScreen
from screens.people.forms import Maker
from screens.recruiting.asking import Values, ask, reason_field, text
from screens.verbs import waited
from screens.widgets.confirm import Told
from screens.widgets.fields import TextField
from screens.widgets.paths import ask_path

NUMBERS = "numbers of people and candidates, with commas between"


def place_hold(screen: HrScreen, whom: str = "") -> None:
    """Ask for a hold, over somebody where one is named, and place it."""
    ctx, make = screen.ctx, Maker(screen.ctx)
    fields = [
        TextField(key="name", label="Name", required=True, help="such as Smith v. Acme"),
        TextField(key="matter", label="Matter", help="the number of the charge or suit"),
        TextField(key="whom", label="Over whom", initial=whom, help=NUMBERS),
        TextField(key="query", label="And a query", help="whom it finds today, such as dept:Sales"),
        TextField(key="comparators", label="Comparators", help=f"to compare with: {NUMBERS}"),
        make.day("since", "Since", ctx.clock.today()),
        reason_field(),
    ]

    def save(values: Values) -> Done:
        since = cast("date | None", values.get("since"))
        wanted = NewHold(
            text(values, "name"), text(values, "matter"), text(values, "reason"), since,
            listed_numbers(values, "whom"), text(values, "query"), listed_numbers(values, "comparators"),
        )  # fmt: skip
        return holds.place(ctx, wanted)

    ask(screen, "Place a legal hold", fields, save, told=lambda done: tell(screen, done))


def listed_numbers(values: Values, key: str) -> tuple[str, ...]:
    """The numbers typed into a field, with commas or blanks between."""
    return tuple(text(values, key).replace(",", " ").split())


def copy_everything(screen: HrScreen, who: str) -> None:
    """Ask for a file, write everything about somebody into it, and say what is left out."""
    ctx = screen.ctx
    made: list[Exported] = []

    async def write(path: Path) -> None:
        made.append(await waited(screen, lambda: export(ctx, who, path)))

    def done(values: object) -> None:
        if values is not None and made:
            rows = sum(made[-1].rows.values())
            said = [f"Left out: {each}." for each in made[-1].left_out]
            screen.app.push_screen(
                Told(f"Wrote {rows:,} rows and {made[-1].documents:,} documents to {made[-1].file.name}.", said)
            )

    intro = "The file is noted in the trail; its cover says what is left out."
    screen.app.push_screen(ask_path(f"Everything about {who}", f"{who}.zip", write, intro), done)


def ask_erasure(screen: HrScreen, who: str) -> None:
    """Show what an erasure would do, and ask for it where nothing stands against it."""
    ctx = screen.ctx

    def shown(planned: Erasing) -> None:
        said = lines(planned)
        if planned.refusals:
            against = [*planned.refusals, *said[: len(said) - len(planned.refusals)]]
            screen.app.push_screen(Told(f"{who} cannot be erased yet.", against, title="Erasure"))
            return
        told = [*said[1:], "The next form asks for it; somebody else does it."]
        screen.app.push_screen(Told(said[0], told, title="Dry run"), asked)

    def asked(_: object) -> None:
        fields = [
            TextField(
                key="ground", label="Ground", required=True, help="such as their letter of 2 March; it stays on file"
            )
        ]
        ask(
            screen, f"Ask for the erasure of {who}", fields, lambda values: disposing.ask_erasure(ctx, who, text(values, "ground")),
            told=lambda done: tell(screen, done),
        )  # fmt: skip

    screen.work_on(lambda: erasing.plan(ctx, who), shown, hold=True)


def tell(screen: HrScreen, done: Done) -> None:
    """Show what was done, and everything anew; none of it is undone."""
    screen.shell.changed()
    screen.reload()
    if done.notices:
        screen.app.push_screen(Told(done.sentence, done.notices))
    screen.say(done.sentence)
