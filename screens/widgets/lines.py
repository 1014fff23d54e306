"""Widgets of one or a few lines, each painted by itself: no child widgets, no layout, no recompose."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, Self

from rich.segment import Segment
from rich.style import Style
from textual.dom import DOMNode
from textual.geometry import Region, Size
from textual.reactive import Reactive
from textual.strip import Strip
from textual.widget import Widget

from hrtui import commands
from hrtui.value import frozen
from screens.frames import frames
from screens.keys import key_label
from screens.text import Tone, fit, painted, shown, width_of, wrapped

Span = tuple[str, str]


class LineWidget(Widget, can_focus=False):
    """A widget painted line by line in the styles of its tones; parts are `(text, component name)`."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "line--muted", "line--strong", "line--good", "line--warn", "line--bad", "line--key", "line--frame",
    }  # fmt: skip
    DEFAULT_CSS = """
    LineWidget > .line--muted { color: $text-muted; }
    LineWidget > .line--strong { text-style: bold; }
    LineWidget > .line--good { color: $text-success; }
    LineWidget > .line--warn { color: $text-warning; }
    LineWidget > .line--bad { color: $text-error; text-style: bold; }
    LineWidget > .line--key { color: $text-primary; text-style: bold; }
    LineWidget > .line--frame { color: $primary; }
    """
    ALLOW_SELECT = False
    virtual_size: Reactive[Size] = Reactive(Size(0, 0))  # Textual's lays the whole screen out where a height changes

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._styles_by_name: dict[str, Style] = {}

    @classmethod
    def _get_component_classes(cls) -> frozenset[str]:  # type: ignore[override]  # Textual's keeps its answers
        """None that Textual has to style with the widget: it would make a node for each, and few are ever painted."""
        return frozenset()

    def notify_style_update(self) -> None:
        """Forget the styles of the theme before."""
        super().notify_style_update()
        self._component_styles.clear()
        self._styles_by_name.clear()

    def named_style(self, name: str) -> Style:
        """The style of a component, such as `line--muted`; of the widget itself where the name is empty."""
        style = self._styles_by_name.get(name)
        if style is None:
            style = self._component_style(name) if name else self.rich_style
            self._styles_by_name[name] = style
        return style

    def _component_style(self, name: str) -> Style:
        """The style of a component, found when it is first painted; raise KeyError where the widget declares none such."""
        if name not in self._component_styles:
            if name not in super()._get_component_classes():
                raise KeyError(name)
            node = DOMNode(classes=name)
            node._attach(self)
            self.app.stylesheet.apply(node)
            self._component_styles[name] = node.styles
        return self.get_component_rich_style(name)

    def tone_style(self, tone: str) -> Style:
        """The style of a tone."""
        return self.named_style(f"line--{tone}" if tone else "")

    def strip(self, spans: Iterable[Span], width: int, base: str = "") -> Strip:
        """One painted line, exactly `width` cells wide, of `(text, component name)` spans."""
        segments: list[Segment] = []
        left = width
        for part, name in spans:
            text = painted(part)
            cells = width_of(text)
            if cells > left:
                text, cells = fit(text, left), left
            if text:
                segments.append(Segment(text, self.named_style(name or base)))
            left -= cells
        if left:
            segments.append(Segment(" " * left, self.named_style(base)))
        return Strip(segments, width)

    def refresh_rows_at(self, *ys: int) -> None:
        """Paint these lines of the widget anew, nothing else."""
        width, height = self.size
        self.refresh(*(Region(0, y, width, 1) for y in ys if 0 <= y < height))


class KeptLines(LineWidget, can_focus=False):
    """A widget without border and padding that keeps its painted lines itself.

    What the filters make of a line stays with it, also when it moves; Textual keeps lines by their place alone.
    """

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a region of the widget."""
        background, filters = self.background_colors[1], self.get_line_filters()
        lines = []
        for y in crop.line_range:
            line = self.render_line(y)
            for each in filters:
                line = line.apply_filter(each, background)
            lines.append(line)
        left, right = crop.column_span
        return lines if (left, right) == (0, self.size.width) else [line.crop(left, right) for line in lines]


class PaintedOnce(KeptLines, can_focus=False):
    """A widget whose finished lines stay until they are refreshed: what changes below or above them makes none of them again."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._finished: dict[int, Strip] = {}

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Forget the lines that are to be painted anew: those of some regions, else all."""
        if regions:
            for y in {y for region in regions for y in region.line_range}:
                self._finished.pop(y, None)
        else:
            self._finished.clear()
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a region of the widget."""
        width, ys = self.size.width, crop.line_range
        new = [y for y in ys if y not in self._finished]
        if new:
            made = super().render_lines(Region(0, new[0], width, new[-1] - new[0] + 1))
            self._finished.update(enumerate(made, new[0]))
        left, right = crop.column_span
        lines = [self._finished[y] for y in ys]
        return lines if (left, right) == (0, width) else [line.crop(left, right) for line in lines]


def joined(spans: Iterable[tuple[str, Style]], width: int, pad: Style) -> Strip:
    """A painted line of `width` cells; neighbours of one style become one segment."""
    merged: list[tuple[str, Style]] = []
    for text, style in spans:
        if merged and merged[-1][1] is style:
            merged[-1] = (merged[-1][0] + text, style)
        else:
            merged.append((text, style))
    return Strip([Segment(text, style) for text, style in merged]).adjust_cell_length(width, pad)


def thumb(height: int, count: int, top: int) -> range | None:
    """The lines of a scroll bar that its thumb covers, or None where everything fits."""
    if count <= height or height <= 0:
        return None
    size = max(1, height * height // count)
    start = round((height - size) * top / (count - height))
    return range(start, start + size)


class Line(LineWidget):
    """One line of text of a fixed size."""

    DEFAULT_CSS = """
    Line { height: 1; width: 1fr; padding: 0 1; }
    """

    def __init__(
        self, text: object = "", *, tone: Tone = Tone.PLAIN, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.text = shown(text)
        self.shorter: tuple[str, ...] = ()
        self.tone = tone

    def update(self, text: object, tone: Tone = Tone.PLAIN, shorter: Sequence[object] = ()) -> None:
        """Show another text, or the first of shorter ones that fits where it does not; paints only where it differs."""
        made = shown(text), tuple(shown(each) for each in shorter), tone
        if made != (self.text, self.shorter, self.tone):
            self.text, self.shorter, self.tone = made
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The text that fits, else the shortest cut to the width."""
        width, texts = self.size.width, (self.text, *self.shorter)
        text = next((each for each in texts if width_of(each) <= width), texts[-1])
        return self.strip([(text, f"line--{self.tone}" if self.tone else "")], width)


@frozen
class Heading:
    """What a screen's first line says; what stays longest when it is narrow is `lens` (that the day is another than today),
    then `attention`, which is shown with a sign."""

    company: str = ""
    area: str = ""
    as_of: str = ""
    user: str = ""
    attention: str = ""
    lens: str = ""


class HeaderLine(LineWidget):
    """The first line of every screen: company and area, as-of date, user and roles, what needs attention."""

    DEFAULT_CSS = """
    HeaderLine { height: 1; width: 1fr; background: $panel; padding: 0 1; }
    """

    def __init__(self, heading: Heading | None = None, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.heading = heading or Heading()

    def show(self, heading: Heading) -> None:
        """Show other values."""
        if heading != self.heading:
            self.heading = heading
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Company and area at the left, the rest at the right; where it is narrow the roles go first, then the company."""
        width, heading, between = self.size.width, self.heading, f" {frames().between} "
        area, user = shown(heading.area), shown(heading.user)
        company = shown(heading.company) + between if heading.company else ""
        room = width - width_of(area) - 2
        for lead, who in ((company, user), (company, user.partition(" (")[0]), ("", user.partition(" (")[0])):
            right = self._right(who, room, between)
            if self._fits(lead, who, room, between):
                break
        used = width_of(lead) + width_of(area) + sum(width_of(text) for text, _ in right)
        return self.strip([(lead, ""), (area, "line--strong"), (" " * max(1, width - used), ""), *right], width)

    def _offered(self, user: str) -> list[Span]:
        attention = f"! {shown(self.heading.attention)}" if self.heading.attention else ""
        lens = shown(self.heading.lens)
        day = "" if lens else shown(self.heading.as_of)
        offered = [(lens, "line--bad"), (attention, "line--warn"), (day, "line--muted"), (user, "line--muted")]
        return [(text, name) for text, name in offered if text]

    def _fits(self, lead: str, user: str, room: int, between: str) -> bool:
        offered = self._offered(user)
        cost = sum(width_of(text) for text, _ in offered) + width_of(between) * (len(offered) - 1)
        return width_of(lead) + cost <= room

    def _right(self, user: str, room: int, between: str) -> list[Span]:
        spans: list[Span] = []
        for text, name in self._offered(user):
            cost = width_of(text) + (width_of(between) if spans else 0)
            if cost <= room:
                spans += [(between, "line--muted"), (text, name)] if spans else [(text, name)]
                room -= cost
        return spans


class KeyLine(LineWidget):
    """Keys and what they do, in one line cut at a whole key."""

    DEFAULT_CSS = """
    KeyLine { height: 1; width: 1fr; dock: bottom; background: $panel; }
    """

    stays = ""

    def __init__(self, keys: Sequence[tuple[str, str]] = (), *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.shown_keys = tuple(keys)

    def show_keys(self, keys: Sequence[tuple[str, str]]) -> None:
        """Show these keys and labels; paints only where they differ."""
        if tuple(keys) != self.shown_keys:
            self.shown_keys = tuple(keys)
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """As many keys as fit whole; help and the way back stay, whatever their place."""
        width, spans = self.size.width, list[Span]()
        left = width - sum(_cost(pair) for pair in self.shown_keys if self._stays(pair))
        for pair in self.shown_keys:
            cost = 0 if self._stays(pair) else _cost(pair)
            if cost > left:
                left = 0
                continue
            spans += [(f" {pair[0]}", "line--key"), (f" {pair[1]} ", "")]
            left -= cost
        return self.strip(spans, width)

    def _stays(self, pair: tuple[str, str]) -> bool:
        return pair[1] == self.stays or pair[0] == key_label("escape")


def _cost(pair: tuple[str, str]) -> int:
    return width_of(pair[0]) + width_of(pair[1]) + 3


class KeyBar(KeyLine):
    """The footer: the keys valid at this moment, most useful first, help always among them."""

    stays = commands.named("app.help").label

    def on_mount(self) -> None:
        """Follow what is bound: with the focus, the screen and what its actions allow."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.update_keys())
        self.update_keys()

    def takes(self, command_id: str | None) -> bool:
        """Whether a key is to be shown; all are, unless a screen's own line knows better."""
        return True

    def named(self, command_id: str | None, label: str) -> str:
        """What a key is said to do; what its command is called, unless a screen's own line knows better."""
        return label

    def update_keys(self) -> None:
        """Take the keys from the active bindings, ranked as their commands declare."""
        ranked: list[tuple[int, str, str]] = []
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if binding.show and active.enabled and self.takes(binding.id):
                ranked.append((_rank(binding.id), binding.key, self.named(binding.id, binding.description)))
        ranked.sort(key=lambda item: item[0])
        self.show_keys([(key_label(key), label) for key, label in _once(ranked)])


def _rank(command_id: str | None) -> int:
    if command_id is None or command_id not in commands.ids():
        return 99
    return commands.named(command_id).footer or 99


def _once(ranked: Iterable[tuple[int, str, str]]) -> list[tuple[str, str]]:
    labels: dict[str, str] = {}
    for _, key, label in ranked:
        labels.setdefault(label, key)
    return [(key, label) for label, key in labels.items()]


class MessageLine(LineWidget):
    """What happened, or what went wrong: stays until the owner clears it at the next key; up to three lines, none when empty."""

    MOST = 3
    DEFAULT_CSS = """
    MessageLine { height: auto; max-height: 3; width: 1fr; padding: 0 1; background: $panel; display: none; }
    MessageLine.-error { background: $error-muted; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.text = ""
        self.is_error = False
        self._kept = False

    def keep_room(self) -> None:
        """Keep a line also while there is no message, so that nothing else has to move for one."""
        self._kept = self.display = True
        self.styles.min_height = 1

    def show(self, sentence: object, *, error: bool = False) -> None:
        """Show a sentence in place of the one before; an error bears the sign `!`."""
        before = self._height()
        self.text = shown(sentence)
        self.is_error = error
        self.set_class(error, "-error")
        self.display = self._kept or bool(self.text)
        self.refresh(layout=not self.size.width or self._height() != before)

    def clear(self) -> None:
        """Take the message away."""
        if self.text:
            self.show("")

    def fits(self, sentence: object, width: int) -> bool:
        """Whether all of a sentence can be shown on a screen of a width."""
        return len(wrapped(shown(sentence), max(1, width - 2), self.MOST + 1)) <= self.MOST

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the sentence needs, three at most."""
        return len(self._lines(width))

    def _height(self) -> int:
        """The lines that are taken now."""
        return max(int(self._kept), len(self._lines(self.size.width))) if self.display else 0

    def render_line(self, y: int) -> Strip:
        """One line of the sentence."""
        lines = self._lines(self.size.width)
        text = lines[y] if y < len(lines) else ""
        return self.strip([(text, "line--bad" if self.is_error else "")], self.size.width)

    def _lines(self, width: int) -> list[str]:
        return wrapped(f"! {self.text}" if self.is_error else self.text, max(1, width), self.MOST)
