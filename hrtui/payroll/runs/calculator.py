"""The checks of some people of a run: what all of them stand on, and the slips that come of it, in one moment each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from typing import NamedTuple, Protocol

from data import payroll
from data.payrun import runs as rows
from data.payrun import slips
from data.payrun.codes import CodeKey
from data.payrun.compared import finals_before
from data.payrun.given import Given, given
from data.payrun.provisional import Provisional
from data.payrun.saving import Computed
from hrtui.context import Context
from hrtui.payroll.check.values import Blocker, Result
from hrtui.payroll.computing import computed_all
from hrtui.payroll.gather import Shared, case_of
from hrtui.payroll.model import PersonFacts
from hrtui.payroll.prenotes.standing import to_accept
from hrtui.payroll.rules.gross import row_on
from hrtui.payroll.runs.booking import Made, booked_all
from hrtui.payroll.runs.exceptions import Exceptions
from hrtui.payroll.runs.model import Run, RunKind
from hrtui.payroll.runs.seen import run_of
from hrtui.payroll.runs.terms import Basis, digest, terms_of
from hrtui.people.model import Status


class Batch(NamedTuple):
    """The slips of some people, and the codes in them that have no number yet, which go by -1, -2 and so on."""

    slips: list[Computed]
    lacking: tuple[CodeKey, ...] = ()


class Awaited(Protocol):
    """What stands out about people, which is found while their checks are computed."""

    def result(self) -> Exceptions:
        """Wait for it."""


@dataclass(frozen=True, slots=True)
class Calculator:
    """What a calculation stands on, once for all people. `known` is the last command it knows of, `final` the runs whose slips its
    balances go on from, `exceptions` what stands out, once somebody has looked, `paid_apart` who is left out since a run of final
    pay paid them, or in one since another run did; `paid_twice` those of them for whom something is entered all the same, and the
    run that paid them."""

    run: Run
    known: int
    final: Sequence[Run]
    codes: Provisional
    basis: Basis
    digest: str
    exceptions: Awaited
    places: payroll.Places
    paid_apart: Set[int] = frozenset()
    paid_twice: Mapping[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, ctx: Context, run: Run, people: Sequence[int] | None = None) -> Calculator:
        """The calculator of a run, for everyone or for some; raises RuleBroken where the year's tables are not known."""
        looked = Future[Exceptions]()
        with ctx.store.snapshot():
            made = cls.before_looking(ctx, run, looked)
            looked.set_result(made.look(ctx, people))
        return made

    @classmethod
    def before_looking(cls, ctx: Context, run: Run, exceptions: Awaited) -> Calculator:
        """The calculator of a run where what stands out comes later."""
        with ctx.store.snapshot():
            basis = terms_of(ctx, run)
            apart = _paid_apart(run)
            entered = set(rows.with_inputs(run.id)) if apart and run.kind is RunKind.FINAL else set()
            return cls(
                run, rows.last_command(), finals_before(run), Provisional(), basis, digest(ctx, run), exceptions,
                payroll.places(run.pay_date), apart.keys() - entered,
                {person: apart[person] for person in entered & apart.keys()},
            )  # fmt: skip

    def look(self, ctx: Context, people: Sequence[int] | None = None) -> Exceptions:
        """What stands out about everyone in the run, or about some."""
        with ctx.store.snapshot():
            untried = to_accept(ctx, self.run, people)
            return Exceptions.of(self.run, people, self.basis.terms.group.unusual, ctx.config.style, untried)

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
            self.codes.renew()
            found = given(self.run, due, self.final, self.codes, places=self.places, terms=self.basis.terms)
        if self.run.kind is RunKind.FINAL:
            found = [each for each in found if _left(each, self.run)]
        terms, tables = self.basis
        shared = Shared(terms)
        # one step for all, then the next: a tenth quicker than all steps for one
        cases = [case_of(each.facts, terms, each.held, shared) for each in found]
        checks = computed_all(cases, tables)
        exceptions = self.exceptions.result()
        return [
            (each.facts.id, self._said(exceptions, each.facts, check[0]), each.balance, check[1])
            for each, check in zip(found, checks, strict=True)
            if check is not None
        ]

    def _said(self, exceptions: Exceptions, facts: PersonFacts, result: Result) -> Result:
        """A check with what stands out about it."""
        made, by = exceptions.added(facts, result), self.paid_twice.get(facts.id)
        if by is None:
            return made
        twice = Blocker(
            "period_paid", f"Run {by} pays the days of the period already.",
            "Take out what is entered here and pay it off cycle, or reverse that check first.",
        )  # fmt: skip
        return replace(made, blockers=(twice, *made.blockers))

    def batch(self, ctx: Context, people: Sequence[int]) -> Batch:
        """The checks of some people as they are kept; nothing is written."""
        stored = booked_all(self.chunk(ctx, people), self.known, self.codes)
        return Batch(stored, self.codes.lacking)


def _paid_apart(run: Run) -> dict[int, str]:
    """The people whose days of the period are paid apart from a run, and by which: by a run of final pay, or beside one by any
    other that is final."""
    if run.kind not in (RunKind.REGULAR, RunKind.FINAL):
        return {}
    apart = rows.final_pay_runs(run) if run.kind is RunKind.REGULAR else rows.paid_before_final(run)
    return {person: each.number for each in apart for person in slips.people_in(each, rows.correcting(each.id))}


def _left(each: Given, run: Run) -> bool:
    """Whether a person's employment ends by the end of the period: a final run pays nobody else."""
    job = row_on(each.facts.jobs, run.ends)
    return job is not None and job.status is Status.TERMINATED
