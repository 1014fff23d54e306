"""Finding people: every field and word of a query, in order, within scope, in a bounded number of statements."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data import dialect
from data import directory as rows
from hrtui.access.rules import scopes
from hrtui.context import Context
from hrtui.errors import RuleBroken
from hrtui.money import Money
from hrtui.people import service
from hrtui.people.model import EmploymentType, JobChange, PayChange, Status, Termination
from hrtui.query.rules import parse
from hrtui.text import fold
from tests.conftest import Furnish
from tests.people import hire, statements

TODAY = date(2026, 11, 23)


@pytest.fixture
def company(ctx: Context, furnish: Furnish[None]) -> Context:
    furnish(ctx, founded)
    return ctx


def founded(ctx: Context) -> None:
    """Seven people with accents, signs of LIKE and FTS, a manager, one on leave, one who left, one to come."""
    hire(ctx, "García", "Zoë", number="9", title="Chief of 100%", email="zoe@x.com", department="Office")
    hire(ctx, "Kim", "Ann", number="10", manager="9", location="Boston", first_day=date(2020, 1, 6))
    hire(ctx, "kim", "Bo", number="1001", manager="9", department="Production", title="Tech_1")
    hire(
        ctx, "Ray", "Cy", number="1002", manager="10", employment_type=EmploymentType.PART_TIME, department="Production"
    )
    hire(ctx, 'O"Neil', "Di", number="1003", manager="10", title="Back\\slash")
    hire(ctx, "Zed", "Al", number="1004", first_day=date(2026, 12, 1))
    hire(ctx, "Poe", "Ed", number="1005", department="Sales", first_day=date(2021, 5, 3))
    service.change_job(ctx, "1002", JobChange(TODAY, status=Status.LEAVE))
    service.terminate(ctx, "1005", Termination(date(2026, 6, 30), "moved"))


def found(ctx: Context, text: str, limit: int | None = None) -> str:
    lines = service.directory_page(ctx, service.directory_ids(ctx, text, limit=limit))
    return " ".join(line.number for line in lines if line is not None)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("", "9 10 1001 1003 1005 1002 1004"),
        ("kim", "10 1001"),
        ("KIM ann", "10"),
        ("ki", "10 1001"),
        ("garcia", "9"),
        ("GARCÍA zoe", "9"),
        ("100%", "9"),
        ("%", "9"),
        ("_", "1001"),
        ("\\", "1003"),
        ("tech_1", "1001"),
        ('"o""neil"', "1003"),
        ('"kim, a"', "10"),
        ("zoe@x", "9"),
        ("prod ray", "1002"),
        ("nobody", ""),
        ("dept:prod", "1001 1002"),
        ("dept=prod", ""),
        ("dept=production", "1001 1002"),
        ("-dept:prod,office", "10 1003 1005 1004"),
        ("dept!=it", "9 1001 1005 1002"),
        ("dept:prod,sales", "1001 1005 1002"),
        ("title:chief", "9"),
        ("title:engineer -name:kim", "1005 1002 1004"),
        ("loc:bos", "10"),
        ('loc:""', "9 1001 1003 1005 1002 1004"),
        ("mgr:garcia", "10 1001"),
        ('mgr="kim, ann"', "1003 1002"),
        ("email:zoe", "9"),
        ("number:100", "1001 1003 1005 1002 1004"),
        ("number=10", "10"),
        ("name:kim", "10 1001"),
        ("name>p", "1005 1002 1004"),
        ("status:active", "9 10 1001 1003"),
        ("status:leave,starting", "1002 1004"),
        ("-status:active", "1005 1002 1004"),
        ("type:part-time", "1002"),
        ("hired<2021-01-01", "10"),
        ("hired:2021", "1005"),
        ("hired>=2026-12-01", "1004"),
        ("terminated:2026-06-30", "1005"),
        ("-terminated<2027-01-01", "9 10 1001 1003 1002 1004"),
        ("sort:number", "9 10 1001 1002 1003 1004 1005"),
        ("sort:-number", "1005 1004 1003 1002 1001 10 9"),
        ("sort:-name", "1004 1002 1005 1003 1001 10 9"),
        ("sort:dept,-name", "1004 1003 10 9 1002 1001 1005"),
        ("sort:terminated", "1005 9 10 1001 1003 1002 1004"),
        ("kim sort:-number", "1001 10"),
    ],
)
def test_a_query_finds_whom_it_says_in_its_order(company: Context, text: str, numbers: str) -> None:
    assert found(company, text) == numbers
    assert found(company, text, limit=2).split() == numbers.split()[:2]
    reach, query = scopes(company.actor, "people.read"), parse(text, TODAY)
    of_the_day = rows.find(query, reach, "", lens=rows.Lens(TODAY, False))
    assert list(of_the_day) == list(service.directory_ids(company, text))
    assert rows.page(of_the_day, reach, "", TODAY) == service.directory_page(company, of_the_day)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text("aekimz%_\\\"'* -()1", min_size=1, max_size=6).filter(str.strip))
def test_whatever_is_typed_in_quotes_is_looked_for_as_it_is(company: Context, typed: str) -> None:
    word = " ".join(typed.split())
    lines = service.directory_page(company, service.directory_ids(company))
    texts = {
        line.number: "\n".join((line.name, line.number, line.email, line.title, line.department, line.location))
        for line in lines
        if line is not None
    }
    quoted = '"' + word.replace('"', '""') + '"'
    wanted = [number for number, text in texts.items() if fold(word) in fold(text)]
    assert found(company, quoted).split() == wanted
    assert found(company, quoted, limit=3).split() == wanted[:3]


def test_a_query_half_typed_is_understood_as_far_as_it_goes(company: Context) -> None:
    ids, complete = service.directory_search(company, "kim dept:")
    assert (len(ids), complete) == (2, True)


def test_a_search_that_is_told_to_stop_returns_what_it_has(company: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dialect, "STEPS_BETWEEN_LOOKS", 1)
    whole = list(service.directory_ids(company))
    looks = iter([False] * 25 + [True])
    ids, complete = service.directory_search(company, stopped=lambda: next(looks, True))
    assert not complete
    assert 0 < len(ids) < len(whole)
    assert list(ids) == whole[: len(ids)]
    assert service.directory_search(company, stopped=lambda: True) == (array("q"), False)
    assert service.directory_search(company, budget=30.0) == (array("q", whole), True)


def test_a_page_gives_the_lines_in_the_order_of_the_ids_and_none_for_nobody(company: Context) -> None:
    ids = service.directory_ids(company)
    lines = service.directory_page(company, [ids[2], 999, ids[0]])
    assert [line and line.number for line in lines] == ["1001", None, "9"]
    assert service.directory_page(company, []) == []


def test_the_headcount_adds_up(company: Context) -> None:
    numbers = service.headcount(company)
    assert (numbers["active"], numbers["leave"], numbers["starting"], numbers["terminated"]) == (4, 1, 1, 1)
    assert numbers["departments"] == {"IT": 2, "Production": 2, "Office": 1}
    assert numbers["months"][-1] == ("2026-11", 5)
    assert dict(numbers["months"])["2026-06"] == 5
    assert dict(numbers["months"])["2026-05"] == 6
    assert len(numbers["months"]) == 12
    assert service.directory_count(company) == 7


def test_choices_offer_what_is_in_use_beginnings_first(company: Context) -> None:
    assert service.choices(company, "department", "o") == ("Office", "Production")
    assert service.choices(company, "location") == ("Boston",)
    assert service.choices(company, "title", "ENG") == ("Engineer",)
    assert service.choices(company, "manager", "kim") == ("10 Kim, Ann", "1001 kim, Bo")
    assert "1005 Poe, Ed" not in service.choices(company, "manager")
    assert service.choices(company, "pay_group") == ("main",)
    assert service.choices(company, "reason") == ("moved",)
    assert service.choices(company, "employment_type", "part") == ("part-time",)
    assert service.choices(company, "manager", "", limit=3) == ("9 García, Zoë", "10 Kim, Ann", "1001 kim, Bo")


def test_a_person_is_meant_by_number_by_choice_or_by_name(company: Context) -> None:
    assert service.resolve(company, "1002") == "1002"
    assert service.resolve(company, "1002 Ray, Cy") == "1002"
    assert service.resolve(company, "ray, cy") == "1002"
    assert service.resolve(company, "Cy Ray") == "1002"
    with pytest.raises(RuleBroken, match="10 Kim, Ann or 1001 kim, Bo; give the number"):
        service.resolve(company, "kim")


@pytest.mark.parametrize(
    ("use", "most"),
    [
        (lambda ctx: service.directory_page(ctx, service.directory_ids(ctx)), 2),
        (lambda ctx: service.directory_ids(ctx, "dept:prod mgr:kim title:eng loc:bos kim"), 5),
        (lambda ctx: service.directory_count(ctx), 1),
        (lambda ctx: service.headcount(ctx), 3),
        (lambda ctx: service.choices(ctx, "manager", "k"), 2),
    ],
)
def test_lists_take_a_bounded_number_of_statements(
    company: Context, use: Callable[[Context], object], most: int
) -> None:
    with statements() as few:
        use(company)
    for number in range(30):
        hire(company, f"Kim{number}", manager="9")
    with statements() as many:
        use(company)
    assert len(few) == len(many) <= most


def test_a_record_takes_the_same_statements_however_long_its_history(company: Context) -> None:
    with statements() as short:
        service.record(company, "10")
    for step in range(15):
        service.change_job(company, "10", JobChange(TODAY, title=f"Step {step}"))
        service.change_pay(company, "10", PayChange(TODAY, rate=Money(9_000_000 + step)))
    with statements() as long:
        assert len(service.record(company, "10").jobs) == 16
    assert len(long) == len(short) <= 14


def test_a_search_in_a_thread_of_its_own_reads_the_same(company: Context) -> None:
    from concurrent.futures import ThreadPoolExecutor

    def look(text: str) -> list[int]:
        company.store.connect()
        try:
            return list(service.directory_search(company, text, stopped=lambda: False)[0])
        finally:
            company.store.close()

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(look, "kim").result() == list(service.directory_ids(company, "kim"))


def test_the_directory_is_the_same_when_it_is_computed_again(company: Context) -> None:
    from data import directory
    from tests.people import directory_lines

    before = directory_lines()
    with company.store.write():
        directory.refresh([line[0] for line in before], TODAY)
    assert directory_lines() == before
    later = replace(company)
    with later.store.write():
        assert directory.roll(TODAY) == 0
        assert directory.roll(date(2026, 12, 1)) == 1
        assert directory.roll(TODAY) == len(before)
    assert directory_lines() == before
