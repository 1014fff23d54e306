"""Completion of a query that is being typed: fields, choices, and the values in use."""

from __future__ import annotations

from data import directory
from data.details import tags_in_use
from hrtui.access.rules import require, scopes
from hrtui.context import Context
from hrtui.people.listing import READ, fields_of
from hrtui.query import rules
from hrtui.query.model import Kind
from hrtui.text import fold

MOST = 20


def complete(ctx: Context, text: str, at: int) -> list[str]:
    """What the token under the cursor may become, at most twenty; it replaces the text from `query.rules.token_start` to
    `at`. Values are those in use among the people the actor may see. At most two queries. Raises NotAllowed."""
    require(ctx.actor, READ)
    known = fields_of(ctx)
    asked = rules.value_asked(text, at, known)
    if asked is None or asked.field.kind is not Kind.TEXT:
        return rules.complete(text, at, known)[:MOST]
    return rules.completed(asked, _values(ctx, asked.field.name, asked.typed.strip('"')))


def _values(ctx: Context, field: str, typed: str) -> list[str]:
    reach, own = scopes(ctx.actor, READ), ctx.actor.person
    if field in ("manager", "reports"):
        return directory.leading(typed, reach, own, MOST)
    if field == "name":
        return directory.called(typed, reach, own, MOST)
    if field == "tag":
        wanted = fold(typed)
        return [tag for tag in tags_in_use(ctx.day, reach, own) if wanted in fold(tag)][:MOST]
    if field in directory.KNOWN:
        return directory.known(field, typed, MOST, reach, (), own)
    return []
