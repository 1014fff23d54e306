"""The commands of one login, newest first: two look-ups by index."""

from __future__ import annotations

from peewee import fn

from data.base import database
from data.schema import CommandRow


def newest_command() -> int:
    """The id of the newest command; 0 where there is none."""
    row = database.execute(CommandRow.select(fn.MAX(CommandRow.id))).fetchone()
    return int(row[0] or 0)


def entered_since(actor: str, action: str, subject: str, after: int) -> bool:
    """Whether a login entered such a command after another one, about the subject where one is given."""
    wanted = (CommandRow.actor == actor) & (CommandRow.id > after) & (CommandRow.action == action)
    if subject:
        wanted &= CommandRow.subject == subject
    return bool(CommandRow.select().where(wanted).exists())
