"""Which states withhold income tax of someone who lives in one and works in another, and local taxes that are not computed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from hrtui.errors import RuleBroken
from hrtui.payroll.check.values import Blocker
from hrtui.payroll.model import Source
from hrtui.payroll.rules.places import NO_WAGE_TAX, STATES
from hrtui.payroll.rules.states.form import FLAGS, Form
from hrtui.payroll.rules.states.model import NONRESIDENT, StateTables
from hrtui.value import frozen

COUNTIES = "MD"
"""The state whose tables have its counties."""
NO_FORMS: Mapping[str, Mapping[str, str]] = {}


@frozen
class Agreement:
    """A state that does not tax the wages of residents of some others (`everyone`: of any other), and the form they file; of those of
    `local_too` no local tax is withheld there either."""

    works_in: str
    lives_in: frozenset[str]
    everyone: bool
    form: str
    local_too: frozenset[str] = frozenset()


@frozen
class Reciprocity:
    """The agreements in force on a day."""

    agreements: Mapping[str, Agreement]
    source: Source

    def between(self, works_in: str, lives_in: str) -> Agreement | None:
        """The agreement by which wages of residents of one state are not taxed where they work."""
        found = self.agreements.get(works_in)
        if found is None or works_in == lives_in:
            return None
        return found if found.everyone or lives_in in found.lives_in else None


class Place(NamedTuple):
    """A state that withholds; with `less_work_state` only what its tax is above the work state's."""

    state: str
    resident: bool
    less_work_state: bool = False


class Taxed(NamedTuple):
    """The states that withhold, and what the payslip says about it."""

    places: tuple[Place, ...]
    notices: tuple[str, ...] = ()


def taxed_where(
    work_state: str,
    residence_state: str,
    agreements: Reciprocity,
    forms: Mapping[str, Mapping[str, str]] = NO_FORMS,
) -> Taxed:
    """The states that withhold income tax on wages earned in one state by someone who lives in another.

    An agreement holds unless `reciprocity` on the work state's certificate says no. Without one, the work state
    withholds; the state of residence only where `resident_withholding` on its certificate says yes, and then what its tax
    is above the work state's. Where the work state taxes no wages, the state of residence withholds.
    """
    at, home = work_state, residence_state or work_state
    if at == home:
        return Taxed((Place(at, True),))
    agreement = agreements.between(at, home)
    if agreement is not None and _says(forms, at, "reciprocity", True):
        return Taxed((Place(home, True),), (_agreed(at, home, agreement),))
    if home in NO_WAGE_TAX:
        return Taxed((Place(at, False),))
    work, residence = _named(at), _named(home)
    if at in NO_WAGE_TAX:
        return Taxed((Place(home, True),), (f"{work} has no income tax on wages: the tax of {residence} is withheld.",))
    if _says(forms, home, "resident_withholding", False):
        return Taxed(
            (Place(at, False), Place(home, True, True)),
            (f"{residence} is withheld as far as its tax is above that of {work}.",),
        )
    return Taxed((Place(at, False),), (_credited(work, residence, home),))


def _named(state: str) -> str:
    found = STATES.get(state)
    if found is None:
        raise RuleBroken(f"“{state}” is not a state; use its two letters, as MA.", field="state")
    return found


def _agreed(at: str, home: str, agreement: Agreement) -> str:
    whose = "people who live elsewhere" if agreement.everyone else f"residents of {_named(home)}"
    return (
        f"{_named(at)} does not tax {whose}: keep {agreement.form} of the person on file, or enter reciprocity: no on the "
        f"certificate of {at}."
    )


def _credited(work: str, residence: str, home: str) -> str:
    return (
        f"{residence} also taxes its residents on wages earned in {work} and allows a credit: nothing is withheld for it "
        f"unless the certificate of {home} says resident_withholding: yes."
    )


def lives_elsewhere(forms: Mapping[str, Mapping[str, str]], city: str) -> bool:
    """Whether the certificate of a city that taxes who works there says that the person lives elsewhere."""
    return _says(forms, city, NONRESIDENT, False)


def local_blockers(tables: StateTables, form: Mapping[str, str], resident: bool = True) -> tuple[Blocker, ...]:
    """What keeps a check from being paid because a local tax is not known."""
    local = tables.local
    if (
        local is None
        or local.effect != "blocker"
        or _answered(tables, form)
        or (tables.state == COUNTIES and not resident)
    ):
        return ()
    remedy = (
        f"Enter it on the certificate of {tables.state}: local_rate as a fraction (0.01 is 1 %), "
        f"{'county by name, ' if tables.state == COUNTIES else ''}or local: none where there is none."
    )
    return (Blocker(f"local_tax_{tables.state}", f"{tables.name}: {local.what}", remedy),)


def local_notices(tables: StateTables, form: Mapping[str, str]) -> tuple[str, ...]:
    """What is said of local taxes that may apply and are not computed."""
    local = tables.local
    if local is None or local.effect != "notice" or _answered(tables, form):
        return ()
    return (f"{tables.name}: {local.what}",)


def _answered(tables: StateTables, form: Mapping[str, str]) -> bool:
    """Whether the certificate says what local tax there is: a rate, a county of those in the tables, or that there is none."""
    if tables.state == COUNTIES and form.get("county"):
        return True
    return bool(form.get("local_rate") or form.get("county_rate") or form.get("local") == "none")


def _says(forms: Mapping[str, Mapping[str, str]], state: str, entry: str, default: bool) -> bool:
    """Yes or no on a certificate; raises RuleBroken for another word."""
    entered = str(forms.get(state, {}).get(entry, "")).strip().lower()
    if not entered:
        return default
    value = FLAGS.get(entered)
    if value is None:
        raise Form(state, {}).unreadable(entry, entered, "yes or no")
    return value
