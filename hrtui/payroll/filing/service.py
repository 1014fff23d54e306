"""The use cases of filing: returns, deposits and remittances of final runs, and the wage statements of a year.

Returns are added up from what the store keeps with each run; wage statements read everyone's year a few hundred at a time.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from data import audit
from data.deposits import deposit_rules
from data.parameters import fica_rates
from data.payroll_tables import futa_rates
from data.payrun import filed, marks
from hrtui.access.model import Field
from hrtui.access.rules import require, scopes, seen_in
from hrtui.context import Context
from hrtui.dates import Period, add_months
from hrtui.errors import NotAllowed, RuleBroken
from hrtui.money import Money
from hrtui.payroll.filing import gathering, lacking
from hrtui.payroll.filing.lines import LINES_941, keys_940
from hrtui.payroll.filing.model import NOTHING_GIVEN, Filed, Filing, Given, Paper, Summed, Year, YearItem, subject
from hrtui.payroll.holidays import closed_days
from hrtui.payroll.outputs import form940 as f940
from hrtui.payroll.outputs import form941 as f941
from hrtui.payroll.outputs import liability, remittance
from hrtui.payroll.outputs.form940 import Form940
from hrtui.payroll.outputs.form941 import Form941
from hrtui.payroll.outputs.liability import Deposit, Schedule
from hrtui.payroll.runs.model import Run

ACTION = "payroll.file"
READ = "people.read"
QUARTERS = (1, 2, 3, 4)
FIRST_YEAR, LAST_YEAR = 2000, 2100


def permitted(ctx: Context, *fields: Field) -> None:
    """Raise NotAllowed unless the actor files for everyone and sees everyone's pay, and the other fields named."""
    require(ctx.actor, ACTION)
    if not any(scope.everyone for scope in scopes(ctx.actor, ACTION)):
        raise NotAllowed(f"{ctx.actor.login} may file only for some people, and a return is of everyone.")
    for field in (Field.PAY, *fields):
        if not any(scope.everyone for scope in seen_in(ctx.actor, field, READ, ACTION)):
            raise NotAllowed(
                f"{ctx.actor.login} does not see everyone's {field.value}; a role shows it with fields: {field.value}."
            )


def form941(ctx: Context, year: int, quarter: int, given: Given = NOTHING_GIVEN) -> Filing:
    """Form 941 of a quarter from its final runs. Raises NotAllowed, and RuleBroken where the year's tables are not known."""
    permitted(ctx)
    _check(year, quarter)
    with ctx.store.snapshot():
        given = _with_deposits(given, "941", gathering.span_of(year, quarter))
        final, waiting = gathering.runs_in(gathering.span_of(year, quarter))
        runs = gathering.summed(final)
        form = _form941(ctx, runs, year, quarter, given)
    return Filing(
        Paper.F941, year, f941.form_941_table(form), runs, quarter, waiting,
        (*form.notices, *said_of(final, waiting), _deposited(given)), tuple(lacking.of_company(ctx)),
        _due(ctx, year, quarter), LINES_941,
    )  # fmt: skip


def _form941(ctx: Context, runs: list[Summed], year: int, quarter: int, given: Given = NOTHING_GIVEN) -> Form941:
    span = gathering.span_of(year, quarter)
    twelfth = date(year, 3 * quarter, 12)
    rules, (schedule, _) = deposit_rules(span.end), schedule_of(ctx, year)
    known = f941.Given(
        filed.people_paid([each.run for each in runs if each.run.begins <= twelfth <= each.run.ends]), given.tip_notice,
        given.sick_pay, given.uncollected, given.research_credit, given.deposited, slips=sum(each.people for each in runs),
    )  # fmt: skip
    slips = (each.slip for each in runs)
    return f941.form_941(slips, year, quarter, fica_rates(year), schedule, rules, known, closed(ctx, year))


def form940(ctx: Context, year: int, given: Given = NOTHING_GIVEN) -> Filing:
    """Form 940 of a year from its final runs. Raises NotAllowed, and RuleBroken where the year's tables are not known."""
    permitted(ctx)
    _check(year)
    with ctx.store.snapshot():
        given = _with_deposits(given, "940", gathering.span_of(year))
        final, waiting = gathering.runs_in(gathering.span_of(year))
        runs = gathering.summed(final, by_state=True)
        form = _form940(ctx, runs, year, given)
    return Filing(
        Paper.F940, year, f940.form_940_table(form), runs, 0, waiting, (*said_of(final, waiting), _deposited(given)),
        tuple(lacking.of_company(ctx)), _due(ctx, year), keys_940(runs, ctx.config.pay_codes),
    )  # fmt: skip


def _form940(ctx: Context, runs: list[Summed], year: int, given: Given) -> Form940:
    end, slips = date(year, 12, 31), (each.slip for each in runs)
    known = f940.Given(deposited=given.deposited)
    return f940.form_940(slips, year, futa_rates(end), deposit_rules(end), ctx.config.pay_codes, known)


def deposits(ctx: Context, year: int) -> Filing:
    """What is owed to agencies for the checks of a year, and by when. Raises NotAllowed and RuleBroken."""
    permitted(ctx)
    _check(year)
    with ctx.store.snapshot():
        final, waiting = gathering.runs_in(gathering.span_of(year))
        runs = gathering.summed(final)
        made, said = _deposits(ctx, runs, year)
    return Filing(
        Paper.DEPOSITS, year, liability.deposit_table(made), runs, 0, waiting, (said, *said_of(final, waiting)),
        tuple(lacking.of_company(ctx)),
    )  # fmt: skip


def _deposits(ctx: Context, runs: list[Summed], year: int) -> tuple[tuple[Deposit, ...], str]:
    schedule, said = schedule_of(ctx, year)
    owed = liability.liabilities((each.slip for each in runs), ctx.config.pay_codes)
    return liability.deposits(owed, schedule, deposit_rules(date(year, 12, 31)), closed(ctx, year)), said


def schedule_of(ctx: Context, year: int) -> tuple[Schedule, str]:
    """How often federal taxes of a year are deposited, and why: as the configuration says, else by the look-back period."""
    told = ctx.config.payer.deposit_schedule
    if told:
        return Schedule(told), f"Federal taxes are deposited {told}, as `payer.deposit_schedule` says."
    rules = deposit_rules(date(year, 12, 31))
    runs, _ = gathering.runs_in(Period(date(year - 2, 7, 1), date(year - 1, 6, 30)))
    owed = liability.liabilities((each.slip for each in gathering.summed(runs)), ctx.config.pay_codes)
    cents = sum(liability.by_day(owed, "941").values())
    found = Schedule.MONTHLY if cents <= rules.lookback_limit else Schedule.SEMIWEEKLY
    because = f"the look-back period owed {Money(cents).amount:,.2f}"
    if not runs:
        because = "no run of the look-back period is in this store; else say `payer.deposit_schedule`"
    return found, f"Federal taxes are deposited {found.value}: {because}."


def remittances(ctx: Context, year: int, paper: Paper = Paper.ORDERS, run: str = "") -> Filing:
    """What is handed on: garnishments by payee and order, or deductions by code; of a year, or of one final run.

    Raises NotAllowed, and RuleBroken where the run is not one of the year's final ones.
    """
    permitted(ctx)
    _check(year)
    if paper is Paper.ORDERS:
        require(ctx.actor, "payroll.orders")
    with ctx.store.snapshot():
        final, waiting = gathering.runs_in(gathering.span_of(year))
        if run:
            final, waiting = [_named(run, year, final)], []
        if paper is Paper.ORDERS:
            table = remittance.garnishment_table(gathering.orders(ctx, final))
        else:
            codes = ctx.config.pay_codes
            table = remittance.deduction_table((slip for some in gathering.years(ctx, final) for slip in some), codes)
    return Filing(paper, year, table, (), 0, waiting, tuple(said_of(final, waiting)))


def _named(number: str, year: int, final: list[Run]) -> Run:
    found = next((run for run in final if run.number == number), None)
    if found is None:
        raise RuleBroken(f"{number} is no final run of {year}; `hrtui payroll runs --year {year}` lists them.", "run")
    return found


def overview(ctx: Context, year: int) -> Year:
    """The returns of a year and its deposits by due day, with what is owed, missing and written. Raises NotAllowed and
    RuleBroken."""
    permitted(ctx)
    _check(year)
    with ctx.store.snapshot():
        final, waiting = gathering.runs_in(gathering.span_of(year))
        runs = gathering.summed(final)
        made, said = _deposits(ctx, runs, year)
        items = [_quarter(ctx, runs, waiting, year, number) for number in QUARTERS]
        items += _year_papers(ctx, runs, waiting, year)
        items += [_deposit(ctx, each, waiting) for each in made]
        sent = marks.marks([each.key for each in items])
    items = [replace(each, mark=sent.get(each.key)) for each in items]
    items.sort(key=lambda each: (each.due or date.max, each.paper is Paper.DEPOSITS, each.title))
    return Year(items, (said,), tuple(lacking.of_company(ctx, contact=True)))


def _deposit(ctx: Context, each: Deposit, waiting: list[Run]) -> YearItem:
    held = sum(each.begins <= run.pay_date <= each.ends for run in waiting)
    title = f"Deposit, Form {each.form}" if each.form else f"{each.agency or 'Other'}: {each.what}"
    return YearItem(
        title, Paper.DEPOSITS, each.due, each.cents, 0, each, held, each.ends <= ctx.day, key=liability.key_of(each)
    )


def _quarter(ctx: Context, runs: list[Summed], waiting: list[Run], year: int, number: int) -> YearItem:
    span = gathering.span_of(year, number)
    own = [each for each in runs if each.run.pay_date in span]
    cents = _form941(ctx, own, year, number).line_12 if own else None
    return YearItem(
        f"Form 941, quarter {number}", Paper.F941, _due(ctx, year, number), cents, number,
        waiting=sum(run.pay_date in span for run in waiting), ended=span.end < ctx.day,
        filed=_filed(subject(Paper.F941, year, number)), key=subject(Paper.F941, year, number),
    )  # fmt: skip


def _year_papers(ctx: Context, runs: list[Summed], waiting: list[Run], year: int) -> list[YearItem]:
    owed = liability.liabilities((each.slip for each in runs), ctx.config.pay_codes)
    unemployment = sum(liability.by_day(owed, "940").values()) if runs else None
    wages = sum(each.slip.amount("wages:federal_income_tax") for each in runs) if runs else None
    ended = gathering.span_of(year).end < ctx.day
    return [
        YearItem(
            title,
            paper,
            _due(ctx, year),
            cents,
            0,
            None,
            len(waiting),
            ended,
            _filed(subject(paper, year)),
            subject(paper, year),
        )
        for title, paper, cents in (
            ("Form 940", Paper.F940, unemployment),
            ("Forms W-2", Paper.W2, wages),
            ("Wage report (EFW2)", Paper.EFW2, wages),
        )
    ]


def _filed(name: str) -> Filed | None:
    """The last file written for a return."""
    found = audit.entries(1, subject=name, action=ACTION)
    return (
        Filed(found[0].entry.at, found[0].entry.actor, (found[0].entry.detail or {}).get("file", "")) if found else None
    )


def closed(ctx: Context, year: int) -> frozenset[date]:
    """The days around a year on which banks and agencies are closed."""
    return closed_days(ctx.config.holidays, (year, year + 1))


def _due(ctx: Context, year: int, quarter: int = 0) -> date:
    """The last day of the month after a quarter or year, or the next business day."""
    first = add_months(date(year, 3 * (quarter or 4) - 2, 1), 4)
    return liability.on_or_after(date.fromordinal(first.toordinal() - 1), closed(ctx, year))


def due_day(ctx: Context, year: int) -> date:
    """When wage statements of a year are due."""
    return _due(ctx, year)


def _check(year: int, quarter: int = 1) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise RuleBroken(f"{year} is no year of payroll; say one such as 2026.", "year")
    if quarter not in QUARTERS:
        raise RuleBroken(f"A year has quarters 1 to 4, not {quarter}.", "quarter")


def said_of(final: list[Run], waiting: list[Run]) -> list[str]:
    """Which runs are not in it though their checks are dated in its time, or that there are none."""
    none = [] if final else ["No run of that time is final, so there is nothing in it."]
    return none + [
        f"Run {run.number} (check {run.pay_date}) is {run.state.value.replace('_', ' ')}, so its checks are not in it."
        for run in waiting
    ]


def _with_deposits(given: Given, form: str, span: Period) -> Given:
    """What was given, the deposits noted for a form's time in the place of an amount that was not."""
    if given.deposited:
        return given
    made = [mark.cents for day, mark in marks.deposits_of(form, span.start.year) if day in span]
    return given._replace(deposited=sum(made), noted=len(made))


def _deposited(given: Given) -> str:
    if given.noted:
        count = f"{given.noted} deposit{'s' if given.noted != 1 else ''}"
        return f"Line 13 is the {Money(given.deposited).amount:,.2f} of {count} noted as made."
    if given.deposited:
        return f"Line 13 is the {Money(given.deposited).amount:,.2f} you gave: none is noted as deposited."
    return "Line 13 is empty: no deposit is noted as made. Note them (M in the filings), or give the sum (--deposited)."
