"""What a person should look at before a check is paid: each exception with a stable name, and what to do about it.

Some stop the check; the others have to be accepted, with a note, before the run is approved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar

from data.payroll_tables import garnishment_rules
from data.payrun import runs as rows
from data.payrun import signs
from data.payrun.usual import Paid, last_checks
from hrtui.money import STYLES, NumberStyle
from hrtui.payroll.check.linetable import worked
from hrtui.payroll.check.values import Blocker, Result
from hrtui.payroll.kit import dollars_of
from hrtui.payroll.model import PersonFacts
from hrtui.payroll.rules.gross import row_on
from hrtui.payroll.runs.model import Run, RunKind
from hrtui.payroll.runs.usual import may_explain, unusual
from hrtui.people.model import Status

RECENT = timedelta(days=14)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Exceptions:
    """What is known of everyone in a run at once: the days (`2026-01-31`) since which accounts are on file, shared numbers, who was
    paid before, the least an hour is worth, and what a regular run's people were paid before, who has something entered for it, and
    when the last run's period began."""

    pay_date: date
    accounts: Mapping[int, str]
    shared_accounts: Mapping[int, str]
    shared_ssn: Mapping[int, str]
    paid_before: frozenset[int]
    minimum_wage: Decimal
    no_ssn: frozenset[int]
    usual: Sequence[Paid] = ()
    entered: frozenset[int] = frozenset()
    percent: int = 0
    style: NumberStyle = STYLES["en_US"]
    untried: frozenset[int] = frozenset()

    @classmethod
    def of(
        cls,
        run: Run,
        people: Sequence[int] | None = None,
        percent: int = 0,
        style: NumberStyle | None = None,
        untried: frozenset[int] = frozenset(),
    ) -> Exceptions:
        """What the store knows of it on the check date, of everyone or of some; five queries, for a regular run six more and
        two or three for each of three runs before it. `percent` is how far a check may be from the usual, `untried` are
        those whose accounts are to be accepted since no prenote tried them yet."""
        looks = percent > 0 and run.kind is RunKind.REGULAR
        return cls(
            run.pay_date, signs.accounts(run.pay_date, people), signs.shared("bank", run.pay_date, people),
            signs.shared("ssn", run.pay_date, people), signs.paid_before(run.id, run.pay_date, people),
            garnishment_rules(run.pay_date).minimum_wage, signs.without("ssn", run.pay_date, people),
            last_checks(run, people) if looks else (), frozenset(rows.with_inputs(run.id)) if looks else frozenset(),
            percent, style or STYLES["en_US"], untried,
        )  # fmt: skip

    def among(self, people: Sequence[int]) -> Exceptions:
        """What is known of some people only."""
        return replace(
            self, accounts=_of(self.accounts, people), shared_accounts=_of(self.shared_accounts, people),
            shared_ssn=_of(self.shared_ssn, people), paid_before=self.paid_before.intersection(people),
            no_ssn=self.no_ssn.intersection(people), usual=tuple(each.among(people) for each in self.usual),
            entered=self.entered.intersection(people), untried=self.untried.intersection(people),
        )  # fmt: skip

    def added(self, facts: PersonFacts, result: Result) -> Result:
        """A result with the exceptions of its person."""
        found = tuple(self._found(facts, result))
        if not found:
            return result
        return Result(
            result.lines, result.gross, result.net, (*result.blockers, *found), result.notices, result.arrears
        )

    def _found(self, facts: PersonFacts, result: Result) -> list[Blocker]:
        person = facts.id
        found: list[Blocker] = []
        if result.net > 0:
            found += self._account(person)
        if person in self.shared_ssn:
            found.append(
                Blocker("duplicate_ssn", f"The social security number is also that of {self.shared_ssn[person]}.",
                        "Correct the one that is wrong.")
            )  # fmt: skip
        elif person in self.no_ssn and result.gross:
            found.append(_accept("no_ssn", "No social security number is on file.", "Record it: Form W-2 needs it."))
        if not facts.certificates and result.gross:
            found.append(_accept("no_w4", "No Form W-4 is on file: withheld as single.", "Record the certificate."))
        if person not in self.paid_before and result.gross:
            found.append(_accept("first_pay", "It is the first pay.", "Compare it with the offer."))
        if result.net == 0 and result.lines:
            found.append(_accept("net_zero", "The net is zero.", "See why nothing is left to pay."))
        if self.usual:
            found += self._unusual(facts, result)
        found += self._leaver(facts, result)
        found += self._minimum(result)
        return found

    def _account(self, person: int) -> list[Blocker]:
        since = self.accounts.get(person)
        if since is None:
            return [
                _accept("no_account", "No bank account is on file: it is paid by cheque.", "Record one to pay by bank.")
            ]
        found = []
        if person in self.shared_accounts:
            found.append(
                _accept("duplicate_account", f"The bank account is also that of {self.shared_accounts[person]}.",
                        "Make sure that they share it.")
            )  # fmt: skip
        if person in self.untried:
            found.append(
                _accept(
                    "account_untried",
                    "No prenote has tried the bank account yet.",
                    "Send one (P on the runs), or pay by cheque.",
                )
            )
        if person in self.paid_before and self.pay_date - date.fromisoformat(since) <= RECENT:
            found.append(
                _accept(
                    "account_changed",
                    f"The bank account was changed on {since}.",
                    "Ask the person, by a number you know.",
                )
            )
        return found

    def _unusual(self, facts: PersonFacts, result: Result) -> list[Blocker]:
        before = [paid for each in self.usual if (paid := each.of(facts.id)) is not None]
        if not before or not result.lines:
            return []
        explained = may_explain(facts, self.usual[0].begins, facts.id in self.entered)
        told = unusual(result.gross, result.net, before, self.percent, explained, self.style)
        return (
            [_accept("unusual_amount", told, "Make sure that it is right: see what changed, and why (w).")]
            if told
            else []
        )

    def _leaver(self, facts: PersonFacts, result: Result) -> list[Blocker]:
        job = row_on(facts.jobs, self.pay_date)
        if not result.gross or job is None or job.status is not Status.TERMINATED:
            return []
        last = job.last_day or job.effective_from
        return [_accept("leaver", f"Employment ended, last day {last}.", "Make sure that this pay is still due.")]

    def _minimum(self, result: Result) -> list[Blocker]:
        hours, cents = worked(result.lines)
        if not hours:
            return []
        pay = dollars_of(cents)
        if pay >= hours * self.minimum_wage or any(each.code == "minimum_wage" for each in result.blockers):
            return []
        rate = f"{pay / hours:.2f}"
        return [
            _accept("minimum_wage", f"{rate} an hour is below the federal minimum wage of {self.minimum_wage}.",
                    "Correct hours or rate; a state or city may ask for more.")
        ]  # fmt: skip


def _accept(code: str, message: str, remedy: str) -> Blocker:
    return Blocker(code, message, remedy, stops=False)


def _of(known: Mapping[int, T], people: Sequence[int]) -> dict[int, T]:
    return {person: known[person] for person in people if person in known}
