"""The funnel: who reached which stage, what part passed, how long stages and hires took."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hrtui.recruiting.figures import figures
from hrtui.recruiting.model import Application, ApplicationState, Requisition
from hrtui.recruiting.playbook import Stage, StageType

DAY = date(2026, 11, 2)
STAGES = (Stage("New", StageType.NEW), Stage("Screen", StageType.SCREEN), Stage("Hired", StageType.HIRED))
WANTED = Requisition("R", "Engineer", stages=STAGES)


def at(
    id_: int, stage: str, days: int, state: ApplicationState = ApplicationState.ACTIVE, source: str = "web"
) -> Application:
    return Application(f"A{id_}", id_, 1, DAY, state, stage, DAY + timedelta(days=days), source=source, id=id_)


def test_who_went_back_still_reached_the_stage_and_days_count_until_it_is_left() -> None:
    history = [
        at(1, "New", 0), at(2, "New", 0, source="friend"), at(1, "Screen", 4), at(2, "Screen", 2, source="friend"),
        at(1, "New", 5), at(2, "Hired", 12, ApplicationState.HIRED, "friend"), at(3, "New", 0),
    ]  # fmt: skip
    found = figures(WANTED, DAY - timedelta(days=10), history, DAY + timedelta(days=20))
    assert [(each.stage, each.reached, each.through) for each in found.stages] == [
        ("New", 3, None),
        ("Screen", 2, 67),
        ("Hired", 1, 50),
    ]
    assert [each.days for each in found.stages] == [3.0, 5.5, None]
    assert [each.now for each in found.stages] == [2, 0, 0]
    assert (found.to_fill, found.to_hire) == (22, 12.0)
    assert found.sources == {"web": (2, 0), "friend": (1, 1)}


def test_nothing_gives_figures_of_nothing() -> None:
    found = figures(WANTED, None, [], DAY)
    assert ([each.reached for each in found.stages], found.to_fill, found.to_hire, found.sources) == (
        [0, 0, 0],
        None,
        None,
        {},
    )


@given(st.lists(st.tuples(st.integers(1, 5), st.sampled_from(["New", "Screen", "Hired"])), max_size=30))
def test_a_later_stage_is_never_reached_by_more_than_an_earlier_one(moves: list[tuple[int, str]]) -> None:
    history = [at(id_, stage, day) for day, (id_, stage) in enumerate(moves)]
    reached = [each.reached for each in figures(WANTED, DAY, history, DAY).stages]
    assert reached == sorted(reached, reverse=True)
    assert reached[0] == len({id_ for id_, _ in moves})
