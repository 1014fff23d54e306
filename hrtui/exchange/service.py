"""The use case of import: people in from a file, as one command, with an entry of the trail for everyone of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from hrtui.access.model import Field
from hrtui.access.rules import require
from hrtui.audit.model import Change
from hrtui.audit.rules import sensitive
from hrtui.context import Context
from hrtui.errors import ImportFault
from hrtui.exchange import guess, mapwrite
from hrtui.exchange.agreeing import check_shown
from hrtui.exchange.changes import unpack
from hrtui.exchange.model import (
    Fault,
    FileMapping,
    ImportReport,
    ImportStopped,
    Options,
    Plan,
    Sheet,
)  # fmt: skip
from hrtui.exchange.permitting import PERMISSION
from hrtui.exchange.planning import PREVIEW, Planned, plan_rows
from hrtui.exchange.sources import STEP, Read, Source, open_sheet, read_rows, source_of
from hrtui.text import clean, counted, listed
from hrtui.watching import Cancelled, Progress, Watch

STOPPED = "The import was stopped; nothing was written."
MOST_KEPT = 1_000  # faults of an import that are kept with it
MOST_NAMED = 20
UNTAKEN = "value was not taken as it stands", "values were not taken as they stand"


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
    agreed: ImportReport | None = None,
) -> ImportReport:
    """Take in a file of people: new ones, and dated changes of those on file; all of it one command, or nothing.

    `progress` gets rows done and rows in all (0 while the file is read). `sheet` is the file where it was read before;
    with `unready` a mapping that lacks something needed is told by the report, not raised. `agreed` is the dry run that is to
    be written: where others changed something meanwhile, so that a row would come to something else, Conflict is raised.
    Raises NotAllowed, ImportFault for a file that cannot be read, ConfigError for a mapping, ImportStopped when `cancelled`,
    and StoreError.
    """
    require(ctx.actor, PERMISSION)
    watch = Watch(progress, cancelled, lambda: ImportStopped(STOPPED), STEP)
    sheet = open_sheet(ctx, path, options, watch) if sheet is None else sheet
    with ctx.store.snapshot():
        source = source_of(ctx, sheet, mapping, options)
    if source.lacking and unready:
        return _unready(path, source)
    if source.origin == "guessed" and source.lacking:
        raise ImportFault(_unknown(source))
    read = read_rows(ctx, source, watch)
    with ctx.store.snapshot():
        planned = plan_rows(ctx, read, watch, dry_run)
        if agreed is not None and agreed.seen != planned.seen:
            check_shown(agreed.outcomes, plan_rows(ctx, read, watch, dry_run=True).outcomes)
    command = None if dry_run or not planned.plans else _written(ctx, path, read, planned, watch, agreed)
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


def _written(
    ctx: Context, path: Path, read: Read, planned: Planned, watch: Watch, agreed: ImportReport | None
) -> int | None:
    from data import bulk_people

    with ctx.store.write():
        if bulk_people.last_command() != planned.seen:
            if agreed is not None:
                check_shown(agreed.outcomes, plan_rows(ctx, read, watch, dry_run=True).outcomes)
            again = plan_rows(ctx, read, watch, dry_run=False)
            for item in ("plans", "kinds", "unchanged", "faults", "notices", "seen"):
                setattr(planned, item, getattr(again, item))
        return _write(ctx, path, read, planned) if planned.plans else None


def _seen(ctx: Context, report: ImportReport, fields: set[Field]) -> ImportReport:
    """The report, after an entry that it shows what sensitive fields were."""
    from hrtui.audit import writing

    writing.note_seen(ctx, clean(report.file.name, limit=200), fields, "import")
    return report


def _write(ctx: Context, path: Path, read: Read, planned: Planned) -> int:
    from data import batches, bulk_people, directory
    from hrtui.audit import writing

    subject = clean(path.name, limit=200)
    entered = writing.begin(ctx, PERMISSION, subject)
    touched = bulk_people.write(planned.plans, entered)
    directory.refresh(touched, ctx.clock.today())
    counts = _counts(read, planned)
    source = read.source
    detail = {"file": subject, "sha256": source.sheet.digest, "mapping": source.mapping.name}
    detail |= {name: str(count) for name, count in counts.items()} | _decided(ctx, source)
    writing.note_many(entered, PERMISSION, chain([(subject, (), detail)], _told(planned.plans, subject)))
    kept = {"file": subject, "sha256": source.sheet.digest, "header": guess.header_digest(source.sheet.header)}
    faults = _faults_kept(ctx, source.mapping, _sorted(read, planned))
    batches.add(entered.command, {**kept, **counts, "mapping": mapwrite.as_json(source.mapping), "faults": faults})
    return entered.command


def _told(plans: Sequence[Plan], file: str) -> Iterator[tuple[str, tuple[Change, ...], Mapping[str, str]]]:
    """What the trail says of each person: their changes, and the day from which the first of them holds."""
    for each in plans:
        dated = list(unpack(each.told))
        changes = tuple(change for _, some in dated for change in some)
        yield each.number, changes, {"file": file, "from": dated[0][0].isoformat()}


def _decided(ctx: Context, source: Source) -> dict[str, str]:
    """What the person decided over what was found, for the trail: corrections by cell, without sensitive values."""
    options = source.options
    secret = _secret_columns(ctx, source.mapping)
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


def _secret_columns(ctx: Context, mapping: FileMapping) -> set[str]:
    secret = ctx.config.secret_fields
    return {column for each in mapping.sources if sensitive(each.target, secret) for column in each.columns}


def _faults_kept(ctx: Context, mapping: FileMapping, faults: Sequence[Fault]) -> str:
    """The first faults as the batch keeps them, without what stood in sensitive columns."""
    secret = _secret_columns(ctx, mapping)
    kept = [
        [each.row, each.column, "" if each.column in secret or not each.column else each.value, each.rule]
        for each in faults[:MOST_KEPT]
    ]
    return json.dumps({"count": len(faults), "first": kept}, ensure_ascii=False, separators=(",", ":"))


def _counts(read: Read, planned: Planned) -> dict[str, int]:
    taken = planned.kinds.total() + planned.unchanged
    return {
        "rows": len(read.source.sheet),
        "inserted": planned.kinds[True],
        "updated": planned.kinds[False],
        "unchanged": planned.unchanged,
        "rejected": len(read.source.sheet) - taken,
    }


def _sorted(read: Read, planned: Planned) -> tuple[Fault, ...]:
    return tuple(sorted([*read.faults, *planned.faults], key=lambda fault: fault.row))


def _report(path: Path, read: Read, planned: Planned, dry_run: bool, command: int | None) -> ImportReport:
    faults, counts, source = _sorted(read, planned), _counts(read, planned), read.source
    kept = sum(fault.taken for fault in faults)
    would = "would be " if dry_run else ""
    sentence = (
        f"{counted(counts['rows'], 'row')}: {counted(counts['inserted'], 'person', 'people')} {would}taken in, "
        f"{counts['updated']:,} {would}updated, {counts['unchanged']:,} unchanged, {counts['rejected']:,} refused"
        + (f"; {counted(kept, *UNTAKEN)}." if kept else ".")
    )
    return ImportReport(
        path, source.mapping.name, dry_run, counts["rows"], counts["inserted"], counts["updated"], counts["unchanged"],
        counts["rejected"], faults, tuple(planned.plans[:PREVIEW]), (*source.notices, *planned.notices), sentence,
        command=command, sheet=source.sheet, used=source.mapping, origin=source.origin, options=source.options,
        outcomes=planned.outcomes, labels={each.field: each.label for each in read.reader.bound}, declare=source.declare,
        seen=planned.seen,
    )  # fmt: skip
