"""Papers of people: forms with their prices, notices with their days; written for one alone, filed, and of everyone."""

from __future__ import annotations

import stat
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from data import people
from data.audit import append
from data.benefits import elections, events
from data.db import Store
from hrtui.access.model import EVERYONE, Field, Grant, Scope, Sight
from hrtui.audit.model import Entered, Entry
from hrtui.audit.writing import begin
from hrtui.benefits.cobra import raising, stepping
from hrtui.benefits.model import Choice, Election, ElectionState, Event, EventKind, EventState
from hrtui.benefits.papers import making
from hrtui.benefits.papers.model import PaperKind
from hrtui.benefits.planfile import EXAMPLE
from hrtui.benefits.plans import PlanType, Tier
from hrtui.benefits.settings import BenefitSettings
from hrtui.contacts import service as contacts
from hrtui.contacts.model import Contact, ContactKind
from hrtui.context import Context
from hrtui.documents import service as documents
from hrtui.errors import ConfigError, NotAllowed, RuleBroken
from hrtui.people import service
from hrtui.people.model import ProfileChange, Termination
from tests.conftest import ContextAs
from tests.people import hire, statements

JAN, NOV = date(2026, 1, 1), date(2026, 11, 23)


@pytest.fixture(autouse=True)
def plan_file(tmp_path: Path) -> None:
    """The example's plans."""
    (tmp_path / "benefits.yaml").write_text(EXAMPLE.read_text("utf-8"))


def entered(ctx: Context, number: str) -> Entered:
    made = begin(ctx, "benefits.enrol", number)
    append(Entry(made.at, made.by, "benefits.enrol", number, made.command))
    return made


def id_of(number: str) -> int:
    found = people.person_id(number)
    assert found is not None
    return found


def family(ctx: Context, store: Store) -> str:
    """Someone with a spouse on medical and life of twice the pay."""
    number = hire(ctx, email="ann@example.com")
    service.change_profile(
        ctx, number, ProfileChange(JAN, birth_date=date(1986, 4, 1), street="1 Elm St", city="Dover", state="DE")
    )
    contacts.add(ctx, number, Contact(JAN, ContactKind.DEPENDENT, "Sam", "Kim", "spouse", birth_date=date(1988, 2, 2)))
    with store.write():
        medical = Choice(PlanType.MEDICAL, "medical", "ppo", Tier.SPOUSE, covers=(1,))
        elections.put_many([(id_of(number), Election(JAN, medical, ElectionState.ACTIVE))], entered(ctx, number))
    return number


def birth_event(ctx: Context, store: Store, number: str, at: int = 1) -> None:
    event = Event(
        f"B2026-000{at}", id_of(number), EventKind.LIFE_EVENT, "birth", NOV, NOV, date(2026, 12, 23), date(2027, 1, 22),
        EventState.OPEN,
    )  # fmt: skip
    with store.write():
        events.open_many([event], NOV, entered(ctx, number))


def text_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def text(ctx: Context, kind: PaperKind, number: str) -> str:
    return text_of(making.make(ctx, kind, number).content)


def test_a_form_has_the_options_and_prices_of_that_person(ctx: Context, store: Store) -> None:
    number = family(ctx, store)
    birth_event(ctx, store, number)
    found = text(ctx, PaperKind.ENROLMENT_FORM, number)
    assert "Birth of a child" in found
    assert "Please return this form by 2026-12-23" in found
    assert "birth certificate" in found
    assert "605.10" in found  # family: 1,895.10 less the employer's 1,290
    assert "279.28" in found  # of each of 26 checks


def test_someone_whose_option_the_plan_file_has_no_more_is_told_and_all_others_are_written(
    ctx: Context, store: Store, tmp_path: Path
) -> None:
    kim, lee = family(ctx, store), family(ctx, store)
    gone = Choice(PlanType.DENTAL, "dental", "gold")
    with store.write():
        elections.put_many([(id_of(lee), Election(JAN, gone, ElectionState.ACTIVE))], entered(ctx, lee))
    made = making.write_all(ctx, PaperKind.CONFIRMATION, tmp_path / "letters")
    assert [path.name for path in (tmp_path / "letters").iterdir()] == [f"{kim}-confirmation.pdf"]
    assert [(each.number, "no option of dental “gold”" in each.why) for each in made.skipped] == [(lee, True)]


def test_a_confirmation_has_the_total_of_a_month_and_a_check(ctx: Context, store: Store) -> None:
    found = text(ctx, PaperKind.CONFIRMATION, family(ctx, store))
    assert "you pay 429.00 a month, which is 198.00 of each check" in " ".join(found.split())
    assert "With spouse: Sam Kim" in " ".join(found.split())


def test_a_request_names_only_dependents_who_are_not_verified(ctx: Context, store: Store) -> None:
    assert "Sam Kim" in text(ctx, PaperKind.VERIFICATION, family(ctx, store))
    with pytest.raises(RuleBroken, match="no dependent who is not verified"):
        making.make(ctx, PaperKind.VERIFICATION, hire(ctx))


def test_a_waiver_and_a_reminder_are_of_the_event_under_way(ctx: Context, store: Store) -> None:
    number = family(ctx, store)
    with pytest.raises(RuleBroken, match="no enrolment event under way"):
        making.make(ctx, PaperKind.WAIVER, number)
    birth_event(ctx, store, number)
    assert "covered by a spouse" in text(ctx, PaperKind.WAIVER, number)
    assert "that is in 30 days" in " ".join(text(ctx, PaperKind.REMINDER, number).split())


def test_a_summary_has_what_one_has(ctx: Context, store: Store) -> None:
    assert "PPO 500" in text(ctx, PaperKind.SUMMARY, family(ctx, store))


def test_a_notice_has_its_days_and_what_each_pays(ctx: Context, store: Store) -> None:
    number = family(ctx, store)
    service.terminate(ctx, number, Termination(date(2026, 11, 10), "another job"))
    raising.raise_all(ctx)
    found = " ".join(text(ctx, PaperKind.COBRA_NOTICE, number).split())
    assert "ends on 2026-11-30 because of: end of employment, 2026-11-10" in found
    assert "for 18 months at most, until 2028-05-31" in found
    assert "Elect by 2027-01-29" in found
    assert "655.25" in found
    assert "1 Elm St, Dover, DE" in found
    assert "1,375.98" in found
    stepping.notice(ctx, "C2026-0001")
    assert "Elect by 2027-01-29" in " ".join(text(ctx, PaperKind.COBRA_NOTICE, number).split())


def test_a_paper_is_written_for_its_owner_alone_and_leaves_an_entry(ctx: Context, store: Store, tmp_path: Path) -> None:
    number = family(ctx, store)
    path = making.write(ctx, PaperKind.SUMMARY, number, tmp_path)
    assert path.name == f"{number}-summary.pdf"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(RuleBroken, match="there already"):
        making.write(ctx, PaperKind.SUMMARY, number, tmp_path)


def test_a_paper_is_filed_once_under_the_persons_documents(ctx: Context, store: Store) -> None:
    filing = replace(ctx, actor=replace(ctx.actor, roles=("benefits_admin",)))
    number = family(filing, store)
    making.file(filing, PaperKind.SUMMARY, number)
    (found,) = documents.documents(filing, number).rows
    assert (found.kind, found.title) == ("benefits", "Summary of benefits, 2026-11-23")
    with pytest.raises(RuleBroken, match="on file already"):
        making.file(filing, PaperKind.SUMMARY, number)


def test_all_get_a_file_each_and_those_without_are_told(ctx: Context, store: Store, tmp_path: Path) -> None:
    numbers = [family(ctx, store) for _ in range(3)]
    for at, number in enumerate(numbers[:2], 1):
        birth_event(ctx, store, number, at)
    folder = tmp_path / "out"
    (tmp_path / "out").mkdir()
    (folder / f"{numbers[0]}-reminder.eml").write_text("mine")
    batch = making.write_all(ctx, PaperKind.REMINDER, folder, email=True)
    assert (batch.count, [each.number for each in batch.skipped]) == (1, [numbers[0]])
    assert (folder / f"{numbers[0]}-reminder.eml").read_text() == "mine"
    assert "To: ann@example.com" in (folder / f"{numbers[1]}-reminder.eml").read_text()


def test_many_papers_take_as_many_queries_as_one(ctx: Context, store: Store, tmp_path: Path) -> None:
    family(ctx, store)
    with statements() as few:
        making.write_all(ctx, PaperKind.SUMMARY, tmp_path / "a")
    for _ in range(3):
        family(ctx, store)
    with statements() as many:
        assert making.write_all(ctx, PaperKind.SUMMARY, tmp_path / "b").count == 4
    assert len([each for each in many if each.startswith("SELECT")]) == len(
        [each for each in few if each.startswith("SELECT")]
    )


def test_nobody_to_write_to_is_told(ctx: Context, store: Store, tmp_path: Path) -> None:
    with pytest.raises(RuleBroken, match="nobody"):
        making.write_all(ctx, PaperKind.REMINDER, tmp_path / "a")


def test_a_role_without_pay_and_birth_dates_gets_papers_without_them(
    ctx: Context, store: Store, ctx_as: ContextAs
) -> None:
    number = family(ctx, store)
    with store.write():
        life = Choice(PlanType.BASIC_LIFE, "basic_life", "one_times")
        elections.put_many([(id_of(number), Election(JAN, life, ElectionState.ACTIVE))], entered(ctx, number))
    hidden = {Field.PAY: Sight.HIDDEN, Field.BIRTH: Sight.HIDDEN}
    grants = [Grant(action, EVERYONE, hidden) for action in ("people.read", "benefits.read")]
    found = text(ctx_as(*grants), PaperKind.SUMMARY, number)
    assert "not shown" in found
    assert "1988-02-02" not in found
    assert "85,000" not in found
    with pytest.raises(NotAllowed):
        making.make(ctx_as(*grants), PaperKind.COBRA_NOTICE, number)


def test_a_template_of_ones_own_is_used_and_its_problem_told(ctx: Context, store: Store, tmp_path: Path) -> None:
    number = family(ctx, store)
    own = replace(ctx, config=replace(ctx.config, benefits=BenefitSettings(letters=Path("ours"))))
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / "summary.txt").write_text("Ours for {person.name}\n\nHello.\n")
    assert "Ours for Ann Kim" in text(own, PaperKind.SUMMARY, number)
    (tmp_path / "ours" / "summary.txt").write_text("Ours\n\n{person.pay}\n")
    with pytest.raises(ConfigError, match=r"summary\.txt:3: There is no field \{person\.pay\}"):
        making.make(own, PaperKind.SUMMARY, number)


def test_papers_of_some_are_counted_and_made_of_them_alone_and_who_has_none_is_told_why(
    ctx: Context, store: Store, tmp_path: Path
) -> None:
    chosen, _, without = family(ctx, store), family(ctx, store), hire(ctx, "Low")
    people_chosen = [id_of(chosen), id_of(without)]
    assert making.reach(ctx, PaperKind.CONFIRMATION) == making.Reach(2, 0)
    assert making.reach(ctx, PaperKind.CONFIRMATION, people_chosen) == making.Reach(1, 1)
    batch = making.write_all(ctx, PaperKind.CONFIRMATION, tmp_path / "out", people=people_chosen)
    assert (batch.count, [each.number for each in batch.skipped]) == (1, [without])
    assert [each.name for each in (tmp_path / "out").iterdir()] == [f"{chosen}-confirmation.pdf"]


def test_papers_are_counted_of_whom_the_role_may_see_alone(ctx: Context, store: Store, ctx_as: ContextAs) -> None:
    family(ctx, store)
    elsewhere = ctx_as(Grant("benefits.read", Scope(departments=frozenset({"Nowhere"}))))
    with pytest.raises(RuleBroken, match="nobody"):
        making.reach(elsewhere, PaperKind.CONFIRMATION)
    with pytest.raises(NotAllowed):
        making.reach(ctx_as(Grant("people.read", EVERYONE)), PaperKind.CONFIRMATION)
