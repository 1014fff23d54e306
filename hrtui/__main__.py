"""`hrtui` and `python -m hrtui`."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line; the exit code is returned."""
    from hrtui.cli.main import main as run

    return run()


if __name__ == "__main__":
    sys.exit(main())
