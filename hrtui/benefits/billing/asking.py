"""What payroll asks of the checks of runs for elections: by payroll's own premiums, with what a check caught up of those before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from data.benefits import billing, elections, members
from data.payrun import retro
from data.payrun.codes import Codes
from data.payrun.compared import finals_before
from data.payrun.given import Given, given
from hrtui.benefits.billing.model import Known
from hrtui.benefits.model import Member
from hrtui.context import Context
from hrtui.errors import NotFound, RuleBroken
from hrtui.payroll.elected import dues_on
from hrtui.payroll.gather import elections_of
from hrtui.payroll.runs.model import Run, RunKind
from hrtui.payroll.runs.terms import Basis, terms_of

CHUNK = 500


@dataclass(slots=True)
class Asked:
    """Cents that elections ask of people's checks by person and deduction code, who the people are, and whose premium cannot be
    told (how many by sentence)."""

    cents: dict[tuple[int, str], int] = field(default_factory=lambda: defaultdict(int))
    known: dict[int, Known] = field(default_factory=dict)
    unpriced: dict[str, int] = field(default_factory=lambda: defaultdict(int))


def asked_of(ctx: Context, runs: Sequence[Run], codes: Sequence[str]) -> Asked:
    """What elections, as they are, ask of the checks of final runs that pay a period, under some deduction codes.

    Where a check took something else, what it caught up or gave back of checks before, by what was known then, is asked for too.
    Some twenty queries for 500 people and run.
    """
    made = Asked()
    for run in runs:
        basis = terms_of(ctx, run)
        if basis.terms.premiums is None:
            continue
        took, final = billing.withheld([run], codes), finals_before(run)
        for some in _chunks(run, {person for person, _ in took}):
            made.known |= {each.id: Known(each.number, each.name, each.ended) for each in some}
            people = sorted(each.id for each in some)
            dues = _dues(basis, given(run, people, final, Codes(), terms=basis.terms), codes, made)
            odd = [
                person
                for person, own in dues.items()
                if any(took.get((person, code), 0) != own.get(code, 0) for code in codes)
            ]
            for person, caught in _caught(run, basis, final, odd).items():
                for code, cents in caught.items():
                    if code in codes:
                        dues[person][code] = dues[person].get(code, 0) + cents
            for person, own in dues.items():
                for code, cents in own.items():
                    made.cents[person, code] += cents
    return made


def _chunks(run: Run, paid: set[int]) -> Iterator[list[Member]]:
    """Those whom a run paid, or had to pay, who ever elected something: everyone of its group who had not left before it."""
    everyone = sorted({person for person, _ in elections.in_force(run.pay_date)} | paid)
    for start in range(0, len(everyone), CHUNK):
        found = members.members(everyone[start : start + CHUNK], run.pay_date).values()
        yield [each for each in found if each.id in paid or _has_part(each, run)]


def _has_part(member: Member, run: Run) -> bool:
    gone = member.ended is not None and member.ended < run.begins
    return run.kind is RunKind.REGULAR and member.pay_group == run.group and not gone


def _dues(basis: Basis, held: Sequence[Given], codes: Sequence[str], made: Asked) -> dict[int, dict[str, int]]:
    """What the elections of people ask of the check by code; of whom it cannot be told is noted."""
    premiums, on = basis.terms.premiums, basis.terms.pay_date.check
    found: dict[int, dict[str, int]] = {}
    for each in held:
        own: dict[str, int] = {}
        try:
            for due in dues_on(premiums, each.facts, each.held.benefits, on) if premiums is not None else ():
                if due.plan.deduction in codes:
                    own[due.plan.deduction] = own.get(due.plan.deduction, 0) + due.person
        except (RuleBroken, NotFound) as problem:
            made.unpriced[str(problem)] += 1
            continue
        found[each.facts.id] = own
    return found


def _caught(run: Run, basis: Basis, final: Sequence[Run], people: Sequence[int]) -> Mapping[int, Mapping[str, int]]:
    """Cents that the checks of people caught up (below 0: gave back) of those before, by what each calculation knew."""
    known: dict[int, list[int]] = defaultdict(list)
    for slip in retro.slips_in([run], people):
        known[slip.known].append(slip.person)
    return {
        each.facts.id: {
            made.code: made.caught for made in elections_of(each.facts, basis.terms, each.held).takings if made.caught
        }
        for command, some in known.items()
        for each in given(run, some, final, Codes(), command, terms=basis.terms)
    }
