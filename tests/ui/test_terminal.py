"""The application on a real pseudo-terminal: what it sends, how it leaves, what a crash leaves behind."""

from __future__ import annotations

import os
import re
import signal
import stat
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from hrtui.crashlog import BUG
from tests.ui.crashing import SECRET
from tests.ui.terminal import Terminal

ROOT = Path(__file__).parents[2]
Open = Callable[..., Terminal]


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    monkeypatch.chdir(ROOT)

    def run(address: str = "", columns: int = 80, lines: int = 24, **more: str) -> Terminal:
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        env = {
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
            "XDG_STATE_HOME": str(tmp_path / "state"),
            "COLORTERM": "truecolor",
            **kept,
            **more,
        }
        argv = [sys.executable, "-m", "tests.ui.opened", str(tmp_path), *([address] if address else [])]
        return Terminal(argv, env, columns, lines)

    return run


def given_back(terminal: Terminal) -> bool:
    """Whether screen, cursor, paste, mouse, wrapping and line discipline are as a shell expects them."""
    return terminal.modes == {"7", "25"} and terminal.cooked() and terminal.raw.rstrip().count("\x1b[<u") >= 1


def framed(terminal: Terminal, columns: int, lines: int) -> bool:
    """Whether the first line reaches to the right edge with its heading, and the last line has the keys."""
    first, last = terminal.screen.display[0], terminal.screen.display[lines - 1]
    return "Home" in first and len(first.rstrip()) == columns - 1 and "Palette" in last


def test_it_opens_moves_between_screens_and_gives_the_terminal_back(opened: Open) -> None:
    with opened() as terminal:
        terminal.shows("Test Company · Home")
        terminal.send("?")
        terminal.shows("Help: Home")
        terminal.send("q:")
        terminal.shows("Go to or do")
        terminal.send("escape")
        terminal.until(lambda: "Go to or do" not in terminal.text, "the palette closed")
        terminal.send("q")
        assert terminal.ends() == 0
        assert given_back(terminal)


def test_keys_typed_before_the_first_paint_are_not_lost(opened: Open) -> None:
    with opened() as terminal:
        terminal.send(":hel")
        terminal.shows("> hel")


def test_enter_typed_before_the_terminal_was_taken_is_enter(opened: Open) -> None:
    with opened() as terminal:
        terminal.send(":people", "enter")
        terminal.shows("Test Company · People")


def test_keys_typed_in_one_burst_go_to_the_screens_they_open(opened: Open) -> None:
    with opened() as terminal:
        terminal.shows("Test Company · Home")
        terminal.send("?", "q", ":", "theme", "enter", ":", "xyz")
        terminal.shows("> xyz")
        assert "48;2;251;250;247" in terminal.raw, "the light theme's background"


def test_escape_is_understood_at_once_and_sequences_stay_whole(opened: Open) -> None:
    with opened() as terminal:
        terminal.shows("Test Company · Home")
        terminal.send(":")
        terminal.shows("Go to or do")
        terminal.send("down")
        terminal.send("escape")
        terminal.until(lambda: "Go to or do" not in terminal.text, "the palette closed")


def test_nothing_is_sent_while_nobody_types(opened: Open) -> None:
    with opened() as terminal:
        terminal.shows("Test Company · Home")
        terminal.send(":")
        terminal.shows("Go to or do")
        terminal.until(lambda: terminal.quiet(0.4) == 0, "silence")
        assert terminal.quiet(2.0) == 0


def test_a_resize_leaves_a_whole_frame(opened: Open) -> None:
    with opened() as terminal:
        terminal.shows("Test Company · Home")
        for columns, lines in ((120, 36), (50, 12), (80, 24)):
            terminal.resize(columns, lines)
            terminal.until(partial(framed, terminal, columns, lines), f"header and footer at {columns}x{lines}")


@pytest.mark.parametrize("key", ["x", "t"])
def test_a_crash_gives_the_terminal_back_and_shows_a_reference_but_no_value(
    opened: Open, tmp_path: Path, key: str
) -> None:
    with opened("crash") as terminal:
        terminal.shows(SECRET)
        sent = len(terminal.raw)
        terminal.send(key)
        assert terminal.ends() == BUG
        assert given_back(terminal)
        after = terminal.raw[sent:]
        reference = re.search(r"Reference ([0-9a-f]{8})", after.replace("\r\n", " "))
        assert reference is not None
        assert SECRET not in after
        assert "Traceback" not in after
        log = tmp_path / "state" / "hrtui" / "crash.log"
        text = log.read_text(encoding="utf-8")
        assert reference[1] in text
        assert "ValueError" in text
        assert "crashing.py" in text
        assert SECRET not in text
        assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_a_request_to_terminate_gives_the_terminal_back(opened: Open) -> None:
    with opened() as terminal:
        terminal.shows("Test Company · Home")
        terminal.process.send_signal(signal.SIGTERM)
        assert terminal.ends() == -signal.SIGTERM
        assert given_back(terminal)


def test_a_request_to_terminate_ends_a_program_whose_terminal_no_longer_reads(opened: Open) -> None:
    with opened(columns=200, lines=60) as terminal:
        terminal.shows("Test Company · Home")
        for _ in range(40):
            terminal.send("?q")
        terminal.process.send_signal(signal.SIGTERM)
        assert terminal.process.wait(10) == -signal.SIGTERM
        assert terminal.cooked()


def test_stopping_the_program_from_outside_does_nothing(opened: Open) -> None:
    with opened() as terminal:
        terminal.shows("Test Company · Home")
        terminal.process.send_signal(signal.SIGTSTP)
        terminal.send("?")
        terminal.shows("Help: Home")


def test_no_colour_is_sent_where_none_is_wanted_and_the_cursor_is_reversed(opened: Open) -> None:
    with opened(NO_COLOR="1") as terminal:
        terminal.shows("Test Company · Home")
        terminal.send(":")
        terminal.shows("Go to or do")
        codes = set(";".join(re.findall(r"\x1b\[([0-9;]*)m", terminal.raw)).split(";"))
        assert codes <= {"", "0", "1", "2", "3", "4", "7", "39", "49"}
        assert "7" in codes


def test_frames_are_ascii_where_the_locale_is_not_utf8(opened: Open) -> None:
    with opened(LANG="C", LC_ALL="C") as terminal:
        terminal.shows("Test Company - Home")
        terminal.send(":")
        terminal.shows("+- Go to or do")
        assert not set(terminal.text) & set("─│╭╮╰╯·…↑↓")


def test_the_environment_cannot_press_keys_or_choose_a_driver(opened: Open, tmp_path: Path) -> None:
    log = tmp_path / "textual.log"
    with opened(TEXTUAL_PRESS="q", TEXTUAL_LOG=str(log), TEXTUAL_DRIVER="nowhere:Driver") as terminal:
        terminal.shows("Test Company · Home")
        terminal.send("?")
        terminal.shows("Help: Home")
        assert not log.exists()
