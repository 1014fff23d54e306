"""Payroll screens: the preview of a pay date, and payslips."""
