"""What every check of a run stands on besides the person: pay group, codes and tables, known by a digest."""

from __future__ import annotations

import hashlib

from data.payroll_tables import payroll_tables
from hrtui import __version__
from hrtui.context import Context
from hrtui.dates import Period
from hrtui.errors import RuleBroken
from hrtui.payroll.gather import RunTerms
from hrtui.payroll.rules import group_named
from hrtui.payroll.runs.model import WITH_PERIOD, Run

COUNTRY = "US"


def terms_of(ctx: Context, run: Run) -> RunTerms:
    """The terms of a run; raises RuleBroken where the year's tables are not known or the group is not configured."""
    config = ctx.config
    if config.company.country != COUNTRY:
        raise RuleBroken(f"Pay is computed by US rules only; the company is in {config.company.country}.", "country")
    return RunTerms(
        Period(run.begins, run.ends),
        run.pay_date,
        group_named(config.pay_groups, run.group),
        config.pay_codes,
        payroll_tables(run.pay_date),
        run.kind in WITH_PERIOD,
        frozenset(group.name for group in config.pay_groups),
    )


def digest(ctx: Context, run: Run) -> str:
    """A digest of the configuration and the program that a run's checks are computed with: another one makes all dirty."""
    config = ctx.config
    stands_on = (
        __version__, config.company.country, config.pay_groups, config.holidays, config.earning_codes,
        config.deduction_codes, run.group, run.kind,
    )  # fmt: skip
    return hashlib.sha256(repr(stands_on).encode()).hexdigest()[:16]
