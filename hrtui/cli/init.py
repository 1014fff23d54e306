"""`hrtui init`: a folder with a commented configuration, a key and an empty store; nothing is asked, nothing overwritten."""

from __future__ import annotations

import argparse
import os
import shlex
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path

from hrtui import bootstrap
from hrtui.benefits.settings import BenefitSettings
from hrtui.cli.arguments import a_path
from hrtui.cli.session import Session
from hrtui.configfile import NAME, load
from hrtui.configfile.template import template
from hrtui.dates import first_sunday
from hrtui.errors import HrError, UsageError
from hrtui.recruiting.settings import RecruitingSettings
from hrtui.text import clean

SUMMARY = "Write a commented configuration and an empty store into a folder."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("dir", metavar="DIR", type=a_path, help="the folder; made where it does not exist")
    parser.add_argument("--company", metavar="NAME", help="the company's name (else the folder's)")


def run(args: argparse.Namespace, session: Session) -> int:
    """Make the company's folder and say what comes next."""
    folder = args.dir.absolute()
    name = clean(args.company if args.company is not None else folder.resolve().name, limit=200)
    if not name:
        raise UsageError("A company needs a name: --company NAME.")
    file = create(folder, name, bootstrap.login(), bootstrap.SystemClock().today())
    config = load(file)
    session.out(f"{name} is ready in {folder}:")
    for made, what in (
        (file, "the configuration, with every setting explained"),
        (config.path(config.benefits.file), "benefits: an example to begin with, as comments"),
        (config.path(config.recruiting.file), "recruiting: what counts without it, as comments"),
        (config.key_path, "the key of sealed values: keep a copy apart from backups"),
        (config.store_path, "the store, empty"),
    ):
        session.out(f"  {str(made.relative_to(folder)):<16} {what}")
    session.out("Next:")
    session.out(f"  cd {shlex.quote(str(args.dir))}")
    for command, what in (
        ("hrtui", "open it; ? shows every key"),
        ("hrtui import people FILE --dry-run", "see what a spreadsheet would bring"),
    ):
        session.out(f"  {command:<36} {what}")
    return 0


def create(folder: Path, company: str, login: str, today: date) -> Path:
    """Make the folder's files, the configuration last; what was made is taken away again where one fails.

    Raises HrError where the configuration exists or the folder cannot be written, StoreError where store or key do.
    """
    from data.db import create_store
    from data.keyfile import create_key
    from hrtui.benefits import planfile
    from hrtui.recruiting import playfile

    file = folder / NAME
    if os.path.lexists(file):
        raise HrError(f"{file} exists already; nothing was changed. Name another folder, or take it away first.")
    text = template(company, login, first_sunday(today.year))
    with ExitStack() as undo:
        for made, mode in ((folder, 0o755), (folder / "store", 0o700)):
            _make_folder(made, mode)
        for path in (folder / "hrtui.key", folder / "store" / "hrtui.db"):
            undo.enter_context(_taken_away_on_failure(path))
        create_key(folder / "hrtui.key")
        create_store(folder / "store" / "hrtui.db").close()
        for declared, starter in (
            (BenefitSettings().file, planfile.starter),
            (RecruitingSettings().file, playfile.starter),
        ):
            if not os.path.lexists(folder / declared):
                undo.enter_context(_taken_away_on_failure(folder / declared))
                _write_new(folder / declared, starter())
        _write_new(file, text)
    return file


def _make_folder(folder: Path, mode: int) -> None:
    try:
        folder.mkdir(mode, parents=True, exist_ok=True)
    except OSError as error:
        raise HrError(f"{folder} cannot be made ({error.strerror}); name a folder you may write to.") from error


@contextmanager
def _taken_away_on_failure(path: Path) -> Iterator[None]:
    existed = os.path.lexists(path)
    try:
        yield
    except BaseException:
        if not existed:
            for made in path.parent.glob(path.name + "*"):
                made.unlink()
        raise


def _write_new(file: Path, text: str) -> None:
    try:
        with file.open("x", encoding="utf-8") as opened:
            opened.write(text)
    except OSError as error:
        raise HrError(f"{file} cannot be written ({error.strerror}); nothing was made.") from error
