"""`hrtui config`: check the configuration file, show what is in force, list every setting there is."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import asdict, fields, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hrtui import configfile
from hrtui.cli.arguments import a_path
from hrtui.cli.session import Session, plain
from hrtui.config import Config
from hrtui.configfile.settings import settings
from hrtui.errors import ConfigError, NotAllowed

if TYPE_CHECKING:
    from hrtui.configfile.problem import Problem

SUMMARY = "Check the configuration, show it, and list every setting."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    doing = parser.add_subparsers(dest="doing", required=True, metavar="check|show|settings")
    check = doing.add_parser("check", help="list every problem with its line; exit code 7 where there is one")
    check.add_argument("file", nargs="?", type=a_path, help="the file (else the one that would be used)")
    check.add_argument("--json", action="store_true", help="print JSON")
    show = doing.add_parser("show", help="print every setting in force, defaults included")
    show.add_argument("--json", action="store_true", help="print JSON")
    listing = doing.add_parser("settings", help="print every setting: what it holds, its default, what it is for")
    listing.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace, session: Session) -> int:
    """Check, show or list."""
    doing = {"check": _check, "show": _show, "settings": _settings}
    return doing[args.doing](args, session)


def _check(args: argparse.Namespace, session: Session) -> int:
    file = args.file or configfile.find(session.config_path)
    problems = configfile.check(configfile.text_of(file), file, thorough=True) or _of_others(file)
    notes = [] if problems else _notes(file, session.acting)
    if args.json:
        session.json({"file": str(file), "problems": [asdict(problem) for problem in problems], "notes": notes})
    elif problems:
        for problem in problems:
            session.out(str(problem))
        session.out(f"{len(problems)} problem{'s' if len(problems) > 1 else ''}.")
    else:
        session.out(f"{file}: no problems.")
    for note in notes:
        session.out(f"Note: {note}")
    return ConfigError.exit_code if problems else 0


def _of_others(file: Path) -> list[Problem]:
    """The problems of the files that a configuration names, once that has none itself."""
    from hrtui.benefits import planfile
    from hrtui.recruiting import playfile

    config = configfile.load(file)
    return [*planfile.check(config), *playfile.check(config)]


def _notes(file: Path, acting: str) -> list[str]:
    """What the store, where it is at hand and this user may check it, says of the scopes of roles."""
    from hrtui import bootstrap
    from hrtui.store import service

    try:
        return service.scope_doubts(bootstrap.unopened_context(file, acting=acting))
    except NotAllowed:
        return []


def _show(args: argparse.Namespace, session: Session) -> int:
    config = session.config
    if args.json:
        session.json({item.name: getattr(config, item.name) for item in fields(Config)})
        return 0
    for key, value in _flat(config, ""):
        session.out(f"{key}: {value}")
    return 0


def _flat(value: Any, key: str) -> Iterator[tuple[str, str]]:
    """A value's settings by key path; roles by their names alone."""
    if isinstance(value, Config):
        yield "file", str(value.file)
        for item in fields(value):
            if item.name == "roles":
                yield "roles", ", ".join(value.roles)
            elif item.name != "file":
                yield from _flat(getattr(value, item.name), item.name)
    elif is_dataclass(value):
        for item in fields(value):
            yield from _flat(getattr(value, item.name), f"{key}.{item.name}")
    elif isinstance(value, dict):
        for name, below in value.items():
            yield from _flat(below, f"{key}.{name}")
    elif isinstance(value, tuple) and value and is_dataclass(value[0]):
        for at, item in enumerate(value, 1):
            yield from _flat(item, f"{key}[{at}]")
    elif isinstance(value, tuple):
        yield key, ", ".join(str(plain(item) if not isinstance(item, str) else item) for item in value)
    else:
        yield key, str(value)


def _settings(args: argparse.Namespace, session: Session) -> int:
    if args.json:
        session.json([asdict(setting) for setting in settings()])
        return 0
    for setting in settings():
        usual = f"; default {setting.default}" if setting.default not in ("", "required") else ""
        needed = "; required" if setting.default == "required" else ""
        session.out(f"{setting.key}  ({setting.holds}{usual}{needed})")
        session.out(f"    {setting.help}")
    return 0
