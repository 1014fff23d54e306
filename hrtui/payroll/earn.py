"""What a person earns in a period, as the earnings of a check: scheduled pay by segment, then what was entered, then overtime.

Scheduled pay (salary, and scheduled hours where none are entered) is rounded once a line; segments and absences split it by
largest remainder, so that parts always add up to it. Hours of leave stand inside scheduled pay: paid ones become a line of
their own, unpaid ones are taken off. Each line is written once over a kit: with the tracing one, `figures` explain themselves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from hrtui.dates import Period
from hrtui.errors import RuleBroken
from hrtui.money import split
from hrtui.payroll import overtime, rates
from hrtui.payroll.check.values import Blocker, Earning, EarningKind
from hrtui.payroll.codes import Codes, EarningCode
from hrtui.payroll.entered import Entered, check
from hrtui.payroll.kit import PLAIN, ZERO, Kit, Traced, dollars_of
from hrtui.payroll.model import Hours, PayGroup, PersonFacts, Proration, Segment
from hrtui.payroll.overtime import Line
from hrtui.payroll.rules import gross
from hrtui.people.model import Basis, Flsa

HOURLY, SALARY = gross.CODES[Basis.HOURLY][0], gross.CODES[Basis.ANNUAL][0]
PARTS = {EarningKind.REIMBURSEMENT: "reimbursement", EarningKind.IMPUTED: "imputed"}
NO_HOURS = Blocker(
    "no_hours",
    "No hours are entered for someone paid by the hour.",
    "Enter the hours of the period (0 where none were worked), or set `hours: scheduled` for the pay group.",
)


class Earned(NamedTuple):
    """The earnings of a check; `figures` are dollars by line key, each the sum of its earnings, derived with a tracing kit."""

    earnings: tuple[Earning, ...]
    figures: Mapping[str, Decimal]
    segments: tuple[Segment, ...]
    blockers: tuple[Blocker, ...] = ()
    notices: tuple[str, ...] = ()


def earn(
    facts: PersonFacts,
    span: Period,
    group: PayGroup,
    codes: Codes,
    entered: Sequence[Entered] = (),
    base: bool = True,
    kit: Kit = PLAIN,
) -> Earned:
    """The earnings of a period from a person's dated rows and what was entered for them.

    `base` says whether scheduled pay is due (a regular run), or only what was entered. What was entered wrongly is a
    blocker named `input`, and leaves its line out.
    """
    earner = Earner(facts, span, group, codes, kit)
    if kit.traces or any(each.hours is not None or each.cents is None for each in entered):
        return earner.earned(entered, base)
    return earner.without_hours(entered, base)


def salary_alone(facts: PersonFacts, span: Period, group: PayGroup, codes: Codes, days: int) -> Earned | None:
    """What `earn` makes of one salary in force for a whole period, of which `days` count, where nothing is entered; None where it
    is not all there is."""
    if not facts.jobs or not facts.pays:
        return None
    job, pay = facts.jobs[-1], facts.pays[-1]
    if job.effective_from > span.start or pay.effective_from > span.start or pay.basis is not Basis.ANNUAL:
        return None
    part = Segment(span, days, days, job, pay, gross.unpaid(job, pay, group))
    if part.unpaid is not None:
        return None
    code, cents = codes.earning(SALARY), gross.whole_salary(pay.rate.cents, group)
    one = _part(code, part, cents, False, None)
    return Earned((one,), {f"earning:{SALARY}": dollars_of(cents)}, (part,))


class Earner:
    """The making of one person's earnings of a period."""

    def __init__(self, facts: PersonFacts, span: Period, group: PayGroup, codes: Codes, kit: Kit) -> None:
        self.facts, self.span, self.group, self.codes, self.kit = facts, span, group, codes, kit
        self.parts = gross.segments(facts, span, group)
        self.paid = tuple(part for part in self.parts if part.unpaid is None)
        self.earnings: list[Earning] = []
        self.figures: dict[str, Decimal] = {}
        self.blockers: list[Blocker] = []
        self.notices: list[str] = []
        self.lines: list[Line] = []
        self.worked: list[overtime.Worked] = []

    def earned(self, entered: Sequence[Entered], base: bool) -> Earned:
        """Everything that is earned: scheduled pay less absences, hours, amounts, and overtime last."""
        given = self._checked(entered) if entered else []
        if base:
            self._scheduled(given)
        late: list[tuple[Entered, EarningCode]] = []
        for entry, code in given:
            if entry.cents is not None:
                self._amount(entry, code, entry.cents)
            elif code.absence:
                self._absent(entry, code)
            elif code.kind is EarningKind.OVERTIME:
                late.append((entry, code))
            else:
                self._hours(entry, code)
        self._overtime(late)
        self._settle()
        return Earned(
            tuple(self.earnings), self.figures, self.parts, tuple(self.blockers), tuple(dict.fromkeys(self.notices))
        )

    def without_hours(self, entered: Sequence[Entered], base: bool) -> Earned:
        """Scheduled pay and amounts where no hours were entered: what `earned` makes of them."""
        given = self._checked(entered) if entered else ()
        for line in gross.earnings(self.parts, self.group) if base else ():
            if self._left_out(line.code, False, False):
                continue
            code, several = self.codes.earning(line.code), len(line.segments) > 1
            for part, cents in zip(line.segments, gross.split_over(line.cents, line.segments), strict=True):
                self.earnings.append(_part(code, part, cents, several, self._scheduled_hours(part)))
            self.figures[f"earning:{line.code}"] = dollars_of(line.cents)
        for entry, known in given:
            self._amount(entry, known, entry.cents or 0)
        return Earned(tuple(self.earnings), self.figures, self.parts, tuple(self.blockers), tuple(self.notices))

    def _left_out(self, code: str, hours: bool, straight: bool) -> bool:
        """Whether wages of scheduled hours are not paid, since hours are entered (`straight` ones) or have to be."""
        if code != HOURLY:
            return False
        if straight or self.group.hours is Hours.ENTERED:
            if not hours:
                self.blockers.append(NO_HOURS)
            return True
        self.notices.append("No regular hours are entered: hourly wages are for scheduled hours.")
        return False

    def _checked(self, entered: Sequence[Entered]) -> list[tuple[Entered, EarningCode]]:
        found = []
        for entry in entered:
            try:
                found.append((entry, check(entry, self.codes, self.span)))
            except RuleBroken as broken:
                self.blockers.append(Blocker("input", str(broken), "Correct or take out what was entered."))
        return found

    def _scheduled(self, given: Sequence[tuple[Entered, EarningCode]]) -> None:
        """Salary, and wages of scheduled hours unless straight hours are entered or the group wants them to be."""
        hours = [code for entry, code in given if entry.hours is not None]
        straight = any(code.hours_worked and code.kind is EarningKind.REGULAR for code in hours)
        for line in gross.earnings(self.parts, self.group):
            if self._left_out(line.code, bool(hours), straight):
                continue
            figure = Decimal(line.cents).scaleb(-2)
            if self.kit.traces:
                figure = Traced.of(figure, gross.explain_earning(line, self.parts, self.group))
            cents = gross.split_over(line.cents, line.segments)
            self.lines.append(Line(self.codes.earning(line.code), figure, line.segments, cents))

    def _amount(self, entry: Entered, code: EarningCode, cents: int) -> None:
        figure = self.kit.given(code.label, Decimal(cents).scaleb(-2), entry.source or "entered")
        self._add(code, figure, entry, entry.hours, entry.rate)
        if code.hours_worked and entry.hours:
            self.worked.append(overtime.Worked(entry.worked_on, entry.hours, figure, by_hours=True))
        elif code.regular_rate:
            self.worked.append(overtime.Worked(entry.worked_on, ZERO, figure, spread=entry.worked_on is None))

    def _hours(self, entry: Entered, code: EarningCode) -> None:
        """Hours worked, or a differential on top of them, at the rate of the day; hours on top are counted once, below."""
        hours, rate = self._hours_of(entry), self._rate(entry)
        straight = self.kit.named("Hours at the rate", hours * rate)
        on_top = not code.hours_worked
        if code.multiplier != 1 and not (on_top and entry.rate is not None):
            straight = straight * self.kit.given("Multiplier", code.multiplier, "earning code")
        figure = self.kit.rounded(code.label, straight)
        self._add(code, figure, entry, None if on_top else entry.hours, rate)
        if code.hours_worked or code.regular_rate:
            count = (entry.hours or ZERO) if code.hours_worked else ZERO
            self.worked.append(overtime.Worked(entry.worked_on, count, figure, by_hours=True))

    def _absent(self, entry: Entered, code: EarningCode) -> None:
        """Hours of leave: taken out of scheduled pay where there is any, and paid by their multiplier."""
        line = self._line_of(entry)
        hours = self._hours_of(entry)
        if line is None:
            worth = hours * self._rate(entry)
        else:
            worth = rates.absent(self.kit, self._paid_on(entry, line.paid), hours, self._working_days(), self.group)
            self._take_out(line, entry, code, worth)
        if code.multiplier:
            paid = (
                worth if code.multiplier == 1 else worth * self.kit.given("Multiplier", code.multiplier, "earning code")
            )
            self._add(code, self.kit.rounded(code.label, paid), entry, entry.hours, None)

    def _take_out(self, line: Line, entry: Entered, code: EarningCode, worth: Decimal) -> None:
        """Take absent hours out of a scheduled line: of the segment of their day, else of all in proportion."""
        own = [place for place, part in enumerate(line.paid) if entry.worked_on and entry.worked_on in part.period]
        places = own or list(range(len(line.paid)))
        left = [line.cents[place] for place in places]
        taken = self.kit.rounded(f"{code.label}, taken out" if self.kit.traces else "", worth)
        if _cents(taken) > sum(left):
            most = self.kit.given("Scheduled pay", Decimal(sum(left)).scaleb(-2), "what is left of it")
            taken = self.kit.least("At most what is scheduled", taken, most)
            self.notices.append(f"{code.label}: more hours than are scheduled; at most the scheduled pay is taken out.")
        for place, cents in zip(places, _shares(_cents(taken), left), strict=True):
            line.cents[place] -= cents
        line.figure = line.figure - taken
        line.away.append(overtime.Away(entry.worked_on, entry.hours or ZERO, taken))

    def _overtime(self, late: Sequence[tuple[Entered, EarningCode]]) -> None:
        """Overtime: straight pay for its hours, and what its multiplier exceeds 1 by at the regular rate of its workweek."""
        straight = []
        for entry, code in late:
            hours, rate = self._hours_of(entry), self._rate(entry)
            pay = self.kit.named("Straight pay of the overtime", hours * rate)
            self.worked.append(overtime.Worked(entry.worked_on, entry.hours or ZERO, pay, by_hours=True, extra=True))
            straight.append((entry, code, hours, rate, pay))
        if self._exempt():
            for entry, code, _, rate, pay in straight:
                whole = pay * self.kit.given("Multiplier", code.multiplier, "earning code")
                whole = self.kit.named("Pay of the overtime", whole)
                self._add(code, self.kit.rounded(code.label, whole), entry, entry.hours, rate)
            return
        if not any(each.by_hours for each in self.worked):
            return
        weeks = overtime.weeks(self.kit, self.span, self.group, self.lines, self.worked)
        self.notices += weeks.notices
        self.blockers += weeks.blockers
        for entry, code, hours, rate, pay in straight:
            regular = weeks.regular_rate(entry.worked_on, rate)
            times = self.kit.given("Multiplier above 1", max(code.multiplier - 1, ZERO), "earning code")
            whole = pay + self.kit.named("Premium at the regular rate", times * hours * regular)
            whole = self.kit.named("Straight pay and premium", whole)
            self._add(code, self.kit.rounded(code.label, whole), entry, entry.hours, rate)

    def _settle(self) -> None:
        """Put scheduled pay before what was entered, a part for each segment."""
        first: list[Earning] = []
        figures: dict[str, Decimal] = {}
        for line in self.lines:
            key = f"earning:{line.code.name}"
            figures[key] = line.figure
            several = len(line.paid) > 1
            for part, cents in zip(line.paid, line.cents, strict=True):
                hours = self._scheduled_hours(part)
                away = [each.hours for each in line.away if not several or (each.day and each.day in part.period)]
                if several and any(each.day is None for each in line.away):
                    hours = None
                first.append(_part(line.code, part, cents, several, hours and max(ZERO, hours - sum(away, ZERO))))
        for key, figure in self.figures.items():
            figures[key] = figures[key] + figure if key in figures else figure
        if self.kit.traces:
            figures = {key: self.kit.named(self._label(key), figure) for key, figure in figures.items()}
        self.earnings[:0] = first
        self.figures = figures

    def _add(
        self, code: EarningCode, figure: Decimal, entry: Entered, hours: Decimal | None, rate: Decimal | None
    ) -> None:
        key = f"{PARTS.get(code.kind, 'earning')}:{code.name}"
        before = self.figures.get(key)
        self.figures[key] = figure if before is None else before + figure
        plain = None if rate is None else Decimal(rate)
        centre = entry.cost_centre or self._cost_centre(entry)
        self.earnings.append(
            Earning(code.name, code.kind, _cents(figure), hours, plain, code.label, centre, entry.source)
        )

    def _label(self, key: str) -> str:
        return self.codes.earning(key.partition(":")[2]).label

    def _hours_of(self, entry: Entered) -> Decimal:
        return self.kit.given("Hours", entry.hours or ZERO, entry.source or "entered")

    def _rate(self, entry: Entered) -> Decimal:
        """Dollars an hour: as entered, else of the day, else of the period, by days where it changes."""
        if entry.rate is not None:
            return self.kit.given("Rate entered", entry.rate, entry.source or "entered")
        paid = self._paid_on(entry, self.paid)
        if not paid:
            self.blockers.append(
                Blocker(
                    "no_rate",
                    f"{self.codes.earning(entry.code).label}: there is no rate of pay for the hours entered.",
                    "Enter a rate with the hours, or record pay in force in the period.",
                )
            )
            return ZERO
        if rates.differ(paid):
            self.notices.append(
                f"{self.codes.earning(entry.code).label}: the rate changes in the period and the hours name no day; they "
                "are paid at its average by days. Enter hours by day to pay each at its own rate."
            )
        return rates.hourly(self.kit, paid)

    def _paid_on(self, entry: Entered, paid: Sequence[Segment]) -> Sequence[Segment]:
        return rates.paid_on(paid, entry.worked_on)

    def _line_of(self, entry: Entered) -> Line | None:
        """The scheduled line that absent hours lie in: that of their day, else the first; None where hours are entered."""
        day = entry.worked_on
        for line in self.lines:
            if day is None or any(day in part.period for part in line.paid):
                return line
        entered = any(day in part.period for part in self.paid if day is not None)
        return self.lines[0] if self.lines and not entered else None

    def _working_days(self) -> int:
        return gross.counted(self.span, Proration.WORKING_DAYS)

    def _scheduled_hours(self, part: Segment) -> Decimal | None:
        """The hours that scheduled wages of a segment are for; a salary has none."""
        if part.pay is None or part.pay.basis is not Basis.HOURLY:
            return None
        return rates.of_period(part, self.group)

    def _exempt(self) -> bool:
        """Whether the person is exempt from overtime on the last paid day."""
        return bool(self.paid) and self.paid[-1].job is not None and self.paid[-1].job.flsa is Flsa.EXEMPT

    def _cost_centre(self, entry: Entered) -> str:
        paid = self._paid_on(entry, self.paid)
        return paid[-1].job.cost_centre if paid and paid[-1].job else ""


def _part(code: EarningCode, part: Segment, cents: int, several: bool, hours: Decimal | None) -> Earning:
    """One segment of scheduled pay as an earning; the days are told where they are not the whole period."""
    assert part.pay is not None and part.job is not None
    basis = ""
    if several or part.days != part.of_days:
        basis = f"{part.period.start} to {part.period.end}: {part.days} of {part.of_days} days"
    return Earning(
        code.name, code.kind, cents, hours, dollars_of(part.pay.rate.cents), code.label, part.job.cost_centre, basis
    )


def _shares(cents: int, weights: Sequence[int]) -> list[int]:
    """Cents by largest remainder over what is left of each, none getting more than it has."""
    return split(cents, weights) if any(weights) else [0] * len(weights)


def _cents(figure: Decimal) -> int:
    return int(Decimal(figure).scaleb(2))
