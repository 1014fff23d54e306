"""Runs of payroll: who is paid what on a date, from draft to closed."""
