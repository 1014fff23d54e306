"""The use case of import: people in from a file, as one command."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from hrtui.access.model import Field, Sight, Subject
from hrtui.access.rules import may, require, scopes, sight
from hrtui.audit.model import Change
from hrtui.audit.rules import MASKED, SENSITIVE
from hrtui.context import Context
from hrtui.exchange import mapping as mappings
from hrtui.exchange import rules
from hrtui.exchange.model import Fault, FileMapping, ImportReport, ImportStopped, Incoming, OnFile, Plan
from hrtui.exchange.plan import Everyone, Settings, break_circles, changes_of, plan_known, plan_new, resolve_managers
from hrtui.exchange.readers import Reading
from hrtui.people import checks
from hrtui.people.rules import live
from hrtui.text import clean, listed

if TYPE_CHECKING:
    from data.exchange import Table

PERMISSION, PAY = "people.import", "people.change_pay"
PREVIEW = 200
STEP = 500
Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


@dataclass(slots=True)
class _File:
    table: Table
    mapping: FileMapping
    reader: rules.RowReader
    rows: list[Incoming]
    count: int
    faults: list[Fault]


@dataclass(slots=True)
class _Planned:
    plans: list[Plan]
    unchanged: int
    faults: list[Fault]
    notices: list[str]
    seen: int


@dataclass(frozen=True, slots=True)
class _Watch:
    progress: Progress | None = None
    cancelled: Cancelled | None = None

    def step(self, done: int, total: int) -> None:
        """Say how far it is, and stop where that was asked for."""
        if done % STEP == 0 or done == total:
            if self.cancelled is not None and self.cancelled():
                raise ImportStopped("The import was stopped; nothing was written.")
            if self.progress is not None:
                self.progress(done, total)


def import_people(
    ctx: Context,
    path: Path,
    mapping: Path | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> ImportReport:
    """Take in a file of people: new ones, and dated changes of those on file; all of it one command, or nothing.

    `progress` gets rows done and rows in all (0 while the file is read). Raises NotAllowed, ImportFault for a file that
    cannot be read, ConfigError for a mapping, ImportStopped when `cancelled`, and StoreError.
    """
    from data import bulk_people

    require(ctx.actor, PERMISSION)
    watch = _Watch(progress, cancelled)
    file = _read(ctx, path, mapping, watch)
    with ctx.store.snapshot():
        planned = _plan(ctx, file, watch)
    if dry_run or not planned.plans:
        return _seen(ctx, _report(path, file, planned, dry_run, None))
    with ctx.store.write():
        if bulk_people.last_command() != planned.seen:
            planned = _plan(ctx, file, watch)
        command = _write(ctx, path, file, planned) if planned.plans else None
    return _seen(ctx, _report(path, file, planned, dry_run, command))


def _seen(ctx: Context, report: ImportReport) -> ImportReport:
    """The report, after an entry that it shows what sensitive fields were."""
    from hrtui.audit import writing

    changes = (change for plan in report.preview for change in plan.changes if change.before not in ("", MASKED))
    fields = {SENSITIVE[change.field] for change in changes if change.field in SENSITIVE}
    writing.note_seen(ctx, clean(report.file.name, limit=200), fields, "import")
    return report


def _read(ctx: Context, path: Path, mapping: Path | None, watch: _Watch) -> _File:
    from data.exchange import read_table

    table = read_table(path)
    used = mappings.load(mapping) if mapping is not None else mappings.chosen(table.header)
    company = ctx.config.company
    reading = Reading(ctx.clock.today(), ctx.config.style, company.currency, company.country)
    reader = rules.bind(used, table.header, reading, _extra(ctx))
    watched = rules.agreement(used, table.header)
    file = _File(table, used, reader, [], 0, [])
    first: dict[str, int] = {}
    for raw in table.rows:
        file.count += 1
        watch.step(file.count, 0)
        row, faults = reader.read(raw)
        file.faults += faults
        if row is None:
            continue
        watched.watch(raw)
        if first.setdefault(row.number, row.row) != row.row:
            rule = f"stands in row {first[row.number]} already; a person has one row"
            file.faults.append(Fault(row.row, reader.label("number"), row.number, rule))
        else:
            file.rows.append(row)
    file.faults += watched.faults()
    return file


def _extra(ctx: Context) -> dict[str, Callable[[str], str]]:
    fields = {item.name: item for item in ctx.config.custom_fields}
    today = ctx.clock.today()
    groups = [group.name for group in ctx.config.pay_groups]
    extra: dict[str, Callable[[str], str]] = {"pay_group": lambda text: checks.pay_group(text, groups)}
    for name in fields:
        extra[f"{mappings.CUSTOM}{name}"] = lambda text, name=name: checks.custom(fields, name, text, today)  # type: ignore[misc]
    return extra


def _settings(ctx: Context, file: _File) -> Settings:
    groups = [group.name for group in ctx.config.pay_groups]
    return Settings(ctx.clock.today(), groups[0] if len(groups) == 1 else "", file.reader.label)


def _plan(ctx: Context, file: _File, watch: _Watch) -> _Planned:
    from data import bulk_people

    settings, seen = _settings(ctx, file), bulk_people.last_command()
    names, above = bulk_people.names_and_managers()
    rows, faults = _permitted(ctx, file.rows)
    rows, unpaid = _pay_permitted(ctx, file, rows)
    named = names | {row.number: f"{row.last_name}, {row.first_name or ''}" for row in rows}
    everyone = Everyone(named, rules.names_index(named.items()), above)
    rows, unknown = resolve_managers(rows, everyone, settings)
    rows, circles = break_circles(rows, everyone, settings)
    planned = _Planned([], 0, [*faults, *unpaid, *unknown, *circles], _notices(file, rows, names, settings), seen)
    for start in range(0, len(rows), STEP):
        some = rows[start : start + STEP]
        watch.step(start, len(rows))
        on_file = {known.number: known for known in bulk_people.on_file(row.number for row in some)}
        for row in some:
            _plan_row(ctx, row, on_file.get(row.number), settings, planned)
    watch.step(len(rows), len(rows))
    return planned


def _plan_row(ctx: Context, row: Incoming, known: OnFile | None, settings: Settings, planned: _Planned) -> None:
    if known is None or not live(known.jobs):
        plan: Plan | None = plan_new(row, settings)
    else:
        plan, faults = plan_known(row, known, settings)
        planned.faults += faults
    if plan is None:
        planned.unchanged += 1
        return
    if len(planned.plans) < PREVIEW:
        plan = replace(plan, changes=tuple(_masked(ctx, change, row, known) for change in changes_of(plan, known)))
    planned.plans.append(plan)


def _masked(ctx: Context, change: Change, row: Incoming, known: OnFile | None) -> Change:
    """A change without what a sensitive field was, unless the role is shown it of that person."""
    field = SENSITIVE.get(change.field)
    if field is None or not change.before:
        return change
    shown = all(sight(ctx.actor, field, subject) is Sight.SHOWN for subject in _subjects(row, known))
    return change if shown else replace(change, before=MASKED)


def _subjects(row: Incoming, known: OnFile | None) -> list[Subject]:
    """Whom permissions are asked about: the person as the row has them and as they are on file."""
    places = [(row.department, row.location or "")]
    places += [(job.department, job.location) for job in (live(known.jobs)[-1:] if known else ())]
    return [Subject(row.number, *place) for place in dict.fromkeys(places)]


def _permitted(ctx: Context, rows: Sequence[Incoming]) -> tuple[list[Incoming], list[Fault]]:
    from data import bulk_people

    if any(scope.everyone for scope in scopes(ctx.actor, PERMISSION)):
        return list(rows), []
    held = {known.number: known for known in bulk_people.on_file(row.number for row in rows)}
    kept, faults = [], []
    for row in rows:
        if all(may(ctx.actor, PERMISSION, subject) for subject in _subjects(row, held.get(row.number))):
            kept.append(row)
        else:
            faults.append(Fault(row.row, "", row.number, "is outside the people you may import"))
    return kept, faults


def _pay_permitted(ctx: Context, file: _File, rows: Sequence[Incoming]) -> tuple[list[Incoming], list[Fault]]:
    """The rows without pay where the actor may not change it: importing is no way round that."""
    from data import bulk_people

    whole = (grant for grant in ctx.actor.grants if grant.action == PAY and grant.scope.everyone)
    if any(grant.fields.get(Field.PAY, Sight.HIDDEN) is not Sight.HIDDEN for grant in whole):
        return list(rows), []
    held = {known.number: known for known in bulk_people.on_file(row.number for row in rows if row.rate is not None)}
    label, kept, faults = file.reader.label("rate"), [], []
    for row in rows:
        subjects = _subjects(row, held.get(row.number))
        if row.rate is None or all(_may_pay(ctx, subject) for subject in subjects):
            kept.append(row)
        else:
            kept.append(replace(row, rate=None))
            faults.append(Fault(row.row, label, "", f"was not taken; {ctx.actor.login} may not change pay", taken=True))
    return kept, faults


def _may_pay(ctx: Context, subject: Subject) -> bool:
    seen = (sight(ctx.actor, Field.PAY, subject, action) for action in ("people.read", PAY))
    return may(ctx.actor, PAY, subject) and any(each is not Sight.HIDDEN for each in seen)


def _notices(file: _File, rows: Sequence[Incoming], on_file: Mapping[str, str], settings: Settings) -> list[str]:
    notices = []
    unused = rules.unused_columns(file.mapping, file.table.header)
    if unused:
        notices.append(
            f"Columns the mapping {file.mapping.name} does not speak of were left out: {listed(unused[:12], 'and')}."
        )
    left = {row.number for row in rows if row.terminated is not None and row.terminated < settings.today}
    orphans = sum(1 for row in rows if row.manager in left and row.terminated is None)
    if orphans:
        notices.append(f"{orphans} people who work here report to someone who has left; give them a manager.")
    unpaid = sum(
        1 for row in rows if row.rate is not None and not (row.pay_group or settings.pay_group or row.number in on_file)
    )
    if unpaid:
        notices.append(f"{unpaid} people have no pay group, so no paycheck; add pay_group to the mapping.")
    return notices


def _write(ctx: Context, path: Path, file: _File, planned: _Planned) -> int:
    from data import bulk_people, directory
    from hrtui.audit import writing

    subject = clean(path.name, limit=200)
    entered = writing.begin(ctx, PERMISSION, subject)
    touched = bulk_people.write(planned.plans, entered)
    directory.refresh(touched, ctx.clock.today())
    counts = {name: str(count) for name, count in _counts(file, planned).items()}
    detail = {"file": subject, "sha256": file.table.digest, "mapping": file.mapping.name, **counts}
    people: list[writing.Note] = [(plan.number, (), {"file": subject}) for plan in planned.plans]
    writing.note_many(entered, PERMISSION, [(subject, (), detail), *people])
    return entered.command


def _counts(file: _File, planned: _Planned) -> dict[str, int]:
    kinds = Counter(plan.new for plan in planned.plans)
    taken = len(planned.plans) + planned.unchanged
    return {
        "rows": file.count,
        "inserted": kinds[True],
        "updated": kinds[False],
        "unchanged": planned.unchanged,
        "rejected": file.count - taken,
    }


def _report(path: Path, file: _File, planned: _Planned, dry_run: bool, command: int | None) -> ImportReport:
    faults = tuple(sorted([*file.faults, *planned.faults], key=lambda fault: fault.row))
    counts = _counts(file, planned)
    kept = sum(fault.taken for fault in faults)
    would = "would be " if dry_run else ""
    sentence = (
        f"{counts['rows']:,} rows: {counts['inserted']:,} people {would}taken in, {counts['updated']:,} {would}updated, "
        f"{counts['unchanged']:,} unchanged, {counts['rejected']:,} refused"
        + (f"; {kept:,} values were not taken as they stand." if kept else ".")
    )
    return ImportReport(
        path, file.mapping.name, dry_run, **counts, faults=faults, preview=tuple(planned.plans[:PREVIEW]),
        notices=tuple(planned.notices), sentence=sentence, command=command,
    )  # fmt: skip
