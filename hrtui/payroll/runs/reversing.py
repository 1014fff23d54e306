"""Taking back what a run paid: the whole of it, or one person's check, in a run of its own that another approves."""

from __future__ import annotations

from datetime import date

from data.payrun import runs as rows
from data.payrun import saving, slips, sums
from data.payrun.balances import balances
from data.payrun.codes import Codes
from hrtui.audit.model import Change
from hrtui.audit.writing import begin, note
from hrtui.context import Context
from hrtui.errors import RuleBroken
from hrtui.money import Money
from hrtui.payroll.runs import rules
from hrtui.payroll.runs.booking import code_keys, taken_back
from hrtui.payroll.runs.model import Run, RunKind, RunState, Slip, Step, Totals
from hrtui.payroll.runs.reading import slips_of
from hrtui.payroll.runs.seen import run_of, whole
from hrtui.payroll.runs.terms import digest

ACTION = "payroll.reverse"


def reverse(ctx: Context, number: str, reason: str, person: str = "", events: int | None = None) -> Run:
    """Take back a run that was exported, or one person's check of it; returns the reversing run, in review.

    Its slips have every amount with the other sign; they count once the run is approved, by another, and finalised. What
    people should have been paid is then a correction run. Raises NotAllowed, NotFound, and RuleBroken where nothing is
    left to take back or a run that reverses it is on its way, and Conflict where it has other than the `events` it was shown with.
    """
    whole(ctx, Step.REVERSE)
    if not reason.strip():
        raise RuleBroken("Say why it is taken back.", "reason")
    with ctx.store.write():
        mended = run_of(ctx, number)
        rules.check_shown(mended, events, ctx.config.company.time_zone)
        rules.check_step(mended, Step.REVERSE)
        rules.check_reversing(mended, rows.correcting(mended.id))
        left = _left(ctx, mended, person)
        taken = (run.number for run in rows.runs(group=mended.group))
        dated = _dated(ctx, mended)
        made = rules.run_number(mended.group, dated, RunKind.REVERSAL, taken)
        entered = begin(ctx, ACTION, made)
        run = rows.add(
            {
                "number": made, "pay_group": mended.group, "kind": RunKind.REVERSAL.value, "begins": mended.begins,
                "ends": mended.ends, "pay_date": dated, "reason": reason.strip(), "corrects": mended.id,
            },
            entered,
        )  # fmt: skip
        totals = _save(run, mended, left, entered.command)
        terms = digest(ctx, run_of(ctx, made))
        rows.add_state(run, RunState.CALCULATED, entered, generation=1, known=entered.command, terms=terms)
        rows.add_state(run, RunState.IN_REVIEW, entered, reason.strip())
        detail = {"run": number, "reason": reason.strip(), "people": str(totals.people)}
        note(entered, ACTION, made, [Change("net", "", str(Money(totals.net).amount))], detail)
        for each in left if person else ():
            note(entered, ACTION, each.number, [Change("net", str(Money(each.net).amount), "0.00")], detail)
    return run_of(ctx, made)


def _left(ctx: Context, mended: Run, person: str) -> list[Slip]:
    """The slips of a run that nothing has taken back yet, of everyone or of one person."""
    people = None
    if person:
        id_ = rows.persons([person]).get(person)
        people = [id_] if id_ is not None else []
    found = slips_of(ctx, mended, people)
    gone = slips.reversed_slips(mended.id, rows.correcting(mended.id))
    left = [each for each in found if each.id not in gone]
    if not left:
        who = f"the check of {person}" if person else "any check"
        raise RuleBroken(f"Run {mended.number} does not hold {who} that is not taken back already.", "person")
    return left


def _dated(ctx: Context, mended: Run) -> date:
    """A reversal counts in the tax year of what it takes back: today where that is the same, else the check's date."""
    today = ctx.clock.today()
    return today if today.year == mended.pay_date.year and today >= mended.pay_date else mended.pay_date


def _save(run: int, mended: Run, left: list[Slip], known: int) -> Totals:
    codes, year = Codes(), mended.pay_date.year
    codes.ids(code_keys(line for each in left for line, _ in each.lines))
    final = rows.final_runs(year)
    for start in range(0, len(left), slips.CHUNK):
        some = left[start : start + slips.CHUNK]
        last = balances([each.person for each in some], year, final, codes)
        saving.save(run, 1, year, [taken_back(each, known, last[each.person], codes) for each in some])
    added = sums.added_up(run, 1)
    sums.keep_totals(run, 1, added, codes)
    return added.totals
