"""The reports about benefits as parts of one screen: what each reads, lists, says of a row, and writes to a file."""

from __future__ import annotations

from abc import ABC, abstractmethod
from array import array
from collections.abc import Callable, Iterable, Sequence
from typing import Any, ClassVar

from hrtui.benefits import ineligible, reports
from hrtui.benefits.ineligible import NotEligible
from hrtui.benefits.plans import PlanType, Tier
from hrtui.benefits.reports import Enrolment, Ineligible, MonthCost
from hrtui.benefits.wording import TIERS, TYPES
from hrtui.context import Context
from hrtui.money import Money, NumberStyle, format_money
from hrtui.text import fold
from hrtui.watching import Progress
from screens.frames import frames
from screens.text import Align, Tone
from screens.widgets.charts import bar
from screens.widgets.columns import Column

RIGHT = Align.RIGHT
NARROW, WIDE, WIDEST_BAR = 80, 120, 40
Said = tuple[str, Tone]
Headings = tuple[str, ...]


def money(cents: int, style: NumberStyle) -> str:
    """Cents as the company writes them."""
    return format_money(Money(cents), style)


class Part(ABC):
    """A report: `read` on a thread, kept by `take`, listed by ids of which negative ones are headings."""

    WORD: ClassVar[str] = ""
    NAME: ClassVar[str] = ""
    READING: ClassVar[str] = "Counting"
    FILTER: ClassVar[str] = ""
    EMPTY: ClassVar[tuple[str, str]] = ("", "")
    HEADINGS: ClassVar[Headings] = ()

    @abstractmethod
    def read(self, ctx: Context, progress: Progress) -> Any:
        """What is reported of the context's day."""

    @abstractmethod
    def take(self, found: Any) -> None:
        """Keep what was read."""

    @abstractmethod
    def match(self, ctx: Context, text: str, stopped: Callable[[], bool]) -> array[int]:
        """The ids of the rows that have every word of a text, with their headings; on a thread."""

    @abstractmethod
    def columns(self, width: int, style: NumberStyle) -> Sequence[Column[Any]]:
        """The columns in a width."""

    @abstractmethod
    def page(self, ctx: Context, ids: Sequence[int]) -> list[Any]:
        """Some rows."""

    def heading(self, row_id: int) -> str:
        """What stands above a group of rows."""
        return ""

    @abstractmethod
    def summed(self, style: NumberStyle) -> Said:
        """What all of it comes to, in red what is left out."""

    @abstractmethod
    def about(self, row: Any, style: NumberStyle) -> list[Said]:
        """All of a row, in two lines at most."""

    @abstractmethod
    def cells(self, ctx: Context, ids: Sequence[int]) -> Iterable[Sequence[object]]:
        """The rows as they are written to a file."""


class EnrolmentPart(Part):
    """How many people have each option, by type of plan and tier."""

    WORD, NAME = "enrolment", "enrolment"
    FILTER = "type / to filter: a plan, an option, a tier"
    EMPTY = ("Nobody has a plan on this day.", "g b shows the enrolment queue; @ shows another day.")
    HEADINGS = ("type", "plan", "option", "label", "tier", "waived", "people")

    def __init__(self) -> None:
        self.rows: list[Enrolment] = []

    def read(self, ctx: Context, progress: Progress) -> list[Enrolment]:
        """The counts of the day."""
        return reports.enrolment(ctx)

    def take(self, found: list[Enrolment]) -> None:
        """Keep them."""
        self.rows = found

    def match(self, ctx: Context, text: str, stopped: Callable[[], bool]) -> array[int]:
        """Those with every word in type, label or tier, below the types."""
        words, made, last = fold(text).split(), array("q"), None
        for at, row in enumerate(self.rows):
            said = fold(f"{TYPES[row.type]} {row.label} {_tier(row)}")
            if all(word in said for word in words):
                if row.type is not last:
                    last = row.type
                    made.append(-1 - list(PlanType).index(row.type))
                made.append(at)
        return made

    def columns(self, width: int, style: NumberStyle) -> Sequence[Column[Enrolment]]:
        """Option, tier and people, with a bar by their number."""
        most, room = max((row.people for row in self.rows), default=0), _room(width, 24)
        return (
            Column("label", "Plan and option", 26, grow=1, most=60),
            Column("tier", "Tier", 13, text=_tier),
            Column("people", "People", 7, text=lambda row: f"{row.people:,}", align=RIGHT),
            Column("bar", "", room, text=lambda row: bar(row.people, most, room), tone=_bar_tone),
        )

    def page(self, ctx: Context, ids: Sequence[int]) -> list[Enrolment | None]:
        """Some rows."""
        return [self.rows[id_] if 0 <= id_ < len(self.rows) else None for id_ in ids]

    def heading(self, row_id: int) -> str:
        """A type of plan: how many have one, and how many waived it."""
        type_ = list(PlanType)[-1 - row_id]
        have, waived = self._of(type_)
        return f" {frames().between} ".join(
            [TYPES[type_], f"{have:,} enrolled", *([f"{waived:,} waived"] * bool(waived))]
        )

    def _of(self, type_: PlanType) -> tuple[int, int]:
        own = [row for row in self.rows if row.type is type_]
        waived = sum(row.people for row in own if row.waived)
        return sum(row.people for row in own) - waived, waived

    def summed(self, style: NumberStyle) -> Said:
        """How many elections there are, of how many types."""
        types = len({row.type for row in self.rows})
        have, waived = (sum(row.people for row in self.rows if row.waived is said) for said in (False, True))
        kinds = f"{types:,} type{'' if types == 1 else 's'} of plan"
        return f" {frames().between} ".join([f"{have:,} elections in force", f"{waived:,} waived", kinds]), Tone.MUTED

    def about(self, row: Enrolment, style: NumberStyle) -> list[Said]:
        """What part it is of all who were asked."""
        have, waived = self._of(row.type)
        share = f"{row.people * 100 / (have + waived):.0f} % of the {have + waived:,} who chose or waived {TYPES[row.type].lower()}"
        tier = f", {_tier(row).lower()}" if row.tier else ""
        return [(f"{row.label}{tier}: {row.people:,}", Tone.STRONG), (share, Tone.MUTED)]

    def cells(self, ctx: Context, ids: Sequence[int]) -> Iterable[Sequence[object]]:
        """The counts."""
        for row in (self.rows[id_] for id_ in ids if id_ >= 0):
            yield row.type.value, row.plan, row.option, row.label, row.tier, "yes" if row.waived else "", row.people


def _tier(row: Enrolment) -> str:
    return TIERS[Tier(row.tier)] if row.tier else ""


def _bar_tone(row: Enrolment) -> Tone:
    return Tone.MUTED if row.waived else Tone.GOOD


def _room(width: int, narrow: int) -> int:
    """How wide a bar is drawn: more where the screen is wider."""
    return min(WIDEST_BAR, narrow + max(0, width - NARROW) // 4)


class CostPart(Part):
    """What the people and the employer paid in each of twelve months."""

    WORD, NAME, READING = "cost", "cost by month", "Reckoning"
    EMPTY = ("There is no month to show.", "@ shows another day.")
    HEADINGS = ("month", "people", "person", "employer", "together", "unpriced", "hidden")

    def __init__(self) -> None:
        self.rows: list[MonthCost] = []

    def read(self, ctx: Context, progress: Progress) -> list[MonthCost]:
        """The months, at the pay of the day."""
        return reports.cost(ctx, progress)

    def take(self, found: list[MonthCost]) -> None:
        """Keep them."""
        self.rows = found

    def match(self, ctx: Context, text: str, stopped: Callable[[], bool]) -> array[int]:
        """All of them: there are no more than twelve."""
        return array("q", range(len(self.rows)))

    def columns(self, width: int, style: NumberStyle) -> Sequence[Column[MonthCost]]:
        """Both sides, each with a bar on the same scale."""
        most, room = max((max(row.person, row.employer) for row in self.rows), default=0), _room(width, 8)
        return (
            Column("month", "Month", 7, text=lambda row: f"{row.month:%Y-%m}"),
            Column("people", "People", 7, text=lambda row: f"{row.people:,}", align=RIGHT),
            Column("person", "Employees", 13, text=lambda row: money(row.person, style), align=RIGHT),
            Column("person_bar", "", room, text=lambda row: bar(row.person, most, room), tone=lambda _: Tone.WARN),
            Column("employer", "Employer", 13, text=lambda row: money(row.employer, style), align=RIGHT),
            Column("employer_bar", "", room, text=lambda row: bar(row.employer, most, room), tone=lambda _: Tone.GOOD),
            Column(
                "together", "Together", 13, 1, text=lambda row: money(row.person + row.employer, style), align=RIGHT
            ),
        )

    def page(self, ctx: Context, ids: Sequence[int]) -> list[MonthCost | None]:
        """Some months."""
        return [self.rows[id_] if id_ < len(self.rows) else None for id_ in ids]

    def summed(self, style: NumberStyle) -> Said:
        """What the months come to together."""
        person, employer = sum(row.person for row in self.rows), sum(row.employer for row in self.rows)
        unpriced = sum(row.unpriced + row.hidden for row in self.rows)
        said = [f"employees {money(person, style)}", f"employer {money(employer, style)}"]
        said.append(f"{unpriced:,} left out" if unpriced else f"together {money(person + employer, style)}")
        return f" {frames().between} ".join(said), Tone.BAD if unpriced else Tone.MUTED

    def about(self, row: MonthCost, style: NumberStyle) -> list[Said]:
        """What a month comes to, for one of those covered, and what is left out."""
        both = row.person + row.employer
        each = f", {money(round(both / row.people), style)} for each of {row.people:,} covered" if row.people else ""
        left = ("At the pay and the rates of that day.", Tone.MUTED)
        if row.unpriced:
            left = (
                f"{row.unpriced:,} elections have no price and are left out: a rate or a fact is missing.",
                Tone.BAD,
            )
        elif row.hidden:
            left = (f"{row.hidden:,} are left out: their price follows pay, which is not shown to you.", Tone.WARN)
        return [(f"{row.month:%Y-%m}: together {money(both, style)}{each}", Tone.STRONG), left]

    def cells(self, ctx: Context, ids: Sequence[int]) -> Iterable[Sequence[object]]:
        """The months, in the currency's own unit."""
        for row in (self.rows[id_] for id_ in ids):
            both = Money(row.person + row.employer).amount
            yield (
                f"{row.month:%Y-%m}",
                row.people,
                Money(row.person).amount,
                Money(row.employer).amount,
                both,
                row.unpriced,
                row.hidden,
            )


class IneligiblePart(Part):
    """Who is at work and may not have a plan, below each plan, with the reason."""

    WORD, NAME, READING = "ineligible", "not eligible", "Asking of"
    FILTER = "type / to filter: a name, a number, a plan, a reason"
    EMPTY = ("Everyone at work may have every plan on this day.", "@ shows another day.")
    HEADINGS = ("number", "name", "plan", "label", "why")

    def __init__(self) -> None:
        self.found = NotEligible({}, (), {})
        self.counts: dict[int, int] = {}

    def read(self, ctx: Context, progress: Progress) -> NotEligible:
        """All of them, each as a number."""
        return ineligible.not_eligible(ctx, progress=progress)

    def take(self, found: NotEligible) -> None:
        """Keep them."""
        self.found = found

    def match(self, ctx: Context, text: str, stopped: Callable[[], bool]) -> array[int]:
        """Those with every word, below the plans that have any."""
        made, plans = array("q"), list(self.found.plans)
        for plan, rows in ineligible.matching(ctx, self.found, text, stopped).items():
            if rows:
                self.counts[-1 - plans.index(plan)] = len(rows)
                made.append(-1 - plans.index(plan))
                made += rows
        return made

    def columns(self, width: int, style: NumberStyle) -> Sequence[Column[Ineligible]]:
        """Who, and why."""
        return (
            Column("number", "Number", 8),
            Column("name", "Name", 20, grow=1, most=36),
            Column("why", "Why", 34, grow=3),
        )

    def page(self, ctx: Context, ids: Sequence[int]) -> list[Ineligible | None]:
        """Some rows, read from the store as they are shown."""
        wanted = [id_ for id_ in ids if id_ >= 0]
        rows = dict(zip(wanted, ineligible.page(ctx, self.found, wanted), strict=True))
        return [rows.get(id_) for id_ in ids]

    def heading(self, row_id: int) -> str:
        """A plan, and how many are below it."""
        count = self.counts.get(row_id, 0)
        label = list(self.found.plans.values())[-1 - row_id]
        return f"{label} {frames().between} {count:,} may not have it"

    def summed(self, style: NumberStyle) -> Said:
        """How many rows of how many plans."""
        plans = sum(1 for rows in self.found.by_plan.values() if rows)
        what = f"{self.found.count:,} times somebody at work may not have a plan"
        return f" {frames().between} ".join([what, f"{plans:,} of {len(self.found.plans):,} plans"]), Tone.MUTED

    def about(self, row: Ineligible, style: NumberStyle) -> list[Said]:
        """The whole reason."""
        return [(f"{row.number} {row.name}: {row.label}", Tone.STRONG), (row.why, Tone.PLAIN)]

    def cells(self, ctx: Context, ids: Sequence[int]) -> Iterable[Sequence[object]]:
        """The rows, read some at a time."""
        for row in ineligible.in_full(ctx, self.found, [id_ for id_ in ids if id_ >= 0]):
            yield row.number, row.name, row.plan, row.label, row.why
