"""Shared widgets: they take values and callables, never data."""
