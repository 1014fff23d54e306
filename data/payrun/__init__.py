"""What runs of payroll keep: runs and their states, slips with their lines, totals, balances of the year."""
