"""Elections, standings, beneficiaries and enrolment events as facts in words, named as those who look after benefits name them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from hrtui.access.model import Sight
from hrtui.benefits.beneficiaries import said
from hrtui.benefits.book import Book
from hrtui.benefits.events import KINDS, SPOKEN
from hrtui.benefits.model import SELF, Beneficiaries, Choice, Election, ElectionState, Event, Standing
from hrtui.benefits.plans import ACCOUNTS, HEALTH, PlanType
from hrtui.benefits.wording import TIERS, TYPES, number
from hrtui.contacts.model import Contact
from hrtui.money import Money, NumberStyle, format_money
from hrtui.people.dated import in_force, order
from hrtui.people.fact import Fact

ELECTION, STANDING, BENEFICIARIES, ENROLMENT = "election", "standing", "beneficiaries", "enrolment"
FACTS = (ELECTION, STANDING, BENEFICIARIES, ENROLMENT)
"""The kinds of facts about a person's benefits."""
NAMES: Mapping[str, tuple[str, ...]] = {
    ELECTION: ("plan", "option", "tier", "covers", "amount", "coverage", "status", "waiver", "event", "note"),
    STANDING: ("verification", "proof", "tobacco", "student", "disabled"),
    BENEFICIARIES: ("beneficiaries",),
    ENROLMENT: ("reason", "state", "day", "effective", "last_day", "papers_due", "note"),
}
"""What facts of each kind say, by name."""
OF_PAY = "coverage"
"""Coverage that was granted is a multiple of pay, or part of one: shown to whom pay is shown."""
BY_TYPE = frozenset(each.value for each in PlanType)
STATES = {
    ElectionState.AWAITING_EVIDENCE: "awaiting evidence",
    ElectionState.TERMINATED: "ended",
    ElectionState.COBRA: "COBRA",
}
ACTIONS = {
    ElectionState.WAIVED: "waiver",
    ElectionState.TERMINATED: "end",
    ElectionState.COBRA: "COBRA",
}


def field_of(text: str) -> str:
    """The field of a fact that a text means: `medical`, `medical.option`, `standing.2.verification`, `enrolment.B2026-0001.state`;
    empty where it means none."""
    kind, _, rest = text.strip().partition(".")
    kind = _plain(kind)
    if kind in BY_TYPE:
        kind, rest = ELECTION, f"{kind}.{rest}" if rest else kind
    key, _, name = rest.partition(".")
    key, name = key.upper() if kind == ENROLMENT else _plain(key), _plain(name)
    known = kind in FACTS and bool(key) and (not name or name in NAMES[kind])
    return f"{kind}.{key}{'.' if name else ''}{name}" if known else ""


def _plain(name: str) -> str:
    return name.lower().replace("-", "_").replace(" ", "_")


@dataclass(frozen=True, slots=True)
class Teller:
    """Puts rows of one person into words, with the plan file's labels and the names of the dependents by slot."""

    book: Book
    style: NumberStyle
    contacts: Mapping[int, Sequence[Contact]] = field(default_factory=dict)

    def elections(self, rows: Iterable[Election]) -> Iterator[Fact]:
        """Each election: the plan, the option, who is covered, how much, how it stands."""
        for row in rows:
            title = TYPES[row.choice.type]
            yield Fact(
                row.effective_from, ELECTION, row.key, title, f"{title} {ACTIONS.get(row.state, 'election')}",
                self._election(row), row.choice.reason, row.stamp,
            )  # fmt: skip

    def standings(self, rows: Iterable[Standing]) -> Iterator[Fact]:
        """Each standing: which papers of a dependent there are, and what plans ask of whoever is covered."""
        for row in rows:
            who = self.name(row.slot, row.effective_from)
            values = {
                "verification": "" if row.slot == SELF else row.verification.value,
                "proof": f"document {row.proof}" if row.proof else "",
                **{name: "yes" for name in ("tobacco", "student", "disabled") if getattr(row, name)},
            }
            action = "own standing" if row.slot == SELF else f"standing of {who}"
            title = "Own" if row.slot == SELF else who
            yield Fact(row.effective_from, STANDING, row.key, title, action, values, stamp=row.stamp)

    def beneficiaries(self, rows: Iterable[Beneficiaries]) -> Iterator[Fact]:
        """Who receives a plan, with the part of each."""
        for row in rows:
            title = TYPES[row.type]
            yield Fact(
                row.effective_from, BENEFICIARIES, row.type.value, title, f"{title} beneficiaries",
                {"beneficiaries": said(row.people) or "nobody"}, stamp=row.stamp,
            )  # fmt: skip

    def events(self, rows: Iterable[tuple[date, Event]]) -> Iterator[Fact]:
        """How far each event came, each with the day on which it came so far."""
        for on, row in rows:
            life = self.book.life_events.get(row.reason)
            reason = (life.label if life else row.reason.replace("_", " ")) or KINDS[row.kind]
            values = {
                "reason": reason, "state": SPOKEN[row.state], "day": str(row.day), "effective": str(row.effective),
                "last_day": str(row.last_day), "papers_due": str(row.papers_due or ""), "note": row.note,
            }  # fmt: skip
            title = f"Event {row.number}"
            yield Fact(on, ENROLMENT, row.number, title, f"{title} {SPOKEN[row.state]}", values, stamp=row.stamp)

    def name(self, slot: int, on: date) -> str:
        """What someone covered is called on a day."""
        if slot == SELF:
            return "the employee"
        rows = self.contacts.get(slot, ())
        found = in_force(rows, on) or min(rows, key=order, default=None)
        return found.name if found is not None else f"dependent {slot}"

    def _election(self, row: Election) -> dict[str, str]:
        choice = row.choice
        made = dict.fromkeys(NAMES[ELECTION], "")
        if not choice.waived:
            made["plan"], made["option"] = self._plan(choice)
            made["tier"] = TIERS[choice.tier] if choice.type in HEALTH else ""
            made["covers"] = ", ".join(self.name(slot, row.effective_from) for slot in choice.covers)
            made["amount"] = self._amount(choice)
            made["coverage"] = self._money(row.granted)
        made["status"] = STATES.get(row.state, row.state.value)
        made["waiver"], made["event"], made["note"] = choice.reason, row.event, row.note
        return made

    def _plan(self, choice: Choice) -> tuple[str, str]:
        plan = self.book.plans.get(choice.plan)
        options = {each.name: each.label for each in plan.options} if plan else {}
        return plan.label if plan else choice.plan, options.get(choice.option, choice.option)

    def _amount(self, choice: Choice) -> str:
        if choice.percent is not None:
            return f"{number(choice.percent * 100)} % of pay"
        per = "" if choice.type not in ACCOUNTS else " a month" if choice.type is PlanType.COMMUTER else " a year"
        return f"{self._money(choice.amount)}{per}" if choice.amount is not None else ""

    def _money(self, amount: Money | None) -> str:
        return format_money(amount, self.style, symbol=True) if amount is not None else ""


def seen_by(facts: Iterable[Fact], pay: Sight) -> list[Fact]:
    """Facts as a role sees them that sees pay so: without coverage that tells of pay, or with it masked."""
    return [_seen(fact, pay) if fact.values.get(OF_PAY) else fact for fact in facts]


def _seen(fact: Fact, pay: Sight) -> Fact:
    if pay is Sight.SHOWN:
        return fact
    if pay is Sight.MASKED:
        return replace(fact, covered=frozenset({OF_PAY}))
    return replace(fact, values={name: value for name, value in fact.values.items() if name != OF_PAY})
