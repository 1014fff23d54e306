"""What is asked about interviews: who is to meet the candidate, which of the slots, why one is moved or cancelled, what was answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from hrtui.dates import Period
from hrtui.errors import HrError, RuleBroken
from hrtui.interviews import exporting, scheduling, service
from hrtui.interviews.asking import Asked, Part, clock, part, zone_of
from hrtui.interviews.model import STATES, Interview, Response
from hrtui.interviews.spans import instant_of
from hrtui.interviews.telling import reasons
from hrtui.interviews.wishes import Proposal
from hrtui.people.model import Done
from screens.base import HrScreen
from screens.drafting import Draft, with_draft
from screens.recruiting.asking import Values, ask, choice_field, reason_field, text
from screens.verbs import waited
from screens.widgets.fields import Choice, DayField, Field, FlagField, TextField
from screens.widgets.form import FormScreen
from screens.widgets.menu import Menu, MenuItem
from screens.widgets.paths import ask_path

SHOWN = 50
WEEKS = 2
WIDEST = 110


def ask_slots(screen: HrScreen, application: str = "", name: str = "") -> None:
    """Ask who is to meet the candidate of an application and when, then which of the best slots."""
    ctx, found = screen.ctx, list[service.Slots]()
    fields: list[Field] = []
    if not application:
        fields.append(
            TextField(key="application", label="Application", required=True, help="its number, such as APP-00042")
        )
    fields += [
        TextField(key="sessions", label="Sessions", required=True, help="minutes and who: 45:1004,1017; 60:1 of 1021/1022"),
        *_when_fields(screen, None),
        TextField(key="zone", label="Zone", help="the candidate's, such as Europe/London; empty for the company's"),
        TextField(key="candidate", label="Their hours", initial="8:00-19:00", help="when the candidate can, Monday to Friday"),
        TextField(key="hours", label="Our hours", initial="9:00-17:00", help="the interviewers', each in their own zone"),
        TextField(key="rooms", label="Rooms", help="one of these, the first that is free; empty for none"),
        TextField(key="calendars", label="Calendars", help="who and file: 1004=kim.ics; 1017=lee.ics; empty for none"),
    ]  # fmt: skip
    asked = list[Asked]()

    def submit(values: Values) -> object:
        def find() -> None:
            asked.append(_asked(values))
            found.append(service.find_slots(ctx, asked[-1], SHOWN))
            if not found[-1].slots:
                raise _none(found[-1])

        return waited(screen, find)

    def done(values: Mapping[str, object] | None) -> None:
        if values is not None and found:
            _offer(screen, application or text(values, "application"), asked[-1], found[-1])

    title = f"Interview with {name}" if name else "Schedule an interview"

    def open_(draft: Draft) -> None:
        def left(values: Mapping[str, object] | None) -> None:
            draft.forget()
            done(values)

        intro = ("Typed last time and not done; esc and y discard it.",) if draft.typed else ()
        form = FormScreen(
            title,
            fields,
            submit,
            intro=intro,
            on_change=draft.keep,
            on_move=draft.move,
            typed=draft.typed,
            at=draft.at,
            does="Find",
        )
        screen.app.push_screen(form, left)

    with_draft(screen, f"{service.WORK}.slots", application, open_)


def _none(found: service.Slots) -> HrError:
    return RuleBroken(found.sentence, "sessions")


def _offer(screen: HrScreen, application: str, asked: Asked, found: service.Slots) -> None:
    """Offer the slots; the chosen one is booked, or the next is told where somebody else was faster."""
    ctx = screen.ctx
    best: dict[int, Proposal] = {}
    for each in found.slots:
        best.setdefault(each.placed[0].begins, each)
    items = [MenuItem(str(begins), _slot(each, found.zone), reasons(each)) for begins, each in best.items()]

    def chosen(begins: str | None) -> None:
        if begins is not None:
            screen.work_on(lambda: scheduling.schedule(ctx, application, asked, int(begins)), screen.tell_done)

    intro = [f"Best first, in {found.zone}; enter books the slot.", *found.notices]
    screen.app.push_screen(Menu("Slots", items, intro=intro, widest=WIDEST), chosen)


def _slot(each: Proposal, zone: str) -> str:
    """A slot in a line: its day, and each session's hours."""
    own = zone_of(zone)
    times = [(instant_of(one.begins).astimezone(own), instant_of(one.ends).astimezone(own)) for one in each.placed]
    return f"{times[0][0]:%a %Y-%m-%d} " + ", ".join(f"{begins:%H:%M}-{ends:%H:%M}" for begins, ends in times)


def _when_fields(screen: HrScreen, first: date | None) -> list[Field]:
    today = screen.ctx.clock.today()
    begin = max(today, first) if first else today
    return [
        DayField(key="since", label="From", today=today, initial=begin, required=True, help="the first day"),
        DayField(key="until", label="Until", today=today, initial=begin + timedelta(weeks=WEEKS), required=True, help="the last day"),
    ]  # fmt: skip


def _asked(values: Values) -> Asked:
    return replace(
        _days(values),
        parts=tuple(part(each) for each in _several(text(values, "sessions"))),
        zone=text(values, "zone").strip(),
        candidate=clock(text(values, "candidate")),
        hours=clock(text(values, "hours")),
        rooms=dict.fromkeys(_several(text(values, "rooms").replace(",", ";"))),
        calendars={
            who.strip(): Path(file.strip())
            for who, _, file in (each.partition("=") for each in _several(text(values, "calendars")))
        },
    )


def _days(values: Values) -> Asked:
    since, until = values["since"], values["until"]
    if not isinstance(since, date) or not isinstance(until, date):
        raise TypeError("a form gives the days it requires")
    return Asked((), Period(since, until))


def _several(typed: str) -> list[str]:
    return [each.strip() for each in typed.split(";") if each.strip()]


def ask_moving(screen: HrScreen, each: Interview) -> None:
    """Ask why an interview is moved, who cannot come and who may come instead, and within which days."""
    ctx, expected = screen.ctx, _stamp(each)
    day = instant_of(each.begins).astimezone(zone_of(each.zone)).date()
    panel = [Choice(one.person, f"{one.person} {one.name}", one.name) for one in each.panel]
    fields: list[Field] = [
        reason_field(),
        choice_field("without", "Cannot come", panel, "empty where everyone can", required=False),
        TextField(key="instead", label="Instead", help="whoever fits best of 1021/1022; empty for nobody"),
        *_when_fields(screen, day - timedelta(days=1)),
        FlagField(key="loop", label="Whole loop", help="move all sessions that were made together"),
    ]

    def save(values: Values) -> Done:
        pool = tuple(one.strip() for one in text(values, "instead").split("/") if one.strip())
        gone = [text(values, "without")] if text(values, "without") else []
        return scheduling.move(
            ctx, each.number, text(values, "reason"), _days(values), without=gone, instead=Part(0, (), pool) if pool else None,
            loop=bool(values.get("loop")), expected=expected,
        )  # fmt: skip

    ask(screen, f"Move interview {each.number}", fields, save, form=f"{service.WORK}.move", subject=each.number)


def ask_cancelling(screen: HrScreen, each: Interview) -> None:
    """Ask why an interview is cancelled."""
    ctx, expected = screen.ctx, _stamp(each)
    fields: list[Field] = [
        reason_field(), FlagField(key="loop", label="Whole loop", help="cancel all sessions to come that were made together"),
    ]  # fmt: skip

    def save(values: Values) -> Done:
        return scheduling.cancel(
            ctx, each.number, text(values, "reason"), loop=bool(values.get("loop")), expected=expected
        )

    ask(screen, f"Cancel interview {each.number}", fields, save, form=f"{service.WORK}.cancel", subject=each.number)


def ask_answer(screen: HrScreen, each: Interview) -> None:
    """Ask who of the panel answered what."""
    ctx = screen.ctx
    panel = [Choice(one.person, f"{one.person} {one.name}", one.name) for one in each.panel]
    answers = [Choice(one.value, one.value) for one in Response if one is not Response.NEEDS_ACTION]
    fields: list[Field] = [
        choice_field("who", "Who", panel, "of the panel", str(panel[0].value) if len(panel) == 1 else ""),
        choice_field("response", "Answer", answers, "accepted, declined or tentative", Response.ACCEPTED.value),
    ]
    ask(
        screen, f"Answer to {each.number}", fields,
        lambda values: scheduling.respond(ctx, each.number, text(values, "who"), Response(text(values, "response"))),
    )  # fmt: skip


def ask_concluding(screen: HrScreen, each: Interview) -> None:
    """Ask what came of an interview."""
    ctx, expected = screen.ctx, _stamp(each)
    items = [
        MenuItem(STATES.COMPLETED.value, "It took place"), MenuItem(STATES.NO_SHOW.value, "The candidate did not come"),
        MenuItem(STATES.CONFIRMED.value, "It is confirmed", "everyone said by word of mouth that they come"),
    ]  # fmt: skip

    def chosen(state: str | None) -> None:
        if state is not None:
            screen.work_on(
                lambda: scheduling.conclude(ctx, each.number, STATES(state), expected=expected), screen.tell_done
            )

    screen.app.push_screen(Menu(f"Interview {each.number}", items), chosen)


def ask_file(screen: HrScreen, each: Interview) -> None:
    """Ask for a file, and write the invitation there."""
    ctx = screen.ctx

    def write(path: Path) -> object:
        return waited(
            screen, lambda: exporting.write_calendar(ctx, exporting.invitation(ctx, each.number), path, each.number)
        )

    def done(values: Mapping[str, object] | None) -> None:
        if values is not None:
            screen.say(f"Written: {values['path']}")

    screen.app.push_screen(ask_path(f"Invitation of {each.number}", f"{each.number.lower()}.ics", write), done)


def ask_days(screen: HrScreen, now: Period | None, then: Callable[[Period], None]) -> None:
    """Ask which days are shown."""
    today = screen.ctx.clock.today()
    fields: list[Field] = [
        DayField(key="since", label="From", today=today, initial=now.start if now else today, required=True, help="the first day"),
        DayField(key="until", label="Until", today=today, initial=now.end if now else today + timedelta(weeks=4), required=True,
                 help="the last day"),
    ]  # fmt: skip

    def done(values: Mapping[str, object] | None) -> None:
        if values is not None:
            then(_days(values).days)

    screen.app.push_screen(FormScreen("Days", fields, _check_days, does="Show"), done)


def _check_days(values: Values) -> None:
    days = _days(values).days
    if days.end < days.start:
        raise RuleBroken("The last day is before the first.", "until")


def _stamp(each: Interview) -> int | None:
    return each.stamp.command if each.stamp else None
