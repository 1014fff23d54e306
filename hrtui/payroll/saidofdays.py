"""What is to be said of the days of a check: those that cannot be paid, and hours and rates that look wrong."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal

from hrtui.payroll.check.values import Blocker
from hrtui.payroll.model import Segment, Unpaid
from hrtui.people.model import Basis, Flsa, Job

FULL_TIME_HOURS = Decimal(40)


def is_plain(parts: Sequence[Segment]) -> bool:
    """Whether days are those of one salary, all of them paid: nothing has to be said of them."""
    if len(parts) != 1:
        return False
    pay = parts[0].pay
    return parts[0].unpaid is None and pay is not None and pay.basis is not Basis.HOURLY


def unpaid(parts: Sequence[Segment], groups: Collection[str]) -> list[Blocker]:
    """Days that should be paid and cannot be, each once; `groups` are the pay groups there are."""
    found: list[Blocker] = []
    for part in parts:
        if part.unpaid is None:
            continue
        when = f"from {part.period.start} to {part.period.end}"
        group = part.pay.pay_group if part.pay else ""
        if part.unpaid is Unpaid.NO_RATE:
            found.append(Blocker("no_pay_rate", f"No pay rate {when}.", "Record one as a change of pay."))
        elif part.unpaid is Unpaid.NO_GROUP:
            found.append(Blocker("no_pay_group", f"No pay group {when}.", "Name one in a change of pay."))
        elif part.unpaid is Unpaid.CURRENCY:
            message = f"Pay {when} is not in US dollars."
            found.append(Blocker("currency", message, "Only US dollars can be paid; record the rate in dollars."))
        elif part.unpaid is Unpaid.OTHER_GROUP and groups and group not in groups:
            message = f"Pay group “{group}” {when} is not in the configuration."
            found.append(Blocker("unknown_pay_group", message, "Add it under pay_groups, or change the pay row."))
    return found


def below_minimum(parts: Sequence[Segment], least: Decimal | None) -> list[Blocker]:
    """An hourly rate below the minimum wage, dollars an hour, of someone who is not exempt."""
    if least is None:
        return []
    return [
        Blocker(
            "minimum_wage",
            f"{part.pay.rate.amount} an hour from {part.period.start} is below the minimum wage of {least}.",
            "Record a rate that is not below it, or mark the job as exempt where the law lets it be.",
        )
        for part in parts
        if part.unpaid is None and part.pay and part.job and part.pay.basis is Basis.HOURLY
        and part.job.flsa is not Flsa.EXEMPT and part.pay.rate.amount < least
    ]  # fmt: skip


def worth_knowing(parts: Sequence[Segment]) -> list[str]:
    """That days on leave are not paid, and that scheduled hours look like those of someone else."""
    made = []
    if any(part.unpaid is Unpaid.LEAVE for part in parts):
        made.append("Days on leave are unpaid.")
    if any(_too_many(part.job) for part in parts if part.unpaid is None and _hourly(part)):
        made.append("FTE is below 1 with full standard hours: check the standard hours of the job.")
    return made


def _hourly(part: Segment) -> bool:
    return part.pay is not None and part.pay.basis is Basis.HOURLY


def _too_many(job: Job | None) -> bool:
    return job is not None and job.fte < 1 and job.standard_hours >= FULL_TIME_HOURS
