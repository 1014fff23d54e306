"""Letters of offers: the fields that their template may name, and what these hold; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from hrtui.config import Config
from hrtui.dates import spelled_day
from hrtui.errors import RuleBroken
from hrtui.money import Money, format_money
from hrtui.papers.model import Values
from hrtui.people.model import Basis
from hrtui.recruiting.kept import CandidateFile
from hrtui.recruiting.model import Candidate, Requisition
from hrtui.recruiting.offers import SPOKEN, Offer, OfferState
from hrtui.recruiting.playbook import OFFER_LETTER

FIELDS: Mapping[str, str] = {
    "company.name": "The company's name.",
    "today": "The day of the letter.",
    "recruiter": "The login of the requisition's recruiter.",
    "requisition.number": "The number of the requisition.",
    "candidate.name": "First and last name.",
    "candidate.first_name": "The first name; the last name where there is none.",
    "candidate.number": "The candidate's number.",
    "candidate.place": "City and state on file; empty where there are none.",
    "candidate.email": "The e-mail address.",
    "offer.number": "The offer's number.",
    "offer.title": "The title.",
    "offer.department": "The department.",
    "offer.location": "The place of work; empty where there is none.",
    "offer.manager": "The name of whom they report to; empty where nobody is named.",
    "offer.employment": "The type of employment, such as full time.",
    "offer.pay": "What is paid, with what it is per: $85,000.00 a year.",
    "offer.bonus": "The bonus, with what it is per: $5,000.00 a year; empty where there is none.",
    "offer.equity": "The equity; empty where there is none.",
    "offer.grade": "The grade; empty where there is none.",
    "offer.position": "The position; empty where there is none.",
    "offer.first_day": "The first day of work.",
    "offer.expires": "The last day on which it can be accepted.",
}
PER = {Basis.ANNUAL: "a year", Basis.HOURLY: "an hour"}
GOING = (OfferState.APPROVED, OfferState.SENT)
"""The states of an offer of which a letter may go out."""


BEFORE = (OfferState.DRAFT, OfferState.REQUESTED)


def file_name(offer: Offer) -> str:
    """What the file of an offer's letter is called, by which it is found again."""
    return f"{offer.number}.pdf"


def letters_of(offer: Offer, found: Iterable[CandidateFile]) -> list[CandidateFile]:
    """The letters of an offer among documents on file: those that bear its name."""
    return [each for each in found if each.kind == OFFER_LETTER and each.file_name == file_name(offer)]


def check_letter(offer: Offer) -> None:
    """Raise RuleBroken where no letter of an offer may go out: it was not approved, or it is over."""
    if offer.state not in GOING:
        then = (
            "its letter goes out once it is approved" if offer.state in BEFORE else "no letter of it goes out any more"
        )
        raise RuleBroken(f"Offer {offer.number} is {SPOKEN[offer.state]}; {then}.", "state")


def stands_until(offer: Offer, today: date, days: int) -> date:
    """The last day on which an offer can be accepted: as it was sent, or, until it is, as if it were sent today."""
    return offer.expires or today + timedelta(days=days)


def values_of(
    config: Config, offer: Offer, who: Candidate, wanted: Requisition, manager: str, today: date, until: date
) -> Values:
    """What the fields of a letter hold; `manager` is the name of whom they report to."""
    style = config.style

    def money(amount: Money | None, per: str) -> str:
        return f"{format_money(amount, style, symbol=True)} {per}" if amount is not None else ""

    def day(on: date) -> str:
        return spelled_day(on, style.month_first)

    name = f"{who.first_name} {who.last_name}".strip()
    texts = {
        "company.name": config.company.name, "today": day(today), "recruiter": wanted.recruiter, "requisition.number": wanted.number,
        "candidate.name": name, "candidate.first_name": who.first_name or who.last_name, "candidate.number": who.number,
        "candidate.place": ", ".join(filter(None, (who.city, who.state))), "candidate.email": who.email, "offer.number": offer.number,
        "offer.title": offer.title, "offer.department": offer.department, "offer.location": offer.location, "offer.manager": manager,
        "offer.employment": offer.employment_type.value.replace("-", " ").replace("_", " "),
        "offer.pay": money(offer.rate, PER[offer.basis]), "offer.bonus": money(offer.bonus, "a year"), "offer.equity": offer.equity,
        "offer.grade": offer.grade, "offer.position": offer.position, "offer.first_day": day(offer.first_day), "offer.expires": day(until),
        "person.name": name, "person.number": who.number,
    }  # fmt: skip
    return Values(texts, {})
