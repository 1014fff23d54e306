"""Calculating a run: everyone in it, or those whose facts changed; nothing of it is seen before it is whole."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from contextlib import suppress

from data import payroll
from data.payrun import runs as rows
from data.payrun import saving, slips, sums
from data.payrun.balances import Balance
from data.payrun.codes import Codes
from data.payrun.compared import finals_before
from data.payrun.given import Given, given
from data.payrun.saving import Computed
from hrtui.audit.model import Change, Entered
from hrtui.audit.writing import begin, not_past, note
from hrtui.context import Context
from hrtui.errors import RuleBroken, StoreError
from hrtui.money import Money
from hrtui.payroll.check.values import Result
from hrtui.payroll.computing import outcome
from hrtui.payroll.rules.gross import row_on
from hrtui.payroll.runs import rules
from hrtui.payroll.runs.booking import booked
from hrtui.payroll.runs.dirt import dirty_ids
from hrtui.payroll.runs.exceptions import Exceptions
from hrtui.payroll.runs.model import Run, RunKind, RunState, Step, Totals
from hrtui.payroll.runs.seen import run_of, whole
from hrtui.payroll.runs.terms import digest, terms_of
from hrtui.people.model import Status

ACTION = "payroll.calculate"
CHUNK = 1_000
MOST_AT_ONCE = 2_000  # dirty people; more are calculated as everyone is, in chunks
Progress = Callable[[int, int], None]
Made = tuple[int, Result, Balance, str]
NO_PROGRESS: Progress = lambda done, of: None  # noqa: E731  (nothing to tell)


class Stopped(RuleBroken):
    """The person who started a calculation stopped it: the run is as it was before."""


def calculate(
    ctx: Context,
    number: str,
    everyone: bool = False,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Run:
    """Compute a run: all checks the first time or where `everyone` says so, else those of dirty people only.

    Reads and computes some hundred people at a time, and saves them in short transactions that nobody sees; then one
    shows them all. Stopped by `cancelled`, or killed, it leaves the run as it was. Raises NotAllowed, and RuleBroken where
    the run's state or kind does not allow it, or where a year's tables are not known.
    """
    not_past(ctx)
    whole(ctx, Step.CALCULATE)
    run = run_of(ctx, number)
    rules.check_step(run, Step.CALCULATE)
    if run.kind is RunKind.REVERSAL:
        raise RuleBroken(f"Run {number} takes back what was paid, so there is nothing to calculate.", "run")
    dirty = [] if everyone or not run.generation else dirty_ids(ctx, run)
    some = bool(run.generation) and not everyone and len(dirty) <= MOST_AT_ONCE
    return _some(ctx, run, dirty) if some else _all(ctx, run, progress or NO_PROGRESS, cancelled or (lambda: False))


class Calculator:
    """What a calculation stands on, once for all people, and the checks of a chunk of them."""

    def __init__(self, ctx: Context, run: Run, people: Sequence[int] | None = None) -> None:
        self.run = run
        with ctx.store.snapshot():
            self.known = rows.last_command()
            self.final = finals_before(run)
            self.codes = Codes()
            self.basis = terms_of(ctx, run)
            self.digest = digest(ctx, run)
            self.exceptions = Exceptions.of(run, people, self.basis.terms.group.unusual, ctx.config.style)
            self.places = payroll.places(run.pay_date)
            self.paid_apart = _paid_apart(run) if run.kind is RunKind.REGULAR else set()

    def people(self, ctx: Context) -> Sequence[int]:
        """The ids of the people who may be in the run; who has nothing to do with it falls out later. A correction pays those
        whose check of the corrected run was taken back."""
        if self.run.kind is RunKind.CORRECTION:
            mended = run_of(ctx, self.run.corrects)
            others = [each for each in rows.correcting(mended.id) if each.id != self.run.id]
            return slips.taken_back(mended, others)
        if not self.basis.terms.with_period:
            return rows.with_inputs(self.run.id)
        gone = payroll.ended(self.run.begins, self.run.ends).difference(rows.with_inputs(self.run.id))
        return [each for each in payroll.in_group(self.run.group, self.basis.terms.groups) if each not in gone]

    def chunk(self, ctx: Context, people: Sequence[int]) -> list[Made]:
        """The computed checks of some people, in one moment; those who have none are left out."""
        due = [person for person in people if person not in self.paid_apart] if self.paid_apart else people
        with ctx.store.snapshot():
            facts = given(self.run, due, self.final, self.codes, places=self.places)
        made = (self._check(each) for each in facts)
        return [each for each in made if each is not None]

    def booked(self, made: Sequence[Made]) -> list[Computed]:
        """Checks as they are kept; inside `write()`, since new codes are numbered."""
        return [
            booked(person, self.known, result, balance, self.codes, state) for person, result, balance, state in made
        ]

    def _check(self, each: Given) -> Made | None:
        if self.run.kind is RunKind.FINAL and not _left(each, self.run):
            return None
        found = outcome(each.facts, self.basis.terms, each.held, self.basis.tables)
        if found is None:
            return None
        result, state = found
        return each.facts.id, self.exceptions.added(each.facts, result), each.balance, state


def _paid_apart(run: Run) -> set[int]:
    """The people whose days of the period a run of final pay paid already."""
    apart = rows.final_pay_runs(run)
    return {person for each in apart for person in slips.people_in(each, rows.correcting(each.id))}


def _left(each: Given, run: Run) -> bool:
    """Whether a person's employment ends by the end of the period: a final run pays nobody else."""
    job = row_on(each.facts.jobs, run.ends)
    return job is not None and job.status is Status.TERMINATED


def _all(ctx: Context, run: Run, progress: Progress, cancelled: Callable[[], bool]) -> Run:
    """Everyone's check, under a generation of its own that is seen once it is whole; what comes of no use is removed."""
    maker = Calculator(ctx, run)
    with ctx.store.write():
        generation = saving.claim_generation(run.id)
    try:
        _save_all(ctx, run, generation, maker, progress, cancelled)
        _show(ctx, run, generation, maker)
    except BaseException:
        with suppress(StoreError):  # what a full disk keeps from being removed is removed by the next calculation
            _clear(ctx, run, generation)
        raise
    _clear(ctx, run, keep=generation)
    return run_of(ctx, run.number)


def _save_all(
    ctx: Context, run: Run, generation: int, maker: Calculator, progress: Progress, cancelled: Callable[[], bool]
) -> None:
    """Compute and save chunk after chunk; the garbage collector rests meanwhile, since a check makes no circles."""
    people, resting = maker.people(ctx), gc.isenabled()
    gc.disable()
    try:
        for start in range(0, len(people), CHUNK):
            if cancelled():
                raise Stopped(f"Stopped: run {run.number} is as it was.", "run")
            made = maker.chunk(ctx, people[start : start + CHUNK])
            with ctx.store.write():
                saving.save(run.id, generation, run.pay_date.year, maker.booked(made))
            progress(min(start + CHUNK, len(people)), len(people))
    finally:
        if resting:
            gc.enable()


def _show(ctx: Context, run: Run, generation: int, maker: Calculator) -> None:
    """Let a whole generation be seen, where nobody moved the run meanwhile; it is added up before, so nobody waits for that."""
    with ctx.store.snapshot():
        added = sums.added_up(run.id, generation)
    with ctx.store.write():
        now = run_of(ctx, run.number)
        rules.check_unmoved(run, now)
        entered = begin(ctx, ACTION, run.number)
        sums.keep_totals(run.id, generation, added, maker.codes)
        rows.add_state(
            run.id, RunState.CALCULATED, entered, generation=generation, known=maker.known, terms=maker.digest
        )
        _note(entered, now, added.totals, {"people": str(added.totals.people)})


def _clear(ctx: Context, run: Run, generation: int | None = None, keep: int = -1) -> None:
    """Remove slips nobody sees, a thousand at a time so that nobody waits."""
    while True:
        with ctx.store.write():
            if not saving.remove_drafts(run.id, generation, keep=keep):
                return


def _some(ctx: Context, run: Run, people: Sequence[int]) -> Run:
    """The checks of some people in the place of those they had, in one short transaction."""
    maker = Calculator(ctx, run, people)
    made = maker.chunk(ctx, people)
    with ctx.store.write():
        now = run_of(ctx, run.number)
        rules.check_unmoved(run, now)
        entered = begin(ctx, ACTION, run.number)
        stored = maker.booked(made)
        saving.replace(run.id, run.generation, run.pay_date.year, people, stored, maker.codes)
        rows.add_state(
            run.id, RunState.CALCULATED, entered, generation=run.generation, known=maker.known, terms=maker.digest
        )
        totals = sums.kept_totals([now])[now.id]
        _note(entered, now, totals, {"recalculated": str(len(people))})
    return run_of(ctx, run.number)


def _note(entered: Entered, run: Run, totals: Totals, detail: dict[str, str]) -> None:
    changes = [
        Change("state", run.state.value, RunState.CALCULATED.value),
        Change("net", "", str(Money(totals.net).amount)),
    ]
    note(entered, ACTION, run.number, changes, {**detail, "blocked": str(totals.blocked)})
