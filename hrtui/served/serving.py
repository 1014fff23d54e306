"""What a guest gets once the sandbox holds: the screens, attended from outside, or a file of their own folder."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable

from hrtui import bootstrap, crashlog, room
from hrtui.config import Config
from hrtui.context import Actor, Context
from hrtui.errors import ConfigError, HrError
from hrtui.served import attending, seats, sessions, transfer
from hrtui.served.asked import Request
from hrtui.served.keys import Key
from hrtui.served.places import Places
from hrtui.served.seats import Guest
from hrtui.served.standing import Standing
from hrtui.text import clean, counted

LONGEST_TRANSFER = 900  # seconds
KILLED = 128
IDLE = "The session ended after {} without a key. What was typed and not saved is kept as a draft."


def guest_of(login: str, key: Key, address: str) -> Guest:
    """A guest by what the gate found out."""
    return Guest(login, key.fingerprint, clean(address, limit=60))


def serve(wanted: Request, guest: Guest, key: Key, places: Places) -> int:
    """Do what a guest asked for; failures are a sentence on stderr. Returns the exit code."""
    try:
        for folder in (places.files(guest.login), places.state(guest.login), places.temporary):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if wanted.verb == "screens":
            return _screens(guest, key, places)
        return _transfer(wanted, guest, places)
    except ConfigError:
        return told(HrError("The configuration of this server cannot be used at the moment; tell whoever keeps it."))
    except HrError as error:
        return told(error)
    except OSError as error:
        return told(HrError(f"The server cannot keep your session ({error.strerror}); tell whoever keeps it."))
    except Exception as error:  # noqa: BLE001 - the edge: the log has where it happened, nobody sees a value
        return crashed(error)


def told(error: HrError) -> int:
    """Say on stderr what went wrong; returns its exit code."""
    print("\n".join(f"hrtui: {clean(line, limit=2_000)}" for line in str(error).splitlines()), file=sys.stderr)
    return error.exit_code


def crashed(error: Exception) -> int:
    """Note where a bug happened, and say its reference; returns the exit code of a bug."""
    told(HrError(f"The session stopped because of an internal error. Reference {crashlog.record(error)}."))
    return crashlog.BUG


def _screens(guest: Guest, key: Key, places: Places) -> int:
    standing = Standing(places, guest, key)
    seat, idle = _begun(guest, places)
    pulse = attending.Pulse()

    def screens() -> int:
        seat.forget()
        try:
            return _open(guest, places, standing, pulse.beat)
        except HrError as error:
            return told(error)
        except Exception as error:  # noqa: BLE001 - as above, in the process of the screens
            return crashed(error)

    how = attending.STOPPED
    try:
        end = attending.attended(screens, pulse, idle * 60)
        how = end.how
        if how == attending.IDLE:
            told(HrError(IDLE.format(counted(idle, "minute"))))
        elif end.code >= KILLED:
            told(HrError(f"The session was {how}. What you saved is kept; log in again."))
        return end.code
    finally:
        _note_end(guest, places, how)
        seat.leave()


def _begun(guest: Guest, places: Places) -> tuple[seats.Seat, int]:
    """The place of a session, and the minutes it may be idle; the store is closed again before anything is forked."""
    ctx = bootstrap.open_context(places.config, login=guest.login)
    try:
        return sessions.begin(ctx, guest, places.sessions), ctx.config.served.idle_minutes
    finally:
        ctx.store.close()


def _note_end(guest: Guest, places: Places, how: str) -> None:
    """Note the end of a session, though its user may have been taken out of the configuration meanwhile."""
    ctx = bootstrap.open_context(places.config, login=guest.login, known=False)
    try:
        sessions.end(ctx, guest, how)
    finally:
        ctx.store.close()


def _open(guest: Guest, places: Places, standing: Standing, pressed: Callable[[], None]) -> int:
    """In the process of the screens: open them, for files of the guest's own folder alone."""
    from hrtui.app import run_over

    room.keep_to(places.files(guest.login))

    def context() -> Context:
        return bootstrap.open_context(places.config, login=guest.login)

    def renewed() -> tuple[Config, Actor] | None:
        pressed()
        return standing.renewed()

    return run_over(context, renewed=renewed)


def _transfer(wanted: Request, guest: Guest, places: Places) -> int:
    folder = places.files(guest.login)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(LONGEST_TRANSFER)
    ctx = bootstrap.open_context(places.config, login=guest.login)
    try:
        if wanted.verb == "files":
            for line in transfer.listing(folder):
                print(line)
            return 0
        if wanted.verb == "export":
            size = transfer.export(folder, wanted.name, sys.stdout.buffer)
            sys.stdout.buffer.flush()
        elif wanted.verb == "import":
            most = ctx.config.served.folder_megabytes * transfer.MEGABYTE
            size = transfer.bring(folder, wanted.name, sys.stdin.buffer, most)
            print(f"{wanted.name}: {size:,} bytes are in your folder.")
        else:
            size = transfer.remove(folder, wanted.name)
            print(f"{wanted.name} is removed.")
        sessions.transferred(ctx, guest, wanted.verb, wanted.name, size)
        return 0
    finally:
        ctx.store.close()
