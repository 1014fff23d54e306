"""Departments, locations and positions as they stood on any day: their names, their facts, who is in them."""

from data.org.names import find as find
from data.org.names import name_on as name_on
from data.org.names import name_then as name_then
from data.org.names import names_history as names_history
from data.org.names import names_on as names_on
from data.org.names import sync as sync
