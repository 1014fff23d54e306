import pytest

from screens import frames
from screens.text import Align, Tone, width_of
from screens.widgets.charts import bar, bars, sparkline


def test_a_sparkline_shows_heights_and_leaves_unknown_values_blank() -> None:
    assert sparkline([0, 1, 2, 3, 4, 5, 6, 7]) == "▁▂▃▄▅▆▇█"
    assert sparkline([5, None, 5]) == "█ █"
    assert sparkline([0, 0]) == "▁▁"
    assert sparkline([1, 2, 3, 4], width=2) == "▆█"
    assert sparkline([]) == ""


@pytest.mark.parametrize(("value", "cells"), [(100, 10), (50, 5), (0, 0), (0.001, 1), (-5, 0)])
def test_a_bar_is_as_long_as_its_share_and_anything_above_nothing_shows(value: float, cells: int) -> None:
    assert width_of(bar(value, 100, 10)) == cells


def test_bars_line_up_and_show_hostile_labels_as_text() -> None:
    lines = bars([("Production", 208, "208"), ("[red]IT[/red]\x1b[31m", 50, "50")], 40)
    texts = ["".join(text for text, _ in line) for line in lines]
    assert {width_of(text) for text in texts} == {40}
    assert "[red]IT" in texts[1]
    assert "\x1b" not in texts[1]


def test_pictures_are_ascii_where_only_ascii_is_shown() -> None:
    frames.use(True)
    try:
        assert sparkline([0, 3, 7]).isascii()
        assert bar(3, 7, 10).isascii()
    finally:
        frames.use(False)


def test_alignments_and_tones_have_names() -> None:
    assert (Align.LEFT, Tone.BAD) == ("left", "bad")
