"""Invoices of the demo company's carriers, in files beside its configuration: something to reconcile."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hrtui.context import Clock

INVOICES = "invoices"


def write_invoices(config: Path, clock: Clock, login: str) -> None:
    """Write this month's invoice of each carrier whose plans anybody has, with a handful of errors to find."""
    from hrtui.benefits.billing.example import write_examples
    from hrtui.bootstrap import open_context

    ctx = open_context(config, clock, login)
    try:
        write_examples(ctx, ctx.clock.today(), config.parent / INVOICES)
    finally:
        ctx.store.close()
