"""The wage report to the SSA as an EFW2 file: 512 characters a record, RA RE (RW RO RS) RT RU RF.

Nothing is written that the SSA would refuse, or for which no place in the layout is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from hrtui.errors import RuleBroken
from hrtui.payroll.model import FicaRates
from hrtui.payroll.outputs import efw2_layout as layout
from hrtui.payroll.outputs.efw2_layout import Span
from hrtui.payroll.outputs.plain import digits, plain
from hrtui.payroll.outputs.values import Address, Company
from hrtui.payroll.outputs.w2 import W2, Place, check
from hrtui.text import listed

END = "\r\n"
NOT_YET = (
    "The positions are those of tax year {known}: of the layout of {year} only the places of boxes 1 to 7 and the counts were "
    "found (the same). Compare RW, RO and RT with the SSA's EFW2 of {year}, and run AccuWage, before sending."
)
STRANGE = re.compile(r"[^A-Z0-9 ]", re.ASCII)
SELF_PREPARED, IN_HOUSE = "L", "98"
MOST_SHOWN = 5


class Efw2(NamedTuple):
    """A finished file: its text, how many statements are in it, and what is to be done before it is sent."""

    text: str
    statements: int
    notices: tuple[str, ...]

    @property
    def content(self) -> bytes:
        """The file as it is written: ASCII."""
        return self.text.encode("ascii")


def efw2(company: Company, statements: Sequence[W2], year: int, rates: FicaRates) -> Efw2:
    """The file of a year's statements.

    Raises RuleBroken where there are none, the SSA would refuse one, a code of box 12 has no place that is known (of 2026:
    TA, TP, TT), or the company's own data do not do.
    """
    if not statements:
        raise RuleBroken(f"Nobody has a statement for {year}, so there is nothing to report.")
    _check_company(company)
    check(statements, rates)
    _check_places(statements, year)
    records = [
        _submitter(company),
        _employer(company, year, statements),
        *_people(company, statements),
        *_totals(statements),
    ]
    notices = [NOT_YET.format(known=layout.TAX_YEAR, year=year)] if year != layout.TAX_YEAR else []
    return Efw2(
        "".join(record + END for record in records), len(statements), (*notices, *_missing(company, statements))
    )


def unplaced(w2: W2) -> tuple[str, ...]:
    """The codes of a statement's box 12 that have no place in the layout."""
    known = layout.RW_MONEY.keys() | layout.RO_MONEY.keys() | {"B"}
    return tuple(code for code in w2.box_12 if code not in known)


def _check_places(statements: Iterable[W2], year: int) -> None:
    wrong = [(each, codes) for each in statements if (codes := unplaced(each))]
    if wrong:
        which = sorted({code for _, codes in wrong for code in codes})
        people = [f"{each.name} ({each.number})" for each, _ in wrong[:MOST_SHOWN]]
        more = f" and {len(wrong) - MOST_SHOWN} more" if len(wrong) > MOST_SHOWN else ""
        raise RuleBroken(
            f"Box 12 code {listed(which, 'and')} of {', '.join(people)}{more} has no place in the EFW2 layout that hrtui knows "
            f"(tax year {layout.TAX_YEAR}); nothing was written. Report these statements in Business Services Online, or "
            f"wait for the layout of {year}.",
            "box_12",
        )


def _check_company(company: Company) -> None:
    if not re.fullmatch(r"[0-9]{9}", company.ein.replace("-", ""), re.ASCII):
        raise RuleBroken(
            "The company's EIN has nine digits, such as 12-3456789; enter it before reporting wages.", "ein"
        )
    missing = [name for name, text in (
        ("name", company.name), ("street", company.address.street), ("city", company.address.city),
        ("postal code", company.address.postal_code), ("contact's name", company.contact.name),
        ("contact's phone", company.contact.phone), ("contact's e-mail", company.contact.email),
    ) if not text.strip()]  # fmt: skip
    if missing:
        raise RuleBroken(f"The report needs the company's {listed(missing, 'and')}; enter it first.", "company")


def _missing(company: Company, statements: Iterable[W2]) -> Iterator[str]:
    """What a state's copy would lack."""
    states = sorted({place.state for each in statements for place in each.states})
    bare = [state for state in states if not company.state_numbers.get(state)]
    if bare:
        yield f"The employer account number of {listed(bare, 'and')} is not known; its RS records have none."


def record(kind: str, fields: Iterable[tuple[Span, str]]) -> str:
    """A record: texts at their places, cut where too long, blanks between."""
    signs = list(kind.ljust(layout.LENGTH))
    for (start, end), text in fields:
        width = end - start + 1
        signs[start - 1 : end] = text[:width].ljust(width)
    return "".join(signs)


def _spelt(text: str) -> str:
    """A text as the SSA takes it: capitals without punctuation; an apostrophe joins, a hyphen parts."""
    return plain(text.replace("'", "").replace("’", ""), STRANGE)


def _money(places: Mapping[str, Span], amounts: Mapping[str, int]) -> Iterator[tuple[Span, str]]:
    """Every field of money, zeros where there is none."""
    for name, (start, end) in places.items():
        yield (start, end), digits(amounts.get(name, 0), end - start + 1, f"The sum of box {name}")


def _address(
    places: Mapping[str, Span], address: Address, prefix: str = "", state: str = "state"
) -> Iterator[tuple[Span, str]]:
    abroad = address.country not in ("", "US")
    zip_code, _, more = address.postal_code.partition("-")
    yield places[f"{prefix}location"], _spelt(address.street2)
    yield places[f"{prefix}delivery"], _spelt(address.street)
    yield places[f"{prefix}city"], _spelt(address.city)
    if abroad:
        yield places[f"{prefix}foreign_state"], _spelt(address.state)
        yield places[f"{prefix}foreign_zip"], _spelt(address.postal_code)
        yield places[f"{prefix}country"], _spelt(address.country)
    else:
        yield places[f"{prefix}{state}"], _spelt(address.state)
        yield places[f"{prefix}zip"], _spelt(zip_code)
        yield places[f"{prefix}zip4"], _spelt(more)


def _contact(places: Mapping[str, Span], company: Company) -> Iterator[tuple[Span, str]]:
    contact = company.contact
    yield places["contact"], _spelt(contact.name)
    for name, text in (("phone", contact.phone), ("extension", contact.extension), ("fax", contact.fax)):
        yield places[name], re.sub(r"[^0-9]", "", text, flags=re.ASCII)
    yield places["email"], re.sub(r"[^!-~]", "", contact.email, flags=re.ASCII)


def _submitter(company: Company) -> str:
    at, name = layout.RA, _spelt(company.name)
    fields = [
        (at["ein"], company.ein.replace("-", "")), (at["user"], _spelt(company.user_id)), (at["resubmitted"], "0"),
        (at["software"], IN_HOUSE), (at["company"], name), (at["submitter"], name), (at["preparer"], SELF_PREPARED),
    ]  # fmt: skip
    return record(
        "RA",
        [*fields, *_address(at, company.address, "company_"), *_address(at, company.address), *_contact(at, company)],
    )


def _employer(company: Company, year: int, statements: Iterable[W2]) -> str:
    at = layout.RE
    fields = [
        (at["year"], str(year)), (at["ein"], company.ein.replace("-", "")), (at["terminating"], "0"),
        (at["name"], _spelt(company.name)), (at["kind"], company.kind), (at["employment"], company.employment),
        (at["sick_pay"], "1" if any(each.sick_pay for each in statements) else "0"),
    ]  # fmt: skip
    return record("RE", [*fields, *_address(at, company.address), *_contact(at, company)])


def _people(company: Company, statements: Iterable[W2]) -> Iterator[str]:
    for each in statements:
        yield _wages(each)
        other = others(each)
        if any(other.values()):
            yield record("RO", _money(layout.RO_MONEY, other))
        yield from _states(company, each)


def _who(at: Mapping[str, Span], w2: W2, state: str = "state") -> Iterator[tuple[Span, str]]:
    yield at["ssn"], w2.ssn.replace("-", "")
    for name, text in (
        ("first", w2.first_name),
        ("middle", w2.middle_name),
        ("last", w2.last_name),
        ("suffix", w2.suffix),
    ):
        yield at[name], _spelt(text)
    yield from _address(at, w2.address, state=state)


def _wages(w2: W2) -> str:
    ticks = {"statutory": w2.statutory, "retirement": w2.retirement, "sick_pay": w2.sick_pay}
    flags = [(layout.RW[name], str(int(ticked))) for name, ticked in ticks.items()]
    return record("RW", [*_who(layout.RW, w2), *_money(layout.RW_MONEY, {**w2.boxes, **w2.box_12}), *flags])


def others(w2: W2) -> dict[str, int]:
    """What record RO tells: box 8 and codes A (with B), R, S, T, M, N, Z and EE of box 12."""
    told = {code: w2.box_12.get(code, 0) for code in layout.RO_MONEY}
    return told | {"8": w2.boxes["8"], "A": w2.box_12.get("A", 0) + w2.box_12.get("B", 0)}


def _states(company: Company, w2: W2) -> Iterator[str]:
    """A record for each state, with its first locality in it; each further locality has one of its own."""
    local = list(w2.localities)
    for state in w2.states:
        own = [each for each in local if each.state == state.name]
        yield _state(company, w2, state, own[0] if own else None)
        for each in own[1:]:
            yield _state(company, w2, Place(state.name, 0, 0), each)
    for each in local:
        if each.state not in {state.name for state in w2.states}:
            yield _state(company, w2, Place(each.state, 0, 0), each)


def _state(company: Company, w2: W2, state: Place, local: Place | None) -> str:
    at, number = layout.RS, layout.STATES.get(state.name)
    if number is None:
        raise RuleBroken(f"{state.name} of {w2.name} ({w2.number}) is no state; correct the slip's tax lines.", "state")
    amounts = {"wages": state.wages, "tax": state.tax}
    if local is not None:
        amounts |= {"local wages": local.wages, "local tax": local.tax}
    fields = [
        (at["state"], number), (at["state_again"], number), (at["tax_type"], "C" if local else ""),
        (at["account"], plain(company.state_numbers.get(state.name, ""))),
    ]  # fmt: skip
    return record("RS", [*fields, *_who(at, w2, "state_of_address"), *_money(layout.RS_MONEY, amounts)])


def _totals(statements: Sequence[W2]) -> Iterator[str]:
    sums: dict[str, int] = {}
    more: dict[str, int] = {}
    count = 0
    for each in statements:
        for name, cents in {**each.boxes, **each.box_12}.items():
            sums[name] = sums.get(name, 0) + cents
        other = others(each)
        count += any(other.values())
        for name, cents in other.items():
            more[name] = more.get(name, 0) + cents
    yield record("RT", [(layout.RT_COUNT, digits(len(statements), 7, "The count")), *_money(layout.RT_MONEY, sums)])
    if count:
        yield record("RU", [(layout.RT_COUNT, digits(count, 7, "The count")), *_money(layout.RU_MONEY, more)])
    yield record("RF", [(layout.RF_COUNT, digits(len(statements), 9, "The count"))])
