"""Where a server has what, and a step towards it: how it is looked at, and how it is done."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hrtui.served.places import Places


@dataclass(frozen=True, slots=True)
class Server:
    """A server's account and folders. `program` is the environment hrtui is installed in, `sshd` the program of OpenSSH."""

    account: str = "hrtui"
    etc: Path = Path("/etc/hrtui")
    data: Path = Path("/var/lib/hrtui")
    backups: Path = Path("/var/backups/hrtui")
    sshd: Path = Path("/usr/sbin/sshd")
    sshd_config: Path = Path("/etc/ssh/sshd_config")
    units: Path = Path("/etc/systemd/system")
    cron: Path = Path("/etc/cron.d")
    program: Path = Path(sys.prefix)

    @property
    def places(self) -> Places:
        """The folders as a session knows them."""
        return Places(self.etc, self.data)

    @property
    def gate(self) -> Path:
        """The program sshd starts for every login."""
        return self.program / "bin" / "hrtui-gate"

    @property
    def home(self) -> Path:
        """The service account's home: empty and root's, so that no shell and no library finds a file there."""
        return self.etc / "empty"

    @property
    def store(self) -> Path:
        """The store's file."""
        return self.data / "store" / "hrtui.db"

    @property
    def key_file(self) -> Path:
        """The key that seals numbers, apart from the store."""
        return self.etc / "hrtui.key"


def nothing() -> None:
    """For a step that cannot be done from here."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something a server has to have: `open` says what is missing, and what to do; empty where it is as it should be.

    `do` brings it about where that can be done from here; `shows` is the text of a file that is written. What is open of `advice` is
    told, and a server is whole without it.
    """

    what: str
    open: Callable[[], str]
    do: Callable[[], None] = nothing
    shows: str = ""
    advice: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """What was found of a step: nothing open where `says` is empty."""

    what: str
    says: str
    advice: bool = False

    @property
    def good(self) -> bool:
        """Whether nothing is open."""
        return not self.says
