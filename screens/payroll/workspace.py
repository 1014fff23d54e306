"""A run while it is worked on: everyone in it, what needs attention first, and the steps to where it is paid."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from textual import events
from textual.containers import Horizontal
from textual.widget import Widget

from hrtui.errors import HrError, RuleBroken
from hrtui.payroll.check.values import Blocker
from hrtui.payroll.model import Why
from hrtui.payroll.runs import service
from hrtui.payroll.runs.model import Run, RunKind, RunLine
from hrtui.payroll.runs.roster import Roster, compared, roster
from screens.base import HrScreen
from screens.frames import frames
from screens.payroll import runabout
from screens.payroll import runlisting as listing
from screens.payroll.roll import Roll
from screens.payroll.runacts import RunActs, RunFooter
from screens.payroll.runforms import ask_reason
from screens.payroll.runlisting import BLOCKED, DIRTY, OPEN_QUESTION
from screens.payroll.runrows import RunRows
from screens.text import Tone
from screens.verbs import open_menu
from screens.widgets.detail import Block, Detail
from screens.widgets.lines import Line, Span
from screens.widgets.progress import Progress, Work
from screens.widgets.table import VirtualTable

WIDE = 120
NOTHING_SAID: list[list[Span]] = [[] for _ in range(runabout.BRIEF)]
CALCULATING = "Calculating"
PAID_NO_MORE = "There is no check here: paid in the last run and not in this one. R opens the record, A accepts it."


class RunScreen(RunActs, HrScreen):
    """`run NUMBER`: the list, and what stands out about the person under the cursor, below it or beside it."""

    NAME = "run"
    DEFAULT_CSS = """
    RunScreen Horizontal { height: 1fr; }
    RunScreen Detail { display: none; width: 42; border-left: solid $panel; }
    RunScreen.-wide Detail { display: block; }
    RunScreen.-wide #brief { display: none; }
    RunScreen #brief { background: $panel; }
    """

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        self.keybar = RunFooter()
        self.line = Line(tone=Tone.STRONG)
        self.progress = Progress()
        self.rows = RunRows(self)
        self.side = Detail()
        self.brief = Block(NOTHING_SAID, id="brief")
        self._work: Work | None = None
        self._compared: Roster | None = None

    def body(self) -> Iterable[Widget]:
        """Which run, how far it is calculated; the list, and what stands out."""
        yield self.line
        yield self.progress
        with Horizontal():
            yield self.rows
            yield self.side
        yield self.brief

    def on_mount(self) -> None:
        """The list has the keys."""
        self.rows.table.focus()

    def on_unmount(self) -> None:
        """Stop calculating for nobody."""
        if self._work is not None:
            self._work.stop()

    def on_resize(self, event: events.Resize) -> None:
        """Show the pane where there is room."""
        self.set_class(event.size.width >= WIDE, "-wide")

    # -- reading

    def run_line(self) -> RunLine | None:
        """The run with its totals."""
        return self.rows.roster.line if self.rows.roster is not None else None

    def person_here(self) -> tuple[str, str]:
        """Number and name of the person under the cursor."""
        row = self.rows.row
        return (row.row.number, row.row.name) if row is not None else ("", "")

    def arrive(self) -> None:
        """Read the run anew where anything was written since it was read, by whomever."""
        found = self.rows.roster
        if found is not None and self.shell.opened is not None and service.newest(self.ctx) != found.command:
            self.stale()
        super().arrive()

    def begin(self) -> None:
        """Read the run and everyone in it."""
        number = self.argument.strip()
        is_first = self.rows.roster is None
        if is_first:
            self.rows.table.show_loading("Reading")
        self.work_on(lambda: self._read(number), self._show, self._refused, hold=is_first)

    def _read(self, number: str) -> Roster:
        if not number:
            raise RuleBroken("Which run? Type run and its number, or choose one of the list: type runs.")
        return roster(self.ctx, number)

    def _refused(self, error: HrError) -> None:
        self.say(error, error=True)
        if self.rows.roster is None:
            self.rows.table.set_empty(str(error), "esc goes back; runs lists the runs of the year.")

    def _show(self, found: Roster) -> None:
        """Show the run at once, with what is known of changes; what is not is found out on a thread."""
        before, ctx = self._compared, self.ctx
        self._show_roster(found.beside(before.differences) if before is not None else found)
        if found.line.run.generation:
            self.work_on(lambda: compared(ctx, found, before), self._show_compared)

    def _show_compared(self, found: Roster) -> None:
        """Show what changed against the last checks, where the run is still as it was compared."""
        shown = self.rows.roster
        if shown is not None and shown.paid == found.paid:
            is_first, self._compared = self._compared is None and self.rows.table.cursor == 0, found
            self._show_roster(found)
            if is_first:
                self.rows.table.go(0)

    def _show_roster(self, found: Roster) -> None:
        run, totals = found.line.run, found.line.totals
        kind = [] if run.kind is RunKind.REGULAR else [run.kind.replace("_", " ")]
        net = [f"net {listing.money(totals.net, self.ctx.config.style)}"] if run.generation else []
        between = f" {frames().between} "
        parts = [run.number, run.state.replace("_", " "), *kind, *net]
        first, *shorter = (between.join([*parts, when]) for when in listing.dated(run, between))
        self.line.update(first, Tone.STRONG, [*shorter, between.join(parts)])
        self.show_heading(_attention(found))
        self.rows.show(found, *_nobody(found))
        self._about()

    # -- calculating

    def do_calculate(self) -> None:
        """Calculate everyone at first, then those whose facts changed; esc stops it and leaves what was."""
        self._calculate(everyone=False)

    def do_everyone(self) -> None:
        """Calculate everyone again, whatever changed."""
        self._calculate(everyone=True)

    def _calculate(self, everyone: bool) -> None:
        line = self.run_line()
        if line is None or self._work is not None:
            return
        if not self.does_now("run.calculate"):
            self._refuse("calculated")
            return
        ctx, number = self.ctx, line.run.number
        work = self._work = Work(lambda done, total: self.call_later(self.progress.tell, done, total))
        self.progress.start(CALCULATING)
        self.work_on(
            lambda: service.calculate(ctx, number, everyone, work.progress, work.cancelled),
            partial(self._calculated, work, self.rows.roster),
            partial(self._not_calculated, work),
        )

    def _calculated(self, work: Work, before: Roster | None, made: Run) -> None:
        self._done(work)
        self.shell.changed()
        self.say(_told(before, made))

    def _not_calculated(self, work: Work, error: HrError) -> None:
        self._done(work)
        self.moved(error)

    def _done(self, work: Work) -> None:
        if self._work is work:
            self._work = None
            self.progress.stop()

    def do_back(self) -> bool:
        """Stop calculating, else show everyone, else leave."""
        if self._work is not None:
            self._work.stop()
            return True
        return self.rows.clear_filter()

    def offers(self, command_id: str) -> bool:
        """Whether the run's state allows it too."""
        return super().offers(command_id) and self.does_now(command_id)

    def _refuse(self, done: str) -> None:
        line = self.run_line()
        if line is not None:
            self.say(
                f"{line.run.number} is {line.run.state.replace('_', ' ')} and is not {done} any more; . shows what can be done."
            )

    def do_accept(self) -> None:
        """Accept the check under the cursor, or the marked ones, with a note."""
        if not self.does_now("run.accept"):
            self._refuse("accepted")
            return
        line, numbers = self.run_line(), self.rows.numbers_to_accept()
        if line is None or not numbers:
            self.say("Nothing here waits to be accepted; ? is its sign.")
            return
        ctx, number, several, events = self.ctx, line.run.number, len(numbers) > 1, len(line.run.events)
        whose = f"{len(numbers):,} checks" if several else f"the check of {numbers[0]}"
        intro = (f"Accepts {whose} as {'they stand' if several else 'it stands'}; a change takes that back.",)

        def then() -> None:
            self.shell.changed()
            self.rows.table.set_marks(())
            self.say(f"Accepted {whose}.")

        ask_reason(
            self,
            "Accept",
            intro,
            lambda note: service.accept(ctx, number, numbers, note, events=events),
            then,
            label="Why it is right",
        )

    def do_why(self) -> None:
        """Show where the net pay of the person under the cursor comes from."""
        line, (number, _), ctx = self.run_line(), self.person_here(), self.ctx
        if self._is_gone():
            self.say(PAID_NO_MORE)
        elif line is not None and number:
            run = line.run.number
            self.work_on(lambda: service.why(ctx, run, number, "net"), self._show_why, hold=True)

    def _show_why(self, tree: Why) -> None:
        from screens.widgets.why import WhyTree

        self.app.push_screen(WhyTree(tree))

    # -- the list

    def do_exceptions(self) -> None:
        """Show only those that stand out, or everyone again."""
        self.rows.turn_signs()

    def do_filter(self) -> None:
        """Type into the filter."""
        self.rows.filter.begin()

    def do_sort(self) -> None:
        """Choose the column to sort by; the same again turns the order round."""
        from screens.widgets.menu import Menu, MenuItem

        rows = self.rows

        def chosen(key: str | None) -> None:
            if key is not None:
                rows.sort(key, key == rows.sorted_by and not rows.descending, rows.person)

        turn = f"in use{', last first' if rows.descending else ''}; again turns it round"
        items = [MenuItem(key, label, turn if key == rows.sorted_by else "") for key, label in listing.SORTS.items()]
        self.app.push_screen(Menu("Sort by", items), chosen)

    def do_hours(self) -> None:
        """Key hours and one-time pay."""
        line = self.run_line()
        if line is None:
            return
        if self.does_now("run.hours"):
            self.shell.go(f"hours {line.run.number}")
        else:
            self._refuse("entered for")

    def do_record(self) -> None:
        """Open the record of the person under the cursor."""
        number, _ = self.person_here()
        if number:
            self.shell.go(f"emp {number}")

    def do_menu(self) -> None:
        """Offer what can be done here, as the run stands."""
        open_menu(self, self.argument or self.title_line)

    def on_run_rows_came(self) -> None:
        """Say what stands out about the person one has come to."""
        self._about()

    def on_virtual_table_opened(self, event: VirtualTable.Opened) -> None:
        """Open the slip, with the list to walk through."""
        from screens.payroll.runslip import RunSlipScreen

        line, (number, _) = self.run_line(), self.person_here()
        if self._is_gone():
            self.say(PAID_NO_MORE)
        elif line is not None and number:
            people = self.rows.people_in_order()
            at = people.index(self.rows.person) if self.rows.person is not None else 0
            roll = Roll(people, at, self.rows.number_of, self.rows.go_to)
            self.app.push_screen(RunSlipScreen(f"{line.run.number} {number}", roll))

    def on_virtual_table_failed(self, event: VirtualTable.Failed) -> None:
        """Say why rows are missing."""
        self.say(event.error, error=True)

    def _is_gone(self) -> bool:
        """Whether who is under the cursor has no check in the run."""
        head = self.rows.head
        return head is not None and not head.id

    def _about(self) -> None:
        row, line = self.rows.row, self.run_line()
        if row is None or line is None:
            self.side.show("", [])
            self.brief.show(NOTHING_SAID)
            return
        style, problems = self.ctx.config.style, tuple[Blocker, ...]()
        if row.signs and row.row.head.id:
            kept = service.slips_of(self.ctx, line.run, [row.row.head.person])
            problems = (
                kept[0].problems if kept else ()
            )  # none is kept of what was calculated anew meanwhile: it is read soon
        self.side.show(f"{row.row.name} {row.row.number}", runabout.facts(row, problems, style))
        self.brief.show(runabout.brief(row, problems, style, self.brief.size.width or self.size.width - 2))


def _told(before: Roster | None, made: Run) -> str:
    """Who was calculated."""
    if before is None or before.line.run.generation != made.generation:
        return "Calculated everyone."
    dirty = len(before.dirty)
    return (
        f"Calculated {dirty:,} {'person' if dirty == 1 else 'people'}."
        if dirty
        else "Nobody was dirty; nothing changed."
    )


def _attention(found: Roster) -> str:
    names = {BLOCKED: "blocked", DIRTY: "dirty", OPEN_QUESTION: "to accept"}
    told = [f"{count:,} {names[sign]}" for sign, count in listing.counts(found).items() if count]
    gone = len(found.heads) - len(found.paid)
    return ", ".join([*told, *([f"{gone:,} paid no more"] if gone else [])])


def _nobody(found: Roster) -> tuple[str, ...]:
    if not found.line.run.generation:
        return ("Nothing is calculated yet.", "r calculates everyone; i keys hours and one-time pay first.")
    if found.line.run.kind is RunKind.FINAL:
        return (
            f"Nobody of this pay group leaves by {found.line.run.ends} whose days are not paid already.",
            "i keys pay for it; . shows what else can be done.",
        )
    return ("Nobody is paid in this run.", "i keys pay for it; . shows what else can be done.")
