"""The form of a person's tags: all of them on one line, as they are to be from a day on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hrtui.people import tagging
from screens.people.filling import with_stored
from screens.saving import Filled
from screens.widgets.fields import DayField, TextField

if TYPE_CHECKING:
    from hrtui.people.model import Done
    from screens.people.acts import PersonActs
    from screens.saving import Values


def change_tags(acts: PersonActs) -> None:
    """Show the tags of the person in view, and take them as they are typed."""
    ctx, number = acts.ctx, acts.subject()
    today = ctx.clock.today()

    def made(held: tuple[str, ...]) -> Filled:
        fields = [
            TextField(key="tags", label="Tags", initial=" ".join(held), help="one word each, blanks between; take one out to end it"),
            DayField(key="on", label="From", today=today, initial=today, required=True, month_first=ctx.config.style.month_first),
        ]  # fmt: skip

        def use(values: Values, expected: int | None) -> Done:
            wanted = [tagging.checked(name) for name in str(values["tags"]).replace(",", " ").split()]
            gone = [name for name in held if name not in wanted]
            return tagging.tag(ctx, number, wanted, gone, values["on"], expected=expected)

        return Filled(fields, use)

    with_stored(
        acts, tagging.ACTION, lambda number: tagging.tags_of(ctx, number, today), made, f"Tags of {acts.person()}"
    )
