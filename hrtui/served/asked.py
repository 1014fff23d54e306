"""What somebody asked for behind `ssh HOST`: the screens, or one of few words; pure."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass

from hrtui.room import is_name
from hrtui.served.refusal import Refused

TERMINAL = re.compile(r"[A-Za-z0-9][A-Za-z0-9+._-]{0,31}", re.ASCII)
PLAIN_TERMINAL = "xterm-256color"
LONGEST = 300
VERBS = ("export", "import", "remove")
OFFERED = "files, export NAME, import NAME and remove NAME"


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for: `screens`, `files`, or a verb about the file of a name."""

    verb: str = "screens"
    name: str = ""


def request(command: str) -> Request:
    """What the words behind `ssh HOST` ask for; raises Refused for anything that is not offered."""
    if not command:
        return Request()
    try:
        words = shlex.split(command) if len(command) <= LONGEST else []
    except ValueError:
        words = []
    if words == ["files"]:
        return Request("files")
    if len(words) == 2 and words[0] in VERBS and is_name(words[1]):
        return Request(words[0], words[1])
    raise Refused(f"there is no such command; besides the screens there are {OFFERED}")


def terminal(name: str) -> str:
    """The kind of a terminal as it may be believed, xterm's where it may not."""
    return name if TERMINAL.fullmatch(name) and name not in ("dumb", "unknown") else PLAIN_TERMINAL
