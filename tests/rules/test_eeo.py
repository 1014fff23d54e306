"""Answers for equal opportunity: what is asked, and sums from which nobody's answer can be computed."""

from __future__ import annotations

from collections import Counter
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hrtui.errors import RuleBroken
from hrtui.recruiting.eeo import ANSWERS, DECLINED, QUESTIONS, Answers, read_answers
from hrtui.recruiting.eeocells import LINES, Cells, Line, Profile, Tally, counted

A, MET, H, R, Q = Line.APPLIED, Line.INTERVIEWED, Line.HIRED, Line.REJECTED, Line.ACTIVE
PROFILES = (frozenset({A, R}), frozenset({A, Q}), frozenset({A, MET, R}), frozenset({A, MET, Line.OFFERED, H}))
GROUPS = {1: (0, 1, 2), 2: (0, 1, 3), 3: (0, 4, 5)}
"""Three requisitions, two of one title."""
Who = tuple[int, int]
"""A requisition and the place of a profile."""


def tally_of(people: list[Who], said: tuple[str, ...]) -> Tally:
    return Counter((at, PROFILES[profile], answer) for (at, profile), answer in zip(people, said, strict=True))


def test_every_question_may_be_left_and_be_declined_and_takes_names_and_labels() -> None:
    assert all(DECLINED in ANSWERS[question] for question in QUESTIONS)
    assert read_answers({"race": "Two or more races", "sex": "FEMALE"}) == Answers("female", "several")
    assert read_answers({"veteran": "not protected", "disability": "declined"}) == Answers(
        "", "", "not_protected", DECLINED
    )


@pytest.mark.parametrize("given_", [{"sex": "Zyzyx"}, {"race": "female"}, {}, {"sex": " "}])
def test_what_is_no_answer_is_refused_without_being_repeated(given_: dict[str, str]) -> None:
    with pytest.raises(RuleBroken) as caught:
        read_answers(given_)
    assert caught.value.field in QUESTIONS
    assert "Zyzyx" not in str(caught.value)


def test_answers_say_nothing_of_themselves_in_a_log() -> None:
    assert repr(Answers("female", "black")) == "Answers(given)" == f"{Answers('male')}"


@pytest.mark.parametrize(
    ("counts", "seen"),
    [((20, 12, 2, 0), [20, 12, None, None]), ((20, 12, 2, 9), [20, 12, None, None]), ((20, 0, 9, 7), [20, None, 9, 7])],
)
def test_a_count_below_the_least_is_hidden_with_another_so_that_no_total_gives_it_away(
    counts: tuple[int, ...], seen: list[int | None]
) -> None:
    tally: Tally = Counter({(1, PROFILES[0], answer): count for answer, count in zip("wxyz", counts, strict=True)})
    found = counted(tally, {1: (0,)}, tuple("wxyz"), 5)
    assert [found.shown(each, 0, A) for each in "wxyz"] == seen
    assert (found.total(0, A), found.total(0, H)) == (sum(counts), 0)
    assert found.shown("w", 0, H) == 0


def test_where_all_gave_the_same_answer_or_few_applied_nothing_is_shown() -> None:
    for count in (4, 40):
        tally: Tally = Counter({(1, PROFILES[0], "x"): count})
        found = counted(tally, {1: (0,)}, ("x", "y", "z"), 5)
        assert [found.shown(each, 0, A) for each in "xyz"] == [None, None, None]


def test_a_large_company_sees_its_sums_though_single_requisitions_hide_theirs() -> None:
    dice, tally = Random(7), Counter[tuple[int, Profile, str]]()
    for at in range(1, 60):
        for _ in range(30):
            profile = dice.choices(PROFILES, [60, 20, 12, 8])[0]
            tally[at, profile, dice.choices("xyz", [50, 35, 15])[0]] += 1
    groups = {at: (0, 1 + at % 8, 8 + at) for at in range(1, 60)}
    found = counted(tally, groups, ("x", "y", "z"), 5)
    assert all(found.shown(each, 0, line) is not None for each in "xyz" for line in (A, MET, H, R))
    assert any(found.shown(each, 20, H) is None for each in "xyz")


def shown(found: Cells) -> list[int | None]:
    return [found.shown(answer, group, line) for answer in "xyz" for group in range(6) for line in LINES]


def counts_of(people: list[Who], said: tuple[str, ...]) -> list[int]:
    """The counts in the order of `shown`, from the people themselves."""
    counts = Counter(
        (answer, group, line)
        for (at, profile), answer in zip(people, said, strict=True)
        for group in GROUPS[at]
        for line in PROFILES[profile]
    )
    return [counts[answer, group, line] for answer in "xyz" for group in range(6) for line in LINES]


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 3), st.integers(0, 3)), min_size=1, max_size=7),
    st.integers(2, 4),
    st.randoms(use_true_random=False),
)
def test_whoever_knows_all_that_is_shown_and_how_everyone_stands_cannot_compute_a_hidden_count(
    people: list[Who], least: int, dice: Random
) -> None:
    """Of every hidden count that tells of people another is possible, tried with all answers everyone may have given."""
    said = tuple(dice.choices("xyz", [6, 3, 1], k=len(people)))
    found = counted(tally_of(people, said), GROUPS, ("x", "y", "z"), least)
    seen, real = shown(found), counts_of(people, said)
    possible: list[set[int]] = [set() for _ in seen]
    for other in product("xyz", repeat=len(people)):
        values = counts_of(people, other)
        if all(count is None or count == value for count, value in zip(seen, values, strict=True)):
            for kept, value in zip(possible, values, strict=True):
                kept.add(value)
    for count, held, kept in zip(seen, real, possible, strict=True):
        if count is None:
            assert len(kept) > 1 or not 0 < held < least
        else:
            assert count == held
            assert held == 0 or held >= least


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 3), st.integers(0, 3)), min_size=1, max_size=60),
    st.randoms(use_true_random=False),
)
def test_no_sum_of_shown_counts_leaves_a_hidden_one_that_is_small(people: list[Who], dice: Random) -> None:
    """Whatever is shown beside a hidden small count, of the same line or the same answer, at least two are hidden."""
    said = tuple(dice.choices("xyz", [6, 3, 1], k=len(people)))
    found = counted(tally_of(people, said), GROUPS, ("x", "y", "z"), 5)
    for group, line in product(range(6), LINES):
        held = [found.shown(each, group, line) for each in "xyz"]
        if any(found.values[at][group * len(LINES) + LINES.index(line)] in range(1, 5) for at in range(3)):
            assert held.count(None) >= 2
