"""Who pays: the employer's number, address and bank, as the bank file and the wage reports name them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from hrtui.payroll.prenotes.rules import Untried
from hrtui.people.accounts import AccountKind
from hrtui.setting import doc
from hrtui.value import frozen


@frozen
class Payer:
    """The employer as banks and agencies know it; each part is only needed for the file that names it."""

    ein: str = field(default="", metadata=doc("The employer identification number.", example="12-3456789"))
    street: str = field(default="", metadata=doc("The street of the employer's address.", example="1 Main Street"))
    city: str = field(default="", metadata=doc("Its city.", example="Boston"))
    state: str = field(default="", metadata=doc("Its state, by two letters.", example="MA"))
    postal_code: str = field(default="", metadata=doc("Its postal code.", example="02110"))
    contact: str = field(default="", metadata=doc("Whom an agency asks.", example="Jane Doe"))
    phone: str = field(default="", metadata=doc("Their telephone number.", example="617-555-0100"))
    email: str = field(default="", metadata=doc("Their e-mail address.", example="payroll@example.com"))
    bank_routing: str = field(
        default="", metadata=doc("The routing number of the bank that pays (nine digits).", example="011401533")
    )
    bank_account: str = field(
        default="", metadata=doc("The company's account there, for a balanced bank file.", example="0012345678")
    )
    bank_kind: AccountKind = field(default=AccountKind.CHECKING, metadata=doc("The kind of that account."))
    bank_name: str = field(default="", metadata=doc("The bank's name in the file.", example="First Bank"))
    bank_destination: str = field(
        default="",
        metadata=doc("The routing number the file is addressed to, where that is another bank's.", example="231380104"),
    )
    bank_origin: str = field(
        default="",
        metadata=doc(
            "What the bank calls the company (at most ten signs); else a 1 and the EIN.", example="1123456789"
        ),
    )
    bank_company_id: str = field(
        default="", metadata=doc("The company's number in the batch; else a 1 and the EIN.", example="1123456789")
    )
    balanced: bool = field(
        default=False, metadata=doc("Whether the bank file debits the company's own account too, as some banks want.")
    )
    prenote: int = field(
        default=0,
        metadata=doc(
            "How many banking days after a prenote settled money may go to a new or changed account (the rules of Nacha ask for "
            "three); 0: accounts are not tried.",
            at_least=0,
            at_most=10,
        ),
    )
    untried: Untried = field(
        default=Untried.CHEQUE,
        metadata=doc(
            "Where prenotes are asked for, what becomes of pay for an account that is not tried yet: a cheque, or the exception "
            "account_untried, which has to be accepted."
        ),
    )
    state_numbers: Mapping[str, str] = field(
        default_factory=dict,
        metadata=doc("The employer's account numbers of the states, by two letters.", example='{MA: "12345"}'),
    )
    deposit_schedule: str = field(
        default="",
        metadata=doc(
            "How often federal taxes are deposited; empty: as the taxes of the look-back period in this store say.",
            choices=("", "monthly", "semiweekly"),
            example="semiweekly",
        ),
    )
    kind: str = field(default="N", metadata=doc("The kind of employer of Form W-3.", choices=("N", "F", "S", "T", "Y")))
    user_id: str = field(
        default="", metadata=doc("The SSA's user ID of whoever submits the wage file.", example="ABCD1234")
    )
