"""Home: what needs attention, where to go, how many people there are, and who was opened lately."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from hrtui import commands
from hrtui.access.rules import may
from hrtui.errors import HrError
from hrtui.value import frozen
from screens.base import HrScreen
from screens.frames import frames
from screens.keys import bindings, key_label, keys_of
from screens.text import Align, fit, shown, width_of, wrapped
from screens.widgets.charts import bars, sparkline
from screens.widgets.lines import Span
from screens.widgets.page import Page

if TYPE_CHECKING:
    from hrtui.attention.model import Notice
    from hrtui.context import Context
    from hrtui.people.movement import Movement
    from hrtui.people.summary import PersonSummary

TWO_COLUMNS = 76
ROOMY = 70  # cells, from which on names stand in full
GAP = 3
NUMBERED = 9
DEPARTMENTS = 8
FILLING = ("people.import", "people.hire")
"""What a company without people begins with."""
LATER = 0.05

Line = list[Span]
Links = dict[tuple[int, range], str]


@frozen
class Overview:
    """What the home screen shows: numbers first, then what needs attention (None until that is read)."""

    notices: tuple[Notice, ...] | None = None
    numbers: Sequence[tuple[str, int]] = ()
    movement: Movement | None = None
    departments: Sequence[tuple[str, int]] = ()
    recent: tuple[PersonSummary, ...] = ()
    is_empty: bool = False


@dataclass(slots=True)
class Block:
    """Lines under a heading, and which of them lead somewhere."""

    lines: list[Line] = field(default_factory=list)
    links: Links = field(default_factory=dict)

    def head(self, title: str) -> None:
        """A heading, after a blank line."""
        self.lines += [[], [(title, "line--strong")]]

    def say(self, *spans: Span) -> None:
        """A line that leads nowhere."""
        self.lines.append(list(spans))

    def link(self, address: str, *spans: Span) -> None:
        """A line that leads to an address; the cursor covers its text."""
        if address:
            self.links[len(self.lines), range(0, sum(width_of(text) for text, _ in spans))] = address
        self.lines.append(list(spans))


def load(ctx: Context, recent: Sequence[str]) -> Overview:
    """The numbers of home and who was opened lately; what the actor may not see is left empty."""
    from hrtui.people import service as people

    if not may(ctx.actor, "people.read"):
        return Overview()
    counted = people.headcount(ctx)
    numbers = [
        ("Active", counted["active"]),
        ("On leave", counted["leave"]),
        ("Starting", counted["starting"]),
    ]
    return Overview(
        None,
        numbers,
        None,
        _largest(counted["departments"]),
        _people(ctx, recent),
        not people.directory_count(ctx),
    )


def attend(ctx: Context) -> tuple[Notice, ...]:
    """What needs attention."""
    from hrtui.attention import service as attention

    return attention.notices(ctx)


def moved(ctx: Context) -> Movement | None:
    """Joiners, leavers and headcount by month, where the actor may see people."""
    from hrtui.people import movement

    return movement.moved(ctx) if may(ctx.actor, "people.read") else None


def _largest(departments: Mapping[str, int]) -> list[tuple[str, int]]:
    """The largest departments, and the others together."""
    ranked = sorted(departments.items(), key=lambda item: -item[1])
    rest = ranked[DEPARTMENTS:]
    return ranked[:DEPARTMENTS] + ([(f"{len(rest)} others", sum(count for _, count in rest))] if rest else [])


def _people(ctx: Context, recent: Sequence[str]) -> tuple[PersonSummary, ...]:
    from hrtui.people import service as people

    if not recent:
        return ()
    ids = people.directory_ids(ctx, f"number:{','.join(recent)}", limit=len(recent))
    found = {person.number: person for person in people.directory_page(ctx, ids) if person is not None}
    return tuple(found[number] for number in recent if number in found)


class HomeScreen(HrScreen):
    """The first screen; painted at once, its numbers when they are read."""

    NAME = "home"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(item for item in bindings("home") if not (isinstance(item, Binding) and item.id == "home.jump")),
        *(Binding(str(number), f"jump({number})", show=False) for number in range(1, 10)),
    ]

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        self.page = Page()
        self.overview: Overview | None = None
        self._lately: tuple[str, ...] = ()
        self._numbered: list[str] = []
        self._is_reading = False
        self._again = False

    def body(self) -> Iterable[Widget]:
        """One page."""
        yield self.page

    def begin(self) -> None:
        """Show the areas at once, and the numbers when the keys typed by then are answered."""
        self.lay_out()
        self.set_timer(LATER, self._read)

    def _read(self) -> None:
        if self.app.screen is not self:
            self.stale()
            return
        if self._is_reading:
            self._again = True
            return
        self._is_reading = True
        ctx, recent = self.ctx, tuple(self.shell.recent)
        self._lately = recent
        self.work_on(lambda: load(ctx, recent), self._loaded, self._gave_up)

    def arrive(self) -> None:
        """Read anew where someone else was opened meanwhile."""
        if self.overview is not None and self._lately != tuple(self.shell.recent):
            self._seen = -1
        super().arrive()

    def _loaded(self, overview: Overview) -> None:
        before = self.overview
        if before is not None:
            overview = replace(overview, notices=before.notices, movement=before.movement)
        self.overview = overview
        self.lay_out()
        ctx = self.ctx
        self.work_on(lambda: attend(ctx), self._attended, self._gave_up)

    def _attended(self, notices: tuple[Notice, ...]) -> None:
        self.overview = replace(self.overview or Overview(), notices=notices)
        warnings = sum(notice.warning for notice in notices)
        self.show_heading(f"{warnings} warning{'s' if warnings > 1 else ''}" if warnings else "")
        self.lay_out()
        ctx = self.ctx
        self.work_on(lambda: moved(ctx), self._counted, self._gave_up)

    def _counted(self, movement: Movement | None) -> None:
        self.overview = replace(self.overview or Overview(), movement=movement)
        self.lay_out()
        self._is_reading = False
        if self._again:
            self._again = False
            self._read()

    def _gave_up(self, error: HrError) -> None:
        self._is_reading = self._again = False
        self.say(error, error=True)

    def do_jump(self) -> None:
        """Go where the first line leads; the digits go to the others."""
        self.action_jump(1)

    def action_jump(self, number: int) -> None:
        """Go where the line of a number leads."""
        if number <= len(self._numbered):
            self.shell.go(self._numbered[number - 1])

    def on_resize(self) -> None:
        """Lay out anew for the width."""
        self.lay_out()

    def on_page_opened(self, event: Page.Opened) -> None:
        """Go where the line leads."""
        self.shell.go(event.address)

    def lay_out(self) -> None:
        """One column, or two where there is room."""
        if self.shell.opened is None:
            return
        width = self.size.width - 3
        if width < TWO_COLUMNS:
            left, right = self._left(width), self._right(width)
            self.page.show(left.lines + right.lines, left.links)
            return
        room = max(46, width * 11 // 20)
        left, right = self._left(room), self._right(width - room - GAP)
        self.page.show(beside(left.lines, right.lines, room), left.links)

    def _left(self, width: int) -> Block:
        block = Block()
        self._attention(block, width)
        self._areas(block, width)
        self._recent(block, width)
        return block

    def _attention(self, block: Block, width: int) -> None:
        block.head("Needs attention")
        self._numbered = []
        notices = self.overview.notices if self.overview is not None else None
        if notices is None:
            block.say((f"  Reading{frames().ellipsis}", "line--muted"))
            return
        for notice in notices:
            self._notice(block, notice, width)
        if not notices:
            lens = self.ctx.lens
            quiet = "Nothing needs you today." if lens is None else f"Attention is about today, not {lens}."
            block.say((f"  {quiet}", "line--muted"))

    def _notice(self, block: Block, notice: Notice, width: int) -> None:
        """A line with its number where it leads somewhere, cut or on a second line where it is long."""
        sign, tone = ("! ", "line--warn") if notice.warning else (f"{frames().dot} ", "")
        address = next((each for each in (self._better(notice.address), notice.address) if self._leads(each)), "")
        number = ""
        if address and len(self._numbered) < NUMBERED:
            self._numbered.append(address)
            number = str(len(self._numbered))
        first, *rest = wrapped(shown(notice.sentence), width - 4, 2)
        block.link(address, (fit(number, 2), "line--key"), (sign, tone), (first, tone))
        for piece in rest:
            block.say(("    " + piece, tone))

    def _better(self, address: str) -> str:
        """Where another screen shows with more what a line counted: its address, with the filter that leaves just that."""
        if address != "due scheduled":
            return ""
        from hrtui.people.scheduling import changes_until

        return f"future {changes_until(self.ctx.clock.today() + timedelta(days=self.ctx.config.home.ahead))}"

    def _leads(self, address: str) -> bool:
        return bool(address) and self.shell.leads(address)

    def _areas(self, block: Block, width: int) -> None:
        block.head("Go to")
        offered = [item for item in commands.on("global") if item.id.startswith("go.") and self.shell.offers(item.id)]
        if self.overview is not None and self.overview.is_empty:
            offered += [item for item in commands.ALL if item.id in FILLING and self.shell.leads(item.address)]
        offered = [command for command in offered if command.address != self.NAME]
        longest = max((width_of(command.label) for command in offered), default=0)
        room = longest if width >= ROOMY else min(longest, 15)
        for command in offered:
            key = " ".join(key_label(key) for key in keys_of(command)[:1]) if "global" in command.where else ""
            block.link(
                command.address,
                (fit(key, 5), "line--key"),
                (f"{fit(command.label, room)} ", ""),
                (fit(command.help, width - room - 6).rstrip(), "line--muted"),
            )

    def _recent(self, block: Block, width: int) -> None:
        if self.overview is None or not self.overview.recent:
            return
        block.head("Opened lately")
        for person in self.overview.recent:
            name = fit(shown(person.name), max(12, min(24, width // 2 - 2)))
            detail = fit(shown(f"{person.title}, {person.department}"), width - width_of(name) - 8).rstrip()
            block.link(
                f"emp {person.number}", (fit(person.number, 7), "line--key"), (name, ""), (" " + detail, "line--muted")
            )

    def _right(self, width: int) -> Block:
        block, overview = Block(), self.overview
        if overview is None or not overview.numbers:
            return block
        block.head("People")
        for label, count in overview.numbers:
            block.say((fit(label, 12), ""), (fit(f"{count:,}", 9, Align.RIGHT), "line--strong"))
        if overview.movement is not None:
            self._months(block, width, overview.movement)
        if overview.departments:
            block.head("By department")
            block.lines += bars([(name, count, f"{count:,}") for name, count in overview.departments], width)
        return block

    def _months(self, block: Block, width: int, movement: Movement) -> None:
        block.head("Twelve months")
        months, turn = movement.months, movement.turnover
        roomy = width >= 40
        wide = 2 if width >= 56 else 1
        heads, joined, left = (
            [getattr(month, name) for month in months] for name in ("closing", "joined", "left")
        )  # fmt: skip
        largest = max(1, *joined, *left)
        for label, pieces, said in (
            ("Headcount", sparkline(above(heads)), f"{heads[0]:,} to {heads[-1]:,}" if roomy else f"{heads[-1]:,}"),
            ("Joined", sparkline([*joined, largest])[:-1], f"{sum(joined):,}"),
            ("Left", sparkline([*left, largest])[:-1], f"{sum(left):,}"),
        ):
            line = "".join(sign * wide for sign in pieces)
            block.say((fit(label, 10), ""), (line, "line--key"), (f" {said}", "line--strong"))
        if turn.rate is not None:
            own = f", {turn.voluntary_rate} % voluntary" if turn.voluntary and roomy else ""
            block.say((fit("Turnover", 10), ""), (f"{turn.rate} %{own}", "line--strong"))
        block.say((f"{months[0].name} to {months[-1].name}", "line--muted"))


def above(counts: Sequence[int]) -> list[int]:
    """Counts as they rise above a base as far below the lowest as the highest is above it, so that a trend is seen."""
    low, high = min(counts), max(counts)
    base = max(0, low - max(1, high - low))
    return [count - base for count in counts]


def beside(left: Sequence[Line], right: Sequence[Line], width: int) -> list[Line]:
    """Two columns of lines as one, the right ones from `width` on."""
    out: list[Line] = []
    for index in range(max(len(left), len(right))):
        line = list(left[index]) if index < len(left) else []
        if index < len(right) and right[index]:
            pad = width + GAP - sum(width_of(text) for text, _ in line)
            line += [(" " * pad, ""), *right[index]]
        out.append(line)
    return out
