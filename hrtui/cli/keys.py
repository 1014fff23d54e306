"""`hrtui keys`: every key of every screen, as the configuration has them."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass

from hrtui import commands
from hrtui.cli.session import Session
from hrtui.configfile import keys, places

SUMMARY = "Print every key of every screen."
EVERYWHERE = "Everywhere"


@dataclass(frozen=True, slots=True)
class Row:
    """A command on a screen, with the keys it has there."""

    screen: str
    command: str
    keys: tuple[str, ...]
    help: str

    @property
    def shown(self) -> str:
        """The keys as people read them."""
        return " or ".join(map(keys.label, self.keys)) or "(palette)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace, session: Session) -> int:
    """Print the keys, with the configuration's where there is one."""
    named = session.config_path is not None or "HRTUI_CONFIG" in os.environ
    chosen = session.config.keys if named or any(place.is_file() for place in places()) else {}
    if args.json:
        session.json([asdict(row) for _, rows in listing(chosen) for row in rows])
        return 0
    for title, rows in listing(chosen):
        session.out(title)
        for row in rows:
            session.out(f"  {row.shown:<16} {row.help}")
        session.out()
    return 0


def listing(chosen: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, list[Row]]]:
    """Screens by title, each with its commands and their keys."""
    for screen, title in {"global": EVERYWHERE, **commands.SCREENS}.items():
        rows = [
            Row(screen, command.id, chosen.get(command.id, command.keys), command.help)
            for command in commands.on(screen)
        ]
        if rows:
            yield title, rows
