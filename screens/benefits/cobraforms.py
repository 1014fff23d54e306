"""What is asked about cases of COBRA: the day of a notice, who elects, which months are paid, why one ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import cast

from hrtui.benefits.cobra import raising, stepping
from hrtui.benefits.cobra.model import CONTINUED, LABELS, TOLD_BY_PERSON, Answer, Case, Extension, Kind
from hrtui.benefits.cobra.raising import Losing, Proposed
from hrtui.benefits.cobra.reading import CaseDetail, asked_of
from hrtui.benefits.cobra.rules import starts
from hrtui.benefits.cobra.second import second_event
from hrtui.benefits.cobra.stepping import Missed
from hrtui.benefits.model import SELF
from hrtui.benefits.wording import TYPES
from hrtui.errors import RuleBroken
from hrtui.money import Money, format_money
from hrtui.people.model import Done
from hrtui.people.service import resolve
from screens.base import HrScreen
from screens.verbs import waited
from screens.widgets.confirm import Confirm
from screens.widgets.fields import Choice, ChoiceField, DayField, Field, FlagField, TextField
from screens.widgets.form import FormScreen

NAMED = 200
EXTENSIONS = {
    Extension.DISABILITY: "a disability (11 months more)",
    Extension.SECOND_EVENT: "a second event (36 months, the family)",
    Extension.MEDICARE: "Medicare before the event (the family)",
}
Values = Mapping[str, object]
Then = Callable[[Done], object]


def _ask(
    screen: HrScreen, title: str, fields: Sequence[Field], act: Callable[[Values], Done], intro: Sequence[str]
) -> None:
    """Ask for values, do it on a thread, and tell what was done."""
    made = list[Done]()

    def save(values: Values) -> object:
        return waited(screen, lambda: made.append(act(values)))

    def done(values: object) -> None:
        if values is not None and made:
            screen.tell_done(made[-1])

    screen.app.push_screen(FormScreen(title, fields, save, intro=intro), done)


def _day(
    screen: HrScreen, key: str, label: str, help: str, initial: date | None = None, required: bool = True
) -> DayField:
    ctx = screen.ctx
    return DayField(
        key=key, label=label, today=ctx.clock.today(), initial=initial, required=required, help=help,
        month_first=ctx.config.style.month_first,
    )  # fmt: skip


def _expected(case: Case) -> int | None:
    return case.stamp.command if case.stamp else None


def ask_raise(screen: HrScreen, found: Sequence[Proposed]) -> None:
    """Show who lost coverage and raise their cases once that is confirmed."""
    ctx = screen.ctx
    lines = [f"{each.name} ({each.number}): {each.wanted.why}" for each in found[:NAMED]]
    more = [f"and {len(found) - NAMED:,} more"] if len(found) > NAMED else []

    def go(yes: object) -> None:
        if yes:
            screen.work_on(lambda: raising.raise_all(ctx), screen.tell_done, hold=True)

    count = "a case" if len(found) == 1 else f"{len(found):,} cases"
    screen.app.push_screen(Confirm(f"Raise {count} of COBRA?", [*lines, *more], title="Raise"), go)


def ask_raise_one(screen: HrScreen) -> None:
    """Ask whose event it is and what happened, then who lost coverage, by name."""
    ctx, found = screen.ctx, list[Losing]()

    def look(values: Values) -> object:
        def read() -> None:
            number = resolve(ctx, str(values["person"]))
            found.append(raising.losing(ctx, number, Kind(str(values["kind"])), cast(date, values["day"])))

        return waited(screen, read)

    def then(values: object) -> None:
        if values is not None and found:
            asked = cast(Values, values)
            _ask_losing(screen, found[-1], Kind(str(asked["kind"])), cast(date, asked["day"]))

    fields: list[Field] = [
        TextField(key="person", label="Person", required=True, help="the number, or a name that only one person has"),
        ChoiceField(key="kind", label="What happened", required=True, choices=[Choice(each.value, LABELS[each]) for each in Kind]),
        _day(screen, "day", "Day", "the day it happened", ctx.clock.today()),
    ]  # fmt: skip
    screen.app.push_screen(FormScreen("Raise a case", fields, look), then)


def _ask_losing(screen: HrScreen, losing: Losing, kind: Kind, day: date) -> None:
    """Ask who lost coverage and until when, and raise the case."""
    ctx = screen.ctx

    def act(values: Values) -> Done:
        slots = [slot for slot in losing.names if values[str(slot)]]
        if not slots:
            raise RuleBroken("Nobody is chosen who lost coverage; choose someone, or leave by escape.", "slots")
        told, lost = cast("date | None", values.get("told")), cast(date, values["lost"])
        return raising.raise_one(ctx, losing.number, kind, day, lost=lost, slots=slots, told=told)

    fields: list[Field] = [
        FlagField(key=str(slot), label=name, initial=True, help="lost coverage, and may continue it")
        for slot, name in losing.names.items()
    ]
    fields.append(
        _day(screen, "lost", "Covered until", "the last day of coverage, by the plans unless changed", losing.lost)
    )
    if kind in TOLD_BY_PERSON:
        told = "the day they told of it: the notice is due 14 days later"
        fields.append(_day(screen, "told", "Told on", told, ctx.clock.today()))
    intro = (f"{losing.name} ({losing.number}): {LABELS[kind]}, {day}.",)
    _ask(screen, "Who lost coverage", fields, act, intro)


def ask_notice(screen: HrScreen, case: Case) -> None:
    """Ask on which day the notice was sent."""
    ctx = screen.ctx
    _ask(
        screen, "Notice sent", [_day(screen, "on", "Sent", "the day of the mail", ctx.clock.today())],
        lambda values: stepping.notice(ctx, case.number, cast(date, values["on"]), expected=_expected(case)),
        (f"{case.number}: due by {case.notice_due}. From then on it can be elected for 60 days.",),
    )  # fmt: skip


def ask_elect(screen: HrScreen, found: CaseDetail) -> None:
    """Ask what each beneficiary who has not elected answered."""
    ctx, case = screen.ctx, found.line.case
    left = [slot for slot, said in case.answers.items() if said is not Answer.ELECTED]
    if not left:
        screen.say(f"Everyone of {case.number} has elected.")
        return
    answers = [Choice(Answer.ELECTED.value, "elects"), Choice(Answer.DECLINED.value, "declines")]
    fields: list[Field] = [
        ChoiceField(key=str(slot), label=found.names[slot], choices=answers, help="empty: no answer yet")
        for slot in left
    ]
    fields += _plans(case)
    fields.append(_day(screen, "on", "Sent", "the day the election was sent", ctx.clock.today()))

    def act(values: Values) -> Done:
        said = {slot: Answer(str(values[str(slot)])) for slot in left if values[str(slot)]}
        types = [plan.type for plan in case.plans if values.get(plan.type.value, True)]
        if not types:
            raise RuleBroken("No plan is ticked; who wants none declines.", "plans")
        some = () if len(types) == len(case.plans) else types
        on = cast(date, values["on"])
        return stepping.answer(ctx, case.number, said, on, types=some, expected=_expected(case))

    _ask(screen, "Election", fields, act, (f"{case.number}: by {case.elect_by}. Each may elect alone.",))


def _plans(case: Case) -> list[Field]:
    """A box for each plan, where there are several: who elects may leave some."""
    if len(case.plans) < 2:
        return []
    told = "who elects continues it"
    return [FlagField(key=each.type.value, label=TYPES[each.type], initial=True, help=told) for each in case.plans]


def ask_paid(screen: HrScreen, found: CaseDetail) -> None:
    """Ask through which month it is paid, and when the payment was sent; a month's price is said."""
    ctx, case = screen.ctx, found.line.case
    if case.state not in CONTINUED:
        screen.say(
            f"{case.number} is {case.state.value.replace('_', ' ')}: nothing is to be paid before someone elects."
        )
        return
    price = format_money(Money(asked_of(found)), ctx.config.style)
    following = (case.paid_through + timedelta(days=1)) if case.paid_through else starts(case)
    fields = [
        _day(screen, "through", "Paid through", "a day of the last month that is paid", following),
        _day(screen, "on", "Sent", "the day the payment was sent", ctx.clock.today()),
    ]

    def act(values: Values) -> Done:
        through, on = cast(date, values["through"]), cast(date, values["on"])
        return stepping.pay(ctx, case.number, through, on, expected=_expected(case))

    paid = f"paid through {case.paid_through}" if case.paid_through else "nothing is paid yet"
    _ask(
        screen,
        "Payment",
        fields,
        act,
        (f"{case.number}, {price} a month: {paid}; next by {case.pay_by or 'no day'}.",),
    )


def ask_extend(screen: HrScreen, found: CaseDetail) -> None:
    """Ask why it lasts longer, and of a second event whose it is where several dependents elected."""
    ctx, case = screen.ctx, found.line.case
    family = [slot for slot in case.electing if slot != SELF]
    choices = [Choice(each.value, words) for each, words in EXTENSIONS.items()]
    fields: list[Field] = [
        ChoiceField(key="by", label="Because of", required=True, choices=choices),
        _day(
            screen,
            "since",
            "Medicare since",
            "the first day of the employee's Medicare; empty for the others",
            required=False,
        ),
    ]
    if len(family) > 1:
        told = "a second event of theirs; of a death everyone's"
        fields += [FlagField(key=str(slot), label=found.names[slot], initial=True, help=told) for slot in family]
        fields.append(_day(screen, "on", "Second event on", "the day of it; empty for the others", required=False))

    def act(values: Values) -> Done:
        by, since = Extension(str(values["by"])), cast("date | None", values["since"])
        slots = [slot for slot in family if values.get(str(slot), True)]
        if by is Extension.SECOND_EVENT and slots != family:
            on = cast("date | None", values.get("on"))
            return second_event(ctx, case.number, slots, on, expected=_expected(case))
        return stepping.extend(ctx, case.number, by, since, expected=_expected(case))

    _ask(screen, "Extend", fields, act, (f"{case.number} lasts until {case.until}.",))


def ask_end(screen: HrScreen, case: Case) -> None:
    """Ask with which day it ends, and why."""
    ctx = screen.ctx
    fields: list[Field] = [
        _day(screen, "on", "Last day", "the last day of coverage", case.paid_through),
        TextField(key="why", label="Why", required=True, help="other coverage, Medicare, no health plan any more"),
    ]

    def act(values: Values) -> Done:
        return stepping.end(ctx, case.number, cast(date, values["on"]), str(values["why"]), expected=_expected(case))

    _ask(screen, "End", fields, act, (f"{case.number} lasts until {case.until}.",))


def ask_lapse(screen: HrScreen, found: Sequence[Missed]) -> None:
    """Show what was missed, and carry it out once that is confirmed."""
    ctx = screen.ctx
    lines = [f"{each.before.number} {each.name}: {each.after.state.value}, {each.after.note}" for each in found[:NAMED]]
    more = [f"and {len(found) - NAMED:,} more"] if len(found) > NAMED else []

    def go(yes: object) -> None:
        if yes:
            screen.work_on(lambda: stepping.lapse(ctx), screen.tell_done, hold=True)

    screen.app.push_screen(Confirm("Carry this out?", [*lines, *more], title="Carry out missed"), go)
