"""The palette: type a few letters of a command, an address or a person, and go there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import ModalScreen
from textual.strip import Strip

from hrtui import commands
from hrtui.context import Context
from hrtui.errors import HrError
from hrtui.query.rules import split_pipe
from hrtui.text import clean, fold
from screens.frames import frames
from screens.keys import key_label, keys_of
from screens.places import Place, names
from screens.text import fit, shown, width_of
from screens.widgets.lines import LineWidget, Span
from screens.work import Job

LIMIT = 12
PEOPLE_FROM = 2
Offers = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the palette: what it is, what it does, its keys, and the command it runs or the address it goes to.

    An `unfinished` address needs more words; choosing it types it.
    """

    label: str
    detail: str = ""
    keys: str = ""
    command: str = ""
    address: str = ""
    unfinished: bool = False


People = Callable[[str], Sequence[Entry]]


def entries(
    places: Mapping[str, Place],
    screen: str,
    here: Offers,
    everywhere: Offers,
    leads: Offers = lambda _: True,
    part: str = "",
) -> list[Entry]:
    """The commands of this screen and the part of it that is shown, those that work everywhere, those of other screens that an address leads to, and
    addresses that have no command; of addresses those that lead somewhere."""
    known = [*commands.on(part), *commands.on(screen)] if screen else []
    local = [command for command in known if here(command.id)]
    general = [command for command in commands.on("global") if everywhere(command.id) and command.id != "app.palette"]
    found = [
        Entry(command.label, command.help, ", ".join(map(key_label, keys_of(command)[:2])), command=command.id)
        for command in (*local, *general)
    ]
    taken = {entry.command for entry in found}
    found += [
        Entry(command.label, command.help, address=command.address)
        for command in commands.ALL
        if command.address and command.id not in taken and "global" not in command.where and leads(command.address)
    ]
    named = {commands.named(entry.command).address for entry in found if entry.command}
    named |= {entry.address for entry in found}
    return found + [
        Entry(
            places[name].example or name,
            "An address; type it with words of your own." if places[name].example else "Go there.",
            address=name,
            unfinished=bool(places[name].example),
        )
        for name in names(places)
        if name in places and name not in named and leads(name)
    ]


def people(ctx: Context | None) -> People:
    """How people are found by number or name, a bounded number of them."""

    def find(text: str) -> Sequence[Entry]:
        from hrtui.people import service

        if ctx is None:
            return ()
        ctx.store.connect()
        ids, _ = service.directory_search(ctx, text, limit=LIMIT, budget=0.2)
        found = service.directory_page(ctx, ids[:LIMIT])
        return [
            Entry(
                f"{person.number} {person.name}", f"{person.title}, {person.department}", address=f"emp {person.number}"
            )
            for person in found
            if person is not None
        ]

    return find


def narrowed(all_entries: Sequence[Entry], text: str, known: Sequence[str]) -> list[Entry]:
    """The entries all words of the text appear in, those whose name begins with it first, then those whose name begins with its
    first word; an address as typed on top."""
    typed = clean(text)
    words = fold(typed).split()
    if not words:
        return list(all_entries)
    first = typed.partition(" ")[0]
    if first != "bulk" and split_pipe(typed)[1] is not None and "bulk" in known:
        return [Entry(typed, "Show what this would do; nothing is written yet.", address=f"bulk {typed}")]
    is_address = (" " in typed and first in known) or (typed.startswith("@") and len(typed) > 1)
    going = [Entry(f"Go to {typed}", address=typed)] if is_address else []
    ranked = sorted(
        (rank, index, entry) for index, entry in enumerate(all_entries) if (rank := _rank(entry, words)) is not None
    )
    return going + [entry for _, _, entry in ranked]


def _rank(entry: Entry, words: Sequence[str]) -> int | None:
    address = commands.named(entry.command).address if entry.command else entry.address
    label = fold(f"{entry.label} {address}")
    whole = f"{label} {fold(entry.detail)}"
    if not all(word in whole for word in words):
        return None
    starts = [any(part.startswith(word) for part in label.split()) for word in words]
    if label.startswith(words[0]):
        return 0 if label.startswith(" ".join(words)) else 1
    return 2 if all(starts) else 3 if all(word in label for word in words) else 4


class Finder(LineWidget, can_focus=True):
    """The palette's box, drawn by one widget: what was typed, and the entries that match."""

    BINDINGS = [
        Binding("escape", "close", show=False),
        Binding("enter", "choose", show=False),
        Binding("down,ctrl+n,tab", "step(1)", show=False),
        Binding("up,ctrl+p,shift+tab", "step(-1)", show=False),
        Binding("pagedown", "step(8)", show=False),
        Binding("pageup", "step(-8)", show=False),
        Binding("backspace", "erase(1)", show=False),
        Binding("ctrl+u", "erase(1000)", show=False),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"finder--cursor", "finder--caret", "finder--typed"}
    DEFAULT_CSS = """
    Finder { width: 84; max-width: 100%; height: 16; max-height: 100%; background: $surface; }
    Finder > .finder--typed { text-style: bold; }
    Finder > .finder--caret { text-style: reverse; }
    Finder > .finder--cursor { color: $block-cursor-foreground; background: $block-cursor-background; }
    """

    def __init__(self, all_entries: Sequence[Entry], known: Sequence[str]) -> None:
        super().__init__()
        self.text = ""
        self.at = 0
        self.people: Sequence[Entry] = ()
        self._all = all_entries
        self._known = known
        self.found: list[Entry] = list(all_entries)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Every printable key is typed."""
        return character is not None and character.isprintable()

    def on_key(self, event: events.Key) -> None:
        """Type a character."""
        if event.is_printable and event.character:
            event.stop()
            self.type(event.character)

    def on_paste(self, event: events.Paste) -> None:
        """Type what was pasted, its first line only."""
        event.stop()
        self.type(clean(event.text.splitlines()[0] if event.text else "", limit=200))

    def type(self, text: str) -> None:
        """Add to what is typed, and narrow."""
        self._narrow((self.text + text)[:200])

    def _narrow(self, text: str) -> None:
        self.text, self.at, self.people = text, 0, ()
        self.found = narrowed(self._all, text, self._known)
        self.refresh()
        palette = self.screen
        if isinstance(palette, Palette):
            palette.look_for(text)

    def show_people(self, found: Sequence[Entry]) -> None:
        """Show the people found after what is there; the cursor stays."""
        self.people = found
        self.found = [*narrowed(self._all, self.text, self._known), *found]
        self.refresh()

    def action_erase(self, count: int) -> None:
        """Take characters away from the end."""
        self._narrow(self.text[:-count])

    def action_step(self, by: int) -> None:
        """Move among the entries."""
        self.at = max(0, min(self.at + by, len(self.found) - 1))
        self.refresh()

    def action_choose(self) -> None:
        """Take the entry under the cursor."""
        if not self.found:
            return
        entry = self.found[self.at]
        if entry.unfinished:
            self._narrow(f"{entry.address} ")
        else:
            self.screen.dismiss(entry)

    def action_close(self) -> None:
        """Leave without choosing."""
        self.screen.dismiss(None)

    def render_line(self, y: int) -> Strip:
        """The frame, the line typed into, and the entries from the one that keeps the cursor in sight."""
        width, height, signs = self.size.width, self.size.height, frames()
        if y in (0, height - 1):
            left, right = (signs.top_left, signs.top_right) if y == 0 else (signs.bottom_left, signs.bottom_right)
            title = (
                " Go to or do "
                if y == 0
                else f" {len(self.found)} {signs.between} enter chooses {signs.between} esc closes "
            )
            line = f"{left}{signs.across}{title}".ljust(width - 1, signs.across) + right
            return self.strip([(line, "line--frame")], width)
        spans = self._typed_line() if y == 1 else self._entry_line(y - 2, height - 3, width - 4)
        inside = self.strip(spans, width - 4, self._base(y))
        edge = self.named_style("line--frame")
        return Strip.join([Strip([Segment(f"{signs.down} ", edge)]), inside, Strip([Segment(f" {signs.down}", edge)])])

    def _base(self, y: int) -> str:
        return "finder--cursor" if y >= 2 and self._index(y - 2, self.size.height - 3) == self.at and self.found else ""

    def _typed_line(self) -> list[Span]:
        hint = "" if self.text else " a command, an address such as “emp 1042”, or a name"
        return [("> ", "line--key"), (shown(self.text) + " " * (self.text[-1:] == " "), "finder--typed"),
                (" ", "finder--caret"), (hint, "line--muted")]  # fmt: skip

    def _index(self, row: int, rows: int) -> int:
        return row + max(0, min(self.at - rows + 3, len(self.found) - rows))

    def _entry_line(self, row: int, rows: int, width: int) -> list[Span]:
        index = self._index(row, rows)
        if index >= len(self.found):
            return [("Nothing is called that.", "line--muted")] if row == 0 and self.text else []
        entry = self.found[index]
        base = "finder--cursor" if index == self.at else ""
        widest = max(width_of(shown(each.label)) for each in self.found)
        label = fit(shown(entry.label), max(14, min(widest, width // 2)))
        keys = entry.keys
        detail = fit(shown(entry.detail), max(0, width - width_of(label) - width_of(keys) - 3))
        return [(label, base or "line--strong"), (f"  {detail} ", base or "line--muted"), (keys, base or "line--key")]


class Palette(ModalScreen[Entry | None]):
    """The palette over a screen; answers with the entry chosen."""

    DEFAULT_CSS = """
    Palette { align: center top; background: transparent; }
    Palette Finder { margin-top: 1; }
    """

    def __init__(
        self,
        all_entries: Sequence[Entry],
        find: People,
        run_job: Callable[[Job], None],
        crash: Callable[[Exception], None],
    ) -> None:
        super().__init__()
        self.finder = Finder(
            all_entries, [entry.address or commands.named(entry.command).address for entry in all_entries]
        )
        self._find, self._run_job, self._crash = find, run_job, crash
        self._wanted = ""

    def compose(self) -> ComposeResult:
        """The box."""
        yield self.finder

    def look_for(self, text: str) -> None:
        """Look for people on a thread; only the newest text is answered."""
        self._wanted = text.strip()
        if len(self._wanted) >= PEOPLE_FROM:
            self._run_job(lambda wanted=self._wanted: self._look(wanted))  # type: ignore[misc]  # mypy infers no default

    def _look(self, wanted: str) -> None:
        if wanted != self._wanted:
            return
        try:
            found = self._find(wanted)
        except HrError:
            return
        except Exception as error:  # noqa: BLE001 - a bug on a thread must end the program, not the thread
            self._crash(error)
            return
        self.call_later(self._found, wanted, found)

    def _found(self, wanted: str, found: Sequence[Entry]) -> None:
        if wanted == self._wanted and found:
            self.finder.show_people(found)
