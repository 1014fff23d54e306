"""Two proofs over random sequences of commands: the trail alone tells who was employed when, and undoing all leaves nothing."""

from __future__ import annotations

import random
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest

from data import audit as rows
from data import people
from data.base import database
from data.schema import FACTS, PERSON_FACTS, PersonRow
from hrtui.audit import service as trail
from hrtui.audit.model import Entry
from hrtui.audit.replay import standing_on
from hrtui.context import Context, FixedClock
from hrtui.errors import HrError
from hrtui.people.model import Status
from hrtui.people.rules import in_force
from tests.services.test_any_sequence import step

BEGIN = datetime.fromisoformat("2026-11-23T15:00:00+00:00")
ZONE = "America/New_York"


def everyone() -> dict[int, str]:
    return dict(database.execute(PersonRow.select(PersonRow.id, PersonRow.number)).fetchall())


def standing(day: date) -> dict[str, Status]:
    """Who stands how on a day, from the rows in the store."""
    numbers = everyone()
    jobs = people.jobs(list(numbers))
    found = {number: in_force(jobs[id_], day) for id_, number in numbers.items()}
    return {number: row.status for number, row in found.items() if row is not None}


def entries() -> list[Entry]:
    return [stored.entry for stored in rows.entries(100_000)][::-1]


@cache
def asked() -> tuple[list[tuple[str, str]], list[str]]:
    """The statements of an export, and those that tell whom facts are about: written once, for they are run very often."""
    facts, about = [], [model.select(model.person).distinct().sql()[0] for model in PERSON_FACTS]
    for model in FACTS:
        names = [name for name in model._meta.fields if name not in ("id", "command", "recorded_at", "recorded_by")]
        columns = [getattr(model, name) for name in names]
        query = model.select(*columns).where(model.superseded_at.is_null()).order_by(*columns)
        facts.append((model.__name__, query.sql()[0]))
    return facts, about


def export() -> bytes:
    """Everyone and every live fact, by what it says and not by when it was entered."""
    facts, about = asked()
    out = [(name, database.execute_sql(sql).fetchall()) for name, sql in facts]
    held = {row[0] for sql in about for row in database.execute_sql(sql).fetchall()}
    assert held <= everyone().keys()
    return repr(out).encode()


def walk(ctx: Context, folder: Path, seed: int, steps: int) -> Context:
    """Random commands on moving days; many are refused."""
    dice = random.Random(seed)
    clock = FixedClock(BEGIN, ZONE)
    for _ in range(steps):
        if dice.random() < 0.15:
            clock = FixedClock(clock.instant + timedelta(days=dice.choice([1, 2, 30])), ZONE)
        ctx = replace(ctx, clock=clock)
        with suppress(HrError):
            step(ctx, dice, folder)
    return ctx


@pytest.mark.parametrize("seed", range(100, 108))
def test_headcount_on_any_past_day_is_what_the_trail_alone_tells(ctx: Context, tmp_path: Path, seed: int) -> None:
    ctx = walk(ctx, tmp_path, seed, 90)
    told, today = entries(), ctx.clock.today()
    for back in (0, 1, 2, 29, 31, 100, 399, 401, 900):
        day = today - timedelta(days=back)
        assert standing_on(told, day) == standing(day), day


@pytest.mark.parametrize("seed", range(200, 206))
def test_commands_undone_to_the_start_leave_the_export_as_it_was(ctx: Context, tmp_path: Path, seed: int) -> None:
    before = export()
    ctx = walk(ctx, tmp_path, seed, 80)
    while (last := rows.last_command(ctx.actor.login)) is not None:
        trail.undo(ctx, last.id)
    assert export() == before


@pytest.mark.parametrize("seed", range(300, 306))
def test_each_command_undone_leaves_the_export_as_it_was_before_it(ctx: Context, tmp_path: Path, seed: int) -> None:
    dice, exports = random.Random(seed), {}
    for _ in range(80):
        before, last = export(), rows.last_command(ctx.actor.login)
        with suppress(HrError):
            step(ctx, dice, tmp_path, undoing=False)
        made = rows.last_command(ctx.actor.login)
        if made is not None and made != last:
            exports[made.id] = before
    assert len(exports) > 10
    for id_ in sorted(exports, reverse=True):
        trail.undo(ctx, id_)
        assert export() == exports[id_]
