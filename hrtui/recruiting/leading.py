"""Where what the trail is about is shown: the address of the page of a candidate, a board or a message."""

from __future__ import annotations

from hrtui.context import Context
from hrtui.recruiting.gathering import READ, application
from hrtui.recruiting.offering import found_offer


def address_of(ctx: Context, number: str) -> str:
    """The address that shows a number of recruiting: a candidate's for theirs, an application's and an offer's, the board of a
    requisition; empty for any other number. Raises NotAllowed, and NotFound for one that is none any more."""
    match number.partition("-")[0]:
        case "CAN":
            return f"candidate {number}"
        case "APP":
            return f"candidate {application(ctx, READ, number)[2].number}"
        case "OFF":
            return f"candidate {found_offer(ctx, READ, number, None)[3].number}"
        case "REQ":
            return f"board {number}"
        case "MSG":
            return f"message {number}"
    return ""
