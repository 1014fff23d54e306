"""The use cases of people on a store: what they keep, what they refuse, and what they say."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from data import audit, directory, sealed
from data.vault import Vault
from hrtui.access.model import Field
from hrtui.audit import service as trail
from hrtui.config import CustomField
from hrtui.context import Context, FixedClock
from hrtui.errors import HrError, NotFound, RuleBroken, StoreError
from hrtui.money import Money
from hrtui.people import service
from hrtui.people.model import (
    Action,
    Basis,
    Certificate,
    Hire,
    JobChange,
    PayChange,
    PrivateKind,
    ProfileChange,
    Status,
    Termination,
)
from tests.people import START, directory_lines, hire, live_facts

TODAY = date(2026, 11, 23)
NEXT_YEAR = date(2027, 1, 1)


def line(ctx: Context, number: str) -> tuple[str, str, str, Status]:
    summary = service.record(ctx, number).summary
    return summary.title, summary.department, summary.manager, summary.status


def at(ctx: Context, day: date) -> Context:
    """The same actor on another day, with the directory brought to it as opening does."""
    moved = replace(ctx, clock=FixedClock(datetime(day.year, day.month, day.day, 15, tzinfo=UTC), "America/New_York"))
    assert service.new_day(moved)
    assert not service.new_day(moved)
    return moved


def test_hiring_gives_the_next_free_number_and_keeps_job_pay_and_profile(ctx: Context) -> None:
    done = service.hire(ctx, Hire(START, "Ann", "Kim", "Engineer", "IT", rate=Money(8_500_000), email="ann@x.com"))
    record = service.record(ctx, done.number)
    assert done.number == "1001"
    assert "Kim, Ann (1001) is hired as Engineer from 2025-03-03" in done.sentence
    assert record.pays is not None
    assert (record.jobs[0].action, record.pays[0].rate, record.pays[0].pay_group) == (
        Action.HIRE,
        Money(8_500_000),
        "main",
    )
    assert (record.summary.name, record.summary.email, record.summary.hired) == ("Kim, Ann", "ann@x.com", START)
    assert hire(ctx, "Ray") == "1002"


def test_numbers_of_elsewhere_are_not_counted_on_from(ctx: Context) -> None:
    for number in ("9999999999999999999", "1042b", "007", "1003"):
        hire(ctx, number=number)
    assert [hire(ctx), hire(ctx)] == ["1004", "1005"]


def test_a_number_of_someone_employed_is_refused_and_nothing_is_kept(ctx: Context) -> None:
    hire(ctx, number="77")
    before = live_facts(), directory_lines(), audit.head()
    with pytest.raises(RuleBroken) as refused:
        hire(ctx, "Ray", number="77")
    assert refused.value.field == "number"
    assert (live_facts(), directory_lines(), audit.head()) == before


def test_departments_and_places_are_made_on_first_use_and_known_whatever_their_case(ctx: Context) -> None:
    hire(ctx, department="Café", location="Zürich")
    number = hire(ctx, "Ray", department="CAFE", location="zurich")
    record = service.record(ctx, number)
    assert (record.summary.department, record.summary.location) == ("Café", "Zürich")
    with pytest.raises(RuleBroken, match="Nothing changes"):
        service.change_job(ctx, number, JobChange(TODAY, department="cafe"))


def test_someone_hired_for_a_later_day_is_starting_until_then(ctx: Context) -> None:
    number = hire(ctx, first_day=date(2026, 12, 1))
    assert line(ctx, number)[3] is Status.STARTING
    assert line(at(ctx, date(2026, 12, 1)), number)[3] is Status.ACTIVE


def test_a_scheduled_change_is_not_shown_before_its_day(ctx: Context) -> None:
    number = hire(ctx)
    done = service.change_job(ctx, number, JobChange(NEXT_YEAR, title="Lead"))
    assert done.sentence == "Promotion of Kim, Ann (1001) from 2027-01-01."
    assert line(ctx, number)[0] == "Engineer"
    assert line(at(ctx, NEXT_YEAR), number)[0] == "Lead"


def test_a_change_before_a_later_row_is_kept_and_names_the_rows_that_stay(ctx: Context) -> None:
    number = hire(ctx)
    service.change_job(ctx, number, JobChange(NEXT_YEAR, title="Lead"))
    done = service.change_job(ctx, number, JobChange(TODAY, fte=Decimal("0.8")))
    assert done.notices == (
        "The promotion on 2027-01-01 goes back to the fte of before, 1; undo this, and carry fte on, to change that.",
    )
    rows = service.record(ctx, number).jobs
    assert [(row.effective_from, row.title, row.fte) for row in rows] == [
        (START, "Engineer", Decimal(1)), (TODAY, "Engineer", Decimal("0.8")), (NEXT_YEAR, "Lead", Decimal(1)),
    ]  # fmt: skip


def test_two_changes_on_a_day_are_both_kept_in_their_order(ctx: Context) -> None:
    number = hire(ctx)
    service.change_job(ctx, number, JobChange(START, title="Lead"))
    service.change_job(ctx, number, JobChange(START, location="Boston"))
    rows = service.record(ctx, number).jobs
    assert [(row.stamp.seq if row.stamp else None, row.title, row.location) for row in rows] == [
        (0, "Engineer", ""), (1, "Lead", ""), (2, "Lead", "Boston"),
    ]  # fmt: skip
    assert line(ctx, number)[0] == "Lead"


def test_pay_changes_keep_what_is_not_given(ctx: Context) -> None:
    number = hire(ctx)
    service.change_pay(ctx, number, PayChange(TODAY, rate=Money(9_000_000), reason="merit"))
    service.change_pay(ctx, number, PayChange(NEXT_YEAR, rate=Money(4_500), basis=Basis.HOURLY))
    pays = service.record(ctx, number).pays
    assert pays is not None
    assert [(row.rate.cents, row.basis, row.pay_group) for row in pays] == [
        (8_500_000, Basis.ANNUAL, "main"), (9_000_000, Basis.ANNUAL, "main"), (4_500, Basis.HOURLY, "main"),
    ]  # fmt: skip


def test_the_name_of_a_manager_changes_in_the_lines_of_those_who_report_to_them(ctx: Context) -> None:
    boss = hire(ctx, "Kim")
    number = hire(ctx, "Ray", manager=boss)
    service.change_profile(ctx, boss, ProfileChange(TODAY, last_name="Lee"))
    assert line(ctx, number)[2] == "Lee, Ann"
    assert list(service.directory_ids(ctx, "mgr:lee")) == [service.record(ctx, number).id]


def test_the_chain_of_managers_follows_when_one_in_the_middle_moves(ctx: Context) -> None:
    top, other, middle = hire(ctx, "Top"), hire(ctx, "Other"), hire(ctx, "Middle", manager="1001")
    lowest = hire(ctx, "Low", manager=hire(ctx, "Lead", manager=middle))
    service.change_job(ctx, middle, JobChange(TODAY, manager=other))
    found = directory.line(lowest)
    assert found is not None
    assert found[1].chain == ("1004", middle, other)
    service.change_job(ctx, middle, JobChange(TODAY, manager=""))
    assert (directory.line(lowest) or found)[1].chain == ("1004", middle)
    assert top not in found[1].chain


@pytest.mark.parametrize("day", [START, TODAY])
def test_nobody_comes_to_report_to_themselves(ctx: Context, day: date) -> None:
    boss = hire(ctx, "Kim")
    middle = hire(ctx, "Ray", manager=boss)
    low = hire(ctx, "Low", manager=middle)
    for manager in (boss, middle, low):
        with pytest.raises(RuleBroken) as refused:
            service.change_job(ctx, boss, JobChange(day, manager=manager))
        assert refused.value.field == "manager"


def test_a_circle_that_only_a_scheduled_change_would_close_is_refused(ctx: Context) -> None:
    first, second = hire(ctx, "Kim"), hire(ctx, "Ray")
    service.change_job(ctx, first, JobChange(NEXT_YEAR, manager=second))
    with pytest.raises(RuleBroken, match="reports to this person"):
        service.change_job(ctx, second, JobChange(TODAY, manager=first))


def test_a_manager_is_someone_on_file_who_has_not_left(ctx: Context) -> None:
    gone = hire(ctx, "Gone")
    service.terminate(ctx, gone, Termination(date(2026, 6, 30), "moved"))
    for manager in ("9999", gone):
        with pytest.raises(RuleBroken) as refused:
            hire(ctx, "Ray", manager=manager, first_day=TODAY)
        assert refused.value.field == "manager"
    assert line(ctx, hire(ctx, "Ray", manager=f"{hire(ctx, 'Kim')} Kim, Ann"))[2] == "Kim, Ann"


def test_a_termination_takes_effect_the_day_after_the_last_day(ctx: Context) -> None:
    number = hire(ctx)
    service.terminate(ctx, number, Termination(date(2026, 11, 30), "moved"))
    assert service.record(ctx, number).summary.terminated is None
    assert line(at(ctx, date(2026, 11, 30)), number)[3] is Status.ACTIVE
    after = service.record(at(ctx, date(2026, 12, 1)), number).summary
    assert (after.status, after.terminated) == (Status.TERMINATED, date(2026, 11, 30))


def test_a_termination_names_who_reports_to_the_leaver_and_what_no_longer_happens(ctx: Context) -> None:
    boss = hire(ctx, "Kim")
    hire(ctx, "Ray", manager=boss)
    service.change_pay(ctx, boss, PayChange(NEXT_YEAR, rate=Money(9_000_000)))
    done = service.terminate(ctx, boss, Termination(TODAY, "moved"))
    assert done.notices == (
        "The pay-rate change on 2027-01-01 no longer happens.",
        "Ray, Ann reports to Kim, Ann; give them another manager.",
    )


def test_a_person_leaves_once_and_not_before_coming(ctx: Context) -> None:
    number = hire(ctx)
    with pytest.raises(RuleBroken, match="begins on"):
        service.terminate(ctx, number, Termination(date(2025, 3, 2), "moved"))
    service.terminate(ctx, number, Termination(TODAY, "moved"))
    with pytest.raises(RuleBroken, match="ended on 2026-11-23"):
        service.terminate(ctx, number, Termination(date(2026, 12, 24), "moved"))
    with pytest.raises(RuleBroken, match="already ends on 2026-11-23; undo"):
        service.terminate(ctx, number, Termination(date(2026, 11, 1), "moved"))


def test_a_rehire_keeps_number_and_history(ctx: Context) -> None:
    number = hire(ctx, email="ann@x.com")
    service.terminate(ctx, number, Termination(date(2026, 6, 30), "moved"))
    with pytest.raises(RuleBroken, match="worked until 2026-06-30"):
        hire(ctx, number=number, first_day=date(2026, 6, 30))
    done = service.hire(ctx, Hire(date(2026, 10, 1), "Ann", "Kim-Ray", "Lead", "IT", number=number))
    record = service.record(ctx, number)
    assert "is rehired as Lead" in done.sentence
    assert done.notices == ("No pay was entered: the one of 2025-03-03 holds again.",)
    assert [row.action for row in record.jobs] == [Action.HIRE, Action.TERMINATION, Action.REHIRE]
    assert (record.summary.hired, record.summary.terminated) == (date(2026, 10, 1), None)
    assert (record.summary.name, record.summary.email) == ("Kim-Ray, Ann", "ann@x.com")


def test_what_nobody_may_be_changed_is_not_found(ctx: Context) -> None:
    for use in (
        lambda: service.record(ctx, "404"),
        lambda: service.change_job(ctx, "404", JobChange(TODAY, title="x")),
        lambda: service.change_pay(ctx, "404", PayChange(TODAY, rate=Money(1))),
        lambda: service.terminate(ctx, "404", Termination(TODAY, "x")),
        lambda: service.resolve(ctx, "nobody at all"),
    ):
        with pytest.raises(NotFound):
            use()


def test_custom_fields_of_the_configuration_are_kept(ctx: Context) -> None:
    with_field = replace(ctx, config=replace(ctx.config, custom_fields=(CustomField("badge", "Badge"),)))
    number = hire(with_field)
    service.change_profile(with_field, number, ProfileChange(TODAY, custom={"badge": "A 12"}))
    assert dict(service.record(with_field, number).profiles[-1].custom) == {"badge": "A 12"}


def test_a_certificate_is_kept_and_the_same_one_refused(ctx: Context) -> None:
    number = hire(ctx)
    w4 = Certificate(TODAY, "US", {"status": "single", "step3": "2k"})
    service.change_certificate(ctx, number, w4)
    (kept,) = service.record(ctx, number).certificates or ()
    assert dict(kept.entries) == {"status": "single", "step3": "2000.00"}
    with pytest.raises(RuleBroken, match="Nothing changes"):
        service.change_certificate(ctx, number, replace(w4, effective_from=NEXT_YEAR))


def test_private_values_are_sealed_in_the_store_and_open_with_the_key(ctx: Context) -> None:
    number = hire(ctx)
    service.set_private(ctx, number, PrivateKind.SSN, "123456789")
    mark = service.record(ctx, number).private[0]
    assert (mark.kind, mark.last_four) == (PrivateKind.SSN, "6789")
    assert service.reveal_private(ctx, number, PrivateKind.SSN) == "123-45-6789"
    (row,) = sealed.sealed_now(service.record(ctx, number).id, PrivateKind.SSN)
    assert b"123" not in row.box
    assert "123" not in repr(trail.log(ctx, 50))
    with pytest.raises(RuleBroken, match="on file already"):
        service.set_private(ctx, number, PrivateKind.SSN, "123-45-6789")


def test_a_sealed_value_that_is_not_wanted_is_on_file_and_not_opened(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = hire(ctx)
    service.set_private(ctx, number, PrivateKind.SSN, "123456789")
    service.set_private(ctx, number, PrivateKind.BANK, "021000021/12345678")
    opened: list[str] = []
    whole = Vault.open

    def noted(vault: Vault, kind: str, person_id: int, box: bytes) -> str:
        opened.append(kind)
        return whole(vault, kind, person_id, box)

    monkeypatch.setattr(Vault, "open", noted)
    told = service.record(ctx, number, wanted=frozenset()).private
    assert ([(mark.kind, mark.last_four) for mark in told], opened) == ([("ssn", ""), ("bank", "")], [])
    told = service.record(ctx, number, wanted=frozenset({Field.BANK})).private
    assert ([(mark.kind, mark.last_four) for mark in told], opened) == ([("ssn", ""), ("bank", "5678")], ["bank"])


def test_the_same_social_security_number_for_two_people_is_said(ctx: Context) -> None:
    first, second = hire(ctx), hire(ctx, "Ray")
    service.set_private(ctx, first, PrivateKind.SSN, "123-45-6789")
    assert service.set_private(ctx, second, PrivateKind.SSN, "123 45 6789").notices == (
        "The same social security number is on file for someone else too; check both.",
    )


def test_without_the_key_file_private_values_are_refused_in_a_sentence_and_the_record_still_opens(ctx: Context) -> None:
    number = hire(ctx)
    service.set_private(ctx, number, PrivateKind.BANK, "021000021/12345678")
    ctx.config.path(ctx.config.store.key_file).unlink()
    assert service.record(ctx, number).private[0].last_four == ""
    for use in (
        lambda: service.reveal_private(ctx, number, PrivateKind.BANK),
        lambda: service.set_private(ctx, number, PrivateKind.SSN, "123-45-6789"),
    ):
        with pytest.raises(StoreError, match="key file"):
            use()


def test_hostile_text_is_stored_as_text(ctx: Context) -> None:
    number = hire(ctx, "[bold]\x1b]52;c;aGk=\x07Kim\u202e\n", "Zoë 👩\u200d🚀", title="<b>'; DROP TABLE person;--")
    record = service.record(ctx, number)
    assert record.summary.name == "[bold]Kim, Zoë 👩\u200d🚀"
    assert record.summary.title == "<b>'; DROP TABLE person;--"
    assert list(service.directory_ids(ctx, '"drop table"')) == [record.id]


def test_every_use_case_that_writes_leaves_one_entry_under_its_command(ctx: Context) -> None:
    number = hire(ctx)
    done = [
        service.change_job(ctx, number, JobChange(TODAY, title="Lead")),
        service.change_pay(ctx, number, PayChange(TODAY, rate=Money(9_000_000))),
        service.change_profile(ctx, number, ProfileChange(TODAY, last_name="Lee")),
        service.change_certificate(ctx, number, Certificate(TODAY, "US", {"status": "single"})),
        service.set_private(ctx, number, PrivateKind.SSN, "123-45-6789"),
        service.terminate(ctx, number, Termination(TODAY, "moved")),
    ]
    entries = audit.entries(100, subject=number)
    assert [entry.entry.command for entry in entries][:-1] == [each.command for each in reversed(done)]
    assert {change.field: (change.before, change.after) for change in entries[4].entry.changes} == {
        "action": ("hire", "pay-rate change"), "rate": ("85000.00 USD", "90000.00 USD"),
    }  # fmt: skip
    assert audit.verify().broken_at is None


def test_a_failing_audit_entry_keeps_nothing(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    number = hire(ctx)
    before = live_facts(), directory_lines(), audit.head()

    def fail(entry: object) -> str:
        raise OSError("no")

    monkeypatch.setattr(audit, "append", fail)
    with pytest.raises((OSError, HrError)):
        service.change_job(ctx, number, JobChange(TODAY, title="Lead"))
    assert (live_facts(), directory_lines(), audit.head()) == before


def test_what_is_not_wanted_is_neither_shown_nor_noted(ctx: Context) -> None:
    number = service.hire(ctx, Hire(START, "Ann", "Kim", "Engineer", "IT", rate=Money(8_500_000))).number
    before = len(audit.entries(50))
    record = service.record(ctx, number, wanted=frozenset())
    assert (record.pays, record.pay_masked) == ((), True)
    assert len(audit.entries(50)) == before
    assert service.record(ctx, number, wanted=frozenset({Field.PAY})).pays
    seen = audit.entries(50)
    assert len(seen) == before + 1
    assert "see_pay" in seen[0].entry.action
