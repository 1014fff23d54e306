"""The fields of the forms about what is sealed, and the texts they make; nothing of it is ever filled in or kept."""

from __future__ import annotations

from hrtui.errors import RuleBroken
from hrtui.people.accounts import MOST, AccountKind
from hrtui.people.model import PrivateKind
from screens.people.forms import Values
from screens.widgets.fields import ChoiceField, Field, SecretField, TextField

PRIVATE = {PrivateKind.SSN: "Social security number", PrivateKind.BANK: "Bank account"}


def private_fields(kind: PrivateKind) -> list[Field]:
    """The value to seal; it is shown as dots while it is typed, and never filled in."""
    if kind is PrivateKind.SSN:
        return [SecretField(key="value", label="SSN", required=True, help="nine digits, with hyphens or without")]
    return [
        *_account_fields("", "Routing number", "Account number", "Kind"),
        *(field for place in range(2, MOST + 1) for field in _other_account(str(place))),
    ]


def _account_fields(place: str, routing: str, account: str, kind: str) -> list[Field]:
    required = not place
    return [
        SecretField(key=f"routing{place}", label=routing, required=required, help="nine digits"),
        SecretField(key=f"account{place}", label=account, required=required, help="as the bank writes it"),
        ChoiceField(key=f"kind{place}", label=kind, choices=list(AccountKind), initial=AccountKind.CHECKING.value,
                    required=True, help="checking or savings"),
    ]  # fmt: skip


def _other_account(place: str) -> list[Field]:
    """One more account, and what goes to it; the first takes the rest."""
    share = TextField(
        key=f"share{place}", label=f"Goes to {place}", help="500, or 25% of the net; the first account takes the rest"
    )
    return [*_account_fields(place, f"Routing {place}", f"Account {place}", f"Kind {place}"), share]


def private_value(kind: PrivateKind, values: Values) -> str:
    """The text to seal. Bank accounts as `hrtui.people.accounts` reads them; raises RuleBroken where one is half given."""
    if kind is PrivateKind.SSN:
        return str(values["value"])
    rest = _account(values, "")
    others = [_account(values, str(place)) for place in range(2, MOST + 1) if _is_given(values, str(place))]
    return "; ".join([*others, rest])


def _is_given(values: Values, place: str) -> bool:
    return any(values.get(f"{name}{place}") for name in ("routing", "account", "share"))


def _account(values: Values, place: str) -> str:
    share = values.get(f"share{place}") or ""
    if place and not share:
        raise RuleBroken(f"Say what goes to account {place}: an amount, or a percentage.", f"share{place}")
    words = [f"{values[f'routing{place}'] or ''}/{values[f'account{place}'] or ''}", values[f"kind{place}"], share]
    return ", ".join(word for word in words if word)
