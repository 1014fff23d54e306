"""Sessions over ssh: how they begin and end, what ends them, and what the audit trail says of it."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from tests.server import TestServer, until
from tests.ui.terminal import Terminal

HOME = "Quiet Ltd · Home"


def last(server: TestServer, action: str) -> dict[str, str]:
    """The detail of the last entry of an action."""
    found = [detail for _, did, detail in server.trail() if did == action]
    return dict(json.loads(found[-1])) if found else {}


def many(server: TestServer, action: str) -> int:
    """How many entries of an action there are."""
    return sum(did == action for _, did, _ in server.trail())


@contextmanager
def seated(server: TestServer, who: str = "alice") -> Iterator[Terminal]:
    """A session whose first screen is there, ended at the end."""
    with server.screens(who) as terminal:
        terminal.shows(HOME)
        yield terminal
    until(lambda: not server.sessions(), "the end of the session")


def screens_of(server: TestServer) -> int:
    """The process of the screens: the last that was started."""
    return max(server.sessions())


def test_begin_and_end_are_in_the_trail(one: TestServer) -> None:
    before = many(one, "session.end")
    with seated(one) as terminal:
        begun = last(one, "session.begin")
        assert begun["from"] == "127.0.0.1" and begun["key"].startswith("SHA256:")
        terminal.send("ctrl+q")
        assert terminal.ends() == 0
    until(lambda: many(one, "session.end") > before, "the entry")
    assert last(one, "session.end")["how"] == "left"
    assert [actor for actor, did, _ in one.trail() if did == "session.end"][-1] == "alice"


@pytest.mark.parametrize("stopped", [False, True])
def test_a_dropped_line_ends_the_session_and_frees_the_store(one: TestServer, stopped: bool) -> None:
    before = many(one, "session.end")
    with one.screens("alice") as terminal:
        terminal.shows(HOME)
        if stopped:
            os.kill(screens_of(one), signal.SIGSTOP)
        terminal.process.kill()
    until(lambda: not one.sessions(), "the end of the session")
    until(lambda: many(one, "session.end") > before, "the entry")
    assert last(one, "session.end")["how"] == "the line was dropped"
    with sqlite3.connect(one.store, timeout=1, isolation_level=None) as db:
        db.execute("BEGIN IMMEDIATE")
        db.execute("ROLLBACK")


def test_screens_that_are_killed_give_the_terminal_back(one: TestServer) -> None:
    with seated(one) as terminal:
        os.kill(screens_of(one), signal.SIGKILL)
        assert terminal.ends() == 137
        assert "ended by SIGKILL. What you saved is kept" in terminal.raw
        assert not terminal.modes & {"1049", "1000", "2004"} and terminal.cooked()
    assert last(one, "session.end")["how"] == "ended by SIGKILL"


@pytest.mark.parametrize("reading", [True, False])
def test_a_session_ends_when_no_key_is_pressed(one: TestServer, reading: bool) -> None:
    clock = "import hrtui.served.attending as a\nreal = a.attended\na.attended = lambda s, p, seconds: real(s, p, seconds / 300)\n"
    with one.text(one.gate, lambda text: text.replace("from hrtui.served.gate", f"{clock}from hrtui.served.gate", 1)):
        before = many(one, "session.end")
        with one.screens("alice") as terminal:
            terminal.shows(HOME)
            if not reading:
                os.kill(terminal.process.pid, signal.SIGSTOP)
            until(lambda: many(one, "session.end") > before, "the end of the session")
            os.kill(terminal.process.pid, signal.SIGCONT)
            terminal.ends()
        assert last(one, "session.end")["how"] == "idle"
        assert "after 15 minutes without a key" in terminal.raw


def test_a_key_taken_out_of_the_list_ends_the_session_at_the_next_key(one: TestServer) -> None:
    listed = one.etc / "authorized_keys"
    with seated(one, "bob") as terminal, one.text(listed, lambda text: _without(text, " bob")):
        terminal.send("?")
        assert terminal.ends() == 4
        assert "Your key is not in the list of keys any more" in terminal.raw


def test_a_user_taken_out_of_the_configuration_ends_the_session_at_the_next_key(one: TestServer) -> None:
    with seated(one, "bob") as terminal, one.text(one.etc / "hrtui.yaml", lambda text: _without(text, "login: bob")):
        terminal.send("?")
        assert terminal.ends() == 4
        assert "bob is no user" in terminal.raw


def test_a_role_taken_away_is_gone_at_the_next_key(one: TestServer) -> None:
    less = "login: alice, roles: [er_investigator]"
    config = one.etc / "hrtui.yaml"
    with seated(one) as terminal:
        terminal.shows("g b")
        with one.text(config, lambda text: text.replace("login: alice, roles: [hr_generalist]", less)):
            terminal.send("g", "escape")
            terminal.shows("alice (er_investigator)")
            terminal.until(lambda: "g b" not in terminal.text, "a home without benefits")


def test_a_configuration_that_is_broken_for_a_moment_ends_nobody(one: TestServer) -> None:
    with seated(one) as terminal, one.text(one.etc / "hrtui.yaml", lambda text: text + "\nnonsense: ["):
        terminal.send("?")
        terminal.shows("Help")
        assert "cannot be used at the moment" in one.ask([*one.client("bob"), "files"])


def test_nobody_has_more_sessions_than_allowed(one: TestServer) -> None:
    with one.screens("carol") as first, one.screens("carol") as second, one.screens("carol") as third:
        for terminal in (first, second, third):
            terminal.shows(HOME)
        with one.screens("carol") as fourth:
            assert fourth.ends() == 4
            assert "carol has 3 sessions open, and 3 is the most" in " ".join(fourth.raw.split())
    until(lambda: not one.sessions(), "the end of all sessions")


def test_a_session_cut_off_whole_is_told_at_the_next(one: TestServer) -> None:
    with one.screens("alice") as terminal:
        terminal.shows(HOME)
        for process in sorted(one.sessions(), reverse=True)[1:]:  # who attends the screens first: those end with it
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        terminal.ends()
    until(lambda: not one.sessions(), "the end of the session")
    assert one.ask([*one.client("alice"), "files"]).endswith("exit 0")
    with seated(one) as terminal:
        assert last(one, "session.end")["how"].startswith("cut off")


def test_a_crash_shows_a_reference_and_no_value(one: TestServer) -> None:
    code = 'def screens():\n    ssn = "078-05-1120"\n    raise ValueError(ssn)\n'
    with one.gate_doing(code), one.screens("alice") as terminal:
        assert terminal.ends() != 0
        assert "078-05-1120" not in terminal.raw and "Traceback" not in terminal.raw
        assert "Reference" in terminal.raw


def test_a_file_goes_in_and_out_by_its_name_alone(one: TestServer) -> None:
    brought = one.ask([*one.client("alice"), "import", "people.csv"], "number,first_name\n1,Ann\n")
    assert "people.csv: 24 bytes are in your folder." in brought
    assert "people.csv" in one.ask([*one.client("alice"), "files"])
    assert "people.csv" not in one.ask([*one.client("bob"), "files"])
    assert "There is already a file people.csv" in one.ask([*one.client("alice"), "import", "people.csv"], "x")
    assert "number,first_name\n1,Ann\n" in one.ask([*one.client("alice"), "export", "people.csv"])
    assert "You have no file people.csv" in one.ask([*one.client("bob"), "export", "people.csv"])
    assert one.ask([*one.client("alice"), "remove", "people.csv"]).endswith("exit 0")
    assert [did for _, did, _ in one.trail()][-3:] == ["session.import", "session.export", "session.remove"]


def test_a_link_in_the_folder_leads_nowhere(one: TestServer) -> None:
    folder = one.data / "files" / "alice"
    assert one.ask([*one.client("alice"), "files"]).endswith("exit 0")
    (folder / "link").symlink_to(one.store)
    try:
        assert "You have no file link" in one.ask([*one.client("alice"), "export", "link"])
        assert "link" not in one.ask([*one.client("alice"), "files"])
    finally:
        (folder / "link").unlink()


def test_the_screens_name_files_of_that_folder_alone(one: TestServer) -> None:
    with seated(one) as terminal:
        terminal.send("g", "p")
        terminal.shows("People")
        terminal.send("x")
        terminal.shows("Export")
        terminal.send("/etc/hrtui.csv", "enter", "enter", "enter", "enter")
        terminal.until(lambda: "is not a name such as" in " ".join(terminal.text.split()), "the refusal")


def _without(text: str, what: str) -> str:
    return "".join(line for line in text.splitlines(keepends=True) if what not in line)
