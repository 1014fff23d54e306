"""Every command of the shell, over a company whose every text is made to harm, with words made to harm: what it prints is text, and
what it prints as JSON is JSON."""

from __future__ import annotations

import argparse
import json
import random
import unicodedata
from collections.abc import Iterator, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from data.base import database
from hrtui.cli import main as cli
from hrtui.cli.session import Session
from hrtui.context import Context
from hrtui.crashlog import BUG
from hrtui.text import BIDI
from tests import filled
from tests.nightly import tries
from tests.ui.test_hostile_everywhere import HARM

DRAWS = tries(3, 25)
PARTS = 4
NOT_TRIED = {
    "open": "paints screens, tried in tests/ui/test_hostile_everywhere.py",
    "demo": "makes a company of its own",
    "init": "writes a configuration of its own",
    "deploy": "changes the machine",
    "night": "prints what its parts print",
    "restore": "takes the store away",
    "migrate": "changes the schema of the store",
    "secrets": "changes the keys of the store",
}
"""Commands that are not tried here, and why."""
ONE_NAME = ("add", "change", "close", "reopen", "rename", "move")
"""What is not done to departments and locations: all of that company bear one name, which the store of a program alone refuses."""
WORDS = (
    HARM.replace("\0", ""), "\x1b[31mRed\x9b2J", "", "1017", "1003", "2026-11-23", "2026", "Mine", "Sales", "medical", "status:active", "title",
    "941", "department", "-1", "name:\u202etxt", "1042=\x07", "raise 3%",
)  # fmt: skip
KINDS = {
    **dict.fromkeys(("NUMBER", "PERSON", "WHO"), "person"), "RUN": "pay_run", "REQUISITION": "requisition", "CANDIDATE": "candidate",
    "OFFER": "offer", "INTERVIEW": "interview", "APPLICATION": "application", "CASE": "cobra_case", "EVENT": "benefit_event",
    "MESSAGE": "outbox", "HOLD": "legal_hold", "REQUEST": "erasure",
}  # fmt: skip
"""By what an argument is called, the table whose numbers it takes."""


def leaves() -> Iterator[tuple[tuple[str, ...], argparse.ArgumentParser]]:
    """Every command with the words that name it, and what it takes."""
    for name in cli.COMMANDS:
        if name not in NOT_TRIED:
            parser = cli.Parser(prog=f"hrtui {name}")
            cli.load(name).add_arguments(parser)
            yield from _leaves((name,), parser)


def _leaves(path: tuple[str, ...], parser: Any) -> Iterator[tuple[tuple[str, ...], argparse.ArgumentParser]]:
    below = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not below and not (path[0] == "org" and path[-1] in ONE_NAME):
        yield path, parser
    for action in below:
        for name, sub in action.choices.items():
            yield from _leaves((*path, name), sub)


def words(parser: argparse.ArgumentParser, dice: random.Random, folder: Path, as_json: bool) -> list[str]:
    """Arguments of a command at random: what it must have, some of what it may have, each of its kind or made to harm."""
    out = ["--json"] if as_json else []
    for action in parser._actions:
        is_option = bool(action.option_strings)
        if is_option and (action.dest in ("help", "json", "config") or dice.random() > 0.25):
            continue
        if is_option:
            out.append(action.option_strings[-1])
        if action.nargs == 0:
            continue
        out += [_word(action, dice, folder) for _ in range(action.nargs if isinstance(action.nargs, int) else 1)]
    return out


def _word(action: argparse.Action, dice: random.Random, folder: Path) -> str:
    if action.choices:
        return str(dice.choice([str(choice) for choice in action.choices]))
    name = str(action.metavar or action.dest).upper()
    if name in ("FILE", "DIR") or getattr(action.type, "__name__", "") in ("a_path", "Path"):
        return str(
            folder
            / dice.choice(
                [f"out{dice.random()}.csv", "hostile.csv", f"\x1b[31m{dice.random()}.json", f"o{dice.random()}.xlsx"]
            )
        )
    if name in KINDS and dice.random() < 0.8:
        found = database.obj.execute_sql(f"SELECT number FROM {KINDS[name]} ORDER BY random() LIMIT 1").fetchone()
        return str(found[0]) if found else ""
    if name in ("NO", "INVOICE", "SLOT", "COMMAND"):
        return dice.choice(["1", "2", "3", "9999", "\x1b[31m"])
    return dice.choice(WORDS)


def assert_harmless(text: str, line: Sequence[str]) -> None:
    """No sign of a text does anything to a terminal but end a line."""
    bad = {char for char in text if unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") or char in BIDI} - {"\n"}
    assert not bad, (line, bad, text[:400])


def _raised(error: BaseException) -> int:
    """A bug of a command is one here, with its trace."""
    raise error


@pytest.fixture
def company(kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Context]:
    """The company, which every command opens."""
    ctx = filled.company(kept, tmp_path / "company", HARM)
    monkeypatch.setattr(Session, "context", property(lambda self: ctx))
    monkeypatch.setattr(Session, "close", lambda self: None)
    monkeypatch.setattr(cli, "crashed", _raised)
    monkeypatch.setattr("sys.stdin", StringIO(HARM))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "hostile.csv").write_text(f'number,name,hired,title\n9001,"{HARM}",2026-01-05,"{HARM}"\n', newline="")
    yield ctx
    ctx.store.close()


@pytest.mark.parametrize("part", range(PARTS))
def test_what_a_command_prints_is_text_and_its_json_is_json(
    company: Context, tmp_path: Path, capsys: pytest.CaptureFixture[str], part: int
) -> None:
    shown = as_json = 0
    config = str(tmp_path / "company" / "hrtui.yaml")
    for path, parser in list(leaves())[part::PARTS]:
        dice = random.Random(" ".join(path))
        speaks_json = any(action.dest == "json" for action in parser._actions)
        for draw in range(DRAWS):
            json_asked = speaks_json and draw % 2 == 0
            line = [*path, *words(parser, dice, tmp_path, json_asked)]
            code = cli.main(["--config", config, *line])
            out, err = capsys.readouterr()
            assert code != BUG, (line, err)
            assert_harmless(out.replace("\r\n", "\n") + err, line)  # CSV ends its lines so
            assert "Traceback" not in err
            shown += "Zqx" in out
            if json_asked and code == 0 and out:
                as_json += 1
                for each in [out] if out.lstrip()[0] in "[{" else out.splitlines():
                    json.loads(each)
    assert shown > 10 and as_json > 5
