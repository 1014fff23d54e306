"""A sheet of cards, each a few lines about one thing, with a cursor that says which one is meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import BindingType
from textual.message import Message

from hrtui import commands
from screens.base import HrScreen, permitted
from screens.frames import frames
from screens.keys import bindings
from screens.widgets.lines import Span
from screens.widgets.sheet import READING, Item, Sheet

MARGIN = 2


@dataclass(frozen=True, slots=True)
class Card:
    """What is said of one thing; `key` tells it from the others, None for what cannot be chosen, such as a heading."""

    key: int | None
    items: tuple[Item, ...]


class Cards(Sheet):
    """Cards, scrolled so that the one under the cursor is seen; its subclasses name the part of a screen they are.

    Each command of the part runs `do_` and its last part here, which tells the screen by `Wanted`.
    """

    PART: ClassVar[str] = ""

    class Wanted(Message):
        """That a command of the part is to be done, to the card under the cursor where there is one."""

        def __init__(self, command: str, key: int | None) -> None:
            super().__init__()
            self.command = command
            self.key = key

    def __init__(self, *, label: int) -> None:
        super().__init__(label=label)
        self.cards: tuple[Card, ...] = ()
        self.at = 0
        self._starts: list[tuple[int, int]] = []
        self._for_width = 0

    @property
    def key(self) -> int | None:
        """The key of the card under the cursor; None where there is none."""
        return self.cards[self.at].key if self.at < len(self.cards) else None

    def show_cards(self, cards: Sequence[Card]) -> None:
        """Show other cards; the cursor stays in its place."""
        self.cards, self._lines = tuple(cards), None
        self.at = self._nearest(min(self.at, max(0, len(cards) - 1)))
        self._into_view()
        self.refresh()

    def want(self, command: str) -> None:
        """Tell the screen what is to be done."""
        self.post_message(self.Wanted(command, self.key))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether the actor's grants permit a command of the part."""
        name = str(parameters[0]) if parameters else ""
        if action != "command" or not name.startswith(f"{self.PART}."):
            return True
        return isinstance(self.screen, HrScreen) and permitted(self.screen.shell.opened, commands.named(name))

    def do_down(self) -> None:
        """To the next card, or a line down."""
        self._step(1)

    def do_up(self) -> None:
        """To the card before, or a line up."""
        self._step(-1)

    def do_first(self) -> None:
        """To the first card."""
        self._go(self._nearest(0))
        self._scroll(-self.top)

    def do_last(self) -> None:
        """To the last card."""
        self._go(self._nearest(len(self.cards) - 1))
        self._scroll(self._last_top())

    def _choosable(self) -> list[int]:
        return [index for index, card in enumerate(self.cards) if card.key is not None]

    def _nearest(self, index: int) -> int:
        return min(self._choosable(), key=lambda each: abs(each - index), default=0)

    def _step(self, by: int) -> None:
        places = self._choosable()
        ahead = [index for index in places if (index > self.at if by > 0 else index < self.at)]
        if ahead:
            self._go(ahead[0] if by > 0 else ahead[-1])
        else:
            self._scroll(by)

    def _go(self, index: int) -> None:
        if index != self.at:
            self.at, self._lines = index, None
            self._into_view()
            self.refresh()

    def _into_view(self) -> None:
        self._laid_out()
        start, end = self._starts[self.at] if self.at < len(self._starts) else (0, 0)
        height = max(1, self.size.height)
        self.top = max(0, min(max(self.top, end - height), start, self._last_top()))

    def _laid_out(self) -> list[list[Span]]:
        if self._lines is None or self._for_width != self.size.width:
            self._for_width = self.size.width
            width = max(20, self.size.width - 1 - MARGIN)
            self._lines, self._starts = [], []
            for index, card in enumerate(self.cards):
                found = [line for item in card.items for line in self._fact_lines(item, width)]
                here = card.key is not None and index == self.at
                self._starts.append((len(self._lines), len(self._lines) + len(found)))
                self._lines += [self._marked(line, here and not at) for at, line in enumerate(found)]
        return self._lines

    def _marked(self, line: list[Span], here: bool) -> list[Span]:
        return [(f"{frames().cursor} " if here else " " * MARGIN, "line--key"), *line]


def part_bindings(part: str) -> list[BindingType]:
    """The keys that read a sheet, and those of a part's commands."""
    reading = [binding for binding in bindings("table") if getattr(binding, "id", "") in READING]
    return [*reading, *bindings(part)]
