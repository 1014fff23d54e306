"""Who a use case is about: found by number, and only for those who may."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from data import directory, people
from hrtui.access.model import Field, Sight, Subject
from hrtui.access.rules import may, require, scopes, sight
from hrtui.context import Actor, Context
from hrtui.dates import LATEST
from hrtui.errors import NotAllowed, NotFound, RuleBroken
from hrtui.people.model import PersonSummary, Profile, ProfileChange, Status
from hrtui.people.rules import in_force
from hrtui.query.model import Query
from hrtui.text import clean, listed

LONGEST_CHAIN = 64
NAMED = 5


@dataclass(frozen=True, slots=True)
class Person:
    """A person a use case is about: their line of the directory, and what permissions are asked about."""

    summary: PersonSummary
    subject: Subject

    @property
    def id(self) -> int:
        """The id of their rows."""
        return self.summary.id

    @property
    def number(self) -> str:
        """The number they keep."""
        return self.summary.number

    @property
    def called(self) -> str:
        """How sentences name them."""
        return f"{self.summary.name} ({self.summary.number})"


def readable(ctx: Context, number: str) -> Person:
    """The person with a number; raise NotAllowed without people.read, NotFound for nobody and for anyone out of scope."""
    require(ctx.actor, "people.read")
    person = _person(number)
    if person is None or not may(ctx.actor, "people.read", person.subject):
        raise nobody(number)
    return person


def writable(ctx: Context, action: str, number: str) -> Person:
    """The person an action is to be done to; raise NotFound for nobody and for anyone the actor may neither read nor
    reach by the action, NotAllowed where only the action does not reach them."""
    require(ctx.actor, action)
    person = _person(number)
    if person is None or not seen(ctx, person, action):
        raise nobody(number)
    require(ctx.actor, action, person.subject)
    return person


def seen(ctx: Context, person: Person, action: str) -> bool:
    """Whether the actor may know of a person: by reading, or by an action that reaches them."""
    return may(ctx.actor, "people.read", person.subject) or may(ctx.actor, action, person.subject)


def nobody(number: str) -> NotFound:
    """That there is no such person, or none that may be seen."""
    return NotFound(
        f"There is no person “{clean(number, limit=40)}” that you may see; look for the name in the directory."
    )


def require_seen(ctx: Context, field: Field, subject: Subject, action: str) -> None:
    """Raise NotAllowed where a field that is to be written is hidden from the actor."""
    if sight(ctx.actor, field, subject) is Sight.HIDDEN and sight(ctx.actor, field, subject, action) is Sight.HIDDEN:
        raise NotAllowed(f"{ctx.actor.login} may not see {field}, so may not change it; leave it empty.")


def require_profile_seen(ctx: Context, change: ProfileChange, subject: Subject, action: str) -> None:
    """Raise NotAllowed where a change of a profile writes a birth date or a sensitive field that is hidden from the actor."""
    if change.birth_date is not None:
        require_seen(ctx, Field.BIRTH, subject, action)
    require_custom_seen(ctx, change.custom or {}, subject, action)


def require_custom_seen(ctx: Context, given: Iterable[str], subject: Subject, action: str) -> None:
    """Raise NotAllowed where one of these custom fields is sensitive and hidden from the actor."""
    hidden = Sight.HIDDEN
    if all(sight(ctx.actor, Field.CUSTOM, subject, each) is hidden for each in ("people.read", action)):
        for name in ctx.config.secret_fields.intersection(given):
            raise NotAllowed(f"{ctx.actor.login} may not see {name}, so may not change it; leave it empty.")


def without_secret(ctx: Context, profile: Profile) -> Profile:
    """A profile without what stands in sensitive custom fields."""
    secret = ctx.config.secret_fields
    if not secret.intersection(profile.custom):
        return profile
    return replace(profile, custom={name: value for name, value in profile.custom.items() if name not in secret})


def sees_certificates(actor: Actor, subject: Subject) -> bool:
    """Whether an actor sees someone's W-4s, which tell of other income: who records them, computes pay, or sees pay."""
    shown = sight(actor, Field.PAY, subject) is Sight.SHOWN
    return shown or any(may(actor, action, subject) for action in ("people.change_certificate", "payroll.preview"))


def resolved(ctx: Context, text: str) -> str:
    """The number meant by a number, by `1042 Last, First`, or by a name; raise NotFound, and RuleBroken for several."""
    wanted, reach, own = clean(text), scopes(ctx.actor, "people.read"), ctx.actor.person
    for number in dict.fromkeys((wanted, wanted.partition(" ")[0])):
        person = _person(number)
        if person is not None and may(ctx.actor, "people.read", person.subject):
            return person.number
    found = directory.named(wanted, reach, own, NAMED + 1)
    if not found and wanted:
        ids = directory.find(Query(words=tuple(wanted.replace(",", " ").split())), reach, own, NAMED + 1)
        found = [line for line in directory.page(ids, reach, own) if line is not None]
    if not found:
        raise nobody(text)
    if len(found) > 1:
        names = [f"{line.number} {line.name}" for line in found[:NAMED]] + ["others"] * (len(found) > NAMED)
        raise RuleBroken(f"“{clean(text, limit=40)}” may be {listed(names)}; give the number.", "number")
    return found[0].number


def manager_of(ctx: Context, action: str, text: str, person: int | None, first_day: date) -> Person:
    """The manager a person is to have from a day on, by number or name.

    Raises RuleBroken, about `manager`, for nobody and for anyone the actor may not know of, for someone who has left by
    then, and where the person would report to themselves, directly or through others.
    """
    manager = _person(clean(text)) or _person(clean(text).partition(" ")[0])
    if manager is None or not seen(ctx, manager, action):
        raise RuleBroken(
            f"There is no person {clean(text, limit=40)} to report to; choose a manager's number.", "manager"
        )
    job = in_force(people.jobs([manager.id])[manager.id], first_day)
    if job is not None and job.status is Status.TERMINATED:
        raise RuleBroken(f"{manager.called} left on {job.last_day}; choose a manager who is there then.", "manager")
    for on in (first_day, LATEST):
        if person is not None and person in chain_on(manager.id, on):
            raise RuleBroken(
                f"{manager.called} reports to this person, so cannot be their manager; move {manager.number} first."
                if manager.id != person
                else "Nobody is their own manager; choose another, or leave it empty.",
                "manager",
            )
    return manager


def chain_on(person: int, on: date) -> list[int]:
    """The person and the managers above, nearest first, as of a day; it ends where it would come round again."""
    chain: list[int] = []
    above: int | None = person
    while above is not None and above not in chain and len(chain) < LONGEST_CHAIN:
        chain.append(above)
        above = people.managers_on([above], on).get(above)
    return chain


def _person(number: str) -> Person | None:
    found = directory.line(number)
    return Person(*found) if found else None
