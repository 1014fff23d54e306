"""What lies beside a pay date, and a preview on its way out: reads and an export on top of payroll's use cases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from hrtui.access.rules import require
from hrtui.context import Context
from hrtui.exchange.export import export_rows
from hrtui.payroll import service
from hrtui.payroll.model import CENTS, PayDate, Preview
from hrtui.payroll.rules.figures import part_of

PAGE = 64
EXPORTED = (
    "pay_group", "check_date", "number", "name", "department", *CENTS, "blockers",
)  # fmt: skip


def pay_date_after(ctx: Context, made: PayDate) -> PayDate:
    """The next pay date of the same group. Raises NotAllowed."""
    return service.next_pay_date(ctx, made.group, made.check + timedelta(days=1))


def pay_date_before(ctx: Context, made: PayDate) -> PayDate:
    """The pay date before, of the same group. Raises NotAllowed."""
    years = (date(made.check.year - 1, 12, 31), made.check)
    known = [each for day in years for each in service.pay_dates(ctx, made.group, day)]
    return max((each for each in known if each.check < made.check), key=lambda each: each.check)


def export_preview(ctx: Context, made: Preview, places: Sequence[int], path: Path) -> int:
    """Write rows of a preview to a new file, in the order of their places, and return how many; leaves an audit entry.

    Raises NotAllowed, and RuleBroken where the file is there already or cannot be written.
    """
    require(ctx.actor, service.ACTION)
    detail = {"group": made.pay_date.group, "check": made.pay_date.check.isoformat()}
    rows = _rows(ctx, made, places)
    return export_rows(ctx, path, EXPORTED, rows, action="payroll.export", counted="people", detail=detail)


def _rows(ctx: Context, made: Preview, places: Sequence[int]) -> Iterator[tuple[object, ...]]:
    group, check = made.pay_date.group, made.pay_date.check
    for start in range(0, len(places), PAGE):
        some = part_of(made, places[start : start + PAGE])
        for row, computed in zip(service.preview_rows(ctx, some, 0, PAGE), some.columns.computed, strict=True):
            figures = [Decimal(getattr(row, name)).scaleb(-2) if computed else None for name in CENTS]
            yield group, check, row.number, row.name, row.department, *figures, row.blockers
