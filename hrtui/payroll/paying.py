"""Where net pay goes: the accounts on file of people, opened for a bank file or a payslip, and a net divided over them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from data import sealed
from data.keyring import opening_vault
from hrtui.context import Context
from hrtui.payroll.outputs.values import Share
from hrtui.people import private
from hrtui.people.accounts import Account, divided, parse
from hrtui.people.model import PrivateKind

BANK = PrivateKind.BANK


def accounts_of(ctx: Context, people: Sequence[int], before: int | None = None) -> dict[int, tuple[Account, ...]]:
    """The accounts of people by their ids, the one that takes the rest last; who has none is left out. As of a command where
    one is given. One query a chunk.

    It asks for no permission and leaves no entry: whoever calls it has done both for the file that comes of it. Raises
    StoreError where the key file is missing or does not fit.
    """
    held = sealed.sealed(people)
    vault = opening_vault(ctx.config.key_path)
    found = {}
    for person in people:
        rows = sealed.counting(held.get(person, ()), BANK, before)
        if rows:
            found[person] = parse(private.joined(BANK, [vault.open(BANK, person, row.box) for row in rows]))
    return found


def shares(net: int, accounts: Sequence[Account], without: Collection[int] = ()) -> tuple[Share, ...]:
    """A net pay, in cents, as it goes to accounts; those that get nothing are left out, and those at places `without`, whose share
    is paid by cheque as all of it is where there is no account."""
    if not accounts:
        return ()
    return tuple(
        Share(each.routing, each.account, cents, each.kind)
        for place, (each, cents) in enumerate(zip(accounts, divided(net, accounts), strict=True), 1)
        if cents and place not in without
    )
