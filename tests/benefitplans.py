"""A small plan book and people for tests of benefits: a plan of every kind, with rates that are easy to reckon."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from data.benefit_law import law
from hrtui.benefits.book import Book
from hrtui.benefits.model import Dependent, Member, Standing, Verification
from hrtui.benefits.plans import (
    Band,
    Begins,
    Carrier,
    Eligibility,
    LifeEvent,
    Option,
    Per,
    Plan,
    PlanType,
    Rate,
    Settings,
    Tier,
    Waiting,
)

YEAR = date(2026, 1, 1)
LAW = law(YEAR)
D = Decimal
TIERS = {Tier.EMPLOYEE: D(600), Tier.SPOUSE: D(1200), Tier.CHILDREN: D(1100), Tier.FAMILY: D(1700)}
SHARES = {Tier.EMPLOYEE: D(500), Tier.SPOUSE: D(900), Tier.CHILDREN: D(850), Tier.FAMILY: D(1300)}


def rate(**values: Any) -> Rate:
    """A rate from the first of 2026."""
    return Rate(YEAR, **values)


def plan(name: str, type_: PlanType, *options: Option, **values: Any) -> Plan:
    """A plan of the carrier `blue` since 2025, with a deduction of its own name."""
    given: dict[str, Any] = {"deduction": name, "begins": date(2025, 1, 1), **values}
    return Plan(name, name.title(), type_, "blue", options=options, **given)


MEDICAL = plan(
    "medical",
    PlanType.MEDICAL,
    Option("ppo", "PPO", (rate(tiers=TIERS, employer=SHARES, tobacco_surcharge=D(50)),)),
    Option("hdhp", "HDHP", (rate(tiers=TIERS, employer_percent=D("0.85")),), hsa_qualified=True),
    eligibility=Eligibility(least_hours=D(30)),
    waiting=Waiting(30, Begins.FIRST_OF_MONTH),
)
DENTAL = plan("dental", PlanType.DENTAL, Option("basic", "Basic", (rate(tiers=dict.fromkeys(Tier, D(40))),)))
BASIC_LIFE = plan(
    "basic_life",
    PlanType.BASIC_LIFE,
    Option(
        "once",
        "One year's pay",
        (rate(per=Per.THOUSAND, tiers={Tier.EMPLOYEE: D("0.10")}, employer_percent=D(1)),),
        multiple=D(1),
        round_up_to=D(1000),
        maximum=D(300_000),
    ),
    deduction="life",
    default="once",
    imputed=True,
)
BANDS = (Band(0, D("0.05")), Band(30, D("0.08"), D("0.12")), Band(40, D("0.10"), D("0.20")))
LIFE = plan(
    "life",
    PlanType.LIFE,
    *(
        Option(
            f"x{times}", f"{times} times pay", (rate(per=Per.THOUSAND, bands=BANDS),),
            multiple=D(times), round_up_to=D(1000), maximum=D(500_000), guaranteed=D(150_000),
        )
        for times in (1, 2, 3)
    ),
)  # fmt: skip
LTD = plan(
    "ltd",
    PlanType.LONG_TERM_DISABILITY,
    Option("sixty", "60 %", (rate(per=Per.HUNDRED_OF_PAY, tiers={Tier.EMPLOYEE: D("0.50")}),), coverage=D("0.6"), maximum=D(6000)),
    deduction="disability",
)  # fmt: skip
HSA = plan(
    "hsa",
    PlanType.HSA,
    Option("hsa", "HSA"),
    employer_seed={Tier.EMPLOYEE: D(600), Tier.FAMILY: D(1200)},
    eligibility=Eligibility(least_hours=D(30)),
)
FSA = plan(
    "fsa", PlanType.HEALTH_FSA, Option("fsa", "Health FSA"), deduction="health_fsa", least=D(120), active_election=True
)
CARE = plan(
    "care", PlanType.DEPENDENT_CARE_FSA, Option("care", "Care"), deduction="dependent_care", active_election=True
)
RETIREMENT = plan(
    "k401",
    PlanType.RETIREMENT,
    Option("trad", "Traditional"),
    deduction="401k",
    match_percent=D("0.04"),
    match_rate=D("0.5"),
)
COMMUTER = plan("transit", PlanType.COMMUTER, Option("transit", "Transit"), deduction="commuter")
PLANS = (MEDICAL, DENTAL, BASIC_LIFE, LIFE, LTD, HSA, FSA, CARE, RETIREMENT, COMMUTER)
BIRTH = LifeEvent(
    "birth", "Birth of a child", (PlanType.MEDICAL, PlanType.DENTAL, PlanType.HEALTH_FSA), papers=("birth certificate",)
)
MOVE = LifeEvent("move", "Move", (PlanType.MEDICAL,), begins=Begins.FIRST_OF_NEXT_MONTH)
BOOK = Book(Settings((Carrier("blue", "Blue"),), PLANS, (BIRTH, MOVE)))


def dependent(slot: int, relation: str, born: date | None = date(2015, 5, 5), **standing: Any) -> Dependent:
    """A dependent, verified unless said otherwise."""
    given = {"verification": Verification.VERIFIED, **standing}
    return Dependent(slot, f"{relation.title()} {slot}", relation, born, Standing(YEAR, slot, **given))


SPOUSE, CHILD = dependent(1, "spouse", date(1991, 1, 1)), dependent(2, "child")
ANN = Member(
    1, "1001", "Kim, Ann", date(2025, 3, 3), None, date(1990, 6, 15), "active", "full_time", D(40), "G5", "IT", "Boston",
    "main", 8_500_000, False, (SPOUSE, CHILD),
)  # fmt: skip


def ann(**values: Any) -> Member:
    """Ann, with other values."""
    return replace(ANN, **values)
