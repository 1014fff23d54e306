"""`hrtui night`: what a server does by night: a backup that is opened and proven, files whose time is over, a check."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hrtui.cli.session import Session
    from hrtui.context import Context

PROVEN = "opened and proven"
COMPARED = (
    "compared byte by byte with what was sealed, of a copy that was proven before; that it opens is shown by whoever has the key, with"
    " `hrtui backup verify FILE --key KEY`"
)
SUMMARY = "Upkeep of a server by night: a proven backup, old files of users, sessions cut off, a check."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments: there are none."""


def run(args: argparse.Namespace, session: Session) -> int:
    """Do it, and say what was found; the exit code is that of a damaged store where the check found a fault.

    Raises what `night.keep` does, such as StoreDamaged where the backup is not proven; the rest is done by then, and the trail
    says that the night failed.
    """
    from hrtui.store import night

    ctx = session.context
    try:
        return _done(ctx, session)
    except BrokenPipeError:
        raise  # whoever read what was said went away; the work was done
    except Exception as error:
        night.note_failure(ctx, error)
        raise


def _done(ctx: Context, session: Session) -> int:
    from hrtui.cli.check import code_of
    from hrtui.served import sessions
    from hrtui.store import night, service
    from hrtui.store.model import Grade

    done = sessions.upkeep(ctx)
    for name in done.removed:
        session.out(f"Removed, past its time ({done.rule}): {name}")
    if done.cut_off:
        session.out(f"Sessions that were cut off: {done.cut_off}")
    findings = service.check(ctx)
    faults = [each for each in findings if each.grade is Grade.FAULT]
    for each in faults:
        session.out(f"{each.check}: {each.sentence}")
    kept = night.keep(ctx)
    for name in kept.cleared:
        session.out(f"Removed, left by a kill: {name}")
    session.out(f"Backup: {kept.file}, {PROVEN if kept.opened else COMPARED}.")
    for name in kept.removed:
        session.out(f"Removed, older than {ctx.config.store.keep_backups_days} days: {name}")
    for name in kept.dropped:
        session.out(f"Removed, set aside as not proven before: {name}")
    if kept.documents.gone:
        session.out(f"Removed, documents that no backup refers to any more: {kept.documents.gone:,}")
    if kept.documents.stuck:
        session.out(f"Documents that no backup refers to and that could not be removed: {kept.documents.stuck:,}")
    if kept.documents.why:
        session.out(kept.documents.why)
    night.note(ctx, findings)
    return code_of(faults)
