"""Several accounts for net pay: sealed, masked, revealed, replaced, undone; one account for everything is as it was."""

from __future__ import annotations

import pytest

from data import audit
from hrtui.access.model import Field, Grant, Sight
from hrtui.audit import service as trail
from hrtui.context import Context
from hrtui.errors import NotAllowed, RuleBroken
from hrtui.payroll.paying import accounts_of
from hrtui.people import service
from hrtui.people.model import PrivateKind
from tests.conftest import ContextAs
from tests.people import hire, live_facts

BANK = PrivateKind.BANK
ONE = "011401533/99887766"
TWO = "021000021/12345678, savings, 500.00; 011401533/99887766"


@pytest.fixture
def ann(ctx: Context) -> str:
    return hire(ctx, "Kim", number="1")


def test_accounts_are_sealed_masked_with_what_goes_to_each_and_shown_on_request(
    ctx: Context, ann: str, ctx_as: ContextAs
) -> None:
    done = service.set_private(ctx, ann, BANK, TWO)
    assert done.sentence == "The 2 bank accounts of Kim, Ann (1) are recorded, sealed."
    assert "12345678" not in repr(trail.log(ctx, 50))
    masked = service.record(ctx_as(Grant("people.read", fields={Field.BANK: Sight.MASKED})), ann)
    (mark,) = masked.private
    assert (mark.kind, mark.last_four, mark.others) == (BANK, "7766", ("5678 500.00",))
    assert service.reveal_private(ctx, ann, BANK) == TWO
    assert audit.entries(1)[0].entry.action == "people.see_bank"
    with pytest.raises(NotAllowed):
        service.reveal_private(ctx_as(Grant("people.read")), ann, BANK)


def test_a_new_text_takes_the_place_of_all_accounts_and_undo_brings_them_again(ctx: Context, ann: str) -> None:
    service.set_private(ctx, ann, BANK, ONE)
    alone = live_facts()
    service.set_private(ctx, ann, BANK, TWO)
    both = live_facts()
    entry = audit.entries(1)[0].entry
    assert [(each.field, each.before, each.after) for each in entry.changes] == [
        ("bank", "(sealed)", "(sealed)"),
        ("bank.2", "", "(sealed)"),
    ]
    with pytest.raises(RuleBroken, match="on file already"):
        service.set_private(ctx, ann, BANK, TWO)
    service.set_private(ctx, ann, BANK, ONE)
    assert service.reveal_private(ctx, ann, BANK) == ONE
    trail.undo(ctx)
    assert live_facts() == both
    assert service.reveal_private(ctx, ann, BANK) == TWO
    trail.undo(ctx)
    assert live_facts() == alone


def test_an_account_of_someone_else_is_noticed_at_whichever_place(ctx: Context, ann: str) -> None:
    other = hire(ctx, "Ray", number="2")
    service.set_private(ctx, ann, BANK, TWO)
    done = service.set_private(ctx, other, BANK, "021000021/1234-5678")
    assert done.notices == ("The same bank account is on file for someone else too; check both.",)


def test_the_accounts_of_people_are_opened_together(ctx: Context, ann: str) -> None:
    bare = hire(ctx, "Ray", number="2")
    service.set_private(ctx, ann, BANK, TWO)
    ids = [service.record(ctx, number).id for number in (ann, bare)]
    found = accounts_of(ctx, ids)
    assert [(each.number, each.share) for each in found[ids[0]]] == [
        ("021000021/12345678", "500.00"),
        ("011401533/99887766", "the rest"),
    ]
    assert found.keys() == {ids[0]}
