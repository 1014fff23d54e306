"""The command line: one module a command; Textual is never imported unless a screen opens."""
