"""`hrtui deploy`: what makes a server of this machine, printed; with --apply done; with --check looked at, point by point."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hrtui.cli.arguments import a_path
from hrtui.errors import HrError
from hrtui.text import clean

if TYPE_CHECKING:
    from hrtui.cli.session import Session
    from hrtui.deploy.model import Point, Server

SUMMARY = "Make this machine a server that staff reach over SSH, and check one."
PLACES = {
    "account": "the service account", "etc": "the folder of configuration and keys", "data": "the folder of the store",
    "backups": "the folder of backups", "sshd": "the program of OpenSSH's server", "sshd-config": "its configuration",
    "program": "the environment hrtui is installed in", "cron": "the folder of cron, where there is no systemd",
}  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--apply", action="store_true", help="do what is open, instead of printing everything")
    what.add_argument(
        "--check", action="store_true", help="say of each point whether it holds; exit code 1 where one does not"
    )
    what.add_argument("--remove", action="store_true", help="print what takes the way in away; with --yes take it away")
    parser.add_argument("--yes", action="store_true", help="with --remove: do it; data, configuration and account stay")
    parser.add_argument(
        "--company", metavar="NAME", default="My company", help="the company's name in a new configuration"
    )
    for name, help_ in PLACES.items():
        kind = str if name == "account" else a_path
        parser.add_argument(f"--{name}", metavar="NAME" if name == "account" else "PATH", type=kind, help=help_)


def run(args: argparse.Namespace, session: Session) -> int:
    """Print, do, look or remove."""
    from hrtui.bootstrap import SystemClock
    from hrtui.deploy import service

    server, today = _server(args), SystemClock().today()
    name = clean(args.company, limit=200)
    if args.yes and not args.remove:
        raise HrError("--yes belongs to --remove.")
    if args.remove:
        return _removed(list(service.removed(server, apply=args.yes)), args.yes, session)
    if args.apply or args.check:
        found = service.applied if args.apply else service.looked_at
        return _told(found(server, name, today), session)
    for line in _printed(server, name, today):
        session.out(line)
    return 0


def _server(args: argparse.Namespace) -> Server:
    from hrtui.deploy.model import Server

    given: dict[str, Any] = {}
    for each in fields(Server):
        value = getattr(args, each.name, None)
        if value:
            given[each.name] = value.absolute() if isinstance(value, Path) else value
    return replace(Server(), **given)


def _printed(server: Server, name: str, today: date) -> Iterator[str]:
    from hrtui.deploy import service

    yield "What a server has; `hrtui deploy --apply` as root does what is open of it, and may be run again at any time."
    for number, step in enumerate(service.planned(server, name, today), 1):
        yield f"{number:>2}. {step.what}"
        for line in step.shows.splitlines():
            yield f"        {line}"
    yield f"Then: a user is a line below `users:` in {server.places.config}, and a line with their key in {server.places.keys}."


def _told(points: Iterable[tuple[Point, bool]], session: Session) -> int:
    """Print of each point whether it holds, or was done just now, else what is open; the exit code is 1 where one is."""
    still = 0
    for point, done in points:
        wanting = "look" if point.advice else "OPEN"
        session.out(f"{wanting if not point.good else 'done' if done else 'ok  '}  {point.what}")
        if not point.good:
            session.out(f"      {point.says}")
            still += not point.advice
    many = "1 point is" if still == 1 else f"{still} points are"
    session.out(f"{many} open." if still else "All points hold.")
    return 1 if still else 0


def _removed(what: list[str], done: bool, session: Session) -> int:
    for each in what:
        session.out(f"{'Removed' if done else 'Would remove'}: {each}")
    if not what:
        session.out("There is nothing to remove.")
    elif done:
        session.out(
            "Nobody gets in any more. Configuration, keys, store, backups and the account are left as they are."
        )
    else:
        session.out(
            "`hrtui deploy --remove --yes` does it. Configuration, keys, store, backups and the account would stay."
        )
    return 0
