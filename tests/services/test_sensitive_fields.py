"""Custom fields that are marked sensitive: masked, noted, never written unseen, and told nowhere to who may not see them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from data import audit
from hrtui.access.model import Field, Grant, Scope, Sight
from hrtui.audit import service as trail
from hrtui.config import CustomField, CustomKind
from hrtui.context import Context
from hrtui.errors import NotAllowed, QueryError, RuleBroken, UsageError
from hrtui.exchange.export import export_people, people_columns
from hrtui.exchange.model import Options
from hrtui.exchange.service import import_people
from hrtui.people import blame, bulk, differing, grouping, service
from hrtui.people.bulk_model import Verdict
from hrtui.people.model import Hire, ProfileChange
from hrtui.people.rules import in_force
from screens.people import forms
from screens.widgets.formmodel import FormModel
from tests.conftest import ContextAs
from tests.people import hire, live_facts

TODAY = date(2026, 11, 23)
UNION = CustomField("union", "Union", sensitive=True)
SHIRT = CustomField("shirt", "Shirt")
SALES = Scope(departments=frozenset({"Sales"}))
CHANGE = Grant("people.change_profile")


@pytest.fixture
def ctx(ctx: Context) -> Context:
    return replace(ctx, config=replace(ctx.config, custom_fields=(UNION, SHIRT)))


@pytest.fixture
def ann(ctx: Context) -> str:
    """Ann, who is in a union."""
    number = hire(ctx)
    service.change_profile(ctx, number, ProfileChange(TODAY, custom={"union": "Ironworkers", "shirt": "M"}))
    return number


def seeing(ctx: Context, ctx_as: ContextAs, seen: Sight, *grants: Grant, scope: Scope | None = None) -> Context:
    """Someone who sees sensitive fields so, of the people of a scope."""
    reads = [Grant("people.read")] if scope else []
    grant = Grant("people.read", scope or Scope(everyone=True), {Field.CUSTOM: seen})
    return replace(ctx_as(*reads, grant, *grants), config=ctx.config)


def held(ctx: Context, number: str, reveal: bool = False) -> dict[str, str]:
    record = service.record(ctx, number, reveal=frozenset({Field.CUSTOM}) if reveal else frozenset())
    row = in_force(record.profiles, TODAY)
    return dict(row.custom) if row else {}


def noted(number: str) -> bool:
    entry = audit.entries(1)[0].entry
    return (entry.action, entry.subject) == ("people.see_custom", number)


def test_a_record_shows_it_to_whom_it_is_shown_and_to_who_looks_it_up_and_that_is_noted(
    ctx: Context, ctx_as: ContextAs, ann: str
) -> None:
    assert held(seeing(ctx, ctx_as, Sight.SHOWN), ann) == {"union": "Ironworkers", "shirt": "M"}
    assert noted(ann)
    masked = seeing(ctx, ctx_as, Sight.MASKED)
    before = audit.head()
    assert held(masked, ann) == {"shirt": "M"}
    assert audit.head() == before
    assert held(masked, ann, reveal=True)["union"] == "Ironworkers"
    assert noted(ann)
    assert held(seeing(ctx, ctx_as, Sight.HIDDEN), ann, reveal=True) == {"shirt": "M"}


def test_a_form_that_hid_it_never_writes_it_and_a_value_given_unseen_is_refused(
    ctx: Context, ctx_as: ContextAs, ann: str
) -> None:
    bob = seeing(ctx, ctx_as, Sight.HIDDEN, CHANGE)
    profile = in_force(service.record(bob, ann).profiles, TODAY)
    fields = forms.profile_fields(forms.Maker(bob), profile, False)
    assert "custom.union" not in {field.key for field in fields}
    values = FormModel(fields, {"phone": "555"}).values()
    assert values is not None
    service.change_profile(bob, ann, forms.profile_value(values, profile, bob.config.custom_fields))
    assert held(ctx, ann)["union"] == "Ironworkers"
    with pytest.raises(NotAllowed, match="may not see union"):
        service.change_profile(bob, ann, ProfileChange(TODAY, custom={"union": ""}))
    assert held(ctx, ann)["union"] == "Ironworkers"


def test_a_hire_takes_custom_fields_and_the_sensitive_ones_only_from_who_sees_them(
    ctx: Context, ctx_as: ContextAs
) -> None:
    wanted = Hire(TODAY, "Bo", "Oz", "Clerk", "IT", custom={"union": "Ironworkers", "shirt": " M "})
    number = service.hire(ctx, wanted).number
    assert held(ctx, number) == {"union": "Ironworkers", "shirt": "M"}
    bob = seeing(ctx, ctx_as, Sight.HIDDEN, Grant("people.hire"))
    with pytest.raises(NotAllowed, match="may not see union"):
        service.hire(bob, wanted)
    assert "custom.union" not in {field.key for field in forms.hire_fields(forms.Maker(bob))}
    assert "custom.union" in {field.key for field in forms.hire_fields(forms.Maker(ctx))}
    with pytest.raises(RuleBroken, match="no custom field"):
        service.hire(ctx, replace(wanted, custom={"unknown": "1"}))


@pytest.mark.parametrize("text", ["union:iron", "-union:none", "sort:-union", "union!=x"])
def test_a_query_about_it_is_for_whom_it_is_shown_reaches_nobody_else_and_is_noted(
    ctx: Context, ctx_as: ContextAs, ann: str, text: str
) -> None:
    sal = hire(ctx, "Sal", department="Sales")
    service.change_profile(ctx, sal, ProfileChange(TODAY, custom={"union": "Ironsmiths"}))
    for seen in (Sight.HIDDEN, Sight.MASKED):
        bob = seeing(ctx, ctx_as, seen)
        with pytest.raises(QueryError, match="sensitive fields"):
            service.directory_ids(bob, text)
        assert service.complete(bob, "uni", 3) == []
    everyone, sales = seeing(ctx, ctx_as, Sight.SHOWN), seeing(ctx, ctx_as, Sight.SHOWN, scope=SALES)
    assert len(service.directory_ids(everyone, text)) == 2
    assert noted("")
    lines = service.directory_page(sales, service.directory_ids(sales, text))
    assert [line.number for line in lines if line] == [sal]
    with pytest.raises(RuleBroken, match="grouped by"):
        grouping.group_sizes(everyone, "sort:union")


def test_a_list_shows_it_only_once_that_is_noted_and_only_of_whom_it_is_shown(
    ctx: Context, ctx_as: ContextAs, ann: str
) -> None:
    sales = seeing(ctx, ctx_as, Sight.SHOWN, scope=SALES)
    sal = hire(ctx, "Sal", department="Sales")
    service.change_profile(ctx, sal, ProfileChange(TODAY, custom={"union": "Ironsmiths"}))
    ids = list(service.directory_ids(ctx, "sort:number"))
    assert [each.custom.get("union") for each in service.directory_details(sales, ids) if each] == [None, None]
    seen = service.see_fields(sales, "", {Field.CUSTOM})
    found = [each for each in service.directory_details(sales, ids, seen=seen) if each]
    assert [each.custom.get("union") for each in found] == [None, "Ironsmiths"]
    assert [sorted(each.hidden) for each in found] == [["union"], []]
    with pytest.raises(NotAllowed, match="sensitive fields"):
        service.see_fields(seeing(ctx, ctx_as, Sight.MASKED), "", {Field.CUSTOM})


def test_a_bulk_verb_leaves_out_whom_it_is_not_shown_of_and_the_trail_of_the_command_does_not_say_it(
    ctx: Context, ctx_as: ContextAs, ann: str
) -> None:
    hire(ctx, "Sal", department="Sales")
    sales = seeing(ctx, ctx_as, Sight.SHOWN, CHANGE, scope=SALES)
    made = bulk.preview(sales, *bulk.read_line(sales, "| set union Teamsters"))
    assert {line.number: line.verdict for line in made.lines} == {ann: Verdict.LEFT_OUT, "1002": Verdict.FINE}
    assert noted("1 person")
    masked = seeing(ctx, ctx_as, Sight.MASKED, CHANGE)
    unseen = bulk.preview(masked, *bulk.read_line(masked, '| set union ""'))
    assert (unseen.people, unseen.lines[0].outcome.said) == (0, ("The field is masked for you; change it one by one.",))
    bulk.apply(ctx, bulk.preview(ctx, *bulk.read_line(ctx, "| set union Teamsters")))
    reader = replace(ctx_as(Grant("people.read"), Grant("audit.read")), config=ctx.config)
    assert "Teamsters" not in repr(trail.log(reader))


def test_an_import_neither_shows_nor_overwrites_what_is_hidden(
    ctx: Context, ctx_as: ContextAs, ann: str, tmp_path: Path
) -> None:
    file = tmp_path / "in.csv"
    head, new = "number,name,hired,title,department,union,shirt\n", '50,"Oz, Bo",2026-02-02,Clerk,IT,Loaders,S\n'
    options = Options(sets=(("union", "custom.union"), ("shirt", "custom.shirt")))
    bob = seeing(ctx, ctx_as, Sight.HIDDEN, Grant("people.import"))
    said = []
    for union in ("Ironworkers", "Loaders"):
        file.write_text(f'{head}{ann},"Kim, Ann",2025-03-03,Engineer,IT,{union},L\n{new}')
        report = import_people(bob, file, dry_run=True, options=options)
        said.append((report.faults, report.updated, report.inserted))
    assert said[0] == said[1]
    assert [(fault.column, fault.value, fault.taken) for fault in report.faults] == [("union", "", True)]
    masked = seeing(ctx, ctx_as, Sight.MASKED, Grant("people.import"))
    assert "Ironworkers" not in repr(import_people(masked, file, dry_run=True, options=options))
    import_people(bob, file, options=options)
    assert (held(ctx, ann), held(ctx, "50")["union"]) == ({"union": "Ironworkers", "shirt": "L"}, "Loaders")


def test_an_export_holds_it_only_for_whom_it_is_shown_and_names_it_in_the_trail(
    ctx: Context, ctx_as: ContextAs, ann: str, tmp_path: Path
) -> None:
    assert "union" not in people_columns(seeing(ctx, ctx_as, Sight.MASKED))
    hire(ctx, "Sal", department="Sales")
    export_people(ctx, "sort:number", tmp_path / "all.csv", columns=("number", "union"))
    assert (tmp_path / "all.csv").read_text().splitlines()[1] == f"{ann},Ironworkers"
    assert "union" in (audit.entries(1)[0].entry.detail or {})["columns"]
    sales = seeing(ctx, ctx_as, Sight.SHOWN, scope=SALES)
    export_people(sales, "", tmp_path / "sales.csv", columns=("number", "union"))
    assert "Ironworkers" not in (tmp_path / "sales.csv").read_text()


def test_trail_blame_and_difference_mask_it_as_pay(ctx: Context, ctx_as: ContextAs, ann: str) -> None:
    for seen in Sight:
        bob = seeing(ctx, ctx_as, seen, Grant("audit.read"))
        shown = seen is Sight.SHOWN
        assert ("Ironworkers" in repr(trail.log(bob, subject=ann))) is shown
        assert ("Ironworkers" in repr(differing.difference(bob, ann, date(2026, 1, 1), TODAY))) is shown
        if seen is Sight.HIDDEN:
            with pytest.raises(NotAllowed, match="may not see union"):
                blame.blame(bob, ann, "union")
        else:
            assert ("Ironworkers" in repr(blame.blame(bob, ann, "union"))) is shown
            assert "Ironworkers" in repr(blame.blame(bob, ann, "union", reveal=True))
            assert noted(ann)


def test_undo_takes_it_back_without_telling_it(ctx: Context, ctx_as: ContextAs) -> None:
    number = hire(ctx)
    before = live_facts()
    bob = seeing(ctx, ctx_as, Sight.MASKED, CHANGE)
    service.change_profile(bob, number, ProfileChange(TODAY, custom={"union": "Ironworkers"}))
    assert "Ironworkers" not in repr(trail.undo(bob))
    assert live_facts() == before
    reader = replace(ctx_as(Grant("people.read"), Grant("audit.read")), config=ctx.config)
    assert "Ironworkers" not in repr(trail.log(reader))


def test_a_shipped_field_is_not_closed_by_a_sensitive_one_of_its_name(ctx: Context, ctx_as: ContextAs) -> None:
    hire(ctx)
    odd = CustomField("title", "Title", CustomKind.TEXT, sensitive=True)
    bob = seeing(ctx, ctx_as, Sight.HIDDEN)
    bob = replace(bob, config=replace(bob.config, custom_fields=(odd,)))
    assert len(service.directory_ids(bob, "title:engineer")) == 1


def test_accents_and_case_of_custom_fields_do_not_matter_in_a_query(ctx: Context) -> None:
    number = hire(ctx)
    service.change_profile(ctx, number, ProfileChange(TODAY, custom={"shirt": "Größe Éclair", "union": "Ørsted"}))
    found = (
        "shirt:grosse",
        "shirt:ECLAIR",
        'shirt="grosse eclair"',
        "union:orsted",
        "shirt>f",
        "shirt<h",
        "-shirt:none",
    )
    for text in found:
        assert len(service.directory_ids(ctx, text)) == 1, text
    for text in ("shirt:none", "shirt>h", "shirt=grosse"):
        assert len(service.directory_ids(ctx, text)) == 0, text


def test_age_is_asked_for_only_by_who_is_shown_birth_dates_and_reaches_nobody_else(
    ctx: Context, ctx_as: ContextAs
) -> None:
    ann, sal = hire(ctx), hire(ctx, "Sal", department="Sales")
    hire(ctx, "None")
    service.change_profile(ctx, ann, ProfileChange(date(2025, 3, 3), birth_date=date(1984, 2, 29)))
    service.change_profile(ctx, sal, ProfileChange(date(2025, 3, 3), birth_date=date(1990, 11, 24)))

    def numbers(at: Context, text: str) -> list[str]:
        return [line.number for line in service.directory_page(at, service.directory_ids(at, text)) if line]

    assert numbers(ctx, "age:35") == [sal]
    assert audit.entries(1)[0].entry.action == "people.see_birth"
    assert numbers(ctx, "age:36 @2026-11-24") == [sal]
    assert numbers(ctx, "age:43 @2028-02-28") == [ann]
    assert numbers(ctx, "age>=44 @2028-02-29") == [ann]
    assert numbers(ctx, "age:35..42 sort:-age") == [ann, sal]
    assert numbers(ctx, "age:none") == ["1003"]
    for seen in (Sight.HIDDEN, Sight.MASKED):
        bob = replace(ctx_as(Grant("people.read", fields={Field.BIRTH: seen})), config=ctx.config)
        for text in ("age>1", "sort:age", "-age:none"):
            with pytest.raises(QueryError, match="not shown birth dates"):
                service.directory_ids(bob, text)
    part = replace(
        ctx_as(Grant("people.read"), Grant("people.read", SALES, {Field.BIRTH: Sight.SHOWN})), config=ctx.config
    )
    assert numbers(part, "age>1") == numbers(part, "sort:age") == [sal]


def test_rate_is_asked_for_as_pay_is(ctx: Context, ctx_as: ContextAs) -> None:
    hire(ctx)
    assert len(service.directory_ids(ctx, "rate:85k basis:annual")) == 1
    assert audit.entries(1)[0].entry.action == "people.see_pay"
    assert len(service.directory_ids(ctx, "rate>85k")) == 0
    bob = replace(ctx_as(Grant("people.read", fields={Field.PAY: Sight.MASKED})), config=ctx.config)
    for text in ("rate>1", "sort:-rate"):
        with pytest.raises(QueryError, match="not shown pay"):
            service.directory_ids(bob, text)
    sales = replace(
        ctx_as(Grant("people.read"), Grant("people.read", SALES, {Field.PAY: Sight.SHOWN})), config=ctx.config
    )
    assert len(service.directory_ids(sales, "rate>1")) == 0


def test_the_shell_lists_it_only_for_whom_it_is_shown(ctx: Context, ctx_as: ContextAs, ann: str) -> None:
    from hrtui.cli.answer import pages_of

    pages = pages_of(ctx, "number,union", "")
    assert next(pages.rows(iter(service.directory_ids(ctx)))) == [{"number": ann, "union": "Ironworkers"}]
    assert noted("")
    with pytest.raises(NotAllowed):
        pages_of(seeing(ctx, ctx_as, Sight.MASKED), "number,union", "")
    with pytest.raises(UsageError):
        pages_of(ctx, "number,onion", "")
