"""`make pictures`: draws the screens of docs/pictures from the program itself, by pressing keys. `--out DIR` for elsewhere."""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from pathlib import Path

from tests.pictures.drawing import svg
from tests.pictures.scenes import MORE, SCENES, Scene, company, opened, play

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"


def main() -> None:
    """Draw every scene."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=FOLDER)
    parser.add_argument("names", nargs="*", help="only these scenes")
    args = parser.parse_args()
    out = args.out.absolute()
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, company(Path(folder), run=True) as settings:
        for scene in (*SCENES, *MORE):
            if not args.names or scene.name in args.names:
                (out / f"{scene.name}.svg").write_text(asyncio.run(picture(settings, scene)), encoding="utf-8")


async def picture(settings: Path, scene: Scene) -> str:
    """One scene, drawn."""
    with opened(settings, scene.theme) as app:
        async with app.run_test(size=scene.size) as pilot:
            await play(pilot, scene)
            return svg(app)


if __name__ == "__main__":
    main()
