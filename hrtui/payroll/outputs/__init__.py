"""What leaves payroll: bank files, journal, register, deposits, returns, wage statements and payslips; pure, from slips as values."""
