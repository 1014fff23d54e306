"""The two comparisons of a month, apart: an invoice against enrolment, and what payroll withheld against enrolment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from hrtui.benefits.billing.model import BillLine, Difference, Enrolled, Kind, Known, Product
from hrtui.benefits.plans import PlanType, Tier
from hrtui.money import Money, format_money
from hrtui.text import fold

TIER_LABELS = {
    Tier.EMPLOYEE: "employee",
    Tier.SPOUSE: "employee and spouse",
    Tier.CHILDREN: "employee and children",
    Tier.FAMILY: "family",
}
NOBODY = Known("", "")
PRICED = (Kind.PLAN, Kind.TIER, Kind.RATE)
"""The kinds that explain another amount; a count of dependents has no price of its own."""
Deductions = Mapping[tuple[int, str], int]
"""Cents of a month by person and deduction code."""


class Catalogue:
    """The products of a carrier, found by what invoices call them."""

    def __init__(self, products: Iterable[Product]) -> None:
        self.products = tuple(products)
        self._by_name = {(each.plan, each.option): each for each in self.products}
        self._by_word: dict[str, list[Product]] = defaultdict(list)
        for each in self.products:
            for word in each.words:
                self._by_word[word].append(each)

    def label(self, plan: str, option: str) -> str:
        """What an option is called."""
        found = self._by_name.get((plan, option))
        return found.label if found else " ".join(filter(None, (plan, option)))

    def meant(self, word: str) -> tuple[Product, ...]:
        """The products a carrier's words may mean: by the whole text, else those that all its parts name; all where it says
        nothing, none where nothing is known by that name."""
        if not word:
            return self.products
        if whole := self._by_word.get(fold(word)):
            return tuple(whole)
        found: list[Product] | None = None
        for part in word.split(" / "):
            named = self._by_word.get(fold(part), [])
            found = named if found is None else [each for each in found if each in named]
        return tuple(found or ())


def is_adjustment(line: BillLine, month: date) -> bool:
    """Whether a line puts another month right, rather than bill this one: it names another month, or takes money back."""
    return line.amount < 0 or (line.period is not None and line.period != month)


def compare_invoice(
    lines: Sequence[BillLine],
    enrolled: Iterable[Enrolled],
    known: Mapping[int, Known],
    catalogue: Catalogue,
    month: date,
) -> list[Difference]:
    """How an invoice of a month differs from who is enrolled, biggest amount first; adjustments of other months are left out.

    Each line is compared with at most one enrolment and each enrolment with at most one line, of one type of plan; `known`
    says who everybody is that a line or an enrolment names.
    """
    return sorted(
        _invoice(lines, enrolled, known, catalogue, month), key=lambda each: (-abs(each.amount), each.name, each.line)
    )


def _invoice(
    lines: Sequence[BillLine],
    enrolled: Iterable[Enrolled],
    known: Mapping[int, Known],
    catalogue: Catalogue,
    month: date,
) -> Iterator[Difference]:
    open_: dict[int, dict[PlanType, Enrolled]] = defaultdict(dict)
    for each in enrolled:
        open_[each.person][each.type] = each
    billed: dict[int, list[BillLine]] = defaultdict(list)
    for line in lines:
        if is_adjustment(line, month):
            continue
        if line.person is None:
            yield _of_line(Kind.UNKNOWN, line, NOBODY, line.amount, "nobody", line.plan)
        else:
            billed[line.person].append(line)
    for person, own in billed.items():
        yield from _person(own, open_.pop(person, {}), known.get(person, NOBODY), catalogue, month)
    for rest in open_.values():
        yield from _missing(rest.values(), known, catalogue)


def _person(
    lines: Sequence[BillLine], enrolled: Mapping[PlanType, Enrolled], who: Known, catalogue: Catalogue, month: date
) -> Iterator[Difference]:
    """The differences of one person: lines that fit best find their enrolment first, the others are what is too much."""
    left, taken = dict(enrolled), dict[PlanType, Enrolled]()
    fits = sorted(
        ((-_fit(line, each, catalogue), line.line, line, each) for line in lines for each in enrolled.values()),
        key=lambda fit: fit[:2],
    )
    used: set[int] = set()
    for score, place, line, each in fits:
        if score < 0 and place not in used and each.type in left:
            used.add(place)
            taken[each.type] = left.pop(each.type)
            yield from _pair(line, each, who, catalogue)
    rest = [line for line in lines if line.line not in used]
    had = {line.plan for line in lines if line.line in used}
    yield from _extra(rest, taken, had, who, catalogue, month)
    yield from _missing(left.values(), {each.person: who for each in left.values()}, catalogue)


def _extra(
    lines: Sequence[BillLine],
    taken: Mapping[PlanType, Enrolled],
    had: set[str],
    who: Known,
    catalogue: Catalogue,
    month: date,
) -> Iterator[Difference]:
    """Lines that no enrolment is left for: repeated ones, those of people who left, and others."""
    seen = set(had)
    for line in lines:
        types = {product.type for product in catalogue.meant(line.plan)}
        label = _line_label(line, catalogue)
        if line.plan in seen or (types and types <= set(taken)):
            yield _of_line(Kind.DUPLICATE, line, who, line.amount, "one line", label)
        elif who.ended is not None and who.ended < month:
            yield _of_line(Kind.LEAVER, line, who, line.amount, f"left on {who.ended}", label)
        else:
            yield _of_line(Kind.NOT_ENROLLED, line, who, line.amount, "not enrolled", label)
        seen.add(line.plan)


def _fit(line: BillLine, each: Enrolled, catalogue: Catalogue) -> int:
    """How well a line fits an enrolment; 0 where it cannot be of it: another type of plan."""
    products = catalogue.meant(line.plan)
    if products and each.type not in {product.type for product in products}:
        return 0
    right = any((product.plan, product.option) == (each.plan, each.option) for product in products)
    return 1 + 8 * bool(products) + 4 * right + 2 * (line.tier in ("", each.tier.value)) + (line.amount == each.premium)


def _pair(line: BillLine, each: Enrolled, who: Known, catalogue: Catalogue) -> Iterator[Difference]:
    """The differences between a line and its enrolment; the first that explains money bears all of it."""
    label, delta = catalogue.label(each.plan, each.option), _delta(line, each)
    found: list[tuple[Kind, str, str]] = []
    if not any((one.plan, one.option) == (each.plan, each.option) for one in catalogue.meant(line.plan)):
        found.append((Kind.PLAN, label, _line_label(line, catalogue)))
    if line.tier not in ("", each.tier.value):
        found.append((Kind.TIER, TIER_LABELS[each.tier], TIER_LABELS[Tier(line.tier)]))
    elif line.dependents is not None and line.dependents != each.dependents:
        kind = Kind.DEPENDENT_BILLED if line.dependents > each.dependents else Kind.DEPENDENT_MISSING
        found.append((kind, _dependents(each.dependents), _dependents(line.dependents)))
    explained = any(kind in (Kind.PLAN, Kind.TIER) for kind, *_ in found)
    if delta and not explained:
        found.insert(0, (Kind.RATE, _money(each.premium or 0), _money(line.amount)))
    for at, (kind, expected, billed) in enumerate(found):
        amount = delta if at == 0 and kind in PRICED else 0
        yield _of_line(kind, line, who, amount, expected, label, billed)


def _delta(line: BillLine, each: Enrolled) -> int:
    """Cents billed too much; none where the premium cannot be told, or where a part of a month is billed."""
    if each.premium is None or (each.partial and 0 <= line.amount <= each.premium):
        return 0
    return line.amount - each.premium


def _missing(left: Iterable[Enrolled], known: Mapping[int, Known], catalogue: Catalogue) -> Iterator[Difference]:
    for each in left:
        if not each.partial:
            who, label = known.get(each.person, NOBODY), catalogue.label(each.plan, each.option)
            premium = each.premium or 0
            tier = f"{TIER_LABELS[each.tier]}, {_money(premium)}"
            yield Difference(Kind.MISSING, each.person, who.number, who.name, label, -premium, tier, "no line")


def _of_line(
    kind: Kind, line: BillLine, who: Known, amount: int, expected: str, label: str, found: str = ""
) -> Difference:
    number, name = who.number or line.member_id, who.name or line.name
    return Difference(kind, line.person, number, name, label, amount, expected, found or _money(line.amount), line.line)


def _line_label(line: BillLine, catalogue: Catalogue) -> str:
    found = catalogue.meant(line.plan)
    return found[0].label if len(found) == 1 else line.plan or "no plan named"


def _dependents(count: int) -> str:
    return "1 dependent" if count == 1 else f"{count} dependents"


def _money(cents: int) -> str:
    return format_money(Money(cents))


def compare_deductions(
    expected: Deductions, withheld: Deductions, known: Mapping[int, Known], labels: Mapping[str, str]
) -> list[Difference]:
    """How what payroll withheld in a month differs from what enrolment asks for, by person and code, biggest first."""
    found = []
    for person, code in sorted({*expected, *withheld}):
        due, taken = expected.get((person, code), 0), withheld.get((person, code), 0)
        if due == taken:
            continue
        kind = Kind.TOO_MUCH if taken > due else Kind.TOO_LITTLE if taken else Kind.NO_DEDUCTION
        who, label = known.get(person, NOBODY), labels.get(code, code)
        found.append(Difference(kind, person, who.number, who.name, label, taken - due, _money(due), _money(taken)))
    return sorted(found, key=lambda each: (-abs(each.amount), each.name, each.plan))
