"""How the gate refuses: one sentence, and nothing of what was read."""

from __future__ import annotations


class Refused(Exception):
    """Somebody is not let in, or asked for what is not offered; its text goes into a sentence for them."""
