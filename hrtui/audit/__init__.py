"""The audit trail: who did what, and its undoing."""
