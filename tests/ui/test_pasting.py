"""What is pasted is text, whatever is in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.events import Paste

from screens.pasting import END, START, Pastes

HOSTILE = "Dear Jo\n\x1b[31mred\x1b[0m\nA\x1b"


def parted(*read: str) -> list[str]:
    pastes = Pastes()
    return [f"<{each.text}>" if isinstance(each, Paste) else each for text in read for each in pastes.parted(text)]


def test_escape_sequences_in_a_paste_end_it_no_sooner_and_press_no_key() -> None:
    assert parted(f"a{START}{HOSTILE}{END}b") == ["a", f"<{HOSTILE}>", "b"]


@given(st.lists(st.integers(0, 60), max_size=6))
def test_a_paste_that_is_read_in_parts_is_one(places: list[int]) -> None:
    sent = f"{START}{HOSTILE}{END}b"
    cuts = [0, *sorted({max(3, min(place, len(sent))) for place in places}), len(sent)]
    parts = [sent[one:two] for one, two in zip(cuts, cuts[1:], strict=False)]
    assert parted(*parts) == [f"<{HOSTILE}>", "b"]


@pytest.mark.parametrize("typed", ["\x1b", "\x1b[", "\x1b[A", "x"])
def test_keys_are_not_waited_for(typed: str) -> None:
    assert parted(typed) == [typed]


def test_an_empty_paste_is_one() -> None:
    assert parted(START + END) == ["<>"]
