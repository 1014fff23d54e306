"""The directory of any day, and what queries ask beyond today's lines: pay, grades, tags, custom fields, who is below whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from data import spans
from data.base import database
from data.schema import AuditRow, DepartmentFactRow, DepartmentRow, PersonRow, TagRow
from hrtui.access.model import Field, Grant, Scope, Sight
from hrtui.audit import writing
from hrtui.config import CustomField, CustomKind
from hrtui.context import Context
from hrtui.errors import NotAllowed, QueryError
from hrtui.money import Money
from hrtui.people import service
from hrtui.people.model import Basis, Flsa, JobChange, PayChange, ProfileChange, Status, Termination
from hrtui.people.summary import PersonDetail
from tests.conftest import ContextAs, Furnish
from tests.people import hire, statements

TODAY = date(2026, 11, 23)
OWN = (
    CustomField("shirt", "Shirt size", CustomKind.CHOICE, ("S", "Extra L")),
    CustomField("badge", "Badge", CustomKind.NUMBER),
    CustomField("keys", "Has keys", CustomKind.FLAG),
    CustomField("checked", "Checked on", CustomKind.DATE),
    CustomField("desk", "Desk"),
)


def tag(ctx: Context, number: str, name: str, on: date, held: bool = True) -> None:
    person = PersonRow.select(PersonRow.id).where(PersonRow.number == number).scalar()
    with ctx.store.write():
        entered = writing.begin(ctx, "people.change_job", number)
        TagRow.insert(
            person=person, effective_from=on, seq=0, command=entered.command, recorded_at=entered.at,
            recorded_by=entered.by, tag=name, set=int(held),
        ).execute()  # fmt: skip
        writing.note(entered, "people.change_job", number, ())


@pytest.fixture
def ctx(ctx: Context) -> Context:
    return replace(ctx, config=replace(ctx.config, custom_fields=OWN))


@pytest.fixture
def company(ctx: Context, furnish: Furnish[None]) -> Context:
    furnish(ctx, founded)
    return ctx


def founded(ctx: Context) -> None:
    """Ann leads Bo and Cy, Cy leads Di; titles, pay, names and managers changed over the years, and Ed left."""
    hire(ctx, "Kim", "Ann", number="1", title="Chief", first_day=date(2015, 1, 5), rate=Money(20_000_000), grade="M1")
    hire(
        ctx, "Lee", "Bo", number="2", manager="1", first_day=date(2020, 1, 6), rate=Money(7_000_000), cost_centre="4400"
    )
    hire(
        ctx, "Ray", "Cy", number="3", manager="1", first_day=date(2020, 1, 6), rate=Money(9_000_000), department="Sales"
    )
    hire(
        ctx, "Poe", "Di", number="4", manager="3", first_day=date(2021, 3, 1), basis=Basis.HOURLY, rate=Money(30_00),
        standard_hours=Decimal(20), fte=Decimal("0.5"), flsa=Flsa.NON_EXEMPT,
    )  # fmt: skip
    hire(ctx, "Zed", "Ed", number="5", manager="2", first_day=date(2020, 6, 1), rate=None)
    hire(ctx, "Fox", "Flo", number="6", manager="1", first_day=date(2027, 1, 4), rate=Money(5_000_000))
    service.change_job(ctx, "2", JobChange(date(2022, 1, 1), title="Lead", department="Sales", grade="P2"))
    service.change_pay(ctx, "2", PayChange(date(2022, 1, 1), rate=Money(8_500_000)))
    service.change_pay(ctx, "2", PayChange(date(2027, 1, 1), rate=Money(10_000_000)))
    service.change_profile(ctx, "1", ProfileChange(date(2023, 5, 1), last_name="Kim-Ôst"))
    service.change_job(ctx, "4", JobChange(date(2024, 1, 1), manager="2"))
    service.terminate(ctx, "5", Termination(date(2023, 6, 30), "moved"))
    service.change_profile(
        ctx,
        "2",
        ProfileChange(date(2024, 1, 1), custom={"shirt": "Extra L", "badge": "12.5", "keys": "yes", "desk": "West"}),
    )
    service.change_profile(ctx, "3", ProfileChange(date(2024, 1, 1), custom={"badge": "9", "checked": "2025-02-01"}))
    tag(ctx, "2", "First aid", date(2022, 1, 1))
    tag(ctx, "2", "First aid", date(2026, 1, 1), held=False)
    tag(ctx, "3", "remote", date(2025, 1, 1))


def found(ctx: Context, text: str, limit: int | None = None) -> str:
    ids = service.directory_ids(ctx, text, limit=limit)
    return " ".join(line.number for line in service.directory_page(ctx, ids, service.query_day(ctx, text)) if line)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("@2014-12-31", ""),
        ("@2019-06-01 status:active", "1"),
        ("@2020-01-06 status:active", "1 2 3"),
        ("@2022-06-01 status:active sort:number", "1 2 3 4 5"),
        ("@2023-06-30 zed status:active", "5"),
        ("@2023-07-01 zed status:active", ""),
        ("@2023-07-01 terminated:2023", "5"),
        ("@2021-12-31 title:lead", ""),
        ("@2022-01-01 title:lead dept:sales", "2"),
        ("@2021-12-31 dept:sales", "3"),
        ("@2022-01-01 dept:sales", "2 3"),
        ("@2023-04-30 manager:kim-", ""),
        ("@2023-05-01 manager:kim-ost", "2 3"),
        ("@2023-12-31 manager:ray", "4"),
        ("@2024-01-01 manager:lee", "4 5"),
        ("@2024-01-01 manager:none", "1"),
        ('@2021-06-01 reports:"kim, ann"', "2 4 3 5"),
        ('@2021-06-01 reports="ray, cy"', "4"),
        ("reports:ray", ""),
        ("reports:lee status:active", "4"),
        ("reports:1 -reports:2", "6 2 3"),
        ("reports:none", "1"),
        ("@2026-12-01 fox", "6"),
        ("@2027-01-04 fox status:active", "6"),
        ("fox status:starting pay:50k", "6"),
        ("pay>80k", "1 2 3"),
        ("pay:80k..100k", "2 3"),
        ("pay:..80k", "6 4"),
        ("@2021-12-31 pay:70k", "2"),
        ("@2027-01-01 pay>=100k sort:-pay", "1 2"),
        ("pay:31200", "4"),
        ("pay:none", "5"),
        ("-pay:none pay<60000.50", "6 4"),
        ("sort:-pay", "1 3 2 6 4 5"),
        ("sort:pay", "4 6 2 3 1 5"),
        ("basis:hourly", "4"),
        ("basis:none", "5"),
        ("-basis:annual", "4 5"),
        ("grade:p2", "2"),
        ("grade:none status:active sort:number", "3 4"),
        ("sort:-grade,number", "2 1 3 4 5 6"),
        ("cc:44", "2"),
        ("cc!=4400 sort:number", "1 3 4 5 6"),
        ("position:none title:lead", "2"),
        ("flsa:exempt", ""),
        ("fte<1", "4"),
        ("fte:0.5..0.8", "4"),
        ("sort:fte,number", "4 1 2 3 5 6"),
        ("tag:remote", "3"),
        ("tag:first", ""),
        ('@2025-12-31 tag="first aid"', "2"),
        ("@2021-12-31 tag:first", ""),
        ("-tag:remote status:active sort:number", "1 2 4"),
        ("tag:none,remote sort:number", "1 2 3 4 5 6"),
        ('shirt:"extra l"', "2"),
        ("@2023-12-31 shirt:Extra", ""),
        ("shirt:none sort:number", "1 3 4 5 6"),
        ("badge>10", "2"),
        ("badge:9..13 sort:-badge", "2 3"),
        ("badge:none sort:number", "1 4 5 6"),
        ("keys:yes", "2"),
        ("checked:2025", "3"),
        ("checked:none sort:number", "1 2 4 5 6"),
        ("desk:wes", "2"),
        ("desk=west", "2"),
        ("sort:-desk,number", "2 1 3 4 5 6"),
    ],
)
def test_a_query_finds_whom_it_says_on_the_day_it_names(company: Context, text: str, numbers: str) -> None:
    asked = text.replace("shirt:Extra", 'shirt:"Extra L"')
    assert found(company, asked) == numbers
    assert found(company, asked, limit=1).split() == numbers.split()[:1]


def test_the_lens_sets_the_day_of_lists_counts_and_pages(company: Context) -> None:
    then = replace(company, lens=date(2021, 6, 1))
    lines = service.directory_page(then, service.directory_ids(then))
    assert [(line.name, line.manager, line.department) for line in lines if line][:2] == [
        ("Kim, Ann", "", "IT"),
        ("Lee, Bo", "Kim, Ann", "IT"),
    ]
    assert service.directory_count(then) == 5
    numbers = service.headcount(then)
    assert (numbers["active"], numbers["terminated"], numbers["starting"]) == (5, 0, 0)
    assert numbers["departments"] == {"IT": 4, "Sales": 1}
    assert numbers["months"][0] == ("2020-07", 4)
    assert numbers["months"][-1] == ("2021-06", 5)
    assert found(then, "@2019-01-01") == "1"
    assert service.query_day(then, "kim") == date(2021, 6, 1)
    assert service.query_day(then, "kim @2019-01-01") == date(2019, 1, 1)
    soon = replace(company, lens=date(2027, 1, 4))
    assert service.headcount(soon)["active"] == 5


def test_the_lens_shows_another_day_and_not_other_people(company: Context, ctx_as: ContextAs) -> None:
    was = ctx_as(Grant("people.read", Scope(team=True)), person="3")
    assert (found(was, ""), found(was, "@2022-01-01")) == ("", "")
    assert service.directory_count(replace(was, lens=date(2022, 1, 1))) == 0
    over = ctx_as(Grant("people.read", Scope(team=True)), person="1")
    today = set(found(over, "").split())
    assert today
    assert set(found(over, "@2022-01-01").split()) <= today


def test_pay_is_asked_for_only_where_a_role_is_shown_it(company: Context, ctx_as: ContextAs) -> None:
    blind = ctx_as(Grant("people.read", Scope(everyone=True), {Field.PAY: Sight.MASKED}))
    for text, at in (("kim pay>80k", 4), ("sort:name,-pay", 10), ("-basis:hourly", 1)):
        with pytest.raises(QueryError, match="not shown pay") as caught:
            service.directory_ids(blind, text)
        assert caught.value.at == at
    with pytest.raises(NotAllowed, match="not shown pay"):
        service.see_pay(blind, "kim")
    assert "pay:" not in service.complete(blind, "pa", 2)
    half = ctx_as(
        Grant("people.read"), Grant("people.read", Scope(departments=frozenset({"Sales"})), {Field.PAY: Sight.SHOWN})
    )
    assert found(half, "pay>0") == "2 3"
    assert found(half, "-pay>0 sort:-pay") == ""
    assert found(half, "@2021-01-01 pay>0") == "2 3"
    ids = service.directory_ids(half, "sort:number")
    masked = service.directory_details(half, ids)
    assert [line.annual for line in masked if line] == [None] * 6
    shown = service.directory_details(half, ids, seen=service.see_pay(half, "sort:number"))
    assert [(line.pay_shown, line.annual) for line in shown if line] == [
        (False, None), (True, 8_500_000), (True, 9_000_000), (False, None), (False, None), (False, None),
    ]  # fmt: skip


def entries() -> list[tuple[str, str]]:
    rows = database.execute(AuditRow.select(AuditRow.action, AuditRow.detail).order_by(AuditRow.id)).fetchall()
    return [(action, detail) for action, detail in rows if action == "people.see_pay"]


def test_asking_about_pay_leaves_one_entry_for_a_query(company: Context) -> None:
    service.directory_ids(company, "kim")
    service.directory_search(company, "pay>8", budget=5.0)
    assert entries() == []
    ids = service.directory_ids(company, "pay>80k")
    assert len(entries()) == 1
    assert '"query":"pay>80k"' in entries()[0][1].replace(": ", ":")
    seen = service.see_pay(company, "kim")
    for _ in range(3):
        service.directory_details(company, ids, seen=seen)
    assert len(entries()) == 2


def test_details_are_those_of_the_day(company: Context) -> None:
    ids = service.directory_ids(company, "sort:number")
    seen = service.see_pay(company, "")
    now = service.directory_details(company, [ids[1], 99, ids[3]], seen=seen)
    assert now == [
        PersonDetail(
            ids[1], grade="P2", cost_centre="4400", flsa="non-exempt", pay_shown=True, annual=8_500_000, rate=8_500_000,
            basis="annual", pay_group="main", custom={"shirt": "Extra L", "badge": "12.5", "keys": "yes", "desk": "West"},
        ),
        None,
        PersonDetail(
            ids[3], flsa="non-exempt", fte=Decimal("0.5"), pay_shown=True, annual=3_120_000, rate=30_00, basis="hourly",
            pay_group="main",
        ),
    ]  # fmt: skip
    then = service.directory_details(company, [ids[1]], date(2022, 1, 1), seen)[0]
    assert then is not None
    assert (then.tags, then.custom, then.annual) == (("First aid",), {}, 8_500_000)


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("dept:s", ["dept:Sales"]),
        ("title:", ["title:Chief", "title:Engineer", "title:Lead"]),
        ("mgr:kim", ['mgr:"Kim-Ôst, Ann"']),
        ("mgr=", ['mgr="Kim-Ôst, Ann"', 'mgr="Lee, Bo"']),
        ("reports:le", ['reports:"Lee, Bo"']),
        ("name:l", ['name:"Lee, Bo"']),
        ("grade:", ["grade:M1", "grade:P2"]),
        ("cc:", ["cc:4400"]),
        ("tag:", ["tag:remote"]),
        ("kim -dept:IT,s", ["-dept:IT,Sales"]),
        ("shirt:", ["shirt:S", 'shirt:"Extra L"']),
        ("keys:", ["keys:yes", "keys:no"]),
        ("flsa:n", ["flsa:non-exempt"]),
        ("sh", ["shirt:"]),
        ("sort:-ba", ["sort:-basis", "sort:-badge"]),
        ("@t", ["@today"]),
        ("email:x", []),
    ],
)
def test_completion_offers_fields_choices_and_values_in_use(company: Context, text: str, offered: list[str]) -> None:
    with statements() as few:
        assert service.complete(company, text, len(text)) == offered
    assert len(few) <= 2


def test_completion_names_nobody_out_of_scope(company: Context, ctx_as: ContextAs) -> None:
    bob = ctx_as(Grant("people.read", Scope(departments=frozenset({"Sales"}))))
    assert service.complete(bob, "name:p", 6) == []
    assert service.complete(bob, "title:", 6) == ["title:Engineer", "title:Lead"]
    assert service.complete(bob, "mgr:", 4) == ['mgr:"Kim-Ôst, Ann"']
    assert service.complete(bob, "tag:", 4) == ["tag:remote"]
    assert service.complete(bob, "grade:", 6) == ["grade:P2"]
    assert service.complete(ctx_as(Grant("people.read", Scope(own=True)), person="1"), "tag:", 4) == []


@pytest.mark.parametrize(
    ("use", "most"),
    [
        (
            lambda ctx: service.directory_ids(
                ctx, "@2022-01-01 dept:sal mgr:kim title:le reports:kim tag:f grade:p kim"
            ),
            8,
        ),
        (lambda ctx: service.directory_page(replace(ctx, lens=date(2022, 1, 1)), service.directory_ids(ctx)), 2),
        (lambda ctx: service.headcount(replace(ctx, lens=date(2022, 1, 1))), 3),
        (lambda ctx: service.directory_details(ctx, service.directory_ids(ctx)), 3),
    ],
)
def test_lists_of_a_day_take_a_bounded_number_of_statements(
    company: Context, use: Callable[[Context], object], most: int
) -> None:
    with statements() as few:
        use(company)
    for number in range(20):
        hire(company, f"Kim{number}", manager="1", first_day=date(2020, 1, 6))
        service.change_job(company, "2", JobChange(date(2022, 2, 1 + number), status=Status.ACTIVE, title=f"T{number}"))
    with statements() as many:
        use(company)
    assert len(few) == len(many) <= most


def test_places_are_called_on_each_day_as_they_were_then(company: Context) -> None:
    sales = DepartmentRow.select(DepartmentRow.id).where(DepartmentRow.name == "Sales").scalar()
    with company.store.write():
        entered = writing.begin(company, "people.change_job", "2")
        for on, name in ((date(1900, 1, 1), "Selling"), (date(2023, 1, 1), "Sales")):
            DepartmentFactRow.insert(
                department=sales, effective_from=on, seq=0, command=entered.command, recorded_at=entered.at,
                recorded_by=entered.by, name=name, cost_centre="", active=1,
            ).execute()  # fmt: skip
        writing.note(entered, "people.change_job", "2", ())
        assert spans.follow_names() == 2
        assert spans.follow_names() == 0
    assert found(company, "@2022-12-31 dept:selling") == "2 3"
    assert found(company, "@2023-01-01 dept:selling") == ""
    assert found(company, "@2023-01-01 dept=sales") == "2 3"
    assert list(spans.wrong(database)) == []
