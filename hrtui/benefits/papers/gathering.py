"""What stands in the fields of papers: gathered for many people at once, in the same queries however many."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from data import benefit_law, people
from data.benefits import choices, cobra, cobra_law, elections, events, members, standings
from hrtui.access.model import Field, Sight, Subject
from hrtui.access.rules import scopes, sight
from hrtui.benefits import inforce
from hrtui.benefits.book import Book
from hrtui.benefits.cobra import informing, reading, rules
from hrtui.benefits.cobra.gathering import account
from hrtui.benefits.cobra.model import LABELS, Account, Case, CobraLaw, Kind, State
from hrtui.benefits.eligibility import why_not
from hrtui.benefits.model import (
    UNDER_WAY,
    Beneficiaries,
    Election,
    ElectionState,
    Event,
    EventKind,
    Member,
    Offer,
    Verification,
)
from hrtui.benefits.offers import SAID, unless
from hrtui.benefits.papers import tables
from hrtui.benefits.papers.model import PaperKind
from hrtui.benefits.papers.tables import Pricing
from hrtui.benefits.plans import HEALTH, Plan
from hrtui.benefits.tiers import is_spouse
from hrtui.context import Context
from hrtui.errors import HrError, RuleBroken
from hrtui.papers.model import Table, Values
from hrtui.people.model import PersonSummary, Profile
from hrtui.people.rules import in_force
from hrtui.text import listed

CHUNK = 200
EVENTS = {
    EventKind.NEW_HIRE: "new hire",
    EventKind.OPEN_ENROLMENT: "open enrolment",
    EventKind.ADMINISTRATIVE: "administrative change",
    EventKind.COBRA: "COBRA",
}
BY_EVENT = (PaperKind.ENROLMENT_FORM, PaperKind.WAIVER, PaperKind.REMINDER)
Line = tuple[PersonSummary, Subject]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a chunk of people, by id."""

    members: Mapping[int, Member]
    elections: Mapping[int, Sequence[Election]] = field(default_factory=dict)
    events: Mapping[int, Event] = field(default_factory=dict)
    offers: Mapping[str, tuple[Offer, ...]] = field(default_factory=dict)
    beneficiaries: Mapping[int, Sequence[Beneficiaries]] = field(default_factory=dict)
    cases: Mapping[int, Case] = field(default_factory=dict)
    at_loss: Mapping[int, Member] = field(default_factory=dict)
    profiles: Mapping[int, Sequence[Profile]] = field(default_factory=dict)


def values_of(
    ctx: Context, kind: PaperKind, lines: Sequence[Line], book: Book, on: date
) -> Iterator[tuple[PersonSummary, Values | HrError]]:
    """What the fields of a paper hold for each person, or why there is no such paper for them; read inside a snapshot."""
    ids = [line.id for line, _ in lines]
    known = replace(_known(kind, ids, on), profiles=people.profiles(ids))
    for line, subject in lines:
        try:
            yield line, _Values(ctx, kind, line, subject, book, on, known).made()
        except HrError as problem:
            yield line, problem


def candidates(ctx: Context, kind: PaperKind, on: date) -> list[int]:
    """The ids of all whom a kind of paper is for on a day, whatever the role may see."""
    if kind is PaperKind.COBRA_NOTICE:
        return [case.person for case in cobra.in_states([State.NOTICE_DUE])]
    if kind is PaperKind.GENERAL_NOTICE:
        return [each.person for each in informing.owed(ctx)]
    if kind in BY_EVENT:
        ids = events.find(UNDER_WAY, scopes(ctx.actor, "benefits.read"), ctx.actor.person)
        return list(dict.fromkeys(event.person for event in events.page(list(ids)) if event is not None))
    covered = [(person, each) for person, each in elections.in_force(on) if each.covers]
    if kind is PaperKind.VERIFICATION:
        covered = [(person, each) for person, each in covered if each.choice.covers]
    return list(dict.fromkeys(person for person, _ in covered))


def _known(kind: PaperKind, ids: Sequence[int], on: date) -> Known:
    if kind is PaperKind.COBRA_NOTICE:
        cases = {person: own for person, all_ in cobra.of_people(ids).items() if (own := _own(all_)) is not None}
        return Known({}, elections.elections(list(cases)), cases=cases, at_loss=_at_loss(cases))
    if kind in BY_EVENT:
        found = events.under_way(ids)
        offers = choices.offers([event.number for event in found.values()])
        return Known(_on_their_day(found), elections.elections(ids, stamps=False), events=found, offers=offers)
    who, held = members.members(ids, on), elections.elections(ids)
    named = standings.beneficiaries(ids) if kind is PaperKind.SUMMARY else {}
    return Known(who, held, beneficiaries=named)


def _own(cases: Sequence[Case]) -> Case | None:
    """The case whose notice is due, else the last that was noticed."""
    due = [case for case in cases if case.state is State.NOTICE_DUE]
    return next(iter(due or [case for case in cases if case.state is State.NOTICED]), None)


def _at_loss(cases: Mapping[int, Case]) -> dict[int, Member]:
    by_day: dict[date, list[int]] = {}
    for person, case in cases.items():
        by_day.setdefault(case.lost, []).append(person)
    return {id_: member for day, some in by_day.items() for id_, member in members.members(some, day).items()}


def _contact(ctx: Context) -> str:
    """Whom papers name for questions: what the configuration says, else the company at its address."""
    payer = ctx.config.payer
    address = (ctx.config.company.name, payer.street, payer.city, f"{payer.state} {payer.postal_code}".strip())
    return ctx.config.benefits.contact or ", ".join(filter(None, address))


def _on_their_day(found: Mapping[int, Event]) -> dict[int, Member]:
    by_day: dict[date, list[int]] = {}
    for person, event in found.items():
        by_day.setdefault(event.effective, []).append(person)
    return {id_: member for day, some in by_day.items() for id_, member in members.members(some, day).items()}


class _Values:
    """The values of one person's paper."""

    def __init__(
        self, ctx: Context, kind: PaperKind, line: PersonSummary, subject: Subject, book: Book, on: date, known: Known
    ) -> None:
        self.ctx, self.kind, self.line, self.book, self.on, self.known = ctx, kind, line, book, on, known
        self.pay = sight(ctx.actor, Field.PAY, subject) is Sight.SHOWN
        self.birth = sight(ctx.actor, Field.BIRTH, subject) is Sight.SHOWN

    def made(self) -> Values:
        makers: dict[PaperKind, Callable[[], tuple[Mapping[str, str], Mapping[str, Table]]]] = {
            PaperKind.COBRA_NOTICE: self._case, PaperKind.CONFIRMATION: self._held, PaperKind.SUMMARY: self._summary,
            PaperKind.VERIFICATION: self._unverified, PaperKind.GENERAL_NOTICE: self._informed,
        }  # fmt: skip
        texts, found = makers.get(self.kind, self._event)()
        return Values({**self._everywhere(), **texts}, found)

    def _everywhere(self) -> dict[str, str]:
        family, _, first = self.line.name.partition(", ")
        return {
            "company.name": self.ctx.config.company.name, "company.contact": _contact(self.ctx),
            "today": str(self.ctx.clock.today()), "person.name": f"{first} {family}".strip(), "person.number": self.line.number,
            "person.email": self.line.email, "person.address": self._address(), "person.department": self.line.department,
        }  # fmt: skip

    def _address(self) -> str:
        own = in_force(self.known.profiles.get(self.line.id, ()), self.ctx.clock.today())
        if own is None:
            return ""
        return ", ".join(filter(None, (own.street, own.city, f"{own.state} {own.postal_code}".strip())))

    def _member(self) -> Member:
        member = self.known.members.get(self.line.id)
        if member is None:
            raise self._none("no job on file")
        return member

    def _none(self, why: str) -> RuleBroken:
        return RuleBroken(f"{self.line.name} ({self.line.number}) has {why}, so there is no such paper.", "person")

    def _pricing(self, member: Member, on: date) -> Pricing:
        law = benefit_law.law(on)
        often = {group.name: group.frequency.value for group in self.ctx.config.pay_groups}.get(member.pay_group, "")
        return Pricing(self.book, law, member, on, law.checks.get(often, 12), self.pay)

    def _held(self) -> tuple[dict[str, str], dict[str, Table]]:
        member = self._member()
        rows = inforce.on_day(self.known.elections.get(self.line.id, ()), self.on)
        table, totals = tables.held(self._pricing(member, self.on), rows)
        if not table.rows:
            raise self._none(f"no benefits on {self.on}")
        return dict(totals), {
            "table.elections": table,
            "table.dependents": tables.dependents(member.dependents, self.birth),
        }

    def _summary(self) -> tuple[dict[str, str], dict[str, Table]]:
        texts, found = self._held()
        named = inforce.on_day(self.known.beneficiaries.get(self.line.id, ()), self.on)
        return texts, {**found, "table.beneficiaries": tables.shares(named)}

    def _unverified(self) -> tuple[dict[str, str], dict[str, Table]]:
        own = [each for each in self._member().dependents if each.standing.verification is not Verification.VERIFIED]
        if not own:
            raise self._none("no dependent who is not verified")
        return {}, {"table.dependents": tables.dependents(own, self.birth)}

    def _informed(self) -> tuple[dict[str, str], dict[str, Table]]:
        member, law = self._member(), cobra_law.cobra_law(self.ctx.clock.today())
        held = [each for each in self.known.elections.get(self.line.id, ()) if _is_health(each)]
        now = [each for each in inforce.on_day(self.known.elections.get(self.line.id, ()), self.on) if _is_health(each)]
        if not now:
            raise self._none(f"no health coverage on {self.on}")
        covers = {slot for each in now for slot in each.choice.covers}
        spouses = [each.name for each in member.dependents if each.slot in covers and is_spouse(each)]
        first = min(each.effective_from for each in held if each.effective_from >= (member.hired or date.min))
        to = listed([self._everywhere()["person.name"], *spouses], "and")
        plans = listed([self.book.plan(each.choice.plan).label for each in now], "and")
        return _notice_texts(to, plans, first, law), {}

    def _event(self) -> tuple[dict[str, str], dict[str, Table]]:
        event = self.known.events.get(self.line.id)
        if event is None:
            raise self._none("no enrolment event under way")
        member, texts = self._member(), self._event_texts(event) | {"event.otherwise": self._otherwise(event)}
        if self.kind is PaperKind.REMINDER:
            return texts, {}
        plans = self._offered(event, member)
        if self.kind is PaperKind.WAIVER:
            return {**texts, "waiver.reasons": ", ".join(self.book.settings.waiver_reasons)}, {
                "table.plans": tables.waivable(plans)
            }
        offers = self.known.offers.get(event.number, ())
        table = tables.options(self._pricing(member, event.effective), offers, plans)
        return texts, {"table.options": table, "table.dependents": tables.dependents(member.dependents, self.birth)}

    def _otherwise(self, event: Event) -> str:
        """What counts where nothing is chosen, of each type of plan that is had then or ends."""
        offers, held = self.known.offers.get(event.number, ()), self.known.elections.get(self.line.id, ())
        told = []
        for type_ in dict.fromkeys(offer.type for offer in offers):
            found = unless(offers, type_, held, self.book, event.effective)
            if found.plan:
                plan = self.book.plan(found.plan)
                labels = {option.name: option.label for option in plan.options} if len(plan.options) > 1 else {}
                told.append(f"{' '.join(filter(None, (plan.label, labels.get(found.option, ''))))} {SAID[found.how]}")
        return "; ".join(told) if told or not offers else "you have none of these plans"

    def _offered(self, event: Event, member: Member) -> list[Plan]:
        offers = self.known.offers.get(event.number, ())
        if offers:
            return [self.book.plan(offer.plan) for offer in offers if not offer.why]
        return [plan for plan in self.book.on(event.effective) if why_not(plan, member, event.effective) is None]

    def _event_texts(self, event: Event) -> dict[str, str]:
        life = self.book.life_event(event.reason) if event.kind is EventKind.LIFE_EVENT else None
        return {
            "event.number": event.number, "event.label": life.label if life else EVENTS.get(event.kind, event.kind.value),
            "event.day": str(event.day), "event.effective": str(event.effective), "event.last_day": str(event.last_day),
            "event.days_left": str(max(0, (event.last_day - self.ctx.clock.today()).days)),
            "event.papers": ", ".join(life.papers) if life and event.papers_due else "",
            "event.papers_due": str(event.papers_due or ""),
        }  # fmt: skip

    def _case(self) -> tuple[dict[str, str], dict[str, Table]]:
        case = self.known.cases.get(self.line.id)
        if case is None:
            raise self._none("no case of COBRA whose notice is due")
        member, today = self.known.at_loss.get(self.line.id), self.ctx.clock.today()
        law = cobra_law.cobra_law(today)
        names = reading.names_of(case, member, self._everywhere()["person.name"])
        found = reading.premiums_of(case, member, self.book, law, today)
        asked = [(each.label, each.slots, each.asked) for each in found if each.slots]
        held = self.known.elections.get(self.line.id, ())
        later = {
            "case.own_until": str(rules.own_until(case, law) or ""),
            **_account_texts(account(self.book, held, case, law)),
        }
        return _case_texts(case, names, law, today) | later, {
            "table.premiums": tables.premiums(asked, names), "table.beneficiaries": tables.electing(case, names, self.book),
        }  # fmt: skip


def _is_health(row: Election) -> bool:
    """Whether an election covers somebody by a health plan other than by COBRA."""
    return row.covers and row.choice.type in HEALTH and not row.choice.waived and row.state is not ElectionState.COBRA


def _notice_texts(to: str, plans: str, first: date, law: CobraLaw) -> dict[str, str]:
    return {
        "notice.to": to, "notice.plans": plans, "notice.covered": str(first),
        "notice.due": str(rules.general_notice_due(first, law)), "notice.person_days": str(law.person_notice_days),
        "notice.election_days": str(law.election_days), "notice.months": str(law.months[Kind.TERMINATION]),
        "notice.longest_months": str(law.longest_months), "notice.disability_months": str(law.disability_months),
        "notice.percent": f"{(law.percent * 100).normalize():f}",
        "notice.disability_percent": f"{(law.disability_percent * 100).normalize():f}",
    }  # fmt: skip


def _account_texts(found: Account | None) -> dict[str, str]:
    """What a notice says of the health FSA that may be continued; nothing where there is none."""
    values = (str(found.until), tables.money(found.asked), tables.money(found.whole)) if found else ("", "", "")
    return dict(zip(("case.fsa_until", "case.fsa_premium", "case.fsa_whole"), values, strict=True))


def _case_texts(case: Case, names: Mapping[int, str], law: CobraLaw, today: date) -> dict[str, str]:
    first = case.lost + timedelta(days=1)
    percent = rules.percent_on(case, first, law) * 100
    return {
        "case.number": case.number, "case.event": LABELS[case.kind], "case.day": str(case.day), "case.lost": str(case.lost),
        "case.starts": str(first), "case.until": str(case.until), "case.months": str(law.months[case.kind]),
        "case.notice_due": str(case.notice_due), "case.elect_by": str(case.elect_by or rules.elect_by(today, case.lost, law)),
        "case.election_days": str(law.election_days), "case.first_payment_days": str(law.first_payment_days),
        "case.grace_days": str(law.grace_days), "case.percent": f"{percent.normalize():f}",
        "case.disability_months": str(law.disability_months),
        "case.disability_percent": f"{(law.disability_percent * 100).normalize():f}",
        "case.beneficiaries": ", ".join(names[slot] for slot in sorted(case.answers)),
    }  # fmt: skip
