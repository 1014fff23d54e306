"""The list of COBRA: cases are raised and taken on with keys alone, and what is stored is what is shown."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from data import people
from data.audit import append
from data.benefits import cobra, elections
from data.db import Store
from hrtui.audit.model import Entry
from hrtui.audit.writing import begin
from hrtui.benefits.cobra.model import Answer, Case, State
from hrtui.benefits.model import Choice, Election, ElectionState
from hrtui.benefits.planfile import EXAMPLE
from hrtui.benefits.plans import PlanType, Tier
from hrtui.contacts import service as contacts
from hrtui.contacts.model import Contact, ContactKind
from hrtui.context import Context
from hrtui.people import service
from hrtui.people.model import Termination
from tests.people import hire
from tests.ui.conftest import MakeApp, text, until

JAN = date(2026, 1, 1)


def leaver(ctx: Context, store: Store, folder: Path, last: str = "Kim") -> str:
    """Someone who left with medical for themself and a spouse."""
    (folder / "benefits.yaml").write_text(EXAMPLE.read_text("utf-8"))
    number = hire(ctx, last)
    contacts.add(ctx, number, Contact(JAN, ContactKind.DEPENDENT, "Sam", last, "spouse", birth_date=date(1988, 2, 2)))
    medical = Choice(PlanType.MEDICAL, "medical", "ppo", Tier.SPOUSE, covers=(1,))
    with store.write():
        entered = begin(ctx, "benefits.enrol", number)
        append(Entry(entered.at, entered.by, "benefits.enrol", number, entered.command))
        elections.put_many([(people.person_id(number) or 0, Election(JAN, medical, ElectionState.ACTIVE))], entered)
    service.terminate(ctx, number, Termination(date(2026, 11, 10), "another job"))
    return number


def case() -> Case:
    found = cobra.numbered("C2026-0001")
    assert found is not None
    return found


@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
async def test_a_case_is_raised_noticed_elected_and_paid_with_keys(
    hr_app: MakeApp, ctx: Context, store: Store, tmp_path: Path, size: tuple[int, int]
) -> None:
    leaver(ctx, store, tmp_path)
    app = hr_app(ctx, address="cobra")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "1 to raise" in text(app))
        await pilot.press("a")
        await until(pilot, lambda: "Raise a case of COBRA?" in text(app))
        await pilot.press("y")
        await until(pilot, lambda: "election noti" in text(app))
        await pilot.press("N")
        await until(pilot, lambda: "Notice sent" in text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "it can be elected until 2027-01-29" in said(app))
        assert case().state is State.NOTICED
        await pilot.press("e")
        await until(pilot, lambda: "Kim, Ann" in text(app) and "Each may elect alone" in text(app))
        await pilot.press(*"elects", "tab", *"declines", "tab", "enter")
        await until(pilot, lambda: "its first payment is due by 2027-01-07" in said(app))
        assert case().answers == {0: Answer.ELECTED, 1: Answer.DECLINED}
        await pilot.press("P")
        await until(pilot, lambda: "nothing is paid yet" in said(app))
        await pilot.press("enter", "enter")
        await until(pilot, lambda: "is paid through 2026-12-31" in said(app))
        assert (case().state, case().paid_through) == (State.PAYING, date(2026, 12, 31))


def said(app: object) -> str:
    """What is shown, in one line, since sentences wrap."""
    return " ".join(text(app).split())  # type: ignore[arg-type]


async def test_enter_shows_what_each_pays(hr_app: MakeApp, ctx: Context, store: Store, tmp_path: Path) -> None:
    from hrtui.benefits.cobra import raising

    leaver(ctx, store, tmp_path)
    raising.raise_all(ctx)
    app = hr_app(ctx, address="cobra")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "C2026-0001 of Kim" in text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "655.25" in text(app))
        assert "1,375.98" in text(app)
        assert "102 %" in text(app)


async def test_the_notice_is_written_from_the_list(hr_app: MakeApp, ctx: Context, store: Store, tmp_path: Path) -> None:
    from hrtui.benefits.cobra import raising

    leaver(ctx, store, tmp_path)
    raising.raise_all(ctx)
    app = hr_app(ctx, address="cobra")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "C2026-0001 of Kim" in text(app))
        await pilot.press("W")
        await until(pilot, lambda: "COBRA election notice" in text(app))
        await pilot.press(*str(tmp_path / "n.pdf"), "enter")
        await until(pilot, lambda: "is in" in text(app))
        assert (tmp_path / "n.pdf").read_bytes().startswith(b"%PDF")


async def test_an_empty_list_says_what_fills_it_and_markup_of_names_is_shown(
    hr_app: MakeApp, ctx: Context, store: Store, tmp_path: Path
) -> None:
    app = hr_app(ctx, address="cobra")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "No case is open." in text(app))
        await pilot.press("L")
        await until(pilot, lambda: "No election or payment was missed" in text(app))
        await pilot.press("N")
        await until(pilot, lambda: "There is no case here." in text(app))
        leaver(ctx, store, tmp_path, "[b]Kim")
        await pilot.press("a")
        await until(pilot, lambda: "[b]Kim" in text(app))
        await pilot.press("escape")
        await until(pilot, lambda: "Raise a case" not in text(app))


async def test_a_paper_of_a_person_is_written_from_their_benefits(
    hr_app: MakeApp, ctx: Context, store: Store, tmp_path: Path
) -> None:
    number = leaver(ctx, store, tmp_path)
    app = hr_app(ctx, address=f"benefits {number}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "PPO" in text(app))
        await pilot.press("W")
        await until(pilot, lambda: f"Of Kim, Ann ({number})." in text(app))
        await pilot.press(*"summary", "tab", "tab", *str(tmp_path / "s.pdf"), "enter")
        await until(pilot, lambda: "is in" in text(app))
        assert (tmp_path / "s.pdf").read_bytes().startswith(b"%PDF")


async def test_a_case_raised_by_hand_asks_for_those_covered_by_name(
    hr_app: MakeApp, ctx: Context, store: Store, tmp_path: Path
) -> None:
    number = leaver(ctx, store, tmp_path)
    app = hr_app(ctx, address="cobra")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "No case is open." in text(app))
        await pilot.press("A")
        await until(pilot, lambda: "Raise a case" in text(app))
        await pilot.press(*number, "tab", *"divorce", "tab", *"nov 2", "enter")
        await until(pilot, lambda: "Who lost coverage" in text(app))
        assert "Sam Kim" in text(app)
        assert "Kim, Ann (" in text(app)
        await pilot.press("ctrl+j")
        await until(pilot, lambda: "C2026-0001 of Kim" in text(app))
        assert (case().answers, case().lost) == ({1: Answer.OPEN}, date(2026, 11, 30))
