"""Numbered steps of the schema, each with its own frozen copy of what it touches; `up(db)` runs inside one transaction."""

STEPS = ("m0001_initial",)
