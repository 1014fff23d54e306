"""Screens of benefits."""
