"""The plan file: read into a book, and every problem of it by line and key."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from hrtui.benefits import planfile
from hrtui.benefits.book import Book, is_there, offered
from hrtui.benefits.plans import Begins, Option, Plan, PlanType, Tier
from hrtui.benefits.settings import BenefitSettings
from hrtui.config import Company, Config
from hrtui.errors import ConfigError, NotFound
from hrtui.payroll.groups import PayGroup
from hrtui.payroll.kinds import Treatment

DAY = date(2026, 7, 1)
START = """\
carriers:
  - {name: bluewater, label: Bluewater}
plans:
"""
PLAN = """\
  - name: medical
    label: Medical
    type: medical
    carrier: bluewater
    deduction: medical
    begins: 2026-01-01
    options:
      - name: ppo
        label: PPO
        rates:
          - effective_from: 2026-01-01
            tiers: {employee: 600, family: 1500}
            employer: {employee: 500}
"""


def config(folder: Path = Path("/nowhere")) -> Config:
    return Config(folder / "hrtui.yaml", Company("Acme"))


def said(text: str) -> list[str]:
    return [str(problem) for problem in planfile.read(text, Path("b.yaml"), config())[1]]


def with_line(before: str, after: str) -> list[str]:
    assert before in PLAN
    return said(START + PLAN.replace(before, after))


def the_plan() -> Plan:
    found, problems = planfile.read(START + PLAN, Path("b.yaml"), config())
    assert found is not None, problems
    return found.plans[0]


def test_a_plan_is_read_with_its_options_rates_and_defaults() -> None:
    plan = the_plan()
    assert (plan.name, plan.type, plan.begins, plan.ends, plan.age_out) == (
        "medical", PlanType.MEDICAL, date(2026, 1, 1), None, 26,
    )  # fmt: skip
    (option,) = plan.options
    assert option.rates[0].tiers == {Tier.EMPLOYEE: Decimal(600), Tier.FAMILY: Decimal(1500)}
    assert plan.waiting.begins is Begins.FIRST_OF_MONTH


def test_the_example_that_comes_with_hrtui_has_plans_of_every_type_and_no_problem() -> None:
    settings, problems = planfile.read(planfile.EXAMPLE.read_text("utf-8"), Path("b.yaml"), config())
    assert problems == []
    assert settings is not None
    assert {plan.type for plan in settings.plans} == set(PlanType)


def test_what_init_writes_declares_nothing_until_a_comment_is_taken_away() -> None:
    settings, problems = planfile.read(planfile.starter(), Path("b.yaml"), config())
    assert (settings, problems) == (Book().settings, [])
    whole = "".join(line.removeprefix("# ") for line in planfile.starter().splitlines(keepends=True)[1:])
    assert whole.strip() == planfile.EXAMPLE.read_text("utf-8").strip()


CASES = [
    ("carrier: bluewater", "carrier: bluewatr", "b.yaml:7: plans[1].carrier: There is no carrier “bluewatr”."),
    ("deduction: medical", "deduction: medcal", "b.yaml:8: plans[1].deduction: There is no deduction code “medcal”."),
    ("begins: 2026-01-01", "begins: 2026-01-01\n    ends: 2025-12-31", "plans[1].ends: The plan ends on 2025-12-31"),
    ("begins: 2026-01-01", "begins: 2025-01-01", "options[1].rates: The first rate counts from 2026-01-01, but"),
    (
        "begins: 2026-01-01",
        "begins: 2026-01-01\n    year_starts: 02-29",
        "year_starts: “02-29” is no day of every year",
    ),
    ("begins: 2026-01-01", "begins: 2026-01-01\n    default: hmo", "plans[1].default: There is no option “hmo”."),
    (
        "begins: 2026-01-01",
        "begins: 2026-01-01\n    imputed: true",
        "plans[1].imputed: Only the person's own group-term",
    ),
    ("begins: 2026-01-01", "begins: 2026-01-01\n    match_percent: 0.04", "match_percent: Only retirement plans"),
    ("begins: 2026-01-01", "begins: 2026-01-01\n    employer_seed: {employee: 1}", "employer_seed: The employer puts"),
    ("begins: 2026-01-01", "begins: 2026-01-01\n    least: 9\n    most: 8", "least: The least amount, 9, is above"),
    (
        "begins: 2026-01-01",
        "begins: 2026-01-01\n    colour: red",
        "b.yaml:10: plans[1].colour: There is no such setting",
    ),
    ("begins: 2026-01-01", "begins: 2026-01-01\n    age_out: 120", "plans[1].age_out: 120 is outside 0 to 99."),
    (
        "begins: 2026-01-01",
        "begins: 2026-01-01\n    eligibility: {statuses: [retired]}",
        "plans[1].eligibility.statuses: “retired” is not known here.",
    ),
    (
        "begins: 2026-01-01",
        "begins: 2026-01-01\n    eligibility: {employment_types: [full_time]}",
        "Did you mean full-time?",
    ),
    (
        "begins: 2026-01-01",
        "begins: 2026-01-01\n    eligibility: {pay_groups: [monthly]}",
        "plans[1].eligibility.pay_groups: “monthly” is not known here.",
    ),
    ("            tiers: {employee: 600, family: 1500}\n", "", "rates[1]: A rate is either by tiers or by age bands"),
    ("employer: {employee: 500}", "employer: {employee: 600.01}", "share of employee, 600.01, is above its cost, 600"),
    ("employer: {employee: 500}", "employer: {employee_spouse: 5}", "employee_spouse has an employer's share, but no"),
    (
        "employer: {employee: 500}",
        "employer: {employee: 5}\n            employer_percent: 0.5",
        "employer_percent: The",
    ),
    (
        "employer: {employee: 500}",
        "employer: {employee: 5}\n            per: thousand",
        "employer: Dollars of the employer",
    ),
    ("employer: {employee: 500}", "tobacco_surcharge: 300.01", "tobacco_surcharge: A surcharge of 300.01 is more"),
    ("employer: {employee: 500}", "employer_percent: 1.01", "employer_percent: 1.01 is outside 0 to 1."),
    ("label: PPO\n", "label: PPO\n        multiple: 2\n", "options[1].multiple: Only life and disability plans"),
    (
        "label: PPO\n",
        "label: PPO\n        guaranteed: 2\n        maximum: 1\n",
        "guaranteed: More is guaranteed, 2, than",
    ),
]


@pytest.mark.parametrize(("before", "after", "problem"), CASES)
def test_each_mistake_is_told_with_its_line_and_key(before: str, after: str, problem: str) -> None:
    found = with_line(before, after)
    assert len(found) == 1
    assert problem in found[0]


@pytest.mark.parametrize(
    ("waiting", "refused"),
    [
        ("{days: 90, begins: same_day}", False),
        ("{days: 91, begins: same_day}", True),
        ("{days: 60, begins: first_of_month}", False),
        ("{days: 61, begins: first_of_month}", True),
        ("{days: 59, begins: first_of_next_month}", False),
        ("{days: 60, begins: first_of_next_month}", True),
    ],
)
def test_health_plans_let_people_wait_ninety_days_at_most(waiting: str, refused: bool) -> None:
    found = with_line("begins: 2026-01-01", f"begins: 2026-01-01\n    waiting: {waiting}")
    assert bool(found) is refused
    assert all("plans[1].waiting: Coverage could begin" in line for line in found)


def test_other_plans_may_let_people_wait_longer() -> None:
    life = PLAN.replace("type: medical", "type: accident")
    assert said(START + life.replace("options:", "waiting: {days: 365}\n    options:")) == []


def test_bands_out_of_order_and_rates_of_one_day_are_told() -> None:
    banded = PLAN.replace(
        "tiers: {employee: 600, family: 1500}\n            employer: {employee: 500}",
        "bands: [{age: 40, rate: 1}, {age: 30, rate: 2}]\n          - effective_from: 2026-01-01\n            tiers: {employee: 0}",
    )
    assert ["bands: The age bands" in line or "rates: The rates are not" in line for line in said(START + banded)] == [
        True, True,
    ]  # fmt: skip


def test_a_fsa_is_never_carried_over_and_needs_no_rate() -> None:
    fsa = PLAN.partition("        rates:")[0].replace("type: medical", "type: health_fsa").replace("ppo", "fsa")
    assert said(START + fsa) == []
    found = said(START + fsa.replace("options:", "active_election: false\n    options:"))
    assert len(found) == 1
    assert "active_election: An FSA is chosen anew" in found[0]


def test_an_option_without_a_rate_is_told_where_the_plan_costs_something() -> None:
    found = said(START + PLAN.partition("        rates:")[0])
    assert len(found) == 1
    assert "b.yaml:11: plans[1].options[1].rates: The option has no rate" in found[0]


def test_every_problem_is_told_at_once_those_of_other_entries_too() -> None:
    second = PLAN.replace("name: medical", "name: second").replace("carrier: bluewater", "carrier: nobody")
    found = said(START + PLAN.replace("begins: 2026-01-01", "begins: soon") + second)
    assert [line.split(":")[1] for line in found] == ["9", "20"]


def test_names_that_stand_twice_are_told() -> None:
    found = said(START + PLAN + PLAN)
    assert len(found) == 1
    assert "plans[2].name: “medical” was given already, on line 4." in found[0]


def test_a_life_event_that_lets_nothing_change_is_told() -> None:
    found = said("life_events:\n  - {name: birthday, label: Birthday}\n")
    assert len(found) == 1
    assert "life_events[1].types: The event lets nothing change" in found[0]


def test_without_a_file_the_book_is_empty_and_knows_where_the_file_would_be(tmp_path: Path) -> None:
    book = planfile.book_of(config(tmp_path))
    assert book.empty
    assert book.file == str(tmp_path / "benefits.yaml")
    assert "birth" in book.life_events
    with pytest.raises(NotFound, match="none is declared"):
        book.plan("medical")


def test_a_file_that_changed_is_read_anew_and_one_that_did_not_is_not(tmp_path: Path) -> None:
    file, where = tmp_path / "plans.yaml", replace(config(tmp_path), benefits=BenefitSettings(Path("plans.yaml")))
    file.write_text(START + PLAN)
    book = planfile.book_of(where)
    assert book.plan("medical").label == "Medical"
    assert planfile.book_of(where) is book
    file.write_text(START + PLAN.replace("label: Medical", "label: Health plans"))
    assert planfile.book_of(where).plan("medical").label == "Health plans"


def test_another_configuration_has_the_file_checked_again(tmp_path: Path) -> None:
    (tmp_path / "benefits.yaml").write_text(
        START + PLAN.replace("begins: 2026-01-01", "begins: 2026-01-01\n    eligibility: {pay_groups: [main]}")
    )
    with pytest.raises(ConfigError, match="“main” is not known here"):
        planfile.book_of(config(tmp_path))
    from hrtui.payroll.model import Frequency

    group = PayGroup("main", Frequency.BIWEEKLY, date(2026, 1, 4))
    assert not planfile.book_of(replace(config(tmp_path), pay_groups=(group,))).empty


def test_a_broken_file_is_refused_with_every_problem(tmp_path: Path) -> None:
    (tmp_path / "benefits.yaml").write_text(START + PLAN.replace("bluewater", "x").replace("label: PPO", "lable: PPO"))
    with pytest.raises(ConfigError, match=r"has 2 problems:\n.*:7: plans") as caught:
        planfile.book_of(config(tmp_path))
    assert len(str(caught.value).splitlines()) == 3


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    assert "is not UTF-8" in str(planfile.read(b"a: \xff", Path("b.yaml"), config())[1][0])


def test_what_cannot_be_read_does_not_hide_what_is_wrong_beside_it() -> None:
    broken = PLAN.replace("{employee: 600, family: 1500}", "{employee: much}").replace(
        "medical\n    begins", "x\n    begins"
    )
    assert [line.split(":")[1] for line in said(START + broken)] == ["8", "15"]


def test_a_book_finds_plans_by_name_type_and_day() -> None:
    plan = replace(the_plan(), ends=date(2026, 12, 31))
    book = Book(replace(Book().settings, plans=(plan,)))
    assert book.of_type(PlanType.MEDICAL, DAY) == (plan,)
    assert book.of_type(PlanType.MEDICAL, date(2027, 1, 1)) == ()
    assert book.types(DAY) == (PlanType.MEDICAL,)
    assert book.option("medical", "ppo") is plan.options[0]
    for day, there in ((date(2025, 12, 31), False), (plan.begins, True), (date(2026, 12, 31), True)):
        assert is_there(plan, day) is there
    for call in (lambda: book.option("medical", "hmo"), lambda: book.carrier("x"), lambda: book.life_event("x")):
        with pytest.raises(NotFound):
            call()


def test_an_option_is_offered_through_its_last_day() -> None:
    old = Option("old", "Old", ends=DAY)
    plan = replace(the_plan(), options=(old, Option("new", "New")))
    assert [option.name for option in offered(plan, DAY)] == ["old", "new"]
    assert [option.name for option in offered(plan, date(2026, 7, 2))] == ["new"]


def test_a_life_event_of_the_file_replaces_the_shipped_one_of_its_name() -> None:
    settings, _ = planfile.read(
        "life_events:\n  - {name: birth, label: Birth, types: [medical], window_days: 60}\n", Path("b.yaml"), config()
    )
    assert settings is not None
    assert Book(settings).life_event("birth").window_days == 60
    assert Book(settings).life_event("adoption").window_days == 30


def test_deductions_of_the_shipped_plans_have_a_treatment() -> None:
    settings, _ = planfile.read(planfile.EXAMPLE.read_text("utf-8"), Path("b.yaml"), config())
    assert settings is not None
    codes = config().pay_codes
    before_tax = {codes.deduction(plan.deduction).treatment for plan in settings.plans}
    assert Treatment.SECTION_125_HEALTH in before_tax
