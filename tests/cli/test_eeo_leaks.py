"""No command of recruiting prints what an applicant said for equal opportunity, whoever runs it: each is run, also those added later."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from hrtui.access.model import ACTIONS
from hrtui.cli import recruiting
from tests.cli.test_person import Shell, shell  # noqa: F401 - a fixture

TOLD = ("'female'", '"female"', "native", "American Indian", "not_protected", "Not a protected")
KNOWN = {
    "CANDIDATE": "CAN-00001", "OTHER": "CAN-00002", "APPLICATION": "APP-00001", "OFFER": "OFF-00001",
    "MESSAGE": "MSG-00001", "LOGIN": "bob", "DAY": "today", "STAGE": "Phone screen", "REASON": "skills", "WORD": "ash",
}  # fmt: skip
"""What commands are given, by what they ask for."""


def leaves(
    parser: argparse.ArgumentParser, words: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], argparse.ArgumentParser]]:
    """Every command that can be run, with its words."""
    found = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not found:
        yield words, parser
    for action in found:
        for name, below in action.choices.items():
            yield from leaves(below, (*words, name))


def given(parser: argparse.ArgumentParser, folder: Path, at: int, known: Mapping[str, str]) -> Iterator[str]:
    """What a command has to be given."""
    for action in parser._actions:
        if action.option_strings and not action.required:
            continue
        metavar = action.metavar if isinstance(action.metavar, str) else action.dest.upper()
        value = next(iter(action.choices)) if action.choices else known.get(metavar, "text")
        value = str(folder / f"{at}.csv") if metavar.startswith("FILE") or action.dest in ("to", "file") else str(value)
        yield from (action.option_strings[-1], value) if action.option_strings else (value,)


def commands(folder: Path, known: Mapping[str, str]) -> Iterator[list[str]]:
    """Every command of recruiting, as JSON where it can."""
    parser = argparse.ArgumentParser()
    recruiting.add_arguments(parser)
    for at, (words, leaf) in enumerate(leaves(parser)):
        if words[0] != "eeo":
            as_json = ["--json"] if any("--json" in action.option_strings for action in leaf._actions) else []
            yield ["recruiting", *words, *given(leaf, folder, at, known), *as_json]
    yield ["audit", "log"]
    yield ["export", "audit", "--to", str(folder / "trail.json")]
    yield ["home"]


@pytest.mark.parametrize("role", ["others", "hris_admin"])
def test_no_command_prints_an_answer(shell: Shell, tmp_path: Path, role: str) -> None:  # noqa: F811
    (shell.config.parent / "recruiting.yaml").write_text("requisition_approvals: []\n")
    shell.json(
        "person",
        "hire",
        "--first-name",
        "Ann",
        "--last-name",
        "Kim",
        "--title",
        "Lead",
        "--department",
        "IT",
        "--on",
        "2025-03-03",
    )
    to = ("recruiting",)
    shell.json(*to, "require", "Engineer", "--department", "IT", "--manager", "Kim, Ann", "--low", "70k", "--high", "90k",
               "--justification", "Growth")  # fmt: skip
    number = next(iter(shell.json(*to, "requisitions")))["requisition"]["number"]
    shell.json(*to, "request", number)
    assert shell.run(*to, "open", number)[0] == 0
    for last in ("Ash", "Bay"):
        shell.json(*to, "enter", last, "--email", f"{last}@example.com", "--apply", number)
    said = ("--sex", "female", "--race", "native", "--veteran", "not_protected")
    assert shell.run(*to, "eeo", "record", "APP-00001", *said)[0] == 0
    text = shell.config.read_text()
    actions = ", ".join(each for each in ACTIONS if each != "recruiting.eeo")
    roles = f"roles:\n  others:\n    - actions: [{actions}]\n      fields: {{pay: shown}}\n"
    users = text[text.index("users:") :].replace("[all]", f"[{role}]")
    shell.config.write_text(text[: text.index("roles:")] + (roles if role == "others" else "") + users)
    folder = tmp_path / "files"
    folder.mkdir()
    worked = 0
    for words in commands(folder, {**KNOWN, "REQUISITION": number}):
        code, out, err = shell.run(*words)
        worked += code == 0
        assert not [word for word in TOLD if word in out + err], words
    assert worked >= (20 if role == "others" else 2)
    files = "".join(each.read_text("utf-8", "replace") for each in folder.iterdir())
    assert not [word for word in TOLD if word in files]
    if role == "others":
        code, _, said_ = shell.run(*to, "eeo", "report")
        assert (code != 0, "may not record what applicants said" in said_) == (True, True)
