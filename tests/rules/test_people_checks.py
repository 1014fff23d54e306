"""What people enter: cleaned, plausible, within range, and refused about its field."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrtui.config import CustomField, CustomKind
from hrtui.errors import RuleBroken
from hrtui.money import Money
from hrtui.people import checks, private
from hrtui.people.model import Basis, Certificate, Hire, JobChange, ProfileChange

TODAY = date(2026, 11, 23)
HIRE = Hire(date(2026, 12, 1), "Ann", "Kim", "Engineer", "IT", rate=Money(8_500_000))
FIELDS = (
    CustomField("shirt", "Shirt", CustomKind.CHOICE, ("S", "M", "L")),
    CustomField("badge", "Badge", CustomKind.NUMBER),
    CustomField("visa", "Visa until", CustomKind.DATE),
    CustomField("bonus", "Bonus", CustomKind.MONEY),
    CustomField("keys", "Has keys", CustomKind.FLAG),
)


def checked(**values: object) -> Hire:
    return checks.hire(replace(HIRE, **values), TODAY, ["main"], "USD")  # type: ignore[arg-type]  # the case's fields


def test_text_is_stored_clean_on_one_line() -> None:
    made = checked(last_name="  K\x1b[31mim\n Lee ", title="Engineer\u202e", first_name="[red]Ann[/]")
    assert (made.last_name, made.title, made.first_name) == ("Kim Lee", "Engineer", "[red]Ann[/]")


def test_the_only_pay_group_goes_without_saying() -> None:
    assert checked().pay_group == "main"
    with pytest.raises(RuleBroken, match="choose main or weekly"):
        checks.hire(HIRE, TODAY, ["main", "weekly"], "USD")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"last_name": " \t"}, "last_name"),
        ({"last_name": "\u202e\x00"}, "last_name"),
        ({"title": ""}, "title"),
        ({"department": " "}, "department"),
        ({"title": "x" * 201}, "title"),
        ({"number": "10 42"}, "number"),
        ({"number": "1" * 21}, "number"),
        ({"email": "ann@"}, "email"),
        ({"email": "ann kim@x.com"}, "email"),
        ({"first_day": date(1899, 12, 31)}, "first_day"),
        ({"first_day": date(2028, 11, 24)}, "first_day"),
        ({"first_day": date(2200, 1, 1)}, "first_day"),
        ({"fte": Decimal(0)}, "fte"),
        ({"fte": Decimal("0.33333")}, "fte"),
        ({"standard_hours": Decimal(169)}, "standard_hours"),
        ({"standard_hours": Decimal("NaN")}, "standard_hours"),
        ({"fte": Decimal("sNaN")}, "fte"),
        ({"rate": Money(0)}, "rate"),
        ({"rate": Money(-1)}, "rate"),
        ({"rate": Money(1, "EUR")}, "rate"),
        ({"rate": Money(11_000_000), "basis": Basis.HOURLY}, "rate"),
        ({"pay_group": "weekly"}, "pay_group"),
    ],
)
def test_a_hire_is_refused_about_its_field(values: dict[str, object], field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        checked(**values)
    assert refused.value.field == field


def test_a_first_name_may_be_missing_but_no_name_may_be_blanked() -> None:
    assert checked(first_name="").last_name == "Kim"
    with pytest.raises(RuleBroken):
        checks.profile_change(ProfileChange(TODAY, last_name=" "), TODAY, None, ())


@pytest.mark.parametrize("born", [TODAY, date(1906, 11, 22), date(2030, 1, 1), date(2020, 3, 1)])
def test_a_birth_date_is_past_of_someone_alive_and_before_the_first_day(born: date) -> None:
    with pytest.raises(RuleBroken) as refused:
        checks.profile_change(ProfileChange(TODAY, birth_date=born), TODAY, date(2020, 3, 1), ())
    assert refused.value.field == "birth_date"


def test_custom_fields_are_stored_as_their_kind() -> None:
    given_ = {"shirt": "M", "badge": "12", "visa": "1 jan 2027", "bonus": "2.5k", "keys": "yes"}
    made = checks.profile_change(ProfileChange(TODAY, custom=given_), TODAY, None, FIELDS)
    assert made.custom == {"shirt": "M", "badge": "12", "visa": "2027-01-01", "bonus": "2500.00", "keys": "yes"}


@pytest.mark.parametrize(
    ("name", "value"),
    [("shirt", "XS"), ("badge", "a"), ("visa", "soon"), ("bonus", "much"), ("keys", "maybe"), ("no", "1")],
)
def test_custom_fields_are_refused_about_their_name(name: str, value: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        checks.profile_change(ProfileChange(TODAY, custom={name: value}), TODAY, None, FIELDS)
    assert refused.value.field == name


def test_what_is_not_given_stays_not_given() -> None:
    made = checks.job_change(JobChange(TODAY, title=" Lead "), TODAY)
    assert (made.title, made.department, made.location, made.manager) == ("Lead", None, None, None)


def test_a_w4_keeps_known_entries_as_plain_decimals() -> None:
    entries = {"status": "Married", "step2": "yes", "step3": "2k", "step4a": "", "exempt": "no"}
    made = checks.certificate(Certificate(TODAY, "US", entries), TODAY)
    assert dict(made.entries) == {"status": "married", "step2": "yes", "step3": "2000.00"}


@pytest.mark.parametrize(
    ("entries", "field"),
    [
        ({}, "status"),
        ({"status": "widowed"}, "status"),
        ({"status": "single", "step3": "-5"}, "step3"),
        ({"status": "single", "step2": "x"}, "step2"),
        ({"status": "single", "allowances": "1.5"}, "allowances"),
        ({"status": "single", "step9": "1"}, "step9"),
    ],
)
def test_a_w4_is_refused_about_its_entry(entries: dict[str, str], field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        checks.certificate(Certificate(TODAY, "US", entries), TODAY)
    assert refused.value.field == field


@pytest.mark.parametrize("typed", ["123-45-6789", "123456789", " 123 45 6789 "])
def test_a_social_security_number_is_stored_in_one_form(typed: str) -> None:
    assert private.ssn(typed) == "123-45-6789"


@pytest.mark.parametrize(
    "typed", ["000-12-3456", "666-12-3456", "900-12-3456", "123-00-4567", "123-45-0000", "12345678", "", "12345678x"]
)
def test_a_social_security_number_that_is_never_given_is_refused_without_repeating_it(typed: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        private.ssn(typed)
    assert refused.value.field == "ssn"
    assert not typed or typed not in str(refused.value)


def test_a_bank_account_has_a_routing_number_whose_check_digit_fits() -> None:
    assert private.bank("0210 0002 1/ 12-34567a") == "021000021/1234567A"


@given(st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_of_a_routing_number_is_noticed(at: int, by: int) -> None:
    right = "021000021"
    wrong = right[:at] + str((int(right[at]) + by) % 10) + right[at + 1 :]
    with pytest.raises(RuleBroken, match="check digit"):
        private.bank(f"{wrong}/12345678")


@pytest.mark.parametrize("typed", ["021000021", "021000021/", "021000021/123", "02100002/1234567", "000000000/12345"])
def test_a_bank_account_without_its_parts_is_refused(typed: str) -> None:
    with pytest.raises(RuleBroken):
        private.bank(typed)


def test_a_yearly_amount_is_refused_as_an_hourly_rate() -> None:
    with pytest.raises(RuleBroken, match="85,000.00 is too much for a rate that is hourly") as refused:
        checks.rate(Money(85_000_00), Basis.HOURLY, "USD")
    assert refused.value.field == "rate"
    checks.rate(Money(85_000_00), Basis.ANNUAL, "USD")
