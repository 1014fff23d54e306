"""The way from what one check was computed from to what another is, a component at a time; pure.

Rows that changed inside the last period count for all of it first, then comes the new period with everything as it was, then each
certificate, row, entry, item and order that is new, and the balances of the year last.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple, TypeVar

from hrtui.errors import RuleBroken
from hrtui.money import NumberStyle
from hrtui.payroll.check.calculate import calculate
from hrtui.payroll.check.values import Result
from hrtui.payroll.elected import Benefits, types_of
from hrtui.payroll.gather import Held, case_of
from hrtui.payroll.items.model import PayItem, PayOrder
from hrtui.payroll.items.rules import on_day
from hrtui.payroll.model import PersonFacts
from hrtui.payroll.rules.gross import row_on
from hrtui.payroll.runs import causes
from hrtui.payroll.runs.model import Cause, Change, Run, SlipHead
from hrtui.payroll.runs.terms import Basis
from hrtui.people.model import Certificate, Job, Pay

NOTHING = Result((), 0, 0)
Dated = TypeVar("Dated", Job, Pay)
Standing = TypeVar("Standing", PayItem, PayOrder)
Figures = tuple[int, int]
MERGED = frozenset({Cause.HIRE, Cause.LEFT, Cause.RATE, Cause.JOB, Cause.LEAVE, Cause.TABLES, Cause.UNEXPLAINED})
"""The causes of which there is one change each; the others have one for each code or order."""


class Point(NamedTuple):
    """What a check is computed from."""

    facts: PersonFacts
    basis: Basis
    held: Held


def computed(point: Point) -> Result | None:
    """The check at a point; None where it cannot be computed."""
    gathered = case_of(point.facts, point.basis.terms, point.held)
    if gathered is None:
        return NOTHING
    if gathered.case is None:
        return None
    try:
        return calculate(gathered.case, point.basis.tables)
    except RuleBroken:
        return None


class Way:
    """Steps from a computed check; a step that cannot be computed counts with the next one that can."""

    def __init__(self, start: Point, result: Result, style: NumberStyle) -> None:
        self.at, self.result, self.style = start, result, style
        self._open: tuple[Cause, str] | None = None
        self._made: dict[tuple[Cause, str], tuple[int, int, list[str]]] = {}
        self._begun: set[str] = set()

    def changes(self, instead: str = "") -> tuple[Change, ...]:
        """What each cause made of the change, largest first; `instead` is said of what is unexplained, where it is known why."""
        found = [
            Change(cause, gross, net, instead if instead and cause is Cause.UNEXPLAINED else "; ".join(said))
            for (cause, _), (gross, net, said) in self._made.items()
            if gross or net
        ]
        return tuple(sorted(found, key=lambda each: (-abs(each.net), -abs(each.gross), each.cause)))

    def rest(self, was: Figures, now: Figures, told: tuple[Cause, str]) -> None:
        """Count what no step explains."""
        self._count(*told, now[0] - was[0], now[1] - was[1])

    def step(self, cause: Cause, said: str | Callable[[Result, Result], str], to: Point) -> None:
        """Go to a point, and count what that changes."""
        made, was = computed(to), self.result
        self.at = to
        if made is None:
            self._open = _joined(self._open, cause, said if isinstance(said, str) else "")
            return
        sentence = said if isinstance(said, str) else said(was, made)
        told = _joined(self._open, cause, sentence)
        self._open, self.result = None, made
        self._count(*told, made.gross - was.gross, made.net - was.net)

    def _count(self, cause: Cause, said: str, gross: int, net: int) -> None:
        if not gross and not net:
            self._without(said)
            return
        key = (cause, "" if cause in MERGED else said)
        had_gross, had_net, sentences = self._made.get(key, (0, 0, []))
        told = [*sentences, said] if said and said not in sentences else sentences
        self._made[key] = had_gross + gross, had_net + net, told

    def _without(self, said: str) -> None:
        """Name an order that begins and changes nothing beside the one that left nothing for it."""
        taking = [sentences for (each, _), (_, _, sentences) in self._made.items() if each is Cause.ORDER]
        if taking and said in self._begun:
            taking[-1].append(f"{said}, for which nothing is left")

    # -- the components in their order

    def walk(self, end: Point) -> None:
        """Go all the way."""
        before, now = self.at.basis.terms.pay_date, end.basis.terms.pay_date
        same = before.period == now.period
        if not same:
            self._settle(before.period.start, before.period.end)
        self._caught(self.at.held.benefits.current, "Checks that were missed are caught up")
        self._tables(end, before.check)
        self._certificates(end, now.check)
        if same:
            self._histories(end.facts)
        else:
            self._rows(end.facts, before.period.end, now.period.end)
        self._home(end.facts)
        self._entries(end)
        self._items(end, now.check)
        self._elections(end, now.check)
        self._caught(end.held.benefits, "Checks that were missed are caught up with this one")
        self._orders(end, now.check)
        years = (before.check.year, now.check.year)
        self.step(
            Cause.LIMIT,
            lambda was, made: causes.of_limits(was.lines, made.lines, years, self.style),
            end._replace(facts=self.at.facts),
        )

    def _settle(self, first: date, last: date) -> None:
        """Let rows that changed inside the last period count for all of it."""
        for pay_before, pay in _inside(self.at.facts.pays, first, last):
            kept = _settled(self.at.facts.pays, pay, first)
            self._facts(Cause.RATE, causes.of_pay(pay_before, pay, self.style) + causes.PARTLY, pays=kept)
        for job_before, job in _inside(self.at.facts.jobs, first, last):
            cause, said = causes.of_job(job_before, job)
            self._facts(cause, said + causes.PARTLY, jobs=_settled(self.at.facts.jobs, job, first))

    def _tables(self, end: Point, check: date) -> None:
        """Go to the new period, check date and tables with everything as it was at the last check."""
        facts, held = self.at.facts, self.at.held
        span = self.at.basis.terms.pay_date.period
        same = span == end.basis.terms.pay_date.period
        kept = replace(
            facts,
            jobs=facts.jobs if same else tuple(row for row in facts.jobs if row.effective_from <= span.end),
            pays=facts.pays if same else tuple(row for row in facts.pays if row.effective_from <= span.end),
            certificates=_until(facts.certificates, check),
        )
        as_it_was = replace(
            held,
            entered=causes.moved(held.entered, span, end.basis.terms.pay_date.period),
            items=on_day(held.items, check),
            orders=on_day(held.orders, check),
            benefits=held.benefits.until(check),
        )
        now = end.basis.terms.pay_date.check
        self.step(
            Cause.TABLES,
            lambda was, made: causes.of_terms(was.lines, made.lines, now, self.style),
            Point(kept, end.basis, as_it_was),
        )

    def _certificates(self, end: Point, check: date) -> None:
        wanted = _until(end.facts.certificates, check)
        if _said(wanted) != _said(self.at.facts.certificates):
            new = [row for row in wanted if row not in self.at.facts.certificates]
            named = ", ".join(
                f"{'Form W-4' if row.jurisdiction == 'US' else row.jurisdiction} from {row.effective_from}"
                for row in new
            )
            self._facts(Cause.CERTIFICATE, named or "A certificate was taken back", certificates=wanted)

    def _histories(self, facts: PersonFacts) -> None:
        """The same period again: everything that was entered about it since."""
        pay_before, pay = _first_other(self.at.facts.pays, facts.pays)
        self._facts(
            Cause.RATE, causes.of_pay(pay_before, pay, self.style) if pay else "Pay was taken back", pays=facts.pays
        )
        job_before, job = _first_other(self.at.facts.jobs, facts.jobs)
        cause, said = causes.of_job(job_before, job) if job else (Cause.JOB, "A job was taken back")
        self._facts(cause, said, jobs=facts.jobs)

    def _rows(self, facts: PersonFacts, after: date, until: date) -> None:
        """Each row of pay and job since the last period; first what was entered since about the time before."""
        for pay_before, pay, pays in _since(self.at.facts.pays, facts.pays, after, until):
            said = causes.of_pay(pay_before, pay, self.style) if pay is not None else "Pay was taken back"
            self._facts(Cause.RATE, said, pays=pays)
        for job_before, job, jobs in _since(self.at.facts.jobs, facts.jobs, after, until):
            cause, said = causes.of_job(job_before, job) if job is not None else (Cause.JOB, "A job was taken back")
            if cause is Cause.LEAVE:
                days = causes.unpaid_days(replace(self.at.facts, jobs=jobs), self.at.basis)
                said = f"{days}: {said[0].lower()}{said[1:]}" if days else said
            self._facts(cause, said, jobs=jobs)

    def _home(self, facts: PersonFacts) -> None:
        """Where the person lives and what is known of places of work; when they were born."""
        here = self.at.facts
        if (here.state, here.location_states, here.birth_date) != (
            facts.state,
            facts.location_states,
            facts.birth_date,
        ):
            moved = f"Home is in {facts.state or '(no state)'}, before {here.state or '(no state)'}"
            said = (
                moved if facts.state != here.state else "What is known of the place of work or the birth date changed"
            )
            self._facts(
                Cause.JOB, said, state=facts.state, location_states=facts.location_states, birth_date=facts.birth_date
            )

    def _entries(self, end: Point) -> None:
        """What was entered, a code at a time."""
        had, wanted = causes.by_code(self.at.held.entered), causes.by_code(end.held.entered)
        job, codes = row_on(self.at.facts.jobs, end.basis.terms.pay_date.period.end), end.basis.terms.codes
        for code in dict.fromkeys([*had, *wanted]):
            before, now = had.get(code, ()), wanted.get(code, ())
            if causes.plain(before) != causes.plain(now):
                cause, said = causes.of_entries(code, before, now, codes, job)
                rest = [each for each in self.at.held.entered if each.code != code]
                self._held(cause, said, entered=(*rest, *now))
        self._held(Cause.INPUT, "The order of what was entered", entered=tuple(end.held.entered))

    def _items(self, end: Point, check: date) -> None:
        """Standing items, a code at a time."""
        had, wanted = _by_key(self.at.held.items), _by_key(on_day(end.held.items, check))
        for code in dict.fromkeys([*had, *wanted]):
            before, now = had.get(code), wanted.get(code)
            if before is None or now is None or _terms(before) != _terms(now):
                row = _last_row(end.held.items, code, check)
                said = causes.of_item(code, before, now, row, end.basis.terms.codes, self.style)
                self._held(Cause.ITEM, said, items=_swapped(self.at.held.items, code, now))
        self._held(Cause.ITEM, "Standing items", items=tuple(on_day(end.held.items, check)))

    def _elections(self, end: Point, check: date) -> None:
        """Elections of benefits, a type of plan at a time, then what else is known of the person's benefits."""
        known = end.held.benefits
        had, wanted = types_of(self.at.held.benefits.elections), types_of(known.until(check).elections)
        for type_ in dict.fromkeys([*had, *wanted]):
            before, now = had.get(type_, []), wanted.get(type_, [])
            if before != now:
                rows = [row for row in self.at.held.benefits.elections if row.choice.type is not type_]
                made = sorted([*rows, *now], key=lambda row: row.choice.type.value)
                said = causes.of_election(type_, before, now, end.basis)
                self._benefits(Cause.ELECTION, said, replace(self.at.held.benefits, elections=made))
        self._benefits(Cause.ELECTION, "What prices of benefits ask of the person", known.until(check).current)

    def _caught(self, benefits: Benefits, said: str) -> None:
        """What is owed of missed checks, or that nothing is owed any more."""
        if dict(benefits.taken) != dict(self.at.held.benefits.taken):
            self._benefits(Cause.ELECTION, said, benefits)

    def _benefits(self, cause: Cause, said: str, benefits: Benefits) -> None:
        if benefits != self.at.held.benefits:
            self.step(cause, said, self.at._replace(held=replace(self.at.held, benefits=benefits)))

    def _orders(self, end: Point, check: date) -> None:
        """Garnishment orders, a number at a time, with what was withheld for each."""
        had, wanted = _by_key(self.at.held.orders), _by_key(on_day(end.held.orders, check))
        for number in dict.fromkeys([*had, *wanted]):
            before, now = had.get(number), wanted.get(number)
            paid = {**self.at.held.withheld, number: end.held.withheld.get(number, 0)}
            left = now is not None and now.balance is not None and paid[number] != self.at.held.withheld.get(number, 0)
            if before is None or now is None or _terms(before) != _terms(now) or left:
                said = causes.of_order(number, before, now, _last_row(end.held.orders, number, check))
                if before is None:
                    self._begun.add(said)
                self._held(Cause.ORDER, said, orders=_swapped(self.at.held.orders, number, now), withheld=paid)
        self._held(
            Cause.ORDER, "Garnishment orders", orders=tuple(on_day(end.held.orders, check)), withheld=end.held.withheld
        )

    def _facts(self, cause: Cause, said: str, **new: object) -> None:
        facts = replace(self.at.facts, **new)  # type: ignore[arg-type]
        if facts != self.at.facts:
            self.step(cause, said, self.at._replace(facts=facts))

    def _held(self, cause: Cause, said: str, **new: object) -> None:
        held = replace(self.at.held, **new)  # type: ignore[arg-type]
        if any(
            list(getattr(held, name)) != list(getattr(self.at.held, name)) for name in new if name != "withheld"
        ) or ("withheld" in new and dict(held.withheld) != dict(self.at.held.withheld)):
            self.step(cause, said, self.at._replace(held=held))


def _joined(open_: tuple[Cause, str] | None, cause: Cause, said: str) -> tuple[Cause, str]:
    """What a step is counted for, after one of the same cause that could not be computed yet."""
    if open_ is None or (open_[0] is cause and not open_[1]):
        return cause, said
    return (cause, f"{open_[1]}; {said}") if open_[0] is cause and said and said not in open_[1] else open_


def newcomer(facts: PersonFacts, basis: Basis, last: Run, head: SlipHead, held: Held, style: NumberStyle) -> Change:
    """Why someone has a check who had none in the last run: hired, in this pay group since, or only for what was entered."""
    span = basis.terms.pay_date.period
    for job_before, job, _ in _since((), facts.jobs, last.ends, span.end):
        if job is not None and job.effective_from > last.ends:
            cause, said = causes.of_job(job_before, job)
            if cause is Cause.HIRE:
                return Change(cause, head.gross, head.net, said)
    pay = row_on(facts.pays, span.end)
    if pay is not None and pay.effective_from > last.ends:
        before = row_on(facts.pays, last.ends)
        return Change(Cause.RATE, head.gross, head.net, causes.of_pay(before, pay, style))
    if held.entered:
        codes = ", ".join(dict.fromkeys(each.code for each in held.entered))
        return Change(Cause.INPUT, head.gross, head.net, f"Only what was entered: {codes}")
    first = next((row for row in facts.jobs), None)
    said = f"No check in run {last.number}"
    if first is not None and head.gross:
        return Change(Cause.HIRE, head.gross, head.net, f"{said}; hired on {first.effective_from}")
    return Change(Cause.UNEXPLAINED, head.gross, head.net, said)


def left_by(facts: PersonFacts, basis: Basis, had: SlipHead, style: NumberStyle) -> Change:
    """Why someone has no check who had one in the last run."""
    span = basis.terms.pay_date.period
    job, pay = row_on(facts.jobs, span.start), row_on(facts.pays, span.start)
    if job is not None:
        cause, said = causes.of_job(None, job)
        if cause is Cause.LEFT:
            return Change(cause, -had.gross, -had.net, said)
    if pay is not None and pay.pay_group != basis.terms.group.name:
        said = f"Pay group {pay.pay_group or '(none)'} from {pay.effective_from}"
        return Change(Cause.LEFT, -had.gross, -had.net, said)
    return Change(Cause.UNEXPLAINED, -had.gross, -had.net, "No check in this run; nothing on file says why")


def _inside(rows: Sequence[Dated], first: date, last: date) -> list[tuple[Dated | None, Dated]]:
    """The rows that begin inside a period, after its first day, each with the one before it."""
    return [(rows[at - 1] if at else None, row) for at, row in enumerate(rows) if first < row.effective_from <= last]


def _settled(rows: Sequence[Dated], row: Dated, first: date) -> tuple[Dated, ...]:
    """The rows with one of them in force from a day on, in the place of those before it."""
    settled: list[Dated] = [replace(row, effective_from=first)]
    return tuple(settled + list(rows[rows.index(row) + 1 :]))


def _since(
    had: Sequence[Dated], wanted: Sequence[Dated], after: date, until: date
) -> list[tuple[Dated | None, Dated | None, tuple[Dated, ...]]]:
    """The way from rows as they were to those of now through a day: what holds before the period, then row by row."""
    held, base = had[-1] if had else None, row_on(wanted, after)
    found: list[tuple[Dated | None, Dated | None, tuple[Dated, ...]]] = []
    kept: list[Dated] = list(had)
    if not _same(held, base):
        kept = [row for row in wanted if row.effective_from <= after]
        found.append((held, base, tuple(kept)))
    last = base
    for row in wanted:
        if after < row.effective_from <= until:
            kept = kept + [row]
            found.append((last, row, tuple(kept)))
            last = row
    return found


def _same(one: Dated | None, other: Dated | None) -> bool:
    if one is None or other is None:
        return one is other
    return replace(one, stamp=None, effective_from=other.effective_from) == replace(other, stamp=None)


def _first_other(had: Sequence[Dated], wanted: Sequence[Dated]) -> tuple[Dated | None, Dated | None]:
    """The first row that was not there, with the one it stands in the place of or follows."""
    for at, row in enumerate(wanted):
        if row not in had:
            before = had[at] if at < len(had) else (had[-1] if had else None)
            return before, row
    return None, None


def _until(rows: Sequence[Certificate], on: date) -> tuple[Certificate, ...]:
    return tuple(row for row in rows if row.effective_from <= on)


def _said(rows: Sequence[Certificate]) -> list[tuple[date, str, Mapping[str, str]]]:
    return [(row.effective_from, row.jurisdiction, row.entries) for row in rows]


def _by_key(rows: Sequence[Standing]) -> dict[str, Standing]:
    return {row.key: row for row in rows}


def _swapped(rows: Sequence[Standing], key: str, now: Standing | None) -> tuple[Standing, ...]:
    """Rows in force with one of them as it is now, in the order of their keys."""
    kept = [row for row in rows if row.key != key] + ([now] if now is not None else [])
    return tuple(sorted(kept, key=lambda row: row.key))


def _terms(row: PayItem | PayOrder) -> object:
    return replace(row, stamp=None, note="", effective_from=date.min)


def _last_row(rows: Sequence[Standing], key: str, on: date) -> Standing | None:
    """The row of a key that counts on a day, also where it stops what was there."""
    return max(
        (row for row in rows if row.key == key and row.effective_from <= on),
        key=lambda row: row.effective_from,
        default=None,
    )
