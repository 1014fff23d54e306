"""Interviews: who meets a candidate when and where, found among calendars, booked once, and told as iCalendar."""
