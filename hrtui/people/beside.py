"""Two people at once: what others entered about a person since a form was opened, field by field."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from data import audit, people
from hrtui.access.model import Field, Sight
from hrtui.access.rules import may, sight
from hrtui.audit import writing
from hrtui.audit.model import Change, Entry
from hrtui.audit.rules import MASKED, reader, sensitive, shown, spoken
from hrtui.context import Context
from hrtui.documents.trail import known, unnumbered
from hrtui.errors import Clash, Conflict
from hrtui.people.subjects import Person, sees_certificates
from hrtui.text import listed

MOST = 20
Use = TypeVar("Use", bound=Callable[..., Any])
UNSAID = frozenset({"action", "reason", "manager_name", "last_day"})


def telling(use_case: Use) -> Use:
    """Decorate a use case of `ctx` and a number: sensitive values that its conflict tells are noted as seen."""

    @wraps(use_case)
    def told(ctx: Context, number: str, *args: Any, **more: Any) -> Any:
        try:
            return use_case(ctx, number, *args, **more)
        except Conflict as conflict:
            clear = (each.field for each in conflict.clashes if MASKED not in (each.was, each.theirs))
            fields = {sensitive(name, ctx.config.secret_fields) for name in clear}
            writing.note_seen(ctx, number, {field for field in fields if field is not None})
            raise

    return told  # type: ignore[return-value]


def check_alone(ctx: Context, person: Person, expected: int | None, yours: object, about: str = "") -> None:
    """Raise Conflict where a command after the expected one touched the person; inside `write()`.

    The conflict says what the others changed, field by field, with what is to be entered now beside it; `about` is how the
    trail begins the names of the fields that are entered, such as `contact.2.`. Sensitive values stand masked unless the
    role is shown them. What was done to documents of kinds that are not for the role, and in areas that it does not read
    (hours of a payroll, a case of COBRA), is no conflict, and told nowhere. `expected` None asks for no check.
    """
    if expected is None:
        return
    newest = people.newest_command(person.id)
    if newest <= expected:
        return
    found = audit.since(person.number, expected, MOST)
    read = [entry for entry in found if may(ctx.actor, reader(entry.action), person.subject)]
    entries = known(ctx, read, {person.number: person.subject})
    if found and not entries and len(found) < MOST:
        return
    clashes = tuple(_clash(ctx, person, entry, change, yours, about) for entry in entries for change in _told(entry))
    did = [f"a {spoken(entry.action)} by {entry.actor}" for entry in entries] or ["a change"]
    raise Conflict(
        f"Since this form was opened there was {listed(list(dict.fromkeys(did)), 'and')} for {person.called}. "
        "Nothing is saved yet: save again to enter yours on top, or look at theirs first.",
        clashes,
        newest,
    )


def _told(entry: Entry) -> list[Change]:
    return [change for change in entry.changes if change.field not in UNSAID]


def _clash(ctx: Context, person: Person, entry: Entry, change: Change, yours: object, about: str) -> Clash:
    name = change.field
    root, _, key = name.removeprefix(about).partition(".")
    given = getattr(yours, root, None)
    if key:
        given = given.get(key) if given else None
    hidden = _is_hidden(ctx, person, name)
    was, theirs = (MASKED if hidden and value else value for value in (change.before, change.after))
    return Clash(unnumbered(name), "" if given is None else shown(given), theirs, was, entry.actor)


def _is_hidden(ctx: Context, person: Person, field: str) -> bool:
    if field.partition(".")[0] == "entries":
        return not sees_certificates(ctx.actor, person.subject)
    known: Field | None = sensitive(field, ctx.config.secret_fields)
    return known is not None and sight(ctx.actor, known, person.subject) is not Sight.SHOWN
