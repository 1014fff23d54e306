"""The demo company: the same for the same seed and day, and a company that could be."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from data.demo import deductions
from data.demo.generator import DemoPerson, company
from data.demo.paying import ssn
from data.demo.shape import CEO, DEPARTMENTS, MANAGERS
from data.state_tables import state_tables
from hrtui.benefits.book import Book
from hrtui.benefits.plans import Plan, PlanType, Settings
from hrtui.payroll.check.values import OrderKind
from hrtui.payroll.codes import codes
from hrtui.payroll.items import rules as item_rules
from hrtui.payroll.kit import PLAIN
from hrtui.payroll.rules.states import StateCase, withhold
from hrtui.people import checks
from hrtui.people.model import Action, PrivateKind, Status
from hrtui.people.private import checked
from hrtui.people.rules import in_force, standing

TODAY = date(2026, 11, 23)
SOON = timedelta(days=120)


def made(people: int = 250, seed: int = 2026, today: date = TODAY) -> list[DemoPerson]:
    return list(company(people, seed, today))


@pytest.fixture(scope="module")
def people() -> list[DemoPerson]:
    return made()


def test_the_same_seed_and_day_make_the_same_company(people: list[DemoPerson]) -> None:
    assert made() == people
    assert made(seed=1) != people
    assert made(today=TODAY + timedelta(days=1)) != people


@pytest.mark.parametrize("count", [1, 2, 3, 7, 14, 40, 251, 3000])
def test_it_has_as_many_people_as_asked_for(count: int) -> None:
    assert len(made(count)) == count


def test_managers_come_before_those_they_lead_and_are_there_when_they_start(people: list[DemoPerson]) -> None:
    seen = {"": people[0]}
    for person in people:
        assert person.manager in seen
        boss = seen[person.manager]
        assert boss.jobs[0].effective_from <= person.jobs[0].effective_from
        assert {row.manager for row in person.jobs} == {person.manager}
        seen[person.number] = person
    assert [person.number for person in people if not person.manager] == ["1001"]


def test_nobody_who_leads_has_left(people: list[DemoPerson]) -> None:
    leaders = {person.manager for person in people}
    assert all(person.jobs[-1].status is Status.ACTIVE for person in people if person.number in leaders)


def test_what_plans_take_by_elections_is_no_pay_item(people: list[DemoPerson]) -> None:
    plans = Book(
        Settings(plans=tuple(Plan(code, code, PlanType.MEDICAL, "blue", code, TODAY) for code in ("medical", "401k")))
    )
    found = {item.code for person in people for item in deductions.items(person, plans)}
    assert {"medical", "401k", "roth_401k"} & found == set()
    assert {"dental", "union"} <= found


def test_deductions_and_orders_can_be_as_they_are(people: list[DemoPerson]) -> None:
    known, held, ordered = codes(), 0, 0
    for person in people:
        items, orders = list(deductions.items(person, Book())), list(deductions.orders(person, TODAY))
        assert [item_rules.checked_item(item, known, TODAY, "USD") for item in items] == items
        assert [item_rules.checked_order(order, TODAY, "USD") for order in orders] == orders
        assert len({item.code for item in items}) == len(items)
        held, ordered = held + bool(items), ordered + len(orders)
    assert held > len(people) / 2
    assert 0 < ordered < len(people) / 10
    assert [list(deductions.items(person, Book())) for person in made()] == [
        list(deductions.items(person, Book())) for person in people
    ]


def test_teams_have_a_size_that_one_person_can_lead() -> None:
    spans = Counter(person.manager for person in made(2000) if person.manager)
    assert max(spans.values()) <= 13
    assert sum(1 for span in spans.values() if 5 <= span <= 12) / len(spans) > 0.8


def test_rows_are_in_order_and_within_the_employment() -> None:
    for person in made(600):
        kinds: list[list[date]] = [
            [row.effective_from for row in person.jobs],
            [row.effective_from for row in person.pays],
        ]
        kinds += [[row.effective_from for row in person.profiles]]
        kinds += [
            [row.effective_from for row in person.certificates if row.jurisdiction == place] for place in ("US", "OH")
        ]
        for days in kinds:
            assert all(before < after for before, after in pairwise(days))
            assert not days or person.jobs[0].effective_from <= days[0]
        assert person.jobs[0].action is Action.HIRE
        assert max(row.effective_from for row in person.jobs) < TODAY + SOON
        left = person.jobs[-1].last_day
        assert left is None or all(day <= left for day in (*kinds[0][:-1], *kinds[1]))


def test_pay_is_within_the_range_of_the_title() -> None:
    titles = {title.name: title for item in DEPARTMENTS for ladder in item.ladders for title in ladder}
    titles |= {title.name: title for title in (CEO, *MANAGERS, *(item.head for item in DEPARTMENTS))}
    for person in made(600):
        for pay in person.pays:
            job = in_force(person.jobs, pay.effective_from)
            assert job is not None
            title = titles[job.title]
            assert (pay.basis, title.low <= pay.rate.cents <= title.high) == (title.basis, True)
            checks.rate(pay.rate, pay.basis, "USD")


def test_everything_is_what_a_person_could_have_entered(people: list[DemoPerson]) -> None:
    for person in people:
        checks.number(person.number)
        for profile in person.profiles:
            assert checks.email(profile.email) == profile.email
            assert profile.birth_date is not None
            checks.birth(profile.birth_date, TODAY, profile.effective_from)
        for certificate in person.certificates:
            if certificate.jurisdiction == "US":
                assert checks.certificate(certificate, TODAY) == certificate
            else:
                tables = state_tables(certificate.jurisdiction, TODAY)
                form = dict(certificate.entries)
                assert withhold(PLAIN, tables, StateCase(Decimal(2000), "biweekly", form, pay_date=TODAY)) >= 0
                assert (form.get("local_rate") == "0.025") is (certificate.jurisdiction == "OH")
        for kind, value in person.sealed.items():
            assert checked(PrivateKind(kind), value) == value
    emails = [profile.email for person in people for profile in person.profiles]
    assert len(set(emails)) == len(emails)


def test_nearly_everyone_has_a_number_an_account_and_the_certificate_of_their_state(people: list[DemoPerson]) -> None:
    numbers = [person.sealed["ssn"] for person in people if "ssn" in person.sealed]
    banks = [person.sealed["bank"] for person in people if "bank" in person.sealed]
    assert len(people) - 8 < len(numbers) == len(set(numbers)) < len(people)
    assert len(people) - 8 < len(banks) == len(set(banks)) + 1 < len(people)
    assert sum("savings" in bank for bank in banks) >= 5
    kinds = Counter(row.jurisdiction for person in people for row in person.certificates)
    places = Counter(person.jobs[-1].location for person in people)
    assert kinds["OH"] == places["Columbus Plant"] and kinds["MA"] > places["Boston"] * 0.7
    assert len({ssn(at) for at in range(200_000)}) == 200_000


def test_there_are_orders_of_every_kind(people: list[DemoPerson]) -> None:
    kinds = {order.kind for person in people for order in deductions.orders(person, TODAY)}
    assert kinds == {OrderKind.SUPPORT, OrderKind.CREDITOR, OrderKind.STUDENT_LOAN}


def test_a_company_of_250_shows_every_kind_of_thing(people: list[DemoPerson]) -> None:
    now = [found for person in people if (found := standing(person.jobs, TODAY))]
    status = Counter(found.status for found in now)
    assert status[Status.ACTIVE] > 180
    assert 15 <= status[Status.TERMINATED] <= 60
    assert status[Status.LEAVE] >= 1
    assert status[Status.STARTING] >= 1
    assert len({found.row.department for found in now}) == len(DEPARTMENTS) + 1
    assert any(row.effective_from > TODAY for person in people for row in person.pays)
    assert {pay.pay_group for person in people for pay in person.pays} == {"office", "plant"}
    kinds = {key for person in people for row in person.certificates for key in row.entries}
    assert {"status", "step2", "step3", "step4a", "step4b", "step4c", "old_w4", "allowances"} <= kinds
    assert any(not profile.last_name.isascii() for person in people for profile in person.profiles)


def test_jobs_have_a_grade_and_a_cost_centre_and_positions_are_of_those_who_are_here(people: list[DemoPerson]) -> None:
    assert all(job.grade and job.cost_centre for person in people for job in person.jobs)
    teams: dict[str, set[tuple[str, str]]] = {}
    for person in people:
        held = {job.position for job in person.jobs if job.position}
        assert bool(held) == (person.stays and bool(person.manager))
        for number in held:
            teams.setdefault(number, set()).add((person.manager, person.jobs[-1].title))
    assert len(teams) > 50 and all(len(of) == 1 for of in teams.values())


def test_a_large_company_has_positions_for_its_first_teams_only() -> None:
    assert len({job.position for person in made(6000) for job in person.jobs}) < 1000
