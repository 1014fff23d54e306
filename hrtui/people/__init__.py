"""People: the directory and the dated record of each person."""
