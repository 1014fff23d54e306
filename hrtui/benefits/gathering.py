"""What use cases of enrolment have in common: people and events found for those who may, and what is read of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from data import benefit_law
from data.benefits import choices, elections, events, members
from hrtui.access.model import Field, Sight
from hrtui.access.rules import require, sight
from hrtui.audit.model import Change
from hrtui.benefits.book import Book
from hrtui.benefits.desk import Desk
from hrtui.benefits.events import SPOKEN
from hrtui.benefits.inforce import of_type
from hrtui.benefits.model import Choice, Election, Event, Member, Offer
from hrtui.benefits.planfile import book
from hrtui.context import Context
from hrtui.errors import Conflict, NotFound, RuleBroken
from hrtui.people.model import Done
from hrtui.people.subjects import Person, writable
from hrtui.text import clean

READ, ENROL, FINALISE = "benefits.read", "benefits.enrol", "benefits.finalise"
DEFAULT_CHECKS = 26


@dataclass(frozen=True, slots=True)
class Enrolled(Done):
    """What was done with an enrolment event: its number, and the faults of its choices, one a sentence."""

    event: str = ""
    faults: tuple[str, ...] = ()


def found(ctx: Context, action: str, number: str) -> tuple[Event, Person]:
    """The event of a number and its person; raise NotFound for none and for anyone out of scope, NotAllowed otherwise."""
    require(ctx.actor, action)
    event = events.numbered(number.strip().upper())
    if event is None:
        raise nothing(number)
    member = members.members([event.person], event.effective).get(event.person)
    if member is None:
        raise nothing(number)
    return event, writable(ctx, action, member.number)


def nothing(number: str) -> NotFound:
    """That there is no such event."""
    return NotFound(f"There is no enrolment event “{clean(number, limit=40)}”; `hrtui benefits events` lists them.")


def check_alone(event: Event, expected: int | None) -> None:
    """Raise Conflict where a command after the expected one moved the event; `expected` None asks for no check."""
    stamp = event.stamp
    if expected is None or stamp is None or stamp.command <= expected:
        return
    raise Conflict(
        f"{stamp.recorded_by} moved event {event.number} on since it was opened here: it is {SPOKEN[event.state]}. Nothing is "
        "saved yet; look at it again first.",
        newest=stamp.command,
    )


def member_of(person: int, on: date) -> Member:
    """What rules need to know of a person on a day; raises RuleBroken for someone without a job."""
    member = members.members([person], on).get(person)
    if member is None:
        raise RuleBroken(f"There is no job on file on {on}; hire them first.", "day")
    return member


def desk_of(
    ctx: Context, event: Event, offered: Sequence[Offer] | None = None, chosen: Sequence[Choice] | None = None
) -> Desk:
    """An event with everything that decides it; its stored offers and choices, unless others are given."""
    plans = book(ctx)
    member = member_of(event.person, event.effective)
    held = tuple(elections.elections([event.person]).get(event.person, ()))
    offers_ = choices.offers([event.number])[event.number] if offered is None else tuple(offered)
    made = choices.choices([event.number])[event.number] if chosen is None else tuple(chosen)
    return assembled(ctx, event, member, offers_, made, held, plans)


def assembled(
    ctx: Context, event: Event, member: Member, offered: tuple[Offer, ...], chosen: tuple[Choice, ...],
    held: tuple[Election, ...], plans: Book,
) -> Desk:  # fmt: skip
    """A desk of parts that were read already."""
    law = benefit_law.law(event.effective)
    return Desk(
        event,
        member,
        offered,
        chosen,
        held,
        plans,
        law,
        checks_of(ctx, member),
    )


def checks_of(ctx: Context, member: Member) -> int:
    """Checks a year of a person's pay group; 26 where none is on file."""
    by_group = {group.name: group.frequency.value for group in ctx.config.pay_groups}
    return benefit_law.checks_a_year().get(by_group.get(member.pay_group, ""), DEFAULT_CHECKS)


def pay_shown(ctx: Context, person: Person, action: str = READ) -> bool:
    """Whether the role sees pay, which coverage by multiples of pay and premiums of pay tell."""
    shown = Sight.SHOWN
    return any(sight(ctx.actor, Field.PAY, person.subject, each) is shown for each in (action, "people.read"))


def birth_shown(ctx: Context, person: Person) -> bool:
    """Whether the role is shown birth dates of the person and of those who depend on them."""
    return any(sight(ctx.actor, Field.BIRTH, person.subject, each) is Sight.SHOWN for each in (READ, "people.read"))


def said(choice: Choice | None) -> str:
    """A choice in the words of the trail: `medical/ppo employee_spouse covers 1`, or `waived: reason`."""
    if choice is None:
        return ""
    if choice.waived:
        return f"waived: {choice.reason}" if choice.reason else "waived"
    words = [f"{choice.plan}/{choice.option}", choice.tier.value]
    words += [f"{choice.amount.amount:.2f}"] if choice.amount else []
    words += [f"{(choice.percent * 100).normalize():f} %"] if choice.percent is not None else []
    words += [f"covers {','.join(map(str, choice.covers))}"] if choice.covers else []
    return " ".join(words)


def election_changes(rows: Sequence[Election], held: Sequence[Election]) -> list[Change]:
    """What rows change of the elections that stand on their days, for the trail."""
    made = []
    for row in rows:
        before = of_type(held, row.choice.type, row.effective_from)
        was = f"{said(before.choice)} ({before.state.value})" if before else ""
        made.append(Change(f"election.{row.choice.type.value}", was, f"{said(row.choice)} ({row.state.value})"))
    return made
