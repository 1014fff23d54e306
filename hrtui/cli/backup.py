"""`hrtui backup`: a copy of the store at one moment, proven row by row, with a manifest beside it."""

from __future__ import annotations

import argparse
import sys

from hrtui.cli.arguments import a_path
from hrtui.cli.session import Session
from hrtui.errors import StoreDamaged
from hrtui.store import service
from hrtui.store.model import BackupReport

SUMMARY = "Write a verified copy of the store while others work."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "file",
        metavar="FILE",
        nargs="?",
        type=a_path,
        help="the file, or a folder (else the configured folder of backups)",
    )
    parser.add_argument("--json", action="store_true", help="print the file and its manifest")


def run(args: argparse.Namespace, session: Session) -> int:
    """Back up; say where, and whether the store itself held together."""
    report = service.backup(session.context, args.file)
    made = report.manifest
    if args.json:
        session.json({"file": report.file, "manifest": made, "documents": report.documents})
    else:
        _tell(session, report)
    missing = report.documents.missing if report.documents else ()
    if missing:
        print(f"hrtui: {len(missing)} documents are missing or damaged; see `hrtui check`.", file=sys.stderr)
    if made.faults:
        print(
            "hrtui: The copy is exact, but the store itself does not hold together; see `hrtui check`.", file=sys.stderr
        )
    return StoreDamaged.exit_code if made.faults or missing else 0


def _tell(session: Session, report: BackupReport) -> None:
    made = report.manifest
    session.out(f"{report.file}: {made.bytes / 2**20:,.1f} MB, verified.")
    session.out(f"  people         {made.picture.counts.get('person', 0):,}")
    session.out(f"  audit entries  {made.picture.entries:,}, the last {made.picture.head}")
    session.out(f"  sha256         {made.sha256}")
    copied = report.documents
    if copied is not None and copied.files:
        session.out(f"  documents      {copied.files:,}, {copied.new:,} of them new in {copied.folder}")
    session.out("Keep the key of sealed values apart from it: without the key they cannot be read again.")
