"""A screen whose frames are whole: what one key changed in several widgets is painted together."""

from __future__ import annotations

from textual.screen import Screen
from textual.widget import Widget


class WholeFrames(Screen[None], inherit_bindings=False):
    """A screen that paints with the widgets that told so also those that are about to.

    Each widget tells its screen a moment after it changed, and Textual paints as soon as the first has; the others would wait for the
    next frame, one to two ticks later, and a line that comes or goes, such as the message, for the one after it. It stands on
    Textual's private `_on_timer_update`, hence the pinned minor version.
    """

    def _on_timer_update(self) -> None:
        """Paint what changed."""
        widgets = list(self._nodes)
        while widgets:
            widget = widgets.pop()
            widgets += widget._nodes
            if widget._layout_required:
                self._make_room(widget)
            if widget._repaint_required and widget.display:
                widget._repaint_required = False
                self._dirty_widgets.add(widget)
        super()._on_timer_update()

    def _make_room(self, widget: Widget) -> None:
        """Lay out in this frame what a widget that takes more or less room moves, as Textual does for the next."""
        widget._layout_required = False
        self._layout_required = True
        for ancestor in widget.ancestors:
            if not isinstance(ancestor, Widget):
                return
            ancestor._clear_arrangement_cache()
            ancestor._layout_updates += 1
            if not ancestor.styles.auto_dimensions:
                return
