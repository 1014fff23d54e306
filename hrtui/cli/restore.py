"""`hrtui restore`: a backup in the place of the store, after a copy of what is there; others keep working."""

from __future__ import annotations

import argparse

from hrtui import bootstrap
from hrtui.cli.arguments import a_path
from hrtui.cli.session import Session
from hrtui.store import service
from hrtui.store.model import RestoreReport

SUMMARY = "Put a backup in the place of the store."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", metavar="FILE", type=a_path, help="the backup")
    parser.add_argument(
        "--anyway", action="store_true", help="take a backup of another store, or one of a store that had faults"
    )
    parser.add_argument(
        "--key", metavar="FILE", type=a_path, help="the secret half of the backup key, for a sealed backup"
    )
    parser.add_argument(
        "--cipher-key",
        metavar="FILE",
        type=a_path,
        help="the key it was encrypted with, where that is not the configured one",
    )
    parser.add_argument("--json", action="store_true", help="print what was done")


def run(args: argparse.Namespace, session: Session) -> int:
    """Restore, and say where what was there before is kept."""
    ctx = bootstrap.unopened_context(session.config_path, acting=session.acting)
    report = service.restore(ctx, args.file, anyway=args.anyway, key_file=args.key, cipher_file=args.cipher_key)
    if args.json:
        session.json(report)
    else:
        for line in _lines(report):
            session.out(line)
    return 0


def _lines(report: RestoreReport) -> list[str]:
    lines = [f"{report.store} holds what {report.backup} held."]
    if report.safety is not None:
        lines.append(f"  What was there before is kept in {report.safety}.")
    if report.manifest is None:
        lines.append("  There was no manifest beside the backup: it is sound, but not proven to be what was backed up.")
    if report.from_schema != report.schema:
        lines.append(f"  It was brought from schema {report.from_schema} to {report.schema}.")
    documents = report.documents
    if documents is not None and documents.new:
        lines.append(f"  {documents.new:,} documents were put back into {documents.folder}.")
    if documents is not None and documents.missing:
        lines.append(f"  {len(documents.missing):,} documents are missing; see `hrtui check`.")
    lines += [f"  Taken all the same: {fault}" for fault in report.accepted]
    return [*lines, f"  The audit trail says so in its last entry, {report.head}."]
