"""A fortnight of payroll by keys alone, as the guide to payroll says, by two users of the demo company."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from hrtui.bootstrap import open_context
from hrtui.cli.demo import CHECKER
from hrtui.payroll.runs import service
from hrtui.payroll.runs.model import RunState
from tests.demos import CLOCK, LOGIN
from tests.pictures.scenes import LARGE, SMALL, Scene, company, opened, play
from tests.ui.waiting import painted, until

RUN, REVERSAL, CORRECTION = "office-2026-11-25", "office-2026-11-25-reversal", "office-2026-11-25-correction"
Keys = Callable[..., Awaitable[None]]


@pytest.fixture
def settings(tmp_path: Path, kept: Path) -> Iterator[Path]:
    with company(tmp_path, kept=kept) as file:
        yield file


@asynccontextmanager
async def at_the_keys(settings: Path, login: str, size: tuple[int, int]) -> Any:
    """The application as a user opens it, and how keys are pressed and what is then seen."""
    with opened(settings, login=login) as app:
        async with app.run_test(size=size) as pilot:

            async def keys(text: str, *seen: str) -> None:
                await play(pilot, Scene("fortnight", text))
                await until(pilot, lambda: all(part in painted(app) for part in seen))

            yield keys


def net(settings: Path, number: str) -> str:
    """The net a run pays, as it is typed."""
    ctx = open_context(settings, CLOCK, LOGIN)
    line = service.run(ctx, number)
    ctx.store.close()
    return f"{line.totals.net / 100:.2f}"


async def made(settings: Path, size: tuple[int, int]) -> None:
    """The maker opens the run, keys a bonus, calculates, looks at what stands out, asks why, and hands it on."""
    async with at_the_keys(settings, LOGIN, size) as keys:
        await keys("g y o", "Payroll runs", "office-2026-11-12", "closed")
        await keys("a ctrl+o", f"{RUN} · draft", "Nothing is calculated yet.")
        await keys("i / 'bryant' enter / 'bonus' enter '500' enter", "500.00")
        await keys("ctrl+o", "Not saved. Lines: not entered")
        await keys("'1' tab tab '500' enter", "Paper and keyed match.")
        await keys("ctrl+o", "Saved 1 line: 1 entry changed.")
        await keys("escape r", "Calculated everyone.", "to accept")
        await keys("! ctrl+a A 'looked at each' ctrl+o", "Accepted", "nothing waits to be accepted")
        await keys("escape / 'bryant' enter", "Aaron J. Bryant", "Bonus", "Net pay", "Medicare")
        await keys("w right", "Why ")
        await keys("escape escape escape . 'submit' enter", "Submit", "net ")
        await keys("y", f"{RUN} is in review.")


async def approved(settings: Path, size: tuple[int, int], number: str) -> None:
    """Another user approves, by typing the net."""
    amount = net(settings, number)
    async with at_the_keys(settings, CHECKER, size) as keys:
        await keys("g y o enter", f"{number} · in review")
        await keys(f". 'approve' enter '{amount}' ctrl+o", f"{number} is approved.")


async def paid(settings: Path, size: tuple[int, int]) -> None:
    """The maker finalises, writes the bank file and the slips, and notes that they were paid; then takes one check back."""
    amount = net(settings, RUN)
    async with at_the_keys(settings, LOGIN, size) as keys:
        await keys(f"g y o enter . 'finalise' enter '{amount}' ctrl+o", f"{RUN} is final.")
        await keys(f"x tab tab '{amount}' ctrl+o", "Wrote bank file", f"{RUN}-bank.ach", "are paid by cheque")
        await keys("x 'payslips' tab ctrl+o", "Wrote payslips (PDF)")
        await keys(". 'mark' enter 'paid' enter", f"{RUN} is paid.")
        await keys("/ 'bryant' down . 'reverse this' enter", "the check of Bryant, Aaron J. (1018)")
        await keys("'bonus to the wrong person' ctrl+o", f"{REVERSAL} · in review")


async def corrected(settings: Path, size: tuple[int, int]) -> None:
    """The maker finalises the reversal, opens a correction and calculates it: it pays whom the run pays no more."""
    amount = net(settings, REVERSAL)
    async with at_the_keys(settings, LOGIN, size) as keys:
        await keys(f"g y o enter . 'finalise' enter '{amount}' ctrl+o", f"{REVERSAL} is final.")
        await keys(f"g y o a 'correction' tab tab tab 'without the bonus' tab '{RUN}' ctrl+o", f"{CORRECTION} · draft")
        await keys("r", "Calculated everyone.", "Bryant", "1 person")


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "200x50"])
async def test_two_users_take_a_fortnight_from_hours_to_a_correction(settings: Path, size: tuple[int, int]) -> None:
    await made(settings, size)
    await approved(settings, size, RUN)
    await paid(settings, size)
    await approved(settings, size, REVERSAL)
    await corrected(settings, size)
    ctx = open_context(settings, CLOCK, LOGIN)
    runs = {line.run.number: line for line in service.runs_of_year(ctx)}
    assert {name: runs[name].run.state for name in (RUN, REVERSAL, CORRECTION)} == {
        RUN: RunState.PAID,
        REVERSAL: RunState.FINALISED,
        CORRECTION: RunState.CALCULATED,
    }
    assert runs[RUN].totals.people > 100
    assert runs[CORRECTION].totals.gross == -runs[REVERSAL].totals.gross - 500_00
    ctx.store.close()
    for name in (f"{RUN}-bank.ach", f"{RUN}-payslips.pdf"):
        assert (settings.parent / name).stat().st_mode & 0o077 == 0
