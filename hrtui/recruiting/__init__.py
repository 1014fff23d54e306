"""Recruiting: requisitions, candidates and their applications, from the opening to the first day."""
