"""How every use case leaves its trace: a command, then its entry, in the transaction that writes the facts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from data import audit, steps
from hrtui.access.model import Field
from hrtui.audit.model import Change, Entered, Entry
from hrtui.audit.rules import STEPS
from hrtui.context import Context
from hrtui.errors import RuleBroken

Note = tuple[str, Iterable[Change], Mapping[str, str] | None]  # a subject, what changed about it, and the detail


def not_past(ctx: Context) -> None:
    """Raise RuleBroken while a past day is looked at: for what takes long before it begins to write."""
    if ctx.past:
        raise RuleBroken(
            f"The company is shown as of {ctx.lens}, and the past is read-only; come back to today first (@)."
        )


def begin(ctx: Context, action: str, subject: str, undoes: int | None = None) -> Entered:
    """Make the command under which rows are written; inside `write()`. Raises RuleBroken while a past day is looked at.

    Where the machine's clock was set back it is entered at the instant of the command before it: nothing supersedes what was
    entered later.
    """
    not_past(ctx)
    newest = audit.newest()
    at = ctx.clock.now() if newest is None else ctx.clock.after(newest)
    return Entered(audit.begin(at, ctx.actor.login, action, subject, undoes), at, ctx.actor.login)


def note(
    entered: Entered, action: str, subject: str, changes: Iterable[Change], detail: Mapping[str, str] | None = None
) -> None:
    """Write the command's entry about one subject, after its rows were written; inside `write()`."""
    made = _detailed(detail, steps.steps_of(entered.command, subject))
    audit.append(Entry(entered.at, entered.by, action, subject, entered.command, tuple(changes), made))


def about(numbers: Collection[str]) -> str:
    """What a command is about, of some people by number: the one there is, else how many; such a command has a note of its own."""
    alone = set(numbers)
    return alone.pop() if len(alone) == 1 else f"{len(alone):,} people"


def note_many(entered: Entered, action: str, notes: Iterable[Note]) -> int:
    """Write the command's entries about many subjects, one of them the command's own, after all its rows were written; inside
    `write()`.

    Call it once for a command: it takes three queries, and some thirty microseconds a subject. Returns how many.
    """
    made = steps.steps_by_subject(entered.command)
    return audit.append_many(
        Entry(
            entered.at, entered.by, action, subject, entered.command, tuple(changes),
            _detailed(detail, made.get(subject, "")),
        )
        for subject, changes, detail in notes
    )  # fmt: skip


def _detailed(detail: Mapping[str, str] | None, made: str) -> Mapping[str, str] | None:
    return {**(detail or {}), STEPS: made} if made else detail


def note_seen(ctx: Context, subject: str, fields: Iterable[Field], area: str = "people") -> None:
    """Write that the actor saw sensitive fields of a subject, naming the fields and never what was in them."""
    seen = sorted(set(fields))
    if seen:
        with ctx.store.write():
            for field in seen:
                audit.append(Entry(ctx.clock.now(), ctx.actor.login, f"{area}.see_{field}", subject))


def note_read(ctx: Context, subject: str, what: str, detail: Mapping[str, str], area: str = "people") -> None:
    """Write that the actor read something sensitive of a subject, such as a document; never what was in it."""
    with ctx.store.write():
        audit.append(Entry(ctx.clock.now(), ctx.actor.login, f"{area}.{what}", subject, detail=detail))


def note_reads(
    ctx: Context, subjects: Iterable[str], what: str, detail: Mapping[str, str], area: str = "people"
) -> int:
    """As `note_read`, of many subjects in one transaction; returns how many. Some twenty microseconds each."""
    at, by = ctx.clock.now(), ctx.actor.login
    with ctx.store.write():
        return audit.append_many(Entry(at, by, f"{area}.{what}", subject, detail=detail) for subject in subjects)
