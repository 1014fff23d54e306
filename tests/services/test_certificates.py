"""Certificates of states and cities: entries as their tables have them, refused by name, dated, undone."""

from __future__ import annotations

from datetime import date

import pytest

from data import audit, payroll
from hrtui.access.model import Grant
from hrtui.audit import service as trail
from hrtui.context import Context
from hrtui.errors import NotAllowed, RuleBroken
from hrtui.people import service
from hrtui.people.model import Certificate
from hrtui.people.rules import in_force
from tests.conftest import ContextAs
from tests.people import hire, live_facts

TODAY = date(2026, 11, 23)
LATER = date(2026, 12, 15)


@pytest.fixture
def ann(ctx: Context) -> str:
    return hire(ctx, "Kim", number="1")


def entries(ctx: Context, number: str, jurisdiction: str, on: date = TODAY) -> dict[str, str]:
    rows = service.record(ctx, number).certificates or ()
    held = in_force([row for row in rows if row.jurisdiction == jurisdiction], on)
    return dict(held.entries) if held else {}


def test_certificates_of_several_jurisdictions_stand_beside_each_other(ctx: Context, ann: str) -> None:
    service.change_certificate(ctx, ann, Certificate(TODAY, "US", {"status": "married", "nonresident_alien": "yes"}))
    done = service.change_certificate(
        ctx, ann, Certificate(TODAY, "nj", {"table": "B", "allowances": "2", "extra": ""})
    )
    assert done.sentence == "The certificate of NJ of Kim, Ann (1) holds from 2026-11-23."
    service.change_certificate(ctx, ann, Certificate(TODAY, "NY-NYC", {"status": "married", "allowances": "1"}))
    service.change_certificate(ctx, ann, Certificate(LATER, "NJ", {"table": "A"}))
    assert entries(ctx, ann, "US") == {"status": "married", "nonresident_alien": "yes"}
    assert entries(ctx, ann, "NJ") == {"table": "B", "allowances": "2"}
    assert entries(ctx, ann, "NJ", LATER) == {"table": "A"}
    assert entries(ctx, ann, "NY-NYC") == {"status": "married", "allowances": "1"}
    (facts,) = payroll.facts([service.record(ctx, ann).id], LATER)
    assert {row.jurisdiction for row in facts.certificates} == {"US", "NJ", "NY-NYC"}


@pytest.mark.parametrize(
    ("jurisdiction", "given", "field", "says"),
    [
        ("ZZ", {"status": "single"}, "jurisdiction", "There are no tables of “ZZ”"),
        ("NJ", {"tabel": "B"}, "tabel", "has no entry “tabel”; it has .*table"),
        ("NJ", {"table": "Z"}, "table", "“Z” is not one of A, B, C, D, E"),
        ("CA", {"allowances": "two"}, "allowances", "not a whole number"),
        ("PA", {"extra": "1,5"}, "extra", "not an amount"),
        ("NY", {"exempt": "perhaps"}, "exempt", "not yes or no"),
        ("NJ", {"reciprocity": "perhaps"}, "reciprocity", "yes or no"),
        ("OH", {"local_rate": "2"}, "local_rate", "fraction"),
        ("WA", {"not_covered": "TDI"}, "not_covered", "has no contribution “TDI”"),
        ("DE", {"employer_size": "7"}, "employer_size", "is not one of 25\\+, 10-24"),
        ("NJ", {"table": " "}, "entries", "Nothing is on the certificate"),
        ("US", {"table": "B"}, "table", "A W-4 has no “table”"),
    ],
)
def test_what_a_certificate_cannot_have_is_refused_by_name_and_nothing_is_saved(
    ctx: Context, ann: str, jurisdiction: str, given: dict[str, str], field: str, says: str
) -> None:
    head = audit.head()
    with pytest.raises(RuleBroken, match=says) as refused:
        service.change_certificate(ctx, ann, Certificate(TODAY, jurisdiction, given))
    assert refused.value.field == field
    assert audit.head() == head


def test_a_certificate_from_before_the_first_tables_is_read_by_todays(ctx: Context, ann: str) -> None:
    service.change_certificate(ctx, ann, Certificate(date(2019, 1, 1), "NJ", {"table": "C"}))
    assert entries(ctx, ann, "NJ") == {"table": "C"}


def test_the_trail_names_the_entries_and_undo_takes_them_back(ctx: Context, ann: str) -> None:
    before = live_facts()
    service.change_certificate(ctx, ann, Certificate(TODAY, "NJ", {"table": "B"}))
    changes = {each.field: each.after for each in audit.entries(1)[0].entry.changes}
    assert changes == {"jurisdiction": "NJ", "entries.table": "B"}
    trail.undo(ctx)
    assert live_facts() == before


def test_every_state_says_which_entries_its_certificate_has(ctx: Context, ctx_as: ContextAs) -> None:
    has = {name: [each.name for each in service.certificate_entries(ctx, name)] for name in service.jurisdictions()}
    assert len(has) == 53
    assert {"table", "allowances", "exempt", "reciprocity"} <= set(has["NJ"])
    assert "local_rate" in has["OH"] and "reciprocity" not in has["NY-NYC"]
    assert all(len(set(names)) == len(names) for names in has.values())
    with pytest.raises(NotAllowed):
        service.certificate_entries(ctx_as(Grant("people.read")), "NJ")
