"""The terminal's input and its modes: a prompt Esc, and a terminal given back as it was found, whatever happens."""

from __future__ import annotations

import os
import re
import select
import signal
import struct
import termios
from codecs import getincrementaldecoder
from fcntl import ioctl
from types import FrameType
from typing import TYPE_CHECKING, Any

from textual._parser import ParseError
from textual._time import get_time
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.messages import ExitApp

from hrtui.terminal import RESTORE
from hrtui.text import spelled
from screens.pasting import Pastes

if TYPE_CHECKING:
    from textual.app import App

READ = 4096
PATIENCE = 0.5
ASK_MARGINS, MARGINS = "\x1b[?69$p", re.compile(r"\x1b\[\?69;[12]\$y")
"""Whether the terminal has left and right margins (DECRQM of DECLRMM), and what it answers where it does."""


class Driver(LinuxDriver):
    """Textual's driver for Linux, but sleeping until there is input, reporting clicks and the wheel only, and never
    stopping the process."""

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self.has_margins = False
        self._ahead = 0
        self._pastes = Pastes()
        self._wake = list(os.pipe())
        self._encoding = getattr(self._file, "encoding", None) or "utf-8"
        signal.signal(signal.SIGTSTP, signal.SIG_IGN)
        signal.signal(signal.SIGCONT, signal.SIG_DFL)

    @property
    def can_suspend(self) -> bool:
        """Never: a stopped program would keep its locks, and a shell of the service account would be left behind."""
        return False

    def start_application_mode(self) -> None:
        """Take the terminal, with what was typed ahead; a request to terminate gives it back first."""
        self._ahead = self._typed_ahead()
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual leaves its return type out
        signal.signal(signal.SIGTERM, self._terminate)
        signal.signal(signal.SIGINT, self._terminate)

    def write(self, data: str) -> None:
        """Write to the terminal, in the signs its encoding has."""
        super().write(spelled(data, self._encoding))

    def disable_input(self) -> None:
        """Wake the input thread, so that leaving does not wait for it."""
        if self._wake:
            os.write(self._wake[1], b".")
        super().disable_input()

    def stop_application_mode(self) -> None:
        """Give the terminal back as it was."""
        self.write("\x1b[0m")
        super().stop_application_mode()
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)

    def close(self) -> None:
        """Stop the output thread, give back what woke the input thread and let the process be stopped again."""
        super().close()
        while self._wake:
            os.close(self._wake.pop())
        signal.signal(signal.SIGTSTP, signal.SIG_DFL)

    def _request_terminal_sync_mode_support(self) -> None:
        """Ask what the terminal can do; Apple's, which would show the questions, is asked nothing."""
        super()._request_terminal_sync_mode_support()
        if os.environ.get("TERM_PROGRAM", "") != "Apple_Terminal":
            self.write(ASK_MARGINS)

    def _enable_mouse_support(self) -> None:
        """Ask for clicks and the wheel; motion would send bytes both ways for nothing."""
        if self._mouse:
            self.write("\x1b[?1000h\x1b[?1006h")

    def _disable_mouse_support(self) -> None:
        if self._mouse:
            self.write("\x1b[?1000l\x1b[?1006l")

    def _terminate(self, number: int, _frame: FrameType | None) -> None:
        """End by the signal once the terminal is given back; one that no longer reads is waited for a moment only."""
        signal.signal(signal.SIGALRM, lambda *_: self._end(number))
        signal.setitimer(signal.ITIMER_REAL, PATIENCE)
        self._loop.call_soon_threadsafe(self._restore_and_end, number)

    def _restore_and_end(self, number: int) -> None:
        """Let out what is still to be painted, then restore: nothing is painted on the shell's screen."""
        if self._writer_thread is not None:
            self._writer_thread.stop()
        if self._file is not None:
            os.write(self._file.fileno(), RESTORE)
        self._end(number)

    def _end(self, number: int) -> None:
        if self.attrs_before is not None:
            termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    def run_input_thread(self) -> None:
        """Wait for input and dispatch it; Textual looks for a lone Esc only every 100 ms, this one when it is due."""
        parser = XTermParser(self._debug)
        decode = getincrementaldecoder("utf-8")("replace").decode
        waiting = self._waiting()
        while not self.exit_event.is_set():
            due = parser._timeout_time
            wait = None if due is None else max(1, (due - get_time()) * 1000)
            if self.fileno in dict(waiting.poll(wait)):
                data = self._read()
                if not data:
                    self.send_message(ExitApp())
                    break
                self._dispatch(parser, decode(self._as_typed(data)))
            for event in parser.tick():
                self.process_message(event)
        self._finish(parser)

    def _waiting(self) -> select.poll:
        """What the input thread waits for: what is typed, and being woken."""
        waiting = select.poll()
        for number in (self.fileno, self._wake[0]):
            waiting.register(number, select.POLLIN)
        return waiting

    def _read(self) -> bytes:
        """What was typed; nothing where the terminal is gone."""
        try:
            return os.read(self.fileno, READ)
        except OSError:
            return b""

    def _typed_ahead(self) -> int:
        """How many bytes of whole lines wait from before the terminal was taken."""
        try:
            return int(struct.unpack("i", ioctl(self.fileno, termios.FIONREAD, b"\0" * 4))[0])
        except OSError:
            return 0

    def _as_typed(self, data: bytes) -> bytes:
        """Input as it was typed: until it was taken, the terminal made a ^J, another key, of every Enter."""
        ahead, self._ahead = self._ahead, max(0, self._ahead - len(data))
        return data[:ahead].replace(b"\n", b"\r") + data[ahead:]

    def _dispatch(self, parser: XTermParser, text: str) -> None:
        if text:
            self.has_margins = self.has_margins or MARGINS.search(text) is not None
        for part in self._pastes.parted(text):
            for event in parser.feed(part) if isinstance(part, str) else (part,):
                self.process_message(event)

    @staticmethod
    def _finish(parser: XTermParser) -> None:
        try:
            for _ in parser.feed(""):
                pass
        except (EOFError, ParseError):
            return
