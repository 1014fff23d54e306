"""What every check of a run stands on besides the person: pay group, codes and tables, known by a digest."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from data.benefit_law import law
from data.payroll_tables import payroll_tables
from hrtui import __version__
from hrtui.benefits.planfile import book
from hrtui.benefits.premiums import Premiums
from hrtui.context import Context
from hrtui.dates import Period
from hrtui.errors import ConfigError, RuleBroken
from hrtui.payroll.check.tables import Tables
from hrtui.payroll.companyrates import rates_on
from hrtui.payroll.gather import RunTerms
from hrtui.payroll.groups import PayGroup
from hrtui.payroll.holidays import closed_days
from hrtui.payroll.model import PayDate
from hrtui.payroll.owntables import own_digest, own_tables
from hrtui.payroll.rules import group_named
from hrtui.payroll.runs.model import WITH_PERIOD, Run

COUNTRY = "US"
MOST_KEPT = 8
_premiums: dict[object, Premiums] = {}
"""What elections ask of the checks of a group, which the runs of a year have in common."""


class Basis(NamedTuple):
    """The terms of a run, and the tables in force on its check date."""

    terms: RunTerms
    tables: Tables


def terms_of(ctx: Context, run: Run) -> Basis:
    """The terms of a run; raises RuleBroken where the year's tables are not known or the group is not configured."""
    config = ctx.config
    if config.company.country != COUNTRY:
        raise RuleBroken(f"Pay is computed by US rules only; the company is in {config.company.country}.", "country")
    group = group_named(config.pay_groups, run.group)
    tables = payroll_tables(run.pay_date, own_tables(config))
    return Basis(
        RunTerms(
            PayDate(run.group, Period(run.begins, run.ends), run.pay_date),
            group,
            config.pay_codes,
            frozenset(group.name for group in config.pay_groups),
            run.kind in WITH_PERIOD,
            exempt_ends=tables.federal.exempt_ends,
            minimum_wage=tables.garnishment.minimum_wage,
            company_rates=rates_on(config.contribution_rates, run.pay_date),
            premiums=premiums_of(ctx, run, group),
        ),
        tables,
    )


def premiums_of(ctx: Context, run: Run, group: PayGroup) -> Premiums | None:
    """What elections of benefits ask of the group's checks; None where no plan is declared."""
    known = book(ctx)
    if known.empty:
        return None
    year = run.pay_date.year
    closed, legal = closed_days(ctx.config.holidays, (year - 1, year, year + 1)), law(run.pay_date)
    key = id(known), legal.year, year, group, tuple(sorted(closed))
    held = _premiums.get(key)
    if held is None:  # it keeps the book, so that no other comes to bear its id
        if len(_premiums) >= MOST_KEPT:
            _premiums.clear()
        held = _premiums[key] = Premiums(known, legal, group, closed)
    return held


def digest(ctx: Context, run: Run) -> str:
    """A digest of the configuration and the program that a run's checks are computed with: another one makes all dirty."""
    config = ctx.config
    stands_on = (
        __version__, config.company.country, config.pay_groups, config.holidays, config.earning_codes,
        config.deduction_codes, config.contribution_rates, run.group, run.kind, own_digest(config), _plans(ctx),
    )  # fmt: skip
    return hashlib.sha256(repr(stands_on).encode()).hexdigest()[:16]


def _plans(ctx: Context) -> str:
    """What the plan file declares; of one that cannot be read its problems, which a calculation then says."""
    try:
        return book(ctx).told
    except ConfigError as error:
        return str(error)
