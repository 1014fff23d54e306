"""`hrtui recruiting`: requisitions, candidates, their applications and boards; each in a module of its own."""

from __future__ import annotations

import argparse

from hrtui.cli import parts
from hrtui.cli.parts import act as run

__all__ = ["PARTS", "SUMMARY", "add_arguments", "run"]

SUMMARY = "Recruiting: requisitions, candidates, the board."
PARTS = (
    "recruitrequisitions",
    "recruitcandidates",
    "recruitboard",
    "recruitscores",
    "recruitoffers",
    "recruitmessages",
    "recruitmerging",
    "recruitfiles",
    "recruitreport",
    "recruitexport",
    "recruiteeo",
)
"""The modules below `hrtui.cli` that declare what can be done; a new one gets its name here."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what can be done."""
    parts.declare(parser, PARTS)
