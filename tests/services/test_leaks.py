"""Nothing of people out of scope and of hidden fields comes out of any read: not a value, not a count, not a name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from data import audit
from hrtui.access.model import ACTIONS, Field, Grant, Scope, Sight
from hrtui.access.rules import grants_of, sight
from hrtui.attention import service as attention
from hrtui.attention.model import Kind
from hrtui.audit import service as trail
from hrtui.audit.model import Entry
from hrtui.config import CustomField, DocumentKind
from hrtui.configfile import shipped_roles
from hrtui.contacts import service as contacts
from hrtui.contacts.model import Contact, ContactKind
from hrtui.context import Actor, Context
from hrtui.documents import service as documents
from hrtui.documents.model import NewDocument
from hrtui.errors import Clash, Conflict, HrError, NotAllowed, NotFound
from hrtui.exchange.export import export_people, people_columns
from hrtui.exchange.model import Match, Mode, Options
from hrtui.exchange.service import import_people
from hrtui.money import Money
from hrtui.org import chart as org
from hrtui.payroll.check.values import OrderKind
from hrtui.payroll.items import service as items
from hrtui.payroll.items.model import PayOrder
from hrtui.people import bulk, events, grouping, movement, rewriting, service, tagging
from hrtui.people.model import JobChange, PayChange, ProfileChange, Termination
from hrtui.retention import service as retention
from tests.conftest import ContextAs
from tests.people import hire

TODAY = date(2026, 11, 23)
SHOWN = dict.fromkeys(Field, Sight.SHOWN)
LEGAL = Scope(departments=frozenset({"Legal"}))
IT = Scope(departments=frozenset({"IT"}))
HEAD = "number,first_name,last_name,birth_date,hired,title,department\n"
QUERIES = (
    "",
    "whistle",
    "tag:whistle",
    "grade:hush",
    "@2025-06-01",
    "@2027-01-01",
    "badge:XQ9",
    "reports:boss",
    "clearance:topsec7",
    "sort:clearance",
    "age>50",
    "rate>1",
)
BEGUN = ("", "tag:", "name:", "manager:", "grade:", "cc:", "title:", "position:", "badge:", "reports:")
VERBS = ("raise 3%", "status leave", "tag a", "set badge B", "transfer dept:IT", "set clearance TOPSEC7")
CLEARANCE = CustomField("clearance", "Clearance", sensitive=True)
SECRETS = ("Zyzyx", "Qfirst", "qq@example.com", "Snitch", "Whistle", "Ghostly", "hush", "XQ9", "CC-Zed", "7,771,700")


@pytest.fixture
def company(ctx: Context, tmp_path: Path) -> Context:
    """IT with a boss over one; in Sales someone of whom every value is a word that occurs nowhere else."""
    kinds = (DocumentKind("hearing", "Hearing", ("er_investigator",)), DocumentKind("contract", "Contract"))
    ctx = replace(
        ctx,
        config=replace(
            ctx.config, custom_fields=(CustomField("badge", "Badge"), CLEARANCE), document_kinds=kinds,
            home=replace(ctx.config.home, probation=90),
        ),
    )  # fmt: skip
    hire(ctx, "Boss", number="1")
    hire(ctx, "Low", number="2", manager="1")
    hire(ctx, "Once", number="3", manager="1")
    hire(
        ctx, "Zyzyx", "Qfirst", number="9", department="Sales", location="Ghostly", title="Snitch", rate=Money(777_170_000),
        first_day=date(2020, 11, 25), manager="1",
    )  # fmt: skip
    service.change_profile(
        ctx, "9", ProfileChange(TODAY, email="qq@example.com", birth_date=date(1971, 11, 24), custom={"badge": "XQ9"})
    )
    service.change_job(ctx, "9", JobChange(TODAY, grade="hush", cost_centre="CC-Zed"))
    service.change_job(ctx, "9", JobChange(date(2026, 12, 1), department="Sales", title="Snitch II"))
    service.change_job(ctx, "3", JobChange(date(2026, 11, 1), department="Sales", title="Whistle"))
    service.change_profile(
        ctx, "2", ProfileChange(TODAY, birth_date=date(1971, 11, 24), custom={"clearance": "TOPSEC7"})
    )
    service.change_pay(ctx, "2", PayChange(date(2026, 12, 1), rate=Money(777_170_000), reason="hush"))
    tagging.tag(ctx, "9", ["whistle"])
    contacts.add(ctx, "2", Contact(TODAY, ContactKind.DEPENDENT, "Kid", relation="child", birth_date=date(2019, 1, 31)))
    paper = tmp_path / "p.txt"
    paper.write_text("x")
    other = replace(ctx, actor=replace(ctx.actor, roles=("er_investigator",)))
    documents.add(other, "2", NewDocument(paper, "hearing", "Whistle"))
    return ctx


def listed(ctx: Context, text: str) -> object:
    """The lines a query finds."""
    return service.directory_page(ctx, service.directory_ids(ctx, text))


def grouped(ctx: Context, name: str) -> object:
    """The sizes of the groups of a field."""
    return grouping.group_sizes(ctx, f"sort:{name}")


def completed(ctx: Context, begun: str) -> object:
    """What a query may go on with."""
    return service.complete(ctx, begun, len(begun))


def gone_on(ctx: Context, begun: str) -> object:
    """What a verb may go on with."""
    return bulk.completions(ctx, begun, len(begun))


def written(ctx: Context, file: Path) -> str:
    """What a file of everyone says, with all the columns there are."""
    file.unlink(missing_ok=True)
    export_people(ctx, "", file, columns=people_columns(ctx) if file.suffix == ".csv" else ())
    return file.read_text()


def charted(ctx: Context, by: str) -> object:
    """The lines of the org chart."""
    return [line for line, _ in org.all_lines(ctx, org.chart(ctx, by)) if line.number]


def asked(ctx: Context, folder: Path) -> Iterator[Callable[[], object]]:
    """Every read there is, in as many ways as it may be asked."""
    for lens in (None, date(2025, 6, 1), date(2026, 10, 1), date(2027, 1, 1)):
        at = replace(ctx, lens=lens)
        yield partial(service.directory_page, at, list(range(1, 9)))
        yield partial(service.directory_details, at, list(range(1, 9)))
        yield partial(service.headcount, at)
        yield from (partial(movement.headcount, at, by=by) for by in ("department", "location", "status"))
        yield partial(movement.moved, at)
        yield from (partial(charted, at, by) for by in org.VIEWS)
        yield partial(attention.notices, at)
        yield from (partial(service.record, at, number) for number in ("3", "9"))
        yield from (partial(listed, at, text) for text in QUERIES)
        yield from (partial(grouped, at, name) for name in grouping.groups_of(at))
    yield from (partial(attention.due, ctx, kind) for kind in Kind)
    yield from (partial(completed, ctx, begun) for begun in BEGUN)
    yield from (partial(service.choices, ctx, name) for name in ("title", "reason", "manager", "grade", "cost_centre"))
    yield from (partial(gone_on, ctx, f"{verb} ") for verb in ("tag", "untag", "manager", "set grade", "set badge"))
    yield from (partial(previewed, ctx, verb) for verb in VERBS)
    for number in ("3", "9"):
        uses = (
            events.events,
            contacts.contacts,
            contacts.history,
            documents.documents,
            documents.history,
            tagging.tags_of,
            service.last_change,
        )
        yield from (partial(use, ctx, number) for use in uses)
    yield partial(trail.log, ctx)
    yield partial(retention.past, ctx)
    yield partial(documents.expiring, ctx, date(2030, 1, 1))
    yield from (partial(written, ctx, folder / f"out-{ctx.actor.login}.{form}") for form in ("csv", "vcf"))


def previewed(ctx: Context, verb: str) -> object:
    """What a preview shows of everyone, without the rows it would write."""
    made = bulk.preview(ctx, [1, 2, 3, 4], bulk.read_verb(ctx, verb))
    lines = [(line.called, line.outcome.changes, line.outcome.said, line.outcome.cost) for line in made.lines]
    return lines, made.cost, made.notices, made.people


SCOPED = {
    "by department": (LEGAL, ""),
    "by another department": (IT, ""),
    "by location": (Scope(locations=frozenset({"Nowhere"})), ""),
    "oneself": (Scope(own=True), "2"),
    "a team of none": (Scope(team=True), "2"),
}


@pytest.mark.parametrize("whose", SCOPED)
def test_no_read_tells_anything_of_someone_out_of_scope_on_any_day(
    company: Context, ctx_as: ContextAs, tmp_path: Path, whose: str
) -> None:
    scope, person = SCOPED[whose]
    grants = [
        Grant(action, scope, dict(SHOWN)) for action in ACTIONS if not action.startswith(("store.", "people.hire"))
    ]
    bob = replace(ctx_as(*grants, person=person), config=company.config)
    for use in asked(bob, tmp_path):
        with suppress(HrError):
            said = repr(use())
            found = [secret for secret in SECRETS if secret.lower() in said.lower() and not _own(secret, said, scope)]
            assert not found, said


def _own(secret: str, said: str, scope: Scope) -> bool:
    """Whether the word is that of someone in the scope too: the pay, and its reason, of Low in IT."""
    return secret == "hush" and (scope in (IT, Scope(own=True))) and "9" not in said.split("'")


@pytest.mark.parametrize("whose", SCOPED)
def test_counts_are_of_the_people_in_scope_on_any_day(company: Context, ctx_as: ContextAs, whose: str) -> None:
    scope, person = SCOPED[whose]
    bob = replace(ctx_as(Grant("people.read", scope), person=person), config=company.config)
    for lens in (None, date(2025, 6, 1), date(2026, 10, 1), date(2027, 1, 1)):
        at = replace(bob, lens=lens)
        mine = sum(each.count for each in movement.headcount(at))
        assert service.directory_count(at) == len(service.directory_ids(at)) == mine
        assert service.headcount(at)["active"] == mine
        assert sum(grouping.group_sizes(at, "sort:department")) == mine
        assert service.directory_count(bob) >= mine


def test_what_is_hidden_is_in_no_read_and_no_entry_says_it_was_seen(
    company: Context, ctx_as: ContextAs, tmp_path: Path
) -> None:
    blind = replace(
        ctx_as(*(Grant(action) for action in ACTIONS if not action.startswith("store."))), config=company.config
    )
    for use in asked(blind, tmp_path):
        with suppress(HrError):
            said = repr(use())
            for secret in ("777170000", "7771700", "7,771,700", "1971", "2019-01-31", "19710000", "TOPSEC7"):
                assert secret not in said, said
    assert not [each for each in audit.entries(10_000) if each.entry.actor == "bob" and ".see_" in each.entry.action]


def test_ending_an_employment_names_no_reports_and_no_change_of_pay_that_are_out_of_sight(
    company: Context, ctx_as: ContextAs
) -> None:
    service.change_pay(company, "1", PayChange(date(2027, 1, 1), rate=Money(9_900_000)))
    bob = ctx_as(Grant("people.read", IT), Grant("people.terminate", IT))
    said = " ".join(service.terminate(bob, "1", Termination(date(2026, 11, 30), "moved")).notices)
    assert "Low" in said
    assert "Zyzyx" not in said
    assert "pay" not in said


def test_what_is_taken_back_or_asked_before_a_change_betrays_no_hidden_field(
    company: Context, ctx_as: ContextAs
) -> None:
    service.change_profile(company, "2", ProfileChange(date(2026, 12, 5), birth_date=date(1972, 2, 2)))
    bob = ctx_as(*(Grant(action) for action in ACTIONS))
    with pytest.raises(NotAllowed):
        rewriting.later_rows(bob, "2", ProfileChange(TODAY, birth_date=date(1980, 1, 1)))
    for day in (date(2026, 12, 1), date(2026, 12, 2)):
        with pytest.raises(NotAllowed):
            rewriting.rescind(bob, "2", "pay", day)


def test_a_conflict_tells_neither_hidden_birth_dates_of_contacts_nor_documents_of_hidden_kinds(
    company: Context, ctx_as: ContextAs
) -> None:
    bob = replace(ctx_as(Grant("people.read"), Grant("people.change_job")), config=company.config)
    with pytest.raises(Conflict) as met:
        service.change_job(bob, "2", JobChange(TODAY, title="Lead"), expected=2)
    told: dict[str, Clash] = {clash.field: clash for clash in met.value.clashes}
    assert told["contact.1.birth_date"].theirs == "(masked)"
    assert not [field for field in told if field.startswith("document")]
    assert told["contact.1.first_name"].theirs == "Kid"


def test_the_trail_tells_of_documents_only_to_those_who_see_their_kind(company: Context, ctx_as: ContextAs) -> None:
    for grants, roles, seen in (
        ((Grant("audit.read"), Grant("people.read")), ("er_investigator",), False),
        ((Grant("audit.read"), Grant("people.read"), Grant("people.documents")), ("other",), False),
        ((Grant("audit.read"), Grant("people.read"), Grant("people.documents")), ("er_investigator",), True),
    ):
        bob = replace(ctx_as(*grants, roles=roles), config=company.config)
        assert ("Whistle" in repr(trail.log(bob, 500, subject="2"))) is seen


def test_documents_past_their_time_are_counted_only_for_who_may_see_documents(
    company: Context, ctx_as: ContextAs, tmp_path: Path
) -> None:
    paper = tmp_path / "c.txt"
    paper.write_text("y")
    documents.add(company, "2", NewDocument(paper, "contract"))
    long_ago = replace(company.config, document_kinds=(DocumentKind("contract", "Contract", keep_years=1),))
    service.terminate(company, "2", Termination(date(2025, 6, 1), "moved"))
    for grants, count in (((), 0), ((Grant("people.documents"),), 1)):
        bob = replace(ctx_as(Grant("retention.read"), Grant("people.read"), *grants), config=long_ago)
        assert len([each for each in retention.past(bob).past if each.record.kind == "contract"]) == count


def test_importing_is_no_way_to_find_out_a_hidden_birth_date(
    company: Context, ctx_as: ContextAs, tmp_path: Path
) -> None:
    file = tmp_path / "b.csv"
    file.write_text(HEAD + "2,Ann,Low,1971-11-24,2025-03-03,Engineer,IT\n")
    blind = replace(ctx_as(Grant("people.read"), Grant("people.import")), config=company.config)
    with pytest.raises(NotAllowed, match="birth dates"):
        import_people(blind, file, dry_run=True, options=Options(match=Match.NAME_BIRTH))
    said = []
    for born in ("1971-11-24", "1971-11-25"):
        file.write_text(f"{HEAD}2,Ann,Low,{born},2025-03-03,Engineer,IT\n")
        report = import_people(blind, file, dry_run=True)
        said.append((report.unchanged, report.updated, report.faults))
    assert said[0] == said[1]
    assert "may not see the birth dates" in said[0][2][0].rule
    seeing = replace(ctx_as(Grant("people.read", fields=dict(SHOWN)), Grant("people.import")), config=company.config)
    assert import_people(seeing, file, dry_run=True).updated == 1
    assert sight(seeing.actor, Field.BIRTH) is Sight.SHOWN


def test_an_export_is_as_of_the_day_its_query_names(company: Context, tmp_path: Path) -> None:
    file = tmp_path / "then.csv"
    export_people(company, "number=3 @2026-10-01", file, columns=("number", "department", "title"))
    assert file.read_text().splitlines()[1] == "3,IT,Engineer"
    assert (audit.entries(1)[0].entry.detail or {})["as of"] == "2026-10-01"


def test_an_undo_that_others_stand_in_the_way_of_names_nobody_out_of_sight(company: Context, ctx_as: ContextAs) -> None:
    sales = Scope(departments=frozenset({"Sales"}))
    grants = [Grant("people.read", sales), Grant("people.change_job"), Grant("people.tag")]
    bob = ctx_as(*grants)
    made = bulk.apply(company, bulk.preview(company, "", bulk.read_verb(company, "set title Lead")))
    for number in ("2", "9"):
        service.change_job(company, number, JobChange(TODAY, title="Chief"))
        with pytest.raises(Conflict) as refused:
            trail.undo(bob, made.command)
        assert (f"of {number} by" in str(refused.value)) is (number == "9")
        trail.undo(company)


def test_importing_by_address_does_not_tell_whose_it_is_out_of_scope(
    company: Context, ctx_as: ContextAs, tmp_path: Path
) -> None:
    file = tmp_path / "mail.csv"
    file.write_text("email,first_name,last_name,hired,title,department\nqq@example.com,A,B,2025-03-03,Clerk,IT\n")
    bob = ctx_as(Grant("people.read", IT), Grant("people.import", IT))
    report = import_people(bob, file, dry_run=True, options=Options(match=Match.EMAIL, mode=Mode.UPDATE))
    assert report.rejected == 1
    assert "9" not in repr(report.faults)
    assert "Zyzyx" not in repr(report)


MAILS = ("number,email,first_name,last_name,hired,title,department\n", Options(match=Match.EMAIL))
NUMBERED = ("number,name,hired,title,department,manager\n", Options())


@pytest.mark.parametrize(
    ("kind", "known", "unknown"),
    [
        (MAILS, "50,qq@example.com,A,B,2025-03-03,Clerk,IT", "50,nn@example.com,A,B,2025-03-03,Clerk,IT"),
        (NUMBERED, '50,"B, A",2025-03-03,Clerk,IT,"Zyzyx, Qfirst"', '50,"B, A",2025-03-03,Clerk,IT,"Nozyx, Qfirst"'),
        (NUMBERED, '50,"B, A",2025-03-03,Clerk,IT,9', '50,"B, A",2025-03-03,Clerk,IT,8'),
    ],
)
@pytest.mark.parametrize("mode", list(Mode))
def test_importing_within_a_scope_says_the_same_of_who_is_out_of_it_as_of_nobody(
    company: Context, ctx_as: ContextAs, tmp_path: Path, kind: tuple[str, Options], known: str, unknown: str, mode: Mode
) -> None:
    bob, said = ctx_as(Grant("people.read", IT), Grant("people.import", IT)), []
    hire(company, "Zyzyx", "Qfirst", number="10", department="Sales")
    for line in (known, unknown):
        file = tmp_path / "some.csv"
        file.write_text(kind[0] + line + "\n")
        report = import_people(bob, file, dry_run=True, options=replace(kind[1], mode=mode))
        word, cell = ("qq@", "nn@") if kind is MAILS else ("Zyzyx", "Nozyx")
        texts = repr((report.faults, report.notices, dict(report.outcomes), report.sentence)).replace(cell, word)
        said.append(texts.replace("'9'", "'8'").replace(r"\x1f9", r"\x1f8"))
    assert said[0] == said[1]


def test_importing_within_a_scope_names_nobody_of_a_circle_who_is_out_of_it(
    company: Context, ctx_as: ContextAs, tmp_path: Path
) -> None:
    service.change_job(company, "9", JobChange(TODAY, manager="2"))
    hire(company, "Under", number="4", manager="9")
    bob = ctx_as(Grant("people.read", IT), Grant("people.import", IT))
    file = tmp_path / "round.csv"
    file.write_text('number,name,hired,title,department,manager\n2,"Low, Ann",2025-03-03,Engineer,IT,4\n')
    report = import_people(bob, file, dry_run=True)
    assert report.faults[0].rule == "kept as text; managers would go in a circle: 2 → 4 → someone → 2"
    assert "Zyzyx" not in repr(report)


def test_who_was_in_a_scope_or_will_be_is_not_imported_within_it(
    company: Context, ctx_as: ContextAs, tmp_path: Path
) -> None:
    service.change_job(company, "9", JobChange(date(2027, 3, 1), department="IT"))
    bob = ctx_as(Grant("people.read", IT), Grant("people.import", IT))
    file = tmp_path / "near.csv"
    file.write_text(HEAD + "3,Ann,Once,,2025-03-03,Spy,IT\n9,Qfirst,Zyzyx,,2020-11-25,Spy,IT\n")
    report = import_people(bob, file, dry_run=True)
    assert [(fault.row, fault.value, fault.rule) for fault in report.faults] == [
        (2, "3", "is outside the people you may import"), (3, "9", "is outside the people you may import"),
    ]  # fmt: skip


FIELDS = {
    Field.PAY: ("777170000", "7771700", "7,771,700"),
    Field.BIRTH: ("1971, 11, 24", "1971-11-24", "2019, 1, 31"),
    Field.CUSTOM: ("TOPSEC7",),
}
COLUMN_OF = {Field.PAY: "rate", Field.BIRTH: "birth_date", Field.CUSTOM: "clearance"}


@pytest.mark.parametrize("role", sorted(shipped_roles()))
def test_each_shipped_role_sees_only_its_fields_and_each_showing_leaves_an_entry(
    company: Context, tmp_path: Path, role: str
) -> None:
    actor = Actor("rae", (role,), grants_of(shipped_roles(), (role,)), "1")
    ctx = replace(company, actor=actor)
    for use in asked(ctx, tmp_path):
        before = audit.entries(1)[0].id
        with suppress(HrError):
            said = repr(use())
            made = [each.entry for each in audit.entries(20) if each.id > before]
            for field, values in FIELDS.items():
                if any(value in said for value in values):
                    assert sight(actor, field) is Sight.SHOWN, said
                    assert any(_tells(entry, field) for entry in made), (field, said)


def _tells(entry: Entry, field: Field) -> bool:
    """Whether an entry says that a sensitive field was seen, or left in a file."""
    return entry.action.endswith(f"see_{field}") or COLUMN_OF[field] in (entry.detail or {}).get("columns", "")


def test_neither_numbers_nor_conflicts_tell_of_documents_of_a_kind_that_is_hidden(
    company: Context, ctx_as: ContextAs, tmp_path: Path
) -> None:
    for name in ("one", "two"):
        paper = tmp_path / f"{name}.txt"
        paper.write_text(name)
        documents.add(company, "2", NewDocument(paper, "contract", name))
    rights = (
        Grant("people.read"),
        Grant("people.documents"),
        Grant("people.change_documents"),
        Grant("people.change_job"),
    )
    bob = replace(ctx_as(*rights), config=company.config)
    assert [(row.slot, row.title) for row in documents.documents(bob, "2").rows] == [(1, "one"), (2, "two")]
    documents.remove(bob, "2", 1)
    assert [(row.slot, row.title) for row in documents.documents(bob, "2").rows] == [(2, "two")]
    assert documents.document(bob, "2", 2).title == "two"
    with pytest.raises(NotFound):
        documents.export(bob, "2", 3, tmp_path / "out")
    opened = service.last_change(bob, "2")
    assert opened is not None
    other = replace(company, actor=replace(company.actor, roles=("er_investigator",)))
    assert [row.slot for row in documents.documents(other, "2").rows] == [1, 3]
    hidden = tmp_path / "hidden.txt"
    hidden.write_text("hidden")
    documents.add(other, "2", NewDocument(hidden, "hearing", "Whistle again"))
    told = documents.history(bob, "2").rows
    assert [(row.slot, row.title, row.active) for row in told] == [
        (1, "one", True),
        (1, "one", False),
        (2, "two", True),
    ]
    service.change_job(bob, "2", JobChange(TODAY, title="Lead"), expected=opened.id)


def test_a_conflict_tells_nothing_of_areas_that_the_role_does_not_read(company: Context, ctx_as: ContextAs) -> None:
    bob = ctx_as(Grant("people.read"), Grant("people.tag"))
    carol = ctx_as(Grant("people.read"), Grant("people.tag"), Grant("payroll.orders"))
    opened = service.last_change(company, "3")
    assert opened is not None
    order = PayOrder(TODAY, "FM-1", OrderKind.SUPPORT, TODAY, Money(30_000), payee="Whistle Court")
    items.add_order(company, "3", order)
    with pytest.raises(Conflict, match="change of garnishment orders") as conflict:
        tagging.tag(carol, "3", ["night"], expected=opened.id)
    assert any("Whistle Court" in clash.theirs for clash in conflict.value.clashes)
    tagging.tag(bob, "3", ["night"], expected=opened.id)
    assert "night" in tagging.tags_of(company, "3")
