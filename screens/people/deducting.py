"""How pay items and garnishment orders of a person are added, changed and stopped; imported when the first form opens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hrtui.payroll.check.values import OrderKind
from hrtui.payroll.items import rules, service
from hrtui.payroll.items.model import ItemChange, OrderChange, PayItem, PayOrder
from hrtui.payroll.kinds import Takes
from hrtui.people.model import Done
from screens.people import forms
from screens.people.deductions import Row, called
from screens.people.filling import with_stored
from screens.saving import Filled
from screens.widgets.confirm import Confirm
from screens.widgets.fields import Choice, ChoiceField, Field, FlagField, NumberField, TextField

if TYPE_CHECKING:
    from screens.people.acts import PersonActs

Values = Mapping[str, Any]
STOP = "stop"
KINDS = {
    OrderKind.SUPPORT: "Child support", OrderKind.BANKRUPTCY: "Bankruptcy (chapter 13)", OrderKind.FEDERAL_LEVY: "Federal tax levy",
    OrderKind.STATE_LEVY: "State tax levy", OrderKind.STUDENT_LOAN: "Federal student loan", OrderKind.CREDITOR: "Creditor",
}  # fmt: skip
PERCENTS = ("percent", "employer_percent")


def add_item(acts: PersonActs) -> None:
    """Add a standing earning or deduction."""
    make = forms.Maker(acts.ctx)

    def made(number: str) -> Filled:
        def use(values: Values, expected: int | None) -> Done:
            return service.add_item(acts.ctx, number, PayItem(**_typed(values)), expected=expected)

        return Filled([_code_field(make), *item_fields(make, None)], use)

    with_stored(acts, service.CHANGE_ITEMS, lambda number: number, made, f"Add a pay item of {acts.person()}")


def add_order(acts: PersonActs) -> None:
    """Record a garnishment order."""
    make = forms.Maker(acts.ctx)

    def made(number: str) -> Filled:
        def use(values: Values, expected: int | None) -> Done:
            return service.add_order(acts.ctx, number, PayOrder(**_typed(values)), expected=expected)

        first = TextField(key="number", label="Number", required=True, help="as it stands on the order")
        return Filled([first, *order_fields(make, None)], use)

    with_stored(acts, service.CHANGE_ORDERS, lambda number: number, made, f"Record an order against {acts.person()}")


def edit(acts: PersonActs, held: Row) -> None:
    """Change a pay item or an order from a day on."""
    if isinstance(held, PayItem):
        _edit_item(acts, held)
    else:
        _edit_order(acts, held)


def _edit_item(acts: PersonActs, held: PayItem) -> None:
    make, number = forms.Maker(acts.ctx), acts.subject()

    def read(number: str) -> PayItem:
        return rules.counting(service.terms_of(acts.ctx, number).items or (), PayItem, held.code, make.start)

    def made(row: PayItem) -> Filled:
        def use(values: Values, expected: int | None) -> Done:
            return service.change_item(acts.ctx, number, held.code, item_change(values, row), expected=expected)

        return Filled(item_fields(make, row), use)

    title = f"{called(held, acts.ctx.config)} of {acts.person()}"
    with_stored(acts, f"{service.CHANGE_ITEMS}.{held.code}", read, made, title)


def _edit_order(acts: PersonActs, held: PayOrder) -> None:
    make, number = forms.Maker(acts.ctx), acts.subject()

    def read(number: str) -> PayOrder:
        return rules.counting(service.terms_of(acts.ctx, number).orders or (), PayOrder, held.number, make.start)

    def made(row: PayOrder) -> Filled:
        def use(values: Values, expected: int | None) -> Done:
            return service.change_order(acts.ctx, number, held.number, order_change(values, row), expected=expected)

        return Filled(order_fields(make, row), use)

    title = f"Order {held.number} against {acts.person()}"
    with_stored(acts, f"{service.CHANGE_ORDERS}.{held.number}", read, made, title)


def stop(acts: PersonActs, held: Row) -> None:
    """Stop a pay item or an order from today, after the word was typed."""
    number, ctx = acts.subject(), acts.ctx
    use: Callable[[], Done]
    if isinstance(held, PayItem):
        code = held.code
        use = lambda: service.stop_item(ctx, number, code)  # noqa: E731
    else:
        order = held.number
        use = lambda: service.stop_order(ctx, number, order)  # noqa: E731

    def answered(sure: bool | None) -> None:
        if sure:
            acts.work_on(use, acts.tell_done)

    sentence = f"Stop {called(held, ctx.config)} of {acts.person()} from today?"
    acts.app.push_screen(Confirm(sentence, ["Its history stays.", "u undoes it."], word=STOP, title="Stop"), answered)


def _code_field(make: forms.Maker) -> ChoiceField:
    codes = make.config.pay_codes
    deductions = [Choice(code.name, f"{code.label} ({code.name})") for code in codes.deductions.values()]
    earnings = [
        Choice(code.name, f"{code.label} ({code.name}), paid")
        for code in codes.earnings.values()
        if code.takes is Takes.AMOUNT and code.name not in codes.deductions
    ]
    return ChoiceField(
        key="code",
        label="Code",
        choices=[*deductions, *earnings],
        required=True,
        help="a deduction, or an earning paid at every check",
    )


def item_fields(make: forms.Maker, held: PayItem | None) -> list[Field]:
    """What goes off or on at every check, and what the employer adds."""
    return [
        make.money("amount", "Amount", held.amount if held else None, help="each check; or a percentage below"),
        _percent(make, "percent", "Percent", held.percent if held else None, "of gross pay, such as 6; for deductions"),
        make.money("employer", "Employer adds", held.employer if held else None, help="each check; for deductions"),
        _percent(make, "employer_percent", "Employer percent", held.employer_percent if held else None, "of gross pay"),
        TextField(key="note", label="Note", initial=held.note if held else ""),
        make.day("effective_from", "From", make.start, "the first check date it holds for"),
    ]


def order_fields(make: forms.Maker, held: PayOrder | None) -> list[Field]:
    """What an order says."""
    kinds = [Choice(kind, label) for kind, label in KINDS.items()]
    first = next((kind for kind in kinds if held is not None and kind.value is held.kind), None)
    filing = next((each for each in forms.FILING if held is not None and each.value == held.status), forms.FILING[0])
    return [
        ChoiceField(key="kind", label="Kind", choices=kinds, initial=first, required=True, help="it decides how much may be taken"),
        make.day("received", "Received", held.received if held else make.today, "the day the order arrived"),
        make.money("amount", "Amount", held.amount if held else None, help="each check; or a percentage below; neither for a levy"),
        _percent(make, "percent", "Percent", held.percent if held else None, "of disposable earnings, such as 25"),
        make.money("balance", "Still owed", held.balance if held else None, help="empty: the order has no end"),
        TextField(key="payee", label="Payee", initial=held.payee if held else "", help="who is paid"),
        make.money("fee", "Fee", held.fee if held else None, help="that the employer keeps each check"),
        FlagField(key="supports_other", label="Other family", initial=bool(held and held.supports_other), help="another family is supported"),
        FlagField(key="arrears_12_weeks", label="12 weeks late", initial=bool(held and held.arrears_12_weeks), help="support is late so long"),
        ChoiceField(key="status", label="Filing status", choices=forms.FILING, initial=filing, required=True, help="for a tax levy"),
        NumberField(key="dependents", label="Dependents", initial=held.dependents if held else 0, least=0, most=rules.MOST_DEPENDENTS,
                    help="for a tax levy"),
        TextField(key="note", label="Note", initial=held.note if held else ""),
        make.day("effective_from", "From", make.start, "the first check date it holds for"),
    ]  # fmt: skip


def _percent(make: forms.Maker, key: str, label: str, initial: Decimal | None, help: str) -> NumberField:
    shown = None if initial is None else (initial * 100).normalize()
    return NumberField(
        key=key, label=label, unit="%", places=4, least=0, most=100, initial=shown, style=make.config.style, help=help
    )


def _typed(values: Values) -> dict[str, Any]:
    """What was typed; percentages as fractions."""
    typed = {key: value for key, value in values.items() if value is not None}
    return typed | {key: Decimal(typed[key]) / 100 for key in PERCENTS if typed.get(key) is not None}


def item_change(values: Values, held: PayItem) -> ItemChange:
    """The change that a filled-in form means: only what differs from the item it started from; raises RuleBroken where an
    amount and a percentage are given, or neither."""
    typed = _typed(values)
    rules.one_of(typed.get("amount"), typed.get("percent"))
    emptied = all(typed.get(key) is None for key in ("employer", "employer_percent"))
    had = held.employer is not None or held.employer_percent is not None
    return ItemChange(**_differing(typed, held), no_employer=emptied and had)


def order_change(values: Values, held: PayOrder) -> OrderChange:
    """The change that a filled-in form means: only what differs from the order it started from; raises RuleBroken where an
    amount and a percentage are given, or neither and it is no levy."""
    typed = _typed(values)
    if typed.get("kind") not in rules.TAKES_ALL or "amount" in typed:
        rules.one_of(typed.get("amount"), typed.get("percent"))
    return OrderChange(**_differing(typed, held), endless=typed.get("balance") is None and held.balance is not None)


def _differing(typed: dict[str, Any], held: Row) -> dict[str, Any]:
    return {key: value for key, value in typed.items() if key == "effective_from" or getattr(held, key) != value}
