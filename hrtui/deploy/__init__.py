"""A server: what has to be there, put there, and looked at point by point."""
