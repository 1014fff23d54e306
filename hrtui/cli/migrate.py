"""`hrtui migrate`: the store at this version's schema, after a backup; `--dry-run` only tells the steps."""

from __future__ import annotations

import argparse

from hrtui import bootstrap
from hrtui.cli.session import Session
from hrtui.store import service
from hrtui.store.model import MigrationReport

SUMMARY = "Bring the store to this version's schema, after a backup."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--dry-run", action="store_true", help="tell the steps and sizes; change nothing")
    parser.add_argument("--json", action="store_true", help="print what was or would be done")


def run(args: argparse.Namespace, session: Session) -> int:
    """Migrate, or tell what migrating would do."""
    report = service.migrate(
        bootstrap.unopened_context(session.config_path, acting=session.acting), dry_run=args.dry_run
    )
    if args.json:
        session.json(report)
    else:
        for line in _lines(report):
            session.out(line)
    return 0


def _lines(report: MigrationReport) -> list[str]:
    if not report.steps:
        return [f"{report.store} has schema {report.have}, which is this hrtui's; there is nothing to do."]
    verb = "was brought" if report.done else "would be brought"
    return [
        f"{report.store} {verb} from schema {report.have} to {report.need}:",
        *(f"  {step.number:>3}  {step.summary}" for step in report.steps),
        f"The store has {report.bytes / 2**20:,.1f} MB; {report.free / 2**20:,.0f} MB are free for a backup of it.",
        f"The backup is {report.backup}." if report.done else "A backup comes first; everything or nothing is done.",
    ]
