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

MOST_KEYS, GAP = 14, 2
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
        bound = self._bound_by_widgets() - {item.id for item in here}
        sections.append(
            ("Within the screen", [item for item in commands.ALL if item.id in bound and "global" not in item.where])
        )
        sections.append(("Everywhere", [item for item in commands.on("global") if self.everywhere(item.id)]))
        for title, listed in sections:
            if listed:
                lines += [[(title, "line--strong")], *self._section(listed, width), []]
        return [*lines, [("Each command is in the palette too, and most on the command line.", "line--muted")]]

    def _bound_by_widgets(self) -> set[str]:
        """The commands that lists and other parts of the screen have keys for."""
        parts = self.about.walk_children(with_self=False)
        return {binding.id for part in parts for _, binding in part._bindings if binding.id is not None}

    def _section(self, listed: Sequence[commands.Command], width: int) -> Iterable[Line]:
        keys = [_keys(command) for command in listed]
        first = min(MOST_KEYS, max(map(width_of, keys))) + GAP
        second = max(width_of(command.label) for command in listed) + GAP
        room = max(20, width - first - second - 1)
        for command, key in zip(listed, keys, strict=True):
            texts = wrapped(command.help + (f" Shell: {command.shell}" if command.shell else ""), room, 4)
            yield [
                (f" {fit(fit(key, first - GAP), first)}", "line--key"),
                (fit(command.label, second), ""),
                (texts[0], "line--muted"),
            ]
            for text in texts[1:]:
                yield [(" " * (first + second + 1), ""), (text, "line--muted")]


def _keys(command: commands.Command) -> str:
    """The keys of a command: `j, down`, a row of digits as `1 to 9`, and where there are none that the palette has it."""
    labels = [key_label(key) for key in keys_of(command)]
    if len(labels) > 2 and all(label.isdigit() for label in labels):
        return f"{labels[0]} to {labels[-1]}"
    return ", ".join(labels) or "(palette)"
