"""What people see of benefits."""
