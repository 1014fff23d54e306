"""Where a server keeps what: the lists that root owns, and the data that the service account owns."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hrtui.config import Config

CONFIG = "hrtui.yaml"  # as hrtui.configfile calls it, which is too much to import for a name


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of a server: `etc` is root's, with the configuration, its key and the list of keys; `data` the service account's."""

    etc: Path
    data: Path

    @property
    def config(self) -> Path:
        """The configuration."""
        return self.etc / CONFIG

    @property
    def keys(self) -> Path:
        """The list of keys that sshd and the gate read: a key and its login on each line."""
        return self.etc / "authorized_keys"

    @property
    def sessions(self) -> Path:
        """A file for each session that is open."""
        return self.data / "sessions"

    @property
    def temporary(self) -> Path:
        """Where SQLite and others put what they need for a moment."""
        return self.data / "tmp"

    @classmethod
    def of(cls, config: Config) -> Places:
        """The folders of the server a configuration is of: its own, and the one that the store's folder is in."""
        return cls(config.file.parent, config.store_path.parents[1])

    def files(self, login: str) -> Path:
        """The one folder whose files a user may name: what was exported, and what is to be imported."""
        return self.data / "files" / login

    def state(self, login: str) -> Path:
        """A user's drafts and the log of crashes."""
        return self.data / "state" / login
