"""A board: the ids of its applications by stage, and their cards, each made when it is first looked at."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from hrtui.recruiting.model import ApplicationState, Card, Owes, Requisition
from hrtui.text import fold
from hrtui.value import frozen

NUMBER, NAME, HEADLINE, OWNER, ACTION, STATE, STAGE, SINCE, OWES, ID, CANDIDATE = range(11)
"""Where a row that was read for a board has the candidate's number, name (None for one who has no line) and headline, and the
application's owner, next action, state, stage, day since when (ISO), what is owed, its id and the candidate's; who makes the card
knows what follows."""
Row = Sequence[Any]


class Deck:
    """Cards by the id of their application. What finds and counts them is taken from the rows as they were read: of five thousand,
    some fifty are ever made into values."""

    def __init__(self, rows: Mapping[int, Row], make: Callable[[Row], Card]) -> None:
        self._rows = rows
        self._make = make
        self._made: dict[int, Card] = {}
        self._texts: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, id_: int) -> bool:
        return id_ in self._rows

    def __getitem__(self, id_: int) -> Card:
        """The card of an application; KeyError where it is not on the board."""
        card = self._made.get(id_)
        if card is None:
            card = self._made[id_] = self._make(self._rows[id_])
        return card

    def put(self, cards: Iterable[Card]) -> None:
        """Let cards be as they are now; what finds them is as before."""
        self._made |= {card.application.id: card for card in cards}

    def of(self, number: str) -> int | None:
        """The id of an application of a candidate, by the candidate's number."""
        return next((id_ for id_, row in self._rows.items() if row[NUMBER] == number), None)

    def prepare(self) -> None:
        """Fold what words find cards by, so that the first letter does not wait for it; may be asked for on a thread."""
        if not self._texts:
            self._texts = {
                id_: fold(f"{row[NAME]} {row[HEADLINE]} {row[OWNER]} {row[ACTION]} {row[NUMBER]}")
                for id_, row in self._rows.items()
            }

    def found(self, ids: array[int], words: Iterable[str]) -> array[int]:
        """Those of some cards that have every one of some folded words in their name, headline, owner, next action or number."""
        self.prepare()
        texts = self._texts
        for word in words:
            ids = array("q", [id_ for id_ in ids if word in texts[id_]])
        return ids


@frozen
class Board:
    """The applications of a requisition: their ids by stage, in the order of its stages, those longest in it first; those late
    in theirs; how many are active, and to how many a message is owed."""

    requisition: Requisition
    ids: tuple[array[int], ...]
    deck: Deck
    late: frozenset[int] = frozenset()
    active: int = 0
    owed: int = 0

    @property
    def columns(self) -> tuple[tuple[Card, ...], ...]:
        """All cards by stage; makes every one of them."""
        return tuple(tuple(self.deck[id_] for id_ in ids) for ids in self.ids)

    @property
    def count(self) -> int:
        """How many cards there are."""
        return sum(map(len, self.ids))


def board_of(
    wanted: Requisition, rows: Mapping[int, Row], make: Callable[[Row], Card], late_since: Sequence[str]
) -> Board:
    """The board of rows in the order of their cards; late in a stage is who came before the day of it in `late_since` (ISO; empty
    where nobody is ever late)."""
    places = {stage.name: at for at, stage in enumerate(wanted.stages)}
    columns: list[list[int]] = [[] for _ in wanted.stages]
    late, active, owed = set(), 0, 0
    for id_, row in rows.items():
        place = places.get(row[STAGE], 0)
        columns[place].append(id_)
        if row[STATE] == ApplicationState.ACTIVE:
            active += 1
            if row[SINCE] < late_since[place]:
                late.add(id_)
        owed += row[OWES] == Owes.OWED
    ids = tuple(array("q", column) for column in columns)
    return Board(wanted, ids, Deck(rows, make), frozenset(late), active, owed)


def numbers(cards: Sequence[Card]) -> list[str]:
    """The numbers of the applications of cards."""
    return [card.application.number for card in cards]


def expected(cards: Collection[Card]) -> Mapping[str, int]:
    """The command each application was last known by, by its number."""
    return {card.application.number: card.application.stamp.command for card in cards if card.application.stamp}
