"""Entries of a calendar stand side by side, and arrows reach each of them."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from screens.widgets.calendarmodel import Column, Entry, Ground, Head, Sheet, Spot, landed, packed, sideways, vertical

ROWS = 20
spans = st.lists(st.tuples(st.integers(0, ROWS - 1), st.integers(1, 6)), max_size=12)


def column(found: list[tuple[int, int]], gone: int | None = None) -> Column:
    entries = [Entry(key, first, min(ROWS, first + rows), ("",)) for key, (first, rows) in enumerate(found)]
    return Column("", entries, {} if gone is None else {gone: Ground.GONE})


def sheet(*columns: Column) -> Sheet:
    return Sheet(columns, [Head("")] * ROWS)


@settings(deadline=None)
@given(spans)
def test_no_two_entries_of_one_row_stand_at_one_place(found: list[tuple[int, int]]) -> None:
    held = column(found)
    for row in range(ROWS):
        lanes = [held.lanes[place] for place in held.at(row)]
        assert len(set(lanes)) == len(lanes)
        assert all(lane < held.abreast[place] for lane, place in zip(lanes, held.at(row), strict=True))


def test_entries_that_touch_do_not_stand_side_by_side() -> None:
    assert packed([Entry(1, 0, 2, ()), Entry(2, 2, 4, ()), Entry(3, 3, 5, ())]) == ([0, 0, 1], [1, 2, 2])


@settings(deadline=None)
@given(spans, spans, st.one_of(st.none(), st.integers(0, ROWS - 1)))
def test_arrows_reach_every_entry_and_every_free_row(
    first: list[tuple[int, int]], second: list[tuple[int, int]], gone: int | None
) -> None:
    held = sheet(column(first), column([each for each in second if each != (gone, 1)], gone))
    seen: set[Spot] = set()
    waiting = [landed(held, 0, 0)]
    while waiting:
        spot = waiting.pop()
        if spot in seen:
            continue
        seen.add(spot)
        steps = (
            vertical(held, spot, True),
            vertical(held, spot, False),
            sideways(held, spot, True),
            sideways(held, spot, False),
        )
        waiting += [each for each in steps if each is not None]
    for number, each in enumerate(held.columns):
        assert {spot.entry for spot in seen if spot.column == number and spot.entry is not None} == set(
            range(len(each.entries))
        )
        free = {row for row in range(ROWS) if not each.at(row) and each.is_there(row)}
        assert {spot.row for spot in seen if spot.column == number and spot.entry is None} == free


def test_down_goes_behind_the_entry_and_over_a_row_that_is_not_there() -> None:
    held = sheet(column([(2, 3)], gone=5))
    spot = vertical(held, Spot(0, 1), True)
    assert spot == Spot(0, 2, 0)
    assert vertical(held, spot, True) == Spot(0, 6)
    assert vertical(held, Spot(0, 6), False) == Spot(0, 4, 0)


def test_the_edge_is_told() -> None:
    held = sheet(column([]))
    assert sideways(held, Spot(0, 3), True) is None
    assert vertical(held, Spot(0, ROWS - 1), True) == Spot(0, ROWS - 1)
