"""Saved views: a query, its columns and its grouping under a name."""
