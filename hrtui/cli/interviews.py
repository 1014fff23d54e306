"""`hrtui interviews`: the best slots for a panel among its calendars."""

from __future__ import annotations

import argparse

from hrtui.cli import parts
from hrtui.cli.parts import act as run

__all__ = ["PARTS", "SUMMARY", "add_arguments", "run"]

SUMMARY = "Interviews: the best slots for a panel among its calendars."
PARTS = ("interviewslots",)
"""The modules below `hrtui.cli` that declare what can be done; a new one gets its name here."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what can be done."""
    parts.declare(parser, PARTS)
