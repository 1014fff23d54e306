"""Published cases replayed against the tables in force: one rule a kind, and a comparison of what comes out."""
