"""The signs screens draw with: frames, marks and bars, in Unicode or, for poor terminals, in ASCII."""

from __future__ import annotations

from hrtui.value import frozen


@frozen
class Frames:
    """One set of signs, each one cell wide. `bars` are eight heights, lowest first; `blocks` eighths of a cell's width."""

    across: str
    down: str
    top_left: str
    top_right: str
    bottom_left: str
    bottom_right: str
    tee_left: str
    tee_right: str
    cursor: str
    mark: str
    ellipsis: str
    dot: str
    ascending: str
    descending: str
    closed: str
    open: str
    leaf: str
    thumb: str
    track: str
    between: str
    bars: str
    blocks: str
    full: str


UNICODE = Frames(
    across="─", down="│", top_left="╭", top_right="╮", bottom_left="╰", bottom_right="╯", tee_left="├", tee_right="┤",
    cursor="▸", mark="●", ellipsis="…", dot="•", ascending="▲", descending="▼", closed="▸", open="▾", leaf="·",
    thumb="█", track="│", between="·", bars="▁▂▃▄▅▆▇█", blocks="▏▎▍▌▋▊▉█", full="█",
)  # fmt: skip
ASCII = Frames(
    across="-", down="|", top_left="+", top_right="+", bottom_left="+", bottom_right="+", tee_left="+", tee_right="+",
    cursor=">", mark="*", ellipsis="~", dot="*", ascending="^", descending="v", closed="+", open="-", leaf=".",
    thumb="#", track="|", between="-", bars="_.,-~=*#", blocks="#", full="#",
)  # fmt: skip

_KEYS = {"up": "↑", "down": "↓", "left": "←", "right": "→"}


class _Chosen:
    frames: Frames = UNICODE


def use(ascii_only: bool) -> None:
    """Choose the signs for every screen painted from here on."""
    _Chosen.frames = ASCII if ascii_only else UNICODE


def frames() -> Frames:
    """The signs in use."""
    return _Chosen.frames


def becomes() -> str:
    """The sign between what was before and what is after."""
    return "→" if _Chosen.frames is UNICODE else "->"


def arrow(key: str) -> str:
    """An arrow key as a sign, or as its name where only ASCII is shown."""
    return _KEYS[key] if _Chosen.frames is UNICODE else key
