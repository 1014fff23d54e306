"""Files of nonsense, and good ones spoilt at random: none crashes an import, none is taken in half, each refusal names a place."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data import audit
from data.base import database
from data.schema import CommandRow
from hrtui.benefits import planfile
from hrtui.benefits.billing import loading
from hrtui.configfile.problem import Problem
from hrtui.configfile.read import read as read_config
from hrtui.context import Context
from hrtui.errors import HrError
from hrtui.exchange.service import import_people
from hrtui.interviews import importing
from hrtui.recruiting import playfile, selfid, taking
from tests.billed import HEADER, PLAN_FILE, row, with_plans
from tests.nightly import tries
from tests.people import hire
from tests.recruiting import applied, opened

INPUTS = tries(40, 2_200)  # of each of the kinds of files; there are ten
PEOPLE = (
    "number,name,hired,title,department,rate,status,terminated,email\n"
    '1,"Park, Ada",2015-01-05,CEO,Office,250000,active,,ada@example.com\n'
    '2,"Kim, Ann",2020-03-02,Fitter,Works,52000,active,,\n'
    '3,"Oz, Bo",2019-01-07,Fitter,Works,50000,terminated,2021-06-30,\n'
)
CANDIDATES = "First name,Last name,E-mail,Phone,Source,Tags\nJo,Doe,jo@example.com,617-555-0100,Referral,a;b\nZoë,Ma,z@example.com,,,\n"
CARDS = "BEGIN:VCARD\r\nVERSION:4.0\r\nN:Doe;Jo;;;\r\nFN:Jo Doe\r\nEMAIL;TYPE=work:jo@example.com\r\nEND:VCARD\r\n"
ANSWERS = (
    "application,sex,race,veteran,disability\n{0},female,white,not_protected,none\njo@example.com,male,,declined,\n"
)
BUSY = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\nBEGIN:VTIMEZONE\r\nTZID:Here\r\nBEGIN:STANDARD\r\n"
    "DTSTART:19701101T020000\r\nTZOFFSETFROM:-0400\r\nTZOFFSETTO:-0500\r\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU\r\n"
    "END:STANDARD\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20260101T000000Z\r\n"
    "DTSTART;TZID=Here:20261130T090000\r\nDURATION:PT1H\r\nRRULE:FREQ=WEEKLY;COUNT=9\r\n"
    "EXDATE;TZID=Here:20261207T090000\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:2\r\nDTSTAMP:20260101T000000Z\r\n"
    "DTSTART;VALUE=DATE:20261201\r\nDTEND;VALUE=DATE:20261203\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
CONFIG = """company: {name: Test}
store: {url: "sqlite:///store/hrtui.db"}
users:
  - {login: alice, roles: [hr_generalist]}
pay_groups:
  - {name: main, frequency: biweekly, anchor: 2026-01-04}
"""
TOKENS = (
    b"", b",", b"\n", b"\r\n", b'"', b"'", b":", b";", b"\t", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\x1b[2J", b"- ", b"&a ", b"*a",
    b"!!python/object:os.system ", b"<<: ", b"{", b"[", b"=1+1", b"-1", b"1e999", b"9" * 40, b"0000-00-00", b"9999-12-31",
    b"2026-02-30", b"00010101T000000Z", b"99991231T235959Z", b"PT999999999999H", b"-P1D", b";FREQ=SECONDLY", b";INTERVAL=0",
    b";COUNT=-1", b";BYDAY=99MO", b";TZID=Nowhere", b"BEGIN:VEVENT\r\n", b"END:VCALENDAR\r\n", b"null", b"true", b"NaN", b"x" * 5_000,
    "\u202eé\U0001f600".encode(), b"&lt;", b"<c t='s'><v>99999</v></c>", b"2026-13-01", b"%s{0}",
)  # fmt: skip
EDITS = st.lists(
    st.tuples(
        st.floats(0, 1, exclude_max=True), st.integers(0, 30), st.one_of(st.sampled_from(TOKENS), st.binary(max_size=4))
    ),
    min_size=1,
    max_size=6,
)
PLACE = re.compile(r"\b(row|line|column|columns|page|sheet|cell)s?\b|nonsense\.|the file (is|has) ", re.IGNORECASE)
"""What says where: a row, line or column, or the file as a whole."""
quiet = settings(
    max_examples=INPUTS,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
Edits = list[tuple[float, int, bytes]]
Take = Callable[[Path], object]


def spoilt(good: bytes, edits: Edits) -> bytes:
    """A file with something else in some places: where (a share of its length), how many bytes go, what comes."""
    for where, gone, come in edits:
        at = int(where * (len(good) + 1))
        good = good[:at] + come + good[at + gone :]
    return good


def book(edits: Edits) -> bytes:
    """A workbook of the people, spoilt: in its sheet, or in the bytes of the file where it is told by the first edit."""
    made = openpyxl.Workbook()
    sheet: Any = made.active
    for line in PEOPLE.splitlines():
        sheet.append(line.replace('"', "").replace(", ", " ").split(","))
    out = io.BytesIO()
    made.save(out)
    if edits[0][1] % 3 == 0:
        return spoilt(out.getvalue(), edits)
    again = io.BytesIO()
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(again, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, spoilt(content, edits) if name.endswith("sheet1.xml") else content)
    return again.getvalue()


def commands() -> int:
    return int(CommandRow.select().count())


def assert_taken_whole_or_refused(take: Take, file: Path) -> None:
    """One command where it is taken, at most; where it is refused no command, no entry, and a sentence that says where."""
    before, head = commands(), audit.head()
    try:
        take(file)
    except HrError as refused:
        assert (commands(), audit.head()) == (before, head)
        assert PLACE.search(str(refused)), refused
    else:
        assert commands() - before in (0, 1)
    assert not database.in_transaction()


@pytest.fixture
def company(ctx: Context) -> Context:
    with_plans(ctx)
    return ctx


@quiet
@given(edits=EDITS)
def test_people_of_a_table(company: Context, tmp_path: Path, edits: Edits) -> None:
    file = tmp_path / "nonsense.csv"
    file.write_bytes(spoilt(PEOPLE.encode(), edits))
    assert_taken_whole_or_refused(lambda path: import_people(company, path), file)


@quiet
@given(edits=EDITS)
def test_people_of_a_workbook(company: Context, tmp_path: Path, edits: Edits) -> None:
    file = tmp_path / "nonsense.xlsx"
    file.write_bytes(book(edits))
    assert_taken_whole_or_refused(lambda path: import_people(company, path), file)


@pytest.mark.parametrize(("ending", "good"), [("csv", CANDIDATES), ("vcf", CARDS)], ids=["csv", "vcf"])
@quiet
@given(edits=EDITS)
def test_candidates(company: Context, tmp_path: Path, edits: Edits, ending: str, good: str) -> None:
    file = tmp_path / f"nonsense.{ending}"
    file.write_bytes(spoilt(good.encode(), edits))
    assert_taken_whole_or_refused(lambda path: taking.take_candidates(company, path), file)


@pytest.fixture
def application(company: Context) -> str:
    return applied(company, opened(company), "Doe", email="jo@example.com")[1]


@quiet
@given(edits=EDITS)
def test_answers_of_applicants(company: Context, application: str, tmp_path: Path, edits: Edits) -> None:
    file = tmp_path / "nonsense.csv"
    file.write_bytes(spoilt(ANSWERS.format(application).encode(), edits))
    assert_taken_whole_or_refused(lambda path: selfid.take_answers(company, path), file)


@quiet
@given(edits=EDITS)
def test_invoices(company: Context, tmp_path: Path, edits: Edits) -> None:
    lines = [HEADER, row("1"), row("2", "Oz, Bo", amount="1200.00", born="1990-01-02", ssn="1234")]
    good = "\n".join(",".join(f'"{cell}"' for cell in line) for line in lines)
    file = tmp_path / "nonsense.csv"
    file.write_bytes(spoilt(good.encode(), edits))
    assert_taken_whole_or_refused(lambda path: loading.load(company, "bluewater", path), file)


@pytest.fixture
def kim(company: Context) -> str:
    return hire(company, "Kim")


@quiet
@given(edits=EDITS)
def test_calendars(company: Context, kim: str, tmp_path: Path, edits: Edits) -> None:
    file = tmp_path / "nonsense.ics"
    file.write_bytes(spoilt(BUSY.encode(), edits))
    assert_taken_whole_or_refused(lambda path: importing.import_busy(company, path, who=kim), file)


READERS: dict[str, tuple[str, Callable[[bytes, Path, Context], tuple[object, list[Problem]]]]] = {
    "configuration": (CONFIG, lambda text, file, ctx: read_config(text, file, thorough=True)),
    "plans": (PLAN_FILE, lambda text, file, ctx: planfile.read(text, file, ctx.config)),
    "recruiting": (
        playfile.EXAMPLE.read_text("utf-8"),
        lambda text, file, ctx: playfile.FILE.read(text, file, ctx.config),
    ),
}


@pytest.mark.parametrize("kind", READERS)
@quiet
@given(edits=EDITS)
def test_settings(company: Context, kind: str, edits: Edits) -> None:
    good, read = READERS[kind]
    made, problems = read(spoilt(good.encode(), edits), Path("nonsense.yaml"), company)
    assert (made is None) == bool(problems)
    assert all(each.file == "nonsense.yaml" and each.line >= 1 and each.message for each in problems)
