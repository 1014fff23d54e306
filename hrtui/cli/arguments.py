"""What arguments may be: paths that every file of hrtui's can have, and whole numbers of a size that exists."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import Any

_WHOLE = re.compile(r"-?[0-9]{1,15}", re.ASCII)


def a_path(text: str) -> Path:
    """A path, whose names are text; raise ArgumentTypeError for any other."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise argparse.ArgumentTypeError("the path is not in UTF-8; give the file another name") from None
    if "\0" in text:
        raise argparse.ArgumentTypeError("no path has a zero byte in it")
    return Path(text)


def whole(text: str) -> int:
    """A whole number in plain digits; raise ArgumentTypeError for any other."""
    if not _WHOLE.fullmatch(text):
        raise argparse.ArgumentTypeError("a whole number is wanted, such as 20")
    return int(text)


def subcommand(of: str, number: str, doing: Any, name: str, help_: str, act: Any) -> argparse.ArgumentParser:
    """A subcommand about one thing, such as a candidate, that its first argument names (`number` says what that is): it runs `act`,
    and prints JSON where it is asked to."""
    parser: argparse.ArgumentParser = doing.add_parser(name, help=help_)
    parser.add_argument(of, metavar=of.upper(), help=number)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(act=act)
    return parser
