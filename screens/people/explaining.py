"""Who set a field of a person, and what differs between two days: each as a list over the record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from hrtui.dates import add_months
from hrtui.people import service
from hrtui.people.blame import Blame, Version
from hrtui.people.blaming import KINDS
from hrtui.people.carrying import CUSTOM
from hrtui.people.differing import Difference
from hrtui.people.fact import Fact
from hrtui.people.rules import STATE_WORDS
from screens.text import label_of
from screens.widgets.fields import DayField
from screens.widgets.form import FormScreen
from screens.widgets.menu import Menu, MenuItem

if TYPE_CHECKING:
    from screens.people.acts import PersonActs

WIDE = 140
MASKED = "Masked for your roles; v on the record shows it, and then here too."


def ask_blame(acts: PersonActs, kinds: Sequence[str], reveal: bool) -> None:
    """Choose a field of rows of these kinds, and show who gave it the value it has, when and why, and every other value it had."""
    custom = acts.ctx.config.custom_fields if "profile" in kinds else ()
    items = [MenuItem(name, label_of(name)) for kind in kinds for name in KINDS[kind]]
    items += [MenuItem(CUSTOM + each.name, each.label) for each in custom]

    def chosen(field: str | None) -> None:
        if field is not None:
            tell_blame(acts, field, reveal)

    acts.app.push_screen(Menu(f"Who set which field of {acts.person()}", items), chosen)


def ask_blame_of_fact(acts: PersonActs, fact: Fact, reveal: bool) -> None:
    """Choose what of a fact is meant, all of it first, and show who said so, when and why, and every other value it had."""
    items = [MenuItem(fact.field, fact.action, "all of it")]
    items += [
        MenuItem(f"{fact.field}.{name}", label_of(name), fact.text(name))
        for name, value in fact.values.items()
        if value
    ]

    def chosen(field: str | None) -> None:
        if field is not None:
            tell_blame(acts, field, reveal)

    acts.app.push_screen(Menu(f"Who set which part of it for {acts.person()}", items), chosen)


def tell_blame(acts: PersonActs, field: str, reveal: bool) -> None:
    """Show who gave a field the value it has, when and why, and every other value it had."""
    ctx, number = acts.ctx, acts.subject()
    acts.work_on(lambda: service.blame(ctx, number, field, reveal=reveal), lambda told: _show(acts, told), hold=True)


def local(acts: PersonActs, at: datetime) -> datetime:
    """An instant in the company's time."""
    return at.astimezone(ZoneInfo(acts.ctx.config.company.time_zone))


def _show(acts: PersonActs, told: Blame) -> None:
    items = [
        MenuItem(str(at), _value(each), _words(each, local(acts, each.at))) for at, each in enumerate(told.versions)
    ]
    if told.masked:
        items.append(MenuItem("", MASKED))
    acts.app.push_screen(
        Menu(f"{told.label} of {told.person}: {told.value or 'empty'} on {told.day}", items, widest=WIDE), None
    )


def _value(each: Version) -> str:
    change = f"{each.previous} → {each.value or 'empty'}" if each.previous else each.value or "empty"
    return f"{each.on}  {change}"


def _words(each: Version, at: datetime) -> str:
    why = ": ".join(part for part in (each.action, each.reason) if part)
    return f"{STATE_WORDS[each.state]}; {why}; by {each.by} {at:%Y-%m-%d %H:%M}, command {each.command}"


def ask_difference(acts: PersonActs, reveal: bool) -> None:
    """Ask for two days, and show what differs between them field by field."""
    ctx, number, style = acts.ctx, acts.subject(), acts.ctx.config.style
    today = ctx.clock.today()
    fields = [
        DayField(key="first", label="From", today=today, initial=add_months(ctx.day, -12), month_first=style.month_first,
                 required=True, help="the earlier day"),
        DayField(key="second", label="To", today=today, initial=ctx.day, month_first=style.month_first, required=True,
                 help="the later day"),
    ]  # fmt: skip

    def chosen(values: Mapping[str, object] | None) -> None:
        if values is None:
            return
        first, second = values["first"], values["second"]
        assert isinstance(first, date)
        assert isinstance(second, date)
        acts.work_on(
            lambda: service.difference(ctx, number, first, second, reveal=reveal),
            lambda found: _show_difference(acts, found),
            hold=True,
        )

    acts.app.push_screen(
        FormScreen(f"What differs about {acts.person()}", fields, lambda _: None, does="Compare"), chosen
    )


def _show_difference(acts: PersonActs, found: Difference) -> None:
    items = [
        MenuItem(each.field, each.label, f"{each.before or 'empty'} → {each.after or 'empty'}") for each in found.fields
    ]
    items += [MenuItem("", f"{event.day}", event.what) for event in found.events]
    items += [MenuItem("", sentence) for sentence in found.left_out]
    if found.masked:
        items.append(MenuItem("", MASKED))
    if not found.fields:
        items.insert(0, MenuItem("", "Nothing that you may see differs."))
    acts.app.push_screen(Menu(f"{found.person}: {found.first} to {found.second}", items, widest=WIDE), None)
