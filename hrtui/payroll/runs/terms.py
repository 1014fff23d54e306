"""What every check of a run stands on besides the person: pay group, codes and tables, known by a digest."""

from __future__ import annotations

import hashlib

from hrtui import __version__
from hrtui.context import Context
from hrtui.payroll.runs.model import Run


def digest(ctx: Context, run: Run) -> str:
    """A digest of the configuration and the program that a run's checks are computed with: another one makes all dirty."""
    config = ctx.config
    stands_on = (
        __version__, config.company.country, config.pay_groups, config.holidays, config.earning_codes,
        config.deduction_codes, run.group, run.kind,
    )  # fmt: skip
    return hashlib.sha256(repr(stands_on).encode()).hexdigest()[:16]
