"""One person's benefits: what they have on the day that is looked at and what it costs, and what they had before."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from textual.widget import Widget

from hrtui.benefits import service
from hrtui.benefits.book import Book
from hrtui.benefits.model import Beneficiaries, Dependent, Election, Price
from hrtui.benefits.planfile import book
from hrtui.benefits.plans import HEALTH
from hrtui.benefits.service import PersonBenefits
from hrtui.benefits.wording import TYPES, number
from hrtui.money import Money, format_money
from screens.base import HrScreen
from screens.benefits.choosing import BRIEF, named
from screens.frames import frames
from screens.text import Align, Tone, wrapped
from screens.widgets.columns import Column
from screens.widgets.detail import Block
from screens.widgets.lines import Line, Span
from screens.widgets.table import VirtualTable

EMPTY = ("Nothing is had on this day.", "a opens an enrolment event; tab shows what was had before.")
NO_HISTORY = ("There never was an election.", "a opens an enrolment event.")
ABOUT, LEAST, KEPT_FOR_THE_LIST = 2, 5, 15


@dataclass(frozen=True, slots=True)
class Shown:
    """An election in the list, with its price where it covers on the day that is looked at."""

    election: Election
    price: Price | None


class BenefitsScreen(HrScreen):
    """`benefits NUMBER`: today's elections with their cost; tab turns to every row there ever was, newest first."""

    NAME = "benefits"

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        columns: tuple[Column[Shown], ...] = (
            Column("from", "From", 10, text=lambda each: each.election.effective_from),
            Column("type", "Plan type", 16, grow=1, most=21, text=lambda each: TYPES[each.election.choice.type]),
            Column("choice", "Election", 16, grow=2, text=self._choice),
            Column("tier", "Covers", 12, 1, grow=1, text=self._covers),
            Column("state", "State", 10, 2, text=_state, tone=_tone),
            Column("person", "A check", 9, align=Align.RIGHT, text=lambda each: self._cents(each.price)),
            Column("employer", "Employer", 9, 3, align=Align.RIGHT, text=lambda each: self._cents(each.price, True)),
        )
        self.line, self.sum = Line(), Line()
        self.table: VirtualTable[Shown] = VirtualTable(columns, self._page, empty=("Reading",), id="benefits")
        self.detail = Block([[] for _ in range(LEAST)])
        self.found: PersonBenefits | None = None
        self.rows: list[Shown] = []
        self.before = False
        self._book: Book | None = None

    def body(self) -> Iterable[Widget]:
        """Whose, the elections, what a check takes, and who is covered and named."""
        yield self.line
        yield self.table
        yield self.sum
        yield self.detail

    def on_mount(self) -> None:
        """Begin in the list."""
        self.table.focus()

    def begin(self) -> None:
        """Read what the person has on the day that is looked at."""
        ctx, number = self.ctx, self.argument.strip()
        self.work_on(lambda: (service.benefits_of(ctx, number), book(ctx)), lambda made: self._show(*made), hold=True)

    def _show(self, found: PersonBenefits, plans: Book) -> None:
        self.found, self._book = found, plans
        self.shell.opened_person(found.number)
        self._list()

    def _list(self) -> None:
        found = self.found
        if found is None:
            return
        if self.before:
            newest = sorted(found.history, key=lambda row: (row.effective_from, row.key), reverse=True)
            self.rows = [Shown(row, None) for row in newest]
        else:
            self.rows = [Shown(each.election, each.price) for each in found.costs]
        self.table.set_empty(*(NO_HISTORY if self.before else EMPTY))
        self.table.refresh_rows()
        self.table.set_ids(array("q", range(len(self.rows))), None)
        between = f" {frames().between} "
        what = f"{len(self.rows)} rows, newest first" if self.before else f"on {found.on}"
        self.line.update(between.join([f"{found.number} {found.name}", what]), Tone.STRONG)
        self.show_heading("over time" if self.before else "")
        self._sum_up(found)
        self._show_detail()

    def _sum_up(self, found: PersonBenefits) -> None:
        if found.problems:
            self.sum.update(found.problems[0], Tone.BAD)
            return
        totals = found.totals
        said = [f"A check: {self._money(totals.person)}", f"employer {self._money(totals.employer)}"]
        if totals.imputed:
            said.append(f"imputed {self._money(totals.imputed)} a month")
        if totals.hidden:
            said.append("prices that follow pay are left out")
        self.sum.update(f" {frames().between} ".join(said), Tone.STRONG)

    def on_virtual_table_moved(self) -> None:
        """Say who is covered by the election under the cursor."""
        self._show_detail()

    def on_resize(self) -> None:
        """Say who is covered in as many lines as there is room for."""
        self._show_detail()

    def _show_detail(self) -> None:
        """The election under the cursor in lines of a fixed number, then what is known, wrapped as far as there is room."""
        width, room = self.size.width - 2, max(LEAST, self.size.height - KEPT_FOR_THE_LIST)
        at = self.table.current
        row = self.rows[at] if at is not None and at < len(self.rows) else None
        first = wrapped(self._about(row), width, ABOUT) if row is not None else []
        known = [line for text in self._known() for line in wrapped(text, width, room)] if self.found else []
        if len(known) > room - ABOUT:
            left = len(known) - (room - ABOUT) + 1
            known = [*known[: room - ABOUT - 1], f"{frames().ellipsis} {left} more lines; d shows all of it."]
        lines: list[list[Span]] = [[(line, "")] for line in [*first, "", ""][:ABOUT]]
        lines += [[(line, "line--muted")] for line in known]
        self.detail.show([*lines, *([] for _ in range(LEAST - len(lines)))])

    def _known(self) -> Iterable[str]:
        """What is known of the person, a sentence each: dependents, beneficiaries, tobacco, and what is not had and why."""
        found = self.found
        if found is None:
            return
        yield f"Dependents: {', '.join(_dependent(each) for each in found.dependents) or 'none on file'}"
        yield from (_beneficiaries(each) for each in found.beneficiaries)
        if found.standing.tobacco:
            yield "Uses tobacco."
        yield from (f"Not had, {plan}: {why}" for plan, why in found.why_not)

    def _about(self, row: Shown) -> str:
        election, found = row.election, self.found
        covered = [each.name for each in (found.dependents if found else ()) if each.slot in election.choice.covers]
        said = [f"Covers {', '.join(['the employee', *covered])}" if election.covers else _state(row).capitalize()]
        if election.covers and _state(row) != "active":
            said.append(_state(row))
        if election.event:
            said.append(f"event {election.event}")
        if row.price is not None and row.price.coverage:
            said.append(f"coverage {self._money(row.price.coverage)}")
        if election.stamp is not None:
            said.append(f"entered by {election.stamp.recorded_by}")
        return "; ".join(said) + "."

    def _page(self, ids: Sequence[int]) -> list[Shown | None]:
        return [self.rows[id_] if id_ < len(self.rows) else None for id_ in ids]

    def _choice(self, each: Shown) -> str:
        return named(each.election.choice, self._book) if self._book is not None else ""

    def _covers(self, each: Shown) -> str:
        choice = each.election.choice
        if choice.waived:
            return ""
        if choice.amount is not None:
            return format_money(choice.amount, self.ctx.config.style)
        if choice.percent is not None:
            return f"{number(choice.percent * 100)} %"
        if choice.type in HEALTH:
            return BRIEF[choice.tier]
        return self._money(each.price.coverage) if each.price is not None and each.price.coverage else ""

    def _cents(self, price: Price | None, employer: bool = False) -> str:
        if price is None:
            return ""
        return self._money(price.check_employer if employer else price.check_person)

    def _money(self, cents: int) -> str:
        return format_money(Money(cents), self.ctx.config.style)

    # -- keys

    def on_virtual_table_opened(self, event: VirtualTable.Opened) -> None:
        """Open the event the election came from."""
        row = self.rows[event.index]
        if row.election.event:
            self.shell.go(f"elect {row.election.event}")
        else:
            self.say("It came from no event.")

    def do_details(self) -> None:
        """Show all that is known of the person, a line each."""
        from screens.widgets.menu import Menu, MenuItem

        found = self.found
        if found is None:
            return
        items = [MenuItem("", each.name, _dependent(each).removeprefix(each.name).strip()) for each in found.dependents]
        items += [
            MenuItem(
                "", TYPES[each.type], f"{one.name} {one.share / 100:g} %{', contingent' if one.contingent else ''}"
            )
            for each in found.beneficiaries
            for one in each.people
        ]
        items += [MenuItem("", "Tobacco", "uses it")] if found.standing.tobacco else []
        items += [MenuItem("", plan, f"not had: {why}") for plan, why in found.why_not]
        if items:
            self.app.push_screen(Menu(f"Known of {found.name}", items), None)
        else:
            self.say("There are no dependents or beneficiaries, and every plan may be had.")

    def do_over_time(self) -> None:
        """Turn from what is had to what was had, and back."""
        self.before = not self.before
        self._list()

    def do_add(self) -> None:
        """Open an enrolment event of the person."""
        from screens.benefits.eventforms import ask_opening

        if self.found is not None:
            ask_opening(self, self.found.number, self.found.name)

    def do_simulate(self) -> None:
        """Simulate an event of the person."""
        from screens.benefits.eventforms import ask_simulating

        if self.found is not None:
            ask_simulating(self, self.found.number, self.found.name)

    def do_write(self) -> None:
        """Write or file a paper of the person."""
        from screens.benefits.papers import ask_paper

        if self.found is not None:
            ask_paper(self, self.found.number, self.found.name)

    def do_standing(self) -> None:
        """Change what benefits need to know of the person or a dependent."""
        from screens.benefits.personforms import ask_standing

        if self.found is not None:
            ask_standing(self, self.found)

    def do_beneficiaries(self) -> None:
        """Name who receives a life plan, a retirement plan or an HSA."""
        from screens.benefits.personforms import ask_beneficiaries

        if self.found is not None:
            ask_beneficiaries(self, self.found)

    def do_evidence(self) -> None:
        """Enter what was decided on evidence of insurability."""
        from screens.benefits.personforms import ask_evidence

        if self.found is not None:
            ask_evidence(self, self.found)

    def do_record(self) -> None:
        """Open the person's record."""
        self.shell.go(f"emp {self.argument.strip()}")


def _state(each: Shown) -> str:
    stamp = each.election.stamp
    if stamp is not None and stamp.superseded_at is not None:
        return "superseded"
    return each.election.state.value.replace("_", " ")


def _tone(each: Shown) -> Tone:
    return Tone.GOOD if _state(each) == "active" else Tone.MUTED


def _dependent(each: Dependent) -> str:
    born = f" {each.birth_date}" if each.birth_date else ""
    return f"{each.name} ({each.relation}{born}, {each.standing.verification.value})"


def _beneficiaries(each: Beneficiaries) -> str:
    first = [one for one in each.people if not one.contingent]
    then = [one for one in each.people if one.contingent]
    people = "; then ".join(
        ", ".join(f"{one.name} {one.share / 100:g} %" for one in some) for some in (first, then) if some
    )
    return f"Beneficiaries of {TYPES[each.type].lower()}: {people}"
