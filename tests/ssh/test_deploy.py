"""`hrtui deploy`: done twice it does nothing, what is changed afterwards is found, and taken away it leaves the data."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from data.keyfile import create_key
from data.strongbox import create_pair
from hrtui.deploy import texts
from tests.server import USERS, TestServer
from tests.ssh.test_boundary import PROBE


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


def by_night(server: TestServer) -> subprocess.CompletedProcess[str]:
    """What runs by night, as the service account."""
    (name,) = texts.NIGHTLY
    who = ["setpriv", "--reuid", server.account, "--regid", server.account, "--clear-groups"]
    done = subprocess.run(
        [*who, str(server.program / "bin" / "hrtui"), "--config", str(server.etc / "hrtui.yaml"), name],
        env={"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "XDG_STATE_HOME": f"{server.data}/state/night"},
        capture_output=True, text=True, check=False, cwd="/",
    )  # fmt: skip
    assert done.returncode == 0, done
    return done


@contextmanager
def naming(server: TestServer, setting: str, path: Path, mode: int = 0o600) -> Iterator[Path]:
    """A key file that root made, as `hrtui secrets` does, and that the configuration names."""
    path.parent.mkdir(exist_ok=True)
    group = (server.etc / "hrtui.yaml").stat().st_gid
    if setting == "cipher_key":
        create_key(path)
    else:
        create_pair(path)
    path.chmod(mode)
    named = path.with_name(path.name + ".pub") if setting == "public" else path
    line = f"  {'cipher_key' if setting == 'cipher_key' else 'backup_key'}: {named}\n"
    config = server.etc / "hrtui.yaml"
    try:
        with server.text(config, lambda text: text.replace("\nstore:\n", f"\nstore:\n{line}")):
            assert config.stat().st_gid == group and line in config.read_text()
            yield named
    finally:
        for each in path.parent.glob(path.name + "*"):
            each.unlink()


def test_a_key_of_the_whole_file_is_given_to_the_account_and_has_to_lie_where_sessions_read(one: TestServer) -> None:
    with tidy(one), naming(one, "cipher_key", one.etc / "cipher.key") as key:
        assert open_points(one) == [f"{key} is root:root 0600, not root:{one.account} 0640."]
        assert f"done  the key {key}" in one.deploy("--apply").stdout
        assert open_points(one) == []
        key.chmod(0o644)
        assert open_points(one) == [f"{key} is root:{one.account} 0644, not root:{one.account} 0640."]
    with tidy(one), naming(one, "cipher_key", one.folder / "keys" / "cipher.key"):
        assert f"Sessions read keys below {one.etc} alone" in open_points(one)[0]


@pytest.mark.parametrize(
    ("folder", "why"),
    [("etc", "where every session may read"), ("data", "beside the store"), ("backups", "beside the backups")],
)
def test_the_secret_half_of_a_backup_key_has_to_lie_apart(one: TestServer, folder: str, why: str) -> None:
    with tidy(one), naming(one, "backup_key", one.folder / folder / "backup.key"):
        before = (one.folder / folder / "backup.key").stat()
        assert f"is the secret half, and lies {why}" in open_points(one)[0]
        one.deploy("--apply")
        assert (one.folder / folder / "backup.key").stat().st_mode == before.st_mode


def test_the_public_half_is_enough_and_plain_backups_are_only_told(one: TestServer) -> None:
    with tidy(one):
        said = one.deploy("--check").stdout
        assert "look  backups are sealed" in said and said.endswith("All points hold.\n")
        with naming(one, "public", one.etc / "backup.key"):
            (one.etc / "backup.key").unlink()
            one.deploy("--apply")
            said = one.deploy("--check").stdout
    assert "backups are sealed" not in said and "look" not in said and said.endswith("All points hold.\n")


def test_a_secret_half_in_a_folder_of_its_own_is_told_opens_the_backup_of_the_night_and_no_session_reads_it(
    one: TestServer,
) -> None:
    with tidy(one), naming(one, "backup_key", one.folder / "keys" / "backup.key") as key:
        key.parent.chmod(0o755)
        one.deploy("--apply")
        said = one.deploy("--check").stdout
        assert "look  the secret half of the backup key is elsewhere" in said and said.endswith("All points hold.\n")
        assert "opened and proven" in by_night(one).stdout
        probe = PROBE % f"open({str(key)!r}).read()"
        with one.gate_doing(probe), one.screens("alice") as terminal:
            terminal.until(lambda: "SAID" in terminal.raw and terminal.process.poll() is not None, "what came of it")
        assert "SAID PermissionError" in terminal.raw and "hrtui-backup-secret" not in terminal.raw


def test_the_nightly_commands_run_as_the_service_account(one: TestServer) -> None:
    done = by_night(one)
    assert "opened and proven" in done.stdout
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
