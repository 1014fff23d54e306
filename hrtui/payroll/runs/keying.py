"""A run's hours and one-time pay as a grid: who may be keyed for, under which codes, and saving what was keyed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from data import directory, payroll
from data.payrun import runs as rows
from hrtui.access.model import Scope
from hrtui.context import Context
from hrtui.dates import Period
from hrtui.payroll.codes import Codes, EarningCode
from hrtui.payroll.entered import MOST_HOURS_A_DAY, Entered
from hrtui.payroll.grid.model import GridColumn, GridLine, GridPerson, Key, Unit
from hrtui.payroll.kinds import EarningKind, Takes
from hrtui.payroll.runs.entering import InputLine, enter, entered_for
from hrtui.payroll.runs.keyedover import clash_line
from hrtui.payroll.runs.model import WITH_PERIOD, Run, RunInput, RunKind, Step
from hrtui.payroll.runs.reading import slip_heads
from hrtui.payroll.runs.seen import people_seen, run_of, whole
from hrtui.people.summary import PersonSummary

__all__ = ["KeySheet", "clash_line", "key_sheet", "save_batch"]
CHUNK = 500
EVERYONE = (Scope(everyone=True),)
STANDING = frozenset({"salary", "regular"})


@dataclass(frozen=True, slots=True)
class KeySheet:
    """What a grid is made of: the run, its people by number, the codes, and what is on file by cell (hundredths).

    `elsewhere` counts entries on file that no cell shows: those of a day, a rate or a cost centre of their own; `seen` is the
    last command that was on file when it was read.
    """

    run: Run
    people: tuple[GridPerson, ...]
    columns: tuple[GridColumn, ...]
    saved: Mapping[Key, int]
    elsewhere: int = 0
    seen: int = 0


def key_sheet(ctx: Context, number: str) -> KeySheet:
    """Everyone of the run's pay group in its period, the earnings that may be entered, and what is entered already.

    Raises NotAllowed and NotFound.
    """
    whole(ctx, Step.ENTER)
    with ctx.store.snapshot():
        run, seen = run_of(ctx, number), rows.last_command()
        entered = entered_for(ctx, number)
        ids = _people(ctx, run) | entered.keys()
        people = sorted(_named(ids, run), key=lambda each: (len(each.number), each.number))
    columns = tuple(_columns(ctx.config.pay_codes, run))
    saved, elsewhere = _saved(run, entered, {column.code: column for column in columns})
    return KeySheet(run, tuple(people), columns, saved, elsewhere, seen)


def save_batch(ctx: Context, sheet: KeySheet, lines: Iterable[GridLine], batch: str, seen: int | None = None) -> int:
    """Enter what was keyed, whole or not at all, and return how many entries changed. `seen` is the last command that is
    known of, else the last when the grid was read. Raises what `enter` raises."""
    numbers = {person.id: person.number for person in sheet.people}
    units = {column.code: column.unit for column in sheet.columns}
    made = [InputLine(numbers[line.person], _entered(line, units[line.code])) for line in lines]
    return enter(ctx, sheet.run.number, made, batch, sheet.seen if seen is None else seen)


def _entered(line: GridLine, unit: Unit) -> Entered:
    if line.hundredths is None:
        return Entered(line.code)
    if unit is Unit.HOURS:
        return Entered(line.code, hours=Decimal(line.hundredths).scaleb(-2))
    return Entered(line.code, cents=line.hundredths)


def _people(ctx: Context, run: Run) -> set[int]:
    """Those in the pay group by a row that counts, and those who have a check in the run."""
    seen = people_seen(ctx)
    everyone = payroll.people(EVERYONE, "")
    chunks = (everyone[start : start + CHUNK] for start in range(0, len(everyone), CHUNK))
    found = {person for chunk in chunks for person in payroll.concerned(chunk, run.group)}
    found |= {head.person for head in slip_heads(ctx, run)}
    return {person for person in found if seen(person)}


def _named(ids: Iterable[int], run: Run) -> Iterator[GridPerson]:
    """The people with number and name, without those who had left before the period or come after it."""
    ordered = sorted(ids)
    for start in range(0, len(ordered), CHUNK):
        for line in directory.page(ordered[start : start + CHUNK], EVERYONE, ""):
            if line is not None and _is_here(line, run):
                yield GridPerson(line.id, line.number, line.name)


def _is_here(line: PersonSummary, run: Run) -> bool:
    if run.kind not in WITH_PERIOD:
        return True
    return (line.hired is None or line.hired <= run.ends) and (line.terminated is None or line.terminated >= run.begins)


def _columns(codes: Codes, run: Run) -> Iterator[GridColumn]:
    """Hours first, then amounts, in a bonus run the other way round; a salary comes from the pay rows and is not keyed."""
    most = MOST_HOURS_A_DAY * Period(run.begins, run.ends).days * 100
    offered = [
        code for code in codes.earnings.values() if code.name not in STANDING and code.kind is not EarningKind.IMPUTED
    ]
    for code in sorted(offered, key=_paid_rank if run.kind is RunKind.BONUS else _rank):
        unit = Unit.HOURS if code.takes is Takes.HOURS else Unit.MONEY
        yield GridColumn(code.name, code.label, unit, most if unit is Unit.HOURS else None)


def _rank(code: EarningCode) -> tuple[bool, bool]:
    return (code.takes is not Takes.HOURS, not (code.hours_worked or code.kind is EarningKind.SUPPLEMENTAL))


def _paid_rank(code: EarningCode) -> tuple[bool, bool]:
    return (code.takes is Takes.HOURS, code.kind is not EarningKind.SUPPLEMENTAL)


def _saved(
    run: Run, entered: Mapping[int, Sequence[RunInput]], columns: Mapping[str, GridColumn]
) -> tuple[dict[Key, int], int]:
    saved: dict[Key, int] = {}
    elsewhere = 0
    for person, inputs in entered.items():
        for each in inputs:
            column, entry = columns.get(each.entered.code), each.entered
            is_plain = each.slot == f"{run.id}/{entry.code}/" and entry.rate is None and entry.worked_on is None
            figure = (
                _hundredths(entry, column.unit) if column is not None and is_plain and not entry.cost_centre else None
            )
            if figure is None:
                elsewhere += 1
            else:
                saved[person, entry.code] = figure
    return saved, elsewhere


def _hundredths(entry: Entered, unit: Unit) -> int | None:
    """An entry as a cell holds it; None where a cell cannot."""
    if unit is Unit.MONEY:
        return entry.cents
    scaled = entry.hours.scaleb(2) if entry.hours is not None and entry.cents is None else None
    return int(scaled) if scaled is not None and scaled == scaled.to_integral_value() else None
