"""Saved views: rows to values and back. A view keeps its row of identity; what it shows are dated facts of it."""

from __future__ import annotations

from datetime import date

from peewee import fn

from data.base import database
from data.schema import ViewFactRow, ViewRow
from hrtui.audit.model import Entered
from hrtui.text import fold
from hrtui.views.model import SavedView


def live_views(login: str) -> list[SavedView]:
    """The views of a login and everyone's, that are not removed, by name."""
    query = (
        ViewFactRow.select(
            ViewRow.id, ViewRow.owner, ViewRow.name, ViewFactRow.query, ViewFactRow.columns, ViewFactRow.grouped,
            ViewFactRow.active,
        )
        .join(ViewRow)
        .where(ViewRow.owner.in_(["", login]) & ViewFactRow.superseded_at.is_null())
        .order_by(ViewFactRow.effective_from, ViewFactRow.seq)
    )  # fmt: skip
    last = {row[0]: row[1:] for row in database.execute(query).fetchall()}
    found = [
        SavedView(name, text, tuple(filter(None, columns.split(","))), grouped, owner)
        for owner, name, text, columns, grouped, active in last.values()
        if active
    ]
    return sorted(found, key=lambda view: (fold(view.name), view.shared))


def put(view: SavedView, on: date, entered: Entered) -> None:
    """Enter what a view shows from a day on."""
    _add(view, on, entered, active=1)


def take_away(view: SavedView, on: date, entered: Entered) -> None:
    """Enter that a view is removed from a day on."""
    _add(view, on, entered, active=0)


def _add(view: SavedView, on: date, entered: Entered, active: int) -> None:
    id_ = _identity(view, entered)
    same = (ViewFactRow.view == id_) & (ViewFactRow.effective_from == on)
    last = database.execute(ViewFactRow.select(fn.MAX(ViewFactRow.seq)).where(same)).fetchone()[0]
    ViewFactRow.insert(
        view=id_,
        effective_from=on,
        seq=0 if last is None else last + 1,
        command=entered.command,
        recorded_at=entered.at,
        recorded_by=entered.by,
        query=view.query,
        columns=",".join(view.columns),
        grouped=view.grouped,
        active=active,
    ).execute()


def _identity(view: SavedView, entered: Entered) -> int:
    """The id of the view of that owner and name; made on first use."""
    same = (ViewRow.owner == view.owner) & (ViewRow.folded == ViewRow.folded.db_value(view.name))
    row = ViewRow.select(ViewRow.id).where(same).tuples().first()
    new = {"owner": view.owner, "name": view.name, "folded": view.name, "command": entered.command}
    return int(row[0] if row else ViewRow.insert(**new).execute())
