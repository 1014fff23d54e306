"""What checks need to know of people's benefits: elections in force, and for whom a check was missed what final ones took."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from data import payroll
from data.base import database
from data.benefits.elections import elections
from data.benefits.rows import live
from data.benefits.standings import standings
from data.dated import among
from data.payrun.balances import NO_BALANCE, Balance, amounts_of
from data.payrun.codes import Codes
from data.payrun.runs import final_runs
from data.schema import ContactRow, SlipLineRow, SlipRow
from hrtui.benefits.model import Election
from hrtui.benefits.premiums import NO_NEEDS, Needs, Premiums
from hrtui.contacts.model import ContactKind
from hrtui.errors import NotFound, RuleBroken
from hrtui.payroll.check.plans import kept
from hrtui.payroll.check.values import Part
from hrtui.payroll.codes import DeductionCode
from hrtui.payroll.elected import Benefits, disagreeing, moving, since
from hrtui.payroll.gather import RunTerms
from hrtui.payroll.items.model import PayItem
from hrtui.payroll.model import PersonFacts
from hrtui.payroll.runs.model import WITH_PERIOD, Run, RunKind

MENDING = (RunKind.CORRECTION, RunKind.REVERSAL)
SPOUSES = ("spouse", "partner")
CONTACT = ("kind", "active", "relation", "birth_date")


class Paid(NamedTuple):
    """What final runs paid before a check: pay dates of the group's regular runs of the tax year, and by the id of each run that
    pays a period the pay group and pay date of the one it is, or mends; `earlier` are pay dates of the tax year before."""

    passed: tuple[date, ...]
    roots: Mapping[int, tuple[str, date]]
    earlier: tuple[date, ...] = ()


def benefits(
    run: Run, terms: RunTerms, facts: Sequence[PersonFacts], items: Mapping[int, Sequence[PayItem]],
    before: Mapping[int, Balance], final: Sequence[Run], codes: Codes, known: int | None, places: payroll.Places | None,
) -> dict[int, Benefits]:  # fmt: skip
    """What is known of the benefits of people who ever elected any, by person; one query, and a few more where a plan asks for
    tobacco or a spouse, and for those whose balances are not what their elections asked."""
    premiums = terms.premiums
    if premiums is None or not terms.with_period:
        return {}
    chosen = elections([each.id for each in facts], known, stamps=False)
    if not chosen:
        return {}
    tobacco, spouse = _asking(premiums, chosen)
    smoking = standings(tobacco, known) if tobacco else {}
    married = _spouses(spouse, known, run.pay_date) if spouse else {}
    wanted = _carried(run, terms, final)
    last_year = final_runs(run.pay_date.year - 1, known) if wanted else []
    final = [*last_year, *final]
    paid = paid_before(run, final)
    held = amounts_of(list(chosen), run.pay_date.year - 1, last_year, _lines(terms, wanted, codes)) if last_year else {}
    made = {
        person: Benefits(
            rows,
            smoking.get(person, ()),
            married.get(person),
            paid.passed,
            earlier=paid.earlier,
            before=held.get(person, {}),
        )
        for person, rows in chosen.items()
    }
    made |= _with_history(run, premiums, facts, made, paid, known, places)
    behind: dict[int, list[str]] = {}
    for each in facts:
        if each.id in made:
            balance = before.get(each.id, NO_BALANCE)
            found = _disagreeing(premiums, terms, each, made[each.id], items.get(each.id, ()), balance)
            if found:
                behind[each.id] = found
    return made | _with_taken(run, terms, made, behind, paid, final, codes) if behind else made


def _carried(run: Run, terms: RunTerms, final: Sequence[Run]) -> set[str]:
    """The deduction codes of plans of which the tax year before matters to a check: all of them at the year's first check of the
    group, else those that are taken after tax and those whose plan year began in it."""
    premiums, on = terms.premiums, run.pay_date
    known = (
        {}
        if premiums is None
        else {plan.deduction for plan in premiums.book.settings.plans} & terms.codes.deductions.keys()
    )
    if premiums is None or not any(
        each.group == run.group and each.kind is RunKind.REGULAR and each.pay_date < on for each in final
    ):
        return set(known)
    return {code for code in known if since(premiums, terms.codes, code, on).year < on.year}


def _lines(terms: RunTerms, wanted: Collection[str], codes: Codes) -> dict[int, str]:
    """The keys of the lines of the person and the employer that deductions have, by the ids of their codes."""
    known = terms.codes.deductions
    parts = {code: kept(code, known[code].treatment).part for code in wanted}
    return {
        id_: f"{part}:{code}"
        for id_, (part, code, _, _) in codes.by_id.items()
        if code in parts and part in (parts[code], Part.EMPLOYER)
    }


def _with_history(
    run: Run, premiums: Premiums, facts: Sequence[PersonFacts], made: Mapping[int, Benefits], paid: Paid, known: int | None,
    places: payroll.Places | None,
) -> dict[int, Benefits]:  # fmt: skip
    """What is known of those whose premium goes by pay that changed in the year, with their rows of the year."""
    people = [each.id for each in facts if each.id in made and _moving(premiums, each, made[each.id])]
    if not people:
        return {}
    rows = payroll.facts(people, run.pay_date, known, places, since=(*paid.earlier, *paid.passed)[0], stamps=False)
    return {each.id: replace(made[each.id], history=each) for each in rows}


def _moving(premiums: Premiums, facts: PersonFacts, known: Benefits) -> bool:
    try:
        return moving(premiums, facts, known)
    except NotFound:
        return False  # said where the check is gathered


def _disagreeing(
    premiums: Premiums, terms: RunTerms, facts: PersonFacts, known: Benefits, items: Sequence[PayItem], balance: Balance
) -> list[str]:
    try:
        return disagreeing(premiums, terms.codes, facts, known, items, balance.cents, terms.pay_date.check)
    except (NotFound, RuleBroken):
        return []  # said where the check is gathered, which it stops


def _asking(premiums: Premiums, chosen: Mapping[int, Sequence[Election]]) -> tuple[list[int], list[int]]:
    """Those whose premium goes by tobacco, and those whose premium goes by the spouse."""
    tobacco, spouse = [], []
    for person, rows in chosen.items():
        needs = [_needs(premiums, row) for row in rows]
        if any(each.tobacco for each in needs):
            tobacco.append(person)
        if any(each.spouse for each in needs):
            spouse.append(person)
    return tobacco, spouse


def spouses(
    premiums: Premiums, chosen: Mapping[int, Sequence[Election]], known: int | None, on: date
) -> dict[int, date]:
    """The birth date of the spouse of those whose premium goes by it."""
    mine = _asking(premiums, chosen)[1]
    return _spouses(mine, known, on) if mine else {}


def _spouses(mine: Sequence[int], known: int | None, on: date) -> dict[int, date]:
    last: dict[tuple[int, int], Sequence[object]] = {}
    for person, begins, _, (slot, *cells) in live(ContactRow, ("slot", *CONTACT), mine, known):
        if begins <= on or (person, slot) not in last:
            last[person, slot] = cells
    found: dict[int, date] = {}
    for (person, _), (kind, active, relation, born) in sorted(last.items()):
        if active and kind == ContactKind.DEPENDENT.value and relation in SPOUSES and born and person not in found:
            found[person] = born if isinstance(born, date) else date.fromisoformat(str(born))
    return found


def _needs(premiums: Premiums, row: Election) -> Needs:
    try:
        return premiums.needs_of(row)
    except NotFound:
        return NO_NEEDS  # said where the check is gathered


def paid_before(run: Run, final: Sequence[Run]) -> Paid:
    """What final runs paid before a run; a correction mends the run it corrects, and does not count that one as paid."""
    by_number = {each.number: each for each in (*final, run)}
    roots = {}
    own = _root(run, by_number)
    for each in final:
        root = _root(each, by_number)
        if root.kind in WITH_PERIOD:
            roots[each.id] = root.group, root.pay_date
    days = sorted(
        each.pay_date
        for each in final
        if each.kind is RunKind.REGULAR
        and each.group == run.group
        and each.id != own.id
        and each.pay_date < run.pay_date
    )
    year = run.pay_date.year
    return Paid(tuple(day for day in days if day.year == year), roots, tuple(day for day in days if day.year < year))


def _root(run: Run, by_number: Mapping[str, Run]) -> Run:
    """The run that a correction or reversal mends in the end, as far as it is known."""
    found = run
    while found.kind in MENDING and found.corrects in by_number:
        found = by_number[found.corrects]
    return found


def _with_taken(
    run: Run, terms: RunTerms, made: Mapping[int, Benefits], behind: Mapping[int, Sequence[str]], paid: Paid,
    final: Sequence[Run], codes: Codes,
) -> dict[int, Benefits]:  # fmt: skip
    """What is known of those who are behind, with what each final check took under the codes in question."""
    people = sorted(behind)
    wanted = sorted({code for each in behind.values() for code in each})
    took = taken(people, wanted, terms.codes.deductions, paid, final, codes)
    found = {}
    for person in people:
        mine, elsewhere = took.get(person, {}), date.min
        for (group, on), _ in mine.items():
            if group != run.group:
                elsewhere = max(elsewhere, on)
        by_code: dict[str, dict[date, tuple[int, int]]] = {code: {} for code in behind[person]}
        for (group, on), sums in mine.items():
            for code, cents in sums.items():
                if group == run.group and code in by_code:
                    by_code[code][on] = cents[0], cents[1]
        passed, earlier = (tuple(on for on in days if on > elsewhere) for days in (paid.passed, paid.earlier))
        found[person] = replace(made[person], passed=passed, earlier=earlier, taken=by_code)
    return found


def taken(
    people: Sequence[int],
    wanted: Sequence[str],
    known: Mapping[str, DeductionCode],
    paid: Paid,
    final: Sequence[Run],
    codes: Codes,
) -> dict[int, dict[tuple[str, date], dict[str, list[int]]]]:
    """Cents of the person and the employer by pay group and pay date of the run they belong to, and by code; two queries."""
    parts = {code: kept(code, known[code].treatment).part for code in wanted if code in known}
    ids = {
        id_: (code, int(part == Part.EMPLOYER))
        for id_, (part, code, _, _) in codes.by_id.items()
        if code in parts and part in (parts[code], Part.EMPLOYER)
    }
    generations = {each.id: each.generation for each in final if each.id in paid.roots}
    if not generations:
        return {}
    slip, line = SlipRow, SlipLineRow
    years = {each.pay_date.year for each in final}
    slips = slip.select(slip.id, slip.person, slip.run, slip.generation).where(
        among(slip.person, people) & slip.year.in_(sorted(years))
    )
    whose = {
        id_: (person, run)
        for id_, person, run, generation in database.execute(slips).fetchall()
        if generations.get(run) == generation
    }
    found: dict[int, dict[tuple[str, date], dict[str, list[int]]]] = defaultdict(dict)
    for person, run in whose.values():
        found[person].setdefault(paid.roots[run], {})
    lines = line.select(line.slip, line.code, line.amount).where(among(line.slip, whose) & line.code.in_(list(ids)))
    for id_, number, amount in database.execute(lines).fetchall():
        person, run = whose[id_]
        code, place = ids[number]
        found[person][paid.roots[run]].setdefault(code, [0, 0])[place] += amount
    return found
