"""What a change among dated rows means for those that come later: which of them it contradicts, and what they become. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from hrtui.audit.rules import shown
from hrtui.errors import RuleBroken
from hrtui.people.model import Action, Job, Pay, Profile
from hrtui.people.rules import BEGINS, JOB_FIELDS, PROFILE_FIELDS, live, order
from hrtui.text import listed

Row = TypeVar("Row", Job, Pay, Profile)
Carry = bool | frozenset[str]  # every field that later rows copied, none of them, or those named
PAY_FIELDS = ("rate", "basis", "pay_group")
CUSTOM = "custom."
UNTOLD = frozenset({"rate", "birth_date"})  # values that a sentence does not repeat, nor those of custom fields


@dataclass(frozen=True, slots=True)
class Later:
    """A field of a later row that a change contradicts: copied from before it (it may be carried on), or changed by the
    row itself (it is kept). `holds` is what the row says, `wanted` what the change says."""

    field: str
    on: date
    seq: int
    called: str
    is_copy: bool
    holds: object
    wanted: object


def values(row: Job | Pay | Profile) -> dict[str, Any]:
    """The fields of a row that a change can set, custom fields as `custom.NAME`."""
    if isinstance(row, Profile):
        plain = {name: getattr(row, name) for name in PROFILE_FIELDS}
        return plain | {f"{CUSTOM}{name}": value for name, value in row.custom.items()}
    return {name: getattr(row, name) for name in (JOB_FIELDS if isinstance(row, Job) else PAY_FIELDS)}


def called(row: Job | Pay | Profile) -> str:
    """What a sentence calls a row."""
    return "change of profile" if isinstance(row, Profile) else str(row.action)


def contradicted(rows: Iterable[Row], before: Row | None, after: Row, seq: int | None = None) -> tuple[Later, ...]:
    """What the rows after a change say of the fields it changes; `before` is what held, `seq` the place of a corrected row.

    A field is followed from row to row while it is as it was before the change; the first row that set it otherwise ends
    it, and so do a rehire, and for the status the end of the employment.
    """
    if before is None:
        return ()
    old: dict[str, Any] = values(before)
    new: dict[str, Any] = values(after)
    changed = [name for name in dict.fromkeys([*old, *new]) if old.get(name, "") != new.get(name, "")]
    place = after.effective_from, 2**31 if seq is None else seq
    later = [row for row in live(rows) if order(row) > place]
    return tuple(each for name in changed for each in _followed(name, old.get(name, ""), new.get(name, ""), later))


def _followed(name: str, old: object, new: object, later: Sequence[Job | Pay | Profile]) -> Iterable[Later]:
    for row in later:
        action = getattr(row, "action", None)
        if action in BEGINS or (name == "status" and action is Action.TERMINATION):
            return
        holds = values(row).get(name, "")
        if holds == new:
            return
        seq = row.stamp.seq if row.stamp else 0
        yield Later(name, row.effective_from, seq, called(row), holds == old, holds, new)
        if holds != old:
            return


def carried(rows: Iterable[Row], found: Iterable[Later], carry: Carry, after: Row) -> list[tuple[Row, Row]]:
    """The later rows that carrying on changes, each with what it becomes; raise RuleBroken for a field none of them copied."""
    copies = [each for each in found if each.is_copy]
    fields = {each.field for each in copies}
    chosen = fields if carry is True else frozenset() if carry is False else carry
    unknown = sorted(set(chosen) - fields)
    if unknown:
        known = f"those that can are {listed(sorted(fields), 'and')}" if fields else "no later row copies what changes"
        raise RuleBroken(f"{listed(unknown, 'and')} cannot be carried on; {known}.", "carry")
    wanted: dict[tuple[date, int], dict[str, Any]] = {}
    for each in copies:
        if each.field in chosen:
            wanted.setdefault((each.on, each.seq), {})[each.field] = each.wanted
    return [(row, rewritten(row, wanted[order(row)], after)) for row in live(rows) if order(row) in wanted]


def rewritten(row: Row, given: Mapping[str, Any], source: Row | None = None) -> Row:
    """A row with other values in some fields, as a new version of it."""
    plain = {name: value for name, value in given.items() if not name.startswith(CUSTOM)}
    if isinstance(row, Profile):
        custom = {
            **row.custom,
            **{name.removeprefix(CUSTOM): value for name, value in given.items() if name.startswith(CUSTOM)},
        }
        plain["custom"] = {name: value for name, value in custom.items() if value}
    if isinstance(row, Job) and "manager" in given:
        plain["manager_name"] = source.manager_name if isinstance(source, Job) else ""
    return replace(row, stamp=None, **plain)


def said_carried(pairs: Iterable[tuple[Any, Any]]) -> dict[str, str]:
    """What the entry of a change says of later rows that it was carried on into."""
    days = [str(new.effective_from) for _, new in pairs]
    return {"carried": ", ".join(days)} if days else {}


def notices(found: Sequence[Later], carry: Carry, ahead: bool = False) -> tuple[str, ...]:
    """A sentence for each later row: what was carried on, what goes back, and what it set itself; `ahead` of doing it."""
    how = "" if ahead else "undo this, and "
    return tuple(_notice(each, carry is True or (carry is not False and each.field in carry), how) for each in found)


def _notice(each: Later, is_carried: bool, how: str) -> str:
    name, row = said(each.field), f"the {each.called} on {each.on}"
    if not each.is_copy:
        return f"{row.capitalize()} sets {name} itself{_told(each)}, and keeps it."
    if is_carried:
        return f"{row.capitalize()} takes the new {name} over."
    return f"{row.capitalize()} goes back to the {name} of before{_told(each)}; {how}carry {name} on, to change that."


def _told(each: Later) -> str:
    return "" if each.field in UNTOLD or each.field.startswith(CUSTOM) else f", {shown(each.holds) or 'none'}"


def said(field: str) -> str:
    """A field as sentences name it."""
    return "dotted line" if field == "dotted" else field.removeprefix(CUSTOM).replace("_", " ")
