"""The fields a query may name: those of everyone, and the custom ones of the configuration."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from hrtui.people.summary import EmploymentType, Flsa, Status
from hrtui.query.model import Kind, QueryField

if TYPE_CHECKING:
    from hrtui.config import CustomField

FIELDS = (
    QueryField("number", Kind.TEXT, "the number a person keeps for good"),
    QueryField("name", Kind.TEXT, "last and first name, as `Kim, Ann`"),
    QueryField("email", Kind.TEXT, "the e-mail address at work", ("e-mail", "mail")),
    QueryField("department", Kind.TEXT, "the department", ("dept",)),
    QueryField("title", Kind.TEXT, "the job title"),
    QueryField("location", Kind.TEXT, "the place of work", ("loc",)),
    QueryField("manager", Kind.TEXT, "the manager's name", ("mgr",)),
    QueryField("status", Kind.CHOICE, "where the employment stands", (), tuple(Status)),
    QueryField("type", Kind.CHOICE, "full-time, part-time or temporary", (), tuple(EmploymentType)),
    QueryField("hired", Kind.DAY, "the first day of the present employment"),
    QueryField("terminated", Kind.DAY, "the last day of an employment that ended", ("left",)),
    QueryField("reports", Kind.TEXT, "the name of anyone above, at any depth", ("under",), sorts=False),
    QueryField("grade", Kind.TEXT, "the grade"),
    QueryField("cost_centre", Kind.TEXT, "the cost centre", ("cc", "cost_center")),
    QueryField("position", Kind.TEXT, "the number of the position held"),
    QueryField("tag", Kind.TEXT, "a tag", ("tags",), sorts=False),
    QueryField("flsa", Kind.CHOICE, "whether overtime is owed", (), tuple(Flsa)),
    QueryField("fte", Kind.NUMBER, "the share of a full-time job, as 0.5"),
    QueryField("pay", Kind.MONEY, "pay a year: the annual rate, or the hourly one by standard hours by 52"),
    QueryField("rate", Kind.MONEY, "the rate of pay, a year or an hour as `basis` says"),
    QueryField("age", Kind.NUMBER, "whole years since the birth date, on the day asked about"),
    QueryField("basis", Kind.CHOICE, "what the rate of pay is per", (), ("annual", "hourly")),
)
PAID = frozenset({"pay", "rate", "basis"})
BORN = frozenset({"age"})
_KINDS = {"number": Kind.NUMBER, "date": Kind.DAY, "money": Kind.MONEY, "flag": Kind.CHOICE, "choice": Kind.CHOICE}


@dataclass(frozen=True)
class Vocabulary:
    """The fields of a query, and those of them that this user's roles keep closed, each with a sentence that says why."""

    fields: tuple[QueryField, ...] = FIELDS
    closed: Mapping[str, str] = field(default_factory=dict)
    names: dict[str, QueryField] = field(init=False)

    def __post_init__(self) -> None:
        names = {spelling: item for item in self.fields for spelling in (item.name, *item.aliases)}
        object.__setattr__(self, "names", names)

    @property
    def open(self) -> tuple[QueryField, ...]:
        """The fields that are not closed."""
        return tuple(item for item in self.fields if item.name not in self.closed)


SHIPPED = Vocabulary()


def vocabulary(custom: Iterable[CustomField], closed: Mapping[str, str] = MappingProxyType({})) -> Vocabulary:
    """The shipped fields with the custom ones behind them; one named as a shipped field does not stand in its way."""
    own = [
        QueryField(
            item.name,
            _KINDS.get(item.kind, Kind.TEXT),
            item.label,
            choices=("yes", "no") if item.kind == "flag" else item.choices,
            custom=True,
        )
        for item in custom
        if item.name not in SHIPPED.names
    ]
    return Vocabulary((*FIELDS, *own), closed) if own or closed else SHIPPED
