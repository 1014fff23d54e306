"""What is written to a terminal that somebody leaves in the middle of something."""

from __future__ import annotations

RESTORE = b"\x1b[0m\x1b[?2004l\x1b[?7h\x1b[?1000l\x1b[?1006l\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l"
"""Colours, paste, wrapping, mouse, keyboard, screen, cursor and focus reports as a shell expects them."""
