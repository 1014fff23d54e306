"""Custom fields of every kind: checked wherever they come from, and there in form, query, import and export."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from hrtui.config import CustomField, CustomKind
from hrtui.context import Context
from hrtui.errors import RuleBroken
from hrtui.exchange.export import export_people
from hrtui.exchange.service import import_people
from hrtui.people import service
from hrtui.people.model import ProfileChange
from hrtui.people.rules import in_force
from screens.people import forms
from screens.widgets.formmodel import FormModel
from tests.people import hire

TODAY = date(2026, 11, 23)
FIELDS = (
    CustomField("nickname", "Nickname"),
    CustomField("lockers", "Lockers", CustomKind.NUMBER),
    CustomField("badge", "Badge until", CustomKind.DATE),
    CustomField("bonus", "Bonus", CustomKind.MONEY),
    CustomField("remote", "Remote", CustomKind.FLAG),
    CustomField("shirt", "Shirt size", CustomKind.CHOICE, ("S", "M", "L")),
)
TYPED = {"nickname": "Annie", "lockers": "2.5", "badge": "1 jan", "bonus": "1.5k", "remote": "Yes", "shirt": "m"}
KEPT = {"nickname": "Annie", "lockers": "2.5", "badge": "2027-01-01", "bonus": "1500.00", "remote": "yes", "shirt": "M"}


@pytest.fixture
def ctx(ctx: Context) -> Context:
    return replace(ctx, config=replace(ctx.config, custom_fields=FIELDS))


@pytest.fixture
def ann(ctx: Context) -> str:
    return hire(ctx, "Kim", number="1")


def held(ctx: Context, number: str = "1") -> dict[str, str]:
    found = in_force(service.record(ctx, number).profiles, TODAY)
    return dict(found.custom) if found else {}


def filled(ctx: Context, **typed: str) -> ProfileChange:
    """What the form of the profile means once these texts are typed into it."""
    make, profile = forms.Maker(ctx), in_force(service.record(ctx, "1").profiles, TODAY)
    model = FormModel(forms.profile_fields(make, profile, True), {f"custom.{key}": text for key, text in typed.items()})
    values = model.values()
    assert values is not None
    return forms.profile_value(values, profile, ctx.config.custom_fields)


def test_every_kind_is_kept_in_its_form(ctx: Context, ann: str) -> None:
    service.change_profile(ctx, ann, ProfileChange(TODAY, custom=TYPED))
    assert held(ctx) == KEPT


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("lockers", "many", "Lockers is a number"),
        ("badge", "someday", "day"),
        ("bonus", "lots", "amount"),
        ("remote", "perhaps", "Remote is yes or no"),
        ("shirt", "XXL", "Shirt size is one of S, M or L"),
        ("nickname", "x" * 300, "at most 200"),
        ("shoes", "44", "no custom field"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_its_field_and_a_sentence(
    ctx: Context, ann: str, name: str, value: str, said: str
) -> None:
    with pytest.raises(RuleBroken, match=said) as refused:
        service.change_profile(ctx, ann, ProfileChange(TODAY, custom={name: value}))
    assert refused.value.field == name


def test_the_form_takes_every_kind_and_says_only_what_was_changed(ctx: Context, ann: str) -> None:
    service.change_profile(ctx, ann, filled(ctx, **{**TYPED, "remote": "yes"}))
    assert held(ctx) == KEPT
    service.change_profile(ctx, ann, ProfileChange(TODAY, custom={"remote": "no"}))
    assert filled(ctx).custom is None
    assert filled(ctx, shirt="L").custom == {"shirt": "L"}
    assert filled(ctx, remote="yes", nickname="").custom == {"nickname": "", "remote": "yes"}


def test_what_was_entered_when_a_field_was_of_another_kind_stays_and_keeps_no_form_shut(ctx: Context, ann: str) -> None:
    service.change_profile(ctx, ann, ProfileChange(TODAY, custom={"nickname": "Annie"}))
    for kind in (CustomKind.NUMBER, CustomKind.DATE, CustomKind.MONEY):
        other = replace(ctx, config=replace(ctx.config, custom_fields=(CustomField("nickname", "Nickname", kind),)))
        assert filled(other).custom is None
    gone = replace(ctx, config=replace(ctx.config, custom_fields=()))
    service.change_profile(gone, ann, replace(filled(gone), phone="555-0100"))
    assert held(ctx) == {"nickname": "Annie"}


def test_every_kind_comes_in_from_a_file_is_found_and_goes_out_again(ctx: Context, tmp_path: Path) -> None:
    head = ["number", "first_name", "last_name", "hired", "title", "department", *TYPED]
    file = tmp_path / "in.csv"
    with file.open("w", newline="") as out:
        csv.writer(out).writerows([head, ["1", "Ann", "Kim", "2020-01-06", "Clerk", "IT", *TYPED.values()]])
    mapping = tmp_path / "map.yaml"
    lines = [f"  {'custom.' if name in TYPED else ''}{name}: {{column: {name}}}\n" for name in head]
    mapping.write_text("name: own\nfields:\n" + "".join(lines))
    report = import_people(ctx, file, mapping)
    assert (report.inserted, report.faults) == (1, ())
    assert held(ctx) == KEPT
    for query in ("nickname:annie", "lockers>2", "badge<2027-02-01", "bonus>=1500", "remote:yes", "shirt:M"):
        assert len(service.directory_ids(ctx, query)) == 1, query
    assert len(service.directory_ids(ctx, "shirt:L")) == 0
    written = tmp_path / "out.csv"
    export_people(ctx, "", written, columns=("number", *TYPED))
    (row,) = list(csv.DictReader(written.open(encoding="utf-8-sig", newline="")))
    assert set(row.values()) >= {"Annie", "2.5", "2027-01-01", "M", "yes"}
