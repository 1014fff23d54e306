"""Premium reconciliation: what carriers bill against who is enrolled, who is enrolled against what payroll withheld, credits."""
