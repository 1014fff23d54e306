"""The final runs of a time as returns read them: each run as one slip of sums, and people's years in bounded chunks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from data import addressees
from data.payrun import filed, sums
from data.payrun import runs as rows
from data.payrun.codes import Codes
from hrtui.context import Context
from hrtui.dates import Period, add_months
from hrtui.payroll.check.values import Part
from hrtui.payroll.filing.model import Summed
from hrtui.payroll.outputs.values import Address, PaidLine, PaidSlip
from hrtui.payroll.outputs.w2 import OVERTIME
from hrtui.payroll.runs.model import FINAL, OPEN, Run

CHUNK = 200
FUTA = (Part.WAGES.value, "futa")


def span_of(year: int, quarter: int = 0) -> Period:
    """The days of a year, or of a quarter of it."""
    if not quarter:
        return Period(date(year, 1, 1), date(year, 12, 31))
    begins = date(year, 3 * quarter - 2, 1)
    return Period(begins, add_months(begins, 3) - timedelta(days=1))


def runs_in(span: Period) -> tuple[list[Run], list[Run]]:
    """The runs whose checks are dated in a span: those that are final, oldest check first, and those that are not yet."""
    found = list(reversed(rows.runs(span.start, span.end)))
    return [run for run in found if run.state in FINAL], [run for run in found if run.state in OPEN]


def summed(runs: Sequence[Run], by_state: bool = False) -> list[Summed]:
    """Runs as slips of sums, two queries; with `by_state` wages for unemployment tax stand in one slip for each state."""
    lines, kept = filed.totals(runs), sums.kept_totals(runs)
    states = filed.by_state(runs, FUTA) if by_state else {}
    made = []
    for run in runs:
        parts = states.get(run.id, [])
        whole = [line for line in lines[run.id] if not (by_state and (line.part.value, line.code) == FUTA)]
        made.append(Summed(run, _slip(run, whole, kept[run.id].gross, kept[run.id].net), kept[run.id].people))
        made += [Summed(run, _slip(run, [_wages(cents)], 0, 0, state), 0) for state, cents in parts]
    return made


def _wages(cents: int) -> PaidLine:
    return filed.one_line(*FUTA, "Wages for federal unemployment tax", cents, 0, "")


def _slip(run: Run, lines: Sequence[PaidLine], gross: int, net: int, state: str = "") -> PaidSlip:
    span = Period(run.begins, run.ends)
    return PaidSlip(
        run.number, "", run.number, span, run.pay_date, tuple(lines), gross, net, work_state=state, reference=run.number
    )


def years(
    ctx: Context, runs: Sequence[Run], person: int | None = None, ssn: bool = False
) -> Iterator[tuple[PaidSlip, ...]]:
    """Everyone's lines over the runs of a year (or one person's) as one slip each, some hundred people at a time.

    Name and address are those of the last check date; of whoever was erased, what is kept sealed for this. Asks for no
    permission: whoever calls it has done so.
    """
    if not runs:
        return
    codes, last = Codes(), max(run.pay_date for run in runs)
    apart = {
        (Part.EARNING.value, name) for name, code in ctx.config.pay_codes.earnings.items() if code.told_in == OVERTIME
    }
    everyone = filed.people_of(runs) if person is None else [person]
    by_id = {run.id: run for run in runs}
    for start in range(0, len(everyone), CHUNK):
        people = list(everyone[start : start + CHUNK])
        found = filed.year_lines(people, runs, codes, apart)
        who = addressees.addressees(people, last)
        numbers = addressees.ssns(ctx.config.key_path, people) if ssn else {}
        for each, (name, number) in addressees.kept(ctx.config.key_path, people).items():
            who[each] = name
            numbers |= {each: number} if ssn else {}
        yield tuple(
            _year(by_id[found[each].last], found[each].lines, who[each], numbers.get(each, ""))
            for each in people
            if each in found
        )


def _year(run: Run, lines: Sequence[PaidLine], who: addressees.Addressee, ssn: str) -> PaidSlip:
    gross = sum(line.amount for line in lines if line.part is Part.EARNING)
    return PaidSlip(
        who.number, who.first_name, who.last_name, Period(run.begins, run.ends), run.pay_date, tuple(lines), gross, 0,
        address=Address(who.street, who.city, who.state, who.postal_code), reference=run.number, ssn=ssn,
    )  # fmt: skip


def orders(ctx: Context, runs: Sequence[Run]) -> Iterator[PaidSlip]:
    """What garnishment orders took, as slips of nothing else: one for each order of each slip."""
    by_id = {run.id: run for run in runs}
    found = filed.orders_of(runs, Codes())
    for start in range(0, len(found), CHUNK):
        some = found[start : start + CHUNK]
        who = addressees.addressees([each.person for each in some], max(run.pay_date for run in runs))
        for each in some:
            run, to = by_id[each.run], who[each.person]
            yield PaidSlip(
                to.number, to.first_name, to.last_name, Period(run.begins, run.ends), run.pay_date, (each.line,), 0, 0,
                reference=run.number,
            )  # fmt: skip
