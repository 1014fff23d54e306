"""Runs for tests: slips stored as a calculation would, without its tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from data.payrun import runs as rows
from data.payrun import saving, sums
from data.payrun.balances import NO_BALANCE, balances
from data.payrun.codes import Codes
from hrtui.audit.model import Change
from hrtui.audit.writing import begin, note
from hrtui.context import Context
from hrtui.payroll.check.values import Blocker, CheckLine, Part, Result, net_of
from hrtui.payroll.runs.booking import booked, code_keys
from hrtui.payroll.runs.model import RunState
from hrtui.payroll.runs.terms import digest

NO_ACCOUNT = Blocker("no_account", "No bank account is on file.", "S on the record enters it.")


def lines(gross: int, *more: CheckLine) -> tuple[CheckLine, ...]:
    """A check of a salary, a fifth of it withheld, and other lines."""
    return (
        CheckLine(Part.EARNING, "salary", "Salary", gross),
        CheckLine(Part.TAX, "federal_income_tax", "Federal income tax", gross // 10, gross, agency="US"),
        CheckLine(Part.TAX, "social_security", "Social security", gross // 10, gross, agency="US"),
        CheckLine(Part.EMPLOYER, "social_security", "Social security", gross // 10, gross, agency="US"),
        CheckLine(Part.WAGES, "gross", "Gross", gross),
        *more,
    )


def calculated(
    ctx: Context,
    number: str,
    checks: Mapping[str, int | Sequence[CheckLine]],
    blocked: Mapping[str, Blocker] | None = None,
) -> None:
    """Store a calculation of a run: gross cents, or lines, by people's numbers."""
    run = rows.run_numbered(number)
    assert run is not None
    year = run.pay_date.year
    with ctx.store.write():
        entered = begin(ctx, "payroll.calculate", number)
        note(entered, "payroll.calculate", number, [Change("people", "", str(len(checks)))], {})
        ids = rows.persons(checks)
        codes = Codes()
        last = balances(list(ids.values()), year, rows.final_runs(year), codes)
        made = []
        for person, given in checks.items():
            found = lines(given) if isinstance(given, int) else tuple(given)
            codes.ids(code_keys(found))
            gross = sum(line.amount for line in found if line.part is Part.EARNING)
            stops = (blocked or {}).get(person)
            result = Result(found, gross, net_of(found), (stops,) if stops else ())
            balance = last.get(ids[person], NO_BALANCE)
            made.append(booked(ids[person], entered.command, result, balance, codes, "MA"))
        generation = run.generation + 1
        saving.save(run.id, generation, year, made)
        sums.keep_totals(run.id, generation, sums.added_up(run.id, generation), codes)
        terms = digest(ctx, run)
        rows.add_state(run.id, RunState.CALCULATED, entered, generation=generation, known=entered.command, terms=terms)


def exported(ctx: Context, number: str) -> None:
    """Let a final run be exported, as its bank file would."""
    run = rows.run_numbered(number)
    assert run is not None
    with ctx.store.write():
        entered = begin(ctx, "payroll.export", number)
        rows.add_state(run.id, RunState.EXPORTED, entered)
        note(entered, "payroll.export", number, [Change("state", run.state.value, RunState.EXPORTED.value)], {})
