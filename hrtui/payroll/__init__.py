"""Payroll: what people are paid, and why."""
