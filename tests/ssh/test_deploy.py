"""`hrtui deploy`: done twice it does nothing, what is changed afterwards is found, and taken away it leaves the data."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from hrtui.deploy import texts
from tests.server import USERS, TestServer


@contextmanager
def tidy(server: TestServer) -> Iterator[None]:
    """Only keys of the three users in the list, as an administrator leaves it."""
    lines = {login: " ".join(server.key(login).with_suffix(".pub").read_text().split()[:2]) for login in USERS}
    with server.text(
        server.etc / "authorized_keys", lambda _: "".join(f"{key} {login}\n" for login, key in lines.items())
    ):
        yield


def open_points(server: TestServer) -> list[str]:
    """What `--check` says is open."""
    done = server.deploy("--check")
    assert done.returncode in (0, 1), done
    lines = done.stdout.splitlines()
    return [lines[at + 1].strip() for at, line in enumerate(lines) if line.startswith("OPEN")]


def test_a_server_that_is_whole_is_all_green(one: TestServer) -> None:
    with tidy(one):
        done = one.deploy("--check")
    assert done.stdout.endswith("All points hold.\n") and done.returncode == 0, done.stdout


def test_doing_it_again_does_nothing(one: TestServer) -> None:
    with tidy(one):
        done = one.deploy("--apply")
    assert "done" not in done.stdout and done.returncode == 0, done.stdout


def test_what_it_prints_names_every_step_and_writes_nothing(one: TestServer) -> None:
    before = {path: path.stat().st_mtime_ns for path in one.etc.rglob("*")}
    said = one.deploy().stdout
    assert "Match User" in said and "the gate" not in said and str(one.gate) in said
    assert {path: path.stat().st_mtime_ns for path in one.etc.rglob("*")} == before


LINES = (*texts.SETTINGS, "ForceCommand", "AuthorizedKeysFile")


@pytest.mark.parametrize("line", LINES)
def test_a_line_for_sshd_that_is_gone_is_found(one: TestServer, line: str) -> None:
    beside = one.config(one.variant).parent / "sshd_config.d" / "10-hrtui.conf"
    without = "".join(each for each in beside.read_text().splitlines(keepends=True) if each.split()[:1] != [line])
    with tidy(one), one.text(beside, lambda _: without):
        found = open_points(one)
    assert f"{beside} says something else." in found
    if line != "PermitTunnel":  # that is sshd's own default
        assert any(line.lower() in each and "not" in each for each in found), found


def test_a_match_block_before_it_is_found(one: TestServer) -> None:
    before = one.config(one.variant).parent / "sshd_config.d" / "00-other.conf"
    before.write_text(f"Match User {one.account}\n    ForceCommand /bin/sh\n")
    try:
        with tidy(one):
            assert any("forcecommand is /bin/sh" in each for each in open_points(one))
    finally:
        before.unlink()


MODES = {
    "etc": 0o777, "etc/hrtui.yaml": 0o644, "etc/hrtui.key": 0o644, "etc/authorized_keys": 0o666, "data": 0o755, "data/store": 0o755,
    "data/store/hrtui.db": 0o666, "program/bin/hrtui-gate": 0o777, "program": 0o777, "backups": 0o755, "data/files": 0o777,
}  # fmt: skip


@pytest.mark.parametrize("path", MODES)
def test_a_file_that_others_reach_is_found(one: TestServer, path: str) -> None:
    with tidy(one), one.mode(one.folder / path, MODES[path]):
        assert any(path in each for each in open_points(one))


def test_a_user_without_a_key_and_a_key_without_a_user_are_found(one: TestServer) -> None:
    public = " ".join(one.key("stranger").with_suffix(".pub").read_text().split()[:2])
    listed = one.etc / "authorized_keys"
    with tidy(one), one.text(listed, lambda text: text.replace(text.splitlines()[0] + "\n", f"{public} zoe\n")):
        (said,) = open_points(one)
    assert "alice has no key" in said and "zoe has a key and is no user" in said


def test_a_line_of_keys_that_lets_nobody_in_is_found_by_its_number(one: TestServer) -> None:
    listed = one.etc / "authorized_keys"
    with tidy(one), one.text(listed, lambda text: f"{text}ssh-ed25519 nonsense dan\n"):
        (said,) = open_points(one)
    assert f"Line 4 of {listed} lets nobody in" in said


def test_a_home_with_files_is_found(one: TestServer) -> None:
    (one.etc / "empty" / ".bashrc").write_text("id\n")
    try:
        with tidy(one):
            assert any("is not empty" in each for each in open_points(one))
    finally:
        (one.etc / "empty" / ".bashrc").unlink()


def test_the_nightly_commands_run_as_the_service_account(one: TestServer) -> None:
    import subprocess

    for name in texts.NIGHTLY:
        words = [
            "setpriv",
            "--reuid",
            one.account,
            "--regid",
            one.account,
            "--clear-groups",
            str(one.program / "bin" / "hrtui"),
        ]
        done = subprocess.run(
            [*words, "--config", str(one.etc / "hrtui.yaml"), name],
            env={"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "XDG_STATE_HOME": f"{one.data}/state/night"},
            capture_output=True, text=True, check=False, cwd="/",
        )  # fmt: skip
        assert done.returncode == 0, done
    assert list((one.folder / "backups").glob("*.db"))


def test_taken_away_nobody_gets_in_and_the_data_stay(one: TestServer) -> None:
    before = one.store.read_bytes()
    assert "Would remove" in one.deploy("--remove").stdout and one.gate.exists()
    said = one.deploy("--remove", "--yes").stdout
    try:
        assert "Nobody gets in any more" in said and not one.gate.exists()
        assert not one.ask([*one.client("alice"), "files"]).endswith("exit 0")
        assert one.store.read_bytes() == before and (one.etc / "hrtui.yaml").exists()
        assert one.deploy("--remove").stdout == "There is nothing to remove.\n"
    finally:
        assert "done" in one.deploy("--apply").stdout
    assert one.ask([*one.client("alice"), "files"]).endswith("exit 0")
