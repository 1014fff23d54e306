"""Every key of a screen, with a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from textual.widget import Widget

from hrtui import commands
from screens.base import HrScreen
from screens.keys import key_label, keys_of
from screens.text import fit, width_of, wrapped
from screens.widgets.lines import Span
from screens.widgets.page import Page

KEYS, LABEL, NARROW = 14, 16, 60
Line = Sequence[Span]


class HelpScreen(HrScreen):
    """The help of the screen it was opened from."""

    def __init__(self, about: HrScreen, everywhere: Callable[[str], bool]) -> None:
        super().__init__()
        self.about = about
        self.everywhere = everywhere
        self.page = Page()

    @property
    def title_line(self) -> str:
        """Which screen the help is of."""
        return f"Help: {self.about.title_line}"

    def body(self) -> Iterable[Widget]:
        """One page."""
        yield self.page

    def on_resize(self) -> None:
        """Wrap the sentences to the width."""
        self.page.show(self.text(self.size.width - 3))

    def text(self, width: int) -> list[Line]:
        """The keys of the screen, of lists where it has one, and those that work everywhere."""
        lines: list[Line] = []
        here = [command for command in commands.on(self.about.NAME) if self.about.offers(command.id)]
        sections = [(self.about.title_line, here)]
        sections += [(commands.SCREENS[name], list(commands.on(name))) for name in self.about.ALSO]
        sections.append(("Everywhere", [item for item in commands.on("global") if self.everywhere(item.id)]))
        for title, listed in sections:
            if listed:
                lines += [[(title, "line--strong")], *self._section(listed, width), []]
        return [*lines, [("Each command is in the palette too, and most on the command line.", "line--muted")]]

    def _section(self, listed: Iterable[commands.Command], width: int) -> Iterable[Line]:
        room = width - KEYS - LABEL - 4
        for command in listed:
            keys = ", ".join(key_label(key) for key in keys_of(command)) or "(palette)"
            head: list[Span] = [("  " + fit(keys, KEYS), "line--key"), (fit(command.label, LABEL), "")]
            if width < NARROW or width_of(keys) > KEYS:
                yield [("  " + keys, "line--key"), (f"  {command.label}", "")]
                head, room = [(" " * (KEYS + 2), ""), (" " * LABEL, "")], width - KEYS - LABEL - 4
            texts = wrapped(command.help + (f" Shell: {command.shell}" if command.shell else ""), max(20, room), 4)
            yield [*head, (texts[0], "line--muted")]
            for text in texts[1:]:
                yield [(" " * (KEYS + LABEL + 2), ""), (text, "line--muted")]
