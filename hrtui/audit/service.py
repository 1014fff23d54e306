"""The use cases of the trail: undo, reading it, verifying it."""

from __future__ import annotations

from hrtui.audit.model import ChainReport, StoredEntry
from hrtui.context import Context
from hrtui.people.model import Done


def undo(ctx: Context, command: int | None = None) -> Done:
    """Undo a command, or the actor's last one. Raises NotFound, NotAllowed and Conflict."""
    raise NotImplementedError


def log(ctx: Context, limit: int = 50, before: int | None = None, subject: str = "") -> list[StoredEntry]:
    """The newest entries first, before an id, about a subject; values of sensitive fields masked as the role says."""
    raise NotImplementedError


def verify(ctx: Context) -> ChainReport:
    """Walk the hash chain."""
    raise NotImplementedError
