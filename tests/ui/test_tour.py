"""The tour's thread at the keyboard, from the first key to the last, in the demo company."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pictures.scenes import LARGE, SMALL, Scene, company, opened, play
from tests.ui.waiting import painted, until


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Path]:
    with company(tmp_path) as file:
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
            await keys("enter down down down", "Federal income tax", "Net pay")
            await keys("w", "Tax of a check")
            await pilot.press("escape", "ctrl+q")
            assert app.return_code == 0
