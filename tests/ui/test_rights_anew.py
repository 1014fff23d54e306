"""Rights that end or change while somebody is in: looked at before each key and each click."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual import events

from hrtui.access.model import Grant
from hrtui.config import Config
from hrtui.context import Actor, Context
from hrtui.errors import NotAllowed
from screens.shell import HrApp
from tests.people import hire
from tests.ui.conftest import ready, text, until

GONE = NotAllowed("You are let in no longer.")


@pytest.mark.parametrize("act", ["key", "click", "paste"])
async def test_whose_rights_end_does_nothing_more(ctx: Context, act: str) -> None:
    hire(ctx, "Abel")
    ended: list[bool] = []

    def renewed() -> tuple[Config, Actor] | None:
        if ended:
            raise GONE
        return None

    app = HrApp(ready(ctx), "people", renewed=renewed)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Abel, Ann" in text(app))
        shown = app.screen
        ended.append(True)
        if act == "click":
            for kind in (events.MouseDown, events.MouseUp):
                app.post_message(kind(None, 10, 3, 0, 0, 1, False, False, False))
        else:
            await pilot.press("enter" if act == "key" else "slash")
        await until(pilot, lambda: app.failure is GONE)
        assert app.screen is shown
    assert app.return_code == GONE.exit_code


async def test_other_rights_count_for_what_is_done_next_and_the_day_that_is_looked_at_stays(ctx: Context) -> None:
    hire(ctx, "Abel")
    less = replace(ctx.actor, roles=("reader",), grants=(Grant("people.read"),))
    anew: list[tuple[Config, Actor]] = []
    app = HrApp(ready(ctx), "people", on="2026-01-05", renewed=lambda: anew.pop() if anew else None)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Abel, Ann" in text(app))
        anew.append((ctx.config, less))
        await pilot.press("down")
        await until(pilot, lambda: "alice (reader)" in text(app))
        assert app.opened is not None and app.opened.actor == less and str(app.opened.lens) == "2026-01-05"
