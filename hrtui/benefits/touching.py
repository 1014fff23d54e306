"""Which closed checks of a person elections reach back into, asked of payroll's own premiums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from data import payitems, payroll
from data.benefits import standings
from data.payrun import benefits as paid_benefits
from data.payrun import runs as run_rows
from data.payrun.codes import Codes
from hrtui.benefits.costs import follows_pay
from hrtui.benefits.desk import Desk
from hrtui.benefits.model import Election
from hrtui.benefits.premiums import Premiums
from hrtui.benefits.reaching import Next, Reach, TouchedCheck, at_part, changed, with_rows
from hrtui.context import Context
from hrtui.dates import EARLIEST
from hrtui.errors import NotFound, RuleBroken
from hrtui.payroll.elected import Benefits, dues_on, since
from hrtui.payroll.items import rules as item_rules
from hrtui.payroll.model import PersonFacts
from hrtui.payroll.rules import group_named
from hrtui.payroll.rules.calendar import pay_dates
from hrtui.payroll.rules.gross import row_on
from hrtui.payroll.runs.model import FINAL, Run, RunKind
from hrtui.payroll.runs.terms import premiums_of

AHEAD = timedelta(days=70)
NO_CENTS = (0, False)
NOTHING = Reach()
Cents = dict[str, tuple[int, bool]]
"""Cents of a check by deduction code, and whether they tell of pay."""


def reach_of(ctx: Context, desk: Desk) -> Reach:
    """Which closed checks finalising an event as it stands would reach back into; nothing is written.

    Nothing where its choices have faults. The desk says whether amounts that follow pay may be told.
    """
    made = desk.outcome()
    if made.faults:
        return NOTHING
    with ctx.store.snapshot():
        return reach(
            ctx, desk.member.id, desk.elections, with_rows(desk.elections, made.rows), pay_shown=desk.pay_shown
        )


def reach(
    ctx: Context, person: int, before: Sequence[Election], after: Sequence[Election], *, pay_shown: bool = True
) -> Reach:
    """Which closed checks of a person are touched where their elections become others; inside a snapshot or a command.

    Two queries where none is; some twenty more where some are.
    """
    rows = changed(before, after)
    if not rows:
        return NOTHING
    runs = _closed(min(row.effective_from for row in rows))
    if not runs:
        return NOTHING
    try:
        return _Asking(ctx, person, runs, [*before, *after], pay_shown).reach(before, after, at_part(rows))
    except (NotFound, RuleBroken) as problem:
        return Reach(problem=str(problem))


def last_closed() -> date:
    """The pay date of the last final regular run; the first day there is where none is."""
    return max((run.pay_date for run in _closed(EARLIEST)), default=EARLIEST)


def _closed(first: date) -> list[Run]:
    """The final regular runs whose check is dated on a day or later, oldest first."""
    found = (run for run in run_rows.runs(first=first) if run.kind is RunKind.REGULAR and run.state in FINAL)
    return sorted(found, key=lambda run: (run.pay_date, run.id))


class _Asking:
    """What elections of a person ask of the closed checks of their group."""

    def __init__(
        self, ctx: Context, person: int, runs: Sequence[Run], elections: Sequence[Election], pay_shown: bool
    ) -> None:
        self.ctx, self.person, self.pay_shown = ctx, person, pay_shown
        last = runs[-1].pay_date
        facts = payroll.facts([person], last, since=min(runs[0].pay_date, date(last.year - 1, 1, 1)), stamps=False)
        self.facts: PersonFacts = facts[0]
        self.runs = [run for run in runs if self._group_on(run.pay_date) == run.group]
        self.items = payitems.items([person]).get(person, ())
        self.standings = standings.standings([person]).get(person, ())
        first = self._premiums(runs[-1])
        known = {person: list(elections)}
        self.spouse = paid_benefits.spouses(first, known, None, last).get(person) if first is not None else None

    def reach(self, before: Sequence[Election], after: Sequence[Election], part: bool) -> Reach:
        """The checks that the two states ask other cents of."""
        checks, touched, hidden = [], [], False
        codes = self.ctx.config.pay_codes.deductions
        for run in self.runs:
            old, new = (self._cents(run, rows, run.pay_date) for rows in (before, after))
            differs = [code for code in sorted({*old, *new}) if old.get(code) != new.get(code) and code in codes]
            touched += [run.number] if differs else []
            for code in differs:
                (was, secret), (now, hides) = old.get(code, NO_CENTS), new.get(code, NO_CENTS)
                if (secret or hides) and not self.pay_shown:
                    hidden = True
                else:
                    checks.append(TouchedCheck(run.number, run.pay_date, code, codes[code].label, was, now))
        if not touched:
            return Reach(tuple(run.number for run in self.runs), at_part=True) if part and self.runs else NOTHING
        return Reach(tuple(touched), tuple(checks), self._next(after, checks), hidden, part)

    def _next(self, after: Sequence[Election], checks: Sequence[TouchedCheck]) -> dict[str, Next]:
        """What is owed in all, and what the check after the last closed one takes and catches up, by code."""
        last = self.runs[-1]
        premiums = self._premiums(last)
        if premiums is None:
            return {}
        tomorrow = last.pay_date + timedelta(days=1)
        day = pay_dates(premiums.group, tomorrow, tomorrow + AHEAD, premiums.holidays)[0].check
        due = self._cents(last, after, day)
        known = self.ctx.config.pay_codes
        first = {each.code: since(premiums, known, each.code, day) for each in checks}
        owed = self._owed(last, after, first)
        return {
            each.code: Next(
                owed[each.code],
                now := due.get(each.code, NO_CENTS)[0],
                premiums.catch_up * (now or each.after),
                first[each.code],
            )
            for each in checks
        }

    def _owed(self, last: Run, after: Sequence[Election], first: Mapping[str, date]) -> dict[str, int]:
        """What elections asked of closed checks from a first day on, less what those took, by code."""
        year = min((each.year for each in first.values()), default=last.pay_date.year)
        final = [run for each in range(year, last.pay_date.year + 1) for run in run_rows.final_runs(each)]
        paid = paid_benefits.paid_before(last, final)
        took = paid_benefits.taken(
            [self.person], sorted(first), self.ctx.config.pay_codes.deductions, paid, final, Codes()
        )
        mine = took.get(self.person, {})
        found = dict.fromkeys(first, 0)
        for run in final:
            if run.kind is RunKind.REGULAR and self._group_on(run.pay_date) == run.group:
                asked, had = self._cents(run, after, run.pay_date), mine.get((run.group, run.pay_date), {})
                for code, day in first.items():
                    if run.pay_date >= day:
                        found[code] += asked.get(code, NO_CENTS)[0] - had.get(code, (0, 0))[0]
        return found

    def _cents(self, run: Run, elections: Sequence[Election], on: date) -> Cents:
        """Cents of the person that elections ask of a pay date by code; of codes that a pay item takes nothing."""
        premiums = self._premiums(run)
        if premiums is None:
            return {}
        by_hand = {item.code for item in item_rules.on_day(self.items, on)}
        found: Cents = {}
        for due in dues_on(premiums, self.facts, Benefits(elections, self.standings, self.spouse), on):
            code, choice = due.plan.deduction, due.election.choice
            if code not in by_hand and due.percent == 0:
                cents, secret = found.get(code, NO_CENTS)
                tells = follows_pay(due.plan, premiums.book.option(choice.plan, choice.option))
                found[code] = cents + due.person, secret or tells
        return found

    def _group_on(self, day: date) -> str:
        pay = row_on(self.facts.pays, day)
        return pay.pay_group if pay is not None else ""

    def _premiums(self, run: Run) -> Premiums | None:
        return premiums_of(self.ctx, run, group_named(self.ctx.config.pay_groups, run.group))
