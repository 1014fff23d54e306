"""Whether what is on file of a person is for one check what it was for another, so that no row of theirs can have changed it; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeVar

from hrtui.dates import Period
from hrtui.payroll.model import PersonFacts
from hrtui.payroll.runs.terms import Basis
from hrtui.people.model import Certificate, Job, Pay

Dated = TypeVar("Dated", Job, Pay)


def unmoved(before: PersonFacts, now: PersonFacts, last: Basis, this: Basis) -> bool:
    """Whether two checks of different periods stand on the same rows of pay and job, none of which begins inside the last
    period, on the same certificates and the same home."""
    then, to = last.terms.pay_date, this.terms.pay_date
    return (
        then.period != to.period
        and _same(before.jobs, now.jobs, then.period, to.period.end)
        and _same(before.pays, now.pays, then.period, to.period.end)
        and _entries(before.certificates, then.check) == _entries(now.certificates, to.check)
        and (before.state, before.birth_date) == (now.state, now.birth_date)
        and before.location_states == now.location_states
    )


def _same(before: Sequence[Dated], now: Sequence[Dated], span: Period, until: date) -> bool:
    here, there = ([row for row in rows if row.effective_from <= until] for rows in (before, now))
    return here == there and not any(span.start < row.effective_from <= span.end for row in here)


def _entries(rows: Sequence[Certificate], on: date) -> list[tuple[date, str, Mapping[str, str]]]:
    return [(row.effective_from, row.jurisdiction, row.entries) for row in rows if row.effective_from <= on]
