"""People in groups: how many there are of each value of a field, in the order of a list."""

from __future__ import annotations

from data import finder
from hrtui.access.rules import require, scopes
from hrtui.context import Context
from hrtui.errors import RuleBroken
from hrtui.people.listing import READ, fields_of, lens_of
from hrtui.query.rules import parse

GROUPS = (
    "department", "location", "title", "manager", "status", "type", "grade", "cost_centre", "position", "flsa", "fte",
)  # fmt: skip


def groups_of(ctx: Context) -> tuple[str, ...]:
    """The fields people may be grouped by: those of everyone, and the custom ones of the configuration that are not
    sensitive."""
    secret = ctx.config.secret_fields
    return (*GROUPS, *(item.name for item in fields_of(ctx).open if item.custom and item.name not in secret))


def group_sizes(ctx: Context, text: str) -> list[int]:
    """How many people a query finds in each group that the first field of its order makes, in that order; one query.

    Raises NotAllowed, QueryError, and RuleBroken where the query has no order or not one that groups are made of.
    """
    require(ctx.actor, READ)
    query = parse(text, ctx.clock.today(), ctx.config.style.month_first, lenient=True, known=fields_of(ctx))
    if not query.sort or query.sort[0].field not in groups_of(ctx):
        raise RuleBroken(f"Rows are grouped by one of {', '.join(groups_of(ctx))}; order them by it first.")
    return finder.sizes(query, scopes(ctx.actor, READ), ctx.actor.person, lens_of(ctx, query))
