"""Departments, locations and positions: dated, so that every day has its own."""
