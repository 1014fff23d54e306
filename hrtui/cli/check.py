"""`hrtui check`: the engine's view of the store, references, audit chain, invariants, sealed values, backups, disk."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence

from hrtui import bootstrap
from hrtui.cli.session import Session
from hrtui.errors import StoreDamaged
from hrtui.store import service
from hrtui.store.model import Finding, Grade
from hrtui.text import listed

SUMMARY = "Check the store: integrity, audit chain, invariants."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--json", action="store_true", help="print an array of check, grade and sentence")
    parser.add_argument("--quiet", action="store_true", help="print only what is not good")


def run(args: argparse.Namespace, session: Session) -> int:
    """Print every finding; the exit code is that of a damaged store where one is a fault."""
    ctx = bootstrap.unopened_context(session.config_path, acting=session.acting)
    findings = service.check(ctx)
    shown = [each for each in findings if not (args.quiet and each.grade is Grade.GOOD)]
    told(shown, args.json, session)
    if not args.json:
        session.out(f"{ctx.config.store_path}: {_summary([each.grade for each in findings])}.")
    return code_of(findings)


def told(findings: Sequence[Finding], as_json: bool, session: Session) -> None:
    """Print findings, each with its sentence below it."""
    if as_json:
        session.json([{"check": each.check, "grade": each.grade, "sentence": each.sentence} for each in findings])
        return
    for each in findings:
        session.out(f"{each.grade:<8} {each.check}")
        session.out(f"         {each.sentence}")


def code_of(findings: Iterable[Finding]) -> int:
    """The exit code of findings: that of a damaged store where one is a fault."""
    return StoreDamaged.exit_code if any(each.grade is Grade.FAULT for each in findings) else 0


def _summary(grades: list[Grade]) -> str:
    counted = {grade: grades.count(grade) for grade in Grade}
    return listed([f"{count} {grade}" for grade, count in counted.items() if count], "and")
