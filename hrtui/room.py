"""Which files the user of this process may name: those the operating system lets them, or, where they are served, one folder's."""

from __future__ import annotations

import re
from pathlib import Path

from hrtui.errors import RuleBroken
from hrtui.text import clean

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}", re.ASCII)
_kept_to: list[Path] = []


def keep_to(folder: Path) -> None:
    """Let this process name files of one folder alone, from now on."""
    _kept_to[:] = [folder]


def kept_to() -> Path | None:
    """The one folder whose files may be named; None where any may."""
    return _kept_to[0] if _kept_to else None


def whereabouts(elsewhere: str = "") -> str:
    """Where a file goes that is named without a folder, in words; `elsewhere` is said where it may be named otherwise."""
    return (
        f"below {Path.cwd()}{elsewhere}" if kept_to() is None else "in your folder; `ssh HOST export NAME` fetches it"
    )


def is_name(text: str) -> bool:
    """Whether a text may name a file of that folder: letters, digits, dots, dashes and underscores, and no path."""
    return NAME.fullmatch(text) is not None and ".." not in text


def path_of(text: str) -> Path:
    """The path a user named; raises RuleBroken where it cannot be one, or is none of the one folder they may name."""
    folder = kept_to()
    if folder is None:
        try:
            return Path(text).expanduser()
        except RuntimeError:
            raise RuleBroken(f"“{text}” names a user who is not known; type the whole path.") from None
    name = text.strip().removeprefix(f"{folder}/").removesuffix("/")
    if name in ("", "."):
        return folder
    if not is_name(name):
        raise RuleBroken(
            f"“{clean(text, limit=60)}” is not a name such as report-2026.csv: over SSH your files are in one folder of "
            "your own, without paths. `ssh HOST files` lists it, `ssh HOST export NAME` fetches one."
        )
    return folder / name
