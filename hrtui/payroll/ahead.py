"""A pay date as a regular run of it would compute it, with nothing kept: what previews and paychecks are made with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from data.payrun import runs as rows
from data.payrun import slips
from data.payrun.given import Given, given
from hrtui.context import Context
from hrtui.payroll.check.values import CheckLine, Part
from hrtui.payroll.computing import outcome
from hrtui.payroll.model import PayDate
from hrtui.payroll.paycheck import Paycheck, not_due, paycheck_of
from hrtui.payroll.runs.booking import Made
from hrtui.payroll.runs.calculator import Calculator
from hrtui.payroll.runs.model import FINAL, Run, RunEvent, RunKind, RunState, SlipLine

UNKEPT = 0


class Ahead:
    """The calculation of a pay date: that of the regular run of its period, else of one that nobody opened yet.

    What is entered in that run counts. Balances are those of the year's final checks; where the run itself is final, of
    those before it. Raises RuleBroken where the tables of the year are not known.
    """

    def __init__(self, ctx: Context, due: PayDate, people: Sequence[int] | None = None) -> None:
        self.ctx, self.due = ctx, due
        with ctx.store.snapshot():
            self.run = _run_of(ctx, due)
            self.maker = Calculator.of(ctx, self.run, people)

    def people(self) -> Sequence[int]:
        """The ids of the people who may have a check."""
        with self.ctx.store.snapshot():
            return self.maker.people(self.ctx)

    def chunk(self, people: Sequence[int]) -> list[Made]:
        """The computed checks of some people, in the order of the ids; those who have none are left out."""
        return self.maker.chunk(self.ctx, people)

    def paycheck(self, person: int) -> Paycheck:
        """A person's check with every derivation; without lines, and with the reason, where it cannot be computed."""
        maker, basis = self.maker, self.maker.basis
        with self.ctx.store.snapshot():
            (each,) = given(
                self.run,
                [person],
                maker.final,
                maker.codes,
                places=maker.places,
                since=self.run.begins,
                terms=basis.terms,
            )
            told = self._told(person)
        facts, held = each.facts, each.held
        apart = person in maker.paid_apart
        found = None if apart else outcome(facts, basis.terms, held, basis.tables)
        if found is not None:
            found = maker.exceptions.result().added(facts, found[0]), found[1]
        result, state = found or not_due(facts, basis.terms, "They are paid in a run of final pay." if apart else "")
        found = replace(result, notices=(*told, *result.notices)), state
        return paycheck_of(facts, held, basis.terms, basis.tables, found, self._before(each), self.run.number)

    def _before(self, each: Given) -> dict[str, SlipLine]:
        """The balances a check goes on from, as lines of nothing by key."""
        found = {}
        for key, code in each.balance.codes.items():
            part, name, label, agency = self.maker.codes.by_id[code]
            found[key] = SlipLine(CheckLine(Part(part), name, label, 0, agency=agency), each.balance.cents[key])
        return found

    def _told(self, person: int) -> tuple[str, ...]:
        """What is worth knowing of the run of the period."""
        run = self.run
        if run.id == UNKEPT:
            return ()
        if run.state not in FINAL:
            return (f"As run {run.number} would compute it now, with what is entered there.",)
        if person in slips.people_in(run, rows.correcting(run.id)):
            return (
                f"Run {run.number} paid this period already; this is what it would compute now. "
                f"Its slip is what was paid: slip {run.number}.",
            )
        return (f"Run {run.number} of this period is final, and this person has no check in it.",)


def _run_of(ctx: Context, due: PayDate) -> Run:
    """The regular run of a period that is not cancelled, on its pay date; where there is none, one that is not kept."""
    span = due.period
    known = [
        each
        for each in rows.runs(first=span.start, group=due.group)
        if each.kind is RunKind.REGULAR and (each.begins, each.ends) == (span.start, span.end)
        and each.state is not RunState.CANCELLED
    ]  # fmt: skip
    if known:
        return replace(known[0], pay_date=due.check)
    draft = RunEvent(RunState.DRAFT, 0, 0, "", ctx.clock.now(), ctx.actor.login)
    return Run(
        UNKEPT, "", due.group, RunKind.REGULAR, span.start, span.end, due.check, "", "", ctx.actor.login, (draft,)
    )
