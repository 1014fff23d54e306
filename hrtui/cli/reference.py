"""`python -m hrtui.cli.reference docs` writes docs/reference from the declarations of keys, commands and settings."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from hrtui import commands
from hrtui.access.model import ACTIONS
from hrtui.benefits.plans import Settings as Plans
from hrtui.cli.keys import listing
from hrtui.cli.main import COMMANDS, Parser, load
from hrtui.configfile.keys import label
from hrtui.configfile.settings import settings
from hrtui.payroll.rules.states.model import PERIODS
from hrtui.recruiting.playbook import Settings as Recruiting

if TYPE_CHECKING:
    from hrtui.payroll.rules.states import Entry, StateTables
    from hrtui.payroll.rules.states.model import InForce

ROUNDED = {"cents": "a cent", "dollar": "a dollar"}
MADE = "<!-- Made by `make docs` from the declarations; change those. -->\n"


def main() -> int:
    """Write the reference below the folder named on the command line."""
    folder = Path(sys.argv[1]) / "reference"
    folder.mkdir(parents=True, exist_ok=True)
    for name in PAGES:
        (folder / name).write_text(page(name), encoding="utf-8")
    return 0


def page(name: str) -> str:
    """The text of a page, by its file name."""
    return "\n".join([MADE, *PAGES[name]()]).rstrip() + "\n"


def _keys() -> Iterator[str]:
    yield "# Keys\n"
    yield "The keys as shipped; `keys:` in the configuration changes them, and `hrtui keys` prints yours.\n"
    for title, rows in listing({}):
        yield f"## {title}\n"
        yield from _table(
            ("Key", "Does", "Command"), [(_shown(row.keys), row.help, f"`{row.command}`") for row in rows]
        )


def _shown(keys: tuple[str, ...]) -> str:
    return " ".join(f"`{label(key)}`" for key in keys) or "palette"


def _commands() -> Iterator[str]:
    yield "# Commands\n"
    yield "Every command takes `--config FILE` and `--help`; before the command, `--as LOGIN` acts as another user of a demo company.\n"
    yield "## On the command line\n"
    for name in COMMANDS:
        module = load(name)
        parser = Parser(prog=f"hrtui {name}")
        module.add_arguments(parser)
        yield f"### hrtui {name}\n"
        yield module.SUMMARY + "\n"
        yield from _arguments(parser)
    yield "## In the application\n"
    rows = [
        (command.label, command.help, f"`{command.permission}`" if command.permission else "", _code(command.shell))
        for command in commands.ALL
        if command.permission or command.shell
    ]
    yield from _table(("Command", "Does", "Needs", "On the command line"), rows)
    yield "## What roles can be granted\n"
    yield from _table(("Action", "Lets one"), [(f"`{action}`", what) for action, what in ACTIONS.items()])


def _arguments(parser: argparse.ArgumentParser) -> Iterator[str]:
    rows: list[tuple[str, str]] = []
    below: list[argparse.ArgumentParser] = []
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            below.extend(action.choices.values())
        elif not isinstance(action, argparse._HelpAction):
            rows.append((_code(_spelt(action)), action.help or ""))
    if rows:
        yield from _table(("Argument", "Meaning"), rows)
    for inner in below:
        yield f"#### {inner.prog}\n"
        yield from _arguments(inner)


def _spelt(action: argparse.Action) -> str:
    value = action.metavar if isinstance(action.metavar, str) else action.dest.upper()
    if action.choices is not None and action.metavar is None:
        value = "|".join(map(str, action.choices))
    if not action.option_strings:
        return value
    return ", ".join(action.option_strings) + ("" if action.nargs == 0 else f" {value}")


def _settings() -> Iterator[str]:
    yield "# Settings\n"
    yield "The configuration is one YAML file, `hrtui.yaml`; docs/configuration.md says where it is looked for.\n"
    yield "`[]` marks a list, `NAME` a name of your own.\n"
    rows = [(f"`{item.key}`", item.holds, _code(item.default), item.help) for item in settings()]
    yield from _table(("Setting", "Holds", "Default", "What it is for"), rows)
    yield "## The plan file\n"
    yield "What `benefits.yaml` beside the configuration may hold; docs/benefits.md tells how it is used.\n"
    rows = [(f"`{item.key}`", item.holds, _code(item.default), item.help) for item in settings(Plans)]
    yield from _table(("Setting", "Holds", "Default", "What it is for"), rows)
    yield "## The recruiting file\n"
    yield "What `recruiting.yaml` beside the configuration may hold; docs/recruiting.md tells how it is used.\n"
    rows = [(f"`{item.key}`", item.holds, _code(item.default), item.help) for item in settings(Recruiting)]
    yield from _table(("Setting", "Holds", "Default", "What it is for"), rows)


def _states() -> Iterator[str]:
    from hrtui.payroll.inforce import profiles

    yield "# States\n"
    yield "How each state's income tax is withheld, the entries of its certificate, and its contributions, by the last tables known."
    yield "`hrtui tables ST` prints the figures; docs/state-taxes.md tells the rest. All have `exempt` and `extra` (dollars a check)"
    yield "beside the entries named here. An entry without a value counts as the one in brackets.\n"
    for profile in profiles():
        tables = profile.tables
        yield f"## {tables.name} ({tables.state})\n"
        if not tables.taxes_wages:
            yield "No income tax on wages.\n"
        else:
            yield f"{str(type(tables.version).__doc__).splitlines()[0]}\n"
            yield f"- from {tables.version.from_}, {tables.source.document}; confidence {tables.source.confidence}"
            missing = [name for name in PERIODS if name not in profile.frequencies]
            but = f" but {', '.join(missing)}" if missing else ""
            yield f"- every pay frequency{but}; rounded to {ROUNDED[tables.version.rounding]}"
            if tables.version.status_of_w4:
                yield "- the status is that of Form W-4 where the certificate has none"
            for entry in profile.entries:
                if entry.name not in ("exempt", "extra"):
                    yield f"- `{entry.name}`: {_taken(entry)}"
            yield ""
        yield from _contributions(tables)


def _taken(entry: Entry) -> str:
    words = ", ".join(choice for choice in entry.choices if choice)
    told = words if entry.kind == "choice" else f"of {words}" if entry.kind == "text" and words else entry.kind
    return f"{told} [{entry.default or 'none'}]"


def _contributions(tables: StateTables) -> Iterator[str]:
    from hrtui.payroll.rules.states import contribution_entries

    rows = [
        (found.table.name, found.table.paid_by, _owed(found), found.source.confidence)
        for found in tables.contributions
        if found.entry is not None
    ]
    if rows:
        for entry in contribution_entries(tables):
            yield f"- `{entry.name}`: {_taken(entry)}"
        yield ""
        yield from _table(("Contribution", "Paid by", "How much", "Confidence"), rows)


def _owed(found: InForce) -> str:
    entry = found.entry
    assert entry is not None
    parts = ["the company's own rate"] if entry.rate is None and entry.per_hour is None else []
    parts += [f"{entry.rate * 100:.4f}".rstrip("0").rstrip(".") + " % of wages"] if entry.rate is not None else []
    parts += [f"of which {entry.employee_share * 100:.2f} %"] if entry.employee_share is not None else []
    parts += [f"{entry.per_hour} dollars an hour"] if entry.per_hour is not None else []
    parts += [f"up to {entry.base:,} a year"] if entry.base is not None else []
    parts += [f"at most {entry.max_per_year:,} a year"] if entry.max_per_year is not None else []
    parts += [f"at most {entry.max_per_week} a week"] if entry.max_per_week is not None else []
    parts += [f"employers of {found.table.size}"] if found.table.size else []
    return ", ".join(parts)


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


def _table(headings: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    yield "| " + " | ".join(headings) + " |"
    yield "|" + " --- |" * len(headings)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"
    yield ""


PAGES = {"keys.md": _keys, "settings.md": _settings, "commands.md": _commands, "states.md": _states}

if __name__ == "__main__":
    sys.exit(main())
