"""Texts of several lines: how they are broken, and what keys do in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screens.text import width_of
from screens.widgets.editing import Edit
from screens.widgets.writing import MOST, Writing, written

KEYS = [
    "left", "right", "up", "down", "pageup", "pagedown", "home", "end", "ctrl+home", "ctrl+end", "backspace", "delete", "enter",
    "ctrl+u", "ctrl+w", "ctrl+k", "ctrl+left", "ctrl+right",
]  # fmt: skip
SIGNS = ["a", "b", " ", "\n", "é", "e\u0308", "山", "👩‍👦", "🇩🇪", "-"]
TEXTS = st.lists(st.sampled_from(SIGNS), max_size=50).map("".join)


def lines(text: str, width: int) -> list[str]:
    return [text[piece.start : piece.end] for piece in Writing(width, 9).pieces(text)]


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("", [""]),
        ("one two three", ["one two ", "three"]),
        ("one\n\ntwo", ["one", "", "two"]),
        ("abcdefghijklmn", ["abcdefghi", "jklmn"]),
        ("abcdefghi jk", ["abcdefghi ", "jk"]),
        ("山山山山山 山", ["山山山山", "山 山"]),
        ("één twéé drie", ["één twéé ", "drie"]),
    ],
)
def test_text_is_broken_behind_blanks_or_where_a_word_is_too_wide(text: str, broken: list[str]) -> None:
    assert lines(text, 10) == broken


@pytest.mark.parametrize(
    ("before", "key", "after"),
    [
        (Edit("ab", 1), "enter", Edit("a\nb", 2)),
        (Edit("abc\nd", 2), "down", Edit("abc\nd", 5)),
        (Edit("a\nb", 2), "left", Edit("a\nb", 1)),
        (Edit("a\nb", 1), "right", Edit("a\nb", 2)),
        (Edit("a\nb", 2), "backspace", Edit("ab", 1)),
        (Edit("a\nb", 1), "delete", Edit("ab", 1)),
        (Edit("a\nbc", 2), "ctrl+k", Edit("a\n", 2)),
        (Edit("a\nbc", 1), "ctrl+k", Edit("abc", 1)),
        (Edit("a b\nc", 3), "ctrl+w", Edit("a \nc", 2)),
        (Edit("a\nbc", 4), "home", Edit("a\nbc", 2)),
        (Edit("one two three", 1), "end", Edit("one two three", 7)),
        (Edit("one two three", 7), "right", Edit("one two three", 8)),
        (Edit("one\ntwo", 5), "ctrl+end", Edit("one\ntwo", 7)),
        (Edit("one\ntwo", 5), "ctrl+home", Edit("one\ntwo", 0)),
        (Edit("one", 1), "up", Edit("one", 1)),
        (Edit("one\ntwo", 5), "ctrl+u", Edit("", 0)),
    ],
)
def test_keys_do_what_people_expect(before: Edit, key: str, after: Edit) -> None:
    assert Writing(10, 4).pressed(before, key, None) == after


def test_the_cursor_keeps_its_column_over_shorter_lines() -> None:
    writing, edit = Writing(20, 4), Edit("abcdef\nx\nabcdef", 5)
    for _ in range(2):
        edit = writing.pressed(edit, "down", None) or edit
    assert edit.at == 14


def test_pages_go_by_the_lines_that_are_seen() -> None:
    writing, text = Writing(20, 5), "\n".join(map(str, range(100)))
    edit = writing.pressed(Edit(text), "pagedown", None) or Edit()
    writing.follow(edit)
    assert (writing.line_of(edit), writing.top) == (5, 5)
    edit = writing.pressed(edit, "ctrl+end", None) or Edit()
    writing.follow(edit)
    assert (writing.line_of(edit), writing.top) == (99, 95)


def test_what_may_not_be_stored_is_left_out_of_a_paste_and_its_lines_are_kept() -> None:
    assert written(Edit(), "Dear\r\n\x1b[31mJo\x00\u202e,").text == "Dear\nJo,"
    assert len(written(Edit(), "x" * 2 * MOST).text) == MOST


@given(TEXTS, st.integers(5, 12))
def test_broken_text_is_all_of_the_text_and_no_line_is_too_wide(text: str, width: int) -> None:
    pieces = Writing(width, 3).pieces(text)
    kept = "".join(text[each.start : each.end] + ("" if each.goes_on else "\n") for each in pieces)
    assert kept == text + "\n"
    assert all(width_of(text[each.start : each.end]) <= width for each in pieces)


@given(st.text("ab ", max_size=60), st.integers(5, 12))
def test_letters_with_accents_are_broken_as_those_without(text: str, width: int) -> None:
    assert lines(text.replace("a", "ä"), width) == [line.replace("a", "ä") for line in lines(text, width)]


@given(TEXTS, st.lists(st.sampled_from([*KEYS, "x"])), st.data())
def test_the_cursor_is_in_the_text_and_in_sight_whatever_is_pressed(
    text: str, keys: list[str], data: st.DataObject
) -> None:
    edit, writing = Edit(text, data.draw(st.integers(0, len(text)))), Writing(8, 3)
    for key in keys:
        after = writing.pressed(edit, key, key if key == "x" else None)
        assert after is not None
        edit = after
        writing.follow(edit)
        assert 0 <= edit.at <= len(edit.text)
        seen = [writing.painted(edit, row) for row in range(3)]
        (parts,) = [each for each in seen if each is not None]
        # Each part is painted by itself, so that a joiner joins nothing to what is behind it.
        assert sum(map(width_of, parts)) == 8


@given(TEXTS, st.lists(st.sampled_from(["x", "enter", "backspace", "delete"]), max_size=20))
def test_what_is_not_broken_again_is_as_if_it_were(text: str, keys: list[str]) -> None:
    edit, writing = Edit(text, len(text) // 2), Writing(8, 3)
    for key in keys:
        edit = writing.pressed(edit, key, key if key == "x" else None) or edit
        assert writing.pieces(edit.text) == Writing(8, 3).pieces(edit.text)
