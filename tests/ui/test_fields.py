from datetime import date
from decimal import Decimal

import pytest

from hrtui.errors import NotFound, RuleBroken
from hrtui.money import STYLES, Money
from screens.widgets.fields import (
    Choice,
    ChoiceField,
    DayField,
    FlagField,
    MoneyField,
    NumberField,
    Reading,
    SecretField,
    TextField,
)

TODAY = date(2026, 11, 23)
DEPARTMENTS = ("Production", "IT/IS", "Sales", "Software Engineering")


def test_a_day_is_read_as_people_type_it_and_said_back() -> None:
    field = DayField(key="d", label="Day", today=TODAY)
    assert field.read("+2w") == Reading(date(2026, 12, 7), "Mon 2026-12-07")
    assert field.read("fri").note == "Fri 2026-11-27"
    assert "is not a date" in field.read("soon").error
    assert field.read("  ") == Reading(None)


def test_money_is_read_and_said_back_in_the_locale() -> None:
    assert MoneyField(key="m", label="Pay").read("85k") == Reading(Money(8_500_000), "$85,000.00")
    german = MoneyField(key="m", label="Pay", style=STYLES["de_DE"], currency="EUR", initial=Money(123_456, "EUR"))
    assert german.start() == "1.234,56"
    assert german.read(german.start()).value == Money(123_456, "EUR")
    assert "is not an amount" in MoneyField(key="m", label="Pay").read("a lot").error


@pytest.mark.parametrize(
    ("text", "value"),
    [("40", Decimal(40)), ("37.5", Decimal("37.5")), ("1,000", Decimal(1000)), ("-3", None), ("81", None)],
)
def test_a_number_stays_in_its_bounds(text: str, value: Decimal | None) -> None:
    field = NumberField(key="n", label="Hours", places=1, least=0, most=5000 if "," in text else 80)
    reading = field.read(text)
    assert reading.value == value
    assert bool(reading.error) == (value is None)


@pytest.mark.parametrize("text", ["1e3", "4_0", "４０", "NaN", "40.55", "1.2.3", "10,00"])
def test_what_only_looks_like_a_number_is_refused(text: str) -> None:
    assert NumberField(key="n", label="Hours", places=1).read(text).error


def test_a_whole_number_is_an_int() -> None:
    assert NumberField(key="n", label="Days", initial=40).read("12").value == 12
    assert NumberField(key="n", label="Days", initial=40).start() == "40"
    assert NumberField(key="n", label="Hours", places=2, initial=Decimal("37.50")).start() == "37.50"


def test_a_choice_is_found_by_a_part_of_it() -> None:
    field = ChoiceField(key="c", label="Department", choices=DEPARTMENTS)
    assert [choice.label for choice in field.matches("s")] == ["Sales", "Software Engineering", "IT/IS"]
    assert field.read("prod") == Reading("Production", "Production")
    assert field.read("SALES").value == "Sales"
    assert "Several match" in field.read("s").error
    assert "it is Production, IT/IS, Sales or Software Engineering" in field.read("law").error


def test_a_looked_up_choice_shows_the_name_of_what_was_typed() -> None:
    people = [Choice("1042", "1042 Kim, Ann"), Choice("1043", "1043 Kim, Bo")]
    field = ChoiceField(key="m", label="Manager", choices=lambda text: [p for p in people if text in p.label])
    assert field.read("1042") == Reading("1042", "1042 Kim, Ann")
    assert "type less" in field.read("Smith").error


def test_a_free_choice_takes_what_is_new_and_says_so() -> None:
    field = ChoiceField(key="c", label="Department", choices=DEPARTMENTS, free=True)
    assert field.read("Law") == Reading("Law", "New: Law")
    assert field.read("sales").value == "Sales"


def test_flags_texts_and_secrets_have_their_values() -> None:
    assert FlagField(key="f", label="Exempt", initial=True).read("yes").value is True
    assert FlagField(key="f", label="Exempt").read("").value is False
    assert TextField(key="t", label="Note").read("").value == ""
    assert "take out 2" in TextField(key="t", label="Note", limit=3).read("abcde").error
    assert SecretField(key="s", label="SSN").secret


def test_a_check_adds_a_note_or_an_error() -> None:
    def known(value: object) -> str | None:
        if value == "9":
            raise NotFound("There is no person 9.")
        return "Ann Kim" if value == "1042" else None

    field = TextField(key="n", label="Number", check=known)
    assert field.read("1042").note == "Ann Kim"
    assert field.read("9").error == "There is no person 9."


def test_errors_of_rules_keep_their_sentence() -> None:
    def broken(text: str) -> list[Choice]:
        raise RuleBroken("The store is busy; try again.")

    with pytest.raises(RuleBroken, match="busy"):
        ChoiceField(key="c", label="Manager", choices=broken).matches("x")
    assert ChoiceField(key="c", label="Manager", choices=broken).read("x").error == "The store is busy; try again."
