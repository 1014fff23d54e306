"""Asking for a file: its path is completed from the entries of folders."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from hrtui import room
from hrtui.errors import RuleBroken
from screens.text import shown
from screens.widgets.fields import MATCHES, Choice, ChoiceField, TextField
from screens.widgets.form import FormScreen

MOST_ENTRIES = 5_000


def entries(typed: str, endings: Collection[str] = ()) -> list[Choice]:
    """The folders and files a typed path may become, folders first; with `endings` only files that end so.

    At most six of the first 5,000 entries of the folder; hidden ones only where a dot is typed. A folder that cannot be
    read has none.
    """
    head, slash, start = typed.rpartition("/")
    try:
        with os.scandir(room.path_of(head + slash or ".")) as found:
            here = [
                (not _is_folder(entry), entry.name)
                for entry in islice(found, MOST_ENTRIES)
                if entry.name.lower().startswith(start.lower())
                and (start.startswith(".") or not entry.name.startswith("."))
            ]
    except (OSError, ValueError, RuleBroken):
        return []
    fitting = [(is_file, name) for is_file, name in sorted(here) if not is_file or _ends(name, endings)]
    return [_choice(head + slash, name, not is_file) for is_file, name in fitting[:MATCHES]]


def _choice(folder: str, name: str, is_folder: bool) -> Choice:
    end = "/" if is_folder else ""
    return Choice(folder + name + end, shown(folder + name) + end, shown(name) + end, unfinished=is_folder)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _ends(name: str, endings: Collection[str]) -> bool:
    return not endings or Path(name).suffix.lower() in endings


@dataclass(frozen=True, slots=True, kw_only=True)
class PathField(ChoiceField):
    """A path; its value is a Path, None where nothing is typed."""

    free: bool = True

    def nothing(self) -> object:
        """No path."""
        return None

    def parse(self, text: str) -> tuple[object, str]:
        """The path, with the user's own folder in the place of `~`."""
        return path_of(text), ""


def path_of(value: object) -> Path:
    """A path as it was typed or chosen; raises RuleBroken where it cannot be one, or may not be named."""
    return room.path_of(str(value))


def ask_path(title: str, initial: str, write: Callable[[Path], Any], *intro: str) -> FormScreen:
    """A form that asks where a file is to be written; `write` may raise, or return an awaitable that does."""
    field = TextField(
        key="path", label="File", initial=initial, required=True, limit=1_000, help="a new file; existing ones are kept"
    )
    return FormScreen(title, [field], lambda values: write(path_of(values["path"])), intro=intro, does="Write")


def ask_file(
    title: str, read: Callable[[Path], Any], *intro: str, endings: Collection[str], says: str = "Read"
) -> FormScreen:
    """A form that asks for a file that is there already; `read` may raise, or return an awaitable that does."""
    what = "type a path, enter takes a folder"
    field = PathField(key="path", label="File", required=True, choices=partial(entries, endings=endings), help=what)
    return FormScreen(title, [field], lambda values: read(path_of(values["path"])), intro=intro, does=says)
