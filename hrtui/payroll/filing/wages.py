"""Wage statements of a year: Forms W-2 and the wage report to the SSA. Social security numbers are opened only here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from data import addressees
from data.parameters import fica_rates
from data.payrun import runs as run_rows
from data.sealed import counting, sealed
from hrtui.access.model import Field
from hrtui.audit.writing import note_read, note_reads
from hrtui.context import Context
from hrtui.errors import NotFound, RuleBroken
from hrtui.money import Money
from hrtui.payroll.check.values import Blocker, Part
from hrtui.payroll.filing import gathering, lacking
from hrtui.payroll.filing.model import Filing, Paper, Summed, Written, subject
from hrtui.payroll.filing.service import due_day, permitted, said_of
from hrtui.payroll.outputs import efw2 as ssa
from hrtui.payroll.outputs import files
from hrtui.payroll.outputs.values import Table
from hrtui.payroll.outputs.w2 import OVERTIME, W2, box_of, w2_table, w2s
from hrtui.payroll.runs.model import Run
from hrtui.payroll.runs.paid import company_of, paid_slips
from hrtui.people.model import PrivateKind

AREA = "payroll"
NAMED = 5
BOXES: Mapping[str, Sequence[str]] = {
    "1": ("wages:federal_income_tax",), "2": ("tax:federal_income_tax",), "3": ("wages:social_security",),
    "4": ("tax:social_security",), "5": ("wages:medicare",), "6": ("tax:medicare", "tax:additional_medicare"),
}  # fmt: skip
WORDS = {
    "1": "Wages, tips, other compensation", "2": "Federal income tax withheld", "3": "Social security wages",
    "4": "Social security tax withheld", "5": "Medicare wages and tips", "6": "Medicare tax withheld",
    "7": "Social security tips", "8": "Allocated tips", "10": "Dependent care benefits", "11": "Nonqualified plans",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Statements:
    """The statements of a year, as a filing and as values; numbers in them only where they were asked for."""

    filing: Filing
    every: tuple[W2, ...]


def w2(ctx: Context, year: int, person: str = "", ssn: bool = False) -> Statements:
    """The Forms W-2 of a year, of everyone or one person; with `ssn` their numbers are opened.

    An entry in the trail says whose were seen: one for the year, or one for each person whose number was opened. Raises
    NotAllowed, NotFound, and RuleBroken where the year's tables are not known.
    """
    permitted(ctx, *((Field.SSN,) if ssn else ()))
    with ctx.store.snapshot():
        final, waiting = gathering.runs_in(gathering.span_of(year))
        made = _made(ctx, final, year, person, ssn)
        numberless = _numberless(ctx, made) if not ssn else [each.number for each in made if not each.ssn]
    _noted(ctx, year, person, made, ssn)
    blockers = (
        *lacking.of_company(ctx), *lacking.of_statements(made, fica_rates(year), numberless),
        *(each._replace(stops=False) for each in lacking.unplaced_codes(made, year)),
    )  # fmt: skip
    filing = Filing(
        Paper.W2, year, w2_table(made, ssn), (), 0, waiting, said_of(final, waiting), blockers, due_day(ctx, year)
    )  # fmt: skip
    return Statements(filing, made)


def report(ctx: Context, year: int) -> Filing:
    """What the wage report of a year holds and what keeps it from being written; no number is opened. Raises as `w2`."""
    made = w2(ctx, year).filing
    return replace(made, paper=Paper.EFW2, blockers=(*lacking.of_company(ctx, contact=True), *(
        each._replace(stops=True) for each in made.blockers if not each.code.startswith(("no_ein", "no_company"))
    )))  # fmt: skip


def boxes(ctx: Context, year: int, person: str) -> Filing:
    """One person's statement, box by box, with the runs that each box adds up. Raises as `w2`."""
    made = w2(ctx, year, person)
    (one,) = made.every
    id_ = _id_of(person)
    with ctx.store.snapshot():
        final, _ = gathering.runs_in(gathering.span_of(year))
        runs = [Summed(run, slip, 1) for run in final for slip in paid_slips(ctx, run, [id_])]
    codes = ctx.config.pay_codes
    rows, keys = list(_box_rows(one)), dict(BOXES)
    for line in {line.key: line for each in runs for line in each.slip.lines}.values():
        box = box_of(line, codes)
        name = (
            "14a"
            if box == "14a" or line.part is Part.CONTRIBUTION
            else f"12 {box}"
            if box not in ("", "10", "11")
            else box
        )
        if name:
            keys[name] = (*keys.get(name, ()), line.key)
    for place in (*one.states, *one.localities):
        keys[f"{place.name} wages"] = (f"wages:{place.name}_income_tax",)
        keys[f"{place.name} tax"] = (f"tax:{place.name}_income_tax",)
    table = Table(("box", "what", "figure"), rows)
    return replace(made.filing, table=table, runs=runs, line_keys=keys, person=f"{one.name} ({one.number})")


def _box_rows(one: W2) -> Iterator[tuple[object, ...]]:
    for box, cents in one.boxes.items():
        if cents or box in BOXES:
            yield box, WORDS.get(box, ""), Money(cents)
    for code, cents in one.box_12.items():
        yield f"12 {code}", "FLSA overtime premium" if code == OVERTIME else "", Money(cents)
    for label, cents in one.box_14a.items():
        yield "14a", label, Money(cents)
    for place in (*one.states, *one.localities):
        yield f"{place.name} wages", "State wages" if len(place.name) == 2 else "Local wages", Money(place.wages)
        yield f"{place.name} tax", "State income tax" if len(place.name) == 2 else "Local income tax", Money(place.tax)


def efw2(ctx: Context, year: int, path: Path, over: bool = False) -> Written:
    """Write the wage report of a year to a file of 0600; the trail names everyone whose number is in it, before.

    Raises NotAllowed, and RuleBroken naming everyone and everything that keeps it from being written.
    """
    permitted(ctx, Field.SSN)
    with ctx.store.snapshot():
        final, _ = gathering.runs_in(gathering.span_of(year))
        made = _made(ctx, final, year, "", ssn=True)
    _noted(ctx, year, "", made, opened=True)
    numberless = [each.number for each in made if not each.ssn]
    _refuse((
        *lacking.of_company(ctx, contact=True), *lacking.of_statements(made, fica_rates(year), numberless),
        *lacking.unplaced_codes(made, year),
    ))  # fmt: skip
    file = ssa.efw2(company_of(ctx), made, year, fica_rates(year))
    return _save(ctx, subject(Paper.EFW2, year), path, file.content, file.statements, file.notices, over)


def _save(
    ctx: Context, name: str, path: Path, content: bytes, count: int, notices: tuple[str, ...], over: bool
) -> Written:
    """Write a file, its entry with the checksum in the trail before it has its name."""

    def keep(file: files.Written) -> None:
        note_read(ctx, name, "file", {"count": str(count), **file.detail}, area=AREA)

    made = files.write(path, content, replace=over, before_naming=keep)
    return Written(str(made.path), made.sha256, count, notices)


def _refuse(blockers: tuple[Blocker, ...]) -> None:
    """Raise RuleBroken with everything that stops, each with what to do."""
    found = [f"{each.message} {each.remedy}".rstrip() for each in blockers if each.stops]
    if found:
        more = (
            f"\n… and {len(found) - NAMED} more; `hrtui payroll form w2` lists them all." if len(found) > NAMED else ""
        )
        raise RuleBroken("Nothing was written:\n" + "\n".join(found[:NAMED]) + more, "efw2")


def _made(ctx: Context, final: list[Run], year: int, person: str, ssn: bool) -> tuple[W2, ...]:
    id_ = _id_of(person) if person else None
    codes, rates = ctx.config.pay_codes, fica_rates(year)
    made = tuple(each for some in gathering.years(ctx, final, id_, ssn) for each in w2s(some, year, rates, codes))
    if person and not made:
        raise NotFound(f"{person} has no check in a final run of {year}, so no Form W-2.")
    return made


def _id_of(person: str) -> int:
    found = run_rows.persons([person]).get(person)
    if found is None:
        raise NotFound(f"There is nobody with the number “{person}”; `hrtui query` finds people.")
    return found


def _numberless(ctx: Context, made: tuple[W2, ...]) -> list[str]:
    """Those without a social security number on file; of whoever was erased, in what is kept sealed."""
    ids = run_rows.persons([each.number for each in made])
    numbers, found = list(ids), []
    for start in range(0, len(numbers), gathering.CHUNK):
        some = {ids[number]: number for number in numbers[start : start + gathering.CHUNK]}
        held = sealed(list(some))
        kept = {id_ for id_, (_, number) in addressees.kept(ctx.config.key_path, list(some)).items() if number}
        found += [
            number
            for id_, number in some.items()
            if id_ not in kept and not counting(held.get(id_, ()), PrivateKind.SSN)
        ]
    return found


def _noted(ctx: Context, year: int, person: str, made: tuple[W2, ...], opened: bool) -> None:
    """Leave an entry of what was read: of each person whose number was opened, else one."""
    if opened:
        note_reads(ctx, [each.number for each in made if each.ssn], "see_ssn", {"form": f"w2-{year}"}, area=AREA)
    else:
        note_read(ctx, person or subject(Paper.W2, year), "see_w2", {"year": str(year)}, area=AREA)
