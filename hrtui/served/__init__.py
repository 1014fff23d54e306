"""Served over SSH: who the key says you are, what a session may reach, and how it ends."""
