"""Departments, locations and positions as they stood on any day: their names, their facts, who is in them."""

from data.org.facts import add_place as add_place
from data.org.facts import add_position as add_position
from data.org.facts import closings as closings
from data.org.facts import departments as departments
from data.org.facts import departments_on as departments_on
from data.org.facts import filled_on as filled_on
from data.org.facts import holders_from as holders_from
from data.org.facts import holding as holding
from data.org.facts import holding_all as holding_all
from data.org.facts import locations as locations
from data.org.facts import locations_on as locations_on
from data.org.facts import only_taken_back as only_taken_back
from data.org.facts import people_from as people_from
from data.org.facts import position_of as position_of
from data.org.facts import positions as positions
from data.org.facts import positions_on as positions_on
from data.org.facts import put as put
from data.org.facts import supersede as supersede
from data.org.names import find as find
from data.org.names import name_on as name_on
from data.org.names import name_then as name_then
from data.org.names import names_history as names_history
from data.org.names import names_on as names_on
from data.org.names import sync as sync
