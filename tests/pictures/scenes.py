"""The screens people know, each as the keys that lead to it, over a demo company that is always the same."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from fcntl import LOCK_EX, flock
from pathlib import Path
from unittest.mock import patch

from textual.pilot import Pilot

from hrtui.benefits.billing.loading import load as load_invoice
from hrtui.bootstrap import open_context
from hrtui.config import Theme
from hrtui.context import Context
from hrtui.money import Money
from hrtui.payroll.runs import service
from hrtui.payroll.runs.model import FINAL
from hrtui.people import service as people
from hrtui.people.model import PayChange
from screens import keys as key_choice
from screens.shell import HrApp
from screens.work import Job
from tests.demos import CLOCK, LOGIN, PEOPLE, demo_company
from tests.pictures import drawing
from tests.ui.waiting import until

ROLES = "[hr_generalist, benefits_admin, payroll_maker, hris_admin]"
SMALL, MIDDLE, LARGE = (80, 24), (120, 36), (200, 50)
RAISED, REACHES_BACK = 3, date(2026, 10, 26)
A_LITTLE_MORE = 27  # checks a year of whoever is paid 26
SPREADSHEET = Path(__file__).with_name("new-people.csv")
FRESH = ("NO_COLOR", "COLORTERM", "TERM_PROGRAM", "TEXTUAL_COLOR_SYSTEM", "LC_ALL", "HRTUI_CONFIG")


@dataclass(frozen=True, slots=True)
class Scene:
    """A screen by the keys that lead to it: words are keys, and what stands in quotes is typed letter by letter."""

    name: str
    keys: str = ""
    size: tuple[int, int] = SMALL
    theme: str = "dark"


DIRECTORY = "g p"
RECORD = "g p / 'bryant' enter"
SLIP = f"{RECORD} y"
WHY = f"{SLIP} {'down ' * 9}w down right down right down down right down"
RUN = "g y o enter"
SCENES = (
    Scene("home", f"{RECORD} n g h"),
    Scene("people", DIRECTORY),
    Scene("person", RECORD),
    Scene("change-pay", f"{RECORD} P '+2w' tab '85k'"),
    Scene("pay", f"{RECORD} tab"),
    Scene("import", "g p i 'new-people.csv' enter enter tab"),
    Scene("bulk", "g p / 'dept:production | raise 3% eff 2027-01-01 reason merit' enter"),
    Scene("future", "g f"),
    Scene("lens", "g p @ '2024-11-23' enter"),
    Scene("org", "g o"),
    Scene("departments", ": 'departments' enter down down"),
    Scene("positions", ": 'positions' enter / 'vacant' down"),
    Scene("org-history", ": 'departments' enter / 'people' down b"),
    Scene("payroll", "g y"),
    Scene("payslip", SLIP),
    Scene("filings", ": 'filings 2026' enter"),
    Scene("why", WHY),
    Scene("runs", "g y o"),
    Scene("hours", f"{RUN} i / 'bryant' enter '80' enter '72.5' tab '=37.5+4'"),
    Scene("run", RUN),
    Scene("slip", f"{RUN} / 'bryant' enter"),
    Scene("plans", ": 'plans' enter down"),
    Scene("plan", ": 'plan medical' enter"),
    Scene("retro", "g y o b"),
    Scene("invoices", ": 'invoices' enter"),
    Scene("invoice", ": 'invoice 1' enter"),
    Scene("enrolments", "g b"),
    Scene("benefits", f"{RECORD} B"),
    Scene("palette", "g p : 'pay'"),
    Scene("help", f"{DIRECTORY} ?"),
    Scene("benefit-reports", ": 'benefit-reports cost' enter end"),
    Scene("requisitions", "g r"),
    Scene("board", "g r end enter"),
    Scene("candidate", "g r end enter l l l l enter"),
    Scene("scorecards", "g r end enter l l l l S"),
    Scene("interviews", "g i right down down down down down"),
    Scene("interviews-day", "g i right 2"),
    Scene("interviews-month", "g i 3 right"),
    Scene("interview-slots", "g r end enter n '45:leila becker,aaron bryant' ctrl+j right"),
    Scene("interviews-owed", ": 'interviews-owed' enter"),
    Scene("interview-kit", ": 'interviews-owed' enter K"),
    Scene("offers", ": 'offers' enter"),
    Scene("outbox", ": 'outbox' enter"),
    Scene("interview-loop", ": 'outbox' enter / 'interviews as' enter"),
    Scene("recruiting-report", "g r F"),
    Scene("eeo", ": 'eeo' enter tab"),
    Scene("retention", ": 'retention' enter"),
    Scene("hold", f"{RECORD} H 'Bryant v. Blue Heron'"),
    Scene("erasure", "g p / 'status:terminated' enter Z"),
    Scene(
        "elections", "g b / 'romano' enter r right right"
    ),  # prepares the event; these two last, for no other to show it
    Scene("cobra", ": 'cobra' enter a y down up"),  # raises the cases
)
MORE = (
    Scene("board-wide", "g r end enter", MIDDLE),
    Scene("people-wide", "g p / 'dept:sales' down", LARGE),
    Scene("payroll-wide", "g y", LARGE),
    Scene("people-light", DIRECTORY, theme="light"),
    Scene(
        "message", ": 'outbox' enter W enter e tab tab down down 'First of all, ' "
    ),  # writes drafts; the last, for no other to show them
)


class Pictured(HrApp):
    """The application, counting its work on threads, and able to be drawn from outside."""

    outstanding = 0

    def run_job(self, job: Job) -> None:
        """Run a job, counted until its result has been handed over."""

        def counted() -> None:
            try:
                job()
            finally:
                self.call_later(self._less)

        self.outstanding += 1
        super().run_job(counted)

    def _less(self) -> None:
        self.outstanding -= 1

    @property
    def at_rest(self) -> bool:
        """Whether nothing typed and no work waits."""
        return self.opened is not None and not (self.outstanding or self._busy or self._holds or self._typed)

    def export_screenshot(self, *, title: str | None = None, simplify: bool = False) -> str:
        """The screen without fonts of other hosts, for tests that compare pictures."""
        return drawing.svg(self)


@contextmanager
def company(folder: Path, people: int = PEOPLE, run: bool = False, kept: Path | None = None) -> Iterator[Path]:
    """The demo company in a folder, worked on from there, with a calculated run where one is asked for; what the environment
    says of terminals is left out. What takes long is made in `kept` once, whichever process needs it first, and copied."""
    known = {name: value for name, value in os.environ.items() if name not in FRESH}
    state = {"XDG_STATE_HOME": str(folder / "state"), "XDG_CACHE_HOME": str(folder / "cache"), "LANG": "C.UTF-8"}
    before = Path.cwd()
    with patch.dict(os.environ, {**known, **state}, clear=True):
        shutil.copytree(_made(kept or folder, people, run), folder / "demo")
        settings = folder / "demo" / "hrtui.yaml"
        _alone(settings)
        (folder / "demo" / SPREADSHEET.name).write_bytes(SPREADSHEET.read_bytes())
        os.chdir(folder / "demo")
        try:
            yield settings
        finally:
            os.chdir(before)
            key_choice.choose({})


def _made(kept: Path, people: int, run: bool) -> Path:
    """The demo company in the folder of what is kept; with a run, by the first who needs it while others wait."""
    plain = demo_company(kept, people)
    if not run:
        return plain
    made = plain.with_name(f"{plain.name}-with-run")
    with made.with_suffix(".lock").open("w") as lock:
        flock(lock, LOCK_EX)
        if not made.exists():
            part = Path(shutil.copytree(plain, made.with_suffix(".part")))
            _alone(part / "hrtui.yaml")
            _calculate(part / "hrtui.yaml")
            _load_invoice(part / "hrtui.yaml")
            part.rename(made)
    return made


def _alone(settings: Path) -> None:
    """Let the one who looks have all the roles that the scenes need."""
    lines = settings.read_text(encoding="utf-8").splitlines()
    own = next(at for at, line in enumerate(lines) if line.startswith("    roles:"))
    alone = [f"    roles: {ROLES}" if at == own else line for at, line in enumerate(lines)]
    settings.write_text("\n".join(alone) + "\n", encoding="utf-8")


def _calculate(settings: Path) -> None:
    """Open and calculate the next run of the first pay group, after a raise that reaches back into runs that are closed."""
    ctx = open_context(settings, CLOCK, LOGIN)
    run = service.open_run(ctx)
    last = next(
        each.run for each in service.runs_of_year(ctx) if each.run.group == run.group and each.run.state in FINAL
    )
    raised = service.slips_of(ctx, last)[RAISED]
    people.change_pay(ctx, raised.number, PayChange(REACHES_BACK, Money(raised.gross * A_LITTLE_MORE), reason="merit"))
    service.calculate(ctx, run.number)
    ctx.store.close()


def _load_invoice(settings: Path) -> None:
    """Take in the invoice of the first carrier that the demo company has one of."""
    files = sorted((settings.parent / "invoices").glob("*.csv"))
    if files:
        ctx = open_context(settings, CLOCK, LOGIN)
        load_invoice(ctx, files[0].name.partition("-")[0], files[0], CLOCK.today())
        ctx.store.close()


@contextmanager
def opened(settings: Path, theme: str = "dark", login: str = LOGIN) -> Iterator[Pictured]:
    """The application over the company, on its fixed day; nothing half typed, and no way of looking, is left from before."""
    for kept in ("drafts", "looks"):
        shutil.rmtree(Path(os.environ["XDG_STATE_HOME"]) / "hrtui" / kept, ignore_errors=True)
    ctx = open_context(settings, CLOCK, login)
    opening: Future[Context] = Future()
    opening.set_result(replace(ctx, config=replace(ctx.config, theme=Theme(theme))))
    try:
        yield Pictured(opening)
    finally:
        ctx.store.close()


def pressed(keys: str) -> list[str]:
    """The keys as the application is given them."""
    out: list[str] = []
    for at, part in enumerate(keys.split("'")):
        out += list(part) if at % 2 else part.split()
    return out


async def play(pilot: Pilot[int], scene: Scene) -> None:
    """Press the keys of a scene, one when everything the one before it set off has happened."""
    app = pilot.app
    assert isinstance(app, Pictured)
    await until(pilot, lambda: app.at_rest)
    for key in pressed(scene.keys):
        await pilot.press(NAMES.get(key, key))
        await until(pilot, lambda: app.at_rest)


NAMES = {
    "@": "at",
    "|": "vertical_line",
    "%": "percent_sign",
    "/": "slash",
    ":": "colon",
    "?": "question_mark",
    ".": "full_stop",
    " ": "space",
    "-": "minus",
    "+": "plus",
}
