"""What a person is paid and deducted at every check, and what others have a right to: pay items and garnishment orders."""
