"""How earnings and deductions are taxed; apart from a check's other values, since every start reads the codes."""

from __future__ import annotations

from enum import StrEnum


class EarningKind(StrEnum):
    """How an earning is taxed and whether it is paid."""

    REGULAR = "regular"
    OVERTIME = "overtime"
    SUPPLEMENTAL = "supplemental"
    REIMBURSEMENT = "reimbursement"
    IMPUTED = "imputed"

    __hash__ = str.__hash__  # that of an enum is a function of Python's


class Treatment(StrEnum):
    """Which wage bases a deduction lowers: the keys of the deductions' table."""

    SECTION_125_HEALTH = "section_125_health"
    SECTION_125_HEALTH_FSA = "section_125_health_fsa"
    SECTION_125_DEPENDENT_CARE = "section_125_dependent_care"
    HSA = "hsa_through_cafeteria"
    TRADITIONAL_401K = "traditional_401k_403b"
    GOVERNMENTAL_457B = "governmental_457b"
    ROTH_401K = "roth_401k"
    COMMUTER = "section_132f_commuter"
    AFTER_TAX = "after_tax"

    __hash__ = str.__hash__


class Takes(StrEnum):
    """What is entered for an earning: hours, or an amount."""

    HOURS = "hours"
    AMOUNT = "amount"
