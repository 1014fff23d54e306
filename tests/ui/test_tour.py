"""The tour's thread at the keyboard, from the first key to the last, in the demo company."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from screens.payroll.payslip import PayslipScreen
from tests.pictures.scenes import LARGE, SMALL, Scene, company, opened, play
from tests.ui.waiting import painted, until


@pytest.fixture
def settings(tmp_path: Path, kept: Path) -> Iterator[Path]:
    with company(tmp_path, kept=kept) as file:
        yield file


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "200x50"])
async def test_a_new_user_follows_the_tour_by_keys_alone(settings: Path, size: tuple[int, int]) -> None:
    with opened(settings) as app:
        async with app.run_test(size=size) as pilot:

            async def keys(text: str, *seen: str) -> None:
                await play(pilot, Scene("tour", text))
                await until(pilot, lambda: all(part in painted(app) for part in seen))

            await keys("g p / 'bryant' enter", "1018", "[Job]", "1 of 2")
            await keys("n", "2 of 2")
            await keys("p tab", "1 of 2", "[Pay]", "$69,700.00 a year")
            await keys("P '+2w' enter '85k'", "= $85,000.00")
            await keys("ctrl+o", "2026-12-07", "scheduled", "$85,000.00 a year")
            await keys("u y shift+tab shift+tab", "[History]", "withdrawn")
            await keys("g p i 'new-people.csv' enter enter tab", "dry run", "[6 faults]", "31/13/26")
            await keys("i '4' enter", "written")
            await keys("u y g p / '2001'", "0 of 250")
            await keys("escape g y", "2026-11-25", "Kaur, Diego")
            await keys("enter", "Gross pay")
            payslip = app.screen
            assert isinstance(payslip, PayslipScreen)
            assert "Net pay" in payslip.slip.text
            for _ in payslip.slip.figures:
                if payslip.slip.figure is not None and payslip.slip.figure.label == "Federal income tax":
                    break
                await pilot.press("down")
            await keys("w", "Why Federal income tax", "Tax of a check")
            await pilot.press("escape", "ctrl+q")
            assert app.return_code == 0


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "200x50"])
async def test_a_generalist_spends_a_morning_as_the_guide_to_people_says(settings: Path, size: tuple[int, int]) -> None:
    out = settings.parent / "everyone.xlsx"
    with opened(settings) as app:
        async with app.run_test(size=size) as pilot:

            async def keys(text: str, *seen: str) -> None:
                await play(pilot, Scene("morning", text))
                await until(pilot, lambda: all(part in painted(app) for part in seen))

            await keys("g p i 'new-people.csv' enter enter tab", "dry run", "[6 faults]", "31/13/26")
            await keys("enter", "Correct hired")
            await keys("ctrl+u '2026-12-14' ctrl+o", "[5 faults]")
            await keys("i '5' enter", "taken in")
            await keys(
                "g p / 'dept:production | raise 3% eff 2027-01-01 reason merit' enter", "preview, nothing is written"
            )
            await keys("i '63' enter", "Done for 63 people")
            await keys("g f end", "Scheduled changes", " after 2026-11-23", "pay-rate change")
            await keys("g p / escape @ '-2y' enter", "AS OF 2024-11-23, read-only", "182 of 182")
            await keys("P", "the past is read-only")
            await keys("@ enter", "2026-11-23")
            await keys("u", "63 people")
            await keys("y", "Undone")
            await keys("g p x ctrl+u 'everyone.xlsx' ctrl+o", "Wrote")
            await pilot.press("ctrl+q")
    assert out.exists()
