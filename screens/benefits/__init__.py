<<<<<<< HEAD
"""Screens of benefits."""
=======
"""What people see of benefits."""
>>>>>>> main
