"""The columns of the directory: what everyone's line has, and what is read beside it only where it is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from hrtui.access.model import Field, Sight
from hrtui.access.rules import sight
from hrtui.money import Money, format_money
from hrtui.people.summary import PersonDetail, PersonSummary
from screens.frames import frames
from screens.people.status import STATUS_TONES
from screens.text import Align, Tone
from screens.widgets.columns import Column

if TYPE_CHECKING:
    from hrtui.context import Context

Detailed = Callable[[PersonSummary], PersonDetail | None]
PAY = "pay"
TAGS = "tag"


def status_tone(row: PersonSummary) -> Tone:
    """The tone of a person's status."""
    return STATUS_TONES[row.status]


def hired(row: PersonSummary) -> str:
    """The first day."""
    return row.hired.isoformat() if row.hired else ""


def terminated(row: PersonSummary) -> str:
    """The last day of who left."""
    return row.terminated.isoformat() if row.terminated else ""


COLUMNS: tuple[Column[PersonSummary], ...] = (
    Column("name", "Name", 24, grow=2),
    Column("number", "Number", 7, priority=1),
    Column("department", "Department", 16, priority=1, grow=2),
    Column("title", "Title", 24, priority=2, grow=2),
    Column("status", "Status", 10, text=lambda row: row.status.value, tone=status_tone),
    Column("hired", "Hired", 10, priority=4, text=hired),
    Column("location", "Location", 14, priority=5, grow=1),
    Column("manager", "Manager", 18, priority=6, grow=1),
    Column("email", "E-mail", 26, priority=7, grow=1),
    Column("terminated", "Left", 10, priority=8, text=terminated),
    Column("type", "Type", 9, priority=9, text=lambda row: row.employment_type),
)
SHOWN = ("name", "number", "department", "title", "status", "hired", "location", "manager")


def detailed(ctx: Context, of: Detailed) -> tuple[Column[PersonSummary], ...]:
    """The columns beyond a person's line, those of the configuration too; pay where a role is shown it.

    They are asked for, so they stay longer than the others where there is little room.
    """

    def text(read: Callable[[PersonDetail], object]) -> Callable[[PersonSummary], object]:
        def cell(row: PersonSummary) -> object:
            found = of(row)
            return "" if found is None else read(found)

        return cell

    def pay(found: PersonDetail) -> str:
        if not found.pay_shown:
            return frames().ellipsis
        return "" if found.annual is None else format_money(Money(found.annual), ctx.config.style)

    made: list[Column[PersonSummary]] = [
        Column("grade", "Grade", 7, 1, text=text(lambda found: found.grade)),
        Column("cost_centre", "Cost centre", 11, 1, text=text(lambda found: found.cost_centre)),
        Column("position", "Position", 9, 1, text=text(lambda found: found.position)),
        Column("flsa", "FLSA", 10, 1, text=text(lambda found: found.flsa)),
        Column("fte", "FTE", 5, 1, Align.RIGHT, text=text(lambda found: f"{found.fte:f}")),
        Column(TAGS, "Tags", 12, 1, grow=1, text=text(lambda found: ", ".join(found.tags))),
    ]
    if sight(ctx.actor, Field.PAY) is Sight.SHOWN:
        made.append(Column(PAY, "Pay a year", 13, 1, Align.RIGHT, text=text(pay)))
    known = {column.key for column in (*COLUMNS, *made)}
    secret = frozenset() if sight(ctx.actor, Field.CUSTOM) is Sight.SHOWN else ctx.config.secret_fields
    own = [each for each in ctx.config.custom_fields if each.name not in known and each.name not in secret]
    made += [_custom(each.name, each.label, text) for each in own]
    return tuple(made)


def _custom(name: str, label: str, text: Callable[..., Callable[[PersonSummary], object]]) -> Column[PersonSummary]:
    width = max(8, min(18, len(label)))

    def said(found: PersonDetail) -> str:
        return frames().ellipsis if name in found.hidden else found.custom.get(name, "")

    return Column(name, label, width, 1, text=text(said))
