"""After any sequence of commands, on moving days, the directory is what the facts say, and everything else holds too."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from data import audit as trail_rows
from data import directory, people
from data.base import database
from data.invariants import INVARIANTS
from data.schema import CommandRow, DirectoryRow, PersonRow, SpanRow
from hrtui.audit import service as trail
from hrtui.contacts import service as contacts
from hrtui.contacts.model import Contact, ContactChange, ContactKind
from hrtui.context import Context, FixedClock
from hrtui.errors import HrError
from hrtui.exchange.service import import_people
from hrtui.money import Money
from hrtui.people import bulk, rewriting, service, tagging
from hrtui.people.model import Hire, JobChange, PayChange, ProfileChange, Status, Termination
from hrtui.people.rules import live, standing, summary_of
from hrtui.views import service as views
from hrtui.views.model import SavedView

QUERIES = ("", "dept:IT", "status:active", "tag:t1")
VERBS = (
    "raise {n}%", "raise -{n}% eff {day}", "transfer dept:Ops eff {day}", "manager {who}", "status leave eff {day}",
    "status active", "tag t{n} u{n} eff {day}", "untag t{n}", "set phone 55{n}", "set title B{n} eff {day}",
)  # fmt: skip
HEAD = "number,name,hired,title,department,manager,rate,status,terminated\n"


def somebody(dice: random.Random) -> str:
    numbers = [row[0] for row in database.execute(PersonRow.select(PersonRow.number)).fetchall()]
    return str(dice.choice(numbers or ["1"]))


def some_day(ctx: Context, dice: random.Random) -> date:
    return ctx.clock.today() + timedelta(days=dice.choice([-400, -30, -2, -1, 0, 0, 0, 1, 2, 30, 200]))


def step(ctx: Context, dice: random.Random, folder: Path, *, undoing: bool = True) -> None:
    """One command on anyone, on any day; many are refused."""
    who, day = somebody(dice), some_day(ctx, dice)
    match dice.randrange(19):
        case 0 | 1:
            number = dice.choice(["", "", who])
            wanted = Hire(
                day,
                f"F{dice.randrange(9)}",
                f"L{dice.randrange(99)}",
                "Clerk",
                dice.choice(["IT", "Sales"]),
                number=number,
            )
            service.hire(ctx, replace(wanted, rate=Money(5_000_000), manager=dice.choice(["", who])))
        case 2 | 3:
            service.change_job(ctx, who, JobChange(day, manager=dice.choice(["", somebody(dice)])))
        case 4:
            service.change_job(
                ctx, who, JobChange(day, title=f"T{dice.randrange(9)}", department=dice.choice([None, "Legal"]))
            )
        case 5:
            service.change_job(ctx, who, JobChange(day, status=dice.choice([Status.ACTIVE, Status.LEAVE])))
        case 6:
            service.change_pay(ctx, who, PayChange(day, rate=Money(dice.randrange(1, 9_000_000))))
        case 7:
            service.change_profile(ctx, who, ProfileChange(day, last_name=f"N{dice.randrange(99)}"))
        case 8:
            service.terminate(ctx, who, Termination(day, "moved"))
        case 9 if undoing:
            commands = trail_rows.last_command(ctx.actor.login)
            trail.undo(ctx, dice.randrange(1, commands.id + 1) if commands and dice.random() < 0.7 else None)
        case 10:
            file = folder / "people.csv"
            lines = [
                f'{dice.choice([who, str(dice.randrange(2000, 2010))])},"N{dice.randrange(99)}, F",{day},Clerk,{dice.choice(["IT", "Ops"])},'
                f"{dice.choice(['', somebody(dice)])},{dice.choice(['', '52000'])},{dice.choice(['', 'active', 'leave'])},\n"
                for _ in range(3)
            ]
            file.write_text(HEAD + "".join(lines))
            import_people(ctx, file)
        case 11:
            tagging.tag(ctx, who, add=[f"t{dice.randrange(4)}"], remove=[f"t{dice.randrange(4, 6)}"], on=day)
        case 12:
            contact(ctx, dice, who, day)
        case 13 | 14:
            line = dice.choice(VERBS).format(who=somebody(dice), n=dice.randrange(1, 9), day=day)
            bulk.apply(ctx, bulk.preview(ctx, dice.choice(QUERIES), bulk.read_verb(ctx, line)))
        case 15 | 16:
            correct(ctx, dice, who)
        case 17:
            kind = dice.choice(["job", "pay", "profile"])
            rewriting.rescind(ctx, who, kind, dated(dice, who, kind), carry=dice.choice([True, False]))
        case 18:
            views.save(ctx, SavedView(f"v{dice.randrange(3)}", dice.choice(QUERIES)), shared=dice.choice([True, False]))


def contact(ctx: Context, dice: random.Random, who: str, day: date) -> None:
    """A contact added, changed or removed."""
    slot = dice.randrange(1, 3)
    match dice.randrange(3):
        case 0:
            contacts.add(ctx, who, Contact(day, ContactKind.DEPENDENT, f"C{dice.randrange(9)}", relation="child"))
        case 1:
            contacts.change(ctx, who, slot, ContactChange(day, first_name=f"D{dice.randrange(9)}"))
        case 2:
            contacts.remove(ctx, who, slot, day)


def dated(dice: random.Random, who: str, kind: str) -> date:
    """A day on which a live row of a person begins."""
    id_ = people.person_id(who)
    rows = live(rewriting.rows_of(id_, kind)) if id_ is not None else []
    day: date = dice.choice(rows).effective_from if rows else date(2026, 1, 1)
    return day


def correct(ctx: Context, dice: random.Random, who: str) -> None:
    """A row of job, pay or profile rewritten, with or without those that copied it."""
    kind = dice.choice(["job", "job", "pay", "profile"])
    day, carry = dated(dice, who, kind), dice.choice([True, False])
    change: JobChange | PayChange | ProfileChange
    if kind == "job":
        change = dice.choice(
            [
                JobChange(day, title=f"R{dice.randrange(9)}"),
                JobChange(day, status=dice.choice([Status.ACTIVE, Status.LEAVE])),
            ]
        )
    elif kind == "pay":
        change = PayChange(day, rate=Money(dice.randrange(1, 9_000_000)))
    else:
        change = ProfileChange(day, last_name=f"R{dice.randrange(99)}")
    rewriting.correct(ctx, who, change, carry=carry)


def shown() -> dict[str, tuple[object, ...]]:
    columns = (
        "number",
        "name",
        "department",
        "title",
        "location",
        "manager",
        "status",
        "hired",
        "terminated",
        "email",
        "chain",
    )
    rows = database.execute(DirectoryRow.select(*(getattr(DirectoryRow, name) for name in columns))).fetchall()
    return {row[0]: tuple(row[1:]) for row in rows}


def computed(today: date) -> dict[str, tuple[object, ...]]:
    """Every line anew from the facts, one person after the other."""
    ids = [row[0] for row in database.execute(PersonRow.select(PersonRow.id)).fetchall()]
    jobs, profiles, numbers = people.jobs(ids), people.profiles(ids), people.numbers(ids)
    by_number = {number: id_ for id_, number in numbers.items()}
    lines = {id_: summary_of(id_, numbers[id_], profiles[id_], jobs[id_], today) for id_ in ids}

    def above(id_: int) -> int | None:
        now = standing(live(jobs[id_]), today)
        manager = by_number.get(now.row.manager) if now is not None else None
        return manager if manager is not None and lines[manager] is not None else None

    def chain(id_: int) -> str:
        found: list[int] = []
        at = above(id_)
        while at is not None and at not in found and at != id_:
            found.append(at)
            at = above(at)
        return f"/{'/'.join(map(str, found))}/" if found else ""

    out: dict[str, tuple[object, ...]] = {}
    for id_, line in lines.items():
        if line is not None:
            manager = above(id_)
            boss = lines[manager] if manager is not None else None
            out[line.number] = (
                line.name, line.department, line.title, line.location, boss.name if boss else line.manager, line.status.value,
                str(line.hired), str(line.terminated) if line.terminated else None, line.email, chain(id_),
            )  # fmt: skip
    return out


def shown_on(day: date) -> dict[int, tuple[object, ...]]:
    """As much of each line as of a day as tells whether and as what someone is employed, as the spans have it."""
    columns = (
        SpanRow.person, SpanRow.number, SpanRow.name, SpanRow.department, SpanRow.title, SpanRow.status, SpanRow.hired,
        SpanRow.terminated,
    )  # fmt: skip
    query = SpanRow.select(*columns).where((SpanRow.begins <= day) & (SpanRow.ends > day))
    rows = database.execute(query).fetchall()
    assert len({row[0] for row in rows}) == len(rows)
    return {row[0]: tuple(row[1:]) for row in rows}


def computed_on(day: date) -> dict[int, tuple[object, ...]]:
    """The same, anew from the dated facts of everyone who was employed by then or had been entered."""
    rows = database.execute(PersonRow.select(PersonRow.id, PersonRow.number, CommandRow.at).join(CommandRow)).fetchall()
    ids = [row[0] for row in rows]
    jobs, profiles = people.jobs(ids), people.profiles(ids)
    out: dict[int, tuple[object, ...]] = {}
    for id_, number, at in rows:
        line = summary_of(id_, number, profiles[id_], jobs[id_], day)
        entered = (datetime.fromisoformat(at) - timedelta(hours=12)).date()
        if line is not None and day >= min(entered, live(jobs[id_])[0].effective_from):
            hired, left = str(line.hired), str(line.terminated) if line.terminated else None
            out[id_] = (number, line.name, line.department, line.title, line.status.value, hired, left)
    return out


@pytest.mark.parametrize("seed", range(8))
def test_the_directory_is_what_the_facts_say_and_all_invariants_hold(ctx: Context, tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    clock = FixedClock(datetime.fromisoformat("2026-11-23T15:00:00+00:00"), "America/New_York")
    refused = 0
    for _ in range(60):
        if dice.random() < 0.15:
            clock = FixedClock(clock.instant + timedelta(days=dice.choice([1, 1, 2, 30, 98])), clock.zone)
            with ctx.store.write():
                directory.roll(clock.today())
        ctx = replace(ctx, clock=clock)
        try:
            step(ctx, dice, tmp_path)
        except HrError:
            refused += 1
        assert shown() == computed(clock.today())
    assert refused < 52
    for back in (-900, -400, -31, -2, -1, 0, 1, 2, 29, 30, 300):
        day = clock.today() + timedelta(days=back)
        assert shown_on(day) == computed_on(day)
    for invariant in INVARIANTS:
        assert invariant(database.obj) == [], invariant
    assert trail_rows.verify().broken_at is None
