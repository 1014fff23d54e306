"""The use cases of sessions: begun and ended in the audit trail, and those that were cut off told afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from data import audit
from data.privacy.holds import held_numbers
from hrtui.access.rules import require
from hrtui.audit.model import Entry
from hrtui.context import Context
from hrtui.dates import utc_text
from hrtui.errors import NotAllowed
from hrtui.retention.model import length
from hrtui.retention.rules import latest
from hrtui.retention.settings import Records
from hrtui.served import seats, transfer
from hrtui.served.places import Places
from hrtui.served.seats import Guest, Seat, Seated

MOST_NAMED = 200
CUT_OFF = "cut off: nothing is known of its end"


def begin(ctx: Context, guest: Guest, folder: Path) -> Seat:
    """Give a guest a place, and note who came, from where and with which key; sessions that were cut off are told first.

    Raises NotAllowed where they have as many open as one may.
    """
    tell_cut_off(ctx, folder)
    most = ctx.config.served.most_sessions
    there = sum(attended and each.guest.login == guest.login for each, attended in seats.seated(folder))
    if there >= most:
        raise NotAllowed(
            f"{guest.login} has {there} sessions open, and {most} is the most; leave one of them, or wait until it ends."
        )
    seat = seats.take(folder, guest, utc_text(ctx.clock.now()))
    with ctx.store.write():
        _note(ctx, guest, "session.begin", {"from": guest.address, "key": guest.fingerprint})
    return seat


def end(ctx: Context, guest: Guest, how: str) -> None:
    """Note how a session ended."""
    with ctx.store.write():
        _note(ctx, guest, "session.end", {"from": guest.address, "how": how})


def tell_cut_off(ctx: Context, folder: Path) -> int:
    """Note the end of each session that is on record and attended by nobody, such as after a power cut; returns how many."""
    lost = [each for each, attended in seats.seated(folder) if not attended]
    if not lost:
        return 0
    with ctx.store.write():
        for each in lost:
            _note(ctx, each.guest, "session.end", {"from": each.guest.address, "began": each.began, "how": CUT_OFF})
    for each in lost:
        each.file.unlink(missing_ok=True)
    return len(lost)


def transferred(ctx: Context, guest: Guest, verb: str, name: str, size: int) -> None:
    """Note that a guest fetched, brought or removed a file of their folder, of so many bytes."""
    with ctx.store.write():
        _note(ctx, guest, f"session.{verb}", {"from": guest.address, "file": name, "bytes": str(size)})


@dataclass(frozen=True, slots=True)
class Upkeep:
    """What was done by night: the files removed, each behind its login, how many sessions were found cut off, and by which rule
    the files went."""

    removed: tuple[str, ...]
    cut_off: int
    rule: str


def upkeep(ctx: Context) -> Upkeep:
    """Tell the sessions that were cut off, and remove files that lay in users' folders past their time; audited. Those of a user
    over whom a legal hold stands stay.

    Raises NotAllowed.
    """
    require(ctx.actor, "store.check")
    places = Places.of(ctx.config)
    before, rule = files_kept_since(ctx)
    with ctx.store.snapshot():
        numbers = held_numbers()
    held = frozenset(user.login for user in ctx.config.users if user.person in numbers)
    removed = transfer.expire(places.data / "files", before, held)
    if removed:
        detail = {
            "files": " ".join(removed[:MOST_NAMED]),
            "count": str(len(removed)),
            "rule": rule,
        }
        with ctx.store.write():
            audit.append(Entry(ctx.clock.now(), ctx.actor.login, "session.expire", "files", detail=detail))
    return Upkeep(tuple(removed), tell_cut_off(ctx, places.sessions), rule)


def files_kept_since(ctx: Context) -> tuple[datetime, str]:
    """The instant since which files in users' folders are kept, and by which rule: the longest of `retention:` about them, else
    `served: keep_files_days:`."""
    about = [rule for rule in ctx.config.retention if rule.records is Records.FILES]
    until = latest(about, Records.FILES, ctx.clock.today())
    if until is None:
        days = ctx.config.served.keep_files_days
        return ctx.clock.now() - timedelta(days=days), f"served: keep_files_days: {days}"
    return datetime.combine(until, time(), UTC), ", ".join(f"{rule.name}: {length(rule)}" for rule in about)


def open_now(folder: Path) -> list[Seated]:
    """The sessions that are open."""
    return [each for each, attended in seats.seated(folder) if attended]


def _note(ctx: Context, guest: Guest, action: str, detail: dict[str, str]) -> None:
    audit.append(Entry(ctx.clock.now(), guest.login, action, guest.login, detail=detail))
