"""Whom to call about a person, and who depends on them."""
