"""The commands of one login, newest first: two look-ups by index."""

from __future__ import annotations

from typing import Any

from peewee import Case, fn

from data.prepared import prepared
from data.schema import CommandRow


def newest_command() -> int:
    """The id of the newest command; 0 where there is none."""
    return int(_newest().fetchone()[0])


@prepared
def _newest() -> Any:
    return CommandRow.select(fn.COALESCE(fn.MAX(CommandRow.id), 0))


def entered_in(area: str, after: int) -> tuple[int, bool]:
    """The id of the newest command, and whether any after another one was of an area or took one back; one query."""
    newest, found = _entered_in(after, f"{area}.", f"{area}/").fetchone()
    return max(after, newest or 0), bool(found)


@prepared
def _entered_in(after: Any, first: Any, behind: Any) -> Any:
    action = CommandRow.action
    of_area = Case(None, ((((action >= first) & (action < behind)) | CommandRow.undoes.is_null(False), 1),), 0)
    return CommandRow.select(fn.MAX(CommandRow.id), fn.MAX(of_area)).where(CommandRow.id > after)


def entered_since(actor: str, action: str, subject: str, after: int) -> bool:
    """Whether a login entered such a command after another one, about the subject where one is given."""
    wanted = (CommandRow.actor == actor) & (CommandRow.id > after) & (CommandRow.action == action)
    if subject:
        wanted &= CommandRow.subject == subject
    return bool(CommandRow.select().where(wanted).exists())
