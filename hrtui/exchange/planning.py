"""What an import would do, row by row: whom it is about, what it may touch, what is planned, and what is not taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from data import bulk_people
from hrtui.access.model import Field, Sight
from hrtui.access.rules import sight
from hrtui.audit.model import Change
from hrtui.audit.rules import MASKED, sensitive
from hrtui.context import Context
from hrtui.exchange import matching, permitting, rules
from hrtui.exchange.changes import GROUP, dated_changes, pack
from hrtui.exchange.model import UNIT, Fault, Incoming, Match, OnFile, Plan
from hrtui.exchange.plan import Everyone, Settings, break_circles, resolve_managers
from hrtui.exchange.seating import Places, placed, seated
from hrtui.exchange.sources import STEP, Read
from hrtui.text import counted, listed
from hrtui.watching import Watch

PREVIEW = 200


@dataclass(slots=True)
class Planned:
    """What is planned: the rows to write, how many are of which kind, and what was not taken."""

    plans: list[Plan] = field(default_factory=list)
    kinds: Counter[bool] = field(default_factory=Counter)
    unchanged: int = 0
    faults: list[Fault] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    outcomes: dict[int, str] = field(default_factory=dict)
    shown: set[Field] = field(default_factory=set)
    seen: int = 0


def plan_rows(ctx: Context, read: Read, watch: Watch, dry_run: bool) -> Planned:
    """What the rows of a file would change, in the store as it is; inside a transaction. Raises NotAllowed."""
    label, options = read.reader.label, read.source.options
    permitting.require_match(ctx, options.match)
    planned = Planned(seen=bulk_people.last_command())
    groups = [group.name for group in ctx.config.pay_groups]
    settings = Settings(ctx.clock.today(), groups[0] if len(groups) == 1 else "", label)
    names, above = bulk_people.names_and_managers()
    seen = permitting.visible(ctx)
    names = names if seen is None else {number: name for number, name in names.items() if number in seen}
    rows, faults = matching.matched(read.rows, options.match, _numbers(ctx, options.match, names), names, label)
    planned.faults += faults
    rows, faults = matching.admitted(rows, names, options.mode, options.match, label, read.reader.lacks)
    planned.faults += faults
    rows, faults = permitting.permitted(ctx, rows, options.match)
    planned.faults += faults
    for permitted in (permitting.pay_permitted, permitting.birth_permitted, permitting.custom_permitted):
        rows, faults = permitted(ctx, rows, label)
        planned.faults += faults
    named = names | {row.number: f"{row.last_name}, {row.first_name or ''}" for row in rows if row.last_name}
    everyone = Everyone(named, rules.names_index(named.items()), above)
    for settled in (resolve_managers, break_circles):
        rows, faults = settled(rows, everyone, settings)
        planned.faults += faults
    planned.notices += _notices(read, rows, names, settings)
    places = Places()
    rows, faults = seated(rows, settings, places)
    planned.faults += faults
    for start in range(0, len(rows), STEP):
        some = rows[start : start + STEP]
        watch.step(start, len(rows))
        on_file = {known.number: known for known in bulk_people.on_file(row.number for row in some)}
        for row in some:
            _plan_row(ctx, row, on_file.get(row.number), (settings, places), planned, dry_run)
    watch.step(len(rows), len(rows))
    return planned


def _numbers(ctx: Context, by: Match, names: Mapping[str, str]) -> Mapping[str, Sequence[str]]:
    """The numbers of those on file whom the actor may know of, by the key that people are matched by."""
    found: dict[str, list[str]] = {}
    if by is Match.EMAIL:
        for number, email in bulk_people.emails().items():
            if number in names:
                found.setdefault(matching.email_key(email), []).append(number)
    elif by is Match.NAME_BIRTH:
        for number, born in bulk_people.birth_dates(ctx.clock.today()).items():
            if number in names:
                found.setdefault(matching.person_key(names[number], born), []).append(number)
    return found


def _plan_row(
    ctx: Context, row: Incoming, known: OnFile | None, placing: tuple[Settings, Places], planned: Planned, dry_run: bool
) -> None:
    plan, faults = placed(row, known, *placing)
    planned.faults += faults
    if plan is None:
        planned.unchanged += all(fault.taken for fault in faults)
        return
    planned.kinds[plan.new] += 1
    dated = dated_changes(plan, known)
    shown = _shown(ctx, dated, row, known, planned) if dry_run or len(planned.plans) < PREVIEW else []
    if dry_run:
        told = [(day, tuple(change for change in changes if change.field != "action")) for day, changes in shown]
        planned.outcomes[row.row] = f"{plan.number}{UNIT}{plan.name}{GROUP}{pack(told)}"
    if not dry_run or len(planned.plans) < PREVIEW:
        changes = tuple(change for _, changes in shown for change in changes if change.field != "action")
        planned.plans.append(replace(plan, changes=changes, told="" if dry_run else pack(dated)))


def _shown(
    ctx: Context, dated: list[tuple[date, tuple[Change, ...]]], row: Incoming, known: OnFile | None, planned: Planned
) -> list[tuple[date, tuple[Change, ...]]]:
    """Changes without what sensitive fields were, unless the role is shown them of that person."""
    if known is None:
        return dated
    out = [(day, tuple(_masked(ctx, change, row, known) for change in changes)) for day, changes in dated]
    seen = (change for _, changes in out for change in changes if change.before not in ("", MASKED))
    fields = {sensitive(change.field, ctx.config.secret_fields) for change in seen}
    planned.shown |= {field for field in fields if field is not None}
    return out


def _masked(ctx: Context, change: Change, row: Incoming, known: OnFile) -> Change:
    about = sensitive(change.field, ctx.config.secret_fields)
    if about is None or not change.before:
        return change
    shown = all(
        sight(ctx.actor, about, subject) is Sight.SHOWN
        for subject in permitting.asked_about(row, known, ctx.clock.today())
    )
    return change if shown else replace(change, before=MASKED)


def _notices(read: Read, rows: Sequence[Incoming], on_file: Mapping[str, str], settings: Settings) -> list[str]:
    notices = []
    unused = rules.unused_columns(read.source.mapping, read.source.sheet.header)
    if unused:
        more = f" and {len(unused) - 12} more" if len(unused) > 12 else ""
        notices.append(
            f"Columns the mapping {read.source.mapping.name} does not speak of were left out: {listed(unused[:12], 'and')}{more}."
        )
    left = {row.number for row in rows if row.terminated is not None and row.terminated < settings.today}
    orphans = sum(1 for row in rows if row.manager in left and row.terminated is None)
    if orphans:
        notices.append(f"{orphans} people who work here report to someone who has left; give them a manager.")
    unpaid = sum(
        1 for row in rows if row.rate is not None and not (row.pay_group or settings.pay_group or row.number in on_file)
    )
    if unpaid:
        notices.append(
            f"{counted(unpaid, 'person has', 'people have')} no pay group, so no paycheck; add pay_group to the mapping."
        )
    erased = sum(bool(row.erased) for row in rows)
    if erased:
        notices.append(
            f"Empty cells erase what is on file: {counted(erased, 'row has', 'rows have')} some. Each shows as before and nothing after."
        )
    return notices
