"""What keeps a return from being filed, by name: what the company or someone lacks, and what to do about each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from hrtui.context import Context
from hrtui.errors import RuleBroken
from hrtui.money import Money
from hrtui.payroll.check.values import Blocker
from hrtui.payroll.model import FicaRates
from hrtui.payroll.outputs.efw2 import unplaced
from hrtui.payroll.outputs.efw2_layout import TAX_YEAR
from hrtui.payroll.outputs.w2 import OVERTIME, W2, wrong_boxes
from hrtui.people.private import ssn as checked_ssn
from hrtui.text import listed

_EIN = re.compile(r"[0-9]{2}-?[0-9]{7}", re.ASCII)
SETTINGS = "in the configuration"


def of_company(ctx: Context, contact: bool = False) -> Iterator[Blocker]:
    """What returns name of the employer and the configuration does not say; `contact` for the wage report."""
    payer = ctx.config.payer
    if not _EIN.fullmatch(payer.ein):
        yield Blocker(
            "no_ein", "The company has no EIN of nine digits.", f"Enter `payer.ein` {SETTINGS}, as 12-3456789."
        )
    parts = {"street": payer.street, "city": payer.city, "state": payer.state, "postal_code": payer.postal_code}
    if missing := [name for name, text in parts.items() if not text.strip()]:
        yield Blocker(
            "no_company_address", f"The company's address lacks {listed(missing, 'and')}.", f"Enter `payer` {SETTINGS}."
        )
    asked = {"contact": payer.contact, "phone": payer.phone, "email": payer.email} if contact else {}
    if missing := [name for name, text in asked.items() if not text.strip()]:
        yield Blocker(
            "no_contact", f"The wage report names whom the SSA asks; still to be said: {listed(missing, 'and')}.",
            f"Enter it below `payer` {SETTINGS}.",
        )  # fmt: skip


def of_statements(statements: Iterable[W2], rates: FicaRates, numberless: Sequence[str]) -> Iterator[Blocker]:
    """What keeps statements from being filed on paper, person by person; `numberless` are those without a number on file."""
    without = frozenset(numberless)
    for each in statements:
        who = f"{each.name} ({each.number})"
        if each.number in without:
            yield Blocker("no_ssn", f"{who} has no social security number on file.", _ENTER_SSN)
        elif each.ssn and (wrong := _wrong_ssn(each)):
            yield Blocker("wrong_ssn", f"{who}: {wrong}", _ENTER_SSN)
        missing = [
            name
            for name, text in (("street", each.address.street), ("city", each.address.city))
            if not text.strip()
        ]  # fmt: skip
        if missing:
            yield Blocker(
                "no_address", f"{who} has no {listed(missing, 'and')} in the address.",
                "On the record, tab personal, e on the address enters it.",
            )  # fmt: skip
        for said in wrong_boxes(each, rates):
            yield Blocker("refused", f"{who}: {said}", "Correct the slip by a correction run, or the person's facts.")


def unplaced_codes(statements: Iterable[W2], year: int) -> Iterator[Blocker]:
    """Who has an amount that no place in the EFW2 layout is known for, with what and why; paper statements hold it."""
    for each in statements:
        for code in unplaced(each):
            what = "overtime premium that the FLSA asks for" if code == OVERTIME else "box 12"
            yield Blocker(
                f"no_place_{code.lower()}",
                f"{each.name} ({each.number}): code {code} of box 12 holds {Money(each.box_12[code]).amount:,.2f} ({what}), and "
                f"its place in the EFW2 layout of {year} is not known (hrtui has that of {TAX_YEAR}); it is never guessed.",
                _OVERTIME if code == OVERTIME else _ONLINE,
            )


_ENTER_SSN = "S on the person's record enters it, as 123-45-6789 stands on the card."
_ONLINE = "Paper and `form w2` hold it; report the statement in the SSA's Business Services Online."
_OVERTIME = (
    f"{_ONLINE} Where only a state or a contract asks for that overtime, say `flsa_premium: false` of its earning code."
)


def _wrong_ssn(each: W2) -> str:
    try:
        checked_ssn(each.ssn)
    except RuleBroken as wrong:
        return str(wrong)
    return ""
