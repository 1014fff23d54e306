"""The use cases of premium reconciliation; each is imported when it is first asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hrtui.benefits.billing.census import census as census
    from hrtui.benefits.billing.crediting import credits as credits
    from hrtui.benefits.billing.crediting import drop as drop_credit
    from hrtui.benefits.billing.crediting import expect as expect_credits
    from hrtui.benefits.billing.loading import load as load_invoice
    from hrtui.benefits.billing.reading import counted as counted
    from hrtui.benefits.billing.reading import opened as opened
    from hrtui.benefits.billing.reading import overview as invoices
    from hrtui.benefits.billing.reconciling import deductions as deductions
    from hrtui.benefits.billing.reconciling import reconcile as reconcile
    from hrtui.benefits.billing.sending import send as send_differences

__all__ = [
    "census", "counted", "credits", "deductions", "drop_credit", "expect_credits", "invoices", "load_invoice", "opened",
    "reconcile", "send_differences",
]  # fmt: skip
_WHERE = {
    "census": ("census", "census"),
    "counted": ("reading", "counted"),
    "credits": ("crediting", "credits"),
    "deductions": ("reconciling", "deductions"),
    "drop_credit": ("crediting", "drop"),
    "expect_credits": ("crediting", "expect"),
    "invoices": ("reading", "overview"),
    "load_invoice": ("loading", "load"),
    "opened": ("reading", "opened"),
    "reconcile": ("reconciling", "reconcile"),
    "send_differences": ("sending", "send"),
}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, function = _WHERE[name]
    return getattr(import_module(f"hrtui.benefits.billing.{module}"), function)
