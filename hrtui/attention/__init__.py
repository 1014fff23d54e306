"""What needs attention: changes, starters and leavers ahead, and backups that are old."""
