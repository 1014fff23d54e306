"""Who may: each use case is refused without its action, reaches only its scope, and shows only its fields."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from data import audit
from hrtui.access.model import ACTIONS, Field, Grant, Scope, Sight
from hrtui.audit import service as trail
from hrtui.context import Context
from hrtui.errors import HrError, NotAllowed, NotFound, RuleBroken
from hrtui.money import Money
from hrtui.people import service
from hrtui.people.model import (
    Certificate,
    Hire,
    JobChange,
    PayChange,
    PrivateKind,
    ProfileChange,
    Termination,
)
from tests.conftest import ContextAs, Furnish
from tests.people import hire

TODAY = date(2026, 11, 23)
SHOWN = dict.fromkeys(Field, Sight.SHOWN)
MASKED = dict.fromkeys(Field, Sight.MASKED)
Use = Callable[[Context, str], object]

READS: list[tuple[str, Use]] = [
    ("people.read", lambda ctx, number: service.directory_ids(ctx)),
    ("people.read", lambda ctx, number: service.directory_search(ctx)),
    ("people.read", lambda ctx, number: service.directory_page(ctx, [1])),
    ("people.read", lambda ctx, number: service.directory_count(ctx)),
    ("people.read", lambda ctx, number: service.headcount(ctx)),
    ("people.read", lambda ctx, number: service.choices(ctx, "title")),
    ("people.read", lambda ctx, number: service.resolve(ctx, number)),
    ("people.read", lambda ctx, number: service.record(ctx, number)),
    ("people.read", lambda ctx, number: service.reveal_private(ctx, number, PrivateKind.SSN)),
    ("audit.read", lambda ctx, number: trail.log(ctx)),
    ("audit.read", lambda ctx, number: trail.verify(ctx)),
]
WRITES: list[tuple[str, Use]] = [
    ("people.change_job", lambda ctx, number: service.change_job(ctx, number, JobChange(TODAY, title="Lead"))),
    ("people.change_pay", lambda ctx, number: service.change_pay(ctx, number, PayChange(TODAY, rate=Money(1)))),
    ("people.change_profile", lambda ctx, number: service.change_profile(ctx, number, ProfileChange(TODAY, phone="1"))),
    (
        "people.change_certificate",
        lambda ctx, number: service.change_certificate(ctx, number, Certificate(TODAY, "US", {"status": "single"})),
    ),
    ("people.change_private", lambda ctx, number: service.set_private(ctx, number, PrivateKind.SSN, "123-45-6780")),
    ("people.terminate", lambda ctx, number: service.terminate(ctx, number, Termination(TODAY, "moved"))),
    (
        "people.hire",
        lambda ctx, number: service.hire(ctx, Hire(TODAY, "A", "B", "T", "Sales", location="Austin", manager=number)),
    ),
]


@pytest.fixture
def company(ctx: Context, furnish: Furnish[None]) -> Context:
    furnish(ctx, founded)
    return ctx


def founded(ctx: Context) -> None:
    """Boss over Lead over Low in IT at Boston; Out in Sales at Austin; SSN and birth date on file for Low."""
    hire(ctx, "Boss", number="1", location="Boston")
    hire(ctx, "Lead", number="2", location="Boston", manager="1")
    hire(ctx, "Low", number="3", location="Boston", manager="2")
    hire(ctx, "Out", number="4", department="Sales", location="Austin")
    service.set_private(ctx, "3", PrivateKind.SSN, "123-45-6789")
    service.change_profile(ctx, "3", ProfileChange(TODAY, birth_date=date(1990, 2, 3)))


@pytest.mark.parametrize(("action", "use"), [*READS, *WRITES])
def test_without_its_action_a_use_case_is_refused_and_writes_nothing(
    company: Context, ctx_as: ContextAs, action: str, use: Use
) -> None:
    head = audit.head()
    everything_else = [Grant(each, fields=dict(SHOWN)) for each in ACTIONS if each != action]
    with pytest.raises(NotAllowed, match=action):
        use(ctx_as(*everything_else), "3")
    assert audit.head() == head


@pytest.mark.parametrize(("action", "use"), [*READS, *WRITES])
def test_with_its_action_alone_a_use_case_works(company: Context, ctx_as: ContextAs, action: str, use: Use) -> None:
    use(ctx_as(Grant(action, fields=dict(SHOWN))), "3")


SCOPES = [
    (Scope(departments=frozenset({"IT"})), "", {"1", "2", "3"}),
    (Scope(locations=frozenset({"Austin"})), "", {"4"}),
    (Scope(team=True), "1", {"2", "3"}),
    (Scope(team=True), "2", {"3"}),
    (Scope(own=True), "2", {"2"}),
    (Scope(team=True, own=True), "2", {"2", "3"}),
    (Scope(departments=frozenset({"Sales"}), own=True), "1", {"1", "4"}),
    (Scope(team=True, own=True), "", set()),
    (Scope(), "1", set()),
]


@pytest.mark.parametrize(("scope", "person", "reached"), SCOPES)
def test_lists_and_records_reach_the_scope_and_nobody_else(
    company: Context, ctx_as: ContextAs, scope: Scope, person: str, reached: set[str]
) -> None:
    bob = ctx_as(Grant("people.read", scope, dict(SHOWN)), person=person)
    everyone = list(service.directory_ids(company))
    lines = service.directory_page(bob, service.directory_ids(bob))
    assert {line.number for line in lines if line is not None} == reached
    assert {line.number for line in service.directory_page(bob, everyone) if line is not None} == reached
    assert service.directory_count(bob) == len(reached) == service.headcount(bob)["active"]
    for number in "1234":
        if number in reached:
            assert service.record(bob, number).number == service.resolve(bob, number) == number
        else:
            for use in (service.record, service.resolve):
                with pytest.raises(NotFound):
                    use(bob, number)
            with pytest.raises(NotFound):
                service.reveal_private(bob, number, PrivateKind.SSN)


@pytest.mark.parametrize(("action", "use"), WRITES)
def test_out_of_scope_a_write_is_not_allowed_and_in_scope_it_is(
    company: Context, ctx_as: ContextAs, action: str, use: Use
) -> None:
    bob = ctx_as(Grant(action, Scope(departments=frozenset({"Sales"})), dict(SHOWN)))
    use(bob, "4")
    away = Grant(action, Scope(departments=frozenset({"Legal"})), dict(SHOWN))
    with pytest.raises(NotAllowed):
        use(ctx_as(away, Grant("people.read")), "3")


@pytest.mark.parametrize(("action", "use"), WRITES)
def test_a_write_tells_nothing_of_whoever_is_out_of_sight(
    company: Context, ctx_as: ContextAs, action: str, use: Use
) -> None:
    away = ctx_as(Grant(action, Scope(departments=frozenset({"Legal"})), dict(SHOWN)))
    told = []
    for number in ("3", "77"):
        with pytest.raises(HrError) as refused:
            use(away, number)
        told.append((type(refused.value), str(refused.value).replace(number, "…")))
    assert told[0] == told[1]


def test_a_number_that_is_taken_out_of_sight_names_nobody_and_is_not_rehired(
    company: Context, ctx_as: ContextAs
) -> None:
    service.terminate(company, "3", Termination(date(2026, 11, 20), "moved"))
    sales = Scope(departments=frozenset({"Sales"}))
    bob = ctx_as(Grant("people.hire", sales, dict(SHOWN)), Grant("people.read", sales, dict(SHOWN)))
    for number in ("2", "3"):
        with pytest.raises(RuleBroken, match=f"{number} is taken"):
            hire(bob, "New", number=number, department="Sales", first_day=TODAY)
    with pytest.raises(NotFound):
        service.record(bob, "3")


def test_known_values_are_of_the_people_in_scope_and_reasons_of_pay_where_it_is_seen(
    company: Context, ctx_as: ContextAs
) -> None:
    service.change_job(company, "4", JobChange(TODAY, title="Chief", reason="secret plan"))
    service.change_pay(company, "3", PayChange(TODAY, rate=Money(9_000_000), reason="counter-offer"))
    it = Scope(departments=frozenset({"IT"}))
    blind, seeing = (ctx_as(Grant("people.read", it, fields)) for fields in ({}, dict(SHOWN)))
    assert (service.choices(blind, "title"), service.choices(blind, "reason")) == (("Engineer",), ())
    assert service.choices(seeing, "reason") == ("counter-offer",)
    assert set(service.choices(company, "reason")) == {"counter-offer", "secret plan"}


def test_certificates_are_for_those_who_record_them_compute_pay_or_see_it(company: Context, ctx_as: ContextAs) -> None:
    service.change_certificate(company, "3", Certificate(TODAY, "US", {"status": "single", "step4a": "7777"}))
    reader, own = Grant("people.read"), Scope(own=True)
    for grants in (
        (reader,), (reader, Grant("people.change_certificate", own)), (Grant("people.read", fields=dict(MASKED)),),
    ):  # fmt: skip
        assert service.record(ctx_as(*grants), "3").certificates is None
        assert "7777" not in repr(trail.log(ctx_as(*grants, Grant("audit.read")), 5, subject="3"))
    for grants in (
        (reader, Grant("people.change_certificate")), (reader, Grant("payroll.preview")),
        (Grant("people.read", fields=dict(SHOWN)),),
    ):  # fmt: skip
        assert service.record(ctx_as(*grants), "3").certificates
        assert "7777" in repr(trail.log(ctx_as(*grants, Grant("audit.read")), 5, subject="3"))


def test_two_grants_add_up_in_scope_but_each_shows_only_its_own_fields(company: Context, ctx_as: ContextAs) -> None:
    bob = ctx_as(
        Grant("people.read", Scope(own=True), {Field.PAY: Sight.SHOWN}),
        Grant("people.read", Scope(team=True)),
        person="2",
    )
    assert service.record(bob, "2").pays
    assert service.record(bob, "3").pays is None


def test_hidden_fields_are_not_in_a_record_and_leave_no_entry(company: Context, ctx_as: ContextAs) -> None:
    head = audit.head()
    record = service.record(ctx_as(Grant("people.read")), "3", reveal=frozenset(Field))
    assert (record.pays, record.pay_masked, record.private) == (None, False, ())
    assert all(row.birth_date is None for row in record.profiles)
    assert audit.head() == head


def test_masked_fields_are_shown_on_request_only_and_that_leaves_an_entry(company: Context, ctx_as: ContextAs) -> None:
    bob = ctx_as(Grant("people.read", fields=dict(MASKED)))
    head = audit.head()
    record = service.record(bob, "3")
    assert (record.pays, record.pay_masked, record.private[0].last_four) == ((), True, "6789")
    assert all(row.birth_date is None for row in record.profiles)
    assert audit.head() == head
    asked = service.record(bob, "3", reveal=frozenset({Field.PAY}))
    assert asked.pays and not asked.pay_masked
    assert asked.profiles[-1].birth_date is None
    seen = audit.entries(1)[0].entry
    assert (seen.action, seen.subject, seen.actor, seen.command) == ("people.see_pay", "3", "bob", None)
    assert seen.changes == ()


def test_each_showing_of_a_sensitive_field_leaves_an_entry_without_values(company: Context, ctx_as: ContextAs) -> None:
    bob = ctx_as(Grant("people.read", fields=dict(SHOWN)))
    record = service.record(bob, "3")
    assert record.profiles[-1].birth_date == date(1990, 2, 3)
    assert service.reveal_private(bob, "3", PrivateKind.SSN) == "123-45-6789"
    entries = [stored.entry for stored in audit.entries(3)]
    assert [entry.action for entry in entries] == ["people.see_ssn", "people.see_pay", "people.see_birth"]
    assert not any(entry.changes or entry.detail for entry in entries)


def test_private_values_that_are_hidden_are_refused(company: Context, ctx_as: ContextAs) -> None:
    with pytest.raises(NotAllowed):
        service.reveal_private(ctx_as(Grant("people.read")), "3", PrivateKind.SSN)
    with pytest.raises(NotFound, match="No|no bank account"):
        service.reveal_private(ctx_as(Grant("people.read", fields=dict(SHOWN))), "3", PrivateKind.BANK)


def test_what_is_hidden_cannot_be_written(company: Context, ctx_as: ContextAs) -> None:
    bob = ctx_as(*(Grant(action) for action in ACTIONS))
    for use in (
        lambda: service.change_pay(bob, "3", PayChange(TODAY, rate=Money(1))),
        lambda: service.change_profile(bob, "3", ProfileChange(TODAY, birth_date=date(1991, 1, 1))),
        lambda: hire(bob, "New"),
    ):
        with pytest.raises(NotAllowed, match="may not see"):
            use()
    assert hire(bob, "New", rate=None)


def test_the_trail_masks_what_the_role_is_not_shown_and_notes_what_it_is(company: Context, ctx_as: ContextAs) -> None:
    service.change_pay(company, "3", PayChange(TODAY, rate=Money(9_000_000)))
    blind = trail.log(ctx_as(Grant("audit.read"), Grant("people.read")), 1)
    assert [(c.before, c.after) for c in blind[0].entry.changes if c.field == "rate"] == [("(masked)", "(masked)")]
    assert "90000" not in repr(blind)
    head = audit.head()
    seen = trail.log(ctx_as(Grant("audit.read"), Grant("people.read", fields=dict(SHOWN))), 1)
    assert "90000.00 USD" in repr(seen)
    assert audit.head() != head
    assert audit.entries(1)[0].entry.action == "audit.see_pay"


def test_the_trail_reaches_the_scope_and_nobody_else(company: Context, ctx_as: ContextAs) -> None:
    bob = ctx_as(Grant("audit.read", Scope(departments=frozenset({"Sales"}))))
    assert {stored.entry.subject for stored in trail.log(bob)} == {"4"}
    assert [stored.entry.subject for stored in trail.log(bob, 1)] == ["4"]
