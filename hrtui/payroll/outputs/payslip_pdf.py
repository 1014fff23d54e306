"""Payslips as one PDF: the same slips give the same bytes; how it is drawn is `drawing`'s."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from hrtui.errors import RuleBroken
from hrtui.money import NumberStyle
from hrtui.payroll.outputs.drawing import canvas_for, draw, foot, measure
from hrtui.payroll.outputs.payslip import US, payslip
from hrtui.payroll.outputs.payslip_pages import pages_of
from hrtui.payroll.outputs.values import Company, PaidSlip
from hrtui.text import clean


def payslips_pdf(slips: Iterable[PaidSlip], company: Company, style: NumberStyle = US) -> bytes:
    """The payslips in one file, each from a page of its own, with a bookmark for each person.

    Raises RuleBroken where there are none. All of it is kept in memory, about 2 KB a payslip.
    """
    out = BytesIO()
    canvas = canvas_for(out, "Payslips", company.name)
    count = 0
    for count, slip in enumerate(slips, 1):
        drawn = pages_of(payslip(slip, company, style), measure)
        _bookmark(canvas, slip, count)
        for number, page in enumerate(drawn, 1):
            foot(canvas, number, len(drawn), draw(canvas, page))
            canvas.showPage()
    if not count:
        raise RuleBroken("There is no slip in this run, so there is no payslip to print.")
    canvas.save()
    return out.getvalue()


def _bookmark(canvas: Any, slip: PaidSlip, count: int) -> None:
    canvas.bookmarkPage(f"slip-{count}")
    canvas.addOutlineEntry(clean(f"{slip.sorted_name} ({slip.number})"), f"slip-{count}")
