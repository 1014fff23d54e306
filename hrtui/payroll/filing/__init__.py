"""Returns, deposits, remittances and wage statements: from the final runs of a year to what agencies are told."""
