"""Beginning and ending an employment: hire, rehire, terminate."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from data import directory, people
from hrtui.access.model import Field, Sight, Subject
from hrtui.access.rules import may, require, scopes, sight
from hrtui.audit import writing
from hrtui.audit.model import Change
from hrtui.audit.rules import differences
from hrtui.context import Context
from hrtui.errors import RuleBroken
from hrtui.org.holding import entered as with_row
from hrtui.org.seats import check_places, check_seats, spelled
from hrtui.people import checks, rules
from hrtui.people.beside import check_alone, telling
from hrtui.people.model import Action, Done, Hire, Job, Pay, Profile, Status, Termination
from hrtui.people.subjects import Person, manager_of, require_custom_seen, require_seen, writable

NAMED_REPORTS = 5


@dataclass(frozen=True, slots=True)
class _Newcomer:
    """Who a hire is about: the number, the id where the number was given before, and the rows on file."""

    number: str
    id: int | None
    profiles: list[Profile]
    jobs: list[Job]
    pays: list[Pay]


def hire(ctx: Context, hire: Hire) -> Done:
    """Hire a person, or rehire the one who had the number and left; history is kept.

    Raises NotAllowed, also where the hire is out of scope or gives a pay or a field that is hidden from the actor, and RuleBroken.
    """
    require(ctx.actor, "people.hire")
    today, groups = ctx.clock.today(), [group.name for group in ctx.config.pay_groups]
    wanted = checks.hire(hire, today, groups, ctx.config.company.currency, ctx.config.custom_fields)
    with ctx.store.write():
        wanted = replace(
            wanted, department=people.department(wanted.department), location=people.location(wanted.location)
        )
        check_places(wanted.department, wanted.location, wanted.first_day)
        who = _newcomer(wanted)
        wanted = replace(wanted, position=spelled(wanted.position) or "")
        _require_known(ctx, who)
        action = _hire_action(who, wanted.first_day)
        manager = manager_of(ctx, "people.hire", wanted.manager, who.id, wanted.first_day) if wanted.manager else None
        _require_hire(ctx, who.number, wanted, manager)
        job = _job(wanted, action, manager)
        check_seats(who.id, rules.live(who.jobs), with_row(who.jobs, job))
        entered = writing.begin(ctx, "people.hire", who.number)
        id_ = people.add_person(who.number, entered.command) if who.id is None else who.id
        profile, pay = _profile(wanted, who, today), _pay(wanted, action)
        people.add_job(id_, job, entered)
        if profile is not None:
            people.add_profile(id_, profile, entered)
        if pay is not None:
            people.add_pay(id_, pay, entered)
        directory.refresh([id_], today)
        changes = [change for value in (profile, job, pay) for change in differences(None, value)]
        writing.note(entered, "people.hire", who.number, changes, {"from": str(wanted.first_day)})
    verb = "rehired" if action is Action.REHIRE else "hired"
    sentence = f"{_name(wanted)} ({who.number}) is {verb} as {wanted.title} from {wanted.first_day}."
    return Done(entered.command, who.number, sentence, _hire_notices(who, wanted))


@telling
def terminate(ctx: Context, number: str, termination: Termination, *, expected: int | None = None) -> Done:
    """End the employment after the last day; scheduled rows after it are rescinded, and named in a notice.

    Raises NotFound, NotAllowed, Conflict where a command after `expected` touched the person, and RuleBroken before the
    hire, after the end, or where an end is already scheduled.
    """
    require(ctx.actor, "people.terminate")
    today = ctx.clock.today()
    wanted = checks.termination(termination, today)
    with ctx.store.write():
        person = writable(ctx, "people.terminate", number)
        check_alone(ctx, person, expected, wanted)
        jobs, pays = people.jobs([person.id])[person.id], people.pays([person.id])[person.id]
        before, after, rescinded = rules.terminated_job(jobs, wanted)
        dropped: list[Job | Pay] = [*rescinded, *rules.after(pays, wanted.last_day)]
        entered = writing.begin(ctx, "people.terminate", person.number)
        people.supersede(dropped, entered)
        people.add_job(person.id, after, entered)
        directory.refresh([person.id], today)
        kind = Change("voluntary", "", "yes" if wanted.voluntary else "no")
        changes = (*differences(before, after), kind)
        writing.note(entered, "people.terminate", person.number, changes, {"from": str(after.effective_from)})
        told = [row for row in dropped if not isinstance(row, Pay) or _knows_pay(ctx, person)]
        notices = (*rules.notices_of_rescinded(told), *_reports_notice(ctx, person), *_coverage(ctx, person, after))
    sentence = f"{person.called} leaves; the last day is {wanted.last_day}."
    return Done(entered.command, person.number, sentence, notices)


def _newcomer(wanted: Hire) -> _Newcomer:
    number = wanted.number or people.next_number()
    id_ = people.person_id(number)
    if id_ is None:
        return _Newcomer(number, None, [], [], [])
    return _Newcomer(number, id_, people.profiles([id_])[id_], people.jobs([id_])[id_], people.pays([id_])[id_])


def _hire_action(who: _Newcomer, first_day: date) -> Action:
    if not rules.live(who.jobs):
        return Action.HIRE
    rules.rehire_after(who.jobs, first_day, f"{rules.live(who.profiles)[-1].name} ({who.number})")
    return Action.REHIRE


def _require_known(ctx: Context, who: _Newcomer) -> None:
    """Raise RuleBroken, naming nobody, where the number is that of someone the actor may not hire."""
    line = directory.line(who.number)
    if line is not None and not may(ctx.actor, "people.hire", line[1]):
        raise RuleBroken(f"{who.number} is taken; leave the number empty for the next free one.", "number")


def _require_hire(ctx: Context, number: str, wanted: Hire, manager: Person | None) -> None:
    above = (manager.number, *manager.subject.chain) if manager else ()
    subject = Subject(number, wanted.department, wanted.location, above)
    require(ctx.actor, "people.hire", subject)
    if wanted.rate is not None:
        require_seen(ctx, Field.PAY, subject, "people.hire")
    require_custom_seen(ctx, wanted.custom, subject, "people.hire")


def _profile(wanted: Hire, who: _Newcomer, today: date) -> Profile | None:
    known = rules.in_force(who.profiles, wanted.first_day)
    if known is None:
        begins = min(wanted.first_day, today)
        return Profile(begins, wanted.first_name, wanted.last_name, wanted.email, custom=wanted.custom)
    email, custom = wanted.email or known.email, {**known.custom, **wanted.custom}
    said = wanted.first_name, wanted.last_name, email, custom
    if (known.first_name, known.last_name, known.email, {**known.custom}) == said:
        return None
    return replace(
        known,
        effective_from=wanted.first_day,
        first_name=wanted.first_name,
        last_name=wanted.last_name,
        email=email,
        custom=custom,
        stamp=None,
    )


def _job(wanted: Hire, action: Action, manager: Person | None) -> Job:
    return Job(
        effective_from=wanted.first_day,
        action=action,
        status=Status.ACTIVE,
        title=wanted.title,
        department=wanted.department,
        location=wanted.location,
        manager=manager.number if manager else "",
        manager_name=manager.summary.name if manager else "",
        employment_type=wanted.employment_type,
        flsa=wanted.flsa,
        fte=wanted.fte,
        standard_hours=wanted.standard_hours,
        reason=wanted.reason,
        cost_centre=wanted.cost_centre,
        grade=wanted.grade,
        position=wanted.position,
    )


def _pay(wanted: Hire, action: Action) -> Pay | None:
    if wanted.rate is None:
        return None
    return Pay(wanted.first_day, action, wanted.basis, wanted.rate, wanted.pay_group, wanted.reason)


def _hire_notices(who: _Newcomer, wanted: Hire) -> tuple[str, ...]:
    if wanted.rate is not None:
        return ()
    old = rules.in_force(who.pays, wanted.first_day)
    if old is not None:
        return (f"No pay was entered: the one of {old.effective_from} holds again.",)
    return ("No pay was entered; change pay before the first pay date.",)


def _knows_pay(ctx: Context, person: Person) -> bool:
    return sight(ctx.actor, Field.PAY, person.subject) is not Sight.HIDDEN


def _reports_notice(ctx: Context, person: Person) -> tuple[str, ...]:
    """Who is left without a manager, as far as the actor may know of them."""
    reach = (*scopes(ctx.actor, "people.read"), *scopes(ctx.actor, "people.change_job"))
    count, names = directory.reports(person.id, NAMED_REPORTS, reach, ctx.actor.person)
    if not count:
        return ()
    more = f" and {count - len(names)} more" if count > len(names) else ""
    verb = "reports" if count == 1 else "report"
    return (f"{'; '.join(names)}{more} {verb} to {person.summary.name}; give them another manager.",)


def _coverage(ctx: Context, person: Person, row: Job) -> tuple[str, ...]:
    """When coverage ends, which closed checks that reaches back into, and that continuation is owed; for who may know of it."""
    from hrtui.benefits.cobra import telling
    from hrtui.benefits.leaving import told_of_coverage

    if row.last_day is None:
        return ()
    owed = telling.after_leaving(ctx, person, row.last_day, row.reason)
    return (*told_of_coverage(ctx, person, row.last_day), *owed)


def _name(wanted: Hire) -> str:
    return Profile(wanted.first_day, wanted.first_name, wanted.last_name).name
