"""Departments, locations, positions and the org chart, as of any day."""
