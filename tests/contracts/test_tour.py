"""What README and docs show can be done: their shell blocks run, their links lead somewhere, their keys are bound."""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from hrtui import commands
from hrtui.cli.main import COMMANDS, Parser, load
from screens.keys import key_label

ROOT = Path(__file__).parents[2]
TOUR, README = ROOT / "docs" / "tour.md", ROOT / "README.md"
PAGES = sorted([README, ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\(([^)\s]+)\)")
OPENS = re.compile(r"^(?:hrtui|make demo|make test)(?:\s+#.*)?$")
KEY = re.compile(r"`([^`\s]{1,2}|ctrl\+\w|shift\+tab|esc|enter|space|tab|up|down|left|right|g [a-z])`")
NO_KEYS = {"!", "g", "i9", "IT", "it"}


def shell_blocks(page: Path) -> list[str]:
    return re.findall(r"^```sh\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def runnable(page: Path) -> str:
    """The lines of a page that neither take the terminal nor run this test again."""
    lines = "\n".join(shell_blocks(page)).splitlines()
    return "\n".join(line for line in lines if not OPENS.match(line.strip()))


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A user who has hrtui on the path and no configuration."""
    state = {name: str(tmp_path / name.lower()) for name in ("XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    kept = {name: value for name, value in os.environ.items() if name != "HRTUI_CONFIG"}
    return {**kept, **state, "PATH": path, "HOME": str(tmp_path)}


@pytest.mark.parametrize("page", [TOUR, README], ids=lambda page: page.stem)
def test_every_command_shown_does_its_work(page: Path, tmp_path: Path, environment: dict[str, str]) -> None:
    script = runnable(page)
    assert script.count("hrtui") > 2
    if "> staff.csv" not in script:
        script = next(block for block in shell_blocks(TOUR) if "> staff.csv" in block).split("cd acme")[0] + script
    done = subprocess.run(
        ["bash", "-eu", "-o", "pipefail", "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_tour_shows_what_the_dry_run_prints(tmp_path: Path, environment: dict[str, str]) -> None:
    script, _, _ = runnable(TOUR).partition("hrtui import people ../staff.csv\n")
    done = subprocess.run(
        ["bash", "-eu", "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    shown = re.search(r"^```\n(Rows that are not taken:.*?)^```", TOUR.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert shown is not None
    assert shown[1] in done.stdout


def test_make_has_what_the_pages_tell_to_make() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for page in PAGES:
        assert set(re.findall(r"(?:`|^)make ([a-z]+)", page.read_text(encoding="utf-8"), re.MULTILINE)) <= targets, page


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_and_picture_leads_somewhere(page: Path) -> None:
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        if link.startswith("https://"):
            continue
        path, _, heading = unquote(link).partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{page.name}: {link}"
        assert not heading or heading in anchors(target), f"{page.name}: {link}"


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


def test_every_page_and_picture_is_shown_somewhere() -> None:
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    for file in [*(ROOT / "docs").rglob("*.md"), *(ROOT / "docs" / "pictures").glob("*.svg")]:
        assert file.name in text, f"nothing links to {file.name}"


def bound_keys() -> set[str]:
    """Every key as the pages write it: `ctrl+o`, `esc`, `g p`, `[`."""
    keys = {key for command in commands.ALL for key in command.keys}
    return {name for key in keys for name in (key, key_label(key), key.replace("escape", "esc").replace(",", " "))}


@pytest.mark.parametrize(
    "page", [TOUR, ROOT / "docs" / "people.md", ROOT / "docs" / "payroll.md"], ids=lambda p: p.stem
)
def test_every_key_named_is_bound(page: Path) -> None:
    prose = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    named = set(KEY.findall(prose))
    assert len(named) > 2
    assert named - bound_keys() - NO_KEYS == set()


def commands_of_the_pages() -> Iterator[tuple[str, str]]:
    for page in PAGES:
        if page.parent.name == "reference":
            continue
        text = page.read_text(encoding="utf-8")
        shown = re.findall(r"^```(?:sh)?\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
        lines = re.findall(r"^(?:\$ )?(hrtui [a-z].*)", "\n".join(shown), re.MULTILINE)
        yield from ((page.name, line) for line in [*lines, *re.findall(r"`(hrtui [a-z][^`\n]*)`", text)])


@pytest.mark.parametrize(("page", "line"), sorted(set(commands_of_the_pages())))
def test_every_command_and_option_named_exists(page: str, line: str) -> None:
    line = re.split(r"\s{2,}|\s#|\s>", line)[0]
    words = line.split()[1:]
    assert words[0] in COMMANDS, line
    helped = _help(words[0])
    for word in words[1:]:
        if word.startswith("--") and len(word) > 2:
            assert word.partition("=")[0] in helped, line


def _help(name: str) -> str:
    """The help of a command and of all beneath it."""
    parser = Parser(prog=name)
    load(name).add_arguments(parser)
    return " ".join(_helps(parser)) + " --config"


def _helps(parser: argparse.ArgumentParser) -> Iterator[str]:
    yield parser.format_help()
    for action in parser._actions:
        if isinstance(action.choices, dict):
            for nested in action.choices.values():
                yield from _helps(nested)
