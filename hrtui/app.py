"""Opening the application: the environment Textual reads, the store opened on a thread, and the exit code."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as StillOpening
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from hrtui import crashlog
from hrtui.errors import HrError

if TYPE_CHECKING:
    from hrtui.context import Context
    from screens.looking import Renewed

SETTINGS = {"TEXTUAL_FPS": "240", "ESCDELAY": "25", "TEXTUAL_ANIMATIONS": "none", "TEXTUAL_SMOOTH_SCROLL": "0"}
"""What Textual is told before it is imported. It waits one to two ticks between two frames: 240 a second are 4 to 8 ms."""
PATIENCE = 0.4
SWITCH = 0.001  # seconds a thread may compute before the screen gets its turn


def run(config_path: Path | None = None, address: str = "", on: str = "", acting: str = "") -> int:
    """Open the application at an address, as of a day, and return the exit code; what stops it from opening is raised as HrError.

    In a demo company `acting` is the user to act as.
    """

    def open_context() -> Context:
        from hrtui.bootstrap import open_context

        return open_context(config_path, acting=acting)

    return run_over(open_context, address, on)


def run_over(
    open_context: Callable[[], Context], address: str = "", on: str = "", renewed: Renewed | None = None
) -> int:
    """Open the application over a context that is opened on a thread, so that a store that is slow to open keeps nothing
    else waiting.

    `renewed` is asked before each key whether the user's rights are others by now; NotAllowed ends the session.

    A configuration or store that cannot be used is nearly always known before the terminal is taken. The thread starts
    after the imports: two threads that import take each other's time.
    """
    gc.disable()
    sys.setswitchinterval(SWITCH)
    prepare(os.environ)
    from screens.shell import HrApp

    opening = _opened_on_a_thread(open_context)
    _wait(opening)
    app = HrApp(opening, address, on=on, renewed=renewed)
    try:
        app.run()
    except Exception as error:  # noqa: BLE001 - the edge of the screens: the terminal is given back, the log has the rest
        print(f"hrtui stopped because of an internal error. Reference {crashlog.record(error)}.", file=sys.stderr)
        return crashlog.BUG
    if app.failure is not None:
        raise app.failure
    return app.return_code or 0


def prepare(environment: dict[str, str] | os._Environ[str]) -> None:
    """Set what Textual reads at import, and take away what would let an environment press keys or write files."""
    for name in [name for name in environment if name.startswith("TEXTUAL")]:
        del environment[name]
    environment.update(SETTINGS)


def _opened_on_a_thread(open_context: Callable[[], Context]) -> Future[Context]:
    opening: Future[Context] = Future()

    def work() -> None:
        try:
            opening.set_result(open_context())
        except BaseException as error:  # noqa: BLE001 - whatever it is, it is raised again where the result is asked for
            opening.set_exception(error)

    Thread(target=work, name="hrtui-open", daemon=True).start()
    return opening


def _wait(opening: Future[Context]) -> None:
    """Wait a moment for the store; raise at once what keeps it from opening."""
    try:
        error = opening.exception(PATIENCE)
    except StillOpening:
        return
    if isinstance(error, HrError):
        raise error
