"""The slips of runs as what leaves payroll reads them: people with name and address, lines with balances, accounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from data import addressees
from data.payrun import prenotes, slips
from data.payrun.codes import Codes
from hrtui.context import Context
from hrtui.dates import Period
from hrtui.payroll.outputs.values import Address, Bank, Company, Contact, PaidLine, PaidSlip, Share
from hrtui.payroll.paying import accounts_of, shares
from hrtui.payroll.prenotes.standing import by_cheque
from hrtui.payroll.runs.model import Run, Slip

CHUNK = 500


def company_of(ctx: Context) -> Company:
    """The employer, as the configuration has it."""
    payer, name = ctx.config.payer, ctx.config.company.name
    bank = Bank(
        payer.bank_routing, payer.bank_account, payer.bank_name, payer.bank_kind, payer.bank_destination,
        payer.bank_origin, payer.bank_company_id,
    )  # fmt: skip
    return Company(
        name,
        payer.ein,
        Address(payer.street, payer.city, payer.state, payer.postal_code),
        Contact(payer.contact, payer.phone, "", payer.email),
        bank if payer.bank_routing else None,
        payer.state_numbers,
        payer.kind,
        user_id=payer.user_id,
    )


def paid_slips(
    ctx: Context, run: Run, people: Sequence[int] | None = None, accounts: bool = False, ssn: bool = False
) -> list[PaidSlip]:
    """The slips of a run, of everyone or of some, ordered by the people's numbers; with the accounts they go to (none of those
    that are not tried yet), as they were when the run was exported first, and the social security numbers where asked for.

    Asks for no permission and leaves no entry: whoever calls it has done both for the file that comes of it.
    """
    heads = slips.heads(run.id, run.generation, people)
    made: list[PaidSlip] = []
    codes = Codes()
    for start in range(0, len(heads), CHUNK):
        some = heads[start : start + CHUNK]
        made += _chunk(ctx, run, [head.id for head in some], [head.person for head in some], codes, accounts, ssn)
    return sorted(made, key=lambda slip: slip.number)


def _chunk(
    ctx: Context, run: Run, ids: Sequence[int], people: Sequence[int], codes: Codes, accounts: bool, ssn: bool
) -> list[PaidSlip]:
    who = addressees.addressees(people, run.pay_date)
    names = {person: (each.number, each.last_name) for person, each in who.items()}
    cheques = by_cheque(ctx, run, people) if accounts else {}
    held = accounts_of(ctx, people, prenotes.exported_by(run.id)) if accounts else {}
    numbers = addressees.ssns(ctx.config.key_path, people) if ssn else {}
    return [
        _paid(
            run,
            slip,
            who[slip.person],
            shares(max(slip.net, 0), held.get(slip.person, ()), cheques.get(slip.person, ())),
            numbers,
        )
        for slip in slips.slips(ids, codes, names, run.number)
    ]


def _paid(
    run: Run, slip: Slip, who: addressees.Addressee, to: tuple[Share, ...], numbers: Mapping[int, str]
) -> PaidSlip:
    return PaidSlip(
        who.number,
        who.first_name,
        who.last_name,
        Period(run.begins, run.ends),
        run.pay_date,
        tuple(PaidLine.of(line, total) for line, total in slip.lines),
        slip.gross,
        slip.net,
        address=Address(who.street, who.city, who.state, who.postal_code),
        department=who.department,
        cost_centre=who.cost_centre,
        work_state=slip.work_state,
        shares=to,
        reference=run.number,
        ssn=numbers.get(slip.person, ""),
        cheque=slip.net - sum(share.cents for share in to) if to else 0,
    )
