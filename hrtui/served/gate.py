"""The gate: what sshd starts for every login. It finds out who came, takes everything away that a session needs not, and opens the screens.

The order matters: nothing that a client may choose is used before it is checked, and nothing of Textual, of the store or of
YAML is imported before the sandbox holds. Only Python's own modules and small ones of hrtui are read until then.
"""

from __future__ import annotations

import os
import signal
import stat
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

from hrtui.served import asked, keys
from hrtui.served.places import Places
from hrtui.served.refusal import Refused

REFUSED = 77  # EX_NOPERM of sysexits.h
QUIET = (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP, signal.SIGTTIN, signal.SIGTTOU)
OWNED = (Path("/etc/localtime"), Path("/etc/timezone"), Path("/etc/passwd"), Path("/etc/group"), Path("/etc/nsswitch.conf"),
         Path("/etc/hosts"), Path("/etc/resolv.conf"), Path("/etc/ssl"), Path("/etc/ld.so.cache"))  # fmt: skip
SYSTEM = (Path("/usr"), Path("/lib"), Path("/lib64"), Path("/run/systemd/resolve"))
DEVICES = (Path("/dev/null"), Path("/dev/tty"), Path("/dev/pts"))


def main(etc: str, data: str) -> NoReturn:
    """Serve one login and leave with its exit code; where somebody is not let in they are told why in a sentence."""
    places = Places(Path(etc), Path(data))
    os.umask(0o077)
    os.chdir("/")
    try:
        for number in QUIET:
            signal.signal(number, signal.SIG_IGN)
        key, login = who(os.environ, places)
        wanted = asked.request(os.environ.get("SSH_ORIGINAL_COMMAND", ""))
        if wanted.verb == "screens" and not (os.isatty(0) and os.isatty(1)):
            raise Refused("the screens need a terminal; leave out -T, or say ssh -t")
        come_from = (os.environ.get("SSH_CONNECTION", "").split() or ["?"])[0]
        settle(os.environ, places, login)
        confine(places)
    except Refused as error:
        refuse(str(error))
    from hrtui.served import serving

    sys.exit(serving.serve(wanted, serving.guest_of(login, key, come_from), key, places))


def who(environment: Mapping[str, str], places: Places) -> tuple[keys.Key, str]:
    """The key that was used and the login it belongs to; raises Refused where sshd's word or the root-owned lists do not hold."""
    auth = environment.get("SSH_USER_AUTH", "")
    if not auth:
        raise Refused("sshd did not say which key you came with (ExposeAuthInfo)")
    key = keys.used(read(Path(auth)))
    for path in (places.etc, places.keys, places.config):
        check_roots(path)
    return key, keys.login_of(key, read(places.keys))


def check_roots(path: Path) -> None:
    """Raise Refused where a file or folder is not root's, or others may write it: then its word counts for nothing."""
    try:
        seen = path.stat()
    except OSError as error:
        raise Refused(f"{path.name} cannot be read ({error.strerror})") from error
    if seen.st_uid != 0 or stat.S_IMODE(seen.st_mode) & 0o022:
        raise Refused(f"{path.name} is not root's alone to write")


def read(path: Path) -> str:
    """The text of a small file; raises Refused where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"{path.name} cannot be read") from error


def settle(environment: os._Environ[str] | dict[str, str], places: Places, login: str) -> None:
    """Clear the environment and set it from a list: nothing that a client sent reaches Python, Textual or a library."""
    terminal = asked.terminal(environment.get("TERM", ""))
    environment.clear()
    environment.update(
        TERM=terminal,
        COLORTERM="truecolor",
        PATH="/usr/bin:/bin",
        HOME="/nonexistent",
        LC_ALL="C.UTF-8",
        HRTUI_CONFIG=str(places.config),
        XDG_STATE_HOME=str(places.state(login)),
        XDG_CACHE_HOME="/nonexistent",
        TMPDIR=str(places.temporary),
        SQLITE_TMPDIR=str(places.temporary),
    )


def confine(places: Places) -> None:
    """Enter the sandbox; raises Refused where this machine cannot give it whole."""
    from hrtui.served import sandbox

    program = [Path(sys.prefix), Path(sys.base_prefix), *map(Path, sys.path)]
    try:
        sandbox.enter([*SYSTEM, *OWNED, Path("/dev/urandom"), places.etc, *program], [places.data, *DEVICES])
    except OSError as error:
        raise Refused(f"this server cannot keep a session apart ({error})") from error


def refuse(reason: str) -> NoReturn:
    """Say why in one sentence, and leave."""
    print(f"hrtui: {reason}. Ask whoever keeps this server.", file=sys.stderr)
    sys.exit(REFUSED)
