"""Files of a user's folder, places of sessions, and whether somebody is still who they were."""

from __future__ import annotations

import base64
import io
import os
import tarfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from data import audit
from hrtui.access.model import Grant
from hrtui.config import Records, RetentionRule, User
from hrtui.context import Context
from hrtui.errors import NotAllowed, NotFound, RuleBroken
from hrtui.privacy import holds
from hrtui.privacy.model import NewHold
from hrtui.served import seats, sessions, transfer
from hrtui.served.keys import Key
from hrtui.served.places import Places
from hrtui.served.seats import Guest
from hrtui.served.standing import Standing
from tests.conftest import INSTANT, ContextAs
from tests.people import hire

ALICE = Guest("alice", "SHA256:x", "192.0.2.7")


def test_a_file_comes_in_whole_or_not_at_all(tmp_path: Path) -> None:
    assert transfer.bring(tmp_path, "a", io.BytesIO(b"12345"), 10) == 5
    with pytest.raises(RuleBroken, match="takes 0 MB in all"):
        transfer.bring(tmp_path, "b", io.BytesIO(b"123456"), 10)
    with pytest.raises(RuleBroken, match="already a file a"):
        transfer.bring(tmp_path, "a", io.BytesIO(b"x"), 10)
    assert [path.name for path in tmp_path.iterdir()] == ["a"] and (tmp_path / "a").read_bytes() == b"12345"


def test_a_folder_goes_out_as_an_archive(tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "w2.pdf").write_bytes(b"pdf")
    out = io.BytesIO()
    assert transfer.export(tmp_path, "papers", out) == 3
    with tarfile.open(fileobj=io.BytesIO(out.getvalue())) as archive:
        assert archive.getnames() == ["papers", "papers/w2.pdf"]


def test_links_and_hidden_files_are_not_there(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("/etc/passwd")
    (tmp_path / ".part").touch()
    assert list(transfer.listing(tmp_path)) == []
    with pytest.raises(NotFound):
        transfer.export(tmp_path, "link", io.BytesIO())


def test_old_files_go(tmp_path: Path) -> None:
    for name, days in (("old", 20), ("new", 2)):
        path = tmp_path / "alice" / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
        at = (INSTANT - timedelta(days=days)).timestamp()
        os.utime(path, (at, at))
    assert transfer.expire(tmp_path, INSTANT - timedelta(days=14)) == ["alice/old"]
    assert [path.name for path in (tmp_path / "alice").iterdir()] == ["new"]


def test_a_rule_of_retention_about_files_counts_and_a_hold_over_their_user_keeps_them(ctx: Context) -> None:
    rules = (
        RetentionRule("exports", Records.FILES, "Ours", days=3),
        RetentionRule("month", Records.FILES, "Ours", days=20),
    )
    number = hire(ctx)
    users = (User("alice", ("everything",)), User("bob", ("everything",), person=number))
    ruled = replace(ctx, config=replace(ctx.config, retention=rules, users=users))
    for login in ("alice", "bob"):
        for days in (19, 25):
            path = Places.of(ctx.config).files(login) / f"of-{days}.csv"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
            at = (INSTANT - timedelta(days=days)).timestamp()
            os.utime(path, (at, at))
    holds.place(ruled, NewHold("Smith v. Acme", "", "A charge came.", whom=(number,)))
    assert sessions.upkeep(ruled).removed == ("alice/of-25.csv",)
    entry = next(each.entry for each in audit.entries(3) if each.entry.action == "session.expire")
    said = "exports: 3 days after the file was written, month: 20 days after the file was written"
    assert entry.detail == {"files": "alice/of-25.csv", "count": "1", "rule": said}


def test_no_more_sessions_than_the_most(ctx: Context, tmp_path: Path) -> None:
    config = replace(ctx.config, served=replace(ctx.config.served, most_sessions=1))
    seat = sessions.begin(replace(ctx, config=config), ALICE, tmp_path)
    with pytest.raises(NotAllowed, match="alice has 1 sessions open, and 1 is the most"):
        sessions.begin(replace(ctx, config=config), ALICE, tmp_path)
    assert [each.guest for each in sessions.open_now(tmp_path)] == [ALICE]
    seat.leave()
    assert list(seats.seated(tmp_path)) == []


def test_a_session_nobody_attends_is_told_once(ctx: Context, tmp_path: Path) -> None:
    seat = sessions.begin(ctx, ALICE, tmp_path)
    assert sessions.tell_cut_off(ctx, tmp_path) == 0
    seat.forget()
    assert sessions.tell_cut_off(ctx, tmp_path) == 1
    assert sessions.tell_cut_off(ctx, tmp_path) == 0


def test_upkeep_wants_the_right_to_check(ctx_as: ContextAs) -> None:
    with pytest.raises(NotAllowed):
        sessions.upkeep(ctx_as(Grant("people.read")))


@pytest.fixture
def server(tmp_path: Path) -> Places:
    kind = b"ssh-ed25519"
    body = base64.b64encode(len(kind).to_bytes(4, "big") + kind + b"1").decode()
    (tmp_path / "authorized_keys").write_text(f"ssh-ed25519 {body} alice\n")
    (tmp_path / "hrtui.yaml").write_text("company: {name: A}\nusers:\n  - {login: alice, roles: [recruiter]}\n")
    return Places(tmp_path, tmp_path / "data")


def key(server: Places) -> Key:
    return Key(*server.keys.read_text().split()[:2])


def test_nothing_is_read_anew_where_nothing_changed(server: Places) -> None:
    assert Standing(server, ALICE, key(server)).renewed() is None


def test_other_roles_count_at_once(server: Places) -> None:
    standing = Standing(server, ALICE, key(server))
    server.config.write_text(server.config.read_text().replace("recruiter", "coordinator"))
    anew = standing.renewed()
    assert anew is not None and anew[1].roles == ("coordinator",)
    assert standing.renewed() is None


@pytest.mark.parametrize("what", ["authorized_keys", "hrtui.yaml"])
def test_who_is_taken_out_is_let_in_no_longer(server: Places, what: str) -> None:
    standing = Standing(server, ALICE, key(server))
    path = server.etc / what
    path.write_text(path.read_text().replace("alice", "zoe"))
    with pytest.raises(NotAllowed):
        standing.renewed()
    with pytest.raises(NotAllowed):
        standing.renewed()


def test_a_list_of_keys_that_is_gone_lets_nobody_go_on(server: Places) -> None:
    standing = Standing(server, ALICE, key(server))
    server.keys.unlink()
    with pytest.raises(NotAllowed, match="let in no longer"):
        standing.renewed()
