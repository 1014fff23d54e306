"""The use case of import: people in from a file, as one command, with an entry of the trail for everyone of them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from pathlib import Path

from hrtui.access.model import Field, Sight, Subject
from hrtui.access.rules import may, require, scopes, seen_in, sight
from hrtui.audit.model import Change
from hrtui.audit.rules import MASKED, SENSITIVE
from hrtui.context import Context
from hrtui.errors import ImportFault, NotAllowed
from hrtui.exchange import guess, mapwrite, matching, rules
from hrtui.exchange.changes import GROUP, dated_changes, pack, unpack
from hrtui.exchange.model import (
    UNIT,
    Fault,
    FileMapping,
    ImportReport,
    Incoming,
    Match,
    OnFile,
    Options,
    Plan,
    Sheet,
)  # fmt: skip
from hrtui.exchange.plan import Everyone, Settings, break_circles, plan_known, plan_new, resolve_managers
from hrtui.exchange.sources import STEP, Cancelled, Progress, Read, Source, Watch, open_sheet, read_rows, source_of
from hrtui.people.rules import live
from hrtui.text import clean, listed

PERMISSION, PAY, READ = "people.import", "people.change_pay", "people.read"
BIRTH = "birth_date"
PREVIEW = 200
MOST_KEPT = 1_000  # faults of an import that are kept with it
MOST_NAMED = 20


@dataclass(slots=True)
class _Planned:
    plans: list[Plan] = field(default_factory=list)
    kinds: Counter[bool] = field(default_factory=Counter)
    unchanged: int = 0
    faults: list[Fault] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    outcomes: dict[int, str] = field(default_factory=dict)
    shown: set[Field] = field(default_factory=set)
    seen: int = 0


def import_people(
    ctx: Context,
    path: Path,
    mapping: Path | FileMapping | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    options: Options = Options(),  # noqa: B008 - frozen
    sheet: Sheet | None = None,
    unready: bool = False,
) -> ImportReport:
    """Take in a file of people: new ones, and dated changes of those on file; all of it one command, or nothing.

    `progress` gets rows done and rows in all (0 while the file is read). `sheet` is the file where it was read before;
    with `unready` a mapping that lacks something needed is told by the report, not raised. Raises NotAllowed, ImportFault
    for a file that cannot be read, ConfigError for a mapping, ImportStopped when `cancelled`, and StoreError.
    """
    require(ctx.actor, PERMISSION)
    watch = Watch(progress, cancelled)
    sheet = open_sheet(ctx, path, options, watch) if sheet is None else sheet
    with ctx.store.snapshot():
        source = source_of(ctx, sheet, mapping, options)
    if source.lacking and unready:
        return _unready(path, source)
    if source.origin == "guessed" and source.lacking:
        raise ImportFault(_unknown(source))
    read = read_rows(ctx, source, watch)
    with ctx.store.snapshot():
        planned = _plan(ctx, read, watch, dry_run)
    command = None if dry_run or not planned.plans else _written(ctx, path, read, planned, watch)
    return _seen(ctx, _report(path, read, planned, dry_run, command), planned.shown)


def _unknown(source: Source) -> str:
    header = source.sheet.header
    return (
        f"No mapping knows these columns: {', '.join(clean(name, limit=40) for name in header[:12])}"
        f"{' …' if len(header) > 12 else ''}. Their names do not tell {listed(source.lacking, 'and')}: say which column it is "
        "(--set COLUMN=FIELD, or in the studio), or write a mapping (docs/import.md) and give it with --map FILE."
    )


def _unready(path: Path, source: Source) -> ImportReport:
    sentence = f"The columns do not tell {listed(source.lacking, 'and')} yet: choose which column it is."
    return ImportReport(
        path, source.mapping.name, True, len(source.sheet), 0, 0, 0, 0, (), (), tuple(source.notices), sentence,
        sheet=source.sheet, used=source.mapping, origin=source.origin, options=source.options, lacking=source.lacking,
        declare=source.declare,
    )  # fmt: skip


def _written(ctx: Context, path: Path, read: Read, planned: _Planned, watch: Watch) -> int | None:
    from data import bulk_people

    with ctx.store.write():
        if bulk_people.last_command() != planned.seen:
            again = _plan(ctx, read, watch, dry_run=False)
            for item in ("plans", "kinds", "unchanged", "faults", "notices", "seen"):
                setattr(planned, item, getattr(again, item))
        return _write(ctx, path, read, planned) if planned.plans else None


def _seen(ctx: Context, report: ImportReport, fields: set[Field]) -> ImportReport:
    """The report, after an entry that it shows what sensitive fields were."""
    from hrtui.audit import writing

    writing.note_seen(ctx, clean(report.file.name, limit=200), fields, "import")
    return report


def _plan(ctx: Context, read: Read, watch: Watch, dry_run: bool) -> _Planned:
    from data import bulk_people

    label, options = read.reader.label, read.source.options
    _require_match(ctx, options.match)
    planned = _Planned(seen=bulk_people.last_command())
    groups = [group.name for group in ctx.config.pay_groups]
    settings = Settings(ctx.clock.today(), groups[0] if len(groups) == 1 else "", label)
    names, above = bulk_people.names_and_managers()
    rows, faults = matching.matched(read.rows, options.match, _numbers(ctx, options.match, names), names, label)
    planned.faults += faults
    rows, faults = matching.admitted(rows, names, options.mode, options.match, label, read.reader.lacks)
    planned.faults += faults
    rows, faults = _permitted(ctx, rows, options.match)
    planned.faults += faults
    for permitted in (_pay_permitted, _birth_permitted):
        rows, faults = permitted(ctx, rows, label)
        planned.faults += faults
    named = names | {row.number: f"{row.last_name}, {row.first_name or ''}" for row in rows if row.last_name}
    everyone = Everyone(named, rules.names_index(named.items()), above)
    for settled in (resolve_managers, break_circles):
        rows, faults = settled(rows, everyone, settings)
        planned.faults += faults
    planned.notices += _notices(read, rows, names, settings)
    for start in range(0, len(rows), STEP):
        some = rows[start : start + STEP]
        watch.step(start, len(rows))
        on_file = {known.number: known for known in bulk_people.on_file(row.number for row in some)}
        for row in some:
            _plan_row(ctx, row, on_file.get(row.number), settings, planned, dry_run)
    watch.step(len(rows), len(rows))
    return planned


def _numbers(ctx: Context, by: Match, names: Mapping[str, str]) -> Mapping[str, Sequence[str]]:
    """The numbers of those on file, by the key that people are matched by."""
    from data import bulk_people

    found: dict[str, list[str]] = {}
    if by is Match.EMAIL:
        for number, email in bulk_people.emails().items():
            found.setdefault(matching.email_key(email), []).append(number)
    elif by is Match.NAME_BIRTH:
        for number, born in bulk_people.birth_dates(ctx.clock.today()).items():
            found.setdefault(matching.person_key(names.get(number, ""), born), []).append(number)
    return found


def _plan_row(
    ctx: Context, row: Incoming, known: OnFile | None, settings: Settings, planned: _Planned, dry_run: bool
) -> None:
    if known is None or not live(known.jobs):
        plan: Plan | None = plan_new(row, settings)
    else:
        plan, faults = plan_known(row, known, settings)
        planned.faults += faults
    if plan is None:
        planned.unchanged += 1
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
    ctx: Context, dated: list[tuple[date, tuple[Change, ...]]], row: Incoming, known: OnFile | None, planned: _Planned
) -> list[tuple[date, tuple[Change, ...]]]:
    """Changes without what sensitive fields were, unless the role is shown them of that person."""
    if known is None:
        return dated
    out = [(day, tuple(_masked(ctx, change, row, known) for change in changes)) for day, changes in dated]
    seen = (change for _, changes in out for change in changes if change.before not in ("", MASKED))
    planned.shown |= {SENSITIVE[change.field] for change in seen if change.field in SENSITIVE}
    return out


def _masked(ctx: Context, change: Change, row: Incoming, known: OnFile) -> Change:
    sensitive = SENSITIVE.get(change.field)
    if sensitive is None or not change.before:
        return change
    shown = all(sight(ctx.actor, sensitive, subject) is Sight.SHOWN for subject in _subjects(row, known))
    return change if shown else replace(change, before=MASKED)


def _subjects(row: Incoming, known: OnFile | None) -> list[Subject]:
    """Whom permissions are asked about: the person as the row has them and as they are on file."""
    held = live(known.jobs)[-1:] if known else ()
    places = [(job.department, job.location) for job in held]
    if row.department is not None or not places:
        places.insert(0, (row.department or "", row.location or ""))
    return [Subject(row.number, *place) for place in dict.fromkeys(places)]


def _permitted(ctx: Context, rows: Sequence[Incoming], by: Match) -> tuple[list[Incoming], list[Fault]]:
    from data import bulk_people

    if any(scope.everyone for scope in scopes(ctx.actor, PERMISSION)):
        return list(rows), []
    held = {known.number: known for known in bulk_people.on_file(row.number for row in rows)}
    kept, faults = [], []
    for row in rows:
        if all(may(ctx.actor, PERMISSION, subject) for subject in _subjects(row, held.get(row.number))):
            kept.append(row)
        else:
            told = row.number if by is Match.NUMBER else ""  # else it is what the store knows, not the file
            faults.append(Fault(row.row, "", told, "is outside the people you may import"))
    return kept, faults


def _pay_permitted(ctx: Context, rows: Sequence[Incoming], label: rules.Label) -> tuple[list[Incoming], list[Fault]]:
    """The rows without pay where the actor may not change it: importing is no way round that."""
    from data import bulk_people

    whole = (grant for grant in ctx.actor.grants if grant.action == PAY and grant.scope.everyone)
    if any(grant.fields.get(Field.PAY, Sight.HIDDEN) is not Sight.HIDDEN for grant in whole):
        return list(rows), []
    held = {known.number: known for known in bulk_people.on_file(row.number for row in rows if row.rate is not None)}
    kept, faults = [], []
    for row in rows:
        subjects = _subjects(row, held.get(row.number))
        if row.rate is None or all(_may_pay(ctx, subject) for subject in subjects):
            kept.append(row)
        else:
            kept.append(replace(row, rate=None))
            rule = f"was not taken; {ctx.actor.login} may not change pay"
            faults.append(Fault(row.row, label("rate"), "", rule, taken=True))
    return kept, faults


def _require_match(ctx: Context, by: Match) -> None:
    """Raise NotAllowed where people are to be found by birth dates that are hidden from the actor: a find would tell them."""
    whole = any(scope.everyone for scope in seen_in(ctx.actor, Field.BIRTH, READ, PERMISSION))
    if by is Match.NAME_BIRTH and not whole:
        raise NotAllowed(
            f"{ctx.actor.login} may not see birth dates, so cannot find people by them; match by number or e-mail."
        )


def _birth_permitted(ctx: Context, rows: Sequence[Incoming], label: rules.Label) -> tuple[list[Incoming], list[Fault]]:
    """The rows without the birth dates of people on file whose birth date is hidden from the actor."""
    from data import bulk_people

    if any(scope.everyone for scope in seen_in(ctx.actor, Field.BIRTH, READ, PERMISSION)):
        return list(rows), []
    dated = {row.number for row in rows if row.birth_date is not None or BIRTH in row.erased}
    held = {known.number: known for known in bulk_people.on_file(dated)}
    kept, faults = [], []
    for row in rows:
        known = held.get(row.number)
        if known is None or all(_sees_birth(ctx, subject) for subject in _subjects(row, known)):
            kept.append(row)
            continue
        kept.append(replace(row, birth_date=None, erased=tuple(name for name in row.erased if name != BIRTH)))
        rule = f"was not taken; {ctx.actor.login} may not see the birth dates of people on file"
        faults.append(Fault(row.row, label(BIRTH), "", rule, taken=True))
    return kept, faults


def _sees_birth(ctx: Context, subject: Subject) -> bool:
    return any(sight(ctx.actor, Field.BIRTH, subject, action) is not Sight.HIDDEN for action in (READ, PERMISSION))


def _may_pay(ctx: Context, subject: Subject) -> bool:
    seen = (sight(ctx.actor, Field.PAY, subject, action) for action in ("people.read", PAY))
    return may(ctx.actor, PAY, subject) and any(each is not Sight.HIDDEN for each in seen)


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
        notices.append(f"{unpaid} people have no pay group, so no paycheck; add pay_group to the mapping.")
    erased = sum(bool(row.erased) for row in rows)
    if erased:
        notices.append(
            f"Empty cells erase what is on file: {erased} rows have some. Each shows as before and nothing after."
        )
    return notices


def _write(ctx: Context, path: Path, read: Read, planned: _Planned) -> int:
    from data import batches, bulk_people, directory
    from hrtui.audit import writing

    subject = clean(path.name, limit=200)
    entered = writing.begin(ctx, PERMISSION, subject)
    touched = bulk_people.write(planned.plans, entered)
    directory.refresh(touched, ctx.clock.today())
    counts = _counts(read, planned)
    source = read.source
    detail = {"file": subject, "sha256": source.sheet.digest, "mapping": source.mapping.name}
    detail |= {name: str(count) for name, count in counts.items()} | _decided(source)
    writing.note_many(entered, PERMISSION, chain([(subject, (), detail)], _told(planned.plans, subject)))
    kept = {"file": subject, "sha256": source.sheet.digest, "header": guess.header_digest(source.sheet.header)}
    faults = _faults_kept(source.mapping, _sorted(read, planned))
    batches.add(entered.command, {**kept, **counts, "mapping": mapwrite.as_json(source.mapping), "faults": faults})
    return entered.command


def _told(plans: Sequence[Plan], file: str) -> Iterator[tuple[str, tuple[Change, ...], Mapping[str, str]]]:
    """What the trail says of each person: their changes, and the day from which the first of them holds."""
    for plan in plans:
        dated = list(unpack(plan.told))
        changes = tuple(change for _, some in dated for change in some)
        yield plan.number, changes, {"file": file, "from": dated[0][0].isoformat()}


def _decided(source: Source) -> dict[str, str]:
    """What the person decided over what was found, for the trail: corrections by cell, without sensitive values."""
    options = source.options
    secret = _secret_columns(source.mapping)
    out = {"match": options.match.value, "mode": options.mode.value}
    if options.erase:
        out["empty cells"] = "erase"
    if options.fixes:
        named = [
            f"{f'row {fix.row}' if fix.row else 'all rows'} {fix.column}"
            + ("" if fix.column in secret else f": “{clean(fix.old, limit=60)}” → “{clean(fix.new, limit=60)}”")
            for fix in options.fixes
        ]
        more = [f"and {len(named) - MOST_NAMED} more"] if len(named) > MOST_NAMED else []
        out["corrected"] = "; ".join([*named[:MOST_NAMED], *more])
    return out


def _secret_columns(mapping: FileMapping) -> set[str]:
    return {column for each in mapping.sources if each.target in SENSITIVE for column in each.columns}


def _faults_kept(mapping: FileMapping, faults: Sequence[Fault]) -> str:
    """The first faults as the batch keeps them, without what stood in sensitive columns."""
    secret = _secret_columns(mapping)
    kept = [
        [each.row, each.column, "" if each.column in secret or not each.column else each.value, each.rule]
        for each in faults[:MOST_KEPT]
    ]
    return json.dumps({"count": len(faults), "first": kept}, ensure_ascii=False, separators=(",", ":"))


def _counts(read: Read, planned: _Planned) -> dict[str, int]:
    taken = planned.kinds.total() + planned.unchanged
    return {
        "rows": len(read.source.sheet),
        "inserted": planned.kinds[True],
        "updated": planned.kinds[False],
        "unchanged": planned.unchanged,
        "rejected": len(read.source.sheet) - taken,
    }


def _sorted(read: Read, planned: _Planned) -> tuple[Fault, ...]:
    return tuple(sorted([*read.faults, *planned.faults], key=lambda fault: fault.row))


def _report(path: Path, read: Read, planned: _Planned, dry_run: bool, command: int | None) -> ImportReport:
    faults, counts, source = _sorted(read, planned), _counts(read, planned), read.source
    kept = sum(fault.taken for fault in faults)
    would = "would be " if dry_run else ""
    sentence = (
        f"{counts['rows']:,} rows: {counts['inserted']:,} people {would}taken in, {counts['updated']:,} {would}updated, "
        f"{counts['unchanged']:,} unchanged, {counts['rejected']:,} refused"
        + (f"; {kept:,} values were not taken as they stand." if kept else ".")
    )
    return ImportReport(
        path, source.mapping.name, dry_run, counts["rows"], counts["inserted"], counts["updated"], counts["unchanged"],
        counts["rejected"], faults, tuple(planned.plans[:PREVIEW]), (*source.notices, *planned.notices), sentence,
        command=command, sheet=source.sheet, used=source.mapping, origin=source.origin, options=source.options,
        outcomes=planned.outcomes, labels={each.field: each.label for each in read.reader.bound}, declare=source.declare,
    )  # fmt: skip
