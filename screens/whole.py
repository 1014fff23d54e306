"""A screen whose frames are whole: what one key changed in several widgets is painted together."""

from __future__ import annotations

from textual.screen import Screen
from textual.widget import Widget


class WholeFrames(Screen[None], inherit_bindings=False):
    """A screen that paints with the widgets that told so also those that are about to.

    Each widget tells its screen a moment after it changed, and Textual paints as soon as the first has; the others would wait for the
    next frame, one to two ticks later. It stands on Textual's private `_on_timer_update`, hence the pinned minor version.
    """

    def _on_timer_update(self) -> None:
        """Paint what changed."""
        widgets = list(self._nodes)
        while widgets:
            widget = widgets.pop()
            widgets += widget._nodes
            if (
                isinstance(widget, Widget)
                and widget._repaint_required
                and not widget._layout_required
                and widget.display
            ):
                widget._repaint_required = False
                self._dirty_widgets.add(widget)
        super()._on_timer_update()
