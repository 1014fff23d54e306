"""The points of a look at a store, told in few lines: none is lost, what is wrong comes first, and each belongs to something."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from data import strongbox
from data.keyfile import create_key
from hrtui.context import Context
from hrtui.served import sessions
from hrtui.served.seats import Guest
from hrtui.store import doctor, night, service
from hrtui.store.model import Finding, Grade
from hrtui.store.points import ABOUT, ROWS, Group, grouped

WIDTH = 50
"""Cells that a terminal of 80 columns has for what was seen."""


@pytest.fixture
def whole(ctx: Context, tmp_path: Path) -> Context:
    """A server on which all is well: sealed backups, a night, a session that was left."""
    (ctx.config.store_path.parents[1] / "sessions").mkdir()
    keys = tmp_path / "keys"
    keys.mkdir()
    strongbox.create_pair(keys / "backup.key")
    create_key(keys / "hrtui.key")
    settings = replace(ctx.config.store, backup_key=keys / "backup.key", key_file=keys / "hrtui.key")
    own = replace(ctx, config=replace(ctx.config, store=settings))
    night.keep(own)
    night.note(own, service.check(own))
    sessions.end(own, Guest("alice", "SHA256:x", "192.0.2.7"), "left")
    return own


def test_of_a_server_all_that_is_well_is_told_in_a_line_for_each_thing_and_none_is_cut(whole: Context) -> None:
    found = [each for each in doctor.look(whole) if each.check != "the disk has room"]
    assert {each.grade for each in found} == {Grade.GOOD}
    groups = grouped(found)
    assert [each.check for each in groups] == list(ABOUT)
    assert [each.check for each in groups if len(each.sentence) > WIDTH] == []
    assert sorted(point.check for each in groups if isinstance(each, Group) for point in each.points) == sorted(
        each.check for each in found
    )
    assert {each.check: each.sentence for each in groups}["the last night"] == (
        "2026-11-23 15:00 UTC; trail whole; none overdue"
    )


def test_what_is_wrong_comes_first_each_by_itself_and_is_in_no_line_of_what_is_well() -> None:
    found = [
        Finding("the engine is safe", Grade.WARNING, "Old."),
        Finding("the store opens", Grade.GOOD, "Here.", "opens"),
        Finding("the night ran", Grade.FAULT, "It failed."),
        Finding("no fact is superseded before it was recorded", Grade.GOOD, "It holds."),
        Finding("the disk has room", Grade.GOOD, "5 MB free."),
    ]
    wrong, well = grouped(found)[:2], grouped(found)[2:]
    assert [each.check for each in wrong] == ["the night ran", "the engine is safe"]
    assert [(each.check, each.sentence) for each in well] == [
        ("the store", "opens"), ("the machine", "the disk has room"), (ROWS, "1 point, nothing found"),
    ]  # fmt: skip


def test_every_point_of_a_look_belongs_to_something(whole: Context, ctx: Context) -> None:
    known = {check for checks in ABOUT.values() for check in checks}
    for each in (whole, ctx):
        assert {found.check for found in doctor.look(each)} <= known
