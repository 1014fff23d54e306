"""What is asked before an enrolment event is opened, simulated, finalised, closed or voided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from hrtui.audit import own
from hrtui.benefits import service
from hrtui.benefits.events import KINDS
from hrtui.benefits.model import Event, EventKind
from hrtui.benefits.planfile import book
from hrtui.benefits.reaching import Reach
from hrtui.benefits.service import Due
from hrtui.people.model import Done
from screens.base import HrScreen
from screens.drafting import Draft, with_draft
from screens.people.forms import Maker
from screens.verbs import waited
from screens.widgets.confirm import Confirm
from screens.widgets.fields import Choice, ChoiceField, DayField, Field, TextField
from screens.widgets.form import FormScreen

OPENING = "benefits.enrol"
SHOWN = 200
Asked = tuple[str, EventKind, str, date | None]


def ask_opening(screen: HrScreen, number: str = "", name: str = "") -> None:
    """Ask whose event to open, open it, and go to its elections."""
    with_draft(screen, OPENING, "", lambda draft: _opening(screen, number, name, draft))


def _opening(screen: HrScreen, number: str, name: str, draft: Draft) -> None:
    ctx, opened = screen.ctx, list[str]()

    def save(values: Mapping[str, object]) -> object:
        person, kind, reason, day = asked(values)

        def open_it() -> None:
            draft.saving(own.newest(ctx))
            opened.append(service.open_event(ctx, person, kind, day, reason).event)

        return waited(screen, open_it)

    def done(values: object) -> None:
        draft.forget()
        if values is not None and opened:
            screen.shell.changed()
            screen.shell.go(f"elect {opened[-1]}")

    intro = ("Typed last time and not saved; esc and y discard it.",) if draft.typed else ()
    form = FormScreen(
        "Open an enrolment event", fields(screen, number, name), save, intro=intro, on_change=draft.keep,
        on_move=draft.move, typed=draft.typed, at=draft.at or ("kind" if number else ""),
    )  # fmt: skip
    screen.app.push_screen(form, done)


def ask_simulating(screen: HrScreen, number: str = "", name: str = "") -> None:
    """Ask whose event to simulate, and show it; nothing is written."""

    def done(values: Mapping[str, object] | None) -> None:
        if values is not None:
            person, kind, reason, day = asked(values)
            what = f"{kind.value}:{reason}" if reason else kind.value
            screen.shell.go(" ".join(["simulate", person, what, str(day) if day else ""]).rstrip())

    at = "kind" if number else ""
    screen.app.push_screen(FormScreen("What if", fields(screen, number, name), lambda _: None, at=at), done)


def fields(screen: HrScreen, number: str, name: str) -> list[Field]:
    """Whose event, which, and when it happened; life events stand beside the other kinds."""
    make = Maker(screen.ctx)
    return [
        replace(make.person("person", "Person", number, name, "a number or a name"), required=True),
        ChoiceField(key="kind", label="Event", choices=kinds(screen), required=True, help="type to find one"),
        DayField(
            key="day", label="Day", today=screen.ctx.clock.today(), initial=None,
            help="when it happened; empty: today, of a new hire the first day of work",
        ),
    ]  # fmt: skip


def kinds(screen: HrScreen) -> list[Choice]:
    """The events that can be opened for one person: life events by their names, then the others."""
    lives = book(screen.ctx).life_events.values()
    made = [Choice(f"{EventKind.LIFE_EVENT.value}:{each.name}", each.label) for each in lives]
    others = (EventKind.NEW_HIRE, EventKind.ADMINISTRATIVE)
    return [*made, *(Choice(kind.value, KINDS[kind]) for kind in others)]


def asked(values: Mapping[str, object]) -> Asked:
    """Person's number, kind, life event and day of what was typed."""
    kind, _, reason = str(values["kind"]).partition(":")
    day = values.get("day")
    return str(values["person"] or ""), EventKind(kind), reason, day if isinstance(day, date) else None


def ask_finalising(screen: HrScreen, event: Event, name: str) -> None:
    """Finalise an event after its number was typed; the closed checks it reaches back into are told first."""
    ctx = screen.ctx

    def ask(back: Reach) -> None:
        details = [
            f"Elections count from {event.effective}; of what was not chosen, what stands is kept or ends, as the plans say.",
            *back.sentences(ctx.config.style),
            "u undoes it.",
        ]
        sentence = f"Finalise event {event.number} of {name}?"
        _sure(
            screen, Confirm(sentence, details, word=event.number, title="Finalise"),
            lambda: service.finalise(ctx, event.number, expected=event.moved_by),
        )  # fmt: skip

    screen.work_on(lambda: service.closed_checks(ctx, event.number), ask, hold=True)


def close(screen: HrScreen, event: Event) -> None:
    """Close a finalised event: its papers came."""
    ctx = screen.ctx
    screen.work_on(lambda: service.close(ctx, event.number, expected=event.moved_by), screen.tell_done)


def ask_voiding(screen: HrScreen, event: Event, name: str) -> None:
    """Void an event for a reason."""
    made: list[Done] = []

    def save(values: Mapping[str, object]) -> object:
        reason = str(values["reason"] or "")
        return waited(
            screen, lambda: made.append(service.void(screen.ctx, event.number, reason, expected=event.moved_by))
        )

    def done(values: object) -> None:
        if values is not None and made:
            screen.tell_done(made[-1])

    reason = TextField(key="reason", label="Reason", required=True, help="it stays in the event's history")
    screen.app.push_screen(FormScreen(f"Void event {event.number} of {name}", [reason], save), done)


def ask_carrying_out(screen: HrScreen, due: Sequence[Due]) -> None:
    """Carry out what is due, after the list was seen."""
    todo = [each for each in due if not each.blocked]
    if not todo:
        why = f" {due[0].name}: {due[0].blocked}" if due else ""
        screen.say(f"Nothing is due that can be carried out.{why}")
        return
    counts = Counter(each.kind for each in todo)
    details = [
        f"{service.counted(counts)}.",
        *(f"{each.name}: {each.sentence}." for each in todo[:SHOWN]),
    ]
    if len(todo) > SHOWN:
        details.append(f"And {len(todo) - SHOWN:,} more; `hrtui benefits due` prints them all.")
    sentence = f"Carry out what is due of {len(todo):,}?"
    _sure(screen, Confirm(sentence, details, word="carry out", title="Due"), lambda: service.carry_out(screen.ctx))


def _sure(screen: HrScreen, question: Confirm, use: Callable[[], Done]) -> None:
    def answered(sure: bool | None) -> None:
        if sure:
            screen.work_on(use, screen.tell_done)

    screen.app.push_screen(question, answered)
