"""Who a key belongs to, what may be asked for over the line, and which names files may have."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrtui import configfile, room
from hrtui.errors import RuleBroken
from hrtui.served import asked, keys, places
from hrtui.served.asked import Request
from hrtui.served.refusal import Refused

KIND = "ssh-ed25519"


def body(text: bytes, kind: str = KIND) -> str:
    return base64.b64encode(len(kind).to_bytes(4, "big") + kind.encode() + text).decode()


MINE, OTHER = body(b"mine"), body(b"other")
KEY = keys.Key(KIND, MINE)


def test_the_key_is_the_one_that_sshd_verified() -> None:
    assert keys.used(f"publickey {KIND} {MINE}\n") == KEY
    assert KEY.fingerprint.startswith("SHA256:") and len(KEY.fingerprint) == 50


@pytest.mark.parametrize(
    "auth", ["", "password\n", f"publickey {KIND} {MINE}\npublickey {KIND} {OTHER}\n", f"publickey {KIND} {MINE}\npassword\n",
             f"publickey {KIND}\n", f"publickey {KIND} {MINE} x\n", f"publickey ssh-dss {MINE}\n", f"publickey {KIND} !!!\n",
             f"publickey {KIND} {body(b'x', 'ssh-rsa')}\n", "publickey ssh-ed25519-cert-v01@openssh.com AAAA\n"],
)  # fmt: skip
def test_anything_but_exactly_one_key_is_refused(auth: str) -> None:
    with pytest.raises(Refused):
        keys.used(auth)


def test_a_login_is_what_stands_behind_the_key() -> None:
    assert keys.login_of(KEY, f"# {KIND} {MINE} eve\n\n{KIND} {OTHER} bob\n  {KIND}  {MINE}\talice\n") == "alice"
    assert keys.login_of(KEY, f"{KIND} {MINE} alice\n{KIND} {MINE} alice\n") == "alice"


@pytest.mark.parametrize(
    "listed", ["", f"{KIND} {OTHER} alice", f"{KIND} {MINE}", f"{KIND} {MINE} alice bob", f'command="x" {KIND} {MINE} alice',
               f"restrict {KIND} {MINE} alice", f"{KIND} {MINE} alice\n{KIND} {MINE} bob", f"ssh-rsa {MINE} alice", f"{KIND} {MINE} ../x",
               f"{KIND} {MINE} alice\nno-pty {KIND} {MINE} alice", f"{KIND} {MINE} {'a' * 65}"],
)  # fmt: skip
def test_a_key_that_is_not_one_persons_alone_is_refused(listed: str) -> None:
    with pytest.raises(Refused):
        keys.login_of(KEY, listed)


@given(st.text(max_size=400))
def test_no_list_makes_a_login_of_something_else(listed: str) -> None:
    try:
        login = keys.login_of(KEY, listed)
    except Refused:
        return
    assert keys.LOGIN.fullmatch(login) and MINE in listed


def test_what_may_be_asked_for() -> None:
    assert asked.request("") == Request()
    assert asked.request("files") == Request("files")
    assert asked.request("export 'a-1.csv'") == Request("export", "a-1.csv")
    assert asked.request("import x") == Request("import", "x")


@given(st.text(max_size=60))
def test_nothing_else_may(command: str) -> None:
    try:
        found = asked.request(command)
    except Refused:
        return
    assert found == Request() if not command else found.verb in ("files", *asked.VERBS)
    assert not found.name or room.is_name(found.name)


@given(st.text(max_size=40))
def test_a_terminal_is_believed_only_where_it_is_a_plain_word(name: str) -> None:
    assert asked.TERMINAL.fullmatch(asked.terminal(name))


@given(st.text(max_size=40))
def test_a_name_never_leaves_its_folder(text: str) -> None:
    if room.is_name(text):
        assert "/" not in text and not text.startswith(".") and text.isascii() and text.isprintable()


def test_the_configuration_has_the_name_that_the_gate_looks_for() -> None:
    assert places.CONFIG == configfile.NAME


@pytest.mark.parametrize("text", ["/etc/passwd", "../x", "~/x", "a/b", ".x", "a\x1b[2J", "ä.csv"])
def test_over_the_line_only_names_of_ones_own_folder(
    text: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(room, "_kept_to", [])
    room.keep_to(tmp_path)
    with pytest.raises(RuleBroken, match="is not a name such as"):
        room.path_of(text)
    assert room.path_of("a.csv") == tmp_path / "a.csv" and room.path_of(".") == tmp_path
