"""One person's payslip as a file."""

from __future__ import annotations

from pathlib import Path

from hrtui.audit.writing import note_read
from hrtui.context import Context
from hrtui.payroll.outputs import files
from hrtui.payroll.outputs.files import Written
from hrtui.payroll.runs.paid import company_of, paid_slips
from hrtui.payroll.runs.reading import slip
from hrtui.payroll.runs.seen import run_of


def payslip_file(ctx: Context, number: str, person: str, path: Path) -> Written:
    """Write one person's payslip of a run to a new PDF file of 0600; the entry with its checksum is in the trail before.

    Raises NotAllowed, NotFound, and RuleBroken where the file is there already or cannot be written.
    """
    from hrtui.payroll.outputs.payslip_pdf import payslips_pdf  # noqa: PLC0415  (heavy, and only needed here)

    stored = slip(ctx, number, person)
    with ctx.store.snapshot():
        found = paid_slips(ctx, run_of(ctx, number), [stored.person], accounts=True)
    content = payslips_pdf(found, company_of(ctx), ctx.config.style)

    def keep(made: Written) -> None:
        note_read(ctx, person, "export", {"run": number, **made.detail}, area="payroll")

    return files.write(path, content, before_naming=keep)
