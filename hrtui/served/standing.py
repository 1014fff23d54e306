"""Whether somebody who is in is still who they were: looked at before each key, and read anew only where a list changed."""

from __future__ import annotations

from pathlib import Path

from hrtui import configfile
from hrtui.bootstrap import actor_of
from hrtui.config import Config
from hrtui.context import Actor
from hrtui.errors import ConfigError, NotAllowed
from hrtui.served.keys import Key, login_of
from hrtui.served.places import Places
from hrtui.served.refusal import Refused
from hrtui.served.seats import Guest

Seen = tuple[tuple[int, int, int, int], ...]
GONE = "{} You are let in no longer; what you saved is kept."


class Standing:
    """A guest's key and roles as the lists of the server have them."""

    def __init__(self, places: Places, guest: Guest, key: Key) -> None:
        self._places, self._guest, self._key = places, guest, key
        self._seen = self._look()

    def renewed(self) -> tuple[Config, Actor] | None:
        """The configuration and the actor anew where a list changed since the last look, else None.

        Raises NotAllowed where the key is no longer the guest's, or they are no user any more. A configuration that is broken
        at the moment changes nothing: it is looked at again before the next key, and nobody new is let in with it.
        """
        seen = self._look()
        if seen == self._seen:
            return None
        try:
            login = login_of(self._key, self._places.keys.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, Refused) as error:
            raise NotAllowed(GONE.format(f"Your key is not in the list of keys any more ({error}).")) from error
        if login != self._guest.login:
            raise NotAllowed(GONE.format("Your key belongs to somebody else by now."))
        try:
            config = configfile.load(self._places.config)
        except ConfigError:
            return None
        actor = actor_of(config, login)
        self._seen = seen
        return config, actor

    def _look(self) -> Seen:
        return tuple(_signature(path) for path in (self._places.keys, self._places.config))


def _signature(path: Path) -> tuple[int, int, int, int]:
    try:
        seen = path.stat()
    except OSError:
        return (0, 0, 0, 0)
    return seen.st_ino, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns
