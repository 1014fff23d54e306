"""Who may work with invoices: they are of everyone, and premiums tell of pay and age."""

from __future__ import annotations

from hrtui.access.model import Field
from hrtui.access.rules import require, scopes, seen_in
from hrtui.context import Context
from hrtui.errors import NotAllowed

ACTION = "benefits.bill"
READ = "people.read"


def permitted(ctx: Context, *fields: Field) -> None:
    """Raise NotAllowed unless the actor keeps everyone's invoices and sees everyone's pay, and the other fields named."""
    require(ctx.actor, ACTION)
    if not any(scope.everyone for scope in scopes(ctx.actor, ACTION)):
        raise NotAllowed(f"{ctx.actor.login} may keep invoices only of some people, and an invoice is of everyone.")
    for field in (Field.PAY, *fields):
        if not sees(ctx, field):
            raise NotAllowed(
                f"{ctx.actor.login} does not see everyone's {field.value}, which premiums tell of; a role shows it with "
                f"fields: {field.value}."
            )


def sees(ctx: Context, field: Field) -> bool:
    """Whether a sensitive field of everyone is not hidden from the actor."""
    return any(scope.everyone for scope in seen_in(ctx.actor, field, READ, ACTION))
