"""The use cases of saved views: list, find, save, rename, remove; one's own, or everyone's where the role may share."""

from __future__ import annotations

from dataclasses import replace

from data import views as rows
from hrtui.access.rules import may, require
from hrtui.audit import writing
from hrtui.context import Context
from hrtui.errors import RuleBroken
from hrtui.people.model import Done
from hrtui.views import rules
from hrtui.views.model import SavedView

READ = "people.read"
SAVE = "views.save"  # the action in the trail of what is one's own: whoever reads people may
SHARE = "views.share"
NO_COLUMNS = ("reports", "basis")  # they can be asked for, and have no column of their own


def views(ctx: Context) -> tuple[SavedView, ...]:
    """The actor's own views and the shared ones, by name; one query. Raises NotAllowed."""
    require(ctx.actor, READ)
    return tuple(rows.live_views(ctx.actor.login))


def view(ctx: Context, name: str) -> SavedView:
    """The view of a name, one's own before a shared one. Raises NotAllowed, and NotFound with the nearest name."""
    return rules.one(views(ctx), name)


def may_share(ctx: Context) -> bool:
    """Whether the actor may save, change and remove views that are everyone's."""
    return may(ctx.actor, SHARE)


def save(ctx: Context, wanted: SavedView, *, shared: bool = False) -> Done:
    """Keep a view under its name, in the place of one of that name.

    Raises NotAllowed (also to share without the right), QueryError where its query is not understood, and RuleBroken
    for a name, columns or a grouping that cannot be, or where nothing changes.
    """
    action = _permitted(ctx, shared)
    name, query = rules.named(wanted.name), rules.asked(wanted.query)
    _understood(ctx, replace(wanted, query=query))
    made = replace(wanted, name=name, query=query, owner="" if shared else ctx.actor.login)
    with ctx.store.write():
        known = rules.of_owner(rows.live_views(ctx.actor.login), made.owner)
        before = rules.same(known, name)
        made = made if before is None else replace(made, name=before.name)
        if before == made:
            raise RuleBroken(f"The view {name} is just so already.", "name")
        if before is None:
            rules.check_room(known)
        entered = writing.begin(ctx, action, _subject(name))
        rows.put(made, ctx.clock.today(), entered)
        writing.note(entered, action, _subject(name), rules.trail(before, made))
    how = "is saved" if before is None else "is changed"
    return Done(
        entered.command, "", f"The {_spoken(shared)} {made.name} {how}; “view {made.name}” in the palette opens it."
    )


def rename(ctx: Context, name: str, new: str, *, shared: bool = False) -> Done:
    """Give a view another name. Raises NotFound, NotAllowed, and RuleBroken where there is one of that name."""
    action = _permitted(ctx, shared)
    wanted = rules.named(new)
    with ctx.store.write():
        known = rules.of_owner(rows.live_views(ctx.actor.login), "" if shared else ctx.actor.login)
        before = rules.one(known, name)
        if rules.same(known, wanted) is not None:
            raise RuleBroken(f"There is a view {wanted} already; remove it first, or choose another name.", "name")
        entered = writing.begin(ctx, action, _subject(before.name))
        made = replace(before, name=wanted)
        rows.take_away(before, ctx.clock.today(), entered)
        rows.put(made, ctx.clock.today(), entered)
        writing.note(entered, action, _subject(before.name), rules.trail(before, made))
    return Done(entered.command, "", f"The {_spoken(shared)} {before.name} is called {wanted} from now on.")


def remove(ctx: Context, name: str, *, shared: bool = False) -> Done:
    """Remove a view; undo brings it back. Raises NotFound and NotAllowed."""
    action = _permitted(ctx, shared)
    with ctx.store.write():
        known = rules.of_owner(rows.live_views(ctx.actor.login), "" if shared else ctx.actor.login)
        before = rules.one(known, name)
        entered = writing.begin(ctx, action, _subject(before.name))
        rows.take_away(before, ctx.clock.today(), entered)
        writing.note(entered, action, _subject(before.name), rules.trail(before, None))
    return Done(entered.command, "", f"The {_spoken(shared)} {before.name} is removed; undo brings it back.")


def _permitted(ctx: Context, shared: bool) -> str:
    require(ctx.actor, READ)
    if shared:
        require(ctx.actor, SHARE)
    return SHARE if shared else SAVE


def _understood(ctx: Context, wanted: SavedView) -> None:
    from hrtui.people.grouping import groups_of
    from hrtui.people.listing import fields_of
    from hrtui.query.rules import parse

    known = fields_of(ctx)
    parse(wanted.query, ctx.clock.today(), ctx.config.style.month_first, known=known)
    rules.check_columns(wanted.columns, [each.name for each in known.fields if each.name not in NO_COLUMNS])
    rules.check_group(wanted.grouped, groups_of(ctx))


def _subject(name: str) -> str:
    return f"view {name}"


def _spoken(shared: bool) -> str:
    return "shared view" if shared else "view"
