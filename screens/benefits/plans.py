"""Plans and rates of benefits: the plans of the day in a list, and one plan with what each option costs."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence

from textual.widget import Widget

from hrtui.benefits import catalogue, wording
from hrtui.benefits.catalogue import PlanLine, RateLine
from hrtui.benefits.plans import Plan
from screens.base import HrScreen
from screens.frames import frames
from screens.text import Align, Tone
from screens.widgets.columns import Column
from screens.widgets.detail import Detail, Fact
from screens.widgets.lines import Line
from screens.widgets.table import VirtualTable

RIGHT = Align.RIGHT


class PlansScreen(HrScreen):
    """`plans`: the plans of the day; enter opens one with its rates, @ shows those of another day."""

    NAME = "plans"
    DEFAULT_CSS = """
    PlansScreen Detail { height: 8; border-top: solid $panel; padding: 0 1; }
    """

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        self.rows: list[PlanLine] = []
        self.line = Line()
        columns: tuple[Column[PlanLine], ...] = (
            Column("label", "Plan", 18, grow=1),
            Column("carrier", "Carrier", 18, 1, grow=1),
            Column("options", "Options", 7, text=lambda each: len(each.options), align=RIGHT),
            Column("eligible", "Who", 24, grow=2),
            Column("rated", "", 8, text=lambda each: "" if each.rated else "no rate", tone=lambda _: Tone.BAD),
        )
        self.table: VirtualTable[PlanLine] = VirtualTable(columns, self._page, empty=("Reading",), moved=self._moved)
        self.facts = Detail()

    def body(self) -> Iterable[Widget]:
        """The day, the list, and the rules of the plan under the cursor."""
        yield self.line
        yield self.table
        yield self.facts

    def on_mount(self) -> None:
        """The list has the keys."""
        self.table.focus()

    def begin(self) -> None:
        """Read the plans of the day."""
        ctx = self.ctx
        self.work_on(lambda: (catalogue.plans(ctx), catalogue.none_yet(ctx)), lambda found: self._show(*found))

    def reload(self) -> None:
        """Read them anew."""
        self.begin()

    def _show(self, found: list[PlanLine], none_yet: str) -> None:
        at = self.table.current or 0
        self.rows = found
        self.table.set_empty("There are no plans on this day.", none_yet)
        self.table.set_ids(array("q", range(len(found))), min(at, len(found) - 1) if found else None)
        count = "1 plan" if len(found) == 1 else f"{len(found)} plans"
        self.line.update(f"{count} on {self.ctx.day} {frames().between} @ shows another day")
        self._moved(self.table.current)

    def _page(self, ids: Sequence[int]) -> list[PlanLine | None]:
        return [self.rows[id_] if id_ < len(self.rows) else None for id_ in ids]

    def _moved(self, row_id: int | None) -> None:
        if row_id is None or row_id >= len(self.rows):
            self.facts.show("", [])
            return
        each = self.rows[row_id]
        self.facts.show(f"{each.label} ({each.name})", list(_summary(each)))

    def on_virtual_table_opened(self, event: VirtualTable.Opened) -> None:
        """Open the plan under the cursor."""
        if event.row_id < len(self.rows):
            self.shell.go(f"plan {self.rows[event.row_id].name}")


class PlanScreen(HrScreen):
    """`plan NAME`: what each option costs on the day, and the plan's rules; n and p walk through the plans."""

    NAME = "plan"
    DEFAULT_CSS = """
    PlanScreen Detail { height: 9; border-top: solid $panel; padding: 0 1; }
    """

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        self.name_of_plan = argument.strip()
        self.rows: list[RateLine] = []
        self.names: list[str] = []
        self.line = Line()
        columns: tuple[Column[RateLine], ...] = (
            Column("label", "Option", 14, grow=1),
            Column("whom", "For", 12, grow=1),
            Column("cost", "Cost", 10, text=lambda each: wording.rate(each.cost), align=RIGHT),
            Column("employer", "Employer", 10, text=lambda each: wording.rate(each.employer), align=RIGHT),
            Column("person", "Person", 10, text=lambda each: wording.rate(each.person), align=RIGHT),
            Column("tobacco", "Tobacco", 10, 1, text=lambda each: wording.rate(each.tobacco), align=RIGHT),
            Column("per", "Per", 10, 2),
            Column("since", "Since", 10, 3, text=lambda each: each.since or "", tone=lambda _: Tone.MUTED),
        )
        self.table: VirtualTable[RateLine] = VirtualTable(columns, self._page, empty=("Reading",))
        self.facts = Detail()

    def body(self) -> Iterable[Widget]:
        """The plan, its rates, and its rules."""
        yield self.line
        yield self.table
        yield self.facts

    def on_mount(self) -> None:
        """The list has the keys."""
        self.table.focus()

    def visit(self, argument: str) -> None:
        """Come back, to another plan where one is named."""
        self.name_of_plan = argument.strip() or self.name_of_plan
        super().visit(argument)

    def begin(self) -> None:
        """Read the plan and its rates of the day."""
        ctx, name = self.ctx, self.name_of_plan

        def read() -> tuple[Plan, list[RateLine], list[str]]:
            return catalogue.plan(ctx, name), catalogue.rates(ctx, plan=name), [p.name for p in catalogue.plans(ctx)]

        self.work_on(read, lambda found: self._show(*found))

    def reload(self) -> None:
        """Read it anew."""
        self.begin()

    def _show(self, plan: Plan, rates: list[RateLine], names: list[str]) -> None:
        at = self.table.current or 0
        self.rows, self.names = rates, names
        self.table.set_empty("The plan has no option on this day.", "Options are declared in the plan file.")
        self.table.set_ids(array("q", range(len(rates))), min(at, len(rates) - 1) if rates else None)
        self.line.update(f"{plan.label} on {self.ctx.day} {frames().between} dollars a month")
        self.facts.show(plan.label, list(_rules(plan)))

    def _page(self, ids: Sequence[int]) -> list[RateLine | None]:
        return [self.rows[id_] if id_ < len(self.rows) else None for id_ in ids]

    def do_next(self) -> None:
        """Show the next plan."""
        self._walk(1)

    def do_previous(self) -> None:
        """Show the plan before."""
        self._walk(-1)

    def _walk(self, step: int) -> None:
        at = self.names.index(self.name_of_plan) + step if self.name_of_plan in self.names else 0
        if not 0 <= at < len(self.names):
            self.say("This is the last plan." if step > 0 else "This is the first plan.")
            return
        self.name_of_plan = self.names[at]
        self.begin()


def _summary(each: PlanLine) -> Iterator[Fact]:
    yield Fact("Options", ", ".join(each.options))
    yield Fact("Who", each.eligible)
    yield Fact("Begins", each.waiting)
    yield Fact("Chosen", "stays until it is changed" if each.carried_over else "anew every year, or it ends")
    there = f"since {each.begins}" if each.ends is None else f"{each.begins} to {each.ends}"
    yield Fact("There", f"{there}; taken as {each.deduction}")


def _rules(plan: Plan) -> Iterator[Fact]:
    yield Fact("Who", wording.who(plan.eligibility))
    yield Fact("Begins", wording.waiting(plan.waiting))
    over, child = wording.ends(plan)
    yield Fact("Ends", f"{over}; for children {child}")
    covers = [f"{option.label}: {wording.coverage(option)}" for option in plan.options if wording.coverage(option)]
    if covers:
        yield Fact("Covers", "; ".join(covers))
    if plan.default:
        label = next((option.label for option in plan.options if option.name == plan.default), plan.default)
        yield Fact("Default", f"{label}, for who chooses nothing")
    yield Fact("Taken as", plan.deduction)
