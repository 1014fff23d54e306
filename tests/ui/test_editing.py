import pytest
from hypothesis import given
from hypothesis import strategies as st

from screens.text import width_of
from screens.widgets.editing import Edit, at_end, edited, inserted, view

KEYS = [
    "left", "right", "home", "end", "backspace", "delete", "ctrl+u", "ctrl+w", "ctrl+k", "ctrl+a", "ctrl+e",
    "ctrl+left", "ctrl+right",
]  # fmt: skip
TEXTS = st.text(st.sampled_from("ab é山👩‍👦\u0308🇩🇪-[]"), max_size=20)


@pytest.mark.parametrize(
    ("before", "key", "after"),
    [
        (Edit("abc", 3), "left", Edit("abc", 2)),
        (Edit("abc", 0), "left", Edit("abc", 0)),
        (Edit("abc", 3), "right", Edit("abc", 3)),
        (Edit("abc", 1), "home", Edit("abc", 0)),
        (Edit("abc", 1), "end", Edit("abc", 3)),
        (Edit("abc", 2), "backspace", Edit("ac", 1)),
        (Edit("abc", 1), "delete", Edit("ac", 1)),
        (Edit("one two", 7), "ctrl+w", Edit("one ", 4)),
        (Edit("one two ", 8), "ctrl+w", Edit("one ", 4)),
        (Edit("one two", 3), "ctrl+u", Edit("", 0)),
        (Edit("one two", 3), "ctrl+k", Edit("one", 3)),
        (Edit("one two", 0), "ctrl+right", Edit("one two", 3)),
        (Edit("👩‍👩‍👧‍👦x", 7), "backspace", Edit("x", 0)),
        (Edit("e\u0308x", 2), "left", Edit("e\u0308x", 0)),
    ],
)
def test_keys_edit_as_people_expect(before: Edit, key: str, after: Edit) -> None:
    assert edited(before, key, None) == after


def test_a_letter_is_put_in_at_the_cursor_and_other_keys_are_left_alone() -> None:
    assert edited(Edit("ac", 1), "b", "b") == Edit("abc", 2)
    assert edited(Edit("ac", 1), "tab", None) is None
    assert edited(Edit("ac", 1), "f5", None) is None


def test_pasted_lines_and_escape_sequences_become_plain_text_of_one_line() -> None:
    assert inserted(Edit(), "Ann\r\nKim\x1b[31m\x00 x").text == "Ann Kim x"
    assert inserted(at_end("Ann"), " Kim ").text == "Ann Kim "
    assert inserted(at_end("Ann"), " ").text == "Ann "
    assert inserted(at_end("Ann"), "\x1b").text == "Ann"


@given(TEXTS, st.lists(st.sampled_from(KEYS)), st.data())
def test_the_cursor_is_never_outside_the_text(text: str, keys: list[str], data: st.DataObject) -> None:
    edit = Edit(text, data.draw(st.integers(0, len(text))))
    for key in keys:
        after = edited(edit, key, None)
        assert after is not None
        edit = after
        assert 0 <= edit.at <= len(edit.text)


@given(TEXTS, st.integers(6, 30), st.booleans(), st.data())
def test_what_is_shown_of_a_line_takes_exactly_its_room(
    text: str, width: int, secret: bool, data: st.DataObject
) -> None:
    edit = at_end("")
    edit = inserted(edit, text)
    for _ in range(data.draw(st.integers(0, 25))):
        edit = edited(edit, "left", None) or edit
    before, under, after = view(edit, width, secret=secret)
    assert width_of(before) + width_of(under) + width_of(after) == width
    if secret:
        assert set(before + under + after) <= {"•", " ", "…"}
