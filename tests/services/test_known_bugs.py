"""Faults other programs had, each by the place where it was reported: none of them is here.

Read in public: issue trackers of OrangeHRM, IceHRM, Horilla, Frappe HR, adevait/hrm, Jorani, Dolibarr, Bhima, SkillsSphere, jobsync, sqlit,
hermes-hud, tldw_chatbook, vercel/ai and Home Assistant. Where the same fault cannot be (there is no time off, no web form), the nearest that
can is tried.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest

from data import audit as entries
from data.db import Store, open_store
from hrtui import configfile, crashlog
from hrtui.access.model import ACTIONS, Field, Grant, Scope, Sight
from hrtui.access.rules import may
from hrtui.audit import service as trail
from hrtui.contacts import service as contacts
from hrtui.contacts.model import Contact, ContactKind
from hrtui.context import Actor, Context
from hrtui.documents import service as documents
from hrtui.documents.model import NewDocument
from hrtui.errors import Conflict, HrError, ImportFault, NotAllowed, NotFound, QueryError, RuleBroken, StoreDamaged
from hrtui.exchange.export import export_people
from hrtui.exchange.service import import_people
from hrtui.money import Money
from hrtui.payroll.entered import Entered
from hrtui.payroll.runs import service as runs
from hrtui.people import service as people
from hrtui.people.model import JobChange, PayChange, ProfileChange
from hrtui.recruiting import exporting, scoring
from hrtui.recruiting import service as recruiting
from hrtui.recruiting.filing import documents as candidate_documents
from hrtui.recruiting.filing import file, take
from hrtui.recruiting.kept import NewFile
from hrtui.store import service as store_use
from screens.guard import Guard
from tests.conftest import ContextAs
from tests.paidruns import FIRST, calculated, employee, final
from tests.people import hire
from tests.recruiting import applied, colleague, draft, opened

TODAY = date(2026, 11, 23)
OWN, TEAM = Scope(own=True), Scope(team=True)
SALES = Scope(departments=frozenset({"Sales"}))
SHOWN = {Field.PAY: Sight.SHOWN}


def all_of(scope: Scope) -> tuple[Grant, ...]:
    """Every action, within a scope, every field shown."""
    return tuple(Grant(action, scope, dict.fromkeys(Field, Sight.SHOWN)) for action in ACTIONS)


def refused(act: Callable[[], object], *kinds: type[HrError]) -> None:
    """An act is refused in a sentence."""
    with pytest.raises(kinds or (NotAllowed, NotFound)):
        act()


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """A file to keep."""
    path = tmp_path / "paper.txt"
    path.write_text("x")
    return path


def test_01_orangehrm_1173_nobody_enters_hours_of_another_by_their_number(ctx: Context, ctx_as: ContextAs) -> None:
    number = employee(ctx)
    run = runs.open_run(ctx, pay_date=FIRST).number
    me = hire(ctx, "Me")
    line = runs.InputLine(number, Entered("hourly", hours=Decimal(8)))
    for scope, person in ((OWN, me), (TEAM, me), (SALES, "")):
        refused(partial(runs.enter, ctx_as(*all_of(scope), person=person), run, [line]))
    assert runs.entered_for(ctx, run) == {}


def test_02_orangehrm_1916_a_file_of_an_applicant_is_not_taken_by_its_number(
    ctx: Context, ctx_as: ContextAs, paper: Path, tmp_path: Path
) -> None:
    who, _ = applied(ctx, opened(ctx))
    file(ctx, who, NewFile(paper, "resume"))
    other = ctx_as(*all_of(TEAM), person=hire(ctx, "Other"))
    refused(partial(take, other, who, 1, tmp_path / "out"))
    refused(partial(take, ctx_as(Grant("people.read")), who, 1, tmp_path / "out"))


def test_03_orangehrm_1947_of_two_at_once_only_one_passes_the_check(ctx: Context) -> None:
    employee(ctx)
    run = calculated(ctx, FIRST)
    net = runs.run(ctx, run.number).totals.net
    final(ctx, run)
    refused(partial(runs.finalise, ctx, run.number, runs.Asked(net=net)), RuleBroken, Conflict)
    assert [each.state.value for each in runs.run(ctx, run.number).run.events].count("finalised") == 1


@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\n\0\0\0", b"PK\x03\x04garbage", b"%PDF-1.7\n", b"\0" * 4_000, b"{}"]
)
def test_04_orangehrm_961_a_file_of_another_format_is_refused_in_words(
    ctx: Context, tmp_path: Path, content: bytes
) -> None:
    for name in ("a.csv", "a.xlsx"):
        path = tmp_path / name
        path.write_bytes(content)
        refused(partial(import_people, ctx, path), ImportFault, RuleBroken)
    assert people.directory_count(ctx) == 0


def test_05_icehrm_375_a_colleagues_record_stays_shut(ctx: Context, ctx_as: ContextAs) -> None:
    mine, other = hire(ctx, "Me"), hire(ctx, "Other")
    me = ctx_as(*all_of(OWN), person=mine)
    assert people.record(me, mine)
    refused(partial(people.record, me, other))
    refused(partial(contacts.contacts, me, other))
    refused(partial(documents.documents, me, other))


def test_06_icehrm_373_a_manager_reaches_no_action_of_the_administrator(ctx: Context) -> None:
    roles = configfile.shipped_roles()
    manager = replace(ctx, actor=Actor("mia", ("manager_view",), roles["manager_view"]))
    admins = {grant.action for grant in roles["hris_admin"]} - {grant.action for grant in roles["manager_view"]}
    assert "store.restore" in admins and not any(may(manager.actor, action) for action in admins)
    refused(partial(store_use.check, manager), NotAllowed)
    refused(partial(store_use.backup, manager), NotAllowed)


@pytest.mark.parametrize(
    "text", ['dept:"x\') OR 1=1 --"', 'title:"a,b\') UNION SELECT 1 --"', "name:'; DROP TABLE person", "\"') OR ''='"]
)
def test_07_icehrm_376_what_is_filtered_by_is_never_part_of_the_statement(
    ctx: Context, ctx_as: ContextAs, text: str
) -> None:
    hire(ctx)
    with suppress(QueryError):
        assert list(people.directory_ids(ctx_as(Grant("people.read", SALES)), text)) == []
    assert people.directory_count(ctx) == 1


def test_08_icehrm_303_no_name_of_a_log_comes_from_outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    crashlog.record(ValueError("<?php system('id') ?>"), "now")
    assert [path.name for path in (tmp_path / "hrtui").iterdir()] == [crashlog.LOG]
    assert "php" not in (tmp_path / "hrtui" / crashlog.LOG).read_text()


def test_09_horilla_1065_tables_of_law_are_changed_by_nobody_and_contracts_not_read_by_number(
    ctx: Context, ctx_as: ContextAs, paper: Path, tmp_path: Path
) -> None:
    assert not any("table" in action for action in ACTIONS)
    number = hire(ctx)
    documents.add(ctx, number, NewDocument(paper, "contract", "Contract"))
    refused(partial(documents.export, ctx_as(Grant("people.read")), number, 1, tmp_path / "out"))
    refused(partial(documents.export, ctx_as(*all_of(SALES)), number, 1, tmp_path / "out"))


def test_10_horilla_306_who_has_no_role_reads_nobody(ctx: Context, ctx_as: ContextAs) -> None:
    number = hire(ctx)
    nobody = ctx_as(roles=())
    for act in (people.directory_count, people.headcount, recruiting.requisition_list, trail.log):
        refused(partial(act, nobody), NotAllowed)
    refused(partial(people.record, nobody, number))
    refused(partial(people.directory_ids, nobody, ""), NotAllowed)


def test_11_horilla_987_what_is_hidden_is_hidden_of_ones_own_reports_too(ctx: Context, ctx_as: ContextAs) -> None:
    boss = hire(ctx, "Boss")
    low = hire(ctx, "Low", manager=boss, rate=Money(777_170_000))
    manager = ctx_as(Grant("people.read", TEAM), person=boss)
    assert "7771700" not in repr(people.record(manager, low)) and "777170000" not in repr(people.record(manager, low))


def test_12_horilla_1210_no_resume_is_found_by_counting(
    ctx: Context, ctx_as: ContextAs, paper: Path, tmp_path: Path
) -> None:
    requisition = opened(ctx)
    for last in ("Ash", "Birch", "Cedar"):
        who, _ = applied(ctx, requisition, last)
        file(ctx, who, NewFile(paper, "resume"))
        paper.write_text(last)
    outside = ctx_as(
        Grant("people.read"), Grant("interviews.read") if "interviews.read" in ACTIONS else Grant("people.tag")
    )
    for number in range(1, 20):
        refused(partial(candidate_documents, outside, f"CAN-{number:05d}"))
        refused(partial(take, outside, f"CAN-{number:05d}", 1, tmp_path / "out"))


def test_13_horilla_184_there_is_no_mode_for_debugging_and_no_password_to_recover() -> None:
    from hrtui.app import prepare
    from hrtui.configfile.settings import settings

    environment = {"TEXTUAL": "devtools", "TEXTUAL_LOG": "/tmp/x", "TEXTUAL_DRIVER": "a:B", "TEXTUAL_DEBUG": "1"}
    prepare(environment)
    assert not {"TEXTUAL", "TEXTUAL_LOG", "TEXTUAL_DRIVER", "TEXTUAL_DEBUG"} & environment.keys()
    words = [each.key for each in settings()]
    assert not any("debug" in word or "recover" in word for word in words)


def test_14_frappe_3765_no_helper_reads_a_field_that_is_hidden(ctx: Context, ctx_as: ContextAs, tmp_path: Path) -> None:
    hire(ctx, rate=Money(777_170_000))
    blind = ctx_as(Grant("people.read"))
    for text in ("pay>1", "sort:pay", "rate>1", "sort:-rate", "age>1"):
        refused(partial(people.directory_ids, blind, text), HrError)
    refused(partial(export_people, blind, "", tmp_path / "a.csv", columns=["name", "rate"]), HrError)


def test_15_frappe_3013_the_line_above_does_not_see_payslips(ctx: Context, ctx_as: ContextAs) -> None:
    number = employee(ctx)
    run = final(ctx, calculated(ctx, FIRST))
    boss = hire(ctx, "Boss")
    people.change_job(ctx, number, JobChange(TODAY, manager=boss))
    manager = ctx_as(*configfile.shipped_roles()["manager_view"], person=boss, roles=("manager_view",))
    refused(partial(runs.slips_of, manager, run), NotAllowed)
    refused(partial(runs.run, manager, run.number), NotAllowed)


def test_16_frappe_4735_no_use_case_takes_a_word_that_ignores_permissions() -> None:
    words = {
        "ignore_permissions",
        "ignore_permission",
        "skip_permissions",
        "as_admin",
        "force",
        "bypass",
        "sudo",
        "unchecked",
        "no_check",
    }
    for module in (people, runs, recruiting, documents, contacts, trail, store_use, scoring, exporting):
        for name in dir(module):
            act = getattr(module, name)
            if inspect.isfunction(act):
                assert not words & inspect.signature(act).parameters.keys(), f"{module.__name__}.{name}"


@pytest.mark.parametrize("action", ACTIONS)
def test_17_frappe_4768_a_grant_is_of_the_action_it_names_and_of_no_other(action: str) -> None:
    actor = Actor("bob", ("one",), (Grant(action),))
    assert [each for each in ACTIONS if may(actor, each)] == [action]


def test_18_frappe_602_nobody_approves_what_they_asked_for(ctx: Context) -> None:
    employee(ctx)
    run = calculated(ctx, FIRST)
    runs.submit(ctx, run.number)
    net = runs.run(ctx, run.number).totals.net
    refused(partial(runs.approve, ctx, run.number, runs.Asked(net=net)), NotAllowed, RuleBroken)
    requisition = draft(ctx)
    recruiting.request_approval(ctx, requisition)
    refused(partial(recruiting.approve_requisition, ctx, requisition), NotAllowed, RuleBroken)
    assert recruiting.approve_requisition(colleague(ctx), requisition)


def test_19_frappe_965_a_period_is_not_paid_twice_while_it_is_a_draft(ctx: Context) -> None:
    employee(ctx)
    runs.open_run(ctx, pay_date=FIRST)
    refused(partial(runs.open_run, ctx, pay_date=FIRST), RuleBroken)


def test_20_frappe_3878_what_is_not_final_yet_counts_against_the_limit(ctx: Context) -> None:
    number = employee(ctx)
    run = runs.open_run(ctx, pay_date=FIRST).number
    line = runs.InputLine(number, Entered("bonus", cents=10_00))
    assert runs.enter(ctx, run, [line]) == 1
    assert runs.enter(ctx, run, [line]) == 0
    assert [each.entered.cents for each in [*runs.entered_for(ctx, run).values()][0]] == [10_00]


def test_21_frappe_4788_a_whole_day_and_half_of_it_are_one_day(ctx: Context) -> None:
    number = employee(ctx)
    run = runs.open_run(ctx, pay_date=FIRST).number
    for hours in (8, 4):
        runs.enter(ctx, run, [runs.InputLine(number, Entered("hourly", hours=Decimal(hours)))])
    assert [each.entered.hours for each in [*runs.entered_for(ctx, run).values()][0]] == [Decimal(4)]


@pytest.mark.parametrize("hours", ["-1", "-0.01", "1e9", "NaN"])
def test_22_frappe_2612_hours_below_nothing_are_refused(ctx: Context, hours: str) -> None:
    number = employee(ctx)
    run = runs.open_run(ctx, pay_date=FIRST).number
    refused(
        partial(runs.enter, ctx, run, [runs.InputLine(number, Entered("hourly", hours=Decimal(hours)))]),
        RuleBroken,
        HrError,
    )
    assert runs.entered_for(ctx, run) == {}


def test_23_frappe_3889_an_amount_of_nothing_makes_no_debt(ctx: Context) -> None:
    number = employee(ctx)
    run = runs.open_run(ctx, pay_date=FIRST).number
    runs.enter(ctx, run, [runs.InputLine(number, Entered("bonus", cents=0))])
    assert all(slip.net >= 0 for slip in runs.slips_of(ctx, runs.calculate(ctx, run)))


def test_24_adevait_76_no_column_of_a_file_approves_and_no_name_leads_elsewhere(
    ctx: Context, ctx_as: ContextAs, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "number,name,hired,title,department,rate,approved,role,actor\n1,Kim,2024-01-08,Clerk,IT,1,1,hris_admin,root\n"
    )
    import_people(ctx, path)
    assert {entry.entry.actor for entry in entries.entries(5)} == {"alice"}
    assert "hris_admin" not in repr(entries.entries(5)) and "root" not in repr(entries.entries(5))
    refused(partial(import_people, ctx_as(Grant("people.read")), path), NotAllowed)


SIBLINGS: dict[str, Callable[[Context, str], object]] = {
    "look": lambda ctx, number: people.record(ctx, number),
    "profile": lambda ctx, number: people.change_profile(ctx, number, ProfileChange(TODAY, email="x@example.com")),
    "job": lambda ctx, number: people.change_job(ctx, number, JobChange(TODAY, title="X")),
    "pay": lambda ctx, number: people.change_pay(ctx, number, PayChange(TODAY, rate=Money(1))),
    "contacts": lambda ctx, number: contacts.contacts(ctx, number),
    "add a contact": lambda ctx, number: contacts.add(
        ctx, number, Contact(TODAY, ContactKind.EMERGENCY, "X", phone="555-0100")
    ),
    "documents": lambda ctx, number: documents.documents(ctx, number),
    "history": lambda ctx, number: contacts.history(ctx, number),
    "what was changed last": lambda ctx, number: people.last_change(ctx, number),
}


@pytest.mark.parametrize("what", SIBLINGS)
def test_25_jorani_426_looking_changing_and_history_are_guarded_alike(
    ctx: Context, ctx_as: ContextAs, what: str
) -> None:
    number = hire(ctx)
    SIBLINGS[what](ctx, number)
    refused(partial(SIBLINGS[what], ctx_as(*all_of(SALES)), number))


@pytest.mark.parametrize("text", ["", " ", "dept:", '""', "-dept:IT", "status:active,leave,terminated"])
def test_26_dolibarr_15314_an_emptied_filter_shows_no_more_than_the_scope(
    ctx: Context, ctx_as: ContextAs, text: str
) -> None:
    hire(ctx, "Hidden")
    seller = hire(ctx, "Seller", department="Sales")
    narrow = ctx_as(Grant("people.read", SALES, SHOWN))
    try:
        found = people.directory_page(narrow, people.directory_ids(narrow, text))
    except HrError:
        return
    assert {line.number for line in found if line is not None} <= {seller}


def test_27_bhima_7525_no_deduction_takes_net_below_nothing(ctx: Context) -> None:
    from hrtui.payroll.items import service as items
    from hrtui.payroll.items.model import PayItem

    number = employee(ctx, rate=10_000)
    items.add_item(ctx, number, PayItem(date(2026, 1, 1), "union", amount=Money(5_000_000)))
    slips = runs.slips_of(ctx, calculated(ctx, FIRST))
    assert [slip.net >= 0 for slip in slips] == [True]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_28_skillssphere_712_a_name_is_no_formula_in_a_spreadsheet(ctx: Context, tmp_path: Path, ending: str) -> None:
    applied(ctx, opened(ctx), "=cmd|' /C calc'!A0", first_name="@SUM(A1)")
    path = tmp_path / f"a.{ending}"
    exporting.export_candidates(ctx, path)
    if ending == "csv":
        assert "'=cmd" in path.read_text() and ",=cmd" not in path.read_text() and "\n=cmd" not in path.read_text()
    else:
        import openpyxl

        cells = [cell for row in openpyxl.load_workbook(path).worksheets[0].iter_rows() for cell in row]
        assert not any(cell.data_type == "f" for cell in cells)


def test_29_jobsync_68_a_file_leads_nowhere_by_its_name_and_belongs_to_somebody(
    ctx: Context, ctx_as: ContextAs, tmp_path: Path
) -> None:
    source = tmp_path / "..\\..\\passwd.txt"
    source.write_text("x")
    who, _ = applied(ctx, opened(ctx))
    file(ctx, who, NewFile(source, "resume", "../../etc/passwd"))
    out = tmp_path / "out"
    out.mkdir()
    assert take(ctx, who, 1, out).file.parent == out
    refused(partial(take, ctx_as(*all_of(TEAM), person=hire(ctx, "Other")), who, 1, out))


@pytest.mark.parametrize(
    "name", ["[HR]", "[/]", "[bold]x[/bold]", "[@click=app.quit]x[/]", "[link=file:///etc]x", "\\[x]"]
)
def test_30_sqlit_212_square_brackets_are_letters(ctx: Context, name: str) -> None:
    number = hire(ctx, name)
    assert name in people.record(ctx, number).summary.name


@pytest.mark.parametrize(
    "text", ["\x1b]52;c;eA==\x07", "\x1b]0;owned\x07", "\x9b31m", "\x1b[2J", "\u202ekim", "a\x00b", "\x0e"]
)
def test_31_vercel_20052_nothing_of_a_name_reaches_the_terminal_as_a_code(ctx: Context, text: str) -> None:
    from rich.segment import Segment
    from textual.color import Color

    number = hire(ctx, f"Kim{text}")
    stored = people.record(ctx, number).summary.name
    assert stored.isprintable() and "\u202e" not in stored
    (painted,) = Guard().apply([Segment(f"Kim{text}")], Color(0, 0, 0))
    assert painted.text.isprintable()


def test_32_home_assistant_37949_a_damaged_store_stays_and_no_empty_one_is_begun(store: Store) -> None:
    path = store.path
    store.close()
    whole = path.read_bytes()
    damaged = b"garbage!" * 512 + whole[4_096:]
    path.write_bytes(damaged)
    with pytest.raises(StoreDamaged, match="left as it is"):
        open_store(path)
    assert path.read_bytes() == damaged
    assert not list(path.parent.glob("*.corrupt*")) and len(list(path.parent.glob("*.db"))) == 1
