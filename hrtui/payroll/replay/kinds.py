"""What each kind of case computes, by the same rules as a check."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from data import payroll_tables as tables
from data.parameters import federal_tables, fica_rates
from data.state_tables import state_tables
from hrtui.payroll.check.reading import entry_text
from hrtui.payroll.check.taxes import alien_addition
from hrtui.payroll.kit import PLAIN, ZERO, cents_of, dollars_of
from hrtui.payroll.outputs.nacha import blocks_of, entry_hash
from hrtui.payroll.outputs.routing import fits
from hrtui.payroll.replay.inputs import Inputs, Unsupported, known_frequency, number
from hrtui.payroll.rules import fica, futa, garnishment, states, supplemental
from hrtui.payroll.rules.federal import STATUSES, read_w4, worksheet
from hrtui.payroll.rules.why import STEP

Answer = Decimal | bool | str
W4_ENTRIES = ("step3", "step4a", "step4b", "allowances")
HEADS = {"head_of_household": "head"}
EXTRA = ("step4c", "extra", "additional", "extra_withholding")


def federal_withholding(given: Inputs) -> Answer:
    """Worksheet 1A of Publication 15-T."""
    given.federal()
    on = given.on
    table, periods = federal_tables(on.year), tables.periods(on).yearly
    status = str(given.take("status") or given.take("filing_status") or "single")
    entries = {name: entry_text(given.take(name), name) for name in W4_ENTRIES}
    entries["status"] = HEADS.get(status, status)
    entries["step4c"] = format(sum((given.amount(name, default="0") for name in EXTRA), ZERO), "f")
    flags = {"step2": given.flag("step2"), "exempt": given.flag("exempt"), "old_w4": given.flag("old_w4")}
    w4 = read_w4(entries | {name: "yes" if on_it else "no" for name, on_it in flags.items()})
    wages, frequency = given.amount("wages"), known_frequency(given.frequency(), periods)
    added = alien_addition(PLAIN, w4, tables.alien_addition(on)) if given.flag("nonresident_alien") else None
    if w4.exempt or wages <= 0:
        return ZERO
    return PLAIN.rounded("", worksheet(PLAIN, wages, periods[frequency], w4, table, "", added), STEP[given.rounding()])


def social_security(given: Inputs) -> Answer:
    """The employee's social security."""
    given.federal()
    earlier = given.amount("ytd", "ytd_wages", default="0")
    paid = given.amount("ytd_tax", default="0")
    return fica.security_of(PLAIN, given.amount("wages"), earlier, paid, fica_rates(given.on.year)).tax


def medicare(given: Inputs) -> Answer:
    """The employee's Medicare, without the additional tax."""
    given.federal()
    given.amount("ytd", "ytd_wages", default="0")
    return fica.medicare_of(PLAIN, given.amount("wages"), fica_rates(given.on.year)).tax


def additional_medicare(given: Inputs) -> Answer:
    """Additional Medicare tax."""
    given.federal()
    earlier = given.amount("ytd", "ytd_wages", default="0")
    return fica.additional_of(PLAIN, given.amount("wages"), earlier, fica_rates(given.on.year)).tax


def supplemental_flat(given: Inputs) -> Answer:
    """Federal income tax on supplemental wages by the flat method."""
    given.federal()
    earlier, rates = given.amount("ytd", "ytd_wages", default="0"), tables.supplemental_rates(given.on)
    tax = supplemental.flat(PLAIN, given.amount("wages"), earlier, rates)
    return PLAIN.rounded("", tax, STEP[given.rounding()])


def futa_net(given: Inputs) -> Answer:
    """Federal unemployment tax net of the credit, with what a state has lost of it where one is named."""
    state = str(given.take("state") or given.jurisdiction)
    earlier, rates = given.amount("ytd", "ytd_wages", default="0"), tables.futa_rates(given.on)
    levy = futa.futa_of(PLAIN, given.amount("wages"), earlier, rates)
    lost = futa.reduction_of(PLAIN, levy.wages, state, rates)
    return levy.tax if lost is None else levy.tax + lost


def garnishment_max(given: Inputs) -> Answer:
    """The most an ordinary creditor may take."""
    given.federal()
    on = given.on
    periods = tables.periods(on)
    frequency = known_frequency(given.frequency(), periods.weeks)
    rules = tables.garnishment_rules(on)
    return garnishment.creditor_most(PLAIN, given.amount("disposable"), frequency, rules, periods)


def support_max(given: Inputs) -> Answer:
    """The most that may be taken for support."""
    given.federal()
    given.frequency("weekly")
    other, behind = given.flag("supports_other"), given.flag("arrears_12_weeks")
    return garnishment.support_most(
        PLAIN, given.amount("disposable"), other, behind, tables.garnishment_rules(given.on)
    )


def levy_exempt(given: Inputs) -> Answer:
    """What a federal levy leaves."""
    given.federal()
    on = given.on
    status = str(given.take("status", "single"))
    status = "head" if status in HEADS else STATUSES.get(status, status)
    periods = tables.periods(on)
    frequency = known_frequency(given.frequency(), periods.yearly)
    return garnishment.levy_exempt(PLAIN, status, given.count("dependents"), frequency, tables.levy_exempt(on), periods)


def aba_check(given: Inputs) -> Answer:
    """Whether a routing number is one."""
    return fits(str(given.take("routing", "")))


def hash_of_entries(given: Inputs) -> Answer:
    """The entry hash of a batch: of the first eight digits of each receiving bank's routing number."""
    receivers = given.take("rdfi")
    if not isinstance(receivers, list):
        raise Unsupported("rdfi is no list of routing numbers")
    return entry_hash([str(one)[:8] for one in receivers])


def ach_blocks(given: Inputs) -> Answer:
    """The blocks of ten records a file fills."""
    return Decimal(blocks_of(given.count("records")))


def state_withholding(given: Inputs) -> Answer:
    """A state's or a city's income tax; what is no input of the check is an entry of the certificate."""
    on = given.on
    found = state_tables(given.jurisdiction, on, given.own)
    wages, frequency = given.amount("wages"), given.frequency()
    federal, paid = given.amount("federal", default="0"), given.amount("fica", default="0")
    before = given.amount("fica_ytd", "ytd_fica", default="0")
    resident = not given.flag("nonresident")
    form = {name: entry_text(value, name) for name, value in given.rest().items()}
    if form.get("rounding") == "cent":
        form["rounding"] = "cents"
    asking = states.StateCase(wages, frequency, form, federal, paid, before, on, resident)
    return states.withhold(PLAIN, found, asking)


def state_contribution(given: Inputs) -> Answer:
    """An employee's (else the employer's) contribution to a state, by the name of it or its beginning."""
    on = given.on
    found = state_tables(given.jurisdiction, on, given.own)
    name = states.named(found, str(given.take("name", "")))
    key, rate = f"{given.jurisdiction} {name}", given.take("rate")
    year = {
        f"wages:{key}": cents_of(given.amount("ytd", "ytd_wages", default="0")),
        f"contribution:{key}": cents_of(given.amount("ytd_contribution", default="0")),
    }
    asking = states.ContributionCase(
        given.amount("wages", default="0"),
        given.frequency("weekly"),
        hours=given.amount("hours") if given.take("hours") not in (None, "") else None,
        year_to_date=year,
        rates={} if rate is None else {name: number(rate, "rate")},
        pay_date=on,
    )
    form = {entry: entry_text(value, entry) for entry, value in given.rest().items()}
    asking = asking._replace(form=_size_of(found, name) | form)
    owed = _owed(found, asking, name)
    if not given.given.get("frequency") and owed != _owed(found, asking._replace(frequency="annually"), name):
        raise Unsupported("frequency is not given, and the contribution depends on it")
    return owed


def _owed(found: states.StateTables, asking: states.ContributionCase, name: str) -> Decimal:
    made = [one for one in states.contributions(PLAIN, found, asking) if one.name == name]
    for one in sorted(made, key=lambda one: one.employer):
        return dollars_of(one.cents)
    raise Unsupported(f"{found.state}: {name} is not owed, or its rate is the company's own")


def _size_of(found: states.StateTables, name: str) -> dict[str, str]:
    """The size of employer a contribution of this name is for, where it is for one."""
    sizes = [one.table.size for one in found.contributions if one.table.name == name and one.table.size]
    return {"employer_size": sizes[0]} if sizes else {}


KINDS: dict[str, Callable[[Inputs], Answer]] = {
    "federal_withholding": federal_withholding,
    "social_security": social_security,
    "medicare": medicare,
    "additional_medicare": additional_medicare,
    "supplemental_flat": supplemental_flat,
    "futa_net": futa_net,
    "garnishment_max": garnishment_max,
    "support_max": support_max,
    "levy_exempt": levy_exempt,
    "aba_check": aba_check,
    "entry_hash": hash_of_entries,
    "ach_blocks": ach_blocks,
    "state_withholding": state_withholding,
    "state_contribution": state_contribution,
}
