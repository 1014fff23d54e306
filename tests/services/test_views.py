"""Saved views: kept under a name, one's own or everyone's, undone like any change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from hrtui.access.model import Grant
from hrtui.audit import service as audit
from hrtui.context import Context
from hrtui.errors import NotAllowed, NotFound, QueryError, RuleBroken
from hrtui.views import service
from hrtui.views.model import SavedView
from tests.people import statements

CtxAs = Callable[..., Context]
TEAM = SavedView("My team", "dept:IT sort:-hired", ("department", "hired"), "department")


def names(ctx: Context) -> list[tuple[str, bool]]:
    return [(view.name, view.shared) for view in service.views(ctx)]


def test_a_saved_view_is_found_again_by_its_name(ctx: Context) -> None:
    done = service.save(ctx, TEAM)
    assert "My team" in done.sentence
    assert service.view(ctx, "my TEAM") == replace(TEAM, owner=ctx.actor.login)


def test_a_name_that_is_nearly_right_is_suggested(ctx: Context) -> None:
    service.save(ctx, TEAM)
    with pytest.raises(NotFound, match="Did you mean “My team”"):
        service.view(ctx, "My teem")


def test_saving_under_the_same_name_changes_the_view(ctx: Context) -> None:
    service.save(ctx, TEAM)
    service.save(ctx, replace(TEAM, query="dept:Sales"))
    assert [view.query for view in service.views(ctx)] == ["dept:Sales"]
    with pytest.raises(RuleBroken, match="just so already"):
        service.save(ctx, replace(TEAM, query="dept:Sales"))


def test_a_query_that_is_not_understood_is_not_saved(ctx: Context) -> None:
    with pytest.raises(QueryError):
        service.save(ctx, SavedView("Broken", "hired<someday"))
    assert service.views(ctx) == ()


def test_columns_and_groups_that_there_are_not_are_refused(ctx: Context) -> None:
    with pytest.raises(RuleBroken, match="“shoe” is no column"):
        service.save(ctx, SavedView("Shoes", "", ("name", "shoe")))
    with pytest.raises(RuleBroken, match="Nothing is grouped by “hired”"):
        service.save(ctx, SavedView("Shoes", "", (), "hired"))


def test_undo_brings_back_what_was_saved_before(ctx: Context) -> None:
    service.save(ctx, TEAM)
    service.save(ctx, replace(TEAM, query="dept:Sales"))
    audit.undo(ctx)
    assert service.view(ctx, "My team").query == TEAM.query
    audit.undo(ctx)
    assert service.views(ctx) == ()
    service.save(ctx, TEAM)
    assert names(ctx) == [("My team", False)]


def test_a_removed_view_comes_back_by_undo(ctx: Context) -> None:
    service.save(ctx, TEAM)
    service.remove(ctx, "my team")
    assert service.views(ctx) == ()
    audit.undo(ctx)
    assert service.view(ctx, "My team").columns == TEAM.columns


def test_a_renamed_view_is_found_by_its_new_name_only_until_undone(ctx: Context) -> None:
    service.save(ctx, TEAM)
    service.rename(ctx, "My team", "Ours")
    assert names(ctx) == [("Ours", False)]
    audit.undo(ctx)
    assert names(ctx) == [("My team", False)]


def test_views_of_others_are_not_seen_and_shared_ones_are(ctx: Context, ctx_as: CtxAs) -> None:
    other = ctx_as(Grant("people.read"), login="bob")
    service.save(ctx, TEAM)
    service.save(ctx, SavedView("Everyone"), shared=True)
    assert names(other) == [("Everyone", True)]


def test_ones_own_view_comes_before_a_shared_one_of_the_name(ctx: Context) -> None:
    service.save(ctx, replace(TEAM, query="dept:Sales"), shared=True)
    service.save(ctx, TEAM)
    assert service.view(ctx, "My team").query == TEAM.query


def test_sharing_takes_its_own_right(ctx: Context, ctx_as: CtxAs) -> None:
    other = ctx_as(Grant("people.read"), login="bob")
    service.save(ctx, TEAM, shared=True)
    with pytest.raises(NotAllowed):
        service.save(other, replace(TEAM, query=""), shared=True)
    with pytest.raises(NotAllowed):
        service.remove(other, "My team", shared=True)


def test_nobody_undoes_a_view_of_anothers(ctx: Context, ctx_as: CtxAs) -> None:
    other = ctx_as(Grant("people.read"), login="bob")
    done = service.save(ctx, TEAM)
    with pytest.raises(NotFound):
        audit.undo(other, done.command)


def test_a_view_is_not_saved_while_the_past_is_looked_at(ctx: Context) -> None:
    past = replace(ctx, lens=ctx.clock.today() - timedelta(days=700))
    with pytest.raises(RuleBroken, match="read-only"):
        service.save(past, TEAM)


def test_the_list_takes_one_query_however_many_there_are(ctx: Context) -> None:
    for number in range(5):
        service.save(ctx, SavedView(f"View {number}"))
    with statements() as seen:
        assert len(service.views(ctx)) == 5
    assert len(seen) == 1


def test_a_day_in_a_view_stays_the_day(ctx: Context) -> None:
    service.save(ctx, SavedView("Then", f"@{date(2024, 1, 1)}"))
    assert service.view(ctx, "Then").query == "@2024-01-01"
