"""Drafts: what was typed into a form and not saved, kept for the same user and offered again; secrets never."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from hrtui.crashlog import state_folder

NEVER = frozenset({"ssn", "bank", "routing", "account", "private", "value", "password"})
MOST_FILES = 100


@dataclass(frozen=True, slots=True)
class Drafts:
    """The drafts of one login over one store, each by the form's name and whom it is about.

    Files in the state folder, readable by the user alone. All of it touches the disk: call it on a thread.
    """

    login: str
    store: str

    def save(self, form: str, subject: str, texts: Mapping[str, str]) -> None:
        """Keep what was typed, by field; nothing typed takes the draft away. What is lost with the disk is not missed."""
        kept = {name: text for name, text in texts.items() if name not in NEVER}
        if not kept:
            self.remove(form, subject)
            return
        body = json.dumps({"form": form, "subject": subject, "texts": kept}, ensure_ascii=False)
        try:
            _write(self._file(form, subject), body)
        except (OSError, RuntimeError):
            return

    def load(self, form: str, subject: str) -> dict[str, str]:
        """What was typed, by field; empty where there is no draft, or none that can be read."""
        try:
            body = json.loads(self._file(form, subject).read_text(encoding="utf-8"))
            texts = body["texts"] if (body["form"], body["subject"]) == (form, subject) else {}
            return {name: text for name, text in texts.items() if isinstance(text, str) and name not in NEVER}
        except (OSError, RuntimeError, ValueError, KeyError, TypeError, AttributeError):
            return {}

    def remove(self, form: str, subject: str) -> None:
        """Take a draft away: it was saved, or is not wanted."""
        try:
            self._file(form, subject).unlink(missing_ok=True)
        except (OSError, RuntimeError):
            return

    def _file(self, form: str, subject: str) -> Path:
        folder = state_folder() / "drafts"
        folder.mkdir(mode=0o700, exist_ok=True)
        name = hashlib.sha256("\0".join((self.login, self.store, form, subject)).encode()).hexdigest()[:32]
        return folder / f"{name}.json"


def written() -> list[float]:
    """When each draft of this user was last written, in seconds since 1970; none where the folder cannot be read."""
    try:
        return sorted(file.stat().st_mtime for file in (state_folder() / "drafts").glob("*.json"))
    except (OSError, RuntimeError):
        return []


def _write(file: Path, body: str) -> None:
    """Write the file anew, whole or not at all, and drop the oldest where there are too many."""
    part = file.with_suffix(f".{os.getpid()}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(body)
    part.replace(file)
    kept = sorted(file.parent.glob("*.json"), key=lambda each: each.stat().st_mtime)
    for old in kept[:-MOST_FILES]:
        old.unlink(missing_ok=True)
