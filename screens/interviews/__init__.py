"""Screens of interviews."""
