"""The people of the demo company with their histories: pure, the same for the same seed and day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from data.demo import names, paying
from data.demo.shape import COST_CENTRES, GRADES, LEAVES, LEAVING, SHIRTS, STREETS, Title
from data.demo.tree import Seat, seats
from hrtui.dates import add_months
from hrtui.money import Money
from hrtui.people.model import Action, Basis, Certificate, EmploymentType, Job, Pay, Profile, Status
from hrtui.text import fold

AGE = 18  # of the company, in years
DOMAIN = "blueheron.example"
FIRST_NUMBER = 1001
TEAMS = 300  # how many of the first people have positions for those they lead
OFFICE, PLANT = "office", "plant"
NEXT_DAY = timedelta(days=1)


@dataclass(slots=True)
class DemoPerson:
    """A person of the demo company, with dated rows oldest first. `manager` is a number; `sealed` by kind; `stays` is
    False of who has left."""

    number: str
    manager: str
    profiles: list[Profile] = field(default_factory=list)
    jobs: list[Job] = field(default_factory=list)
    pays: list[Pay] = field(default_factory=list)
    certificates: list[Certificate] = field(default_factory=list)
    sealed: dict[str, str] = field(default_factory=dict)
    stays: bool = True


def founded(today: date) -> date:
    """The company's first day: a Monday in January, eighteen years back."""
    start = date(today.year - AGE, 1, 2)
    return start + timedelta(days=-start.weekday() % 7)


def company(people: int, seed: int, today: date) -> Iterator[DemoPerson]:
    """The company's people in the order of their first days, managers before those they lead."""
    random = Random(seed)
    tree = seats(people, random)
    hired = _first_days(tree, today, random)
    order = sorted(range(len(tree)), key=lambda index: (hired[index], index))
    numbers = {index: str(FIRST_NUMBER + at) for at, index in enumerate(order)}
    odd = _unusual(tree, random)
    taken: Counter[str] = Counter()
    positions: dict[tuple[str, str], str] = {}
    for index in order:
        maker = _Maker(tree[index], hired[index], today, random)
        person = DemoPerson(numbers[index], numbers.get(tree[index].manager, ""))
        maker.make(person, odd.get(index), taken)
        _grade(person, positions)
        person.sealed = paying.sealed(int(person.number) - FIRST_NUMBER)
        yield person


def _grade(person: DemoPerson, positions: dict[tuple[str, str], str]) -> None:
    """Give every job its cost centre and grade, and the last one of who is here a position: one for each title in a team,
    of the first managers' teams only, so that a large company has no more of them than can be looked through."""
    last, number = person.jobs[-1].title, ""
    if person.stays and person.manager and int(person.manager) < FIRST_NUMBER + TEAMS:
        number = positions.setdefault((person.manager, last), f"P-{len(positions) + 1:03d}")
    person.jobs = [
        replace(
            job,
            cost_centre=COST_CENTRES[job.department],
            grade=GRADES[job.title],
            position=number if job.title == last else "",
        )
        for job in person.jobs
    ]


def _first_days(tree: list[Seat], today: date, random: Random) -> list[date]:
    """A first day for each seat, never before the manager's; a few who do not lead start in the coming weeks."""
    days: list[date] = []
    latest = today - timedelta(days=20)
    for seat in tree:
        after = days[seat.manager] if seat.manager >= 0 else founded(today)
        if seat.manager < 0:
            day = after
        elif not seat.leads and random.random() < 0.012:
            day = today + timedelta(days=random.randint(4, 45))
        else:
            span = max((latest - after).days, 1)
            day = after + timedelta(days=int(span * random.random() ** (2.4 if seat.leads else 0.8)))
        day += timedelta(days=-day.weekday() % 7 if day.weekday() > 4 else 0)
        days.append(max(day, after))
    return days


def _unusual(tree: list[Seat], random: Random) -> dict[int, tuple[str, str, str]]:
    room = [seat.index for seat in tree if seat.manager >= 0]
    chosen = random.sample(room, min(len(names.UNUSUAL), len(room) // 4))
    return dict(zip(chosen, names.UNUSUAL, strict=False))


class _Maker:
    """Makes the rows of one seat's person."""

    def __init__(self, seat: Seat, hired: date, today: date, random: Random) -> None:
        self.seat, self.hired, self.today, self.random = seat, hired, today, random
        self.left: date | None = None

    def make(self, person: DemoPerson, name: tuple[str, str, str] | None, taken: Counter[str]) -> None:
        """Fill in profile, jobs, pay and certificates."""
        self._profile(person, name, taken)
        self._end()
        steps = self._steps()
        self._jobs(person, steps)
        person.stays = self.left is None or self.left >= self.today
        self._pays(person, steps)
        self._certificates(person)

    def _profile(self, person: DemoPerson, name: tuple[str, str, str] | None, taken: Counter[str]) -> None:
        random, place = self.random, self.seat.place
        if name is None:
            female = random.random() < 0.5
            first = random.choice(names.FEMALE if female else names.MALE)
            middle = f" {random.choice('ABCDEGHJKLMNPRSTW')}." if random.random() < 0.3 else ""
            name = (first + middle, random.choice(names.LAST), "female" if female else "male")
        first, last, sex = name
        email = _email(first, last, person.number, taken)
        birth = add_months(self.hired, -12 * random.randint(21, 52)) - timedelta(days=random.randint(0, 364))
        profile = Profile(
            self.hired, first, last, email,
            phone=f"({place.area}) 555-01{random.randint(0, 99):02d}",
            street=f"{random.randint(2, 980)} {random.choice(STREETS)} Street",
            city=place.city,
            state=place.state,
            postal_code=f"{place.postal}{random.randint(1, 29):02d}",
            birth_date=birth,
            sex=sex,
            custom={"shirt_size": random.choice(SHIRTS)} if random.random() < 0.7 else {},
        )  # fmt: skip
        person.profiles.append(profile)

    def _end(self) -> None:
        """About one in twelve of those who lead nobody leave in each year; a few have given notice."""
        if self.seat.leads or self.hired > self.today:
            return
        years = (self.today - self.hired).days / 365
        if self.random.random() < 1 - 0.92 ** min(years, 4.5):
            worked = max((self.today - self.hired).days - 1, 1)
            self.left = self.hired + timedelta(days=self.random.randint(min(45, worked), worked))
        elif self.random.random() < 0.012 and years > 1:
            self.left = self.today + timedelta(days=self.random.randint(5, 28))

    def _steps(self) -> list[tuple[date, Title]]:
        """The titles held, each from its day: up the ladder to the seat's step, a year and more apart."""
        first = 0 if self.random.random() < 0.75 else self.seat.step
        ladder = self.seat.ladder[first : self.seat.step + 1]
        until = min(self.left or self.today, self.today)
        room = (until - self.hired).days // len(ladder) if len(ladder) > 1 else 0
        if room < 360:
            return [(self.hired, ladder[-1])]
        return [(_monday(self.hired + timedelta(days=room * at)), title) for at, title in enumerate(ladder)]

    def _jobs(self, person: DemoPerson, steps: list[tuple[date, Title]]) -> None:
        seat, random = self.seat, self.random
        part = random.random() < 0.06 and not seat.leads
        job = Job(
            self.hired, Action.HIRE, Status.ACTIVE, steps[0][1].name, seat.department, seat.place.name, person.manager,
            employment_type=EmploymentType.PART_TIME if part else EmploymentType.FULL_TIME,
            flsa=steps[0][1].flsa,
        )  # fmt: skip
        if part:
            job = replace(job, fte=Decimal("0.5"), standard_hours=Decimal(20))
        elif not seat.leads and random.random() < 0.03:
            job = replace(job, employment_type=EmploymentType.TEMPORARY)
        jobs = [job]
        for day, title in steps[1:]:
            jobs.append(
                replace(jobs[-1], effective_from=day, action=Action.PROMOTION, title=title.name, flsa=title.flsa)
            )
        jobs += self._absence(jobs[-1])
        if self.left is not None:
            jobs = [row for row in jobs if row.effective_from <= self.left]
            jobs.append(self._termination(jobs[-1]))
        person.jobs = jobs

    def _absence(self, last: Job) -> list[Job]:
        """A leave: over for some, going on for one in fifty, with the return planned for most."""
        draw, days = self.random.random(), self.random.randint(14, 110)
        start = self.today - timedelta(days=days if draw < 0.02 else days + self.random.randint(60, 900))
        if draw > 0.07 or start <= last.effective_from:
            return []
        reason = self.random.choice(LEAVES)
        away = replace(last, effective_from=start, action=Action.LEAVE, status=Status.LEAVE, reason=reason)
        back = self.today + timedelta(days=self.random.randint(7, 60)) if draw < 0.02 else start + timedelta(days=56)
        if draw < 0.004:
            return [away]
        return [away, replace(last, effective_from=back, action=Action.RETURN, reason=reason)]

    def _termination(self, last: Job) -> Job:
        assert self.left is not None
        reason = self.random.choice(LEAVING)
        return replace(
            last,
            effective_from=self.left + NEXT_DAY,
            action=Action.TERMINATION,
            status=Status.TERMINATED,
            reason=reason,
            last_day=self.left,
        )

    def _pays(self, person: DemoPerson, steps: list[tuple[date, Title]]) -> None:
        """The pay at hire, a raise in most Aprils, one with each promotion, and some already decided for the coming weeks."""
        title, random = steps[0][1], self.random
        rate = _rounded(title, title.low + int((title.high - title.low) * random.random() * 0.5))
        pays = [_pay(self.hired, Action.HIRE, title, rate, "")]
        last = min(self.left or self.today, self.today)
        for day, each in self._raises(steps, last):
            grown = int(rate * (1.08 if each is not title else random.uniform(1.02, 1.045)))
            wanted = _rounded(each, min(max(grown, each.low), each.high))
            if wanted > rate or each.basis is not title.basis:
                pays.append(_pay(day, Action.PAY_CHANGE, each, wanted, "promotion" if each is not title else "merit"))
                rate, title = wanted, each
        if self.left is None and self.hired < last and random.random() < 0.03:
            wanted = _rounded(title, min(int(rate * 1.04), title.high))
            if wanted > rate:
                coming = _monday(self.today + timedelta(days=random.randint(10, 60)))
                pays.append(_pay(coming, Action.PAY_CHANGE, title, wanted, "merit"))
        person.pays = pays

    def _raises(self, steps: list[tuple[date, Title]], last: date) -> list[tuple[date, Title]]:
        days = dict(steps[1:])
        for year in range(max(self.hired.year + 1, last.year - 6), last.year + 1):
            april = date(year, 4, 1)
            if self.hired + timedelta(days=180) < april <= last and self.random.random() < 0.8:
                days.setdefault(april, next(title for day, title in reversed(steps) if day <= april))
        return sorted(((day, title) for day, title in days.items() if day <= last), key=lambda pair: pair[0])

    def _certificates(self, person: DemoPerson) -> None:
        """A Form W-4 of one of its kinds, and the certificate of the state; a few have handed in none."""
        entries = _withholding(self.random, self.hired)
        if entries:
            person.certificates.append(Certificate(self.hired, "US", entries))
        of_state = paying.certificate(person.number, self.seat.place.state, person.certificates, self.hired)
        if of_state is not None:
            person.certificates.append(of_state)


def _withholding(random: Random, hired: date) -> dict[str, str]:
    if random.random() < 0.04:
        return {}
    status = random.choices(("single", "married", "head"), (52, 36, 12))[0]
    if hired.year < 2020 and random.random() < 0.4:
        return {
            "status": "married" if status == "married" else "single",
            "old_w4": "yes",
            "allowances": str(random.randint(0, 4)),
        }
    entries = {"status": status}
    if random.random() < 0.01:
        return entries | {"exempt": "yes"}
    if status == "married" and random.random() < 0.4:
        entries["step2"] = "yes"
    for name, chance, amounts in (
        ("step3", 0.3, ("500.00", "2000.00", "2500.00", "4000.00", "6000.00")),
        ("step4a", 0.06, ("1200.00", "5000.00")),
        ("step4b", 0.08, ("3000.00", "8500.00")),
        ("step4c", 0.1, ("10.00", "25.00", "50.00")),
    ):
        if random.random() < chance:
            entries[name] = random.choice(amounts)
    return entries


def _email(first: str, last: str, number: str, taken: Counter[str]) -> str:
    parts = [
        "".join(char for char in fold(word) if char.isascii() and char.isalnum())
        for word in (first.split(" ")[0], last)
    ]
    local = ".".join(part for part in parts if part) or f"p{number}"
    taken[local] += 1
    return f"{local}{taken[local] if taken[local] > 1 else ''}@{DOMAIN}"


def _rounded(title: Title, cents: int) -> int:
    step = 10_000 if title.basis is Basis.ANNUAL else 5
    return cents // step * step


def _pay(day: date, action: Action, title: Title, rate: int, reason: str) -> Pay:
    group = OFFICE if title.basis is Basis.ANNUAL else PLANT
    return Pay(day, action, title.basis, Money(rate), group, reason)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
