"""The org chart's rules: spans equal a naive count whatever the managers are, and every person stands there once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hrtui.org.tree import (
    NO_MANAGER,
    TOP,
    Kind,
    Member,
    Opening,
    Tree,
    Unit,
    by_department,
    by_manager,
    reporting,
)

NAMES = ("Sales", "IT", "Plant")


@st.composite
def companies(draw: st.DrawFn) -> list[Member]:
    """Up to thirty people, whose managers may be anyone, themselves, nobody or someone who is not there."""
    count = draw(st.integers(0, 30))
    managers = st.one_of(st.none(), st.integers(1, count + 3))
    return [
        Member(id_, draw(managers), draw(st.booleans()), draw(st.integers(0, 10_000)), draw(st.booleans()), draw(st.sampled_from(NAMES)))
        for id_ in range(1, count + 1)
    ]  # fmt: skip


def naive(members: list[Member]) -> dict[int, tuple[int, int, int]]:
    """Direct reports, all below and their hours for each id, by walking up from everyone along the cut lines."""
    lines = reporting(members)
    out = {each.id: [0, 0, 0] for each in members}
    for at, each in enumerate(members):
        up, steps = lines[at], 0
        while up != TOP and not each.starting:
            steps += 1
            assert steps <= len(members)
            out[members[up].id][0] += steps == 1
            out[members[up].id][1] += 1
            out[members[up].id][2] += each.fte
            up = lines[up]
    return {id_: (direct, total, fte) for id_, (direct, total, fte) in out.items()}


def counted(tree: Tree) -> dict[int, tuple[int, int, int]]:
    return {each.id: (tree.direct[at], tree.total[at], tree.fte[at]) for at, each in enumerate(tree.members)}


@given(companies())
def test_spans_equal_a_naive_count(members: list[Member]) -> None:
    assert counted(by_manager(members)) == naive(members)
    assert counted(by_department(members, ())) == naive(members)


@given(companies(), st.integers(0, 5))
def test_everyone_stands_in_the_chart_once(members: list[Member], units: int) -> None:
    nested = [Unit(at + 1, name, (at + 1) % 3 + 1, units) for at, name in enumerate(NAMES)]
    openings = [Opening("P-1", "Clerk", "IT", units, 2)]
    for tree in (by_manager(members, openings), by_department(members, nested, openings)):
        nodes = [node for node, _ in tree.walk(tree.roots)]
        assert sorted(nodes) == list(range(len(tree.parents)))
        for node in nodes:
            assert all(tree.parents[child] == node for child in tree.children(node))
        assert tree.seats == 2


@given(companies())
def test_a_line_is_cut_only_where_there_is_a_circle(members: list[Member]) -> None:
    lines = reporting(members)
    ids = {each.id for each in members}
    for at, up in enumerate(lines):
        manager, seen = members[at].manager, set[int]()
        if up != TOP:
            assert members[up].id == manager
        elif manager in ids:
            at_id: int | None = manager
            by_id = {each.id: each.manager for each in members}
            while at_id in ids and at_id not in seen and at_id is not None:
                seen.add(at_id)
                at_id = by_id[at_id]
            assert members[at].id in seen


def person(id_: int, manager: int | None = None, department: str = "IT", named: bool = False) -> Member:
    return Member(id_, manager, named, 10_000, False, department)


def test_who_leads_others_stands_at_the_top_and_who_has_no_manager_under_a_heading() -> None:
    tree = by_manager(
        [person(1), person(2, 1), person(3), person(4, 99), person(5, 98), person(6, None, named=True)], (), {98}
    )
    assert [tree.key(node) for node in tree.roots] == [1, 5, "none"]
    assert [tree.key(node) for node in tree.children(tree.roots[-1])] == [3, 4, 6]
    heading = tree.extra(tree.roots[-1])
    assert heading is not None and heading.label == NO_MANAGER
    assert (tree.people, tree.layers, tree.managers, tree.span) == (6, 2, 1, 1.0)


def test_vacant_seats_stand_under_their_manager_or_in_their_department() -> None:
    members = [person(1), person(2, 1, "Sales")]
    openings = [Opening("P-1", "Clerk", "Sales", 1, 3), Opening("P-2", "Rep", "Sales", 2, 1)]
    tree = by_manager(members, openings)
    assert [tree.key(node) for node in tree.children(0)] == [2, "seat:P-1"]
    assert (tree.vacant[0], tree.vacant[1], tree.seats) == (3, 1, 4)
    tree = by_department(members, [Unit(1, "Sales"), Unit(2, "IT")], openings)
    sales = tree.find_key("dept:Sales")
    assert sales is not None
    assert [tree.key(node) for node in tree.children(sales)] == [2, "seat:P-1"]
    assert [tree.key(node) for node in tree.children(1)] == ["seat:P-2"]


def test_departments_nest_and_their_heads_come_first() -> None:
    members = [person(1, None, "Company"), person(2, 3, "Sales"), person(3, 2, "Sales"), person(4, 2, "Sales")]
    units = [Unit(1, "Company"), Unit(2, "Sales", 1, 4)]
    tree = by_department(members, units)
    company, sales = tree.find_key("dept:Company"), tree.find_key("dept:Sales")
    assert company is not None and sales is not None
    assert [tree.key(node) for node in tree.roots] == ["dept:Company"]
    assert [tree.key(node) for node in tree.children(sales)] == [4, 2]
    assert (tree.direct[company], tree.total[company], tree.total[sales]) == (1, 4, 3)
    extra = tree.extra(sales)
    assert extra is not None and extra.kind is Kind.DEPARTMENT


def test_a_walk_stops_so_many_levels_below() -> None:
    tree = by_manager([person(1), person(2, 1), person(3, 2)])
    assert [tree.key(node) for node, _ in tree.walk(tree.roots, 1)] == [1, 2]
    assert [len(trail) for _, trail in tree.walk([1])] == [1, 2]
