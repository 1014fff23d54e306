from __future__ import annotations

import argparse
import re
from pathlib import Path

import pytest

from hrtui import commands
from hrtui.cli import reference
from hrtui.config import Settings
from hrtui.configfile.reader import declared
from hrtui.configfile.settings import settings

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("name", reference.PAGES)
def test_the_generated_reference_is_up_to_date(name: str) -> None:
    assert (DOCS / "reference" / name).read_text(encoding="utf-8") == reference.page(name), "run: make docs"


def test_every_setting_has_a_sentence() -> None:
    for setting in settings():
        assert re.fullmatch(r"[A-Z].*\.", setting.help), setting


def test_every_section_of_the_file_is_told_in_the_guide() -> None:
    guide = (DOCS / "configuration.md").read_text(encoding="utf-8")
    for name in declared(Settings):
        assert f"`{name}:`" in guide or f"`{name}`" in guide, name


def test_every_shipped_role_is_told_in_the_guide() -> None:
    from hrtui.configfile import shipped_roles

    guide = (DOCS / "roles.md").read_text(encoding="utf-8")
    for name in shipped_roles():
        assert f"`{name}`" in guide, name


def test_every_command_of_the_shell_named_by_a_screen_exists_with_its_options() -> None:
    from hrtui.cli.main import COMMANDS, Parser, load

    parsers = {}
    for command in commands.ALL:
        if not command.shell:
            continue
        name, *words = command.shell.split()[1:]
        assert name in COMMANDS, command.id
        if name not in parsers:
            parsers[name] = Parser(prog=f"hrtui {name}")
            load(name).add_arguments(parsers[name])
        options = {word for word in words if word.startswith("--")}
        assert options <= set(_parser_of(parsers[name], words)._option_string_actions), command.id


def _parser_of(parser: argparse.ArgumentParser, words: list[str]) -> argparse.ArgumentParser:
    """The parser of the innermost command that words name."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            named = next((word for word in words if word in action.choices), None)
            if named is not None:
                return _parser_of(action.choices[named], words[words.index(named) + 1 :])
    return parser


ROOT = DOCS.parent
SAID = re.compile(r"[(`“]hrtui ([a-z][a-z -]*)")


def test_every_command_that_a_sentence_of_the_program_names_exists() -> None:
    files = [path for area in ("hrtui", "screens", "data") for path in (ROOT / area).rglob("*.py")]
    said = {words for path in files for words in SAID.findall(path.read_text(encoding="utf-8"))}
    assert len(said) > 20
    assert [words for words in sorted(said) if not _exists(words.split())] == []


def _exists(words: list[str]) -> bool:
    """Whether words name a command as far as there are commands below commands; prose that begins with another word may stand."""
    from hrtui.cli.main import COMMANDS, Parser, load

    if words[0] not in COMMANDS:
        return True
    parser: argparse.ArgumentParser = Parser(prog=f"hrtui {words[0]}")
    load(words[0]).add_arguments(parser)
    for word in words[1:]:
        below = [each for each in parser._actions if isinstance(each, argparse._SubParsersAction)]
        if not below or word.startswith("--"):
            return True
        if word not in below[0].choices:
            return False
        parser = below[0].choices[word]
    return True
