"""A small program of the shared widgets alone, to look at and to measure: `widgets_demo.py [ROWS]`."""

from __future__ import annotations

import sys
from array import array
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal

from hrtui.errors import RuleBroken
from hrtui.money import Money
from hrtui.payroll.model import Why
from screens.text import Align, Tone
from screens.widgets.columns import Column
from screens.widgets.confirm import Confirm
from screens.widgets.detail import Detail, Fact
from screens.widgets.fields import (
    Choice,
    ChoiceField,
    DayField,
    Field,
    FlagField,
    MoneyField,
    NumberField,
    SecretField,
    TextField,
)
from screens.widgets.filter import FilterLine
from screens.widgets.form import FormScreen, Values
from screens.widgets.lines import HeaderLine, Heading, KeyBar, MessageLine
from screens.widgets.menu import Menu, MenuItem
from screens.widgets.table import VirtualTable
from screens.widgets.why import WhyTree

TODAY = date(2026, 11, 23)
NAMES = ("Kim, Ann", "O'Neill, Seán", "山田, 太郎", "Garcia, Luz", "[b]Bold[/b], Bo", "Müller, Zoë", "Okafor, Chidi")
DEPARTMENTS = ("Production", "IT/IS", "Sales", "Software Engineering", "Admin Offices", "Executive Office")
MANAGERS = tuple(Choice(str(1000 + n), f"{1000 + n} {name}") for n, name in enumerate(NAMES))


@dataclass(frozen=True, slots=True)
class Person:
    """A row of the demo list."""

    number: int
    name: str
    department: str
    title: str
    pay: Money
    status: str


COLUMNS: tuple[Column[Person], ...] = (
    Column("number", "No", 6, 1, Align.RIGHT),
    Column("name", "Name", 18, grow=2),
    Column("department", "Department", 20, 2, grow=1),
    Column("title", "Title", 18, 4),
    Column("pay", "Pay", 11, 3, Align.RIGHT, text=lambda row: f"{row.pay.amount:,.2f}"),
    Column("status", "Status", 8, 1, tone=lambda row: Tone.WARN if row.status == "leave" else Tone.PLAIN),
)
WHY = Why(
    "Net pay", "2,461.54", "gross - taxes", "",
    (
        Why("Gross", "3,269.23", "85,000.00 a year / 26 pay periods", "Job and pay of 1042 in force 2026-11-08 to 2026-11-21"),
        Why(
            "Federal withholding", "(557.60)", "Worksheet 1A, standard table, single: base plus rate of what exceeds the bracket's start",
            "IRS Publication 15-T (2026), page 11; data/tables/us/federal-2026.yaml",
            tuple(Why(f"Step {n}", f"{n * 100:,}.00", "line above x 26", "Form W-4 of 2024-02-01") for n in range(1, 14)),
        ),
        Why("Social security", "(202.69)", "6.2% of wages up to 184,500.00", "SSA fact sheet 2026"),
        Why("Medicare", "(47.40)", "1.45% of wages", "IRC 3101(b)"),
    ),
)  # fmt: skip


def person(number: int) -> Person:
    """The same person for the same number."""
    name, department = NAMES[number % len(NAMES)], DEPARTMENTS[number % len(DEPARTMENTS)]
    status = "leave" if number % 11 == 0 else "active"
    return Person(
        number, name, department, "Production Technician I", Money(4_500_000 + number * 31 % 9_000_000), status
    )


def hire_fields() -> list[Field]:
    """A form with one of each field."""
    return [
        TextField(key="name", label="Name", required=True, help="Family name, given name."),
        DayField(key="start", label="First day", required=True, today=TODAY, help="today, +2w, fri, 1 jan, 2026-01-31"),
        ChoiceField(key="department", label="Department", choices=DEPARTMENTS, free=True, help="Type to find, or a new one."),
        ChoiceField(
            key="manager", label="Manager", help="Number or name.",
            choices=lambda text: [each for each in MANAGERS if text.lower() in each.label.lower()],
        ),
        MoneyField(key="pay", label="Pay", unit="USD a year", initial=Money(8_500_000), help="85k, 85,000"),
        NumberField(key="hours", label="Hours", unit="a week", places=2, least=Decimal(1), most=Decimal(80), initial=40),
        FlagField(key="exempt", label="Exempt", help="Space turns it over."),
        SecretField(key="ssn", label="SSN", help="Stored sealed."),
    ]  # fmt: skip


def save(values: Values) -> None:
    """Refuse one value, as a rule would."""
    if values["start"] == TODAY:
        raise RuleBroken(
            "Pay is closed through 2026-11-21; take a first day after it, or ask payroll to open the period.", "start"
        )


class WidgetsDemo(App[None]):
    """A list with its filter, detail and dialogs."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS = [
        Binding("a", "hire", "Hire", id="people.hire"),
        Binding("slash", "filter", "Filter", id="table.filter"),
        Binding("full_stop", "menu", "Actions", id="table.menu"),
        Binding("w", "why", "Why"),
        Binding("T", "confirm", "Terminate"),
        Binding("q", "quit", "Leave", id="app.leave"),
    ]
    CSS = "#detail { display: none; border-left: solid $primary; width: 40; } .-wide #detail { display: block; }"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]

    def __init__(self, rows: int = 1000) -> None:
        super().__init__()
        self.all_ids = array("q", range(1, rows + 1))
        self.result: object = None

    def compose(self) -> ComposeResult:
        """Header, filter, list and detail, message, footer."""
        self.detail = Detail(id="detail")
        self.table: VirtualTable[Person] = VirtualTable(
            COLUMNS,
            lambda ids: [person(i) for i in ids],
            empty=("No one matches.", "esc empties the filter; a hires a person."),
            moved=self.show_row,
        )
        self.filter_line = FilterLine(self.narrow, self.table)
        yield HeaderLine(Heading("Acme Corp", "People", "as of 2026-11-23", "alice (hr)", "2 checks blocked"))
        yield self.filter_line
        with Horizontal():
            yield self.table
            yield self.detail
        yield MessageLine()
        yield KeyBar()

    def on_mount(self) -> None:
        """Show everyone."""
        self.table.set_sort("name")
        self.narrow("")
        self.table.focus()

    def narrow(self, text: str) -> None:
        """Show the numbers that begin with the text."""
        self.table.set_ids(array("q", (i for i in self.all_ids if str(i).startswith(text))) if text else self.all_ids)
        if "!" in text:
            self.filter_line.show_fault("“!” is not understood; type a name.", text.index("!"))
        self.filter_line.show_note(f"{len(self.table.ids):,} of {len(self.all_ids):,} · by name")

    def show_row(self, number: int | None) -> None:
        """Show the row beside the list."""
        row = person(number) if number else None
        if row:
            facts = [Fact("Number", str(row.number)), Fact("Department", row.department), Fact("Title", row.title)]
            self.detail.show(row.name, [*facts, Fact("Pay", f"{row.pay.amount:,.2f}", Tone.STRONG, Align.RIGHT)])

    def on_filter_line_left(self) -> None:
        """Back into the list."""
        self.table.focus()

    def action_filter(self) -> None:
        """Type into the filter."""
        self.filter_line.focus()

    def action_hire(self) -> None:
        """Open the form."""
        self.push_screen(FormScreen("Hire a person", hire_fields(), save), self.take)

    def action_menu(self) -> None:
        """Open the menu."""
        items = [
            MenuItem("hire", "Hire", "Hire a person: name, job and pay from their first day.", "a"),
            MenuItem("pay", "Change pay", "A raise, or another basis or pay group, from a day on.", "P"),
            MenuItem("job", "Change job", "A new title, department, place, manager or hours from a day on.", "J"),
            MenuItem("terminate", "Terminate", "End the employment: last day and reason.", "T"),
        ]
        self.push_screen(Menu("Actions for Kim, Ann", items), self.take)

    def action_why(self) -> None:
        """Open the derivation of a figure."""
        self.push_screen(WhyTree(WHY), self.take)

    def action_confirm(self) -> None:
        """Ask for a word."""
        details = ["Last day 2026-12-04, reason resignation.", "Two changes after that day are taken back."]
        self.push_screen(
            Confirm("End the employment of 1042 Kim, Ann?", details, word="1042", title="Terminate"), self.take
        )

    def take(self, result: object) -> None:
        """Say what a dialog returned."""
        self.result = result
        self.query_one(MessageLine).show(f"Returned {result!r}")


if __name__ == "__main__":
    WidgetsDemo(int(sys.argv[1]) if len(sys.argv) > 1 else 1000).run()
