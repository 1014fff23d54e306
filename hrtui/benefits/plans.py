"""What the company's plan file declares: carriers, plans with their options, rates and rules, and life events.

All money of a rate is dollars a month as Decimal; what a check takes of it is `benefits.costs`. Values by day count from
their `effective_from`; a day before the first is refused, never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from hrtui.setting import doc


class PlanType(StrEnum):
    """What a plan covers; a person has at most one election of a type on a day."""

    MEDICAL = "medical"
    DENTAL = "dental"
    VISION = "vision"
    BASIC_LIFE = "basic_life"
    LIFE = "life"
    SPOUSE_LIFE = "spouse_life"
    CHILD_LIFE = "child_life"
    ACCIDENT = "accident"
    SHORT_TERM_DISABILITY = "short_term_disability"
    LONG_TERM_DISABILITY = "long_term_disability"
    HSA = "hsa"
    HEALTH_FSA = "health_fsa"
    DEPENDENT_CARE_FSA = "dependent_care_fsa"
    RETIREMENT = "retirement"
    COMMUTER = "commuter"


HEALTH = (PlanType.MEDICAL, PlanType.DENTAL, PlanType.VISION)
"""Group health plans with coverage tiers; with the health FSA, what COBRA continues."""
LIVES = (PlanType.BASIC_LIFE, PlanType.LIFE, PlanType.SPOUSE_LIFE, PlanType.CHILD_LIFE, PlanType.ACCIDENT)
ACCOUNTS = (PlanType.HSA, PlanType.HEALTH_FSA, PlanType.DEPENDENT_CARE_FSA, PlanType.COMMUTER)
"""Plans to which the person chooses an amount: a year's goal, for the commuter plan a month's."""


class Tier(StrEnum):
    """Who is covered."""

    EMPLOYEE = "employee"
    SPOUSE = "employee_spouse"
    CHILDREN = "employee_children"
    FAMILY = "family"


class Per(StrEnum):
    """What a rate is for: a month of coverage, each 1,000 of coverage, or each 100 of monthly pay."""

    MONTH = "month"
    THOUSAND = "thousand"
    HUNDRED_OF_PAY = "hundred_of_pay"


class Begins(StrEnum):
    """When coverage begins once the waiting period, or an event, is over."""

    SAME_DAY = "same_day"
    FIRST_OF_MONTH = "first_of_month"
    """That day where it is a first, else the first of the next month."""
    FIRST_OF_NEXT_MONTH = "first_of_next_month"


class Ends(StrEnum):
    """When coverage ends after the day on which its reason ends: employment, or a child's age."""

    SAME_DAY = "same_day"
    END_OF_MONTH = "end_of_month"
    END_OF_YEAR = "end_of_year"


class AgeOn(StrEnum):
    """The day a person's age is taken for an age band."""

    EFFECTIVE = "effective"
    FIRST_OF_YEAR = "first_of_year"


@dataclass(frozen=True, slots=True)
class Carrier:
    """Who insures or keeps a plan. `census` and `invoice` map our columns to the carrier's by name."""

    name: str = field(metadata=doc("The carrier's name in this file.", reads="code", example="bluewater"))
    label: str = field(metadata=doc("Its name on screens and papers.", example="Bluewater Health"))
    group_number: str = field(default="", metadata=doc("The number of the company there.", example="G-10442"))
    email: str = field(default="", metadata=doc("Where lists of differences go.", example="billing@example.com"))
    census: Mapping[str, str] = field(
        default_factory=dict,
        metadata=doc(
            "The columns of its census file: its heading, and which of ours fills it.", example="{Member: name}"
        ),
    )
    invoice: Mapping[str, str] = field(
        default_factory=dict,
        metadata=doc("The columns of its invoice: what we read, and its heading.", example='{number: "Member ID"}'),
    )


@dataclass(frozen=True, slots=True)
class Band:
    """A rate from an age on (whole years), up to the next band."""

    age: int = field(metadata=doc("The age from which the band counts.", at_least=0, at_most=120, example="40"))
    rate: Decimal = field(metadata=doc("The rate, in dollars.", example="0.09", at_least=0))
    tobacco: Decimal | None = field(
        default=None, metadata=doc("The rate of those who use tobacco; else the same.", example="0.15", at_least=0)
    )


@dataclass(frozen=True, slots=True)
class Rate:
    """What an option costs from a day on: by tier, or by age band. The person pays what the employer does not."""

    effective_from: date = field(metadata=doc("The first day the rate counts.", example="2026-01-01"))
    per: Per = field(default=Per.MONTH, metadata=doc("What the rate is for."))
    tiers: Mapping[Tier, Decimal] = field(
        default_factory=dict, metadata=doc("Dollars by coverage tier.", example="{employee: 612.40}")
    )
    bands: tuple[Band, ...] = field(default=(), metadata=doc("Rates by age, lowest age first."))
    tobacco_surcharge: Decimal = field(
        default=Decimal(0), metadata=doc("Dollars a month more, paid by those who use tobacco.", at_least=0)
    )
    employer: Mapping[Tier, Decimal] = field(
        default_factory=dict,
        metadata=doc("What the employer pays by tier, dollars a month.", example="{employee: 500}"),
    )
    employer_percent: Decimal | None = field(
        default=None, metadata=doc("Or the part of the cost that the employer pays, 0 to 1.", at_least=0, at_most=1)
    )


@dataclass(frozen=True, slots=True)
class Option:
    """A choice within a plan. Life and disability: `multiple` of annual pay, or `coverage` dollars, at most `maximum`."""

    name: str = field(metadata=doc("The option's name in this file.", reads="code", example="ppo"))
    label: str = field(metadata=doc("Its name on screens and papers.", example="PPO 500"))
    rates: tuple[Rate, ...] = field(default=(), metadata=doc("Its rates, oldest first."))
    multiple: Decimal | None = field(
        default=None, metadata=doc("Coverage as a multiple of annual pay.", example="2", at_least=0)
    )
    coverage: Decimal | None = field(
        default=None,
        metadata=doc("Coverage in dollars, or of disability the part of pay.", example="50000", at_least=0),
    )
    round_up_to: Decimal = field(
        default=Decimal(1), metadata=doc("Coverage by a multiple is rounded up to this many dollars.", example="1000")
    )
    maximum: Decimal | None = field(default=None, metadata=doc("The most coverage.", example="300000"))
    guaranteed: Decimal | None = field(
        default=None,
        metadata=doc("Coverage up to which no evidence of insurability is asked (guarantee issue).", example="150000"),
    )
    hsa_qualified: bool = field(
        default=False, metadata=doc("Whether it is a high-deductible plan that an HSA may stand beside.")
    )
    code: str = field(default="", metadata=doc("The carrier's code of the option.", example="PPO500"))
    ends: date | None = field(default=None, metadata=doc("The last day it can be chosen or had."))


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Who may have a plan; what is empty lets everyone in. The person's job row of the day decides."""

    statuses: tuple[str, ...] = field(
        default=("active", "leave"), metadata=doc("Statuses of the job.", example="[active, leave]")
    )
    employment_types: tuple[str, ...] = field(default=(), metadata=doc("Employment types.", example="[full-time]"))
    least_hours: Decimal = field(
        default=Decimal(0), metadata=doc("Standard hours a week, at least.", example="30", at_least=0, at_most=168)
    )
    grades: tuple[str, ...] = field(default=(), metadata=doc("Grades (classes).", example="[G5, G6]"))
    departments: tuple[str, ...] = field(default=(), metadata=doc("Departments by name."))
    locations: tuple[str, ...] = field(default=(), metadata=doc("Locations by name."))
    pay_groups: tuple[str, ...] = field(default=(), metadata=doc("Pay groups by name."))


@dataclass(frozen=True, slots=True)
class Waiting:
    """How long after the first day of work coverage begins. The ACA allows at most 90 days for health (45 CFR 147.116)."""

    days: int = field(default=0, metadata=doc("Days after the first day of work.", at_least=0, at_most=365))
    begins: Begins = field(default=Begins.FIRST_OF_MONTH, metadata=doc("When coverage begins after them."))


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan of a carrier: what may be chosen, by whom, from when, at what cost, and how payroll takes it."""

    name: str = field(metadata=doc("The plan's name in this file.", reads="code", example="medical"))
    label: str = field(metadata=doc("Its name on screens and papers.", example="Medical"))
    type: PlanType = field(metadata=doc("What it covers."))
    carrier: str = field(metadata=doc("The carrier by its name.", example="bluewater"))
    deduction: str = field(metadata=doc("The deduction code that takes the person's share.", example="medical"))
    begins: date = field(metadata=doc("The first day of the plan.", example="2026-01-01"))
    ends: date | None = field(default=None, metadata=doc("Its last day."))
    year_starts: str = field(
        default="01-01", metadata=doc("Month and day on which its plan year starts.", example="07-01", reads="text")
    )
    options: tuple[Option, ...] = field(default=(), metadata=doc("What may be chosen."))
    eligibility: Eligibility = field(default=Eligibility(), metadata=doc("Who may have it."))
    waiting: Waiting = field(default=Waiting(), metadata=doc("The waiting period of new hires."))
    active_election: bool = field(
        default=False,
        metadata=doc("Whether it must be chosen anew each year, or ends. Always so for FSAs (26 CFR 1.125-1)."),
    )
    default: str = field(default="", metadata=doc("The option one gets who chooses nothing; empty: none (waived)."))
    after: Ends = field(default=Ends.END_OF_MONTH, metadata=doc("When coverage ends after the last day of work."))
    age_out: int = field(default=26, metadata=doc("The birthday at which children leave.", at_least=0, at_most=99))
    age_out_ends: Ends = field(default=Ends.END_OF_MONTH, metadata=doc("When a child's coverage ends after it."))
    age_on: AgeOn = field(default=AgeOn.FIRST_OF_YEAR, metadata=doc("The day whose age decides the band."))
    least: Decimal | None = field(default=None, metadata=doc("The least amount one may choose.", example="120"))
    most: Decimal | None = field(default=None, metadata=doc("The most, where it is below the legal limit."))
    employer_seed: Mapping[Tier, Decimal] = field(
        default_factory=dict, metadata=doc("What the employer puts into an account a year, by tier of medical.")
    )
    match_percent: Decimal | None = field(
        default=None, metadata=doc("Of a retirement plan, the part of pay up to which the employer matches.", at_most=1)
    )
    match_rate: Decimal = field(default=Decimal(1), metadata=doc("The part of it that the employer adds.", at_most=2))
    imputed: bool = field(
        default=False,
        metadata=doc("Whether it is group-term life whose coverage above 50,000 is imputed income (26 U.S.C. 79)."),
    )


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """A change in life that opens an enrolment: what may change, for how long, from when, and which papers are owed."""

    name: str = field(metadata=doc("Its name in commands.", reads="code", example="birth"))
    label: str = field(metadata=doc("Its name on screens.", example="Birth of a child"))
    types: tuple[PlanType, ...] = field(default=(), metadata=doc("The types of plans that may change."))
    window_days: int = field(
        default=30, metadata=doc("The days it may be used, counted from the day after it.", at_least=1, at_most=90)
    )
    begins: Begins = field(default=Begins.SAME_DAY, metadata=doc("From when what is chosen counts, after the event."))
    papers: tuple[str, ...] = field(
        default=(), metadata=doc("The papers owed, as sentences on forms.", example='["birth certificate"]')
    )
    papers_days: int = field(default=60, metadata=doc("The days in which they are owed.", at_least=1, at_most=180))


@dataclass(frozen=True, slots=True)
class Settings:
    """The whole plan file. `new_hire_days` is the window of new hires, `checks_a_year` 0 takes premiums of every check."""

    carriers: tuple[Carrier, ...] = field(default=(), metadata=doc("Who insures or keeps the plans."))
    plans: tuple[Plan, ...] = field(default=(), metadata=doc("The plans."))
    life_events: tuple[LifeEvent, ...] = field(
        default=(), metadata=doc("Life events; one that bears the name of a shipped one replaces it.")
    )
    new_hire_days: int = field(default=30, metadata=doc("The days new hires have to choose.", at_least=1, at_most=90))
    waiver_reasons: tuple[str, ...] = field(
        default=("covered by a spouse", "covered by a parent", "other coverage", "not wanted"),
        metadata=doc("Reasons one may waive for."),
    )
    catch_up_checks: int = field(
        default=1,
        metadata=doc("How many missed checks are caught up with one check, at most.", at_least=0, at_most=12),
    )
