from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from data import audit
from data.schema import CommandRow, ImportBatchRow
from hrtui.access.model import Field, Grant, Scope, Sight
from hrtui.attention.model import Due, Kind
from hrtui.attention.rules import about_backup, about_retention, days_of_year, named
from hrtui.attention.service import due, notices
from hrtui.audit import service as trail
from hrtui.config import HomeSettings
from hrtui.context import Context, FixedClock
from hrtui.errors import NotAllowed
from hrtui.money import Money
from hrtui.people import service
from hrtui.people.model import Certificate, Hire, JobChange, PayChange, ProfileChange, Termination
from tests.paidruns import FIRST, employee, paid
from tests.people import statements

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
TODAY = date(2026, 11, 23)


def hired(
    ctx: Context,
    name: str,
    first_day: date = date(2026, 1, 5),
    department: str = "Sales",
    manager: str = "",
    **more: object,
) -> str:
    hire = Hire(first_day, name, "Kim", "Clerk", department, rate=Money(6_000_000), pay_group="main", manager=manager)
    return service.hire(ctx, replace(hire, **more)).number  # type: ignore[arg-type]


@pytest.fixture
def reader(ctx_as: Callable[..., Context]) -> Context:
    """Reads everyone and changes jobs, and sees no sensitive field."""
    return ctx_as(Grant("people.read"), Grant("people.change_job"))


def sentences(ctx: Context) -> list[str]:
    return [notice.sentence for notice in notices(ctx)]


def staff(ctx: Context, *names: str) -> list[str]:
    """People who report to a boss, so that nobody lacks a manager."""
    boss = hired(ctx, "Boss", date(2025, 6, 2))
    return [hired(ctx, name, date(2025, 6, 2), manager=boss) for name in names]


def test_a_quiet_day_says_nothing_of_people(ctx: Context, reader: Context) -> None:
    staff(ctx, "Ann")
    assert sentences(reader) == []


def test_changes_starters_and_leavers_of_the_next_fortnight_are_counted_and_named(
    ctx: Context, reader: Context
) -> None:
    moving, leaving = staff(ctx, "Moving", "Leaving")
    boss = service.resolve(ctx, "Kim, Boss")
    hired(ctx, "New", date(2026, 12, 1), manager=boss)
    hired(ctx, "Later", date(2027, 3, 1), manager=boss)
    service.change_profile(ctx, moving, ProfileChange(date(2026, 12, 3), last_name="Ng"))
    service.change_job(ctx, moving, JobChange(date(2026, 12, 2), title="Chief"))
    service.terminate(ctx, leaving, Termination(date(2026, 11, 30), "moved"))
    assert sentences(reader) == [
        "2 changes take effect within 14 days: Moving Kim.",
        "1 person starts within 14 days: New Kim.",
        "1 person leaves within 14 days: Leaving Kim.",
    ]
    assert due(reader, Kind.SCHEDULED).rows == (
        Due(2, moving, "Kim, Moving", "Sales", date(2026, 12, 2), "promotion"),
        Due(2, moving, "Kim, Moving", "Sales", date(2026, 12, 3), "change of profile"),
    )
    assert due(reader, Kind.LEAVING).rows[0].day == date(2026, 11, 30)


def test_the_days_ahead_are_a_setting(ctx: Context, reader: Context) -> None:
    (moving,) = staff(ctx, "Moving")
    service.change_job(ctx, moving, JobChange(date(2026, 12, 20), title="Chief"))
    assert sentences(reader) == []
    wide = replace(reader, config=replace(reader.config, home=HomeSettings(ahead=30)))
    assert sentences(wide) == ["1 change takes effect within 30 days: Moving Kim."]


def test_changes_of_today_are_those_that_were_entered_before(ctx: Context, reader: Context) -> None:
    early, late = staff(ctx, "Early", "Late")
    before = replace(ctx, clock=FixedClock(NOW - timedelta(days=3), "America/New_York"))
    service.change_job(before, early, JobChange(TODAY, title="Chief"))
    service.change_job(ctx, late, JobChange(TODAY, title="Chief"))
    assert sentences(reader) == ["1 change takes effect today: Early Kim."]


def test_changes_of_pay_are_told_to_those_who_see_pay(ctx: Context, ctx_as: Callable[..., Context]) -> None:
    (number,) = staff(ctx, "Ann")
    service.change_pay(ctx, number, PayChange(date(2026, 12, 1), rate=Money(7_000_000)))
    hidden = ctx_as(Grant("people.read"))
    masked = ctx_as(Grant("people.read", fields={Field.PAY: Sight.MASKED}))
    elsewhere = ctx_as(
        Grant("people.read"), Grant("people.read", Scope(departments=frozenset({"IT"})), {Field.PAY: Sight.SHOWN})
    )
    assert [len(sentences(each)) for each in (hidden, masked, elsewhere)] == [0, 1, 0]


def test_people_out_of_scope_are_not_counted(ctx: Context, ctx_as: Callable[..., Context]) -> None:
    hired(ctx, "New", date(2026, 12, 1))
    assert sentences(ctx_as(Grant("people.read", Scope(departments=frozenset({"IT"}))))) == []
    assert len(sentences(ctx_as(Grant("people.read", Scope(departments=frozenset({"Sales"})))))) == 1


def test_who_may_read_nobody_is_told_nothing(ctx_as: Callable[..., Context]) -> None:
    assert notices(ctx_as()) == ()
    for kind in Kind:
        with pytest.raises(NotAllowed):
            due(ctx_as(), kind)


def test_probations_end_where_the_company_has_them(ctx: Context, reader: Context) -> None:
    staff(ctx, "Old")
    boss = service.resolve(ctx, "Kim, Boss")
    number = hired(ctx, "New", date(2026, 9, 1), manager=boss)
    assert sentences(reader) == []
    with_probation = replace(reader, config=replace(reader.config, home=HomeSettings(probation=90)))
    assert sentences(with_probation) == ["1 probation ends within 14 days: New Kim."]
    assert due(with_probation, Kind.PROBATION).rows[0].day == date(2026, 11, 30)
    service.terminate(ctx, number, Termination(date(2026, 11, 10), "moved"))
    assert sentences(with_probation) == []


def test_probation_is_for_those_who_decide_it(ctx: Context, ctx_as: Callable[..., Context]) -> None:
    staff(ctx)
    boss = service.resolve(ctx, "Kim, Boss")
    hired(ctx, "New", date(2026, 9, 1), manager=boss)
    hired(ctx, "Other", date(2026, 9, 1), manager=hired(ctx, "Lead", date(2025, 6, 2)))
    length = HomeSettings(probation=90)
    only_reads = ctx_as(Grant("people.read"))
    manages = ctx_as(Grant("people.read", Scope(team=True)), person=boss)
    for each, said in ((only_reads, []), (manages, ["1 probation ends within 14 days: New Kim."])):
        assert sentences(replace(each, config=replace(each.config, home=length))) == said
    with pytest.raises(NotAllowed):
        due(only_reads, Kind.PROBATION)


def test_birthdays_are_told_only_where_dates_of_birth_are_shown_and_leave_an_entry_when_listed(
    ctx: Context, ctx_as: Callable[..., Context]
) -> None:
    ann, bea = staff(ctx, "Ann", "Bea")
    service.change_profile(ctx, ann, ProfileChange(date(2026, 1, 5), birth_date=date(1990, 11, 25)))
    service.change_profile(ctx, bea, ProfileChange(date(2026, 1, 5), birth_date=date(1990, 11, 24)))
    service.change_profile(ctx, bea, ProfileChange(date(2026, 2, 5), birth_date=date(1990, 10, 24)))
    seen = ctx_as(Grant("people.read", fields={Field.BIRTH: Sight.SHOWN}))
    assert sentences(seen) == ["1 birthday within 7 days: Ann Kim."]
    before = len(audit.entries(100))
    assert due(seen, Kind.BIRTHDAYS).rows == (Due(2, ann, "Kim, Ann", "Sales", date(2026, 11, 25)),)
    assert [entry.entry.action for entry in audit.entries(100)[: len(audit.entries(100)) - before]] == [
        "home.see_birth"
    ]
    for sight in (Sight.MASKED, Sight.HIDDEN):
        other = ctx_as(Grant("people.read", fields={Field.BIRTH: sight}))
        assert sentences(other) == []
        with pytest.raises(NotAllowed):
            due(other, Kind.BIRTHDAYS)


def test_anniversaries_say_how_many_years_also_across_the_new_year(ctx: Context, reader: Context) -> None:
    staff(ctx)
    boss = service.resolve(ctx, "Kim, Boss")
    hired(ctx, "Ann", date(2021, 11, 27), manager=boss)
    assert sentences(reader) == ["1 work anniversary within 7 days: Ann Kim."]
    row = due(reader, Kind.ANNIVERSARIES).rows[0]
    assert (row.day, row.what) == (date(2026, 11, 27), "5 years")
    at_new_year = replace(reader, clock=FixedClock(datetime(2026, 12, 29, 15, tzinfo=UTC)))
    hired(ctx, "New", date(2024, 1, 2), manager=boss)
    hired(ctx, "Old", date(2024, 12, 30), manager=boss)
    assert [each.name for each in due(at_new_year, Kind.ANNIVERSARIES).rows] == ["Kim, Old", "Kim, New"]


def test_a_leap_day_comes_on_the_28th_where_there_is_none() -> None:
    assert days_of_year(date(2026, 2, 25), 7)["02-29"] == date(2026, 2, 28)
    assert days_of_year(date(2028, 2, 25), 7)["02-29"] == date(2028, 2, 29)
    assert "02-29" not in days_of_year(date(2026, 3, 1), 7)


def test_people_without_a_manager_and_with_one_who_left_are_told(ctx: Context, reader: Context) -> None:
    (chief,) = staff(ctx, "Chief")
    hired(ctx, "Report", manager=chief)
    hired(ctx, "Alone")
    service.terminate(ctx, chief, Termination(date(2026, 11, 1), "moved"))
    assert (
        sentences(reader)
        == [
            "1 person reports to someone who has left: Report Kim.",
            "1 person has no manager and no reports: Alone Kim.",
        ]
        or "Boss" in sentences(reader)[-1]
    )
    assert due(reader, Kind.ORPHANED).rows[0].what == "Kim, Chief"


def test_missing_pay_and_certificates_are_told_to_those_who_compute_pay(
    ctx: Context, ctx_as: Callable[..., Context]
) -> None:
    (ann,) = staff(ctx, "Ann")
    boss = service.resolve(ctx, "Kim, Boss")
    hired(ctx, "Free", date(2025, 6, 2), manager=boss, rate=None, pay_group="")
    service.change_certificate(ctx, ann, Certificate(date(2026, 1, 5), "US", {"status": "single"}))
    payroll = ctx_as(Grant("people.read"), Grant("payroll.preview"))
    assert sentences(payroll) == [
        "1 person has no pay or pay group: Free Kim.",
        "2 people have no Form W-4: Boss Kim, Free Kim.",
    ]


def batch(ctx: Context, rejected: int, header: str = "h", values: int = 0, at: datetime = NOW) -> int:
    with ctx.store.write():
        command = CommandRow.insert(at=at, actor="alice", action="people.import", subject="f").execute()
        ImportBatchRow.insert(
            command=command, file=f"{command}.csv", sha256="s", header=header, mapping="{}", rows=9, inserted=0, updated=0,
            unchanged=0, rejected=rejected, faults=f'{{"count":{values},"first":[]}}',
        ).execute()  # fmt: skip
    return int(command)


def test_an_import_with_refused_rows_is_told_until_a_later_one_of_the_kind_takes_them(
    ctx: Context, ctx_as: Callable[..., Context]
) -> None:
    importer = ctx_as(Grant("people.import"))
    first = batch(ctx, 3)
    assert sentences(importer) == [f"3 rows were refused of {first}.csv, 2026-11-23."]
    assert notices(importer)[0].address == "import"
    batch(ctx, 1, header="other")
    batch(ctx, 0)
    assert len(sentences(importer)) == 1
    assert sentences(ctx_as(Grant("people.import", Scope(departments=frozenset({"IT"}))))) == []


def test_values_that_an_import_left_out_are_told_for_a_while(ctx: Context, ctx_as: Callable[..., Context]) -> None:
    importer = ctx_as(Grant("people.import"))
    batch(ctx, 0, values=4, at=NOW - timedelta(days=15))
    assert sentences(importer) == []
    command = batch(ctx, 0, values=1, at=NOW - timedelta(days=13))
    assert sentences(importer) == [f"1 value of {command}.csv was not taken as it stands, 2026-11-10."]
    assert not notices(importer)[0].warning
    batch(ctx, 0)
    assert sentences(importer) == []


def test_another_day_has_no_attention(ctx: Context) -> None:
    hired(ctx, "New", date(2026, 12, 1))
    assert notices(replace(ctx, lens=date(2026, 1, 1))) == ()


def test_home_takes_as_many_queries_for_many_people_as_for_few(ctx: Context) -> None:
    counts = []
    for size in (1, 8):
        for at in range(size):
            hired(ctx, f"N{at}", date(2026, 12, 1))
        with statements() as seen:
            notices(ctx)
        counts.append(len([sql for sql in seen if sql.startswith("SELECT")]))
    assert counts[0] == counts[1] <= 31


def test_names_are_spoken_and_the_rest_counted() -> None:
    assert named(["Kim, Ann", "Lee"], 2) == "Ann Kim, Lee"
    assert named(["A, B", "C, D", "E, F"], 1_203) == "B A, D C, F E and 1,200 more"


def test_a_missing_or_old_backup_is_a_warning_and_a_new_one_is_not(ctx: Context) -> None:
    assert "no backup yet" in notices(ctx)[-1].sentence
    folder = ctx.config.path(ctx.config.store.backups)
    folder.mkdir()
    file = folder / "hrtui-20261101T000000Z.db"
    file.write_bytes(b"")
    old = NOW - timedelta(days=9)
    os.utime(file, (old.timestamp(), old.timestamp()))
    assert "9 days old" in notices(ctx)[-1].sentence
    os.utime(file, (NOW.timestamp(), NOW.timestamp()))
    assert notices(ctx) == ()


def test_a_backup_of_a_week_is_old() -> None:
    assert about_backup(NOW - timedelta(days=7), NOW)
    assert not about_backup(NOW - timedelta(days=6, hours=23), NOW)


def test_undoing_an_import_takes_its_line_away(ctx: Context, ctx_as: Callable[..., Context]) -> None:
    importer = ctx_as(Grant("people.import"))
    command = batch(ctx, 3)
    trail.undo(ctx, command)
    assert sentences(importer) == []


def test_who_runs_payroll_is_told_of_closed_checks_to_decide(ctx: Context, ctx_as: Callable[..., Context]) -> None:
    number = employee(ctx)
    paid(ctx, FIRST)
    runs = [Grant("payroll.run"), Grant("payroll.preview"), Grant("people.read", fields={Field.PAY: Sight.SHOWN})]
    assert not any("closed run" in each for each in sentences(ctx_as(*runs)))
    service.change_pay(ctx, number, PayChange(date(2026, 10, 25), Money(6_500_000), reason="merit"))
    said = "1 check of a closed run is not as facts have it since: decide."
    assert [each.address for each in notices(ctx_as(*runs)) if each.sentence == said] == ["retro"]
    assert said not in sentences(ctx_as(*runs[1:]))


def test_records_past_their_time_are_counted_as_far_as_home_looks() -> None:
    assert about_retention(0) == about_retention(0, True) == ()
    (counted,), (more,) = about_retention(19), about_retention(500, True)
    assert counted.sentence == "19 records are past their time of keeping; nothing is deleted."
    assert more.sentence == "More than 500 records are past their time of keeping; nothing is deleted."
