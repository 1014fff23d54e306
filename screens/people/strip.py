"""The person under the cursor, told below the list: a list of full width scrolls by whole lines, which costs few bytes."""

from __future__ import annotations

from textual.strip import Strip

from hrtui.money import split
from hrtui.people.summary import PersonSummary
from screens.frames import frames
from screens.people.columns import terminated
from screens.text import fit, shown
from screens.widgets.lines import LineWidget, Span

LABELS = (0, 10, 8)
VALUES = (38, 24, 38)
WIDEST = 130
"""Cells of the three values of a line together, however much room there is: what belongs together stays near."""
NOBODY = ((("", ""),) * 3,) * 2


class PersonStrip(LineWidget):
    """Two lines of three facts each, every fact in a place of its own; what everyone's line of the list shows is left out."""

    DEFAULT_CSS = """
    PersonStrip { height: 3; width: 1fr; padding: 0 1; border-top: solid $panel; }
    """

    def __init__(self) -> None:
        super().__init__(id="person")
        self.told: tuple[tuple[tuple[str, str], ...], ...] = NOBODY

    def show(self, person: PersonSummary | None, titled: bool) -> None:
        """Show another person, or nobody, with the title where the list has no room for it (not `titled`); paints only the
        lines that differ."""
        before, self.told = self.told, _told(person, titled) if person else NOBODY
        self.refresh_rows_at(*(y for y, line in enumerate(self.told) if line != before[y]))

    def render_line(self, y: int) -> Strip:
        """One of the lines, its values cut where there is no room for them."""
        room = max(0, min(WIDEST, self.size.width - sum(LABELS)))
        spans: list[Span] = []
        for (label, value), labels, width in zip(self.told[y], LABELS, split(room, VALUES), strict=True):
            style = "line--strong" if y == 0 and not labels else ""
            spans += [(fit(label, labels), "line--muted"), (f"{fit(shown(value), width - 2)}  ", style)]
        return self.strip(spans, self.size.width)


def _told(person: PersonSummary, titled: bool) -> tuple[tuple[tuple[str, str], ...], ...]:
    """The facts of each line, as label and value."""
    what = f" {frames().between} ".join(filter(None, ("" if titled else person.title, person.employment_type)))
    left = ("Left", terminated(person)) if person.terminated else ("", "")
    return (
        (("", person.name), ("Manager", person.manager), ("E-mail", person.email)),
        (("", what), ("Location", person.location), left),
    )
