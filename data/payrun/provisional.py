"""Codes of lines where nothing may be written: one that has no number yet goes by one below zero until slips are saved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from data.payrun.codes import CodeKey, Codes
from data.payrun.saving import LINE_WIDTH, Computed


class Provisional(Codes):
    """What lines are called, by number; unknown ones are numbered -1, -2 and so on, and entered by whoever saves them."""

    def __init__(self) -> None:
        self.lacking: tuple[CodeKey, ...] = ()
        super().__init__()

    def ids(self, keys: Iterable[CodeKey]) -> None:
        """Make sure all of them have a number, if only for the time being."""
        for key in keys:
            if key not in self.by_key:
                self.lacking = (*self.lacking, key)
                self.by_key[key] = -len(self.lacking)

    def renew(self) -> None:
        """Forget numbers given for the time being, and read what others have entered since."""
        if self.lacking:
            for key in self.lacking:
                del self.by_key[key]
            self.lines.clear()
            self.lacking = ()
            self.read()


def numbered(made: Sequence[Computed], lacking: Sequence[CodeKey], codes: Codes) -> Sequence[Computed]:
    """Slips with the codes that lacked a number under one of their own; inside `write()`."""
    if not lacking:
        return made
    codes.ids(lacking)
    own = {-place: codes.by_key[key] for place, key in enumerate(lacking, 1)}
    return [each._replace(lines=_renumbered(each.lines, own)) for each in made]


def _renumbered(lines: Sequence[object], own: dict[int, int]) -> list[object]:
    found = list(lines)
    for at in range(0, len(found), LINE_WIDTH):
        number = found[at]
        assert isinstance(number, int)
        found[at] = own.get(number, number)
    return found
