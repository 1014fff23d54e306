"""What holds for saved views: which names they may have, and which one is meant. Pure."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import fields

from hrtui.audit.model import Change
from hrtui.errors import NotFound, RuleBroken
from hrtui.text import clean, fold, listed
from hrtui.views.model import SavedView

LONGEST = 60
LONGEST_QUERY = 1_000
MOST = 200
SAID = ("name", "query", "columns", "grouped")


def named(text: str) -> str:
    """A name as it is kept; raise RuleBroken for an empty or a long one."""
    name = " ".join(clean(text).split())
    if not name:
        raise RuleBroken("A view needs a name, by which it is found again.", "name")
    if len(name) > LONGEST:
        raise RuleBroken(f"The name has {len(name)} letters; {LONGEST} are the most.", "name")
    return name


def asked(text: str) -> str:
    """A query as it is kept; raise RuleBroken for one that is too long."""
    query = clean(text).strip()
    if len(query) > LONGEST_QUERY:
        raise RuleBroken(f"The query has {len(query):,} letters; {LONGEST_QUERY:,} are the most.", "query")
    return query


def check_room(known: Sequence[SavedView]) -> None:
    """Raise RuleBroken where there are as many views already as are kept of one owner."""
    if len(known) >= MOST:
        raise RuleBroken(f"There are {MOST} views already; remove one first (g v, d).", "name")


def check_columns(names: Sequence[str], known: Sequence[str]) -> None:
    """Raise RuleBroken for a column that there is not."""
    wrong = [name for name in names if name not in known]
    if wrong:
        raise RuleBroken(
            f"“{clean(wrong[0], limit=40)}” is no column; there are {listed(list(known), 'and')}.", "columns"
        )


def check_group(name: str, known: Sequence[str]) -> None:
    """Raise RuleBroken for a column by which nothing is grouped."""
    if name and name not in known:
        raise RuleBroken(
            f"Nothing is grouped by “{clean(name, limit=40)}”; it can be by {listed(list(known))}.", "grouped"
        )


def of_owner(known: Sequence[SavedView], owner: str) -> list[SavedView]:
    """The views of one owner."""
    return [each for each in known if each.owner == owner]


def same(known: Sequence[SavedView], name: str) -> SavedView | None:
    """The view of that name, whatever its case and accents; one's own before everyone's."""
    found = [each for each in known if fold(each.name) == fold(name)]
    return min(found, key=lambda each: each.shared, default=None)


def one(known: Sequence[SavedView], name: str) -> SavedView:
    """As `same`; raise NotFound with the nearest name where there is none."""
    found = same(known, name)
    if found is not None:
        return found
    near = difflib.get_close_matches(name, [each.name for each in known], n=1)
    hint = f"Did you mean “{near[0]}”?" if near else "g v lists them; V in People saves one."
    raise NotFound(f"There is no view “{clean(name, limit=40)}” of yours, nor a shared one. {hint}")


def trail(before: SavedView | None, after: SavedView | None) -> tuple[Change, ...]:
    """What the audit trail says of a change of a view."""
    old, new = _said(before), _said(after)
    return tuple(Change(f"view.{name}", old[name], new[name]) for name in SAID if old[name] != new[name])


def _said(view: SavedView | None) -> dict[str, str]:
    if view is None:
        return dict.fromkeys(SAID, "")
    held = {each.name: getattr(view, each.name) for each in fields(view)}
    return {name: ", ".join(held[name]) if isinstance(held[name], tuple) else held[name] for name in SAID}
