"""What happened with a candidate, told from how their applications stood one day after another; pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, tzinfo

from hrtui.recruiting.model import Application, ApplicationState, Candidate, Happened, Owes, Requisition

OWED = {Owes.OWED: "owed a message", Owes.SENT: "message sent", Owes.WAIVED: "no message is written"}


def timeline(
    candidate: Candidate,
    applications: Sequence[tuple[Application, Requisition]],
    history: Sequence[Application],
    zone: tzinfo = UTC,
) -> tuple[Happened, ...]:
    """Everything that happened, newest first, on the days of a time zone; `history` is how applications stood, in the order in
    which it was entered."""
    titles = {each.id: f"{wanted.number} {wanted.title}" for each, wanted in applications}
    last: dict[int, Application] = {}
    out: list[Happened] = []
    for now in history:
        before = last.get(now.id)
        last[now.id] = now
        by = now.stamp.recorded_by if now.stamp else ""
        on = now.stamp.recorded_at.astimezone(zone).date() if now.stamp else now.since
        for what, ended in _steps(before, now):
            out.append(Happened(on, what, titles.get(now.id, ""), by, ended))
    if candidate.stamp is not None and not out:
        on = candidate.stamp.recorded_at.astimezone(zone).date()
        out.append(Happened(on, "Entered or changed", "", candidate.stamp.recorded_by))
    return tuple(reversed(out))


def _steps(before: Application | None, now: Application) -> list[tuple[str, bool]]:
    """What one entry says that the one before did not, each with whether it ended the application."""
    if before is None:
        return [(f"Applied, in {now.stage}{f', from {now.source}' if now.source else ''}", False)]
    out: list[tuple[str, bool]] = []
    if now.state is not before.state:
        ended = now.state in (ApplicationState.REJECTED, ApplicationState.WITHDRAWN)
        why = f": {now.reason.replace('_', ' ')}" if now.reason else ""
        out.append(
            (
                f"Taken up again in {now.stage}"
                if now.state is ApplicationState.ACTIVE
                else f"{now.state.value.capitalize()}{why}",
                ended,
            )
        )
    elif now.stage != before.stage:
        out.append((f"Moved from {before.stage} to {now.stage}", False))
    if now.owes is not before.owes and now.owes in OWED:
        out.append((OWED[now.owes].capitalize(), False))
    if now.next_action and (now.next_action, now.next_on) != (before.next_action, before.next_on):
        out.append((f"Next: {now.next_action}{f' on {now.next_on}' if now.next_on else ''}", False))
    if now.owner != before.owner:
        out.append((f"Owned by {now.owner or 'nobody'}", False))
    if now.rating != before.rating and now.rating is not None:
        out.append((f"Rated {now.rating} of 5", False))
    if now.note and now.note != before.note:
        out.append((f"Note: {now.note}", False))
    return out
