"""Scopes that name departments and locations follow these when they are called otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from data import directory
from data.check import Scopes, check
from data.vault import Vault
from hrtui.access.model import Grant, Scope
from hrtui.access.rules import may, places_named
from hrtui.context import Context
from hrtui.org import service
from hrtui.org.model import DepartmentChange, LocationChange
from hrtui.org.scopes import followed
from hrtui.people import service as people
from hrtui.store.model import Finding, Grade
from tests.conftest import INSTANT, ContextAs, Furnish
from tests.people import hire, statements

TODAY = date(2026, 11, 23)
JANUARY = date(2026, 1, 1)


def section(*departments: str, locations: tuple[str, ...] = ()) -> Grant:
    return Grant("people.read", Scope(departments=frozenset(departments), locations=frozenset(locations)))


def seen(ctx: Context, day: date | None = None) -> int:
    """How many people an actor sees whose scopes follow."""
    return people.directory_count(replace(ctx, actor=followed(ctx.actor), lens=day))


@pytest.fixture
def renamed(ctx: Context, furnish: Furnish[str]) -> str:
    return furnish(ctx, with_renamed)


def with_renamed(ctx: Context) -> str:
    """Ann is in Sales, which is Revenue since January and will be Growth next year; Bo is in IT."""
    number = hire(ctx, department="Sales", location="Boston")
    hire(ctx, "Lee", "Bo", department="IT", location="Austin")
    service.change_department(ctx, "Sales", DepartmentChange(JANUARY, name="Revenue"))
    service.change_department(ctx, "Revenue", DepartmentChange(date(2027, 1, 1), name="Growth"))
    service.change_location(ctx, "Boston", LocationChange(JANUARY, name="Harbor"))
    return number


@pytest.mark.parametrize("name", ["Sales", "Revenue", "Growth", "sales"])
def test_any_name_that_a_department_has_on_some_day_means_it(
    ctx: Context, renamed: str, ctx_as: ContextAs, name: str
) -> None:
    bob = ctx_as(section(name))
    assert seen(bob) == seen(bob, date(2025, 12, 31)) == seen(bob, date(2027, 6, 1)) == 1
    line = directory.line(renamed)
    assert line is not None and may(followed(bob.actor), "people.read", line[1])
    assert [line.name for line in service.departments(replace(bob, actor=followed(bob.actor)))] == ["Revenue"]


def test_an_old_name_of_a_location_means_it_too_and_nobody_elsewhere(
    ctx: Context, renamed: str, ctx_as: ContextAs
) -> None:
    assert seen(ctx_as(section(locations=("Boston",)))) == 1
    assert seen(ctx_as(section("Nowhere"))) == 0
    assert seen(ctx_as(section("IT", locations=("Harbor",)))) == 2


def test_following_takes_a_query_a_kind_and_none_without_names(ctx: Context, renamed: str, ctx_as: ContextAs) -> None:
    for grants, queries in (((section("IT"), section("Sales")), 1), ((Grant("people.read"),), 0)):
        with statements() as asked:
            followed(ctx_as(*grants).actor)
        assert len(asked) == queries


def finding(ctx: Context, tmp_path: Path, *grants: Grant) -> Finding:
    named = places_named({"site_hr": grants, "hr": (Grant("people.read"),)})
    key = b"k" * 32
    store = ctx.config.store_path
    found = check(store, tmp_path / "none", INSTANT, lambda: Vault(key), scopes=Scopes(named, TODAY))
    return next(each for each in found if each.check == "scopes of roles name what there is")


def test_a_check_names_every_scope_that_reaches_nobody_and_why(ctx: Context, renamed: str, tmp_path: Path) -> None:
    service.add_department(ctx, DepartmentChange(date(2027, 1, 1), name="Later"))
    service.add_location(ctx, LocationChange(JANUARY, name="Lyon"))
    service.set_open(ctx, "location", "Lyon", TODAY, active=False)
    made = finding(ctx, tmp_path, section("IT", "Revenu", "Later", locations=("Lyon",)))
    assert made.grade is Grade.WARNING
    for sentence in (
        "Role site_hr names the department Revenu, which there is not. Did you mean",
        "Role site_hr names the department Later, which is there from 2027-01-01 only.",
        "Role site_hr names the location Lyon, which is closed.",
    ):
        assert sentence in made.sentence
    assert "IT" not in made.sentence.split()


def test_a_check_says_the_new_name_of_a_renamed_one_which_is_no_fault(
    ctx: Context, renamed: str, tmp_path: Path
) -> None:
    made = finding(ctx, tmp_path, section("Sales", "IT"))
    assert made.grade is Grade.GOOD
    assert made.sentence == "Role site_hr names the department Sales, which is called Revenue now; it reaches that."
    assert finding(ctx, tmp_path, section("IT")).sentence == "It holds."
