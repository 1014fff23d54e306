"""What is asked about interviews: who is to meet the candidate, which of the slots, why one is moved or cancelled, what was answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from hrtui.dates import EXAMPLES, Period
from hrtui.errors import HrError, RuleBroken
from hrtui.interviews import exporting, inviting, scheduling, service
from hrtui.interviews.asking import Asked, Part, clock, moment, part, zone_of
from hrtui.interviews.model import SPOKEN, STATES, Interview, Response
from hrtui.interviews.reading import loop_of
from hrtui.interviews.spans import instant_of
from hrtui.people.model import Done
from hrtui.value import frozen
from screens.base import HrScreen
from screens.drafting import Draft, with_draft
from screens.recruiting.asking import Values, ask, choice_field, text
from screens.verbs import waited
from screens.widgets.fields import Choice, DayField, Field, FlagField, TextField
from screens.widgets.form import FormScreen
from screens.widgets.menu import Menu, MenuItem
from screens.widgets.paths import ask_path, path_of

SHOWN = 50
WEEKS = 2


@frozen
class Preset:
    """The minute from which on an interview is looked for, by the clocks of a zone."""

    minute: int
    zone: ZoneInfo


def ask_slots(screen: HrScreen, application: str = "", name: str = "", preset: Preset | None = None) -> None:
    """Ask who is to meet the candidate of an application and when, then offer the best slots."""
    fields = _slot_fields(screen, application, preset)
    title = f"Interview with {name}" if name else "Schedule an interview"

    def open_(draft: Draft, typed: Mapping[str, str] | None = None) -> None:
        ctx, asked, found, made = screen.ctx, list[Asked](), list[service.Slots](), list[Done]()

        def submit(values: Values) -> object:
            def find() -> None:
                asked.append(_asked(values))
                begins = _begins(screen, values, asked[-1].zone)
                number = application or text(values, "application")
                if begins is not None:
                    made.append(scheduling.schedule(ctx, number, asked[-1], begins, hold=_hold(values)))
                    return
                found.append(service.find_slots(ctx, asked[-1], SHOWN, of=number))
                if not found[-1].slots:
                    raise _none(found[-1])

            return waited(screen, find)

        def left(values: Mapping[str, object] | None) -> None:
            if values is None or made:
                draft.forget()
                if made:
                    screen.tell_done(made[-1])
                return
            from screens.interviews.slots import Offer, SlotsScreen

            number = application or text(values, "application")
            minute = None if preset is None else preset.minute
            offer = Offer(screen, number, name or number, asked[-1], found[-1], minute, _hold(values))
            screen.app.push_screen(SlotsScreen(offer, draft.forget, lambda: open_(draft, form.model.texts())))

        known = draft.typed if typed is None else typed
        intro = ("Typed last time and not done; esc and y discard it.",) if known and typed is None else ()
        form = FormScreen(
            title,
            fields,
            submit,
            intro=intro,
            on_change=draft.keep,
            on_move=draft.move,
            typed=known,
            at=draft.at,
            does="Find",
        )
        screen.app.push_screen(form, left)

    subject = application if preset is None else f"{application} {preset.minute}"
    with_draft(screen, f"{service.WORK}.slots", subject, open_)


def _slot_fields(screen: HrScreen, application: str, preset: Preset | None) -> list[Field]:
    """Who and when; with a preset on its day, from its time on."""
    zone, hours, when = "", "8:00-19:00", _when_fields(screen, None)
    if preset is not None:
        local = instant_of(preset.minute).astimezone(preset.zone)
        zone = "" if preset.zone.key == screen.ctx.config.company.time_zone else preset.zone.key
        hours = f"{local:%H:%M}-{'19:00' if local.hour < 19 else '24:00'}"
        when = _when_fields(screen, local.date(), 0)
    fields: list[Field] = []
    if not application:
        fields.append(
            TextField(key="application", label="Application", required=True, help="its number, such as APP-00042")
        )
    return [
        *fields,
        TextField(key="sessions", label="Sessions", required=True, help="minutes and who: 45:kim,1017; 60:1 of lee/1022"),
        *when,
        TextField(key="zone", label="Zone", initial=zone, help="the candidate's, such as Europe/London; empty for the company's"),
        TextField(key="candidate", label="Their hours", initial=hours, help="when the candidate can, Monday to Friday"),
        TextField(key="hours", label="Our hours", help="each one's own where empty; else 9:00-17:00, each in their own zone"),
        TextField(key="rooms", label="Rooms", help="one of these, the first that is free; empty for none"),
        TextField(key="calendars", label="Calendars", help="who and file: 1004=kim.ics; empty for those that are kept"),
        *_begins_fields("the clocks of Zone"),
        DayField(key="hold", label="Propose until", today=screen.ctx.clock.today(), initial=None,
                 help="held until that day, and nobody is written to; empty to schedule it"),
    ]  # fmt: skip


def _hold(values: Values) -> date | None:
    hold = values.get("hold")
    return hold if isinstance(hold, date) else None


def _begins_fields(clocks: str) -> list[Field]:
    """When it is to begin, by whose clocks, and whether though something contradicts it."""
    return [
        TextField(key="begins", label="Begins", help=f"2026-12-01 10:00, by {clocks}; empty for the best time"),
        FlagField(
            key="anyway", label="Anyway", help="take that time though hours, absences or calendars contradict it"
        ),
    ]


def _begins(screen: HrScreen, values: Values, zone: str) -> int | None:
    """The minute that was typed, in a zone or the company's."""
    return moment(text(values, "begins"), zone or screen.ctx.config.company.time_zone)


def _none(found: service.Slots) -> HrError:
    return RuleBroken(found.sentence, "sessions")


def _when_fields(screen: HrScreen, first: date | None, weeks: int = WEEKS) -> list[Field]:
    today = screen.ctx.clock.today()
    begin = max(today, first) if first else today
    return [
        DayField(key="since", label="From", today=today, initial=begin, required=True, help="the first day"),
        DayField(key="until", label="Until", today=today, initial=begin + timedelta(weeks=weeks), required=True, help="the last day"),
    ]  # fmt: skip


def _asked(values: Values) -> Asked:
    return replace(
        _days(values),
        parts=tuple(part(each) for each in _several(text(values, "sessions"))),
        zone=text(values, "zone").strip(),
        candidate=clock(text(values, "candidate")),
        hours=text(values, "hours").strip(),
        anyway=bool(values.get("anyway")) and bool(text(values, "begins").strip()),
        rooms=dict.fromkeys(_several(text(values, "rooms").replace(",", ";"))),
        calendars={
            who.strip(): path_of(file.strip())
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


def _reason(required: bool = True) -> TextField:
    """Why; it stands in the e-mails to the panel."""
    return TextField(
        key="reason",
        label="Reason",
        required=required,
        help="the panel is told, the candidate is not; it stays in the history",
    )


def ask_moving(screen: HrScreen, each: Interview) -> None:
    """Ask why an interview is moved, who cannot come and who may come instead, and within which days; of a loop that may be anybody
    of any of its sessions."""
    ctx = screen.ctx
    screen.work_on(lambda: loop_of(ctx, each.number), partial(_ask_moving, screen, each), hold=True)


def _ask_moving(screen: HrScreen, each: Interview, loop: Sequence[Interview]) -> None:
    ctx, expected = screen.ctx, _stamp(each)
    day = instant_of(each.begins).astimezone(zone_of(each.zone)).date()
    people = {one.person: one.name for held in (each, *loop) for one in held.panel}
    panel = [Choice(person, f"{person} {name}", name) for person, name in people.items()]
    fields: list[Field] = [
        _reason(),
        choice_field("without", "Cannot come", panel, "empty where everyone can", required=False),
        TextField(key="instead", label="Instead", help="whoever fits best of kim/1022; empty for nobody"),
        *_when_fields(screen, day - timedelta(days=1)),
        FlagField(key="loop", label="Whole loop", help="move all sessions that were made together"),
        *_begins_fields(f"the clocks of {each.zone}"),
    ]

    def save(values: Values) -> Done:
        pool = tuple(one.strip() for one in text(values, "instead").split("/") if one.strip())
        gone = [text(values, "without")] if text(values, "without") else []
        asked = replace(_days(values), anyway=bool(values.get("anyway")))
        return scheduling.move(
            ctx, each.number, text(values, "reason"), asked, without=gone, instead=Part(0, (), pool) if pool else None,
            begins=_begins(screen, values, each.zone), loop=bool(values.get("loop")), expected=expected,
        )  # fmt: skip

    ask(screen, f"Move interview {each.number}", fields, save, form=f"{service.WORK}.move", subject=each.number)


def ask_cancelling(screen: HrScreen, each: Interview) -> None:
    """Ask why an interview is cancelled."""
    ctx, expected = screen.ctx, _stamp(each)
    fields: list[Field] = [
        _reason(required=each.state is not STATES.PROPOSED),
        FlagField(key="loop", label="Whole loop", help="cancel all sessions to come that were made together"),
    ]  # fmt: skip

    def save(values: Values) -> Done:
        return scheduling.cancel(
            ctx, each.number, text(values, "reason"), loop=bool(values.get("loop")), expected=expected
        )

    ask(screen, f"Cancel interview {each.number}", fields, save, form=f"{service.WORK}.cancel", subject=each.number)


def ask_confirming(screen: HrScreen, each: Interview) -> None:
    """Schedule an interview that was proposed; of a loop all of it, where that is said."""
    ctx, expected = screen.ctx, _stamp(each)

    def confirm(loop: bool) -> None:
        screen.work_on(lambda: scheduling.confirm(ctx, each.number, loop=loop, expected=expected), screen.tell_done)

    if each.state is not STATES.PROPOSED:
        screen.say(f"{each.number} is {SPOKEN[each.state]}, not proposed; A records what was answered.")
        return
    items = [
        MenuItem("one", f"Schedule {each.number}", "its panel and the candidate are written to"),
        MenuItem("loop", "Schedule the whole loop", "all sessions that were proposed with it"),
    ]

    def chosen(which: str | None) -> None:
        if which is not None:
            confirm(which == "loop")

    screen.app.push_screen(Menu(f"Interview {each.number}", items), chosen)


def write_invitations(screen: HrScreen, each: Interview) -> None:
    """Write what is owed about an interview into the outbox."""
    ctx = screen.ctx
    screen.work_on(lambda: inviting.invite(ctx, each.number), screen.tell_done)


def ask_answer(screen: HrScreen, each: Interview) -> None:
    """Ask who of the panel answered what, or what the candidate did."""
    ctx = screen.ctx
    panel = [Choice(one.person, f"{one.person} {one.name}", one.name) for one in each.panel]
    panel.append(Choice(scheduling.CANDIDATE, "the candidate"))
    answers = [Choice(one.value, one.value) for one in Response if one is not Response.NEEDS_ACTION]
    fields: list[Field] = [
        choice_field(
            "who", "Who", panel, "of the panel, or the candidate", str(panel[0].value) if len(panel) == 2 else ""
        ),
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


def ask_day(screen: HrScreen, then: Callable[[date], None]) -> None:
    """Ask for the day that is gone to."""
    field = DayField(key="day", label="Day", today=screen.ctx.clock.today(), initial=None, required=True, help=EXAMPLES)

    def done(values: Mapping[str, object] | None) -> None:
        day = values["day"] if values is not None else None
        if isinstance(day, date):
            then(day)

    screen.app.push_screen(FormScreen("Go to a day", [field], does="Go"), done)


def _check_days(values: Values) -> None:
    days = _days(values).days
    if days.end < days.start:
        raise RuleBroken("The last day is before the first.", "until")


def _stamp(each: Interview) -> int | None:
    return each.stamp.command if each.stamp else None
