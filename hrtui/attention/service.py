"""What needs the actor's attention today: a line for each kind of thing, and the people behind a line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from data import attention
from hrtui.access.model import Field, Scope, Sight
from hrtui.access.rules import may, require, scopes, seen_in
from hrtui.attention import rules
from hrtui.attention.model import Due, DueList, Kind, Notice
from hrtui.attention.rules import about, about_backup, about_imports, about_retention, about_retro
from hrtui.context import Context
from hrtui.errors import NotAllowed

READ = "people.read"
PAYROLL, RUN = "payroll.preview", "payroll.run"
IMPORT = "people.import"
DOCUMENTS = "people.documents"
CHANGE = "people.change_job"
MOST = 5_000
RUNS_SINCE = timedelta(days=60)
LOOKED_AT = 500  # records that may be past their time: home says how many, or that there are more
Found = tuple[int, list[Due]]
Scopes = tuple[Scope, ...]


def notices(ctx: Context) -> tuple[Notice, ...]:
    """A line for all that is due, in the actor's scope and as far as the role sees it, and old backups for who may make one.

    What the actor may not see is left out, as is what there is none of. At most thirty-one queries where no interview waits and nothing reaches
    back into closed runs. Attention is about today, so nothing is said while another day is looked at.
    """
    if ctx.lens is not None and ctx.lens != ctx.clock.today():
        return ()
    found: tuple[Notice, ...] = ()
    for kind in Kind:
        if concerns(ctx, kind):
            found += about(_due(ctx, kind, rules.NAMED), ctx.config.home.ahead)
    if any(scope.everyone for scope in scopes(ctx.actor, IMPORT)):
        since = ctx.clock.now() - timedelta(days=ctx.config.home.ahead)
        found += about_imports(attention.faulty_imports(since), ctx.config.company.time_zone)
    if may(ctx.actor, PAYROLL):
        found += _runs(ctx)
    if may(ctx.actor, "retention.read"):
        found += about_retention(*_past(ctx))
    if may(ctx.actor, RUN) and may(ctx.actor, PAYROLL):
        found += about_retro(_retro(ctx))
    found += _benefits(ctx)
    found += _recruiting(ctx)
    if may(ctx.actor, "recruiting.work"):
        found += _interviews(ctx)
    if may(ctx.actor, "store.backup") and not ctx.config.demo:
        found += about_backup(_newest_backup(ctx), ctx.clock.now())
    return tuple(sorted(found, key=lambda notice: not notice.warning))


def _retro(ctx: Context) -> int:
    """How many checks of closed runs owe what nobody decided about; nothing is computed where no run is closed."""
    with ctx.store.snapshot():
        if not attention.any_closed_run(ctx.config.retro.since(ctx.clock.today())):
            return 0
    from hrtui.payroll.runs import service

    return service.undecided(ctx)


def _benefits(ctx: Context) -> tuple[Notice, ...]:
    """Windows that end and papers that are late, for who enters elections; what COBRA owes, for who sends its notices. Six queries."""
    enrols, sends = scopes(ctx.actor, "benefits.enrol"), scopes(ctx.actor, "benefits.cobra")
    if not enrols and not sends:
        return ()
    from data.benefits import attention as waiting
    from hrtui.benefits import attention as said

    today, person, found = ctx.clock.today(), ctx.actor.person, tuple[Notice, ...]()
    until = today + timedelta(days=said.SOON)
    if enrols:
        found += said.about_windows(waiting.endings(enrols, person, today, until))
        found += said.about_papers(waiting.late_papers(enrols, person, today))
    if sends:
        if ctx.config.benefits.cobra:
            found += said.about_leavers(waiting.leavers_without_case(sends, person, today - said.LOOK_BACK, today))
            found += said.about_general(waiting.general_due(sends, person, today, until), today)
        found += said.about_cobra(waiting.notices_due(sends, person, until), today)
    return found


def _recruiting(ctx: Context) -> tuple[Notice, ...]:
    """What waits for the actor's approval, scorecards they owe, messages that are owed and consent that ends, each for who may; five
    queries."""
    approves, scores, works, empties = (
        may(ctx.actor, f"recruiting.{each}") for each in ("approve", "score", "work", "purge")
    )
    if not (approves or scores or works or empties):
        return ()
    from data.recruiting import applications, offers, requisitions, scorecards
    from hrtui.recruiting import attention as said

    found, roles = tuple[Notice, ...](), set(ctx.actor.roles)
    if approves:
        waiting = (
            sum(bool(roles.intersection(each)) for each in of.awaiting().values()) for of in (requisitions, offers)
        )
        found += said.about_approvals(*waiting)
    if scores:
        owed = scorecards.owed_by(ctx.actor.login)
        if owed:
            from hrtui.interviews.feedback import owed_now

            owed = owed_now(ctx, owed)
        known = applications.by_ids([id_ for id_, _ in owed[:1]])
        found += said.about_scorecards(
            [(known[id_].number if id_ in known else "", ask) for id_, ask in owed], ctx.clock.today()
        )
    if works and (owing := applications.owing()):
        from hrtui.recruiting.gathering import WORK, reach

        within = reach(ctx, WORK)
        found += said.about_messages(sum(within is None or requisition in within for _, requisition in owing))
    if empties:
        found += _consent(ctx)
    return found


def _consent(ctx: Context) -> tuple[Notice, ...]:
    """A line where consent ends; the file that says how long before is read only where any ends."""
    from data.recruiting import purging

    if not purging.any_ends():
        return ()
    from hrtui.recruiting.attention import about_consent
    from hrtui.recruiting.playfile import warn_days

    today, days = ctx.clock.today(), warn_days(ctx)
    return about_consent(*purging.counts(today, today + timedelta(days=days)), days)


def _interviews(ctx: Context) -> tuple[Notice, ...]:
    """The lines about interviews; what tells of them is loaded only where any may wait."""
    from hrtui.interviews import waiting

    if not any(waiting.waits(ctx)):
        return ()
    from hrtui.interviews import reminders

    return reminders.notices(ctx)


def _runs(ctx: Context) -> tuple[Notice, ...]:
    """A line for each run of payroll whose next step is the actor's to take; two queries."""
    from data.payrun import runs
    from hrtui.attention.payroll import about_runs, may_take

    today = ctx.clock.today()
    return about_runs(runs.runs(first=today - RUNS_SINCE), today, lambda run, step: may_take(ctx.actor, run, step))


def due(ctx: Context, kind: Kind, limit: int = MOST) -> DueList:
    """The people behind a line, soonest first, at most `limit` of them; a list of birthdays leaves an audit entry.

    Raises NotAllowed for a kind that is not the role's to see.
    """
    for action in (READ, PERMISSIONS.get(kind, READ)):
        require(ctx.actor, action)
    if not concerns(ctx, kind):
        raise NotAllowed(
            f"The list of {kind.value} is not for the roles of {ctx.actor.login}; docs/people.md says whose it is."
        )
    found = _due(ctx, kind, limit)
    if kind is Kind.BIRTHDAYS and found.rows:
        from hrtui.audit import writing

        writing.note_seen(ctx, "birthdays", [Field.BIRTH], "home")
    return found


def concerns(ctx: Context, kind: Kind) -> bool:
    """Whether a kind is the role's to see."""
    if kind is Kind.BIRTHDAYS:
        return bool(_birth_scopes(ctx))
    if kind is Kind.PROBATION:
        return bool(_probation_scopes(ctx))
    return may(ctx.actor, PERMISSIONS.get(kind, READ)) and may(ctx.actor, READ)


PERMISSIONS = {
    Kind.DOCUMENTS: DOCUMENTS,
    Kind.UNMANAGED: CHANGE,
    Kind.ORPHANED: CHANGE,
    Kind.UNPAID: PAYROLL,
    Kind.UNCERTIFIED: PAYROLL,
}


def _due(ctx: Context, kind: Kind, limit: int) -> DueList:
    count, rows = FINDERS[kind](ctx, limit)
    return DueList(kind, count, tuple(rows))


def _today(ctx: Context, limit: int) -> Found:
    today = ctx.clock.today()
    return _changing(ctx, today, today, limit)


def _scheduled(ctx: Context, limit: int) -> Found:
    today = ctx.clock.today()
    return _changing(ctx, today + timedelta(days=1), _until(ctx), limit)


def _changing(ctx: Context, first: date, last: date, limit: int) -> Found:
    zone = ZoneInfo(ctx.config.company.time_zone)
    midnight = datetime.combine(ctx.clock.today(), time(), zone).astimezone(UTC)
    early = midnight if first == ctx.clock.today() else datetime.max.replace(tzinfo=UTC)
    paid = seen_in(ctx.actor, Field.PAY, READ)
    return attention.changing(_reach(ctx), paid, ctx.actor.person, first, last, early, limit)


def _starting(ctx: Context, limit: int) -> Found:
    return attention.starting(_reach(ctx), ctx.actor.person, ctx.clock.today(), _until(ctx), limit)


def _leaving(ctx: Context, limit: int) -> Found:
    return attention.leaving(_reach(ctx), ctx.actor.person, ctx.clock.today(), _until(ctx), limit)


def _probation(ctx: Context, limit: int) -> Found:
    if not ctx.config.home.probation:
        return 0, []
    length = timedelta(days=ctx.config.home.probation)
    first, last = ctx.clock.today() - length, _until(ctx) - length
    count, rows = attention.hired_between(_probation_scopes(ctx), ctx.actor.person, first, last, limit)
    return count, [replace(row, day=row.day + length) if row.day else row for row in rows]


def _documents(ctx: Context, limit: int) -> Found:
    from hrtui.documents import service

    until = ctx.clock.today() + timedelta(days=rules.DOCUMENTS)
    found = service.expiring(ctx, until, MOST)
    kinds = ctx.config.kinds_of_documents
    rows = [
        Due(
            0,
            each.number,
            each.name,
            "",
            each.document.expires,
            f"{kinds[each.document.kind].label}: {each.document.title}",
        )
        for each in found[:limit]
    ]
    return len(found), rows


def _birthdays(ctx: Context, limit: int) -> Found:
    today = ctx.clock.today()
    days = rules.days_of_year(today, rules.BIRTHDAYS)
    return attention.birthdays(_birth_scopes(ctx), ctx.actor.person, today, days, limit)


def _anniversaries(ctx: Context, limit: int) -> Found:
    today = ctx.clock.today()
    days = rules.days_of_year(today, rules.BIRTHDAYS)
    count, rows = attention.anniversaries(_reach(ctx), ctx.actor.person, today, days, limit)
    return count, [_anniversary(row, days) for row in rows]


def _anniversary(row: Due, days: Mapping[str, date]) -> Due:
    if row.day is None:
        return row
    on = days[f"{row.day:%m-%d}"]
    return replace(row, day=on, what=rules.years_since(row.day, on))


def _unmanaged(ctx: Context, limit: int) -> Found:
    return attention.unmanaged(scopes(ctx.actor, CHANGE), ctx.actor.person, limit)


def _orphaned(ctx: Context, limit: int) -> Found:
    return attention.orphaned(scopes(ctx.actor, CHANGE), ctx.actor.person, limit)


def _unpaid(ctx: Context, limit: int) -> Found:
    return attention.unpaid(scopes(ctx.actor, PAYROLL), ctx.actor.person, ctx.clock.today(), limit)


def _uncertified(ctx: Context, limit: int) -> Found:
    return attention.uncertified(scopes(ctx.actor, PAYROLL), ctx.actor.person, ctx.clock.today(), limit)


FINDERS: dict[Kind, Callable[[Context, int], Found]] = {
    Kind.TODAY: _today,
    Kind.SCHEDULED: _scheduled,
    Kind.STARTING: _starting,
    Kind.LEAVING: _leaving,
    Kind.PROBATION: _probation,
    Kind.DOCUMENTS: _documents,
    Kind.BIRTHDAYS: _birthdays,
    Kind.ANNIVERSARIES: _anniversaries,
    Kind.UNMANAGED: _unmanaged,
    Kind.ORPHANED: _orphaned,
    Kind.UNPAID: _unpaid,
    Kind.UNCERTIFIED: _uncertified,
}


def _reach(ctx: Context) -> Scopes:
    return scopes(ctx.actor, READ)


def _birth_scopes(ctx: Context) -> Scopes:
    """The scopes in which dates of birth are shown, not only on request."""
    return tuple(
        grant.scope
        for grant in ctx.actor.grants
        if grant.action == READ and grant.fields.get(Field.BIRTH) is Sight.SHOWN
    )


def _probation_scopes(ctx: Context) -> Scopes:
    """Whose probation is the actor's to decide: of those whose job they change, and of their own team."""
    return (*scopes(ctx.actor, CHANGE), *(scope for scope in scopes(ctx.actor, READ) if scope.team))


def _until(ctx: Context) -> date:
    return ctx.clock.today() + timedelta(days=ctx.config.home.ahead)


def _past(ctx: Context) -> tuple[int, bool]:
    """How many records are past their time, and whether there are more than were looked at."""
    from hrtui.retention import service

    found = service.past(ctx, LOOKED_AT)
    return len(found.past), found.more


def _newest_backup(ctx: Context) -> datetime | None:
    """When the newest file in the folder of backups was written; None where there is none, or no folder."""
    folder = ctx.config.path(ctx.config.store.backups)
    try:
        written = [file.stat().st_mtime for end in ("db", "sealed") for file in folder.glob(f"*.{end}")]
    except OSError:
        return None
    return datetime.fromtimestamp(max(written), UTC) if written else None
