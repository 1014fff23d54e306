"""What Textual offers and hrtui does not: writing files, opening URLs, stopping the process, the user's clipboard."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NoReturn

from rich.text import Text
from textual.filter import LineFilter

from hrtui import crashlog
from hrtui.text import clean
from screens.guard import Guard
from screens.output import DiffOutput
from screens.typeahead import TypeAhead

CRASHED = "hrtui stopped because of an internal error; nothing was saved after your last confirmation. Reference {}."


class Refused(RuntimeError):
    """A feature of the toolkit that hrtui keeps closed was called."""


def _refuse(*_args: Any, **_kwargs: Any) -> NoReturn:
    raise Refused("hrtui writes no files, opens no addresses and starts no programs from its screens")


class Closed(TypeAhead, DiffOutput):
    """The App with those features closed, every painted line guarded, and crashes told without a single value."""

    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    open_url = deliver_text = deliver_binary = deliver_screenshot = save_screenshot = suspend = _refuse

    def __init__(self) -> None:
        super().__init__()
        self._guard = Guard()
        self._disable_tooltips = self._disable_notifications = True

    def get_line_filters(self) -> Sequence[LineFilter]:
        """The filters of the theme, and the guard as the last."""
        return [*super().get_line_filters(), self._guard]

    def action_suspend_process(self) -> None:
        """Refused, with the terminal's bell."""
        self.bell()

    def action_screenshot(self, filename: str | None = None, path: str | None = None) -> None:
        """Refused, with the terminal's bell."""
        self.bell()

    def action_change_theme(self) -> None:
        """Refused, with the terminal's bell: themes are stepped through by a command."""
        self.bell()

    def copy_to_clipboard(self, text: str) -> None:
        """Refused, with the terminal's bell: what is on the screen stays there."""
        self.bell()

    def say(self, sentence: object, *, error: bool = False) -> None:
        """Show a sentence on the current screen."""
        raise NotImplementedError

    def notify(self, message: str, **_others: Any) -> None:
        """Show a message where hrtui shows messages, as plain text."""
        self.say(clean(message), error=_others.get("severity") == "error")

    def instant(self) -> str:
        """The instant for the log, where a clock is known."""
        return ""

    def _handle_exception(self, error: Exception) -> None:
        """End with a reference; where it happened goes to the log, values go nowhere."""
        self._return_code = crashlog.BUG
        self._close_messages_no_wait()
        if self._exception is None:
            self._exception = error
            self._exit_renderables.append(Text(CRASHED.format(crashlog.record(error, self.instant()))))
            self._exception_event.set()
