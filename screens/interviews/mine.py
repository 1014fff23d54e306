"""One's own interviews: scorecards that are owed, then those to come, and what one is to find out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hrtui.interviews import feedback
from hrtui.interviews.asking import zone_of
from hrtui.interviews.feedback import Own
from hrtui.interviews.kits import Sheet
from hrtui.interviews.model import SPOKEN, Interview
from hrtui.recruiting import scoring
from screens.interviews import faces
from screens.listing import HeldList
from screens.text import Tone
from screens.widgets.columns import Column
from screens.widgets.lines import Span


class MyInterviewsScreen(HeldList[Own]):
    """`my-interviews [WORDS]`."""

    NAME = "my-interviews"
    HINT = "type / to filter: a candidate, a title"
    LINES = 2
    WATCHES = "recruiting"
    NO_MATCH = ("No interview matches.", "Esc shows all.")

    def columns(self) -> Iterable[Column[Own]]:
        """Whose and when, and what is owed."""
        return (
            Column("begins", "When", 20, text=_begins),
            Column("candidate", "Candidate", 16, grow=2),
            Column("owes", "", 34, grow=2, text=_stands, tone=lambda each: Tone.WARN if each.is_owed else Tone.PLAIN),
            Column("title", "For", 20, 2, grow=2),
            Column("application", "Application", 11, 3),
        )

    def key(self, row: Own, at: int) -> int:
        """Its place."""
        return at + 1

    def found_by(self, row: Own) -> Iterable[object]:
        """The candidate, what for, and the numbers."""
        return row.candidate, row.title, row.application, row.interview.number if row.interview else ""

    def note(self, shown: int) -> str:
        """How many there are, and how many scorecards are owed."""
        owed = sum(each.is_owed for each in self.held.values())
        return f"{shown:,} in all, {owed:,} owed"

    def load(self, hold: bool = False) -> None:
        """Read them."""
        ctx = self.ctx
        self.read(lambda: feedback.mine(ctx), self._show, hold=hold)

    def _show(self, found: Sequence[Own]) -> None:
        tied = (
            "No interview of yours is to come."
            if self.ctx.actor.person
            else "Your login is tied to no person of the company."
        )
        self.hold(found, tied, "You owe no scorecard.")
        owed = sum(each.is_owed for each in found)
        self.show_heading(f"{owed} owed" if owed else "")

    def about(self, row: Own) -> Iterable[Sequence[Span]]:
        """What for, and which keys help."""
        number = f"{row.interview.number} " if row.interview else ""
        yield [(f"{number}{row.candidate}", "line--strong"), (f"  {row.application}, {row.title}", "")]
        yield [
            (
                "e enters your scorecard; K shows what you are to find out; S shows the scorecards you may see",
                "line--muted",
            )
        ]

    def on_virtual_table_opened(self) -> None:
        """Enter the scorecard that is owed, else show what is to be found out."""
        row = self.at()
        if row is not None and row.is_owed:
            self.do_enter()
        else:
            self.do_kit()

    def do_enter(self) -> None:
        """Enter one's own scorecard."""
        from screens.recruiting.scoreforms import ask_scoring

        row, ctx = self.at(), self.ctx
        if row is not None:
            self.work_on(
                lambda: scoring.score_sheet(ctx, row.application), lambda sheet: ask_scoring(self, sheet), hold=True
            )

    def do_kit(self) -> None:
        """Show what one is to find out."""
        row = self.at()
        if row is not None and row.interview is not None:
            self.shell.go(f"kit {row.interview.number}")
        elif row is not None:
            self.say("This scorecard was asked for without an interview; e enters it.")

    def do_scores(self) -> None:
        """Show the scorecards that one may see."""
        row = self.at()
        if row is not None:
            self.shell.go(f"scores {row.application}")


def _begins(each: Own) -> str:
    held = each.interview
    return f"{faces.clock(held.begins, zone_of(held.zone)):%a %Y-%m-%d %H:%M}" if held is not None else ""


def _stands(each: Own) -> str:
    return each.owes or (SPOKEN[each.interview.state] if each.interview is not None else "")


def lines_of(held: Interview, sheets: Sequence[Sheet]) -> list[list[Span]]:
    """What each of a panel is to find out, one after another."""
    out: list[list[Span]] = []
    for each in sheets:
        own = " (a kit of their own)" if each.is_own else ""
        out += [[(f"{each.member.name}, {faces.plain(each.member.role)}{own}", "line--strong")]]
        out += [[(f"  {line}", "")] for line in each.text.splitlines() or ["nothing that the recruiting file says"]]
        out.append([])
    return out
