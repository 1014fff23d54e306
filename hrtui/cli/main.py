"""The command line: finds the command, imports its module alone, and turns what goes wrong into a sentence and a code."""

from __future__ import annotations

import argparse
import importlib
import os
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NoReturn, Protocol, cast

from hrtui import __version__, crashlog
from hrtui.cli.arguments import a_path
from hrtui.cli.session import Session
from hrtui.cli.title import hide_arguments
from hrtui.dates import utc_text
from hrtui.errors import ConfigError, HrError, UsageError
from hrtui.text import clean
from hrtui.value import frozen

INTERRUPTED = 130
BROKEN_PIPE = 141
LONGEST_PATH = 200
_MISSED = re.compile(r"argument [^:]*: invalid choice: '(?P<word>.*)' \(choose from (?P<choices>.*)\)", re.DOTALL)


class CommandModule(Protocol):
    """What a module of a command has."""

    SUMMARY: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the command's arguments."""

    def run(self, args: argparse.Namespace, session: Session) -> int:
        """Do it; the exit code is returned."""


@frozen
class Entry:
    """A command of the table: its module below `hrtui.cli`, and its sentence in the help."""

    module: str
    summary: str


COMMANDS: dict[str, Entry] = {
    "open": Entry("open", "Open the application at an address, such as people or emp 1042."),
    "demo": Entry("demo", "Make a demo company and open it."),
    "init": Entry("init", "Write a commented configuration and an empty store into a folder."),
    "home": Entry("home", "Say what needs you today, and how many people there are."),
    "headcount": Entry("headcount", "Count people as of a day, by department, location, type or status."),
    "turnover": Entry("turnover", "Joiners, leavers and turnover by month."),
    "future": Entry("future", "List the scheduled changes: what takes effect when."),
    "query": Entry("query", "Find people: a table, CSV or JSON."),
    "views": Entry("views", "Saved views: list, save, rename, remove, show."),
    "bulk": Entry("bulk", "Do one thing to everyone a query finds, after a preview."),
    "person": Entry("person", "Show a person; hire, change job or pay, terminate."),
    "org": Entry("org", "The org chart of any day; departments, locations and positions."),
    "paycheck": Entry("paycheck", "Compute one person's next paycheck, line by line."),
    "payroll": Entry("payroll", "Runs of payroll; preview a pay date for everyone; list pay dates."),
    "benefits": Entry("benefits", "Benefits: plans, elections, enrolment, COBRA, invoices."),
    "recruiting": Entry("recruiting", "Recruiting: requisitions, candidates, the board."),
    "interviews": Entry("interviews", "Interviews: the best slots, booked, moved, told to calendars."),
    "tables": Entry("tables", "List the tables of law in force on a day, with their sources."),
    "import": Entry("import_", "Take in a spreadsheet of people."),
    "export": Entry("export", "Write people or the audit trail as CSV, XLSX, JSON or vCard."),
    "undo": Entry("undo", "Undo your last change, or one by its number."),
    "audit": Entry("audit", "Read the audit trail, and verify its chain."),
    "retention": Entry("retention", "List what is past the time it has to be kept, and why."),
    "hold": Entry("hold", "Legal holds: place, widen, ask for the release, release."),
    "privacy": Entry("privacy", "Copy everything about one person; erase; dispose."),
    "config": Entry("config", "Check the configuration, show it, and list every setting."),
    "keys": Entry("keys", "Print every key of every screen."),
    "check": Entry("check", "Check the store: integrity, audit chain, invariants."),
    "doctor": Entry("doctor", "Tell the state of the store and around it in a moment."),
    "backup": Entry("backup", "Write a verified copy of the store, or verify one."),
    "restore": Entry("restore", "Put a backup in the place of the store."),
    "secrets": Entry("secrets", "Keys of sealed values and of backups: tell, rotate, make."),
    "deploy": Entry("deploy", "Make a server that staff reach over SSH, and check one."),
    "night": Entry("night", "Upkeep of a server by night."),
    "migrate": Entry("migrate", "Bring the store to this version's schema, after a backup."),
}


class Parser(argparse.ArgumentParser):
    """An argument parser that raises UsageError instead of leaving, prints no colours and takes no shortened options."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"allow_abbrev": False, **kwargs})
        self.color = False

    def error(self, message: str) -> NoReturn:
        """Raise UsageError with argparse's sentence, the nearest choice where one was missed, and where the help is."""
        missed = _MISSED.fullmatch(message)
        if missed is not None:
            choices = [word.strip(" '") for word in missed["choices"].split(",")]
            raise UsageError(f"{self.prog}: {_no_such('choice', missed['word'], choices, f'{self.prog} --help')}")
        raise UsageError(f"{message.strip().rstrip('.')}. See: {self.prog} --help")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; every failure is a sentence on stderr and an exit code, never a traceback."""
    words = list(sys.argv[1:] if argv is None else argv)
    if argv is None:
        hide_arguments(len(words) - 1 - next((at for at, word in enumerate(words) if word in COMMANDS), len(words) - 1))
    try:
        code = run(words)
        sys.stdout.flush()
        return code
    except HrError as error:
        say(f"hrtui: {error if isinstance(error, ConfigError) else ' '.join(str(error).splitlines())}")
        return error.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _forget_stdout()
        return BROKEN_PIPE
    except OSError as error:
        if error.filename is None or error.strerror is None:
            return crashed(error)
        say(f"hrtui: {str(error.filename)[:LONGEST_PATH]} cannot be used ({error.strerror}); name another.")
        return HrError.exit_code
    except Exception as error:  # noqa: BLE001  (the edge: what nobody expected goes to the log file)
        return crashed(error)


def run(words: list[str]) -> int:
    """Run the command named by the first word, or open the application where there is none."""
    parser = top_parser()
    try:
        args = parser.parse_args(_with_dashes(words))
        if args.command is None:
            return open_app(args.config, acting=args.acting or "")
        return run_command(args.command, args.rest, args.config, args.acting or "")
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else 0


def _with_dashes(words: list[str]) -> list[str]:
    """The words, with the `--` right after a command doubled: the parser of what stands before it takes one away."""
    at = next((at for at, word in enumerate(words) if word in COMMANDS), len(words))
    return [*words[: at + 1], "--", *words[at + 1 :]] if words[at + 1 : at + 2] == ["--"] else words


def run_command(name: str, words: list[str], config: Path | None, acting: str = "") -> int:
    """Import the module of a command, read its arguments and run it."""
    module = load(name)
    parser = Parser(prog=f"hrtui {name}", description=module.SUMMARY)
    add_config(parser, argparse.SUPPRESS)
    module.add_arguments(parser)
    args = parser.parse_args(words, argparse.Namespace(config=config))
    session = Session(args.config, acting=acting)
    try:
        return module.run(args, session)
    except (HrError, OSError):
        raise
    except Exception as error:
        meaning = session.explain(error)
        raise meaning or error from error
    finally:
        session.close()


def load(name: str) -> CommandModule:
    """The module of a command; raise UsageError with the nearest spelling where there is none."""
    entry = COMMANDS.get(name)
    if entry is None:
        raise UsageError(_no_such("command", name, COMMANDS, "hrtui --help"))
    return cast(CommandModule, importlib.import_module(f"hrtui.cli.{entry.module}"))


def _no_such(what: str, word: str, words: Iterable[str], see: str) -> str:
    import difflib

    near = difflib.get_close_matches(word, list(words), n=1)
    hint = f"Did you mean “{near[0]}”?" if near else f"See: {see}"
    return f"There is no {what} “{clean(word, limit=40)}”. {hint}"


def top_parser() -> Parser:
    """The parser of what stands before a command."""
    width = max(map(len, COMMANDS))
    lines = "\n".join(f"  {name:<{width}}  {entry.summary}" for name, entry in COMMANDS.items())
    parser = Parser(
        prog="hrtui",
        usage="hrtui [--config FILE] [--as LOGIN] [COMMAND …]",
        description="A human-resources system that lives in the terminal.\nWithout a command it opens the application.",
        epilog=f"commands (hrtui COMMAND --help tells more):\n{lines}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"hrtui {__version__}")
    add_config(parser, None)
    parser.add_argument(
        "--as", dest="acting", metavar="LOGIN", type=_a_login, default=None,
        help="act as another user; in a demo company only",
    )  # fmt: skip
    parser.add_argument("command", nargs="?", help=argparse.SUPPRESS)
    parser.add_argument("rest", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    return parser


def add_config(parser: argparse.ArgumentParser, default: str | None) -> None:
    """Add the global option for the configuration file."""
    parser.add_argument(
        "--config", metavar="FILE", type=a_path, default=default, help="the configuration file (else HRTUI_CONFIG, …)"
    )


def _a_login(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("name the user to act as")
    return text.strip()


def open_app(config: Path | None, address: str = "", on: str = "", acting: str = "") -> int:
    """Open the application, as of a day where one is given; only here is Textual imported."""
    from hrtui.app import run as run_app

    return run_app(config, address, on, acting)


def crashed(error: Exception) -> int:
    """Write a bug to the log file and say its reference."""
    from hrtui.bootstrap import SystemClock

    reference = crashlog.record(error, utc_text(SystemClock().now()))
    try:
        log = f"see {crashlog.state_folder() / crashlog.LOG}"
    except (OSError, RuntimeError):
        log = "there is no log"
    say(f"hrtui stopped because of an internal error. Reference {reference}; {log}.")
    return crashlog.BUG


def say(text: str) -> None:
    """Print to stderr, line by line without control characters; a closed stderr is no reason to fail."""
    try:
        print("\n".join(clean(line, limit=2_000) for line in text.splitlines()), file=sys.stderr, flush=True)
    except (OSError, ValueError):
        return


def _forget_stdout() -> None:
    """Send what is still buffered for a closed pipe to nowhere, so that leaving stays quiet."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
