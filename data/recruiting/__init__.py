"""Recruiting as it is stored: requisitions, candidates, applications; ids stay in this package, outside they go by number."""
