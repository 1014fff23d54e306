"""Screens of privacy: legal holds, what is asked to be erased, and what is done to one person's data."""
