"""What the demo company's people have of the plans: by the rules of its plan file, the same for the same day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from data.benefits.invariants import BENEFITS
from data.db import Store
from data.demo.benefits import Covered, covered
from data.demo.filling import fill
from data.demo.generator import DemoPerson, company
from data.invariants import INVARIANTS
from data.vault import Vault
from hrtui.benefits.book import Book
from hrtui.benefits.model import ElectionState, EventKind, EventState, Verification
from hrtui.benefits.planfile import EXAMPLE, read
from hrtui.benefits.plans import PlanType
from hrtui.config import Company, Config
from tests.conftest import INSTANT

TODAY = date(2026, 11, 23)
KEY = bytes(range(32))


@pytest.fixture(scope="module")
def book() -> Book:
    settings, problems = read(EXAMPLE.read_text("utf-8"), Path("b.yaml"), Config(Path("h.yaml"), Company("Acme")))
    assert settings is not None, problems
    return Book(settings)


@pytest.fixture(scope="module")
def everyone(book: Book) -> list[tuple[DemoPerson, Covered]]:
    return [(person, covered(person, book, TODAY)) for person in company(400, 2026, TODAY)]


def test_the_same_person_has_the_same_on_the_same_day(everyone: list[tuple[DemoPerson, Covered]], book: Book) -> None:
    assert all(covered(person, book, TODAY) == found for person, found in everyone[:50])


def test_every_election_is_of_a_plan_and_option_of_the_file(
    everyone: list[tuple[DemoPerson, Covered]], book: Book
) -> None:
    rows = [row for _, found in everyone for row in found.elections]
    assert {row.choice.type for row in rows} == set(PlanType)
    for row in rows:
        if not row.choice.waived:
            assert book.plan(row.choice.plan).type is row.choice.type
            book.option(row.choice.plan, row.choice.option)


def test_who_is_covered_is_a_dependent_on_file(everyone: list[tuple[DemoPerson, Covered]]) -> None:
    for _, found in everyone:
        slots = {contact.slot for contact in found.contacts}
        assert {slot for row in found.elections for slot in row.choice.covers} <= slots
        assert {row.slot for row in found.standings} <= slots | {0}
        assert all(contact.birth_date and contact.birth_date <= contact.effective_from for contact in found.contacts)


def test_no_child_is_covered_who_grew_out_before_this_year(everyone: list[tuple[DemoPerson, Covered]]) -> None:
    for _, found in everyone:
        born = {contact.slot: contact.birth_date for contact in found.contacts if contact.relation == "child"}
        covers = {slot for row in found.elections for slot in row.choice.covers if slot in born}
        assert all((day := born[slot]) is not None and day.year >= TODAY.year - 26 for slot in covers)


def test_an_hsa_stands_beside_a_high_deductible_option_only(
    everyone: list[tuple[DemoPerson, Covered]], book: Book
) -> None:
    savers = [found for _, found in everyone if any(row.choice.type is PlanType.HSA for row in found.elections)]
    assert len(savers) > 10
    for found in savers:
        medical = [row.choice for row in found.elections if row.choice.type is PlanType.MEDICAL]
        assert all(book.option(choice.plan, choice.option).hsa_qualified for choice in medical)


def test_coverage_of_those_who_left_a_while_ago_is_over(everyone: list[tuple[DemoPerson, Covered]]) -> None:
    left = [
        (person.jobs[-1].last_day, found)
        for person, found in everyone
        if person.jobs[-1].last_day and person.jobs[-1].last_day < TODAY - timedelta(days=40)
    ]
    assert any(found.elections for _, found in left)
    for last, found in left:
        final = {row.choice.type: row for row in found.elections}
        assert all(row.state in (ElectionState.TERMINATED, ElectionState.WAIVED) for row in final.values()), last


def test_some_events_are_under_way_and_the_open_enrolment_of_the_year_is_over(
    everyone: list[tuple[DemoPerson, Covered]],
) -> None:
    events = [event for _, found in everyone for _, event, _ in found.events]
    kinds = {(event.kind, event.state) for event in events}
    assert kinds == {
        (EventKind.OPEN_ENROLMENT, EventState.CLOSED),
        (EventKind.NEW_HIRE, EventState.OPEN),
        (EventKind.LIFE_EVENT, EventState.OPEN),
    }
    assert all(event.last_day >= TODAY for event in events if event.state is EventState.OPEN)


def test_every_event_under_way_offers_what_it_lets_one_choose(everyone: list[tuple[DemoPerson, Covered]]) -> None:
    found = [(event, offers) for _, each in everyone for _, event, offers in each.events]
    assert all(bool(offers) is (event.state is EventState.OPEN) for event, offers in found)


def test_some_dependents_are_still_to_be_verified_and_most_are(everyone: list[tuple[DemoPerson, Covered]]) -> None:
    how = [row.verification for _, found in everyone for row in found.standings if row.slot]
    assert 0 < how.count(Verification.UNVERIFIED) < len(how) / 5


def test_without_plans_there_are_families_and_no_elections() -> None:
    found = [covered(person, Book(), TODAY) for person in company(60, 2026, TODAY)]
    assert any(each.contacts for each in found)
    assert not any(each.elections or each.events or each.beneficiaries for each in found)


def test_whoever_is_far_down_a_large_company_has_none(book: Book) -> None:
    person = next(iter(company(1, 2026, TODAY)))
    assert covered(replace(person, number="30000"), book, TODAY) == Covered()


def test_a_filled_store_holds_to_every_invariant(store: Store, book: Book) -> None:
    fill(store, Vault(KEY), company(150, 3, TODAY), INSTANT, TODAY, book)
    assert store.db.execute_sql("SELECT COUNT(*) FROM election").fetchone()[0] > 500
    assert {check.__name__: check(store.db) for check in (*INVARIANTS, *BENEFITS) if check(store.db)} == {}
