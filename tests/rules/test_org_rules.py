"""Laws of what departments count together, and of the names a scope means."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from hrtui.org import rules
from hrtui.org.model import Department

FIRST = date(2020, 1, 1)
# Each department's parent is an earlier one or none, so that there is no circle; with how many people are in each.
FORESTS = st.lists(st.tuples(st.integers(-1, 30), st.integers(0, 50)), min_size=1, max_size=12).map(
    lambda drawn: [(parent if 0 <= parent < at else None, count) for at, (parent, count) in enumerate(drawn)]
)
NAMES = st.text(alphabet="abc", min_size=1, max_size=3)


@given(FORESTS)
def test_each_department_counts_its_own_people_and_those_of_the_ones_right_below(
    forest: list[tuple[int | None, int]],
) -> None:
    parents = {at: parent for at, (parent, _) in enumerate(forest)}
    counts = {at: count for at, (_, count) in enumerate(forest)}
    totals = rules.totals(parents, counts)
    for own in parents:
        assert totals[own] == counts[own] + sum(totals[each] for each in parents if parents[each] == own)
    assert sum(totals[own] for own in parents if parents[own] is None) == sum(counts.values())


def test_departments_in_a_circle_count_each_once() -> None:
    assert rules.totals({1: 2, 2: 1, 3: 1}, {1: 5, 2: 7, 3: 1}) == {1: 13, 2: 13, 3: 1}


@given(st.lists(st.lists(NAMES, min_size=1, max_size=3), max_size=5), st.sets(NAMES, max_size=4))
def test_a_scope_means_every_name_of_what_it_names_and_asking_again_adds_nothing(
    drawn: list[list[str]], asked: set[str]
) -> None:
    taken: set[str] = set()
    histories: dict[int, list[Department]] = {}
    for id_, names in enumerate(drawn):
        own = [name for name in dict.fromkeys(names) if name not in taken]
        taken.update(own)
        if own:
            histories[id_] = [Department(id_, FIRST.replace(day=at), name) for at, name in enumerate(own, 1)]
    found = rules.all_names(histories, asked)
    assert asked <= found == rules.all_names(histories, found)
    for history in histories.values():
        called = {row.name for row in history}
        assert called <= found if called & asked else not called & found
