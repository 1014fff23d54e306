"""The figures of many requisitions: kinds of stages reached, times by their middle, endings, offers, and shares that add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from statistics import median

from hypothesis import given
from hypothesis import strategies as st

from hrtui.dates import Period
from hrtui.recruiting.figures import figures
from hrtui.recruiting.model import Application, ApplicationState, Requisition
from hrtui.recruiting.overall import By, Filling, Offered, middle, overall
from hrtui.recruiting.paths import Path, Step
from hrtui.recruiting.playbook import Stage, StageType

DAY = date(2026, 11, 2)
PERIOD = Period(date(2026, 1, 1), date(2026, 12, 31))
LONG = (
    Stage("New", StageType.NEW), Stage("Test", StageType.ASSESS), Stage("Talk", StageType.INTERVIEW), Stage("In", StageType.HIRED),
)  # fmt: skip
SHORT = (Stage("Box", StageType.NEW), Stage("Meet", StageType.INTERVIEW), Stage("Hired", StageType.HIRED))
IT = Requisition("R1", "Engineer", "IT", recruiter="rita", template="long", stages=LONG, id=1)
SALES = Requisition("R2", "Clerk", "Sales", recruiter="rita", template="short", stages=SHORT, id=2)


def step(stage: str, days: int, state: str = "active", reason: str = "", source: str = "web", on: int = 0) -> Step:
    return Step(
        DAY + timedelta(days=on),
        state,
        stage,
        DAY + timedelta(days=days),
        reason,
        "company" if reason else "",
        "",
        source,
        "",
    )


def path(id_: int, requisition: int, *steps: Step) -> Path:
    return Path(id_, requisition, steps)


def test_stages_are_counted_by_their_kind_and_whoever_came_later_passed_it() -> None:
    ways = [
        path(1, 1, step("New", 0), step("Test", 4), step("Talk", 6), step("In", 16, "hired")),
        path(2, 1, step("New", 0), step("New", 0, "rejected", "skills")),
        path(3, 2, step("Box", 0, source=""), step("Meet", 2, source="")),
        path(4, 9, step("Gone", 0)),
    ]
    fillings = {
        1: Filling(IT, DAY - timedelta(days=10), DAY + timedelta(days=16), late=1, owed=2),
        2: Filling(SALES, date(2025, 5, 5)),
    }
    found = overall(PERIOD, iter(ways), fillings, {1: "accepted", 3: "sent"})
    assert [(each.stage, each.reached, each.through, each.days, each.now) for each in found.stages] == [
        ("new", 3, None, 3.0, 0), ("assess", 2, 67, 2.0, 0), ("interview", 2, 100, 10.0, 1), ("hired", 1, 50, None, 0),
    ]  # fmt: skip
    assert (found.applied, found.hired, found.to_hire) == (3, 1, 16.0)
    assert (found.approved, found.filled, found.to_fill) == (1, 1, 26.0)
    assert [(each.reason, each.side, each.count) for each in found.endings] == [("skills", "company", 1)]
    assert found.offers == Offered(2, 1, 0, 0, 1, 100)
    shares = {each.name: each for each in found.shares[By.DEPARTMENT]}
    assert (shares["IT"].applied, shares["IT"].hired, shares["IT"].part, shares["IT"].late, shares["IT"].owed) == (
        2,
        1,
        50,
        1,
        2,
    )
    assert (shares["Sales"].interviewed, shares["Sales"].to_fill) == (1, None)
    assert [(each.name, each.applied) for each in found.shares[By.SOURCE]] == [("web", 2), ("unknown", 1)]
    assert [(each.name, each.requisitions) for each in found.shares[By.RECRUITER]] == [("rita", 2)]


def test_nothing_gives_a_report_of_nothing() -> None:
    found = overall(PERIOD, [], {}, {})
    assert (found.applied, found.stages, found.to_hire, found.offers.part) == (0, (), None, None)


@given(st.lists(st.integers(0, 400), max_size=40))
def test_the_middle_of_counted_days_is_their_median(days: list[int]) -> None:
    assert middle(Counter(days)) == (float(median(days)) if days else None)


STAGES = ("New", "Test", "Talk", "In")
STATES = ("active", "rejected", "withdrawn", "hired")
Moves = list[tuple[int, int, str]]


@given(st.lists(st.tuples(st.integers(1, 6), st.integers(0, 3), st.sampled_from(STATES)), max_size=40))
def test_one_requisition_has_the_figures_that_the_report_over_all_has(moves: Moves) -> None:
    history = [
        Application(
            f"A{id_}", id_, 1, DAY, ApplicationState(state), STAGES[stage], DAY + timedelta(days=at), source="web", id=id_
        )
        for at, (id_, stage, state) in enumerate(moves)
    ]  # fmt: skip
    one = figures(IT, DAY, history, DAY)

    def ways() -> Iterator[Path]:
        for id_ in sorted({each.id for each in history}):
            mine = [each for each in history if each.id == id_]
            yield path(id_, 1, *(step(each.stage, (each.since - DAY).days, each.state.value) for each in mine))

    found = overall(PERIOD, ways(), {1: Filling(IT, DAY)}, {})
    assert [(each.reached, each.through, each.days, each.now) for each in found.stages] == [
        (each.reached, each.through, each.days, each.now) for each in one.stages
    ]
    assert found.to_hire == one.to_hire
    for by in By:
        assert sum(each.applied for each in found.shares[by]) == found.applied
        assert sum(each.hired for each in found.shares[by]) == found.hired
