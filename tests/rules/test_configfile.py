from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hrtui import configfile
from hrtui.access.model import Field, Grant, Scope, Sight
from hrtui.config import Config, CustomField, CustomKind
from hrtui.configfile.problem import Problem
from hrtui.configfile.template import template
from hrtui.errors import ConfigError
from hrtui.payroll.model import Frequency, PayGroup, Proration

FILE = Path("hrtui.yaml")
COMPANY = "company:\n  name: Acme\n"

TEN = """\
company:
  name: Acme
  locale: en_UK
  time_zone: America/New_Yrok
store:
  url: postgresql://db/hr
pay_groups:
  - name: main
    frequency: fortnightly
    first_period: 2026-01-04
users:
  - login: alice
    roles: [hr_genralist]
  - login: alice
    roles: [hris_admin]
keys:
  go.hoem: h
  people.hire: x
custom_fields:
  - name: size
    label: Size
    kind: choice
teme:
  name: dark
"""


def problems(text: str | bytes, thorough: bool = False) -> list[Problem]:
    return configfile.check(text, FILE, thorough)


def loaded(text: str, folder: Path) -> Config:
    file = folder / "hrtui.yaml"
    file.write_text(text, encoding="utf-8")
    return configfile.load(file)


def test_ten_mistakes_are_ten_problems_each_at_its_line_with_the_nearest_spelling() -> None:
    assert [(found.line, found.key, found.nearest) for found in problems(TEN)] == [
        (3, "company.locale", "en_US"),
        (4, "company.time_zone", "America/New_York"),
        (6, "store.url", ""),
        (9, "pay_groups[1].frequency", ""),
        (13, "users[1].roles[1]", "hr_generalist"),
        (14, "users[2].login", ""),
        (17, "keys.go.hoem", "go.home"),
        (18, "keys.people.hire", ""),
        (22, "custom_fields[1].choices", ""),
        (23, "teme", "theme"),
    ]


def test_loading_a_file_with_mistakes_says_them_all_one_a_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        loaded(TEN, tmp_path)
    lines = str(caught.value).splitlines()
    assert lines[0].endswith("hrtui.yaml has 10 problems:")
    assert [int(line.split(":")[1]) for line in lines[1:]] == [3, 4, 6, 9, 13, 14, 17, 18, 22, 23]


@pytest.mark.parametrize(
    ("text", "line", "key", "says"),
    [
        ("", 1, "company", "missing"),
        ("company:\n", 1, "company.name", "missing"),
        ("company: Acme\n", 1, "company", "where a section belongs"),
        ("- company\n", 1, "", "a list stands where a section belongs"),
        (COMPANY + "  name: Other\n", 3, "company.name", "twice; the first is on line 2"),
        (COMPANY + "  country: NO\n", 3, "company.country", "means false in YAML; in quotes it is text: 'NO'"),
        (COMPANY + "  country: us\n", 3, "company.country", "two capital letters"),
        (COMPANY + "  currency: USS\n", 3, "company.currency", "“USS” is not allowed here"),
        (COMPANY + "  name: ''\n", 3, "company.name", "twice"),
        ("company:\n  name: ''\n", 2, "company.name", "This is empty"),
        ('company:\n  name: "a\\e[31mb"\n', 2, "company.name", "cannot be shown"),
        (COMPANY + "theme: {ascii: yes}\n", 3, "theme.ascii", "neither true nor false"),
        (COMPANY + "theme: {ascii: 'true'}\n", 3, "theme.ascii", "neither true nor false"),
        (COMPANY + "theme: {name: drak}\n", 3, "theme.name", "“drak” is not allowed here"),
        (COMPANY + "demo: [true]\n", 3, "demo", "a list stands where true or false belongs"),
        (COMPANY + "users: {login: a}\n", 3, "users", "where a list belongs"),
        (COMPANY + "users:\n  - login: a b\n    roles: [recruiter]\n", 4, "users[1].login", "no login"),
        (COMPANY + "users:\n  - login: a\n", 4, "users[1].roles", "missing"),
        (COMPANY + "pay_groups:\n  - {name: a, frequency: weekly}\n", 4, "pay_groups[1].first_period", "missing"),
        (COMPANY + "holidays: {extra: [2026-1-1]}\n", 3, "holidays.extra[1]", "2026-01-31"),
        (COMPANY + "holidays: {extra: [2026-02-30]}\n", 3, "holidays.extra[1]", "not in the calendar"),
        (COMPANY + "holidays: {extra: [1066-10-14]}\n", 3, "holidays.extra[1]", "1900 to 2199"),
        (COMPANY + "home: {probation: '3'}\n", 3, "home.probation", "without quotes"),
        (COMPANY + "home: {probation: 1.5}\n", 3, "home.probation", "whole number"),
        (COMPANY + "home: {probation: -1}\n", 3, "home.probation", "outside 0 to 1100"),
        (COMPANY + "custom_fields:\n  - {name: A b, label: A}\n", 4, "custom_fields[1].name", "small letters"),
        (COMPANY + "custom_fields:\n  - {name: a, label: A, choices: [B]}\n", 4, "custom_fields[1].choices", "Only a"),
        (COMPANY + "roles:\n  mine: [{actions: [people.raed]}]\n", 4, "roles.mine[1].actions[1]", "no action"),
        (COMPANY + "roles:\n  mine: [{actions: [people.read], fields: {age: shown}}]\n", 4, "roles.mine[1].fields.age", ""),
        (COMPANY + "roles:\n  mine: [{actions: [people.read], scope: teem}]\n", 4, "roles.mine[1].scope", "no scope"),
        (COMPANY + "keys: {people.hire: ctrl+}\n", 3, "keys.people.hire", "is no key"),
        (COMPANY + "keys: {people.hire: [slash]}\n", 3, "keys.people.hire", "the key of table.filter too"),
        (COMPANY + "keys: {people.hire: g}\n", 3, "keys.people.hire", "the key of go.home too"),
        (COMPANY + "store: {url: 'mysql://x'}\n", 3, "store.url", "write sqlite:///"),
        (COMPANY + "store: {url: 'postgresql://x'}\n", 3, "store.url", "PostgreSQL is not supported by this version"),
        (COMPANY + "store: {key_file: store/k}\n", 3, "store.key_file", "may not lie in the folder of the store"),
        (COMPANY + "holidays: &days {country: US}\n", 3, "", "Anchors (&days) are not taken"),
        (COMPANY + "demo: *days\n", 3, "", "Aliases (*days) are not taken"),
        (COMPANY + "demo: !!python/name:os.system x\n", 3, "", "Tags"),
        (COMPANY + "? [a]\n: b\n", 3, "", "A key is one word"),
        (COMPANY + "---\ncompany: {name: b}\n", 3, "", "A second document"),
        ("company:\n\tname: Acme\n", 2, "", "A tab indents this line"),
        ("company:\n  name: 'Acme\n", 2, "", "A quote is not closed"),
        ("company:\n  name: Acme: Ltd\n", 2, "", "put the value in quotes"),
        ("company:\n  name: Acme\n demo: true\n", 3, "", "indentation"),
        ("company:\n  name: a\x00b\n", 2, "", "may not stand in a file"),
        ("[" * 40, 1, "", "nested deeper than 12"),
    ],
)  # fmt: skip
def test_a_mistake_is_one_problem_at_its_line(text: str, line: int, key: str, says: str) -> None:
    found = problems(text)
    assert [(problem.line, problem.key) for problem in found] == [(line, key)], [str(problem) for problem in found]
    assert says in found[0].message


def test_mistakes_before_a_line_that_is_no_yaml_are_told_with_it() -> None:
    text = "company:\n  nmae: Acme\n  locale: xx\nusers:\n  - login: 'a\n"
    assert [problem.line for problem in problems(text)] == [2, 3, 5]


def test_a_file_that_is_no_text_is_one_problem() -> None:
    assert [(found.line, found.message) for found in problems(b"company:\n  name: \xff\n")] == [
        (2, "This line is not UTF-8; save the file as UTF-8.")
    ]
    assert "larger than" in problems(b"#" * 1_000_001)[0].message
    assert "more than 50,000 values" in problems("[" + "1," * 60_000 + "]")[0].message


def test_nested_aliases_are_refused_before_they_grow() -> None:
    bomb = "a: &a [x]\n" + "".join(
        f"{chr(98 + at)}: &{chr(98 + at)} [*{chr(97 + at)}, *{chr(97 + at)}]\n" for at in range(20)
    )
    assert all("not taken" in found.message or "no such setting" in found.message for found in problems(COMPANY + bomb))


def test_holidays_of_a_country_are_looked_up_when_asked_thoroughly() -> None:
    text = COMPANY + "holidays:\n  country: US\n  subdivision: MAS\n"
    assert problems(text) == []
    found = problems(text, thorough=True)
    assert [(problem.line, problem.key) for problem in found] == [(5, "holidays.subdivision")]
    assert [problem.key for problem in problems(COMPANY + "holidays: {country: QQ}\n", thorough=True)] == [
        "holidays.country"
    ]


def test_a_problem_reads_as_file_line_key_sentence_choices_and_nearest() -> None:
    assert str(problems(COMPANY + "theme: {name: drak}\n")[0]) == (
        "hrtui.yaml:3: theme.name: “drak” is not allowed here. "
        "Allowed: dark, light, high-contrast or sixteen. Did you mean dark?"
    )


def test_a_file_becomes_typed_values(tmp_path: Path) -> None:
    config = loaded(
        COMPANY + "  locale: de_DE\n"
        "pay_groups:\n  - {name: main, frequency: weekly, first_period: 2026-01-05, proration: calendar_days}\n"
        "users:\n  - {login: alice, roles: site, person: 1042}\n"
        "roles:\n  site:\n    - actions: [people.read, people.hire]\n      scope: {departments: [Sales], own: true}\n"
        "      fields: {pay: masked}\n"
        "custom_fields:\n  - {name: size, label: Size, kind: choice, choices: [S, M]}\n"
        "keys: {people.hire: [insert, 'A']}\n",
        tmp_path,
    )
    assert config.pay_groups == (PayGroup("main", Frequency.WEEKLY, date(2026, 1, 5), 5, Proration.CALENDAR_DAYS),)
    scope = Scope(departments=frozenset({"Sales"}), own=True)
    assert config.roles["site"] == tuple(
        Grant(action, scope, {Field.PAY: Sight.MASKED}) for action in ("people.read", "people.hire")
    )
    assert (config.users[0].roles, config.users[0].person) == (("site",), "1042")
    assert config.custom_fields == (CustomField("size", "Size", CustomKind.CHOICE, ("S", "M")),)
    assert config.keys == {"people.hire": ("insert", "A")}
    assert config.style.decimal == ","
    assert config.store_path == tmp_path / "store" / "hrtui.db"


def test_a_role_of_the_file_replaces_the_shipped_one_and_leaves_the_others(tmp_path: Path) -> None:
    config = loaded(COMPANY + "roles:\n  recruiter: [{actions: people.hire, scope: team}]\n", tmp_path)
    assert config.roles["recruiter"] == (Grant("people.hire", Scope(team=True)),)
    assert config.roles["hris_admin"] == configfile.shipped_roles()["hris_admin"]


def test_the_template_is_a_configuration_and_stays_one_with_every_setting_taken_in(tmp_path: Path) -> None:
    for name in ("Acme", 'Söhne: "A" & B', "no", "#1"):
        text = template(name, "alice", date(2026, 1, 4))
        assert loaded(text, tmp_path).company.name == name
        every = re.sub(r"(?m)^(\s*(?:- )?)# ( *(?:- )?[a-z_.]+:)", r"\1\2", text)
        assert every.count("\n# ") < text.count("\n# ")
        assert problems(every) == []
        assert "shirt_size" in [field.name for field in loaded(every, tmp_path).custom_fields]


def test_the_shipped_defaults_hold_together(tmp_path: Path) -> None:
    commands = "".join(f"  {name}: {json.dumps(keys)}\n" for name, keys in _shipped_keys().items() if keys)
    assert problems(COMPANY + "keys:\n" + commands) == []


def _shipped_keys() -> dict[str, tuple[str, ...]]:
    from hrtui import commands

    return {command.id: command.keys for command in commands.ALL}


@settings(max_examples=150, deadline=None)
@example("\U00018cd6:", 0)
@example("\u202e\x1b[31m: x", 0)
@given(st.text(max_size=60), st.integers(0, 24))
def test_whatever_stands_in_a_file_is_told_in_words(noise: str, line: int) -> None:
    lines = TEN.splitlines()
    for found in problems("\n".join([*lines[:line], noise, *lines[line:]])):
        assert found.line >= 1
        assert str(found).isprintable()
