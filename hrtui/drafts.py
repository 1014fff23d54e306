"""Drafts: what was typed into a form and not saved, kept for the same user and offered again; secrets never."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from hrtui.crashlog import state_folder

NEVER = frozenset({"ssn", "bank", "routing", "account", "private", "value", "password"}) | {
    f"{name}{place}" for name in ("routing", "account") for place in range(2, 5)
}
MOST_FILES = 100


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a form: what was typed, by field; the field in focus; and, where its saving had begun, the newest
    command there was then."""

    texts: Mapping[str, str]
    at: str = ""
    saving_after: int | None = None


@dataclass(frozen=True, slots=True)
class Drafts:
    """The drafts of one login over one store, each by the form's name and whom it is about.

    Files in the state folder, readable by the user alone. All of it touches the disk: call it on a thread.
    """

    login: str
    store: str

    def save(self, form: str, subject: str, form_kept: Kept | Mapping[str, str]) -> None:
        """Keep what was typed; nothing typed takes the draft away. What is lost with the disk is not missed."""
        given = form_kept if isinstance(form_kept, Kept) else Kept(form_kept)
        kept = {name: text for name, text in given.texts.items() if name not in NEVER}
        if not kept:
            self.remove(form, subject)
            return
        held = {"form": form, "subject": subject, "texts": kept, "at": given.at, "saving_after": given.saving_after}
        body = json.dumps(held, ensure_ascii=False)
        try:
            _write(self._file(form, subject), body)
        except (OSError, RuntimeError):
            return

    def load(self, form: str, subject: str) -> dict[str, str]:
        """What was typed, by field; empty where there is no draft, or none that can be read."""
        return dict(self.read(form, subject).texts)

    def read(self, form: str, subject: str) -> Kept:
        """What is kept of a form; nothing where there is no draft, or none that can be read."""
        try:
            body = json.loads(self._file(form, subject).read_text(encoding="utf-8"))
            if (body["form"], body["subject"]) != (form, subject):
                return Kept({})
            texts = {name: text for name, text in body["texts"].items() if isinstance(text, str) and name not in NEVER}
            after = body.get("saving_after")
            return Kept(texts, str(body.get("at", "")), after if isinstance(after, int) else None)
        except (OSError, RuntimeError, ValueError, KeyError, TypeError, AttributeError):
            return Kept({})

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


def drop_older(before: float, held: Callable[[str], bool]) -> int:
    """Take away this user's drafts that were last written before an instant (seconds since 1970), but for those about whom a hold
    stands over; returns how many."""
    count = 0
    for file, subject in _files():
        try:
            if file.stat().st_mtime < before and not (subject and held(subject)):
                file.unlink(missing_ok=True)
                count += 1
        except (OSError, RuntimeError):
            continue
    return count


def drop_about(subjects: Collection[str]) -> int:
    """Take away this user's drafts about somebody of these numbers; returns how many."""
    found = [file for file, subject in _files() if subject in subjects]
    for file in found:
        with suppress(OSError):
            file.unlink(missing_ok=True)
    return len(found)


def _files() -> list[tuple[Path, str]]:
    """This user's drafts, and whom each is about; none where the folder cannot be read."""
    found = []
    try:
        for file in (state_folder() / "drafts").glob("*.json"):
            with suppress(OSError, ValueError, KeyError, TypeError):
                found.append((file, str(json.loads(file.read_text(encoding="utf-8"))["subject"])))
    except (OSError, RuntimeError):
        return []
    return found


def _write(file: Path, body: str) -> None:
    """Write the file anew, whole or not at all, and drop the oldest where there are too many."""
    part = file.with_suffix(f".{os.getpid()}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(body)
        part.replace(file)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    kept = sorted(file.parent.glob("*.json"), key=lambda each: each.stat().st_mtime)
    for old in kept[:-MOST_FILES]:
        old.unlink(missing_ok=True)
