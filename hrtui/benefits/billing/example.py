"""An invoice as a carrier could send it for the demo company: everybody enrolled, with a handful of errors to find."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from random import Random

from hrtui.benefits import planfile, rates
from hrtui.benefits.billing import enrolling
from hrtui.benefits.billing.invoice import COLUMNS
from hrtui.benefits.billing.model import Enrolled, Known
from hrtui.benefits.book import Book
from hrtui.benefits.plans import Carrier, Tier
from hrtui.context import Context
from hrtui.dates import add_months
from hrtui.exchange.files import write_csv
from hrtui.money import round_cents

WORDS = {Tier.EMPLOYEE: "EE", Tier.SPOUSE: "EE+SP", Tier.CHILDREN: "EE+CH", Tier.FAMILY: "FAM"}
LEAVERS = 2
STRANGER = Known("77-0431", "Marsh, Pat")
LATER = 1_250
"""Cents by which the wrong rate is too high."""


@dataclass(frozen=True, slots=True)
class Billed:
    """A line on its way into the file."""

    of: Enrolled
    who: Known


def write_examples(ctx: Context, month: date, folder: Path) -> list[Path]:
    """Write an invoice of a month for each carrier that has a mapping and members, and return the files."""
    book = planfile.book(ctx)
    made = []
    for carrier in book.settings.carriers:
        rows = list(example_rows(book, carrier, month.replace(day=1))) if carrier.invoice else []
        if rows:
            folder.mkdir(exist_ok=True)
            path = folder / f"{carrier.name}-{month:%Y-%m}.csv"
            write_csv(path, [carrier.invoice[name] for name in _mapped(carrier)], rows)
            made.append(path)
    return made


def _mapped(carrier: Carrier) -> list[str]:
    return [name for name in COLUMNS if name in carrier.invoice]


def example_rows(book: Book, carrier: Carrier, month: date) -> Iterator[Sequence[object]]:
    """The rows of an invoice in the carrier's columns: those enrolled by number, with errors that are always the same."""
    now, before = enrolling.roll(book, carrier, month), enrolling.roll(book, carrier, add_months(month, -6))
    random = Random(f"{carrier.name} {month}")
    lines = [Billed(each, now.known[each.person]) for each in now.enrolled if not each.partial and each.premium]
    if not lines:
        return
    held = {each.person for each in now.enrolled}
    gone = [
        Billed(each, before.known[each.person])
        for each in before.enrolled
        if each.person not in held and each.premium and _left(before.known[each.person], month)
    ]
    for billed in sorted(
        [*_with_errors(book, lines, month, random), *gone[:LEAVERS]], key=lambda each: each.who.number
    ):
        yield _row(book, carrier, billed, month)


def _left(who: Known, month: date) -> bool:
    return who.ended is not None and who.ended < add_months(month, -1)


def _with_errors(book: Book, lines: list[Billed], month: date, random: Random) -> Iterator[Billed]:
    """The lines with one too dear, one of another tier, one left out, one twice, one with a dependent too many, and one of someone
    who is not known."""
    chosen = random.sample(range(len(lines)), min(4, len(lines)))
    rate, tier, missing, twice = [*chosen, *[-1] * (4 - len(chosen))]
    more = next((at for at, line in enumerate(lines) if line.of.dependents and at not in chosen), -1)
    for at, line in enumerate(lines):
        if at == missing:
            continue
        if at == rate:
            yield replace(line, of=replace(line.of, premium=(line.of.premium or 0) + LATER))
        elif at == tier:
            yield replace(line, of=_other_tier(book, line.of, month))
        elif at == more:
            yield replace(line, of=replace(line.of, dependents=line.of.dependents + 1))
        else:
            yield line
        if at == twice:
            yield line
    yield Billed(lines[0].of, STRANGER)


def _other_tier(book: Book, of: Enrolled, month: date) -> Enrolled:
    """The enrolment billed as a family, or a family as one alone, at that tier's rate."""
    tier = Tier.EMPLOYEE if of.tier is Tier.FAMILY else Tier.FAMILY
    rate = rates.rate_on(book.plan(of.plan), book.option(of.plan, of.option), month)
    if tier not in rate.tiers:
        return of
    return replace(
        of, tier=tier, premium=round_cents(rate.tiers[tier] * 100), dependents=0 if tier is Tier.EMPLOYEE else 2
    )


def _row(book: Book, carrier: Carrier, billed: Billed, month: date) -> Sequence[object]:
    option = book.option(billed.of.plan, billed.of.option)
    last, _, first = billed.who.name.partition(", ")
    cells: dict[str, object] = {
        "member_id": billed.who.number, "number": billed.who.number, "name": billed.who.name, "last_name": last,
        "first_name": first, "plan": option.code or option.label, "option": option.label, "tier": WORDS[billed.of.tier],
        "dependents": billed.of.dependents, "period": f"{month:%Y-%m}",
        "amount": f"{(billed.of.premium or 0) / 100:,.2f}",
    }  # fmt: skip
    return [cells.get(name, "") for name in _mapped(carrier)]
