"""`hrtui interviews`: the best slots for a panel, booked, moved and told to calendars."""

from __future__ import annotations

import argparse

from hrtui.cli import parts
from hrtui.cli.parts import act as run

__all__ = ["PARTS", "SUMMARY", "add_arguments", "run"]

SUMMARY = "Interviews: the best slots, booked, moved, told to calendars."
PARTS = ("interviewslots", "interviewacts", "interviewers", "interviewmine")
"""The modules below `hrtui.cli` that declare what can be done; a new one gets its name here."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what can be done."""
    parts.declare(parser, PARTS)
