"""State income tax and contributions: pure rules over dated tables, written once over a kit so that every figure explains itself.

withhold(kit, tables, case)            the income tax of a check; a city (NY-NYC, NY-Yonkers) has tables of its own
supplemental(kit, tables, case, kind)  at the state's own rate for supplemental pay, None where it has none
local_tax(kit, tables, case)           a local tax by the rate on the certificate, None where none is entered
contributions(kit, tables, case)       what employee and employer contribute
taxed_where(work, residence, ...)      which states withhold
local_blockers, local_notices          local taxes that are not in the tables
counted, certificate_missing            the certificate that counts where a state goes by Form W-4; none on file
entries_of, check_entries              the entries a state's certificate has, and whether one can be read
"""

from hrtui.payroll.rules.states.form import Entry
from hrtui.payroll.rules.states.levies import contribution_entries, contributions, named, rates_missing
from hrtui.payroll.rules.states.model import (
    Contribution,
    ContributionCase,
    StateCase,
    StateTables,
)
from hrtui.payroll.rules.states.places import (
    Agreement,
    Place,
    Reciprocity,
    Taxed,
    lives_elsewhere,
    local_blockers,
    local_notices,
    taxed_where,
)
from hrtui.payroll.rules.states.taxes import (
    certificate_missing,
    check_entries,
    counted,
    entries_of,
    frequencies_of,
    has_local,
    local_tax,
    supplemental,
    withhold,
)

__all__ = [
    "Agreement",
    "Contribution",
    "ContributionCase",
    "Entry",
    "Place",
    "Reciprocity",
    "StateCase",
    "StateTables",
    "Taxed",
    "certificate_missing",
    "check_entries",
    "contribution_entries",
    "contributions",
    "counted",
    "entries_of",
    "frequencies_of",
    "lives_elsewhere",
    "local_blockers",
    "local_notices",
    "has_local",
    "local_tax",
    "named",
    "rates_missing",
    "supplemental",
    "taxed_where",
    "withhold",
]
