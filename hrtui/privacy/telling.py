"""What an erasure would do, in words: the same on the shell and on screen."""

from __future__ import annotations

from hrtui.privacy.model import Erasing
from hrtui.text import counted, listed

NAMED_BACKUPS = 5


def lines(planned: Erasing) -> list[str]:
    """The lines of a dry run: what is erased, what is kept and why, which hold stands, and which backups go on holding it."""
    said = [f"{planned.number}: {counted(planned.total, 'row')} overwritten, {counted(planned.files, 'file')} taken out, "
            f"{counted(planned.entries, 'entry', 'entries')} of the trail emptied."]  # fmt: skip
    said += [f"  erased  {table.replace('_', ' ')}: {count:,}" for table, count in planned.rows.items()]
    for each in planned.kept:
        why = f"until {each.until} ({each.rule}: {each.source})" if each.until else each.why
        said.append(f"  kept    {each.what}: {why}")
    said += [f"  hold    {number}" for number in planned.holds]
    if planned.backups:
        named = [f"{name} ({day})" for name, day in planned.backups[:NAMED_BACKUPS]]
        named += [f"{len(planned.backups) - NAMED_BACKUPS} more"] * (len(planned.backups) > NAMED_BACKUPS)
        said.append(f"  backups go on holding them until they expire: {listed(named, 'and')}")
    return [*said, *planned.refusals]
