"""Whatever a role may do, no use case tells it a field or a record outside of it: every text, wage, birth date and sealed number of a
whole company is made one of a kind, every use case is called at random by every role, and what comes out is looked through."""

from __future__ import annotations

import random
import re
import shutil
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from data import directory
from data.base import database
from data.privacy.registry import REGISTRY, Whose
from data.recruiting import candidates
from hrtui.access.model import ACTIONS, EVERYONE, Field, Grant, Scope, Sight, Subject
from hrtui.access.rules import grants_of, may
from hrtui.audit.rules import reader
from hrtui.configfile import shipped_roles
from hrtui.context import Actor, Context
from hrtui.errors import HrError
from hrtui.people import records
from hrtui.people.model import PrivateKind
from tests import filled
from tests.demos import CLOCK
from tests.nightly import tries
from tests.usecases import arguments, is_callable_from_outside, reached

DRAWS = tries(2, 25)  # calls of each use case by each role
PARTS = 4  # of the roles: each is tried over a company of its own
MADE_UP = tries(10, 60)  # roles of rights drawn at random, beside those that ship
MARK = re.compile(r"Qz(\d+)x(\d+)q")
WAGE, BORN = re.compile(r"9870\d{4}|987,0\d\d\.\d\d|9870\d\d\.\d\d"), re.compile(r"190[1-4]-\d\d-\d\d|date\(190[1-4], ")
LEFT = frozenset({
    "directory", "directory_span", "candidate_line", "department", "location", "department_fact", "location_fact",
})  # fmt: skip
"""Tables that are made of others, and those whose names say where people are: their texts stay."""
P = "people.read"
BENEFITS = ("benefits.read", "benefits.enrol", "benefits.finalise", "benefits.cobra", "benefits.bill")
PAYROLL = ("payroll.preview", "payroll.run", "payroll.approve", "payroll.finalise", "payroll.file")
RECRUITING = (
    "recruiting.read",
    "recruiting.require",
    "recruiting.approve",
    "recruiting.work",
    "recruiting.score",
    "recruiting.offer",
)
NEEDS: Mapping[str, Sequence[str]] = {
    **dict.fromkeys(("profile", "job", "pay", "tag", "position_fact", "contact", "view"), (P,)),
    "document": ("people.documents",),
    "pay_item": ("payroll.items", *PAYROLL),
    "garnishment": ("payroll.orders", *PAYROLL),
    **dict.fromkeys(
        (
            "pay_input",
            "slip",
            "slip_line",
            "pay_review",
            "pay_retro",
            "pay_run",
            "pay_run_state",
            "pay_code",
            "pay_file",
        ),
        PAYROLL,
    ),
    **dict.fromkeys(("election", "benefit_event", "benefit_event_fact", "benefit_choice", "beneficiary"), BENEFITS),
    "cobra_fact": ("benefits.cobra",),
    **dict.fromkeys(
        ("carrier_line", "carrier_credit_fact", "carrier_invoice", "carrier_invoice_fact"), ("benefits.bill",)
    ),
    **dict.fromkeys(
        (
            "candidate_fact",
            "candidate_tag",
            "candidate_note",
            "candidate_file",
            "application_fact",
            "requisition_fact",
            "requisition_approval",
            "scorecard",
            "debrief",
            "interview_fact",
            "interview_kit",
            "invitation",
        ),
        RECRUITING,
    ),
    **dict.fromkeys(("offer_fact", "offer_approval"), ("recruiting.read", "recruiting.offer", "recruiting.approve")),
    "outbox_fact": ("recruiting.read", "recruiting.work"),
    **dict.fromkeys(("absence", "kept_calendar"), ("recruiting.work",)),
    "import_batch": ("people.import",),
    **dict.fromkeys(
        ("legal_hold", "legal_hold_step"), ("retention.hold", "retention.read", "audit.read", "privacy.erase")
    ),
    **dict.fromkeys(("erasure", "erasure_step"), ("privacy.ask", "privacy.erase", "audit.read")),
    "audit": ("audit.read",),
}
"""Of each table the rights of which one at least is needed to be told anything of it."""
THROUGH = {
    "hrtui.audit.": "audit.read", "hrtui.exchange.trail.": "audit.read", "hrtui.privacy.exporting.": "privacy.export",
    "hrtui.recruiting.consent.": "recruiting.purge",
}  # fmt: skip
"""Modules that tell of any table to who has the right to what they are for: the trail, a copy of everything, whose consent ends."""
NAMES = frozenset({("profile", "first_name"), ("profile", "last_name")})
LEFT_OUT = {
    "hrtui.exchange.export.export_lines": "writes lines that another use case answered",
    "hrtui.store.service.backup": "writes the whole store, for who has the right to that",
    "hrtui.benefits.billing.example.write_examples": "makes files of the demo company before anybody uses it",
    "hrtui.people.listing.see_fields": "notes which fields a screen showed, and tells nothing",
}
EXCUSED = {
    "hrtui.benefits.simulating.desk": {"birth date", "pay"},
    "hrtui.benefits.simulating.simulate": {"birth date", "pay"},
}
"""What the form of an election reckons with, and shows to those alone who are shown it (tests/ui/test_election_lines.py)."""
READS = (
    P,
    "people.documents",
    "payroll.preview",
    "payroll.items",
    "payroll.orders",
    "benefits.read",
    "benefits.cobra",
    "benefits.bill",
    "recruiting.read",
    "recruiting.work",
    "recruiting.score",
    "audit.read",
    "retention.read",
    "retention.hold",
)
"""Rights with which everything can be read, and little changed."""
SELDOM = frozenset({
    "pay_retro", "benefit_choice", "carrier_credit_fact", "candidate_tag", "debrief", "import_batch", "interview_kit", "scorecard",
    "carrier_invoice_fact", "pay_file", "erasure_step", "candidate_file", "cobra_fact", "pay_review", "candidate_note", "garnishment",
    "carrier_line", "slip", "slip_line",
})  # fmt: skip
"""Tables that the company has no row of, or whose texts come out of use cases that calls at random do not always hit."""
USES = {name: use for name, use in reached().items() if name not in LEFT_OUT and is_callable_from_outside(use)}


@dataclass(frozen=True)
class Canary:
    """The company, every secret of it one of a kind: whose a row is, and what is sealed."""

    ctx: Context
    columns: Sequence[tuple[str, str]]
    whose: Mapping[tuple[str, int], str]
    subjects: Mapping[str, Subject]
    sealed: Mapping[Field, Sequence[str]]
    known: Mapping[str, Sequence[Any]]
    readers: Mapping[tuple[str, int], Sequence[str]]


def marked(kept: Path, folder: Path) -> Canary:
    """A copy of the filled company with every text, wage and birth date one of a kind."""
    ctx = filled.company(kept, folder)
    sealed = {
        field: [_plain(ctx, number, kind) for number in _column("person", "number")] for field, kind in SEALED.items()
    }
    columns = [each for each in filled.texts() if each[0] not in LEFT and each[1] != "room"]
    columns += [
        (table, column) for table, column in (name.split(".") for name in sorted(filled.INSIDE)) if table not in LEFT
    ]
    place = {each: at for at, each in enumerate(columns)}
    filled.write_over(lambda table, column, row: f"Qz{place[table, column]}x{row}q", set(columns))
    db = database.obj
    db.execute_sql("UPDATE pay SET rate = 98700000 + rowid")
    for table in ("profile", "contact"):
        db.execute_sql(
            f"UPDATE {table} SET birth_date = date('1901-01-01', '+' || rowid || ' days') WHERE birth_date IS NOT NULL"
        )
    directory.refresh(_column("person", "id"), CLOCK.today())
    candidates.refresh(_column("candidate", "id"))
    numbers = _column("person", "number")
    known = {"person": numbers, **{table: _column(table, "number") for table in NUMBERED}}
    return Canary(
        ctx,
        columns,
        _whose(),
        directory.subjects(numbers),
        {k: [one for one in v if one] for k, v in sealed.items()},
        known,
        _readers(),
    )


SEALED = {Field.SSN: PrivateKind.SSN, Field.BANK: PrivateKind.BANK}
NUMBERED = (
    "candidate",
    "application",
    "requisition",
    "offer",
    "outbox",
    "interview",
    "pay_run",
    "benefit_event",
    "cobra_case",
    "legal_hold",
    "erasure",
)


def _column(table: str, column: str) -> list[Any]:
    return [row[0] for row in database.obj.execute_sql(f'SELECT "{column}" FROM "{table}"').fetchall()]


def _plain(ctx: Context, number: str, kind: PrivateKind) -> str:
    try:
        return records.reveal_private(ctx, number, kind)
    except HrError:
        return ""


def _readers() -> dict[tuple[str, int], tuple[str]]:
    """The right that reads what each entry of the trail changed: conflicts tell it of those alone."""
    rows = database.obj.execute_sql("SELECT id, action FROM audit").fetchall()
    return {("audit", id_): (reader(action),) for id_, action in rows}


def _whose() -> dict[tuple[str, int], str]:
    """The number of the person whose each row is, of the tables whose rows are people's."""
    numbers = dict(database.obj.execute_sql("SELECT id, number FROM person").fetchall())
    out = {}
    for stand in REGISTRY:
        if stand.whose is Whose.PERSON and stand.table not in filled.NO_ROWID:
            by = stand.model._meta.fields[stand.by].column_name
            for row, person in database.obj.execute_sql(f'SELECT rowid, "{by}" FROM "{stand.table}"').fetchall():
                if person in numbers:
                    out[stand.table, row] = numbers[person]
    return out


def actors(canary: Canary) -> Iterator[Actor]:
    """Nobody in particular, every role that ships for everyone and for one department, and rights drawn at random."""
    some = sorted(canary.subjects.values(), key=lambda each: each.number)
    yield Actor("nobody", ("none",), (), some[0].number)
    for name in sorted(shipped_roles()):
        grants = grants_of(shipped_roles(), (name,))
        yield Actor(name, (name,), grants, some[3].number)
        part = Scope(departments=frozenset({some[5].department}))
        yield Actor(f"{name}-part", (name,), tuple(replace(each, scope=part) for each in grants), some[3].number)
    dice = random.Random(11)
    for at in range(MADE_UP):
        scope = dice.choice(
            [EVERYONE, Scope(own=True), Scope(team=True), Scope(departments=frozenset({some[2].department}))]
        )
        fields = {field: dice.choice(list(Sight)) for field in Field}
        chosen = {P, *dice.sample(sorted(ACTIONS), 3)}
        yield Actor(
            f"random{at}",
            ("random",),
            tuple(Grant(action, scope, fields) for action in sorted(chosen)),
            some[at % len(some)].number,
        )


def said(one: Any, folder: Path) -> str:
    """All that came out: the answer, what it answers when it is gone through, and the files that were written."""
    if isinstance(one, Iterator):
        one = list(islice(one, 500))
    parts = [repr(one)]
    for file in folder.iterdir():
        parts.append(_text(file))
        shutil.rmtree(file) if file.is_dir() else file.unlink()
    return "\n".join(parts)


def _text(file: Path) -> str:
    if file.is_dir():
        return "".join(_text(each) for each in file.iterdir())
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as packed:
            return "".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    return file.read_bytes().decode("utf-8", "replace")


FAMILIES: Mapping[str, Sequence[str]] = {
    "recruiting": ("candidate", "application", "requisition", "offer", "outbox"),
    "interviews": ("interview", "person", "application"),
    "payroll": ("pay_run", "person"),
    "benefits": ("person", "benefit_event", "cobra_case"),
    "privacy": ("person", "legal_hold", "erasure"),
}
"""Of what kind the numbers are that use cases of a package ask for; elsewhere they are people's."""
WORDS = (
    "", "a", "Sales", "dept:Sales", "rate>1", "ssn:1", "born<1990-01-01", "sort:rate", "sort:age", "department", "position", "name",
    "employee", "medical", "US", "NY", "Mine", "Ours", "raise 3%", "tag a", "| raise 3%", "941-2026-q4", "2026-11", "csv",
)  # fmt: skip


def asked(canary: Canary, name: str, dice: random.Random) -> dict[str, Sequence[Any]]:
    """What a call of a use case draws its values from."""
    numbers = canary.known[dice.choice(FAMILIES.get(name.split(".")[1], ("person",)))] or [""]
    people, events = canary.known["person"], canary.known["benefit_event"]
    requisitions = canary.known["requisition"]
    return {
        "": [*WORDS, *dice.sample(WORDS, 3), *dice.choices(numbers, k=4)], "number": numbers, "who": [*people, *numbers], "person": people,
        "subject": numbers, "event_number": events, "requisition": requisitions, "action": sorted(ACTIONS),
    }  # fmt: skip


def told(canary: Canary, actor: Actor, seed: int, folder: Path, draws: int) -> Iterator[tuple[str, str]]:
    """What every use case tells an actor, refusals included, each called some times; with its name."""
    ctx = replace(canary.ctx, actor=actor)
    for name, use in USES.items():
        dice = random.Random(f"{seed} {name}")  # its own, so that a new use case changes no call of another
        for _ in range(draws):
            given = arguments(use, dice, asked(canary, name, dice), folder)
            try:
                yield name, said(use(ctx, **given), folder)
            except HrError as error:
                yield name, said((str(error), error.args, vars(error)), folder)


def leaks(canary: Canary, actor: Actor, name: str, text: str) -> set[str]:
    """What of a text is none of an actor's business."""
    found = set()
    for place, row in set(MARK.findall(text)):
        table, column = canary.columns[int(place)]
        needs = [
            *NEEDS[table],
            *canary.readers.get((table, int(row)), ()),
            *(right for module, right in THROUGH.items() if name.startswith(module)),
        ]
        number = canary.whose.get((table, int(row)))
        subject = None if number is None else canary.subjects.get(number)
        if any(may(actor, action, subject) for action in needs):
            continue
        if (table, column) in NAMES and subject is not None and is_above(canary, actor, subject.number):
            continue
        found.add(f"{table}.{column}" + (" out of scope" if any(may(actor, action) for action in needs) else ""))
    shown = {field for grant in actor.grants for field, how in grant.fields.items() if how is not Sight.HIDDEN}
    found |= {"pay"} if Field.PAY not in shown and WAGE.search(text) else set()
    found |= {"birth date"} if Field.BIRTH not in shown and BORN.search(text) else set()
    for field, values in canary.sealed.items():
        found |= {str(field)} if field not in shown and any(value in text for value in values) else set()
    return found


def is_above(canary: Canary, actor: Actor, number: str) -> bool:
    """Whether somebody is a manager of anybody whom the actor sees: their name stands on that record."""
    return any(number in each.chain for each in canary.subjects.values() if may(actor, P, each))


@pytest.fixture
def canary(kept: Path, tmp_path: Path) -> Iterator[Canary]:
    """The company, in the store that is open while a test runs."""
    made = marked(kept, tmp_path / "company")
    yield made
    made.ctx.store.close()


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Where files are written to."""
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


@pytest.mark.parametrize("part", range(PARTS))
def test_no_role_is_told_what_is_none_of_its_business(canary: Canary, out: Path, part: int) -> None:
    found = {
        f"{actor.login}: {leak} by {name}"
        for at, actor in enumerate(actors(canary))
        if at % PARTS == part
        for name, text in told(canary, actor, at, out, DRAWS)
        for leak in leaks(canary, actor, name, text) - EXCUSED.get(name, set())
    }
    assert not found


def test_whoever_reads_everything_is_told_of_what_others_are_not(canary: Canary, out: Path) -> None:
    reads = Actor(
        "reader", ("reader",), tuple(Grant(action, EVERYONE, dict.fromkeys(Field, Sight.SHOWN)) for action in READS)
    )
    seen = {
        canary.columns[int(place)][0]
        for name, text in told(canary, reads, 7, out, 16)
        for place, _ in set(MARK.findall(text))
    }
    assert {table for table, _ in canary.columns} - seen <= SELDOM


def test_who_has_no_rights_changes_nothing(canary: Canary, out: Path) -> None:
    nobody = next(actors(canary))
    before = _dump()
    assert not any(MARK.search(text) for _, text in told(canary, nobody, 5, out, DRAWS * 2))
    assert _dump() == before


def _dump() -> dict[str, list[Any]]:
    """Every row of every table."""
    names = [
        row[0] for row in database.obj.execute_sql("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    ]
    return {
        name: database.obj.execute_sql(f'SELECT * FROM "{name}"').fetchall() for name in names if "search" not in name
    }


def test_the_look_finds_a_use_case_that_forgets_to_ask(
    canary: Canary, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def everyone(ctx: Context) -> object:
        return database.obj.execute_sql("SELECT last_name, birth_date FROM profile").fetchall()

    def paid(ctx: Context) -> object:
        (out / "paid.csv").write_text(repr(database.obj.execute_sql("SELECT rate, reason FROM pay").fetchall()))
        return canary.sealed[Field.SSN][0]

    for name, use in (("hrtui.people.everyone", everyone), ("hrtui.people.paid", paid)):
        monkeypatch.setitem(USES, name, use)
    nobody = next(actors(canary))
    found = {leak for name, text in told(canary, nobody, 1, out, 1) for leak in leaks(canary, nobody, name, text)}
    assert found == {"profile.last_name", "birth date", "pay.reason", "pay", "ssn"}
    part = Actor("part", ("part",), (Grant(P, Scope(departments=frozenset({"Nowhere"}))),))
    found = {leak for name, text in told(canary, part, 1, out, 1) for leak in leaks(canary, part, name, text)}
    assert found == {"profile.last_name out of scope", "birth date", "pay.reason out of scope", "pay", "ssn"}


def test_every_use_case_that_takes_words_numbers_and_days_is_called() -> None:
    assert set(LEFT_OUT) <= set(reached())
    assert len(USES) > 300
    assert set(EXCUSED) <= set(USES)
