"""A state's income tax of one check: the method of its tables on the certificate, what was asked for on top, rounded once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple, cast

import msgspec

from hrtui.errors import RuleBroken
from hrtui.payroll.kit import CENT, DOLLAR, ZERO, Kit, why
from hrtui.payroll.rules.states.atlantic import Maryland
from hrtui.payroll.rules.states.form import Entry, Form
from hrtui.payroll.rules.states.making import Making, wages_of
from hrtui.payroll.rules.states.methods import prepare
from hrtui.payroll.rules.states.model import (
    PERIODS,
    Frequency,
    Given,
    Rounds,
    Rule,
    StateCase,
    StateTables,
    SupplementalEntry,
)

EVERYWHERE = ("exempt", "extra")
STEPS = {"cents": CENT, "dollar": DOLLAR}
LOCAL_WAGES = {"state": "as the state taxes them", "medicare": "Medicare wages", "all": "all, whatever is deducted"}


class Plan(NamedTuple):
    """What a certificate makes of a state's tables at a frequency: read once, used for every check."""

    rule: Rule
    label: str
    step: Decimal
    exempt: bool
    extra: Given | None
    described: str
    cited: str
    entries: tuple[Entry, ...]


def withhold(kit: Kit, tables: StateTables, case: StateCase) -> Decimal:
    """The income tax to withhold from the check, in dollars, rounded as the state says.

    Raises RuleBroken for an entry the certificate does not have or that cannot be read, and for a frequency that the
    tables have nothing for.
    """
    plan = _plan(tables, case.frequency, case.resident, tuple(case.form.items()))
    if plan.exempt:
        return kit.nothing(plan.label, "exempt by certificate", plan.cited)
    if tables.parent is not None and not case.resident and not tables.taxes_nonresidents:
        return kit.nothing(plan.label, "only residents owe it", tables.source)
    if case.wages <= ZERO:
        return kit.nothing(plan.label, "no wages to withhold from", "earnings of the check")
    tax = plan.rule(kit, case)
    if kit.traces:
        tax = tax if why(tax).label else kit.named("Tax of the check", tax)
        kit.fact(plan.cited, plan.described, tables.source)
    tax = kit.rounded(plan.label, tax, plan.step)
    if plan.extra is None:
        return tax
    return kit.named(plan.label, tax + kit.given(*plan.extra), "tax of the check and what was asked for on top")


def counted(tables: StateTables, form: Mapping[str, str], w4_status: str) -> Mapping[str, str]:
    """The certificate that counts: in a state that goes by Form W-4, with its status unless the certificate has one."""
    if not tables.version.status_of_w4 or form.get("status") or form.get("filing_status"):
        return form
    return {**form, "status": w4_status}


def certificate_missing(tables: StateTables, form: Mapping[str, str]) -> str:
    """What is said where a state that taxes wages has a certificate of its own and none is on file, else nothing."""
    if form or not tables.taxes_wages or tables.version.status_of_w4 or len(entries_of(tables)) <= len(EVERYWHERE):
        return ""
    return f"No certificate of {tables.name} on file: withheld as the state says without one."


def check_entries(tables: StateTables, frequency: str, form: Mapping[str, str]) -> None:
    """Raise RuleBroken for an entry of a certificate that the state does not have or cannot read, though it taxes no wages."""
    _plan(tables, frequency, True, tuple(form.items()))


def entries_of(tables: StateTables, frequency: str = "annually") -> tuple[Entry, ...]:
    """The entries a state's certificate has, in the order they are asked for."""
    return _plan(tables, frequency, True, ()).entries


def frequencies_of(tables: StateTables) -> tuple[str, ...]:
    """The pay frequencies a state's tables have everything for, allowances included."""
    entries = {entry.name for entry in entries_of(tables)}
    form = (("allowances", "1"),) if "allowances" in entries else ()
    return tuple(frequency for frequency in PERIODS if _prepared(tables, frequency, form))


def _prepared(tables: StateTables, frequency: str, form: tuple[tuple[str, str], ...]) -> bool:
    try:
        _plan(tables, frequency, True, form)
    except RuleBroken:
        return False
    return True


def local_tax(kit: Kit, tables: StateTables, case: StateCase, alone: bool = False) -> Decimal | None:
    """A local tax by the rate entered on the certificate (`local_rate`), None where none is or the state's own tax includes it.

    `alone` is for a state that does not withhold its own tax (by an agreement), whose local tax is owed all the same.
    """
    if tables.local is None or not has_local(tables, case.form):
        return None
    if _includes_local(tables):
        return withhold(kit, _without_state(tables), case) if alone else None
    rate = _local_rate(tables.state, case.form["local_rate"])
    if tables.local_source is not None:
        kit.fact("Wages of the local tax", LOCAL_WAGES[tables.local.base], tables.local_source)
    cited = f"certificate of {tables.state}, local_rate"
    tax = wages_of(kit, case) * kit.given("Local rate", rate, cited)
    return kit.rounded(f"Local income tax in {tables.name}", tax)


@lru_cache(maxsize=4096)
def _local_rate(state: str, entered: str) -> Decimal:
    return Form(state, {"local_rate": entered}).rate("local_rate")


def has_local(tables: StateTables, form: Mapping[str, str]) -> bool:
    """Whether a certificate has the rate of a local tax."""
    return tables.local is not None and bool(form.get("local_rate"))


@lru_cache(maxsize=256)
def _without_state(tables: StateTables) -> StateTables:
    """Tables whose state rate is nothing, so that the county's is left (Indiana, Maryland)."""
    version = tables.version
    if isinstance(version, Maryland):
        nothing = ((ZERO, ZERO, ZERO),)
        version = msgspec.structs.replace(version, brackets=dict.fromkeys(version.brackets, nothing))
    else:
        version = msgspec.structs.replace(version, rate=ZERO)
    return replace(tables, name=f"{tables.name} county", version=version)


def supplemental(
    kit: Kit, tables: StateTables, case: StateCase, kind: str = "other", annual_wages: Decimal | None = None
) -> Decimal | None:
    """The tax on supplemental wages (`case.wages`) at the state's own rate, None where it has none for them.

    `kind` is `bonus_and_stock_options` or `other`; `case.federal` what is withheld federally from the supplemental wages;
    `annual_wages` the regular wages as of a year, where a state's rate goes by them (Wisconsin). Where None comes back, tax
    them together with the regular wages of the period.
    """
    entry, source = tables.supplemental, tables.supplemental_source
    if entry is None or source is None:
        return None
    plan = _plan(tables, case.frequency, case.resident, tuple(case.form.items()))
    label = f"{tables.name} income tax on supplemental pay"
    if plan.exempt:
        return kit.nothing(label, "exempt by certificate", plan.cited)
    if entry.share_of_federal is not None:
        federal = kit.given("Federal income tax on supplemental pay", case.federal, "withheld from this check")
        return kit.rounded(label, federal * kit.given("Share of the federal tax", entry.share_of_federal, source))
    rate = _supplemental_rate(entry, kind, case.resident, annual_wages)
    if rate is None:
        return None
    wages = kit.given("Supplemental wages of the check", case.wages, "earnings of the check")
    return kit.rounded(label, wages * kit.given("Supplemental rate", rate, source))


def _supplemental_rate(
    entry: SupplementalEntry, kind: str, resident: bool, annual_wages: Decimal | None
) -> Decimal | None:
    """The rate that fits the kind of pay, the residence and the wages of a year."""
    if kind == "bonus_and_stock_options" and entry.bonus_and_stock_options is not None:
        return entry.bonus_and_stock_options
    if not resident and entry.nonresident is not None:
        return entry.nonresident
    if entry.by_annual_wages and annual_wages is not None:
        return [rate for start, rate in entry.by_annual_wages if start <= annual_wages][-1]
    return entry.rate


@lru_cache(maxsize=65536)
def _plan(tables: StateTables, frequency: str, resident: bool, entries: tuple[tuple[str, str], ...]) -> Plan:
    if frequency not in PERIODS:
        raise RuleBroken(f"“{frequency}” is not a pay frequency; one of {', '.join(PERIODS)}.", field="frequency")
    form = Form(tables.state, dict(entries))
    exempt, extra = form.flag("exempt"), form.amount("extra", aliases=("additional", "extra_withholding"))
    making = Making(tables, cast(Frequency, frequency), form, resident, _rounding(tables, form))
    rule = prepare(making)
    form.finish(tables.local is not None)
    told = ", ".join(f"{name} {value}" for name, value in entries if str(value).strip()) or "no entries"
    return Plan(
        rule,
        f"{tables.name} income tax",
        STEPS[making.rounding],
        exempt,
        making.entry("Extra withholding", extra) if extra else None,
        told,
        f"Certificate of {tables.state}",
        tuple(form.asked),
    )


def _rounding(tables: StateTables, form: Form) -> Rounds:
    """To what the tax is rounded: as the version says, or as chosen where the state allows both."""
    version = tables.version
    if version.rounding_choice:
        return cast(Rounds, form.choice("rounding", ("cents", "dollar"), version.rounding))
    if form.has("rounding") and form.entries["rounding"] != version.rounding:
        raise form.unreadable("rounding", form.entries["rounding"], f"{version.rounding}, the only one here")
    return version.rounding


def _includes_local(tables: StateTables) -> bool:
    """Whether the state's own method reads the local rate (Indiana, Maryland)."""
    return any(entry.name == "local_rate" for entry in entries_of(tables))
