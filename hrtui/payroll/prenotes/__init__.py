"""Prenotes: zero entries that try a new bank account before money goes there."""
