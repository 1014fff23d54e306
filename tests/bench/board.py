"""A board of 5,000 cards in a company with 100,000 candidates: opened, gone over, cards moved, filtered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random

from data.recruiting import applications, candidates, requisitions
from hrtui.audit import writing
from hrtui.audit.model import Change
from hrtui.bootstrap import open_context
from hrtui.context import Context
from hrtui.recruiting.gathering import REQUIRE, WORK
from hrtui.recruiting.model import Application, ApplicationState, Candidate, Requisition, RequisitionState
from hrtui.recruiting.playfile import playbook
from tests.bench.model import Bench, Measure
from tests.bench.rounds import measured, rounds
from tests.bench.terminal import Keystroke, Terminal

CANDIDATES, CARDS, CHUNK = 100_000, 5_000, 10_000
PAINTED = {"L": r"▸(?!New)[A-Z]", "H": r"▸New"}
"""What the title of the lane with the cursor says once a card moved."""
STORED = {"L": r"is in (?!New)\w[^.]*\. u undoes", "H": r"is in New\. u undoes"}
PRESSES, MOVES, OPENINGS = 60, 40, 10
WORDS = ("smith", "garcia", "ann", "engin")
LAST = ("Smith", "Garcia", "Okafor", "Larsen", "Nguyen", "Kowalski", "Haddad", "Silva", "Tanaka", "Novak")
FIRST = ("Ann", "Bo", "Carla", "Dmitri", "Elif", "Fatima", "Grace", "Hiro", "Ivy", "Jonas")


def board(bench: Bench) -> list[Measure]:
    """Keys on the board, and opening it from the list of requisitions."""
    number = _filled(bench)
    moves, pages, cards, stored, letters, opened = rounds(lambda: _round(bench, number))
    return [
        measured("cursor move on a board of 5,000", moves, 10, 450),
        measured("page on the board", pages, 25, 6_000),
        measured("moving a card", cards, 25, 3_000),
        replace(measured("moving a card, until it is stored", stored, 0, 3_000), target="", met=True),
        measured("a letter in the filter of the board", letters, 30, 1_500),
        measured("opening the board", opened, 150, 12_000),
    ]


def _round(bench: Bench, number: str) -> tuple[list[Keystroke], ...]:
    terminal = bench.hrtui(f"board {number}")
    try:
        terminal.wait_for(r"of 5,000")
        terminal.quiet(0.6)
        for key in ("down", "up", "right", "left"):
            terminal.measure(key)
        moves = [terminal.measure(key) for key in ("down", "down", "right", "up", "left", "down", "up") * 12]
        pages = [terminal.measure("pgdn") for _ in range(PRESSES)]
        terminal.measure("home")
        cards = [_moved(terminal, key, PAINTED) for _ in range(MOVES // 2) for key in "LH"]
        stored = [_moved(terminal, key, STORED) for _ in range(MOVES // 2) for key in "LH"]
        letters = [stroke for word in WORDS for stroke in _letters(terminal, word)]
        opened = [_opened(terminal, number) for _ in range(OPENINGS)]
    finally:
        terminal.close()
    return moves, pages, cards, stored, letters, opened


def _moved(terminal: Terminal, key: str, until: Mapping[str, str]) -> Keystroke:
    stroke = terminal.reach(key, until[key])
    terminal.quiet(0.3)
    return stroke


def _letters(terminal: Terminal, word: str) -> Iterator[Keystroke]:
    terminal.measure("/")
    for letter in word:
        yield terminal.measure(letter)
    terminal.measure("esc")
    terminal.quiet(0.2)


def _opened(terminal: Terminal, number: str) -> Keystroke:
    terminal.measure("gr")
    terminal.wait_for(number)
    terminal.quiet(0.3)
    stroke = terminal.reach("enter", r"of 5,000")
    terminal.quiet(0.3)
    return stroke


def _filled(bench: Bench) -> str:
    """The requisition with the cards, made with everybody else where the company has not got it."""
    ctx = open_context(bench.config)
    try:
        return requisition_of(ctx, "Measured", CANDIDATES, CARDS).number
    finally:
        ctx.store.close()


def requisition_of(ctx: Context, title: str, people: int, cards: int) -> Requisition:
    """The open requisition of a title; where the company has not got it, it is made with so many candidates, of whom so many apply."""
    held = next((each for each in requisitions.every((RequisitionState.OPEN,)) if each.title == title), None)
    return held or _made(ctx, title, people, cards)


def _made(ctx: Context, title: str, people: int, cards: int) -> Requisition:
    today, dice = ctx.clock.today(), Random(1)
    with ctx.store.write():
        entered = writing.begin(ctx, REQUIRE, "measured")
        stages = playbook(ctx).settings.templates[0].stages
        wanted = Requisition(requisitions.next_number(today.year), title, stages=stages, state=RequisitionState.OPEN)
        wanted = Requisition(
            wanted.number, wanted.title, stages=stages, state=wanted.state, id=requisitions.add(wanted.number, entered)
        )
        requisitions.put(wanted, today, entered)
        writing.note(entered, REQUIRE, "measured", [Change("state", "", "open")])
    made: list[int] = []
    for start in range(0, people, CHUNK):
        with ctx.store.write():
            entered = writing.begin(ctx, WORK, "measured")
            numbers = candidates.next_numbers(min(CHUNK, people - start))
            known = candidates.add_many(list(_people(numbers, start, dice)), today, entered)
            made += known.values()
            writing.note(entered, WORK, "measured", [Change("candidates", "", str(len(numbers)))])
    with ctx.store.write():
        entered = writing.begin(ctx, WORK, "measured")
        numbers = applications.next_numbers(cards)
        stages_ = [stage.name for stage in stages[:-1]]
        made_cards = [
            Application(
                number,
                id_,
                wanted.id,
                today,
                ApplicationState.ACTIVE,
                dice.choice(stages_),
                today - timedelta(days=dice.randrange(12)),
            )
            for number, id_ in zip(numbers, made, strict=False)
        ]
        applications.add_many(made_cards, today, entered)
        writing.note(entered, WORK, "measured", [Change("applications", "", str(cards))])
    return wanted


def _people(numbers: Sequence[str], start: int, dice: Random) -> Iterator[Candidate]:
    for at, number in enumerate(numbers, start):
        first, last = dice.choice(FIRST), dice.choice(LAST)
        yield Candidate(
            number, first, f"{last}{at}", f"p{at}@example.com", headline=dice.choice(("", "Engineer", "Clerk"))
        )
