"""General notices of COBRA: whose coverage began in a time, and who was told of their rights by then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from peewee import Value, fn

from data.base import database
from data.benefits.rows import as_day, enter
from data.lines import reached
from data.schema import ContactRow, DirectoryRow, ElectionRow, GeneralNoticeRow
from hrtui.access.model import Scope
from hrtui.audit.model import Entered
from hrtui.benefits.model import SELF, ElectionState
from hrtui.benefits.plans import HEALTH
from hrtui.benefits.tiers import SPOUSES
from hrtui.contacts.model import ContactKind
from hrtui.people.rules import EMPLOYED

NOTICE, HELD, LINE = GeneralNoticeRow, ElectionRow, DirectoryRow
COLUMNS = ("slot", "covered")
TYPES = tuple(type_.value for type_ in HEALTH)
COVERS = (ElectionState.ACTIVE.value, ElectionState.AWAITING_EVIDENCE.value)


def untold(scopes: Iterable[Scope], actor_person: str, since: date, until: date) -> dict[int, dict[int, date]]:
    """Of people at work in the scopes, those whose health coverage since they were hired began within two days and who were
    not told since: the first day by slot, of the person (0) and of a spouse; by person. Two queries."""
    found: dict[int, dict[int, date]] = defaultdict(dict)
    for slot, query in ((Value(SELF), _held()), (ContactRow.slot, _spouses())):
        query = query.where(~fn.EXISTS(_told(slot)))
        condition = reached(scopes, actor_person)
        query = query if condition is None else query.where(condition)
        first = fn.MIN(HELD.effective_from)
        began = query.group_by(HELD.person, slot).having(first.between(since, until)).select(HELD.person, slot, first)
        for person, whose, day in database.execute(began).fetchall():
            found[person][whose] = as_day(day)
    return found


def put_many(told: Iterable[tuple[int, int, date]], sent: date, entered: Entered) -> int:
    """Enter that people were told on a day: person, slot, and the first day of the coverage it is about; inside `write()`."""
    rows: list[tuple[int, date, Sequence[Any]]] = [(person, sent, (slot, covered)) for person, slot, covered in told]
    return enter(NOTICE, COLUMNS, rows, entered)


def _held() -> Any:
    """Health elections that cover people at work, since they were hired."""
    own = HELD.superseded_at.is_null() & HELD.type.in_(TYPES) & HELD.state.in_(COVERS)
    own &= LINE.status.in_([status.value for status in EMPLOYED]) & (HELD.effective_from >= LINE.hired)
    return HELD.select(HELD.person).join(LINE, on=(LINE.person == HELD.person)).where(own)


def _spouses() -> Any:
    """The same with the spouses they cover."""
    who = ContactRow
    covers = Value(",").concat(HELD.covers).concat(",")
    among = covers.contains(Value(",").concat(who.slot.cast("TEXT")).concat(","))
    own = who.superseded_at.is_null() & (who.kind == ContactKind.DEPENDENT.value) & who.relation.in_(sorted(SPOUSES))
    return _held().join(who, on=(who.person == HELD.person)).where(own & (who.active == 1) & among)


def _told(slot: Any) -> Any:
    """Notices to someone since they were hired."""
    same = (NOTICE.person == HELD.person) & (NOTICE.slot == slot) & NOTICE.superseded_at.is_null()
    return NOTICE.select(NOTICE.id).where(same & (NOTICE.effective_from >= LINE.hired))
