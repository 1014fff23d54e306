"""What is said of a slot: when it is, what is good and bad about it, and of what stands in the way where there is none; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from hrtui.interviews.spans import instant_of
from hrtui.interviews.wishes import Block, Proposal

BAD = {
    "wait": "days to wait",
    "edge": "at the edge of a working day",
    "cut": "cuts free time in two",
    "scrap": "leaves a piece too short to use",
    "load": "more interviews that week",
    "pause": "longer pauses",
    "shift": "moved by hours",
    "other": "other interviewers",
}
GOOD = {
    "edge": "within everyone's day",
    "cut": "next to other appointments",
    "load": "nobody has others that week",
    "pause": "no idle pause",
}


def when(minute: int, zone: ZoneInfo) -> str:
    """A minute as `Tue 2026-12-01 10:00 EST` in a zone."""
    return f"{instant_of(minute).astimezone(zone):%a %Y-%m-%d %H:%M %Z}"


def reasons(proposal: Proposal) -> str:
    """Why a slot is where it is in the order: what is good about it, then the points against it."""
    points = proposal.points
    sessions = len(proposal.placed)
    good = [said for what, said in GOOD.items() if not points.get(what) and (what != "pause" or sessions > 1)]
    bad = [f"{said} {points[what]}" for what, said in BAD.items() if points.get(what)]
    return "; ".join([*good, *bad])


def why(blocks: Sequence[Block], names: Mapping[str, str], zone: ZoneInfo) -> str:
    """Whose calendar stands in the way, and what would be free without it."""
    if not blocks:
        return "There is no slot, and none without any one of the calendars: give it more days, longer hours or fewer people."
    said = []
    for block in blocks:
        whose = {
            "windows": "at any hour of the candidate's days",
            "most": "without the most that anybody has a day and a week",
        }.get(block.whose, f"without the calendar of {names.get(block.whose, block.whose)}")
        many = "1 slot would be" if block.found == 1 else f"{block.found:,} slots would be"
        said.append(f"{whose} {many} free, the first on {when(block.first, zone)}")
    return f"There is no slot; {'; '.join(said)}."
