"""What is done to the field the cursor of the record stands on: edit it in its form, who set it, and why it is what it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from hrtui import commands
from hrtui.benefits.telling import FACTS
from hrtui.people import service
from hrtui.people.blame import Blame, Version
from hrtui.people.blaming import COMPOSED, US, W4, kind_of
from hrtui.people.fact import Fact
from hrtui.people.model import PrivateKind, RowState
from hrtui.people.rules import live
from screens.people import explaining
from screens.people.dated import KINDS_OF_TAB, entered, row_of
from screens.people.facts import STATE, TAGS
from screens.widgets.menu import Menu, MenuItem

if TYPE_CHECKING:
    from screens.people.record import RecordScreen

PRIVATE = tuple(kind.value for kind in PrivateKind)
FORMS = {
    "job": "people.change_job",
    "pay": "people.change_pay",
    "profile": "people.change_profile",
    "certificate": "people.change_certificate",
    TAGS: "people.tag",
    **dict.fromkeys(PRIVATE, "people.change_private"),
}
"""The command that fills in each kind of row, and what is on the record beside them."""
ELSEWHERE = {
    "contact": "Contacts are changed on their tab.",
    "document": "Documents are changed on their tab.",
    "tag": "t changes the tags.",
    **dict.fromkeys(FACTS, "B leads to the benefits; elections are changed there, in an event."),
}
NOT_HERE = "There is no field under the cursor; down goes to one."


def edit(screen: RecordScreen, field: str) -> None:
    """Open the form that holds a field, at that field; without one the form of the tab."""
    from screens.people import filling, tagging

    kind = _kind(screen, field)
    if kind not in FORMS:
        screen.say(ELSEWHERE.get(kind, NOT_HERE))
        return
    if not screen.offers(FORMS[kind]):
        screen.say(f"Your roles do not permit it: {commands.named(FORMS[kind]).label.lower()}.", error=True)
        return
    state = _jurisdiction(screen, field)
    if state:
        from screens.people import stateform

        stateform.change(screen, state, field.rpartition(":")[2] if field.startswith(STATE) else "")
        return
    at = "" if row_of(field) else COMPOSED.get(field, (field.removeprefix(W4),))[0]
    forms: dict[str, Callable[[], None]] = {
        "job": lambda: filling.change_job(screen, at),
        "pay": lambda: filling.change_pay(screen, at),
        "profile": lambda: filling.change_profile(screen, at),
        "certificate": lambda: filling.change_certificate(screen, at),
        TAGS: lambda: tagging.change_tags(screen),
        **{kind: lambda kind=kind: filling.seal(screen, PrivateKind(kind)) for kind in PRIVATE},  # type: ignore[misc]
    }
    forms[kind]()


def blame(screen: RecordScreen, field: str) -> None:
    """Say who set a field; where the cursor stands on none, which of the fields of the row or the tab is asked."""
    row = row_of(field)
    if field == TAGS:
        _tags(screen)
    elif field.startswith(STATE):
        screen.say("The history tells each certificate of a state: what it changed, who entered it, when.")
    elif field in PRIVATE:
        _sealed(screen, PrivateKind(field))
    elif field and row is None:
        explaining.tell_blame(screen, field, bool(screen.fields))
    elif row is not None and (fact := _fact(screen, row)) is not None:
        explaining.ask_blame_of_fact(screen, fact, bool(screen.fields))
    elif row is not None and row[0] not in FORMS:
        screen.say("The line tells who entered it and when; it has no fields of its own.")
    else:
        explaining.ask_blame(screen, (row[0],) if row else _kinds(screen.tabs.current), bool(screen.fields))


def why(screen: RecordScreen, field: str) -> None:
    """Say why a field is what it is: the row that says so, what it was before, and what is to come."""
    if not field or row_of(field) or not kind_of(field):
        screen.say("Nothing is worked out here; b says who set it, when and why.")
        return
    ctx, number, reveal = screen.ctx, screen.number, bool(screen.fields)
    screen.work_on(
        lambda: service.blame(ctx, number, field, reveal=reveal), lambda told: _derive(screen, told), hold=True
    )


def _fact(screen: RecordScreen, row: tuple[str, int]) -> Fact | None:
    """The fact of benefits that a line of the history tells."""
    facts = screen.past.benefits if screen.past is not None else ()
    return next((each for each in facts if each.stamp and (each.kind, each.stamp.id) == row), None)


def _kind(screen: RecordScreen, field: str) -> str:
    row = row_of(field)
    if row is not None:
        return row[0]
    if field in FORMS:
        return field
    if field.startswith(STATE):
        return "certificate"
    return kind_of(field) if field else next(iter(KINDS_OF_TAB.get(screen.tabs.current, ())), "")


def _jurisdiction(screen: RecordScreen, field: str) -> str:
    """Whose certificate a field or row is of, where it is not the federal one; empty for everything else."""
    if field.startswith(STATE):
        return field.removeprefix(STATE).rpartition(":")[0]
    row, held = row_of(field), screen.record.certificates if screen.record else ()
    found = (each for each in held or () if each.stamp and row == ("certificate", each.stamp.id))
    name = next((each.jurisdiction for each in found), US)
    return "" if name == US else name


def _kinds(tab: str) -> tuple[str, ...]:
    return KINDS_OF_TAB.get(tab, ("job", "pay", "profile"))


def _derive(screen: RecordScreen, told: Blame) -> None:
    from hrtui.payroll.model import Why
    from screens.widgets.why import WhyTree

    now, later = told.set_by, [each for each in told.versions if each.state is RowState.SCHEDULED]
    held = Why("It holds since", str(now.on), _row(now), _by(screen, now))
    children = [held, *([Why("Before that", now.previous)] if now.previous else [])]
    children += [Why(f"From {each.on}", each.value or "empty", _row(each), _by(screen, each)) for each in later[::-1]]
    screen.app.push_screen(
        WhyTree(Why(told.label, told.value or "empty", f"As it is on {told.day}.", "", tuple(children)))
    )


def _row(each: Version) -> str:
    return f"The row of {each.on} says so: {': '.join(part for part in (each.action, each.reason) if part)}."


def _by(screen: RecordScreen, each: Version) -> str:
    at = explaining.local(screen, each.at)
    return f"Entered {at:%Y-%m-%d %H:%M} by {each.by}, command {each.command} ({each.did})."


def _tags(screen: RecordScreen) -> None:
    """Every tag put on and taken off, newest first."""
    if screen.record is None:
        return
    view = screen.view(screen.record)
    rows = live(screen.record.tags)[::-1]
    items = [
        MenuItem("", f"{row.effective_from}  {'+' if row.on else '-'}{row.name}", entered(row.stamp, view))
        for row in rows
    ]
    if not items:
        screen.say("No tag was ever put on; t does.")
        return
    screen.app.push_screen(Menu(f"Tags of {screen.person()}, newest first", items), None)


def _sealed(screen: RecordScreen, kind: PrivateKind) -> None:
    mark = next((each for each in (screen.record.private if screen.record else ()) if each.kind is kind), None)
    if mark is None:
        screen.say("Nothing is sealed here; S seals it.")
        return
    at = explaining.local(screen, mark.recorded_at)
    screen.say(f"Sealed {at:%Y-%m-%d %H:%M}; the trail says by whom. Its value is in no history.")
