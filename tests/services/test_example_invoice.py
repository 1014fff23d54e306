"""The demo company's invoices hold a handful of errors, and reconciling one finds exactly those."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from hrtui.benefits.billing import service
from hrtui.benefits.billing.example import write_examples
from hrtui.benefits.billing.model import Kind
from hrtui.benefits.plans import Tier
from hrtui.context import Context
from hrtui.people import service as people
from hrtui.people.model import Termination
from tests.billed import JUNE, enrol, with_plans
from tests.people import hire


@pytest.fixture
def company(ctx: Context) -> Context:
    """Eight who are enrolled, six of them with a family, and one who left in February."""
    with_plans(ctx)
    for at in range(8):
        family = at < 6
        enrol(
            ctx, hire(ctx, last=f"Kim{at}"), Tier.FAMILY if family else Tier.EMPLOYEE, covers=(1, 2) if family else ()
        )
    gone = hire(ctx, last="Gone")
    enrol(ctx, gone, since=date(2025, 4, 1))
    people.terminate(ctx, gone, Termination(date(2026, 2, 10), "better offer", True))
    return ctx


def test_an_example_has_exactly_its_seeded_errors(company: Context, tmp_path: Path) -> None:
    (path,) = write_examples(company, JUNE, tmp_path / "invoices")
    assert path.name == "bluewater-2026-06.csv"
    made = service.load_invoice(company, "bluewater", path)
    assert made.faults == ()
    assert made.invoice is not None
    kinds = Counter(each.kind for each in service.reconcile(company, made.invoice.id).differences)
    seeded = [Kind.LEAVER, Kind.MISSING, Kind.TIER, Kind.RATE, Kind.DUPLICATE, Kind.DEPENDENT_BILLED, Kind.UNKNOWN]
    assert kinds == Counter(seeded)


def test_where_nobody_is_enrolled_no_file_is_written(ctx: Context, tmp_path: Path) -> None:
    assert write_examples(with_plans(ctx), JUNE, tmp_path / "invoices") == []
    assert not (tmp_path / "invoices").exists()
