"""The form of a person's tags: all of them on one line, as they are to be from a day on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from hrtui.people import tagging
from screens.verbs import waited
from screens.widgets.fields import DayField, TextField
from screens.widgets.form import FormScreen

if TYPE_CHECKING:
    from hrtui.people.model import Done
    from screens.people.acts import PersonActs


def change_tags(acts: PersonActs) -> None:
    """Show the tags of the person in view, and take them as they are typed."""
    number, ctx = acts.subject(), acts.ctx
    if not number:
        acts.say(acts.NO_ONE)
        return
    called = acts.person()
    acts.work_on(lambda: tagging.tags_of(ctx, number, ctx.clock.today()), lambda held: _ask(acts, number, called, held), hold=True)  # fmt: skip


def _ask(acts: PersonActs, number: str, called: str, held: tuple[str, ...]) -> None:
    ctx, done = acts.ctx, list["Done"]()
    fields = [
        TextField(key="tags", label="Tags", initial=" ".join(held), help="one word each, blanks between; take one out to end it"),
        DayField(key="on", label="From", today=ctx.clock.today(), initial=ctx.clock.today(), required=True, month_first=ctx.config.style.month_first),
    ]  # fmt: skip

    def save(values: Mapping[str, Any]) -> object:
        wanted = [tagging.checked(name) for name in str(values["tags"]).replace(",", " ").split()]
        gone = [name for name in held if name not in wanted]
        return waited(acts, lambda: done.append(tagging.tag(ctx, number, wanted, gone, values["on"])))

    acts.app.push_screen(
        FormScreen(f"Tags of {called}", fields, save), lambda _: acts.tell_done(done[-1]) if done else None
    )
